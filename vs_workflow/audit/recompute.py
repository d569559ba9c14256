"""Every decision judged again, from the entry alone, by the one function that decides.

What was accepted must be accepted again with the same proof; what was refused must be
refused again for the same reasons; what nobody asked for must be what the rules begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import takewhile

from vs_workflow.audit.sweeps import Sweeps
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Decision, Past, Refused, decide
from vs_workflow.decide.again import request_of
from vs_workflow.decide.ruling import refusal
from vs_workflow.journal.canon import NotCanonical, content_hash
from vs_workflow.journal.chain import Line, instant, moment
from vs_workflow.journal.entry import Draft, Entry, Kind, entry_bytes, read_entry
from vs_workflow.ports import Swept
from vs_workflow.reasons import Code, Finding, Plain, Trouble
from vs_workflow.replay import NOTHING, replay
from vs_workflow.request import RecordEvent, Request, TakeStep
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day

_COMPARED = tuple(one.name for one in fields(Draft) if one.name not in ("key", "request", "reasons", "rules"))
_ASKED_FOR = (
    "actor", "behalf_of", "typed_by", "role", "grant", "guards", "documents", "reason", "corrects", "opens", "asked",
    "reasons", "source", "key", "request",
)  # fmt: skip
_FOUNDING = {
    Kind.GENESIS: ("genesis", {"format", "programme", "rehearsal", "first_day"}),
    Kind.RULES: ("rules", {"lifecycle", "programme"}),
    Kind.REGISTER: ("person", {"person", "record"}),
    Kind.OPENED: ("opened", set[str]()),
    Kind.GRANT: ("grant", {"role", "person", "body", "district", "organisation"}),
}


@dataclass(slots=True)
class Recomputed:
    """The casebook at the end, how far the days were covered, and what was found on the way."""

    book: Casebook = NOTHING
    covered: Swept | None = None
    findings: list[Finding] = field(default_factory=list)
    judged: int = 0


def recompute(
    lines: Callable[[], Iterable[Line]],
    rules_of: Callable[[str], Rules],
    *,
    progress: Callable[[int], None] | None = None,
) -> Recomputed:
    """Read the journal from its start and judge each entry by what was known before it."""
    found = Recomputed()
    keys: dict[str, int] = {}
    sweeps = Sweeps(rules_of)
    for line in lines():
        entry = _entry(line, found.findings)
        if entry is None:
            continue
        found.findings.extend(_key(entry, keys))
        try:
            found.findings.extend(_judged(entry, found.book, lines, rules_of))
            found.findings.extend(sweeps.take(entry, found.book))
            found.judged += 1
            found.book = replay((entry,), after=found.book)
        except Trouble as error:
            found.findings.append(Finding("rules", error.rule, error.facts, seq=line.seq))
        except Exception as error:  # noqa: BLE001 - a forged entry must be a finding, whatever it breaks
            why = f"{type(error).__name__}: {error}"[:120]
            found.findings.append(Finding("entry", "lawful.unjudgeable", {"why": why}, seq=line.seq))
        if progress is not None:
            progress(line.seq)
    found.findings.extend(sweeps.end())
    found.covered = sweeps.last
    found.findings.extend(_seated(found.book, rules_of))
    return found


def _entry(line: Line, findings: list[Finding]) -> Entry | None:
    try:
        entry = read_entry(line.text)
        if entry_bytes(entry) != line.text or instant(moment(entry.at)) != entry.at:
            findings.append(Finding("entry", "link.not-canonical", {}, seq=line.seq))
    except (NotCanonical, ValueError) as error:
        findings.append(Finding("entry", "link.unreadable", {"why": str(error)[:120]}, seq=line.seq))
        return None
    return entry


def _key(entry: Entry, keys: dict[str, int]) -> Iterator[Finding]:
    if entry.key is not None:
        if entry.key in keys:
            yield Finding("key", "lawful.key-twice", {"key": entry.key, "first": keys[entry.key]}, seq=entry.seq)
        keys.setdefault(entry.key, entry.seq)


def _judged(
    entry: Entry, book: Casebook, lines: Callable[[], Iterable[Line]], rules_of: Callable[[str], Rules]
) -> Iterator[Finding]:
    rules = rules_of(entry.rules)
    if book.rules and entry.kind is not Kind.RULES and entry.rules != _rules_in_force(entry, book):
        yield Finding(
            "rules", "lawful.rules", {"found": entry.rules, "expected": _rules_in_force(entry, book)}, seq=entry.seq
        )
    if entry.kind in (Kind.SWEEP, Kind.FLAG):
        return
    if entry.asked is Kind.SWEEP:
        yield from _refused_check(entry, lines)
        return
    request = request_of(entry, rules)
    if request is None:
        yield from _founding(entry, book, rules)
        return
    yield from _strangers(entry, book)

    def before() -> Iterator[Entry]:
        return (read_entry(line.text) for line in takewhile(lambda one: one.seq < entry.seq, lines()))

    decision = decide(request, _needed(request, book), rules, Past(before, rules_of))
    if not entry.accepted and _says_conflict(entry):
        yield from _conflict(entry, lines)
        decision = refusal(decision.draft, entry.reasons)
    yield from _compared(entry, decision)


def _strangers(entry: Entry, book: Casebook) -> Iterator[Finding]:
    """Who acts, for whom and at whose keyboard are people of the register, and somebody always typed it."""
    for person in (entry.actor, entry.typed_by, *((entry.behalf_of,) if entry.behalf_of is not None else ())):
        if person not in book.people:
            yield Finding("person", "lawful.stranger", {"person": person or "-"}, seq=entry.seq)


def _needed(request: Request, book: Casebook) -> Casebook:
    """Of the book what the desk loads for this request: a step or an event needs its own assignment alone."""
    if not isinstance(request, TakeStep | RecordEvent):
        return book
    case = book.cases.get(request.assignment or "")
    return replace(book, cases={} if case is None else {case.key: case})


def _rules_in_force(entry: Entry, book: Casebook) -> str:
    case = book.cases.get(entry.assignment) if entry.assignment is not None else None
    return case.rules if case is not None else book.rules


def _compared(entry: Entry, decision: Decision) -> Iterator[Finding]:
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    if entry.accepted and reasons:
        for reason in reasons:
            facts: dict[str, Plain] = {
                "code": reason.code.value,
                "why": reason.rule,
                "why_facts": dict(reason.facts),
                "step": entry.what,
            }
            yield Finding(reason.code.value, "lawful.not-allowed", facts, seq=entry.seq)
        return
    if not entry.accepted and not reasons:
        yield Finding("refusal", "lawful.refused-wrongly", {"step": entry.what}, seq=entry.seq)
        return
    for name in _COMPARED:
        expected, got = getattr(decision.draft, name), getattr(entry, name)
        if expected != got:
            facts = {"field": name, "expected": str(expected)[:80], "found": str(got)[:80]}
            yield Finding(_check_of(name), "lawful.proof", facts, seq=entry.seq)
    if entry.reasons != reasons:
        facts = {
            "found": ", ".join(one.rule for one in entry.reasons),
            "expected": ", ".join(one.rule for one in reasons),
        }
        yield Finding("refusal", "lawful.other-reasons", facts, seq=entry.seq)


def _check_of(name: str) -> str:
    return {"role": "role", "grant": "grant", "guards": "guard", "source": "order", "target": "order"}.get(
        name, "proof"
    )


def _says_conflict(entry: Entry) -> bool:
    return [(reason.code, reason.rule) for reason in entry.reasons] == [(Code.CONFLICT, "conflict.key")]


def _conflict(entry: Entry, lines: Callable[[], Iterable[Line]]) -> Iterator[Finding]:
    """A conflict of keys is right where the entry it names has that key; it is recorded without the key."""
    (reason,) = entry.reasons
    first = next((one for one in lines() if one.seq == reason.facts.get("seq")), None)
    known = read_entry(first.text).key if first is not None and first.seq < entry.seq else None
    if known is None or known != reason.facts.get("key") or entry.key is not None:
        yield Finding("refusal", "lawful.other-reasons", {"found": reason.rule, "expected": ""}, seq=entry.seq)


def _refused_check(entry: Entry, lines: Callable[[], Iterable[Line]]) -> Iterator[Finding]:
    """A check can be refused for its key alone, and says nothing beside."""
    beside = [name for name in _ASKED_FOR if name not in ("asked", "reasons")]
    bare = entry.what == "sweep" and not entry.facts and not any(getattr(entry, name) for name in beside)
    if entry.kind is not Kind.REFUSAL or not _says_conflict(entry) or not bare:
        yield Finding("refusal", "lawful.refused-wrongly", {"step": entry.what}, seq=entry.seq)
        return
    yield from _conflict(entry, lines)


def _founding(entry: Entry, book: Casebook, rules: Rules) -> Iterator[Finding]:
    """What nobody asked for: it must be what these rules begin with, and stand before anything was decided."""
    programme, lifecycle = rules.programme, rules.lifecycle
    lawful = False
    match entry.kind:
        case Kind.GENESIS:
            lawful = entry.seq == 1 and entry.facts.get("programme") == programme.key
            lawful = lawful and entry.facts.get("first_day") == programme.first_day.isoformat()
            lawful = lawful and entry.facts.get("format") == 1 and isinstance(entry.facts.get("rehearsal"), bool)
        case Kind.RULES:
            lawful = entry.seq == 2 and entry.rules == rules.hash and _manifest(entry) == rules.hash
        case Kind.REGISTER:
            lawful = not book.cases and str(entry.facts.get("person")) not in book.people
        case Kind.OPENED:
            lawful = (
                programme.assignment(entry.assignment or "") is not None
                and entry.assignment not in book.cases
                and entry.target == lifecycle.initial
                and not any(book.grants())
            )
        case Kind.GRANT:
            lawful = _first_holder(entry, book, rules)
        case _:
            lawful = False
    if not lawful or not _shaped(entry, rules):
        yield Finding("founding", "lawful.founding", {"kind": entry.kind.value, "what": entry.what}, seq=entry.seq)


def _shaped(entry: Entry, rules: Rules) -> bool:
    """A founding entry says what such entries say, on the day of such entries, and nothing beside."""
    what, keys = _FOUNDING[entry.kind]
    own = entry.kind in (Kind.GENESIS, Kind.RULES, Kind.REGISTER)
    return (
        entry.what == what
        and set(entry.facts) <= keys
        and entry.on == (local_day(entry.at, rules) if own else rules.programme.first_day)
        and (not own or entry.assignment is None)
        and (entry.kind is Kind.OPENED or entry.target is None)
        and all(getattr(entry, name) in (None, "", (), {}) for name in _ASKED_FOR)
    )


def _manifest(entry: Entry) -> str:
    said = f"lifecycle {entry.facts.get('lifecycle')}\nprogramme {entry.facts.get('programme')}\n"
    return content_hash(said.encode())


def _seated(book: Casebook, rules_of: Callable[[str], Rules]) -> Iterator[Finding]:
    """What the rules begin with must all be there: every assignment opened, every first holder seated."""
    try:
        programme = rules_of(book.own.rules).programme if book.own.rules else None
    except Trouble:
        return
    if programme is None:
        return
    seated = {(grant.role, grant.person, grant.assignment, grant.body) for grant in book.grants()}
    missing = [one.key for one in programme.assignments if one.key not in book.cases]
    missing += [
        f"{holder.role} {holder.person}"
        for holder in programme.holders
        for place in (holder.assignments or (None,))
        if (holder.role, holder.person, place, holder.body or None) not in seated
    ]
    for one in missing:
        yield Finding("founding", "lawful.founding-missing", {"what": one}, seq=1)


def _first_holder(entry: Entry, book: Casebook, rules: Rules) -> bool:
    facts = entry.facts
    nothing_decided = not book.own.marks and not any(case.marks for case in book.cases.values())
    given = any(grant.at != entry.at for grant in book.grants())
    return (
        nothing_decided
        and not given
        and any(
            holder.role == facts.get("role")
            and holder.person == facts.get("person")
            and (holder.body or None) == facts.get("body")
            and holder.district in ("", facts.get("district"))
            and holder.organisation in ("", facts.get("organisation"))
            and (entry.assignment in holder.assignments if holder.assignments else entry.assignment is None)
            for holder in rules.programme.holders
        )
        and not any(
            grant.role == facts.get("role")
            and grant.person == facts.get("person")
            and grant.assignment == entry.assignment
            and grant.body == facts.get("body")
            for grant in book.grants()
        )
    )
