"""Who leads: one on a server, also after the leader is gone or silent; nobody on a file, where a sign is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

import store
from store.lease import FileLease, Holder, Seen, ServerLease, has_ended, last_seen, one_leads, take_part
from tests.reliability import acts
from tests.tools.postgres_box import PostgresBox, Server
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import StoreTrouble

EARLY = Instant("2015-04-02T04:00:00.000000Z")
LATER = Instant("2015-04-02T04:00:59.999999Z")
NEXT = Instant("2015-04-02T04:01:00.000000Z")
DUE = Instant("2015-04-03T04:00:00.000000Z")
ONE, OTHER = Holder("een", 11, EARLY), Holder("ander", 12, LATER)


def seen(where: str) -> Seen | None:
    with store.open(where) as database:
        return last_seen(database.room())


@contextmanager
def part(where: str, me: Holder) -> Iterator[ServerLease | FileLease]:
    found = take_part(where, acts.KEY, me)
    try:
        yield found
    finally:
        found.release()


def within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_in_a_file_everybody_leads_and_the_last_sign_is_seen(file: str) -> None:
    assert not one_leads(file)
    with part(file, ONE) as one, part(file, OTHER) as other:
        one.beat(EARLY, DUE)
        assert seen(file) == Seen("een", 11, EARLY, EARLY, DUE)
        other.beat(LATER, None)
        assert seen(file) == Seen("ander", 12, LATER, LATER, None)
        assert one.leads and other.leads


def test_in_a_file_a_sign_is_left_once_a_minute_and_taken_away_by_whoever_left_it(file: str) -> None:
    with part(file, ONE) as one:
        one.beat(EARLY, DUE)
        one.beat(LATER, DUE)
        assert seen(file) == Seen("een", 11, EARLY, EARLY, DUE)
        one.beat(NEXT, DUE)
        assert seen(file) == Seen("een", 11, EARLY, NEXT, DUE)
        with part(file, OTHER):
            pass
        assert seen(file) is not None
    assert seen(file) is None


def test_in_a_file_whoever_leaves_puts_the_sign_of_the_other_back(file: str) -> None:
    with part(file, ONE) as one:
        one.beat(EARLY, DUE)
        with part(file, OTHER) as other:
            other.beat(LATER, None)
        assert seen(file) == Seen("een", 11, EARLY, EARLY, DUE)
    assert seen(file) is None


def test_in_a_file_the_sign_of_one_that_ended_before_is_not_put_back(file: str) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    with part(file, Holder("ander", ended.pid, EARLY)) as one, part(file, OTHER) as other:
        one.beat(EARLY, DUE)
        other.beat(LATER, None)
        one.release()
        assert ended.wait() == 0

        other.release()

        assert seen(file) is None


def test_of_a_process_on_another_machine_nobody_knows_that_it_ended() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()

    assert has_ended("hier", ended.pid, "hier")
    assert not has_ended("daar", ended.pid, "hier")
    assert not has_ended("hier", os.getpid(), "hier")


@pytest.mark.postgres
def test_on_a_server_one_leads_and_the_next_when_it_leaves(server: str) -> None:
    assert one_leads(server)
    with part(server, OTHER) as other:
        with part(server, ONE) as one:
            one.beat(EARLY, DUE)
            other.beat(EARLY, DUE)
            one.beat(LATER, DUE)
            assert (one.leads, other.leads) == (True, False)
            assert seen(server) == Seen("een", 11, EARLY, LATER, DUE)
        assert seen(server) is None
        other.beat(NEXT, DUE)
        assert other.leads
        assert seen(server) == Seen("ander", 12, LATER, NEXT, DUE)


@pytest.mark.postgres
def test_a_leader_whose_session_ends_leads_no_more_and_takes_nothing_away(server: str, postgres: Server) -> None:
    with part(server, ONE) as one, part(server, OTHER) as other:
        one.beat(EARLY, DUE)
        other.beat(EARLY, DUE)
        cut_leader(postgres)

        assert within(5, lambda: beats(other) and other.leads)
        with pytest.raises(StoreTrouble):
            one.beat(LATER, DUE)
        assert not one.leads
        one.beat(NEXT, DUE)
        assert not one.leads
        assert seen(server) == Seen("ander", 12, LATER, EARLY, DUE)


@pytest.mark.postgres
@pytest.mark.timeout(60)
def test_a_leader_that_is_silent_loses_the_lead(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.lease.SILENT_SECONDS", 1)
    with part(server, ONE) as silent, part(server, OTHER) as other:
        silent.beat(EARLY, DUE)

        assert within(10, lambda: beats(other) and other.leads)
        with pytest.raises(StoreTrouble):
            silent.beat(LATER, DUE)
        assert not silent.leads


@pytest.mark.postgres
def test_leading_one_programme_says_nothing_of_another(server: str) -> None:
    with part(server, ONE) as one, closing_part(server, "another") as other:
        one.beat(EARLY, DUE)
        other.beat(EARLY, DUE)

        assert one.leads and other.leads


@pytest.mark.postgres
@pytest.mark.timeout(120)
def test_a_server_that_goes_away_and_comes_back_is_led_again() -> None:
    with PostgresBox() as box:
        acts.adopted(box.url())
        with part(box.url(), ONE) as one:
            one.beat(EARLY, DUE)
            box.kill()
            for _ in range(2):
                with pytest.raises(StoreTrouble) as trouble:
                    one.beat(EARLY, DUE)
                assert trouble.value.rule == "store.unreachable"
                assert not one.leads
            box.start()

            one.beat(LATER, DUE)

            assert one.leads


@contextmanager
def closing_part(where: str, programme: str) -> Iterator[ServerLease | FileLease]:
    found = take_part(where, programme, OTHER)
    try:
        yield found
    finally:
        found.release()


def beats(lease: ServerLease | FileLease) -> bool:
    lease.beat(EARLY, DUE)
    return True


def cut_leader(server: Server) -> None:
    """End the session that holds a lock for leading, as a network or an administrator would."""
    with closing(psycopg.connect(server.conninfo(), autocommit=True)) as connection:
        cut = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        ).fetchall()
    assert cut
