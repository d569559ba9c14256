"""SQLite keeps the contract."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import store
from tests.store.room_contract import RoomContract
from vs_workflow.ports import Room


class TestSqliteRoom(RoomContract):
    @pytest.fixture
    def new_room(self, tmp_path: Path) -> Iterator[Callable[[str], Room]]:
        numbers = itertools.count(1)
        opened: list[store.Database] = []

        def make(programme: str) -> Room:
            opened.append(store.open(tmp_path / f"vs{next(numbers)}.db", create=True))
            return opened[-1].begin(programme)

        yield make
        for database in opened:
            for programme in database.programmes():
                assert list(database.differences(programme)) == []
            database.close()
