"""What replay and its comparison hold to, typed: each line to its own hash, other rules, and the clock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builders import LIFECYCLE, PROGRAMME
from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper


@pytest.fixture
def presented(rehearsal: Vs, folder: Path) -> Vs:
    """The same rehearsal, in which 4A was presented on 2 March."""
    (folder / "paper").write_text("x")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=x")]
    step = "advance 4A present --as hofman --document paper --now 2015-03-02T10:00+01:00"
    assert rehearsal(step, *facts).code == 0
    return rehearsal


NOW = "--now 2015-03-03T10:00+01:00 --lang en"


def test_a_step_whose_text_was_changed_by_hand_is_not_called_sound(presented: Vs) -> None:
    tamper("bad.db", "UPDATE journal SET entry = replace(entry, '\"x\"', '\"y\"') WHERE seq = 35")

    told, data = presented(f"replay 4A --db bad.db {NOW}"), presented(f"replay 4A --db bad.db --json {NOW}").data
    true = presented(f"replay 4A --json {NOW}").data

    assert "proof: DOES NOT HOLD" in told.out
    assert "The text of no. 35 is not what its hash says; see vs verify." in told.out
    (step,), (whole,) = data["steps"], true["steps"]
    assert (step["sound"], [note["rule"] for note in step["notes"]]) == (False, ["replay.text-changed"])
    assert (whole["sound"], whole["notes"]) == (True, [])


def test_other_rules_of_another_programme_judge_nothing(presented: Vs, folder: Path) -> None:
    shutil.copy(LIFECYCLE, folder)
    own = 'key = "veiligheidsstrategie-oost-nederland"'
    text = PROGRAMME.read_text("utf-8")
    (folder / "other.toml").write_text(text.replace(own, 'key = "other"', 1))
    (folder / "own.toml").write_text(text)

    told = [presented(f"{line} --rules other.toml {NOW} --json") for line in ("replay 4A", "diff 4A")]

    assert [one.code for one in told] == [5, 5]
    assert {one.data["error"]["code"] for one in told} == {"programme.another"}
    assert presented(f"replay 4A --rules own.toml {NOW}").code == 0


def test_what_is_yet_to_come_cannot_be_replayed(presented: Vs) -> None:
    told = [
        presented(f"replay 4A {option} {NOW}")
        for option in ("--on 2015-03-04", "--known-at 2015-03-03T10:01+01:00", "--known-at 2015-03-03T10:00+01:00")
    ]

    assert [one.code for one in told] == [2, 2, 0]
    assert "today is 3 March 2015" in told[0].err
    assert "on 3 March 2015 10:01 nobody knows: it is 3 March 2015 10:00 now" in told[1].err


@pytest.mark.parametrize("line", ["replay", "diff"])
def test_a_moment_before_anything_was_recorded_asks_for_a_later_one(presented: Vs, line: str) -> None:
    told = presented(f"{line} 4A --known-at 2015-02-01T10:00+01:00 {NOW}")

    assert told.code == 2
    assert "On 1 February 2015 10:00 nothing of assignment 4A had been recorded yet." in told.err
    assert "Give a later moment with --known-at." in told.err


def test_what_was_known_once_is_compared_with_what_is_known_now(presented: Vs) -> None:
    told = presented(f"diff 4A --known-at 2015-02-14T10:00+01:00 {NOW}")

    assert "then: as of 3 March 2015, as known at 3 March 2015 10:00" in told.out


def test_a_comparison_of_nothing_and_an_export_in_no_form_say_what_they_need(presented: Vs) -> None:
    told = {line: presented(f"{line} {NOW}") for line in ("diff 4A", "export")}

    assert {one.code for one in told.values()} == {2}
    assert "--on, --known-at, --rules" in told["diff 4A"].err
    assert "--jsonl, --csv" in told["export"].err
    assert not any("nobody to ask" in one.err for one in told.values())
