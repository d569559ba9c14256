"""`vs timeline`, `vs forecast` and `vs calendar`, as they are typed."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

import vs_workflow
from tests.commands.conftest import BEGIN, Vs
from tests.programmes import DIKES


def entries(vs: Vs) -> int:
    return len(vs("history --json").data["entries"])


def test_the_timeline_is_drawn(rehearsal: Vs) -> None:
    told = rehearsal("timeline --lang en --on", "10 april 2015")

    assert told.code == 0
    assert told.out.startswith("REHEARSAL")
    assert "┃ on 10 Apr" in told.out
    assert "✗ MISSED" in told.out
    assert max(len(line) for line in told.out.splitlines()) <= 80


def test_it_is_drawn_in_plain_signs_where_others_cannot_be_written(
    rehearsal: Vs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(sys.stdout), "encoding", "ascii", raising=False)

    told = rehearsal("timeline --lang en")

    assert "u upcoming" in told.out
    assert "✗" not in told.out


def test_it_is_a_document_too(rehearsal: Vs) -> None:
    data = rehearsal("timeline --json").data

    assert (data["schema"], data["from"], data["to"]) == ("vs.timeline/1", "2015-01-01", "2015-10-31")
    assert len(data["rows"]) == 7


def test_it_is_a_drawing_in_a_new_file_only(rehearsal: Vs, folder: Path) -> None:
    told = rehearsal("timeline --svg year.svg --lang en")

    assert told.out == "Drawing made: year.svg\n"
    ElementTree.parse(folder / "year.svg")
    assert rehearsal("timeline --svg year.svg").code == 5
    assert rehearsal("timeline --svg - --lang en").out == (folder / "year.svg").read_text("utf-8")
    assert rehearsal("timeline --svg - --json").data["svg"].startswith("<svg")


def test_the_forecast_is_told_and_nothing_is_recorded(rehearsal: Vs) -> None:
    before = entries(rehearsal)

    told = rehearsal("forecast --lang en --assume", "4A present 2015-04-16")

    assert told.code == 0
    assert "forecast for 23 October 2015" in told.out
    assert "4A  Presented to the chair (2 Apr): MISSED -> late 16 Apr (14 days)" in told.out
    assert entries(rehearsal) == before


def test_the_forecast_is_a_document_too(rehearsal: Vs) -> None:
    data = rehearsal("forecast --json --on 2015-03-01").data

    assert (data["schema"], data["on"], data["accepted"], data["changed"]) == (
        "vs.forecast/1",
        "2015-03-01",
        True,
        [],
    )
    assert data["missed"][0] == {
        "milestone": "working-meeting",
        "assignment": None,
        "due": "2015-02-11",
        "already": True,
        "answers": ["meuleman"],
        "next_meeting": None,
    }
    assert [one["already"] for one in data["missed"]] == [True] + [False] * 6


def test_an_assumption_against_the_order_is_refused_and_not_recorded(rehearsal: Vs) -> None:
    before = entries(rehearsal)

    told = rehearsal("forecast --lang en --assume", "4A start 2015-04-16")

    assert told.code == 3
    assert "The step 'start' cannot be taken now: assignment 4A is at 'concept'" in told.out
    assert "Missed" not in told.out
    data = rehearsal("forecast --json --assume", "4A start 2015-04-16").data
    assert (data["accepted"], data["missed"]) == (False, [])
    assert data["assumed"][0]["reasons"][0]["code"] == "order"
    assert entries(rehearsal) == before


@pytest.mark.parametrize("assumed", ["4A present", "4A presnt 2015-04-16", "9Z present 2015-04-16", "4A present soon"])
def test_an_assumption_that_cannot_be_read_is_2(rehearsal: Vs, assumed: str) -> None:
    told = rehearsal("forecast --lang en --assume", assumed)

    assert (told.code, told.out) == (2, "")
    assert len(told.err.splitlines()) <= 2


def test_the_calendar_goes_to_stdout_or_to_a_new_file(rehearsal: Vs, folder: Path) -> None:
    shown = rehearsal("calendar --lang en")
    told = rehearsal("calendar --lang en year.ics")

    assert told.out == "Calendar made: year.ics (34 days).\n"
    assert (folder / "year.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert shown.out.count("BEGIN:VEVENT") == 34
    assert rehearsal("calendar year.ics").code == 5


def test_the_calendar_of_a_person_and_of_a_role(rehearsal: Vs) -> None:
    assert len(rehearsal("calendar --person Hofman --json").data["events"]) == 3
    assert len(rehearsal("calendar --role coordinator --json").data["events"]) == 1
    assert rehearsal("calendar --person Hofmann").code == 2


def test_another_programme_looks_ahead_in_its_own_zone_and_words(vs: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VS_NOW", "2031-03-20T23:30-04:00")
    assert vs(f"init {DIKES.programme} --rehearsal").code == 0

    assert "vandaag 20 mrt" in vs("timeline --lang nl").out
    assert vs("forecast --json").data["on"] == "2031-09-17"
    assert [one["already"] for one in vs("forecast --json").data["missed"]] == [False] * 5
    assert len(vs("calendar --json").data["events"]) == 6
    assert vs("forecast --lang en --assume", "N1 weigh 2031-06-30").code == 0


def test_the_library_looks_ahead_with_the_same_words(rehearsal: Vs) -> None:
    with vs_workflow.open("vs.db", now=datetime.fromisoformat(BEGIN)) as programme:
        foretold = programme.forecast(assume=["4A present 2015-04-16"])

        assert foretold.accepted
        assert programme.timeline(date(2015, 4, 10)).last == date(2015, 10, 31)
        assert programme.calendar(lang="en").decode() == rehearsal("calendar --lang en").out


def test_a_calendar_with_nothing_in_it_says_so(rehearsal: Vs) -> None:
    told = rehearsal("calendar --person keken --role chair --lang en")

    assert (told.code, told.err) == (0, "There is no day in the calendar for this.\n")
    assert told.out.startswith("BEGIN:VCALENDAR")


def test_a_forecast_looks_at_least_as_far_as_what_it_assumes(rehearsal: Vs) -> None:
    told = rehearsal("forecast --json --assume", "4A withdraw 2019-06-01")

    assert told.data["on"] == "2019-06-01"


def test_a_mandate_that_ended_is_not_shown_as_one_that_holds(rehearsal: Vs) -> None:
    given = "mandate bakker --role lead 4A --from today --until 2015-03-01 --as hofman"
    assert rehearsal(given).code == 0

    then, later = (
        rehearsal(f"show 4A --lang en --now {now}").out for now in ("2015-02-20T09:00+01:00", "2015-03-01T09:00+01:00")
    )

    assert "on behalf of John Hofman" in then
    assert "on behalf of John Hofman" not in later
