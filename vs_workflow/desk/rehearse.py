"""Rehearse: what candidate rules would change for the programme that runs, before anybody goes by them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.rehearsal import DecidedAgain, decided_again
from vs_workflow.casebook import Case
from vs_workflow.decide import Decision, Past, Refused, decide
from vs_workflow.decide.migration import additions
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading, turns
from vs_workflow.desk.told import destructions, told
from vs_workflow.desk.views import Setting, Turn
from vs_workflow.journal.chain import NO_LEAF, Head, write
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.journal.remains import named
from vs_workflow.reasons import OF_WHO_ASKS, Fault, Reason
from vs_workflow.replay.fold import replay
from vs_workflow.request import Migrate
from vs_workflow.rules.authority import entitled_to
from vs_workflow.rules.rights import Condition, Deadline, Right, conditions, deadlines, other_keys, rights
from vs_workflow.rules.rulebook import Rules, fetch
from vs_workflow.rules.waiting import events_waited_for


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTurn:
    """Whose turn an assignment is at now, and at under the candidate rules; `before` is empty where these open it."""

    assignment: str
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """A due day that moves for these assignments (none: for the programme), beside the rules that hold there now."""

    deadline: Deadline
    before: Rules
    assignments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """`refused` and `allowed` were decided the other way round; `stuck` is what stands in the way of moving there.

    `missing` are the holders that the candidate names and its register of people lacks, which is in the way too.

    `entries` are those that were decided again: what somebody asked and a rule decides. The
    `destroyed` ones nobody can decide any more, nor what was refused for them.
    """

    setting: Setting
    candidate: Rules
    entries: int
    destroyed: int = 0
    refused: tuple[DecidedAgain, ...]
    allowed: tuple[DecidedAgain, ...]
    stuck: tuple[Reason, ...]
    missing: tuple[Fault, ...] = ()
    turns: tuple[OtherTurn, ...]
    days: tuple[OtherDay, ...]

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The due days that move, whomever they move for."""
        return tuple(dict.fromkeys(one.deadline for one in self.days))

    @property
    def found(self) -> bool:
        """Whether somebody should look before these rules are adopted."""
        return bool(self.refused or self.allowed or self.stuck or self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesDiffer:
    """What the second rules give and take beside the first; `elsewhere` are keys of which the rest says nothing."""

    before: Rules
    after: Rules
    gained: tuple[Right, ...]
    lost: tuple[Right, ...]
    conditions: tuple[Condition, ...]
    deadlines: tuple[Deadline, ...]
    elsewhere: tuple[str, ...]

    @property
    def found(self) -> bool:
        return bool(self.gained or self.lost or self.conditions or self.deadlines or self.elsewhere)


def differ(before: Rules, after: Rules) -> RulesDiffer:
    """The rights gained and lost, what is asked otherwise, and the due days moved, from the one to the other."""
    one, two = rights(before.lifecycle), rights(after.lifecycle)
    return RulesDiffer(
        before=before,
        after=after,
        gained=tuple(sorted(two - one)),
        lost=tuple(sorted(one - two)),
        conditions=conditions(before.lifecycle, after.lifecycle),
        deadlines=deadlines(before, after),
        elsewhere=other_keys(before, after),
    )


def rehearse(office: Office, candidate: Rules, missing: tuple[Fault, ...] = ()) -> Rehearsed:
    """Decide every recorded request again under these rules, and look what they mean for what runs now.

    `missing` is what `adopt.strangers` says of the register that would be adopted with them.
    """
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None)

        def entries() -> Iterator[Entry]:
            return told(work)

        def rules_of(address: str) -> Rules:
            return candidate if address == candidate.hash else fetch(address, work.shelf.get)

        gone = sum(len(named(destruction)) for destruction in destructions(work))
        decided, otherwise = 0, []
        for one in decided_again(entries, candidate, rules_of, Destroyed(work.journal.lines)):
            decided, gone = decided + (not one.lost), gone + one.lost
            if one.otherwise:
                otherwise.append(one)
    running = [
        case for case in reading.book.cases.values() if not reading.under(case).rules.lifecycle.is_final(case.state)
    ]
    moving = _moving(running, reading, candidate, Past(entries, rules_of))
    moved = _moved(office, running, reading, candidate, moving)
    opened = dict.fromkeys(moved.book.cases.keys() - reading.book.cases.keys(), candidate)
    setting = replace(reading, laws=moved.laws).setting
    return Rehearsed(
        setting=replace(setting, own={**setting.own, **opened}),
        candidate=candidate,
        entries=decided,
        destroyed=gone,
        refused=tuple(one for one in otherwise if one.entry.accepted),
        allowed=tuple(one for one in otherwise if not one.entry.accepted),
        stuck=tuple(_in_the_way(moving)),
        missing=missing,
        turns=tuple(_other_turns(reading, moved)),
        days=tuple(_other_days(running, reading, candidate)),
    )


