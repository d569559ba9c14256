"""Rights: in which state which role may do what, and on which conditions; and what another version of them changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from vs_workflow.rules.lifecycle import Entitlement, GuardSpec, Lifecycle
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
    """Every key of the two files under which they say something else, as `programme.holders`."""
    pairs = (("lifecycle", before.lifecycle, after.lifecycle), ("programme", before.programme, after.programme))
    return tuple(
        f"{file}.{one.name}"
        for file, old, new in pairs
        for one in fields(old)
        if one.name not in _FILES and getattr(old, one.name) != getattr(new, one.name)
    )


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
