"""`vs check`: as cron types it, in a rehearsal and in earnest, day by day, wherever the machine believes it stands."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from tests.builders import files
from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper
from tests.properties.oracle import Oracle, covered, flagged
from tests.tools.scale import torturing
from vs_workflow.rules import rulebook
from vs_workflow.rules.exact import exactly

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ORACLE = Oracle(files().programme, files().lifecycle)
PRINCIPLES = " ".join(f"--fact principles.p{number}=regel" for number in range(1, 9))


@pytest.fixture(scope="module", autouse=True)
def _rules_read_before_the_clock_stands_still() -> Iterator[None]:
    """Nothing that reads rules knows a frozen day for a day, so that they are read once, and before that."""
    parsed: dict[object, Any] = {}

    def once(shape: type[Any], table: dict[str, Any]) -> Any:
        key = shape, json.dumps(table, default=str, sort_keys=True)
        if key not in parsed:
            parsed[key] = exactly(shape, table)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rulebook, "exactly", once)
        rulebook.read_rules(files())
        yield


class TestOneCall:
    def test_says_what_was_missed_and_who_answers_for_it(self, rehearsal: Vs) -> None:
        told = rehearsal("check --lang nl")

        assert told.code == 0
        assert "GEMIST Werkgroepbijeenkomst met alle ambtelijke trekkers" in " ".join(told.out.split())
        assert "Herman Meuleman" in told.out

    def test_in_english(self, rehearsal: Vs) -> None:
        told = rehearsal("check --lang en --now 2015-04-03T06:00+02:00")

        assert "MISSED Presented to the chair, due 2 Apr" in " ".join(told.out.split())
        assert "4A (John Hofman)" in " ".join(told.out.split())

    def test_as_data(self, rehearsal: Vs) -> None:
        data = rehearsal("check --json --now 2015-02-15T06:00+01:00").data
        digest = data.pop("hash")

        assert data == {
            "schema": "vs.check/1", "on": "2015-02-15", "days": ["2015-02-13", "2015-02-14"],
            "flags": [{"milestone": "working-meeting", "assignment": None, "flag": "missed", "due": "2015-02-11",
                       "on": "2015-02-12", "seq": 36}],
            "uncovered": [], "seq": 35, "dry_run": False, "repeated": False, "reasons": [],
        }  # fmt: skip
        told = rehearsal("history --json --now 2015-02-15T06:00+01:00").data["entries"]
        assert digest == told[34]["hash"]

    def test_gives_a_receipt_with_number_and_hash_that_verify_takes_as_it_was_printed(self, rehearsal: Vs) -> None:
        told = rehearsal("check --lang nl")

        printed = told.out.partition("Ontvangstbewijs: ")[2].splitlines()[0]

        assert printed.startswith("nr. 35 · ")
        assert rehearsal("verify --lang nl --receipt", printed).code == 0

    def test_again_has_nothing_to_say(self, rehearsal: Vs) -> None:
        rehearsal("check")
        data = rehearsal("check --json").data

        assert (data["flags"], data["days"], data["seq"]) == ([], [], None)

    def test_a_dry_run_writes_nothing(self, rehearsal: Vs) -> None:
        dry = rehearsal("check --dry-run --json").data

        assert (dry["seq"], dry["dry_run"], len(dry["flags"])) == (None, True, 1)
        assert rehearsal("check --json").data["seq"] == 35

    def test_an_earlier_day(self, rehearsal: Vs) -> None:
        data = rehearsal("check --on 1-3-2015 --json --now 2015-04-03T06:00+02:00").data

        assert (data["on"], data["days"][-1], data["uncovered"][0]) == ("2015-03-01", "2015-02-28", "2015-03-01")
        assert "2 april 2015" in rehearsal("check --on 1-3-2015 --lang nl --now 2015-04-03T06:00+02:00").out

    def test_a_day_to_come_is_no_call(self, rehearsal: Vs) -> None:
        told = rehearsal("check --on 2015-02-14")

        assert (told.code, told.out) == (2, "")

    @pytest.mark.parametrize("left", ["'{'", "NULL"])
    def test_where_an_entry_is_damaged_it_says_that_the_check_stands_and_ends_alike_as_data(
        self, rehearsal: Vs, left: str
    ) -> None:
        for copy in ("page.db", "data.db", "dry.db"):
            tamper(copy, f"UPDATE journal SET entry = {left} WHERE seq = 16")
        line = "check --lang en --now 2015-04-03T06:00+02:00 --db"

        page, data, dry = (
            rehearsal(f"{line} page.db"),
            rehearsal(f"{line} data.db --json"),
            rehearsal(f"{line} dry.db --dry-run"),
        )

        assert (page.code, data.code, dry.code) == (0, 0, 0)
        assert "MISSED Presented to the chair, due 2 Apr" in page.out
        assert f"Receipt: no. {data.data['seq']}" in page.out
        assert "answers for it" not in page.out
        assert "what the flags mean is not told: The text of no. 16 is not what an entry must be." in page.err
        assert "It was recorded." in page.err
        assert "Nothing was recorded." in dry.err
        assert "No new day to cover" in rehearsal(f"{line} page.db").out

    def test_without_a_database_it_says_so(self, vs: Vs) -> None:
        assert vs("check").code == 4


class TestExitCodes:
    def test_a_miss_is_no_error_unless_that_is_asked_for(self, rehearsal: Vs) -> None:
        assert rehearsal("check --strict --dry-run").code == 1
        assert rehearsal("check --strict").code == 1
        assert rehearsal("check --strict").code == 0

    def test_catching_up_is_no_miss(self, rehearsal: Vs) -> None:
        rehearsal("check")
        rehearsal("record working-meeting --as Meuleman --fact present=keken")

        told = rehearsal("check --strict --json")

        assert (told.code, [one["flag"] for one in told.data["flags"]]) == (0, ["caught-up"])

    def test_the_same_key_gives_the_same_answer(self, rehearsal: Vs) -> None:
        first = rehearsal("check --key vandaag --strict --json")
        again = rehearsal("check --key vandaag --strict --json --now 2015-03-20T06:00+01:00")

        assert (again.code, again.data) == (
            first.code,
            {**first.data, "repeated": True, "uncovered": again.data["uncovered"]},
        )

    def test_a_key_of_something_else_is_a_conflict(self, rehearsal: Vs) -> None:
        rehearsal("check --key vandaag")

        told = rehearsal("check --key vandaag --reason anders --json")

        assert (told.code, [one["rule"] for one in told.data["reasons"]]) == (3, ["conflict.key"])
        assert rehearsal("check --key vandaag --reason anders --lang nl").code == 3


def test_verify_and_a_rebuild_agree_with_what_was_checked(rehearsal: Vs) -> None:
    for when in ("2015-03-01", "2015-04-03", "2015-07-01"):
        rehearsal(f"check --now {when}T06:00+01:00")

    assert rehearsal("rebuild --now 2015-07-01T06:00+02:00").code == 0
    data = rehearsal("verify --json --lang nl --now 2015-07-02T07:00+02:00").data

    assert (data["whole"], data["findings"]) == (True, [])
    assert "1 juli 2015" in data["limits"][0]


@contextmanager
def standing_in(zone: str) -> Iterator[None]:
    """The machine is set to that zone."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


