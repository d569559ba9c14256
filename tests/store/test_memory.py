"""The room in memory keeps the contract, and can be made as a copy of another."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import store
from store.memory import MemoryRoom
from tests.store.builders import audited, begun, record, step
from tests.store.room_contract import RoomContract
from vs_workflow.ports import Room, ShelfKind


class TestMemory(RoomContract):
    @pytest.fixture
    def new_room(self) -> Iterator[Callable[[str], Room]]:
        yield lambda _programme: MemoryRoom()


def test_a_copy_holds_the_same_and_changes_nothing_of_the_first(tmp_path: Path) -> None:
    with store.open(tmp_path / "vs.db", create=True) as database:
        room = begun(database.begin("north"), "one")
        with room.writing() as work:
            kept = work.shelf.put(b"kept", ShelfKind.DOCUMENT)
        with room.reading() as work:
            copy = MemoryRoom.copy_of(work)
            lines = list(work.journal.lines())

        record(copy, step("one", "new", "begun"))

        with copy.reading() as work:
            assert list(work.journal.lines())[:3] == lines
            assert work.shelf.get(kept) == b"kept"
        assert audited(copy) == 4
        assert audited(room) == 3
