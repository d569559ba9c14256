"""What the board shows of each case: state, turn, verdicts and what they mean, offers, what the programme lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vs_workflow.casebook import Case
from vs_workflow.desk.reading import Reading, turns_ahead
from vs_workflow.desk.views import (
    BoardLine,
    MilestoneView,
    OfferView,
)
from vs_workflow.desk.waiting import awaited
from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.authority import entitled, role_ways
from vs_workflow.rules.standing import next_meeting, offers, team
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.verdict import Judgement, Verdict, judge


def seen_on(reading: Reading) -> Reading:
    return reading if reading.on >= reading.today else replace(reading, book=reading.book.as_of(reading.on))


def in_file_order(reading: Reading) -> Iterator[Case]:
    for one in reading.rules.programme.assignments:
        if one.key in reading.book.cases:
            yield reading.book.cases[one.key]


def line(case: Case, reading: Reading) -> BoardLine:
    reading = reading.under(case)
    known = reading.rules.programme.assignment(case.key)
    return BoardLine(
        assignment=case.key,
        number=known.number if known is not None else "",
        state=case.state,
        since=case.since,
        turn=turns_ahead(case, reading),
        milestones=tuple(milestones(case, reading)),
        offers=tuple(
            OfferView(body=one.body, name=_body_name(one.body, reading), state=one.state, on=one.on, reason=one.reason)
            for one in offers(case, reading.rules).values()
        ),
        awaits=awaited(case, reading),
    )


def _body_name(key: str, reading: Reading) -> str:
    opened = reading.book.bodies.get(key)
    return opened.name if opened is not None else key


def milestones(case: Case, reading: Reading) -> Iterator[MilestoneView]:
    reading = reading.under(case)
    for milestone in reading.rules.programme.milestones:
        if (milestone.scope == "programme") != (case.key == ""):
            continue
        judgement = judge(milestone, case, reading.rules, reading.on)
        missed = judgement.verdict is Verdict.MISSED
        bound = missed and milestone.meeting != ""
        answers = role_ways((milestone.answers,), case if case.key else None, reading.rules)
        yield MilestoneView(
            judgement=judgement,
            answers=entitled(answers, reading.on, reading.book),
            late_in_registration=_late_in_registration(judgement, reading),
            bound=bound,
            next_meeting=next_meeting(milestone.meeting, reading.on, reading.book, reading.rules) if bound else None,
            presses=tuple(_presses(judgement, case, reading)) if missed else (),
        )


def _late_in_registration(judgement: Judgement, reading: Reading) -> bool:
    if judgement.verdict is not Verdict.MET or judgement.recorded_at is None or judgement.due is None:
        return False
    return local_day(judgement.recorded_at, reading.rules) > judgement.due


def _presses(missed: Judgement, case: Case, reading: Reading) -> Iterator[str]:
    """The later dates that come under pressure: not met yet, and due after this one was."""
    assert missed.due is not None
    for other in reading.rules.programme.milestones:
        if other.scope == "programme" or case.key == "" or other.due is None or other.due <= missed.due:
            continue
        verdict = judge(other, case, reading.rules, reading.on).verdict
        if verdict in (Verdict.UPCOMING, Verdict.OPEN, Verdict.DUE_SOON):
            yield other.id


def per_district(reading: Reading) -> Iterator[Finding]:
    """Districts that supply too few people, counted as distinct people over all teams; it refuses nothing."""
    programme = reading.rules.programme
    for rule in programme.per_district:
        milestone = programme.milestone(rule.from_due_of)
        if milestone is None or milestone.due is None or reading.on < milestone.due:
            continue
        people: dict[str, set[str]] = {one.key: set() for one in programme.districts}
        for case in reading.book.cases.values():
            for member in team(case, reading.under(case).rules).values():
                if member.organisation == rule.organisation and member.district in people:
                    people[member.district].add(member.person)
            for grant in case.grants.values():
                if (
                    not grant.is_mandate
                    and grant.covers(reading.on)
                    and grant.organisation == rule.organisation
                    and grant.district in people
                ):
                    people[grant.district].add(grant.person)
        for district, found in people.items():
            if len(found) < rule.at_least:
                facts: dict[str, Plain] = {"district": district, "found": len(found), "at_least": rule.at_least}
                yield Finding("per-district", "board.per-district", {**facts, "key": rule.key}, warning=True)
