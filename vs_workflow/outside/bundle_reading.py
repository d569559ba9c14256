"""A bundle from outside, a folder or a zip archive, which is not believed before it was held against its manifest.

Nothing is unpacked. Every file that the manifest lists is read and held against it, and
against its own name where that is a hash, before anybody is handed the bundle. Names that
climb or that stand twice, links and devices are refused, and so is a file that the manifest
does not list; what is compressed is counted while it is taken out. Raises BadFile, which
names the place, for whatever is wrong.
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

from vs_workflow.desk.bundled import CHECKPOINTS, DOCUMENTS, FORMAT, JOURNAL, MANIFEST, REGISTER, RULES, is_called_right
from vs_workflow.desk.documents import LARGEST_DOCUMENT
from vs_workflow.journal.canon import NotCanonical, content_hash, from_bytes
from vs_workflow.outside.files import open_regular
from vs_workflow.reasons import BadFile, Plain

MOST_FILES = 100_000
LARGEST_MANIFEST = 32 * 1024 * 1024
# What a file in each folder may be large; a name without a folder has the last.
LARGEST = {RULES: 2**18, REGISTER: 2**16, DOCUMENTS: LARGEST_DOCUMENT, CHECKPOINTS: 2**15, "": 2**20}
_FOLDERS = frozenset(f"{folder}/" for folder in LARGEST if folder)
LARGEST_JOURNAL = 2**30
MOST_SWOLLEN = 200
_PART = r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,199}"
_NAME = re.compile(rf"{_PART}(?:/{_PART})?\Z")
# A name that means a place outside the bundle, here or on another system.
_LEADS_OUTSIDE = re.compile(r"/|.*[\\:\0]|(?:.*/)?\.\.?(?:/|\Z)", re.DOTALL)
_ZIP = b"PK"


class _Pack(Protocol):
    """Where the files of a bundle are: their names, and the bytes of one, of which no more than `most` are taken."""

    def has(self, name: str) -> bool: ...
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
        with _told(self.path, name):
            # As much as it can be with a longer end on each line, and a byte to see that there is more.
            data = self.pack.read(name, 2 * size + 1)
        if content_hash(data) == digest and len(data) == size:
            return data
        if content_hash(data.replace(b"\r\n", b"\n")) == digest:
            raise BadFile("file.bundle-line-ends", file=self.path, where=name)
        raise BadFile("file.bundle-changed", file=self.path, where=name)


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
    """The bundle at `path`, each file of which is what its manifest and its name say.

    What goes wrong with it is told as such; whatever else happens meanwhile is not.
    """
    if not path:
        # To pathlib it would be the folder that one happens to be in.
        raise BadFile("file.missing", file=path)
    with ExitStack() as until_done:
        with _told(path):
            if Path(path).is_dir():
                bundle = _opened(path, _Folder(path))
            else:
                stream = until_done.enter_context(open_regular(path))
                if stream.read(len(_ZIP)) != _ZIP:
                    raise BadFile("file.bundle-none", file=path)
                bundle = _opened(path, _Archive(path, until_done.enter_context(zipfile.ZipFile(stream))))
        for name, (_, digest) in bundle.files.items():
            bundle.read(name)
            if not is_called_right(name, digest):
                raise BadFile("file.bundle-content", file=path, where=name)
        yield bundle


@contextmanager
def _told(path: str, name: str = "") -> Iterator[None]:
    where: dict[str, Plain] = {"where": name} if name else {}
    try:
        yield
    except FileNotFoundError:
        raise BadFile("file.missing", file=path) from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise BadFile("file.bundle-damaged", file=path, **where) from None
    except (NotImplementedError, UnicodeDecodeError, RuntimeError):
        raise BadFile("file.bundle-none", file=path, **where) from None
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise BadFile("file.unreadable", file=path.replace("\0", "␀"), detail=detail) from None


def _opened(path: str, pack: _Pack) -> PackedBundle:
    if not pack.has(MANIFEST):
        raise BadFile("file.bundle-no-manifest", file=path)
    there: set[str] = set()
    for name in pack.names():
        if name in there or _LEADS_OUTSIDE.match(name):
            raise BadFile("file.bundle-path", file=path, where=name[:200])
        if len(there) > MOST_FILES:
            raise BadFile("file.bundle-none", file=path)
        there.add(name)
    try:
        manifest = from_bytes(_manifest(path, pack))
        files = dict(_listed(manifest["files"]))
        if manifest["format"] != FORMAT or len(files) != len(manifest["files"]):
            raise ValueError("the format")
    except (NotCanonical, KeyError, TypeError, ValueError):
        raise BadFile("file.bundle-none", file=path, where=MANIFEST) from None
    for name in sorted(there - {MANIFEST}):
        if name not in files or not _NAME.match(name):
            raise BadFile("file.bundle-surplus", file=path, where=name[:200])
    for name in sorted(files.keys() - there):
        raise BadFile("file.bundle-missing", file=path, where=name[:200])
    return PackedBundle(path, manifest, files, pack)


def _manifest(path: str, pack: _Pack) -> bytes:
    data = pack.read(MANIFEST, LARGEST_MANIFEST + 1)
    if len(data) > LARGEST_MANIFEST:
        raise BadFile("file.too-large", file=path, where=MANIFEST, size=len(data), most=LARGEST_MANIFEST)
    return data


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

    def has(self, name: str) -> bool:
        return (self._folder / name).is_file()

    def names(self) -> Iterator[str]:
        for path in sorted(self._folder.rglob("*")):
            mode = path.lstat().st_mode
            name = path.relative_to(self._folder).as_posix()
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
                raise BadFile("file.bundle-path", file=self._path, where=name[:200])
            if stat.S_ISREG(mode):
                yield name

    def read(self, name: str, most: int) -> bytes:
        with open_regular(str(self._folder / name)) as stream:
            return stream.read(most)


class _Archive:
    """A zip archive; a name that means something else elsewhere, or a link, is refused."""

    def __init__(self, path: str, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive

    def has(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def names(self) -> Iterator[str]:
        for item in self._archive.infolist():
            kind = stat.S_IFMT(item.external_attr >> 16)
            if item.orig_filename != item.filename or kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise BadFile("file.bundle-path", file=self._path, where=item.orig_filename[:200])
            # Who packs a folder by hand gets an entry for each folder in it, which holds nothing.
            if item.filename not in _FOLDERS:
                yield item.filename

    def read(self, name: str, most: int) -> bytes:
        item = self._archive.getinfo(name)
        # Lines of a journal shrink to a tenth or so; what shrinks to nothing is meant to fill the memory. A document
        # may well be a blank page: of that no more is ever taken out than one may be large.
        if item.file_size > max(LARGEST_DOCUMENT, MOST_SWOLLEN * item.compress_size):
            raise BadFile("file.too-large", file=self._path, where=name, size=item.file_size, most=most)
        with self._archive.open(name) as stream:
            return stream.read(most)
