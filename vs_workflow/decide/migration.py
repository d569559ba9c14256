"""Moving to other rules: the programme first, then each running assignment, by an entry; and what that opens.

What happened stays judged by the rules that it happened under; the new ones hold from the
entry on. An assignment is moved only where the new rules know it, its state and its roles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vs_workflow.casebook import Case, Casebook
from vs_workflow.decide.dates import past_days
from vs_workflow.decide.ruling import Content, Decision, drafted, ruling
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.request import Migrate
from vs_workflow.rules.authority import Way, entitled, prove, role_ways
from vs_workflow.rules.programme import FirstHolder
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import known_body

PROGRAMME, ASSIGNMENT = "programme", "assignment"


def decide_migration(request: Migrate, book: Casebook, rules: Rules, rules_of: Callable[[str], Rules]) -> Decision:
    """May the programme, or this assignment, go by the rules `request.to` from today on? `rules` are those in force.

    Where nobody is left who may, nobody need ask for it.
    """
    new = rules_of(request.to)
    may = role_ways(rules.lifecycle.keeping.migrate or rules.lifecycle.keeping.register, None, rules)
    proof, found = None, list[Reason]()
    if request.actor is not None or entitled(may, request.today, book):
        proof, missing = prove(request.actor, request.behalf_of, may, request.today, book)
        found += missing
    found += past_days(request.on, request.today, rules)
    if request.on < request.today:
        days: dict[str, Plain] = {"on": request.on.isoformat(), "today": request.today.isoformat()}
        found.append(Reason(Code.DATE, "date.migration-backdated", days))
    case = None if request.assignment is None else book.cases[request.assignment]
    found += _programme(book, rules, new) if case is None else _assignment(case, book, rules, new)
    said: Content = {"assignment": request.assignment, "facts": {"from": rules.hash, "to": request.to}}
    what = PROGRAMME if case is None else ASSIGNMENT
    # Moved, an entry names the rules that hold from it on; refused, those that refused it.
    return ruling(drafted(request, Kind.MIGRATION, what, rules if found else new, proof, **said), found)


def openings(book: Casebook, new: Rules, migration: Draft) -> Iterator[Draft]:
    """The assignments that the new rules add, opened in their order on the day of the migration."""
    for assignment in new.programme.assignments:
        if assignment.key not in book.cases:
            yield Draft(
                kind=Kind.OPENED,
                what="opened",
                on=migration.on,
                rules=new.hash,
                assignment=assignment.key,
                target=new.lifecycle.initial,
            )


def seats(book: Casebook, new: Rules, migration: Draft) -> Iterator[tuple[FirstHolder, Way]]:
    """Whom the new file names for a place that nobody holds on that day: each is seated from then on.

    `book` is what was known before anybody was seated.
    """
    for holder in new.programme.holders:
        places = [Way(holder.role, assignment=one) for one in holder.assignments] or [
            Way(holder.role, body=holder.body or None)
        ]
        for place in places:
            if not any(place.fits(grant) and grant.covers(migration.on) for grant in book.grants()):
                yield holder, place


def _programme(book: Casebook, rules: Rules, new: Rules) -> Iterator[Reason]:
    if new.hash == rules.hash:
        yield _guard("migration.already", rules=new.hash)
    if (new.programme.key, new.programme.first_day) != (book.programme, book.own.opened_on):
        yield _guard("migration.other-programme", programme=new.programme.key)
    yield from _roles(book.own, book, new)


def _assignment(case: Case, book: Casebook, rules: Rules, new: Rules) -> Iterator[Reason]:
    if new.hash == rules.hash:
        yield _guard("migration.already", rules=new.hash, assignment=case.key)
    if new.hash != book.rules:
        yield _guard("migration.programme-first", rules=new.hash, assignment=case.key)
    state = rules.lifecycle.state(case.state)
    if state is not None and state.final:
        yield Reason(Code.FINAL, "migration.final", {"assignment": case.key, "state": case.state})
    if new.programme.assignment(case.key) is None:
        yield _guard("migration.assignment-gone", assignment=case.key)
    if new.lifecycle.state(case.state) is None:
        yield _guard("migration.state-gone", assignment=case.key, state=case.state)
    yield from _roles(case, book, new)


def _roles(case: Case, book: Casebook, new: Rules) -> Iterator[Reason]:
    """A role or a body that somebody holds something of must be there in the new rules too."""
    for grant in case.grants.values():
        if grant.until is not None and grant.until <= grant.start:
            continue
        if new.lifecycle.role(grant.role) is None:
            yield _guard("migration.role-gone", role=grant.role, grant=grant.seq)
        elif grant.body is not None and known_body(grant.body, book, new) is None:
            yield _guard("migration.body-gone", body=grant.body, grant=grant.seq)


def _guard(rule: str, **facts: Plain) -> Reason:
    return Reason(Code.GUARD, rule, facts, guard="migration")
