"""Guards and facts: what is said of what is missing, of what cannot be read, and of who can bring it."""

from __future__ import annotations

from tests.decide import oost
from tests.decide.oost import CHAIR, COORDINATOR, DISTRICTS, EDE, FOUR_A, LEAD, MAYOR_OF_EDE, ONE, PRINCIPLES, RESULT
from tests.decide.said import Scenes
from vs_workflow.decide import Decision


def with_team(*members: tuple[str, str, str]) -> oost.Oost:
    """Presented on 2 April, with these members since 10 April: person, organisation, district."""
    world = oost.presented().at("2015-04-10")
    for person, organisation, district in members:
        world.enrol(person, COORDINATOR)
        world.joined(person, organisation, district)
    return world


def full_team() -> oost.Oost:
    officials = [(f"lid-{one}", "municipality", one) for one in DISTRICTS]
    return with_team(*officials, ("agent", "police", ""), ("officier", "justice", ""))


def left(world: oost.Oost, person: str, on: str) -> oost.Oost:
    world.event("member-left", ONE, LEAD, person=person, on=on)
    return world


def gaps(*but: str) -> dict[str, bool]:
    found = {f"district-{one}": True for one in DISTRICTS}
    found |= {f"organisation-{one}": True for one in ("police", "justice", "riec")}
    return {key: True for key in found if key not in but}


def without_meeting() -> oost.Oost:
    return oost.started().at("2015-06-24")


def nobody_answered() -> oost.Oost:
    world = oost.established().at("2015-07-06")
    world.offer()
    return world


def all_declined() -> oost.Oost:
    world = oost.offered().at("2015-09-01")
    world.answered("declined", "driehoek-ede", MAYOR_OF_EDE)
    world.answered("declined", "driehoek-almelo", oost.MAYOR_OF_ALMELO)
    return world


def half_way() -> oost.Oost:
    """Ede has accepted, Almelo and Hof van Twente have not answered."""
    world = oost.offered()
    world.offer_made({"municipality": "Hof van Twente", "district": "twente"})
    world.at("2015-09-01").answered("accepted", "driehoek-ede", MAYOR_OF_EDE)
    return world


def one_of_two() -> oost.Oost:
    """Ede has implemented, Almelo has not answered."""
    world = oost.offered().at("2015-09-01")
    world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE)
    world.answered("implemented", "driehoek-ede", MAYOR_OF_EDE)
    return world


def progress(**facts: object) -> Decision:
    return oost.begun().event("progress", ONE, LEAD, **facts)


def offer(results: object, driehoeken: object, **said: object) -> Decision:
    return oost.established().at("2015-07-06").step(ONE, "offer", CHAIR, results=results, driehoeken=driehoeken, **said)


def joins(world: oost.Oost, person: str, organisation: object = "police", **said: object) -> Decision:
    return world.event("member-joined", ONE, LEAD, person=person, organisation=organisation, **said)


