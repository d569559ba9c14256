"""Whether an entry says what the decision says: each field that was decided, and each reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from vs_workflow.decide import Decision, Refused
from vs_workflow.journal.entry import Draft, Entry
from vs_workflow.reasons import Finding, Plain, Reason

_SHOWN = 80
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
                "actor": entry.actor,
                "step": entry.what,
            }
            yield Finding(reason.code.value, "lawful.not-allowed", facts, seq=entry.seq)
        return
    if not entry.accepted and not reasons:
        yield Finding("refusal", "lawful.refused-wrongly", {"step": entry.what}, seq=entry.seq)
        return
    yield from unlike(entry, decision.draft, _COMPARED, _check_of)
    if not same(entry.reasons, reasons):
        facts = {"found": _told(entry.reasons, reasons), "expected": _told(reasons, entry.reasons)}
        yield Finding("refusal", "lawful.other-reasons", facts, seq=entry.seq)


def unlike(entry: Entry, expected: Draft, names: Iterable[str], check_of: Callable[[str], str]) -> Iterator[Finding]:
    """A finding for each of these fields that the entry spells otherwise than was expected."""
    for name in names:
        wanted, found = getattr(expected, name), getattr(entry, name)
        if not same(wanted, found):
            facts: dict[str, Plain] = {"field": name, "expected": str(wanted)[:_SHOWN], "found": str(found)[:_SHOWN]}
            yield Finding(check_of(name), "lawful.proof", facts, seq=entry.seq)


def same(one: object, two: object) -> bool:
    """Whether both are written alike: 1 and true are two things in an entry, and one to Python."""
    if one is two:
        return True
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        return one.keys() == two.keys() and all(same(said, two[name]) for name, said in one.items())
    if isinstance(one, list | tuple) and isinstance(two, list | tuple):
        return len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, Reason) and isinstance(two, Reason):
        return same(one.as_data(), two.as_data())
    return one == two and isinstance(one, bool) is isinstance(two, bool)


def _told(these: Sequence[Reason], those: Sequence[Reason]) -> str:
    """The rules of these reasons; behind one that is among those too, what it says otherwise."""
    return ", ".join(
        one.rule if any(same(one, other) for other in those) else f"{one.rule}{_otherwise(one, those)}" for one in these
    )


def _otherwise(one: Reason, those: Sequence[Reason]) -> str:
    others = [reason for reason in those if reason.rule == one.rule]
    if not others:
        return ""
    theirs = _parts(next((reason for reason in others if reason.guard == one.guard), others[0]))
    said = "; ".join(f"{name} {value}" for name, value in _parts(one).items() if theirs.get(name) != value)
    return f" ({said[:_SHOWN]})" if said else ""


def _parts(reason: Reason) -> dict[str, str]:
    """All that a reason says beside its rule, by name."""
    said: dict[str, Plain] = {**reason.facts, "who": list(reason.who), "guard": reason.guard, "code": reason.code.value}
    return {name: _said(value) for name, value in said.items()}


def _said(value: Plain) -> str:
    if isinstance(value, list):
        return " ".join(map(_said, value)) or "-"
    if isinstance(value, dict):
        return " ".join(f"{key} {_said(one)}" for key, one in value.items()) or "-"
    return "-" if value is None else str(value)


def _check_of(name: str) -> str:
    return {"role": "role", "grant": "grant", "guards": "guard", "source": "order", "target": "order"}.get(
        name, "proof"
    )
