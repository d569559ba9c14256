"""A reason of characters that show nothing is none, to the program and to the `verify.py` of a bundle alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.forging import changed, entries_of, first, forge, found
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import forged, looked_at
from vs_workflow.journal.entry import Entry, Kind

NOTHING = "\u3164\u200b "


@pytest.fixture(scope="module")
def world() -> World:
    """An assignment withdrawn, a role ended long after, and a note annulled."""
    made = begun().at("2015-07-10")
    accepted(made.advance("4C", "withdraw", "knaap", reason="ingehaald"))
    lead = made.grant_of("boomkamp", "lead")
    accepted(made.end(lead, on="2015-05-01", reason="elders"))
    noted = accepted(made.record("progress", "1", "keken", {"text": "x"}))
    accepted(made.correct(noted.seq or 0, "keken", annul=True))
    return made


@pytest.mark.parametrize("what", ["withdraw", "end", "annul"])
def test_both_find_it(world: World, tmp_path: Path, what: str) -> None:
    seq = of(world, what).seq
    change = changed(seq, reason=NOTHING)

    assert seq in {at for at, _, _ in found(forge(world, change))}
    assert any(one.startswith(f"line {seq}: ") for one in looked_at(forged(world, tmp_path, change)).findings)


def test_the_true_ones_are_whole(world: World, tmp_path: Path) -> None:
    assert found(world) == []
    assert looked_at(forged(world, tmp_path, lambda known: known)).findings == []


def of(world: World, what: str) -> Entry:
    kinds = {"withdraw": Kind.STEP, "end": Kind.GRANT, "annul": Kind.CORRECTION}
    return first(entries_of(world), kinds[what], what)
