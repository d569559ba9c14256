"""What nobody asked for: the beginning of a programme, and what other rules add when it is moved to them.

Such entries must be what the rules say that a programme begins with, stand where they
belong, and all be there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from vs_workflow.audit.compared import same
from vs_workflow.casebook import Casebook
from vs_workflow.decide.migration import additions, along
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.reasons import Finding, Trouble
from vs_workflow.rules.programme import FirstHolder
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day

ASKED_FOR = (
    "actor", "behalf_of", "typed_by", "role", "grant", "guards", "documents", "reason", "corrects", "opens", "asked",
    "reasons", "source", "key", "request",
)  # fmt: skip
"""What only an entry has that somebody asked for."""

_KINDS = {
    Kind.GENESIS: ("genesis", {"format", "programme", "rehearsal", "first_day"}),
    Kind.RULES: ("rules", {"lifecycle", "programme"}),
    Kind.REGISTER: ("person", {"person", "record"}),
    Kind.OPENED: ("opened", set[str]()),
    Kind.GRANT: ("grant", {"role", "person", "body", "district", "organisation"}),
}


def under_its_name(book: Casebook, programme: str) -> Iterator[Finding]:
    """A journal is kept under the programme that its beginning names: checkpoints and derived rows are found by it.

    One that names none is none that the rules begin with, and is found so.
    """
    if book.programme not in ("", programme):
        yield Finding("founding", "lawful.renamed", {"found": book.programme, "expected": programme}, seq=1)


class Foundation:
    """Judges the founding entries in their order, and what a move to other rules brings with it."""

    def __init__(self, gone: Callable[[], Collection[str]]) -> None:
        """`gone` are the assignments that are destroyed anywhere in the journal."""
        self._gone = gone
        self._first_rules = ""
        self._moved: Entry | None = None
        self._owed: list[Draft] = []
        self._perhaps: set[str] = set()
        self._answers = False
        self._past = _Past()

    def known(self, entry: Entry) -> None:
        """Take note of an entry that was judged before."""
        self._past.add(entry)
        if entry.kind is Kind.RULES:
            self._first_rules = entry.rules
        elif entry.kind is Kind.MIGRATION and entry.assignment is None:
            self._moved = entry

    def follow(self, entry: Entry) -> Iterator[Finding]:
        """Every entry passes here first; whatever is not of the move before it ends that move."""
        self._past.add(entry)
        place = next((n for n, draft in enumerate(self._owed) if self._is_that(entry, draft)), None)
        self._answers = place is not None
        if place is not None:
            yield from self._missing(self._owed[:place])
            del self._owed[: place + 1]
        elif entry.actor is not None or entry.kind not in _KINDS:
            yield from self.settle()

    def moved(self, entry: Entry, book: Casebook, rules_of: Callable[[str], Rules]) -> None:
        """Take note of an accepted move of the programme to other rules, and of all that must follow it at once."""
        if entry.kind is Kind.MIGRATION and entry.assignment is None:
            new, moving = rules_of(str(entry.facts.get("to"))), along(entry)
            left = {key: seq for key, seq in book.destroyed.items() if key not in moving}
            added = certain = list(additions(book, new, entry))
            if len(left) < len(book.destroyed):
                # Whether anybody held the seats in what moved along and was destroyed since, nobody can tell.
                added = list(additions(replace(book, destroyed=left), new, entry))
            gone, brought = self._gone(), (*(replace(entry, assignment=key) for key in moving), *added)
            self._moved, self._owed = entry, [draft for draft in brought if draft.assignment not in gone]
            self._perhaps = _people(added) - _people(certain)

    def take(self, entry: Entry, book: Casebook, rules: Rules) -> Iterator[Finding]:
        """What does not hold of this entry that nobody asked for, given the book before it."""
        if entry.kind is Kind.RULES:
            self._first_rules = entry.rules
        lawful = self._answers or (self._moved is None and _first(entry, book, rules, self._past))
        if not lawful or not _shaped(entry, rules, self._moved):
            yield Finding("founding", "lawful.founding", {"kind": entry.kind.value, "what": entry.what}, seq=entry.seq)

    def settle(self) -> Iterator[Finding]:
        """What a move to other rules should have brought and did not."""
        yield from self._missing(self._owed)
        self._owed = []

    def _missing(self, drafts: Sequence[Draft]) -> Iterator[Finding]:
        seq = self._moved.seq if self._moved is not None else 1
        for draft in drafts:
            said = [draft.kind.value, draft.assignment, draft.facts.get("role"), draft.facts.get("person")]
            what = " ".join(str(one) for one in said if one)
            if not _people((draft,)) & self._perhaps:
                yield Finding("founding", "lawful.move-missing", {"what": what}, seq=seq)

    def _is_that(self, entry: Entry, draft: Draft) -> bool:
        """Whether the entry is what was to follow; a register may know more of a person than the rules do."""
        assert self._moved is not None
        same = (entry.at, entry.kind, entry.assignment) == (self._moved.at, draft.kind, draft.assignment)
        if not same or draft.kind is Kind.MIGRATION:
            return same and entry.facts.get("to") == draft.facts.get("to")
        return entry.target == draft.target and draft.facts.items() <= entry.facts.items()

    def end(self, book: Casebook, rules_of: Callable[[str], Rules]) -> Iterator[Finding]:
        """What the rules begin with must all be there: every assignment opened, every first holder seated."""
        try:
            first = rules_of(self._first_rules).programme if self._first_rules else None
            now = rules_of(book.rules).programme if book.rules else None
        except Trouble:
            return
        seated = {(grant.role, grant.person, grant.assignment, grant.body) for grant in book.grants()}
        known = book.cases.keys() | book.destroyed.keys()
        missing = [one.key for one in (now.assignments if now is not None else ()) if one.key not in known]
        missing += [
            f"{holder.role} {holder.person}"
            for holder in (first.holders if first is not None else ())
            for place in (holder.assignments or (None,))
            if place not in book.destroyed and (holder.role, holder.person, place, holder.body or None) not in seated
        ]
        for one in missing:
            yield Finding("founding", "lawful.founding-missing", {"what": one}, seq=1)


class _Past:
    """What the entries before the last may have left in the book, so that the book is searched only where they may.

    Without it every first grant would be held against every other one.
    """

    def __init__(self) -> None:
        self._last: Entry | None = None
        self._seats: set[str] = set()
        self._moments: set[str] = set()
        self._mandates = False
        self._acted = False
        self._holders: tuple[str, dict[tuple[str, str], list[FirstHolder]]] = "", {}

    def add(self, entry: Entry) -> None:
        """Read one more; the one before it belongs to the past from here on."""
        before, self._last = self._last, entry
        if before is None:
            return
        self._acted = self._acted or before.kind not in _KINDS
        if before.kind is Kind.GRANT:
            self._mandates = self._mandates or before.what != "grant"
            self._seats.add(_seat(before))
            self._moments.add(before.at)

    def may_have_acted(self) -> bool:
        return self._acted

    def may_have_granted(self) -> bool:
        return bool(self._moments)

    def may_have_granted_before(self, entry: Entry) -> bool:
        return bool(self._moments - {entry.at})

    def may_have_seated(self, entry: Entry) -> bool:
        return self._mandates or _seat(entry) in self._seats

    def holders(self, rules: Rules, entry: Entry) -> list[FirstHolder]:
        """The first holders whom the file gives this role and person."""
        if self._holders[0] != rules.hash:
            found: dict[tuple[str, str], list[FirstHolder]] = {}
            for holder in rules.programme.holders:
                found.setdefault((holder.role, holder.person), []).append(holder)
            self._holders = rules.hash, found
        return self._holders[1].get((str(entry.facts.get("role")), str(entry.facts.get("person"))), [])


def _people(drafts: Iterable[Draft]) -> set[str]:
    """Those whom the register gets by these."""
    return {str(draft.facts.get("person")) for draft in drafts if draft.kind is Kind.REGISTER}


def _seat(entry: Entry) -> str:
    """What the book makes of it; a forged fact may be anything."""
    facts, body = entry.facts, entry.facts.get("body")
    place = entry.assignment, body if isinstance(body, str) else None
    return repr((str(facts.get("role")), str(facts.get("person")), *place))


def _first(entry: Entry, book: Casebook, rules: Rules, past: _Past) -> bool:
    """Whether this may stand at the beginning, before anything was decided."""
    programme = rules.programme
    match entry.kind:
        case Kind.GENESIS:
            said = entry.facts.get("format"), entry.facts.get("programme"), entry.facts.get("first_day")
            expected = (1, programme.key, programme.first_day.isoformat())
            return entry.seq == 1 and same(said, expected) and isinstance(entry.facts.get("rehearsal"), bool)
        case Kind.RULES:
            return entry.seq == 2 and entry.rules == rules.hash and _manifest(entry) == rules.hash
        case Kind.REGISTER:
            return not book.cases and str(entry.facts.get("person")) not in book.people
        case Kind.OPENED:
            return _new_assignment(entry, book, rules) and not (past.may_have_granted() and any(book.grants()))
        case Kind.GRANT:
            acted, granted = past.may_have_acted(), past.may_have_granted_before(entry)
            decided = acted and (book.own.marks or any(case.marks for case in book.cases.values()))
            earlier = granted and any(grant.at != entry.at for grant in book.grants())
            return not decided and not earlier and _named_holder(entry, book, rules, past)
        case _:
            return False


def _new_assignment(entry: Entry, book: Casebook, rules: Rules) -> bool:
    known = rules.programme.assignment(entry.assignment or "") is not None
    return known and entry.assignment not in book.cases and entry.target == rules.lifecycle.initial


def _named_holder(entry: Entry, book: Casebook, rules: Rules, past: _Past) -> bool:
    """Whether the file names this person for this place, and he was not seated there already."""
    facts = entry.facts
    named = any(_is_of(holder, entry) for holder in past.holders(rules, entry))
    return named and not (
        past.may_have_seated(entry)
        and any(
            grant.role == facts.get("role")
            and grant.person == facts.get("person")
            and grant.assignment == entry.assignment
            and grant.body == facts.get("body")
            and grant.covers(entry.on)
            for grant in book.grants()
        )
    )


def _is_of(holder: FirstHolder, entry: Entry) -> bool:
    facts = entry.facts
    return (
        holder.role == facts.get("role")
        and holder.person == facts.get("person")
        and (holder.body or None) == facts.get("body")
        and holder.district in ("", facts.get("district"))
        and holder.organisation in ("", facts.get("organisation"))
        and (entry.assignment in holder.assignments if holder.assignments else entry.assignment is None)
    )


def _shaped(entry: Entry, rules: Rules, moved: Entry | None) -> bool:
    """A founding entry says what such entries say, on the day of such entries, and nothing beside."""
    what, keys = _KINDS.get(entry.kind, ("", set[str]()))
    own = entry.kind in (Kind.GENESIS, Kind.RULES, Kind.REGISTER)
    first = local_day(entry.at, rules) if own else rules.programme.first_day
    return (
        entry.what == what
        and set(entry.facts) <= keys
        and entry.on == (moved.on if moved is not None else first)
        and (not own or entry.assignment is None)
        and (entry.kind is Kind.OPENED or entry.target is None)
        and all(getattr(entry, name) in (None, "", (), {}) for name in ASKED_FOR)
    )


def _manifest(entry: Entry) -> str:
    said = f"lifecycle {entry.facts.get('lifecycle')}\nprogramme {entry.facts.get('programme')}\n"
    return content_hash(said.encode())
