"""The lifecycle as one `transitions` machine per version, used as a flyweight; and the table taken from it.

The machine decides whether a step may be taken: it knows the order, asks whether the actor
is entitled and whether each guard holds. Only callables go into it, never a string from a
file; nothing registers a model; no callback has a side effect. The table says the same for
bulk replay, and a property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from transitions import Machine, MachineError

from vs_workflow.rules.rulebook import Rules


@dataclass(slots=True)
class Token:
    """A throw-away model for one decision: the state, whether the actor is entitled, which guards hold."""

    state: str
    entitled: bool
    guards: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a step leads from a state, with the roles and guards that it asks."""

    target: str
    roles: frozenset[str]
    guards: tuple[str, ...]


@lru_cache(maxsize=32)
def compiled(rules: Rules) -> Machine:
    """The machine of that lifecycle. It holds no model and can be shared by threads."""
    lifecycle = rules.lifecycle
    return Machine(
        model=None,
        states=[state.key for state in lifecycle.states],
        initial=lifecycle.initial,
        auto_transitions=False,
        send_event=True,
        queued=False,
        transitions=[
            {
                "trigger": step.key,
                "source": source,
                "dest": step.target,
                "conditions": [_entitled, *(_holds(spec.name) for spec in step.guards)],
            }
            for step in lifecycle.steps
            for source in step.sources
        ],
    )


def _entitled(event: Any) -> bool:
    return event.model.entitled is True


def _holds(name: str) -> Callable[[Any], bool]:
    def holds(event: Any) -> bool:
        return event.model.guards.get(name) is True

    holds.__name__ = name
    return holds


def take(rules: Rules, step: str, token: Token) -> str | None:
    """The state that the step leads to, or None where the machine refuses. The token is used up."""
    event = compiled(rules).events.get(step)
    if event is None:
        return None
    try:
        return token.state if event.trigger(token) else None
    except MachineError:
        return None


@lru_cache(maxsize=32)
def table(rules: Rules) -> Mapping[tuple[str, str], Edge]:
    """State and step to edge, read off the machine itself."""
    found: dict[tuple[str, str], Edge] = {}
    for name, event in compiled(rules).events.items():
        for source, edges in event.transitions.items():
            for edge in edges:
                step = rules.lifecycle.step(name, source)
                assert step is not None and edge.dest is not None
                guards = tuple(str(getattr(condition.func, "__name__", "")) for condition in edge.conditions[1:])
                found[source, name] = Edge(edge.dest, frozenset(one.role for one in step.by), guards)
    return found
