"""PostgreSQL keeps the contract."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import pytest
from sqlalchemy import Connection, Engine

import store
from tests.store.database_contract import ATTACKS, DatabaseContract, Meddling
from tests.store.room_contract import RoomContract
from vs_workflow.ports import Room

pytestmark = pytest.mark.postgres


class TestPostgresRoom(RoomContract):
    @pytest.fixture
    def new_room(self, postgres_url: str) -> Iterator[Callable[[str], Room]]:
        """Each time another programme of one database."""
        numbers = itertools.count(1)
        with store.open(postgres_url, create=True) as database:
            yield lambda programme: database.begin(f"{programme} {next(numbers)}")
            for programme in database.programmes():
                assert list(database.differences(programme)) == []


class TestPostgresDatabase(DatabaseContract):
    attacks = (
        *ATTACKS,
        "TRUNCATE journal",
        "TRUNCATE journal, shelf CASCADE",
        "SET LOCAL session_replication_role = replica; DELETE FROM journal",
        "SET LOCAL session_replication_role = replica; UPDATE shelf SET kind = 'register'",
    )

    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url

    def swallowing(self, table: str, key: str, change: str) -> Sequence[Meddling]:
        def trigger(when: str, does: str) -> Meddling:
            return (
                f"CREATE FUNCTION zz() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {does} END$$",
                f"CREATE TRIGGER zz {when} INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION zz()",
            ), (f"DROP TRIGGER zz ON {table}", "DROP FUNCTION zz()")

        this = f"WHERE {key} = NEW.{key}"
        rule = f"CREATE RULE zz AS ON INSERT TO {table} DO INSTEAD NOTHING"
        return (
            ((rule,), (f"DROP RULE zz ON {table}",)),
            trigger("BEFORE", "RETURN NULL;"),
            trigger("BEFORE", f"NEW.{change}; RETURN NEW;"),
            trigger("AFTER", f"DELETE FROM {table} {this}; RETURN NULL;"),
            trigger("AFTER", f"UPDATE {table} SET {change} {this}; RETURN NULL;"),
        )

    def _emptied(self, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def _unguard(self, connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER; ALTER TABLE shelf DISABLE TRIGGER USER")
