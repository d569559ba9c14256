"""Turns: what a person may do now, and what stands between an assignment and its next states."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.casebook import Case
from vs_workflow.decide import Past, Refused, decide
from vs_workflow.desk.lines import in_file_order
from vs_workflow.desk.naming import find_person, find_step
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, about, open_reading
from vs_workflow.desk.views import Todo, TodoLine, Why, WhyLine
from vs_workflow.reasons import Code, Facts, Plain, Reason
from vs_workflow.request import TakeStep
from vs_workflow.rules.authority import Proof, entitled_to, own_proofs, ways
from vs_workflow.rules.lifecycle import Step
from vs_workflow.rules.waiting import events_waited_for

_GIVEN_AT_THE_STEP = frozenset({"document", "fact", "confirmed", "records", "reason"})


def todo(office: Office, person: str) -> Todo:
    """What this person may do today, and what still stands in the way of each step."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None)
        key = find_person(person, reading.book, reading.records)
        lines: list[TodoLine] = []
        for case in in_file_order(reading):
            own = reading.under(case)
            for step in own.rules.lifecycle.steps_from(case.state):
                may = ways(step, {}, case, own.book, own.rules)
                for proof, behalf_of in own_proofs(key, may, own.on, own.book):
                    missing = _missing(step, case, own, key, behalf_of)
                    lines.append(_todo_line(case, step, proof, behalf_of, missing))
                    break
            lines.extend(_events_waited_for(case, key, own))
    return Todo(setting=reading.setting, person=key, lines=tuple(sorted(lines, key=lambda line: not line.ready)))


def _events_waited_for(case: Case, person: str, reading: Reading) -> Iterator[TodoLine]:
    """What the road waits for and this person may record: a decision, an answer to an offer."""
    told: list[tuple[str, Facts]] = []
    for step in reading.rules.lifecycle.steps_from(case.state):
        for event, facts in events_waited_for(step, case, reading.rules):
            if (event.key, facts) in told:
                continue
            told.append((event.key, facts))
            may = ways(event, facts, case, reading.book, reading.rules)
            for proof, behalf_of in own_proofs(person, may, reading.on, reading.book):
                yield TodoLine(
                    assignment=case.key,
                    step=event.key,
                    role=proof.role,
                    grant=proof.grant,
                    behalf_of=behalf_of,
                    ready=True,
                    missing=(),
                )
                break


def _todo_line(case: Case, step: Step, proof: Proof, behalf_of: str | None, missing: tuple[Reason, ...]) -> TodoLine:
    blocking = [reason for reason in missing if not _comes_with_the_step(reason, step)]
    return TodoLine(
        assignment=case.key,
        step=step.key,
        role=proof.role,
        grant=proof.grant,
        behalf_of=behalf_of,
        ready=not blocking,
        missing=missing,
    )


def _comes_with_the_step(reason: Reason, step: Step) -> bool:
    """What the person supplies in the act itself does not keep a step from being ready."""
    kinds = {spec.name: spec.kind for spec in step.guards}
    return reason.code is Code.GUARD and kinds.get(reason.guard or "") in _GIVEN_AT_THE_STEP


def why(office: Office, assignment: str, step: str | None = None) -> Why:
    """What stands between an assignment and its next states, or before one step."""
    with office.room.reading() as work:
        reading = about(office, work, assignment, None)
        case = next(iter(reading.book.cases.values()))
        if step is None:
            asked = sorted(reading.rules.lifecycle.steps_from(case.state), key=lambda one: one.back)
        else:
            named = find_step(step, reading.rules)
            asked = [reading.rules.lifecycle.step(named.key, case.state) or named]
        lines = tuple(_why_line(one, case, reading) for one in asked)
    return Why(setting=reading.setting, assignment=case.key, state=case.state, since=case.since, lines=lines)


def _why_line(step: Step, case: Case, reading: Reading) -> WhyLine:
    roles, people = entitled_to(step, {}, case, reading.book, reading.rules, reading.on)
    actor = people[0] if people else None
    reasons = tuple(
        reason
        for reason in _missing(step, case, reading, actor, None)
        if people or reason.code not in (Code.ROLE, Code.GRANT_PERIOD)
    )
    if not people:
        named: list[Plain] = [*roles]
        reasons = (Reason(Code.ROLE, "role.nobody", {"step": step.key, "roles": named}), *reasons)
    return WhyLine(step=step.key, target=step.target, roles=roles, people=people, reasons=reasons)


def _missing(step: Step, case: Case, reading: Reading, actor: str | None, behalf_of: str | None) -> tuple[Reason, ...]:
    """What the one decision would say to this step, taken today with nothing handed in."""
    request = TakeStep(
        actor=actor,
        today=reading.today,
        on=reading.on,
        behalf_of=behalf_of,
        typed_by=actor,
        assignment=case.key,
        step=step.key,
    )
    decision = decide(request, reading.book, reading.rules, Past(entries=tuple, rules=lambda _: reading.rules))
    return decision.reasons if isinstance(decision, Refused) else ()
