"""Flags: what a check owes of a milestone, from what is known of it and the flag before, and when it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from vs_workflow.journal.chain import EMPTY, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Instant, Kind
from vs_workflow.ports import Flag, MilestoneRow, Standing
from vs_workflow.timeline.flags import follows, owed, ripe, standing_of, standings, with_standings

DUE = date(2015, 4, 2)
AFTER = date(2015, 4, 3)
LATER = date(2015, 4, 10)
BEFORE = date(2015, 3, 20)
NOON = Instant("2015-04-02T10:00:00.000000Z")


def row(
    satisfied: date | None = None,
    *,
    lapsed: date | None = None,
    due: date | None = DUE,
    flag: Flag | None = None,
    flagged_due: date = DUE,
) -> MilestoneRow:
    standing = None if flag is None else Standing(flag, 7, flagged_due)
    return MilestoneRow("presented", "one", due, satisfied, NOON if satisfied else None, lapsed, standing)


def said(one: MilestoneRow, day: date) -> list[tuple[str, date, date]]:
    return [(found.flag.value, found.due, found.on) for found in owed(one, day)]


class TestNothingSaidYet:
    def test_the_due_day_itself_is_not_judged_before_it_is_over(self) -> None:
        assert said(row(), DUE) == []
        assert said(row(), AFTER) == [("missed", DUE, AFTER)]

    def test_a_check_weeks_late_says_it_for_the_day_on_which_it_became_so(self) -> None:
        assert said(row(), date(2015, 12, 31)) == [("missed", DUE, AFTER)]

    @pytest.mark.parametrize("satisfied", [BEFORE, DUE])
    def test_satisfied_on_or_before_the_due_day_is_never_said(self, satisfied: date) -> None:
        assert said(row(satisfied), LATER) == []

    def test_a_check_that_slept_through_both_says_both(self) -> None:
        assert said(row(LATER), date(2015, 5, 1)) == [("missed", DUE, AFTER), ("caught-up", DUE, LATER)]

    @pytest.mark.parametrize(("lapsed", "flags"), [(BEFORE, 0), (DUE, 0), (AFTER, 1)])
    def test_let_go_of_on_or_before_the_due_day_is_never_flagged_and_after_it_is(
        self, lapsed: date, flags: int
    ) -> None:
        assert len(said(row(lapsed=lapsed), LATER)) == flags

    def test_without_a_due_day_there_is_nothing_to_say(self) -> None:
        assert said(row(due=None), date.max) == []
        assert ripe(row(due=None)) is None


class TestSaidMissed:
    def test_it_is_not_said_twice(self) -> None:
        assert said(row(flag=Flag.MISSED), LATER) == []
        assert ripe(row(flag=Flag.MISSED)) is None

    def test_satisfied_later_is_caught_up_on_that_day(self) -> None:
        assert said(row(LATER, flag=Flag.MISSED), date(2015, 5, 1)) == [("caught-up", DUE, LATER)]

    @pytest.mark.parametrize("satisfied", [BEFORE, DUE])
    def test_satisfied_in_time_after_all_is_retracted(self, satisfied: date) -> None:
        assert said(row(satisfied, flag=Flag.MISSED), LATER) == [("retracted", DUE, satisfied)]

    def test_let_go_of_in_time_after_all_is_retracted(self) -> None:
        assert said(row(lapsed=BEFORE, flag=Flag.MISSED), LATER) == [("retracted", DUE, BEFORE)]

    def test_let_go_of_after_the_due_day_stays_missed(self) -> None:
        assert said(row(lapsed=LATER, flag=Flag.MISSED), date(2015, 5, 1)) == []

    def test_a_due_day_that_moved_on_is_retracted_and_missed_again_when_that_one_is_over(self) -> None:
        moved = row(due=LATER, flag=Flag.MISSED)

        assert said(moved, LATER) == [("retracted", DUE, LATER)]
        assert said(moved, LATER + timedelta(days=1)) == [
            ("retracted", DUE, LATER + timedelta(days=1)),
            ("missed", LATER, LATER + timedelta(days=1)),
        ]

    def test_a_milestone_that_is_no_more_is_retracted(self) -> None:
        assert said(row(due=None, flag=Flag.MISSED), LATER) == [("retracted", DUE, LATER)]


class TestSaidCaughtUp:
    def test_it_is_not_said_twice_also_when_that_day_moves(self) -> None:
        assert said(row(LATER, flag=Flag.CAUGHT_UP), date(2015, 5, 1)) == []
        assert said(row(date(2015, 4, 20), flag=Flag.CAUGHT_UP), date(2015, 5, 1)) == []

    def test_a_correction_that_undoes_it_gives_a_new_miss(self) -> None:
        assert said(row(flag=Flag.CAUGHT_UP), LATER) == [("missed", DUE, AFTER)]

    def test_in_time_after_all_is_retracted(self) -> None:
        assert said(row(DUE, flag=Flag.CAUGHT_UP), LATER) == [("retracted", DUE, DUE)]

    def test_a_due_day_that_moved_back_retracts_and_says_it_anew(self) -> None:
        moved = row(LATER, due=BEFORE, flag=Flag.CAUGHT_UP)

        assert said(moved, LATER) == [
            ("retracted", DUE, LATER),
            ("missed", BEFORE, BEFORE + timedelta(days=1)),
            ("caught-up", BEFORE, LATER),
        ]


def test_what_was_retracted_is_as_if_nothing_had_been_said() -> None:
    days = (None, BEFORE, DUE, LATER)
    for satisfied, lapsed, due in product(days, days, (None, DUE, LATER)):
        fresh = row(satisfied, lapsed=lapsed, due=due)
        again = row(satisfied, lapsed=lapsed, due=due, flag=Flag.RETRACTED)
        assert said(again, date(2015, 6, 1)) == said(fresh, date(2015, 6, 1))
        assert ripe(again) == ripe(fresh)


def test_a_check_has_something_to_say_exactly_from_the_day_on_that_ripe_names() -> None:
    """The index asks `ripe < day` and never looks at the others."""
    days = (None, BEFORE, DUE, AFTER, LATER)
    asked = 0
    for satisfied, lapsed, due, flag in product(days, days, (None, BEFORE, DUE, LATER), (None, *Flag)):
        one = row(satisfied, lapsed=lapsed, due=due, flag=flag)
        since = ripe(one)
        # A check after a flag never looks at a day on which that flag's own due day was not over.
        first = DUE if flag is not None else BEFORE - timedelta(days=3)
        for ahead in range(1, 30):
            day = first + timedelta(days=ahead)
            assert bool(said(one, day)) == (since is not None and since < day), (one, day)
            asked += 1
    assert asked > 10_000


def test_after_a_check_there_is_nothing_left_to_say_on_that_day() -> None:
    days = (None, BEFORE, DUE, AFTER, LATER)
    for satisfied, lapsed, due, flag in product(days, days, (None, BEFORE, DUE, LATER), (None, *Flag)):
        one = row(satisfied, lapsed=lapsed, due=due, flag=flag)
        for number, found in enumerate(list(owed(one, date(2015, 6, 1))), 8):
            one = replace(one, standing=Standing(found.flag, number, found.due))
        assert said(one, date(2015, 6, 1)) == []
        assert ripe(one) is None or due is None


def entry(what: str, **facts: object) -> Entry:
    told = {"milestone": "presented", "due": "2015-04-02", "follows": 0, **facts}
    draft = Draft(kind=Kind.FLAG, what=what, on=AFTER, rules="0" * 64, assignment="one", facts=told)  # type: ignore[arg-type]
    return write([draft], [Stamp(NOON, "0" * 32, "vs 0", "host", "account")], after=EMPTY)[0][0]


class TestEntries:
    def test_an_entry_says_of_what_and_how_it_stands(self) -> None:
        assert standing_of(entry("missed")) == (("one", "presented"), Standing(Flag.MISSED, 1, DUE))
        assert follows(entry("retracted", follows=4)) == 4

    @pytest.mark.parametrize(
        "broken",
        [
            replace(entry("missed"), kind=Kind.SWEEP),
            entry("forgotten"),
            entry("missed", due="spoedig"),
            entry("missed", due=None),
        ],
        ids=["a sweep", "no flag that we know", "no day", "without a day"],
    )
    def test_what_is_no_flag_is_said_so(self, broken: Entry) -> None:
        with pytest.raises((ValueError, KeyError)):
            standing_of(broken)

    @pytest.mark.parametrize("number", ["7", None, True])
    def test_what_it_follows_is_a_number(self, number: object) -> None:
        with pytest.raises(ValueError, match="not a number"):
            follows(entry("missed", follows=number))

    def test_the_last_flag_of_a_milestone_stands(self) -> None:
        flags = [
            entry("missed"),
            replace(entry("caught-up", follows=1), seq=2),
            replace(entry("missed"), kind=Kind.SWEEP),
        ]

        assert standings(flags) == {("one", "presented"): Standing(Flag.CAUGHT_UP, 2, DUE)}


class TestWithStandings:
    def test_every_row_has_its_own_last_flag_and_no_other(self) -> None:
        standing = Standing(Flag.MISSED, 7, DUE)
        mine, other = row(), replace(row(), assignment="two")

        assert with_standings([other, mine], {("one", "presented"): standing}) == [
            replace(mine, standing=standing),
            other,
        ]
        assert with_standings([replace(mine, standing=standing)], {}) == [mine]

    def test_a_standing_miss_of_a_milestone_that_is_gone_keeps_a_row_until_it_is_retracted(self) -> None:
        for flag, kept in ((Flag.MISSED, 1), (Flag.CAUGHT_UP, 1), (Flag.RETRACTED, 0)):
            found = with_standings([], {("one", "gone"): Standing(flag, 7, DUE)})
            assert len(found) == kept
            assert all(ripe(one) == DUE and one.due is None for one in found)
