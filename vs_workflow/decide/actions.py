"""Steps on the road and events beside it: order, role, separation of duties, guards, days, each judged on its own.

Every check runs whatever the others found, so that a refusal names all that is wrong. The
machine built on `transitions` has the last word on a step; were it to disagree with the
reasons, that is a fault of the program and not a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vs_workflow.casebook import Case, Casebook
from vs_workflow.decide.dates import after_last_step, past_days, told_in_time
from vs_workflow.decide.ruling import Decision, refusal, ruling
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.request import RecordEvent, TakeStep
from vs_workflow.rules.authority import Proof, Way, entitled, prove, ways
from vs_workflow.rules.facts import fact_faults, opened_bodies, with_bodies
from vs_workflow.rules.guards import Situation, reasons, unmet
from vs_workflow.rules.lifecycle import Action, Event, Step
from vs_workflow.rules.machine import Token, take
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import in_effect, known_body, offers, sub_bodies

LONGEST_KEY = 200


class MachineDisagrees(AssertionError):
    """The machine and the reasons contradict each other: a fault of the program."""


def decide_step(request: TakeStep, book: Casebook, rules: Rules) -> Decision:
    """May this step be taken, by this person, on this day, with what was given?"""
    step = rules.lifecycle.step(request.step, book.cases[request.assignment].state) if _opened(request, book) else None
    if step is None:
        return refusal(
            _draft(request, Kind.STEP, request.step, rules), (unknown(request.assignment, request.step, book),)
        )
    case = book.cases[request.assignment]
    judged = _Judged(request, step, case, book, rules)
    found = (
        *_order(step, case, book, rules, request.on),
        *judged.reasons(),
        *_sub_order(judged),
        *after_last_step(request.on, case),
        *_after_what_it_rests_on(judged),
    )
    holds = {name: missing is None for name, missing in judged.missing.items()}
    if not found:
        token = Token(case.state, judged.proof is not None, holds)
        reached = take(rules, step.key, token)
        if reached != step.target:
            raise MachineDisagrees(f"{case.key}: {step.key} from {case.state}")
    return ruling(judged.draft(Kind.STEP, step.key, case.state, step.target, holds), found)


def decide_event(request: RecordEvent, book: Casebook, rules: Rules) -> Decision:
    """May this be recorded, beside the road?"""
    event = rules.lifecycle.event(request.event)
    if event is None or not _opened(request, book):
        draft = _draft(request, Kind.EVENT, request.event, rules)
        return refusal(draft, (unknown(request.assignment, request.event, book),))
    case = book.case(request.assignment)
    judged = _Judged(request, event, case, book, rules)
    found = (*_place(event, request, case, book, rules), *judged.reasons(), *_sub_order(judged))
    holds = {name: missing is None for name, missing in judged.missing.items()}
    return ruling(judged.draft(Kind.EVENT, event.key, None, None, holds), found)


def _opened(request: TakeStep | RecordEvent, book: Casebook) -> bool:
    return request.assignment is None or request.assignment in book.cases


def unknown(assignment: str | None, what: str, book: Casebook) -> Reason:
    if assignment is not None and assignment not in book.cases:
        return Reason(Code.UNKNOWN_STEP, "unknown.assignment", {"assignment": assignment, "step": what})
    return Reason(Code.UNKNOWN_STEP, "unknown.step", {"step": what})


class _Judged:
    """One request, judged: whose right it is, what each guard misses, and the draft that would record it."""

    def __init__(
        self, request: TakeStep | RecordEvent, action: Action, case: Case, book: Casebook, rules: Rules
    ) -> None:
        self.request, self.action, self.case, self.book, self.rules = request, action, case, book, rules
        self.facts = with_bodies(action.opens, request.facts)
        self.ways = ways(action, self.facts, case, book, rules)
        self.proof: Proof | None = None
        self.role_reasons: tuple[Reason, ...] = ()
        if not self.ways and request.behalf_of is None and not _waits_for_a_body(action, self.facts):
            self.role_reasons = (_nobody_yet(action),)
        elif self.ways or not _waits_for_a_body(action, self.facts):
            self.proof, self.role_reasons = prove(request.actor, request.behalf_of, self.ways, request.on, book)
        self.situation = Situation(action, request.on, self.facts, request.documents, request.reason, case, book, rules)
        self.missing = unmet(self.situation)

    def reasons(self) -> Iterator[Reason]:
        request, rules = self.request, self.rules
        yield from self.role_reasons
        yield from self._unnamed_body()
        yield from _self_mandate(request)
        yield from separated(
            self.action.key, request.actor, request.behalf_of, self.case, self.ways, request.on, self.book, rules
        )
        yield from reasons(self.situation, self.missing)
        yield from _facts(self)
        yield from _bodies(self)
        yield from past_days(request.on, request.today, rules)
        may = entitled(self.ways, request.on, self.book)
        yield from told_in_time(request.on, request.today, request.reason, may, rules)

    def _unnamed_body(self) -> Iterator[Reason]:
        """Without the body that the right depends on there is no right, whether or not a guard asks for the body."""
        if self.proof is None and not self.role_reasons:
            fact = next(one.fact for one in self.action.by if one.fact)
            if self.missing.get(fact) is None:
                yield Reason(Code.GUARD, "guard.fact", {"fact": fact}, guard=fact)

    def draft(self, kind: Kind, what: str, source: str | None, target: str | None, guards: dict[str, bool]) -> Draft:
        opens = opened_bodies(self.action.opens, self.facts) if self.action.opens else {}
        return _draft(
            self.request, kind, what, self.rules, source=source, target=target, proof=self.proof, guards=guards,
            opens={key: dict(said) for key, said in opens.items()}, facts=self.facts,
        )  # fmt: skip


def _draft(
    request: TakeStep | RecordEvent,
    kind: Kind,
    what: str,
    rules: Rules,
    *,
    source: str | None = None,
    target: str | None = None,
    proof: Proof | None = None,
    guards: dict[str, bool] | None = None,
    opens: dict[str, Plain] | None = None,
    facts: object = None,
) -> Draft:
    return Draft(
        kind=kind,
        what=what,
        on=request.on,
        rules=rules.hash,
        assignment=request.assignment,
        source=source,
        target=target,
        actor=request.actor,
        behalf_of=request.behalf_of,
        typed_by=request.typed_by,
        role=proof.role if proof else None,
        grant=proof.grant if proof else None,
        guards=guards or {},
        facts=request.facts if facts is None else facts,  # type: ignore[arg-type]
        documents=request.documents,
        reason=request.reason,
        opens=opens or {},
    )


def _nobody_yet(action: Action) -> Reason:
    """No place entitles anybody: no body stands where the role would have to be held."""
    roles: list[Plain] = [*dict.fromkeys(one.role for one in action.by)]
    states: list[Plain] = [*dict.fromkeys(state for one in action.by for state in one.sub_states)]
    if states:
        return Reason(Code.ROLE, "role.no-body-there", {"step": action.key, "roles": roles, "states": states})
    return Reason(Code.ROLE, "role.nobody", {"step": action.key, "roles": roles})


def _waits_for_a_body(action: Action, facts: object) -> bool:
    """The right depends on a body that was not named: the guard that asks for it speaks, not the role."""
    named = {one.fact for one in action.by if one.fact}
    given = facts if isinstance(facts, dict) else {}
    return bool(named) and not any(given.get(key) for key in named)


def _order(step: Step, case: Case, book: Casebook, rules: Rules, on: date) -> Iterator[Reason]:
    if case.state in step.sources:
        return
    possible = rules.lifecycle.steps_from(case.state)
    who: list[str] = []
    for other in possible:
        who.extend(key for key in entitled(ways(other, {}, case, book, rules), on, book) if key not in who)
    facts: dict[str, Plain] = {
        "assignment": case.key,
        "step": step.key,
        "state": case.state,
        "sources": list(step.sources),
        "possible": [other.key for other in possible],
    }
    if rules.lifecycle.is_final(case.state):
        yield Reason(Code.FINAL, "order.final", facts)
    else:
        yield Reason(Code.ORDER, "order.step", facts, tuple(who))


def _place(event: Event, request: RecordEvent, case: Case, book: Casebook, rules: Rules) -> Iterator[Reason]:
    """Whether the event belongs to an assignment or the programme, in which states, and not before the state began."""
    given = request.assignment
    if (event.scope == "assignment" and given is None) or (event.scope in ("programme", "body") and given is not None):
        yield Reason(Code.GUARD, "event.place", {"event": event.key, "scope": event.scope}, guard="assignment")
        return
    if given is None:
        return
    facts: dict[str, Plain] = {
        "assignment": case.key,
        "step": event.key,
        "state": case.state,
        "sources": list(event.in_states),
        "possible": [other.key for other in rules.lifecycle.steps_from(case.state)],
    }
    if event.in_states and case.state not in event.in_states:
        if rules.lifecycle.is_final(case.state):
            yield Reason(Code.FINAL, "order.final", facts)
        else:
            who: list[str] = []
            for other in rules.lifecycle.steps_from(case.state):
                who.extend(
                    key for key in entitled(ways(other, {}, case, book, rules), request.on, book) if key not in who
                )
            yield Reason(Code.ORDER, "order.event", facts, tuple(who))
    elif not event.in_states and not event.any_state and rules.lifecycle.is_final(case.state):
        yield Reason(Code.FINAL, "order.final", facts)
    if event.in_states and case.state in event.in_states and request.on < case.since:
        since = {"on": request.on.isoformat(), "state": case.state, "since": case.since.isoformat()}
        yield Reason(Code.DATE, "date.before-state", dict(since))
    # Before the programme's first day is said of the day itself; here only what was opened after it.
    if rules.programme.first_day <= request.on < case.opened_on:
        opened = {"on": request.on.isoformat(), "first_day": case.opened_on.isoformat()}
        yield Reason(Code.DATE, "date.before-programme", dict(opened))


def _after_what_it_rests_on(judged: _Judged) -> Iterator[Reason]:
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


def _sub_order(judged: _Judged) -> Iterator[Reason]:
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


def _who_next(judged: _Judged, body: str, state: str) -> tuple[str, ...]:
    """Who may move this body's offer on from where it stands."""
    found: list[str] = []
    for event in judged.rules.lifecycle.events:
        if event.sub is not None and state in event.sub.from_states:
            facts: dict[str, Plain] = {event.sub.or_fact or event.sub.fact: body}
            way = ways(event, facts, judged.case, judged.book, judged.rules)
            found.extend(key for key in entitled(way, judged.request.on, judged.book) if key not in found)
    return tuple(found)


