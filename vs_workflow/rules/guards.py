"""The registry of guards: named conditions with parameters, looked up by kind and never imported from a string.

A guard reads a situation and says what is missing, or nothing. It must not decide who may
act nor in which order; a guard that crashes is a fault of the program, never "false".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from vs_workflow.casebook import Case, Casebook
from vs_workflow.reasons import Code, Facts, Plain, Reason
from vs_workflow.rules.authority import entitled, ways
from vs_workflow.rules.facts import says_something
from vs_workflow.rules.lifecycle import Action, GuardSpec
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import any_meets, bodies_of, in_effect, offers, team, team_with, text_of


@dataclass(frozen=True, slots=True)
class Situation:
    """What a guard may look at: the action with what was given, the case, and all that is known."""

    action: Action
    on: date
    facts: Facts
    documents: tuple[str, ...]
    reason: str
    case: Case
    book: Casebook
    rules: Rules


@dataclass(frozen=True, slots=True)
class Unmet:
    """What a guard misses: the rule that says so and the facts it speaks of."""

    rule: str
    facts: Facts


Guard = Callable[[Situation, GuardSpec], Unmet | None]


def unmet(situation: Situation) -> dict[str, Unmet | None]:
    """Every guard of the action by name, with what it misses (None where it holds). All are evaluated."""
    return {spec.name: REGISTRY[spec.kind](situation, spec) for spec in situation.action.guards}


def reasons(situation: Situation, found: Mapping[str, Unmet | None]) -> tuple[Reason, ...]:
    """A reason for each guard that does not hold, with who can supply what is missing."""
    specs = {spec.name: spec for spec in situation.action.guards}
    return tuple(
        Reason(Code.GUARD, missing.rule, missing.facts, _suppliers(situation, specs[name]), guard=name)
        for name, missing in found.items()
        if missing is not None
    )


def _suppliers(situation: Situation, spec: GuardSpec) -> tuple[str, ...]:
    rules, book, case = situation.rules, situation.book, situation.case
    event = rules.lifecycle.event(spec.supplied_by) if spec.supplied_by else None
    if event is None:
        return entitled(ways(situation.action, situation.facts, case, book, rules), situation.on, book)
    facts: dict[str, Plain] = dict(situation.facts)
    if spec.body_kind:
        facts["body"] = next(iter(bodies_of((spec.body_kind,), book, rules)), "")
    if spec.kind == "sub-cases":
        found: list[str] = []
        for body, offer in offers(case, rules).items():
            if offer.state not in spec.all_in and event.sub is not None:
                named: Facts = {**facts, event.sub.fact: body}
                found.extend(
                    who
                    for who in entitled(ways(event, named, case, book, rules), situation.on, book)
                    if who not in found
                )
        return tuple(found)
    return entitled(ways(event, facts, case, book, rules), situation.on, book)


def _document(situation: Situation, spec: GuardSpec) -> Unmet | None:
    return None if situation.documents else Unmet("guard.document", {})


def _fact(situation: Situation, spec: GuardSpec) -> Unmet | None:
    value = situation.facts.get(spec.fact)
    empty = value in (None, "", [], {}, False) or (isinstance(value, str) and not says_something(value))
    return Unmet("guard.fact", {"fact": spec.fact}) if empty else None


def _confirmed(situation: Situation, spec: GuardSpec) -> Unmet | None:
    asked = situation.action.fact(spec.fact)
    given = situation.facts.get(spec.fact)
    said = given if isinstance(given, dict) else {}
    missing = [key for key in (asked.items if asked is not None else ()) if not says_something(said.get(key))]
    return Unmet("guard.confirmed", {"fact": spec.fact, "missing": list(missing)}) if missing else None


def _records(situation: Situation, spec: GuardSpec) -> Unmet | None:
    asked = situation.action.fact(spec.fact)
    given = situation.facts.get(spec.fact)
    rows = [row for row in given if isinstance(row, dict)] if isinstance(given, list) else []
    rows = [row for row in rows if any(says_something(value) for value in row.values())]
    if not rows:
        if spec.or_fact and text_of(situation.facts, spec.or_fact):
            return None
        return Unmet("guard.records", {"fact": spec.fact})
    for number, row in enumerate(rows, 1):
        for part in asked.fields if asked is not None else ():
            if part.required and not says_something(row.get(part.key)):
                return Unmet("guard.record-incomplete", {"fact": spec.fact, "row": number, "field": part.key})
    return None


def _reason(situation: Situation, spec: GuardSpec) -> Unmet | None:
    return None if says_something(situation.reason) else Unmet("guard.reason", {})


def _meeting(situation: Situation, spec: GuardSpec) -> Unmet | None:
    if any_meets(spec.body_kind, situation.on, situation.book, situation.rules):
        return None
    bodies = bodies_of((spec.body_kind,), situation.book, situation.rules)
    return Unmet("guard.meeting", {"body": bodies[0] if bodies else spec.body_kind, "on": situation.on.isoformat()})


def _event_in_effect(situation: Situation, spec: GuardSpec) -> Unmet | None:
    if in_effect(situation.case, spec.event, situation.rules.lifecycle) is not None:
        return None
    return Unmet("guard.event", {"event": spec.event, "assignment": situation.case.key})


def _sub_cases(situation: Situation, spec: GuardSpec) -> Unmet | None:
    found = offers(situation.case, situation.rules)
    waiting = [key for key, offer in found.items() if offer.state not in spec.all_in]
    some = [key for key, offer in found.items() if offer.state in spec.some_in]
    if not waiting and some:
        return None
    counts: dict[str, Plain] = {}
    for offer in found.values():
        counts[offer.state] = int(str(counts.get(offer.state, 0))) + 1
    facts: Facts = {"total": len(found), "counts": counts, "waiting": list(waiting)}
    return Unmet("guard.sub-cases-open" if waiting else "guard.sub-cases-none", facts)


def composition_gaps(spec: GuardSpec, case: Case, rules: Rules, day: date) -> tuple[str, ...]:
    """What the team lacks on that day (§3.1): `district-KEY` for an official, `organisation-KEY` for a partner."""
    members = team_with(spec.counts, case, rules, day).values()
    gaps: list[str] = []
    if spec.every_district:
        present = {member.district for member in members if member.organisation == spec.organisation}
        gaps += [f"district-{one.key}" for one in rules.programme.districts if one.key not in present]
    assignment = rules.programme.assignment(case.key)
    needed = (*spec.organisations, *(assignment.needs if assignment is not None else ()))
    organisations = {member.organisation for member in members}
    gaps += [f"organisation-{key}" for key in dict.fromkeys(needed) if key not in organisations]
    return tuple(gaps)


def _composition(situation: Situation, spec: GuardSpec) -> Unmet | None:
    gaps = composition_gaps(spec, situation.case, situation.rules, situation.on)
    accepted = situation.facts.get(spec.accepted_in)
    said = accepted if isinstance(accepted, dict) else {}
    left = [gap for gap in gaps if said.get(gap) is not True]
    if left:
        return Unmet("guard.composition", {"gaps": list(left), "assignment": situation.case.key})
    if gaps and not says_something(situation.reason):
        return Unmet("guard.composition-reason", {"gaps": list(gaps), "assignment": situation.case.key})
    return None


def _team_member(situation: Situation, spec: GuardSpec) -> Unmet | None:
    person = text_of(situation.facts, "person")
    event = situation.rules.lifecycle.event(situation.action.key)
    known = team(situation.case, situation.rules).get(person)
    if event is None or not person:
        return None
    if event.team == "leaves":
        if known is None:
            return Unmet("guard.not-a-member", {"person": person})
        if situation.on < known.since:
            return Unmet("guard.left-before-joined", {"person": person, "since": known.since.isoformat()})
        return None
    since = known.since if known is not None else _member_until(person, situation)
    if since is not None:
        return Unmet("guard.already-a-member", {"person": person, "since": since.isoformat()})
    if spec.organisation == text_of(situation.facts, "organisation") and not text_of(situation.facts, "district"):
        return Unmet("guard.district-missing", {"person": person, "organisation": spec.organisation})
    return None


def _member_until(person: str, situation: Situation) -> date | None:
    """Since when the person was in the team on the day asked about, where leaving came only after that day."""
    lifecycle, on = situation.rules.lifecycle, situation.on
    left = [
        mark.on
        for mark in situation.case.marks
        if (event := lifecycle.event(mark.what)) is not None
        and event.team == "leaves"
        and text_of(mark.facts, "person") == person
    ]
    if not left or on >= max(left):
        return None
    then = team(situation.case, situation.rules, on).get(person)
    return then.since if then is not None else on


REGISTRY: dict[str, Guard] = {
    "document": _document,
    "fact": _fact,
    "confirmed": _confirmed,
    "records": _records,
    "reason": _reason,
    "meeting": _meeting,
    "event-in-effect": _event_in_effect,
    "sub-cases": _sub_cases,
    "composition": _composition,
    "team-member": _team_member,
}
