"""Lawful destruction in the tables: the text goes, the leaf stays, and so goes whatever was made from the text.

It is done by the append of the entry that names what it destroys, in its transaction; the
guard rails let nothing else through. What other copies hold, backups and bundles, is beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store.connection import Connection
from store.derived import forget
from store.sql import SQLITE
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import named


def blank(connection: Connection, programme: str, destruction: Entry) -> bool:
    """Take away the text of every entry that this one names, the rows made from it, and documents named no more.

    Whether there was any: entries of a bundle come in as they left, without a text.
    """
    sql, numbers = connection.sql, named(destruction)
    if sql is SQLITE:
        # What is let go of is overwritten in the file, also where this SQLite was made without that habit.
        connection.run("PRAGMA secure_delete = ON")
    texts = list(_texts(connection, programme, numbers))
    documents = {one for text in texts for one in _documents(text)}
    connection.each(sql.blank, [(programme, seq) for seq in numbers])
    forget(connection, programme, str(destruction.assignment), numbers)
    for address in sorted(documents):
        connection.row(sql.await_document, (address,))
        connection.run(sql.let_go, (address,))
    return bool(texts)


def _texts(connection: Connection, programme: str, numbers: Iterable[int]) -> Iterator[bytes]:
    for seq in numbers:
        row = connection.row(connection.sql.line, (programme, seq))
        if row is not None and row[1] is not None:
            yield row[1]


def _documents(text: bytes) -> tuple[str, ...]:
    try:
        return read_entry(text).documents
    except NotCanonical:
        return ()
