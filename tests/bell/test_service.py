"""What the bell does with a ring: the leader works, whatever fails is tried again, and a stop waits for the work."""

from __future__ import annotations

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.desk.newer import newer
from tests.desk.test_migrate import moved
from tests.desk.world import World, begun
from vs_workflow.bell.log import log_to
from vs_workflow.bell.rings import Ring
from vs_workflow.bell.service import Bell, Duties, Duty, Stopping
from vs_workflow.desk import watch
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Checked
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Plain, StoreTrouble


@dataclass
class Part:
    """A part in the leading that the test decides."""

    leads: bool = True
    one_leads: bool = True
    beats: int = 0
    released: int = 0
    fails: bool = False

    def beat(self, now: Instant, next_check: Instant | None) -> None:
        self.beats += 1
        if self.fails:
            raise StoreTrouble("store.unreachable")

    def release(self) -> None:
        self.released += 1
        self.leads = False


@dataclass
class Service:
    """A bell on a programme in memory, with what it said and was asked."""

    world: World
    part: Part = field(default_factory=Part)
    duties: Duties = field(default_factory=Duties)
    stream: io.StringIO = field(default_factory=io.StringIO)
    unreachable: int = 0

    def bell(self, now: Callable[[], Instant] | None = None) -> Bell:
        log_to(self.stream)
        return Bell("oost", self.office, self.part, now or self.world.office.stamps.now, self.duties)

    @contextmanager
    def office(self) -> Iterator[Office]:
        if self.unreachable:
            self.unreachable -= 1
            raise StoreTrouble("store.unreachable", store="vs")
        yield self.world.office

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]

    @property
    def events(self) -> list[str]:
        """What it said, but for the flags one by one."""
        return [line["event"] for line in self.said if line["event"] != "flag"]


@pytest.fixture
def service() -> Iterator[Service]:
    """On 3 April, the day after the first milestone; nothing happened, and nothing was checked yet."""
    before = logging.raiseExceptions
    yield Service(begun(rehearsal=False).at("2015-04-03"))
    logging.raiseExceptions = before


def counted(found: list[str]) -> Callable[[Office], Checked]:
    """A check that only says that it was asked for."""

    def check(office: Office) -> Checked:
        found.append("asked")
        return watch.check(office, dry_run=True)

    return check


def failing(times: int, error: Exception) -> Callable[[Office], Checked]:
    left = [times]

    def check(office: Office) -> Checked:
        if left[0]:
            left[0] -= 1
            raise error
        return watch.check(office)

    return check


def test_a_ring_for_the_check_flags_what_is_missed_and_says_so(service: Service) -> None:
    bell = service.bell()

    bell.serve({Ring.CHECK})

    checked, *flags = service.said
    assert checked["event"] == "checked"
    assert (checked["days"], checked["from"], checked["to"]) == (49, "2015-02-13", "2015-04-02")
    assert checked["flags"] == len(flags) > 0
    assert {flag["event"] for flag in flags} == {"flag"}
    assert {flag["flag"] for flag in flags} == {"missed"}


def test_a_second_ring_finds_nothing(service: Service) -> None:
    bell = service.bell()
    bell.serve({Ring.CHECK})
    head = service.world.head()

    bell.serve({Ring.CHECK})

    assert (service.said[-1]["days"], service.said[-1]["flags"]) == (0, 0)
    assert "from" not in service.said[-1]
    assert service.world.head() - head <= 1


def test_who_does_not_lead_does_nothing(service: Service) -> None:
    service.part.leads = False
    head = service.world.head()

    service.bell().serve({Ring.CHECK, Ring.OUTBOX})

    assert service.said == []
    assert service.world.head() == head


