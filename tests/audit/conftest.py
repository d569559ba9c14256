"""The honest journal that the forgeries are made of."""

from __future__ import annotations

import pytest

from tests.audit.forced import EDE
from tests.desk.world import World, accepted, audited, begun


@pytest.fixture
def world() -> World:
    """Assignment 1 offered to Ede, 4A started, a mandate, a refusal, a keyed entry, a correction and a conflict."""
    made = begun()
    made.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11", key="werkgroep")
    made.offered("1", EDE)
    made.present("4A", "hofman")
    made.start("4A", "beem")
    made.advance("4A", "offer", "beem")
    accepted(made.mandate("hofman", "beem", assignment="4A", start="2015-07-01", until="2015-08-01"))
    noted = accepted(made.record("progress", "2", "boomkamp", {"text": "x"}, key="voortgang"))
    made.record("progress", "2", "boomkamp", {"text": "y"}, key="voortgang")
    accepted(made.correct(noted.seq or 0, "boomkamp", annul=True))
    made.at("2015-07-10")
    audited(made)
    return made
