"""Who held it: for how many days each assignment lay with whom, from its opening until today or its end.

Between two days on which something changed (a step, an event, a grant) it lies with the
same people: those who hold one of the roles in which the next thing may be done, by the rules
that it went by then. The parts sum to the whole. Whose turn it is, in `vs_workflow.timeline.turn`, is
asked more widely: of deputies too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from vs_workflow.casebook import Case
from vs_workflow.desk.naming import MisunderstoodHere, not_there
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading
from vs_workflow.desk.told import told
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Kind
from vs_workflow.ports import Work
from vs_workflow.reasons import Misunderstood
from vs_workflow.rules.authority import holders, roles_of, ways
from vs_workflow.rules.lifecycle import Event
from vs_workflow.rules.rulebook import fetch
from vs_workflow.rules.waiting import open_actions

Ruled = tuple[tuple[date, str], ...]
"""Days, in their order, each with the hash of the rules from then on."""

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """From `start` until before `end` it lay, in `state`, with these people, each holding one of these roles.

    `acts` are the steps or the events that were waited for; of several, each of some of these people.
    `holidays_unnamed` are the years in it of which the programme file names no holiday.
    """

    assignment: str
    start: date
    end: date
    state: str
    acts: tuple[str, ...]
    roles: tuple[str, ...]
    people: tuple[str, ...]
    days: int
    working_days: int
    holidays_unnamed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """For how many days in all it lay in these roles."""

    roles: tuple[str, ...]
    days: int
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """For how many days in all it lay in these roles with these people; with nobody where none held one."""

    roles: tuple[str, ...]
    people: tuple[str, ...]
    days: int
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The parts of one assignment, in order; `days` is from its opening until `end`, the sum of the parts."""

    assignment: str
    start: date
    end: date
    days: int
    working_days: int
    parts: tuple[Part, ...]

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Its days by roles, in the order in which it came to them; they too add up to the whole."""
        return tuple(
            Sum(roles=parts[0].roles, days=_days(parts), working_days=_days_of_work(parts))
            for parts in _alike(self.parts, lambda part: part.roles)
        )

    @property
    def shares(self) -> tuple[Share, ...]:
        """Its days by roles and who held them, in that order too; those of the same roles add up to their sum."""
        return tuple(
            Share(
                roles=parts[0].roles,
                people=parts[0].people,
                days=_days(parts),
                working_days=_days_of_work(parts),
            )
            for parts in _alike(self.parts, lambda part: (part.roles, frozenset(part.people)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    setting: Setting
    assignments: tuple[Holding, ...]

    @property
    def holidays_unnamed(self) -> tuple[int, ...]:
        """The years among the days counted of which the programme file names no holiday."""
        return tuple(sorted({year for one in self.assignments for part in one.parts for year in part.holidays_unnamed}))


def who_held_it(office: Office, assignment: str | None = None, on: date | None = None) -> Held:
    """Of one assignment or of all: with whom it lay, from its opening until `on` (today) or its end."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=on)
        ruled = _ruled(work) if reading.book.former else {}
        laws = {address: fetch(address, work.shelf.get) for each in ruled.values() for _, address in each}
    reading = replace(reading, laws={**laws, **reading.laws})
    if reading.on > reading.today:
        raise Misunderstood("held.in-the-future", on=reading.on.isoformat(), today=reading.today.isoformat())
    wanted = None if assignment is None else reading.assignment(assignment)
    cases = [case for case in reading.book.cases.values() if wanted in (None, case.key)]
    if wanted is not None and not cases:
        raise not_there(wanted, reading.book, reading.setting)
    opened = [case for case in cases if case.opened_on <= reading.on]
    if cases and not opened:
        raise MisunderstoodHere(
            "day.before-opening", reading.setting, assignment=cases[0].key, on=reading.on.isoformat()
        )
    holdings = (_holding(case, ruled.get(case.key, ((date.min, case.rules),)), reading) for case in opened)
    return Held(setting=reading.setting, assignments=tuple(holdings))


def _ruled(work: Work) -> dict[str, Ruled]:
    """By which rules an assignment went from which day on, where it ever moved to others."""
    found: dict[str, Ruled] = {}
    for entry in told(work):
        if entry.kind is Kind.MIGRATION and entry.assignment is not None:
            before = found.get(entry.assignment, ((date.min, str(entry.facts["from"])),))
            found[entry.assignment] = (*before, (entry.on, entry.rules))
    return found


