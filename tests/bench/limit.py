"""The least that a durable, chained journal costs: plain sqlite3, the bytes made already, one state beside them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from tests.bench.sqlite_files import connect
from vs_workflow.journal.chain import NO_LEAF, Line

Moved = tuple[Line, str, str]
"""A line with the assignment that it moves and the state that it moves it to."""


class Limit:
    """A journal without questions asked: nobody is judged, nothing is derived but the state."""

    def __init__(self, path: Path, assignments: Iterable[str], first: str) -> None:
        self.raw = connect(path)
        self.raw.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, entry TEXT NOT NULL, leaf TEXT NOT NULL)")
        self.raw.execute("CREATE TABLE state (assignment TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID")
        self.raw.executemany("INSERT INTO state VALUES (?, ?)", [(one, first) for one in assignments])

    def step(self, moved: Moved) -> None:
        line, assignment, state = moved
        run = self.raw.execute
        run("BEGIN IMMEDIATE")
        run("SELECT seq, leaf FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        run("SELECT state FROM state WHERE assignment = ?", (assignment,)).fetchone()
        run("INSERT INTO journal VALUES (?, ?, ?)", (line.seq, line.text.decode(), line.leaf))
        run("UPDATE state SET state = ? WHERE assignment = ?", (state, assignment))
        run("COMMIT")

    def bring_in(self, moved: Sequence[Moved]) -> None:
        run = self.raw.execute
        run("BEGIN IMMEDIATE")
        rows = [(line.seq, line.text.decode(), line.leaf) for line, _, _ in moved]
        self.raw.executemany("INSERT INTO journal VALUES (?, ?, ?)", rows)
        states = {assignment: state for _, assignment, state in moved}
        self.raw.executemany(
            "UPDATE state SET state = ? WHERE assignment = ?", [(state, one) for one, state in states.items()]
        )
        run("COMMIT")

    def check(self, expected: int, last: str) -> None:
        rows = self.raw.execute("SELECT entry, leaf FROM journal ORDER BY seq").fetchall()
        assert len(rows) == expected, (len(rows), expected)
        assert rows[-1][1] == last
        assert all(sha256(b"\x00" + entry.encode()).hexdigest() == leaf for entry, leaf in rows)


def replay(path: Path) -> tuple[int, str, dict[str, str]]:
    """The least that a verified replay costs: cursor, hash, link, `json.loads`, one dict update."""
    raw = connect(path)
    prev: str = NO_LEAF
    count = 0
    states: dict[str, str] = {}
    for text, leaf in raw.execute("SELECT entry, leaf FROM journal ORDER BY programme, seq"):
        if sha256(b"\x00" + text.encode()).hexdigest() != leaf:
            raise ValueError(count)
        entry = json.loads(text)
        if entry["prev"] != prev:
            raise ValueError(count)
        prev = leaf
        count += 1
        if "to" in entry:
            states[entry["assignment"]] = entry["to"]
    raw.close()
    return count, prev, states
