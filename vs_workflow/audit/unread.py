"""Rules that cannot be had: what rests on them nobody can judge, and what does not still can be.

Told once for each, with the first entry that rests on them and how many do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from vs_workflow.audit.founding import Foundation
from vs_workflow.audit.sweeps import Sweeps
from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Finding, Trouble
from vs_workflow.replay.lean import LeanFold
from vs_workflow.rules.rulebook import Rules


@dataclass(slots=True)
class Unread:
    """Collects, by what kept an entry from being judged, the numbers of those entries."""

    _seen: dict[str, tuple[Trouble, list[int]]] = field(default_factory=dict)

    def note(self, error: Trouble, seq: int) -> None:
        self._seen.setdefault(f"{error.rule} {error.facts}", (error, []))[1].append(seq)

    def findings(self) -> Iterator[Finding]:
        for error, seqs in self._seen.values():
            yield Finding("rules", error.rule, {**error.facts, "count": len(seqs)}, seq=seqs[0])


def take_unjudged(
    entry: Entry, fold: LeanFold, sweeps: Sweeps, foundation: Foundation, rules_of: Callable[[str], Rules]
) -> bool:
    """Take the entry as it says, so that those after it are not found wanting for what it did; whether that went."""
    with suppress(Exception):  # it was not judged, and may break whatever takes it at its word
        sweeps.unjudged(entry)
        with suppress(Trouble):
            foundation.moved(entry, fold.book, rules_of)
        fold.take(entry)
        return True
    return False
