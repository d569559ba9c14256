"""Corrections: what is said of who may, of the day, and of everything that would stand in the way."""

from __future__ import annotations

from tests.decide import oost
from tests.decide.oost import BBG_CHAIR, CHAIR, COORDINATOR, DEPUTY, LEAD, MAYOR_OF_ALMELO, MAYOR_OF_EDE, ONE, RESULT
from tests.decide.said import Scenes
from vs_workflow.decide import Decision


def redates(world: oost.Oost, what: str, on: str, who: str | None = COORDINATOR, **said: object) -> Decision:
    return world.redate(oost.seq_of(world, what), on, who, **said)


def annuls(world: oost.Oost, what: str, who: str | None, **said: object) -> Decision:
    return world.annul(oost.seq_of(world, what), who, **said)


def deputy_presented(typed_by: str | None = None) -> oost.Oost:
    world = oost.begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    world.present(who=DEPUTY, behalf_of=LEAD, typed_by=typed_by)
    return world.at("2015-04-03")


def new_lead() -> oost.Oost:
    """Ottens leads since 1 May, after what Van Keken presented."""
    world = oost.presented().at("2015-05-01")
    world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-05-01")
    world.grant("lead", "ottens", COORDINATOR, assignment=ONE)
    return world


def deputy_of(giver: str, role: str) -> oost.Oost:
    world = oost.presented().at("2015-04-03")
    world.deputy(giver, role, assignment=ONE if role == "lead" else None)
    return world


def meeting_moved() -> Decision:
    """The meeting to which was reported, on another day."""
    world = oost.started().at("2015-06-20")
    world.meeting_held("2015-06-20")
    meeting = world.last
    world.report(on="2015-06-20")
    return world.redate(meeting, "2015-06-19", COORDINATOR)


def redated_twice() -> Decision:
    """Started on the 28th, said to be the 27th; what was presented may go up to the day that counts now."""
    world = oost.started().at("2015-04-30")
    redates(world, "start", "2015-04-27")
    return redates(world, "present", "2015-04-28")


def redated_and_moved() -> Decision:
    world = oost.started().at("2015-04-30")
    redates(world, "start", "2015-04-27")
    return redates(world, "present", "2015-04-27")


def annulled_already() -> Decision:
    world = oost.presented()
    step = world.last
    world.annul(step, LEAD)
    return world.annul(step, LEAD)


def others_stay() -> Decision:
    """What is unlawful elsewhere for other reasons is no matter of this correction."""
    world = oost.presented()
    world.present("informatievoorziening", "hofman")
    return redates(world, "present", "2015-04-01")


def annulled_after_a_correction() -> Decision:
    world = oost.presented()
    redates(world, "present", "2015-04-01")
    assert oost.accepted(world.at("2015-04-28").start())
    return annuls(world, "present", LEAD)


def moved_past_a_refused_correction() -> Decision:
    """That the start was on the 20th was refused; what was presented may go to the 25th."""
    world = oost.started().at("2015-04-30")
    redates(world, "start", "2015-04-20", "ottens")
    return redates(world, "present", "2015-04-25")


def offered_by_two() -> oost.Oost:
    """Ede was opened by the offer of 1; 2 has offered to it by its key."""
    world = oost.started()
    other = "overlast"
    assert oost.accepted(world.present(other, "boomkamp"))
    assert oost.accepted(world.start(other, "welten"))
    world.at("2015-06-25")
    assert oost.accepted(world.report())
    assert oost.accepted(world.report(other, "welten"))
    assert oost.accepted(world.establish())
    assert oost.accepted(world.establish(other))
    world.at("2015-07-06")
    assert oost.accepted(world.offer())
    assert oost.accepted(world.offer(other, "welten", driehoeken=[{"municipality": "Epe", "district": "twente"}]))
    assert oost.accepted(world.event("offer-made", other, "welten", results=[RESULT], driehoek="driehoek-ede"))
    return world.at("2015-07-10")


def _answer_annulled_by(who: str) -> Decision:
    world = oost.offered().at("2015-09-01")
    assert oost.accepted(world.member("wethouder-ede", "driehoek-ede"))
    assert oost.accepted(world.answered("declined", "driehoek-ede", MAYOR_OF_EDE))
    return annuls(world, "offer-declined", who)


