"""Lawful destruction in the tables: the text goes, the leaf stays, and so goes whatever was made from the text.

It is done by the append of the entry that names what it destroys, in its transaction; the
guard rails let nothing else through. What other copies hold, backups and bundles, is beyond it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from store.connection import Connection, Row
from store.derived import forget
from store.sql import SQLITE
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import named
from vs_workflow.ports import ShelfKind


def blank(connection: Connection, programme: str, destruction: Entry) -> bool:
    """Take away the text of every entry that this one names, the rows made from it, and documents named no more.

    Whether there was any: entries of a bundle come in as they left, without a text.
    """
    sql, numbers = connection.sql, named(destruction)
    if sql is SQLITE:
        # What is let go of is overwritten in the file, also where this SQLite was made without that habit.
        connection.run("PRAGMA secure_delete = ON")
    texts = list(_texts(connection, programme, numbers))
    for address in sorted(_documents(texts)):
        connection.row(sql.await_document, (address,))
    going = _freed(connection, programme, destruction, texts)
    connection.each(sql.blank, [(programme, seq) for seq in numbers])
    forget(connection, programme, str(destruction.assignment), numbers)
    connection.each(sql.let_go, [(address,) for address in going])
    return bool(texts)


def freed(connection: Connection, programme: str, destruction: Entry) -> list[str]:
    """The documents that go with what this entry destroys, whether it was taken up in the journal already or not."""
    return _freed(connection, programme, destruction, _texts(connection, programme, named(destruction)))


def _freed(connection: Connection, programme: str, destruction: Entry, texts: Iterable[bytes]) -> list[str]:
    sql = connection.sql
    gone = {(programme, seq) for seq in named(destruction)}

    def elsewhere(words: str) -> bool:
        return any((key, seq) not in gone for key, seq in connection.stream(sql.naming, (words,)))

    def manifests(address: str) -> Iterable[Row]:
        return connection.rows(sql.manifests, (address,))

    return named_no_more(texts, destruction, elsewhere, manifests)


def named_no_more(
    texts: Iterable[bytes],
    destruction: Entry,
    elsewhere: Callable[[str], bool],
    manifests: Callable[[str], Iterable[Row]],
) -> list[str]:
    """The documents of the `texts` that are destroyed, but for those that are named in what stays.

    `elsewhere` says whether words stand in an entry that stays, of whatever programme;
    `manifests` gives address and kind of each manifest that names a file. Of what was adopted
    as rules no entry names the files: their manifest does.
    """

    def is_gone_by(address: str, kind: str) -> bool:
        return kind == ShelfKind.RULES or elsewhere(f'"rules":"{address}"')

    held = _documents(texts) - {*destruction.documents}
    return [
        one
        for one in sorted(held)
        if not elsewhere(one) and not any(is_gone_by(address, kind) for address, kind in manifests(one))
    ]


def _texts(connection: Connection, programme: str, numbers: Iterable[int]) -> Iterator[bytes]:
    for seq in numbers:
        row = connection.row(connection.sql.line, (programme, seq))
        if row is not None and row[1] is not None:
            yield row[1]


def _documents(texts: Iterable[bytes]) -> set[str]:
    found = set[str]()
    for text in texts:
        with suppress(NotCanonical):
            found.update(read_entry(text).documents)
    return found
