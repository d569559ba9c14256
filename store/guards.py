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
_FUNCTIONS: Final[dict[str, str]] = {
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
_TRIGGERS: Final[dict[str, str]] = {
    "vs_journal_next": "BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION vs_next()",
    "vs_journal_stays": "BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_journal_no_truncate": "BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_update": "BEFORE UPDATE ON shelf FOR EACH ROW EXECUTE FUNCTION vs_refuse()",
    "vs_shelf_no_delete": "BEFORE DELETE ON shelf FOR EACH ROW WHEN (old.kind <> 'register')"
    " EXECUTE FUNCTION vs_refuse()",
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
        table = text.partition(" ON ")[2].partition(" ")[0]
        yield f"CREATE TRIGGER {name} {text}"
        # Also where a session says that it replays what a replica sent.
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


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
    functions = connection.rows(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        " AND proname IN ('vs_refuse', 'vs_next')"
    )
    triggers = connection.rows(
        "SELECT t.tgname, t.tgenabled = 'A', lower(pg_get_triggerdef(t.oid)) FROM pg_trigger t"
        " WHERE t.tgrelid IN (to_regclass('journal'), to_regclass('shelf')) AND NOT t.tgisinternal"
    )
    found = {name: body == _FUNCTIONS.get(name) for name, body in functions}
    for name, always, text in triggers:
        events = _TRIGGERS.get(name, "").partition(" ON ")[0].lower().removeprefix("before ").split(" or ")
        fires = text.partition(" before ")[2].partition(" on ")[0].split(" or ")
        found[name] = bool(always) and sorted(events) == sorted(fires)
    return found