def _moving(running: list[Case], reading: Reading, candidate: Rules, past: Past) -> tuple[Decision, ...]:
    """What would be said of moving the programme, and every assignment that runs, to these rules.

    They move in one, and seats are taken with it; after a programme that went before, each by itself.
    """
    left = [case for case in running if case.rules != candidate.hash]
    asked = Migrate(actor=None, today=reading.today, on=reading.today, assignment=None, to=candidate.hash)
    if reading.book.rules != candidate.hash:
        together = replace(asked, along=tuple(case.key for case in left))
        return (decide(together, reading.book, reading.rules, past),)
    return tuple(
        decide(replace(asked, assignment=case.key), reading.book, reading.under(case).rules, past) for case in left
    )


def _in_the_way(moving: tuple[Decision, ...]) -> Iterator[Reason]:
    """What would keep the programme, or an assignment that runs, from going by these rules, whoever asks for it."""
    reasons = (reason for one in moving if isinstance(one, Refused) for reason in one.reasons)
    yield from (one for one in reasons if one.code not in OF_WHO_ASKS and one.rule != "migration.already")


def _moved(
    office: Office, running: list[Case], reading: Reading, candidate: Rules, moving: tuple[Decision, ...]
) -> Reading:
    """What would be known after the move: what runs goes by these rules, what they add is opened, seats are taken."""
    book, laws = reading.book, {**reading.laws, candidate.hash: candidate}
    gone_along = {case.key: replace(case, rules=candidate.hash) for case in running}
    of_programme = (one.draft for one in moving if one.draft.assignment is None)
    # Who is new is known by his key until he is adopted with a record of the register.
    added = [
        one for draft in of_programme for one in additions(book, candidate, draft) if one.kind is not Kind.REGISTER
    ]
    entries, _ = write(added, office.stamps.stamps(len(added), reading.now), after=Head(book.head, NO_LEAF, book.at))
    after = replay(entries, after=replace(book, rules=candidate.hash, cases={**book.cases, **gone_along}))
    return replace(reading, rules=candidate, laws=laws, book=after)


def _other_turns(reading: Reading, moved: Reading) -> Iterator[OtherTurn]:
    for key, case in moved.book.cases.items():
        before = _all_turns(reading.book.cases[key], reading) if key in reading.book.cases else ()
        after = _all_turns(case, moved)
        if before != after:
            yield OtherTurn(assignment=key, before=before, after=after)


def _all_turns(case: Case, reading: Reading) -> tuple[Turn, ...]:
    """All that a list of what to do is made of: the steps that the order allows, and the events that they wait for."""
    own = reading.under(case)
    found = dict.fromkeys(turns(case, reading))
    for step in own.rules.lifecycle.steps_from(case.state):
        for event, facts in events_waited_for(step, case, own.rules):
            roles, people = entitled_to(event, facts, case, own.book, own.rules, own.on)
            found[Turn(step=event.key, roles=roles, people=people)] = None
    return tuple(found)


def _other_days(running: list[Case], reading: Reading, candidate: Rules) -> Iterator[OtherDay]:
    """The programme's own days move from the rules that it goes by, an assignment's from those that it still has."""
    going_by: dict[str, tuple[str, ...]] = {reading.rules.hash: ()}
    for case in running:
        going_by[case.rules] = (*going_by.get(case.rules, ()), case.key)
    for address, keys in going_by.items():
        before = reading.laws[address]
        for one in deadlines(before, candidate):
            known = candidate.programme.milestone(one.milestone) or before.programme.milestone(one.milestone)
            of_programme = known is not None and known.scope == "programme"
            concerned = address == reading.rules.hash if of_programme else bool(keys)
            if concerned:
                yield OtherDay(deadline=one, before=before, assignments=() if of_programme else keys)
