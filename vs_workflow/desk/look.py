"""Look: the board, one assignment, what somebody may do now, what stands in between, and the form to fill."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from vs_workflow.casebook import Case
from vs_workflow.decide import Past, Refused, decide
from vs_workflow.decide.again import local_day
from vs_workflow.desk.naming import find_action, find_assignment, find_person, find_step
from vs_workflow.desk.notes import team_gaps
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading, turns
from vs_workflow.desk.views import (
    Board,
    BoardLine,
    CaseView,
    Form,
    FormField,
    MemberView,
    MilestoneView,
    OfferView,
    Setting,
    Todo,
    TodoLine,
    Turn,
    Why,
    WhyLine,
)
from vs_workflow.journal.canon import content_hash
from vs_workflow.ports import ShelfKind, Work
from vs_workflow.reasons import Code, Facts, Finding, Misunderstood, Plain, Reason, StoreTrouble
from vs_workflow.request import TakeStep
from vs_workflow.rules.authority import Proof, entitled, own_proofs, role_ways, ways
from vs_workflow.rules.guards import composition_gaps
from vs_workflow.rules.lifecycle import Action, FactSpec, Step
from vs_workflow.rules.standing import in_effect, next_meeting, offers, team
from vs_workflow.timeline.verdict import Judgement, Verdict, judge

_GIVEN_AT_THE_STEP = frozenset({"document", "fact", "confirmed", "records", "reason"})


def setting(office: Office, on: date | None = None) -> Setting:
    """What every page is seen in."""
    with office.room.reading() as work:
        return open_reading(office, work, on=on, assignments=()).setting


def board(office: Office, on: date | None = None) -> Board:
    """The state of every assignment on that day, whose turn it is, and the verdict on every milestone."""
    with office.room.reading() as work:
        reading = _seen_on(open_reading(office, work, on=on))
    return Board(
        setting=reading.setting,
        lines=tuple(_line(case, reading) for case in _in_file_order(reading)),
        milestones=tuple(_milestones(reading.book.own, reading)),
        notes=tuple(_per_district(reading)),
    )


def show(office: Office, assignment: str, on: date | None = None) -> CaseView:
    """One assignment: its people, its team and the gaps in it, and all that happened."""
    with office.room.reading() as work:
        reading = _seen_on(_about(office, work, assignment, on))
    case = next(iter(reading.book.cases.values()))
    return CaseView(
        setting=reading.setting,
        line=_line(case, reading),
        grants=tuple(sorted(case.grants.values(), key=lambda grant: grant.seq)),
        team=tuple(
            MemberView(person=one.person, organisation=one.organisation, district=one.district, since=one.since)
            for one in team(case, reading.rules).values()
        ),
        gaps=team_gaps(case, reading),
        marks=case.marks,
        annulled=case.annulled,
    )


def todo(office: Office, person: str) -> Todo:
    """What this person may do today, and what still stands in the way of each step."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None)
        key = find_person(person, reading.book, reading.records)
        lines: list[TodoLine] = []
        for case in _in_file_order(reading):
            for step in reading.rules.lifecycle.steps_from(case.state):
                may = ways(step, {}, case, reading.book, reading.rules)
                for proof, behalf_of in own_proofs(key, may, reading.on, reading.book):
                    missing = _missing(step, case, reading, key, behalf_of)
                    lines.append(_todo_line(case, step, proof, behalf_of, missing))
                    break
            lines.extend(_events_waited_for(case, key, reading))
    return Todo(setting=reading.setting, person=key, lines=tuple(sorted(lines, key=lambda line: not line.ready)))


def _events_waited_for(case: Case, person: str, reading: Reading) -> Iterator[TodoLine]:
    """What the road waits for and this person may record: a decision, an answer to an offer."""
    lifecycle = reading.rules.lifecycle
    waited = {
        guard.supplied_by
        for step in lifecycle.steps_from(case.state)
        for guard in step.guards
        if guard.kind == "event-in-effect" and in_effect(case, guard.event, lifecycle) is None
    }
    for event in lifecycle.events:
        if event.in_states and case.state not in event.in_states:
            continue
        abouts: list[Facts] = [{}] if event.key in waited else []
        if event.sub is not None and lifecycle.subcase is not None:
            found = offers(case, reading.rules).values()
            open_offers = [one for one in found if lifecycle.subcase.state(one.state).open]
            abouts = [{event.sub.fact: one.body} for one in open_offers if one.state in event.sub.from_states]
        for about in abouts:
            may = ways(event, about, case, reading.book, reading.rules)
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
        reading = _about(office, work, assignment, None)
        case = next(iter(reading.book.cases.values()))
        if step is None:
            asked = sorted(reading.rules.lifecycle.steps_from(case.state), key=lambda one: one.back)
        else:
            named = find_step(step, reading.rules)
            asked = [reading.rules.lifecycle.step(named.key, case.state) or named]
        lines = tuple(_why_line(one, case, reading) for one in asked)
    return Why(setting=reading.setting, assignment=case.key, state=case.state, since=case.since, lines=lines)


def _why_line(step: Step, case: Case, reading: Reading) -> WhyLine:
    may = ways(step, {}, case, reading.book, reading.rules)
    people = entitled(may, reading.on, reading.book)
    actor = people[0] if people else None
    reasons = tuple(
        reason
        for reason in _missing(step, case, reading, actor, None)
        if people or reason.code not in (Code.ROLE, Code.GRANT_PERIOD)
    )
    if not people:
        roles: list[Plain] = [one.role for one in step.by]
        reasons = (Reason(Code.ROLE, "role.nobody", {"step": step.key, "roles": roles}), *reasons)
    role = may[0].role if may else step.by[0].role
    return WhyLine(step=step.key, target=step.target, role=role, people=people, reasons=reasons)


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


