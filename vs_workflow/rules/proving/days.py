"""The programme's days and names: a zone that exists, windows the right way round, milestones that can be satisfied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.programme import Milestone, Satisfier
from vs_workflow.rules.proving.places import of_an_assignment, rows, unknown
from vs_workflow.rules.proving.road import reached
from vs_workflow.rules.rulebook import Rules

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_DAYS = 3660
_HOUR = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]\Z")
_ZONE = re.compile(r"(?:UTC|[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+)\Z")


def the_programme_has_its_days(rules: Rules) -> Iterator[Finding]:
    programme = rules.programme
    yield from _in_order("last_day", programme.first_day, programme.last_day)
    for where, day in (("first_day", programme.first_day), ("last_day", programme.last_day)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            facts: dict[str, Plain] = {"day": day.isoformat(), "first": FIRST_YEAR, "last": LAST_YEAR}
            yield Finding("days", "sound.year", facts, where=where)
    if not _is_zone(programme.zone):
        yield Finding("days", "sound.zone", {"zone": programme.zone[:60]}, where="zone")
    if not _HOUR.match(programme.check.hour):
        yield Finding("days", "sound.hour", {"found": programme.check.hour[:60]}, where="check.hour")


def _is_zone(name: str) -> bool:
    """A region's zone, the same on every machine; never a path, nor whatever this machine is set to."""
    if not _ZONE.match(name):
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return False
    except KeyError:
        return False
    return True


def _in_order(where: str, first: date | None, last: date | None) -> Iterator[Finding]:
    if first is not None and last is not None and last < first:
        facts: dict[str, Plain] = {"first": first.isoformat(), "last": last.isoformat()}
        yield Finding("days", "sound.days-reversed", facts, where=where)


def numbers_can_be_counted_with(rules: Rules) -> Iterator[Finding]:
    check = rules.programme.check
    numbers = [
        ("reason_after_days", rules.lifecycle.reason_after_days, 0),
        ("check.escalate_after_days", check.escalate_after_days, 0),
        *((where, days, 0) for where, days in rows("check.reminders", check.reminders)),
        *((f"{where}.at_least", one.at_least, 1) for where, one in rows("per_district", rules.programme.per_district)),
    ]
    for where, found, least in numbers:
        if not least <= found <= MOST_DAYS:
            facts: dict[str, Plain] = {"found": str(found)[:20], "least": least, "most": MOST_DAYS}
            yield Finding("days", "sound.number", facts, where=where)


def the_programme_names_what_is_there(rules: Rules) -> Iterator[Finding]:
    programme = rules.programme
    districts = [one.key for one in programme.districts]
    organisations = [one.key for one in programme.organisations]
    themes = [one.key for one in programme.themes]
    bodies = [one.key for one in programme.bodies]
    for where, body in rows("bodies", programme.bodies):
        if body.district and body.district not in districts:
            yield unknown("days", "district", body.district, districts, f"{where}.district")
    for where, assignment in rows("assignments", programme.assignments):
        if assignment.theme and assignment.theme not in themes:
            yield unknown("days", "theme", assignment.theme, themes, f"{where}.theme")
        for place, name in rows(f"{where}.needs", assignment.needs):
            if name not in organisations:
                yield unknown("days", "organisation", name, organisations, place)
    for where, meeting in rows("meetings", programme.meetings):
        if meeting.body not in bodies:
            yield unknown("days", "body", meeting.body, bodies, f"{where}.body")
        yield from _within(f"{where}.day", meeting.day, rules)
    if not programme.assignments:
        yield Finding("days", "sound.nothing-named", {"what": "assignment"}, where="assignments")


