"""Corrections: another day, or annulled; by whom, and only if all that came after stays lawful with it.

The journal is read again as if the correction had been there from the start; whatever step
or event would then be refused stands in the way and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from vs_workflow.casebook import Casebook, Mark
from vs_workflow.decide.actions import decide_event, decide_step
from vs_workflow.decide.again import request_of
from vs_workflow.decide.dates import past_days
from vs_workflow.decide.ruling import Decision, Refused, drafted, ruling
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.reasons import Code, Plain, Reason, Trouble
from vs_workflow.replay import Fix, LeanFold
from vs_workflow.request import Correct, RecordEvent, TakeStep
from vs_workflow.rules.authority import Proof, Way, entitled, own_proofs, role_ways
from vs_workflow.rules.facts import says_something
from vs_workflow.rules.lasting import shortened
from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.rulebook import Rules

Entries = Callable[[], Iterable[Entry]]
"""The entries of a past, read anew each time that they are asked for: there may be too many to keep."""


def decide_correction(
    request: Correct,
    book: Casebook,
    rules: Rules,
    entries: Callable[[str | None], Iterable[Entry]],
    rules_of: Callable[[str], Rules],
) -> Decision:
    """May entry `request.seq` get another day, or be annulled?"""
    mark = book.mark(request.seq)
    what = "annul" if request.annul else "redate"
    if mark is None:
        reason = Reason(Code.GUARD, "correct.not-correctable", {"seq": request.seq}, guard="correctable")
        return ruling(drafted(request, Kind.CORRECTION, what, rules, None, corrects=request.seq), [reason])
    proof, found = _entitled(request, mark, book, rules)
    if not says_something(request.reason):
        found.append(Reason(Code.GUARD, "guard.reason", {}, guard="reason"))
    found += past_days(request.on, request.today, rules)
    if not request.annul and request.on == mark.on:
        found.append(Reason(Code.DATE, "date.same-day", {"seq": mark.seq, "on": mark.on.isoformat()}))
    if not any(reason.code is Code.DATE for reason in found):
        # A body that it opens may be what steps of other assignments rest on; else it is this one's matter alone.
        alone = None if mark.opens else mark.assignment
        found += _in_the_way(request, mark, lambda: entries(alone), rules_of)
        found += _back_where(request, mark, book, rules)
    draft = drafted(request, Kind.CORRECTION, what, rules, proof, assignment=mark.assignment, corrects=request.seq)
    return ruling(draft, found)


def _entitled(request: Correct, mark: Mark, book: Casebook, rules: Rules) -> tuple[Proof | None, list[Reason]]:
    """Another day: who acted, for whom, or who keeps the days. Annulled: who acted, today's holder, who typed it."""
    keeping = rules.lifecycle.keeping
    case = book.case(mark.assignment)
    holder_way = _way_of(mark, book)
    acted = [key for key in (mark.actor, None if request.annul else mark.behalf_of) if key is not None]
    if request.actor in acted and request.behalf_of is None:
        return (Proof(mark.role, mark.grant) if mark.role and mark.grant else None), []
    may = role_ways(keeping.annul_typed if request.annul else keeping.redate, case, rules)
    if request.annul and mark.typed_by != request.actor:
        may = ()
    may = (*may, *((holder_way,) if request.annul and holder_way is not None else ()))
    who = tuple(dict.fromkeys((*acted, *entitled(may, request.today, book))))
    facts: dict[str, Plain] = {"actor": request.actor, "seq": mark.seq, "step": mark.what}
    for proof, behalf_of in own_proofs(request.actor or "", may, request.today, book):
        if behalf_of == request.behalf_of:
            return proof, []
    if request.behalf_of is not None:
        return None, [Reason(Code.MANDATE, "correct.mandate", {**facts, "behalf_of": request.behalf_of}, who)]
    return None, [Reason(Code.ROLE, "correct.not-yours" if request.annul else "correct.not-your-day", facts, who)]


def _way_of(mark: Mark, book: Casebook) -> Way | None:
    """Where the role in which the entry was made is held."""
    grant = book.grant(mark.grant) if mark.grant is not None else None
    return Way(grant.role, grant.assignment, grant.body) if grant is not None else None


