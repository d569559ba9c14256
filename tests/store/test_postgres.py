"""PostgreSQL keeps the contract."""

import itertools
from collections.abc import Callable, Iterator

import pytest

import store
from tests.store.room_contract import RoomContract
from vs_workflow.ports import Room

pytestmark = pytest.mark.postgres


class TestPostgresRoom(RoomContract):
    @pytest.fixture
    def new_room(self, postgres_url: str) -> Iterator[Callable[[str], Room]]:
        """Each time another programme of one database."""
        numbers = itertools.count(1)
        with store.open(postgres_url, create=True) as database:
            yield lambda programme: database.begin(f"{programme} {next(numbers)}")
            for programme in database.programmes():
                assert list(database.differences(programme)) == []
