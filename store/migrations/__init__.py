"""How a database of an older version becomes one of the next: one file per version, run in order.

Each runs inside the transaction that also writes the new version, so that a database is
always wholly of one version. Triggers are not made by the tables' declarations: a
migration that makes a table anew puts its guard rails up again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from store.migrations import m0001_journal, m0002_watch, m0003_destruction

if TYPE_CHECKING:
    from sqlalchemy import Connection

Migration = Callable[["Connection"], None]

MIGRATIONS: tuple[Migration, ...] = (m0001_journal.upgrade, m0002_watch.upgrade, m0003_destruction.upgrade)
"""The migration at index n makes version n + 1 out of version n."""

_MADE = (m0001_journal.MADE, m0002_watch.MADE)
"""What made the tables of each version; later ones made none."""


def not_yet(version: int) -> frozenset[str]:
    """The tables that a database of this version cannot have, for a later migration is the first to make them."""
    made = [frozenset(re.findall(r"CREATE TABLE (\w+) \(", statements)) for statements in _MADE]
    return frozenset().union(*made[version:]).difference(*made[:version])


def making(table: str) -> str:
    """What the last migration that made this table made it and its indexes with."""
    for statements in reversed(_MADE):
        parts = [one.strip() for one in statements.split(";")]
        found = [one for one in parts if one.startswith(f"CREATE TABLE {table} (") or f" ON {table} (" in one]
        if found:
            return ";".join(found)
    raise KeyError(table)
