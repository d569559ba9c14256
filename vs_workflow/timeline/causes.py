"""What notices are given cause for by: a miss that stands, an arrival in a state, a day ahead of a milestone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Plain
from vs_workflow.rules.programme import Milestone
from vs_workflow.rules.rulebook import Rules

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Miss:
    """A standing miss: its flag, for which due day, the sweep at which it went up (0 for not yet), and to whom."""

    flag: Entry
    due: date
    escalated: int = 0
    raised: dict[str, dict[str, Plain]] = field(default_factory=dict)


@dataclass(slots=True)
class Arrival:
    """The entry by which a case came into its state, and whom that was told."""

    entry: Entry
    state: str
    told: set[str] = field(default_factory=set)


def reached(rules: Rules, own: bool, since: date, day: date) -> Iterator[tuple[Milestone, int]]:
    """The milestones of that scope whose reminder fell after `since` and up to `day`, with the days left."""
    for milestone in rules.programme.milestones:
        due = milestone.due
        if due is None or day > due or (milestone.scope == "programme") != own:
            continue
        if any(since < due - days * _DAY <= day for days in rules.programme.check.reminders):
            yield milestone, (due - day).days
