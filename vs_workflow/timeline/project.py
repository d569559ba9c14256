"""Milestone rows for the derived table: what each verdict rests on, without the day looked at.

The store keeps these rows beside the journal so that "what is newly due" is an indexed
question; they come from the same function that the verdicts come from.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from vs_workflow.casebook import Casebook
from vs_workflow.ports import MilestoneRow
from vs_workflow.replay.fold import OWN
from vs_workflow.rules.rulebook import Rules, fetch
from vs_workflow.timeline.verdict import lapsed_on, satisfaction


def milestone_rows(
    book: Casebook, assignments: Collection[str] | None, read: Callable[[str], bytes | None]
) -> Sequence[MilestoneRow]:
    """The rows of these assignments ("" is the programme itself), or of all: ordered by assignment and milestone."""
    return rows_under(book, assignments, lambda address: fetch(address, read))


def rows_under(
    book: Casebook, assignments: Collection[str] | None, rules_of: Callable[[str], Rules]
) -> Sequence[MilestoneRow]:
    """The same, with the rules by their hash."""
    rows: list[MilestoneRow] = []
    for case in book.all_cases():
        if (assignments is not None and case.key not in assignments) or not case.rules:
            continue
        rules = rules_of(case.rules)
        for milestone in rules.programme.milestones:
            if (milestone.scope == "programme") != (case.key == OWN):
                continue
            met = satisfaction(milestone, case)
            rows.append(
                MilestoneRow(
                    milestone.id,
                    case.key,
                    milestone.due,
                    met.on if met else None,
                    met.recorded_at if met else None,
                    lapsed_on(milestone, case, rules) if case.key != OWN else None,
                )
            )
    return sorted(rows, key=lambda row: (row.assignment, row.milestone))
