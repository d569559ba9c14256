"""Where things stand in a rules file, in the words in which its faults of shape are told (`steps[2].guards[1]`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.lifecycle import Action, Event, FactSpec, GuardSpec, Lifecycle, Step
from vs_workflow.rules.rulebook import Rules

_T = TypeVar("_T")


def rows(section: str, items: Iterable[_T]) -> Iterator[tuple[str, _T]]:
    for number, item in enumerate(items, 1):
        yield f"{section}[{number}]", item


def steps(rules: Rules) -> Iterator[tuple[str, Step]]:
    yield from rows("steps", rules.lifecycle.steps)


def events(rules: Rules) -> Iterator[tuple[str, Event]]:
    yield from rows("events", rules.lifecycle.events)


def actions(rules: Rules) -> Iterator[tuple[str, Action]]:
    yield from steps(rules)
    yield from events(rules)


def guards(rules: Rules) -> Iterator[tuple[str, Action, GuardSpec]]:
    for where, action in actions(rules):
        for place, spec in rows(f"{where}.guards", action.guards):
            yield place, action, spec


def specs(where: str, asked: tuple[FactSpec, ...], part: str = "facts") -> Iterator[tuple[str, FactSpec]]:
    """Every fact asked, those inside records too."""
    for place, spec in rows(f"{where}.{part}", asked):
        yield place, spec
        yield from specs(place, spec.fields, "fields")


def body_kinds(rules: Rules) -> set[str]:
    """The kinds of body that there are, or can be once an action opened one."""
    opened = {action.opens.kind for _, action in actions(rules) if action.opens is not None}
    return {body.kind for body in rules.programme.bodies} | opened


def of_an_assignment(action: Action) -> bool:
    """Whether the action can be about an assignment: a step always is."""
    return not isinstance(action, Event) or action.scope in ("assignment", "either")


def recordable(event: Event, lifecycle: Lifecycle) -> set[str]:
    """The states of an assignment in which the event can be recorded."""
    if not of_an_assignment(event):
        return set()
    if event.in_states:
        return set(event.in_states)
    return {state.key for state in lifecycle.states if event.any_state or not state.final}


def states_of(action: Action, lifecycle: Lifecycle) -> set[str]:
    """The states in which the action can be taken or recorded."""
    if isinstance(action, Step):
        return set(action.sources)
    return recordable(action, lifecycle) if isinstance(action, Event) else set()


def unknown(check: str, what: str, name: str, known: Iterable[str], where: str) -> Finding:
    """A name that names nothing; `what` is the kind of thing that it should name."""
    names: list[Plain] = [*sorted(set(known))]
    return Finding(check, "sound.unknown", {"what": what, "name": name, "known": names}, where=where)
