"""The timeline and the forecast at the desk: the board's own verdicts, on any day, with steps assumed or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from tests.builders import walked
from tests.desk.world import World, accepted
from tests.programmes.story import STORY
from tests.programmes.test_second_programme import at, office, say
from vs_workflow.desk.agenda import Due, Gathering, agenda
from vs_workflow.desk.forecast import Forecast, forecast
from vs_workflow.desk.look import board
from vs_workflow.desk.office import Office
from vs_workflow.desk.timeline import timeline
from vs_workflow.desk.views import Board, Outcome
from vs_workflow.reasons import Misunderstood
from vs_workflow.timeline.verdict import Verdict

__all__ = ["office"]


def missed_on_the_board(seen: Board) -> set[tuple[str | None, str]]:
    views = [*seen.milestones, *(view for line in seen.lines for view in line.milestones)]
    found = [view.judgement for view in views if view.judgement.verdict is Verdict.MISSED]
    return {(one.assignment, one.milestone) for one in found}


def missed(view: Forecast) -> set[tuple[str | None, str]]:
    return {(one.judgement.assignment, one.judgement.milestone) for one in view.missed}


def changes(view: Forecast) -> dict[str, str]:
    return {one.after.milestone: f"{one.before.verdict} {one.after.verdict}" for one in view.changed}


def head(office: Office) -> int:
    with office.room.reading() as work:
        return work.journal.head().seq


def test_the_forecast_for_a_day_is_what_the_board_misses_on_that_day_if_nothing_is_recorded() -> None:
    """Today is in the midst of the year; every week of it, before and after."""
    year = walked()
    day = date(2014, 12, 29)
    while day < date(2016, 2, 1):
        assert missed(forecast(year.office, day)) == missed_on_the_board(board(year.office, day)), day
        day += timedelta(days=7)


def test_so_it_is_for_another_programme(office: Office) -> None:
    for line in STORY[:9]:
        say(office, line)

    for month in range(1, 13):
        day = date(2031, month, 21)
        assert missed(forecast(office, day)) == missed_on_the_board(board(office, day)), day


def test_without_a_day_it_looks_past_the_last_due_day(world: World, office: Office) -> None:
    assert forecast(world.office).setting.on == date(2015, 10, 23)
    assert forecast(at(office, "2031-04-01")).setting.on == date(2031, 9, 17)
    assert forecast(at(office, "2033-04-01")).setting.on == date(2033, 4, 1)


def test_an_assumed_step_is_late_by_its_own_day_and_nothing_is_written(world: World) -> None:
    world.at("2015-04-10")
    before = head(world.office)

    view = forecast(world.office, None, ["4A present 2015-04-16", "4a start 30 april"])

    assert view.accepted
    assert changes(view) == {
        "teams-filled": "missed late",
        "concept-written": "missed late",
        "presented": "missed late",
        "started": "missed met",
        "reported": "missed missed",
    }
    late = {one.after.milestone: one.after.days for one in view.changed}
    assert (late["presented"], late["teams-filled"]) == (14, 61)
    assert [one.granted for one in view.assumed] == [("document", "principles"), ("composition",)]
    assert head(world.office) == before
    assert world.state("4A") == "concept"


def test_it_knows_what_is_missed_already(world: World) -> None:
    view = forecast(world.at("2015-03-15").office, date(2015, 4, 3))

    assert (None, "working-meeting") in view.already
    assert {one for _, one in missed(view) - view.already} == {"concept-written", "presented"}
    assert {one for _, one in view.already} == {"working-meeting", "teams-filled"}


def test_an_assumed_step_after_the_day_looked_at_changes_nothing_yet(world: World) -> None:
    view = forecast(world.at("2015-03-15").office, date(2015, 4, 10), ["4A present 2015-04-16"])

    assert changes(view) == {"teams-filled": "missed missed", "concept-written": "missed missed",
                             "presented": "missed missed"}  # fmt: skip


@pytest.mark.parametrize(
    ("day", "meets"),
    [("2015-06-25", True), ("2015-06-26", False)],
)
def test_it_says_whether_the_body_meets_by_the_calendar(world: World, day: str, meets: bool) -> None:
    assumed = [f"1 present {day}", f"1 start {day}", f"1 report {day}"]

    last = forecast(world.office, None, assumed).assumed[-1]

    assert last.meets is meets
    assert ("meeting" in last.granted) is not meets


def test_withdrawing_lets_what_is_not_due_yet_lapse(world: World) -> None:
    view = forecast(world.at("2015-04-10").office, None, ["3 withdraw 2015-04-20"])

    assert changes(view)["started"] == "missed lapsed"
    assert changes(view)["presented"] == "missed missed"


@pytest.mark.parametrize(
    ("assumed", "rule"),
    [
        (["4A start 2015-04-16"], "order.step"),
        (["4A present 2014-12-31"], "date.before-programme"),
        (["4A present 2015-04-16", "4A start 2015-04-15"], "date.before-assumed"),
    ],
)
def test_an_assumption_that_the_order_or_the_days_forbid_is_refused(
    world: World, assumed: list[str], rule: str
) -> None:
    view = forecast(world.office, None, assumed)

    assert not view.accepted
    assert rule in [reason.rule for reason in view.assumed[-1].reasons]
    assert (view.missed, view.changed) == ((), ())


def test_a_day_before_a_step_that_was_recorded_is_refused_by_its_number(world: World) -> None:
    seq = world.at("2015-04-02").present("4A", "hofman").seq

    (reason,) = forecast(world.office, None, ["4A start 2015-04-01"]).assumed[0].reasons

    assert (reason.rule, reason.facts["seq"]) == ("date.before-last-step", seq)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("4A present", "assume.unreadable"),
        ("", "assume.unreadable"),
        ("4A presnt 2015-04-16", "name.unknown"),
        ("9Z present 2015-04-16", "name.unknown"),
        ("4A present 04/02/15", "day.slashes"),
        ("4A present soon", "day.unreadable"),
    ],
)
def test_an_assumption_that_cannot_be_read_is_misunderstood(world: World, text: str, rule: str) -> None:
    with pytest.raises(Misunderstood) as error:
        forecast(world.office, None, [text])

    assert error.value.rule == rule


def test_an_assignment_may_be_named_by_the_words_of_its_title(world: World) -> None:
    (one,) = forecast(world.office, None, ["risico omg present 2 apr 2015"]).assumed

    assert (one.assignment, one.on) == ("risico-omg", date(2015, 4, 2))


def test_a_step_of_one_name_from_two_states_is_assumed_from_where_it_stands(office: Office) -> None:
    at(office, "2031-03-02")

    view = forecast(office, None, ["N1 weigh 2031-06-01", "N1 step-back 2031-06-02", "N1 weigh 2031-06-03"])

    assert [(one.source, one.target) for one in view.assumed] == [
        ("drawn", "weighed"),
        ("weighed", "drawn"),
        ("drawn", "weighed"),
    ]


def test_the_window_is_whole_months_and_holds_what_came_late(office: Office) -> None:
    for line in STORY:
        say(office, line)
    at(office, "2032-03-01")

    view = timeline(office)

    assert (view.first, view.last) == (date(2031, 3, 1), date(2031, 9, 30))
    assert view.months[0] == date(2031, 3, 1)
    assert len(view.months) == 7


def test_the_rows_of_the_timeline_are_those_of_the_board() -> None:
    year = walked()
    for day in (date(2015, 3, 1), date(2015, 4, 10), date(2015, 11, 2), date(2016, 1, 1)):
        seen, drawn = board(year.office, day), timeline(year.office, day)

        assert (drawn.lines, drawn.own) == (seen.lines, seen.milestones)
    assert timeline(year.office, date(2015, 11, 2)).last == date(2015, 10, 31)


def test_a_late_day_stretches_the_window(world: World) -> None:
    facts = {"body": "rvo", "text": "stand van zaken"}
    world.at("2015-11-20").record("informed", None, "knaap", facts, on="2015-11-19")

    assert timeline(world.office).last == date(2015, 11, 30)


def test_looking_ahead_needs_no_later_clock(world: World) -> None:
    assert world.stamps.moment < datetime(2015, 3, 1, tzinfo=world.stamps.moment.tzinfo)
    assert forecast(world.office, date(2016, 1, 1)).setting.today == date(2015, 2, 13)


def due(world: World, milestone: str = "presented", assignment: str = "hennep") -> Due:
    days = (one for one in agenda(world.office).days if isinstance(one, Due))
    return next(one for one in days if (one.milestone, one.assignment) == (milestone, assignment))


def test_a_milestone_in_the_calendar_is_as_new_as_the_last_entry_that_it_rests_on(world: World) -> None:
    """Taken, moved, annulled; somebody else answers for it, and no longer does; withdrawn, and not after all."""
    untouched = due(world, assignment="overlast")
    taken = world.at("2015-04-02").present("3", "bakker", on="2015-04-01").seq or 0
    steps: list[tuple[str, Callable[[], Outcome]]] = [
        ("2015-04-05", lambda: world.correct(taken, "meuleman", on="2015-04-02")),
        ("2015-04-06", lambda: world.correct(taken, "bakker", annul=True)),
        ("2015-04-07", lambda: world.grant("lead", "hofman", "3", start="2015-03-30")),
        ("2015-04-08", lambda: world.end(world.grant_of("hofman", "lead", "hennep"), on="2015-04-01")),
        ("2015-04-09", lambda: world.advance("3", "withdraw", "knaap", on="2015-03-30", reason="samengevoegd")),
        ("2015-04-10", lambda: world.correct(world.head(), "knaap", annul=True)),
    ]

    assert due(world).stamp == world.stamps.now()
    for day, act in steps:
        world.at(day)
        outcome = accepted(act())
        assert due(world).stamp == outcome.entry.at, day
    assert due(world, assignment="overlast") == untouched


def test_the_stamp_of_a_meeting_is_that_of_what_was_last_told_of_it(world: World) -> None:
    def meeting() -> Gathering:
        days = (one for one in agenda(world.office).days if isinstance(one, Gathering))
        return next(one for one in days if (one.body, one.day) == ("bbg", date(2015, 6, 25)))

    fixed = meeting()
    told = world.at("2015-05-01").record("meeting-cancelled", None, "meuleman", {"body": "bbg", "day": "2015-06-25"})

    assert (fixed.cancelled, meeting().cancelled) == (False, True)
    assert (meeting().stamp, meeting().revision) == (accepted(told).entry.at, fixed.revision + 1)
    assert fixed.stamp < meeting().stamp
