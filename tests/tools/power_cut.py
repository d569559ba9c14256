"""Every disk that a power cut could have left: records what a command wrote, and replays it with parts missing.

What was synced is kept; of what was not, none, all, a random part, or random 512-byte sectors. Directory entries
(create, unlink, rename) arrive in order and are safe once the directory is synced, a new file's name once the file
is. Not modelled: a disk that lies about a sync, mmap (so the -shm file of SQLite is left out), hard links.
"""

import os
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools.needs import need
from tests.tools.strace_log import CALLS, Event, Parser

SECTOR = 512


@dataclass(frozen=True, slots=True)
class DiskState:
    """What a power cut after event `point` could leave, and what had been printed on stdout by then."""

    point: int
    kind: str
    after: str
    acknowledged: bytes
    files: dict[str, bytes]

    def place(self, folder: Path) -> Path:
        """Write the files into a folder, removing what was there; returns the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.rglob("*"):
            if old.is_file():
                old.unlink()
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return folder

    def __str__(self) -> str:
        return f"cut after event {self.point} ({self.after}), unsynced: {self.kind}"


@dataclass(frozen=True, slots=True)
class Trace:
    """A recorded command: the files it began with, and the events in their order."""

    before: dict[str, bytes]
    events: tuple[Event, ...]
    exit: int
    stderr: str

    def disk_states(self, rng: random.Random, *, randoms: int = 1) -> Iterator[DiskState]:
        """Every point x none, all, random, torn; a state already seen with the same acknowledgements is left out."""
        disk, acknowledged = _Disk(self.before), b""
        seen: set[tuple[int, int]] = set()
        for point, event in enumerate(self.events):
            if event.kind == "ack":
                acknowledged += event.data
            else:
                disk.apply(event)
            kinds = ["none", "all", *["random", "torn"] * randoms]
            for kind in kinds:
                files = disk.left(kind, rng)
                mark = (hash(frozenset(files.items())), len(acknowledged))
                if mark not in seen:
                    seen.add(mark)
                    yield DiskState(point, kind, f"{event.kind} {event.path}".strip(), acknowledged, files)


def record(command: Sequence[str | Path], folder: Path, *, env: dict[str, str] | None = None) -> Trace:
    """Run the command under strace, watching the files in `folder`."""
    need("strace")
    folder = folder.resolve()
    before = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if _kept(path)}
    with tempfile.NamedTemporaryFile(prefix="vs-trace-") as log:
        ended = subprocess.run(
            [
                *("strace", "-f", "-qq", "-y", "-xx", "-s", "100000000", "-o", log.name, "-e", f"trace={CALLS}"),
                *("-e", "signal=none", *map(str, command)),
            ],
            capture_output=True,
            text=True,
            env={**os.environ, **(env or {})},
        )
        events = tuple(Parser(folder).events(Path(log.name).read_text()))
    return Trace(before, events, ended.returncode, ended.stderr)


def _kept(path: Path) -> bool:
    return path.is_file() and not path.name.endswith("-shm")


@dataclass(slots=True)
class _File:
    """Safe content, and what came after it."""

    safe: bytes = b""
    pending: list[Event] = field(default_factory=list)

    def left(self, kind: str, rng: random.Random) -> bytes:
        content = bytearray(self.safe)
        for event in self.pending if kind != "none" else ():
            if kind == "random" and rng.random() < 0.5:
                continue
            if event.kind == "truncate":
                if kind == "torn" and rng.random() < 0.5:
                    continue
                del content[event.offset :]
                content.extend(bytes(event.offset - len(content)))
                continue
            for at, piece in _pieces(kind, event):
                if kind != "torn" or rng.random() < 0.5:
                    _put(content, at, piece)
        return bytes(content)

    def sync(self) -> None:
        self.safe = self.left("all", random.Random())
        self.pending.clear()


def _pieces(kind: str, event: Event) -> Iterator[tuple[int, bytes]]:
    """The whole write, or for a torn one its parts, cut where sectors meet."""
    at, end = event.offset, event.offset + len(event.data)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR) if kind == "torn" else end
        yield at, event.data[at - event.offset : stop - event.offset]
        at = stop


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class _Disk:
    """Files by inode, names that are safe, and the changes of names that are not yet."""

    def __init__(self, before: dict[str, bytes]) -> None:
        self._files = [_File(content) for content in before.values()]
        self._names = {name: number for number, name in enumerate(before)}
        self._safe = dict(self._names)
        self._pending: list[dict[str, int | None]] = []

    def apply(self, event: Event) -> None:
        if event.kind == "sync-folder":
            self._settle(len(self._pending))
        elif event.kind == "create":
            if event.path not in self._names:
                self._files.append(_File())
                self._rename({event.path: len(self._files) - 1})
        elif event.path not in self._names:
            return  # written after it was unlinked: no name will ever show it
        elif event.kind == "unlink":
            self._rename({event.path: None})
        elif event.kind == "rename":
            self._rename({event.target: self._names[event.path], event.path: None})
        elif event.kind == "sync":
            number = self._names[event.path]
            self._files[number].sync()
            born = [at for at, change in enumerate(self._pending, 1) if number in change.values()]
            if number not in self._safe.values() and born:
                self._settle(born[0])
        else:
            self._files[self._names[event.path]].pending.append(event)

    def left(self, kind: str, rng: random.Random) -> dict[str, bytes]:
        names = dict(self._safe)
        settled = {"none": 0, "all": len(self._pending)}.get(kind)
        for change in self._pending[: rng.randint(0, len(self._pending)) if settled is None else settled]:
            _change(names, change)
        return {name: self._files[number].left(kind, rng) for name, number in sorted(names.items())}

    def _rename(self, change: dict[str, int | None]) -> None:
        self._pending.append(change)
        _change(self._names, change)

    def _settle(self, number: int) -> None:
        for change in self._pending[:number]:
            _change(self._safe, change)
        del self._pending[:number]


def _change(names: dict[str, int], change: dict[str, int | None]) -> None:
    for name, number in change.items():
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number
