"""Failing each statement shows a second transaction, on both databases, and passes a single one."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.tools.each_statement import each_statement, failing
from tests.tools.seeds import Counts
from tests.tools.toy_ledger import counted, opened, record, record_key_apart

Recorder = Callable[[sa.Engine, str], None]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> sa.Engine:
    if request.param == "sqlite":
        return opened(f"sqlite:///{tmp_path / 'toy.db'}")
    return opened(request.getfixturevalue("postgres_url"))


def halves(engine: sa.Engine, recorder: Recorder) -> tuple[int, int, set[str]]:
    """How often a fault was met, how often entries and keys then differed, and where."""
    fresh, met, half, statements = count(), 0, 0, set[str]()
    for case in each_statement(lambda: recorder(engine, f"key {next(fresh)}")):
        entries, keys = counted(engine)
        met += 1
        half += entries != keys
        statements.add(f"{case.moment} {case.statement.split()[0]}")
        assert case.error is not None
        if entries != keys:
            break
    return met, half, statements


def test_one_transaction_is_never_half(engine: sa.Engine, counts: Counts) -> None:
    met, half, statements = halves(engine, record)

    assert {"before COMMIT", "after COMMIT", "before INSERT", "after INSERT"} <= statements
    counts("P0", "toy, statements failed", met, half=half)


def test_a_key_in_a_transaction_of_its_own_is_caught(engine: sa.Engine) -> None:
    _, half, _ = halves(engine, record_key_apart)

    assert half == 1


def test_after_commit_means_that_it_is_there(engine: sa.Engine) -> None:
    with failing(0, "before") as meter:
        record(engine, "counting")
    commit = meter.seen.index("COMMIT") + 1
    found = []
    for moment in ("before", "after"):
        with failing(commit, moment), pytest.raises(sa.exc.OperationalError):
            record(engine, moment)
        found.append(counted(engine)[0])

    assert found == [1, 2]


def test_nothing_is_left_behind(engine: sa.Engine) -> None:
    with failing(1, "before", sticky=True), pytest.raises(sa.exc.OperationalError):
        record(engine, "one")

    record(engine, "one")

    assert counted(engine) == (1, 1)
