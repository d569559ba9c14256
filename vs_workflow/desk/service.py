"""How the daily check is doing: when it last ran, when it is next due, what nobody looked at, and who rings the bell.

Pure but for what it reads: the moment comes from the office, and who was seen is handed in,
since that stands in no journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vs_workflow.desk import watch
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Coverage
from vs_workflow.journal.chain import instant, moment
from vs_workflow.journal.entry import Instant

# How much later than its hour a check may come before its absence is spoken of.
GRACE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A scheduler that was seen: the host and process that it runs in, since when, and when it was seen last."""

    host: str
    pid: int
    since: Instant
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """`next` is when a check is due by the programme; `seen` is None where no scheduler runs.

    `one_leads` says whether schedulers of this database have a leader; `gone` that the one
    seen has ended, or was silent for longer than a living one is; `silent` that a check stayed away.
    """

    coverage: Coverage
    next: Instant
    one_leads: bool
    seen: Sighting | None
    gone: bool
    silent: bool


def status(
    office: Office, seen: Sighting | None, *, one_leads: bool, alive_within: timedelta, ended: bool = False
) -> Service:
    """How it is now. `alive_within` is how long a living scheduler may be unseen; `ended`: its process is no more."""
    covered = watch.coverage(office)
    now = office.stamps.now()
    return Service(
        coverage=covered,
        next=next_check(covered.hour, covered.zone, now),
        one_leads=one_leads,
        seen=seen,
        gone=seen is not None and (ended or moment(now) - moment(seen.seen_at) > alive_within),
        silent=is_silent(covered.uncovered, covered.hour, covered.zone, now),
    )


def next_check(hour: str, zone: str, now: Instant) -> Instant:
    """The first moment after `now` at which the clock of that zone shows the hour."""
    day = moment(now).astimezone(ZoneInfo(zone)).date()
    # A night in which the clock jumps from before the hour may put today's into tomorrow.
    due = (check_of(day + timedelta(days=ahead), hour, zone) for ahead in (-1, 0, 1, 2))
    return next(one for one in due if one > now)


def check_of(day: date, hour: str, zone: str) -> Instant:
    """When the check of that day is due. An hour that the clock skips is where it lands; one shown twice, the first."""
    local = datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone))
    return instant(local.astimezone(UTC))


def is_silent(uncovered: Sequence[date], hour: str, zone: str, now: Instant) -> bool:
    """Whether a check is overdue: a day is over, the check of the day after it was due, and did not come."""
    if not uncovered:
        return False
    due = check_of(uncovered[0] + timedelta(days=1), hour, zone)
    return moment(now) - moment(due) > GRACE
