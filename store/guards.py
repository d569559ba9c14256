"""Guard rails in the database: the journal only grows, in order, and the shelf never changes.

They stop accidents and other programs; whoever owns the database can take them away, which
the check below says. The evidence is in the hashes, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from store.connection import Connection
from vs_workflow.reasons import Finding

_ZEROS = "0" * 64

SQLITE: Final[dict[str, str]] = {
    # An INSERT OR REPLACE walks past the other triggers, and an upsert past none; both end here.
    "vs_journal_next": f"""CREATE TRIGGER vs_journal_next BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE programme = NEW.programme)
  OR NEW.entry IS NOT NULL AND json_extract(NEW.entry, '$.prev') IS NOT coalesce(
    (SELECT leaf FROM journal WHERE programme = NEW.programme AND seq = NEW.seq - 1), '{_ZEROS}')
BEGIN SELECT RAISE(ABORT, 'journal: not the next entry'); END""",
    # The one change there is: a text, and all that was copied from it, goes where the last entry is the destruction
    # that names it; and with it, below, a document that no entry names any more.
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
_FUNCTIONS: Final[dict[str, str]] = {
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
_TRIGGERS: Final[dict[str, str]] = {
    "vs_journal_next": "BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION vs_next()",
    "vs_journal_no_update": "BEFORE UPDATE ON journal FOR EACH ROW EXECUTE FUNCTION vs_destroy()",
    "vs_journal_no_delete": "BEFORE DELETE ON journal FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_journal_no_truncate": "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_update": "BEFORE UPDATE ON shelf FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_delete": "BEFORE DELETE ON shelf FOR EACH ROW EXECUTE FUNCTION vs_let_go()",
    "vs_shelf_no_truncate": "BEFORE TRUNCATE ON shelf FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
}


def statements(dialect: str) -> Iterator[str]:
    """What must be run once to put the guard rails up."""
    if dialect == "sqlite":
        yield from SQLITE.values()
        return
    for name, body in _FUNCTIONS.items():
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$"
    for name, text in _TRIGGERS.items():
        yield f"CREATE TRIGGER {name} {text}"
        # Also where a session says that it replays what a replica sent.
        yield f"ALTER TABLE {_table(text)} ENABLE ALWAYS TRIGGER {name}"


def taken_down(dialect: str) -> Iterator[str]:
    """What must be run once to take down the guard rails of any version, so that today's can be put up."""
    if dialect == "sqlite":
        yield from (f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE)
        return
    for name, text in {**_TRIGGERS, "vs_journal_stays": "BEFORE UPDATE OR DELETE ON journal"}.items():
        yield f"DROP TRIGGER IF EXISTS {name} ON {_table(text)}"
    yield from (f"DROP FUNCTION IF EXISTS {name}()" for name in _FUNCTIONS)


def _table(trigger: str) -> str:
    return trigger.partition(" ON ")[2].partition(" ")[0]


def missing(connection: Connection, dialect: str) -> Iterator[Finding]:
    """A finding for each guard rail that is not there, is switched off, or was changed."""
    found = _in_sqlite(connection) if dialect == "sqlite" else _in_postgres(connection)
    wanted = SQLITE.keys() if dialect == "sqlite" else _FUNCTIONS.keys() | _TRIGGERS.keys()
    for name in sorted(wanted | found.keys()):
        if name not in found:
            yield Finding("guard-rail", "store.guard-missing", {"name": name})
        elif not found[name]:
            yield Finding("guard-rail", "store.guard-changed", {"name": name})


def _in_sqlite(connection: Connection) -> dict[str, bool]:
    rows = connection.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {str(name): text == SQLITE.get(name) for name, text in rows}


def _in_postgres(connection: Connection) -> dict[str, bool]:
    names = ", ".join(f"'{name}'" for name in _FUNCTIONS)
    functions = connection.rows(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        f" AND proname IN ({names})"
    )
    triggers = connection.rows(
        "SELECT t.tgname, t.tgenabled = 'A', lower(pg_get_triggerdef(t.oid)) FROM pg_trigger t"
        " WHERE t.tgrelid IN (to_regclass('journal'), to_regclass('shelf')) AND NOT t.tgisinternal"
    )
    found = {name: body == _FUNCTIONS.get(name) for name, body in functions}
    for name, always, text in triggers:
        wanted = _TRIGGERS.get(name, "")
        events = wanted.partition(" ON ")[0].lower().removeprefix("before ").split(" or ")
        fires = text.partition(" before ")[2].partition(" on ")[0].split(" or ")
        calls = text.partition("execute function ")[2].rpartition(".")[2] == wanted.partition("EXECUTE FUNCTION ")[2]
        found[name] = bool(always) and sorted(events) == sorted(fires) and calls
    return found
