"""Roles given and ended, mandates, and the register: what is said of who may, for whom, for which days."""

from __future__ import annotations

import hashlib
from datetime import date

from tests.decide import oost
from tests.decide.oost import BBG_CHAIR, CHAIR, COORDINATOR, DEPUTY, FOUR_A, LEAD, MAYOR_OF_EDE, ONE
from tests.decide.said import Scenes
from vs_workflow.decide import Decision
from vs_workflow.request import Enrol


def gives(role: str, person: str, who: str | None = COORDINATOR, today: str = "2015-03-01", **said: object) -> Decision:
    return oost.begun(today).grant(role, person, who, **said)  # type: ignore[arg-type]


def with_deputy_of_the_coordinator() -> oost.Oost:
    world = oost.begun("2015-03-01")
    world.deputy(COORDINATOR, "coordinator")
    return world


def ends(world: oost.Oost, person: str, role: str, who: str | None, on: str, **said: object) -> Decision:
    return world.end(world.grant_of(person, role, ONE if role in ("lead", "chair") else None), who, on=on, **said)


def second_term(until: str = "2015-06-01") -> oost.Oost:
    """Ottens leads from 1 March until 1 June."""
    world = oost.begun("2015-03-01")
    world.grant("lead", "ottens", COORDINATOR, assignment=ONE, until=until)
    return world


def bbg_chair_from_april() -> oost.Oost:
    """Somebody new chairs the BBG from 1 April on."""
    world = oost.begun("2015-03-01")
    world.enrol("nieuw", COORDINATOR)
    assert oost.accepted(world.end(world.grant_of(BBG_CHAIR, "bbg-chair"), BBG_CHAIR, on="2015-04-01"))
    assert oost.accepted(world.grant("bbg-chair", "nieuw", BBG_CHAIR, start="2015-04-01"))
    return world


def leads_from_june() -> oost.Oost:
    world = oost.begun("2015-03-01")
    assert oost.accepted(world.grant("lead", "ottens", COORDINATOR, assignment=ONE, start="2015-06-01"))
    return world


def lead_and_chair() -> oost.Oost:
    world = oost.begun("2015-04-02")
    assert oost.accepted(world.grant("chair", LEAD, COORDINATOR, assignment=ONE))
    return world


def two_mandates() -> oost.Oost:
    world = oost.begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    assert oost.accepted(world.deputy(LEAD, "lead", assignment=ONE))
    return world


def mandates(today: str, start: str = "", until: str = "2015-06-01", **said: object) -> Decision:
    world = oost.begun(today)
    return world.mandate(FOUR, world.grant_of(LEAD, "lead", ONE), LEAD, start=start, until=until, **said)


FOUR = "hofman"


def ended_lead() -> oost.Oost:
    world = oost.begun("2015-03-01")
    world.grant("lead", "ottens", COORDINATOR, assignment=ONE)
    world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-03-10")
    return world


def deputy_presented() -> oost.Oost:
    world = oost.begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    world.present(who=DEPUTY, behalf_of=LEAD)
    return world


def enrols(person: str, who: str | None = COORDINATOR, on: str = "2015-03-01", **said: object) -> Decision:
    record = hashlib.sha256(b"x").hexdigest()
    return oost.begun("2015-03-01").ask(
        Enrol(actor=who, today=date(2015, 3, 1), on=date.fromisoformat(on), person=person, record=record, **said)  # type: ignore[arg-type]
    )


