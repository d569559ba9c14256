"""What only a server can do to us: a COMMIT of unknown fate, a kill, a lock held, settings that are too weak."""

import os
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, event, make_url

import store
from store.postgres import lock_number
from tests.store.builders import audited, begun, happened, record
from tests.store.drivers import make, stamped
from tests.tools.cut_proxy import Cut, CutProxy
from tests.tools.locks import held
from tests.tools.postgres_box import PostgresBox, Server
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import ForkServer
from vs_workflow.journal.entry import read_entry
from vs_workflow.ports import Room
from vs_workflow.reasons import StoreTrouble

pytestmark = pytest.mark.postgres


def keys_of(room: Room) -> list[str]:
    audited(room)
    with room.reading() as work:
        return [entry.key for entry in (read_entry(line.text) for line in work.journal.lines()) if entry.key]


@pytest.fixture
def proxy(postgres: Server) -> Iterator[CutProxy]:
    with CutProxy(postgres) as standing:
        yield standing


@pytest.mark.torture
@pytest.mark.parametrize("cut", ["before", "after"])
def test_p4_a_commit_whose_answer_was_lost_is_looked_up(
    proxy: CutProxy, postgres_url: str, cut: Cut, counts: Counts
) -> None:
    """Done is done, without a second entry; not done is said to be not recorded, and can be asked again."""
    make(postgres_url)
    requests = scaled(50, 500)
    wrong = 0
    with store.open(proxy.through(postgres_url)) as database:
        room = database.room()
        for number in range(requests):
            proxy.arm(cut)
            try:
                stamped(room, happened("met", "one", key=f"COMMIT {number}"))
            except StoreTrouble as trouble:
                wrong += cut == "after" or trouble.recorded is not False
                stamped(room, happened("met", "one", key=f"COMMIT {number}"))
            else:
                wrong += cut == "before"
        keys = keys_of(room)

    assert keys == [f"COMMIT {number}" for number in range(requests)]
    counts("P4", f"store, cuts {cut} COMMIT", proxy.cuts, wrong=wrong)


def test_p4_where_nobody_answers_any_more_nobody_knows() -> None:
    with PostgresBox() as box:
        make(box.url())
        with store.open(box.url()) as database:
            room = database.room()

            def kill(_connection: object) -> None:
                box.kill()

            event.listen(Engine, "commit", kill)
            try:
                with pytest.raises(StoreTrouble) as caught:
                    stamped(room, happened("met", "one", key="k"))
            finally:
                event.remove(Engine, "commit", kill)
            with pytest.raises(StoreTrouble) as gone:
                room.reading().__enter__()
            box.start()

            assert (caught.value.rule, caught.value.recorded) == ("store.unknown", None)
            assert gone.value.rule == "store.unreachable"
            assert keys_of(room) == []
            assert stamped(room, happened("met", "one", key="k")) == 4


@pytest.mark.torture
def test_p1_what_a_killed_server_acknowledged_is_there(counts: Counts) -> None:
    lost, acknowledged = 0, list[str]()
    with PostgresBox(durable=True) as box:
        make(box.url())
        with store.open(box.url()) as database:
            room = database.room()
            for _ in range(scaled(2, 10)):
                stop = threading.Event()

                def write_on(stop: threading.Event = stop) -> None:
                    while not stop.is_set():
                        key = os.urandom(8).hex()
                        try:
                            stamped(room, happened("met", "one", key=key))
                        except StoreTrouble:
                            return
                        acknowledged.append(key)

                thread = threading.Thread(target=write_on)
                thread.start()
                time.sleep(0.5)
                box.kill()
                stop.set()
                thread.join()
                box.start()
                lost += len(set(acknowledged) - set(keys_of(room)))
            assert list(database.differences("north")) == []
    counts("P1", "store, PostgreSQL killed, acknowledged", len(acknowledged), lost=lost)


