"""The days that somebody keeps in a calendar: milestones on their due days, and the meetings of bodies.

What is said follows from the journal alone, not from the day on which it is asked, so that
the same journal gives the same file. A revision counts what ever moved a day: a calendar
program that reads the file again knows by it which of two is the newer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from vs_workflow.casebook import Case, Casebook, Grant
from vs_workflow.desk.lines import in_file_order
from vs_workflow.desk.naming import find_person, find_role
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Entry, Instant, Kind, read_entry
from vs_workflow.rules.authority import Way, entitled, role_ways
from vs_workflow.rules.programme import Milestone
from vs_workflow.rules.rulebook import Rules, fetch
from vs_workflow.rules.standing import text_of
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
        told = _Told(reading.rules, lambda address: fetch(address, work.shelf.get))
        for one in work.journal.lines():
            told.take(read_entry(one.text))
    dues = [one for one in _dues(reading, told) if _is_of(one, who, what)]
    bound = {one.meeting for one in dues}
    meetings = [one for one in told.meetings(reading.book) if one.body in bound or _sits(one, who, what, reading)]
    check = reading.rules.programme.check
    days: list[Due | Gathering] = [*dues, *meetings]
    return Agenda(
        setting=reading.setting,
        days=tuple(sorted(days, key=lambda one: one.day)),
        reminders=check.reminders,
        hour=check.hour,
    )


_NEVER = Instant("")


@dataclass(slots=True)
class _Moves:
    """How often something was moved, and when last."""

    number: int = 0
    at: Instant = _NEVER

    def count(self, at: Instant) -> None:
        self.number += 1
        self.at = max(self.at, at)


@dataclass(slots=True)
class _Told:
    """What the entries say of days, one after the other."""

    rules: Rules
    fetch: Callable[[str], Rules]
    dues: dict[tuple[str, str], date | None] = field(default_factory=dict)
    moves: dict[tuple[str, str], _Moves] = field(default_factory=dict)
    scopes: dict[str, _Moves] = field(default_factory=dict)
    gatherings: dict[tuple[str, date], list[Entry]] = field(default_factory=dict)
    ways_out: dict[int, str] = field(default_factory=dict)
    first: Instant = _NEVER

    def take(self, entry: Entry) -> None:
        match entry.kind:
            case Kind.GENESIS | Kind.RULES:
                self.first = self.first or entry.at
                self._ruled("", "programme", entry)
            case Kind.OPENED | Kind.MIGRATION:
                self._ruled(entry.assignment or "", "assignment" if entry.assignment else "programme", entry)
            case Kind.STEP:
                state = self.rules.lifecycle.state(entry.target or "")
                if state is not None and state.lapses and entry.assignment:
                    self.ways_out[entry.seq] = entry.assignment
                    self.scopes.setdefault(entry.assignment, _Moves()).count(entry.at)
            case Kind.EVENT:
                if (named := self._meeting(entry, entry.on)) is not None:
                    self.gatherings.setdefault(named, []).append(entry)
            case Kind.CORRECTION:
                self._corrected(entry)
            case _:
                pass

    def _ruled(self, scope: str, kind: str, entry: Entry) -> None:
        """Other rules may give a milestone another day, or none."""
        milestones = {one.id: one.due for one in self.fetch(entry.rules).programme.milestones if one.scope == kind}
        known = {key for where, key in self.dues if where == scope}
        for key in known | set(milestones):
            due = milestones.get(key)
            if (scope, key) not in self.dues:
                self.moves[scope, key] = _Moves(0, entry.at)
            elif self.dues[scope, key] != due:
                self.moves[scope, key].count(entry.at)
            self.dues[scope, key] = due

    def _corrected(self, entry: Entry) -> None:
        """A step that ends the road, or what was told of a meeting, on another day or no more."""
        if entry.corrects in self.ways_out:
            self.scopes[self.ways_out[entry.corrects]].count(entry.at)
        for named, entries in list(self.gatherings.items()):
            first = next((one for one in entries if one.seq == entry.corrects), None)
            if first is not None:
                entries.append(entry)
                moved = self._meeting(first, entry.on)
                if moved is not None and moved != named and entry.what != "annul":
                    self.gatherings.setdefault(moved, []).extend((first, entry))

    def _meeting(self, entry: Entry, on: date) -> tuple[str, date] | None:
        """The body and the day that an event tells of, where it tells of a meeting."""
        event = self.rules.lifecycle.event(entry.what)
        if event is None or not event.meeting:
            return None
        if event.meeting == "held":
            return text_of(entry.facts, "body"), on
        try:
            return text_of(entry.facts, "body"), date.fromisoformat(text_of(entry.facts, "day"))
        except ValueError:
            return None

    def meetings(self, book: Casebook) -> Iterator[Gathering]:
        """Every meeting of the calendar and of the entries: cancelled where nothing that counts says otherwise."""
        fixed = {(one.body, one.day) for one in self.rules.programme.meetings}
        for body, day in sorted(fixed | set(self.gatherings), key=lambda one: (one[1], one[0])):
            entries = self.gatherings.get((body, day), [])
            stands = self._stands(day, (body, day) in fixed, {one.corrects or one.seq for one in entries}, book)
            stamp = max((one.at for one in entries), default=self.first)
            known = len(entries) - ((body, day) not in fixed)
            yield Gathering(body=body, day=day, cancelled=not stands, revision=max(0, known), stamp=stamp)

    def _stands(self, day: date, planned: bool, told: Iterable[int], book: Casebook) -> bool:
        """Whether the body meets then, by what still counts of what was told: what was held, was held."""
        for seq in sorted(told):
            mark = book.mark(seq)
            event = self.rules.lifecycle.event(mark.what) if mark is not None else None
            if mark is None or event is None:
                continue
            if event.meeting == "held" and mark.on == day:
                return True
            if event.meeting != "held":
                planned = event.meeting == "planned"
        return planned


def _dues(reading: Reading, told: _Told) -> Iterator[Due]:
    """By the rules that each case runs under, as the daily check goes by."""
    for case in (reading.book.own, *in_file_order(reading)):
        rules = told.fetch(case.rules)
        for milestone in rules.programme.milestones:
            if milestone.due is not None and (milestone.scope == "programme") == (case.key == ""):
                yield _due(milestone, milestone.due, case, rules, reading.book, told)


def _due(milestone: Milestone, due: date, case: Case, rules: Rules, book: Casebook, told: _Told) -> Due:
    judgement = judge(milestone, case, rules, date.max)
    ways = role_ways((milestone.answers,), case if case.key else None, rules)
    moves = told.moves.get((case.key, milestone.id), _Moves(0, told.first))
    let_go = told.scopes.get(case.key, _Moves())
    return Due(
        milestone=milestone.id,
        assignment=case.key or None,
        day=due,
        opens=milestone.opens,
        meeting=milestone.meeting,
        role=milestone.answers,
        answers=entitled(ways, due, book),
        judgement=judgement,
        cancelled=judgement.verdict is Verdict.LAPSED,
        revision=moves.number + let_go.number,
        stamp=max((moves.at, let_go.at, judgement.recorded_at or _NEVER, *_given(ways, book))),
    )


def _given(ways: tuple[Way, ...], book: Casebook) -> Iterator[Instant]:
    """When those were recorded who answer for it."""
    return (one.at for one in book.grants() if any(way.fits(one) for way in ways))


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
