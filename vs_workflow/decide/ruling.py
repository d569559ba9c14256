"""What a decision is: accepted or refused, each with the draft that records it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.reasons import Reason


@dataclass(frozen=True, slots=True)
class Accepted:
    """The entry to append, with the grant used and each guard's result in it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Refused:
    """Every reason, and the entry that records the refusal with the whole request."""

    draft: Draft
    reasons: tuple[Reason, ...]


Decision = Accepted | Refused


def ruling(draft: Draft, reasons: Iterable[Reason]) -> Decision:
    """Accepted where there is no reason against it; else the refusal of what the draft would have recorded."""
    found = tuple(reasons)
    if not found:
        return Accepted(draft)
    return refusal(draft, found)


def refusal(draft: Draft, reasons: tuple[Reason, ...]) -> Refused:
    refused = replace(
        draft, kind=Kind.REFUSAL, asked=draft.kind, reasons=reasons, guards={}, opens={}, role=None, grant=None
    )
    return Refused(refused, reasons)