@pytest.mark.torture
def test_p5_writers_side_by_side_make_one_chain(fork_server: ForkServer, postgres_url: str, counts: Counts) -> None:
    make(postgres_url)
    each = scaled(15, 250)
    writer = ("tests.store.drivers:append", [postgres_url, each])
    reader = ("tests.store.drivers:read_again_and_again", [postgres_url, each])

    runs = fork_server.crowd([*[writer] * 8, reader], timeout=300)

    assert [run.error for run in runs] == [None] * 9
    acknowledged = [key for run in runs[:8] for key in run.acks]
    with store.open(postgres_url) as database:
        keys = keys_of(database.room())
        assert list(database.differences("north")) == []
    lost, double = len(set(acknowledged) - set(keys)), len(keys) - len(set(keys))
    assert len(acknowledged) == 8 * each
    counts("P5", "store, PostgreSQL, entries of 8 writers", len(acknowledged), lost=lost, double=double)


def test_a_lock_is_waited_for_and_then_said(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.postgres.TIMEOUT_SECONDS", 1)
    lock = f"SELECT pg_advisory_xact_lock({lock_number('programme north')})"
    with store.open(postgres_url, create=True) as database:
        room = begun(database.begin("north"), "one")
        south = begun(database.begin("south"), programme="south")
        with held(postgres_url, lock):
            assert audited(room) == 3
            record(south, happened("meet"))
            since = time.monotonic()
            with pytest.raises(StoreTrouble) as caught:
                record(room, happened("meet"))
            waited = time.monotonic() - since
        record(room, happened("meet"))

    assert (caught.value.rule, caught.value.recorded) == ("store.locked", False)
    assert 0.8 < waited < 4


def test_a_commit_is_on_the_disk_whatever_the_server_is_used_to(postgres_url: str) -> None:
    with store.open(postgres_url, create=True) as database:
        assert database.facts()["synchronous_commit"] == "on"


def test_a_weaker_default_isolation_does_not_weaken_us(postgres_url: str) -> None:
    name = make_url(postgres_url).database
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    for setting in ("'serializable'", "'read uncommitted'"):
        with engine.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_isolation = {setting}")
            connection.exec_driver_sql(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        with store.open(postgres_url, create=True) as database:
            room = database.begin(f"north {setting}")
            begun(room, "one")
            threads = [threading.Thread(target=record, args=(room, happened("met", "one"))) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert audited(room) == 7
    engine.dispose()


def test_a_server_that_is_not_there(postgres: Server, postgres_url: str) -> None:
    rules = []
    for url in (postgres.url("nobody_made_this"), "postgresql://ada:secret@127.0.0.1:1/north", "postgres://a:b:c@/x"):
        with pytest.raises(StoreTrouble) as caught:
            store.open(url, create=True)
        rules.append(caught.value.rule)
        assert "secret" not in str(caught.value)

    assert rules == ["store.missing", "store.unreachable", "store.unreachable"]


def test_who_may_only_read_reads(postgres: Server, postgres_url: str) -> None:
    with store.open(postgres_url, create=True) as database:
        begun(database.begin("north"), "one")
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("DROP ROLE IF EXISTS auditor")
        admin.execute("CREATE ROLE auditor LOGIN")
        admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO auditor")
        try:
            with store.open(postgres_url.replace("postgres@", "auditor@")) as database:
                assert audited(database.room()) == 3
                assert list(database.integrity()) == []
                with pytest.raises(StoreTrouble) as caught:
                    record(database.room(), happened("meet"))
        finally:
            admin.execute("DROP OWNED BY auditor")
            admin.execute("DROP ROLE auditor")

    assert (caught.value.rule, caught.value.recorded) == ("store.no-access", False)


def test_a_server_makes_its_own_backups(postgres_url: str) -> None:
    with store.open(postgres_url, create=True) as database, pytest.raises(StoreTrouble) as caught:
        database.backup("copy.db")

    assert (caught.value.rule, caught.value.facts["tool"]) == ("store.backup-by-server", "pg_dump")
