"""What the use-cases answer: frozen values that a page turns into text or JSON.

Views hold keys, days and reasons; the labels come from `rules`, the names of people from
`names` (a person whose record is gone is shown by key).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from vs_workflow.casebook import Grant, Mark
from vs_workflow.journal.entry import Entry, Instant
from vs_workflow.ports import Flag
from vs_workflow.reasons import Finding, Reason
from vs_workflow.rules.rulebook import Rules
from vs_workflow.timeline.verdict import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every view is seen in: the rules, people's names by language, whether it is a rehearsal, both days.

    `bodies` are those that were opened, with what they are called; `own` are the rules of
    the assignments that run under others than these, by assignment.
    """

    rules: Rules
    names: Mapping[str, Mapping[str, str]]
    rehearsal: bool
    on: date
    today: date
    bodies: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Rules] = field(default_factory=dict)

    def of(self, assignment: str | None) -> Setting:
        """The same, seen under the rules of this assignment."""
        rules = self.own.get(assignment or "")
        return self if rules is None else replace(self, rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A step that is possible by order now, in which roles, and who could take it (holders first, then deputies)."""

    step: str
    roles: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneView:
    """A verdict with what it means: the next meeting of the body it is bound to, and which later milestones it presses.

    `late_in_registration` says that it was satisfied in time but recorded after the due day.
    `next_meeting` is asked for (`bound` is true) when a milestone bound to a meeting is missed.
    """

    judgement: Judgement
    answers: tuple[str, ...]
    late_in_registration: bool = False
    bound: bool = False
    next_meeting: date | None = None
    presses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """The latest offer to one body: its sub-state, since when, and why it was declined."""

    body: str
    name: str
    state: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """An assignment as it stands: whose turn it is by order, and what must be recorded before that."""

    assignment: str
    number: str
    state: str
    since: date
    turn: tuple[Turn, ...]
    milestones: tuple[MilestoneView, ...]
    offers: tuple[OfferView, ...] = ()
    awaits: tuple[Awaited, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`notes` are programme-wide findings (four officials per district): they refuse nothing.

    `destroyed` are the assignments whose content was lawfully destroyed, each with the number of that entry.
    """

    setting: Setting
    lines: tuple[BoardLine, ...]
    milestones: tuple[MilestoneView, ...]
    notes: tuple[Finding, ...] = ()
    destroyed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    person: str
    organisation: str
    district: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One assignment: its board line, its people, its team with the gaps in it, and all that happened."""

    setting: Setting
    line: BoardLine
    grants: tuple[Grant, ...]
    team: tuple[MemberView, ...]
    gaps: tuple[str, ...]
    marks: tuple[Mark, ...]
    annulled: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoLine:
    """A step or event that a person may take now. `missing` are the reasons that still stand in the way."""

    assignment: str
    step: str
    role: str
    grant: int
    behalf_of: str | None
    ready: bool
    missing: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    setting: Setting
    person: str
    lines: tuple[TodoLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyLine:
    step: str
    target: str
    roles: tuple[str, ...]
    people: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What stands between an assignment and its next states: per step, who may, and what is missing still."""

    setting: Setting
    assignment: str
    state: str
    since: date
    lines: tuple[WhyLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An event that a step waits for: of which body, in which roles it is recorded, by whom, or who grants the first.

    `fact` names the body in the event; both are None where it is about no body.
    """

    step: str
    event: str
    fact: str | None
    body: str | None
    roles: tuple[str, ...]
    people: tuple[str, ...]
    granters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a request. `seq` and `hash` are the receipt; both are None for a dry run.

    `repeated` says that the idempotency key was known and the first answer is given again;
    `entry` is the entry written (or that would be); `next` are the steps possible now by
    order, `awaits` what must be recorded before one of them can be taken; `goes` are the
    documents that a destruction which is only tried would take away.
    """

    setting: Setting
    accepted: bool
    seq: int | None
    hash: str | None
    entry: Entry
    reasons: tuple[Reason, ...]
    dry_run: bool = False
    repeated: bool = False
    next: tuple[Turn, ...] = ()
    awaits: tuple[Awaited, ...] = ()
    notes: tuple[Finding, ...] = ()
    goes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """A programme that was adopted, or (`already`) was there with the same bytes."""

    setting: Setting
    programme: str
    already: bool
    entries: int
    head: str
    findings: tuple[Finding, ...]
    receipt_seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """A flag that a check raised: `due` is the day that was missed, `on` the day on which it became so."""

    milestone: str
    assignment: str | None
    flag: Flag
    due: date
    on: date
    seq: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check said: the day it looked at, the days that it covered as the first, and its flags.

    `uncovered` are days that are over and still unchecked. `seq` and `hash` are the sweep's
    receipt, None where there was nothing to write; `reasons` are those of a refused key. `meanings` says by
    assignment and milestone what a flag means, where that was asked for.
    """

    setting: Setting
    day: date
    days: tuple[date, ...]
    flags: tuple[FlagView, ...]
    uncovered: tuple[date, ...]
    seq: int | None
    hash: str | None = None
    reasons: tuple[Reason, ...] = ()
    dry_run: bool = False
    repeated: bool = False
    meanings: Mapping[tuple[str | None, str], MilestoneView] = field(default_factory=dict)

    @property
    def missed(self) -> bool:
        """Whether it found a miss that was not known before."""
        return any(flag.flag is Flag.MISSED for flag in self.flags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far the days are checked: from `since` (the day of the beginning) until `until`, None before the first check.

    `uncovered` are the days that are over and were never checked, within the programme;
    `last` is the moment of the last check; `zone` and `hour` say when the next is due.
    """

    setting: Setting
    since: date
    until: date | None
    uncovered: tuple[date, ...]
    last: Instant | None
    zone: str
    hour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What became of a move to other rules: every entry it wrote, or would; none where all went by them already.

    `hash` is that of the last of them, None where nothing was recorded.
    """

    setting: Setting
    rules: str
    accepted: bool
    entries: tuple[Entry, ...]
    reasons: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    hash: str | None = None
    dry_run: bool = False
    repeated: bool = False