SCENES: Scenes = {
    # given
    "a lead": lambda: gives("lead", "ottens", assignment=ONE, until="2015-09-01", reason="erbij", typed_by=BBG_CHAIR),
    "a member of a body with a district": lambda: gives(
        "body-member", LEAD, body="bbg", district="twente", organisation="municipality"
    ),
    "a lead, on behalf of the coordinator": lambda: with_deputy_of_the_coordinator().grant(
        "lead", "ottens", DEPUTY, assignment=ONE, behalf_of=COORDINATOR
    ),
    "from tomorrow on": lambda: gives("lead", "ottens", assignment=ONE, start="2015-03-02"),
    # not given
    "by who may not": lambda: gives("lead", "ottens", CHAIR, assignment=ONE),
    "by the coordinator what is the chair's": lambda: gives("coordinator", "ottens"),
    "to oneself": lambda: gives("lead", COORDINATOR, assignment=ONE),
    "to whom one acts for": lambda: with_deputy_of_the_coordinator().grant(
        "lead", COORDINATOR, DEPUTY, assignment=ONE, behalf_of=COORDINATOR
    ),
    "to oneself, by the BBG's chair": lambda: gives("coordinator", BBG_CHAIR, BBG_CHAIR),
    "a role unknown": lambda: gives("keizer", "ottens", assignment=ONE),
    "an assignment unknown": lambda: gives("lead", "ottens", assignment="geen"),
    "a body unknown": lambda: gives("body-member", "ottens", body="raad"),
    "a person unknown": lambda: gives("lead", "vreemde", assignment=ONE),
    "a district unknown": lambda: gives("body-member", "ottens", body="bbg", district="drenthe"),
    "for the programme what is an assignment's": lambda: gives("lead", "ottens"),
    "for an assignment what is a body's": lambda: gives("body-member", "ottens", assignment=ONE),
    "in a body what is an assignment's": lambda: gives("lead", "ottens", body="rvo"),
    "the BBG's chair under the body's name": lambda: gives("body-chair", "ottens", BBG_CHAIR, body="bbg"),
    "the BBG's chair in the BBG": lambda: gives("bbg-chair", "ottens", BBG_CHAIR, body="bbg"),
    "the BBG's chair in another body": lambda: gives("bbg-chair", "ottens", BBG_CHAIR, body="rvo"),
    "another body's chair": lambda: gives("body-chair", "ottens", body="rvo"),
    "a body before it was opened": lambda: oost.offered().grant(
        "body-member", "ottens", COORDINATOR, body="driehoek-ede", start="2015-07-05"
    ),
    "a body on the day it was opened": lambda: oost.offered().grant(
        "body-member", "ottens", COORDINATOR, body="driehoek-ede", start="2015-07-06"
    ),
    "what is held already": lambda: gives("lead", LEAD, assignment=ONE),
    "what is held from the day it ends": lambda: second_term().grant(
        "lead", "ottens", COORDINATOR, assignment=ONE, start="2015-06-01"
    ),
    "what is held until the day before it ends": lambda: second_term().grant(
        "lead", "ottens", COORDINATOR, assignment=ONE, start="2015-05-31"
    ),
    "what one at a time holds": lambda: gives("coordinator", "ottens", BBG_CHAIR),
    "what bars a lead": lambda: gives("lead", BBG_CHAIR, assignment=ONE),
    "what a lead bars": lambda: gives("bbg-chair", LEAD, BBG_CHAIR),
    "what bars a lead from the day after": lambda: bbg_chair_from_april().grant(
        "lead", "nieuw", COORDINATOR, assignment=ONE, until="2015-04-01"
    ),
    "what bars a lead on the last day": lambda: bbg_chair_from_april().grant(
        "lead", "nieuw", COORDINATOR, assignment=ONE, until="2015-04-02"
    ),
    "a mandate to whom it is barred from the day after": lambda: _mandate_until("2015-04-01"),
    "a mandate to whom it is barred on the last day": lambda: _mandate_until("2015-04-02"),
    "what is held from the day after": lambda: leads_from_june().grant(
        "lead", "ottens", COORDINATOR, assignment=ONE, until="2015-06-01"
    ),
    "what is held on the last day": lambda: leads_from_june().grant(
        "lead", "ottens", COORDINATOR, assignment=ONE, until="2015-06-02"
    ),
    "for no day at all": lambda: gives("lead", "ottens", assignment=ONE, until="2015-03-01"),
    "for one day": lambda: gives("lead", "ottens", assignment=ONE, until="2015-03-02"),
    "before the programme": lambda: gives("lead", "ottens", today="2015-01-02", assignment=ONE, start="2014-12-31"),
    "fifteen days late": lambda: gives("lead", "ottens", today="2015-03-16", assignment=ONE, start="2015-03-01"),
    "all wrong at once": lambda: gives(
        "lead",
        BBG_CHAIR,
        "vreemde",
        today="2015-03-16",
        assignment=FOUR_A,
        start="2015-03-01",
        until="2015-02-01",
        behalf_of=COORDINATOR,
        district="drenthe",
    ),
    # ended
    "ended": lambda: ends(oost.begun("2015-03-01"), LEAD, "lead", COORDINATOR, "2015-03-01", reason="verhuisd"),
    "ended by who may not": lambda: ends(oost.begun("2015-03-01"), LEAD, "lead", LEAD, "2015-03-01"),
    "ended, one's own": lambda: ends(oost.begun("2015-03-01"), COORDINATOR, "coordinator", COORDINATOR, "2015-03-01"),
    "ended, the BBG's chair his own": lambda: ends(
        oost.begun("2015-03-01"), BBG_CHAIR, "bbg-chair", BBG_CHAIR, "2015-03-01"
    ),
    "ended on behalf of who may": lambda: ends(
        with_deputy_of_the_coordinator(), LEAD, "lead", DEPUTY, "2015-03-01", behalf_of=COORDINATOR
    ),
    "ended, for whom one acts": lambda: ends(
        with_deputy_of_the_coordinator(), COORDINATOR, "coordinator", DEPUTY, "2015-03-01", behalf_of=COORDINATOR
    ),
    "ended, what is none": lambda: oost.begun("2015-03-01").end(999, COORDINATOR, reason="zo"),
    "ended before it began": lambda: ends(second_term(), "ottens", "lead", COORDINATOR, "2015-02-28"),
    "ended on the day it began": lambda: ends(second_term(), "ottens", "lead", COORDINATOR, "2015-03-01"),
    "ended on the day it ends": lambda: ends(second_term(), "ottens", "lead", COORDINATOR, "2015-06-01"),
    "ended the day before it ends": lambda: ends(second_term(), "ottens", "lead", COORDINATOR, "2015-05-31"),
    "ended before the programme": lambda: ends(oost.begun("2015-01-02"), LEAD, "lead", COORDINATOR, "2014-12-31"),
    "ended fifteen days late": lambda: ends(oost.begun("2015-03-16"), LEAD, "lead", COORDINATOR, "2015-03-01"),
    "ended with a step in the way": lambda: ends(
        oost.presented().at("2015-04-03"), LEAD, "lead", COORDINATOR, "2015-04-02"
    ),
    "ended after the step": lambda: ends(oost.presented().at("2015-04-03"), LEAD, "lead", COORDINATOR, "2015-04-03"),
    "ended with much in the way": lambda: ends(oost.answered(), CHAIR, "chair", COORDINATOR, "2015-04-28", reason="zo"),
    "ended with a deputy's step in the way": lambda: ends(deputy_presented(), LEAD, "lead", COORDINATOR, "2015-04-02"),
    "ended with a step that counted on it in the way": lambda: counted_on().end(
        counted_on().grant_of("hofman", "lead", FOUR_A), COORDINATOR, on="2015-04-02"
    ),
    "ended with a driehoek's answer in the way": lambda: ends(
        oost.implemented(), MAYOR_OF_EDE, "body-member", COORDINATOR, "2015-07-06", reason="zo"
    ),
    "a mandate ended by the giver": lambda: _mandate_ended(LEAD),
    "a mandate ended by the coordinator": lambda: _mandate_ended(COORDINATOR),
    "a mandate ended by the deputy": lambda: _mandate_ended(DEPUTY),
    "a mandate ended for the giver": lambda: _mandate_ended(DEPUTY, behalf_of=LEAD),
    # mandates
    "a mandate": lambda: mandates("2015-04-02", reason="verlof", typed_by=COORDINATOR),
    "a mandate from tomorrow on": lambda: mandates("2015-04-02", "2015-04-03"),
    "a mandate from yesterday on": lambda: mandates("2015-04-02", "2015-04-01"),
    "a mandate for no day": lambda: mandates("2015-04-02", until="2015-04-02"),
    "a mandate for one day": lambda: mandates("2015-04-02", until="2015-04-03"),
    "a mandate on behalf": lambda: mandates("2015-04-02", behalf_of=CHAIR),
    "a mandate to oneself": lambda: _mandate_to(LEAD),
    "a mandate to a stranger": lambda: _mandate_to("vreemde"),
    "a mandate to whom it is barred": lambda: _mandate_to(BBG_CHAIR),
    "a mandate on the grant of another": lambda: _mandate_by(CHAIR),
    "a mandate on no grant": lambda: oost.begun("2015-04-02").mandate("hofman", 999, LEAD),
    "a mandate on a mandate": lambda: _passed_on(),
    "a mandate on a body's role": lambda: _member_mandate(),
    "a mandate on the day the grant ends": lambda: _mandate_on("2015-03-10"),
    "a mandate on the last day of the grant": lambda: _mandate_on("2015-03-09"),
    "a mandate on a body's role that ended": lambda: _member_ended(),
    "by who is lead and chair": lambda: lead_and_chair().event("progress", ONE, LEAD, text="x"),
    "for who gave two mandates": lambda: two_mandates().present(who=DEPUTY, behalf_of=LEAD),
    # the register
    "enrolled": lambda: enrols("wethouder-ede", reason="nieuw", typed_by=LEAD),
    "enrolled by who may not": lambda: enrols("wethouder-ede", LEAD),
    "enrolled by nobody": lambda: enrols("wethouder-ede", None),
    "enrolled under what is no key": lambda: enrols("Wethouder Ede"),
    "enrolled tomorrow": lambda: enrols("wethouder-ede", on="2015-03-02"),
    "enrolled on behalf of who gave no mandate": lambda: enrols("wethouder-ede", LEAD, behalf_of=COORDINATOR),
}


