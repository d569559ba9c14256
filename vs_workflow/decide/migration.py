"""Moving to other rules: the programme first, then each running assignment, by an entry; and what that opens.

What happened stays judged by the rules that it happened under; the new ones hold from the
entry on. An assignment is moved only where the new rules know it, its state and its roles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Unpack

from vs_workflow.casebook import Case, Casebook, OpenedBody
from vs_workflow.decide.dates import past_days
from vs_workflow.decide.grants import given, never_own, together
from vs_workflow.decide.ruling import Content, Decision, drafted, ruling
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.request import Migrate
from vs_workflow.rules.authority import Proof, Way, entitled, prove, role_ways
from vs_workflow.rules.programme import Body, FirstHolder
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import known_body

PROGRAMME, ASSIGNMENT = "programme", "assignment"


def decide_migration(request: Migrate, book: Casebook, rules: Rules, rules_of: Callable[[str], Rules]) -> Decision:
    """May the programme, or this assignment, go by the rules `request.to` from today on? `rules` are those in force.

    Where nobody is left who may, nobody need ask for it.
    """
    new = rules_of(request.to)
    proof, found = None, list[Reason]()
    if request.actor is not None or who_may_migrate(book, rules, request.today):
        proof, missing = prove(request.actor, request.behalf_of, _ways(rules), request.today, book)
        found += missing
    found += past_days(request.on, request.today, rules)
    if request.on < request.today:
        days: dict[str, Plain] = {"on": request.on.isoformat(), "today": request.today.isoformat()}
        found.append(Reason(Code.DATE, "date.migration-backdated", days))
    case = None if request.assignment is None else book.cases[request.assignment]
    found += _programme(request.on, book, rules, new) if case is None else _assignment(case, rules, new)
    if case is not None and new.hash != book.rules:
        found.append(
            Reason(
                Code.GUARD, "migration.programme-first", {"rules": new.hash, "assignment": case.key}, guard="migration"
            )
        )
    for key in request.along:
        if key in book.destroyed:
            continue
        found += _assignment(book.cases[key], rules_of(book.cases[key].rules), new)
    if case is None:
        found += _seated(request, proof, book, rules, new)
    facts: dict[str, Plain] = {"from": rules.hash, "to": request.to}
    if request.along:
        facts["along"] = [*request.along]
    said: Content = {"assignment": request.assignment, "facts": facts}
    what = PROGRAMME if case is None else ASSIGNMENT
    # Moved, an entry names the rules that hold from it on; refused, those that refused it.
    return ruling(drafted(request, Kind.MIGRATION, what, rules if found else new, proof, **said), found)


def who_may_migrate(book: Casebook, rules: Rules, day: date) -> tuple[str, ...]:
    """Who may ask for other rules on that day; where there is nobody, nobody need."""
    return entitled(_ways(rules), day, book)


def _ways(rules: Rules) -> tuple[Way, ...]:
    keeping = rules.lifecycle.keeping
    return role_ways(keeping.migrate or keeping.register, None, rules)


def additions(book: Casebook, new: Rules, migration: Draft) -> Iterator[Draft]:
    """What follows a move of the programme in the same moment: people, new assignments, and seats that are taken.

    `book` is what was known before the move. What stands in the register alone (a record, a
    district, an organisation) is left out, for whoever writes it to add.
    """
    seats = tuple(_seats(book, new, migration.on, along(migration)))
    for person in sorted({holder.person for holder, _ in seats} - book.people.keys()):
        yield _addition(Kind.REGISTER, "person", new, migration, facts={"person": person})
    for assignment in new.programme.assignments:
        if assignment.key not in book.cases and assignment.key not in book.destroyed:
            target = new.lifecycle.initial
            yield _addition(Kind.OPENED, "opened", new, migration, assignment=assignment.key, target=target)
    for holder, place in seats:
        facts: dict[str, Plain] = {"role": holder.role, "person": holder.person}
        facts |= given(body=place.body, district=holder.district, organisation=holder.organisation)
        yield _addition(Kind.GRANT, "grant", new, migration, assignment=place.assignment, facts=facts)


def _addition(kind: Kind, what: str, new: Rules, migration: Draft, **said: Unpack[Content]) -> Draft:
    return Draft(kind=kind, what=what, on=migration.on, rules=new.hash, **said)


def along(migration: Draft) -> tuple[str, ...]:
    """The assignments that a move of the programme takes with it."""
    found = migration.facts.get("along")
    return tuple(str(key) for key in found) if isinstance(found, list) else ()


def _seats(book: Casebook, new: Rules, day: date, moving: Collection[str]) -> Iterator[tuple[FirstHolder, Way]]:
    """Whom the new file names for a place that nobody holds on that day or later: each is seated from then on.

    An assignment that stays under its own rules, or has ended, gets nobody by the new ones.
    """
    for holder in new.programme.holders:
        places = [Way(holder.role, assignment=one) for one in holder.assignments] or [
            Way(holder.role, body=holder.body or None)
        ]
        for place in places:
            case = None if place.assignment is None else book.cases.get(place.assignment)
            if place.assignment in book.destroyed or (case is not None and case.key not in moving):
                continue
            taken = (grant for grant in book.grants() if place.fits(grant) and not grant.is_mandate)
            if not any(grant.overlaps(day, None) for grant in taken):
                yield holder, place


def _programme(day: date, book: Casebook, rules: Rules, new: Rules) -> Iterator[Reason]:
    if new.hash == rules.hash:
        yield Reason(Code.GUARD, "migration.already", {"rules": new.hash}, guard="migration")
    if new.programme.key != book.programme:
        programmes: dict[str, Plain] = {"programme": book.programme, "given": new.programme.key}
        yield Reason(Code.GUARD, "migration.other-programme", programmes, guard="migration")
    if new.programme.first_day != book.own.opened_on:
        days: dict[str, Plain] = {
            "first_day": book.own.opened_on.isoformat(),
            "day": new.programme.first_day.isoformat(),
        }
        yield Reason(Code.GUARD, "migration.other-first-day", days, guard="migration")
    if new.programme.zone != rules.programme.zone:
        # Which days were covered, and what was past when it was recorded, would otherwise be told anew.
        zones: dict[str, Plain] = {"zone": rules.programme.zone, "given": new.programme.zone}
        yield Reason(Code.GUARD, "migration.other-zone", zones, guard="migration")
    for key in book.cases:
        # Also of one that has ended the trail must be found, years later.
        if new.programme.assignment(key) is None:
            yield Reason(Code.GUARD, "migration.assignment-gone", {"assignment": key}, guard="migration")
    yield from _roles(book.own, new)
    for grant in book.own.grants.values():
        # What has ended by then never comes back: an end can only be given an earlier day.
        if grant.body is None or not grant.overlaps(day, None):
            continue
        if known_body(grant.body, book, new) is None:
            yield Reason(Code.GUARD, "migration.body-gone", {"body": grant.body, "grant": grant.seq}, guard="migration")
    for key, opened in book.bodies.items():
        body = new.programme.body(key)
        if body is not None and (body.kind, body.district) != (opened.kind, opened.district):
            # What was offered to it, and the roles in it, were judged by what it was.
            facts: dict[str, Plain] = {"body": key, "opened": _what(opened), "given": _what(body)}
            yield Reason(Code.GUARD, "migration.body-other", facts, guard="migration")


def _what(body: Body | OpenedBody) -> str:
    return f"{body.kind}, {body.district}" if body.district else body.kind


def _seated(request: Migrate, proof: Proof | None, book: Casebook, rules: Rules, new: Rules) -> Iterator[Reason]:
    """Whom the new file seats holds nothing that does not go together with that, nor seats himself where none may."""
    for holder, place in _seats(book, new, request.on, request.along):
        role = new.lifecycle.role(place.role)
        if role is not None:
            yield from never_own(role, request, proof, _ways(rules), holder.person, book, rules)
        yield from together(place.role, holder.person, request.on, None, book, new)


def _assignment(case: Case, rules: Rules, new: Rules) -> Iterator[Reason]:
    if new.hash == rules.hash:
        yield Reason(Code.GUARD, "migration.already", {"rules": new.hash, "assignment": case.key}, guard="migration")
    state = rules.lifecycle.state(case.state)
    if state is not None and state.final:
        yield Reason(Code.FINAL, "migration.final", {"assignment": case.key, "state": case.state})
    if new.lifecycle.state(case.state) is None:
        yield Reason(
            Code.GUARD, "migration.state-gone", {"assignment": case.key, "state": case.state}, guard="migration"
        )
    yield from _roles(case, new)


def _roles(case: Case, new: Rules) -> Iterator[Reason]:
    """A role that somebody was given must be there in the new rules too."""
    for grant in case.grants.values():
        if new.lifecycle.role(grant.role) is None:
            yield Reason(Code.GUARD, "migration.role-gone", {"role": grant.role, "grant": grant.seq}, guard="migration")
