"""What the auditor is answered: what happened, how it came about with its proof, and what verifying all of it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from vs_workflow.casebook import Mark
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Entry, Instant
from vs_workflow.reasons import Facts, Finding, Reason
from vs_workflow.rules.rulebook import Rules

if TYPE_CHECKING:
    from vs_workflow.desk.evidence import Receipt
    from vs_workflow.desk.weighing import Vouched


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """An entry with its hash; `corrected_by` numbers the correction that moved or annulled it."""

    entry: Entry
    hash: str
    corrected_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was recorded. `laws` are the rules that entries name, by hash, as far as they are kept."""

    setting: Setting
    assignment: str | None
    lines: tuple[HistoryLine, ...]
    laws: Mapping[str, Rules] = field(default_factory=dict)

    def setting_of(self, entry: Entry) -> Setting:
        """The same, under the rules that the entry was decided under: so it was called then."""
        rules = self.laws.get(entry.rules)
        return self.setting if rules is None else replace(self.setting, rules=rules, own={})


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
    """`rules` are other rules than its own by which the steps were judged; None for its own."""

    setting: Setting
    assignment: str
    known_at: Instant
    state: str
    since: date
    steps: tuple[ReplayedStep, ...]
    rules: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A step that two answers say otherwise: `learned` or `gone`, `moved` to another day, `judged` otherwise."""

    what: Literal["learned", "gone", "moved", "judged"]
    seq: int
    step: str
    before: ReplayedStep | None
    after: ReplayedStep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two answers about one assignment, and what the second says otherwise."""

    before: Replayed
    after: Replayed
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verification found. `level` is the highest unbroken one; `limits` says how far the proof reaches.

    `last` is the number of the last entry: there are fewer where one is missing.
    `vouched` are the checkpoints that the journal agrees with, the smallest first; `receipts`
    those receipts that were brought and that it agrees with.
    """

    setting: Setting | None
    whole: bool
    entries: int
    last: int
    head: str
    level: str
    replayed: bool
    findings: tuple[Finding, ...]
    limits: tuple[Finding, ...]
    facts: Facts = field(default_factory=dict)
    vouched: tuple[Vouched, ...] = ()
    receipts: tuple[Receipt, ...] = ()
