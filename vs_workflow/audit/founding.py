"""What nobody asked for: the beginning of a programme, and what other rules add when it is moved to them.

Such entries must be what the rules say that a programme begins with, stand where they
belong, and all be there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vs_workflow.casebook import Casebook
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Entry, Kind
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


class Foundation:
    """Judges the founding entries in their order; `end` says what is missing."""

    def __init__(self) -> None:
        self._first_rules = ""
        self._moved: Entry | None = None

    def moved(self, entry: Entry) -> None:
        """Take note of an accepted move of the programme to other rules: what these add follows in the same moment."""
        if entry.kind is Kind.MIGRATION and entry.assignment is None:
            self._moved = entry

    def take(self, entry: Entry, book: Casebook, rules: Rules) -> Iterator[Finding]:
        """What does not hold of this entry, given the book before it."""
        if entry.kind is Kind.RULES:
            self._first_rules = entry.rules
        moved = self._moved is not None and entry.at == self._moved.at
        lawful = _added(entry, book, rules) if moved else _first(entry, book, rules)
        if not lawful or not _shaped(entry, rules, moved=moved):
            yield Finding("founding", "lawful.founding", {"kind": entry.kind.value, "what": entry.what}, seq=entry.seq)

    def end(self, book: Casebook, rules_of: Callable[[str], Rules]) -> Iterator[Finding]:
        """What the rules begin with must all be there: every assignment opened, every first holder seated."""
        try:
            first = rules_of(self._first_rules).programme if self._first_rules else None
            now = rules_of(book.rules).programme if book.rules else None
        except Trouble:
            return
        seated = {(grant.role, grant.person, grant.assignment, grant.body) for grant in book.grants()}
        missing = [one.key for one in (now.assignments if now is not None else ()) if one.key not in book.cases]
        missing += [
            f"{holder.role} {holder.person}"
            for holder in (first.holders if first is not None else ())
            for place in (holder.assignments or (None,))
            if (holder.role, holder.person, place, holder.body or None) not in seated
        ]
        for one in missing:
            yield Finding("founding", "lawful.founding-missing", {"what": one}, seq=1)


def _first(entry: Entry, book: Casebook, rules: Rules) -> bool:
    """Whether this may stand at the beginning, before anything was decided."""
    programme = rules.programme
    match entry.kind:
        case Kind.GENESIS:
            said = entry.facts.get("format"), entry.facts.get("programme"), entry.facts.get("first_day")
            expected = (1, programme.key, programme.first_day.isoformat())
            return entry.seq == 1 and said == expected and isinstance(entry.facts.get("rehearsal"), bool)
        case Kind.RULES:
            return entry.seq == 2 and entry.rules == rules.hash and _manifest(entry) == rules.hash
        case Kind.REGISTER:
            return not book.cases and str(entry.facts.get("person")) not in book.people
        case Kind.OPENED:
            return _new_assignment(entry, book, rules) and not any(book.grants())
        case Kind.GRANT:
            decided = book.own.marks or any(case.marks for case in book.cases.values())
            earlier = any(grant.at != entry.at for grant in book.grants())
            return not decided and not earlier and _named_holder(entry, book, rules)
        case _:
            return False


def _added(entry: Entry, book: Casebook, rules: Rules) -> bool:
    """Whether this may follow the programme's move to these rules: new assignments and people, and vacant seats."""
    match entry.kind:
        case Kind.REGISTER:
            return str(entry.facts.get("person")) not in book.people
        case Kind.OPENED:
            return _new_assignment(entry, book, rules)
        case Kind.GRANT:
            return _named_holder(entry, book, rules) and not _held(entry, book)
        case _:
            return False


def _new_assignment(entry: Entry, book: Casebook, rules: Rules) -> bool:
    known = rules.programme.assignment(entry.assignment or "") is not None
    return known and entry.assignment not in book.cases and entry.target == rules.lifecycle.initial


def _named_holder(entry: Entry, book: Casebook, rules: Rules) -> bool:
    """Whether the file names this person for this place, and he was not seated there already."""
    facts = entry.facts
    named = any(_is_of(holder, entry) for holder in rules.programme.holders)
    return named and not any(
        grant.role == facts.get("role")
        and grant.person == facts.get("person")
        and grant.assignment == entry.assignment
        and grant.body == facts.get("body")
        and grant.covers(entry.on)
        for grant in book.grants()
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


def _held(entry: Entry, book: Casebook) -> bool:
    """Whether somebody held that place before this move."""
    return any(
        grant.role == entry.facts.get("role")
        and grant.assignment == entry.assignment
        and grant.body == entry.facts.get("body")
        and grant.covers(entry.on)
        and grant.at != entry.at
        for grant in book.grants()
    )


def _shaped(entry: Entry, rules: Rules, *, moved: bool) -> bool:
    """A founding entry says what such entries say, on the day of such entries, and nothing beside."""
    what, keys = _KINDS.get(entry.kind, ("", set[str]()))
    own = entry.kind in (Kind.GENESIS, Kind.RULES, Kind.REGISTER)
    today = own or moved
    return (
        entry.what == what
        and set(entry.facts) <= keys
        and entry.on == (local_day(entry.at, rules) if today else rules.programme.first_day)
        and (not own or entry.assignment is None)
        and (entry.kind is Kind.OPENED or entry.target is None)
        and all(getattr(entry, name) in (None, "", (), {}) for name in ASKED_FOR)
    )


def _manifest(entry: Entry) -> str:
    said = f"lifecycle {entry.facts.get('lifecycle')}\nprogramme {entry.facts.get('programme')}\n"
    return content_hash(said.encode())
