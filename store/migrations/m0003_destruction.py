"""Version 3: guard rails that let the content of a destroyed assignment go, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.migrations.written_out import Rails, put_up, take_down

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ZEROS = "0" * 64

_SQLITE = {
    # An INSERT OR REPLACE walks past the other triggers, and an upsert past none; both end here.
    "vs_journal_next": f"""CREATE TRIGGER vs_journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE programme = NEW.programme)
  OR NEW.entry IS NOT NULL AND json_extract(NEW.entry, '$.prev') IS NOT coalesce(
    (SELECT leaf FROM journal WHERE programme = NEW.programme AND seq = NEW.seq - 1), '{_ZEROS}')
BEGIN SELECT RAISE(ABORT, 'journal: not the next entry'); END""",
    # The one change there is: a text, and all that was copied from it, goes where the last entry is the destruction
    # that names it; and with it, below, a document that no entry names any more. The shelf is that of all programmes,
    # and a document does not say whose it was: so it may go for as long as any programme ends with a destruction.
    "vs_journal_no_update": """CREATE TRIGGER vs_journal_no_update BEFORE UPDATE ON journal
WHEN (NEW.programme, NEW.seq, NEW.leaf) IS NOT (OLD.programme, OLD.seq, OLD.leaf)
  OR (NEW.kind, NEW.what, NEW.happened_on, NEW.recorded_at) IS NOT ('', '', '', '')
  OR (NEW.entry, NEW.assignment, NEW.actor, NEW.corrects) IS NOT (NULL, NULL, NULL, NULL)
  OR NOT EXISTS (SELECT 1 FROM journal AS last, json_each(last.entry, '$.facts.entries') AS named
    WHERE last.programme = OLD.programme AND last.kind = 'destruction' AND last.assignment = OLD.assignment
      AND last.seq = (SELECT max(seq) FROM journal WHERE programme = OLD.programme) AND named.value = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'journal: what was written stays'); END""",
    "vs_journal_no_delete": """CREATE TRIGGER vs_journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal: what was written stays'); END""",
    "vs_shelf_new": """CREATE TRIGGER vs_shelf_new BEFORE INSERT ON shelf
WHEN EXISTS (SELECT 1 FROM shelf WHERE address = NEW.address)
BEGIN SELECT RAISE(ABORT, 'shelf: what was kept stays'); END""",
    "vs_shelf_no_update": """CREATE TRIGGER vs_shelf_no_update BEFORE UPDATE ON shelf
BEGIN SELECT RAISE(ABORT, 'shelf: what was kept stays'); END""",
    "vs_shelf_no_delete": """CREATE TRIGGER vs_shelf_no_delete BEFORE DELETE ON shelf
WHEN OLD.kind IS 'rules' OR OLD.kind IS 'document' AND (
  NOT EXISTS (SELECT 1 FROM journal AS last WHERE last.kind = 'destruction'
    AND last.seq = (SELECT max(seq) FROM journal WHERE programme = last.programme))
  OR EXISTS (SELECT 1 FROM journal WHERE instr(entry, OLD.address)))
BEGIN SELECT RAISE(ABORT, 'shelf: what was kept stays'); END""",
}
# PostgreSQL's own JSON does not read a text with a NUL in it, so the link is looked for in the text.
_FUNCTIONS = {
    "vs_refuse": """
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': what was written stays';
END
""",
    "vs_destroy": """
BEGIN
  IF (NEW.programme, NEW.seq, NEW.leaf) IS DISTINCT FROM (OLD.programme, OLD.seq, OLD.leaf)
    OR (NEW.kind, NEW.what, NEW.happened_on, NEW.recorded_at) IS DISTINCT FROM ('', '', '', '')
    OR num_nonnulls(NEW.entry, NEW.assignment, NEW.actor, NEW.corrects) > 0
    OR NOT EXISTS (SELECT 1 FROM journal AS last,
        json_array_elements_text(last.entry::json #> '{facts,entries}') AS named(seq)
      WHERE last.programme = OLD.programme AND last.kind = 'destruction' AND last.assignment = OLD.assignment
        AND last.seq = (SELECT max(j.seq) FROM journal j WHERE j.programme = OLD.programme)
        AND named.seq = OLD.seq::text) THEN
    RAISE EXCEPTION USING MESSAGE = 'journal: what was written stays';
  END IF;
  RETURN NEW;
END
""",
    "vs_let_go": """
BEGIN
  IF OLD.kind = 'rules' OR OLD.kind = 'document' AND (
      NOT EXISTS (SELECT 1 FROM journal AS last WHERE last.kind = 'destruction'
        AND last.seq = (SELECT max(j.seq) FROM journal j WHERE j.programme = last.programme))
      OR EXISTS (SELECT 1 FROM journal WHERE strpos(entry, OLD.address) > 0)) THEN
    RAISE EXCEPTION USING MESSAGE = 'shelf: what was kept stays';
  END IF;
  RETURN OLD;
END
""",
    "vs_next": f"""
DECLARE last record;
BEGIN
  SELECT seq, leaf INTO last FROM journal WHERE programme = NEW.programme ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1
    OR strpos(NEW.entry, '"prev":"' || coalesce(last.leaf, '{_ZEROS}') || '"') = 0 THEN
    RAISE EXCEPTION USING MESSAGE = 'journal: not the next entry';
  END IF;
  RETURN NEW;
END
""",
}
_TRIGGERS = {
    "vs_journal_next": "BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION vs_next()",
    "vs_journal_no_update": "BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION vs_destroy()",
    "vs_journal_no_delete": "BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_journal_no_truncate": "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_update": "BEFORE UPDATE ON shelf FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_delete": "BEFORE DELETE ON shelf FOR EACH ROW EXECUTE FUNCTION vs_let_go()",
    "vs_shelf_no_truncate": "BEFORE TRUNCATE ON shelf FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
}
RAILS = Rails(_SQLITE, _FUNCTIONS, _TRIGGERS)


def upgrade(connection: Connection) -> None:
    """Take down the guard rails that there are, and put up these."""
    take_down(connection)
    put_up(connection, RAILS)
