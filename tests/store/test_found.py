"""Whatever is changed in the file past us, in a row or in a bit, is found; what was left alone is called whole."""

import random
import shutil
import sqlite3
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine
from sqlalchemy.exc import IntegrityError

import store
from tests.store.builders import (
    annulled,
    begun,
    enrolled,
    flagged,
    grant,
    happened,
    record,
    refusal,
    step,
    swept,
)
from tests.tools.bytes import damages, flips, row_damages, unguarded
from tests.tools.links import check_links
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.journal.canon import content_hash
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import StoreTrouble

TABLES = ("journal", "shelf", "concerns", "case_now", "milestone_now", "key_now", "flag_now", "coverage_now")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "north.db"
    with store.open(path, create=True) as database:
        room = begun(database.begin("north"), "one", "two")
        with room.writing() as work:
            work.shelf.put(b"rules", ShelfKind.RULES)
            work.shelf.put(b"a long document\n" * 500, ShelfKind.DOCUMENT)
        record(room, enrolled("ada"), grant("ada", "one", actor="ben"), step("one", "new", "begun", key="k"))
        record(room, happened("meet", "one", reason="één"), refusal("two", key="r"), annulled(8, "one"))
        record(
            room, swept("2015-06-02", covers=("2015-04-02", "2015-06-01"), flags=2), flagged("missed", assignment="one")
        )
        record(room, flagged("retracted", assignment="one", follows=11), flagged("missed", assignment="two"))
        begun(database.begin("south"), "one", programme="south")
    return path


def problems(path: Path) -> list[str]:
    """What the store and the links say is wrong."""
    try:
        with store.open(path, read_only=True) as database:
            found = [one.rule for one in database.integrity()]
            for programme in {*database.programmes(), "north", "south"}:
                found += [one.rule for one in database.differences(programme)]
                with database.begin(programme).reading() as work:
                    found += [one.rule for one in check_links(work.journal.lines())]
                    for address, _, size in work.shelf.addresses():
                        data = work.shelf.get(address)
                        if data is None or content_hash(data) != address or len(data) != size:
                            found.append("shelf")
            return found
    except StoreTrouble as trouble:
        return [trouble.rule]


def rows_of(path: Path) -> list[object]:
    with sqlite3.connect(path) as raw:
        raw.text_factory = bytes
        tables = (*TABLES, "vs_schema")
        return [sorted(raw.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables]


def test_p12_what_was_left_alone_is_whole(path: Path) -> None:
    assert problems(path) == []


@pytest.mark.parametrize("table", TABLES)
def test_p11_values_of_another_type_are_found(path: Path, table: str) -> None:
    for column in column_names(path, table):
        for value in ("'abc'", "x'00ff'", "3.5", "NULL"):
            copy = path.with_name("copy.db")
            shutil.copy(path, copy)
            changed = create_engine(URL.create("sqlite", database=str(copy)))
            try:
                with unguarded(changed) as connection:
                    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
                    last = f"(SELECT max(rowid) FROM {table})" if table in ("journal", "shelf") else None
                    where = f"rowid = {last}" if last else f"({column}) IN (SELECT {column} FROM {table} LIMIT 1)"
                    connection.exec_driver_sql(f"UPDATE {table} SET {column} = {value} WHERE {where}")
            except IntegrityError:
                continue
            finally:
                changed.dispose()
            if rows_of(copy) != rows_of(path):
                assert problems(copy), f"{table}.{column} = {value}"


def column_names(path: Path, table: str) -> list[str]:
    with sqlite3.connect(path) as raw:
        return [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]


def only_entries_can_say(damage: str) -> bool:
    """What must be on the shelf, and as what kind, follows from the entries: the audit asks them."""
    return "kind" in damage or "deleted" in damage or "emptied" in damage


@pytest.mark.parametrize("table", TABLES)
def test_p11_every_change_to_a_row_is_found(path: Path, tmp_path: Path, table: str, counts: Counts) -> None:
    engine = create_engine(URL.create("sqlite", database=str(path)))
    before, tried, missed = rows_of(path), 0, []
    for damage in row_damages(engine, table):
        copy = tmp_path / "copy.db"
        shutil.copy(path, copy)
        changed = create_engine(URL.create("sqlite", database=str(copy)))
        try:
            with unguarded(changed) as connection:
                damage.apply(connection)
        except IntegrityError:
            continue
        finally:
            changed.dispose()
        if rows_of(copy) == before or (table == "shelf" and only_entries_can_say(str(damage))):
            continue
        tried += 1
        if not problems(copy):
            missed.append(str(damage))
    engine.dispose()

    assert missed == []
    counts("P11", f"store, changes to {table}", tried, missed=len(missed))


def test_many_damages_of_one_byte_are_one_finding_that_shows_the_first_and_counts_the_rest(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'lease'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    # The number of rows on a page that has none.
    data[(page - 1) * size + 4] = 40
    path.write_bytes(data)

    with store.open(path, read_only=True) as database:
        found = [one for one in database.integrity() if one.check == "integrity"]

    (only,) = found
    assert [str(only.facts["detail"]).count(mark) for mark in ("; ", "\n", "***")] == [2, 0, 0]
    assert int(str(only.facts["more"])) >= 37


@pytest.mark.torture
def test_p11_every_flipped_bit_that_matters_is_found(
    path: Path, tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    data, before = path.read_bytes(), rows_of(path)
    numbers = count()
    missed = []
    for what, changed in [*flips(data, rng, scaled(300, 5000)), *damages(data, rng)]:
        copy = tmp_path / f"{next(numbers)}.db"
        copy.write_bytes(changed)
        # Room that holds nothing may hold anything.
        if not problems(copy) and rows_of(copy) != before:
            missed.append(what)
        copy.unlink(missing_ok=True)

    assert missed == []
    counts("P11", "store, damaged files", next(numbers), missed=len(missed))
