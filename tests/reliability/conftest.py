"""Databases with the programme of 2015 just adopted, as many as a recipe wants: on SQLite a copy of a file, on
PostgreSQL a copy of a template.
"""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.tools.postgres_box import Server

New = Callable[[], str]
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def adopted_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be copied."""
    path = tmp_path_factory.mktemp("adopted") / "adopted.db"
    acts.adopted(path)
    return path


@pytest.fixture
def new_file(adopted_file: Path, tmp_path: Path) -> Callable[[], Path]:
    """Makes a database file, at another path each time."""

    def make() -> Path:
        return Path(shutil.copy(adopted_file, tmp_path / f"vs{next(_numbers)}.db"))

    return make


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_database(request: pytest.FixtureRequest) -> Iterator[New]:
    """Makes a database of either kind; gives its address."""
    if request.param == "sqlite":
        new_file: Callable[[], Path] = request.getfixturevalue("new_file")
        yield lambda: str(new_file())
        return
    server: Server = request.getfixturevalue("postgres")
    yield from _made(server, server.template("adopted", acts.adopted))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new_empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[New]:
    """Gives the address of a database without anything in it; an SQLite file is not there yet."""
    if request.param == "sqlite":
        yield lambda: str(tmp_path / f"new{next(_numbers)}.db")
        return
    yield from _made(request.getfixturevalue("postgres"), "template1")


def _made(server: Server, template: str) -> Iterator[New]:
    made: list[str] = []

    def make() -> str:
        made.append(f"r{os.getpid()}_{next(_numbers)}")
        return server.create(made[-1], template=template)

    yield make
    for name in made:
        server.drop(name)
