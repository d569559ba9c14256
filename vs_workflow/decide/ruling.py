"""What a decision is: accepted or refused, each with the draft that records it, made from the request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.reasons import Facts, Reason
from vs_workflow.request import Asked
from vs_workflow.rules.authority import Proof
from vs_workflow.rules.rulebook import Rules


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


class Content(TypedDict, total=False):
    """What a draft says beside who asked, when and why: what it is about, what was given, and what follows."""

    assignment: str | None
    source: str | None
    target: str | None
    guards: Mapping[str, bool]
    facts: Facts
    documents: tuple[str, ...]
    corrects: int
    opens: Facts


def drafted(
    request: Asked, kind: Kind, what: str, rules: Rules, proof: Proof | None, **content: Unpack[Content]
) -> Draft:
    """The draft that records what was asked: by whom, for whom, on which day, why, and by which right."""
    return Draft(
        kind=kind,
        what=what,
        on=request.on,
        rules=rules.hash,
        actor=request.actor,
        behalf_of=request.behalf_of,
        typed_by=request.typed_by,
        role=proof.role if proof else None,
        grant=proof.grant if proof else None,
        reason=request.reason,
        **content,
    )


def ruling(draft: Draft, reasons: Iterable[Reason]) -> Decision:
    """Accepted where there is no reason against it; else the refusal of what the draft would have recorded."""
    found = tuple(reasons)
    if not found:
        return Accepted(draft)
    return refusal(draft, found)


def refusal(draft: Draft, reasons: tuple[Reason, ...]) -> Refused:
    """The refusal of what the draft would have recorded; of a draft that refuses already, for these reasons instead."""
    asked = draft.asked or draft.kind
    refused = replace(
        draft, kind=Kind.REFUSAL, asked=asked, reasons=reasons, guards={}, opens={}, role=None, grant=None
    )
    return Refused(refused, reasons)
