"""What an end would unmake: the journal read again as if the grant had ended then from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from vs_workflow.casebook import Casebook, Grant
from vs_workflow.decide.corrections import as_if_ended, standing_fixes, unlawful
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.replay import Fix
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
    if not any(mark.on >= until and mark.seq > grant.seq for case in cases for mark in case.marks):
        return
    past = as_if_ended(lambda: entries(grant.assignment), {grant.seq: until})
    fixes = standing_fixes(past())
    resting = {grant.seq} | {one.seq for one in book.grants() if one.rests_on == grant.seq}
    named: set[int] = set()
    for entry in past():
        on = _counts_on(entry, fixes)
        if entry.seq > grant.seq and entry.grant in resting and on is not None and on >= until:
            named.add(entry.seq)
            yield Reason(Code.GRANT_PERIOD, "in-the-way.grant", {**_said(entry, on), "until": until.isoformat()})
    for entry, reasons in unlawful(past, fixes, rules_of, since=grant.seq, today=today):
        on = _counts_on(entry, fixes)
        if entry.seq not in named and on is not None:
            facts = {**_said(entry, on), "why": reasons[0].rule, "why_facts": dict(reasons[0].facts)}
            yield Reason(reasons[0].code, "in-the-way.step", facts, guard=reasons[0].guard)


def _counts_on(entry: Entry, fixes: Mapping[int, Fix]) -> date | None:
    """The day that counts for a step or event now; None where it is neither, or was annulled."""
    if entry.kind not in (Kind.STEP, Kind.EVENT):
        return None
    fix = fixes.get(entry.seq)
    return entry.on if fix is None else fix.on


def _said(entry: Entry, on: date) -> dict[str, Plain]:
    return {"seq": entry.seq, "step": entry.what, "assignment": entry.assignment, "on": on.isoformat()}
