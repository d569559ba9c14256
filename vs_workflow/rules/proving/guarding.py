"""Guards: each has the parameters of its kind, and none asks for what can never be.

Whether a condition can hold is looked for by walking the road with it: the states of the
assignment together with the small life of one body, or with one event in effect or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.lifecycle import Action, Event, GuardSpec, Lifecycle
from vs_workflow.rules.proving.asking import fact_of_type, not_of_assignment, sub_states_exist
from vs_workflow.rules.proving.places import (
    actions,
    body_kinds,
    events,
    guards,
    of_an_assignment,
    recordable,
    rows,
    states_of,
    unknown,
)
from vs_workflow.rules.proving.road import reached
from vs_workflow.rules.rulebook import Rules

_Node = TypeVar("_Node")
_REQUIRES: dict[str, tuple[str, ...]] = {
    "document": (),
    "reason": (),
    "team-member": (),
    "composition": (),
    "fact": ("fact",),
    "confirmed": ("fact",),
    "records": ("fact",),
    "meeting": ("body_kind",),
    "event-in-effect": ("event",),
    "sub-cases": ("all_in", "some_in"),
}
_ALLOWS: dict[str, tuple[str, ...]] = {
    "records": ("or_fact",),
    "composition": ("organisation", "organisations", "every_district", "counts", "accepted_in"),
    "team-member": ("organisation",),
}
_PARAMETERS = (
    "fact", "or_fact", "body_kind", "event", "organisation", "organisations", "every_district", "counts", "accepted_in",
    "all_in", "some_in",
)  # fmt: skip


def parameters_fit(rules: Rules) -> Iterator[Finding]:
    """Each kind of guard has what it needs and nothing that it would not read."""
    for where, _, spec in guards(rules):
        needs = _REQUIRES[spec.kind]
        for part in _PARAMETERS:
            given = getattr(spec, part)
            if part in needs and not given:
                yield Finding("guards", "sound.needs-parameter", {"parameter": spec.kind, "needs": part}, where=where)
            if given and part not in needs and part not in _ALLOWS.get(spec.kind, ()):
                yield Finding("guards", "sound.says-nothing", {"parameter": part}, where=f"{where}.{part}")


def parameters_name_what_is_there(rules: Rules) -> Iterator[Finding]:
    known = [event.key for event in rules.lifecycle.events]
    for where, action, spec in guards(rules):
        for part in ("event", "supplied_by"):
            name = getattr(spec, part)
            if name and name not in known:
                yield unknown("guards", "event", name, known, f"{where}.{part}")
        yield from _facts(where, action, spec)
        organisations = [one.key for one in rules.programme.organisations]
        for name in (spec.organisation, *spec.organisations):
            if name and name not in organisations:
                yield unknown("guards", "organisation", name, organisations, where)
        kinds = body_kinds(rules)
        if spec.body_kind and spec.body_kind not in kinds:
            yield unknown("guards", "body-kind", spec.body_kind, kinds, f"{where}.body_kind")
        yield from sub_states_exist((*spec.all_in, *spec.some_in), where, rules)


def _facts(where: str, action: Action, spec: GuardSpec) -> Iterator[Finding]:
    types = {"confirmed": ("confirmations",), "records": ("records",)}.get(spec.kind, ())
    if spec.fact:
        yield from fact_of_type(action, spec.fact, types, f"{where}.fact")
    if spec.or_fact:
        texts = ("text", "body", "choice", "day", "person", "organisation", "district")
        yield from fact_of_type(action, spec.or_fact, texts, f"{where}.or_fact")
    if spec.accepted_in:
        yield from fact_of_type(action, spec.accepted_in, ("gaps",), f"{where}.accepted_in")


def guards_stand_where_they_are_read(rules: Rules) -> Iterator[Finding]:
    """A document can be handed in, a team is of an assignment, and who joins is asked where somebody joins."""
    for where, action, spec in guards(rules):
        if spec.kind == "document" and not action.takes_documents:
            yield Finding("guards", "sound.no-documents", {"name": action.key}, where=where)
        if spec.kind in ("composition", "event-in-effect", "sub-cases", "team-member") and not of_an_assignment(action):
            yield not_of_assignment(action, where)
        if spec.kind == "team-member" and not (isinstance(action, Event) and action.team):
            yield Finding("guards", "sound.needs-parameter", {"parameter": spec.kind, "needs": "team"}, where=where)
        if spec.kind == "composition" and spec.every_district and not spec.organisation:
            facts: dict[str, Plain] = {"parameter": "every_district", "needs": "organisation"}
            yield Finding("guards", "sound.needs-parameter", facts, where=where)


def meetings_can_be(rules: Rules) -> Iterator[Finding]:
    """A body of that kind meets on some day of the calendar, or it can be recorded that it met."""
    recorded = any(event.meeting == "held" for _, event in events(rules))
    for where, _, spec in guards(rules):
        bodies = {body.key for body in rules.programme.bodies if body.kind == spec.body_kind}
        if spec.kind == "meeting" and not recorded and not any(one.body in bodies for one in rules.programme.meetings):
            yield Finding("guards", "sound.never-meets", {"kind": spec.body_kind}, where=where)


def teams_can_be_complete(rules: Rules) -> Iterator[Finding]:
    """Somebody can join, or the gaps can be accepted."""
    joined = any(event.team == "joins" for _, event in events(rules))
    for where, _, spec in guards(rules):
        if spec.kind == "composition" and not joined and not spec.accepted_in:
            yield Finding("guards", "sound.team-never-complete", {}, where=where)


def events_can_be_in_effect(rules: Rules) -> Iterator[Finding]:
    """In each state from which the guard is asked, the event can have been recorded and not yet undone."""
    for where, action, spec in guards(rules):
        event = rules.lifecycle.event(spec.event)
        if spec.kind != "event-in-effect" or event is None:
            continue
        nodes = _walk((_initial(rules.lifecycle), False), _with_event(event, rules.lifecycle))
        for state in _asked_in(action, rules):
            if (state, True) not in nodes:
                facts: dict[str, Plain] = {"event": event.key, "state": state, "name": action.key}
                yield Finding("guards", "sound.event-never-in-effect", facts, where=where)


def sub_cases_can_be_answered(rules: Rules) -> Iterator[Finding]:
    """In each state from which it is asked, one body's small life can stand where the guard, or the right, wants it."""
    nodes = _walk((_initial(rules.lifecycle), ""), _with_body(rules.lifecycle))
    for where, action, spec in guards(rules):
        if spec.kind == "sub-cases":
            wanted = set(spec.all_in) & set(spec.some_in)
            yield from _never(nodes, wanted, action, where, rules)
    for where, action in actions(rules):
        for place, one in rows(f"{where}.by", action.by):
            if one.sub_states:
                yield from _never(nodes, set(one.sub_states), action, place, rules)


