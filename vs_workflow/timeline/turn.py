"""Whose turn it is in a state: who may take a step on the main road now, or give what that step waits for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vs_workflow.casebook import Case, Casebook
from vs_workflow.reasons import Facts
from vs_workflow.rules.authority import entitled, ways
from vs_workflow.rules.lifecycle import Action
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.waiting import events_waited_for


def whose_turn(case: Case, book: Casebook, rules: Rules, day: date) -> dict[str, tuple[str, ...]]:
    """Each person with the steps and events that are open to him, in the order of the lifecycle.

    A step that waits for an event is nobody's turn yet; it is the turn of who may record that.
    """
    found: dict[str, tuple[str, ...]] = {}
    for action, facts in _open_actions(case, rules):
        for person in entitled(ways(action, facts, case, book, rules), day, book):
            known = found.get(person, ())
            if action.key not in known:
                found[person] = (*known, action.key)
    return found


def _open_actions(case: Case, rules: Rules) -> Iterator[tuple[Action, Facts]]:
    for step in rules.lifecycle.steps_from(case.state):
        if step.back:
            continue
        waited = list(events_waited_for(step, case, rules))
        if waited:
            yield from waited
        else:
            yield step, {}
