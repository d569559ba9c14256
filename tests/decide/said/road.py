"""Steps, events and offers: what is said of order, place, role, separation of duties, and of what is not known."""

from __future__ import annotations

from tests.decide import oost
from tests.decide.oost import ALMELO, BBG_CHAIR, CHAIR, COORDINATOR, DEPUTY, LEAD, MAYOR_OF_ALMELO, MAYOR_OF_EDE, ONE
from tests.decide.said import Scenes
from vs_workflow.decide import Decision


def with_deputy(giver: str, role: str, today: str = "2015-04-02") -> oost.Oost:
    world = oost.begun(today)
    world.deputy(giver, role, assignment=ONE if role in ("lead", "chair") else None)
    return world


def bbg_chair_reported() -> oost.Oost:
    """The chair of the assignment became chair of the BBG on the day after he reported, and the BBG meets."""
    world = oost.reported()
    world.end(world.grant_of(BBG_CHAIR, "bbg-chair"), BBG_CHAIR, on="2015-06-26")
    world.end(world.grant_of(CHAIR, "chair", ONE), COORDINATOR, on="2015-06-26")
    world.grant("bbg-chair", CHAIR, BBG_CHAIR, start="2015-06-26")
    world.at("2015-06-26").meeting_held("2015-06-26")
    return world


def deputy_reported() -> oost.Oost:
    """A deputy reported on behalf of the chair, and may act on behalf of the BBG's chair since the day after."""
    world = oost.started()
    world.deputy(CHAIR, "chair", assignment=ONE, until="2015-06-26")
    world.at("2015-06-25").report(who=DEPUTY, behalf_of=CHAIR)
    world.at("2015-06-26").deputy(BBG_CHAIR, "bbg-chair")
    world.meeting_held("2015-06-26")
    return world


def chair_of_another_body(today: str = "2015-03-01") -> oost.Oost:
    world = oost.begun(today)
    for person in ("voorzitter-rvo", "lid-bbg", "lid-dvo"):
        world.enrol(person, COORDINATOR)
    world.grant("body-chair", "voorzitter-rvo", COORDINATOR, body="rvo")
    world.grant("body-member", "lid-bbg", COORDINATOR, body="bbg", district="twente")
    return world


def declined_again() -> Decision:
    world = oost.answered()
    return world.answered("declined", "driehoek-almelo", MAYOR_OF_ALMELO)


def implemented_before_accepted() -> Decision:
    return oost.offered().answered("implemented", "driehoek-ede", MAYOR_OF_EDE)


def mandate_for_a_year(on: str, *, rests_until: str = "") -> Decision:
    """A mandate from 2 April, on a grant that may end before it."""
    world = with_deputy(LEAD, "lead")
    if rests_until:
        world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on=rests_until)
    return world.at(on).present(who=DEPUTY, behalf_of=LEAD)


def two_mandates() -> Decision:
    """Two that have ended: the last is spoken of."""
    world = oost.begun("2015-03-01")
    for until in ("2015-03-20", "2015-03-10"):
        world.deputy(LEAD, "lead", assignment=ONE, until=until)
    return world.at("2015-04-02").present(who=DEPUTY, behalf_of=LEAD)


def two_holders() -> oost.Oost:
    """Two leads, and one of them with a deputy."""
    world = with_deputy(LEAD, "lead")
    world.grant("lead", "ottens", COORDINATOR, assignment=ONE)
    return world


def lead_no_longer() -> oost.Oost:
    """Twice the lead, and not since: the last period is spoken of."""
    world = oost.begun("2015-03-01")
    world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-03-01")
    world.grant("lead", LEAD, COORDINATOR, assignment=ONE, start="2015-03-05", until="2015-03-20")
    world.grant("lead", "hofman", COORDINATOR, assignment=ONE)
    return world.at("2015-04-02")


