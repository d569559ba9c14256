"""Days and meetings: never in the future, never before what came before, and a body meets when it is known to."""

from __future__ import annotations

import pytest

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    LEAD,
    ONE,
    accepted,
    begun,
    established,
    presented,
    reported,
    started,
)
from tests.decide.world import codes, rules_named


def test_a_step_does_not_happen_in_the_future() -> None:
    world = begun("2015-04-01")

    assert codes(world.present(on="2015-04-02")) == {"date"}
    assert accepted(world.present(on="2015-04-01"))


def test_nothing_happens_before_the_first_day_of_the_programme() -> None:
    world = begun("2015-01-05")

    assert codes(world.present(on="2014-12-31")) == {"date", "grant-period"}
    assert codes(world.event("team-formed", ONE, LEAD, on="2014-12-31")) == {"date", "grant-period"}
    assert accepted(world.present(on="2015-01-01"))


def test_a_step_does_not_happen_before_the_one_before_it() -> None:
    world = presented().at("2015-04-05")

    assert rules_named(world.start(on="2015-04-01")) == {"date.before-last-step"}
    assert accepted(world.start(on="2015-04-02"))


def test_several_steps_on_one_day_are_allowed_and_the_number_decides() -> None:
    world = presented()

    assert accepted(world.step(ONE, "return", CHAIR, reason="partners"))
    assert accepted(world.present())
    assert accepted(world.start())

    assert [mark.what for mark in world.case(ONE).steps] == ["present", "return", "present", "start"]


def test_a_step_is_not_inserted_before_a_later_one() -> None:
    world = started()

    decision = world.present(on="2015-04-10")

    assert codes(decision) == {"order", "date"}


def test_a_day_before_the_last_steps_day_is_date_and_never_order() -> None:
    assert codes(presented().at("2015-04-05").start(on="2015-04-01")) == {"date"}


@pytest.mark.parametrize(("today", "asks"), [("2015-04-16", False), ("2015-04-17", True)])
def test_a_step_recorded_more_than_fourteen_days_after_it_happened_needs_a_reason(today: str, asks: bool) -> None:
    world = begun(today)

    assert codes(world.copy().present(on="2015-04-02")) == ({"date"} if asks else set())
    assert accepted(world.present(on="2015-04-02", reason="later ingevoerd"))


def test_an_event_recorded_long_after_it_happened_needs_a_reason_too() -> None:
    world = begun("2015-04-17")

    assert codes(world.event("team-formed", ONE, LEAD, on="2015-04-02")) == {"date"}
    assert codes(world.event("team-formed", ONE, LEAD, on="2015-04-02", reason=" ")) == {"date"}


def test_a_reason_missing_elsewhere_is_the_guard_reason() -> None:
    world = presented()

    assert codes(world.step(ONE, "return", CHAIR)) == {"guard:reason"}
    assert codes(world.step(ONE, "withdraw", BBG_CHAIR, reason="  ")) == {"guard:reason"}


# meetings


def test_a_body_meets_on_the_day_of_its_calendar() -> None:
    world = started().at("2015-06-26")

    assert codes(world.copy().report(on="2015-06-24")) == {"guard:meeting"}
    assert codes(world.copy().report(on="2015-06-26")) == {"guard:meeting"}
    assert accepted(world.report(on="2015-06-25"))


def test_a_cancelled_meeting_is_none() -> None:
    world = started().at("2015-06-20")
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25"))

    assert codes(world.at("2015-06-25").report()) == {"guard:meeting"}


def test_a_meeting_held_counts_whatever_the_calendar_says() -> None:
    world = started().at("2015-06-20")
    world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25")
    world.at("2015-06-25")

    assert accepted(world.meeting_held("2015-06-25"))
    assert accepted(world.report())


def test_a_meeting_that_was_only_planned_is_not_held() -> None:
    world = started().at("2015-05-01")
    assert accepted(world.event("meeting-planned", None, BBG_CHAIR, body="bbg", day="2015-05-10"))

    assert codes(world.at("2015-05-10").report()) == {"guard:meeting"}


def test_a_meeting_of_another_body_is_none_of_the_bbg() -> None:
    world = started().at("2015-05-10")
    assert accepted(world.meeting_held("2015-05-10", body="rvo"))

    assert codes(world.report()) == {"guard:meeting"}


def test_a_meeting_is_recorded_before_the_step_that_rests_on_it() -> None:
    world = started().at("2015-05-10")
    refused = world.report()

    world.meeting_held("2015-05-10")

    assert codes(refused) == {"guard:meeting"}
    assert accepted(world.report())


def test_a_meeting_cancelled_afterwards_does_not_unmake_a_step() -> None:
    world = reported()

    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25"))

    assert world.state(ONE) == "reported"
    assert codes(world.establish()) == {"guard:meeting"}


def test_the_chair_of_a_body_or_the_coordinator_records_its_meetings() -> None:
    world = begun("2015-03-01")

    for who in (BBG_CHAIR, COORDINATOR):
        assert accepted(world.meeting_held("2015-03-01", who=who))
    for who in (CHAIR, LEAD, "vreemde"):
        assert codes(world.meeting_held("2015-03-01", who=who)) == {"role"}
    assert codes(world.meeting_held("2015-03-01", body="rvo", who=BBG_CHAIR)) == {"role"}
    world.grant("body-chair", "heidema", COORDINATOR, body="rvo")
    assert accepted(world.meeting_held("2015-03-01", body="rvo", who="heidema"))


def test_a_meeting_may_be_planned_and_cancelled_for_the_future_and_held_only_in_the_past() -> None:
    world = begun("2015-03-01")

    assert accepted(world.event("meeting-planned", None, COORDINATOR, body="bbg", day="2015-09-10"))
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-09-10"))
    assert codes(world.meeting_held("2015-09-10")) == {"date"}


def test_a_meeting_is_of_a_body_that_is_known() -> None:
    world = begun("2015-03-01")

    assert "guard:body" in codes(world.meeting_held("2015-03-01", body="raad"))


# established


def test_established_is_recorded_only_when_reported_by_the_bbgs_chair_with_a_document() -> None:
    assert codes(started().at("2015-06-25").establish()) == {"order"}
    assert codes(reported().establish(who=COORDINATOR)) == {"role"}
    assert codes(reported().establish(documents=[])) == {"guard:document"}


def test_established_lies_on_no_day_before_the_report() -> None:
    world = started().at("2015-06-24")
    world.meeting_held("2015-06-24")
    world.at("2015-06-25").report()

    assert codes(world.establish(on="2015-06-24")) == {"date"}


def test_rework_ends_the_effect_of_established() -> None:
    world = established()
    assert accepted(world.step(ONE, "rework", BBG_CHAIR, reason="te dun"))
    world.at("2015-09-10").meeting_held("2015-09-10")
    assert accepted(world.report())

    assert codes(world.copy().offer()) == {"guard:established"}
    assert accepted(world.establish())
    assert accepted(world.offer())


def test_an_offer_rests_on_no_decision_of_a_later_day() -> None:
    world = reported().at("2015-07-01")
    world.meeting_held("2015-07-01")
    assert accepted(world.establish())

    assert rules_named(world.offer(on="2015-06-30")) == {"date.before-event"}
    assert accepted(world.offer(on="2015-07-01"))
