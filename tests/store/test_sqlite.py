"""SQLite keeps the contract."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

import store
from store import schema
from tests.store.database_contract import ATTACKS, JOURNAL, DatabaseContract, Meddling
from tests.store.room_contract import RoomContract
from vs_workflow.ports import Room


class TestSqliteRoom(RoomContract):
    @pytest.fixture
    def new_room(self, tmp_path: Path) -> Iterator[Callable[[str], Room]]:
        numbers = itertools.count(1)
        opened: list[store.Database] = []

        def make(programme: str) -> Room:
            opened.append(store.open(tmp_path / f"vs{next(numbers)}.db", create=True))
            return opened[-1].begin(programme)

        yield make
        for database in opened:
            for programme in database.programmes():
                assert list(database.differences(programme)) == []
            database.close()


class TestSqliteDatabase(DatabaseContract):
    # Other connections have no recursive triggers, so a replacing insert meets the guard rail on inserts alone.
    attacks = (
        *ATTACKS,
        f"INSERT OR REPLACE INTO journal SELECT {JOURNAL} FROM journal WHERE seq = 2",
        "INSERT OR REPLACE INTO shelf SELECT address, kind, size, 'x' FROM shelf",
        "UPDATE OR IGNORE journal SET actor = 'x'",
        f"REPLACE INTO journal SELECT {JOURNAL} FROM journal ORDER BY seq DESC LIMIT 1",
    )

    strangers = (
        (("CREATE TABLE spare (note TEXT)", "DROP TABLE spare"), "spare"),
        (("CREATE VIEW seen AS SELECT seq FROM journal", "DROP VIEW seen"), "seen"),
        (("ALTER TABLE journal ADD COLUMN note TEXT", "ALTER TABLE journal DROP COLUMN note"), "journal"),
        (("CREATE INDEX spare ON journal (leaf)", "DROP INDEX spare"), "spare"),
        (("CREATE TRIGGER zz AFTER INSERT ON journal BEGIN SELECT 1; END", "DROP TRIGGER zz"), "zz"),
        (("PRAGMA user_version = 7", f"PRAGMA user_version = {schema.VERSION}"), "user_version"),
    )

    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return str(tmp_path / "ons archief?#%41 é.db")

    def swallowing(self, table: str, key: str, change: str) -> Sequence[Meddling]:
        def trigger(when: str, does: str) -> Meddling:
            return (f"CREATE TRIGGER zz {when} INSERT ON {table} BEGIN {does}; END",), ("DROP TRIGGER zz",)

        this = f"WHERE {key} = NEW.{key}"
        return (
            trigger("BEFORE", "SELECT RAISE(IGNORE)"),
            trigger("AFTER", f"DELETE FROM {table} {this}"),
            trigger("AFTER", f"UPDATE {table} SET {change} {this}"),
        )

    def _emptied(self, engine: Engine) -> None:
        engine.dispose()
        Path(engine.url.database or "").unlink(missing_ok=True)

    def _unguard(self, connection: Connection) -> None:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
