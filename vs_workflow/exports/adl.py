"""Every decision as a record of the Authorization Decision Log (Logius, working draft 0.0.1), a line of JSON each.

Level 4: request, response, policies, information and configuration, raw in the body. A
refusal is an answer and no error. Trace and span ids are derived one-way from the entry's
salt, so that they are as random as it is and give away neither salt nor hash.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256

from vs_workflow.desk.leave import Leaving
from vs_workflow.exports.roles import Shown
from vs_workflow.journal.canon import to_bytes
from vs_workflow.journal.chain import moment
from vs_workflow.journal.checkpoint import Roots
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Plain

EVENT_NAME = "adl.access_evaluation"
_DECIDED = (Kind.STEP, Kind.EVENT, Kind.GRANT, Kind.CORRECTION, Kind.REGISTER, Kind.MIGRATION, Kind.DESTRUCTION)


def decisions(found: Leaving, shown: Shown) -> Iterator[bytes]:
    """A record for each request that was decided, each ending with a line feed."""
    roots = Roots()
    source: dict[str, Plain] = {"service.name": "vs_workflow", "vs.programme": found.programme}
    if found.setting.rehearsal:
        source["vs.rehearsal"] = True
    for one in found.told:
        entry = one.entry
        if entry is not None and _is_decision(entry) and found.assignment in (None, entry.assignment):
            yield to_bytes(_record(entry, source, roots, shown)) + b"\n"
        roots.add(bytes.fromhex(one.line.leaf))


def _is_decision(entry: Entry) -> bool:
    """Whether somebody asked for it: what a programme begins with, and what a check finds, nobody decided.

    Nor is it anybody's right that decides on a key.
    """
    if Kind.KEY in (entry.kind, entry.asked):
        return False
    return not entry.accepted or (entry.kind in _DECIDED and entry.actor is not None)


def _record(entry: Entry, source: Mapping[str, Plain], roots: Roots, shown: Shown) -> dict[str, Plain]:
    return {
        "trace_id": _derived("trace", entry.salt, 32),
        "span_id": _derived("span", entry.salt, 16),
        "event_name": EVENT_NAME,
        "timestamp": _milliseconds(entry),
        "status": "Ok",
        "body": {
            "adl.core.request": _request(entry, shown),
            "adl.core.response": _response(entry, shown),
            "adl.core.policies": entry.rules,
            "adl.core.information": {"entries": roots.size, "root": b64encode(roots.root()).decode()},
            "adl.core.configuration": entry.app,
        },
        "resource": {**source, "vs.seq": entry.seq},
    }


def _request(entry: Entry, shown: Shown) -> Plain:
    kind = entry.asked or entry.kind
    about: dict[str, Plain] = {"type": "programme", "id": ""}
    if entry.assignment is not None:
        about = {"type": "assignment", "id": entry.assignment}
    context: dict[str, Plain] = {
        "on": entry.on.isoformat(),
        "facts": shown.value(dict(entry.facts)),
        "documents": [*entry.documents],
        "reason": shown.text(entry.reason),
    }
    if entry.corrects is not None:
        context["corrects"] = entry.corrects
    return {
        "subject": {
            "type": "person",
            "id": shown.person(entry.actor),
            "properties": {
                "on_behalf_of": shown.person(entry.behalf_of),
                "typed_by": shown.person(entry.typed_by),
            },
        },
        "action": {"name": f"{kind.value}.{entry.what}"},
        "resource": about,
        "context": context,
    }


def _response(entry: Entry, shown: Shown) -> Plain:
    """The decision, with the proof that it rests on or with every reason against it."""
    if entry.accepted:
        proof: dict[str, Plain] = {"role": entry.role, "grant": entry.grant, "guards": dict(entry.guards)}
        return {"decision": True, "context": {"reason": proof}}
    reasons: list[Plain] = [shown.value(one.as_data()) for one in entry.reasons]
    return {"decision": False, "context": {"reason": reasons}}


def _milliseconds(entry: Entry) -> int:
    found = moment(entry.at)
    return int(found.timestamp()) * 1000 + found.microsecond // 1000


def _derived(purpose: str, salt: str, digits: int) -> str:
    """A hash of the salt for this purpose alone; never all zeros, which would mean none."""
    found = sha256(f"adl {purpose} {salt}".encode()).hexdigest()[:digits]
    return found if found.strip("0") else "1".rjust(digits, "0")
