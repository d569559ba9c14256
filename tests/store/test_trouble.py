"""An SQLite file that is missing, foreign, damaged, locked, read-only or in the wrong mode: said as what it is."""

import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

import store
from store.sqlite import safe_mode
from tests.store.builders import audited, begun, happened, record
from tests.tools.full_disk import fill, small_disk
from tests.tools.locks import SQLITE_ALONE, held
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import BadFile, Misunderstood, StoreTrouble


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "north.db"
    with store.open(path, create=True) as database:
        begun(database.begin("north"), "one")
    return path


def rule_of(path: Path, *, create: bool = False, read_only: bool = False) -> str:
    with pytest.raises(StoreTrouble) as caught:
        store.open(path, create=create, read_only=read_only)
    assert caught.value.recorded is False
    assert caught.value.facts["store"] == str(path)
    return caught.value.rule


def test_what_is_not_there(tmp_path: Path) -> None:
    assert rule_of(tmp_path / "no.db") == "store.missing"
    assert rule_of(tmp_path / "no" / "folder.db", create=True) == "store.missing"
    assert rule_of(tmp_path / "no.db", create=True, read_only=True) == "store.missing"
    (tmp_path / "empty.db").touch()
    assert rule_of(tmp_path / "empty.db") == "store.missing"
    assert list(tmp_path.iterdir()) == [tmp_path / "empty.db"]


def test_what_is_no_file_of_ours(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "text.db").write_text("a page of prose\n" * 100)
    with sqlite3.connect(tmp_path / "theirs.db") as raw:
        raw.execute("CREATE TABLE theirs (note TEXT)")
    with sqlite3.connect(tmp_path / "marked.db") as raw:
        raw.execute("PRAGMA application_id = 7")
    raw.close()

    assert rule_of(tmp_path, create=True) == "store.foreign"
    assert rule_of(tmp_path / "pipe", create=True) == "store.foreign"
    assert rule_of(tmp_path / "theirs.db", create=True) == "store.foreign"
    assert rule_of(tmp_path / "marked.db", create=True) == "store.foreign"
    assert rule_of(tmp_path / "text.db", create=True) == "store.corrupt"


@pytest.mark.parametrize("where", ["", ":memory:", "sqlite://", "sqlite:///:memory:", "mysql://host/db", "a\0b"])
def test_an_address_that_means_nothing(where: str) -> None:
    with pytest.raises(Misunderstood, match=r"store\.url"):
        store.open(where, create=True)


def test_the_same_file_by_path_and_by_url(path: Path) -> None:
    for where in (path, str(path), f"sqlite:///{path}", f"sqlite+pysqlite:///{path}"):
        with store.open(where) as database:
            assert database.programmes() == {"north": 3}


def test_a_damaged_file_is_named_as_such(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)

    with pytest.raises(StoreTrouble) as caught, store.open(path) as database:
        audited(database.room())

    assert caught.value.rule == "store.corrupt"


def test_a_lock_is_waited_for_and_then_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.sqlite.TIMEOUT_SECONDS", 0.3)
    with store.open(path) as database:
        room = database.room()
        with held(f"sqlite:///{path}"):
            assert audited(room) == 3
            since = time.monotonic()
            with pytest.raises(StoreTrouble) as writing:
                record(room, happened("meet"))
            waited = time.monotonic() - since
        with held(f"sqlite:///{path}", SQLITE_ALONE), pytest.raises(StoreTrouble) as reading:
            audited(room)
        record(room, happened("meet"))

    assert (writing.value.rule, writing.value.recorded) == ("store.locked", False)
    assert reading.value.rule == "store.locked"
    assert 0.2 < waited < 3


def test_a_writer_waits_for_a_reader_and_then_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.sqlite.TIMEOUT_SECONDS", 0.3)
    with store.open(path) as database:
        room = database.room()
        with room.reading() as work:
            work.journal.head()
            with pytest.raises(StoreTrouble) as caught:
                record(room, happened("meet"))
        assert (caught.value.rule, caught.value.recorded) == ("store.locked", False)
        record(room, happened("meet"))
        assert audited(room) == 4


