"""Asking again what was asked when an entry was written: the request, rebuilt from the entry alone."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.request import (
    AddKey,
    Correct,
    Destroy,
    EndGrant,
    Enrol,
    Extent,
    GiveMandate,
    GiveRole,
    Migrate,
    RecordEvent,
    Request,
    RetireKey,
    TakeStep,
)
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day


def request_of(entry: Entry, rules: Rules) -> Request | None:
    """The request that this entry accepted or refused; None for an entry that nobody asked for (genesis, opening)."""
    kind = entry.asked if entry.kind is Kind.REFUSAL else entry.kind
    facts, who = entry.facts, _who(entry, rules)
    match kind:
        case Kind.STEP:
            return TakeStep(
                **who, assignment=entry.assignment or "", step=entry.what, facts=facts, documents=entry.documents
            )
        case Kind.EVENT:
            return RecordEvent(
                **who, assignment=entry.assignment, event=entry.what, facts=facts, documents=entry.documents
            )
        case Kind.GRANT if entry.actor is None:
            return None
        case Kind.GRANT if entry.what == "grant":
            return GiveRole(
                **who,
                role=str(facts.get("role")),
                person=str(facts.get("person")),
                assignment=entry.assignment,
                body=_text(facts.get("body")),
                until=_day(facts.get("until")),
                district=_text(facts.get("district")),
                organisation=_text(facts.get("organisation")),
            )
        case Kind.GRANT if entry.what == "mandate":
            rests_on, until = _number(facts.get("rests_on")), _day(facts.get("until")) or entry.on
            return GiveMandate(
                **who,
                person=str(facts.get("person")),
                rests_on=rests_on,
                until=until,
                role=_text(facts.get("role")),
                assignment=entry.assignment,
            )
        case Kind.GRANT:
            return EndGrant(**who, grant=_number(facts.get("grant")))
        case Kind.CORRECTION:
            return Correct(**who, seq=entry.corrects or 0, annul=entry.what == "annul", assignment=entry.assignment)
        case Kind.REGISTER if entry.actor is not None:
            return Enrol(**who, person=str(facts.get("person")), record=str(facts.get("record")))
        case Kind.MIGRATION:
            along = facts.get("along")
            keys = tuple(str(key) for key in along) if isinstance(along, list) else ()
            return Migrate(**who, assignment=entry.assignment, to=str(facts.get("to")), along=keys)
        case Kind.DESTRUCTION:
            return Destroy(
                **who,
                assignment=entry.assignment or "",
                ground=str(facts.get("ground")),
                extent=_extent(entry),
                documents=entry.documents,
            )
        case Kind.KEY if entry.what == "added":
            return AddKey(
                **_nobody(who),
                principal=str(facts.get("principal")),
                purpose=str(facts.get("purpose")),
                type=str(facts.get("type")),
                public=str(facts.get("public")),
            )
        case Kind.KEY:
            return RetireKey(**_nobody(who), fingerprint=str(facts.get("fingerprint")))
        case _:
            return None


class _Who(TypedDict):
    """What every request has."""

    actor: str | None
    today: date
    on: date
    behalf_of: str | None
    typed_by: str | None
    reason: str


def _who(entry: Entry, rules: Rules) -> _Who:
    return {
        "actor": entry.actor,
        "today": local_day(entry.at, rules),
        "on": entry.on,
        "behalf_of": entry.behalf_of,
        "typed_by": entry.typed_by,
        "reason": entry.reason,
    }


def _extent(entry: Entry) -> Extent:
    numbers, remains = entry.facts.get("entries"), entry.facts.get("remains")
    return Extent(
        state=entry.source or "",
        entries=tuple(one for one in numbers if isinstance(one, int)) if isinstance(numbers, list) else (),
        root=str(entry.facts.get("root", "")),
        remains=tuple(remains) if isinstance(remains, list) else (),
    )


def _nobody(who: _Who) -> _Who:
    """The same where nobody acts; an entry that names somebody all the same is then another than was decided."""
    return {**who, "actor": None, "behalf_of": None, "typed_by": None}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _number(value: object) -> int:
    return value if type(value) is int else 0
