"""Corrections: of steps and events only, by whom the domain page says, and only where what came after stays lawful."""

from __future__ import annotations

import pytest

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    DEPUTY,
    LEAD,
    MAYOR_OF_EDE,
    ONE,
    accepted,
    answered,
    begun,
    established,
    implemented,
    offered,
    presented,
    reported,
    seq_of,
    started,
    withdrawn,
)
from tests.decide.world import codes, rules_named


def accepted_or_not(decision: object) -> bool:
    return not codes(decision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "allowed"),
    [(LEAD, True), (COORDINATOR, True), (CHAIR, False), (BBG_CHAIR, False), ("hofman", False), (None, False)],
)
def test_another_day_is_given_by_who_acted_or_by_the_coordinator(who: str | None, allowed: bool) -> None:
    world = presented()

    assert codes(world.redate(world.last, "2015-04-01", who)) == (set() if allowed else {"role"})


def test_another_day_is_given_by_on_whose_behalf_was_acted() -> None:
    world = begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    assert accepted(world.present(who=DEPUTY, behalf_of=LEAD))
    step = world.last
    world.at("2015-04-03")

    assert accepted(world.copy().redate(step, "2015-04-03", LEAD))
    assert accepted(world.copy().redate(step, "2015-04-03", DEPUTY))


@pytest.mark.parametrize(
    ("who", "allowed"), [(LEAD, True), (COORDINATOR, False), (CHAIR, False), (BBG_CHAIR, False), ("hofman", False)]
)
def test_an_entry_is_annulled_by_who_acted(who: str, allowed: bool) -> None:
    world = presented()

    assert codes(world.annul(world.last, who)) == (set() if allowed else {"role"})


def test_the_coordinator_annuls_what_he_typed() -> None:
    world = begun("2015-04-02")
    world.present(typed_by=COORDINATOR)

    assert accepted(world.annul(world.last, COORDINATOR))
    assert world.state(ONE) == "concept"


def test_todays_holder_of_the_role_annuls_what_an_earlier_one_did() -> None:
    world = presented().at("2015-05-01")
    step = world.last
    world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-05-01")
    world.grant("lead", "hofman", COORDINATOR, assignment=ONE)

    assert accepted(world.annul(step, "hofman"))


def test_every_correction_needs_a_reason() -> None:
    world = presented()
    step = world.last

    assert codes(world.redate(step, "2015-04-01", LEAD, reason="")) == {"guard:reason"}
    assert codes(world.annul(step, LEAD, reason=" ")) == {"guard:reason"}


def test_only_steps_and_events_are_corrected() -> None:
    world = presented()
    step = world.last
    world.redate(step, "2015-04-01", LEAD)
    correction = world.last
    world.start(who="vreemde")
    refusal = world.last

    for seq in (correction, refusal, world.grant_of(LEAD, "lead", ONE), 1, 9999):
        assert codes(world.annul(seq, LEAD)) == {"guard:correctable"}


def test_a_corrected_entry_can_be_corrected_again_and_an_annulled_one_not() -> None:
    world = presented()
    step = world.last
    assert accepted(world.redate(step, "2015-04-01", LEAD))
    assert accepted(world.redate(step, "2015-03-31", LEAD))
    assert accepted(world.annul(step, LEAD))

    assert codes(world.annul(step, LEAD)) == {"guard:correctable"}
    assert codes(world.redate(step, "2015-04-01", LEAD)) == {"guard:correctable"}


def test_another_day_is_another_day_and_not_in_the_future() -> None:
    world = presented()
    step = world.last

    assert codes(world.redate(step, "2015-04-02", LEAD)) == {"date"}
    assert codes(world.redate(step, "2015-04-03", LEAD)) == {"date"}
    assert "date" in codes(world.redate(step, "2014-12-31", LEAD))


def test_a_correction_changes_what_is_known_and_keeps_what_was_said() -> None:
    world = presented()
    step = world.last

    world.redate(step, "2015-03-31", LEAD)

    mark = world.case(ONE).steps[-1]
    assert (mark.on.isoformat(), mark.first_on.isoformat(), mark.fixed_by) == ("2015-03-31", "2015-04-02", world.last)
    assert world.case(ONE).since == mark.on


def test_a_step_under_later_ones_is_not_annulled() -> None:
    world = started()
    step, start = seq_of(world, "present"), seq_of(world, "start")

    decision = world.annul(step, LEAD)

    assert [one.facts["seq"] for one in decision.draft.reasons] == [start]
    assert accepted(world.annul(start, CHAIR))
    assert accepted(world.annul(step, LEAD))


def test_a_step_is_not_moved_past_a_later_one_nor_before_an_earlier_one() -> None:
    world = reported()
    start = seq_of(world, "start")

    assert accepted(world.copy().redate(start, "2015-06-25", CHAIR))
    assert rules_named(world.redate(start, "2015-04-01", CHAIR)) == {"date.before-last-step"}
    decision = world.at("2015-06-26").redate(start, "2015-06-26", CHAIR)
    assert [one.facts["seq"] for one in decision.draft.reasons] == [seq_of(world, "report")]


def test_a_report_may_move_to_another_meeting_that_was_known_then() -> None:
    world = started().at("2015-06-25")
    world.meeting_held("2015-06-20")
    assert accepted(world.report())
    report = world.last

    assert accepted(world.redate(report, "2015-06-20", CHAIR))
    world.at("2015-06-30").meeting_held("2015-06-30")
    assert codes(world.redate(report, "2015-06-30", CHAIR)) == {"guard:meeting"}


def test_a_report_is_not_moved_to_a_day_without_a_meeting() -> None:
    world = reported().at("2015-06-27")

    assert codes(world.redate(seq_of(world, "report"), "2015-06-26", CHAIR)) == {"guard:meeting"}


