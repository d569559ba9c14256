"""Links checked one by one from the fields of each entry: a second opinion on what `audit.walk` reads from bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vs_workflow.journal.canon import NotCanonical, leaf_hash
from vs_workflow.journal.chain import NO_LEAF, Line
from vs_workflow.journal.entry import Instant, entry_bytes, read_entry
from vs_workflow.reasons import Finding


def check_links(lines: Iterable[Line]) -> Iterator[Finding]:
    """Every line whose leaf, number, link or moment does not hold. The rest is still looked at."""
    seq, prev, at = 0, NO_LEAF, Instant("")
    for line in lines:
        seq += 1
        if line.seq != seq:
            yield Finding("gap", "link.gap", {"expected": seq, "found": line.seq}, seq=line.seq)
            seq = line.seq
        leaf = leaf_hash(line.text)
        if leaf != line.leaf:
            yield Finding("leaf", "link.leaf", {"expected": leaf, "found": line.leaf}, seq=line.seq)
        try:
            entry = read_entry(line.text)
        except NotCanonical as error:
            yield Finding("entry", "link.unreadable", {"why": str(error)}, seq=line.seq)
        else:
            if entry_bytes(entry) != line.text:
                yield Finding("entry", "link.not-canonical", {}, seq=line.seq)
            if entry.seq != line.seq:
                yield Finding("copy", "link.number", {"expected": line.seq, "found": entry.seq}, seq=line.seq)
            if entry.prev != prev:
                yield Finding("link", "link.broken", {"expected": prev, "found": entry.prev}, seq=line.seq)
            if entry.at < at:
                yield Finding("clock", "link.clock", {"before": at, "found": entry.at}, seq=line.seq)
            at = max(at, entry.at)
        prev = line.leaf
