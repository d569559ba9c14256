"""Deliveries tried, on either database: a try belongs to one process, and what became of it is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import store
from store.deliveries import KeptDeliveries
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import DeliveryKey, DeliveryState

KEY = DeliveryKey("a" * 32, "email", "iemand")
AGAIN = tuple(Instant(f"2031-04-02T10:{minute:02d}:00.000000Z") for minute in (1, 5, 30))


def at(minute: int) -> Instant:
    return Instant(f"2031-04-02T10:{minute:02d}:00.000000Z")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[store.Database]:
    where = request.getfixturevalue("postgres_url") if request.param == "postgres" else tmp_path / "vs.db"
    with store.open(where, create=True) as opened:
        yield opened


def test_a_try_is_claimed_once_until_it_is_due_again(database: store.Database) -> None:
    deliveries = KeptDeliveries(database.begin("een"))

    tries = [deliveries.claim(KEY, now=at(minute), again_at=AGAIN) for minute in (0, 0, 1, 1, 5, 29, 30)]

    assert tries == [1, 0, 2, 0, 3, 0, 4]
    (tried,) = deliveries.tried().values()
    assert (tried.state, tried.attempts, tried.next_at) == (DeliveryState.WAITING, 4, at(30))
    assert tried.first_at == at(0)


def test_what_was_sent_is_never_claimed_again(database: store.Database) -> None:
    deliveries = KeptDeliveries(database.begin("een"))
    deliveries.claim(KEY, now=at(0), again_at=AGAIN)

    deliveries.settle(KEY, 1, DeliveryState.SENT, at=at(2))

    assert deliveries.claim(KEY, now=at(50), again_at=AGAIN) == 0
    assert deliveries.claim(KEY, now=at(50), again_at=AGAIN, revive=True) == 0
    assert deliveries.tried()[KEY].sent_at == at(2)


def test_what_was_given_up_is_claimed_only_to_revive_it(database: store.Database) -> None:
    deliveries = KeptDeliveries(database.begin("een"))
    deliveries.claim(KEY, now=at(0), again_at=AGAIN)

    deliveries.settle(KEY, 1, DeliveryState.DEAD, at=at(0), error="550 niemand")

    assert deliveries.tried()[KEY].error == "550 niemand"
    assert deliveries.claim(KEY, now=at(50), again_at=AGAIN) == 0
    assert deliveries.claim(KEY, now=at(50), again_at=AGAIN, revive=True) == 2


def test_whoever_comes_back_late_settles_nothing_of_a_later_try(database: store.Database) -> None:
    deliveries = KeptDeliveries(database.begin("een"))
    deliveries.claim(KEY, now=at(0), again_at=AGAIN)
    deliveries.claim(KEY, now=at(1), again_at=AGAIN)

    deliveries.settle(KEY, 1, DeliveryState.DEAD, at=at(2), error="te laat")

    assert deliveries.tried()[KEY].state is DeliveryState.WAITING


def test_programmes_have_deliveries_of_their_own(database: store.Database) -> None:
    one, other = (KeptDeliveries(database.begin(programme)) for programme in ("een", "ander"))

    one.claim(KEY, now=at(0), again_at=AGAIN)

    assert other.tried() == {}
    assert other.claim(KEY, now=at(0), again_at=AGAIN) == 1


def test_of_many_who_claim_at_once_one_gets_the_try(database: store.Database) -> None:
    got: list[int] = []
    start = threading.Barrier(6)

    def claim() -> None:
        start.wait()
        got.append(KeptDeliveries(database.begin("een")).claim(KEY, now=at(0), again_at=AGAIN))

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(got) == [0, 0, 0, 0, 0, 1]