def test_a_report_is_not_moved_past_the_decision_on_it() -> None:
    world = started().at("2015-06-25")
    world.meeting_held("2015-06-20")
    assert accepted(world.report(on="2015-06-20"))
    assert accepted(world.establish(on="2015-06-20"))

    decision = world.redate(seq_of(world, "report"), "2015-06-25", CHAIR)

    assert [one.facts["seq"] for one in decision.draft.reasons] == [seq_of(world, "established")]


def test_a_decision_is_not_annulled_under_the_offer_that_rests_on_it() -> None:
    world = offered()
    decision = world.annul(seq_of(world, "established"), BBG_CHAIR)

    assert seq_of(world, "offer") in [one.facts["seq"] for one in decision.draft.reasons]


def test_a_decision_is_not_moved_past_the_offer_that_rests_on_it() -> None:
    world = reported().at("2015-07-08")
    world.meeting_held("2015-07-08")
    assert accepted(world.establish(on="2015-06-25"))
    assert accepted(world.offer(on="2015-07-06"))

    decision = world.redate(seq_of(world, "established"), "2015-07-08", BBG_CHAIR)

    assert seq_of(world, "offer") in [one.facts["seq"] for one in decision.draft.reasons]


def test_a_meeting_is_not_annulled_under_the_report_that_rests_on_it() -> None:
    world = started().at("2015-05-10")
    world.meeting_held("2015-05-10")
    meeting = world.last
    world.report()

    decision = world.annul(meeting, COORDINATOR)

    assert [one.facts["seq"] for one in decision.draft.reasons] == [seq_of(world, "report")]


def test_an_event_that_a_milestone_alone_rests_on_is_annulled_and_moved() -> None:
    world = begun("2015-02-20")
    assert accepted(world.event("team-formed", ONE, LEAD))
    event = world.last

    assert accepted(world.redate(event, "2015-02-19", LEAD))
    assert accepted(world.annul(event, LEAD))
    assert world.verdict("teams-filled", ONE, "2015-02-20").satisfied_on is None


def test_annulling_the_offer_annuls_the_offers_in_it() -> None:
    world = established().at("2015-07-06")
    assert accepted(world.offer())

    assert accepted(world.annul(world.last, CHAIR))

    assert world.state(ONE) == "reported"
    assert world.book.bodies == {}


def test_moving_the_offer_moves_the_offers_in_it() -> None:
    world = offered().at("2015-07-08")

    assert accepted(world.redate(seq_of(world, "offer"), "2015-07-05", CHAIR))

    assert {body.opened_on.isoformat() for body in world.book.bodies.values()} == {"2015-07-05"}


def test_an_offer_with_answers_is_not_annulled() -> None:
    world = answered()

    decision = world.annul(seq_of(world, "offer"), CHAIR)

    named = {one.facts["seq"] for one in decision.draft.reasons}
    assert {mark.seq for mark in world.case(ONE).marks if mark.what.startswith("offer-")} <= named


def test_an_offer_is_not_moved_past_its_answers() -> None:
    world = answered()

    assert not accepted_or_not(world.redate(seq_of(world, "offer"), "2015-09-02", CHAIR))


def test_an_answer_is_not_annulled_under_the_implementation_that_rests_on_it() -> None:
    world = implemented()

    decision = world.annul(seq_of(world, "offer-implemented"), MAYOR_OF_EDE)

    assert [one.facts["seq"] for one in decision.draft.reasons] == [seq_of(world, "implement")]


def test_withdraw_may_be_annulled() -> None:
    world = withdrawn()

    assert accepted(world.annul(seq_of(world, "withdraw"), BBG_CHAIR))
    assert world.state(ONE) == "reported"


def test_the_last_step_of_all_may_be_annulled_by_who_took_it() -> None:
    world = implemented()

    assert accepted(world.annul(seq_of(world, "implement"), MAYOR_OF_EDE))
    assert world.state(ONE) == "offered"


def test_a_correction_touches_no_other_assignment() -> None:
    world = presented()
    world.present("hennep", "bakker")
    before = world.book.cases["hennep"]

    world.annul(seq_of(world, "present"), LEAD)

    assert world.book.cases["hennep"] == before


def test_an_opening_that_another_assignment_uses_is_not_annulled_from_under_it() -> None:
    """The driehoek stands from the offer of 1; the offer of 3 to the same driehoek keeps it."""
    world = established().at("2015-07-06")
    assert accepted(world.offer())
    opening = world.last
    world.at("2015-07-07")
    world.member(MAYOR_OF_EDE, "driehoek-ede")
    assert accepted(world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE))

    decision = world.annul(opening, CHAIR)

    assert world.last - 1 in [one.facts["seq"] for one in decision.draft.reasons]


def test_a_member_who_joined_is_not_moved_past_the_start_that_counted_him() -> None:
    world = begun("2015-04-02")
    world.enrol("agent", COORDINATOR)
    world.joined("agent", "police")
    member = world.last
    world.present()
    gaps = {f"district-{one.key}": True for one in world.rules.programme.districts} | {"organisation-justice": True}
    assert accepted(world.start(facts={"gaps": gaps}))
    world.at("2015-04-05")

    decision = world.redate(member, "2015-04-03", LEAD)

    assert [one.facts["seq"] for one in decision.draft.reasons] == [seq_of(world, "start")]
    assert not accepted_or_not(world.annul(member, LEAD))
    assert accepted(world.redate(member, "2015-04-01", LEAD))


def test_a_correction_is_found_again_by_replay() -> None:
    world = offered().at("2015-07-08")
    world.redate(seq_of(world, "offer"), "2015-07-05", CHAIR)
    world.annul(seq_of(world, "established"), BBG_CHAIR)

    assert world.replayed() == world.book