def counted_on() -> oost.Oost:
    """4A started with its lead as the only one of his organisation."""
    world = oost.begun("2015-04-02")
    world.present(FOUR_A, "hofman", on="2015-04-01")
    gaps = {f"district-{one.key}": True for one in world.rules.programme.districts}
    gaps |= {"organisation-police": True, "organisation-justice": True}
    world.start(FOUR_A, "beem", facts={"gaps": gaps})
    return world


def _mandate_ended(who: str, **said: object) -> Decision:
    world = oost.begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    return world.at("2015-04-03").end(world.last, who, on="2015-04-03", **said)


def _mandate_to(person: str) -> Decision:
    world = oost.begun("2015-04-02")
    return world.mandate(person, world.grant_of(LEAD, "lead", ONE), LEAD)


def _mandate_by(who: str) -> Decision:
    world = oost.begun("2015-04-02")
    return world.mandate("hofman", world.grant_of(LEAD, "lead", ONE), who)


def _passed_on() -> Decision:
    world = oost.begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    return world.mandate("hofman", world.last, DEPUTY)


def _member_mandate() -> Decision:
    world = oost.begun("2015-04-02")
    world.grant("body-member", LEAD, COORDINATOR, body="bbg", district="twente")
    return world.mandate("hofman", world.last, LEAD)


def _mandate_until(until: str) -> Decision:
    world = bbg_chair_from_april()
    return world.mandate("nieuw", world.grant_of(LEAD, "lead", ONE), LEAD, until=until)


def _member_ended() -> Decision:
    """Two members of the BBG, one of another body; the first is no longer one, and would give a mandate."""
    world = oost.begun("2015-04-02")
    for person, body in ((LEAD, "bbg"), ("ottens", "bbg"), ("bakker", "rvo")):
        assert oost.accepted(world.grant("body-member", person, COORDINATOR, body=body))
    member = world.grant_of(LEAD, "body-member")
    assert oost.accepted(world.end(member, COORDINATOR, on="2015-04-02"))
    return world.mandate("hofman", member, LEAD)


def _mandate_on(today: str) -> Decision:
    world = ended_lead().at(today)
    return world.mandate("hofman", world.grant_of(LEAD, "lead", ONE), LEAD)
