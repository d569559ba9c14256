"""Rehearse: what candidate rules would change for the programme that runs, before anybody goes by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vs_workflow.audit.rehearsal import Otherwise, decided_otherwise
from vs_workflow.casebook import Case
from vs_workflow.decide import Past, Refused, decide
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading, turns
from vs_workflow.desk.told import destructions, told
from vs_workflow.desk.views import Setting, Turn
from vs_workflow.journal.entry import Entry
from vs_workflow.journal.remains import named
from vs_workflow.reasons import Code, Reason
from vs_workflow.request import Migrate
from vs_workflow.rules.rights import Deadline, Right, deadlines, rights
from vs_workflow.rules.rulebook import Rules, fetch

_RIGHTS = (Code.ROLE, Code.GRANT_PERIOD, Code.MANDATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTurn:
    """Whose turn an assignment is at now, and at under the candidate rules."""

    assignment: str
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """`refused` and `allowed` were decided the other way round; `stuck` is what stands in the way of moving there.

    `entries` are those that were decided again; the `destroyed` ones nobody can decide any more.
    """

    setting: Setting
    candidate: Rules
    entries: int
    destroyed: int = 0
    refused: tuple[Otherwise, ...]
    allowed: tuple[Otherwise, ...]
    stuck: tuple[Reason, ...]
    turns: tuple[OtherTurn, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def found(self) -> bool:
        """Whether somebody should look before these rules are adopted."""
        return bool(self.refused or self.allowed or self.stuck)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesDiffer:
    """What the second rules give and take beside the first."""

    before: Rules
    after: Rules
    gained: tuple[Right, ...]
    lost: tuple[Right, ...]
    deadlines: tuple[Deadline, ...]

    @property
    def found(self) -> bool:
        return bool(self.gained or self.lost or self.deadlines)


def differ(before: Rules, after: Rules) -> RulesDiffer:
    """The rights gained and lost, and the due days moved, from the one version to the other."""
    one, two = rights(before.lifecycle), rights(after.lifecycle)
    return RulesDiffer(
        before=before,
        after=after,
        gained=tuple(sorted(two - one)),
        lost=tuple(sorted(one - two)),
        deadlines=deadlines(before, after),
    )


def rehearse(office: Office, candidate: Rules) -> Rehearsed:
    """Decide every recorded request again under these rules, and look what they mean for what runs now."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None)

        def entries() -> Iterator[Entry]:
            return told(work)

        def rules_of(address: str) -> Rules:
            return candidate if address == candidate.hash else fetch(address, work.shelf.get)

        gone = sum(len(named(destruction)) for destruction in destructions(work))
        otherwise = tuple(decided_otherwise(entries, candidate, rules_of))
    running = [
        case for case in reading.book.cases.values() if not reading.under(case).rules.lifecycle.is_final(case.state)
    ]
    return Rehearsed(
        setting=replace(reading, laws={**reading.laws, candidate.hash: candidate}).setting,
        candidate=candidate,
        entries=reading.book.head - gone,
        destroyed=gone,
        refused=tuple(one for one in otherwise if one.entry.accepted),
        allowed=tuple(one for one in otherwise if not one.entry.accepted),
        stuck=tuple(_in_the_way(running, reading, candidate, Past(entries, rules_of))),
        turns=tuple(_other_turns(running, reading, candidate)),
        deadlines=deadlines(reading.rules, candidate),
    )


def _in_the_way(running: list[Case], reading: Reading, candidate: Rules, past: Past) -> Iterator[Reason]:
    """What would keep the programme, or an assignment that runs, from going by these rules, whoever asks for it."""
    along = tuple(case.key for case in running if case.rules != candidate.hash)
    request = Migrate(
        actor=None, today=reading.today, on=reading.today, assignment=None, to=candidate.hash, along=along
    )
    decision = decide(request, reading.book, reading.rules, past)
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    yield from (one for one in reasons if one.code not in _RIGHTS and one.rule != "migration.already")


def _other_turns(running: list[Case], reading: Reading, candidate: Rules) -> Iterator[OtherTurn]:
    moved = replace(reading, rules=candidate, laws={**reading.laws, candidate.hash: candidate})
    for case in running:
        before = turns(case, reading.under(case))
        after = turns(replace(case, rules=candidate.hash), moved)
        if before != after:
            yield OtherTurn(assignment=case.key, before=before, after=after)
