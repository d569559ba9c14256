"""Files that leave the house: a file, a folder or a zip archive, there as a whole or not at all.

Nothing that is there already is written over. The same content gives the same bytes, in an
archive too: no clock, no account and no order of a disk gets into it.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from vs_workflow.desk.bundled import MANIFEST
from vs_workflow.reasons import BadFile

Files = Iterable[tuple[str, bytes]]
"""Paths with forward slashes, each with its bytes."""

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


def write_file(path: str, data: bytes) -> None:
    """A new file with these bytes; raises BadFile where something is there, OSError where the disk refuses."""
    with _in_place_of(path) as part:
        _put(part, data)


def write_folder(path: str, files: Files) -> None:
    """A new folder with these files."""
    with _in_place_of(path) as part:
        part.mkdir()
        for name, data in files:
            target = part / name
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, data)


def write_zip(path: str, files: Files) -> None:
    """A new zip archive with these files."""
    with _in_place_of(path) as part, part.open("xb") as stream:
        zip_into(stream, files)
        stream.flush()
        os.fsync(stream.fileno())


def known_by(path: str) -> tuple[int, str]:
    """The size and the hash of the archive at `path`; of a folder those of its manifest, which names all else."""
    told = Path(path, MANIFEST) if Path(path).is_dir() else Path(path)
    with told.open("rb") as stream:
        return told.stat().st_size, file_digest(stream, "sha256").hexdigest()


def zip_into(stream: BinaryIO, files: Files) -> None:
    """An archive with these files, in their order, into a stream."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in files:
            item = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            item.create_system = 3
            item.external_attr = _PLAIN_FILE
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, data)


@contextmanager
def _in_place_of(path: str) -> Iterator[Path]:
    """A place beside `path` to write at, which takes its name at the end; taken away again where that fails."""
    target = Path(path)
    try:
        there = os.path.lexists(target)
    except ValueError as error:
        raise BadFile("file.unreadable", file=path.replace("\0", "␀"), detail=str(error)) from None
    if there:
        raise BadFile("file.there-already", file=path)
    if not target.parent.is_dir():
        raise BadFile("file.no-folder", file=path, folder=str(target.parent))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        _take_the_name(part, target)
    finally:
        with suppress(OSError):
            shutil.rmtree(part) if part.is_dir() else part.unlink(missing_ok=True)


def _take_the_name(part: Path, target: Path) -> None:
    """Rename without writing over what came there meanwhile."""
    try:
        if part.is_dir():
            part.rename(target)
        else:
            _link(part, target)
    except FileExistsError:
        raise BadFile("file.there-already", file=str(target)) from None
    _sync_folder(target.parent)


def _link(part: Path, target: Path) -> None:
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links; that nothing was there was seen a moment ago.
        part.rename(target)


def _put(path: Path, data: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