# What was done, and the day on which it was typed; the last three of its words say for which day.
STORY: dict[str, tuple[str, ...]] = {
    "2015-02-16": ("record working-meeting --as Meuleman --fact present=keken --on 2015-02-11",),
    "2015-02-20": ("record team-formed 1 --as keken", "record team-formed 2 --as boomkamp"),
    "2015-03-04": ("record team-formed 3 --as bakker --on 2015-02-27", "record team-formed 4A --as hofman"),
    "2015-03-30": (f"advance 1 present --as keken {PRINCIPLES} --document opdracht.txt",),
    "2015-04-02": (f"advance 4A present --as hofman {PRINCIPLES} --document opdracht.txt",),
    "2015-04-07": (f"advance 2 present --as boomkamp {PRINCIPLES} --document opdracht.txt --on 2015-04-02",),
    "2015-04-09": (f"advance 3 present --as bakker {PRINCIPLES} --document opdracht.txt",),
    "2015-04-20": ("advance 4B withdraw --as knaap --reason samengevoegd --yes",),
    "2015-10-05": ("record informed --as knaap --fact body=rvo --fact text=stand",),
}


def year(vs: Vs, zone: str, days: int, rng: random.Random | None, first: str = "2015-02-13") -> None:
    """Adopted in earnest, then a job at the hour of the check, every day or on days that chance leaves out."""
    begin = date.fromisoformat(first)
    Path("opdracht.txt").write_text("opdracht")
    Path("vs.db").unlink(missing_ok=True)
    with standing_in(zone):
        for number in range(days):
            today = begin + timedelta(days=number)
            with at(today, 6):
                if number == 0:
                    assert vs("init").code == 0
                    continue
                last = number == days - 1
                if last or rng is None or rng.random() < 0.3:
                    told = vs("check --json")
                    assert told.code == 0, told
                    assert told.data["on"] == today.isoformat()
                    assert told.data["uncovered"] == []
            with at(today, 16):
                for line in STORY.get(today.isoformat(), ()):
                    told = vs(line)
                    assert told.code == 0, told


