"""Verdicts: what a milestone's state of affairs is called, on each day, as the domain page tells it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    LEAD,
    ONE,
    Oost,
    accepted,
    begun,
    presented,
    reported,
    started,
    withdrawn,
)
from vs_workflow.timeline.verdict import judge


def said(world: Oost, milestone: str, on: str, assignment: str | None = ONE) -> tuple[str, int | None]:
    found = world.verdict(milestone, assignment, on)
    return found.verdict.value, found.days


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        ("2015-03-01", ("upcoming", 60)),
        ("2015-03-31", ("upcoming", 30)),
        ("2015-04-01", ("open", 29)),
        ("2015-04-15", ("open", 15)),
        ("2015-04-16", ("due-soon", 14)),
        ("2015-04-30", ("due-soon", 0)),
        ("2015-05-01", ("missed", 1)),
        ("2015-06-01", ("missed", 32)),
    ],
)
def test_a_milestone_that_nothing_satisfies(on: str, verdict: tuple[str, int]) -> None:
    assert said(begun("2015-06-01"), "started", on) == verdict


@pytest.mark.parametrize(
    ("on", "verdict"), [("2015-03-18", "upcoming"), ("2015-03-19", "due-soon"), ("2015-04-02", "due-soon")]
)
def test_a_reminder_before_the_window_makes_it_due_soon(on: str, verdict: str) -> None:
    assert said(begun("2015-06-01"), "presented", on)[0] == verdict


def test_satisfied_on_the_due_day_is_met() -> None:
    world = presented()

    found = world.verdict("presented", ONE, "2015-04-02")

    assert (found.verdict.value, found.satisfied_on) == ("met", date(2015, 4, 2))


def test_satisfied_after_the_due_day_is_late_with_how_many_days() -> None:
    world = begun("2015-04-10")
    world.present()

    assert said(world, "presented", "2015-04-09") == ("missed", 7)
    assert said(world, "presented", "2015-04-10") == ("late", 8)
    assert said(world, "presented", "2015-12-31") == ("late", 8)


def test_what_happened_in_time_and_was_recorded_late_is_met_and_tells_both() -> None:
    world = begun("2015-04-10")
    world.present(on="2015-04-02")

    found = world.verdict("presented", ONE, "2015-04-10")

    assert (found.verdict.value, found.satisfied_on) == ("met", date(2015, 4, 2))
    assert (found.recorded_at or "")[:10] == "2015-04-10"


def test_what_happened_before_the_window_opens_counts() -> None:
    world = begun("2015-02-01")
    assert accepted(world.present())

    assert said(world, "presented", "2015-02-01") == ("met", None)


def test_what_happened_before_not_before_does_not_count() -> None:
    world = begun("2015-09-30")
    world.event("informed", None, BBG_CHAIR, body="rvo", text="stand")

    assert said(world, "rvo-informed", "2015-10-22", None) == ("due-soon", 0)
    world.at("2015-10-01").event("informed", None, BBG_CHAIR, body="rvo", text="stand")
    assert said(world, "rvo-informed", "2015-10-22", None) == ("met", None)


def test_informing_another_body_or_about_an_assignment_does_not_satisfy_the_programme() -> None:
    world = begun("2015-10-05")
    world.event("informed", None, BBG_CHAIR, body="bestuurscollege", text="stand")
    world.event("informed", ONE, BBG_CHAIR, body="rvo", text="stand")

    assert said(world, "rvo-informed", "2015-10-22", None)[0] == "due-soon"


def test_an_event_or_a_state_satisfies_what_names_both() -> None:
    by_event, by_state = begun("2015-02-20"), begun("2015-02-20")
    by_event.event("team-formed", ONE, LEAD)
    by_state.present()
    by_state.start()

    assert said(by_event, "teams-filled", "2015-02-20") == ("met", None)
    assert said(by_state, "teams-filled", "2015-02-20") == ("met", None)


def test_the_first_day_on_which_a_state_was_reached_counts_and_a_return_does_not_unmeet_it() -> None:
    world = presented()
    world.at("2015-04-10").step(ONE, "return", CHAIR, reason="partners")
    world.at("2015-04-20").present()

    found = world.verdict("presented", ONE, "2015-05-01")

    assert (found.verdict.value, found.satisfied_on) == ("met", date(2015, 4, 2))


def test_rework_does_not_unmeet_the_report() -> None:
    world = reported()
    world.step(ONE, "rework", BBG_CHAIR, reason="te dun")

    assert said(world, "reported", "2015-07-01") == ("met", None)


def test_an_annulment_does_unmeet_it() -> None:
    world = presented()
    world.at("2015-04-05").annul(world.last, LEAD)

    assert said(world, "presented", "2015-04-05") == ("missed", 3)


def test_a_correction_to_a_later_day_makes_it_late_and_says_when_that_was_recorded() -> None:
    world = presented()
    step = world.last
    world.at("2015-04-20").redate(step, "2015-04-05", LEAD)

    found = world.verdict("presented", ONE, "2015-04-20")

    assert (found.verdict.value, found.days, (found.recorded_at or "")[:10]) == ("late", 3, "2015-04-20")


def test_from_a_withdrawal_on_what_was_unmet_and_due_that_day_or_later_lapses() -> None:
    world = begun("2015-04-02")
    world.step(ONE, "withdraw", BBG_CHAIR, reason="geen draagvlak")

    assert said(world, "teams-filled", "2015-05-01") == ("missed", 62)
    assert said(world, "presented", "2015-05-01") == ("lapsed", None)
    assert said(world, "started", "2015-05-01") == ("lapsed", None)
    assert said(world, "offered", "2015-05-01") == ("lapsed", None)
    assert said(world, "started", "2015-04-01")[0] == "open"


def test_what_was_met_before_a_withdrawal_stays_met() -> None:
    world = withdrawn()

    assert said(world, "reported", "2015-07-01") == ("met", None)
    assert said(world, "implemented", "2015-07-01") == ("lapsed", None)


def test_an_annulled_withdrawal_lapses_nothing() -> None:
    world = begun("2015-04-02")
    world.step(ONE, "withdraw", BBG_CHAIR, reason="geen draagvlak")
    world.annul(world.last, BBG_CHAIR)

    assert said(world, "started", "2015-05-01") == ("missed", 1)


def test_a_milestone_without_a_day_has_no_date_until_it_is_met() -> None:
    world = started()

    assert said(world, "offered", "2018-12-31") == ("no-date", None)


def test_a_milestone_is_looked_at_on_its_day_and_not_with_what_came_after() -> None:
    world = started().at("2015-12-01")

    assert said(world, "presented", "2015-04-01")[0] == "due-soon"
    assert said(world, "started", "2015-04-27")[0] == "due-soon"


def test_the_meeting_does_not_move_the_due_day() -> None:
    world = started().at("2015-06-20")
    world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25")

    assert said(world, "reported", "2015-06-26") == ("missed", 1)


def test_a_milestone_without_a_window_is_open_from_the_first_day() -> None:
    world = begun()
    milestone = world.rules.programme.milestone("started")
    assert milestone is not None

    found = judge(replace(milestone, opens=None), world.case(ONE), world.rules, date(2015, 1, 1))

    assert found.verdict.value == "open"
