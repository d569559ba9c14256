"""How large rules may be: the other checks walk every road, and must end soon whatever file is given."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.proving.places import actions
from vs_workflow.rules.rulebook import Rules

MOST_STATES = 60
MOST_ACTIONS = 300


def not_too_many(rules: Rules) -> Iterator[Finding]:
    """Far more than a lifecycle that people can follow; what the size of a file bounds is not counted."""
    for where, count, most in (*_sections(rules), *_lists(rules)):
        if count > most:
            facts: dict[str, Plain] = {"count": count, "most": most}
            yield Finding("size", "sound.too-many", facts, where=where)


def _sections(rules: Rules) -> Iterator[tuple[str, int, int]]:
    lifecycle = rules.lifecycle
    yield "states", len(lifecycle.states), MOST_STATES
    yield "roles", len(lifecycle.roles), MOST_STATES
    yield "steps", len(lifecycle.steps), MOST_ACTIONS
    yield "events", len(lifecycle.events), MOST_ACTIONS
    yield "subcase.states", len(lifecycle.subcase.states) if lifecycle.subcase is not None else 0, MOST_STATES
    yield "separations", len(lifecycle.separations), MOST_STATES
    yield "incompatible", len(lifecycle.incompatible), MOST_STATES


def _lists(rules: Rules) -> Iterator[tuple[str, int, int]]:
    for where, action in actions(rules):
        for part in ("by", "facts", "guards", "sources", "ends", "in_states"):
            yield f"{where}.{part}", len(getattr(action, part, ())), MOST_STATES
        if action.sub is not None:
            yield f"{where}.sub.from_states", len(action.sub.from_states), MOST_STATES
