"""What a database owes on SQLite and on PostgreSQL alike: guard rails, versions, care, and programmes side by side.

A subclass gives `url`, the address of an empty database; attacks go past us, over a plain engine.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, create_engine, inspect
from sqlalchemy.exc import SQLAlchemyError

import store
from store import migrations, schema
from store.sql import DERIVED
from tests.store.builders import (
    append,
    audited,
    begun,
    destroyed,
    draft,
    enrolled,
    grant,
    happened,
    opened,
    record,
    refusal,
    stamp,
    step,
)
from tests.tools.each_statement import each_statement, failing
from vs_workflow.journal.chain import EMPTY, write
from vs_workflow.journal.entry import Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Misunderstood, StoreTrouble

Meddling = tuple[Sequence[str], Sequence[str]]
"""What begins it, and what ends it."""

JOURNAL = "programme, seq, entry, leaf, kind, what, assignment, happened_on, recorded_at, actor, corrects"
ATTACKS = (
    "UPDATE journal SET entry = 'x' WHERE seq = 2",
    "UPDATE journal SET actor = 'x'",
    "DELETE FROM journal WHERE seq = 4",
    "DELETE FROM journal",
    f"INSERT INTO journal SELECT programme, 9, {JOURNAL[16:]} FROM journal WHERE seq = 4",
    f"INSERT INTO journal SELECT programme, 5, {JOURNAL[16:]} FROM journal WHERE seq = 4",
    f"INSERT INTO journal SELECT {JOURNAL} FROM journal WHERE seq = 4",
    f"INSERT INTO journal SELECT 'south', 1, {JOURNAL[16:]} FROM journal WHERE seq = 4",
    f"INSERT INTO journal SELECT {JOURNAL} FROM journal WHERE seq=4 ON CONFLICT (programme, seq) DO UPDATE SET seq=9",
    "UPDATE shelf SET data = 'x'",
    "UPDATE shelf SET kind = 'register'",
    "DELETE FROM shelf WHERE kind = 'document'",
    "DELETE FROM shelf",
)


def attempt(engine: Engine, statement: str) -> str:
    """What the database said to it, or "" where it let it pass."""
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except SQLAlchemyError as error:
        return str(error)
    return ""


class DatabaseContract:
    """Every test gets `url`."""

    attacks: tuple[str, ...] = ATTACKS
    strangers: tuple[tuple[tuple[str, str], str], ...] = ()
    """What somebody puts beside ours, how it is taken away, and the name that it is found by."""

    @pytest.fixture
    def url(self) -> str:
        raise NotImplementedError

    @pytest.fixture
    def database(self, url: str) -> Iterator[store.Database]:
        with store.open(url, create=True) as database:
            yield database

    @pytest.fixture
    def engine(self, url: str) -> Iterator[Engine]:
        """A way past us."""
        engine = create_engine(url if "://" in url else URL.create("sqlite", database=url))
        yield engine
        engine.dispose()

    def test_what_was_written_resists_every_attack(self, database: store.Database, engine: Engine) -> None:
        room = begun(database.begin("north"), "one")
        record(room, step("one", "new", "begun", actor="ada"))
        with room.writing() as work:
            work.shelf.put(b"minutes", ShelfKind.DOCUMENT)
        with room.reading() as work:
            before = list(work.journal.lines())

        passed = [attack for attack in self.attacks if not attempt(engine, attack)]

        assert passed == []
        with room.reading() as work:
            assert list(work.journal.lines()) == before
        assert list(database.integrity()) == []

    def test_a_record_of_the_register_can_be_destroyed_and_nothing_else(
        self, database: store.Database, engine: Engine
    ) -> None:
        room = database.begin("north")
        with room.writing() as work:
            person = work.shelf.put(b"ada", ShelfKind.REGISTER)
            rules = work.shelf.put(b"rules", ShelfKind.RULES)

        assert attempt(engine, f"DELETE FROM shelf WHERE address = '{person}'") == ""
        assert "stays" in attempt(engine, f"DELETE FROM shelf WHERE address = '{rules}'")

        with room.reading() as work:
            assert work.shelf.get(person) is None
            assert work.shelf.get(rules) == b"rules"

    def test_a_document_that_another_programme_names_stays(self, database: store.Database) -> None:
        north = begun(database.begin("north"), "one")
        south = begun(database.begin("south"), "one", programme="south")
        with north.writing() as work:
            shared, own = (work.shelf.put(data, ShelfKind.DOCUMENT) for data in (b"a plan", b"a letter"))
            append(work, happened("met", "one", documents=(shared, own)))
        record(south, happened("met", "one", documents=(shared,)))

        assert destroyed(north, "one", [3, 4]) == {own}

    def test_a_guard_rail_that_was_taken_away_is_missed(self, database: store.Database, engine: Engine) -> None:
        with engine.begin() as connection:
            on = " ON journal" if engine.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER vs_journal_next{on}")

        assert [(one.rule, one.facts["name"]) for one in database.integrity()] == [
            ("store.guard-missing", "vs_journal_next")
        ]

    def test_an_index_that_was_taken_away_is_missed(self, database: store.Database, engine: Engine) -> None:
        assert attempt(engine, "DROP INDEX milestone_ripe") == ""

        assert [one.facts["name"] for one in database.integrity()] == ["milestone_ripe"]

    def test_what_stands_beside_ours_in_the_schema_is_found(self, database: store.Database, engine: Engine) -> None:
        for (begin, end), name in self.strangers:
            self._meddle(engine, [begin])

            found = [(one.check, one.rule, one.facts["name"]) for one in database.integrity()]

            assert found == [("schema", "store.schema-differs", name)], begin
            self._meddle(engine, [end])
        assert list(database.integrity()) == []

    def test_nothing_is_recorded_where_the_database_does_not_keep_a_line_as_it_was_written(
        self, database: store.Database, engine: Engine
    ) -> None:
        room = begun(database.begin("north"), "one")
        for way in self._swallowed(engine, "journal", "leaf", "entry = '{}'"):
            with pytest.raises(StoreTrouble) as caught:
                record(room, happened("met", "one"))

            assert (caught.value.rule, caught.value.recorded) == ("store.not-kept", False), way
            assert audited(room) == 3, way
        record(room, happened("met", "one"))
        assert audited(room) == 4

    def test_nothing_is_recorded_where_the_database_does_not_keep_the_bytes_that_go_with_it(
        self, database: store.Database, engine: Engine
    ) -> None:
        room = begun(database.begin("north"), "one")
        for way in self._swallowed(engine, "shelf", "address", "data = 'x'"):
            with pytest.raises(StoreTrouble) as caught, room.writing() as work:
                append(work, happened("met", "one", documents=(work.shelf.put(b"minutes", ShelfKind.DOCUMENT),)))

            assert (caught.value.rule, caught.value.recorded) == ("store.not-kept", False), way
            assert audited(room) == 3, way

    def _swallowed(self, engine: Engine, table: str, key: str, change: str) -> Iterator[str]:
        """Each way of swallowing, while it lasts."""
        with engine.begin() as connection:
            self._unguard(connection)
        for begin, end in self.swallowing(table, key, change):
            self._meddle(engine, begin)
            yield begin[0]
            self._meddle(engine, end)

    def _meddle(self, engine: Engine, statements: Sequence[str]) -> None:
        with engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def swallowing(self, table: str, key: str, change: str) -> Sequence[Meddling]:
        """Ways to have a new row swallowed, taken away or changed without a word."""
        raise NotImplementedError

    def test_programmes_stand_side_by_side(self, database: store.Database) -> None:
        north, south = database.begin("north"), database.begin("zuid – één")
        begun(north, "one")
        with north.writing() as work:
            work.shelf.put(b"shared", ShelfKind.RULES)
        begun(south, "one", "two", programme="zuid – één")
        record(south, step("one", "new", "begun", key="k"))
        record(north, happened("meet", "one", key="k"))

        assert database.programmes() == {"north": 4, "zuid – één": 5}
        assert (audited(north), audited(south)) == (4, 5)
        with north.reading() as work:
            assert work.index.book().cases["one"].state == "new"
            assert [row.assignment for row in work.index.board()] == ["one"]

    def test_a_room_is_found_by_name_or_because_it_is_the_only_one(self, database: store.Database) -> None:
        with pytest.raises(StoreTrouble, match=r"store\.empty"):
            database.room()
        begun(database.begin("north"))
        assert database.room().programme == "north"
        begun(database.begin("south"), programme="south")
        assert database.room("south").programme == "south"

        with pytest.raises(Misunderstood) as several:
            database.room()
        with pytest.raises(Misunderstood) as unknown:
            database.room("west")

        assert several.value.facts["known"] == ["north", "south"]
        assert unknown.value.rule == "store.no-programme"

    def test_rebuilding_gives_what_was_derived(self, database: store.Database, engine: Engine) -> None:
        room = begun(database.begin("north"), "one", "two")
        record(
            room, step("one", "new", "gone", key="k"), happened("meet", "two"), grant("ada"), refusal("one", key="r")
        )
        derived = self._derived(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM concerns")
            connection.exec_driver_sql("UPDATE case_now SET state = 'wrong'")
            connection.exec_driver_sql("DELETE FROM milestone_now WHERE assignment = 'one'")
            connection.exec_driver_sql("INSERT INTO key_now (programme, key, seq) VALUES ('north', 'x', 1)")

        found = list(database.differences("north"))
        database.rebuild("north")

        assert {one.facts["table"] for one in found} == {"concerns", "case_now", "milestone_now", "key_now"}
        assert list(database.differences("north")) == []
        assert self._derived(engine) == derived
        audited(room)

    def _derived(self, engine: Engine) -> dict[str, list[object]]:
        tables = ("concerns", "case_now", "milestone_now", "key_now")
        with engine.connect() as connection:
            return {
                table: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")), key=str)
                for table in tables
            }

    @pytest.mark.parametrize("table", DERIVED)
    def test_rebuilding_makes_a_derived_table_again_that_was_dropped_for_every_programme(
        self, database: store.Database, engine: Engine, table: str
    ) -> None:
        for programme in ("north", "south"):
            begun(database.begin(programme), "one", "two")
        assert attempt(engine, f"DROP TABLE {table}") == ""
        with pytest.raises(StoreTrouble, match=r"store\.table-missing"):
            list(database.findings("north"))
        assert database.missing_tables() == (table,)

        database.rebuild("north")

        assert database.missing_tables() == ()
        assert [*database.findings("north"), *database.findings("south")] == []

    def test_a_table_that_was_dropped_is_filled_once_for_every_programme(
        self, database: store.Database, engine: Engine
    ) -> None:
        for programme in ("north", "south"):
            begun(database.begin(programme), "one")
        assert attempt(engine, "DROP TABLE flag_now") == ""

        with failing(0, "before") as meter:
            database.rebuild("north")

        assert len([one for one in meter.seen if one.startswith("INSERT INTO case_now")]) == 2

    def test_a_table_that_was_dropped_is_made_again_after_whoever_writes_another_programme(
        self, database: store.Database, engine: Engine
    ) -> None:
        north = begun(database.begin("north"), "one")
        begun(database.begin("south"), "one", programme="south")
        assert attempt(engine, "DROP TABLE flag_now") == ""

        with ThreadPoolExecutor(1) as beside:
            with north.writing() as work:
                append(work, step("one", "new", "gone"))
                rebuilding = beside.submit(database.rebuild, "south")
                assert not wait([rebuilding], timeout=0.5).done
            rebuilding.result()

        assert [*database.findings("north"), *database.findings("south")] == []
        assert audited(north) == 4

    def test_rebuilding_an_empty_programme_is_nothing(self, database: store.Database) -> None:
        database.rebuild("north")

        assert list(database.differences("north")) == []

    def test_rows_of_a_programme_that_is_not_there_are_found(self, database: store.Database, engine: Engine) -> None:
        attempt(engine, "INSERT INTO key_now (programme, key, seq) VALUES ('west', 'x', 1)")

        assert [(one.rule, one.facts["programme"]) for one in database.integrity()] == [("store.left-over", "west")]
        assert (database.leftovers(), database.programmes()) == (("west",), {})
        for called in (database.room, database.begin_anew):
            with pytest.raises(StoreTrouble, match=r"store\.journal-gone"):
                called("west")

    def test_opening_again_finds_it_as_it_was(self, url: str) -> None:
        with store.open(url, create=True) as database:
            begun(database.begin("north"), "one")
        with store.open(url, create=True) as database:
            assert database.programmes() == {"north": 3}
            assert database.facts()["schema_version"] == schema.VERSION
        with store.open(url, read_only=True) as database:
            assert audited(database.room()) == 3
            with pytest.raises(StoreTrouble, match=r"store\.read-only"):
                record(database.room(), happened("meet"))

    def test_an_empty_database_is_missing_until_it_is_made(self, url: str) -> None:
        with pytest.raises(StoreTrouble, match=r"store\.missing"):
            store.open(url)

    def test_a_newer_one_is_refused(self, database: store.Database, engine: Engine, url: str) -> None:
        attempt(engine, f"UPDATE vs_schema SET version = {schema.VERSION + 1}")

        with pytest.raises(StoreTrouble) as caught:
            store.open(url)

        assert caught.value.rule == "store.newer"
        assert caught.value.facts["found"] == schema.VERSION + 1

    @pytest.mark.parametrize("version", [0, 1])
    def test_one_whose_version_was_set_back_is_refused_and_left_as_it_was(
        self, database: store.Database, engine: Engine, url: str, version: int
    ) -> None:
        begun(database.begin("north"), "one")
        attempt(engine, f"UPDATE vs_schema SET version = {version}")

        for read_only in (True, False):
            with pytest.raises(StoreTrouble) as caught:
                store.open(url, read_only=read_only)

            assert caught.value.rule == "store.set-back"
            assert caught.value.facts["found"] == version
            assert "flag_now" in str(caught.value.facts["tables"])
        attempt(engine, f"UPDATE vs_schema SET version = {schema.VERSION}")
        assert list(database.findings("north")) == []

    def test_one_of_somebody_else_is_refused_and_left_alone(self, engine: Engine, url: str) -> None:
        assert attempt(engine, "CREATE TABLE journal (note TEXT)") == ""

        for create in (True, False):
            with pytest.raises(StoreTrouble, match=r"store\.foreign"):
                store.open(url, create=create)

        assert inspect(engine).get_table_names() == ["journal"]

    def test_an_older_one_is_upgraded_or_left_as_it_was(self, engine: Engine, url: str) -> None:
        self._version_0(engine)

        with pytest.raises(StoreTrouble, match=r"store\.older"):
            store.open(url, read_only=True)
        assert inspect(engine).get_table_names() == ["vs_schema"]

        with store.open(url) as database:
            assert list(database.integrity()) == []
            begun(database.begin("north"), "one")
            assert audited(database.room()) == 3

    def test_an_upgrade_that_fails_anywhere_leaves_the_old_or_the_new(self, engine: Engine, url: str) -> None:
        met = 0

        def prepare() -> None:
            self._emptied(engine)
            self._version_0(engine)

        for case in each_statement(lambda: store.open(url).close(), prepare):
            met += 1
            assert isinstance(case.error, StoreTrouble), case
            tables = set(inspect(engine).get_table_names())
            assert tables in ({"vs_schema"}, set(schema.TABLES)), case
            with engine.connect() as connection:
                version = connection.exec_driver_sql("SELECT version FROM vs_schema").scalar_one()
            assert version == (0 if tables == {"vs_schema"} else schema.VERSION), case
            with store.open(url) as database:
                assert list(database.integrity()) == [], case
        assert met > 2 * len(schema.TABLES)

    def _version_0(self, engine: Engine) -> None:
        with engine.begin() as connection:
            schema.mark(connection)

    def _emptied(self, engine: Engine) -> None:
        raise NotImplementedError

    def test_each_version_has_its_migration(self) -> None:
        assert len(migrations.MIGRATIONS) == schema.VERSION

    def test_an_append_that_fails_anywhere_is_whole_or_not_there(self, database: store.Database) -> None:
        room = begun(database.begin("north"), "one")
        met = 0
        before: list[int] = []

        def scenario() -> None:
            with room.writing() as work:
                work.shelf.put(b"minutes", ShelfKind.DOCUMENT)
                head = work.journal.head()
                entries, lines = write([step("one", "new", "gone", key=f"k{head.seq}")], [stamp()], after=head)
                work.journal.append(entries, lines, after=head)

        for case in each_statement(scenario, lambda: before.append(audited(room))):
            met += 1
            assert isinstance(case.error, StoreTrouble), case
            assert case.error.recorded is (audited(room) > before[-1]), case
            assert (case.error.recorded is True) == (case.moment == "after" and case.statement == "COMMIT"), case
            assert list(database.differences("north")) == [], case
        assert met > 16

    def test_a_whole_book_survives_a_rollback(self, database: store.Database) -> None:
        room = begun(database.begin("north"), "one")
        other = database.begin("north")
        with room.reading() as work:
            work.index.book()
        record(other, step("one", "new", "gone"))

        with pytest.raises(ZeroDivisionError), room.writing() as work:
            assert work.index.book(["one"]).cases["one"].state == "gone"
            raise ZeroDivisionError

        assert audited(room) == 4

    def test_a_journal_of_thousands_streams_in_order(self, database: store.Database) -> None:
        room = begun(database.begin("north"), *[f"a{number}" for number in range(700)])
        drafts = [step(f"a{number % 700}", "new", "gone") for number in range(1400)]
        record(room, *drafts)

        assert audited(room) == 2102
        assert list(database.differences("north")) == []
        with database.begin("north").reading() as work:
            some = work.index.book(["a3", "a500"])
            assert list(some.cases) == ["a3", "a500"]
            assert set(work.index.book([f"a{number}" for number in range(600)]).cases) == {
                f"a{number}" for number in range(600)
            }

    def test_an_entry_that_cannot_be_read_is_named(self, database: store.Database, engine: Engine) -> None:
        room = begun(database.begin("north"), "one")
        self._broken(engine)

        with pytest.raises(StoreTrouble) as caught, database.begin("north").reading() as work:
            work.index.book()

        assert (caught.value.rule, caught.value.facts["seq"]) == ("store.unreadable-entry", 3)
        with room.reading() as work:
            assert len(list(work.journal.lines())) == 3
        assert [(one.rule, one.seq) for one in database.differences("north")] == [("store.not-comparable", 3)]

    def _broken(self, engine: Engine) -> None:
        with engine.begin() as connection:
            self._unguard(connection)
            connection.exec_driver_sql("UPDATE journal SET entry = '{}' WHERE seq = 3")

    def _unguard(self, connection: Connection) -> None:
        raise NotImplementedError

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("kind", "'step'"),
            ("what", "'x'"),
            ("assignment", "NULL"),
            ("happened_on", "'2015-04-03'"),
            ("recorded_at", "'x'"),
            ("actor", "'x'"),
            ("corrects", "1"),
        ],
    )
    def test_a_copy_that_differs_is_named(
        self, database: store.Database, engine: Engine, column: str, value: str
    ) -> None:
        begun(database.begin("north"), "one")
        with engine.begin() as connection:
            self._unguard(connection)
            connection.exec_driver_sql(f"UPDATE journal SET {column} = {value} WHERE seq = 3")

        found = [(one.rule, one.seq, one.facts["column"]) for one in database.differences("north")]
        assert found == [("store.copy-differs", 3, column)]

    def test_only_drafts_with_their_lines_are_taken(self, database: store.Database) -> None:
        room = database.begin("north")
        entries, lines = write(
            [draft(Kind.EVENT), enrolled("ada"), opened("one")], [stamp() for _ in "abc"], after=EMPTY
        )

        with pytest.raises(ValueError, match="an entry for each line"), room.writing() as work:
            work.journal.append(entries[:2], lines, after=EMPTY)

        assert audited(room) == 0

    def test_no_message_gives_a_password_away(self, tmp_path: Path) -> None:
        url = f"postgresql://ada:s3cr%40t@/nowhere?host={tmp_path}&connect_timeout=1"

        with pytest.raises(StoreTrouble) as caught:
            store.open(url)

        assert caught.value.rule == "store.unreachable"
        assert "s3cr" not in f"{caught.value.facts} {caught.value}"
