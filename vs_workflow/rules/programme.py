"""The shape of a programme file: bodies, districts, assignments, first holders, meetings, timeline.

A programme names its lifecycle file and its register of people; people stand in it by key
only. Together with the lifecycle it is the rules, and its hash is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Literal

from vs_workflow.rules.lifecycle import Label

_STRICT: dict[str, object] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A key with its label: a district, an organisation."""

    __pydantic_config__: ClassVar = _STRICT
    key: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that the programme knows from its start; `kind` is what the lifecycle speaks of."""

    __pydantic_config__: ClassVar = _STRICT
    key: str
    kind: str
    label: Label
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    __pydantic_config__: ClassVar = _STRICT
    number: str
    key: str
    label: Label
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What an expert team works on. `needs` are organisations that its team needs beside those of the lifecycle."""

    __pydantic_config__: ClassVar = _STRICT
    number: str
    key: str
    title: Label
    theme: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHolder:
    """A role held from the programme's first day."""

    __pydantic_config__: ClassVar = _STRICT
    role: str
    person: str
    assignments: tuple[str, ...] = ()
    body: str = ""
    district: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    __pydantic_config__: ClassVar = _STRICT
    body: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfier:
    """What satisfies a milestone: a state reached, or an event, of this body where one is named."""

    __pydantic_config__: ClassVar = _STRICT
    state: str = ""
    event: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A window or a day of the timeline; without `due` it has no date yet.

    What happened before `opens` counts, unless before `not_before`. `meeting` is the body
    whose meeting the milestone is bound to; `answers` the role that answers for it.
    """

    __pydantic_config__: ClassVar = _STRICT
    id: str
    label: Label
    scope: Literal["assignment", "programme"]
    satisfied_by: tuple[Satisfier, ...]
    answers: str
    opens: date | None = None
    due: date | None = None
    not_before: date | None = None
    meeting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PerDistrict:
    """A finding on the board: each district supplies at least so many people of one organisation, over all teams.

    It is looked for from the due day of milestone `from_due_of` on, and refuses nothing.
    """

    __pydantic_config__: ClassVar = _STRICT
    key: str
    label: Label
    at_least: int
    organisation: str
    from_due_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """When the daily check runs, how many days ahead reminders go, when a miss is escalated and to whom."""

    __pydantic_config__: ClassVar = _STRICT
    hour: str
    reminders: tuple[int, ...]
    escalate_after_days: int
    escalate_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    __pydantic_config__: ClassVar = _STRICT
    schema: Literal["vs.programme/1"]
    key: str
    title: Label
    lifecycle: str
    register: str
    first_day: date
    last_day: date
    zone: str
    check: Checking
    bodies: tuple[Body, ...]
    districts: tuple[Named, ...]
    organisations: tuple[Named, ...]
    assignments: tuple[Assignment, ...]
    holders: tuple[FirstHolder, ...]
    milestones: tuple[Milestone, ...]
    themes: tuple[Theme, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    per_district: tuple[PerDistrict, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    def assignment(self, key: str) -> Assignment | None:
        return next((one for one in self.assignments if one.key == key), None)

    def body(self, key: str) -> Body | None:
        return next((one for one in self.bodies if one.key == key), None)

    def milestone(self, ident: str) -> Milestone | None:
        return next((one for one in self.milestones if one.id == ident), None)
