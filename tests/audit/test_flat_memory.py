"""A long journal is verified with no more in memory than a short one: of each assignment what can be asked for."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

import store
from store import comparison
from tests.bench import years
from tests.bench.programme import KEY
from vs_workflow.casebook import Mark
from vs_workflow.desk import prove
from vs_workflow.face.programme import office_of
from vs_workflow.journal.entry import Entry

ENTRIES, ASSIGNMENTS = 2400, 30
MOST = 30 * ASSIGNMENTS
"""Marks and entries that may be kept: the road of the bench has thirteen that last."""


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("long") / "years.db"
    years.make(path, ENTRIES, ASSIGNMENTS)
    return path


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
    before, kept, board = alive(), list[int](), comparison._board

    def count(*given: object) -> object:
        kept.append(alive() - before)
        return board(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(comparison, "_board", count)
    with store.open(long, read_only=True) as database:
        assert list(database.differences(KEY)) == []

    assert 0 < kept[0] < MOST
