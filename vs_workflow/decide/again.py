"""Asking again what was asked when an entry was written: the request, rebuilt from the entry alone."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from vs_workflow.journal.chain import moment
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.request import Correct, EndGrant, Enrol, GiveMandate, GiveRole, RecordEvent, Request, TakeStep
from vs_workflow.rules.rulebook import Rules


@lru_cache(maxsize=8)
def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_day(at: Instant, rules: Rules) -> date:
    """The programme's local day of a moment, whatever zone the machine is set to."""
    return moment(at).astimezone(zone(rules.programme.zone)).date()


def request_of(entry: Entry, rules: Rules) -> Request | None:
    """The request that this entry accepted or refused; None for an entry that nobody asked for (genesis, opening)."""
    today = local_day(entry.at, rules)
    kind = entry.asked if entry.kind is Kind.REFUSAL else entry.kind
    facts = entry.facts
    match kind:
        case Kind.STEP:
            return TakeStep(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, assignment=entry.assignment or "", step=entry.what, facts=facts, documents=entry.documents,
            )  # fmt: skip
        case Kind.EVENT:
            return RecordEvent(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, assignment=entry.assignment, event=entry.what, facts=facts, documents=entry.documents,
            )  # fmt: skip
        case Kind.GRANT if entry.actor is None:
            return None
        case Kind.GRANT if entry.what == "grant":
            return GiveRole(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, role=str(facts.get("role")), person=str(facts.get("person")), assignment=entry.assignment,
                body=_text(facts.get("body")), until=_day(facts.get("until")), district=_text(facts.get("district")),
                organisation=_text(facts.get("organisation")),
            )  # fmt: skip
        case Kind.GRANT if entry.what == "mandate":
            return GiveMandate(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, person=str(facts.get("person")), rests_on=_number(facts.get("rests_on")),
                until=_day(facts.get("until")) or entry.on,
            )  # fmt: skip
        case Kind.GRANT:
            return EndGrant(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, grant=_number(facts.get("grant")),
            )  # fmt: skip
        case Kind.CORRECTION:
            return Correct(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, seq=entry.corrects or 0, annul=entry.what == "annul",
            )  # fmt: skip
        case Kind.REGISTER if entry.actor is not None:
            return Enrol(
                actor=entry.actor, today=today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
                reason=entry.reason, person=str(facts.get("person")), record=str(facts.get("record")),
            )  # fmt: skip
        case _:
            return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
