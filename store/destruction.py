"""Lawful destruction in the tables: the text goes, the leaf stays, and so goes whatever was made from the text.

It is done by the append of the entry that names what it destroys, in its transaction; the
guard rails let nothing else through. What other copies hold, backups and bundles, is beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable

from store.connection import Connection
from store.derived import forget
from store.sql import SQLITE
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import named


def blank(connection: Connection, programme: str, destruction: Entry) -> None:
    """Take away the text of every entry that this one names, the rows made from it, and documents named no more."""
    sql, numbers = connection.sql, named(destruction)
    if sql is SQLITE:
        # What is let go of is overwritten in the file, also where this SQLite was made without that habit.
        connection.run("PRAGMA secure_delete = ON")
    documents = dict.fromkeys(_documents(connection, programme, numbers))
    connection.each(sql.blank, [(programme, seq) for seq in numbers])
    forget(connection, programme, str(destruction.assignment), numbers)
    for address in sorted(documents):
        connection.row(sql.await_document, (address,))
        connection.run(sql.let_go, (address,))


def _documents(connection: Connection, programme: str, numbers: Iterable[int]) -> Iterable[str]:
    for seq in numbers:
        row = connection.row(connection.sql.line, (programme, seq))
        try:
            yield from read_entry(row[1] if row is not None and row[1] is not None else b"").documents
        except NotCanonical:
            continue
