"""Verdicts where one thing more or less would be another: equal days, no reminders, who was first on one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.decide.oost import BBG_CHAIR, ONE, Oost, accepted, begun, presented
from vs_workflow.casebook import Case
from vs_workflow.timeline.verdict import Satisfaction, judge, lapsed_on, satisfaction


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "verdict", "days"),
    [("2015-03-30", "open", 1), ("2015-03-31", "due-soon", 0), ("2015-04-01", "missed", 1)],
)
def test_without_reminders_only_the_due_day_itself_is_soon(on: str, verdict: str, days: int) -> None:
    world = begun()
    programme = replace(world.rules.programme, check=replace(world.rules.programme.check, reminders=()))
    written = programme.milestone("concept-written")
    assert written is not None

    found = judge(written, world.case(ONE), replace(world.rules, programme=programme), day(on))

    assert (found.verdict, found.days, found.due) == (verdict, days, day("2015-03-31"))


def twice_presented() -> tuple[Oost, int]:
    """Presented, returned and presented again, all on 2 April; recorded at two moments. The number of the first."""
    world = presented()
    first = world.last
    assert accepted(world.at("2015-04-03").step(ONE, "return", "beenakker", reason="x", on="2015-04-02"))
    assert accepted(world.present(on="2015-04-02"))
    return world, first


def test_on_one_day_the_first_that_was_recorded_satisfies() -> None:
    world, first = twice_presented()
    milestone = world.rules.programme.milestone("presented")
    assert milestone is not None

    found = satisfaction(milestone, world.case(ONE))

    assert found == Satisfaction(day("2015-04-02"), world.entries[first - 1].at, first)


def test_an_earlier_day_that_was_recorded_later_satisfies() -> None:
    world, first = twice_presented()
    milestone = world.rules.programme.milestone("presented")
    assert milestone is not None
    assert accepted(world.redate(first, "2015-04-01", "keken"))

    found = satisfaction(milestone, world.case(ONE))

    assert found is not None
    assert (found.on, found.seq, found.recorded_at) == (day("2015-04-01"), first, world.entries[-1].at)


def test_what_is_withdrawn_lapses_from_its_day_on_and_nothing_else_does() -> None:
    world = presented()
    milestone = world.rules.programme.milestone("reported")
    assert milestone is not None

    assert lapsed_on(milestone, world.case(ONE), world.rules) is None
    assert accepted(world.at("2015-04-20").step(ONE, "withdraw", BBG_CHAIR, reason="x", on="2015-04-19"))
    assert lapsed_on(milestone, world.case(ONE), world.rules) == day("2015-04-19")


def test_what_was_due_before_an_assignment_was_opened_lapses_and_what_is_due_on_that_day_does_not() -> None:
    world = begun("2015-04-03")
    milestone = world.rules.programme.milestone("presented")
    assert milestone is not None

    def opened(on: str) -> Case:
        return replace(world.case(ONE), opened_on=day(on))

    assert judge(milestone, opened("2015-04-02"), world.rules, day("2015-04-03")).verdict.value == "missed"
    assert judge(milestone, opened("2015-04-03"), world.rules, day("2015-04-03")).verdict.value == "lapsed"