def form(office: Office, action: str, assignment: str | None = None, on: date | None = None) -> Form:
    """The facts that a step or an event asks, with what is known already filled in."""
    with office.room.reading() as work:
        whole = assignment is None
        reading = open_reading(office, work, on=on) if whole else _about(office, work, str(assignment), on)
        found = find_action(action, reading.rules)
        case = None if whole else next(iter(reading.book.cases.values()))
    if case is not None and isinstance(found, Step):
        found = reading.rules.lifecycle.step(found.key, case.state) or found
    return Form(
        setting=reading.setting,
        assignment=case.key if case is not None else None,
        action=found.key,
        label=found.label,
        fields=tuple(_field(spec, found, case, reading) for spec in found.facts),
        takes_documents=found.takes_documents,
        needs_reason=any(guard.kind == "reason" for guard in found.guards),
    )


def _field(spec: FactSpec, action: Action, case: Case | None, reading: Reading) -> FormField:
    items = dict(spec.items)
    value: object = "" if spec.type in ("text", "choice", "body", "day", "person", "organisation", "district") else None
    if spec.type == "gaps" and case is not None:
        guard = next((one for one in action.guards if one.accepted_in == spec.key), None)
        if guard is not None:
            gaps = composition_gaps(guard, case, reading.rules, reading.on)
            items = {gap: _gap_label(gap, reading) for gap in gaps}
            value = dict.fromkeys(gaps, False)
    if spec.type == "body":
        bodies = [
            one.key for one in reading.rules.programme.bodies if not spec.body_kinds or one.kind in spec.body_kinds
        ]
        bodies += [
            key for key, one in reading.book.bodies.items() if not spec.body_kinds or one.kind in spec.body_kinds
        ]
        value = bodies[0] if len(bodies) == 1 else ""
    if spec.type == "confirmation":
        value = False
    return FormField(
        key=spec.key,
        type=spec.type,
        label=spec.label,
        required=spec.required or spec.type == "gaps",
        value=value,
        items=items,
        fields=tuple(_field(part, action, case, reading) for part in spec.fields),
        choices=spec.choices,
    )


def _gap_label(gap: str, reading: Reading) -> dict[str, str]:
    kind, _, key = gap.partition("-")
    programme = reading.rules.programme
    named = programme.districts if kind == "district" else programme.organisations
    return next((dict(one.label) for one in named if one.key == key), {"nl": key, "en": key})


def document(office: Office, address: str) -> bytes:
    """The bytes of a document, by its hash or the start of it (6 digits at least)."""
    wanted = address.removeprefix("sha256:").lower()
    with office.room.reading() as work:
        kept = [one for one, kind, _ in work.shelf.addresses() if kind is ShelfKind.DOCUMENT and one.startswith(wanted)]
        if len(wanted) < 6 or not kept:
            raise Misunderstood("document.unknown", address=wanted)
        if len(kept) > 1:
            raise Misunderstood("document.ambiguous", address=wanted, among=[one[:16] for one in kept])
        data = work.shelf.get(kept[0])
    if data is None or content_hash(data) != kept[0]:
        raise StoreTrouble("store.document-changed", address=kept[0])
    return data


def _seen_on(reading: Reading) -> Reading:
    return reading if reading.on >= reading.today else replace(reading, book=reading.book.as_of(reading.on))


def _about(office: Office, work: Work, assignment: str, on: date | None) -> Reading:
    """A reading that holds just this assignment beside the programme's own affairs."""
    bare = open_reading(office, work, on=on, assignments=())
    key = find_assignment(assignment, bare.rules)
    book = work.index.book((key,))
    if key not in book.cases:
        raise Misunderstood("assignment.not-opened", assignment=key)
    return replace(bare, book=replace(book, cases={key: book.cases[key]}))


def _in_file_order(reading: Reading) -> Iterator[Case]:
    for one in reading.rules.programme.assignments:
        if one.key in reading.book.cases:
            yield reading.book.cases[one.key]


def _line(case: Case, reading: Reading) -> BoardLine:
    known = reading.rules.programme.assignment(case.key)
    return BoardLine(
        assignment=case.key,
        number=known.number if known is not None else "",
        state=case.state,
        since=case.since,
        turn=_road(turns(case, reading), reading),
        milestones=tuple(_milestones(case, reading)),
        offers=tuple(
            OfferView(body=one.body, name=_body_name(one.body, reading), state=one.state, on=one.on, reason=one.reason)
            for one in offers(case, reading.rules).values()
        ),
    )


def _road(found: tuple[Turn, ...], reading: Reading) -> tuple[Turn, ...]:
    """The steps of the main road; the ways back and out are always open to somebody and would drown them."""
    back = {step.key for step in reading.rules.lifecycle.steps if step.back}
    return tuple(turn for turn in found if turn.step not in back)


def _body_name(key: str, reading: Reading) -> str:
    opened = reading.book.bodies.get(key)
    return opened.name if opened is not None else key


def _milestones(case: Case, reading: Reading) -> Iterator[MilestoneView]:
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


def _per_district(reading: Reading) -> Iterator[Finding]:
    """Districts that supply too few people, counted as distinct people over all teams; it refuses nothing."""
    programme = reading.rules.programme
    for rule in programme.per_district:
        milestone = programme.milestone(rule.from_due_of)
        if milestone is None or milestone.due is None or reading.on < milestone.due:
            continue
        people: dict[str, set[str]] = {one.key: set() for one in programme.districts}
        for case in reading.book.cases.values():
            for member in team(case, reading.rules).values():
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
