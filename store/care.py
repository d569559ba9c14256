"""What keeps a database healthy: is the file sound, is the schema ours, and a copy that is proved to be one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from store import faults, guards
from store.address import Address
from store.connection import Connection, EngineConnection, PlainConnection
from store.schema import TABLES, mark, upgrade
from store.sql import DERIVED
from vs_workflow.reasons import BadFile, Finding, Plain, StoreTrouble

_MOST_DAMAGE = 10
_SHOWN_DAMAGE = 3
_TABLES_THERE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'",
}


def findings(connection: Connection, dialect: str) -> Iterator[Finding]:
    """Everything that is wrong with the database beside the entries themselves."""
    if dialect == "sqlite":
        yield from _damage(connection)
    yield from guards.missing(connection, dialect)
    yield from _schema(connection)
    yield from _strangers(connection)
    for address, size, found in connection.rows(
        "SELECT address, size, length(data) FROM shelf WHERE size <> length(data)"
    ):
        yield Finding("shelf", "store.size-differs", {"address": address, "expected": size, "found": found})


def damage(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong with its file, the first of it."""
    return _damages(connection, f"PRAGMA integrity_check({_MOST_DAMAGE})")


def _damages(connection: Connection, question: str) -> Iterator[str]:
    """One thing at a time: of a table's pages SQLite says all in one answer."""
    for (text,) in connection.rows(question):
        yield from (line for line in str(text).splitlines() if line != "ok" and not line.startswith("***"))


def missing_tables(connection: Connection, dialect: str) -> tuple[str, ...]:
    """The tables of ours that are not there."""
    rows = connection.rows(_TABLES_THERE[dialect])
    there = {name for (name,) in rows}
    return tuple(name for name in TABLES if name not in there)


def _damage(connection: Connection) -> Iterator[Finding]:
    found = [*_damages(connection, "PRAGMA integrity_check")]
    if found:
        facts: dict[str, Plain] = {"detail": "; ".join(found[:_SHOWN_DAMAGE])}
        if more := len(found[_SHOWN_DAMAGE:]):
            facts["more"] = more
        yield Finding("integrity", "store.damaged", facts)
    for table, *_ in connection.rows("PRAGMA foreign_key_check"):
        yield Finding("integrity", "store.damaged", {"detail": f"foreign key of {table}"})


def _schema(connection: Connection) -> Iterator[Finding]:
    """What stands in the schema but should not, and what should but does not. Guard rails are judged apart."""
    expected, found = (
        (_made(), _found(connection)) if isinstance(connection, PlainConnection) else _inspected(connection)
    )
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield Finding("schema", "store.schema-differs", {"name": name})


def _found(connection: Connection) -> dict[str, str]:
    rows = connection.rows("SELECT name, type, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'")
    (version,) = connection.row("PRAGMA user_version") or (None,)
    made = {str(name): f"{kind} {table} {text}" for name, kind, table, text in rows if name not in guards.RAILS.sqlite}
    return {**made, "user_version": str(version)}


@cache
def _made() -> dict[str, str]:
    """The schema as it is when it is made now; the same for as long as the program runs."""
    from sqlalchemy import create_engine

    from store.sql import SQLITE

    engine = create_engine("sqlite://")
    try:
        with engine.begin() as alchemy:
            mark(alchemy)
            upgrade(alchemy, 0)
            return _found(EngineConnection(alchemy, SQLITE))
    finally:
        engine.dispose()


def _inspected(connection: Connection) -> tuple[dict[str, str], dict[str, str]]:
    from store import catalog

    assert isinstance(connection, EngineConnection)
    there = catalog.found(connection)
    return catalog.expected(connection, there), there


def _strangers(connection: Connection) -> Iterator[Finding]:
    """Derived rows of a programme that has no entries."""
    for table, programme in leftovers(connection):
        yield Finding("derived", "store.left-over", {"table": table, "programme": programme})


def leftovers(connection: Connection) -> Iterator[tuple[str, str]]:
    """Each derived table with a programme that has rows in it and no entry in the journal."""
    for table in DERIVED:
        for (programme,) in connection.rows(
            f"SELECT DISTINCT programme FROM {table} WHERE programme NOT IN (SELECT programme FROM journal)"
        ):
            yield table, str(programme)


def backup(connection: PlainConnection, path: Path) -> dict[str, Plain]:
    """Copy an SQLite database to a new file, and read the copy to see that it holds the same.

    Raises BadFile where something is there already, or no folder is.
    """
    try:
        path.open("xb").close()
    except FileExistsError as error:
        raise BadFile("file.there-already", file=str(path)) from error
    except FileNotFoundError as error:
        raise BadFile("file.no-folder", file=str(path), folder=str(path.parent)) from error
    except OSError as error:
        raise StoreTrouble("store.no-access", store=str(path), detail=str(error.strerror)) from error
    try:
        with faults.translated(Address(str(path))), closing(sqlite3.connect(path, isolation_level=None)) as copy:
            connection.raw.backup(copy)
            copy.execute("PRAGMA query_only = ON")
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            digest = _digest(copy)
        if not sound or digest != _digest(connection.raw):
            raise StoreTrouble("store.copy-is-not-whole", store=str(path))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return {"file": str(path), "bytes": path.stat().st_size, "sha256_of_journal": digest}


def _digest(raw: sqlite3.Connection) -> str:
    """One hash over every entry and everything on the shelf."""
    total = hashlib.sha256()
    for row in raw.execute("SELECT programme, seq, CAST(entry AS BLOB), leaf FROM journal ORDER BY programme, seq"):
        total.update(repr(row).encode())
    for address, data in raw.execute("SELECT address, CAST(data AS BLOB) FROM shelf ORDER BY address"):
        total.update(f"{address} {len(data)} ".encode())
        total.update(data)
    return total.hexdigest()
