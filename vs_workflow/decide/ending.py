"""What an end would unmake: the journal read again as if the grant had ended then from the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from vs_workflow.casebook import Casebook, Grant
from vs_workflow.decide.assumed import as_recorded, judged_again, past_of
from vs_workflow.decide.corrections import in_the_way
from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.rules.rulebook import Rules


def unmade(
    grant: Grant,
    until: date,
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
    past = past_of(entries, grant.assignment)
    assumed = as_recorded(past())
    assumed.ends[grant.seq] = until
    resting = {grant.seq} | {one.seq for one in book.grants() if one.rests_on == grant.seq}
    others: list[Reason] = []
    for entry, on, reasons in judged_again(past, assumed, rules_of, since=grant.seq):
        if entry.grant in resting and on >= until:
            facts: dict[str, Plain] = {"seq": entry.seq, "step": entry.what, "assignment": entry.assignment}
            facts |= {"on": on.isoformat(), "until": until.isoformat()}
            yield Reason(Code.GRANT_PERIOD, "in-the-way.grant", facts)
        elif reasons:
            others.append(in_the_way(entry, on, reasons[0]))
    yield from others
