"""The sweep: one check of the timeline, as the entries that it appends. A pure function of what is known and the day.

It judges what was due before the day looked at and covers every day not covered yet up to
the day before, so that no day is lost to downtime and none is judged twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from vs_workflow.journal.entry import Draft, Entry, Kind, day_of
from vs_workflow.ports import MilestoneRow, Swept
from vs_workflow.reasons import Plain
from vs_workflow.timeline.flags import Named, owed

_DAY = timedelta(days=1)


def swept(entry: Entry, before: Swept | None) -> Swept | None:
    """How far the days are covered after this entry; None for one that says nothing of it.

    The beginning covers the days before it, by which coverage begins on the day of `init`.
    """
    if entry.kind is Kind.GENESIS:
        return Swept(entry.seq, entry.on, entry.at, None, entry.on - _DAY)
    if entry.kind is not Kind.SWEEP or before is None:
        return None
    said = entry.facts.get("from"), entry.facts.get("to")
    if said == (None, None):
        return Swept(entry.seq, entry.on, entry.at, None, before.until)
    first, until = (day_of(str(one)) for one in said)
    return Swept(entry.seq, entry.on, entry.at, first, until)


def day_to_judge(day: date, last: Swept) -> date:
    """The day that a check on `day` looks at: what was covered once is not judged as if it were earlier."""
    return max(day, last.until + _DAY)


def uncovered(last: Swept, today: date, last_day: date) -> tuple[date, date] | None:
    """The first and last day that are over and were never checked; None where there are none."""
    first, until = last.until + _DAY, min(today - _DAY, last_day)
    return (first, until) if first <= until else None


def sweep(
    ripe: Iterable[tuple[MilestoneRow, str]], *, last: Swept, day: date, last_day: date, rules: str, head: int
) -> tuple[Draft, ...]:
    """The entries of a check on `day`: the sweep itself, then its flags by due day; none where there is nothing to say.

    `ripe` gives each milestone with the hash of the rules its case runs under; `last_day` is
    the programme's; `rules` are the programme's own; `head` is the number of the last entry.
    """
    day = day_to_judge(day, last)
    covers = uncovered(last, day, last_day)
    flags = list(_flags(ripe, day, head + 2))
    if covers is None and not flags:
        return ()
    facts: dict[str, Plain] = {"flags": len(flags)}
    if covers is not None:
        facts |= {"from": covers[0].isoformat(), "to": covers[1].isoformat()}
    return (Draft(kind=Kind.SWEEP, what="sweep", on=day, rules=rules, facts=facts), *flags)


def _flags(ripe: Iterable[tuple[MilestoneRow, str]], day: date, number: int) -> Iterator[Draft]:
    for row, rules in sorted(ripe, key=lambda one: _order(one[0])):
        follows = row.standing.seq if row.standing is not None else 0
        for one in owed(row, day):
            facts: dict[str, Plain] = {"milestone": row.milestone, "due": one.due.isoformat(), "follows": follows}
            yield Draft(
                kind=Kind.FLAG,
                what=one.flag.value,
                on=one.on,
                rules=rules,
                assignment=row.assignment or None,
                facts=facts,
            )
            follows, number = number, number + 1


def _order(row: MilestoneRow) -> tuple[date, Named]:
    due = row.due or (row.standing.due if row.standing is not None else date.max)
    return due, (row.assignment, row.milestone)
