"""The clock of a programme: which local day a moment falls on, whatever zone the machine is set to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from vs_workflow.journal.chain import moment
from vs_workflow.journal.entry import Instant
from vs_workflow.rules.rulebook import Rules


def local_day(at: Instant, rules: Rules) -> date:
    """The day of that moment in the programme's zone."""
    return moment(at).astimezone(_zone(rules.programme.zone)).date()


def day_begins(day: date, rules: Rules) -> datetime:
    """The first moment of that day in the programme's zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=_zone(rules.programme.zone)).astimezone(UTC)


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
