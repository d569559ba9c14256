"""Numbering and linking.

One chain per programme, numbered from 1 without gaps; each entry names the leaf hash of
the one before. The core makes and hashes entries; a store only keeps the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from operator import attrgetter

from vs_workflow.journal.canon import Leaf, leaf_hash
from vs_workflow.journal.entry import Draft, Entry, Instant, entry_bytes, read_entry

NO_LEAF = Leaf("0" * 64)
CLOCK_TOLERANCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal ends: the number, leaf hash and moment of its last entry."""

    seq: int
    leaf: Leaf
    at: Instant


EMPTY = Head(0, NO_LEAF, Instant(""))


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is kept: its number, its exact bytes and their leaf hash."""

    seq: int
    text: bytes
    leaf: Leaf


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the edge gives to an entry: the moment, a random salt (32 hex digits), program, host and account."""

    now: Instant
    salt: str
    app: str
    host: str
    account: str


def instant(moment: datetime) -> Instant:
    """The fixed-width text of an aware moment; raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return Instant(f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z")


def moment(at: Instant) -> datetime:
    """The aware moment that the text says."""
    return datetime.fromisoformat(at)


_DRAFT_FIELDS = tuple(f.name for f in fields(Draft))
_said = attrgetter(*_DRAFT_FIELDS)


def write(
    drafts: Sequence[Draft], stamps: Sequence[Stamp], *, after: Head
) -> tuple[tuple[Entry, ...], tuple[Line, ...]]:
    """Number, link and hash the drafts after `after`: the entries, and the lines to keep.

    `at` never goes back: it is the later of the stamp's moment and the last entry's, and an
    entry whose clock was more than five minutes behind says by how many seconds.
    """
    entries: list[Entry] = []
    lines: list[Line] = []
    seq, prev, at = after.seq, after.leaf, after.at
    for draft, stamp in zip(drafts, stamps, strict=True):
        seq += 1
        behind = int((moment(at) - moment(stamp.now)).total_seconds()) if at > stamp.now else 0
        at = max(at, stamp.now)
        entry = Entry(
            **dict(zip(_DRAFT_FIELDS, _said(draft), strict=True)),
            seq=seq,
            at=at,
            prev=prev,
            salt=stamp.salt,
            app=stamp.app,
            host=stamp.host,
            account=stamp.account,
            behind=behind if behind > CLOCK_TOLERANCE_SECONDS else 0,
        )
        text = entry_bytes(entry)
        prev = leaf_hash(text)
        entries.append(entry)
        lines.append(Line(seq, text, prev))
    return tuple(entries), tuple(lines)


def head_of(line: Line) -> Head:
    """The head that a journal has when `line` is its last."""
    return Head(line.seq, line.leaf, read_entry(line.text).at)
