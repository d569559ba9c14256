"""What the destructions of a journal say that they took out of it, and what stands around: read ahead, not judged.

A blank can only be judged by an entry that comes later. So the journal is read once for its
destructions, and where there are any once more for what they are judged by: all of them together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from vs_workflow.audit.gauge import Gauge
from vs_workflow.audit.remains import Neighbours
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.journal.remains import is_blank, named, remains

_MARK = b'"kind":"destruction"'
_ABOUT = re.compile(rb'"assignment":"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Of the whole journal; empty where nothing was destroyed.

    `gone` has the number of its destruction by assignment, `begun` the first number that it
    names, `by` that of the destruction by each number that it names, and `left` what is left of
    such an entry. `blanks` are the numbers without a text, `readable` the first number of a
    destroyed assignment that can be read all the same, `roots` the root by the size at each
    destruction.
    """

    gone: Mapping[str, int] = field(default_factory=dict)
    begun: Mapping[str, int] = field(default_factory=dict)
    by: Mapping[int, int] = field(default_factory=dict)
    left: Mapping[int, Entry] = field(default_factory=dict)
    numbers: Sequence[int] = ()
    blanks: frozenset[int] = frozenset()
    readable: Mapping[str, int] = field(default_factory=dict)
    roots: Mapping[int, bytes] = field(default_factory=dict)
    near: Neighbours = field(default_factory=lambda: Neighbours(frozenset()))


def foresee(lines: Callable[[], Iterable[Line]]) -> Foreseen:
    """Read ahead; what cannot be read as a destruction is none here, and found where it is judged."""
    blanks: set[int] = set()
    found = list(_destructions(lines(), blanks))
    gone, begun = dict[str, int](), dict[str, int]()
    by, left = dict[int, int](), dict[int, Entry]()
    for entry in found:
        numbers = named(entry)
        gone.setdefault(str(entry.assignment), entry.seq)
        begun.setdefault(str(entry.assignment), min(numbers, default=entry.seq))
        by |= {one: entry.seq for one in numbers if one < entry.seq and one not in by}
        left |= {one.seq: one for one in remains(entry) if one.seq in numbers}
    gauge, near = Gauge([one.seq - 1 for one in found]), Neighbours(frozenset(left))
    readable: dict[str, int] = {}
    if found:
        before = takewhile(lambda line: line.seq < found[-1].seq, lines())
        for line in near.through(gauge.through(before)):
            for key in _still_there(line, gone):
                readable.setdefault(key, line.seq)
    return Foreseen(gone, begun, by, left, sorted(by), frozenset(blanks), readable, gauge.roots, near)


def _destructions(lines: Iterable[Line], blanks: set[int]) -> Iterator[Entry]:
    for line in lines:
        if is_blank(line):
            blanks.add(line.seq)
        elif _MARK in line.text:
            try:
                entry = read_entry(line.text)
                named(entry), tuple(remains(entry))
            except (NotCanonical, ValueError):
                continue
            if entry.kind is Kind.DESTRUCTION and entry.assignment is not None:
                yield entry


def _still_there(line: Line, gone: Collection[str]) -> Iterator[str]:
    """Of which assignment that is gone this line is all the same, if of any, and not the end."""
    if any(key.decode(errors="replace") in gone for key in _ABOUT.findall(line.text)):
        try:
            entry = read_entry(line.text)
        except NotCanonical:
            return
        if entry.assignment is not None and entry.assignment in gone and entry.kind is not Kind.DESTRUCTION:
            yield entry.assignment
