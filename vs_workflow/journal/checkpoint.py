"""One root over the whole journal, and the three lines that say it: origin, number of entries, root.

The root is that of RFC 6962 over the leaf hashes, taken one by one in flat memory; the lines are
the body of a C2SP tlog-checkpoint, the same bytes for whoever recomputes them. Signing them,
and keeping them, is the affair of others.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from vs_workflow.journal.canon import Leaf
from vs_workflow.journal.chain import CLOCK_TOLERANCE_SECONDS, Line, instant, moment
from vs_workflow.journal.entry import Instant

MOST_BYTES = 4096
_COSIGNATURE = "cosignature/v1"
_LARGEST = 2**53 - 1
_LAST_SECOND = 253_402_300_799
_ORIGIN_DIGITS = 16
_SIGNATURE = b"-----BEGIN SSH SIGNATURE-----"


class NotACheckpoint(ValueError):
    """The bytes are no checkpoint, or not one with a witness's moment. Its text names the reason, no prose."""


class Roots:
    """The RFC 6962 root over the leaves added so far; keeps one hash for each bit of their number."""

    __slots__ = ("_peaks", "size")

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take the next leaf hash (32 bytes)."""
        peaks, size = self._peaks, self.size
        # Every 1 at the end of the number so far is a full tree, which the new leaf makes twice as large.
        while size & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root now; that of no leaves is the hash of nothing."""
        if not self._peaks:
            return sha256(b"").digest()
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = sha256(b"\x01" + peak + found).digest()
        return found


def roots_over(lines: Iterable[Line]) -> Roots:
    """The root over all these lines, by the hashes that stand beside them."""
    roots = Roots()
    for line in lines:
        roots.add(bytes.fromhex(line.leaf))
    return roots


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """That the journal named by `origin` had, at `size` entries, this root."""

    origin: str
    size: int
    root: bytes

    @property
    def programme(self) -> str:
        """The key of the programme in its origin."""
        return self.origin.removeprefix("vs/").rpartition("/")[0]

    @property
    def body(self) -> bytes:
        """The three lines: what is signed, what is kept, what stands in the minutes."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


@dataclass(frozen=True, slots=True)
class Cosignable:
    """What a witness signs: a checkpoint, and the second (Unix time) at which it was seen to extend the one before."""

    time: int
    checkpoint: Checkpoint

    @property
    def body(self) -> bytes:
        """The message of a C2SP cosignature."""
        return f"{_COSIGNATURE}\ntime {self.time}\n".encode() + self.checkpoint.body

    @property
    def at(self) -> Instant:
        return instant(datetime.fromtimestamp(self.time, UTC))

    def precedes(self, at: Instant) -> bool:
        """Whether it was signed before that moment, by more than clocks may differ; what tells no moment it follows."""
        try:
            return moment(at).timestamp() > self.time + CLOCK_TOLERANCE_SECONDS
        except ValueError:
            return False


def origin_of(programme: str, genesis: Leaf) -> str:
    """One origin per journal: two that begin differently never share one."""
    return f"vs/{programme}/{genesis[:_ORIGIN_DIGITS]}"


def read_checkpoint(body: bytes) -> Checkpoint:
    """The checkpoint in exactly these bytes; raises NotACheckpoint for anything else, more lines included."""
    lines = _lines(body)
    if len(lines) != 3:
        raise NotACheckpoint("not-three-lines")
    return _checkpoint(lines)


def read_cosignable(body: bytes) -> Cosignable:
    """What a witness signed, in exactly these bytes; raises NotACheckpoint for anything else."""
    lines = _lines(body)
    if len(lines) != 5 or lines[0] != _COSIGNATURE or not lines[1].startswith("time "):
        raise NotACheckpoint("not-the-five-lines-of-a-cosignature")
    time = _number(lines[1].removeprefix("time "))
    if time > _LAST_SECOND:
        raise NotACheckpoint("a-time-beyond-the-calendar")
    return Cosignable(time, _checkpoint(lines[2:]))


def read_cosigned(content: bytes) -> tuple[Cosignable, bytes]:
    """What a witness signed, and the armoured signature that follows it; raises NotACheckpoint for anything else."""
    start = content.find(_SIGNATURE)
    if start < 0:
        raise NotACheckpoint("without-a-signature")
    return read_cosignable(content[:start]), content[start:]


def read_minutes(text: bytes) -> Checkpoint:
    """The checkpoint in lines that people copied: blanks around them and empty lines do not count."""
    if len(text) > MOST_BYTES:
        raise NotACheckpoint("too-long")
    kept = [line.strip() for line in text.splitlines()]
    return read_checkpoint(b"".join(line + b"\n" for line in kept if line))


def _lines(body: bytes) -> list[str]:
    if len(body) > MOST_BYTES:
        raise NotACheckpoint("too-long")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotACheckpoint("not-text") from error
    *lines, rest = text.split("\n")
    if rest:
        raise NotACheckpoint("the-last-line-has-no-end")
    return lines


def _checkpoint(lines: list[str]) -> Checkpoint:
    origin, size, root = lines
    if not origin or not origin.isprintable() or " " in origin or "+" in origin:
        raise NotACheckpoint("no-origin")
    try:
        digest = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotACheckpoint("the-root-is-not-base64") from error
    if len(digest) != 32 or base64.b64encode(digest).decode() != root:
        raise NotACheckpoint("the-root-is-not-that-of-32-bytes")
    return Checkpoint(origin, _number(size), digest)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or str(int(text[:20])) != text or int(text) > _LARGEST:
        raise NotACheckpoint("not-a-number")
    return int(text)
