"""Flags: what a check must say of a milestone that was missed, and when something is to be said at all.

A flag follows from what is known of the milestone and from the flag before it, so that a
check that ran every morning and one that slept come out at the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vs_workflow.journal.entry import Entry, Kind, day_of
from vs_workflow.ports import Flag, MilestoneRow, Standing

Named = tuple[str, str]
"""An assignment ("" for the programme's own) and a milestone."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A flag to be raised: for which due day, and the day on which it became so."""

    flag: Flag
    due: date
    on: date


def owed(row: MilestoneRow, day: date) -> Iterator[Owed]:
    """The flags that a check on `day` must raise, in their order: it judges what was due before that day."""
    standing = _standing_miss(row)
    if standing is not None and not _still_so(row, standing):
        yield Owed(Flag.RETRACTED, standing.due, _in_time_on(row, standing) or day)
        standing = None
    if row.due is None or not row.due < day or not _was_missed(row):
        return
    if standing is None or (standing.flag is Flag.CAUGHT_UP and row.satisfied_on is None):
        yield Owed(Flag.MISSED, row.due, row.due + timedelta(days=1))
        standing = Standing(Flag.MISSED, 0, row.due)
    if row.satisfied_on is not None and standing.flag is Flag.MISSED:
        yield Owed(Flag.CAUGHT_UP, row.due, row.satisfied_on)


def ripe(row: MilestoneRow) -> date | None:
    """The day after which a check has something to say of it; None where it has not, on any day."""
    standing = _standing_miss(row)
    if standing is not None and not _still_so(row, standing):
        return standing.due
    return row.due if row.due is not None and any(owed(row, date.max)) else None


def standing_of(entry: Entry) -> tuple[Named, Standing]:
    """Of which milestone a flag's entry speaks, and how it stands then; raises KeyError or ValueError for another."""
    if entry.kind is not Kind.FLAG:
        raise ValueError(f"not a flag: {entry.kind}")
    due = day_of(str(entry.facts["due"]))
    return (entry.assignment or "", str(entry.facts["milestone"])), Standing(Flag(entry.what), entry.seq, due)


def follows(entry: Entry) -> int:
    """The number of the flag that this flag follows; 0 for the first of its milestone."""
    found = entry.facts["follows"]
    if type(found) is not int:
        raise ValueError(f"not a number: {found!r}")
    return found


def standings(entries: Iterable[Entry]) -> dict[Named, Standing]:
    """How every flagged milestone stands after these entries."""
    return dict(standing_of(entry) for entry in entries if entry.kind is Kind.FLAG)


def with_standings(rows: Iterable[MilestoneRow], known: Mapping[Named, Standing]) -> list[MilestoneRow]:
    """The rows with their last flags; a standing miss of a milestone that is no longer there keeps a row."""
    found: dict[Named, MilestoneRow] = {}
    for row in rows:
        named = row.assignment, row.milestone
        found[named] = replace(row, standing=known.get(named))
    for (assignment, milestone), standing in known.items():
        if (assignment, milestone) not in found:
            gone = MilestoneRow(milestone, assignment, None, None, None, None, standing)
            if ripe(gone) is not None:
                found[assignment, milestone] = gone
    return [found[named] for named in sorted(found)]


def _standing_miss(row: MilestoneRow) -> Standing | None:
    return row.standing if row.standing is not None and row.standing.flag is not Flag.RETRACTED else None


def _still_so(row: MilestoneRow, standing: Standing) -> bool:
    return row.due == standing.due and _was_missed(row)


def _was_missed(row: MilestoneRow) -> bool:
    """Whether its due day went by without it: not satisfied by then, and not let go of before."""
    assert row.due is not None
    in_time = row.satisfied_on is not None and row.satisfied_on <= row.due
    let_go = row.lapsed_on is not None and row.lapsed_on <= row.due
    return not in_time and not let_go


def _in_time_on(row: MilestoneRow, standing: Standing) -> date | None:
    """The day that makes the miss none: satisfied or let go of in time; None where its due day moved."""
    if row.due != standing.due:
        return None
    return row.satisfied_on if row.satisfied_on is not None and row.satisfied_on <= standing.due else row.lapsed_on
