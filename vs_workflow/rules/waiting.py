"""What the road waits for before a step: a decision that is not in effect yet, or the answer of a body to an offer."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.casebook import Case
from vs_workflow.reasons import Facts
from vs_workflow.rules.lifecycle import Event, Step
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import in_effect, offers


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
