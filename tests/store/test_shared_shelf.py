"""One shelf for every programme of a server: what one lets go of while another names it or reads it there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import pytest

import store
from tests.desk.world import begun as world_begun
from tests.store.builders import append, begun, draft, happened, record
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.ports import Room, ShelfKind
from vs_workflow.reasons import Misunderstood

pytestmark = pytest.mark.postgres

LETTER = b"a letter that both programmes were sent"
MOMENT = 0.5
"""Long enough for another thread to come to a lock, and to wait there."""


@pytest.fixture
def database(postgres_url: str) -> Iterator[store.Database]:
    with store.open(postgres_url, create=True) as opened:
        yield opened


@pytest.fixture
def north(database: store.Database) -> Room:
    """An assignment with a letter, which nobody else names."""
    room = begun(database.begin("north"), "one")
    with room.writing() as work:
        append(work, happened("met", "one", documents=(work.shelf.put(LETTER, ShelfKind.DOCUMENT),)))
    return room


@pytest.fixture
def south(database: store.Database) -> Room:
    return begun(database.begin("south"), programme="south")


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def destruction() -> Draft:
    return draft(Kind.DESTRUCTION, "destroy", assignment="one", facts={"entries": [3, 4], "ground": "x"})


def named(room: Room) -> str:
    """The room names the letter; its hash."""
    with room.writing() as work:
        address = work.shelf.put(LETTER, ShelfKind.DOCUMENT)
        append(work, happened("met", documents=(address,)))
    return address


def kept(room: Room, address: str) -> bytes | None:
    with room.reading() as work:
        return work.shelf.get(address)


def waits(done: Future[Any]) -> bool:
    return not wait([done], MOMENT).done


def test_what_another_programme_names_at_that_moment_stays(
    north: Room, south: Room, beside: ThreadPoolExecutor
) -> None:
    with south.writing() as work:
        address = work.shelf.put(LETTER, ShelfKind.DOCUMENT)
        append(work, happened("met", documents=(address,)))

        done = beside.submit(record, north, destruction())
        assert waits(done)

    done.result()
    assert kept(south, address) == LETTER


def test_what_is_let_go_of_at_that_moment_is_kept_anew(north: Room, south: Room, beside: ThreadPoolExecutor) -> None:
    with north.writing() as work:
        append(work, destruction())

        done = beside.submit(named, south)
        assert waits(done)

    assert kept(south, done.result()) == LETTER


def test_what_is_let_go_of_at_that_moment_is_not_used_again(
    database: store.Database, north: Room, beside: ThreadPoolExecutor
) -> None:
    world = world_begun(database.begin("veiligheidsstrategie-oost-nederland"))
    with north.reading() as work:
        ((address, _, _),) = (one for one in work.shelf.addresses() if one[1] is ShelfKind.DOCUMENT)

    with north.writing() as work:
        append(work, destruction())
        done = beside.submit(world.record, "progress", "1", "keken", {"text": "x"}, docs=[f"sha256:{address}"])
        assert waits(done)

    with pytest.raises(Misunderstood) as caught:
        done.result()
    assert caught.value.rule == "document.unknown"
