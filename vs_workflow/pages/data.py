"""What several documents have in common: reasons, milestones, turns, days, as JSON's objects.

Keys are the same in every language; only what is meant to be read follows the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from vs_workflow.desk.views import Awaited, MilestoneView, OfferView, Setting, Turn
from vs_workflow.reasons import Facts, Finding, Reason
from vs_workflow.words import naming, say
from vs_workflow.words.lang import Lang

Data = dict[str, object]


def day(found: date | None) -> str | None:
    return None if found is None else found.isoformat()


def reasons_data(reasons: Iterable[Reason], setting: Setting, lang: Lang, about: Facts | None = None) -> list[Data]:
    return [reason_data(reason, setting, lang, about) for reason in reasons]


def reason_data(reason: Reason, setting: Setting, lang: Lang, about: Facts | None = None) -> Data:
    """A reason as outside programs see it; `guard` only where a guard speaks."""
    message, remedy = say.reason(reason, setting, lang, about or {})
    data: Data = {
        "code": reason.code.value,
        "rule": reason.rule,
        "message": message,
        "who": list(reason.who),
        "remedy": remedy,
        "facts": dict(reason.facts),
    }
    if reason.guard is not None:
        data["guard"] = reason.guard
    return data


def finding_data(finding: Finding, lang: Lang, setting: Setting | None) -> Data:
    return {
        "seq": finding.seq,
        "check": finding.check,
        "rule": finding.rule,
        "where": finding.where,
        "warning": finding.warning,
        "message": say.finding(finding, lang, setting),
        "remedy": say.finding_remedy(finding, lang, setting),
        "facts": dict(finding.facts),
    }


def turn_data(turn: Turn) -> Data:
    return {"step": turn.step, **roles_data(turn.roles), "people": list(turn.people)}


def awaited_data(one: Awaited) -> Data:
    said: Data = {"step": one.step, "event": one.event, "body": one.body}
    return {**said, **roles_data(one.roles), "people": list(one.people)}


def roles_data(roles: tuple[str, ...]) -> Data:
    """All the roles in which something may be done; `role` is the first of them."""
    return {"role": roles[0] if roles else "", "roles": list(roles)}


def milestone_data(view: MilestoneView, setting: Setting, lang: Lang) -> Data:
    judgement = view.judgement
    return {
        "id": judgement.milestone,
        "label": naming.milestone(judgement.milestone, setting, lang),
        "due": day(judgement.due),
        "verdict": judgement.verdict.value,
        "days": judgement.days,
        "satisfied_on": day(judgement.satisfied_on),
        "recorded_at": judgement.recorded_at,
        "late_in_registration": view.late_in_registration,
        "answers": list(view.answers),
        "next_meeting": day(view.next_meeting),
        "presses": list(view.presses),
    }


def offer_data(offer: OfferView) -> Data:
    return {
        "body": offer.body,
        "name": offer.name,
        "state": offer.state,
        "on": offer.on.isoformat(),
        "reason": offer.reason,
    }


def destroyed_data(destroyed: Mapping[str, int]) -> list[Data]:
    return [{"assignment": key, "seq": seq} for key, seq in destroyed.items()]
