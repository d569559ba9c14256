"""A long journal is verified with no more in memory than a short one: of each assignment what can be asked for."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from store import comparison
from tests.bench import years
from tests.bench.programme import KEY
from vs_workflow.casebook import Mark
from vs_workflow.desk import prove
from vs_workflow.face.programme import office_of
from vs_workflow.journal.entry import Entry, read_entry

ENTRIES, ASSIGNMENTS = 2400, 30
MOST = 30 * ASSIGNMENTS
"""Marks and entries that may be kept: the road of the bench has thirteen that last."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "years.db"
    years.make(path, ENTRIES, ASSIGNMENTS)
    return path


@pytest.fixture
def tampered(long: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of it that anybody may write to."""
    shutil.copy(long, tmp_path / "copy.db")
    connection = sqlite3.connect(tmp_path / "copy.db", isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


def differences(path: Path) -> list[tuple[str, int | None]]:
    with store.open(path / "copy.db", read_only=True) as database:
        return [(one.rule, one.seq) for one in database.differences(KEY)]


def alive() -> int:
    gc.collect()
    return sum(isinstance(one, Mark | Entry) for one in gc.get_objects())


def test_what_is_kept_while_verifying_does_not_grow_with_the_entries(long: Path) -> None:
    before, kept = alive(), dict[int, int]()

    def count(seq: int) -> None:
        if seq % 400 == 0:
            kept[seq] = alive() - before

    with store.open(long, read_only=True) as database:
        found = prove.verify(office_of(database, KEY), kept=lambda: database.findings(KEY), progress=count)

    assert found.whole and found.entries >= ENTRIES
    # Without leaving anything out there is a mark for nearly each entry.
    assert max(kept.values()) < MOST < ENTRIES / 2


def test_the_tables_are_compared_without_keeping_what_was_read(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, kept, read = alive(), list[int](), read_entry

    def count(text: bytes) -> Entry:
        entry = read(text)
        if entry.seq % 400 == 0:
            kept.append(alive() - before)
        return entry

    monkeypatch.setattr(comparison, "read_entry", count)
    with store.open(long, read_only=True) as database:
        assert list(database.differences(KEY)) == []

    assert len(kept) == ENTRIES // 400 and 0 < max(kept) < MOST


def _corrected(connection: sqlite3.Connection) -> tuple[str, int]:
    """The assignment and the number of a late correction, before which that assignment went a long way."""
    late = "SELECT assignment, seq FROM journal WHERE kind = 'correction' ORDER BY seq DESC LIMIT 1"
    assignment, seq = connection.execute(late).fetchone()
    return str(assignment), int(seq)


def test_columns_that_say_another_assignment_take_nothing_out_of_what_is_compared(
    tampered: sqlite3.Connection, tmp_path: Path
) -> None:
    assignment, _ = _corrected(tampered)
    wrong = [seq for (seq,) in tampered.execute("SELECT seq FROM journal WHERE assignment = ?", (assignment,))]
    tampered.execute("UPDATE journal SET assignment = NULL WHERE assignment = ?", (assignment,))

    assert differences(tmp_path) == [("store.copy-differs", seq) for seq in wrong]


def test_an_entry_that_cannot_be_read_hides_no_other_copy(tampered: sqlite3.Connection, tmp_path: Path) -> None:
    assignment, correction = _corrected(tampered)
    early = "SELECT min(seq) FROM journal WHERE kind = 'step' AND assignment = ?"
    (broken,) = tampered.execute(early, (assignment,)).fetchone()
    tampered.execute("UPDATE journal SET entry = '{' WHERE seq = ?", (broken,))
    tampered.execute("UPDATE journal SET actor = 'x' WHERE seq = ?", (correction + 1,))

    told = differences(tmp_path)

    assert ("store.not-comparable", broken) in told and ("store.copy-differs", correction + 1) in told
