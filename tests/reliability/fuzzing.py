"""One random damage to a list of lines: a byte flipped, dropped, swapped, put in, a span of them; a line likewise.

A `Damage` says what was done, gives the lines as they are afterwards, and which is the first that
is another than it was. What drew the same again is no damage and is drawn anew.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Lines = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    what: str
    lines: Lines
    within: bool
    """A line was changed, rather than lines moved."""
    first: int
    """The number, from 1, of the first line that changed; one more than there are where only the end is gone."""

    def __str__(self) -> str:
        return f"{self.what} (from line {self.first})"


Bytes = Callable[[bytes, random.Random], bytes]
Rows = Callable[[Lines, random.Random], Lines]


def _flipped(line: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(line))
    return line[:at] + bytes([line[at] ^ 1 << rng.randrange(8)]) + line[at + 1 :]


def _dropped(line: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(line))
    return line[:at] + line[at + 1 :]


def _put_in(line: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(line) + 1)
    return line[:at] + bytes([rng.randrange(256)]) + line[at:]


def _swapped(line: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(line) - 1)
    return line[:at] + line[at : at + 2][::-1] + line[at + 2 :]


def _cut(line: bytes, rng: random.Random) -> bytes:
    at, end = sorted(rng.sample(range(len(line) + 1), 2))
    return line[:at] + line[end:]


def _repeated(line: bytes, rng: random.Random) -> bytes:
    at, end = sorted(rng.sample(range(len(line) + 1), 2))
    return line[:end] + line[at:]


def _other_digit(line: bytes, rng: random.Random) -> bytes:
    """What a forger would do: another day, number or hash, as long as it was."""
    at = rng.choice([at for at, byte in enumerate(line) if byte in b"0123456789"])
    return line[:at] + rng.choice(b"0123456789").to_bytes(1, "big") + line[at + 1 :]


BYTES: dict[str, Bytes] = {
    "bit flipped": _flipped,
    "byte dropped": _dropped,
    "byte put in": _put_in,
    "bytes swapped": _swapped,
    "span cut": _cut,
    "span repeated": _repeated,
    "digit changed": _other_digit,
}


def _line_dropped(lines: Lines, rng: random.Random) -> Lines:
    at = rng.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _lines_swapped(lines: Lines, rng: random.Random) -> Lines:
    one, other = sorted(rng.sample(range(len(lines)), 2))
    changed = list(lines)
    changed[one], changed[other] = changed[other], changed[one]
    return tuple(changed)


def _line_put_in(lines: Lines, rng: random.Random) -> Lines:
    at = rng.randrange(len(lines) + 1)
    return (*lines[:at], rng.choice(lines), *lines[at:])


def _line_replaced(lines: Lines, rng: random.Random) -> Lines:
    at = rng.randrange(len(lines))
    return (*lines[:at], rng.choice(lines), *lines[at + 1 :])


def _lines_cut(lines: Lines, rng: random.Random) -> Lines:
    at, end = sorted(rng.sample(range(len(lines) + 1), 2))
    return lines[:at] + lines[end:]


ROWS: dict[str, Rows] = {
    "line dropped": _line_dropped,
    "lines swapped": _lines_swapped,
    "line put in": _line_put_in,
    "line replaced": _line_replaced,
    "lines cut": _lines_cut,
}


def damaged(lines: Sequence[bytes], rng: random.Random) -> Damage:
    """One damage, of any kind, anywhere; bytes as often as lines."""
    before = tuple(lines)
    while True:
        within = rng.random() < 0.5
        if within:
            what, change = rng.choice(sorted(BYTES.items()))
            at = rng.randrange(len(before))
            after = (*before[:at], change(before[at], rng), *before[at + 1 :])
        else:
            what, move = rng.choice(sorted(ROWS.items()))
            after = move(before, rng)
        if after != before:
            return Damage(what, after, within, _first(before, after))


def _first(before: Lines, after: Lines) -> int:
    same = (number for number, (one, other) in enumerate(zip(before, after, strict=False), 1) if one != other)
    return next(same, min(len(before), len(after)) + 1)
