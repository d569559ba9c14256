"""What a use-case reads before it looks or acts: the book, the rules, the people, today; and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from vs_workflow.casebook import Case, Casebook
from vs_workflow.desk.naming import MisunderstoodHere, find_assignment, not_there
from vs_workflow.desk.office import Office, Record
from vs_workflow.desk.register import names, records
from vs_workflow.desk.views import Setting, Turn
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import Work
from vs_workflow.reasons import Misunderstood, StoreTrouble
from vs_workflow.rules.authority import entitled_to
from vs_workflow.rules.lifecycle import Step
from vs_workflow.rules.rulebook import Rules, fetch
from vs_workflow.rules.waiting import main_road
from vs_workflow.rules.zone import local_day


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `laws` are all the rules that it rests on, by hash: a running assignment keeps its own.

    `former` are those that the programme ran under before, as far as they are kept. `now` is
    the moment at which was read: it gave `today`, and an entry that is decided by this is stamped with it.
    """

    book: Casebook
    rules: Rules
    laws: Mapping[str, Rules]
    records: dict[str, Record]
    now: Instant
    today: date
    on: date
    former: tuple[Rules, ...] = ()

    def assignment(self, called: str) -> str:
        """The key of the assignment that is, or once was, called so; raises Misunderstood."""
        return find_assignment(called, self.rules, (*self.laws.values(), *self.former))

    @property
    def setting(self) -> Setting:
        return Setting(
            rules=self.rules,
            names=names(self.records),
            rehearsal=self.book.rehearsal,
            on=self.on,
            today=self.today,
            bodies={key: one.called for key, one in self.book.bodies.items()},
            own={case.key: self.laws[case.rules] for case in self.book.cases.values() if case.rules != self.rules.hash},
        )

    def under(self, case: Case) -> Reading:
        """The same, under the rules that this case runs under."""
        return self if case.rules == self.rules.hash else replace(self, rules=self.laws[case.rules])

    def with_book(self, book: Casebook, work: Work) -> Reading:
        """The same, with another book and every rule that its cases run under."""
        return replace(self, book=book, laws=_laws(book, work))


def open_reading(
    office: Office,
    work: Work,
    *,
    on: date | None,
    writing: bool = False,
    assignments: Collection[str] | None = None,
) -> Reading:
    """Load what is known and what day it is; raises Misunderstood where the clock was set and may not be.

    Raises StoreTrouble where there is no journal, or none that says whether the clock may be set.

    Today is the programme's local day of the moment that an entry would get, also for who only
    looks or tries: the later of now and the last entry's. `writing` says that one will be
    written: in a rehearsal that is done at a moment that is set.
    """
    book = work.index.book(assignments)
    if book.head == 0:
        raise StoreTrouble("store.empty")
    now = office.stamps.now()
    if office.clock_set and not book.rehearsal:
        if not book.programme:
            # Only the beginning says whether this is a rehearsal.
            raise StoreTrouble("store.no-beginning")
        raise Misunderstood("clock.not-a-rehearsal")
    rules = fetch(book.rules, work.shelf.get)
    today = local_day(max(now, book.at), rules)
    people = records(office, work.shelf, book)
    laws, former = _laws(book, work), _former(book, work)
    reading = Reading(book, rules, laws, people, now, today, on if on is not None else today, former)
    if writing and book.rehearsal and not office.clock_set:
        raise MisunderstoodHere("clock.rehearsal-needs-now", reading.setting, last=book.at)
    if office.clock_set and now < book.at:
        raise MisunderstoodHere("clock.before-last-entry", reading.setting, now=now, last=book.at)
    return reading


def _laws(book: Casebook, work: Work) -> dict[str, Rules]:
    hashes = dict.fromkeys((book.rules, *(case.rules for case in book.all_cases())))
    return {address: fetch(address, work.shelf.get) for address in hashes}


def _former(book: Casebook, work: Work) -> tuple[Rules, ...]:
    found: list[Rules] = []
    for address in reversed(book.former):
        # Only names are looked up in these; who lost them is told by verification, not by every call.
        with suppress(StoreTrouble):
            found.append(fetch(address, work.shelf.get))
    return tuple(found)


def turns(case: Case, reading: Reading) -> tuple[Turn, ...]:
    """The steps that the order allows now, and who may take each on the day looked at; the main road first."""
    reading = reading.under(case)
    steps = reading.rules.lifecycle.steps_from(case.state)
    return _turns(sorted(steps, key=lambda one: one.back), case, reading)


def turns_ahead(case: Case, reading: Reading) -> tuple[Turn, ...]:
    """Those of the main road alone, also where they wait for something."""
    reading = reading.under(case)
    return _turns(main_road(case, reading.rules), case, reading)


def _turns(steps: Iterable[Step], case: Case, reading: Reading) -> tuple[Turn, ...]:
    found: list[Turn] = []
    for step in steps:
        roles, people = entitled_to(step, {}, case, reading.book, reading.rules, reading.on)
        found.append(Turn(step=step.key, roles=roles, people=people))
    return tuple(found)


def about(office: Office, work: Work, assignment: str, on: date | None) -> Reading:
    """A reading that holds just this assignment beside the programme's own affairs, under the assignment's rules."""
    bare = open_reading(office, work, on=on, assignments=())
    key = bare.assignment(assignment)
    book = work.index.book((key,))
    if key not in book.cases:
        raise not_there(key, book, bare.setting)
    case = book.cases[key]
    return bare.with_book(replace(book, cases={key: case}), work).under(case)
