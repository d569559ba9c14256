"""Steps on the road and events beside it: order, role, separation of duties, guards, days, each judged on its own.

Every check runs whatever the others found, so that a refusal names all that is wrong. The
machine built on `transitions` has the last word on a step; were it to disagree with the
reasons, that is a fault of the program and not a refusal.
"""

from __future__ import annotations

from vs_workflow.casebook import Casebook
from vs_workflow.decide.dates import after_last_step, after_opening
from vs_workflow.decide.judged import Judged
from vs_workflow.decide.order import after_what_it_rests_on, event_place, step_order, sub_order
from vs_workflow.decide.ruling import Decision, drafted, refusal, ruling
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Code, Reason
from vs_workflow.request import RecordEvent, TakeStep
from vs_workflow.rules.machine import Token, take
from vs_workflow.rules.rulebook import Rules


class MachineDisagrees(AssertionError):
    """The machine and the reasons contradict each other: a fault of the program."""


def decide_step(request: TakeStep, book: Casebook, rules: Rules) -> Decision:
    """May this step be taken, by this person, on this day, with what was given? By its own assignment alone."""
    book = book.only(request.assignment)
    case = book.cases.get(request.assignment)
    step = rules.lifecycle.step(request.step, case.state) if case is not None else None
    if case is None or step is None:
        return _unknown(request, Kind.STEP, request.step, book, rules)
    judged = Judged(request, step, case, book, rules)
    found = (
        *step_order(judged, step),
        *judged.reasons(),
        *sub_order(judged),
        *after_opening(request.on, case, rules),
        *after_last_step(request.on, case),
        *after_what_it_rests_on(judged),
    )
    if not found:
        reached = take(rules, step.key, Token(case.state, judged.proof is not None, judged.holds))
        if reached != step.target:
            raise MachineDisagrees(f"{case.key}: {step.key} from {case.state}")
    return ruling(judged.draft(Kind.STEP, case.state, step.target), found)


def decide_event(request: RecordEvent, book: Casebook, rules: Rules) -> Decision:
    """May this be recorded, beside the road? By its own assignment alone."""
    book = book.only(request.assignment)
    event = rules.lifecycle.event(request.event)
    case = book.own if request.assignment is None else book.cases.get(request.assignment)
    if case is None or event is None:
        return _unknown(request, Kind.EVENT, request.event, book, rules)
    judged = Judged(request, event, case, book, rules)
    return ruling(judged.draft(Kind.EVENT), (*event_place(judged, event), *judged.reasons(), *sub_order(judged)))


def _unknown(request: TakeStep | RecordEvent, kind: Kind, what: str, book: Casebook, rules: Rules) -> Decision:
    """What cannot be judged, because the assignment, the step or the event means nothing here."""
    assignment = request.assignment
    draft = drafted(
        request, kind, what, rules, None, assignment=assignment, facts=request.facts, documents=request.documents
    )
    if assignment is not None and assignment not in book.cases:
        facts = {"assignment": assignment, "step": what}
        return refusal(draft, (Reason(Code.UNKNOWN_STEP, "unknown.assignment", {**facts}),))
    return refusal(draft, (Reason(Code.UNKNOWN_STEP, "unknown.step", {"step": what}),))
