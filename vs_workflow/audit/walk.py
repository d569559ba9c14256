"""One pass over the lines, in flat memory: bytes, links, numbers, order, roles and the periods of grants.

It uses the table that was read off the lifecycle's machine, and keeps a state and a day per
assignment, nothing per entry. What a correction unsettles, and what goes by rules that cannot
be had, it leaves to `recompute`, which judges every decision again in full.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from vs_workflow.journal.canon import NotCanonical, is_leaf
from vs_workflow.journal.chain import NO_LEAF, Line
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import Finding, Trouble
from vs_workflow.rules.machine import Edge, table
from vs_workflow.rules.rulebook import Rules


@dataclass(slots=True)
class _Held:
    """A grant as the walk keeps it; days are ISO texts, whose order is that of the days."""

    person: str
    role: str
    assignment: str | None
    start: str
    until: str | None
    giver: str | None
    rests_on: int | None

    def covers(self, day: str) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class Walked:
    """What the walk found. `states` maps each assignment to its state; `unsettled` are those left to `recompute`.

    `last` is the last number; there are fewer `entries` where one is missing.
    """

    entries: int = 0
    last: int = 0
    head: str = NO_LEAF
    findings: list[Finding] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    unsettled: set[str] = field(default_factory=set)


def walk(
    lines: Iterable[Line],
    rules_of: Callable[[str], Rules],
    *,
    progress: Callable[[int], None] | None = None,
) -> Walked:
    """Check every line against the one before and every step against the order, the role and the grant's days."""
    walked = Walked()
    states, unsettled = walked.states, walked.unsettled
    days: dict[str, str] = {}
    grants: dict[int, _Held] = {}
    tables: dict[str, dict[tuple[str, str], Edge]] = {}
    blank: set[int] = set()
    # What is kept as the hash of the line before, and what its text gives: where these differ, the next entry tells
    # which of the two was changed.
    prev: str = NO_LEAF
    leaf: str = NO_LEAF
    doubted: int | None = None
    at = ""
    seq = 0
    for count, line in enumerate(lines, start=1):
        seq += 1
        walked.entries = count
        text = line.text
        if line.seq != seq:
            walked.findings.append(Finding("gap", "link.gap", {"expected": seq, "found": line.seq}, seq=line.seq))
            seq = line.seq
        if not text:
            # The leaf binds what follows; that a destruction names it is seen when that comes by.
            blank.add(seq)
            if not is_leaf(line.leaf):
                walked.findings.append(Finding("leaf", "link.no-leaf", {"found": line.leaf}, seq=seq))
            prev, leaf, doubted = line.leaf, line.leaf, None
            continue
        hashed = sha256(b"\x00" + text).hexdigest()
        before, doubted = doubted, None
        if hashed != line.leaf:
            doubted = len(walked.findings)
            walked.findings.append(
                Finding("leaf", "link.leaf-or-text", {"expected": hashed, "found": line.leaf}, seq=seq)
            )
        try:
            entry = _entry(text)
            if before is not None:
                walked.findings[before] = _which(walked.findings[before], entry["prev"], seq)
            if entry["prev"] not in (prev, leaf):
                walked.findings.append(
                    Finding("link", "link.broken", {"expected": prev, "found": str(entry["prev"])}, seq=seq)
                )
            if entry["seq"] != seq:
                walked.findings.append(
                    Finding("copy", "link.number", {"expected": seq, "found": str(entry["seq"])}, seq=seq)
                )
            if entry["at"] < at:
                walked.findings.append(Finding("clock", "link.clock", {"before": at, "found": entry["at"]}, seq=seq))
            at = entry["at"]
            kind = entry["kind"]
            if kind == "step":
                assignment = entry["assignment"]
                rules = entry["rules"]
                edges = tables.get(rules)
                if edges is None:
                    edges = tables[rules] = dict(table(rules_of(rules)))
                if assignment not in unsettled:
                    _step(entry, seq, assignment, edges, states, days, grants, walked.findings)
            elif kind == "grant":
                _grant(entry, seq, grants)
            elif kind == "opened":
                states[entry["assignment"]] = entry["to"]
                days[entry["assignment"]] = entry["on"]
            elif kind in ("correction", "migration", "destruction"):
                unsettled.add(entry.get("assignment") or "")
                if kind == "destruction":
                    blank.difference_update(entry["facts"]["entries"])
        except Trouble:
            # Without its rules nothing is known of the step; whoever judges in full says which rules are gone.
            unsettled.add(assignment)
        except Exception as error:  # noqa: BLE001 - a forged entry must be a finding, whatever it breaks
            walked.findings.append(Finding("entry", "link.unreadable", {"why": _why(error, text)}, seq=seq))
        prev, leaf = line.leaf, hashed
        if progress is not None and not seq % 1000:
            progress(seq)
    walked.findings += [Finding("destruction", "lawful.blank", {}, seq=one) for one in sorted(blank)]
    walked.last = seq
    walked.head = prev
    return walked


