"""Every decision judged again, from the entry alone, by the one function that decides.

What was accepted must be accepted again with the same proof; what was refused must be
refused again for the same reasons; what nobody asked for must be what the rules begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from vs_workflow.audit.compared import compared
from vs_workflow.audit.conflicts import conflict, refused_check, says_conflict
from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.founding import Foundation
from vs_workflow.audit.keys_seen import KeysSeen
from vs_workflow.audit.known import Known, pass_blank
from vs_workflow.audit.places import Places
from vs_workflow.audit.sweeps import Sweeps
from vs_workflow.audit.unread import Unread, take_unjudged
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Decision, Past, Refused, decide
from vs_workflow.decide.again import request_of
from vs_workflow.decide.ruling import refusal
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line, instant, moment
from vs_workflow.journal.entry import Entry, Kind, entry_bytes, read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.ports import Swept
from vs_workflow.reasons import Finding, Trouble
from vs_workflow.replay import NOTHING
from vs_workflow.request import Correct, RecordEvent, Request, TakeStep
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.lean import Retraced


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
    keys, destroyed = KeysSeen(entered), Destroyed(lines)
    places = Places(entered, destroyed)
    sweeps, foundation, unread = Sweeps(rules_of, destroyed.blanks), Foundation(), Unread()
    fold, rest = Retraced(rules_of, places.trail), iter(lines())
    if since > 1:
        try:
            first, rest = Known(keys, sweeps, foundation, destroyed, places, fold).read(rest, since)
        except Exception:  # noqa: BLE001 - what cannot be taken as it is, is judged
            first = 1
        if first < since:
            return recompute(lines, rules_of, since=first, lines_since=lines_since, progress=progress)
    for line in rest:
        if is_blank(line):
            pass_blank(line, fold, destroyed)
            found.findings.extend(destroyed.blank(line.seq))
            continue
        entry = _entry(line, found.findings)
        if entry is None:
            places.unreadable(line.seq)
            continue
        found.findings.extend(keys.take(entry, line.seq))
        destroyed.note(entry)
        if entry.kind is Kind.MIGRATION:
            fold.know_destroyed(destroyed.gone)
        taken = False
        try:
            for one in _judged(entry, fold, entered, rules_of, foundation, destroyed, places):
                (found.limits if one.rule.startswith("limit.") else found.findings).append(one)
            found.findings.extend(sweeps.take(entry, fold.book))
            found.judged += 1
            fold.take(entry)
            taken = True
        except Trouble as error:
            unread.note(error, line.seq)
            taken = take_unjudged(entry, fold, sweeps, foundation, rules_of)
        except Exception as error:  # noqa: BLE001 - a forged entry must be a finding, whatever it breaks
            why = f"{type(error).__name__}: {error}"[:120]
            found.findings.append(Finding("entry", "lawful.unjudgeable", {"why": why}, seq=line.seq))
        places.note(entry, line.seq)
        if not taken:
            places.not_taken(line.seq)
        if progress is not None:
            progress(line.seq)
    found.book = fold.book
    found.findings[:0] = unread.findings()
    found.findings.extend(sweeps.end())
    found.covered = sweeps.last
    found.findings.extend(foundation.settle())
    found.findings.extend(foundation.end(found.book, rules_of))
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


def _judged(
    entry: Entry,
    fold: Retraced,
    entered: Callable[[int], Iterable[Line]],
    rules_of: Callable[[str], Rules],
    foundation: Foundation,
    destroyed: Destroyed,
    places: Places,
) -> Iterator[Finding]:
    yield from foundation.follow(entry)
    book = fold.book
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
    if isinstance(request, Correct):
        about = places.assignment_of(request.seq)
        if about is not None:
            fold.make_whole(about)
    past = Past(lambda: destroyed.before(entry), rules_of, lambda key: places.about(key, entry.seq))
    decision = decide(request, book, rules, past)
    if not entry.accepted and says_conflict(entry):
        yield from conflict(entry, entered, destroyed)
        decision = refusal(decision.draft, entry.reasons)
    elif not entry.accepted and _for_what_was_destroyed(entry, request, decision, destroyed):
        yield Finding("destroyed", "limit.rests-on-destroyed", {}, seq=entry.seq)
        decision = refusal(decision.draft, entry.reasons)
    yield from compared(entry, decision)


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


def _rules_in_force(entry: Entry, book: Casebook) -> str:
    case = book.cases.get(entry.assignment) if entry.assignment is not None else None
    return case.rules if case is not None else book.rules
