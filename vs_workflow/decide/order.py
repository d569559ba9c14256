"""Order: of steps on the road, of events in the states they belong to, of what each body does with its offer.

Order is judged against the state after all entries so far; a day before that of what went
before is a matter of dates.
"""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.decide.dates import after_opening
from vs_workflow.decide.judged import Judged
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.rules.authority import entitled, ways
from vs_workflow.rules.lifecycle import Event, Step
from vs_workflow.rules.standing import in_effect, offers, sub_bodies


def step_order(judged: Judged, step: Step) -> Iterator[Reason]:
    """The step must leave the state in which the assignment is."""
    if judged.case.state not in step.sources:
        yield _out_of_order(judged, step.sources)


def event_place(judged: Judged, event: Event) -> Iterator[Reason]:
    """Whether the event belongs to an assignment or the programme, in which states, and not before the state began."""
    request, case, rules = judged.request, judged.case, judged.rules
    given = request.assignment
    if (event.scope == "assignment" and given is None) or (event.scope in ("programme", "body") and given is not None):
        yield Reason(Code.GUARD, "event.place", {"event": event.key, "scope": event.scope}, guard="assignment")
        return
    if given is None:
        return
    ended = rules.lifecycle.is_final(case.state) and not event.any_state
    if case.state not in event.in_states if event.in_states else ended:
        yield _out_of_order(judged, event.in_states)
    elif event.in_states and request.on < case.since:
        since = {"on": request.on.isoformat(), "state": case.state, "since": case.since.isoformat()}
        yield Reason(Code.DATE, "date.before-state", dict(since))
    yield from after_opening(request.on, case, rules)


def _out_of_order(judged: Judged, sources: tuple[str, ...]) -> Reason:
    """Why not from this state: the road has ended, or other steps come first, and who may take those."""
    case, rules = judged.case, judged.rules
    possible = rules.lifecycle.steps_from(case.state)
    facts: dict[str, Plain] = {
        "assignment": case.key,
        "step": judged.action.key,
        "state": case.state,
        "sources": list(sources),
        "possible": [step.key for step in possible],
    }
    if rules.lifecycle.is_final(case.state):
        return Reason(Code.FINAL, "order.final", facts)
    who: list[str] = []
    for step in possible:
        may = entitled(ways(step, {}, case, judged.book, rules), judged.request.on, judged.book)
        who.extend(key for key in may if key not in who)
    rule = "order.step" if isinstance(judged.action, Step) else "order.event"
    return Reason(Code.ORDER, rule, facts, tuple(who))


def after_what_it_rests_on(judged: Judged) -> Iterator[Reason]:
    """A step cannot rest on what happened after it: an event in effect, or how the offers stand."""
    on, case, rules = judged.request.on, judged.case, judged.rules
    for spec in judged.action.guards:
        mark = in_effect(case, spec.event, rules.lifecycle) if spec.kind == "event-in-effect" else None
        if mark is not None and on < mark.on:
            facts: dict[str, Plain] = {"event": mark.what, "assignment": case.key, "on": on.isoformat()}
            yield Reason(Code.DATE, "date.before-event", {**facts, "since": mark.on.isoformat(), "seq": mark.seq})
        for body, offer in offers(case, rules).items() if spec.kind == "sub-cases" else ():
            if on < offer.on:
                since: dict[str, Plain] = {"on": on.isoformat(), "since": offer.on.isoformat()}
                yield Reason(Code.DATE, "date.before-offer", {"body": body, "state": offer.state, **since})


def sub_order(judged: Judged) -> Iterator[Reason]:
    """Each offer has its own small life: made, then accepted or declined, then implemented; never backwards in time."""
    effect = judged.action.sub
    if effect is None:
        return
    known = offers(judged.case, judged.rules)
    for body in sub_bodies(effect, judged.facts):
        offer = known.get(body)
        state = offer.state if offer is not None else ""
        facts: dict[str, Plain] = {
            "body": body,
            "state": state,
            "event": judged.action.key,
            "assignment": judged.case.key,
        }
        if state not in effect.from_states:
            yield Reason(Code.ORDER, "order.offer", facts, _who_next(judged, body, state))
        elif offer is not None and judged.request.on < offer.on:
            yield Reason(
                Code.DATE,
                "date.before-offer",
                {**facts, "on": judged.request.on.isoformat(), "since": offer.on.isoformat()},
            )


def _who_next(judged: Judged, body: str, state: str) -> tuple[str, ...]:
    """Who may move this body's offer on from where it stands."""
    found: list[str] = []
    for event in judged.rules.lifecycle.events:
        if event.sub is not None and state in event.sub.from_states:
            facts: dict[str, Plain] = {event.sub.or_fact or event.sub.fact: body}
            way = ways(event, facts, judged.case, judged.book, judged.rules)
            found.extend(key for key in entitled(way, judged.request.on, judged.book) if key not in found)
    return tuple(found)
