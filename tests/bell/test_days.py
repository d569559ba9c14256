"""The service through days that pass: in process on a frozen clock, and as a process under another clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from freezegun import freeze_time
from freezegun.api import TickingDateTimeFactory

from tests.bell.journal import doubles, is_whole
from tests.bell.process import Scheduler, started, wait
from tests.bell.test_service import Part, Service, running, until
from tests.desk.world import begun
from tests.reliability import acts
from tests.tools.clock import JumpingClock
from vs_workflow.face.clock import SystemStamps
from vs_workflow.journal.chain import instant


@pytest.mark.parametrize(
    ("first", "mornings"),
    [
        ("2015-03-28T09:00+01:00", ["2015-03-29T04:00+00:00", "2015-03-30T04:00+00:00", "2015-03-31T04:00+00:00"]),
        ("2015-10-24T09:00+02:00", ["2015-10-25T05:00+00:00", "2015-10-26T05:00+00:00", "2015-10-27T05:00+00:00"]),
        ("2015-12-30T09:00+01:00", ["2015-12-31T05:00+00:00", "2016-01-01T05:00+00:00"]),
        ("2016-02-28T09:00+01:00", ["2016-02-29T05:00+00:00", "2016-03-01T05:00+00:00"]),
    ],
    ids=["spring", "autumn", "the end of the year", "a leap day"],
)
def test_every_morning_covers_the_day_before(first: str, mornings: list[str]) -> None:
    begin = datetime.fromisoformat(first)
    world = begun(when=first[:10], rehearsal=False)
    world.office = replace(world.office, stamps=SystemStamps())
    service = Service(world, Part(one_leads=False))

    def checked() -> int:
        return service.events.count("checked")

    with freeze_time(begin, tick=True) as clock:
        assert isinstance(clock, TickingDateTimeFactory)
        with running(service.bell()):
            until(lambda: checked() == 1)
            for morning in mornings:
                before = checked()
                clock.move_to(datetime.fromisoformat(morning) - timedelta(milliseconds=200))
                until(lambda before=before: checked() > before)  # type: ignore[misc]

    said = [line for line in service.said if line["event"] == "checked"]
    days = [(begin.date() + timedelta(days=number)).isoformat() for number in range(len(mornings))]
    assert [(line.get("from"), line.get("to")) for line in said] == [(None, None), *zip(days, days, strict=True)]


def checks(scheduler: Scheduler) -> list[tuple[str, str]]:
    """The days that each of its checks covered, of those that covered any."""
    return [(line["from"], line["to"]) for line in scheduler.said if line["event"] == "checked" and "from" in line]


@pytest.mark.timeout(120)
def test_a_process_rings_at_six_in_amsterdam_and_soon_after_a_leap_of_its_clock(tmp_path: Path) -> None:
    """In the night of spring, on a machine that believes to be in New York."""
    database = tmp_path / "vs.db"
    acts.adopted(database, instant(datetime.fromisoformat("2015-03-27T09:00+01:00")), rehearsal=False)
    clock = JumpingClock(tmp_path, "2015-03-28 23:00:00", zone="America/New_York")
    # What waits, waits by the clock that does not leap; the library for other times would bend that one too.
    environment = {**clock.environment, "DONT_FAKE_MONOTONIC": "1"}

    with started(database, tmp_path, **environment) as scheduler:
        wait(lambda: checks(scheduler) == [("2015-03-27", "2015-03-28")], log=scheduler.log)
        assert scheduler.said[0]["next"] == "2015-03-29T04:00:00.000000Z"
        clock.set("2015-03-29 00:00:01")
        wait(lambda: scheduler.events.count("checked") == 2, log=scheduler.log)
        assert scheduler.said[-1]["next"] == "2015-03-30T04:00:00.000000Z"
        clock.set("2015-04-05 12:00:00")
        wait(lambda: len(checks(scheduler)) == 2, log=scheduler.log)

    assert checks(scheduler)[-1] == ("2015-03-29", "2015-04-04")
    assert date(2015, 4, 5).isoformat() < scheduler.said[-1]["at"]
    assert doubles(database) == []
    assert is_whole(database)