def _never(
    nodes: set[tuple[str, str]], wanted: set[str], action: Action, where: str, rules: Rules
) -> Iterator[Finding]:
    names: list[Plain] = [*sorted(wanted)]
    for state in _asked_in(action, rules):
        if not any((state, sub) in nodes for sub in wanted):
            facts: dict[str, Plain] = {"states": names, "state": state, "name": action.key}
            yield Finding("guards", "sound.sub-states-never", facts, where=where)


def every_sub_state_is_reached(rules: Rules) -> Iterator[Finding]:
    """The small life has no state that nothing leads to; one that counts as open can be closed."""
    subcase = rules.lifecycle.subcase
    if subcase is None:
        return
    nodes = _walk((_initial(rules.lifecycle), ""), _with_body(rules.lifecycle))
    found = {sub for _, sub in nodes}
    left = {name for _, action in actions(rules) if action.sub is not None for name in action.sub.from_states}
    for where, state in rows("subcase.states", subcase.states):
        if state.key not in found:
            yield Finding("guards", "sound.state-unreachable", {"state": state.key}, where=where)
        elif state.open and state.key not in left:
            yield Finding("guards", "sound.no-way-out", {"state": state.key}, where=where)


def _asked_in(action: Action, rules: Rules) -> list[str]:
    """The reachable states in which the action is asked for, in the order of the file."""
    found = reached(rules) & states_of(action, rules.lifecycle)
    return [state.key for state in rules.lifecycle.states if state.key in found]


def _initial(lifecycle: Lifecycle) -> str:
    return next((state.key for state in lifecycle.states if state.initial), "")


def _walk(start: _Node, moves: Callable[[_Node], Iterator[_Node]]) -> set[_Node]:
    found, new = {start}, [start]
    while new:
        for node in moves(new.pop()):
            if node not in found:
                found.add(node)
                new.append(node)
    return found


def _with_body(lifecycle: Lifecycle) -> Callable[[tuple[str, str]], Iterator[tuple[str, str]]]:
    def moves(node: tuple[str, str]) -> Iterator[tuple[str, str]]:
        state, sub = node
        for step in lifecycle.steps_from(state):
            yield step.target, sub
            if step.sub is not None and sub in step.sub.from_states:
                yield step.target, step.sub.to_state
        for event in lifecycle.events:
            if event.sub is not None and sub in event.sub.from_states and state in recordable(event, lifecycle):
                yield state, event.sub.to_state

    return moves


def _with_event(event: Event, lifecycle: Lifecycle) -> Callable[[tuple[str, bool]], Iterator[tuple[str, bool]]]:
    def moves(node: tuple[str, bool]) -> Iterator[tuple[str, bool]]:
        state, holds = node
        if state in recordable(event, lifecycle):
            yield state, True
        for step in lifecycle.steps_from(state):
            yield step.target, holds and event.key not in step.ends

    return moves


GUARDING = (
    parameters_fit,
    parameters_name_what_is_there,
    guards_stand_where_they_are_read,
    meetings_can_be,
    teams_can_be_complete,
    events_can_be_in_effect,
    sub_cases_can_be_answered,
    every_sub_state_is_reached,
)
