"""Checkpoints as files in a folder, and what a signer remembers on this machine.

A file is written whole or not at all. What a signer remembers stands outside every
database, so that a database that was replaced cannot make it sign another history.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event

from vs_workflow.journal.checkpoint import Checkpoint, NotACheckpoint, read_checkpoint
from vs_workflow.outside.files import read_regular
from vs_workflow.ports import Remembered, SealFile
from vs_workflow.reasons import BadFile, StoreTrouble

MOST_BYTES = 32_768
LONGEST_WAIT_SECONDS = 3.0
_MOMENT_SECONDS = 0.05
_ENDINGS = (".checkpoint", ".sig", ".cosig")


class CheckpointFolder:
    """One journal's checkpoints, made when the first is put there."""

    def __init__(self, path: str) -> None:
        self.path = path

    def files(self) -> Sequence[SealFile]:
        folder = Path(self.path)
        try:
            with _locked(folder, fcntl.LOCK_SH):
                names = sorted(one.name for one in folder.iterdir() if one.name.endswith(_ENDINGS))
                return tuple(SealFile(name, read_regular(str(folder / name), MOST_BYTES)) for name in names)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise BadFile("file.unreadable", file=self.path, detail=error.strerror or str(error)) from None

    def put(self, *files: SealFile) -> None:
        folder = Path(self.path)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder, files)
        except OSError as error:
            raise _not_written(str(folder / files[0].name), error) from None


class SealMemory:
    """The last checkpoint that was signed here for each journal, in a folder of the user's own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def holding(self, origin: str) -> Iterator[Remembered]:
        path, programme = self._folder / _named(origin), self._folder / _named(origin.rpartition("/")[0])
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = programme.with_suffix(".lock").open("ab")
        except OSError as error:
            raise _not_written(str(path), error) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield _Held(path, programme, origin)


class _Held:
    """The memory of one journal, and of the programme's own that is no rehearsal, while it is held."""

    def __init__(self, path: Path, programme: Path, origin: str) -> None:
        self._path = path
        self._programme = programme
        self.last = self._read(path, origin)
        known = self._read(programme, f"{origin.rpartition('/')[0]}/")
        self.in_earnest = None if known is None else (str(programme), known)

    @staticmethod
    def _read(path: Path, beginning: str) -> Checkpoint | None:
        """What is remembered there, of an origin that begins so."""
        if not path.exists():
            return None
        try:
            found = read_checkpoint(read_regular(str(path), MOST_BYTES))
        except NotACheckpoint as error:
            raise BadFile("seal.memory-damaged", file=str(path), detail=str(error)) from None
        if not found.origin.startswith(beginning):
            raise BadFile("seal.memory-damaged", file=str(path), detail=found.origin)
        return found

    @property
    def where(self) -> str:
        return str(self._path)

    def keep(self, checkpoint: Checkpoint) -> None:
        self._write(self._path, checkpoint)
        self.last = checkpoint

    def keep_in_earnest(self, checkpoint: Checkpoint) -> None:
        self._write(self._programme, checkpoint)
        self.in_earnest = str(self._programme), checkpoint
        self.keep(checkpoint)

    @staticmethod
    def _write(path: Path, checkpoint: Checkpoint) -> None:
        try:
            _write(path.parent, [SealFile(path.name, checkpoint.body)])
        except OSError as error:
            raise _not_written(str(path), error) from None


def _named(known: str) -> str:
    return sha256(known.encode()).hexdigest()[:32]


@contextmanager
def new_file(path: str) -> Iterator[Callable[[bytes], None]]:
    """Writes a file that is not there yet: its place is had before there is anything to put in it.

    Raises BadFile where it is there or its folder is not, StoreTrouble where nothing can be written there. What was
    signed is remembered before it is put; where putting it fails after all, it can be signed again.
    """
    target = Path(path)
    if not target.name:
        raise BadFile("file.not-regular", file=path)
    if os.path.lexists(target):
        raise BadFile("seal.file-exists", file=path)
    if not target.parent.is_dir():
        raise BadFile("file.no-folder", file=path, folder=str(target.parent))
    try:
        part = _begun(target)
    except OSError as error:
        raise StoreTrouble("witness.not-written", file=path, detail=error.strerror or str(error)) from None

    def put(content: bytes) -> None:
        try:
            _fill(part, content)
            part.replace(target)
            _sync(target.parent)
        except OSError as error:
            detail = error.strerror or str(error)
            raise StoreTrouble("witness.not-written", recorded=True, file=path, detail=detail) from None

    try:
        yield put
    finally:
        part.unlink(missing_ok=True)


def _write(folder: Path, files: Sequence[SealFile]) -> None:
    """All are on the disk before the first gets its name; who looks meanwhile waits for the last to have its own.

    Who is stopped between two names leaves the first alone there: for who looks after that, or has waited long enough.
    """
    with ExitStack() as given_up:
        parts = [_begun(folder / file.name) for file in files]
        for part in parts:
            given_up.callback(part.unlink, missing_ok=True)
        for part, file in zip(parts, files, strict=True):
            _fill(part, file.content)
        with _locked(folder, fcntl.LOCK_EX):
            for part, file in zip(parts, files, strict=True):
                part.replace(folder / file.name)
    _sync(folder)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    """Holds the folder itself, which needs no right to write there; closing it lets it go.

    It saves who looks from half a pair, and guards nothing: who waited for it in vain goes on without.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _wait_for(handle, how)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int, how: int) -> None:
    """Until it is had, or for as long as two names may take: whoever may look may hold it, and for ever."""
    for _ in range(int(LONGEST_WAIT_SECONDS / _MOMENT_SECONDS)):
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            Event().wait(_MOMENT_SECONDS)
        except OSError:
            # A file system without locks keeps nobody from reading.
            return
        else:
            return


def _begun(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    return Path(name)


def _fill(part: Path, content: bytes) -> None:
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.chmod(0o644)


def _sync(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _not_written(path: str, error: OSError) -> StoreTrouble:
    return StoreTrouble("seal.not-written", file=path, detail=error.strerror or str(error))
