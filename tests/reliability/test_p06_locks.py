"""P6: who finds the database busy waits as long as promised, and is then told so; nothing is lost meanwhile."""

import random
import time

import pytest

import store.postgres
import store.sqlite
from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.conftest import New
from tests.tools.locks import SQLITE_ALONE, SQLITE_WRITER, held, held_now_and_then
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.reasons import StoreTrouble


def with_lock(address: str) -> tuple[str, str]:
    """The address for SQLAlchemy, and the statement that takes what a writer of the programme takes."""
    if "://" in address:
        number = store.postgres.lock_number(f"programme {acts.KEY}")
        return address, f"SELECT pg_advisory_xact_lock({number})"
    return f"sqlite:///{address}", SQLITE_WRITER


@pytest.mark.torture
def test_locks_that_come_and_go_are_waited_for(new_database: New, rng: random.Random, counts: Counts) -> None:
    address = new_database()
    url, lock = with_lock(address)
    after, receipts, longest = Aftermath(), [], 0.0

    # SQLite asks again every tenth of a second and keeps no queue: shorter gaps it may miss time after time.
    others = held_now_and_then(url, rng, longest=1.5, gap=0.3, lock=lock)
    with acts.opened(address) as programme, others as locked:
        end = time.monotonic() + scaled(4, 60)
        while time.monotonic() < end:
            begun = time.monotonic()
            receipts.append(acts.receipt(acts.note(programme)))
            longest = max(longest, time.monotonic() - begun)

    after.look(address, receipts)
    after.go_on(address)
    assert longest <= store.sqlite.TIMEOUT_SECONDS + 1
    counts("P6", "locks of 0-1.5 s", locked.times, note=f"longest wait {longest:.1f} s", **after.defects)


@pytest.mark.torture
def test_a_lock_that_stays_is_told_after_the_timeout(
    new_database: New, monkeypatch: pytest.MonkeyPatch, counts: Counts
) -> None:
    patience = scaled(1, store.postgres.TIMEOUT_SECONDS)
    for backend in (store.sqlite, store.postgres):
        monkeypatch.setattr(backend, "TIMEOUT_SECONDS", patience)
    address = new_database()
    url, lock = with_lock(address)
    after = Aftermath()

    with acts.opened(address) as programme, held(url, lock):
        begun = time.monotonic()
        with pytest.raises(StoreTrouble) as told:
            acts.note(programme)
        waited = time.monotonic() - begun
        read = programme.show(acts.CASE).line.state

    assert (told.value.rule, told.value.recorded, told.value.exit) == ("store.locked", False, 4)
    assert patience - 0.2 <= waited <= patience + 2
    assert read == "concept", "reading waits for no writer"
    after.look(address)
    after.go_on(address)
    counts("P6", "locks that stayed", 1, note=f"told after {waited:.1f} s", **after.defects)


def test_a_file_that_is_wholly_locked_can_not_be_read_either_and_says_so(
    new_file: New, monkeypatch: pytest.MonkeyPatch, counts: Counts
) -> None:
    """While a COMMIT is on its way to the disk; it takes milliseconds, unless somebody holds it."""
    monkeypatch.setattr(store.sqlite, "TIMEOUT_SECONDS", 0.5)
    path = new_file()

    with acts.opened(path) as programme, held(f"sqlite:///{path}", SQLITE_ALONE), pytest.raises(StoreTrouble) as told:
        programme.status()

    assert (told.value.rule, told.value.exit) == ("store.locked", 4)
    after = Aftermath()
    after.look(path)
    counts("P6", "files wholly locked", 1, **after.defects)
