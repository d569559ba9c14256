"""Roles: each that is named exists and is held where it must be, somebody can grant it, and who begins with it may."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.lifecycle import Role
from vs_workflow.rules.programme import FirstHolder
from vs_workflow.rules.proving.asking import not_of_assignment
from vs_workflow.rules.proving.places import actions, body_kinds, guards, rows, steps, unknown
from vs_workflow.rules.rulebook import Rules

_EVERYWHERE = ("assignment", "programme", "body")


def roles_exist(rules: Rules) -> Iterator[Finding]:
    """Every role that is named, held where a role must be held to be of use there."""
    for where, name, scopes in _named(rules):
        role = rules.lifecycle.role(name)
        if role is None:
            yield unknown("offices", "role", name, [one.key for one in rules.lifecycle.roles], where)
        elif role.scope not in scopes:
            yield _wrong_scope(role, scopes, where)


def _named(rules: Rules) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    lifecycle, programme = rules.lifecycle, rules.programme
    for where, action in actions(rules):
        yield from ((f"{place}.role", one.role, _EVERYWHERE) for place, one in rows(f"{where}.by", action.by))
    for where, role in rows("roles", lifecycle.roles):
        yield from ((place, name, ("programme",)) for place, name in rows(f"{where}.granted_by", role.granted_by))
        if role.names is not None:
            yield f"{where}.names.role", role.names.role, ("body",)
    for where, pair in rows("incompatible", lifecycle.incompatible):
        yield f"{where}.role", pair.role, _EVERYWHERE
        yield from ((place, name, _EVERYWHERE) for place, name in rows(f"{where}.with_roles", pair.with_roles))
    for where, _, spec in guards(rules):
        if spec.counts:
            yield f"{where}.counts", spec.counts, ("assignment",)
    keeping = lifecycle.keeping
    yield from ((place, name, ("programme",)) for place, name in rows("keeping.register", keeping.register))
    yield from ((place, name, ("programme",)) for place, name in rows("keeping.migrate", keeping.migrate))
    yield from ((place, name, ("programme",)) for place, name in rows("keeping.destroy", keeping.destroy))
    for part, names in (("redate", keeping.redate), ("annul_typed", keeping.annul_typed)):
        yield from ((place, name, ("programme", "assignment")) for place, name in rows(f"keeping.{part}", names))
    for where, milestone in rows("milestones", programme.milestones):
        scopes = ("programme",) if milestone.scope == "programme" else ("assignment", "programme")
        yield f"{where}.answers", milestone.answers, scopes
    yield "check.escalate_to", programme.check.escalate_to, ("assignment", "programme")
    told = rows("check.missed_to", programme.check.missed_to)
    yield from ((where, name, ("assignment", "programme")) for where, name in told)
    yield from ((f"{where}.role", one.role, _EVERYWHERE) for where, one in rows("holders", programme.holders))


def _wrong_scope(role: Role, scopes: tuple[str, ...], where: str) -> Finding:
    expected: list[Plain] = [*scopes]
    facts: dict[str, Plain] = {"role": role.key, "scope": role.scope, "expected": expected}
    return Finding("offices", "sound.role-scope", facts, where=where)


def own_names_are_clear(rules: Rules) -> Iterator[Finding]:
    """A body's role under a name of its own is the role of exactly one body, and is held for the programme."""
    seen: set[tuple[str, str]] = set()
    opened = {action.opens.kind for _, action in actions(rules) if action.opens is not None}
    for where, role in rows("roles", rules.lifecycle.roles):
        if role.names is None:
            continue
        kind = role.names.body_kind
        if role.scope != "programme":
            yield _wrong_scope(role, ("programme",), f"{where}.scope")
        bodies: list[Plain] = [body.key for body in rules.programme.bodies if body.kind == kind]
        if len(bodies) != 1 or kind in opened:
            facts: dict[str, Plain] = {"role": role.key, "kind": kind, "bodies": bodies}
            yield Finding("offices", "sound.one-body", facts, where=f"{where}.names.body_kind")
        if (role.names.role, kind) in seen:
            yield Finding("offices", "sound.twice", {"name": f"{role.names.role} {kind}"}, where=f"{where}.names")
        seen.add((role.names.role, kind))


def roles_can_be_granted(rules: Rules) -> Iterator[Finding]:
    """From the first holders on, somebody may grant each role, or may be granted the role of granting it."""
    able: set[str] = set()
    givers = {holder.role for holder in rules.programme.holders}
    while givers:
        more = {role.key for role in rules.lifecycle.roles if not givers.isdisjoint(role.granted_by)} - able
        able |= more
        givers = more
    for where, role in rows("roles", rules.lifecycle.roles):
        if role.key not in able:
            granted_by: list[Plain] = [*role.granted_by]
            facts: dict[str, Plain] = {"role": role.key, "granted_by": granted_by}
            yield Finding("offices", "sound.role-ungrantable", facts, where=f"{where}.granted_by")
    if not rules.lifecycle.keeping.register:
        yield Finding("offices", "sound.nothing-named", {"what": "role"}, where="keeping.register")


