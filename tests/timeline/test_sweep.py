"""The sweep: the entries of one check, the days it covers, and what it looks at when it comes late or early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from vs_workflow.journal.chain import EMPTY, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Instant, Kind
from vs_workflow.ports import Flag, MilestoneRow, Standing, Swept
from vs_workflow.timeline.sweep import day_to_judge, sweep, swept, uncovered

BEGUN = date(2015, 2, 13)
LAST = date(2018, 12, 31)
AT = Instant("2015-02-13T09:00:00.000000Z")
START = Swept(1, BEGUN, AT, None, BEGUN - timedelta(days=1))
MINE, OWN = "1" * 64, "2" * 64


def missed(assignment: str, milestone: str, due: str, **said: object) -> tuple[MilestoneRow, str]:
    row = MilestoneRow(milestone, assignment, date.fromisoformat(due), None, None, None)
    return replace(row, **said), MINE  # type: ignore[arg-type]


def swept_by(
    day: str, *rows: tuple[MilestoneRow, str], last: Swept = START, last_day: date = LAST
) -> tuple[Draft, ...]:
    return sweep(rows, last=last, day=date.fromisoformat(day), last_day=last_day, rules=OWN, head=34)


def covered(until: str, seq: int = 40) -> Swept:
    return Swept(seq, date.fromisoformat(until) + timedelta(days=1), AT, BEGUN, date.fromisoformat(until))


def written(*drafts: Draft) -> list[Entry]:
    return list(write(drafts, [Stamp(AT, "0" * 32, "vs 0", "host", "account")] * len(drafts), after=EMPTY)[0])


class TestCoverage:
    def test_the_first_check_on_the_day_of_the_beginning_covers_nothing_and_writes_nothing(self) -> None:
        assert swept_by("2015-02-13") == ()

    def test_the_first_check_flags_what_was_already_overdue(self) -> None:
        first, flag = swept_by("2015-02-13", missed("", "working-meeting", "2015-02-11"))

        assert (first.kind, first.what, first.on, dict(first.facts)) == (Kind.SWEEP, "sweep", BEGUN, {"flags": 1})
        assert (flag.kind, flag.what, flag.on, flag.assignment) == (Kind.FLAG, "missed", date(2015, 2, 12), None)

    def test_a_check_covers_up_to_the_day_before_the_one_it_looks_at(self) -> None:
        (one,) = swept_by("2015-02-16")

        assert dict(one.facts) == {"flags": 0, "from": "2015-02-13", "to": "2015-02-15"}
        assert one.on == date(2015, 2, 16)

    def test_a_second_check_of_the_same_day_has_nothing_to_say(self) -> None:
        assert swept_by("2015-02-16", last=covered("2015-02-15")) == ()

    def test_the_next_morning_covers_one_day(self) -> None:
        (one,) = swept_by("2015-02-17", last=covered("2015-02-15"))

        assert (one.facts["from"], one.facts["to"]) == ("2015-02-16", "2015-02-16")

    def test_a_check_of_a_day_that_is_covered_judges_as_of_the_coverage(self) -> None:
        assert day_to_judge(date(2015, 1, 1), covered("2015-02-15")) == date(2015, 2, 16)
        one, flag = swept_by("2015-01-01", missed("a", "teams-filled", "2015-02-15"), last=covered("2015-02-15"))

        assert (one.on, one.facts) == (date(2015, 2, 16), {"flags": 1})
        assert flag.on == date(2015, 2, 16)

    def test_the_days_after_the_programmes_last_are_not_covered_but_its_misses_are_still_told(self) -> None:
        (one,) = swept_by("2019-05-01", last=covered("2018-12-29"))
        assert (one.facts["from"], one.facts["to"]) == ("2018-12-30", "2018-12-31")

        assert swept_by("2019-05-01", last=covered("2018-12-31")) == ()
        one, flag = swept_by("2019-05-01", missed("a", "last", "2018-12-31"), last=covered("2018-12-31"))
        assert (one.facts, flag.on) == ({"flags": 1}, date(2019, 1, 1))

    def test_a_programme_that_is_adopted_after_its_last_day_covers_nothing(self) -> None:
        late = Swept(1, date(2019, 5, 1), AT, None, date(2019, 4, 30))
        assert uncovered(late, date(2019, 6, 1), LAST) is None

    @pytest.mark.parametrize(
        ("today", "found"),
        [
            (date(2015, 2, 16), None),
            (date(2015, 2, 17), (date(2015, 2, 16), date(2015, 2, 16))),
            (date(2019, 1, 9), (date(2015, 2, 16), LAST)),
        ],
    )
    def test_days_that_are_over_and_were_never_looked_at(self, today: date, found: tuple[date, date] | None) -> None:
        assert uncovered(covered("2015-02-15"), today, LAST) == found


class TestFlags:
    def test_they_come_in_the_order_of_the_due_day_then_of_assignment_and_milestone(self) -> None:
        rows = [missed("b", "x", "2015-02-02"), missed("a", "y", "2015-02-02"), missed("a", "x", "2015-02-02"),
                missed("c", "x", "2015-02-01"), missed("", "z", "2015-02-02")]  # fmt: skip

        flags = swept_by("2015-02-13", *rows)[1:]

        assert [(one.assignment, one.facts["milestone"]) for one in flags] == [
            ("c", "x"), (None, "z"), ("a", "x"), ("a", "y"), ("b", "x"),
        ]  # fmt: skip
        assert swept_by("2015-02-13", *reversed(rows))[1:] == flags

    def test_each_stands_under_the_rules_of_its_case_and_the_sweep_under_the_programmes(self) -> None:
        one, flag = swept_by("2015-02-13", missed("a", "x", "2015-02-02"))

        assert (one.rules, flag.rules) == (OWN, MINE)

    def test_a_flag_names_the_number_of_the_one_that_it_follows(self) -> None:
        """The head is no. 34: the sweep is 35, and the flags begin at 36."""
        known = Standing(Flag.CAUGHT_UP, 21, date(2015, 2, 2))
        rows = [missed("a", "x", "2015-02-02", satisfied_on=date(2015, 2, 5)),
                missed("b", "x", "2015-02-02", standing=known),
                missed("c", "x", "2015-02-02", standing=replace(known, due=date(2015, 2, 1)))]  # fmt: skip

        drafts = swept_by("2015-02-13", *rows)
        flags = [(one.assignment, one.what, one.facts["follows"]) for one in drafts[1:]]

        assert flags == [("a", "missed", 0), ("a", "caught-up", 36), ("b", "missed", 21),
                         ("c", "retracted", 21), ("c", "missed", 39)]  # fmt: skip
        assert [34 + entry.seq for entry in written(*drafts) if entry.what == "retracted"] == [39]

    def test_nobody_acts_in_a_check(self) -> None:
        for one in swept_by("2015-02-16", missed("a", "x", "2015-02-02")):
            assert (one.actor, one.typed_by, one.role, one.grant, one.reason, one.key) == (
                None,
                None,
                None,
                None,
                "",
                None,
            )


class TestHowFarItIs:
    def test_the_beginning_covers_the_days_before_it(self) -> None:
        (genesis,) = written(Draft(kind=Kind.GENESIS, what="genesis", on=BEGUN, rules=OWN))

        assert swept(genesis, None) == START

    def test_a_sweep_that_covers_nothing_leaves_the_coverage_as_it_was(self) -> None:
        (entry, _) = written(*swept_by("2015-02-13", missed("", "w", "2015-02-11")))

        assert swept(entry, START) == Swept(1, BEGUN, AT, None, START.until)

    def test_a_sweep_covers_the_days_that_it_says(self) -> None:
        (entry,) = written(*swept_by("2015-02-16"))

        assert swept(entry, START) == Swept(1, date(2015, 2, 16), AT, BEGUN, date(2015, 2, 15))

    def test_nothing_else_says_anything_of_it(self) -> None:
        (flag,) = written(*swept_by("2015-02-13", missed("a", "x", "2015-02-02"))[1:])

        assert swept(flag, START) is None
        assert swept(replace(flag, kind=Kind.SWEEP), None) is None

    @pytest.mark.parametrize("facts", [{"from": "2015-02-13"}, {"to": "2015-02-13"}, {"from": "gisteren", "to": "nu"}])
    def test_half_a_period_is_none(self, facts: dict[str, str]) -> None:
        (entry,) = written(Draft(kind=Kind.SWEEP, what="sweep", on=BEGUN, rules=OWN, facts=facts))

        with pytest.raises(ValueError, match="isoformat"):
            swept(entry, START)
