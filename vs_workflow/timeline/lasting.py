"""What a decision, a check or a correction to come can ask of a case: the fold in flat memory keeps that alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vs_workflow.casebook import Case
from vs_workflow.reasons import Trouble
from vs_workflow.rules.lasting import shortened
from vs_workflow.rules.rulebook import Rules
from vs_workflow.timeline.verdict import satisfaction


def asked_for(rules_of: Callable[[str], Rules]) -> Callable[[Case], Case]:
    """Leaves of a case what is asked for under its own rules, with what its milestones were met by.

    A case whose rules cannot be had is left as it is: nobody can tell what they would ask for.
    """

    def short(case: Case) -> Case:
        try:
            rules = rules_of(case.rules)
        except Trouble:
            return case
        return shortened(case, (rules.lifecycle,), also=_satisfying(case, rules))

    return short


def _satisfying(case: Case, rules: Rules) -> Iterator[int]:
    for milestone in rules.programme.milestones:
        met = satisfaction(milestone, case)
        if met is not None:
            yield met.seq
