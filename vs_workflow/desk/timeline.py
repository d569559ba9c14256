"""The timeline as it is drawn: the window of its days, and every milestone with the verdict that the board gives it.

Nothing here judges: rows and verdicts are those of `vs_workflow.desk.lines`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from vs_workflow.desk.lines import in_file_order, line, milestones, seen_on
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.views import BoardLine, MilestoneView, Setting
from vs_workflow.rules.rulebook import Rules
from vs_workflow.timeline.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """From the first to the last dated day, in whole months (`last` included): the programme's own row and the others.

    The window holds the days of the milestones and the days on which late ones were caught
    up with; the day looked at may lie outside it. `destroyed` are
    the assignments whose content was lawfully destroyed, each with the number of that entry.
    """

    setting: Setting
    first: date
    last: date
    own: tuple[MilestoneView, ...]
    lines: tuple[BoardLine, ...]
    destroyed: Mapping[str, int] = field(default_factory=dict)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month of the window."""
        found = [self.first]
        while (following := _month_after(found[-1])) <= self.last:
            found.append(following)
        return tuple(found)

    def place(self, day: date) -> float:
        """Where in the window the middle of that day lies: 0 is its beginning, 1 its end."""
        return ((day - self.first).days + 0.5) / ((self.last - self.first).days + 1)


def timeline(office: Office, on: date | None = None) -> Timeline:
    """Every milestone on its due day, with its verdict on the day looked at."""
    with office.room.reading() as work:
        reading = seen_on(open_reading(office, work, on=on))
    own = tuple(milestones(reading.book.own, reading))
    lines = tuple(line(case, reading) for case in in_file_order(reading))
    views = [*own, *(view for one in lines for view in one.milestones)]
    days = sorted({*dated(reading.rules), *_caught_up(views)}) or [reading.on]
    return Timeline(
        setting=reading.setting,
        first=days[0].replace(day=1),
        last=_end_of_month(days[-1]),
        own=own,
        lines=lines,
        destroyed=reading.book.destroyed,
    )


def dated(rules: Rules) -> Iterator[date]:
    """Every day that the timeline names."""
    for milestone in rules.programme.milestones:
        if milestone.due is not None:
            yield from (day for day in (milestone.opens, milestone.due) if day is not None)


def _caught_up(views: list[MilestoneView]) -> Iterator[date]:
    for view in views:
        if view.judgement.verdict is Verdict.LATE and view.judgement.satisfied_on is not None:
            yield view.judgement.satisfied_on


def _month_after(day: date) -> date:
    return _end_of_month(day) + timedelta(days=1)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
