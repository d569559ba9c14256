"""Which keys of requests were used before: a few bytes for each, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.reasons import Finding

_SHELVES, _SHORT, _NUMBER = 2, 8, 8
"""Bytes of a key's hash that say where to look, bytes of it that are looked for, bytes of the entry's number."""


class KeysSeen:
    """Takes note of the keys as they come by. `since` gives the lines from a number on."""

    def __init__(self, since: Callable[[int], Iterable[Line]]) -> None:
        self._since = since
        self._shelves: dict[bytes, bytearray] = {}

    def take(self, entry: Entry, seq: int) -> Iterator[Finding]:
        """A finding where an earlier entry has its key; from here on it is known, by the number of its line."""
        if entry.key is None:
            return
        digest = sha256(entry.key.encode(errors="surrogatepass")).digest()
        shelf = self._shelves.setdefault(digest[:_SHELVES], bytearray())
        short = digest[_SHELVES : _SHELVES + _SHORT]
        for first in _numbers(shelf, short):
            if self._has(first, entry.key):
                yield Finding("key", "lawful.key-twice", {"key": entry.key, "first": first}, seq=seq)
                return
        shelf += short + seq.to_bytes(_NUMBER, "big", signed=True)

    def _has(self, seq: int, key: str) -> bool:
        """Whether the entry with that number has this very key: what is kept of one is too short to say."""
        line = next(iter(self._since(seq)), None)
        try:
            return line is not None and read_entry(line.text).key == key
        except NotCanonical:
            return False


def _numbers(shelf: bytearray, short: bytes) -> Iterator[int]:
    place = shelf.find(short)
    while place >= 0:
        if place % (_SHORT + _NUMBER) == 0:
            yield int.from_bytes(shelf[place + _SHORT : place + _SHORT + _NUMBER], "big", signed=True)
        place = shelf.find(short, place + 1)
