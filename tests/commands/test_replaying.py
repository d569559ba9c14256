"""What replay and its comparison hold to, typed: each line to its own hash, other rules, and the clock."""

from __future__ import annotations

from pathlib import Path

import pytest

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
