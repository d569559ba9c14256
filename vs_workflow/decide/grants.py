"""Giving and ending roles, and mandates: by whom, from when, and with what nobody may hold together.

Whether a giver may give is judged on the day on which it is recorded; what the grant is
good for is judged on the days that it covers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from vs_workflow.casebook import Casebook, Grant
from vs_workflow.decide.dates import from_first_day, told_in_time
from vs_workflow.decide.ending import unmade
from vs_workflow.decide.ruling import Decision, drafted, ruling
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.request import Asked, EndGrant, GiveMandate, GiveRole
from vs_workflow.rules.authority import Proof, Way, canonical, entitled, holders, prove, role_ways
from vs_workflow.rules.lifecycle import Role
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import known_body


def decide_grant(request: GiveRole, book: Casebook, rules: Rules) -> Decision:
    """May this role be given to this person, for these days?"""
    name, body = canonical(request.role, request.body, book, rules)
    role = rules.lifecycle.role(name)
    facts: dict[str, Plain] = {"role": name, "person": request.person}
    facts |= given(body=body, district=request.district, organisation=request.organisation)
    if request.until is not None:
        facts["until"] = request.until.isoformat()
    proof, found = None, [*_target(role, request, body, book, rules)]
    if role is not None:
        giving = role_ways(role.granted_by, None, rules)
        proof, missing = prove(request.actor, request.behalf_of, giving, request.today, book)
        found += [*missing, *never_own(role, request, proof, giving, request.person, book, rules)]
        found += together(name, request.person, request.on, request.until, book, rules)
        found += _already(role, request, body, book)
    found += [
        *_days(request.on, request.until, rules),
        *told_in_time(request.on, request.today, request.reason, (), rules),
    ]
    return ruling(
        drafted(request, Kind.GRANT, "grant", rules, proof, assignment=request.assignment, facts=facts), found
    )


def decide_mandate(request: GiveMandate, book: Casebook, rules: Rules) -> Decision:
    """May the holder of a grant let this deputy act on his behalf, for these days?"""
    rests_on = book.grant(request.rests_on)
    facts: dict[str, Plain] = {
        "person": request.person,
        "rests_on": request.rests_on,
        "until": request.until.isoformat(),
    }
    found: list[Reason] = []
    proof = None
    if rests_on is None or rests_on.is_mandate or rests_on.person != request.actor:
        rule = "mandate.passed-on" if rests_on is not None and rests_on.is_mandate else "mandate.no-grant"
        holder = (rests_on.person,) if rests_on is not None and not rests_on.is_mandate else ()
        found.append(Reason(Code.MANDATE, rule, {"actor": request.actor, "grant": request.rests_on}, holder))
        facts |= given(role=request.role)
    else:
        facts["role"] = rests_on.role
        facts |= given(body=rests_on.body, district=rests_on.district)
        proof = Proof(rests_on.role, rests_on.seq)
        if not rests_on.covers(request.today):
            # A deputy passes nothing on, so only who holds the role can give this mandate.
            own = holders((_way(rests_on),), request.today, book)
            period = {"grant": rests_on.seq, **_period(rests_on), "on": request.today.isoformat()}
            found.append(Reason(Code.GRANT_PERIOD, "mandate.grant-period", period, own))
        found += together(rests_on.role, request.person, request.on, request.until, book, rules)
    if request.behalf_of is not None:
        handed_on: dict[str, Plain] = {"actor": request.actor, "grant": request.rests_on}
        found.append(Reason(Code.MANDATE, "mandate.passed-on", handed_on, (request.behalf_of,)))
    if request.person == request.actor:
        found.append(Reason(Code.MANDATE, "mandate.to-oneself", {"actor": request.actor}))
    if request.on < request.today:
        days: dict[str, Plain] = {"on": request.on.isoformat(), "today": request.today.isoformat()}
        found.append(Reason(Code.DATE, "date.mandate-backdated", days))
    found += _known_person(request.person, book)
    found += _days(request.on, request.until, rules)
    named = request.assignment if request.assignment in book.cases else None
    assignment = rests_on.assignment if rests_on is not None else named
    return ruling(drafted(request, Kind.GRANT, "mandate", rules, proof, assignment=assignment, facts=facts), found)


def own_grants(book: Casebook, actor: str | None, role: str | None, assignment: str | None) -> tuple[Grant, ...]:
    """Those that a mandate of this person may rest on, where this role and this assignment are named, or are not."""
    return tuple(
        grant
        for grant in book.grants()
        if grant.person == actor
        and not grant.is_mandate
        and role in (None, grant.role)
        and assignment in (None, grant.assignment)
    )


def decide_end(
    request: EndGrant,
    book: Casebook,
    rules: Rules,
    entries: Callable[[str | None], Iterable[Entry]],
    rules_of: Callable[[str], Rules],
) -> Decision:
    """May this grant or mandate end on this day, and does every accepted step remain lawful?"""
    grant = book.grant(request.grant)
    facts: dict[str, Plain] = {"grant": request.grant}
    if grant is None:
        missing = Reason(Code.GUARD, "grant.unknown", {"grant": request.grant}, guard="grant")
        return ruling(drafted(request, Kind.GRANT, "end", rules, None, facts=facts), [missing])
    facts |= {"role": grant.role, "person": grant.person}
    role = rules.lifecycle.role(grant.role)
    ending = role_ways(role.granted_by if role is not None else (), None, rules)
    found: list[Reason] = []
    proof: Proof | None = None
    if grant.is_mandate and request.actor == grant.giver and request.behalf_of is None and grant.rests_on is not None:
        proof = Proof(grant.role, grant.rests_on)
    else:
        proof, reasons = prove(request.actor, request.behalf_of, ending, request.today, book)
        found += reasons
        if role is not None:
            found += never_own(role, request, proof, ending, grant.person, book, rules)
    if request.on < grant.start:
        found.append(Reason(Code.DATE, "date.end-before-start", {"on": request.on.isoformat(), **_period(grant)}))
    if grant.until is not None and request.on >= grant.until:
        found.append(Reason(Code.DATE, "date.already-ended", {"on": request.on.isoformat(), **_period(grant)}))
    found += _days(request.on, None, rules)
    found += told_in_time(request.on, request.today, request.reason, (), rules)
    found += unmade(grant, request.on, book, entries, rules_of)
    return ruling(drafted(request, Kind.GRANT, "end", rules, proof, assignment=grant.assignment, facts=facts), found)


def given(**facts: str | None) -> dict[str, Plain]:
    """The facts that are not empty."""
    return {key: value for key, value in facts.items() if value}


def _target(role: Role | None, request: GiveRole, body: str | None, book: Casebook, rules: Rules) -> Iterator[Reason]:
    """A role is held where its scope says: for an assignment, in a body, or for the programme."""
    if role is None:
        yield Reason(Code.GUARD, "grant.unknown-role", {"role": request.role}, guard="role")
        return
    given = "assignment" if request.assignment is not None else "body" if body is not None else "programme"
    if given != role.scope:
        yield Reason(Code.GUARD, "grant.scope", {"role": role.key, "scope": role.scope, "given": given}, guard="role")
    if request.assignment is not None and request.assignment not in book.cases:
        yield Reason(Code.GUARD, "unknown.assignment", {"assignment": request.assignment}, guard="role")
    if body is not None:
        known = known_body(body, book, rules)
        if known is None:
            yield Reason(Code.GUARD, "grant.unknown-body", {"body": body}, guard="role")
        elif request.on < known.opened_on:
            days: dict[str, Plain] = {
                "on": request.on.isoformat(),
                "body": body,
                "opened_on": known.opened_on.isoformat(),
            }
            yield Reason(Code.DATE, "date.before-body", days)
    if request.district and request.district not in {one.key for one in rules.programme.districts}:
        yield Reason(Code.GUARD, "grant.unknown-district", {"district": request.district}, guard="district")
    yield from _known_person(request.person, book)


def _known_person(person: str, book: Casebook) -> Iterator[Reason]:
    if person not in book.people:
        yield Reason(Code.GUARD, "grant.unknown-person", {"person": person}, guard="person")


def never_own(
    role: Role,
    request: Asked,
    proof: Proof | None,
    giving: tuple[Way, ...],
    person: str,
    book: Casebook,
    rules: Rules,
) -> Iterator[Reason]:
    """Who grants in a role that may never grant its own gives himself no role, and ends none of his own.

    Of who may not grant at all (no `proof`) this is not said: another reason is.
    """
    if proof is None or person not in (request.actor, request.behalf_of):
        return
    never = [way.role for way in giving if (known := rules.lifecycle.role(way.role)) is not None and known.never_own]
    if never:
        in_role = proof.role if proof.role in never else never[0]
        others = tuple(key for key in entitled(giving, request.today, book) if key != person)
        yield Reason(Code.ROLE, "grant.never-own", {"actor": person, "role": role.key, "in_role": in_role}, others)


def together(role: str, person: str, start: date, until: date | None, book: Casebook, rules: Rules) -> Iterator[Reason]:
    """Roles that one person may not hold on one day, a mandate counting as held (§2.1: the chair adopts no theme)."""
    barred: set[str] = set()
    for pair in rules.lifecycle.incompatible:
        if role == pair.role:
            barred.update(pair.with_roles)
        elif role in pair.with_roles:
            barred.add(pair.role)
    for grant in sorted(book.grants(), key=lambda one: one.seq):
        if grant.person == person and grant.role in barred and grant.overlaps(start, until):
            facts: dict[str, Plain] = {"person": person, "role": role, "other": grant.role, "grant": grant.seq}
            yield Reason(Code.SEPARATION, "separation.roles", {**facts, "assignment": grant.assignment})


def _already(role: Role, request: GiveRole, body: str | None, book: Casebook) -> Iterator[Reason]:
    """A role held by one at a time waits for the day on which the old holder's ends; nobody gets a role twice."""
    way = Way(role.key, request.assignment, body)
    for grant in sorted(book.grants(), key=lambda one: one.seq):
        if grant.is_mandate or not way.fits(grant) or not grant.overlaps(request.on, request.until):
            continue
        facts: dict[str, Plain] = {"role": role.key, "person": grant.person, "grant": grant.seq, **_period(grant)}
        if grant.person == request.person:
            yield Reason(Code.GUARD, "grant.held-already", facts, guard="already-held")
        elif role.single:
            yield Reason(Code.GUARD, "grant.single", {**facts, "start": request.on.isoformat()}, guard="single-holder")


def _days(start: date, until: date | None, rules: Rules) -> Iterator[Reason]:
    yield from from_first_day(start, rules)
    if until is not None and until <= start:
        yield Reason(Code.DATE, "date.ends-before-it-begins", {"on": start.isoformat(), "until": until.isoformat()})


def _way(grant: Grant) -> Way:
    return Way(grant.role, grant.assignment, grant.body)


def _period(grant: Grant) -> dict[str, Plain]:
    return {"from": grant.start.isoformat(), "until": None if grant.until is None else grant.until.isoformat()}