SCENES: Scenes = {
    # accepted, with the proof
    "presented by the lead": lambda: oost.begun("2015-04-02").present(typed_by=COORDINATOR, reason="zoals besproken"),
    "presented on behalf of the lead": lambda: with_deputy(LEAD, "lead").present(who=DEPUTY, behalf_of=LEAD),
    "started with gaps": lambda: oost.presented().start(),
    "reported": lambda: oost.started().at("2015-06-25").report(documents=["voortgang", "bijlage"]),
    "established": lambda: oost.reported().establish(),
    "offered to two": lambda: oost.established().at("2015-07-06").offer(),
    "accepted by Ede": lambda: oost.offered().answered("accepted", "driehoek-ede", MAYOR_OF_EDE),
    "offered to one that is known": lambda: oost.answered().offer_made(driehoek="driehoek-almelo"),
    "offered to one more": lambda: oost.offered().offer_made({"municipality": "Hof van Twente", "district": "twente"}),
    "implemented": lambda: oost.answered().implement(),
    "sent back": lambda: oost.reported().step(ONE, "rework", BBG_CHAIR, reason="nog eens"),
    "a progress note": lambda: oost.begun().event("progress", ONE, LEAD, text="op schema", documents=["notitie"]),
    "a meeting held": lambda: oost.begun("2015-03-02").meeting_held("2015-03-01"),
    "a meeting held by a body's chair": lambda: chair_of_another_body().event(
        "meeting-held", None, "voorzitter-rvo", body="rvo"
    ),
    "a district informed by its member": lambda: chair_of_another_body().event(
        "informed", ONE, "lid-bbg", body="dvo-twente", text="stand"
    ),
    "the second lead presents": lambda: two_holders().present(who="ottens"),
    # order
    "a step too early": lambda: oost.begun("2015-04-02").report(),
    "a step too late": lambda: oost.started().present(),
    "a step after the end": lambda: oost.implemented().present(),
    "a step after it was withdrawn": lambda: oost.withdrawn().step(ONE, "rework", BBG_CHAIR, reason="toch"),
    "an event too early": lambda: oost.started().establish(),
    "an event after the end": lambda: oost.withdrawn().event("progress", ONE, LEAD, text="toch"),
    "an offer before there is one": lambda: oost.established().answered("accepted", "driehoek-ede", MAYOR_OF_EDE),
    "an answer after the answer": declined_again,
    "implemented before it is accepted": implemented_before_accepted,
    "offered again while it runs": lambda: oost.offered().offer_made(oost.EDE),
    "offered again by its key while it runs": lambda: oost.offered().offer_made(driehoek="driehoek-ede"),
    "by who may of two": lambda: two_holders().report(),
    # place
    "an event of an assignment without one": lambda: oost.begun().event("progress", None, LEAD, text="x"),
    "an event of the programme with an assignment": lambda: oost.begun().event(
        "working-meeting", ONE, COORDINATOR, present=[LEAD]
    ),
    "an event of a body with an assignment": lambda: oost.begun().event("meeting-held", ONE, COORDINATOR, body="bbg"),
    "an event of either": lambda: oost.begun().event("informed", None, BBG_CHAIR, body="rvo", text="stand"),
    # not known
    "an unknown step": lambda: oost.begun().step(ONE, "feest", LEAD, kleur="rood", documents=["stuk"]),
    "an unknown event": lambda: oost.begun().event("feest", ONE, LEAD, kleur="rood", documents=["stuk"]),
    "an unknown event of the programme": lambda: oost.begun().event("feest", None, COORDINATOR),
    "a step of an unknown assignment": lambda: oost.begun().step("geen", "present", LEAD, documents=["stuk"]),
    "an event of an unknown assignment": lambda: oost.begun().event("progress", "geen", LEAD, text="x", reason="zo"),
    # role
    "by nobody": lambda: oost.begun("2015-04-02").step(
        ONE, "present", None, documents=["opdracht"], principles=oost.PRINCIPLES
    ),
    "by the lead of another": lambda: oost.begun("2015-04-02").present(who="hofman"),
    "by the chair": lambda: two_holders().present(who=CHAIR),
    "by a deputy in his own name": lambda: with_deputy(LEAD, "lead").present(who=DEPUTY),
    "by a lead no longer": lambda: lead_no_longer().present(),
    "a withdrawal by the lead": lambda: oost.begun("2015-04-02").step(ONE, "withdraw", LEAD, reason="geen zin"),
    "an answer by another driehoek": lambda: oost.offered().answered("accepted", "driehoek-ede", MAYOR_OF_ALMELO),
    "an answer of no driehoek": lambda: oost.offered().answered("accepted", "", MAYOR_OF_EDE),
    "an answer of a driehoek unknown": lambda: oost.offered().answered("accepted", "driehoek-rheden", MAYOR_OF_EDE),
    "implement before any driehoek did": lambda: oost.offered().implement(),
    "implement for whom no driehoek stands": lambda: oost.offered().implement(CHAIR, behalf_of=LEAD),
    "informed of a body of another kind": lambda: oost.begun().event(
        "informed", ONE, BBG_CHAIR, body="bbg", text="stand"
    ),
    "a district informed by the chair": lambda: chair_of_another_body().event(
        "informed", ONE, BBG_CHAIR, body="dvo-twente", text="stand"
    ),
    "another district informed by a member": lambda: chair_of_another_body().event(
        "informed", ONE, "lid-bbg", body="dvo-ijsselland", text="stand"
    ),
    "a district informed by a member of itself": lambda: _member_of_a_district().event(
        "informed", ONE, "lid-dvo", body="dvo-twente", text="stand"
    ),
    "a note by another": lambda: oost.begun().event("progress", ONE, "hofman", text="x"),
    "advice by who is no adviser": lambda: oost.begun().event(
        "advice-asked", oost.FOUR_A, "knaap", body="ao-onl", question="?"
    ),
    # mandate
    "on behalf of who gave none": lambda: oost.begun("2015-04-02").present(who=DEPUTY, behalf_of=LEAD),
    "on behalf of oneself": lambda: oost.begun("2015-04-02").present(behalf_of=LEAD),
    "on behalf of another than gave it": lambda: with_deputy(LEAD, "lead").present(who=DEPUTY, behalf_of=CHAIR),
    "before the mandate": lambda: with_deputy(LEAD, "lead").present(who=DEPUTY, behalf_of=LEAD, on="2015-04-01"),
    "after the mandate": lambda: mandate_for_a_year("2016-01-01"),
    "on the last day of the mandate": lambda: mandate_for_a_year("2015-12-31"),
    "on a mandate that rests on nothing": lambda: mandate_for_a_year("2015-05-01", rests_until="2015-05-01"),
    "on a mandate that rests on something for one day more": lambda: mandate_for_a_year(
        "2015-04-30", rests_until="2015-05-01"
    ),
    "on the last of two mandates": two_mandates,
    # separation of duties
    "who reported establishes": lambda: bbg_chair_reported().establish(who=CHAIR),
    "a deputy who reported establishes": lambda: deputy_reported().establish(who=DEPUTY, behalf_of=BBG_CHAIR),
    "for whom was reported, another establishes": lambda: deputy_reported().establish(),
    "who reported establishes on behalf of another": lambda: bbg_chair_reported().establish(
        who=DEPUTY, behalf_of=CHAIR
    ),
    # all at once
    "all wrong at once": lambda: oost.begun("2015-03-20").step(
        ONE, "offer", "hofman", results=[], driehoeken=[ALMELO, ALMELO], kleur="rood", on="2015-03-21"
    ),
    "all wrong at once on behalf": lambda: oost.begun("2015-03-20").step(
        ONE, "offer", "hofman", results=[oost.RESULT], behalf_of="hofman", on="2014-12-31"
    ),
}


def _member_of_a_district() -> oost.Oost:
    world = chair_of_another_body()
    assert oost.accepted(world.grant("body-member", "lid-dvo", COORDINATOR, body="dvo-twente", district="twente"))
    return world
