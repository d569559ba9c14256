"""A file that somebody named may be anything; only a regular one of a fair size is read."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest

from vs_workflow.outside.files import read_regular, read_stream
from vs_workflow.reasons import BadFile


def trouble(path: Path | str) -> tuple[str, object]:
    with pytest.raises(BadFile) as raised:
        read_regular(str(path), 10)
    return raised.value.rule, raised.value.facts["file"]


def test_a_regular_file_is_read_whole_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")

    assert read_regular(str(path), 10) == b"0123456789"


def test_one_byte_more_is_too_much(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789+")

    assert trouble(path) == ("file.too-large", str(path))


def test_a_huge_sparse_file_is_not_taken_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)

    assert trouble(path)[0] == "file.too-large"


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    assert trouble(tmp_path / "other")[0] == "file.missing"
    assert trouble(tmp_path / "file" / "below")[0] == "file.missing"


def test_a_link_to_a_file_is_that_file_and_a_loop_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "loop").symlink_to("loop")

    assert read_regular(str(tmp_path / "link"), 10) == b"text"
    assert trouble(tmp_path / "loop")[0] == "file.unreadable"


@pytest.mark.timeout(10)
def test_a_pipe_does_not_make_it_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert trouble(tmp_path / "pipe")[0] == "file.not-regular"


def test_folders_devices_and_sockets_are_no_files(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(tmp_path / "socket"))

        assert {trouble(path)[0] for path in (tmp_path, "/dev/zero", tmp_path / "socket")} == {"file.not-regular"}


def test_a_name_that_no_file_can_have_is_told_in_one_line() -> None:
    assert trouble("a\0b") == ("file.unreadable", "a␀b")
    assert trouble("a" * 5000)[0] == "file.unreadable"


def test_a_stream_is_read_to_the_same_limit() -> None:
    assert read_stream(io.BytesIO(b"0123456789"), "stdin", 10) == b"0123456789"
    with pytest.raises(BadFile):
        read_stream(io.BytesIO(b"0123456789+"), "stdin", 10)
