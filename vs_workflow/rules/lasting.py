"""Which marks of a case something that is decided later can still rest on.

Whoever reads a long journal in flat memory keeps these, and finds the others again where a
correction asks for them. Whatever reads the marks of a case to decide must find its answer
among these: a new reading in `standing`, or beside it, is a new reason to last.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from vs_workflow.casebook import Case, Mark
from vs_workflow.rules.lifecycle import Event, Lifecycle
from vs_workflow.rules.standing import action_of


def shortened(case: Case, lifecycles: Collection[Lifecycle], also: Iterable[int] = ()) -> Case:
    """The case with the marks alone that last under any of these lifecycles, and those with the numbers in `also`."""
    kept = {mark.seq for mark in lasting(case, lifecycles)}.union(also)
    return replace(case, marks=tuple(mark for mark in case.marks if mark.seq in kept), annulled=())


def lasting(case: Case, lifecycles: Collection[Lifecycle]) -> Iterator[Mark]:
    """The marks that count for every step, event and end of a role to come; the latest first.

    Those are what joins or leaves the team or moves a sub-case, each time; the last of each
    event, and of each step by its states, which the order, separations and what steps end
    ask for; and what no later mark is as late as, for the end of a role looks for days after it.
    """
    seen: set[tuple[str, str | None, str | None]] = set()
    latest = date.min
    for mark in reversed(case.marks):
        named = mark.what, mark.source, mark.to
        if named not in seen or mark.on > latest or any(_adds_up(mark, one) for one in lifecycles):
            yield mark
        seen.add(named)
        latest = max(latest, mark.on)


def _adds_up(mark: Mark, lifecycle: Lifecycle) -> bool:
    """Whether each time counts, not the last alone."""
    action = action_of(mark, lifecycle)
    return action is not None and (action.sub is not None or (isinstance(action, Event) and action.team != ""))