@pytest.mark.parametrize("error", [StoreTrouble("store.locked", store="vs"), ZeroDivisionError("x")], ids=repr)
def test_a_check_that_fails_is_said_and_tried_again_later_and_later(service: Service, error: Exception) -> None:
    service.duties = Duties(check=failing(9, error))
    bell = service.bell()

    for _ in range(10):
        bell.serve({Ring.CHECK})

    failed = [line for line in service.said if line["event"] == "check-failed"]
    assert [line["again_in"] for line in failed] == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert {line["error"] for line in failed} == {type(error).__name__}
    assert "checked" in service.events


def test_a_database_that_cannot_be_opened_is_tried_again_too(service: Service) -> None:
    service.unreachable = 1
    bell = service.bell()

    bell.serve({Ring.CHECK})
    bell.serve({Ring.CHECK})

    assert service.events[:2] == ["check-failed", "checked"]


def test_a_duty_that_raises_keeps_no_other_from_being_done(service: Service) -> None:
    def broken(office: Office, stopping: Stopping) -> Mapping[str, Plain]:
        raise RuntimeError("j.jansen@example.org")

    def sending(office: Office, stopping: Stopping) -> Mapping[str, Plain]:
        return {"sent": 2}

    service.duties = Duties(
        check=counted([]), after_check=(Duty("sealed", broken), Duty("sent", sending), Duty("quiet", lambda *_: {}))
    )

    service.bell().serve({Ring.CHECK})

    assert service.events == ["checked", "sealed-failed", "sent"]
    assert service.said[-1]["sent"] == 2
    assert "jansen" not in service.stream.getvalue()


def test_every_minute_is_for_what_is_done_every_minute(service: Service) -> None:
    done: list[str] = []

    def note(office: Office, stopping: Stopping) -> Mapping[str, Plain]:
        done.append("minute")
        return {}

    service.duties = Duties(check=counted([]), every_minute=(Duty("sent", note),))

    service.bell().serve({Ring.OUTBOX})

    assert done == ["minute"]


def test_whoever_comes_to_lead_catches_up_at_once(service: Service) -> None:
    asked: list[str] = []
    service.part.leads = False
    service.duties = Duties(check=counted(asked))

    with running(service.bell()):
        until(lambda: "standing-by" in service.events)
        assert asked == []
        service.part.leads = True
        until(lambda: bool(asked))


