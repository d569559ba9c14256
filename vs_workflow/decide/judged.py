"""One request to act, judged on all that does not hang on the order: whose right, guards, facts, duties, days."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.casebook import Case, Casebook
from vs_workflow.decide.dates import past_days, told_in_time
from vs_workflow.decide.ruling import drafted
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.reasons import Code, Facts, Plain, Reason
from vs_workflow.request import RecordEvent, TakeStep
from vs_workflow.rules.authority import Proof, entitled, prove, ways
from vs_workflow.rules.facts import fact_faults, opened_bodies, with_bodies
from vs_workflow.rules.guards import Situation, reasons, unmet
from vs_workflow.rules.keys import LONGEST_KEY
from vs_workflow.rules.lifecycle import Action
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import in_effect, known_body


class Judged:
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
        yield from _separated(self)
        yield from reasons(self.situation, self.missing)
        yield from _fact_faults(self)
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

    @property
    def holds(self) -> dict[str, bool]:
        """Each guard of the action by name, and whether it holds."""
        return {name: missing is None for name, missing in self.missing.items()}

    def draft(self, kind: Kind, source: str | None = None, target: str | None = None) -> Draft:
        opens = opened_bodies(self.action.opens, self.facts) if self.action.opens else {}
        return drafted(
            self.request, kind, self.action.key, self.rules, self.proof, assignment=self.request.assignment,
            source=source, target=target, guards=self.holds, facts=self.facts, documents=self.request.documents,
            opens={key: dict(said) for key, said in opens.items()},
        )  # fmt: skip


def _nobody_yet(action: Action) -> Reason:
    """No place entitles anybody: no body stands where the role would have to be held."""
    roles: list[Plain] = [*dict.fromkeys(one.role for one in action.by)]
    states: list[Plain] = [*dict.fromkeys(state for one in action.by for state in one.sub_states)]
    if states:
        return Reason(Code.ROLE, "role.no-body-there", {"step": action.key, "roles": roles, "states": states})
    return Reason(Code.ROLE, "role.nobody", {"step": action.key, "roles": roles})


def _waits_for_a_body(action: Action, facts: Facts) -> bool:
    """The right depends on a body that was not named: the guard that asks for it speaks, not the role."""
    named = {one.fact for one in action.by if one.fact}
    return bool(named) and not any(facts.get(key) for key in named)


def _self_mandate(request: TakeStep | RecordEvent) -> Iterator[Reason]:
    if request.behalf_of is not None and request.behalf_of == request.actor:
        facts: dict[str, Plain] = {"actor": request.actor}
        yield Reason(Code.MANDATE, "mandate.of-oneself", facts, tuple(k for k in (request.actor,) if k))


def _separated(judged: Judged) -> Iterator[Reason]:
    """Two actions that one person may not both do, nor through a mandate, for one passage of the road."""
    request, case, rules, what = judged.request, judged.case, judged.rules, judged.action.key
    people = {key for key in (request.actor, request.behalf_of) if key is not None}
    for pair in rules.lifecycle.separations:
        if what not in pair.between:
            continue
        other = pair.between[1] if pair.between[0] == what else pair.between[0]
        if rules.lifecycle.event(other) is not None:
            mark = in_effect(case, other, rules.lifecycle)
        else:
            mark = next((m for m in reversed(case.marks) if m.is_step and m.what == other), None)
        both = sorted(people & mark.people) if mark is not None else []
        if mark is not None and both:
            may = entitled(judged.ways, request.on, judged.book)
            who = tuple(key for key in may if key not in mark.people)
            facts: dict[str, Plain] = {"people": list(both), "step": what, "other": other, "seq": mark.seq}
            yield Reason(Code.SEPARATION, "separation.acted", facts, who)


def _fact_faults(judged: Judged) -> Iterator[Reason]:
    for fault in fact_faults(judged.action, judged.facts, judged.book, judged.rules):
        facts: dict[str, Plain] = {"fact": fault.key, "found": fault.found, "expected": list(fault.expected)}
        yield Reason(Code.GUARD, fault.rule, facts, guard=fault.key.split(".")[0].split("[")[0])


def _bodies(judged: Judged) -> Iterator[Reason]:
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
