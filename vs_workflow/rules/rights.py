"""Rights: in which state which role may do what, as the rules say it; and what another version of them changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.rulebook import Rules


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """A role may take this step, or record this event, in that state ("" is every state)."""

    role: str
    state: str
    act: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone's due day before and after; None where there is none, or no such milestone."""

    milestone: str
    before: date | None
    after: date | None


def rights(lifecycle: Lifecycle) -> frozenset[Right]:
    """Every right that the lifecycle gives, apart from what its guards ask."""
    return frozenset(_rights(lifecycle))


def deadlines(before: Rules, after: Rules) -> tuple[Deadline, ...]:
    """The milestones whose due day differs, in the order of the newer rules, those that are gone last."""
    known = {one.id: one.due for one in before.programme.milestones}
    now = {one.id: one.due for one in after.programme.milestones}
    moved = [Deadline(key, known.get(key), due) for key, due in now.items() if key not in known or known[key] != due]
    return (*moved, *(Deadline(key, due, None) for key, due in known.items() if key not in now))


def _rights(lifecycle: Lifecycle) -> Iterator[Right]:
    for step in lifecycle.steps:
        for entitlement in step.by:
            yield from (Right(entitlement.role, source, step.key) for source in step.sources)
    for event in lifecycle.events:
        for entitlement in event.by:
            yield from (Right(entitlement.role, state, event.key) for state in event.in_states or ("",))
