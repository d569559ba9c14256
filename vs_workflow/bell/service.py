"""The bell of one programme: takes the rings and does the work of each, in one thread, until it is told to stop.

Whatever fails is said and tried again; nothing that a check, a message or the database does
ends the service. Only the leader works, which saves work and no more: that nothing is
flagged twice is kept where flags are written.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Protocol, TypeVar

from vs_workflow.bell.log import Log, told
from vs_workflow.bell.rings import PULSE_SECONDS, Ring, Rings
from vs_workflow.desk import watch
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Checked, Coverage
from vs_workflow.journal.chain import moment
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Plain, StoreTrouble, Trouble

FIRST_RETRY_SECONDS = 5
LAST_RETRY_SECONDS = 300
# Without a pulse for so long, the clock was set back and APScheduler waits for it to catch up.
QUIET_SECONDS = 15 * PULSE_SECONDS
# A leader whose work takes longer hangs, and leaves the lead to another.
STUCK_SECONDS = 600

# What passes by itself: a file that somebody else holds, a server that is away.
PASSING = ("store.locked", "store.busy", "store.unreachable")

Open = Callable[[], AbstractContextManager[Office]]
Stopping = Callable[[], bool]
Found = TypeVar("Found")


def at_last(find: Callable[[], Found], log: Log, stopped_by: Callable[[], str]) -> Found | None:
    """What is found when the database can be reached, however long that takes; None where a stop came first.

    Raises StoreTrouble for what does not pass by itself.
    """
    seconds = FIRST_RETRY_SECONDS
    while not stopped_by():
        try:
            return find()
        except StoreTrouble as error:
            if error.rule not in PASSING:
                raise
            log.error("start-failed", error, again_in=seconds)
        again = time.monotonic() + seconds
        # In small steps: a signal does not end a sleep.
        while time.monotonic() < again and not stopped_by():
            time.sleep(0.1)
        seconds = min(2 * seconds, LAST_RETRY_SECONDS)
    log.info("stopped", by=stopped_by())
    return None


class Lease(Protocol):
    """A scheduler's part in who leads. `one_leads` is false where every scheduler works."""

    @property
    def one_leads(self) -> bool: ...
    @property
    def leads(self) -> bool: ...
    def beat(self, now: Instant, next_check: Instant | None) -> None:
        """Try to lead, or go on leading; raises Trouble where that cannot be told."""
        ...

    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do beside the check; what it answers is said in the log, if anything.

    What takes long asks the second argument now and then whether to leave the rest.
    """

    event: str
    do: Callable[[Office, Stopping], Mapping[str, Plain]]


@dataclass(frozen=True, slots=True)
class Duties:
    """What the bell rings for: the check, what follows each, and what is done every minute."""

    check: Callable[[Office], Checked] = watch.check
    after_check: tuple[Duty, ...] = ()
    every_minute: tuple[Duty, ...] = ()


class Bell:
    """One scheduler of one programme.

    The database is opened anew for each piece of work, so that one that was restored,
    upgraded or restarted in between is met as it is then.
    """

    def __init__(self, programme: str, open_office: Open, lease: Lease, now: Callable[[], Instant], duties: Duties):
        self._open = open_office
        self._lease = lease
        self._now = now
        self._duties = duties
        self._log = Log(programme)
        self._rings = Rings(self.ring, self.beat)
        # Unlike Queue it may be put into by a signal that interrupts whoever is just taking out of it.
        self._waiting: SimpleQueue[Ring] = SimpleQueue()
        self._stopped_by = ""
        self._retry_seconds = FIRST_RETRY_SECONDS
        self._working_since: float | None = None
        self._led: bool | None = None
        self._beat_failed = False
        self._beating = threading.Lock()

    def ring(self, ring: Ring) -> None:
        """Ask for that piece of work; from any thread, or from a signal."""
        self._waiting.put(ring)

    def stop(self, why: str) -> None:
        """Finish the work in hand and end `run`; from any thread, or from a signal."""
        self._stopped_by = why
        self.ring(Ring.STOP)

    def run(self) -> None:
        """Ring and work until `stop`. Raises StoreTrouble at the start for what does not pass by itself."""
        covered = at_last(self._coverage, self._log, lambda: self._stopped_by)
        if covered is None:
            return
        self._rings.start(covered.hour, covered.zone)
        self._log.info("began", hour=covered.hour, zone=covered.zone, next=self._rings.due(self._now()))
        if self._lease.leads:
            self.ring(Ring.CHECK)
        try:
            while not self._stopped_by:
                self.serve(self._wait())
        finally:
            self._rings.stop()
            self._leave()
        self._log.info("stopped", by=self._stopped_by)

    def serve(self, rings: set[Ring]) -> None:
        """Do the work of these rings; none at all means that the clock stopped ringing."""
        if not rings:
            self._log.warning("clock-set-back")
            self._rings.wind()
        if self._lease.leads:
            self._working_since = time.monotonic()
            if Ring.CHECK in rings:
                self._check()
            if Ring.OUTBOX in rings and not self._stopped_by:
                self._do(self._duties.every_minute)
            self._working_since = None

    def beat(self) -> None:
        """Tell the others that this one lives, and see who leads; whoever comes to lead catches up at once."""
        with self._beating:
            since = self._working_since
            if since is not None and time.monotonic() - since > STUCK_SECONDS:
                return
            try:
                now = self._now()
                self._lease.beat(now, self._rings.due(now))
            except Exception as error:  # noqa: BLE001 - without a lead there is the next beat
                self._cannot_beat(error)
            else:
                self._beat_failed = False
            self._tell_lead()

    def _coverage(self) -> Coverage:
        with self._open() as office:
            return watch.coverage(office)

    def _wait(self) -> set[Ring]:
        """What it is time for, each once however often it was rung."""
        try:
            rings = {self._waiting.get(timeout=QUIET_SECONDS)}
        except Empty:
            return set()
        while not self._waiting.empty():
            rings.add(self._waiting.get())
        return rings

    def _check(self) -> None:
        try:
            with self._open() as office:
                checked = self._duties.check(office)
                covered = watch.coverage(office)
        except Exception as error:  # noqa: BLE001 - the next try may do better
            self._log.error("check-failed", error, again_in=self._retry_seconds)
            self._rings.again(moment(self._now()) + timedelta(seconds=self._retry_seconds))
            self._retry_seconds = min(2 * self._retry_seconds, LAST_RETRY_SECONDS)
            return
        self._retry_seconds = FIRST_RETRY_SECONDS
        # The rules may have been changed since, and with them the hour.
        self._rings.set_hour(covered.hour, covered.zone)
        self._tell(checked)
        self._do(self._duties.after_check)

    def _do(self, duties: tuple[Duty, ...]) -> None:
        for duty in duties:
            if self._stopped_by:
                return
            try:
                with self._open() as office:
                    done = duty.do(office, lambda: bool(self._stopped_by))
            except Exception as error:  # noqa: BLE001 - a duty that fails keeps no other from being done
                self._log.error(f"{duty.event}-failed", error)
            else:
                if done:
                    self._log.info(duty.event, **done)

    def _tell(self, checked: Checked) -> None:
        covered: dict[str, Plain] = {"days": len(checked.days)}
        if checked.days:
            covered |= {"from": checked.days[0].isoformat(), "to": checked.days[-1].isoformat()}
        self._log.info("checked", **covered, flags=len(checked.flags), next=self._rings.due(self._now()))
        for flag in checked.flags:
            self._log.info(
                "flag",
                flag=flag.flag.value,
                milestone=flag.milestone,
                assignment=flag.assignment,
                due=flag.due.isoformat(),
                seq=flag.seq,
            )

    def _tell_lead(self) -> None:
        leads = self._lease.leads
        if leads == self._led or not self._lease.one_leads:
            return
        if leads:
            self._log.info("leading")
            self.ring(Ring.CHECK)
        elif self._led is None:
            self._log.info("standing-by")
        else:
            self._log.warning("lead-lost")
        self._led = leads

    def _cannot_beat(self, error: Exception) -> None:
        if not self._beat_failed:
            self._log.warning("lease-failed", **told(error))
        self._beat_failed = True

    def _leave(self) -> None:
        try:
            self._lease.release()
        except Trouble as error:
            self._log.warning("lease-failed", **told(error))
