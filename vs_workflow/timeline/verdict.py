"""What a milestone's state of affairs is called on a day, as known then.

A verdict is a pure function of the timeline, the replayed history, the day looked at and
what was known; nothing is stored that could contradict it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vs_workflow.casebook import Case, Mark
from vs_workflow.journal.entry import Instant
from vs_workflow.rules.programme import Milestone
from vs_workflow.rules.rulebook import Rules


class Verdict(StrEnum):
    UPCOMING = "upcoming"
    OPEN = "open"
    DUE_SOON = "due-soon"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    LAPSED = "lapsed"
    NO_DATE = "no-date"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The day on which a milestone was satisfied, and when that was recorded; the number of the entry."""

    on: date
    recorded_at: Instant
    seq: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A milestone's verdict for one assignment (None for the programme's own).

    `days` counts how late it was (late), how long overdue (missed), or how long is left
    (open, due-soon, upcoming); None where there is no due day or nothing to count.
    """

    milestone: str
    assignment: str | None
    due: date | None
    verdict: Verdict
    days: int | None
    satisfied_on: date | None
    recorded_at: Instant | None


def satisfaction(milestone: Milestone, case: Case) -> Satisfaction | None:
    """The first live mark that satisfies the milestone: by day, then by number."""
    first: Mark | None = None
    for mark in case.marks:
        # The marks stand in the order of their numbers, so on one day the first to come is the one.
        if (first is None or mark.on < first.on) and _satisfies(mark, milestone):
            first = mark
    return None if first is None else Satisfaction(first.on, first.at, first.seq)


def lapsed_on(milestone: Milestone, case: Case, rules: Rules) -> date | None:
    """The day from which the milestone, where it is unmet, is not due of this case, or not any more.

    What was due before an assignment was opened was never due of it, and lapses on its own day.
    """
    if milestone.due is not None and milestone.due < case.opened_on:
        return milestone.due
    state = rules.lifecycle.state(case.state)
    return case.since if state is not None and state.lapses else None


def still_due(milestone: Milestone, case: Case, rules: Rules) -> bool:
    """Whether it is unmet, and not let go of either."""
    return satisfaction(milestone, case) is None and lapsed_on(milestone, case, rules) is None


def judge(milestone: Milestone, case: Case, rules: Rules, day: date) -> Judgement:
    """The verdict on `day`, from the case as it is known (with `Casebook.as_of(day)`: as it was on that day)."""
    satisfied = satisfaction(milestone, case)
    verdict, days = _verdict(
        milestone, satisfied, lapsed_on(milestone, case, rules), max(rules.programme.check.reminders, default=0), day
    )
    return Judgement(
        milestone.id,
        case.key or None,
        milestone.due,
        verdict,
        days,
        satisfied.on if satisfied else None,
        satisfied.recorded_at if satisfied else None,
    )


def _verdict(
    milestone: Milestone, satisfied: Satisfaction | None, lapsed: date | None, longest_reminder: int, day: date
) -> tuple[Verdict, int | None]:
    due = milestone.due
    reached = satisfied is not None and satisfied.on <= day
    if satisfied is not None and reached and (due is None or satisfied.on <= due):
        return Verdict.MET, None
    if lapsed is not None and lapsed <= day and (due is None or lapsed <= due):
        return Verdict.LAPSED, None
    if due is None:
        return Verdict.NO_DATE, None
    if satisfied is not None and reached:
        return Verdict.LATE, (satisfied.on - due).days
    if day > due:
        return Verdict.MISSED, (day - due).days
    left = (due - day).days
    if milestone.opens is not None and day < milestone.opens and left > longest_reminder:
        return Verdict.UPCOMING, left
    if left <= longest_reminder:
        return Verdict.DUE_SOON, left
    return Verdict.OPEN, left


def _satisfies(mark: Mark, milestone: Milestone) -> bool:
    if milestone.not_before is not None and mark.on < milestone.not_before:
        return False
    for one in milestone.satisfied_by:
        if one.state:
            if mark.to == one.state:
                return True
        elif mark.to is None and mark.what == one.event and one.body in ("", mark.facts.get("body")):
            return True
    return False
