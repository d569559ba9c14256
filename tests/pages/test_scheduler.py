"""What the page of the service says: silence first, days in stretches, and who leads where one does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.desk.world import World, begun
from vs_workflow.desk import service, watch
from vs_workflow.desk.service import Service, Sighting
from vs_workflow.journal.chain import instant, moment
from vs_workflow.pages.scheduler import as_data, as_text

WITHIN = timedelta(seconds=30)


@pytest.fixture
def world() -> World:
    """Begun in earnest on 13 February; now it is ten in the morning of 16 February, and nothing was checked."""
    return begun(rehearsal=False).at("2015-02-16")


def seen(world: World, *, ago: int = 1) -> Sighting:
    now = moment(world.office.stamps.now())
    return Sighting("host", 4711, instant(now - timedelta(hours=30)), instant(now - timedelta(seconds=ago)))


def status(world: World, sighting: Sighting | None = None, *, one_leads: bool = True) -> Service:
    return service.status(world.office, sighting, one_leads=one_leads, alive_within=WITHIN)


def text(view: Service) -> str:
    return str(as_text(view, "en", 80, False))


def test_a_check_that_stayed_away_is_said_first(world: World) -> None:
    said = text(status(world)).splitlines()

    assert said[1].startswith("SILENT")
    assert "vs check" in said[1]
    assert "not covered       3 days: 13 Feb - 15 February 2015" in "\n".join(said)
    assert "none is running: start vs scheduler" in "\n".join(said)


def test_after_a_check_there_is_no_silence(world: World) -> None:
    watch.check(world.office)

    view = status(world, seen(world))

    assert "SILENT" not in text(view)
    assert as_data(view, "en") == {
        "schema": "vs.scheduler/1",
        "programme": "veiligheidsstrategie-oost-nederland",
        "last": "2015-02-16T09:00:00.000000Z",
        "next": "2015-02-17T05:00:00.000000Z",
        "until": "2015-02-15",
        "uncovered": [],
        "leader": {
            "host": "host",
            "pid": 4711,
            "since": "2015-02-15T03:00:00.000000Z",
            "seen_at": "2015-02-16T08:59:59.000000Z",
            "gone": False,
        },
        "seen": as_data(view, "en")["leader"],
        "silent": False,
        "hour": "06:00",
        "zone": "Europe/Amsterdam",
    }


def test_a_leader_that_was_not_seen_for_long_leads_no_more(world: World) -> None:
    here, gone = status(world, seen(world, ago=30)), status(world, seen(world, ago=31))

    assert "host (pid 4711)\n    running since  15 February 2015 04:00" in text(here)
    assert "host (pid 4711): no longer seen" in text(gone)
    assert as_data(gone, "en")["leader"] is None


def test_one_whose_process_is_no_more_is_gone_at_once_and_its_last_sign_is_said(world: World) -> None:
    view = service.status(world.office, seen(world), one_leads=False, alive_within=WITHIN, ended=True)

    assert "host (pid 4711): no longer seen\n    ran since  15 February 2015 04:00 CET" in text(view)
    assert "seen       16 February 2015 09:59 CET" in text(view)


def test_in_a_file_nobody_leads_and_the_page_says_why(world: World) -> None:
    view = status(world, seen(world), one_leads=False)

    assert "In a file none leads" in text(view)
    assert as_data(view, "en")["leader"] is None
    assert as_data(view, "en")["seen"] is not None


def test_days_that_were_not_covered_are_said_in_stretches(world: World) -> None:
    view = status(world)
    days = (*(date(2015, 12, day) for day in (1, 3, 4, 31)), date(2016, 1, 1))

    said = text(replace(view, coverage=replace(view.coverage, uncovered=days)))

    assert " ".join(said.split()).count(
        "5 days: 1 December 2015, 3 Dec - 4 December 2015, 31 December 2015 - 1 January 2016"
    )


def test_in_a_rehearsal_the_page_sends_nobody_to_the_service() -> None:
    said = text(status(begun().at("2015-02-16"), one_leads=False))

    assert "not in a rehearsal; there vs check checks" in said
    assert "start vs scheduler" not in said
