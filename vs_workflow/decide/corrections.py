"""Corrections: another day, or annulled; by whom, and only if all that came after stays lawful with it.

The journal is read again as if the correction had been there from the start; whatever step
or event would then be refused stands in the way and is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from vs_workflow.casebook import Casebook, Mark
from vs_workflow.decide.assumed import Retold, as_recorded, judged_again, past_of
from vs_workflow.decide.dates import past_days
from vs_workflow.decide.ruling import Decision, drafted, ruling
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.replay.fold import Fix
from vs_workflow.request import Correct
from vs_workflow.rules.authority import Proof, Way, entitled, own_proofs, role_ways
from vs_workflow.rules.facts import says_something
from vs_workflow.rules.rulebook import Rules


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
        about = request.assignment
        return ruling(
            drafted(request, Kind.CORRECTION, what, rules, None, assignment=about, corrects=request.seq), [reason]
        )
    proof, found = _entitled(request, mark, book, rules)
    if not says_something(request.reason):
        found.append(Reason(Code.GUARD, "guard.reason", {}, guard="reason"))
    found += past_days(request.on, request.today, rules)
    if not request.annul and request.on == mark.on:
        found.append(Reason(Code.DATE, "date.same-day", {"seq": mark.seq, "on": mark.on.isoformat()}))
    if not any(reason.code is Code.DATE for reason in found):
        # A body that it opens may be what steps of other assignments rest on; else it is this one's matter alone.
        alone = None if mark.opens else mark.assignment
        found += _in_the_way(request, mark, past_of(entries, alone), rules_of)
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


def _in_the_way(request: Correct, mark: Mark, past: Retold, rules_of: Callable[[str], Rules]) -> Iterator[Reason]:
    """Every step and event that would not have been lawful, had the correction been there from the start."""
    assumed = as_recorded(past())
    assumed.fixes[mark.seq] = Fix(0, Instant(""), None if request.annul else request.on)
    alone = mark.assignment is not None and not mark.opens
    for entry, on, reasons in judged_again(past, assumed, rules_of, since=mark.seq):
        if entry.seq == mark.seq:
            yield from reasons
        elif reasons and not (alone and entry.assignment != mark.assignment):
            yield in_the_way(entry, on, reasons[0])


def in_the_way(entry: Entry, on: date, first: Reason) -> Reason:
    """A step or event stands in the way, for it would have been refused; its day is the one that counts."""
    facts: dict[str, Plain] = {
        "seq": entry.seq,
        "step": entry.what,
        "assignment": entry.assignment,
        "on": on.isoformat(),
        "why": first.rule,
        "why_facts": dict(first.facts),
    }
    return Reason(first.code, "in-the-way.step", facts, guard=first.guard)


def _back_where(request: Correct, mark: Mark, book: Casebook, rules: Rules) -> Iterator[Reason]:
    """An assignment that went by other rules since cannot fall back to a state that these do not know."""
    case = book.case(mark.assignment)
    if not request.annul or not mark.is_step:
        return
    left = case.with_marks(tuple(one for one in case.marks if one.seq != mark.seq), case.annulled)
    if rules.lifecycle.state(left.state) is None:
        facts: dict[str, Plain] = {"seq": mark.seq, "assignment": case.key, "state": left.state}
        yield Reason(Code.GUARD, "correct.state-gone", facts, guard="migration")
