"""P2: an entry that was acknowledged survives a power cut, at any point and with any part of what was not synced."""

import json
import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.tools.power_cut import record
from tests.tools.scale import scaled
from tests.tools.seeds import Counts


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_what_was_acknowledged_is_on_every_disk_that_a_power_cut_could_leave(
    adopted_file: Path, tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    shutil.copy(adopted_file, folder / "vs.db")
    trace = record([sys.executable, "-m", "tests.reliability.steps", folder / "vs.db", str(scaled(2, 6))], folder)
    assert trace.exit == 0, trace.stderr
    after = Aftermath()

    for state in trace.disk_states(rng, randoms=scaled(1, 5)):
        receipts = [tuple(json.loads(line)) for line in state.acknowledged.decode().splitlines()]
        path = state.place(tmp_path / "after") / "vs.db"
        after.met += 1
        after.look(path, receipts, about=state)

    after.go_on(path)
    counts("P2", "disks after a power cut", after.met, note=f"{len(trace.events)} events", **after.defects)


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_a_programme_is_adopted_wholly_or_not_at_all_in_a_power_cut(
    tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    """From no file at all: whatever is left, the same call again makes the whole of it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    begin = "import sys; from tests.reliability import acts; print(acts.adopted(sys.argv[1]).head, flush=True)"
    trace = record([sys.executable, "-c", begin, folder / "vs.db"], folder)
    assert trace.exit == 0, trace.stderr
    after, lost = Aftermath(), 0

    states = list(trace.disk_states(rng))
    for state in rng.sample(states, min(len(states), scaled(30, 10_000))):
        path = state.place(tmp_path / "after") / "vs.db"
        again = acts.adopted(path)
        lost += bool(state.acknowledged) and not again.already
        after.met += 1
        after.look(path, about=state)

    counts("P2", "disks while adopting", after.met, undone=lost, **after.defects)
