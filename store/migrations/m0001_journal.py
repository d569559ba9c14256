"""Version 1: the journal, the shelf, the derived tables and the guard rails.

A later migration that changes a table's declaration copies the shape of version 1 to here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import guards

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Make everything beside the mark, which is there."""
    from store.tables import METADATA

    wanted = [table for table in METADATA.sorted_tables if table.name != "vs_schema"]
    METADATA.create_all(connection, tables=wanted, checkfirst=False)
    for statement in guards.statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
