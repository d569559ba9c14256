"""What is known of a programme: its cases, grants, bodies and people, by key only.

A casebook is what the journal says when it is read from the first entry to some point. It
holds no rule and no name of a person; `vs_workflow.replay` makes it and nobody else changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from vs_workflow.journal.entry import Entry, Instant
from vs_workflow.reasons import Facts


@dataclass(frozen=True, slots=True)
class Mark:
    """An accepted step or event, as corrected: `on` is the day that counts now, `first_on` the day first given.

    `to` is the state reached and None for an event. `fixed_by` numbers the correction that
    moved it; `at` is when the day that counts now was recorded.
    """

    seq: int
    what: str
    on: date
    at: Instant
    actor: str | None
    behalf_of: str | None
    typed_by: str | None
    role: str | None
    grant: int | None
    assignment: str | None
    source: str | None
    to: str | None
    facts: Facts
    documents: tuple[str, ...]
    reason: str
    opens: Facts
    first_on: date
    recorded_at: Instant
    fixed_by: int | None = None

    @property
    def is_step(self) -> bool:
        return self.to is not None

    @property
    def people(self) -> frozenset[str]:
        """Who acted and on whose behalf."""
        return frozenset(key for key in (self.actor, self.behalf_of) if key is not None)


@dataclass(frozen=True, slots=True)
class Grant:
    """A person holds a role, for an assignment, a body or the programme, on days from `start` until `until`.

    `until` is the first day on which it no longer holds; None means without end. A mandate
    has `giver` and `rests_on` (the number of the giver's own grant). `ended_by` numbers the
    entry that ended it.
    """

    seq: int
    person: str
    role: str
    assignment: str | None
    body: str | None
    district: str | None
    organisation: str | None
    start: date
    until: date | None
    at: Instant
    giver: str | None = None
    rests_on: int | None = None
    ended_by: int | None = None

    @property
    def is_mandate(self) -> bool:
        return self.rests_on is not None

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def overlaps(self, start: date, until: date | None) -> bool:
        return (self.until is None or start < self.until) and (until is None or self.start < until)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that the journal declares: whose (`principal`) and for what (`log` or `witness`), from `start` on.

    `until` is the first day on which it no longer holds; None means that it was not retired.
    `retired_by` numbers the entry that retired it, `earlier_by` one that said that it held before `seq` said so.
    """

    seq: int
    fingerprint: str
    type: str
    public: str
    principal: str
    purpose: str
    start: date
    until: date | None = None
    retired_by: int | None = None
    earlier_by: int | None = None

    @property
    def started_by(self) -> int:
        """The number of the entry that gave its first day."""
        return self.earlier_by or self.seq

    def covers(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def begins_earlier(self, day: date, principal: str, purpose: str) -> bool:
        """Whether declaring it again from that day says that it held before its first day already."""
        return day < self.start and (principal, purpose) == (self.principal, self.purpose)


def with_key(keys: tuple[SigningKey, ...], entry: Entry) -> tuple[SigningKey, ...]:
    """The keys that are declared, after one more entry about them."""
    named = ("fingerprint", "type", "public", "principal", "purpose")
    fingerprint, kind, public, principal, purpose = (str(entry.facts.get(name, "")) for name in named)
    if entry.what == "added":
        known = next((one for one in keys if one.fingerprint == fingerprint), None)
        if known is not None and known.begins_earlier(entry.on, principal, purpose):
            earlier = replace(known, start=entry.on, earlier_by=entry.seq)
            return tuple(earlier if one is known else one for one in keys)
        return (*keys, SigningKey(entry.seq, fingerprint, kind, public, principal, purpose, entry.on))
    if entry.what != "retired":
        return keys
    # A key that was declared again, for later days, is retired from these.
    last = max((one.seq for one in keys if one.fingerprint == fingerprint), default=0)
    return tuple(replace(one, until=entry.on, retired_by=entry.seq) if one.seq == last else one for one in keys)


@dataclass(frozen=True, slots=True)
class Case:
    """One assignment, or (with key "") the programme's own affairs: live marks in the order of their numbers.

    `rules` is the hash of the rules it runs under; `since` the day its state was reached.
    """

    key: str
    opened_on: date
    initial: str
    state: str
    since: date
    rules: str
    marks: tuple[Mark, ...] = ()
    annulled: tuple[Mark, ...] = ()
    grants: Mapping[int, Grant] = field(default_factory=dict)

    @property
    def steps(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.to is not None)

    @property
    def last_step(self) -> Mark | None:
        for mark in reversed(self.marks):
            if mark.to is not None:
                return mark
        return None

    def with_marks(self, marks: tuple[Mark, ...], annulled: tuple[Mark, ...]) -> Case:
        """The case with other marks, its state folded anew from them."""
        steps = [mark for mark in marks if mark.to is not None]
        state = steps[-1].to if steps else self.initial
        since = steps[-1].on if steps else self.opened_on
        assert state is not None
        return replace(self, marks=marks, annulled=annulled, state=state, since=since)


@dataclass(frozen=True, slots=True)
class OpenedBody:
    """A body that entries opened (a body of the programme file needs none).

    The first of them by number says what it is; it stands from the earliest of their days.
    """

    key: str
    kind: str
    name: str
    district: str
    opened_on: date
    seq: int

    @property
    def called(self) -> str:
        """What people call it: its kind and its name, where the name does not begin with the kind."""
        return self.name if self.name.casefold().startswith(self.kind.casefold()) else f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Casebook:
    """All that is known after entry number `head`, recorded at `at`.

    `people` maps a person's key to the hash of the record in the register; `openings` holds the
    live marks that open a body, whichever assignment they belong to; `keys` are those that sign,
    in the order in which they were declared. A casebook may be partial: then `cases` holds only
    the assignments that were asked for, whole; or lean: then cases have only the marks that
    later entries can ask for. `destroyed` maps an assignment whose entries were lawfully
    destroyed to the number of the entry that says so.
    `former` are the hashes of the rules that the programme ran under before, in their order.
    """

    programme: str
    rehearsal: bool
    head: int
    at: Instant
    rules: str
    own: Case
    cases: Mapping[str, Case]
    openings: Mapping[int, Mark]
    people: Mapping[str, str]
    destroyed: Mapping[str, int] = field(default_factory=dict)
    former: tuple[str, ...] = ()
    keys: tuple[SigningKey, ...] = ()

    @property
    def bodies(self) -> dict[str, OpenedBody]:
        """The bodies that live entries opened, by key."""
        found: dict[str, OpenedBody] = {}
        for seq in sorted(self.openings):
            mark = self.openings[seq]
            for key, said in mark.opens.items():
                known = found.get(key)
                if known is not None:
                    found[key] = replace(known, opened_on=min(known.opened_on, mark.on))
                elif isinstance(said, dict):
                    kind, name, district = (str(said.get(part) or "") for part in ("kind", "name", "district"))
                    found[key] = OpenedBody(key, kind, name, district, mark.on, seq)
        return found

    def case(self, assignment: str | None) -> Case:
        """The case of an assignment, or the programme's own for None; raises KeyError for an unknown one."""
        return self.own if assignment is None else self.cases[assignment]

    def all_cases(self) -> Iterator[Case]:
        yield self.own
        yield from self.cases.values()

    def only(self, assignment: str | None) -> Casebook:
        """The same with no other assignment than this one: all that a step or an event of it is decided by."""
        case = self.cases.get(assignment or "")
        return replace(self, cases={} if case is None else {case.key: case})

    def grants(self) -> Iterator[Grant]:
        """Every grant and mandate, in no particular order."""
        for case in self.all_cases():
            yield from case.grants.values()

    def grant(self, seq: int) -> Grant | None:
        for case in self.all_cases():
            if seq in case.grants:
                return case.grants[seq]
        return None

    def mark(self, seq: int) -> Mark | None:
        """The live step or event with that number."""
        for case in self.all_cases():
            for mark in case.marks:
                if mark.seq == seq:
                    return mark
        return None

    def as_of(self, day: date) -> Casebook:
        """The same knowledge, looked at on `day`: what happened later is left out."""

        def earlier(case: Case) -> Case:
            return case.with_marks(tuple(m for m in case.marks if m.on <= day), case.annulled)

        return replace(
            self,
            own=earlier(self.own),
            cases={key: earlier(case) for key, case in self.cases.items() if case.opened_on <= day},
            openings={seq: mark for seq, mark in self.openings.items() if mark.on <= day},
        )
