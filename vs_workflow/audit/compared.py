"""Whether an entry says what the decision says: each field that was decided, and each reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from vs_workflow.decide import Decision, Refused
from vs_workflow.journal.entry import Draft, Entry
from vs_workflow.reasons import Finding, Plain

_COMPARED = tuple(one.name for one in fields(Draft) if one.name not in ("key", "request", "reasons", "rules"))


def compared(entry: Entry, decision: Decision) -> Iterator[Finding]:
    """What of it was decided otherwise."""
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    if entry.accepted and reasons:
        for reason in reasons:
            facts: dict[str, Plain] = {
                "code": reason.code.value,
                "why": reason.rule,
                "why_facts": dict(reason.facts),
                "step": entry.what,
            }
            yield Finding(reason.code.value, "lawful.not-allowed", facts, seq=entry.seq)
        return
    if not entry.accepted and not reasons:
        yield Finding("refusal", "lawful.refused-wrongly", {"step": entry.what}, seq=entry.seq)
        return
    for name in _COMPARED:
        expected, got = getattr(decision.draft, name), getattr(entry, name)
        if expected != got:
            facts = {"field": name, "expected": str(expected)[:80], "found": str(got)[:80]}
            yield Finding(_check_of(name), "lawful.proof", facts, seq=entry.seq)
    if entry.reasons != reasons:
        facts = {
            "found": ", ".join(one.rule for one in entry.reasons),
            "expected": ", ".join(one.rule for one in reasons),
        }
        yield Finding("refusal", "lawful.other-reasons", facts, seq=entry.seq)


def _check_of(name: str) -> str:
    return {"role": "role", "grant": "grant", "guards": "guard", "source": "order", "target": "order"}.get(
        name, "proof"
    )