def test_where_nothing_can_be_written_everything_can_be_read(path: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        shutil.copy(path, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        with store.open(disk / path.name) as database:
            room = database.room()
            assert audited(room) == 3
            assert list(database.integrity()) == []
            with pytest.raises(StoreTrouble) as caught:
                record(room, happened("meet"))

    assert (caught.value.rule, caught.value.recorded) == ("store.read-only", False)


def test_on_a_full_disk_everything_can_be_read(path: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024) as disk:
        shutil.copy(path, disk)
        fill(disk, leave_kib=0)
        with store.open(disk / path.name) as database:
            room = database.room()
            assert audited(room) == 3
            with pytest.raises(StoreTrouble) as caught:
                record(room, happened("meet", reason="x" * 9000))
            assert audited(room) == 3

    assert (caught.value.rule, caught.value.recorded) == ("store.full", False)


def test_the_journal_mode_is_the_safe_one_for_this_sqlite() -> None:
    modes = {version: safe_mode(version) for version in [(3, 40, 1), (3, 44, 6), (3, 45, 0), (3, 50, 7), (3, 51, 2)]}

    assert modes == {
        (3, 40, 1): "truncate",
        (3, 44, 6): "wal",
        (3, 45, 0): "truncate",
        (3, 50, 7): "wal",
        (3, 51, 2): "truncate",
    }
    assert safe_mode((3, 51, 3)) == safe_mode((3, 54, 1)) == "wal"


def in_wal(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()


def test_a_file_in_wal_is_read_and_brought_to_the_safe_mode_when_written(path: Path) -> None:
    in_wal(path)
    with store.open(path) as database:
        room = database.room()
        assert audited(room) == 3
        record(room, happened("meet"))
        assert audited(room) == 4
        assert database.facts()["journal_mode"] == safe_mode(sqlite3.sqlite_version_info)


def test_a_file_in_wal_that_another_holds_open_is_not_written_unsafely(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if safe_mode(sqlite3.sqlite_version_info) == "wal":
        pytest.skip("this SQLite is safe in WAL")
    monkeypatch.setattr("store.sqlite.TIMEOUT_SECONDS", 0.3)
    in_wal(path)
    other = sqlite3.connect(path)
    other.execute("BEGIN")
    other.execute("SELECT * FROM journal").fetchone()

    with store.open(path) as database, pytest.raises(StoreTrouble) as caught:
        record(database.room(), happened("meet"))
    other.close()

    assert (caught.value.rule, caught.value.recorded) == ("store.locked", False)


def test_a_file_in_wal_is_read_where_nothing_can_be_written(path: Path, tmp_path: Path) -> None:
    in_wal(path)
    with small_disk(tmp_path / "disk") as disk:
        shutil.copy(path, disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)

        with store.open(disk / path.name) as database:
            assert audited(database.room()) == 3


def test_what_a_writer_in_wal_left_is_read(path: Path, tmp_path: Path) -> None:
    in_wal(path)
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA wal_autocheckpoint = 0")
    raw.execute("INSERT INTO shelf (address, kind, size, data) VALUES ('a', 'rules', 1, 'x')")
    raw.commit()
    copies = [shutil.copy(f"{path}{end}", tmp_path / f"copy.db{end}") for end in ("", "-wal")]
    raw.close()
    assert Path(copies[1]).stat().st_size > 0

    with store.open(tmp_path / "copy.db") as database, database.room().reading() as work:
        assert work.shelf.get("a") == b"x"


def test_a_backup_is_a_copy_that_was_read(path: Path, tmp_path: Path) -> None:
    with store.open(path) as database:
        room = database.room()
        facts = database.backup(tmp_path / "copy.db")
        record(room, happened("meet"))
        with pytest.raises(BadFile) as again:
            database.backup(tmp_path / "copy.db")
        with pytest.raises(BadFile) as nowhere:
            database.backup(tmp_path / "no" / "copy.db")

    assert again.value.rule == "file.there-already"
    assert nowhere.value.rule == "file.no-folder"
    assert facts["bytes"] == (tmp_path / "copy.db").stat().st_size
    with store.open(tmp_path / "copy.db") as copy:
        assert audited(copy.room()) == 3
        assert list(copy.integrity()) == []


def test_a_backup_that_does_not_fit_leaves_nothing(path: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk, store.open(path) as database:
        with database.room().writing() as work:
            work.shelf.put(bytes(200_000), ShelfKind.DOCUMENT)
        with pytest.raises(StoreTrouble) as caught:
            database.backup(disk / "copy.db")
        assert list(disk.iterdir()) == []

    assert caught.value.rule == "store.full"


def test_facts_name_versions_modes_and_sizes(path: Path) -> None:
    with store.open(path) as database:
        facts = database.facts()

    assert facts["dialect"] == "sqlite"
    assert facts["sqlite"] == sqlite3.sqlite_version
    assert facts["journal_mode"] == safe_mode(sqlite3.sqlite_version_info)
    assert facts["synchronous"] == "full"
    assert facts["bytes"] == path.stat().st_size
    assert facts["programmes"] == {"north": 3}
