"""Which keys of requests were used before: a few bytes for each, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256

from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Finding
from vs_workflow.replay.trails import Trails

_NUMBER = 8
"""Bytes that a number takes."""


class KeysSeen:
    """Takes note of the keys as they come by. `since` gives the lines from a number on.

    Of the hash of a key `shelves` bytes say where to look, and `short` bytes are looked for.
    """

    def __init__(self, since: Callable[[int], Iterable[Line]], *, shelves: int = 2, short: int = 8) -> None:
        self._entries = Trails(since)
        self._places = shelves, shelves + short
        self._shelves: dict[bytes, bytearray] = {}

    def take(self, entry: Entry, seq: int) -> Finding | None:
        """A finding where an earlier entry has its key; from here on it is known, by the number of its line."""
        if entry.key is None:
            return None
        start, end = self._places
        digest = sha256(entry.key.encode(errors="surrogatepass")).digest()
        shelf, short = self._shelves.setdefault(digest[:start], bytearray()), digest[start:end]
        for first in _numbers(shelf, short):
            if self._has(first, entry.key):
                return Finding("key", "lawful.key-twice", {"key": entry.key, "first": first}, seq=seq)
        shelf += short + seq.to_bytes(_NUMBER, "big", signed=True)
        return None

    def _has(self, seq: int, key: str) -> bool:
        """Whether the entry with that number has this very key: what is kept of one is too short to say."""
        entry = self._entries.at(seq)
        return entry is not None and entry.key == key


def _numbers(shelf: bytearray, short: bytes) -> Iterator[int]:
    place = shelf.find(short)
    while place >= 0:
        if place % (len(short) + _NUMBER) == 0:
            start = place + len(short)
            yield int.from_bytes(shelf[start : start + _NUMBER], "big", signed=True)
        place = shelf.find(short, place + 1)
