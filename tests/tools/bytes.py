"""Damages bytes, JSON texts and rows of a database, one named damage at a time.

Each generator yields what was done in words together with the result, so that a check that misses one can name it.
"""

import datetime
import itertools
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

Place = tuple[str | int, ...]


def flips(data: bytes, rng: random.Random, number: int) -> Iterator[tuple[str, bytes]]:
    """`number` copies with one bit flipped each, at places drawn anew."""
    for _ in range(number):
        at, bit = rng.randrange(len(data)), rng.randrange(8)
        changed = bytearray(data)
        changed[at] ^= 1 << bit
        yield f"bit {bit} of byte {at} flipped", bytes(changed)


def damages(data: bytes, rng: random.Random, *, block: int = 4096) -> Iterator[tuple[str, bytes]]:
    """One of each: cut, byte dropped, byte inserted, zeroed, swapped, repeated, grown, emptied."""
    at = rng.randrange(1, len(data))
    yield f"cut at {at}", data[:at]
    yield f"byte {at} dropped", data[:at] + data[at + 1 :]
    yield f"byte inserted at {at}", data[:at] + b"\x55" + data[at:]
    yield "grown by zeros", data + bytes(block)
    yield "emptied", b""
    blocks = [data[start : start + block] for start in range(0, len(data), block)]
    for name, change in (("zeroed", _zeroed), ("swapped", _swapped), ("repeated", _repeated), ("dropped", _dropped)):
        changed = b"".join(change(blocks, rng))
        if changed != data:
            yield f"block {name}", changed


def _zeroed(blocks: list[bytes], rng: random.Random) -> list[bytes]:
    at = rng.randrange(len(blocks))
    return [*blocks[:at], bytes(len(blocks[at])), *blocks[at + 1 :]]


def _swapped(blocks: list[bytes], rng: random.Random) -> list[bytes]:
    one, other = rng.randrange(len(blocks)), rng.randrange(len(blocks))
    changed = list(blocks)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def _repeated(blocks: list[bytes], rng: random.Random) -> list[bytes]:
    at = rng.randrange(len(blocks))
    return [*blocks[: at + 1], *blocks[at:]]


def _dropped(blocks: list[bytes], rng: random.Random) -> list[bytes]:
    at = rng.randrange(len(blocks))
    return [*blocks[:at], *blocks[at + 1 :]]


def json_damages(text: str) -> Iterator[tuple[str, str]]:
    """Every leaf changed and every key dropped or renamed, one at a time, written sorted and compact."""
    value = json.loads(text)
    for path in _paths(value):
        named = ".".join(map(str, path))
        *above, last = path
        for what, change in (("changed", _change), ("dropped", _drop), ("renamed", _rename)):
            fresh = json.loads(text)
            place = fresh
            for part in above:
                place = place[part]
            if change(place, last):
                yield f"{named} {what}", json.dumps(fresh, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _paths(value: Any, above: Place = ()) -> Iterator[Place]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*above, key)
        yield from _paths(part, (*above, key))


def _change(place: Any, key: str | int) -> bool:
    if isinstance(place[key], dict | list):
        return False
    place[key] = other(place[key])
    return True


def _drop(place: Any, key: str | int) -> bool:
    del place[key]
    return True


def _rename(place: Any, key: str | int) -> bool:
    if not isinstance(place, dict):
        return False
    place[f"{key}_"] = place.pop(key)
    return True


def other(value: Any) -> Any:
    """Another value of the same type; a text keeps its length and its alphabet where it can."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value + 1
    if isinstance(value, datetime.date):  # a datetime too
        return value + datetime.timedelta(days=1)
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1]) if value else b"\x00"
    if isinstance(value, str):
        return value[:-1] + ("1" if value[-1] != "1" else "2") if value else "x"
    return "x"


@dataclass(frozen=True, slots=True)
class RowDamage:
    """A change to one table; apply it on a connection in a transaction of the caller's."""

    what: str
    apply: Callable[[sa.Connection], None]

    def __str__(self) -> str:
        return self.what


def row_damages(engine: sa.Engine, table: str, *, rows: int | None = None) -> Iterator[RowDamage]:
    """Every column of every row changed; every row deleted, repeated and swapped with the next; all deleted.

    `rows` looks at the first so many only. Rows are told apart by the primary key.
    """
    reflected = sa.Table(table, sa.MetaData(), autoload_with=engine)
    key = list(reflected.primary_key.columns)
    with engine.connect() as connection:
        found = connection.execute(sa.select(reflected).order_by(*key).limit(rows)).mappings().all()
    for number, row in enumerate(found, 1):
        for column in reflected.columns:
            yield _column_damage(reflected, key, row, number, column, found)
        yield RowDamage(f"{table} row {number} deleted", _statement(reflected.delete().where(_is(key, row))))
        again = {**row, key[-1].name: _free(found, key[-1].name)}
        yield RowDamage(f"{table} row {number} repeated at the end", _statement(reflected.insert().values(**again)))
    for number, (row, following) in enumerate(itertools.pairwise(found), 1):
        yield _swap_damage(reflected, key, row, following, number)
    if found:
        yield RowDamage(f"{table} emptied", _statement(reflected.delete()))


def _column_damage(
    table: sa.Table, key: list[Any], row: Any, number: int, column: sa.Column[Any], rows: Any
) -> RowDamage:
    new = _free(rows, column.name) if column.primary_key else other(row[column.name])
    if row[column.name] is None and not isinstance(column.type, sa.String):
        new = 1
    return RowDamage(
        f"{table.name} row {number}: {column.name} changed",
        _statement(table.update().where(_is(key, row)).values({column.name: new})),
    )


def _swap_damage(table: sa.Table, key: list[Any], row: Any, following: Any, number: int) -> RowDamage:
    """The two rows change places; both are taken out first, for the sake of unique keys."""
    names = {column.name for column in key}
    first = {**following, **{name: row[name] for name in names}}
    second = {**row, **{name: following[name] for name in names}}

    def apply(connection: sa.Connection) -> None:
        connection.execute(table.delete().where(_is(key, row) | _is(key, following)))
        connection.execute(table.insert(), [first, second])

    return RowDamage(f"{table.name} rows {number} and {number + 1} swapped", apply)


def _statement(statement: sa.Executable) -> Callable[[sa.Connection], None]:
    def apply(connection: sa.Connection) -> None:
        connection.execute(statement)

    return apply


def _is(key: list[Any], row: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*[column == row[column.name] for column in key])


def _free(rows: Any, name: str) -> Any:
    """A key that no row has: the next number, or a longer text."""
    values = [row[name] for row in rows]
    return max(values) + 1 if isinstance(values[0], int) else f"{max(values)}x"


@contextmanager
def unguarded(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which no trigger or foreign key refuses; the guards stand again afterwards, as they were."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET session_replication_role = replica")
            yield connection
            connection.exec_driver_sql("SET session_replication_role = DEFAULT")
            connection.commit()
            return
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        found = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _ in found:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        yield connection
        for _, statement in found:
            connection.exec_driver_sql(statement)
        connection.commit()
