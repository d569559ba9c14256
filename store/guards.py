"""Guard rails in the database: the journal only grows, in order, and the shelf never changes.

They stop accidents and other programs; whoever owns the database can take them away, which
the check below says. The evidence is in the hashes, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from store.connection import Connection
from store.migrations import m0003_destruction
from vs_workflow.reasons import Finding

RAILS = m0003_destruction.RAILS
"""Those that a database of the present version has: of the last migration that put any up."""

PLACES = tuple(f"{rail.partition(' ON ')[2].partition(' ')[0]} TRIGGER {name}" for name, rail in RAILS.triggers.items())
"""Which trigger stands on which table, in the words of the catalogue."""

State = Literal["as-made", "changed", "disabled", "missing"]


def missing(connection: Connection, dialect: str) -> Iterator[Finding]:
    """A finding for each guard rail that is not there, is switched off, or was changed."""
    found = _in_sqlite(connection) if dialect == "sqlite" else _in_postgres(connection)
    wanted = RAILS.sqlite.keys() if dialect == "sqlite" else RAILS.functions.keys() | RAILS.triggers.keys()
    for name in sorted(wanted):
        match found.get(name, "missing"):
            case "missing":
                yield Finding("guard-rail", "store.guard-missing", {"name": name})
            case "disabled":
                yield Finding("guard-rail", "store.guard-disabled", {"name": name})
            case "changed":
                yield Finding("guard-rail", "store.guard-changed", {"name": name})


def _in_sqlite(connection: Connection) -> dict[str, State]:
    rows = connection.rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {str(name): _judged(text == RAILS.sqlite.get(name)) for name, text in rows}


def _in_postgres(connection: Connection) -> dict[str, State]:
    names = ", ".join(f"'{name}'" for name in RAILS.functions)
    functions = connection.rows(
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
        f" AND proname IN ({names})"
    )
    triggers = connection.rows(
        "SELECT t.tgname, t.tgenabled::text, pg_get_triggerdef(t.oid, true) FROM pg_trigger t"
        " WHERE t.tgrelid IN (to_regclass('journal'), to_regclass('shelf')) AND NOT t.tgisinternal"
    )
    found = {name: _judged(body == RAILS.functions.get(name)) for name, body in functions}
    for name, enabled, text in triggers:
        # Names of our own schema stand bare in it: a function of that name elsewhere does not.
        if text == f"CREATE TRIGGER {name} {RAILS.triggers.get(name)}":
            found[name] = "disabled" if enabled == "D" else _judged(enabled == "A")
        else:
            found.setdefault(name, "changed")
    return found


def _judged(as_made: bool) -> State:
    return "as-made" if as_made else "changed"