def _in_the_way(request: Correct, mark: Mark, entries: Entries, rules_of: Callable[[str], Rules]) -> Iterator[Reason]:
    """Every step and event that would not have been lawful, had the correction been there from the start."""
    past = as_if_ended(entries)
    fixes = {**standing_fixes(past()), mark.seq: Fix(0, Instant(""), None if request.annul else request.on)}
    for entry, reasons in unlawful(past, fixes, rules_of, since=mark.seq, today=request.today):
        if (
            entry.seq != mark.seq
            and mark.assignment is not None
            and not mark.opens
            and entry.assignment != mark.assignment
        ):
            continue
        first = reasons[0]
        facts: dict[str, Plain] = {
            "seq": entry.seq,
            "step": entry.what,
            "assignment": entry.assignment,
            "on": (fixes[entry.seq].on or entry.on).isoformat() if entry.seq in fixes else entry.on.isoformat(),
            "why": first.rule,
            "why_facts": dict(first.facts),
        }
        if entry.seq == mark.seq:
            yield from reasons
        else:
            yield Reason(first.code, "in-the-way.step", facts, guard=first.guard)


def _back_where(request: Correct, mark: Mark, book: Casebook, rules: Rules) -> Iterator[Reason]:
    """An assignment that went by other rules since cannot fall back to a state that these do not know."""
    case = book.case(mark.assignment)
    if not request.annul or not mark.is_step:
        return
    left = case.with_marks(tuple(one for one in case.marks if one.seq != mark.seq), case.annulled)
    if rules.lifecycle.state(left.state) is None:
        facts: dict[str, Plain] = {"seq": mark.seq, "assignment": case.key, "state": left.state}
        yield Reason(Code.GUARD, "correct.state-gone", facts, guard="migration")


def standing_fixes(entries: Iterable[Entry]) -> dict[int, Fix]:
    """What the corrections among these entries say: the last one of each entry counts."""
    return {
        entry.corrects: Fix(entry.seq, entry.at, None if entry.what == "annul" else entry.on)
        for entry in entries
        if entry.kind is Kind.CORRECTION and entry.corrects is not None
    }


def as_if_ended(entries: Entries, also: Mapping[int, date] | None = None) -> Entries:
    """The entries as if every grant had been given until the day on which it was ended, that of `also` with it.

    A step that is moved must not rest on a grant that has ended by then, whichever was recorded first.
    """
    ends = {
        target: entry.on
        for entry in entries()
        if entry.kind is Kind.GRANT and entry.what == "end" and isinstance(target := entry.facts.get("grant"), int)
    }
    ends |= also or {}

    def ended() -> Iterator[Entry]:
        for entry in entries():
            if entry.seq in ends and entry.kind is Kind.GRANT:
                yield replace(entry, facts={**entry.facts, "until": ends[entry.seq].isoformat()})
            elif entry.kind is not Kind.GRANT or entry.what != "end":
                yield entry

    return ended


def unlawful(
    entries: Entries, fixes: Mapping[int, Fix], rules_of: Callable[[str], Rules], *, since: int, today: date
) -> Iterator[tuple[Entry, tuple[Reason, ...]]]:
    """Each step and event from number `since` on that the rules refuse when the fixes hold from the start."""
    lifecycles = tuple(_lifecycles(entries(), rules_of))
    fold = LeanFold(lambda case: shortened(case, lifecycles), fixes)
    for entry in entries():
        if entry.kind is Kind.CORRECTION:
            fold.skip(entry)
            continue
        fix = fixes.get(entry.seq)
        if entry.seq >= since and entry.kind in (Kind.STEP, Kind.EVENT) and not (fix is not None and fix.annuls):
            reasons = _reasons(entry, fix, fold.book, rules_of, today)
            if reasons:
                yield entry, reasons
        fold.take(entry)


def _reasons(
    entry: Entry, fix: Fix | None, book: Casebook, rules_of: Callable[[str], Rules], today: date
) -> tuple[Reason, ...]:
    """What the rules have against this step or event, on the day that the fix gives it."""
    rules = rules_of(entry.rules)
    request = request_of(entry, rules)
    if not isinstance(request, TakeStep | RecordEvent):
        return ()
    if fix is not None and fix.on is not None:
        told = request.reason if says_something(request.reason) else "corrected"
        request = replace(request, on=fix.on, today=today, reason=told)
    book = book.only(request.assignment)
    decision = (
        decide_step(request, book, rules) if isinstance(request, TakeStep) else decide_event(request, book, rules)
    )
    return decision.reasons if isinstance(decision, Refused) else ()


def _lifecycles(entries: Iterable[Entry], rules_of: Callable[[str], Rules]) -> Iterator[Lifecycle]:
    """Those of all the rules that the entries go by, as far as they can be had."""
    for address in {entry.rules for entry in entries}:
        with suppress(Trouble):
            yield rules_of(address).lifecycle
