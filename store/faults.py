"""What a driver complains of, as trouble of ours: which rule, and whether something was recorded.

The drivers' own words go along as a fact (`detail`), without passwords. Knows no caller.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from store.address import Address
from store.connection import Row
from vs_workflow.reasons import StoreTrouble

Made = TypeVar("Made")
# The primary result code is in the lowest byte; these extended ones mean something else than their primary.
_NEEDS_RECOVERY = {
    getattr(sqlite3, name, -1)
    for name in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY", "SQLITE_READONLY_CANTINIT")
}
_SQLITE_RULES = {
    sqlite3.SQLITE_BUSY: "store.locked",
    sqlite3.SQLITE_LOCKED: "store.locked",
    sqlite3.SQLITE_READONLY: "store.read-only",
    sqlite3.SQLITE_FULL: "store.full",
    sqlite3.SQLITE_IOERR: "store.disk",
    sqlite3.SQLITE_CORRUPT: "store.corrupt",
    sqlite3.SQLITE_NOTADB: "store.corrupt",
    sqlite3.SQLITE_CANTOPEN: "store.no-access",
    sqlite3.SQLITE_PERM: "store.no-access",
    sqlite3.SQLITE_AUTH: "store.no-access",
    sqlite3.SQLITE_CONSTRAINT: "store.guard",
}
_POSTGRES_RULES = {
    "55P03": "store.locked",
    "40P01": "store.locked",
    "57014": "store.locked",
    "25006": "store.read-only",
    "53100": "store.full",
    "3D000": "store.missing",
    "3F000": "store.missing",
    "42501": "store.no-access",
    "23505": "store.guard",
    "P0001": "store.guard",
    "42P01": "store.table-missing",
}
_POSTGRES_CLASSES = {
    "08": "store.unreachable",
    "57": "store.unreachable",
    "53": "store.unreachable",
    "28": "store.no-access",
    "58": "store.disk",
    "XX": "store.corrupt",
    "23": "store.guard",
}


class Unreadable(Exception):
    """A row holds what nobody of ours put there."""


def read_row(table: str, made: Callable[[Row], Made], row: Row) -> Made:
    """What the row holds; raises Unreadable."""
    try:
        return made(row)
    except (TypeError, ValueError) as error:
        raise Unreadable(f"{table}: {error}") from error


def is_of_driver(error: BaseException) -> bool:
    """Whether the error comes from the database: a driver's, SQLAlchemy's, or a row that cannot be."""
    if isinstance(error, sqlite3.Error | Unreadable):
        return True
    # Whoever has not loaded SQLAlchemy cannot have been given one of its errors.
    alchemy, psycopg = sys.modules.get("sqlalchemy.exc"), sys.modules.get("psycopg")
    return (alchemy is not None and isinstance(error, alchemy.SQLAlchemyError)) or (
        psycopg is not None and isinstance(error, psycopg.Error)
    )


def is_taken(error: BaseException) -> bool:
    """Whether a row with this primary key was there already."""
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlstate", None) == "23505" or getattr(cause, "sqlite_errorcode", 0) in (
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    )


def is_lost_connection(error: BaseException) -> bool:
    """Whether it was the way to a server that broke, so that nobody knows what it still did."""
    return _rule(getattr(error, "orig", None) or error) == "store.unreachable"


def trouble(error: BaseException, address: Address, *, recorded: bool | None = False) -> StoreTrouble:
    """The trouble that this driver's error means."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    detail = address.scrubbed(lines[0]) if lines else type(cause).__name__
    return StoreTrouble(_rule(cause), recorded=recorded, store=address.shown, detail=detail)


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Within the block an error of a driver becomes a StoreTrouble that says nothing was recorded."""
    try:
        yield
    except Exception as error:
        if is_of_driver(error):
            raise trouble(error, address) from error
        raise


def _rule(cause: BaseException) -> str:
    if isinstance(cause, Unreadable):
        return "store.corrupt"
    if isinstance(cause, sqlite3.Error):
        return _sqlite_rule(cause)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # psycopg gives no state where it reached nobody, or where the answer never came.
        return _rule_of_silence(cause)
    return _POSTGRES_RULES.get(state) or _POSTGRES_CLASSES.get(state[:2], "store.failed")


def _rule_of_silence(cause: BaseException) -> str:
    """Why no connection came about; only the server's words tell, where they are in English."""
    if type(cause).__name__ not in ("OperationalError", "ConnectionTimeout"):
        return "store.failed"
    said = str(cause)
    if "FATAL:" in said and "database" in said and "does not exist" in said:
        return "store.missing"
    if "authentication failed" in said or "no password supplied" in said or "pg_hba.conf" in said:
        return "store.no-access"
    return "store.unreachable"


def _sqlite_rule(cause: sqlite3.Error) -> str:
    code = getattr(cause, "sqlite_errorcode", None)
    if code is None:
        return "store.disk" if isinstance(cause, sqlite3.OperationalError) else "store.corrupt"
    if code in _NEEDS_RECOVERY:
        return "store.needs-recovery"
    if code == sqlite3.SQLITE_ERROR and str(cause).startswith("no such table: "):
        return "store.table-missing"
    return _SQLITE_RULES.get(code & 0xFF, "store.failed")
