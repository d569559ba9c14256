"""APScheduler, which only rings: it puts what it is time for in a queue, and somebody else does the work.

Its jobs live in memory and are made anew at every start; what was checked stands in the
journal. No ring is thrown away for being late, and many missed ones are one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.date import DateTrigger

from vs_workflow.desk.service import next_check
from vs_workflow.journal.chain import instant, moment
from vs_workflow.journal.entry import Instant

OUTBOX_SECONDS = 60.0
PULSE_SECONDS = 2.0


class Ring(StrEnum):
    """What it is time for. A pulse says only that the clock still ticks."""

    CHECK = "check"
    OUTBOX = "outbox"
    PULSE = "pulse"
    STOP = "stop"


class Daily(BaseTrigger):  # type: ignore[misc]  # APScheduler comes without types
    """Every day at an hour of a zone.

    APScheduler's own cron trigger leaves out a day whose midnight falls in the night that
    the clocks change, and counts out every missed day one by one.
    """

    __slots__ = ("hour", "zone")

    def __init__(self, hour: str, zone: str) -> None:
        self.hour = hour
        self.zone = zone

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return moment(next_check(self.hour, self.zone, instant(now)))


class Every(BaseTrigger):  # type: ignore[misc]
    """At once, and then so many seconds after now, however many were missed."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now if previous is None else now + timedelta(seconds=self.seconds)


class Rings:
    """Rings daily at the hour of the check, every minute for the outbox, and every two seconds for a pulse.

    `ring` is called from other threads. Before each pulse `beat` is called, in such a
    thread too, so that it goes on while the work takes long.
    """

    def __init__(self, ring: Callable[[Ring], None], beat: Callable[[], None]) -> None:
        self._ring = ring
        self._beat = beat
        self._daily: Daily | None = None
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
            timezone=UTC,
        )

    def start(self, hour: str, zone: str) -> None:
        """Begin to ring."""
        self._scheduler.start()
        self.set_hour(hour, zone)
        self.wind()

    def stop(self) -> None:
        """Ring no more; waits for a beat that is going on."""
        self._scheduler.shutdown(wait=True)

    def set_hour(self, hour: str, zone: str) -> None:
        """Ring daily at that hour from now on."""
        if self._daily is None or (self._daily.hour, self._daily.zone) != (hour, zone):
            self._daily = Daily(hour, zone)
            self._put(Ring.CHECK, self._daily, self._ring, Ring.CHECK)

    def wind(self) -> None:
        """Reckon every ring anew from the clock as it is now, which somebody may have set back."""
        if self._daily is not None:
            self._put(Ring.CHECK, self._daily, self._ring, Ring.CHECK)
        self._put(Ring.OUTBOX, Every(OUTBOX_SECONDS), self._ring, Ring.OUTBOX)
        self._put(Ring.PULSE, Every(PULSE_SECONDS), self._pulse)

    def again(self, at: datetime) -> None:
        """Ring once more for the check, at that moment; an earlier wish of that kind lapses."""
        self._put("again", DateTrigger(at), self._ring, Ring.CHECK)

    def due(self, now: Instant) -> Instant | None:
        """When a check is due after `now`; None before an hour was set.

        A beat may ask this. It may not ask APScheduler, which holds its locks while it waits
        for the last beat to end.
        """
        daily = self._daily
        return None if daily is None else next_check(daily.hour, daily.zone, now)

    @property
    def next_check(self) -> datetime | None:
        """When the next daily ring for the check is; None before the start, when no job has a time yet."""
        found: datetime | None = getattr(self._scheduler.get_job(Ring.CHECK), "next_run_time", None)
        return found

    def _pulse(self) -> None:
        self._beat()
        self._ring(Ring.PULSE)

    def _put(self, name: str, trigger: BaseTrigger, what: Callable[..., None], *given: object) -> None:
        self._scheduler.add_job(what, trigger, args=given, id=name, name=name, replace_existing=True)
