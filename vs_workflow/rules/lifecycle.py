"""The shape of a lifecycle file: states, steps, events, roles, and what each asks.

These are plain values; every name of a guard, an effect or a scope is one of the closed
sets below, so that a file can only say what the program knows. Reading is in `rulebook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, get_args

Label = Mapping[str, str]
"""A text in Dutch and in English, by the keys `nl` and `en`."""

FactType = Literal[
    "text", "confirmation", "confirmations", "gaps", "records", "choice", "body", "day", "person", "people",
    "organisation", "district",
]  # fmt: skip
GuardKind = Literal[
    "document", "fact", "confirmed", "records", "composition", "meeting", "event-in-effect", "sub-cases", "reason",
    "team-member",
]  # fmt: skip
Scope = Literal["assignment", "programme", "either", "body"]
RoleScope = Literal["assignment", "programme", "body"]
LifecycleSchema = Literal["vs.lifecycle/1"]
LIFECYCLE_SCHEMA: str = get_args(LifecycleSchema)[0]


class Written:
    """What is written in a rules file: a key that is not known here is a fault, never passed over."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Written):
    """A state of an assignment. In a state that `lapses`, milestones not yet met are no longer due."""

    key: str
    label: Label
    initial: bool = False
    final: bool = False
    lapses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRole(Written):
    """A body's role that goes by a name of its own where the body is of this kind."""

    role: str
    body_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Written):
    """A role: where it is held, who grants and ends it, whether one person at a time holds it.

    `never_own` forbids to grant or end a role of one's own in this role.
    """

    key: str
    label: Label
    scope: RoleScope
    granted_by: tuple[str, ...]
    never_own: bool = False
    single: bool = False
    names: NamedRole | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement(Written):
    """One way to be entitled: a role, held for the assignment or the programme; a body's role, held in a body.

    Which body: the one that the fact `fact` names, those of kind `of_kind`, or those whose
    sub-case stands in `sub_states`. `body_kinds` limits the way to requests about such
    bodies; `same_district` asks that the holder links the district of the body in `fact`.
    """

    role: str
    fact: str = ""
    of_kind: str = ""
    sub_states: tuple[str, ...] = ()
    body_kinds: tuple[str, ...] = ()
    same_district: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec(Written):
    """A fact that a form asks: its key, type and label; `items` of confirmations, `fields` of records, `choices`."""

    key: str
    type: FactType
    label: Label
    required: bool = False
    items: Mapping[str, Label] = field(default_factory=dict)
    fields: tuple[FactSpec, ...] = ()
    choices: Mapping[str, Label] = field(default_factory=dict)
    body_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardSpec(Written):
    """A named condition: its kind is looked up in our own registry, its parameters are data.

    `supplied_by` names the event that brings what is missing; without it, whoever takes
    the step supplies it.
    """

    name: str
    kind: GuardKind
    fact: str = ""
    or_fact: str = ""
    body_kind: str = ""
    event: str = ""
    organisation: str = ""
    organisations: tuple[str, ...] = ()
    every_district: bool = False
    counts: str = ""
    accepted_in: str = ""
    all_in: tuple[str, ...] = ()
    some_in: tuple[str, ...] = ()
    supplied_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubEffect(Written):
    """Moves the sub-case of the body, or of each body, that `fact` names: from one of `from_states` ("" is none yet).

    `or_fact` names a fact that may name one known body instead.
    """

    fact: str
    or_fact: str = ""
    from_states: tuple[str, ...]
    to_state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens(Written):
    """Opens a body for each row of `fact`: its key is `prefix` and the row's field `name`, lower case with hyphens.

    `district` names the field with the body's district, where bodies of this kind have one.
    """

    fact: str
    kind: str
    prefix: str
    name: str
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Written):
    """What a step and an event have in common."""

    key: str
    label: Label
    by: tuple[Entitlement, ...]
    facts: tuple[FactSpec, ...] = ()
    guards: tuple[GuardSpec, ...] = ()
    takes_documents: bool = False
    sub: SubEffect | None = None
    opens: Opens | None = None

    def fact(self, key: str) -> FactSpec | None:
        return next((spec for spec in self.facts if spec.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Action):
    """A move from one of `sources` to `target`. `ends` names the events whose effect it ends.

    `confirm` asks the person at the terminal before it is taken.
    """

    sources: tuple[str, ...]
    target: str
    ends: tuple[str, ...] = ()
    back: bool = False
    confirm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Action):
    """What is recorded beside the road. Without `in_states` it may be recorded in every state that is not final.

    `shows` names what is shown, and refuses nothing, when it is recorded: the gaps in the
    team, or that its document is another than the one last brought with a step.
    """

    scope: Scope
    in_states: tuple[str, ...] = ()
    any_state: bool = False
    meeting: Literal["", "held", "planned", "cancelled"] = ""
    team: Literal["", "joins", "leaves"] = ""
    shows: tuple[Literal["gaps", "other-document"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubState(Written):
    key: str
    label: Label
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubCase(Written):
    """The small life that each body has beside the road of an assignment."""

    key: str
    label: Label
    states: tuple[SubState, ...]

    def state(self, key: str) -> SubState:
        return next(state for state in self.states if state.key == key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation(Written):
    """Two actions that one person may not both do, also not through a mandate, for one passage of the road."""

    between: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Incompatible(Written):
    """Who holds `role` may hold, or get a mandate for, none of `with_roles` on the same day."""

    role: str
    with_roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping(Written):
    """Who keeps what: the register of people, other days for entries, annulling what they typed themselves, the rules.

    Where nobody is named to `migrate` to other rules, or to `destroy` what has ended, it is who keeps the register.
    """

    register: tuple[str, ...]
    redate: tuple[str, ...] = ()
    annul_typed: tuple[str, ...] = ()
    migrate: tuple[str, ...] = ()
    destroy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle(Written):
    """The lifecycle of an assignment. What is recorded over `reason_after_days` after it happened needs a reason."""

    schema: LifecycleSchema
    key: str
    label: Label
    reason_after_days: int
    states: tuple[State, ...]
    roles: tuple[Role, ...]
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    keeping: Keeping
    subcase: SubCase | None = None
    separations: tuple[Separation, ...] = ()
    incompatible: tuple[Incompatible, ...] = ()

    @property
    def initial(self) -> str:
        return next(state.key for state in self.states if state.initial)

    def state(self, key: str) -> State | None:
        return next((state for state in self.states if state.key == key), None)

    def role(self, key: str) -> Role | None:
        return next((role for role in self.roles if role.key == key), None)

    def step(self, key: str, source: str | None = None) -> Step | None:
        """The step of that name from `source`; from anywhere, where no step of that name leaves `source`."""
        named = [step for step in self.steps if step.key == key]
        return next((step for step in named if source in step.sources), named[0] if named else None)

    def event(self, key: str) -> Event | None:
        return next((event for event in self.events if event.key == key), None)

    def steps_from(self, state: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if state in step.sources)

    def is_final(self, state: str) -> bool:
        known = self.state(state)
        return known is not None and known.final
