"""The fold: entries in, casebook out. The one place in which a state comes about.

It believes what the entries say and judges nothing; whether they were lawful is for
`vs_workflow.decide` before they are written, and for `vs_workflow.audit` ever after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from vs_workflow.casebook import Case, Casebook, Grant, Mark, with_key
from vs_workflow.journal.entry import Entry, Instant, Kind, day_of
from vs_workflow.journal.remains import remains
from vs_workflow.reasons import Facts

OWN = ""
"""The key of the programme's own case, and the scope of what concerns the programme at large."""

_NEVER = date.min
NOTHING = Casebook(
    programme="",
    rehearsal=False,
    head=0,
    at=Instant(""),
    rules="",
    own=Case(OWN, _NEVER, "", "", _NEVER, ""),
    cases={},
    openings={},
    people={},
)


@dataclass(frozen=True, slots=True)
class Fix:
    """What corrections say of an entry: another day, or annulled."""

    by: int
    at: Instant
    on: date | None

    @property
    def annuls(self) -> bool:
        return self.on is None


def concerns(entry: Entry) -> tuple[str, ...]:
    """The scopes that must read this entry to know their state: assignments' keys, and "" for the programme at large.

    A casebook replayed from the entries that concern "" and some assignments equals the
    whole one, restricted to those assignments.
    """
    match entry.kind:
        case Kind.REFUSAL | Kind.SWEEP | Kind.FLAG:
            return ()
        case Kind.KEY:
            return (OWN,)
        case Kind.CORRECTION:
            return (OWN, entry.assignment) if entry.assignment else (OWN,)
        case Kind.GENESIS | Kind.RULES | Kind.REGISTER | Kind.OPENED | Kind.STEP | Kind.EVENT | Kind.GRANT:
            if entry.assignment is None:
                return (OWN,)
            return (OWN, entry.assignment) if entry.opens else (entry.assignment,)
        case Kind.MIGRATION:
            return (OWN,) if entry.assignment is None else (entry.assignment,)
        case Kind.DESTRUCTION:
            # The assignment is no more; that it is not, and which bodies it left, everybody must know.
            return (OWN,)
    assert_never(entry.kind)


def replay(entries: Iterable[Entry], *, after: Casebook = NOTHING, fixes: Mapping[int, Fix] | None = None) -> Casebook:
    """The casebook after these entries. `fixes` are corrections assumed beforehand, as if made from the start."""
    fold = Fold(after, fixes)
    for entry in entries:
        fold.take(entry)
    return fold.book


