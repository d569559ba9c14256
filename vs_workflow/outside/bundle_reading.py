"""A bundle from outside, a folder or a zip archive, which is not believed before it was held against its manifest.

Nothing is unpacked. Names that climb, that stand twice or that the manifest does not list,
links and devices are refused; what is compressed is counted while it is taken out. Raises
BadFile, which names the place, for whatever is wrong.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vs_workflow.desk.bundled import CHECKPOINTS, DOCUMENTS, FORMAT, JOURNAL, MANIFEST, REGISTER, RULES
from vs_workflow.desk.documents import LARGEST_DOCUMENT
from vs_workflow.journal.canon import NotCanonical, content_hash, from_bytes
from vs_workflow.outside.files import read_regular
from vs_workflow.reasons import BadFile

MOST_FILES = 100_000
LARGEST_MANIFEST = 32 * 1024 * 1024
# What a file in each folder may be large; a name without a folder has the last.
LARGEST = {RULES: 2**18, REGISTER: 2**16, DOCUMENTS: LARGEST_DOCUMENT, CHECKPOINTS: 2**15, "": 2**20}
LARGEST_JOURNAL = 2**30
MOST_SWOLLEN = 200
SMALL = 2**20
_PART = r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,199}"
_NAME = re.compile(rf"{_PART}(?:/{_PART})?\Z")


class _Pack(Protocol):
    """Where the files of a bundle are: their names, and the bytes of one."""

    def names(self) -> Iterable[str]: ...
    def read(self, name: str, most: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PackedBundle:
    """A bundle of which the manifest was read; `files` maps each name to its size and hash."""

    path: str
    manifest: dict[str, object]
    files: dict[str, tuple[int, str]]
    pack: _Pack

    def read(self, name: str) -> bytes:
        """The bytes of that file, if they are what the manifest says."""
        size, digest = self.files[name]
        with _told(self.path):
            data = self.pack.read(name, size)
        if len(data) != size or content_hash(data) != digest:
            raise BadFile("file.bundle-changed", file=self.path, where=name)
        return data


def is_bundle(path: str) -> bool:
    """Whether a bundle seems to be meant, a folder or a zip with a manifest; nothing more of it is read."""
    try:
        if Path(path).is_dir():
            return Path(path, MANIFEST).is_file()
        if not Path(path).is_file() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return MANIFEST in archive.NameToInfo
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return False


@contextmanager
def open_bundle(path: str) -> Iterator[PackedBundle]:
    """The bundle at `path`. What goes wrong with it is told as such; whatever else happens meanwhile is not."""
    with ExitStack() as until_done:
        with _told(path):
            if Path(path).is_dir():
                bundle = _opened(path, _Folder(path))
            elif not stat.S_ISREG(Path(path).stat().st_mode):
                raise BadFile("file.not-regular", file=path)
            else:
                bundle = _opened(path, _Archive(path, until_done.enter_context(zipfile.ZipFile(path))))
        yield bundle


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise BadFile("file.missing", file=path) from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, UnicodeDecodeError, RuntimeError):
        raise BadFile("file.bundle-none", file=path) from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise BadFile("file.unreadable", file=path.replace("\0", "␀"), detail=detail) from None


def _opened(path: str, pack: _Pack) -> PackedBundle:
    there: set[str] = set()
    for name in pack.names():
        if name in there or len(there) > MOST_FILES or not _NAME.match(name):
            raise BadFile("file.bundle-path", file=path, where=name[:200])
        there.add(name)
    if MANIFEST not in there:
        raise BadFile("file.bundle-none", file=path)
    try:
        manifest = from_bytes(pack.read(MANIFEST, LARGEST_MANIFEST))
        files = dict(_listed(manifest["files"]))
        if manifest["format"] != FORMAT or len(files) != len(manifest["files"]):
            raise ValueError("the format")
    except (NotCanonical, KeyError, TypeError, ValueError):
        raise BadFile("file.bundle-none", file=path, where=MANIFEST) from None
    for name in sorted(there ^ {*files, MANIFEST}):
        raise BadFile("file.bundle-changed", file=path, where=name)
    return PackedBundle(path, manifest, files, pack)


def _listed(files: object) -> Iterator[tuple[str, tuple[int, str]]]:
    if not isinstance(files, list):
        raise TypeError("files")
    for one in files:
        name, size, digest = one["path"], one["size"], one["sha256"]
        if type(name) is not str or type(size) is not int or type(digest) is not str or not 0 <= size <= _largest(name):
            raise TypeError("a file")
        yield name, (size, digest)


def _largest(name: str) -> int:
    folder = name.rpartition("/")[0]
    return LARGEST_JOURNAL if name == JOURNAL else LARGEST.get(folder, LARGEST[""])


class _Folder:
    """A folder: of its files only regular ones, none through a link."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._folder = Path(path)

    def names(self) -> Iterator[str]:
        for path in sorted(self._folder.rglob("*")):
            mode = path.lstat().st_mode
            name = path.relative_to(self._folder).as_posix()
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise BadFile("file.bundle-path", file=self._path, where=name[:200])
            if stat.S_ISREG(mode):
                yield name

    def read(self, name: str, most: int) -> bytes:
        return read_regular(str(self._folder / name), most)


class _Archive:
    """A zip archive; a name that means something else elsewhere, or a link, is refused."""

    def __init__(self, path: str, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive

    def names(self) -> Iterator[str]:
        for item in self._archive.infolist():
            kind = stat.S_IFMT(item.external_attr >> 16)
            if item.flag_bits & 1 or item.orig_filename != item.filename or kind not in (0, stat.S_IFREG):
                raise BadFile("file.bundle-path", file=self._path, where=item.orig_filename[:200])
            yield item.filename

    def read(self, name: str, most: int) -> bytes:
        item = self._archive.getinfo(name)
        # Lines of a journal shrink to a tenth or so; what shrinks to nothing is meant to fill the memory.
        if item.file_size > max(SMALL, MOST_SWOLLEN * item.compress_size):
            raise BadFile("file.too-large", file=self._path, where=name, size=item.file_size, most=most)
        with self._archive.open(name) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise BadFile("file.too-large", file=self._path, where=name, size=len(data), most=most)
        return data