SCENES: Scenes = {
    # who
    "another day, by who acted": lambda: redates(oost.presented(), "present", "2015-04-01", LEAD, typed_by=COORDINATOR),
    "another day, by the coordinator": lambda: redates(oost.presented(), "present", "2015-04-01"),
    "another day, by another": lambda: redates(oost.presented(), "present", "2015-04-01", CHAIR),
    "another day, by nobody": lambda: redates(oost.presented(), "present", "2015-04-01", None),
    "another day, by a deputy who acted": lambda: redates(deputy_presented(), "present", "2015-04-03", DEPUTY),
    "another day, by for whom was acted": lambda: redates(deputy_presented(), "present", "2015-04-03", LEAD),
    "another day, by a stranger after a deputy": lambda: redates(deputy_presented(), "present", "2015-04-03", "ottens"),
    "another day, on behalf of the coordinator": lambda: redates(
        deputy_of(COORDINATOR, "coordinator"), "present", "2015-04-01", DEPUTY, behalf_of=COORDINATOR
    ),
    "another day, on behalf of who may not": lambda: redates(
        deputy_of(LEAD, "lead"), "present", "2015-04-01", DEPUTY, behalf_of=LEAD
    ),
    "another day, by who acted on behalf of another": lambda: redates(
        oost.presented(), "present", "2015-04-01", LEAD, behalf_of=CHAIR
    ),
    "annulled by who acted": lambda: annuls(oost.presented(), "present", LEAD, typed_by=COORDINATOR),
    "annulled by another": lambda: annuls(oost.presented(), "present", CHAIR),
    "annulled by the coordinator": lambda: annuls(oost.presented(), "present", COORDINATOR),
    "annulled by the coordinator who typed it": lambda: annuls(
        deputy_presented(typed_by=COORDINATOR), "present", COORDINATOR
    ),
    "annulled by who typed it and is nobody": lambda: annuls(deputy_presented(typed_by="ottens"), "present", "ottens"),
    "annulled by the deputy": lambda: annuls(deputy_presented(), "present", DEPUTY),
    "annulled by for whom was acted": lambda: annuls(deputy_presented(), "present", LEAD),
    "annulled by today's holder": lambda: annuls(new_lead(), "present", "ottens"),
    "annulled by the holder of then": lambda: annuls(new_lead(), "present", LEAD),
    "annulled by nobody's holder": lambda: annuls(new_lead(), "present", "hofman"),
    "annulled on behalf of the holder": lambda: annuls(deputy_of(LEAD, "lead"), "present", DEPUTY, behalf_of=LEAD),
    "annulled on behalf of nobody": lambda: annuls(deputy_of(LEAD, "lead"), "present", DEPUTY, behalf_of=CHAIR),
    "annulled on behalf of a holder no longer": lambda: annuls(
        _lead_ended(deputy_of(LEAD, "lead")), "present", DEPUTY, behalf_of=LEAD
    ),
    "annulled by a holder no longer, after a deputy": lambda: annuls(_lead_ended(deputy_presented()), "present", LEAD),
    # what cannot
    "what is no step": lambda: oost.presented().redate(1, "2015-04-01", COORDINATOR),
    "what is not there": lambda: oost.presented().annul(999, LEAD),
    "what is annulled": annulled_already,
    "without a reason": lambda: redates(oost.presented(), "present", "2015-04-01", LEAD, reason=" "),
    "annulled without a reason": lambda: annuls(oost.presented(), "present", LEAD, reason=""),
    # days
    "to the same day": lambda: redates(oost.presented(), "present", "2015-04-02"),
    "to tomorrow": lambda: redates(oost.presented(), "present", "2015-04-03"),
    "to before the programme": lambda: redates(oost.presented(), "present", "2014-12-31"),
    "to a day before the grant": lambda: redates(_late_lead(), "present", "2015-03-31"),
    "to the day of the grant": lambda: redates(_late_lead(), "present", "2015-04-01"),
    "to a day after the step after": lambda: redates(oost.started(), "present", "2015-04-29"),
    "to after the step after, later": lambda: redates(oost.started().at("2015-05-01"), "present", "2015-04-29"),
    "to the day of the step after": lambda: redates(oost.started().at("2015-05-01"), "present", "2015-04-28"),
    "to a day without a meeting": lambda: redates(oost.reported().at("2015-06-26"), "report", "2015-06-26"),
    "to after the correction of the step after": redated_twice,
    "to the corrected day of the step after": redated_and_moved,
    "to long before": lambda: redates(begun_and_presented_late(), "present", "2015-01-02"),
    "another assignment is left alone": others_stay,
    "a meeting moved away": meeting_moved,
    # what stands in the way
    "annulled with a step after": lambda: annuls(oost.started(), "present", LEAD),
    "annulled with much after": lambda: annuls(oost.implemented(), "present", LEAD),
    "established annulled before it is offered": lambda: annuls(oost.established(), "established", BBG_CHAIR),
    "established annulled after it is offered": lambda: annuls(oost.offered(), "established", BBG_CHAIR),
    "an answer annulled": lambda: annuls(oost.answered(), "offer-declined", MAYOR_OF_ALMELO),
    "an answer annulled with more after": lambda: annuls(oost.implemented(), "offer-accepted", MAYOR_OF_EDE),
    "an answer moved": lambda: redates(oost.answered(), "offer-accepted", "2015-09-02", MAYOR_OF_EDE),
    "an offer moved to after the answer": lambda: redates(oost.answered(), "offer", "2015-09-02", CHAIR),
    "an offer annulled with answers": lambda: annuls(oost.answered(), "offer", CHAIR),
    "annulled after another correction": annulled_after_a_correction,
    "moved where a refused correction would be in the way": moved_past_a_refused_correction,
    "an answer annulled by another member": lambda: _answer_annulled_by("wethouder-ede"),
    "an answer annulled by a member of another driehoek": lambda: _answer_annulled_by(MAYOR_OF_ALMELO),
    "an offer annulled on which another assignment rests": lambda: annuls(offered_by_two(), "offer", CHAIR),
    "an offer moved on which another assignment rests": lambda: redates(offered_by_two(), "offer", "2015-07-09", CHAIR),
}


def _lead_ended(world: oost.Oost) -> oost.Oost:
    """The lead's grant ends on 3 April, the day on which it is."""
    assert oost.accepted(world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-04-03"))
    return world


def _late_lead() -> oost.Oost:
    """Ottens leads from 1 April on, and presents on the 2nd."""
    world = oost.begun("2015-04-02")
    world.grant("lead", "ottens", COORDINATOR, assignment=ONE, start="2015-04-01")
    world.present(who="ottens")
    return world


def begun_and_presented_late() -> oost.Oost:
    return oost.presented().at("2015-04-20")
