"""Rights: in which state which role may do what, and on which conditions; and what another version of them changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, TypeVar

from vs_workflow.rules.lifecycle import Entitlement, Event, GuardSpec, Lifecycle, Step
from vs_workflow.rules.programme import Programme
from vs_workflow.rules.rulebook import Rules


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """A role may take this step, or record this event, in that state ("" is every state)."""

    role: str
    state: str
    act: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What a step or event asks beside the role: a guard by its name, or which holders of a role it means."""

    act: str
    of: Literal["guard", "role"]
    name: str
    change: Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone's due day before and after; None where there is none, or no such milestone."""

    milestone: str
    before: date | None
    after: date | None


_FILES = ("lifecycle", "register")
"""What the other files are called is no rule."""

_Place = tuple[str, Literal["guard", "role"], str]
_Act = TypeVar("_Act", Step, Event)


def rights(lifecycle: Lifecycle) -> frozenset[Right]:
    """Every right that the lifecycle gives, apart from what its guards ask."""
    return frozenset(_rights(lifecycle))


def conditions(before: Lifecycle, after: Lifecycle) -> tuple[Condition, ...]:
    """What the acts that both know ask otherwise, in the order of the newer lifecycle; what is asked no longer last.

    That a role comes or goes altogether is a right gained or lost, and not said here.
    """
    known, now = _asked(before), _asked(after)
    shared = {act for act, *_ in known} & {act for act, *_ in now}
    differing = [one for one in (*now, *known) if one[0] in shared and known.get(one) != now.get(one)]
    found: dict[Condition, None] = {}
    for act, of, name in differing:
        place = act, of, name
        if place in known and place in now:
            found[Condition(*place, "changed")] = None
        elif of == "guard":
            found[Condition(*place, "added" if place in now else "removed")] = None
    return tuple(found)


def deadlines(before: Rules, after: Rules) -> tuple[Deadline, ...]:
    """The milestones whose due day differs, in the order of the newer rules, those that are gone last."""
    known = {one.id: one.due for one in before.programme.milestones}
    now = {one.id: one.due for one in after.programme.milestones}
    moved = [Deadline(key, known.get(key), due) for key, due in now.items() if key not in known or known[key] != due]
    return (*moved, *(Deadline(key, due, None) for key, due in known.items() if key not in now))


def other_keys(before: Rules, after: Rules) -> tuple[str, ...]:
    """Every key of the two files under which they say something else, as `programme.holders`.

    What rights, conditions and deadlines tell is taken off first, and nothing else.
    """
    told = _told(before.lifecycle, after.lifecycle)
    pairs = (
        ("lifecycle", _lifecycle_without(told, before.lifecycle), _lifecycle_without(told, after.lifecycle)),
        ("programme", _programme_without_due_days(before.programme), _programme_without_due_days(after.programme)),
    )
    return tuple(
        f"{file}.{one.name}"
        for file, old, new in pairs
        for one in fields(old)
        if one.name not in _FILES and getattr(old, one.name) != getattr(new, one.name)
    )


def _told(before: Lifecycle, after: Lifecycle) -> frozenset[_Place]:
    """The guards of an act, and the roles that may take it, of which rights or conditions say what becomes of them."""
    asked = {(one.act, one.of, one.name) for one in conditions(before, after)}
    return frozenset(asked | {(one.act, "role", one.role) for one in rights(before) ^ rights(after)})


def _lifecycle_without(told: frozenset[_Place], lifecycle: Lifecycle) -> Lifecycle:
    steps = tuple(_without(told, one) for one in lifecycle.steps)
    return replace(lifecycle, steps=steps, events=tuple(_without(told, one) for one in lifecycle.events))


def _without(told: frozenset[_Place], act: _Act) -> _Act:
    by = tuple(one for one in act.by if (act.key, "role", one.role) not in told)
    guards = tuple(one for one in act.guards if (act.key, "guard", one.name) not in told)
    return replace(act, by=by, guards=guards)


def _programme_without_due_days(programme: Programme) -> Programme:
    return replace(programme, milestones=tuple(replace(one, due=None) for one in programme.milestones))


def _rights(lifecycle: Lifecycle) -> Iterator[Right]:
    for step in lifecycle.steps:
        for entitlement in step.by:
            yield from (Right(entitlement.role, source, step.key) for source in step.sources)
    for event in lifecycle.events:
        for entitlement in event.by:
            yield from (Right(entitlement.role, state, event.key) for state in event.in_states or ("",))


def _asked(lifecycle: Lifecycle) -> dict[_Place, tuple[GuardSpec | Entitlement, ...]]:
    """By what it is called; what has a name twice (a step from several states) is kept together."""
    found: dict[_Place, tuple[GuardSpec | Entitlement, ...]] = {}
    for action in (*lifecycle.steps, *lifecycle.events):
        for guard in action.guards:
            place: _Place = action.key, "guard", guard.name
            found[place] = (*found.get(place, ()), guard)
        for one in action.by:
            place = action.key, "role", one.role
            found[place] = (*found.get(place, ()), one)
    return found
