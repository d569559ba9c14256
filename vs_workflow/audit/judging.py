"""The judge of a whole journal: what it knows before each entry, and what it finds by that.

What was accepted must be accepted again with the same proof; what was refused must be
refused again for the same reasons; what nobody asked for must be what the rules begin with.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from vs_workflow.audit.compared import compared
from vs_workflow.audit.conflicts import conflict, refused_check, says_conflict
from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.founding import Foundation
from vs_workflow.audit.keys_seen import KeysSeen
from vs_workflow.audit.places import Places
from vs_workflow.audit.sweeps import Sweeps
from vs_workflow.audit.unread import Unread, take_unjudged
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Decision, Past, Refused, decide
from vs_workflow.decide.again import request_of
from vs_workflow.decide.grants import own_grants
from vs_workflow.decide.ruling import refusal
from vs_workflow.journal.canon import NotCanonical, is_leaf
from vs_workflow.journal.chain import Line, instant, moment
from vs_workflow.journal.entry import Entry, Kind, entry_bytes, read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.ports import Swept
from vs_workflow.reasons import Finding, Reason, Trouble
from vs_workflow.replay.fold import NOTHING
from vs_workflow.replay.lean import LeanFold
from vs_workflow.request import Correct, GiveMandate, Migrate, RecordEvent, Request, TakeStep
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.lasting import asked_for


@dataclass(slots=True)
class Recomputed:
    """The casebook at the end, how far the days were covered, what was found on the way, and what nobody can judge.

    Of the cases in `book` only the marks are there that later entries can ask for. `since` is
    the first number that was judged.
    """

    since: int = 1
    book: Casebook = NOTHING
    covered: Swept | None = None
    findings: list[Finding] = field(default_factory=list)
    limits: list[Finding] = field(default_factory=list)
    judged: int = 0


class Judging:
    """Takes the lines of a journal in their order; `lines` gives them again from a number on."""

    def __init__(self, lines: Callable[[int], Iterable[Line]], rules_of: Callable[[str], Rules]) -> None:
        self._lines = lines
        self._rules_of = rules_of
        self._keys = KeysSeen(lines)
        self._destroyed = Destroyed(lambda: lines(1))
        self._places = Places(lines, self._destroyed)
        self._sweeps = Sweeps(rules_of, self._destroyed.blanks)
        self._foundation = Foundation(lambda: self._destroyed.gone)
        self._unread = Unread()
        self._fold = LeanFold(asked_for(rules_of), self._places.trail)
        self._found = Recomputed()

    def known(self, lines: Iterator[Line], since: int) -> tuple[int, Iterator[Line]]:
        """Take as it is what was judged before: where the judging can begin, and the lines from there on.

        That is earlier than `since` where what was written at one moment would be torn apart: a sweep and its flags,
        a move to other rules and what it brings. What was read is of no use then. Raises what an entry breaks.
        """
        first, at = 1, ""
        for line in lines:
            if is_blank(line):
                self._pass(line)
                continue
            entry = read_entry(line.text)
            first, at = (first, at) if entry.at == at else (entry.seq, entry.at)
            if entry.seq >= since:
                return first, chain((line,), lines)
            self._keys.take(entry, line.seq)
            self._sweeps.known(entry)
            self._foundation.known(entry)
            self._destroyed.note(entry)
            self._fold.take(entry)
            self._places.note(entry, line.seq)
        return since, lines

    def take(self, line: Line) -> None:
        """Judge one more."""
        findings = self._found.findings
        if is_blank(line):
            self._pass(line)
            findings.extend(self._destroyed.blank(line.seq))
            return
        entry = _entry(line, findings)
        if entry is None:
            self._places.unreadable(line.seq)
            return
        again = self._keys.take(entry, line.seq)
        if again is not None:
            findings.append(again)
        self._destroyed.note(entry)
        if not self._taken(entry, line.seq):
            self._places.not_taken(line.seq)
        self._places.note(entry, line.seq)

    def end(self, since: int) -> Recomputed:
        """All that was found, judged from number `since` on; nothing can be taken any more."""
        found = self._found
        found.since, found.book, found.covered = since, self._fold.book, self._sweeps.last
        found.findings[:0] = self._unread.findings()
        found.findings.extend(self._sweeps.end())
        found.findings.extend(self._foundation.settle())
        found.findings.extend(self._foundation.end(found.book, self._rules_of))
        return found

    def _pass(self, line: Line) -> None:
        """Past an entry that was destroyed, with what is left of it."""
        self._fold.know_destroyed(self._destroyed.begun(line.seq + 1))
        if line.seq in self._destroyed.left:
            self._fold.take(self._destroyed.left[line.seq])

    def _taken(self, entry: Entry, seq: int) -> bool:
        """Judge what the entry says, and know it from here on; false where it broke what was to take it."""
        found = self._found
        try:
            for one in self._judged(entry):
                (found.limits if one.rule.startswith("limit.") else found.findings).append(one)
            found.findings.extend(self._sweeps.take(entry, self._fold.book))
            found.judged += 1
            self._fold.take(entry)
            return True
        except Trouble as error:
            self._unread.note(error, seq)
            return take_unjudged(entry, self._fold, self._sweeps, self._foundation, self._rules_of)
        except Exception as error:  # noqa: BLE001 - a forged entry must be a finding, whatever it breaks
            why = f"{type(error).__name__}: {error}"[:120]
            found.findings.append(Finding("entry", "lawful.unjudgeable", {"why": why}, seq=seq))
            return False

    def _judged(self, entry: Entry) -> Iterator[Finding]:
        rules_of, foundation, destroyed = self._rules_of, self._foundation, self._destroyed
        yield from foundation.follow(entry)
        in_force = _rules_in_force(entry, self._fold.book)
        if entry.assignment is not None and entry.rules != in_force:
            # What other rules would ask for was not kept for them.
            self._fold.make_whole(entry.assignment)
        book = self._fold.book
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
            yield from refused_check(entry, self._lines, local_day(entry.at, rules), destroyed)
            return
        yield from _misaddressed(entry)
        request = request_of(entry, rules)
        if request is None and not entry.accepted:
            yield Finding("refusal", "lawful.unjudgeable", {}, seq=entry.seq)
            return
        if request is None:
            yield from foundation.take(entry, book, rules)
            return
        foundation.moved(entry, book, rules_of)
        yield from _strangers(entry, book)
        if isinstance(request, Correct):
            about = self._places.assignment_of(request.seq) if request.seq < entry.seq else None
            if about is not None:
                # What is corrected may have been left out.
                self._fold.make_whole(about)
            request = replace(request, assignment=about)
            book = self._fold.book
        if not entry.accepted and _says_what_nobody_asks(request, entry, book, destroyed):
            yield Finding("refusal", "lawful.unjudgeable", {}, seq=entry.seq)
        if not entry.accepted and isinstance(request, GiveMandate) and _had_a_grant(request, book):
            yield Finding("refusal", "lawful.refused-wrongly", {"step": entry.what}, seq=entry.seq)
        past = Past(lambda: destroyed.before(entry), rules_of, lambda key: self._places.about(key, entry.seq))
        decision = decide(request, book, rules, past)
        perhaps = () if entry.accepted else _seated_then(request, book, rules, past)
        if not entry.accepted and says_conflict(entry):
            yield from conflict(entry, self._lines, destroyed)
            decision = refusal(decision.draft, entry.reasons)
        elif not entry.accepted and _for_what_was_destroyed(entry, request, decision, perhaps, destroyed):
            yield Finding("destroyed", "limit.rests-on-destroyed", {}, seq=entry.seq)
            decision = refusal(decision.draft, entry.reasons)
        yield from compared(entry, decision)


def _entry(line: Line, findings: list[Finding]) -> Entry | None:
    try:
        entry = read_entry(line.text)
        if entry_bytes(entry) != line.text or instant(moment(entry.at)) != entry.at:
            findings.append(Finding("entry", "link.not-canonical", {}, seq=line.seq))
    except (NotCanonical, ValueError) as error:
        findings.append(Finding("entry", "link.unreadable", {"why": str(error)[:120]}, seq=line.seq))
        return None
    return entry


def _says_what_nobody_asks(request: Request, entry: Entry, book: Casebook, destroyed: Destroyed) -> bool:
    """Whether it names as corrected an entry that was not there, or as a mandate's ground what is no grant of his."""
    if isinstance(request, Correct):
        return not 0 < request.seq < entry.seq
    if not isinstance(request, GiveMandate) or request.rests_on == 0 or destroyed.was(request.rests_on):
        return False
    grant = book.grant(request.rests_on)
    return grant is None or grant.person != request.actor


