"""Version 1: the journal, the shelf, the derived tables and the guard rails, in the shape they had then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.migrations.written_out import Rails, put_up, run

if TYPE_CHECKING:
    from sqlalchemy import Connection

MADE = """
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
_ZEROS = "0" * 64

_SQLITE = {
    # An INSERT OR REPLACE walks past the other triggers, and an upsert past none; both end here.
    "vs_journal_next": f"""CREATE TRIGGER vs_journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE programme = NEW.programme)
  OR json_extract(NEW.entry, '$.prev') IS NOT coalesce(
    (SELECT leaf FROM journal WHERE programme = NEW.programme AND seq = NEW.seq - 1), '{_ZEROS}')
BEGIN SELECT RAISE(ABORT, 'journal: not the next entry'); END""",
    "vs_journal_no_update": """CREATE TRIGGER vs_journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: what was written stays'); END""",
    "vs_journal_no_delete": """CREATE TRIGGER vs_journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: what was written stays'); END""",
    "vs_shelf_new": """CREATE TRIGGER vs_shelf_new BEFORE INSERT ON shelf
WHEN EXISTS (SELECT 1 FROM shelf WHERE address = NEW.address)
BEGIN SELECT RAISE(ABORT, 'shelf: what was kept stays'); END""",
    "vs_shelf_no_update": """CREATE TRIGGER vs_shelf_no_update BEFORE UPDATE ON shelf
BEGIN SELECT RAISE(ABORT, 'shelf: what was kept stays'); END""",
    "vs_shelf_no_delete": """CREATE TRIGGER vs_shelf_no_delete BEFORE DELETE ON shelf WHEN OLD.kind IS NOT 'register'
BEGIN SELECT RAISE(ABORT, 'shelf: what was kept stays'); END""",
}
# PostgreSQL's own JSON does not read a text with a NUL in it, so the link is looked for in the text.
_FUNCTIONS = {
    "vs_refuse": """
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': what was written stays';
END
""",
    "vs_next": f"""
DECLARE last record;
BEGIN
  SELECT seq, leaf INTO last FROM journal WHERE programme = NEW.programme ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1
    OR strpos(coalesce(NEW.entry, ''), '"prev":"' || coalesce(last.leaf, '{_ZEROS}') || '"') = 0 THEN
    RAISE EXCEPTION USING MESSAGE = 'journal: not the next entry';
  END IF;
  RETURN NEW;
END
""",
}
_TRIGGERS = {
    "vs_journal_next": "BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION vs_next()",
    "vs_journal_stays": "BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_journal_no_truncate": "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_update": "BEFORE UPDATE ON shelf FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_delete": "BEFORE DELETE ON shelf FOR EACH ROW WHEN (old.kind <> 'register')"
    " EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_truncate": "BEFORE TRUNCATE ON shelf FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
}
_RAILS = Rails(_SQLITE, _FUNCTIONS, _TRIGGERS)


def upgrade(connection: Connection) -> None:
    """Make everything beside the mark, which is there."""
    run(connection, MADE)
    put_up(connection, _RAILS)
