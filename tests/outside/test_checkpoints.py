"""The folder of checkpoints, the memory of a signer, and a journal as lines: whole files, one signer at a time."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest

from vs_workflow.journal.canon import leaf_hash
from vs_workflow.journal.checkpoint import Checkpoint
from vs_workflow.outside.checkpoints import CheckpointFolder, SealMemory, new_file
from vs_workflow.outside.handed_over import handed_over, journal_lines
from vs_workflow.ports import SealFile
from vs_workflow.reasons import BadFile, StoreTrouble, Trouble

ONE = Checkpoint("vs/one/0011223344556677", 3, bytes(range(32)))
TWO = Checkpoint("vs/one/0011223344556677", 4, bytes(reversed(range(32))))


def test_a_folder_is_made_with_its_first_file_and_shows_no_others(tmp_path: Path) -> None:
    folder = CheckpointFolder(str(tmp_path / "a" / "b"))
    assert list(folder.files()) == []

    folder.put(SealFile("00000003.checkpoint", ONE.body))
    (tmp_path / "a" / "b" / "notes.txt").write_text("x")

    assert list(folder.files()) == [SealFile("00000003.checkpoint", ONE.body)]
    assert sorted(one.name for one in (tmp_path / "a" / "b").iterdir()) == ["00000003.checkpoint", "notes.txt"]


def test_who_looks_while_a_pair_is_put_there_sees_both_or_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vs_workflow.outside.checkpoints.LONGEST_WAIT_SECONDS", 60)
    folder, seen, named = CheckpointFolder(str(tmp_path)), list[list[str]](), Path.replace
    looker = threading.Thread(target=lambda: seen.append([file.name for file in folder.files()]))

    def and_look(path: Path, target: Path) -> Path:
        done = named(path, target)
        if looker.ident is None:
            looker.start()
            looker.join(0.2)
        return done

    monkeypatch.setattr(Path, "replace", and_look)
    folder.put(SealFile("00000003.sig", b"x"), SealFile("00000003.checkpoint", ONE.body))
    looker.join(10)

    assert seen == [["00000003.checkpoint", "00000003.sig"]]


@contextmanager
def holding(folder: Path, how: int) -> Iterator[None]:
    """Somebody else has a lock on the folder, for which he need only be able to read it."""
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, how)
    try:
        yield
    finally:
        os.close(handle)


def test_who_never_lets_go_of_the_folder_keeps_nobody_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vs_workflow.outside.checkpoints.LONGEST_WAIT_SECONDS", 0.2)
    folder, seen = CheckpointFolder(str(tmp_path)), list[SealFile]()

    def put_and_look() -> None:
        folder.put(SealFile("00000003.checkpoint", ONE.body))
        seen.extend(folder.files())

    other = threading.Thread(target=put_and_look, daemon=True)
    with holding(tmp_path, fcntl.LOCK_EX):
        other.start()
        other.join(20)

        assert seen == [SealFile("00000003.checkpoint", ONE.body)]


def test_who_puts_a_pair_there_waits_for_who_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vs_workflow.outside.checkpoints.LONGEST_WAIT_SECONDS", 60)
    pair = SealFile("00000003.sig", b"x"), SealFile("00000003.checkpoint", ONE.body)
    other = threading.Thread(target=CheckpointFolder(str(tmp_path)).put, args=pair, daemon=True)
    with holding(tmp_path, fcntl.LOCK_SH):
        other.start()
        other.join(0.2)
        named = [one.name for one in tmp_path.iterdir() if not one.name.startswith(".")]
    other.join(20)

    assert named == []
    assert len(CheckpointFolder(str(tmp_path)).files()) == 2


def test_a_folder_that_nobody_may_write_in_can_be_read(tmp_path: Path) -> None:
    folder = CheckpointFolder(str(tmp_path / "closed"))
    folder.put(SealFile("00000003.checkpoint", ONE.body))
    (tmp_path / "closed").chmod(0o500)

    assert len(folder.files()) == 1


def test_what_cannot_be_written_or_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreTrouble, match=r"seal\.not-written"):
        CheckpointFolder(str(tmp_path / "file" / "below")).put(SealFile("x.sig", b""))
    with pytest.raises(BadFile, match=r"file\.unreadable"):
        CheckpointFolder(str(tmp_path / "file")).files()
    (tmp_path / "d.sig").mkdir()
    with pytest.raises(BadFile, match=r"file\.not-regular"):
        CheckpointFolder(str(tmp_path)).files()


def test_the_place_of_a_new_file_is_had_before_there_is_anything_to_put_in_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "closed").mkdir(mode=0o500)
    there = sorted(tmp_path.rglob("*"))
    places = {"file": "seal.file-exists", "none/x": "file.no-folder", ".": "seal.file-exists"}
    if os.geteuid():
        places["closed/x"] = "witness.not-written"

    for place, rule in places.items():
        with pytest.raises(Trouble, match=rule), new_file(str(tmp_path / place)):
            pytest.fail("nothing may be signed here")
    with new_file(str(tmp_path / "unused")):
        pass
    assert sorted(tmp_path.rglob("*")) == there

    with new_file(str(tmp_path / "new")) as put:
        put(b"content")
    assert (tmp_path / "new").read_bytes() == b"content"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_signer_remembers_each_journal_by_itself(tmp_path: Path) -> None:
    memory = SealMemory(tmp_path / "state")
    with memory.holding(ONE.origin) as held:
        assert held.last is None
        held.keep(ONE)
        held.keep(TWO)

    with memory.holding(ONE.origin) as held, memory.holding("vs/other/0011223344556677") as other:
        assert (held.last, other.last) == (TWO, None)


@pytest.mark.parametrize("content", [b"", b"odd", ONE.body.replace(b"one", b"two")])
def test_a_damaged_memory_is_not_taken_for_none(tmp_path: Path, content: bytes) -> None:
    memory = SealMemory(tmp_path)
    with memory.holding(ONE.origin) as held:
        held.keep(ONE)
    (path,) = (one for one in tmp_path.iterdir() if one.suffix != ".lock")
    path.write_bytes(content)

    with pytest.raises(BadFile, match=r"seal\.memory-damaged"), memory.holding(ONE.origin):
        pass


def test_one_signs_at_a_time(tmp_path: Path) -> None:
    memory, order = SealMemory(tmp_path), list[str]()
    waiting = threading.Event()

    def second() -> None:
        waiting.set()
        with SealMemory(tmp_path).holding(ONE.origin) as held:
            order.append(f"second after {held.last.size if held.last else 0}")

    with memory.holding(ONE.origin) as held:
        other = threading.Thread(target=second)
        other.start()
        waiting.wait()
        other.join(0.2)
        held.keep(ONE)
        order.append("first")
    other.join(10)

    assert order == ["first", "second after 3"]


def test_lines_are_exact_bytes_or_leaves(tmp_path: Path) -> None:
    first, leaf = '{"at":"…"}'.encode(), "ab" * 32
    content = first + b"\n" + f'{{"leaf":"{leaf}","seq":2}}\n'.encode() + b'{"leaf":"x","seq":9}\n' + b"last"

    lines = list(journal_lines(BytesIO(content), "journal.jsonl"))

    assert [line.seq for line in lines] == [1, 2, 3, 4]
    assert [line.text for line in lines] == [first, b"", b'{"leaf":"x","seq":9}', b"last"]
    assert [line.leaf for line in lines][:2] == [leaf_hash(first), leaf]


def test_a_line_without_end_and_what_is_no_file_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vs_workflow.outside.handed_over.MOST_OF_A_LINE", 100)
    with pytest.raises(BadFile):
        list(journal_lines(BytesIO(b"x" * 101), "journal.jsonl"))

    (tmp_path / "x.zip").write_bytes(b"x")
    for name in ("nowhere", ".", "x.zip"):
        with pytest.raises(BadFile), handed_over(str(tmp_path / name)):
            pass