def test_a_leader_whose_work_hangs_shows_no_more_sign_of_life(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(office: Office) -> Checked:
        bell.beat()
        return watch.check(office)

    monkeypatch.setattr("vs_workflow.bell.service.STUCK_SECONDS", -1)
    service.duties = Duties(check=check)
    bell = service.bell()

    bell.serve({Ring.CHECK})
    assert service.part.beats == 0

    bell.beat()
    assert service.part.beats == 1


def test_another_hour_of_newer_rules_is_kept_from_the_next_check_on(service: Service) -> None:
    bell = service.bell()
    bell.serve({Ring.CHECK})
    assert service.said[0]["next"] == "2015-04-04T04:00:00.000000Z"

    assert moved(service.world, newer((b'hour = "06:00"', b'hour = "07:30"'))).accepted
    bell.serve({Ring.CHECK})

    assert service.said[-1]["next"] == "2015-04-04T05:30:00.000000Z"


def test_who_leads_and_who_does_not_is_said_once(service: Service) -> None:
    service.part.leads = False
    bell = service.bell()
    bell.beat()
    service.part.leads = True
    bell.beat()
    bell.beat()
    service.part.leads = False
    bell.beat()

    assert service.events == ["standing-by", "leading", "lead-lost"]


def test_a_lease_that_fails_again_and_again_is_said_once(service: Service) -> None:
    service.part.fails = True
    bell = service.bell()

    for _ in range(3):
        bell.beat()

    assert service.events.count("lease-failed") == 1
    assert service.part.beats == 3


def test_where_nobody_leads_every_scheduler_works_at_its_start(service: Service) -> None:
    asked: list[str] = []
    service.part.one_leads = False
    service.duties = Duties(check=counted(asked))
    bell = service.bell()

    with running(bell):
        until(lambda: bool(asked))

    assert service.events == ["began", "checked", "stopped"]
    assert service.part.released == 1


def test_a_stop_waits_for_the_work_in_hand_and_leaves_out_what_comes_after_it(service: Service) -> None:
    begins, ends, after = threading.Event(), threading.Event(), []

    def slow(office: Office) -> Checked:
        begins.set()
        assert ends.wait(10)
        return watch.check(office)

    def duty(office: Office, stopping: Stopping) -> Mapping[str, Plain]:
        after.append("duty")
        return {}

    service.duties = Duties(check=slow, after_check=(Duty("sent", duty),))
    bell = service.bell()

    with running(bell):
        assert begins.wait(10)
        bell.stop("SIGTERM")
        ends.set()

    assert service.events[0] == "began"
    assert service.events[-1] == "stopped"
    assert "checked" in service.events
    assert after == []


def test_what_takes_long_is_told_to_leave_the_rest(service: Service) -> None:
    begins, told = threading.Event(), []

    def sending(office: Office, stopping: Stopping) -> Mapping[str, Plain]:
        begins.set()
        until(stopping)
        told.append("stopping")
        return {"sent": 1}

    service.duties = Duties(check=counted([]), after_check=(Duty("sent", sending),))
    bell = service.bell()

    with running(bell):
        assert begins.wait(10)
        bell.stop("SIGTERM")

    assert told == ["stopping"]
    assert service.events[-2:] == ["sent", "stopped"]


def test_a_beat_in_the_middle_of_a_stop_keeps_nothing_from_ending(service: Service) -> None:
    """APScheduler holds its locks while it waits for what it has running; a beat must need none of them."""
    beats, stops = threading.Event(), threading.Event()

    def now() -> Instant:
        if threading.current_thread().name.startswith("ThreadPool"):
            beats.set()
            stops.wait(10)
            threading.Event().wait(0.3)
        return service.world.office.stamps.now()

    service.duties = Duties(check=counted([]))
    bell = service.bell(now)

    with running(bell):
        assert beats.wait(10)
        bell.stop("SIGTERM")
        stops.set()

    assert service.events[-1] == "stopped"


def test_a_clock_that_was_set_back_is_noticed_by_the_silence(service: Service) -> None:
    service.duties = Duties(check=counted([]))
    bell = service.bell()

    with running(bell):
        until(lambda: "checked" in service.events)
        bell.serve(set())
        until(lambda: service.part.beats >= 2)

    assert "clock-set-back" in service.events


def test_a_database_that_is_away_at_the_start_is_tried_again_later_and_later(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vs_workflow.bell.service.FIRST_RETRY_SECONDS", 0.05)
    service.unreachable = 2

    with running(service.bell()):
        until(lambda: "checked" in service.events)

    assert service.events[:3] == ["start-failed", "start-failed", "began"]
    assert [line["again_in"] for line in service.said[:2]] == [0.05, 0.1]


def test_a_stop_ends_the_wait_for_a_database_at_once(service: Service) -> None:
    service.unreachable = 100

    with running(service.bell()):
        until(lambda: "start-failed" in service.events)

    assert service.events == ["start-failed", "stopped"]


def test_what_does_not_pass_by_itself_is_for_whoever_started_it(service: Service) -> None:
    @contextmanager
    def missing() -> Iterator[Office]:
        if not service.unreachable:
            raise StoreTrouble("store.missing")
        yield service.world.office

    bell = Bell("oost", missing, service.part, service.world.office.stamps.now, service.duties)

    with pytest.raises(StoreTrouble):
        bell.run()


@contextmanager
def running(bell: Bell) -> Iterator[None]:
    """Within the block the bell runs in a thread; at its end it is stopped."""
    thread = threading.Thread(target=bell.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        bell.stop("test")
        thread.join(15)
    assert not thread.is_alive()


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until it is so; fails when it takes too long."""
    moment = threading.Event()
    for _ in range(int(seconds * 100)):
        if true():
            return
        moment.wait(0.01)
    raise AssertionError("it did not come to that")