def _had_a_grant(request: GiveMandate, book: Casebook) -> bool:
    """Whether he held what a mandate could have rested on, where it is said that there was nothing."""
    grant = book.grant(request.rests_on)
    return (grant is None or grant.is_mandate) and bool(
        own_grants(book, request.actor, request.role, request.assignment)
    )


def _for_what_was_destroyed(
    entry: Entry, request: Request, decision: Decision, perhaps: Collection[Reason], destroyed: Destroyed
) -> bool:
    """Whether a refusal differs by what it says of a destroyed assignment alone; a step or event rests on none."""
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    return not isinstance(request, TakeStep | RecordEvent) and destroyed.explains(entry.reasons, reasons, perhaps)


def _seated_then(request: Request, book: Casebook, rules: Rules, past: Past) -> tuple[Reason, ...]:
    """What a move can have been refused for, if nobody held the seats that its file gives in what was destroyed."""
    gone = book.destroyed.keys() & set(request.along) if isinstance(request, Migrate) else set[str]()
    if not isinstance(request, Migrate) or not gone:
        return ()
    left = {key: seq for key, seq in book.destroyed.items() if key not in gone}
    along = tuple(key for key in request.along if key not in gone)
    decision = decide(replace(request, along=along), replace(book, destroyed=left), rules, past)
    return decision.reasons if isinstance(decision, Refused) else ()


def _strangers(entry: Entry, book: Casebook) -> Iterator[Finding]:
    """Who acts, for whom and at whose keyboard are people of the register, and somebody always typed it.

    Only other rules may come without anybody, and for nobody, where nobody is left who may ask
    for them. Of keys nobody acts; whoever stands in such an entry all the same is found by
    comparing it.
    """
    if Kind.KEY in (entry.kind, entry.asked):
        return
    people = (entry.actor, entry.typed_by, *((entry.behalf_of,) if entry.behalf_of is not None else ()))
    if Kind.MIGRATION in (entry.kind, entry.asked) and people == (None, None):
        return
    for person in people:
        if person not in book.people:
            yield Finding("person", "lawful.stranger", {"person": person or "-"}, seq=entry.seq)


def _misaddressed(entry: Entry) -> Iterator[Finding]:
    """A document or a record that is named by what is no hash, whether it was accepted or refused."""
    record = [str(entry.facts.get("record"))] if entry.kind is Kind.REGISTER else []
    for address in (*entry.documents, *record):
        if not is_leaf(address):
            why = f"no hash of a document or a record: {address}"[:120]
            yield Finding("entry", "lawful.unjudgeable", {"why": why}, seq=entry.seq)


def _rules_in_force(entry: Entry, book: Casebook) -> str:
    case = book.cases.get(entry.assignment) if entry.assignment is not None else None
    return case.rules if case is not None else book.rules
