"""What steps and events ask and do: who may, which facts, and effects, each of a kind that the decision can read."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.lifecycle import Action, Entitlement, Event, FactSpec, SubEffect
from vs_workflow.rules.proving.places import (
    actions,
    body_kinds,
    events,
    of_an_assignment,
    rows,
    specs,
    steps,
    unknown,
)
from vs_workflow.rules.rulebook import Rules

DEEPEST = 3


def somebody_is_named(rules: Rules) -> Iterator[Finding]:
    """Every action names a role, and each way to be entitled can be gone."""
    for where, action in actions(rules):
        if not action.by:
            yield Finding("asking", "sound.nothing-named", {"what": "role"}, where=f"{where}.by")
        for place, one in rows(f"{where}.by", action.by):
            yield from _entitlement(one, action, place, rules)


def _entitlement(one: Entitlement, action: Action, where: str, rules: Rules) -> Iterator[Finding]:
    role = rules.lifecycle.role(one.role)
    if one.fact:
        yield from fact_of_type(action, one.fact, ("body",), f"{where}.fact")
    for part, given in (("body_kinds", one.body_kinds), ("same_district", one.same_district)):
        if given and not one.fact:
            yield Finding("asking", "sound.needs-parameter", {"parameter": part, "needs": "fact"}, where=where)
    if role is None:
        return
    if role.scope == "body":
        if not (one.fact or one.of_kind or one.sub_states):
            facts: dict[str, Plain] = {"parameter": "role", "needs": "fact"}
            yield Finding("asking", "sound.needs-parameter", facts, where=where)
        if one.sub_states and one.of_kind:
            yield Finding("asking", "sound.says-nothing", {"parameter": "of_kind"}, where=where)
    else:
        for part in ("of_kind", "sub_states", "same_district"):
            if getattr(one, part):
                yield Finding("asking", "sound.says-nothing", {"parameter": part}, where=where)
        if one.fact and not one.body_kinds:
            yield Finding("asking", "sound.says-nothing", {"parameter": "fact"}, where=where)
    if isinstance(action, Event) and not of_an_assignment(action) and (role.scope == "assignment" or one.sub_states):
        yield not_of_assignment(action, where)


def not_of_assignment(action: Action, where: str) -> Finding:
    """What is said there can only be read of an assignment."""
    scope = action.scope if isinstance(action, Event) else "assignment"
    return Finding("asking", "sound.not-of-assignment", {"name": action.key, "scope": scope}, where=where)


def fact_of_type(action: Action, key: str, types: tuple[str, ...], where: str) -> Iterator[Finding]:
    """The action asks this fact, and it is of one of these types."""
    spec = action.fact(key)
    expected: list[Plain] = [*types]
    if spec is None:
        yield unknown("asking", "fact", key, [one.key for one in action.facts], where)
    elif types and spec.type not in types:
        facts: dict[str, Plain] = {"fact": key, "found": spec.type, "expected": expected}
        yield Finding("asking", "sound.fact-type", facts, where=where)


def facts_can_be_given(rules: Rules) -> Iterator[Finding]:
    """A list to choose from is not empty, names of kinds are known, and what is required is asked for by a guard."""
    kinds = body_kinds(rules)
    for where, action in actions(rules):
        guarded = {spec.fact for spec in action.guards} | {spec.or_fact for spec in action.guards}
        for place, spec in rows(f"{where}.facts", action.facts):
            if spec.required and spec.key not in guarded:
                yield Finding("asking", "sound.required-unguarded", {"fact": spec.key}, where=place)
        for place, spec in specs(where, action.facts):
            if place.count(".fields") > DEEPEST:
                yield Finding("asking", "sound.too-deep", {"most": DEEPEST}, where=place)
            for type_, part in (("confirmations", "items"), ("records", "fields"), ("choice", "choices")):
                if spec.type == type_ and not getattr(spec, part):
                    yield Finding("asking", "sound.needs-parameter", {"parameter": type_, "needs": part}, where=place)
                if spec.type != type_ and getattr(spec, part):
                    yield Finding("asking", "sound.says-nothing", {"parameter": part}, where=place)
            for name in spec.body_kinds:
                if name not in kinds:
                    yield unknown("asking", "body-kind", name, kinds, f"{place}.body_kinds")


def effects_can_be_read(rules: Rules) -> Iterator[Finding]:
    """An effect on bodies names facts in which bodies stand, of an assignment, and states that there are."""
    for where, action in actions(rules):
        if action.opens is not None:
            yield from _opens(action, where, rules)
        if action.sub is None:
            continue
        if not of_an_assignment(action):
            yield not_of_assignment(action, f"{where}.sub")
        yield from _sub(action, action.sub, f"{where}.sub")
        yield from _sub_states(action.sub, f"{where}.sub", rules)
    for where, action in actions(rules):
        for place, one in rows(f"{where}.by", action.by):
            yield from sub_states_exist(one.sub_states, f"{place}.sub_states", rules)


def _sub(action: Action, effect: SubEffect, where: str) -> Iterator[Finding]:
    yield from fact_of_type(action, effect.fact, ("body", "records"), f"{where}.fact")
    spec = action.fact(effect.fact)
    if spec is not None and spec.type == "records" and not _rows_name_bodies(action, spec):
        yield Finding("asking", "sound.rows-without-body", {"fact": effect.fact}, where=f"{where}.fact")
    if effect.or_fact:
        yield from fact_of_type(action, effect.or_fact, ("body",), f"{where}.or_fact")


def _rows_name_bodies(action: Action, spec: FactSpec) -> bool:
    opened = action.opens is not None and action.opens.fact == spec.key
    return opened or any(part.key == "body" and part.type == "body" for part in spec.fields)


def _sub_states(effect: SubEffect, where: str, rules: Rules) -> Iterator[Finding]:
    if not effect.from_states:
        yield Finding("asking", "sound.nothing-named", {"what": "sub-state"}, where=f"{where}.from_states")
    came = tuple(name for name in effect.from_states if name)
    yield from sub_states_exist((*came, effect.to_state), where, rules)


def sub_states_exist(names: tuple[str, ...], where: str, rules: Rules) -> Iterator[Finding]:
    subcase = rules.lifecycle.subcase
    known = [state.key for state in subcase.states] if subcase is not None else []
    for name in names:
        if name not in known:
            yield unknown("asking", "sub-state", name, known, where)


def _opens(action: Action, where: str, rules: Rules) -> Iterator[Finding]:
    opens = action.opens
    assert opens is not None
    yield from fact_of_type(action, opens.fact, ("records",), f"{where}.opens.fact")
    spec = action.fact(opens.fact)
    if spec is None or spec.type != "records":
        return
    parts = {part.key: part for part in spec.fields}
    for key, type_ in ((opens.name, "text"), (opens.district, "district")):
        part = parts.get(key)
        if not key and type_ == "district":
            continue
        if part is None or part.type != type_ or not part.required:
            facts: dict[str, Plain] = {"fact": opens.fact, "field": key, "expected": type_}
            yield Finding("asking", "sound.field-missing", facts, where=f"{where}.opens.fact")
    if "body" in parts:
        yield Finding("asking", "sound.field-taken", {"fact": opens.fact, "field": "body"}, where=f"{where}.opens.fact")
    if not any(spec.kind == "records" and spec.fact == opens.fact for spec in action.guards):
        yield Finding("asking", "sound.required-unguarded", {"fact": opens.fact}, where=f"{where}.opens.fact")
    if opens.district and not rules.programme.districts:
        yield Finding("asking", "sound.nothing-named", {"what": "district"}, where="districts")


_NEEDS = {
    "joins": (("person", ("person",)), ("organisation", ("organisation",)), ("district", ("district",))),
    "leaves": (("person", ("person",)),),
    "held": (("body", ("body",)),),
    "planned": (("body", ("body",)), ("day", ("day",))),
    "cancelled": (("body", ("body",)), ("day", ("day",))),
}


def teams_and_meetings_can_be_read(rules: Rules) -> Iterator[Finding]:
    """Who joins and leaves, and which body meets when, stands in facts of these names; where it is looked for."""
    for where, event in events(rules):
        if event.team and event.scope != "assignment":
            yield not_of_assignment(event, where)
        if event.meeting and of_an_assignment(event):
            facts: dict[str, Plain] = {"name": event.key, "scope": event.scope}
            yield Finding("asking", "sound.not-of-programme", facts, where=where)
        for effect in (event.team, event.meeting):
            for key, types in _NEEDS.get(effect, ()):
                yield from fact_of_type(event, key, types, f"{where}.facts")
                if key != "district" and not any(spec.fact == key and spec.kind == "fact" for spec in event.guards):
                    yield Finding("asking", "sound.required-unguarded", {"fact": key}, where=f"{where}.facts")


def ends_name_events(rules: Rules) -> Iterator[Finding]:
    known = [event.key for event in rules.lifecycle.events]
    for where, step in steps(rules):
        for place, name in rows(f"{where}.ends", step.ends):
            if name not in known:
                yield unknown("asking", "event", name, known, place)


ASKING = (
    somebody_is_named,
    facts_can_be_given,
    effects_can_be_read,
    teams_and_meetings_can_be_read,
    ends_name_events,
)
