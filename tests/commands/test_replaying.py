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


def test_whose_a_changed_text_is_follows_from_the_text_and_not_from_the_column_beside_it(presented: Vs) -> None:
    tamper("bad.db", """UPDATE journal SET entry = replace(entry, '"x"', '"y"'), assignment = NULL WHERE seq = 35""")

    (step,) = presented(f"replay 4A --db bad.db --json {NOW}").data["steps"]

    assert (step["sound"], [note["seq"] for note in step["notes"]]) == (False, [35])


@pytest.fixture
def deputised(rehearsal: Vs, folder: Path) -> Vs:
    """A rehearsal in which no. 36 presented 4A under the mandate no. 35, given by who holds the role by no. 32."""
    (folder / "paper").write_text("x")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=x")]
    given = "mandate ottens --role lead --as hofman --from 2015-02-14 --until 2015-06-01"
    assert rehearsal(f"{given} --now 2015-02-14T10:00+01:00").code == 0
    step = "advance 4A present --as ottens --behalf-of hofman --document paper --now 2015-03-02T10:00+01:00"
    assert rehearsal(step, *facts).code == 0
    return rehearsal


@pytest.mark.parametrize(("seq", "was", "now"), [(35, "2015-06-01", "2015-07-01"), (32, "riec", "justice")])
def test_a_step_rests_on_the_texts_of_its_mandate_and_of_the_role_behind_it(
    deputised: Vs, seq: int, was: str, now: str
) -> None:
    tamper("bad.db", f"UPDATE journal SET entry = replace(entry, '{was}', '{now}') WHERE seq = {seq}")

    told, (whole,) = deputised(f"replay 4A --db bad.db {NOW}"), deputised(f"replay 4A --json {NOW}").data["steps"]
    (step,) = deputised(f"replay 4A --db bad.db --json {NOW}").data["steps"]

    assert (whole["sound"], whole["notes"], whole["proof"]["grant"]) == (True, [], 35)
    assert "proof: DOES NOT HOLD" in told.out
    said = f"The text of no. {seq}, the role or mandate that this rests on, is not what its hash says; see vs verify."
    assert said in " ".join(told.out.split())
    assert (step["sound"], [note["seq"] for note in step["notes"]]) == (False, [seq])


def test_the_text_of_another_grant_is_nothing_to_a_step(deputised: Vs) -> None:
    tamper("bad.db", "UPDATE journal SET entry = replace(entry, 'vs_workflow 0', 'vs_workflow 9') WHERE seq = 31")

    (step,) = deputised(f"replay 4A --db bad.db --json {NOW}").data["steps"]

    assert (step["sound"], step["notes"]) == (True, [])


def test_a_step_that_was_moved_rests_on_the_text_of_the_correction(presented: Vs) -> None:
    moved = "correct 35 --on 2015-03-01 --as hofman --reason vergist --now 2015-03-02T11:00+01:00"
    assert presented(moved).code == 0
    tamper("bad.db", "UPDATE journal SET entry = replace(entry, 'vergist', 'verlegd') WHERE seq = 36")

    (step,), (whole,) = (presented(f"replay 4A --db {name} --json {NOW}").data["steps"] for name in ("bad.db", "vs.db"))

    assert (step["sound"], [note["seq"] for note in step["notes"]]) == (False, [36])
    assert (whole["sound"], whole["notes"]) == (True, [])


def test_what_was_destroyed_is_told_from_the_journal_and_not_from_a_table(rehearsal: Vs, folder: Path) -> None:
    (folder / "verklaring.txt").write_bytes(b"verklaring van vernietiging")
    assert rehearsal("advance 4C withdraw --as knaap --yes --reason x").code == 0
    gone = "destroy 4C --declaration verklaring.txt --as meuleman --yes --json --ground x"
    seq = rehearsal(gone).data["seq"]
    tamper("bad.db", f"DELETE FROM concerns WHERE seq = {seq}")

    told = [rehearsal(f"replay 4C --db {name} --lang en") for name in ("vs.db", "bad.db")]

    assert told[0] == told[1]
    assert (told[1].code, f"was destroyed (no. {seq})" in told[1].err) == (2, True)


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