def holders_fit(rules: Rules) -> Iterator[Finding]:
    """A first holder's role is held where its scope says, and under its own name."""
    programme, lifecycle = rules.programme, rules.lifecycle
    for where, holder in rows("holders", programme.holders):
        role = lifecycle.role(holder.role)
        if role is None:
            continue
        given = "assignment" if holder.assignments else "body" if holder.body else "programme"
        if given != role.scope or (holder.assignments and holder.body):
            facts: dict[str, Plain] = {"role": role.key, "scope": role.scope, "given": given}
            yield Finding("offices", "sound.holder-scope", facts, where=where)
        body = programme.body(holder.body)
        if body is not None:
            for other in lifecycle.roles:
                if other.names is not None and (other.names.role, other.names.body_kind) == (role.key, body.kind):
                    own: dict[str, Plain] = {"role": role.key, "own": other.key, "body": body.key}
                    yield Finding("offices", "sound.own-name", own, where=f"{where}.role")


def holders_name_what_is_there(rules: Rules) -> Iterator[Finding]:
    programme = rules.programme
    for where, holder in rows("holders", programme.holders):
        assignments = [one.key for one in programme.assignments]
        for place, name in rows(f"{where}.assignments", holder.assignments):
            if name not in assignments:
                yield unknown("offices", "assignment", name, assignments, place)
        for part, what, name, known in (
            ("body", "body", holder.body, [one.key for one in programme.bodies]),
            ("district", "district", holder.district, [one.key for one in programme.districts]),
            ("organisation", "organisation", holder.organisation, [one.key for one in programme.organisations]),
        ):
            if name and name not in known:
                yield unknown("offices", what, name, known, f"{where}.{part}")


def first_holders_may_hold(rules: Rules) -> Iterator[Finding]:
    """What the decision would refuse later no file begins with: a role twice, or two that exclude each other."""
    single = {role.key for role in rules.lifecycle.roles if role.single}
    seated: dict[tuple[str, ...], str] = {}
    for where, holder, place in _seats(rules):
        seat = (holder.role, place) if holder.role in single else (holder.role, place, holder.person)
        if seat in seated:
            facts: dict[str, Plain] = {"role": holder.role, "person": holder.person, "other": seated[seat]}
            yield Finding("offices", "sound.held-twice", facts, where=where)
        seated.setdefault(seat, holder.person)
    for where, pair in rows("incompatible", rules.lifecycle.incompatible):
        if pair.role in pair.with_roles:
            yield Finding("offices", "sound.excludes-itself", {"role": pair.role}, where=where)
        having = {holder.person for holder in rules.programme.holders if holder.role == pair.role}
        for place, holder in rows("holders", rules.programme.holders):
            if holder.role in pair.with_roles and holder.person in having:
                together: dict[str, Plain] = {"person": holder.person, "role": holder.role, "other": pair.role}
                yield Finding("offices", "sound.held-together", together, where=place)


def _seats(rules: Rules) -> Iterator[tuple[str, FirstHolder, str]]:
    for where, holder in rows("holders", rules.programme.holders):
        for place in holder.assignments or (f"body {holder.body}",):
            yield where, holder, place


def somebody_can_take_each_step(rules: Rules) -> Iterator[Finding]:
    """Every opened assignment has somebody for each step that it will need, or will get somebody later."""
    held = _held(rules)
    for where, step in steps(rules):
        roles: list[Plain] = list(dict.fromkeys(one.role for one in step.by if rules.lifecycle.role(one.role)))
        if not roles or any(_EVERY in held.get(str(role), ()) for role in roles):
            continue
        there = {key for role in roles for key in held.get(str(role), ())}
        waiting: list[Plain] = [one.key for one in rules.programme.assignments if one.key not in there]
        if waiting:
            facts: dict[str, Plain] = {"step": step.key, "roles": roles, "assignments": waiting}
            yield Finding("offices", "sound.nobody-yet", facts, where=where, warning=True)


_EVERY = ""


def _held(rules: Rules) -> dict[str, set[str]]:
    """For which assignments each role is held from the first day; `_EVERY` where it is held for none in particular."""
    found: dict[str, set[str]] = {}
    for holder in rules.programme.holders:
        role = rules.lifecycle.role(holder.role)
        names = (holder.role,) if role is None or role.names is None else (holder.role, role.names.role)
        for name in names:
            found.setdefault(name, set()).update(holder.assignments or (_EVERY,))
    return found


def separations_name_actions(rules: Rules) -> Iterator[Finding]:
    known = [action.key for _, action in actions(rules)]
    for where, pair in rows("separations", rules.lifecycle.separations):
        for place, name in rows(f"{where}.between", pair.between):
            if name not in known:
                yield unknown("offices", "action", name, known, place)
            event = rules.lifecycle.event(name)
            if event is not None and event.scope in ("programme", "body"):
                yield not_of_assignment(event, place)
        if pair.between[0] == pair.between[1]:
            yield Finding("offices", "sound.twice", {"name": pair.between[0]}, where=where)


def bodies_of_roles_exist(rules: Rules) -> Iterator[Finding]:
    kinds = body_kinds(rules)
    for where, action in actions(rules):
        for place, one in rows(f"{where}.by", action.by):
            for name in (one.of_kind, *one.body_kinds):
                if name and name not in kinds:
                    yield unknown("offices", "body-kind", name, kinds, place)


OFFICES = (
    roles_exist,
    own_names_are_clear,
    roles_can_be_granted,
    holders_fit,
    holders_name_what_is_there,
    first_holders_may_hold,
    somebody_can_take_each_step,
    separations_name_actions,
    bodies_of_roles_exist,
)
