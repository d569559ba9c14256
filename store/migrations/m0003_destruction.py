"""Version 3: guard rails that let the content of a destroyed assignment go, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import guards

if TYPE_CHECKING:
    from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Take down the guard rails that there are, and put up those of today."""
    dialect = connection.dialect.name
    for statement in (*guards.taken_down(dialect), *guards.statements(dialect)):
        connection.exec_driver_sql(statement)
