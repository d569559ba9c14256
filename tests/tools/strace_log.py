"""Reads what strace wrote about the files of one folder as a list of events, in the order in which the calls ended.

A call that changes such a file in a way not modelled raises NotImplementedError rather than being passed over.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "chdir,openat,creat,pwrite64,write,lseek,fdatasync,fsync,unlink,unlinkat,ftruncate,truncate,"
    "rename,renameat,renameat2,pwritev,writev,copy_file_range,sendfile"
)
UNMODELLED = {"pwritev", "writev", "copy_file_range", "sendfile"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the command did: `kind` is create, write, truncate, unlink, rename, sync, sync-folder or ack."""

    kind: str
    path: str = ""
    data: bytes = b""
    offset: int = 0
    target: str = ""


_LINE = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<args>.*)\) += (?P<result>-?\d+)(?:<(?P<opened>[^>]*)>)?")
_CUT = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<args>.*?) *<unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<call>\w+) resumed>(?P<rest>.*)$")
_FD = re.compile(r"^(\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_AT = re.compile(r'(?:[A-Z_]+|\d+)<([^>]*)>, "((?:\\x[0-9a-f]{2})*)"')


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


class Parser:
    """Turns strace's lines into events on the files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.fsencode(folder)
        self._at = os.fsencode(Path.cwd())
        self._positions: dict[tuple[int, str], int | None] = {}

    def events(self, text: str) -> Iterator[Event]:
        for line in _joined(text):
            found = _LINE.match(line)
            if found and int(found["result"]) >= 0:
                yield from self._event(found["call"], found["args"], int(found["result"]), found["opened"])

    def _event(self, call: str, args: str, result: int, opened: str | None) -> Iterator[Event]:
        if call == "chdir":
            self._at = os.path.join(self._at, *map(_decoded, _TEXT.findall(args)))
        elif call in ("openat", "creat"):
            yield from self._open(args, result, opened)
        elif call in ("unlink", "unlinkat", "truncate"):
            yield from self._by_name(call, args)
        elif call.startswith("rename"):
            yield from self._renamed(args)
        elif on := _FD.match(args):
            yield from self._on_fd(call, args, result, int(on[1]), _decoded(on[2]))

    def _open(self, args: str, fd: int, opened: str | None) -> Iterator[Event]:
        if (name := self._inside(_decoded(opened or ""))) is None:
            return
        self._positions[fd, name] = None if "O_APPEND" in args else 0
        if "O_CREAT" in args:
            yield Event("create", name)
        if "O_TRUNC" in args:
            yield Event("truncate", name)

    def _by_name(self, call: str, args: str) -> Iterator[Event]:
        for path in self._paths(args):
            if (name := self._inside(path)) is not None:
                size = int(args.rpartition(", ")[2]) if call == "truncate" else 0
                yield Event("truncate" if call == "truncate" else "unlink", name, offset=size)

    def _renamed(self, args: str) -> Iterator[Event]:
        old, new = self._paths(args)
        name, target = self._inside(old), self._inside(new)
        if target is not None and name is None:
            raise NotImplementedError("renamed into the folder from outside: watch both places")
        if name is not None:
            yield Event("unlink", name) if target is None else Event("rename", name, target=target)

    def _on_fd(self, call: str, args: str, result: int, fd: int, path: bytes) -> Iterator[Event]:
        if call == "write" and fd == 1:
            yield Event("ack", data=_data(args)[:result])
            return
        if call in ("fsync", "fdatasync") and (path == self._folder or path.startswith(self._folder + b"/")):
            name = self._inside(path)
            folder = path == self._folder or Path(os.fsdecode(path)).is_dir()
            yield Event("sync-folder") if folder else Event("sync", name or "")
            return
        if (name := self._inside(path)) is None:
            return
        if call in UNMODELLED:
            raise NotImplementedError(f"{call} on {name} is not modelled")
        if call == "lseek":
            if self._positions.get((fd, name), 0) is not None:
                self._positions[fd, name] = result
        elif call == "ftruncate":
            yield Event("truncate", name, offset=int(args.rpartition(", ")[2]))
        elif call == "pwrite64":
            yield Event("write", name, _data(args)[:result], int(args.rpartition(", ")[2]))
        elif call == "write":
            yield Event("write", name, _data(args)[:result], self._advance(fd, name, result))

    def _advance(self, fd: int, name: str, size: int) -> int:
        position = self._positions.get((fd, name), 0)
        if position is None:
            raise NotImplementedError(f"{name} was opened with O_APPEND: its offsets are not modelled")
        self._positions[fd, name] = position + size
        return position

    def _paths(self, args: str) -> list[bytes]:
        """Absolute paths of a call's arguments: relative to the descriptor before them, else to the working folder."""
        named = [(_decoded(folder), _decoded(name)) for folder, name in _AT.findall(args)]
        named = named or [(self._at, _decoded(name)) for name in _TEXT.findall(args)]
        return [os.path.normpath(os.path.join(folder, name)) for folder, name in named]

    def _inside(self, path: bytes) -> str | None:
        if path.endswith(b"-shm") or not path.startswith(self._folder + b"/"):
            return None
        return os.fsdecode(path[len(self._folder) + 1 :]).removesuffix(" (deleted)")


def _joined(text: str) -> Iterator[str]:
    """Whole calls, in the order in which they ended: strace cuts a call in two where threads or processes mix."""
    begun: dict[tuple[str, str], str] = {}
    for line in text.splitlines():
        if cut := _CUT.match(line):
            begun[cut["pid"], cut["call"]] = f"{cut['pid']} {cut['call']}({cut['args']}"
        elif resumed := _RESUMED.match(line):
            yield begun.pop((resumed["pid"], resumed["call"]), "") + resumed["rest"]
        else:
            yield line


def _data(args: str) -> bytes:
    found = _TEXT.search(args)
    return _decoded(found[1]) if found else b""
