"""After a destruction nothing of the text is in the files: overwritten, cleared, or it is said that it is owed."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

import store
import store.sqlite
from tests.desk.test_destroy import KEY, SECRET, destroyed, lived
from tests.desk.world import accepted, begun
from tests.tools.postgres_box import PostgresBox
from vs_workflow.reasons import StoreTrouble


class Careless(store.sqlite.Writer):
    """A connection of an SQLite that leaves in the file what it lets go of, as most are made."""

    def __init__(self, *args: object, **said: object) -> None:
        super().__init__(*args, **said)  # type: ignore[arg-type]
        self.execute("PRAGMA secure_delete = OFF")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vs.db"


def kept(path: Path, *texts: str) -> list[str]:
    """Which of these texts any file of the database still holds."""
    data = b"".join(one.read_bytes() for one in path.parent.iterdir())
    return [text for text in texts if text.encode() in data]


def test_what_is_let_go_of_is_overwritten_also_by_an_sqlite_without_that_habit(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sqlite.Writer", Careless)
    drawn = random.Random(1)
    tokens = [f"TOKEN{number:04d}" for number in range(60)]
    with store.open(path, create=True) as database:
        world = begun(database.begin(KEY)).at("2015-02-20")
        for token in tokens:
            text = token + "x" * drawn.choice((10, 200, 3000, 9000))
            world.record("progress", "1", "keken", {"text": text}, key=f"key {token}", docs=[text.encode() * 2])
            world.record("progress", "2", "boomkamp", {"text": "y" * drawn.choice((10, 3000))})
        accepted(world.advance("1", "withdraw", "knaap", reason="klaar"))
        database.rebuild(KEY)
        assert kept(path, *tokens) == tokens

        accepted(destroyed(world))

    assert kept(path, *tokens) == []


@pytest.fixture
def reader(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Another program that will read, of a database with a log."""
    monkeypatch.setattr("store.sqlite.safe_mode", lambda _version: "wal")
    monkeypatch.setattr("store.sqlite.TIMEOUT_SECONDS", 0.2)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_with_a_log_that_somebody_reads_it_is_said_that_clearing_is_owed(
    path: Path, reader: sqlite3.Connection
) -> None:
    with store.open(path, create=True) as database:
        world = lived(begun(database.begin(KEY)))
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal").fetchone()

        with pytest.raises(StoreTrouble) as error:
            destroyed(world)

        assert (error.value.rule, error.value.recorded) == ("store.not-scrubbed", True)
        assert kept(path, SECRET)
        reader.execute("COMMIT")
        database.rebuild(KEY)
        assert not kept(path, SECRET)


def test_with_a_log_that_nobody_reads_it_is_emptied(path: Path, reader: sqlite3.Connection) -> None:
    with store.open(path, create=True) as database:
        world = lived(begun(database.begin(KEY)))
        assert kept(path, SECRET)

        accepted(destroyed(world))

        assert not kept(path, SECRET)


@pytest.mark.postgres
def test_what_was_prepared_and_never_ended_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.postgres.TIMEOUT_SECONDS", 0.3)
    with PostgresBox("max_prepared_transactions=1") as box, store.open(box.url(), create=True) as database:
        world = lived(begun(database.begin(KEY)))
        engine = sa.create_engine(box.url())
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            other.exec_driver_sql("CREATE TABLE theirs (note TEXT)")
            other.exec_driver_sql("BEGIN")
            other.exec_driver_sql("INSERT INTO theirs VALUES ('x')")
            other.exec_driver_sql("PREPARE TRANSACTION 'forgotten'")

            with pytest.raises(StoreTrouble) as error:
                destroyed(world)

            other.exec_driver_sql("ROLLBACK PREPARED 'forgotten'")
        engine.dispose()
        database.rebuild(KEY)

        assert error.value.rule == "store.not-scrubbed-by-server"
        assert error.value.facts["detail"] == "prepared-and-not-ended"


_DRAWN = "SELECT concat_ws(' ', most_common_vals, histogram_bounds) FROM pg_stats WHERE schemaname = 'public'"
_FILE = "SELECT pg_read_binary_file(pg_relation_filepath('pg_statistic'))"


def drawn(url: str, *texts: str) -> list[str]:
    """Which of these texts the server keeps of what it drew from the tables, as text or as bytes."""
    with closing(psycopg.connect(url.replace("+psycopg", ""), autocommit=True)) as connection:
        # Who asks for what is there tidies up what is there no more.
        connection.execute("CHECKPOINT")
        file = connection.execute(_FILE).fetchone()
        said = "".join(one for (one,) in connection.execute(_DRAWN))
    assert file is not None
    return [one for one in texts if one in said or one.encode().hex() in said or one.encode() in file[0]]


@pytest.mark.postgres
@pytest.mark.parametrize("others", [(), ("2",)])
def test_what_a_server_drew_from_its_tables_goes_too_also_where_a_table_is_empty_since(
    postgres_url: str, others: tuple[str, ...]
) -> None:
    """Its upkeep draws by itself. Of keys there are none left, or those of another assignment."""
    words = ("geheime-tekst", "geheime-sleutel", "geheime-brief")
    with store.open(postgres_url, create=True) as database:
        world = begun(database.begin(KEY)).at("2015-02-20")
        for which in ("1", *others):
            said = words if which == "1" else ("open",) * 3
            for number in range(9):
                text, key, letter = (f"{one} {number}" for one in said)
                by = "keken" if which == "1" else "boomkamp"
                accepted(world.record("progress", which, by, {"text": text}, key=key, docs=[letter.encode()]))
        accepted(world.advance("1", "withdraw", "knaap", reason="klaar"))
        with closing(psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True)) as upkeep:
            upkeep.execute("ANALYZE")
        assert drawn(postgres_url, *words) == [*words]

        accepted(destroyed(world))

        assert drawn(postgres_url, *words) == []
        assert list(database.findings(KEY)) == []
