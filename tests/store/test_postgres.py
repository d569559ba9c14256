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

RAIL = "vs_shelf_no_update"
CHANGED = ("store.guard-changed", RAIL)


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

    strangers = (
        (("CREATE TABLE spare (note text)", "DROP TABLE spare"), "spare"),
        (("CREATE VIEW seen AS SELECT seq FROM journal", "DROP VIEW seen"), "seen"),
        (("CREATE TABLE heir () INHERITS (journal)", "DROP TABLE heir"), "heir"),
        (("ALTER TABLE journal ADD COLUMN note text", "ALTER TABLE journal DROP COLUMN note"), "journal.note"),
        (("ALTER TABLE journal ALTER what SET DEFAULT 'x'", "ALTER TABLE journal ALTER what DROP DEFAULT"),
         "journal.what"),
        (("ALTER TABLE lease ALTER pid TYPE bigint", "ALTER TABLE lease ALTER pid TYPE integer"), "lease.pid"),
        (("ALTER TABLE key_now ADD CONSTRAINT odd CHECK (seq > 0)", "ALTER TABLE key_now DROP CONSTRAINT odd"),
         "key_now CONSTRAINT odd"),
        (("CREATE INDEX spare ON journal (leaf)", "DROP INDEX spare"), "spare"),
        (("CREATE RULE zz AS ON INSERT TO journal DO INSTEAD NOTHING", "DROP RULE zz ON journal"), "journal RULE zz"),
        (("CREATE POLICY zz ON shelf", "DROP POLICY zz ON shelf"), "shelf POLICY zz"),
        (("ALTER TABLE journal ENABLE ROW LEVEL SECURITY", "ALTER TABLE journal DISABLE ROW LEVEL SECURITY"),
         "journal ROW LEVEL SECURITY"),
        (("ALTER TABLE shelf SET UNLOGGED", "ALTER TABLE shelf SET LOGGED"), "shelf UNLOGGED"),
        (("CREATE TRIGGER zz BEFORE INSERT ON case_now FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
          "DROP TRIGGER zz ON case_now"), "case_now TRIGGER zz"),
        (("CREATE TRIGGER zz BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
          "DROP TRIGGER zz ON journal"), "journal TRIGGER zz"),
    )  # fmt: skip

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

    def test_a_guard_rail_that_is_switched_off_is_named_as_such(self, database: store.Database, engine: Engine) -> None:
        self._meddle(engine, ["ALTER TABLE journal DISABLE TRIGGER vs_journal_next"])

        assert [(one.check, one.rule, one.facts["name"]) for one in database.integrity()] == [
            ("guard-rail", "store.guard-disabled", "vs_journal_next")
        ]

    @pytest.mark.parametrize(
        ("table", "does", "found"),
        [
            ("shelf", "FOR EACH ROW WHEN (false) EXECUTE FUNCTION vs_refuse()", [CHANGED]),
            ("shelf", "FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()", [CHANGED]),
            ("shelf", "FOR EACH ROW EXECUTE FUNCTION evil.vs_refuse()", [CHANGED]),
            (
                "flag_now",
                "FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
                [("store.guard-missing", RAIL), ("store.schema-differs", f"flag_now TRIGGER {RAIL}")],
            ),
        ],
    )
    def test_a_guard_rail_that_was_disarmed_under_its_own_name_is_named(
        self, database: store.Database, engine: Engine, table: str, does: str, found: list[tuple[str, str]]
    ) -> None:
        self._meddle(
            engine,
            [
                "CREATE SCHEMA evil",
                "CREATE FUNCTION evil.vs_refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$",
                f"DROP TRIGGER {RAIL} ON shelf",
                f"CREATE TRIGGER {RAIL} BEFORE UPDATE ON {table} {does}",
                f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {RAIL}",
            ],
        )

        try:
            assert sorted((one.rule, one.facts["name"]) for one in database.integrity()) == sorted(found)
        finally:
            self._meddle(engine, ["DROP SCHEMA evil CASCADE"])

    def test_what_an_extension_brought_along_is_the_servers_business(
        self, database: store.Database, engine: Engine
    ) -> None:
        self._meddle(engine, ["CREATE TABLE brought (note text)", "ALTER EXTENSION plpgsql ADD TABLE brought"])

        assert list(database.integrity()) == []

    def _emptied(self, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def _unguard(self, connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER; ALTER TABLE shelf DISABLE TRIGGER USER")
