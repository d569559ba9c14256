"""Somebody who destroys what may not be destroyed, or says that he did: found on either database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

import store
from tests.audit.forging import entries_of, found
from tests.desk.test_destroy import KEY, ONE, SECRET, TWO, destroyed, lived
from tests.desk.world import World, accepted, begun
from tests.tools.bytes import unguarded
from tests.tools.postgres_box import Server
from vs_workflow.desk.leave import leaving
from vs_workflow.journal.canon import leaf_hash
from vs_workflow.journal.entry import entry_bytes, read_entry
from vs_workflow.reasons import StoreTrouble

BLANK = (
    "UPDATE journal SET entry = NULL, kind = '', what = '', assignment = NULL, happened_on = '', recorded_at = '',"
    " actor = NULL, corrects = NULL WHERE seq = {seq}"
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "vs.db")
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"forgeddestroy{os.getpid()}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database(where: str) -> Iterator[store.Database]:
    with store.open(where, create=True) as opened:
        yield opened


@pytest.fixture
def world(database: store.Database) -> World:
    return lived(begun(database.begin(KEY)))


@pytest.fixture
def engine(where: str) -> Iterator[sa.Engine]:
    made = sa.create_engine(where if "://" in where else sa.URL.create("sqlite", database=where))
    yield made
    made.dispose()


def by_hand(engine: sa.Engine, *statements: str) -> None:
    """As an owner of the database who took the guard rails away for a moment."""
    with unguarded(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        for statement in statements:
            connection.exec_driver_sql(statement)


def seqs_of(world: World, assignment: str) -> list[int]:
    with world.office.room.reading() as work:
        return [line.seq for line in work.journal.lines(assignment=assignment)]


def refused(engine: sa.Engine, statement: str) -> bool:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except SQLAlchemyError as error:
        return "stays" in str(error)
    return False


class TestTheGuardRails:
    def test_nothing_is_blanked_that_no_destruction_names(self, world: World, engine: sa.Engine) -> None:
        assert refused(engine, BLANK.format(seq=seqs_of(world, ONE)[3]))

        accepted(destroyed(world))

        assert refused(engine, BLANK.format(seq=seqs_of(world, TWO)[3]))
        assert refused(engine, BLANK.format(seq=world.head()))

    def test_nothing_but_the_text_and_its_copies_goes(self, world: World, engine: sa.Engine) -> None:
        seq = seqs_of(world, ONE)[0]
        accepted(destroyed(world))

        for column, value in (
            ("leaf", "'0'"),
            ("seq", "9999"),
            ("programme", "'x'"),
            ("what", "'x'"),
            ("entry", "'x'"),
        ):
            assert refused(engine, f"UPDATE journal SET {column} = {value} WHERE seq = {seq}"), column
        assert refused(engine, f"DELETE FROM journal WHERE seq = {seq}")

    def test_a_document_that_an_entry_names_stays(self, world: World, engine: sa.Engine) -> None:
        outcome = accepted(destroyed(world))

        assert refused(engine, f"DELETE FROM shelf WHERE address = '{outcome.entry.documents[0]}'")
        assert refused(engine, "DELETE FROM shelf WHERE kind = 'rules'")

    def test_later_nothing_can_be_blanked_any_more(self, world: World, engine: sa.Engine) -> None:
        """Not even what the destruction named: the transaction is over."""
        outcome = accepted(destroyed(world))
        accepted(world.record("progress", "2", "boomkamp", {"text": "x"}))
        numbers = outcome.entry.facts["entries"]
        assert isinstance(numbers, list)

        assert refused(engine, BLANK.format(seq=numbers[0]))
        assert refused(engine, "DELETE FROM shelf WHERE kind = 'document'")


@pytest.mark.parametrize("place", [0, 2, -1])
def test_a_blank_by_hand_is_named(world: World, engine: sa.Engine, place: int) -> None:
    seq = seqs_of(world, TWO)[place]
    by_hand(engine, BLANK.format(seq=seq))

    assert (seq, "destruction", "lawful.blank") in found(world)


def test_a_blank_beside_a_lawful_destruction_is_named(world: World, engine: sa.Engine) -> None:
    accepted(destroyed(world))
    seq = seqs_of(world, TWO)[-1]
    by_hand(engine, BLANK.format(seq=seq))

    assert (seq, "destruction", "lawful.blank") in found(world)


def test_a_text_put_back_by_hand_is_named(world: World, engine: sa.Engine) -> None:
    first = entries_of(world)[seqs_of(world, ONE)[0] - 1]
    outcome = accepted(destroyed(world))
    other = entry_bytes(replace(first, target="offered")).decode().replace("'", "''").replace("%", "%%")
    by_hand(engine, f"UPDATE journal SET entry = '{other}' WHERE seq = {first.seq}")

    findings = found(world)
    assert (first.seq, "leaf", "link.leaf") in findings
    assert (outcome.seq, "destruction", "lawful.not-destroyed") in findings


def test_copies_left_of_a_blank_are_named(world: World, database: store.Database, engine: sa.Engine) -> None:
    seq = seqs_of(world, ONE)[0]
    accepted(destroyed(world))
    by_hand(engine, f"UPDATE journal SET actor = 'keken' WHERE seq = {seq}")

    assert [(one.seq, one.rule) for one in database.differences(KEY)] == [(seq, "store.copy-differs")]


@pytest.mark.parametrize(
    ("table", "column", "row"), [("concerns", "scope", ONE), ("key_now", "key", "eenmaal")], ids=["concerns", "keys"]
)
def test_traces_left_of_a_blank_are_named(
    world: World, database: store.Database, engine: sa.Engine, table: str, column: str, row: str
) -> None:
    seqs = seqs_of(world, ONE)
    accepted(destroyed(world))
    by_hand(engine, f"INSERT INTO {table} (programme, {column}, seq) VALUES ('{KEY}', '{row}', {seqs[1]})")

    found = [(one.seq, one.rule, one.facts) for one in database.differences(KEY)]

    assert found == [(seqs[1], "store.row-surplus", {"table": table, "row": row})]


@pytest.mark.parametrize("blank", [False, True], ids=["the text before a gap", "a leaf in the gap"])
def test_what_no_link_leads_back_to_is_bound_by_the_destruction(world: World, engine: sa.Engine, blank: bool) -> None:
    outcome = accepted(destroyed(world))
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
    # The first of two neighbours, of which the second has no text to say what came before it.
    before = next(one for one, after in pairwise(lines) if bool(one.text) is not blank and not after.text)
    if blank:
        by_hand(engine, f"UPDATE journal SET leaf = '{'0' * 64}' WHERE seq = {before.seq}")
    else:
        text = entry_bytes(replace(read_entry(before.text), host="elders"))
        said = text.decode().replace("'", "''").replace("%", "%%")
        by_hand(engine, f"UPDATE journal SET entry = '{said}', leaf = '{leaf_hash(text)}' WHERE seq = {before.seq}")

    assert (outcome.seq, "link", "link.root") in found(world)


@pytest.mark.parametrize("leaf", ["", "zz", "AB" * 32, "ab " * 32, "ab" * 31])
def test_what_is_no_hash_stands_for_no_text(world: World, engine: sa.Engine, leaf: str) -> None:
    seq = seqs_of(world, ONE)[0]
    accepted(destroyed(world))
    by_hand(engine, f"UPDATE journal SET leaf = '{leaf}' WHERE seq = {seq}")

    assert (seq, "leaf", "link.no-leaf") in found(world)
    with pytest.raises(StoreTrouble) as error:
        leaving(world.office)
    assert (error.value.rule, error.value.facts["seq"]) == ("store.unreadable-entry", seq)


@pytest.mark.postgres
def test_of_the_text_nothing_is_left_in_the_files_of_a_server(postgres_url: str) -> None:
    with store.open(postgres_url, create=True) as database:
        world = lived(begun(database.begin(KEY)))
        assert in_files(postgres_url, SECRET)

        accepted(destroyed(world))

        assert not in_files(postgres_url, SECRET)


@pytest.mark.postgres
def test_where_a_server_cannot_let_go_of_the_text_it_is_said_and_done_later(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.postgres.TIMEOUT_SECONDS", 0.3)
    with store.open(postgres_url, create=True) as database:
        world = lived(begun(database.begin(KEY)))
        engine = sa.create_engine(postgres_url)
        with engine.connect() as reader:
            reader.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            reader.exec_driver_sql("SELECT count(*) FROM vs_schema")

            with pytest.raises(StoreTrouble) as error:
                destroyed(world)

        engine.dispose()
        assert (error.value.rule, error.value.recorded) == ("store.not-scrubbed-by-server", True)
        assert world.verify().findings == ()
        assert [one.facts["assignment"] for one in world.verify().limits if one.rule == "limit.destroyed"] == [ONE]
        assert in_files(postgres_url, SECRET)
        database.rebuild(KEY)
        assert not in_files(postgres_url, SECRET)


def in_files(url: str, text: str) -> bool:
    """Whether the files of the tables hold it."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        alone = connection.execution_options(isolation_level="AUTOCOMMIT")
        alone.exec_driver_sql("CHECKPOINT")
        found = alone.exec_driver_sql(
            f"SELECT coalesce(sum(position(convert_to('{text}', 'UTF8') in"
            " pg_read_binary_file(pg_relation_filepath(c.oid)))), 0) FROM pg_class c"
            " WHERE c.relkind IN ('r', 't') AND c.relname IN ('journal', 'shelf', 'key_now')"
        ).scalar()
    engine.dispose()
    return bool(found)
