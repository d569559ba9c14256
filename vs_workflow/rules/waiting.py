"""What an assignment asks next: the steps of the main road, and what each waits for before it can be taken.

A step waits for a decision that is not in effect yet, or for the answer of a body to an
offer. Whose turn it is, with whom it lies and what is awaited are told from this.
"""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.casebook import Case
from vs_workflow.reasons import Facts
from vs_workflow.rules.lifecycle import Action, Event, Step
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import in_effect, offers


def main_road(case: Case, rules: Rules) -> Iterator[Step]:
    """The steps ahead. The ways back and out are always open to somebody, and are nobody's turn."""
    return (step for step in rules.lifecycle.steps_from(case.state) if not step.back)


def open_actions(case: Case, rules: Rules) -> Iterator[tuple[Action, Facts]]:
    """What can be done on the main road now: each step, or in its stead the events that it waits for."""
    for step in main_road(case, rules):
        waited = list(events_waited_for(step, case, rules))
        if waited:
            yield from waited
        else:
            yield step, {}


def events_waited_for(step: Step, case: Case, rules: Rules) -> Iterator[tuple[Event, Facts]]:
    """The events that a step's guards still miss, each with the facts that say what it is about."""
    lifecycle = rules.lifecycle
    possible = [one for one in lifecycle.events if not one.in_states or case.state in one.in_states]
    for guard in step.guards:
        if guard.kind == "event-in-effect" and in_effect(case, guard.event, lifecycle) is None:
            yield from ((event, {}) for event in possible if event.key == guard.supplied_by)
        if guard.kind == "sub-cases" and lifecycle.subcase is not None:
            for offer in offers(case, rules).values():
                if lifecycle.subcase.state(offer.state).open:
                    answers = (one for one in possible if one.sub is not None and offer.state in one.sub.from_states)
                    yield from ((event, {event.sub.fact: offer.body}) for event in answers if event.sub is not None)