def _self_mandate(request: TakeStep | RecordEvent) -> Iterator[Reason]:
    if request.behalf_of is not None and request.behalf_of == request.actor:
        facts: dict[str, Plain] = {"actor": request.actor}
        yield Reason(Code.MANDATE, "mandate.of-oneself", facts, tuple(k for k in (request.actor,) if k))


def _facts(judged: _Judged) -> Iterator[Reason]:
    for fault in fact_faults(judged.action, judged.facts, judged.book, judged.rules):
        facts: dict[str, Plain] = {"fact": fault.key, "found": fault.found, "expected": list(fault.expected)}
        yield Reason(Code.GUARD, fault.rule, facts, guard=fault.key.split(".")[0].split("[")[0])


def _bodies(judged: _Judged) -> Iterator[Reason]:
    """A body keeps the district under which it was opened, and is named once in one offer."""
    opens = judged.action.opens
    if opens is None:
        return
    rows = judged.facts.get(opens.fact)
    keys = (
        [str(row.get("body")) for row in rows if isinstance(row, dict) and row.get("body")]
        if isinstance(rows, list)
        else []
    )
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Reason(Code.GUARD, "guard.body-twice", {"body": key}, guard=opens.fact)
    if any(key == opens.prefix or len(key) > LONGEST_KEY for key in keys):
        yield Reason(Code.GUARD, "guard.body-name", {"fact": opens.fact}, guard=opens.fact)
    for key, said in opened_bodies(opens, judged.facts).items():
        known = known_body(key, judged.book, judged.rules)
        if known is not None and (known.kind != opens.kind or known.district != said["district"]):
            facts: dict[str, Plain] = {"body": key, "district": known.district, "given": said["district"]}
            yield Reason(Code.GUARD, "guard.body-district", facts, guard=opens.fact)


def separated(
    what: str,
    actor: str | None,
    behalf_of: str | None,
    case: Case,
    may: tuple[Way, ...],
    on: date,
    book: Casebook,
    rules: Rules,
) -> Iterator[Reason]:
    """Two actions that one person may not both do, nor through a mandate, for one passage of the road."""
    people = {key for key in (actor, behalf_of) if key is not None}
    for pair in rules.lifecycle.separations:
        if what not in pair.between:
            continue
        other = pair.between[1] if pair.between[0] == what else pair.between[0]
        mark = None
        if rules.lifecycle.event(other) is not None:
            mark = in_effect(case, other, rules.lifecycle)
        else:
            mark = next((m for m in reversed(case.marks) if m.is_step and m.what == other), None)
        both = sorted(people & mark.people) if mark is not None else []
        if mark is not None and both:
            who = tuple(key for key in entitled(may, on, book) if key not in mark.people)
            facts: dict[str, Plain] = {"people": list(both), "step": what, "other": other, "seq": mark.seq}
            yield Reason(Code.SEPARATION, "separation.acted", facts, who)
