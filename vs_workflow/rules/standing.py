"""How things stand in a casebook under the rules: the team, the offers, the meetings, what is in effect.

The casebook holds marks; which of them join a member, move a sub-case or hold a meeting is
data in the lifecycle. These readings are shared by guards, verdicts, boards and proofs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from vs_workflow.casebook import Case, Casebook, Mark, OpenedBody
from vs_workflow.journal.entry import day_of
from vs_workflow.reasons import Facts
from vs_workflow.rules.lifecycle import Event, Lifecycle, Step, SubEffect
from vs_workflow.rules.programme import Body
from vs_workflow.rules.rulebook import Rules


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team: since when, of which organisation and district ("" where not given)."""

    person: str
    organisation: str
    district: str
    since: date


@dataclass(frozen=True, slots=True)
class Offer:
    """The latest offer of an assignment to a body: its sub-state, since when, by which entry, with which reason."""

    body: str
    state: str
    on: date
    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class BodyKnown:
    """A body that may be named: of the programme file (`opened_on` is the first day) or opened by an offer."""

    key: str
    kind: str
    district: str
    opened_on: date


def known_body(key: str, book: Casebook, rules: Rules) -> BodyKnown | None:
    body = rules.programme.body(key)
    if body is not None:
        return BodyKnown(key, body.kind, body.district, rules.programme.first_day)
    opened = book.bodies.get(key)
    return BodyKnown(key, opened.kind, opened.district, opened.opened_on) if opened is not None else None


def bodies_of(kinds: Collection[str], book: Casebook, rules: Rules) -> tuple[str, ...]:
    """The keys of the bodies of these kinds, or of all where no kind is named: the programme's own, then the opened."""
    bodies: list[Body | OpenedBody] = [*rules.programme.bodies, *book.bodies.values()]
    return tuple(body.key for body in bodies if not kinds or body.kind in kinds)


def team(case: Case, rules: Rules, day: date = date.max) -> dict[str, Member]:
    """Who is in the team, by key, in the order of joining: now, or as it was on that day."""
    found: dict[str, Member] = {}
    for mark in case.marks:
        event = None if mark.is_step else rules.lifecycle.event(mark.what)
        if event is None or not event.team or mark.on > day:
            continue
        person = text_of(mark.facts, "person")
        if event.team == "joins":
            found[person] = Member(
                person, text_of(mark.facts, "organisation"), text_of(mark.facts, "district"), mark.on
            )
        else:
            found.pop(person, None)
    return found


def team_with(role: str, case: Case, rules: Rules, day: date) -> dict[str, Member]:
    """The team, with the holders of `role` on that day counted in."""
    found = team(case, rules, day)
    for grant in case.grants.values():
        if role and grant.role == role and not grant.is_mandate and grant.covers(day) and grant.person not in found:
            found[grant.person] = Member(grant.person, grant.organisation or "", grant.district or "", grant.start)
    return found


def offers(case: Case, rules: Rules) -> dict[str, Offer]:
    """The latest offer to each body, by the body's key, in the order in which they were first made."""
    found: dict[str, Offer] = {}
    for mark in case.marks:
        action = action_of(mark, rules.lifecycle)
        if action is None or action.sub is None:
            continue
        for body in sub_bodies(action.sub, mark.facts):
            found[body] = Offer(body, action.sub.to_state, mark.on, mark.seq, mark.reason)
    return found


def action_of(mark: Mark, lifecycle: Lifecycle) -> Step | Event | None:
    """The step or event that a mark is of; None where these rules do not know it."""
    return lifecycle.step(mark.what, mark.source) if mark.is_step else lifecycle.event(mark.what)


def sub_bodies(effect: SubEffect, facts: Facts) -> tuple[str, ...]:
    """The keys of the bodies whose sub-case an action moves."""
    value = facts.get(effect.fact)
    found: list[str] = []
    if isinstance(value, str) and value:
        found.append(value)
    elif isinstance(value, list):
        found.extend(str(row["body"]) for row in value if isinstance(row, dict) and row.get("body"))
    other = facts.get(effect.or_fact) if effect.or_fact else None
    if isinstance(other, str) and other and other not in found:
        found.append(other)
    return tuple(found)


def in_effect(case: Case, event: str, lifecycle: Lifecycle) -> Mark | None:
    """The latest mark of that event, unless a later step ended its effect."""
    for mark in reversed(case.marks):
        if mark.is_step:
            step = lifecycle.step(mark.what, mark.source)
            if step is not None and event in step.ends:
                return None
        elif mark.what == event:
            return mark
    return None


def meets(body: str, day: date, book: Casebook, rules: Rules) -> bool:
    """Whether the body met then, as a decision asks it: held as recorded, or on the calendar and never cancelled.

    A meeting that was planned, or planned again, is none until it was held; `is_to_meet` says what is expected.
    """
    marks = _meeting_marks(book, rules)
    if ("held", body, day) in marks:
        return True
    return ("cancelled", body, day) not in marks and day in _on_calendar(body, rules)


def any_meets(kind: str, day: date, book: Casebook, rules: Rules) -> bool:
    """Whether some body of that kind meets on that day."""
    return any(meets(body, day, book, rules) for body in bodies_of((kind,), book, rules))


def is_to_meet(body: str, day: date, book: Casebook, rules: Rules) -> bool:
    """Whether the body is to meet on that day, as a diary shows it: what was held, was held; else as told last."""
    return ("held", body, day) in _meeting_marks(book, rules) or day in _to_meet(body, book, rules)


def next_meeting(body: str, after: date, book: Casebook, rules: Rules) -> date | None:
    """The first day after `after` on which the body is to meet."""
    return min((day for day in _to_meet(body, book, rules) if day > after), default=None)


def _to_meet(body: str, book: Casebook, rules: Rules) -> set[date]:
    """The days of the calendar, with what was planned and without what was cancelled since, in the order of telling."""
    days = _on_calendar(body, rules)
    for kind, which, when in _meeting_marks(book, rules):
        if which == body and kind == "planned":
            days.add(when)
        elif which == body and kind == "cancelled":
            days.discard(when)
    return days


def _on_calendar(body: str, rules: Rules) -> set[date]:
    return {meeting.day for meeting in rules.programme.meetings if meeting.body == body}


def _meeting_marks(book: Casebook, rules: Rules) -> list[tuple[str, str, date]]:
    found: list[tuple[str, str, date]] = []
    for mark in book.own.marks:
        event = rules.lifecycle.event(mark.what)
        if event is None or not event.meeting:
            continue
        day = mark.on
        if event.meeting != "held":
            try:
                day = day_of(text_of(mark.facts, "day"))
            except ValueError:
                continue
        found.append((event.meeting, text_of(mark.facts, "body"), day))
    return found


def text_of(facts: Facts, key: str) -> str:
    """The fact as text; "" where it is not given."""
    value = facts.get(key)
    return value if isinstance(value, str) else ""
