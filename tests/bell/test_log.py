"""What the service says: one object a line, whose letters steer no terminal, and nothing of a stranger's words."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.tools.hostile import UNPRINTABLE
from tests.tools.postgres_box import ROOT
from vs_workflow.bell.log import NAME, Log, log_to
from vs_workflow.reasons import StoreTrouble


@pytest.fixture
def lines() -> Iterator[Any]:
    stream = io.StringIO()
    before = logging.raiseExceptions
    log_to(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.raiseExceptions = before
    assert not re.search(r"[^\x20-\x7e\n]", stream.getvalue())


def test_a_line_says_when_what_and_for_which_programme(lines: Any) -> None:
    Log("oost").info("checked", days=["2015-04-02"], flags=3)

    (line,) = lines()

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("at"))
    assert line == {"level": "info", "event": "checked", "programme": "oost", "days": ["2015-04-02"], "flags": 3}


def test_what_could_steer_a_terminal_is_written_out_and_stays_one_line(lines: Any) -> None:
    nasty = f"a\nb\r\x7f{''.join(UNPRINTABLE)}é{{0}}%s"

    Log(nasty).info("checked", host=nasty)

    (line,) = lines()
    assert line["host"] == line["programme"] == nasty


def test_our_own_trouble_is_said_with_its_rule_and_facts(lines: Any) -> None:
    Log("oost").error("check-failed", StoreTrouble("store.locked", store="vs.db"), again_in=5)

    (line,) = lines()

    assert line["level"] == "error"
    assert (line["error"], line["rule"], line["facts"]) == ("StoreTrouble", "store.locked", {"store": "vs.db"})
    assert line["again_in"] == 5


def test_of_a_strangers_error_the_type_and_the_place_are_said_and_not_its_words(lines: Any) -> None:
    try:
        raise ValueError("j.jansen@example.org")
    except ValueError as error:
        Log("oost").error("check-failed", error)

    (line,) = lines()

    assert line["error"] == "ValueError"
    assert re.fullmatch(r"bell/test_log\.py:\d+", line["where"])
    assert "example" not in json.dumps(line)


def test_errors_of_apscheduler_are_lines_too_and_its_chatter_is_not(lines: Any) -> None:
    logging.getLogger("apscheduler.scheduler").error("Job %s\nraised", "x")
    logging.getLogger("apscheduler.executors.default").warning("skipped: one is running")

    (line,) = lines()

    assert (line["event"], line["from"]) == ("library", "apscheduler.scheduler")


def test_a_log_that_cannot_be_written_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    before = logging.raiseExceptions
    log_to(Full())

    Log("oost").info("checked")

    logging.raiseExceptions = before
    logging.getLogger(NAME).handlers.clear()
    assert capsys.readouterr() == ("", "")


def test_every_event_is_explained_to_whoever_is_on_call() -> None:
    said = re.compile(r'\b_?log\.(?:info|warning|error)\(\s*f?"([a-z{}.-]+)"')
    duties = re.findall(r'Duty\("([a-z]+)"', (ROOT / "vs_workflow/commands/duties.py").read_text())
    events = {*said.findall((ROOT / "vs_workflow/bell/service.py").read_text()), "library", *duties}
    events |= {f"{duty}-failed" for duty in duties}
    table = (ROOT / "README.md").read_text().partition("| event | means |")[2].partition("\n\n")[0]

    explained = set(re.findall(r"`([a-z-]+)`", "".join(row.split("|")[1] for row in table.splitlines()[2:])))

    assert {event for event in events if "{" not in event} == explained