SCENES: Scenes = {
    # documents, confirmations, texts
    "no document": lambda: oost.begun("2015-04-02").present(documents=[]),
    "two principles missing": lambda: oost.begun("2015-04-02").present(
        facts={"principles": {**PRINCIPLES, "p3": " ", "p7": ""}}
    ),
    "all principles missing": lambda: oost.begun("2015-04-02").present(facts={}),
    "principles that are none": lambda: oost.begun("2015-04-02").present(
        facts={"principles": {**PRINCIPLES, "p9": "x"}}
    ),
    "a principle that is no text": lambda: oost.begun("2015-04-02").present(
        facts={"principles": {**PRINCIPLES, "p1": True}}
    ),
    "principles that are no table": lambda: oost.begun("2015-04-02").present(facts={"principles": "alle"}),
    "no progress": lambda: oost.started().at("2015-06-25").report(progress=""),
    "a text of what shows nothing": lambda: progress(text="\u200b \u3164"),
    "a text that is none": lambda: progress(text=7),
    "no text": lambda: progress(),
    "a fact that nobody asked": lambda: progress(text="x", kleur="rood"),
    "a long fact where none is asked": lambda: progress(text=["x" * 80]),
    "withdrawn without a reason": lambda: oost.presented().step(ONE, "withdraw", oost.BBG_CHAIR),
    "a document given to a step that asks none": lambda: oost.presented().start(documents=["bijlage"]),
    # composition
    "every gap": lambda: oost.presented().start(facts={}),
    "gaps accepted but two": lambda: oost.presented().start(
        facts={"gaps": gaps("district-twente", "organisation-riec")}
    ),
    "gaps that are not said true": lambda: oost.presented().start(facts={"gaps": {**gaps(), "district-twente": False}}),
    "gaps that are no table": lambda: oost.presented().start(facts={"gaps": True}),
    "gaps that are no yes or no": lambda: oost.presented().start(facts={"gaps": {**gaps(), "district-twente": "ja"}}),
    "gaps unknown": lambda: oost.presented().start(facts={"gaps": {**gaps(), "district-drenthe": True}}),
    "gaps without a reason": lambda: oost.presented().start(reason=""),
    "a full team": lambda: full_team().start(facts={}, reason=""),
    "a full team the day before": lambda: full_team().start(facts={}, reason="", on="2015-04-09"),
    "a team that somebody left": lambda: left(full_team(), "lid-twente", "2015-04-10").start(facts={}),
    "a partner is no official of a district": lambda: with_team(("agent", "police", "twente")).start(
        facts={"gaps": gaps("district-twente")}
    ),
    "another assignment needs another": lambda: _four_a().start(FOUR_A, "beem", facts={}),
    # the team
    "joined": lambda: joins(with_team(), LEAD),
    "joined twice": lambda: joins(with_team(("agent", "police", "")), "agent"),
    "joined before who joined later": lambda: joins(with_team(("agent", "police", "")), "agent", on="2015-04-09"),
    "joined again after leaving": lambda: joins(
        left(with_team(("agent", "police", "")), "agent", "2015-04-10"), "agent"
    ),
    "joined again before leaving": lambda: joins(
        left(with_team(("agent", "police", "")).at("2015-04-20"), "agent", "2015-04-15"), "agent", on="2015-04-12"
    ),
    "joined again before having joined": lambda: joins(
        left(with_team(("agent", "police", "")).at("2015-04-20"), "agent", "2015-04-15"), "agent", on="2015-04-05"
    ),
    "joined without a district": lambda: joins(with_team(), LEAD, "municipality"),
    "joined with a district": lambda: joins(with_team(), LEAD, "municipality", district="twente"),
    "joined of a district unknown": lambda: joins(with_team(), LEAD, "municipality", district="drenthe"),
    "joined of an organisation unknown": lambda: joins(with_team(), LEAD, "brandweer"),
    "joined by a stranger": lambda: joins(with_team(), "vreemde"),
    "joined by nobody": lambda: joins(with_team(), ""),
    "left": lambda: with_team(("agent", "police", "")).event("member-left", ONE, LEAD, person="agent"),
    "left on the day of joining": lambda: with_team(("agent", "police", "")).event(
        "member-left", ONE, LEAD, person="agent", on="2015-04-10"
    ),
    "left before joining": lambda: with_team(("agent", "police", "")).event(
        "member-left", ONE, LEAD, person="agent", on="2015-04-09"
    ),
    "left without having joined": lambda: with_team().event("member-left", ONE, LEAD, person=LEAD),
    # meetings and what is established
    "no meeting": lambda: without_meeting().report(),
    "established on a day without a meeting": lambda: oost.reported().at("2015-06-26").establish(),
    "not established": lambda: oost.reported().at("2015-07-06").offer(),
    "a meeting of no body": lambda: oost.begun().event("meeting-held", None, COORDINATOR),
    "a meeting of a body unknown": lambda: oost.begun().event("meeting-held", None, COORDINATOR, body="raad"),
    "a meeting planned on no day": lambda: oost.begun().event(
        "meeting-planned", None, COORDINATOR, body="bbg", day="later"
    ),
    "present who is unknown": lambda: oost.begun().event(
        "working-meeting", None, COORDINATOR, present=[LEAD, "vreemde", 7]
    ),
    "present who is no list": lambda: oost.begun().event("working-meeting", None, COORDINATOR, present=LEAD),
    "present nobody": lambda: oost.begun().event("working-meeting", None, COORDINATOR, present=[]),
    "advice of a body of another kind": lambda: oost.begun().event(
        "advice-asked", ONE, LEAD, body="rvo", question="akkoord?"
    ),
    # records
    "no results": lambda: offer([], [EDE]),
    "results of blanks": lambda: offer([{"name": " "}, "x"], [EDE]),
    "a result without a kind": lambda: offer([RESULT, {"name": "advies"}], [EDE]),
    "a result of a kind unknown": lambda: offer([{"name": "advies", "kind": "gerucht"}], [EDE]),
    "a result with more than is asked": lambda: offer([{**RESULT, "prijs": "veel"}], [EDE]),
    "results that are no list": lambda: offer("veel", [EDE]),
    "results that are no tables": lambda: offer([RESULT, "veel"], [EDE]),
    "no driehoek": lambda: offer([RESULT], []),
    "a driehoek without a district": lambda: offer([RESULT], [{"municipality": "Ede"}]),
    "a driehoek without a name": lambda: offer([RESULT], [{"district": "twente"}]),
    "a driehoek of a district unknown": lambda: offer([RESULT], [{"municipality": "Emmen", "district": "drenthe"}]),
    "a driehoek twice": lambda: offer([RESULT], [EDE, {**EDE, "municipality": "EDE"}, oost.ALMELO]),
    "a driehoek whose name is no key": lambda: offer([RESULT], [{"municipality": "Εδε", "district": "twente"}]),
    "a driehoek of signs only": lambda: offer([RESULT], [{"municipality": "--!", "district": "twente"}]),
    "a driehoek of too long a name": lambda: offer([RESULT], [{"municipality": "x" * 60, "district": "twente"}]),
    "a driehoek of a name as long as can be": lambda: offer(
        [RESULT], [{"municipality": "x" * 55, "district": "twente"}]
    ),
    "a driehoek of a name one longer": lambda: offer([RESULT], [{"municipality": "x" * 56, "district": "twente"}]),
    "a driehoek that is no table": lambda: offer([RESULT], [EDE, "veel"]),
    "a driehoek whose name is no text": lambda: offer([RESULT], [EDE, {"municipality": 7, "district": "twente"}]),
    "a driehoek known, without its district": lambda: oost.offered().offer_made({"municipality": "Ede"}),
    "a result that is no table, then one of a kind unknown": lambda: offer(
        ["veel", {"name": "advies", "kind": "gerucht"}], [EDE]
    ),
    "a driehoek of accents": lambda: offer([RESULT], [{"municipality": "Súdwest-Fryslân ß", "district": "twente"}]),
    "a driehoek in another district": lambda: oost.offered().offer_made({"municipality": "Ede", "district": "twente"}),
    "offered to one known and one new": lambda: oost.answered().offer_made(
        {"municipality": "Borne", "district": "twente"}, driehoek="driehoek-almelo"
    ),
    "offered to none": lambda: oost.offered().event("offer-made", ONE, CHAIR, results=[RESULT]),
    "offered to what is no driehoek": lambda: oost.offered().offer_made(driehoek="bbg"),
    # how the offers stand
    "nobody answered": lambda: nobody_answered().implement(CHAIR),
    "one of two has answered": lambda: half_way().implement(),
    "one of two has implemented": lambda: one_of_two().implement(),
    "all have declined": lambda: all_declined().implement(),
    "declined without a reason": lambda: oost.offered().answered("declined", "driehoek-ede", MAYOR_OF_EDE, reason=""),
}


def _four_a() -> oost.Oost:
    world = oost.begun("2015-04-02")
    world.present(FOUR_A, "hofman")
    return world
