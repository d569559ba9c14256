"""Which marks of a case something that is decided later can still rest on.

Whoever reads a long journal in flat memory keeps these, and finds the others again where a
correction asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from vs_workflow.casebook import Case, Mark
from vs_workflow.rules.lifecycle import Event, Lifecycle, Step


def shortened(case: Case, lifecycles: Iterable[Lifecycle], also: Iterable[int] = ()) -> Case:
    """The case with the marks alone that last under any of these lifecycles, and those with the numbers in `also`."""
    kept = {mark.seq for lifecycle in lifecycles for mark in lasting(case, lifecycle)}.union(also)
    return replace(case, marks=tuple(mark for mark in case.marks if mark.seq in kept), annulled=())


def lasting(case: Case, lifecycle: Lifecycle) -> Iterator[Mark]:
    """The marks that count for every step, event and end of a role to come, under this lifecycle; the latest first.

    Those are what joins or leaves the team or moves a sub-case; the last of each step from
    each state and of each event, which separations and effects ask for; and what no later
    mark is as late as, for the end of a role looks for days after it.
    """
    seen: set[tuple[str, str | None, str | None]] = set()
    latest = date.min
    for mark in reversed(case.marks):
        named = mark.what, mark.source, mark.to
        if named not in seen or mark.on > latest or _adds_up(_action(mark, lifecycle)):
            yield mark
        seen.add(named)
        latest = max(latest, mark.on)


def _action(mark: Mark, lifecycle: Lifecycle) -> Step | Event | None:
    return lifecycle.step(mark.what, mark.source) if mark.is_step else lifecycle.event(mark.what)


def _adds_up(action: Step | Event | None) -> bool:
    """Whether each time counts, not the last alone."""
    if action is None:
        return False
    return action.sub is not None or (isinstance(action, Event) and action.team != "")
