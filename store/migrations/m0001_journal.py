"""Version 1: the journal, the shelf, the derived tables and the guard rails, in the shape they had then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import guards
from store.migrations.written_out import run

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MADE = """
CREATE TABLE journal (
  programme TEXT NOT NULL, seq INTEGER NOT NULL, entry TEXT, leaf TEXT NOT NULL, kind TEXT NOT NULL,
  what TEXT NOT NULL, assignment TEXT, happened_on TEXT NOT NULL, recorded_at TEXT NOT NULL, actor TEXT,
  corrects INTEGER, PRIMARY KEY (programme, seq));
CREATE INDEX journal_assignment ON journal (programme, assignment, seq);
CREATE TABLE shelf (
  address TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, size INTEGER NOT NULL, data <bytes> NOT NULL,
  CONSTRAINT shelf_kind CHECK (kind IN ('rules', 'register', 'document')));
CREATE TABLE concerns (
  programme TEXT NOT NULL, scope TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (programme, scope, seq))<rows>;
CREATE TABLE case_now (
  programme TEXT NOT NULL, assignment TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL,
  since TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (programme, assignment))<rows>;
CREATE TABLE milestone_now (
  programme TEXT NOT NULL, assignment TEXT NOT NULL, milestone TEXT NOT NULL, due TEXT, satisfied_on TEXT,
  recorded_at TEXT, lapsed_on TEXT, PRIMARY KEY (programme, assignment, milestone));
CREATE INDEX milestone_waiting ON milestone_now (programme, due) WHERE satisfied_on IS NULL AND lapsed_on IS NULL;
CREATE TABLE key_now (
  programme TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (programme, key))<rows>
"""


def upgrade(connection: Connection) -> None:
    """Make everything beside the mark, which is there."""
    run(connection, _MADE)
    for statement in guards.statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
