"""Version 2: flags, coverage, which rules a case runs under; and the two operational tables.

The derived tables are thrown away and made again from the journal. A journal that no fold
can take leaves them empty: the database opens, and `vs verify` says what is wrong with it.
A later migration that changes a table's declaration copies the shape of version 2 to here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.reasons import StoreTrouble

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NEW = ("case_now", "milestone_now", "flag_now", "coverage_now", "deliveries", "lease")


def upgrade(connection: Connection) -> None:
    """Make the tables anew, and fill the derived ones for every programme that is there."""
    from store.connection import EngineConnection
    from store.derived import remake, rows_of_milestones
    from store.sql import POSTGRES, SQLITE
    from store.tables import METADATA
    from store.work import UNKNOWN, SqlJournal, SqlShelf, entries_of, folded

    connection.exec_driver_sql("DROP TABLE case_now")
    connection.exec_driver_sql("DROP TABLE milestone_now")
    METADATA.create_all(connection, tables=[METADATA.tables[name] for name in _NEW], checkfirst=False)
    ours = EngineConnection(connection, SQLITE if connection.dialect.name == "sqlite" else POSTGRES)
    read = SqlShelf(ours).get
    try:
        for programme, _ in ours.rows(ours.sql.programmes):
            journal = SqlJournal(ours, str(programme), UNKNOWN)
            try:
                rows_of_milestones(folded(journal.lines()), None, read)
            except StoreTrouble:
                continue
            remake(ours, str(programme), entries_of(journal.lines()), read)
    finally:
        # One that was broken off would hold its lock longer than the transaction lasts.
        ours.end_streams()
