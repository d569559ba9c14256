"""Whatever happens in a programme leaves the house whole: no false alarm of `verify.py`, and all comes in again."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from store.memory import MemoryRoom
from tests.exports.bundles import bundled, looked_at
from tests.exports.test_bring_in import came_in
from tests.properties.machine import Machine, run
from tests.tools.scale import scaled
from vs_workflow.desk import look
from vs_workflow.desk.leave import leaving

LEFT = {"histories": 0}


class Departing(Machine):
    """Random calls, as everywhere; at the end the journal leaves, is checked, and comes in elsewhere."""

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        with tempfile.TemporaryDirectory() as place:
            folder = bundled(self.world.office, Path(place) / "whole")
            assert looked_at(folder).findings == []
            for one in look.board(self.world.office).lines:
                part = bundled(self.world.office, Path(place) / one.assignment, one.assignment)
                assert looked_at(part).findings == []
            room = MemoryRoom()
            came_in(folder, room)
        with room.reading() as work:
            assert work.journal.head().leaf == leaving(self.world.office).head
        LEFT["histories"] += 1


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_whatever_happened_leaves_and_comes_in_whole(counts: Any) -> None:
    run(Departing, scaled(3, 200), scaled(15, 60))
    assert LEFT["histories"]
    counts("P12", "histories that left and came in", met=LEFT["histories"])
