"""A COMMIT of which nobody knows whether it arrived doubles the entry of a caller without a key."""

import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest
import sqlalchemy as sa

from tests.tools.cut_proxy import Cut, CutProxy
from tests.tools.postgres_box import Server
from tests.tools.seeds import Counts
from tests.tools.toy_ledger import counted, opened, record, record_blindly

pytestmark = pytest.mark.postgres
Recorder = Callable[[sa.Engine, str], None]


@pytest.fixture
def proxy(postgres: Server) -> Iterator[CutProxy]:
    with CutProxy(postgres, tcp=True) as standing:
        yield standing


def entries_of(proxy: CutProxy, url: str, recorder: Recorder, cut: Cut, requests: int) -> tuple[int, int]:
    engine = opened(proxy.through(url))
    for number in range(requests):
        proxy.arm(cut)
        with pytest.raises(sa.exc.OperationalError):
            recorder(engine, f"COMMIT {number}")
        recorder(engine, f"COMMIT {number}")
    return proxy.cuts, counted(opened(url))[0]


@pytest.mark.parametrize("cut", ["before", "after"])
def test_with_a_key_one_request_is_one_entry(proxy: CutProxy, postgres_url: str, cut: Cut, counts: Counts) -> None:
    cuts, entries = entries_of(proxy, postgres_url, record, cut, 20)

    counts("P0", f"toy, cuts {cut} COMMIT", cuts, wrong=abs(entries - 20))


@pytest.mark.parametrize(("cut", "entries"), [("before", 20), ("after", 40)])
def test_a_blind_retry_is_caught(proxy: CutProxy, postgres_url: str, cut: Cut, entries: int) -> None:
    assert entries_of(proxy, postgres_url, record_blindly, cut, 20) == (20, entries)


def test_what_is_not_armed_passes_also_by_tcp(proxy: CutProxy, postgres: Server) -> None:
    proxy.arm("before", skip=2)

    with psycopg.connect(f"host=127.0.0.1 port={proxy.port} user=postgres dbname=postgres") as connection:
        for _ in range(2):
            connection.execute("SELECT 'COMMIT'")
            connection.commit()
        connection.execute("SELECT 1")
        with pytest.raises(psycopg.OperationalError):
            connection.commit()

    assert (proxy.commits, proxy.cuts) == (3, 1)


def test_a_closed_proxy_leaves_no_listener(postgres: Server) -> None:
    before = threading.active_count()
    with CutProxy(postgres) as proxy:
        psycopg.connect(proxy.server.conninfo()).close()

    for thread in threading.enumerate():
        if thread.daemon and thread is not threading.current_thread():
            thread.join(2)
    assert threading.active_count() <= before
