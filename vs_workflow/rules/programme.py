"""The shape of a programme file: bodies, districts, assignments, first holders, meetings, timeline.

A programme names its lifecycle file and its register of people; people stand in it by key
only. Together with the lifecycle it is the rules, and its hash is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from vs_workflow.rules.lifecycle import Label, Written

ProgrammeSchema = Literal["vs.programme/1"]
PROGRAMME_SCHEMA: str = get_args(ProgrammeSchema)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Written):
    """A key with its label: a district, an organisation."""

    key: str
    label: Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Written):
    """A body that the programme knows from its start; `kind` is what the lifecycle speaks of."""

    key: str
    kind: str
    label: Label
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Written):
    number: str
    key: str
    label: Label
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Written):
    """What an expert team works on. `needs` are organisations that its team needs beside those of the lifecycle."""

    number: str
    key: str
    title: Label
    theme: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHolder(Written):
    """A role held from the programme's first day."""

    role: str
    person: str
    assignments: tuple[str, ...] = ()
    body: str = ""
    district: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Written):
    body: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfier(Written):
    """What satisfies a milestone: a state reached, or an event, of this body where one is named."""

    state: str = ""
    event: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Written):
    """A window or a day of the timeline; without `due` it has no date yet.

    What happened before `opens` counts, unless before `not_before`. `meeting` is the body
    whose meeting the milestone is bound to; `answers` the role that answers for it.
    """

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
class PerDistrict(Written):
    """A finding on the board: each district supplies at least so many people of one organisation, over all teams.

    It is looked for from the due day of milestone `from_due_of` on, and refuses nothing.
    """

    key: str
    label: Label
    at_least: int
    organisation: str
    from_due_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking(Written):
    """When the daily check runs, how many days ahead reminders go, when a miss is escalated and to whom.

    `missed_to` are roles that are told of a miss beside whoever answers for it.
    """

    hour: str
    reminders: tuple[int, ...]
    escalate_after_days: int
    escalate_to: str
    missed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Written):
    schema: ProgrammeSchema
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
    holidays: tuple[date, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)

    def assignment(self, key: str) -> Assignment | None:
        return next((one for one in self.assignments if one.key == key), None)

    def body(self, key: str) -> Body | None:
        return next((one for one in self.bodies if one.key == key), None)

    def milestone(self, ident: str) -> Milestone | None:
        return next((one for one in self.milestones if one.id == ident), None)