@contextmanager
def at(day: date, hour: int) -> Iterator[None]:
    with freeze_time(datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)):
        yield


def lines() -> list[bytes]:
    raw = sqlite3.connect("vs.db")
    found = [str(text).encode() for (text,) in raw.execute("SELECT entry FROM journal ORDER BY seq")]
    raw.close()
    return found


def judged(read: list[bytes], first: date, days: int) -> dict[tuple[str, str], str]:
    """What stands, proved to be what was due, with every day covered once."""
    last = first + timedelta(days=days - 1)
    # What was typed after the last check is not known to it.
    known = read[: 1 + max(number for number, line in enumerate(read) if json.loads(line)["kind"] in ("sweep", "flag"))]
    expected = ORACLE.standings(known, last)
    stands = dict.fromkeys(expected, "clear") | flagged(read)
    assert stands == expected
    assert covered(read) == [(first + timedelta(days=number)).isoformat() for number in range(days - 1)]
    return stands


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_day_by_day_with_downtimes_the_same_flags_stand_in_any_zone(vs: Vs, rng: random.Random, counts: Any) -> None:
    """A month around the clock change of 29 March and the 2nd of April; in torture the whole year and the next."""
    first, days = (date(2015, 2, 13), 690) if torturing() else (date(2015, 3, 20), 33)
    outcomes = []
    for zone, downtime in (("Europe/Amsterdam", None), ("Pacific/Kiritimati", rng), ("America/Los_Angeles", rng)):
        year(vs, zone, days, downtime, first.isoformat())
        outcomes.append(judged(lines(), first, days))
        with at(first + timedelta(days=days), 7):
            assert vs("verify").code == 0
    assert outcomes[0] == outcomes[1] == outcomes[2]
    missed = sum(one == "missed" for one in outcomes[0].values())
    counts("P10", "days checked by the command line in three zones", met=3 * days, note=f"{missed} missed in the end")


@pytest.mark.parametrize(
    ("begin", "moment", "covers"),
    [
        ("2015-03-28T12:00+01:00", "2015-03-30T00:30+02:00", ["2015-03-28", "2015-03-29"]),
        ("2015-10-24T12:00+02:00", "2015-10-26T00:30+01:00", ["2015-10-24", "2015-10-25"]),
        ("2015-10-24T12:00+02:00", "2015-10-25T23:30+01:00", ["2015-10-24"]),
        ("2015-12-30T12:00+01:00", "2016-01-01T06:00+01:00", ["2015-12-30", "2015-12-31"]),
        ("2016-02-27T12:00+01:00", "2016-03-01T06:00+01:00", ["2016-02-27", "2016-02-28", "2016-02-29"]),
    ],
    ids=["the clock goes ahead", "the clock goes back", "a day of 25 hours", "the end of the year", "a leap day"],
)
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_no_day_is_lost_or_told_twice(vs: Vs, begin: str, moment: str, covers: list[str], zone: str) -> None:
    with standing_in(zone):
        with freeze_time(datetime.fromisoformat(begin)):
            assert vs("init").code == 0
        with freeze_time(datetime.fromisoformat(moment)):
            assert vs("check --json").data["days"] == covers
            assert vs("check --json").data["days"] == []


def test_the_month_of_the_normal_run_meets_something_in_time_late_back_dated_and_withdrawn() -> None:
    month = {(date(2015, 3, 20) + timedelta(days=number)).isoformat() for number in range(33)}

    assert len(month & set(STORY)) == 5
