"""Changes a journal as somebody would who owns the file and knows the format: every hash, number, copy and derived
table that hangs on a changed text is mended too.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

import store
from store.comparison import COPIES
from store.derived import copies
from tests.reliability import acts
from tests.tools.bytes import unguarded
from vs_workflow.journal.canon import NotCanonical, leaf_hash
from vs_workflow.journal.chain import NO_LEAF
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import Trouble

_COLUMNS = ("programme", "seq", "entry", "leaf", *COPIES)
_INSERT = f"INSERT INTO journal ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def engine_of(path: Path) -> sa.Engine:
    return sa.create_engine(f"sqlite:///{path}")


@contextmanager
def past_the_guards(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction in which nothing is refused; afterwards the guard rails stand as they did."""
    if engine.dialect.name == "sqlite":
        with unguarded(engine) as connection:
            yield connection
        return
    with engine.begin() as connection:
        guards = connection.exec_driver_sql(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgenabled = 'A'"
        ).all()
        for table, name in guards:
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        yield connection
        for table, name in guards:
            connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def texts_of(path: Path) -> list[str]:
    """The text of each entry, in their order."""
    engine = engine_of(path)
    with engine.connect() as connection:
        found = [text for (text,) in connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq")]
    engine.dispose()
    return found


def replaced(path: Path, seq: int, text: str) -> None:
    """The text of one entry, and nothing that hangs on it."""
    engine = engine_of(path)
    with past_the_guards(engine) as connection:
        connection.exec_driver_sql("UPDATE journal SET entry = ? WHERE seq = ?", (text, seq))
    engine.dispose()


def rewritten(path: Path, texts: Sequence[str]) -> None:
    """The whole journal from these texts, numbered and linked anew, and everything derived from it."""
    engine = engine_of(path)
    with past_the_guards(engine) as connection:
        before = [
            tuple(row) for row in connection.exec_driver_sql(f"SELECT {', '.join(COPIES)} FROM journal ORDER BY seq")
        ]
        connection.exec_driver_sql("DELETE FROM journal")
        leaf = str(NO_LEAF)
        for seq, text in enumerate(texts, 1):
            entry = json.dumps(
                {**json.loads(text), "seq": seq, "prev": leaf},
                sort_keys=True,
                separators=(",", ":"),
                ensure_ascii=False,
            )
            leaf = leaf_hash(entry.encode())
            try:
                beside = copies(read_entry(entry.encode()))
            except NotCanonical:
                beside = before[seq - 1]
            connection.exec_driver_sql(_INSERT, (acts.KEY, seq, entry, leaf, *beside))
    engine.dispose()
    try:
        with store.open(path) as database:
            database.rebuild(acts.KEY)
    except (Trouble, KeyError, ValueError, TypeError, AssertionError):
        pass  # what cannot even be replayed is left to verification