def _holding(case: Case, ruled: Ruled, reading: Reading) -> Holding:
    parts = tuple(_parts(case, ruled, reading))
    return Holding(
        assignment=case.key,
        start=case.opened_on,
        end=parts[-1].end if parts else case.opened_on,
        days=_days(parts),
        working_days=_days_of_work(parts),
        parts=parts,
    )


def _alike(parts: Iterable[Part], by: Callable[[Part], Hashable]) -> Iterable[list[Part]]:
    """The parts that are the same in this, together, in the order of the first of each."""
    found: dict[Hashable, list[Part]] = {}
    for part in parts:
        found.setdefault(by(part), []).append(part)
    return found.values()


def _days(parts: Iterable[Part]) -> int:
    return sum(part.days for part in parts)


def _days_of_work(parts: Iterable[Part]) -> int:
    return sum(part.working_days for part in parts)


def _parts(case: Case, ruled: Ruled, reading: Reading) -> Iterator[Part]:
    """Each stretch in which it lay with the same people for the same; the last one ends on the day looked at."""
    open_part: Part | None = None
    for start, end in pairwise((*_days_of_change(case, ruled, reading), reading.on)):
        (*_, by_then) = (address for day, address in ruled if day <= start)
        now = _lies(replace(case, rules=by_then), start, end, reading)
        if now is None:
            break
        same = open_part is not None and _said(open_part) == _said(now)
        if open_part is not None and same:
            open_part = _longer(open_part, now)
            continue
        if open_part is not None:
            yield open_part
        open_part = now
    if open_part is not None:
        yield open_part


def _said(part: Part) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    return part.state, part.acts, part.roles, part.people


def _longer(first: Part, then: Part) -> Part:
    return replace(
        first,
        end=then.end,
        days=first.days + then.days,
        working_days=first.working_days + then.working_days,
        holidays_unnamed=tuple(dict.fromkeys((*first.holidays_unnamed, *then.holidays_unnamed))),
    )


def _days_of_change(case: Case, ruled: Ruled, reading: Reading) -> list[date]:
    """The opening and every later day before the one looked at on which somebody else may have got it."""
    found = {case.opened_on} | {mark.on for mark in case.marks} | {day for day, _ in ruled}
    for grant in reading.book.only(case.key).grants():
        found |= {grant.start} | ({grant.until} if grant.until is not None else set())
    found |= {mark.on for mark in reading.book.openings.values()}
    return sorted(day for day in found if case.opened_on <= day < reading.on)


def _lies(case: Case, start: date, end: date, reading: Reading) -> Part | None:
    """With whom it lies from that day on; None from its end on."""
    seen = replace(reading.under(case), book=reading.book.only(case.key).as_of(start), on=start)
    then = replace(seen.book.cases[case.key], rules=case.rules)
    if seen.rules.lifecycle.is_final(then.state):
        return None
    acts, roles, people = _asked_next(then, seen)
    holidays = seen.rules.programme.holidays
    return Part(
        assignment=case.key,
        start=start,
        end=end,
        state=then.state,
        acts=acts,
        roles=roles,
        people=people,
        days=(end - start).days,
        working_days=_working_days(start, end, holidays),
        holidays_unnamed=_years_without(holidays, start, end),
    )


def _asked_next(case: Case, seen: Reading) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What is asked next, in which roles, and who hold one; what a step waits for comes before another step.

    Of their own: a deputy may act, but it lies with whom he acts for.
    """
    rules = seen.under(case).rules
    actions = list(open_actions(case, rules))
    actions = [one for one in actions if isinstance(one[0], Event)] or actions
    found = [(action, ways(action, facts, case, seen.book, rules)) for action, facts in actions]
    acts = dict.fromkeys(action.key for action, _ in found)
    roles = dict.fromkeys(role for action, may in found for role in roles_of(action, may))
    people = dict.fromkeys(person for _, may in found for person in holders(may, seen.on, seen.book))
    return tuple(acts), tuple(roles), tuple(people)


def _working_days(start: date, end: date, holidays: tuple[date, ...]) -> int:
    """Mondays to Fridays from `start` until before `end`, each holiday of the programme file taken off once."""
    weeks, rest = divmod((end - start).days, 7)
    found = 5 * weeks + sum((start + number * _DAY).weekday() < _SATURDAY for number in range(rest))
    return found - sum(1 for day in set(holidays) if start <= day < end and day.weekday() < _SATURDAY)


def _years_without(holidays: tuple[date, ...], start: date, end: date) -> tuple[int, ...]:
    named = {day.year for day in holidays}
    return tuple(year for year in range(start.year, (end - _DAY).year + 1) if year not in named)
