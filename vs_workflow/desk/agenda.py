"""The days that somebody keeps in a calendar: milestones on their due days, and the meetings of bodies.

What is said follows from the journal alone, not from the day on which it is asked, so that
the same journal gives the same file. A revision counts what ever moved a day: a calendar
program that reads the file again knows by it which of two is the newer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vs_workflow.casebook import Case, Casebook, Grant
from vs_workflow.desk.moved_days import NEVER, MovedDays, Moves
from vs_workflow.desk.naming import find_person, find_role
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading
from vs_workflow.desk.told import told
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Instant
from vs_workflow.rules.authority import Way, entitled, role_ways
from vs_workflow.rules.programme import Milestone
from vs_workflow.rules.rulebook import fetch
from vs_workflow.timeline.verdict import Judgement, Verdict, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A milestone on its due day, as it stands when all days are over: met, late, missed so far, or lapsed.

    `revision` never falls; `stamp` is when the last entry was recorded that it rests on.
    """

    milestone: str
    assignment: str | None
    day: date
    opens: date | None
    meeting: str
    role: str
    answers: tuple[str, ...]
    judgement: Judgement
    cancelled: bool
    revision: int
    stamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """A meeting of a body on a day. Another day is another meeting: the journal does not say that one was moved."""

    body: str
    day: date
    cancelled: bool
    revision: int
    stamp: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What was asked, by day. `reminders` are the days ahead, `hour` the time of day, at which somebody is reminded."""

    setting: Setting
    days: tuple[Due | Gathering, ...]
    reminders: tuple[int, ...]
    hour: str


def agenda(office: Office, *, person: str | None = None, role: str | None = None) -> Agenda:
    """The days of the programme; only those of a person or a role, where one is named.

    Somebody's days are those that he answers for on the due day, the meetings of bodies in
    which he has a seat on that day, and the meetings that his milestones are bound to.
    """
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None)
        who = None if person is None else find_person(person, reading.book, reading.records)
        what = None if role is None else find_role(role, reading.rules)
        moved = MovedDays(reading.rules, lambda address: fetch(address, work.shelf.get))
        for entry in told(work):
            moved.take(entry)
        dues = [one for one in _dues(moved, reading.book) if _is_of(one, who, what)]
    bound = {one.meeting for one in dues}
    meetings = [one for one in _meetings(moved, reading.book) if one.body in bound or _sits(one, who, what, reading)]
    check = reading.rules.programme.check
    days: list[Due | Gathering] = [*dues, *meetings]
    return Agenda(
        setting=reading.setting,
        days=tuple(sorted(days, key=lambda one: one.day)),
        reminders=check.reminders,
        hour=check.hour,
    )


def _meetings(moved: MovedDays, book: Casebook) -> Iterator[Gathering]:
    for (body, day), stands, moves in moved.meetings(book):
        yield Gathering(body=body, day=day, cancelled=not stands, revision=moves.number, stamp=moves.at)


def _dues(moved: MovedDays, book: Casebook) -> Iterator[Due]:
    """By the rules that each case runs under, as the daily check goes by; and those that lost their day."""
    for (scope, key), milestone in moved.milestones.items():
        case = book.own if scope == "" else book.cases.get(scope)
        if case is not None:
            yield _due(milestone, case, moved, book, gone=not moved.still_due(scope, key))


def _due(milestone: Milestone, case: Case, moved: MovedDays, book: Casebook, *, gone: bool) -> Due:
    assert milestone.due is not None
    rules = moved.fetch(case.rules)
    judgement = judge(milestone, case, rules, date.max)
    ways = role_ways((milestone.answers,), case if case.key else None, rules)
    moves, ends = moved.moves[case.key, milestone.id], moved.ends.get(case.key, Moves())
    known = (judgement.recorded_at or NEVER, *(mark.at for mark in case.annulled), *_given(ways, moved, book))
    return Due(
        milestone=milestone.id,
        assignment=case.key or None,
        day=milestone.due,
        opens=milestone.opens,
        meeting=milestone.meeting,
        role=milestone.answers,
        answers=entitled(ways, milestone.due, book),
        judgement=judgement,
        cancelled=gone or judgement.verdict is Verdict.LAPSED,
        revision=moves.number + ends.number,
        stamp=max((moves.at, ends.at, *known)),
    )


def _given(ways: tuple[Way, ...], moved: MovedDays, book: Casebook) -> Iterator[Instant]:
    """When it was recorded who answers for it, and that somebody no longer does."""
    for grant in book.grants():
        if any(way.fits(grant) for way in ways):
            yield grant.at
            yield moved.grants.get(grant.ended_by or 0, NEVER)


def _is_of(due: Due, person: str | None, role: str | None) -> bool:
    return role in (None, due.role) and (person is None or person in due.answers)


def _sits(meeting: Gathering, person: str | None, role: str | None, reading: Reading) -> bool:
    """Whether this person, in this role, has a seat in the body on that day."""
    if person is None and role is None:
        return True
    return any(
        grant.covers(meeting.day)
        and person in (None, grant.person)
        and role in (None, grant.role)
        and _seat(grant, meeting.body, reading)
        for grant in reading.book.grants()
    )


def _seat(grant: Grant, body: str, reading: Reading) -> bool:
    """Held in the body itself, or under the name that the rules give to its chair."""
    known = reading.rules.lifecycle.role(grant.role)
    other = known.names.body_kind if known is not None and known.names is not None else None
    named = reading.rules.programme.body(body)
    return grant.body == body or (other is not None and named is not None and named.kind == other)
