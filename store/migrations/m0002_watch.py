"""Version 2: flags, coverage, which rules a case runs under; and the two operational tables.

The derived tables are thrown away and made again from the journal. A journal that no fold
can take leaves them empty: the database opens, and `vs verify` says what is wrong with it.
They are filled as they are filled today: a migration that changes one of them fills it itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.migrations.written_out import run
from vs_workflow.reasons import StoreTrouble

if TYPE_CHECKING:
    from sqlalchemy import Connection

MADE = """
DROP TABLE case_now;
DROP TABLE milestone_now;
CREATE TABLE case_now (
  programme TEXT NOT NULL, assignment TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL,
  since TEXT NOT NULL, seq INTEGER NOT NULL, rules TEXT NOT NULL, PRIMARY KEY (programme, assignment))<rows>;
CREATE TABLE milestone_now (
  programme TEXT NOT NULL, assignment TEXT NOT NULL, milestone TEXT NOT NULL, due TEXT, satisfied_on TEXT,
  recorded_at TEXT, lapsed_on TEXT, flag TEXT, flag_seq INTEGER, flag_due TEXT, ripe TEXT,
  PRIMARY KEY (programme, assignment, milestone))<rows>;
CREATE INDEX milestone_ripe ON milestone_now (programme, ripe) WHERE ripe IS NOT NULL;
CREATE TABLE flag_now (
  programme TEXT NOT NULL, assignment TEXT NOT NULL, milestone TEXT NOT NULL, flag TEXT NOT NULL,
  follows INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (programme, assignment, milestone, flag, follows))<rows>;
CREATE TABLE coverage_now (
  programme TEXT NOT NULL, seq INTEGER NOT NULL, day TEXT NOT NULL, ran_at TEXT NOT NULL, first_day TEXT,
  last_day TEXT NOT NULL, PRIMARY KEY (programme, seq))<rows>;
CREATE TABLE deliveries (
  programme TEXT NOT NULL, notice TEXT NOT NULL, channel TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL, next_at TEXT NOT NULL, first_at TEXT NOT NULL, sent_at TEXT, error TEXT NOT NULL,
  PRIMARY KEY (programme, notice, channel, person))<rows>;
CREATE TABLE lease (
  programme TEXT NOT NULL, holder TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, since TEXT NOT NULL,
  seen_at TEXT NOT NULL, next_check TEXT, PRIMARY KEY (programme))<rows>
"""


def upgrade(connection: Connection) -> None:
    """Make the tables anew, and fill the derived ones for every programme that is there."""
    from store.connection import EngineConnection
    from store.derived import remake, rows_of_milestones
    from store.shelf import SqlShelf
    from store.sql import POSTGRES, SQLITE
    from store.work import UNKNOWN, SqlJournal, entries_of, folded

    run(connection, MADE)
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
