"""What the auditor is answered: what happened, how it came about with its proof, and what verifying all of it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from vs_workflow.casebook import Mark
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Entry, Instant
from vs_workflow.reasons import Facts, Finding, Reason

if TYPE_CHECKING:
    from vs_workflow.desk.weighing import Vouched


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """An entry with its hash; `corrected_by` numbers the correction that moved or annulled it."""

    entry: Entry
    hash: str
    corrected_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    setting: Setting
    assignment: str | None
    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedStep:
    """A step that counts, with its authority proof recomputed; `sound` is false where the proof does not hold."""

    mark: Mark
    role: str | None
    grant: int | None
    guards: Mapping[str, bool]
    sound: bool
    reasons: tuple[Reason, ...] = ()
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    setting: Setting
    assignment: str
    known_at: Instant
    state: str
    since: date
    steps: tuple[ReplayedStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verification found. `level` is the highest unbroken one; `limits` says how far the proof reaches.

    `vouched` are the checkpoints that the journal agrees with, the smallest first.
    """

    setting: Setting | None
    whole: bool
    entries: int
    head: str
    level: str
    replayed: bool
    findings: tuple[Finding, ...]
    limits: tuple[Finding, ...]
    facts: Facts = field(default_factory=dict)
    vouched: tuple[Vouched, ...] = ()
