"""The journal of a database of either kind, read and overwritten behind the product's back by who owns the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa

import store
from store.comparison import COPIES
from store.derived import copies
from tests.reliability import acts
from tests.reliability.forgery import past_the_guards
from vs_workflow.journal.canon import NotCanonical, leaf_hash
from vs_workflow.journal.chain import NO_LEAF
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import Trouble

Row = Mapping[str, Any]
Object = dict[str, Any]


class RawJournal:
    """`rows` and `lines` are those of the beginning, whatever is written afterwards."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = sa.create_engine(url)
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT * FROM journal ORDER BY seq").mappings().all()
        self.rows: tuple[Row, ...] = tuple({**row, "entry": row["entry"].encode()} for row in found)
        self.lines: tuple[bytes, ...] = tuple(row["entry"] for row in self.rows)

    @property
    def entries(self) -> list[Object]:
        return [json.loads(line) for line in self.lines]

    def written(self, rows: Sequence[Row]) -> None:
        """Exactly these rows and no other; the guard rails stand again afterwards."""
        names = list(self.rows[0])
        if self._engine.dialect.name == "postgresql":
            marks = ", ".join(["%s"] * len(names))
            values = [tuple({**row, "entry": row["entry"].decode()}.values()) for row in rows]
        else:
            # So it keeps bytes that are no text where a text belongs.
            marks = ", ".join("CAST(? AS TEXT)" if name == "entry" else "?" for name in names)
            values = [tuple(row.values()) for row in rows]
        with past_the_guards(self._engine) as connection:
            connection.exec_driver_sql("DELETE FROM journal")
            if values:
                connection.exec_driver_sql(f"INSERT INTO journal ({', '.join(names)}) VALUES ({marks})", values)

    def rehashed(self, entries: Sequence[Object]) -> list[Row]:
        """Rows of these entries, numbered and linked anew, with the columns beside them mended too."""
        leaf, rows = str(NO_LEAF), list[Row]()
        for seq, entry in enumerate(entries, 1):
            line = spelled({**entry, "seq": seq, "prev": leaf})
            leaf = leaf_hash(line)
            row = {**self.rows[min(seq, len(self.rows)) - 1], "seq": seq, "entry": line, "leaf": leaf}
            with suppress(NotCanonical):
                row |= dict(zip(COPIES, copies(read_entry(line)), strict=True))
            rows.append(row)
        return rows

    def rewritten(self, entries: Sequence[Object]) -> None:
        """The whole journal from these entries, and everything derived from it."""
        self.written(self.rehashed(entries))
        with store.open(self._url) as database, suppress(Trouble, KeyError, ValueError, TypeError, AssertionError):
            database.rebuild(acts.KEY)

    def execute(self, statement: str, values: tuple[object, ...] = ()) -> None:
        """One statement past the guard rails; its marks are question marks."""
        if self._engine.dialect.name == "postgresql":
            statement = statement.replace("?", "%s")
        with past_the_guards(self._engine) as connection:
            connection.exec_driver_sql(statement, values)

    def close(self) -> None:
        self._engine.dispose()


def spelled(entry: Object) -> bytes:
    """The one way to write it."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
