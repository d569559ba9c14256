"""Every decision judged again, from the entry alone, by the one function that decides.

What was accepted must be accepted again with the same proof; what was refused must be
refused again for the same reasons; what nobody asked for must be what the rules begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from itertools import chain

from vs_workflow.audit.conflicts import conflict, refused_check, says_conflict
from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.founding import Foundation
from vs_workflow.audit.places import Places
from vs_workflow.audit.sweeps import Sweeps
from vs_workflow.audit.unread import Unread, take_unjudged
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Decision, Past, Refused, decide
from vs_workflow.decide.again import request_of
from vs_workflow.decide.ruling import refusal
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line, instant, moment
from vs_workflow.journal.entry import Draft, Entry, Kind, entry_bytes, read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.ports import Swept
from vs_workflow.reasons import Finding, Plain, Trouble
from vs_workflow.replay import NOTHING, Fold
from vs_workflow.request import RecordEvent, Request, TakeStep
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day

_COMPARED = tuple(one.name for one in fields(Draft) if one.name not in ("key", "request", "reasons", "rules"))


@dataclass(slots=True)
class Recomputed:
    """The casebook at the end, how far the days were covered, what was found on the way, and what nobody can judge.

    `since` is the first number that was judged.
    """

    since: int = 1
    book: Casebook = NOTHING
    covered: Swept | None = None
    findings: list[Finding] = field(default_factory=list)
    limits: list[Finding] = field(default_factory=list)
    judged: int = 0


def recompute(
    lines: Callable[[], Iterable[Line]],
    rules_of: Callable[[str], Rules],
    *,
    since: int = 1,
    lines_since: Callable[[int], Iterable[Line]] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Recomputed:
    """Read the journal from its start and judge each entry by what was known before it.

    What was decided before number `since` is taken as it is: for whoever judged it before,
    and holds a proof that it is unchanged. `lines_since` are the lines from a number on, for
    a journal that can be entered in its middle.
    """
    entered = lines_since or (lambda number: (line for line in lines() if line.seq >= number))
    found = Recomputed(since=since)
    keys: dict[str, int] = {}
    destroyed = Destroyed(lines)
    places = Places(entered, destroyed)
    sweeps, foundation, unread = Sweeps(rules_of, destroyed.blanks), Foundation(), Unread()
    fold, rest = Fold(), iter(lines())
    if since > 1:
        known = _Known(keys, sweeps, foundation, destroyed, places)
        try:
            first, rest, fold = known.read(rest, since, fold)
        except Exception:  # noqa: BLE001 - what cannot be taken as it is, is judged
            first = 1
        if first < since:
            return recompute(lines, rules_of, since=first, lines_since=lines_since, progress=progress)
        found.book = fold.book
    for line in rest:
        if is_blank(line):
            fold = _passed(line, fold, destroyed)
            found.book = fold.book
            found.findings.extend(destroyed.blank(line.seq))
            continue
        entry = _entry(line, found.findings)
        if entry is None:
            places.unreadable(line.seq)
            continue
        found.findings.extend(_key(entry, keys))
        destroyed.note(entry)
        places.note(entry, line.seq)
        if entry.kind is Kind.MIGRATION:
            fold = _aware(fold, destroyed)
            found.book = fold.book
        try:
            for one in _judged(entry, found.book, entered, rules_of, foundation, destroyed, places):
                (found.limits if one.rule.startswith("limit.") else found.findings).append(one)
            found.findings.extend(sweeps.take(entry, found.book))
            found.judged += 1
            fold.take(entry)
            found.book = fold.book
        except Trouble as error:
            unread.note(error, line.seq)
            take_unjudged(entry, fold, sweeps, foundation, rules_of)
            found.book = fold.book
        except Exception as error:  # noqa: BLE001 - a forged entry must be a finding, whatever it breaks
            why = f"{type(error).__name__}: {error}"[:120]
            found.findings.append(Finding("entry", "lawful.unjudgeable", {"why": why}, seq=line.seq))
        if progress is not None:
            progress(line.seq)
    found.findings[:0] = unread.findings()
    found.findings.extend(sweeps.end())
    found.covered = sweeps.last
    found.findings.extend(foundation.settle())
    found.findings.extend(foundation.end(found.book, rules_of))
    return found


def _passed(line: Line, fold: Fold, destroyed: Destroyed) -> Fold:
    """The fold past a blank, with what is left of the entry that stood there."""
    fold = _aware(fold, destroyed)
    if line.seq in destroyed.left:
        fold.take(destroyed.left[line.seq])
    return fold


def _aware(fold: Fold, destroyed: Destroyed) -> Fold:
    """The fold, knowing which assignments of this journal it can know nothing of."""
    gone = destroyed.gone
    return fold if fold.book.destroyed == gone else Fold(replace(fold.book, destroyed=dict(gone)))


@dataclass(slots=True)
class _Known:
    """Reads what was judged before, and takes note of what the rest must know of it."""

    keys: dict[str, int]
    sweeps: Sweeps
    foundation: Foundation
    destroyed: Destroyed
    places: Places

    def read(self, lines: Iterator[Line], since: int, fold: Fold) -> tuple[int, Iterator[Line], Fold]:
        """Where the judging can begin, and the lines from there on; what is before goes into the fold.

        That is earlier than `since` where what was written at one moment would be torn
        apart: a sweep and its flags, a move to other rules and what it brings. What was read is of no use then.
        """
        first, at = 1, ""
        for line in lines:
            if is_blank(line):
                fold = _passed(line, fold, self.destroyed)
                continue
            entry = read_entry(line.text)
            first, at = (first, at) if entry.at == at else (entry.seq, entry.at)
            if entry.seq >= since:
                return first, chain((line,), lines), fold
            if entry.key is not None:
                self.keys.setdefault(entry.key, entry.seq)
            self.sweeps.known(entry)
            self.foundation.known(entry)
            self.destroyed.note(entry)
            fold.take(entry)
            self.places.note(entry, line.seq)
        return since, lines, fold


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
    entry: Entry,
    book: Casebook,
    entered: Callable[[int], Iterable[Line]],
    rules_of: Callable[[str], Rules],
    foundation: Foundation,
    destroyed: Destroyed,
    places: Places,
) -> Iterator[Finding]:
    yield from foundation.follow(entry)
    in_force = _rules_in_force(entry, book)
    if entry.kind is Kind.DESTRUCTION:
        yield from destroyed.judge(entry, rules_of)
        yield destroyed.limit(entry)
        in_force = destroyed.in_force(entry, in_force)
    rules = rules_of(entry.rules if entry.kind is not Kind.MIGRATION else in_force)
    expected = str(entry.facts.get("to")) if entry.kind is Kind.MIGRATION else in_force
    if book.rules and entry.kind is not Kind.RULES and entry.rules != expected:
        yield Finding("rules", "lawful.rules", {"found": entry.rules, "expected": expected}, seq=entry.seq)
    if entry.kind in (Kind.SWEEP, Kind.FLAG):
        return
    if entry.asked is Kind.SWEEP:
        yield from refused_check(entry, entered, local_day(entry.at, rules), destroyed)
        return
    request = request_of(entry, rules)
    if request is None:
        yield from foundation.take(entry, book, rules)
        return
    foundation.moved(entry, book, rules_of)
    yield from _strangers(entry, book)
    past = Past(lambda: destroyed.before(entry), rules_of, lambda key: places.about(key, entry.seq))
    decision = decide(request, _needed(request, book), rules, past)
    if not entry.accepted and says_conflict(entry):
        yield from conflict(entry, entered, destroyed)
        decision = refusal(decision.draft, entry.reasons)
    elif not entry.accepted and _for_what_was_destroyed(entry, request, decision, destroyed):
        yield Finding("destroyed", "limit.rests-on-destroyed", {}, seq=entry.seq)
        decision = refusal(decision.draft, entry.reasons)
    yield from _compared(entry, decision)


def _for_what_was_destroyed(entry: Entry, request: Request, decision: Decision, destroyed: Destroyed) -> bool:
    """Whether a refusal differs by what it says of a destroyed assignment alone; a step or event rests on none."""
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    return not isinstance(request, TakeStep | RecordEvent) and destroyed.explains(entry.reasons, reasons)


def _strangers(entry: Entry, book: Casebook) -> Iterator[Finding]:
    """Who acts, for whom and at whose keyboard are people of the register, and somebody always typed it.

    Only other rules may come without anybody, where nobody is left who may ask for them. Of
    keys nobody acts; whoever stands in such an entry all the same is found by comparing it.
    """
    if Kind.KEY in (entry.kind, entry.asked):
        return
    if Kind.MIGRATION in (entry.kind, entry.asked) and (entry.actor, entry.typed_by) == (None, None):
        return
    for person in (entry.actor, entry.typed_by, *((entry.behalf_of,) if entry.behalf_of is not None else ())):
        if person not in book.people:
            yield Finding("person", "lawful.stranger", {"person": person or "-"}, seq=entry.seq)


def _needed(request: Request, book: Casebook) -> Casebook:
    """Of the book what the desk loads for this request: a step or an event needs its own assignment alone."""
    return book.only(request.assignment) if isinstance(request, TakeStep | RecordEvent) else book


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
