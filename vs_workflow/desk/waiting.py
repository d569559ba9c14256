"""What the road waits for before its next step: a decision, or each body's answer to an offer; and who may give it."""

from __future__ import annotations

from vs_workflow.casebook import Case
from vs_workflow.desk.reading import Reading
from vs_workflow.desk.views import Awaited
from vs_workflow.reasons import Facts
from vs_workflow.rules.authority import entitled, entitled_to, role_ways
from vs_workflow.rules.lifecycle import Event, Step
from vs_workflow.rules.waiting import events_waited_for, main_road


def awaited(case: Case, reading: Reading) -> tuple[Awaited, ...]:
    """Each event that must be recorded before a step on the main road can be taken, with who may record it today."""
    reading = reading.under(case)
    return tuple(
        _awaited(step, event, facts, case, reading)
        for step in main_road(case, reading.rules)
        for event, facts in events_waited_for(step, case, reading.rules)
    )


def _awaited(step: Step, event: Event, facts: Facts, case: Case, reading: Reading) -> Awaited:
    roles, people = entitled_to(event, facts, case, reading.book, reading.rules, reading.on)
    known = reading.rules.lifecycle.role(roles[0])
    giving = role_ways(known.granted_by if known is not None else (), case, reading.rules)
    fact = event.sub.fact if event.sub is not None else None
    return Awaited(
        step=step.key,
        event=event.key,
        fact=fact,
        body=str(facts[fact]) if fact is not None else None,
        roles=roles,
        people=people,
        granters=entitled(giving, reading.on, reading.book),
    )