def _within(where: str, day: date | None, rules: Rules) -> Iterator[Finding]:
    first, last = rules.programme.first_day, rules.programme.last_day
    if day is not None and not first <= day <= last:
        facts: dict[str, Plain] = {"day": day.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
        yield Finding("days", "sound.outside-programme", facts, where=where)


def windows_are_the_right_way_round(rules: Rules) -> Iterator[Finding]:
    for where, milestone in rows("milestones", rules.programme.milestones):
        yield from _in_order(f"{where}.due", milestone.opens, milestone.due)
        yield from _in_order(f"{where}.not_before", milestone.not_before, milestone.due)
        yield from _within(f"{where}.due", milestone.due, rules)
        yield from _within(f"{where}.not_before", milestone.not_before, rules)
        bodies = [one.key for one in rules.programme.bodies]
        if milestone.meeting and milestone.meeting not in bodies:
            yield unknown("days", "body", milestone.meeting, bodies, f"{where}.meeting")


def milestones_can_be_satisfied(rules: Rules) -> Iterator[Finding]:
    """Each satisfier is a state that a step reaches, or an event that is recorded where the milestone is looked for."""
    for where, milestone in rows("milestones", rules.programme.milestones):
        if not milestone.satisfied_by:
            facts: dict[str, Plain] = {"milestone": milestone.id}
            yield Finding("days", "sound.never-satisfied", facts, where=f"{where}.satisfied_by")
        for place, one in rows(f"{where}.satisfied_by", milestone.satisfied_by):
            yield from _satisfier(place, one, milestone, rules)


def _satisfier(where: str, one: Satisfier, milestone: Milestone, rules: Rules) -> Iterator[Finding]:
    lifecycle = rules.lifecycle
    never = Finding("days", "sound.never-satisfied", {"milestone": milestone.id}, where=where)
    if bool(one.state) == bool(one.event) or (one.body and one.state):
        yield Finding("days", "sound.state-or-event", {"milestone": milestone.id}, where=where)
    elif one.state:
        states = [state.key for state in lifecycle.states]
        found = reached(rules)
        targets = {step.target for step in lifecycle.steps if found & set(step.sources)}
        if one.state not in states:
            yield unknown("days", "state", one.state, states, f"{where}.state")
        elif milestone.scope == "programme" or (found and one.state not in targets):
            yield never
    else:
        event = lifecycle.event(one.event)
        if event is None:
            yield unknown("days", "event", one.event, [known.key for known in lifecycle.events], f"{where}.event")
            return
        of_programme = event.scope != "assignment"
        if not (of_programme if milestone.scope == "programme" else of_an_assignment(event)):
            yield never
        yield from _body(where, one, milestone, rules)


def _body(where: str, one: Satisfier, milestone: Milestone, rules: Rules) -> Iterator[Finding]:
    """The body that the event must be about can be named in its fact `body`."""
    event = rules.lifecycle.event(one.event)
    if not one.body or event is None:
        return
    body = rules.programme.body(one.body)
    spec = event.fact("body")
    if body is None:
        yield unknown("days", "body", one.body, [known.key for known in rules.programme.bodies], f"{where}.body")
    elif spec is None or spec.type != "body" or (spec.body_kinds and body.kind not in spec.body_kinds):
        yield Finding("days", "sound.never-satisfied", {"milestone": milestone.id}, where=where)


def districts_are_counted_from_a_day(rules: Rules) -> Iterator[Finding]:
    programme = rules.programme
    organisations = [one.key for one in programme.organisations]
    for where, one in rows("per_district", programme.per_district):
        milestone = programme.milestone(one.from_due_of)
        if milestone is None:
            known = [other.id for other in programme.milestones]
            yield unknown("days", "milestone", one.from_due_of, known, f"{where}.from_due_of")
        elif milestone.due is None:
            yield Finding("days", "sound.no-due-day", {"milestone": milestone.id}, where=f"{where}.from_due_of")
        if one.organisation not in organisations:
            yield unknown("days", "organisation", one.organisation, organisations, f"{where}.organisation")


DAYS = (
    the_programme_has_its_days,
    numbers_can_be_counted_with,
    the_programme_names_what_is_there,
    windows_are_the_right_way_round,
    milestones_can_be_satisfied,
    districts_are_counted_from_a_day,
)