class Fold:
    """The fold, entry by entry, for whoever looks at the casebook in between: each one costs what it changes.

    What `book` gives is a view that the next entry changes; to keep one, keep the book that `replay` gives.
    """

    def __init__(self, after: Casebook = NOTHING, fixes: Mapping[int, Fix] | None = None) -> None:
        self._head = after.head
        self._at = after.at
        self._rules = after.rules
        self._programme = after.programme
        self._rehearsal = after.rehearsal
        self._own = after.own
        self._cases = dict(after.cases)
        self._openings = dict(after.openings)
        self._people = dict(after.people)
        self._destroyed = dict(after.destroyed)
        self._former = after.former
        self._keys = after.keys
        self._fixes = dict(fixes or {})

    @property
    def book(self) -> Casebook:
        """What is known after the entries that were taken."""
        return Casebook(
            programme=self._programme,
            rehearsal=self._rehearsal,
            head=self._head,
            at=self._at,
            rules=self._rules,
            own=self._own,
            cases=self._cases,
            openings=self._openings,
            people=self._people,
            destroyed=self._destroyed,
            former=self._former,
            keys=self._keys,
        )

    def put(self, case: Case) -> None:
        """Have this case, of an assignment that is open, say what it says from here on."""
        self._cases[case.key] = case

    def know_destroyed(self, gone: Mapping[str, int]) -> None:
        """Take it as known which assignments are destroyed, each by which entry."""
        self._destroyed = dict(gone)

    def skip(self, entry: Entry) -> None:
        """Take the number and the moment of an entry, and nothing of what it says."""
        self._head, self._at = entry.seq, entry.at

    def take(self, entry: Entry) -> None:
        """Read one more; an entry that cannot be read raises and leaves the book as it was."""
        match entry.kind:
            case Kind.GENESIS:
                first = day_of(str(entry.facts["first_day"]))
                self._programme, self._rehearsal = str(entry.facts["programme"]), bool(entry.facts["rehearsal"])
                self._own = Case(OWN, first, "", "", first, entry.rules)
            case Kind.RULES:
                self._rules = entry.rules
                self._own = replace(self._own, rules=entry.rules)
            case Kind.REGISTER:
                self._people[str(entry.facts["person"])] = str(entry.facts["record"])
            case Kind.OPENED:
                key, initial = str(entry.assignment), str(entry.target)
                self._cases[key] = Case(key, entry.on, initial, initial, entry.on, entry.rules)
            case Kind.STEP | Kind.EVENT:
                self._mark(entry)
            case Kind.GRANT:
                self._grant(entry)
            case Kind.CORRECTION:
                self._correct(entry)
            case Kind.MIGRATION:
                self._migrate(entry)
            case Kind.KEY:
                self._keys = with_key(self._keys, entry)
            case Kind.DESTRUCTION:
                self._destroy(entry)
            case Kind.REFUSAL | Kind.SWEEP | Kind.FLAG:
                pass
            case _:
                assert_never(entry.kind)
        self.skip(entry)

    def _scope(self, entry: Entry) -> Case | None:
        """The case that the entry belongs to; None in a partial reading that does not hold it."""
        return self._cases.get(entry.assignment) if entry.assignment else self._own

    def _now(self, case: Case) -> None:
        if case.key == OWN:
            self._own = case
        else:
            self._cases[case.key] = case

    def _mark(self, entry: Entry) -> None:
        mark = _mark_of(entry)
        fix = self._fixes.get(entry.seq)
        case = self._scope(entry)
        if fix is not None and fix.annuls:
            if case is not None:
                self._now(replace(case, annulled=(*case.annulled, _fixed(mark, fix))))
            return
        if fix is not None:
            mark = _fixed(mark, fix)
        if mark.opens:
            self._openings[mark.seq] = mark
        if case is None:
            return
        if mark.to is None:
            self._now(replace(case, marks=(*case.marks, mark)))
        else:
            self._now(replace(case, marks=(*case.marks, mark), state=mark.to, since=mark.on))

    def _grant(self, entry: Entry) -> None:
        facts = entry.facts
        if entry.what == "end":
            self._end(entry)
            return
        rests_on = facts.get("rests_on")
        until = facts.get("until")
        grant = Grant(
            seq=entry.seq,
            person=str(facts["person"]),
            role=str(facts["role"]),
            assignment=entry.assignment,
            body=_text(facts.get("body")),
            district=_text(facts.get("district")),
            organisation=_text(facts.get("organisation")),
            start=entry.on,
            until=None if until is None else date.fromisoformat(str(until)),
            at=entry.at,
            giver=entry.actor if rests_on is not None else None,
            rests_on=rests_on if isinstance(rests_on, int) else None,
        )
        case = self._scope(entry)
        if case is not None:
            self._now(replace(case, grants={**case.grants, grant.seq: grant}))

    def _end(self, entry: Entry) -> None:
        target = entry.facts["grant"]
        case = self._scope(entry)
        if case is None or not isinstance(target, int) or target not in case.grants:
            return
        ended = replace(case.grants[target], until=entry.on, ended_by=entry.seq)
        self._now(replace(case, grants={**case.grants, target: ended}))

    def _correct(self, entry: Entry) -> None:
        assert entry.corrects is not None
        fix = Fix(entry.seq, entry.at, None if entry.what == "annul" else entry.on)
        opening = self._openings.pop(entry.corrects, None)
        if opening is not None and not fix.annuls:
            self._openings[entry.corrects] = _fixed(opening, fix)
        case = self._scope(entry)
        if case is None:
            return
        kept: list[Mark] = []
        gone = list(case.annulled)
        for mark in case.marks:
            if mark.seq != entry.corrects:
                kept.append(mark)
            elif fix.annuls:
                gone.append(_fixed(mark, fix))
            else:
                kept.append(_fixed(mark, fix))
        self._now(case.with_marks(tuple(kept), tuple(gone)))

    def _destroy(self, entry: Entry) -> None:
        key, kept = str(entry.assignment), tuple(remains(entry))
        self._destroyed[key] = entry.seq
        self._cases.pop(key, None)
        for left in kept:
            # Whoever read them at their own places learns nothing new; after the blanks there is nothing else.
            if left.corrects is None:
                self._openings[left.seq] = _mark_of(left)
            else:
                self._correct(left)

    def _migrate(self, entry: Entry) -> None:
        case = self._scope(entry)
        if entry.assignment is None:
            self._former = (*self._former, self._rules)
            self._rules = entry.rules
        if case is not None:
            moved = replace(case, rules=entry.rules)
            self._now(moved if entry.target is None else replace(moved, state=entry.target, since=entry.on))


_UNSAID: Facts = {}  # one for all the marks that say nothing more: together they would take much memory


def _mark_of(entry: Entry) -> Mark:
    return Mark(
        seq=entry.seq,
        what=entry.what,
        on=entry.on,
        at=entry.at,
        actor=entry.actor,
        behalf_of=entry.behalf_of,
        typed_by=entry.typed_by,
        role=entry.role,
        grant=entry.grant,
        assignment=entry.assignment,
        source=entry.source,
        to=entry.target if entry.kind is Kind.STEP else None,
        facts=entry.facts or _UNSAID,
        documents=entry.documents,
        reason=entry.reason,
        opens=entry.opens or _UNSAID,
        first_on=entry.on,
        recorded_at=entry.at,
    )


def _fixed(mark: Mark, fix: Fix) -> Mark:
    return replace(mark, on=mark.on if fix.on is None else fix.on, at=fix.at, fixed_by=fix.by)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
