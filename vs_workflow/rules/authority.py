"""Who is entitled, by which grant or mandate, on which day; and who else would be.

One person's right to one action is looked up here and nowhere else: by the decision, the
board, the to-do list and the proof alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from vs_workflow.casebook import Case, Casebook, Grant
from vs_workflow.reasons import Code, Facts, Reason
from vs_workflow.rules.lifecycle import Action, Entitlement
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import bodies_of, known_body, offers, text_of


@dataclass(frozen=True, slots=True)
class Way:
    """One place at which a role entitles: an assignment's, a body's (of a district, where named), the programme's."""

    role: str
    assignment: str | None = None
    body: str | None = None
    district: str | None = None

    def fits(self, grant: Grant) -> bool:
        return (
            grant.role == self.role
            and grant.assignment == self.assignment
            and grant.body == self.body
            and (self.district is None or grant.district == self.district)
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """By which entry somebody is entitled, in which role. Under a mandate `grant` is the mandate's entry."""

    role: str
    grant: int


def canonical(role: str, body: str | None, book: Casebook, rules: Rules) -> tuple[str, str | None]:
    """A body's role under its own name where the rules give it one (one grant, one set of rights)."""
    if body is None:
        return role, None
    known = known_body(body, book, rules)
    for other in rules.lifecycle.roles:
        if (
            other.names is not None
            and known is not None
            and role in (other.key, other.names.role)
            and other.names.body_kind == known.kind
        ):
            return other.key, None
    return role, body


def ways(action: Action, facts: Facts, case: Case, book: Casebook, rules: Rules) -> tuple[Way, ...]:
    """Every way in which somebody may be entitled to this action, about this assignment, with these facts."""
    found: list[Way] = []
    for entitlement in action.by:
        for way in _ways(entitlement, facts, case, book, rules):
            if way not in found:
                found.append(way)
    return tuple(found)


def _ways(entitlement: Entitlement, facts: Facts, case: Case, book: Casebook, rules: Rules) -> Iterator[Way]:
    named = text_of(facts, entitlement.fact) if entitlement.fact else ""
    about = known_body(named, book, rules) if named else None
    if entitlement.body_kinds and (about is None or about.kind not in entitlement.body_kinds):
        return
    role = rules.lifecycle.role(entitlement.role)
    if role is None:
        return
    match role.scope:
        case "programme":
            yield Way(role.key)
        case "assignment":
            yield Way(role.key, assignment=case.key)
        case "body":
            district = about.district if entitlement.same_district and about is not None else None
            for body in _bodies(entitlement, named, case, book, rules):
                key, where = canonical(role.key, body, book, rules)
                yield Way(key, body=where, district=district)


def _bodies(entitlement: Entitlement, named: str, case: Case, book: Casebook, rules: Rules) -> tuple[str, ...]:
    if entitlement.sub_states:
        return tuple(key for key, offer in offers(case, rules).items() if offer.state in entitlement.sub_states)
    if entitlement.of_kind:
        return bodies_of((entitlement.of_kind,), book, rules)
    return (named,) if named else ()


def role_ways(roles: Iterable[str], case: Case | None, rules: Rules) -> tuple[Way, ...]:
    """The ways of roles held for the programme, or for that assignment."""
    found: list[Way] = []
    for key in roles:
        role = rules.lifecycle.role(key)
        if role is not None and role.scope == "programme":
            found.append(Way(key))
        elif role is not None and role.scope == "assignment" and case is not None:
            found.append(Way(key, assignment=case.key))
    return tuple(found)


def _fitting(ways: tuple[Way, ...], book: Casebook) -> Iterator[Grant]:
    """The grants and mandates that entitle in one of these ways; each stands in the case that it is for."""
    for assignment in dict.fromkeys(way.assignment for way in ways):
        case = book.own if assignment is None else book.cases.get(assignment)
        for grant in case.grants.values() if case is not None else ():
            if any(way.fits(grant) for way in ways):
                yield grant


def prove(
    actor: str | None, behalf_of: str | None, ways: tuple[Way, ...], on: date, book: Casebook
) -> tuple[Proof | None, tuple[Reason, ...]]:
    """The proof that the actor is entitled on that day, or the one reason why not."""
    grants = list(_fitting(ways, book))
    if behalf_of is not None:
        return _prove_mandate(actor, behalf_of, grants, ways, on, book)
    own = [grant for grant in grants if grant.person == actor and not grant.is_mandate]
    valid = [grant for grant in own if grant.covers(on)]
    if valid:
        first = min(valid, key=lambda grant: grant.seq)
        return Proof(first.role, first.seq), ()
    who = entitled(ways, on, book)
    roles = sorted({way.role for way in ways})
    facts: Facts = {"actor": actor, "roles": list(roles), "on": on.isoformat()}
    held_for = {way.assignment for way in ways}
    if len(held_for) == 1 and None not in held_for:
        facts = {**facts, "held_for": held_for.pop()}
    mandate = next((g for g in grants if g.person == actor and g.is_mandate and _mandate_holds(g, on, book)), None)
    if mandate is not None:
        facts = {**facts, "mandate_of": mandate.giver}
    if own:
        last = max(own, key=lambda grant: grant.seq)
        until = None if last.until is None else last.until.isoformat()
        facts = {**facts, "grant": last.seq, "from": last.start.isoformat(), "until": until}
        return None, (Reason(Code.GRANT_PERIOD, "role.period", facts, who),)
    return None, (Reason(Code.ROLE, "role.not-held", facts, who),)


def _prove_mandate(
    actor: str | None, behalf_of: str, grants: list[Grant], ways: tuple[Way, ...], on: date, book: Casebook
) -> tuple[Proof | None, tuple[Reason, ...]]:
    given = [grant for grant in grants if grant.is_mandate and grant.person == actor and grant.giver == behalf_of]
    valid = [grant for grant in given if _mandate_holds(grant, on, book)]
    if valid:
        first = min(valid, key=lambda grant: grant.seq)
        return Proof(first.role, first.seq), ()
    facts: Facts = {
        "actor": actor,
        "behalf_of": behalf_of,
        "roles": [*sorted({way.role for way in ways})],
        "on": on.isoformat(),
    }
    held_for = {way.assignment for way in ways}
    if len(held_for) == 1 and None not in held_for:
        facts = {**facts, "held_for": held_for.pop()}
    rule = "mandate.none"
    if given:
        last = max(given, key=lambda grant: grant.seq)
        rule = "mandate.period" if not last.covers(on) else "mandate.rests-on-nothing"
        until = None if last.until is None else last.until.isoformat()
        facts = {**facts, "grant": last.seq, "from": last.start.isoformat(), "until": until}
    return None, (Reason(Code.MANDATE, rule, facts, entitled(ways, on, book)),)


def _mandate_holds(mandate: Grant, on: date, book: Casebook) -> bool:
    """A mandate holds only on days on which the grant that it rests on holds."""
    if mandate.rests_on is None or not mandate.covers(on):
        return False
    rests_on = book.grant(mandate.rests_on)
    return rests_on is not None and not rests_on.is_mandate and rests_on.covers(on)


def entitled(ways: tuple[Way, ...], on: date, book: Casebook) -> tuple[str, ...]:
    """Who may, on that day: holders first, then those with a mandate; each once, in the order of their grants."""
    found: list[str] = []
    for grant in sorted(_fitting(ways, book), key=lambda g: (g.is_mandate, g.seq)):
        holds = _mandate_holds(grant, on, book) if grant.is_mandate else grant.covers(on)
        if holds and grant.person not in found:
            found.append(grant.person)
    return tuple(found)


def entitled_to(
    action: Action, facts: Facts, case: Case, book: Casebook, rules: Rules, on: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles in which an action may be taken, in the order of the rules, and who may take it on that day."""
    may = ways(action, facts, case, book, rules)
    return roles_of(action, may), entitled(may, on, book)


def roles_of(action: Action, may: tuple[Way, ...]) -> tuple[str, ...]:
    """The roles of these ways to an action; where nobody could ever take it, those that it names."""
    return tuple(dict.fromkeys([way.role for way in may] or [one.role for one in action.by]))


def holders(ways: tuple[Way, ...], on: date, book: Casebook) -> tuple[str, ...]:
    """Who holds one of these roles of his own on that day, in the order of the grants; deputies not among them."""
    own = (grant for grant in _fitting(ways, book) if not grant.is_mandate)
    return tuple(dict.fromkeys(grant.person for grant in sorted(own, key=lambda g: g.seq) if grant.covers(on)))


def own_proofs(person: str, ways: tuple[Way, ...], on: date, book: Casebook) -> Iterator[tuple[Proof, str | None]]:
    """Each way in which this person is entitled: the proof, and on whose behalf (None for an own grant)."""
    for grant in sorted(_fitting(ways, book), key=lambda g: (g.is_mandate, g.seq)):
        if grant.person != person:
            continue
        if grant.is_mandate and _mandate_holds(grant, on, book):
            yield Proof(grant.role, grant.seq), grant.giver
        elif not grant.is_mandate and grant.covers(on):
            yield Proof(grant.role, grant.seq), None
