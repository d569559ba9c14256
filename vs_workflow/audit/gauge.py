"""Measures a journal as it passes by: the root and the moment at each size that is asked for, in flat memory.

It hashes the bytes that are kept, not the hashes that stand beside them; only where the
bytes are no longer there does the hash stand for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256

from vs_workflow.journal.canon import Leaf, NotCanonical, from_bytes, is_leaf
from vs_workflow.journal.chain import NO_LEAF, Line
from vs_workflow.journal.checkpoint import Roots
from vs_workflow.journal.entry import Instant, Kind

_PREV = b'"prev"'
_ESCAPE = rb"\u"
_AT = b'"at":"'
_AT_LENGTH = 27
_DESTRUCTION = b'"kind":"destruction"'


class Gauge:
    """What was measured: `roots`, `moments` and `leaves` by size; `size` and `root` in all, and the `last` number.

    Of an entry that was destroyed nobody can say the moment: it lies between `moments`, the last that is told up
    to there, and `following`, the first that is told from there on.
    `bound` says by size from which number on the hash there binds what is before it: of a text that was destroyed no
    link leads back, and the root that stands in the entry of a destruction binds everything again.
    `unlinked` is the first number that is missing, does not follow the one before, or has
    another hash beside it than that of its bytes; 0 where there is none.
    """

    def __init__(self, sizes: Collection[int] = ()) -> None:
        self.roots: dict[int, bytes] = {}
        self.moments: dict[int, Instant] = {}
        self.following: dict[int, Instant] = {}
        self.leaves: dict[int, Leaf] = {}
        self.bound: dict[int, int] = {}
        self.genesis: Leaf = NO_LEAF
        self.unlinked = 0
        self.last = 0
        self.last_moment = Instant("")
        self._wanted = frozenset(sizes)
        self._tree = Roots()

    @property
    def size(self) -> int:
        return self._tree.size

    @property
    def root(self) -> bytes:
        return self._tree.root()

    def through(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, measured on their way."""
        prev = NO_LEAF
        shown = b""
        add, wanted = self._tree.add, self._wanted
        untold: list[int] = []
        bound = 1
        for size, line in enumerate(lines, start=1):
            text = line.text
            digest = sha256(b"\x00" + text).digest() if text else _kept(line.leaf)
            add(digest)
            shown = text or shown
            if not self.unlinked and (
                line.seq != size or digest.hex() != line.leaf or (text and not _follows(text, prev))
            ):
                self.unlinked = size
            prev = Leaf(digest.hex())
            if not text:
                bound = size
            elif bound > 1 and _destroys(text):
                bound = 1
            if size == 1:
                self.genesis = prev
            if size in wanted:
                self.roots[size] = self._tree.root()
                self.moments[size] = _moment(shown)
                self.leaves[size] = prev
                self.bound[size] = bound
                untold.append(size)
            if untold and text:
                self.following.update(dict.fromkeys(untold, _moment(text)))
                untold.clear()
            self.last = line.seq
            yield line
        self.last_moment = _moment(shown)

    def around(self, size: int, now: Instant) -> tuple[Instant, Instant]:
        """Between which moments the journal had this size, as it says itself; until now where it has it still.

        Now is as an entry would get it: a clock that is behind the last entry makes no time run backwards.
        """
        now = max(now, self.last_moment)
        return self.moments.get(size, now), self.following.get(size + 1, now)

    def measure(self, lines: Iterable[Line]) -> None:
        """Let all the lines pass."""
        for _ in self.through(lines):
            pass


def _kept(leaf: str) -> bytes:
    """The hash that stands for a text; where it is none, one that it is not, so that it is `unlinked`."""
    return bytes.fromhex(leaf) if is_leaf(leaf) else sha256(b"\x00").digest()


def _follows(text: bytes, prev: Leaf) -> bool:
    """Whether the entry itself names that one as the one before it: what its facts say counts for nothing.

    Nearly always that field is named once, and nothing is escaped that could name it otherwise: then it is the
    entry's own, and nothing is decoded, for a journal may be long.
    """
    there = text.find(_PREV)
    if text.find(b'"prev":"%b"' % prev.encode(), there) < 0:
        return False
    once = text.find(_PREV, there + 1) < 0
    return (once and (b"\\" not in text or _ESCAPE not in text)) or _own(text, "prev") == prev


def _destroys(text: bytes) -> bool:
    """Whether the entry is a destruction itself, and does not only speak of one."""
    return _DESTRUCTION in text and _own(text, "kind") == Kind.DESTRUCTION


def _own(text: bytes, name: str) -> object:
    """What the entry says under that name itself; nothing where it is no object at all."""
    try:
        return from_bytes(text).get(name)
    except NotCanonical:
        return None


def _moment(text: bytes) -> Instant:
    """When the entry says it was recorded: keys are sorted, and no quoted text can hold the unescaped mark."""
    start = text.find(_AT)
    found = text[start + len(_AT) : start + len(_AT) + _AT_LENGTH] if start >= 0 else b""
    return Instant(found.decode("ascii", "replace"))
