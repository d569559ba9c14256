"""When it rings: every day once, at the hour of the programme's zone, whatever the clock or the machine does."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from freezegun import freeze_time
from freezegun.api import TickingDateTimeFactory

from vs_workflow.bell.rings import Daily, Every, Ring, Rings
from vs_workflow.desk.service import check_of, is_silent, next_check
from vs_workflow.journal.chain import instant

AMSTERDAM = "Europe/Amsterdam"
ZONES = (AMSTERDAM, "America/Curacao", "UTC", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo")


def moments_of(hour: str, zone: str, first: date, last: date) -> list[datetime]:
    """Every moment at which the trigger fires, asked as APScheduler asks it."""
    trigger = Daily(hour, zone)
    now = datetime.combine(first, datetime.min.time(), ZoneInfo(zone)) - timedelta(seconds=1)
    found: list[datetime] = []
    while True:
        fires = trigger.get_next_fire_time(found[-1] if found else None, now)
        if fires.astimezone(ZoneInfo(zone)).date() > last:
            return found
        found.append(fires)
        now = fires


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", ["06:00", "05:30", "00:00", "00:30", "02:30", "23:59"])
@pytest.mark.parametrize("year", [2015, 2016, 2026])
def test_it_rings_once_on_every_day_of_a_year(year: int, hour: str, zone: str) -> None:
    first, last = date(year, 1, 2), date(year, 12, 30)

    days = [fires.astimezone(ZoneInfo(zone)).date() for fires in moments_of(hour, zone, first, last)]

    assert days == [first + timedelta(days=one) for one in range((last - first).days + 1)]


def test_at_six_it_agrees_with_the_cron_trigger_of_apscheduler() -> None:
    cron = CronTrigger(hour=6, minute=0, timezone=AMSTERDAM)
    ours = moments_of("06:00", AMSTERDAM, date(2015, 1, 1), date(2015, 12, 31))

    theirs = [cron.get_next_fire_time(None, fires - timedelta(hours=5)) for fires in ours]

    assert ours == theirs
    assert len(ours) == 365


@pytest.mark.parametrize(
    ("before", "due"),
    [
        ("2015-03-28T06:00:00+01:00", "2015-03-29T06:00:00+02:00"),
        ("2015-03-29T01:59:59+01:00", "2015-03-29T06:00:00+02:00"),
        ("2015-03-29T06:00:00+02:00", "2015-03-30T06:00:00+02:00"),
        ("2015-10-24T06:00:00+02:00", "2015-10-25T06:00:00+01:00"),
        ("2015-10-25T02:30:00+02:00", "2015-10-25T06:00:00+01:00"),
        ("2015-10-25T02:30:00+01:00", "2015-10-25T06:00:00+01:00"),
        ("2015-12-31T06:00:01+01:00", "2016-01-01T06:00:00+01:00"),
        ("2016-02-28T23:00:00+01:00", "2016-02-29T06:00:00+01:00"),
        ("2016-02-29T06:00:00+01:00", "2016-03-01T06:00:00+01:00"),
    ],
)
def test_the_next_check_is_at_six_in_amsterdam_also_when_the_clocks_change(before: str, due: str) -> None:
    with freeze_time(datetime.fromisoformat(before)):
        rings = Rings(lambda ring: None, lambda: None)
        rings.start("06:00", AMSTERDAM)
        found = rings.next_check
        rings.stop()

    assert found == datetime.fromisoformat(due)
    assert next_check("06:00", AMSTERDAM, instant(datetime.fromisoformat(before))) == instant(
        datetime.fromisoformat(due)
    )


def test_an_hour_that_the_clock_skips_is_where_it_lands_and_one_shown_twice_is_the_first() -> None:
    assert check_of(date(2015, 3, 29), "02:30", AMSTERDAM) == "2015-03-29T01:30:00.000000Z"
    assert check_of(date(2015, 10, 25), "02:30", AMSTERDAM) == "2015-10-25T00:30:00.000000Z"


class Ear:
    """Hears the rings, and counts the beats."""

    def __init__(self) -> None:
        self.heard: queue.SimpleQueue[Ring] = queue.SimpleQueue()
        self.beats = 0

    def beat(self) -> None:
        self.beats += 1

    def listen(self, seconds: float = 5) -> Ring:
        return self.heard.get(timeout=seconds)

    def hears(self, wanted: Ring, seconds: float = 8) -> bool:
        """Whether it rings for that within thirty pulses."""
        try:
            return any(self.listen(seconds) is wanted for _ in range(30))
        except queue.Empty:
            return False


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def rings(ear: Ear) -> Iterator[Rings]:
    made = Rings(ear.heard.put, ear.beat)
    yield made
    made.stop()


@pytest.fixture
def clock() -> Iterator[TickingDateTimeFactory]:
    """The evening before the clocks of Amsterdam go on; what waits, waits in real time."""
    with freeze_time("2015-03-28T20:00:00Z", tick=True) as made:
        assert isinstance(made, TickingDateTimeFactory)
        yield made


def test_it_rings_when_the_hour_has_come(rings: Rings, ear: Ear, clock: TickingDateTimeFactory) -> None:
    rings.start("06:00", AMSTERDAM)
    assert {ear.listen(), ear.listen()} == {Ring.OUTBOX, Ring.PULSE}

    clock.move_to("2015-03-29T04:00:00Z")

    assert ear.hears(Ring.CHECK)
    assert rings.next_check == datetime(2015, 3, 30, 4, tzinfo=UTC)
    assert ear.beats


def test_many_missed_rings_are_one_and_a_late_one_is_not_thrown_away(
    rings: Rings, ear: Ear, clock: TickingDateTimeFactory
) -> None:
    rings.start("06:00", AMSTERDAM)
    assert ear.hears(Ring.PULSE)

    clock.move_to("2016-05-03T10:00:00Z")

    assert ear.hears(Ring.CHECK)
    assert not ear.hears(Ring.CHECK, 0.1)
    assert rings.next_check == datetime(2016, 5, 4, 4, tzinfo=UTC)


def test_a_clock_that_was_set_back_rings_again_once_it_is_wound(
    rings: Rings, ear: Ear, clock: TickingDateTimeFactory
) -> None:
    rings.start("06:00", AMSTERDAM)
    assert ear.hears(Ring.PULSE)
    clock.move_to("2014-11-01T10:00:00Z")

    rings.wind()

    assert ear.hears(Ring.PULSE)
    assert rings.next_check == datetime(2014, 11, 2, 5, tzinfo=UTC)


def test_another_hour_is_kept_from_then_on(rings: Rings, clock: TickingDateTimeFactory) -> None:
    rings.start("06:00", AMSTERDAM)

    rings.set_hour("05:30", "America/Curacao")

    assert rings.next_check == datetime(2015, 3, 29, 9, 30, tzinfo=UTC)


def test_a_wish_to_ring_again_replaces_the_one_before(rings: Rings, ear: Ear, clock: TickingDateTimeFactory) -> None:
    rings.start("06:00", AMSTERDAM)

    for seconds in (3600, 1):
        rings.again(datetime.now(UTC) + timedelta(seconds=seconds))

    assert ear.hears(Ring.CHECK)
    clock.tick(7200)
    assert not ear.hears(Ring.CHECK, 0.1)


def test_a_pulse_comes_at_once_and_is_never_counted_out() -> None:
    now = datetime(2015, 4, 2, tzinfo=UTC)

    assert Every(2).get_next_fire_time(None, now) == now
    assert Every(2).get_next_fire_time(now - timedelta(days=400), now) == now + timedelta(seconds=2)


@pytest.mark.parametrize(
    ("uncovered", "now", "silent"),
    [
        (["2015-04-02"], "2015-04-03T04:00:01Z", False),
        (["2015-04-02"], "2015-04-03T06:00:00Z", False),
        (["2015-04-02"], "2015-04-03T06:00:01Z", True),
        (["2015-04-01", "2015-04-02"], "2015-04-03T03:59:00Z", True),
        (["2015-10-24"], "2015-10-25T07:00:00Z", False),
        ([], "2016-10-25T07:00:00Z", False),
    ],
)
def test_a_check_that_stays_away_for_hours_is_silence(uncovered: list[str], now: str, silent: bool) -> None:
    days = [date.fromisoformat(day) for day in uncovered]

    assert is_silent(days, "06:00", AMSTERDAM, instant(datetime.fromisoformat(now))) is silent
