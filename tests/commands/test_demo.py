"""The demo: a whole year, as meant, in both languages, fast, and without a trace."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from vs_workflow.commands.demo import read_script


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_year_goes_as_it_is_told(vs: Vs, lang: str) -> None:
    began = time.monotonic()

    told = vs(f"demo --lang {lang}")

    assert (told.code, told.err) == (0, "")
    assert time.monotonic() - began < 10
    assert max(map(len, told.out.splitlines())) < 160


def test_it_shows_what_a_coordinator_has_to_know(vs: Vs) -> None:
    commands = vs("demo --json").data["commands"]

    refused = [one for one in commands if one["code"] == 3]
    said = {reason for one in refused for reason in ("order", "role") if _refused_for(one, reason)}
    runs = " ".join(one["run"] for one in commands)
    assert said == {"order", "role"}
    assert all(word in runs for word in (" return ", " mandate ", " correct ", "offer-declined", "working-meeting"))
    assert "MISSED 25 Jun" in commands[-5]["output"]
    assert [one["run"].split()[1] for one in commands[-5:]] == ["status", "timeline", "history", "replay", "verify"]
    (checked,) = (one["output"] for one in commands if one["run"] == "vs check")
    assert "CAUGHT UP Presented to the chair" in checked
    assert "WHOLE" in commands[-1]["output"]


def _refused_for(one: dict[str, str], reason: str) -> bool:
    return {"order": "cannot be taken now", "role": "Only a holder of this role"}[reason] in one["output"]


def test_every_page_says_that_it_is_a_rehearsal(vs: Vs) -> None:
    commands = vs("demo --json --lang en").data["commands"]

    assert all("REHEARSAL" in one["output"] for one in commands)


def test_nothing_of_the_readers_own_is_used_or_touched(vs: Vs, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "vs.toml").write_text('db = "mine.db"\nas = "nobody"\ntyped-by = "nobody"\n')
    monkeypatch.setenv("VS_NOW", "2030-01-01T00:00+00:00")
    before = dict(os.environ), Path.cwd(), sorted(path.name for path in folder.iterdir())

    assert vs("demo").code == 0

    assert (dict(os.environ), Path.cwd(), sorted(path.name for path in folder.iterdir())) == before


def test_the_script_says_everything_in_both_languages() -> None:
    script = read_script()

    said = [script["opening"], script["closing"], *(part["title"] for part in script["parts"])]
    said += [scene["say"] for part in script["parts"] for scene in part["scenes"] if "say" in scene]
    assert all(set(text) == {"nl", "en"} and all(text.values()) for text in said)


def test_the_clock_never_goes_back() -> None:
    moments = [part["now"] for part in read_script()["parts"]]

    assert moments == sorted(moments)
