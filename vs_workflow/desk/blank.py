"""The form of a step or an event: the facts that it asks, with what is already known filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vs_workflow.casebook import Case
from vs_workflow.desk.naming import find_action
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, about, open_reading
from vs_workflow.desk.views import Setting
from vs_workflow.rules.guards import composition_gaps
from vs_workflow.rules.lifecycle import Action, FactSpec, Step
from vs_workflow.rules.standing import bodies_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A fact that a form asks. `value` is what is already known; `path` is where it stands in the TOML."""

    key: str
    type: str
    label: Mapping[str, str]
    required: bool
    value: object
    items: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fields: tuple[FormField, ...] = ()
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    setting: Setting
    assignment: str | None
    action: str
    label: Mapping[str, str]
    fields: tuple[FormField, ...]
    takes_documents: bool
    needs_reason: bool


def form(office: Office, action: str, assignment: str | None = None, on: date | None = None) -> Form:
    """The facts that a step or an event asks, with what is known already filled in."""
    with office.room.reading() as work:
        whole = assignment is None
        reading = open_reading(office, work, on=on) if whole else about(office, work, str(assignment), on)
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
        bodies = bodies_of(spec.body_kinds, reading.book, reading.rules)
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
