"""What an end would unmake: the journal read again as if the grant had ended then from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from vs_workflow.casebook import Casebook, Grant, Mark
from vs_workflow.decide.corrections import as_if_ended, standing_fixes, unlawful
from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.rules.rulebook import Rules


def in_the_way(
    grant: Grant,
    until: date,
    today: date,
    book: Casebook,
    entries: Callable[[str | None], Iterable[Entry]],
    rules_of: Callable[[str], Rules],
) -> Iterator[Reason]:
    """Every accepted step and event that an end on that day would make unlawful, by number.

    Most rest on the grant itself; some only counted on it, as a team counts its lead.
    """
    # What is held for one assignment can be counted on there alone.
    cases = book.all_cases() if grant.assignment is None else (book.case(grant.assignment),)
    later = [mark for case in cases for mark in case.marks if mark.on >= until and mark.seq > grant.seq]
    if not later:
        return
    resting = {grant.seq} | {one.seq for one in book.grants() if one.rests_on == grant.seq}
    named = {mark.seq for mark in later if mark.grant in resting}
    for mark in sorted(later, key=lambda one: one.seq):
        if mark.seq in named:
            facts = {**_said(mark.seq, mark.what, mark), "until": until.isoformat()}
            yield Reason(Code.GRANT_PERIOD, "in-the-way.grant", facts)
    past = list(as_if_ended(entries(grant.assignment), {grant.seq: until}))
    marks = {mark.seq: mark for mark in later}
    for entry, reasons in unlawful(past, standing_fixes(past), rules_of, since=grant.seq, today=today):
        if entry.seq not in named:
            why: dict[str, Plain] = {"why": reasons[0].rule, "why_facts": dict(reasons[0].facts)}
            facts = {**_said(entry.seq, entry.what, marks.get(entry.seq, entry)), **why}
            yield Reason(reasons[0].code, "in-the-way.step", facts, guard=reasons[0].guard)


def _said(seq: int, what: str, one: Mark | Entry) -> dict[str, Plain]:
    return {"seq": seq, "step": what, "assignment": one.assignment, "on": one.on.isoformat()}
