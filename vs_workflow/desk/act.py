"""Act: load what is known, ask the one function that decides, append, and say what became of it.

A refusal is recorded like an acceptance; a dry run records nothing. The same key with the
same request answers as the first time. When another writer was first, all is decided anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vs_workflow.desk.asking import Asking
from vs_workflow.desk.naming import (
    clean_name,
    find_event,
    find_named,
    find_person,
    find_role,
    find_step,
)
from vs_workflow.desk.office import NOTHING_GIVEN, Call, Given, Office, Record
from vs_workflow.desk.register import record_bytes
from vs_workflow.desk.submitting import submit
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.canon import content_hash
from vs_workflow.reasons import Misunderstood, Plain
from vs_workflow.request import Correct, EndGrant, Enrol, GiveMandate, GiveRole, RecordEvent, Request, TakeStep
from vs_workflow.rules.programme import Named


def advance(
    office: Office,
    call: Call,
    assignment: str,
    step: str,
    *,
    on: date | None = None,
    behalf_of: str | None = None,
    given: Given = NOTHING_GIVEN,
) -> Outcome:
    """Take a step of an assignment. Refused or accepted, it is recorded; see Outcome."""

    def ask(asking: Asking) -> Request:
        key = asking.about(assignment)
        wanted = find_step(step, asking.rules)
        action = asking.rules.lifecycle.step(wanted.key, asking.reading.book.cases[key].state) or wanted
        return TakeStep(
            **asking.who(behalf_of, on), assignment=key, step=wanted.key,
            facts=asking.facts(action, given), documents=asking.documents(action, given),
        )  # fmt: skip

    said: list[Plain] = ["advance", assignment, step, _day(on), behalf_of, *_said(given)]
    return submit(office, call, said, ask, given.documents)


def record(
    office: Office,
    call: Call,
    event: str,
    assignment: str | None = None,
    *,
    on: date | None = None,
    behalf_of: str | None = None,
    given: Given = NOTHING_GIVEN,
) -> Outcome:
    """Record an event beside the road, of an assignment or (without one) of the programme or a body."""

    def ask(asking: Asking) -> Request:
        key = None if assignment is None else asking.about(assignment)
        action = find_event(event, asking.rules)
        if key is None and action.scope == "assignment":
            raise Misunderstood("event.needs-assignment", event=action.key)
        if key is not None and action.scope in ("programme", "body"):
            raise Misunderstood("event.takes-no-assignment", event=action.key)
        who = asking.who(behalf_of, on)
        facts = asking.facts(action, given)
        return RecordEvent(
            **who, assignment=key, event=action.key, facts=asking.with_own_body(action, facts, key, who),
            documents=asking.documents(action, given),
        )  # fmt: skip

    said: list[Plain] = ["record", event, assignment, _day(on), behalf_of, *_said(given)]
    return submit(office, call, said, ask, given.documents)


def person(
    office: Office,
    call: Call,
    key: str,
    *,
    name: str = "",
    function: str = "",
    organisation: str = "",
    district: str = "",
    on: date | None = None,
) -> Outcome:
    """Add a person to the register, or adopt a new record for a known key."""
    shown = {"name": clean_name(name, "name"), "function": clean_name(function, "function")}
    if not shown["name"] and not shown["function"]:
        raise Misunderstood("person.needs-name", key=key)

    def ask(asking: Asking) -> Request:
        named = asking.reading.rules.programme
        from_where = find_named("organisation", organisation, _labels(named.organisations)) if organisation else ""
        of_district = find_named("district", district, _labels(named.districts)) if district else ""
        both = {"nl": shown["function"], "en": shown["function"]} if shown["function"] else {}
        record = Record(shown["name"], both, from_where, of_district)
        data = record_bytes(clean_name(key, "person"), record, asking.salt)
        asking.shelf_later.append(data)
        return Enrol(**asking.who(None, on), person=clean_name(key, "person"), record=content_hash(data))

    said: list[Plain] = ["person", key, name, function, organisation, district, _day(on)]
    return submit(office, call, said, ask, ())


def grant(
    office: Office,
    call: Call,
    role: str,
    person: str,
    where: str | None = None,
    *,
    start: date,
    until: date | None = None,
    district: str = "",
) -> Outcome:
    """Give a role: for an assignment, in a body, or for the programme, from `start` until before `until`."""

    def ask(asking: Asking) -> Request:
        rules, book = asking.rules, asking.reading.book
        key = find_role(role, rules)
        holder = find_person(person, book, asking.reading.records)
        assignment, body = asking.place(key, where)
        known = asking.reading.records.get(holder)
        linked = find_named("district", district, _labels(rules.programme.districts)) if district else ""
        return GiveRole(
            **asking.who(None, start), role=key, person=holder, assignment=assignment, body=body, until=until,
            district=linked or (known.district if known else "") or None,
            organisation=(known.organisation if known else "") or None,
        )  # fmt: skip

    said: list[Plain] = ["grant", role, person, where, _day(start), _day(until), district]
    return submit(office, call, said, ask, (), assignments=None)


def mandate(
    office: Office,
    call: Call,
    person: str,
    *,
    role: str | None = None,
    assignment: str | None = None,
    start: date,
    until: date,
) -> Outcome:
    """Let a deputy act on one's behalf in one of one's own roles."""

    def ask(asking: Asking) -> Request:
        deputy = find_person(person, asking.reading.book, asking.reading.records)
        who = asking.who(None, start)
        about = None if assignment is None else asking.about(assignment)
        named = None if role is None else find_role(role, asking.rules)
        own = asking.own_grant(who["actor"], named, about)
        return GiveMandate(**who, person=deputy, rests_on=own, until=until, role=named, assignment=about)

    said: list[Plain] = ["mandate", person, role, assignment, _day(start), _day(until)]
    return submit(office, call, said, ask, (), assignments=None)


def end(office: Office, call: Call, grant: int, *, on: date | None = None) -> Outcome:
    """End a grant or mandate: `on` is the first day on which it no longer holds."""

    def ask(asking: Asking) -> Request:
        if asking.reading.book.grant(grant) is None:
            asking.not_destroyed(grant)
            raise Misunderstood("grant.no-such-entry", seq=grant)
        return EndGrant(**asking.who(None, on), grant=grant)

    return submit(office, call, ["end", grant, _day(on)], ask, (), assignments=None)


def correct(office: Office, call: Call, seq: int, *, on: date | None = None, annul: bool = False) -> Outcome:
    """Supersede an entry: another day (`on`), or annulled. The entry itself is never changed."""
    if annul == (on is not None):
        raise Misunderstood("correct.one-of-two")

    def ask(asking: Asking) -> Request:
        if not 1 <= seq <= asking.reading.book.head:
            raise Misunderstood("entry.no-such", seq=seq, last=asking.reading.book.head)
        asking.not_destroyed(seq)
        return Correct(**asking.who(None, on), seq=seq, annul=annul, assignment=asking.assignment_of(seq))

    return submit(office, call, ["correct", seq, _day(on), annul], ask, (), assignments=None)


def _said(given: Given) -> list[Plain]:
    facts: list[Plain] = [[key, value] for key, value in given.facts]
    return [None if given.form is None else content_hash(given.form[1]), facts]


def _labels(named: Iterable[Named]) -> dict[str, Iterable[str]]:
    return {one.key: one.label.values() for one in named}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
