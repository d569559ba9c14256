"""A database of version 1, with what version 1 had written in it, opened by this one: upgraded, whole, and checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

import store
from store import schema
from store.derived import copies
from store.migrations import m0001_journal
from store.tables import METADATA
from tests.desk.world import World, accepted, audited, begun
from tests.tools.each_statement import each_statement
from tests.tools.links import check_links
from vs_workflow.desk import look, prove, watch
from vs_workflow.desk.office import Office
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import StoreTrouble
from vs_workflow.replay.fold import concerns, replay

KEY = "veiligheidsstrategie-oost-nederland"
OLD = {"vs_schema", "journal", "shelf", "concerns", "case_now", "milestone_now", "key_now"}


@dataclass(frozen=True, slots=True)
class Old:
    """What stands in the old database: the world that it was made from, and how to reach it."""

    world: World
    engine: Engine
    url: str

    def opened(self, database: store.Database) -> World:
        """The same world, on the database."""
        known = self.world.office
        return World(Office(database.room(KEY), known.stamps, known.read_day, known.clock_set), self.world.stamps)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "vs.db") if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def old(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Old]:
    # These rows are of real rules, with the milestones that they have.
    monkeypatch.undo()
    engine = create_engine(url if "://" in url else URL.create("sqlite", database=url), poolclass=NullPool)
    world = story()
    with engine.begin() as connection:
        write_as_version_1(connection, world)
    yield Old(world, engine, url)
    engine.dispose()


def story() -> World:
    """Steps, a refusal, a keyed entry, a correction, a withdrawal: until 10 April."""
    world = begun()
    world.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11", key="werkgroep")
    world.at("2015-02-27").record("team-formed", "1", "keken")
    world.at("2015-04-02").present("1", "keken")
    world.present("4A", "hofman")
    world.advance("4A", "start", "hofman")
    late = world.at("2015-04-09").present("2", "boomkamp")
    accepted(world.correct(late.seq or 0, "boomkamp", on="2015-04-08"))
    accepted(world.advance("4B", "withdraw", "knaap", reason="samengevoegd"))
    return world.at("2015-04-10")


def write_as_version_1(connection: Connection, world: World) -> None:
    """The tables of version 1, and their rows as it wrote them: spelled here, for its code is gone."""
    schema.mark(connection)
    m0001_journal.upgrade(connection)
    connection.exec_driver_sql("UPDATE vs_schema SET version = 1")
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA user_version = 1")
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
        shelf = [(address, kind.value, size, work.shelf.get(address)) for address, kind, size in work.shelf.addresses()]
        board, milestones = work.index.board(), work.index.milestones()
    for line in lines:
        entry = read_entry(line.text)
        insert(connection, "journal", KEY, line.seq, line.text.decode(), line.leaf, *copies(entry))
        for scope in concerns(entry):
            insert(connection, "concerns", KEY, scope, line.seq)
        if entry.key is not None:
            insert(connection, "key_now", KEY, entry.key, line.seq)
    for one in shelf:
        insert(connection, "shelf", *one)
    for row in board:
        insert(connection, "case_now", KEY, row.assignment, row.position, row.state, row.since.isoformat(), row.seq)
    for met in milestones:
        days = [day and day.isoformat() for day in (met.due, met.satisfied_on, met.lapsed_on)]
        insert(
            connection, "milestone_now", KEY, met.assignment, met.milestone, days[0], days[1], met.recorded_at, days[2]
        )


def insert(connection: Connection, table: str, *values: Any) -> None:
    names = ", ".join(f":v{number}" for number in range(len(values)))
    connection.execute(text(f"INSERT INTO {table} VALUES ({names})"), {f"v{n}": one for n, one in enumerate(values)})


def derived(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        return {
            table: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")), key=str)
            for table in ("concerns", "case_now", "milestone_now", "key_now", "flag_now", "coverage_now")
        }


def test_it_is_upgraded_and_holds_what_it_held(old: Old) -> None:
    with old.world.office.room.reading() as work:
        before = list(work.journal.lines())

    with store.open(old.url) as database:
        assert database.facts()["schema_version"] == schema.VERSION
        assert [*database.integrity(), *database.differences(KEY)] == []
        with database.room(KEY).reading() as work:
            after = list(work.journal.lines())
            assert work.index.book() == replay(read_entry(line.text) for line in after)
        assert after == before and not list(check_links(after))

    assert set(inspect(old.engine).get_table_names()) == set(schema.TABLES)


def test_a_guard_rail_that_is_none_any_more_goes_whatever_its_name(old: Old) -> None:
    attack = "UPDATE journal SET actor = NULL WHERE seq = 1"
    with old.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            body = "SELECT RAISE(ABORT, 'x')"
            connection.exec_driver_sql(f"CREATE TRIGGER vs_of_old BEFORE UPDATE ON journal BEGIN {body}; END")
        else:
            connection.exec_driver_sql(
                "CREATE FUNCTION vs_older() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
                " CREATE TRIGGER vs_of_old BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION vs_older()"
            )

    with store.open(old.url) as database:
        assert list(database.integrity()) == []

    with pytest.raises(DatabaseError, match="stays"), old.engine.begin() as connection:
        connection.exec_driver_sql(attack)


def test_what_it_derived_is_what_a_rebuild_derives(old: Old) -> None:
    with store.open(old.url) as database:
        upgraded = derived(old.engine)
        database.rebuild(KEY)

    assert derived(old.engine) == upgraded
    assert {len(rows) for table, rows in upgraded.items() if table not in ("flag_now", "coverage_now")} - {0}
    assert (upgraded["flag_now"], len(upgraded["coverage_now"])) == ([], 1)


def test_it_goes_on_and_is_checked_as_if_it_had_never_been_old(old: Old) -> None:
    expected = watch.check(old.world.office)

    with store.open(old.url) as database:
        world = old.opened(database)
        assert look.board(world.office).lines == look.board(old.world.office).lines
        found = watch.check(world.office)
        accepted(world.present("3", "bakker"))
        watch.check(world.at("2015-04-11").office)
        audited(world)
        assert [*database.differences(KEY)] == []

    assert (found.flags, found.days) == (expected.flags, expected.days)
    assert found.days[0] == date(2015, 2, 13)
    assert len(found.flags) == 19


def test_the_migrations_written_out_end_in_the_tables_that_are_declared(old: Old) -> None:
    store.open(old.url).close()

    there = inspect(old.engine)
    for table in METADATA.sorted_tables:
        declared = [(one.name, one.type.compile(old.engine.dialect), one.nullable) for one in table.columns]
        found = [(one["name"], str(one["type"]), one["nullable"]) for one in there.get_columns(table.name)]
        assert found == declared
        assert there.get_pk_constraint(table.name)["constrained_columns"] == [one.name for one in table.primary_key]
        assert {one["name"] for one in there.get_indexes(table.name)} == {one.name for one in table.indexes}


def test_who_only_looks_leaves_it_as_it_is(old: Old) -> None:
    with pytest.raises(StoreTrouble, match=r"store\.older"):
        store.open(old.url, read_only=True)

    assert set(inspect(old.engine).get_table_names()) == OLD


def test_an_upgrade_that_fails_anywhere_leaves_the_old_or_the_new(old: Old, tmp_path: Path) -> None:
    if old.engine.dialect.name != "sqlite":
        pytest.skip("one of the two shows it; the transaction is the same")
    kept = Path(old.url).read_bytes()
    met = 0

    for case in each_statement(lambda: store.open(old.url).close(), lambda: Path(old.url).write_bytes(kept)):
        met += 1
        assert isinstance(case.error, StoreTrouble), case
        assert set(inspect(old.engine).get_table_names()) in (OLD, set(schema.TABLES)), case
        with store.open(old.url) as database:
            assert [*database.integrity(), *database.differences(KEY)] == [], case
    assert met > 20


@pytest.mark.parametrize(
    "broken",
    [
        lambda said: "{}",
        lambda said: said.replace('"kind":"step"', '"kind":"stap"'),
        lambda said: said.replace('"seq":', '"seq":9'),
    ],
    ids=["no entry", "a kind that nobody knows", "another number"],
)
def test_one_with_an_unreadable_entry_opens_and_verify_says_why(
    url: str, monkeypatch: pytest.MonkeyPatch, broken: Callable[[str], str]
) -> None:
    monkeypatch.undo()
    world = story()
    engine = create_engine(url if "://" in url else URL.create("sqlite", database=url), poolclass=NullPool)
    with world.office.room.reading() as work:
        last = work.journal.head().seq
    step = last - 2
    by_force = {
        "sqlite": "DROP TRIGGER vs_journal_no_update",
        "postgresql": "ALTER TABLE journal DISABLE TRIGGER USER",
    }

    with engine.begin() as connection:
        write_as_version_1(connection, world)
        connection.exec_driver_sql(by_force[engine.dialect.name])
        said = connection.execute(text("SELECT entry FROM journal WHERE seq = :seq"), {"seq": step}).scalar_one()
        connection.execute(
            text("UPDATE journal SET entry = :said WHERE seq = :seq"), {"said": broken(said), "seq": step}
        )
    engine.dispose()

    with store.open(url) as database:
        assert database.facts()["schema_version"] == schema.VERSION
        office = replace(world.office, room=database.room(KEY))
        verified = prove.verify(office, kept=lambda: [*database.integrity(), *database.differences(KEY)])

    assert not verified.whole
    assert step in {finding.seq for finding in verified.findings}
