"""Databases with the programme of 2015, adopted in earnest that year: today every milestone of it is overdue."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.tools.postgres_box import Server


def adopted_in_earnest(url: str | Path) -> None:
    acts.adopted(url, rehearsal=False)


@pytest.fixture(autouse=True)
def quick_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in this process sees a clock that moved twenty times sooner."""
    monkeypatch.setattr("vs_workflow.bell.rings.PULSE_SECONDS", 0.1)


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A database in a file."""
    adopted_in_earnest(tmp_path / "vs.db")
    return str(tmp_path / "vs.db")


@pytest.fixture
def server(postgres: Server) -> Iterator[str]:
    """A database on a server."""
    name = f"bell{os.getpid()}"
    yield postgres.create(name, template=postgres.template("adopted_in_earnest", adopted_in_earnest))
    postgres.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str:
    """A database of either kind."""
    found: str = request.getfixturevalue("file" if request.param == "sqlite" else "server")
    return found
