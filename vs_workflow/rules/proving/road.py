"""The road of an assignment: one beginning, every state reached, every state with a way to an end, no end left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.proving.places import events, rows, steps, unknown
from vs_workflow.rules.rulebook import Rules


def one_beginning(rules: Rules) -> Iterator[Finding]:
    initial: list[Plain] = [state.key for state in rules.lifecycle.states if state.initial]
    if len(initial) != 1:
        yield Finding("road", "sound.initial", {"found": initial}, where="states")
    for where, state in rows("states", rules.lifecycle.states):
        if state.initial and state.final:
            yield Finding("road", "sound.initial-final", {"state": state.key}, where=where)


def states_exist(rules: Rules) -> Iterator[Finding]:
    known = [state.key for state in rules.lifecycle.states]
    for where, step in steps(rules):
        if not step.sources:
            yield Finding("road", "sound.nothing-named", {"what": "state"}, where=f"{where}.sources")
        for place, name in [*rows(f"{where}.sources", step.sources), (f"{where}.target", step.target)]:
            if name not in known:
                yield unknown("road", "state", name, known, place)
    for where, event in events(rules):
        for place, name in rows(f"{where}.in_states", event.in_states):
            if name not in known:
                yield unknown("road", "state", name, known, place)
        if event.in_states and event.scope in ("programme", "body"):
            facts: dict[str, Plain] = {"parameter": "in_states"}
            yield Finding("road", "sound.says-nothing", facts, where=f"{where}.in_states")


def no_step_twice_from_a_state(rules: Rules) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for where, step in steps(rules):
        for source in step.sources:
            if (step.key, source) in seen:
                yield Finding("road", "sound.step-twice", {"step": step.key, "state": source}, where=where)
            seen.add((step.key, source))


def no_end_is_left(rules: Rules) -> Iterator[Finding]:
    for where, step in steps(rules):
        for source in step.sources:
            if rules.lifecycle.is_final(source):
                yield Finding("road", "sound.final-left", {"step": step.key, "state": source}, where=where)


def every_state_is_reached(rules: Rules) -> Iterator[Finding]:
    found = reached(rules)
    for where, state in rows("states", rules.lifecycle.states):
        if found and state.key not in found:
            yield Finding("road", "sound.state-unreachable", {"state": state.key}, where=where)


def every_state_has_a_way_out(rules: Rules) -> Iterator[Finding]:
    lifecycle = rules.lifecycle
    edges = [(step.target, source) for step in lifecycle.steps for source in step.sources]
    ends = _closure([state.key for state in lifecycle.states if state.final], edges)
    for where, state in rows("states", lifecycle.states):
        if state.key not in ends:
            yield Finding("road", "sound.no-way-out", {"state": state.key}, where=where)


@lru_cache(maxsize=8)
def reached(rules: Rules) -> frozenset[str]:
    """The states that steps lead to from the initial one, that one included."""
    lifecycle = rules.lifecycle
    edges = [(source, step.target) for step in lifecycle.steps for source in step.sources]
    return frozenset(_closure([state.key for state in lifecycle.states if state.initial], edges))


def _closure(start: Iterable[str], edges: list[tuple[str, str]]) -> set[str]:
    found, new = set(start), set(start)
    while new:
        new = {to for came, to in edges if came in new} - found
        found |= new
    return found


ROAD = (
    one_beginning,
    states_exist,
    no_step_twice_from_a_state,
    no_end_is_left,
    every_state_is_reached,
    every_state_has_a_way_out,
)