def _which(doubted: Finding, named: str, seq: int) -> Finding:
    """Whether the text or the hash beside it was changed: the next entry, number `seq`, names the hash as it was."""
    if named == doubted.facts["expected"]:
        return replace(doubted, rule="link.beside", facts={**doubted.facts, "next": seq})
    return replace(doubted, rule="link.leaf") if named == doubted.facts["found"] else doubted


_decode = json.JSONDecoder().raw_decode


def _entry(text: bytes) -> dict[str, Any]:
    # What `json.loads` does besides, guessing the encoding and skipping white space, costs as much as the reading.
    said = text.decode()
    entry, end = _decode(said)
    if end != len(said) or type(entry) is not dict:
        raise ValueError("not one object")
    return entry


def _step(
    entry: dict[str, Any],
    seq: int,
    assignment: str,
    edges: dict[tuple[str, str], Edge],
    states: dict[str, str],
    days: dict[str, str],
    grants: dict[int, _Held],
    findings: list[Finding],
) -> None:
    state = states.get(assignment, "")
    step, on = entry["what"], entry["on"]
    edge = edges.get((state, step))
    if edge is None or edge.target != entry["to"] or state != entry["from"]:
        facts = {"assignment": assignment, "step": step, "state": state, "found": str(entry["to"])}
        findings.append(Finding("order", "lawful.order", {**facts}, seq=seq))
    elif on < days[assignment]:
        findings.append(
            Finding("date", "lawful.date", {"assignment": assignment, "on": on, "before": days[assignment]}, seq=seq)
        )
    states[assignment] = entry["to"]
    days[assignment] = on
    held = grants.get(entry.get("grant", 0))
    if held is None or held.person != entry["actor"] or held.role != entry["role"]:
        findings.append(Finding("role", "lawful.role", {"actor": entry["actor"], "step": step}, seq=seq))
        return
    if edge is not None and held.role not in edge.roles:
        findings.append(Finding("role", "lawful.role", {"actor": entry["actor"], "step": step}, seq=seq))
    if held.assignment is not None and held.assignment != assignment:
        findings.append(Finding("role", "lawful.role", {"actor": entry["actor"], "step": step}, seq=seq))
    if held.rests_on is not None:
        below = grants.get(held.rests_on)
        if entry.get("behalf_of") != held.giver or below is None or not below.covers(on):
            findings.append(Finding("mandate", "lawful.mandate", {"actor": entry["actor"], "step": step}, seq=seq))
    if not held.covers(on):
        findings.append(Finding("grant", "lawful.grant-period", {"grant": entry["grant"], "on": on}, seq=seq))


def _grant(entry: dict[str, Any], seq: int, grants: dict[int, _Held]) -> None:
    facts = entry["facts"]
    if entry["what"] == "end":
        if facts["grant"] in grants:
            grants[facts["grant"]].until = entry["on"]
        return
    rests_on = facts.get("rests_on")
    grants[seq] = _Held(
        facts["person"],
        facts["role"],
        entry.get("assignment"),
        entry["on"],
        facts.get("until"),
        entry.get("actor") if rests_on is not None else None,
        rests_on,
    )


def _why(error: Exception, text: bytes) -> str:
    """What `recompute` says of a text that is no entry, so that it is told once; else what broke the walk."""
    try:
        read_entry(text)
    except (NotCanonical, ValueError) as said:
        return str(said)[:120]
    return (str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}")[:120]
