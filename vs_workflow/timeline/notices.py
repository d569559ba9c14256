"""What is to be told to whom follows from the entries alone: a fold over the journal, entry by entry.

A miss is told once, and not at all where the same check already took it back; of reminders
slept through the latest is told, and none after the due day; a turn once to each person per
arrival in a state. Nothing here knows by which way a notice travels, or whether it did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from vs_workflow.casebook import Case, Casebook
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.ports import Flag
from vs_workflow.reasons import Plain
from vs_workflow.replay.fold import NOTHING, OWN, concerns, replay
from vs_workflow.rules.authority import entitled, role_ways
from vs_workflow.rules.programme import Milestone
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import next_meeting
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.causes import Arrival, Miss
from vs_workflow.timeline.causes import reached as reached_by
from vs_workflow.timeline.flags import Named, follows, standing_of
from vs_workflow.timeline.notice import Notice, NoticeKind, notice_id
from vs_workflow.timeline.turn import TurnsAsAsked, whose_turn
from vs_workflow.timeline.verdict import still_due

_DAY = timedelta(days=1)
_KINDS = {Flag.MISSED: NoticeKind.MISSED, Flag.CAUGHT_UP: NoticeKind.CAUGHT_UP, Flag.RETRACTED: NoticeKind.RETRACTED}


class NoticeBook:
    """Every notice that the entries taken so far give cause for, in their order.

    Take entries in the order of the journal, and `close` where the reading ends (at the end
    of a transaction's view: a sweep and its flags are read together).
    """

    def __init__(self, rules_of: Callable[[str], Rules]) -> None:
        self.made: list[Notice] = []
        self.head = 0
        self.rules_of = rules_of
        # The casebook without its cases; those are kept apart, so that an entry costs what it concerns.
        self._own = NOTHING
        self._cases: dict[str, Case] = {}
        self._arrivals: dict[str, Arrival] = {}
        self._starting: list[tuple[date, str]] = []
        self._reminded: dict[Named, int] = {}
        self._misses: dict[Named, Miss] = {}
        # Who was told of a miss that may yet be taken back, each with the id of the last notice that told him.
        self._know: dict[Named, dict[str, str]] = {}
        self._looked_at: date | None = None
        self._sweep: Entry | None = None
        self._held: dict[int, list[Notice]] = {}
        self._turns = TurnsAsAsked()

    def take(self, entry: Entry) -> None:
        """Read one more entry."""
        if entry.kind is not Kind.FLAG:
            self.close()
        self.head = entry.seq
        match entry.kind:
            case Kind.SWEEP:
                self._begin_sweep(entry)
            case Kind.FLAG:
                self._flag(entry)
            case Kind.REFUSAL | Kind.KEY:
                pass
            case Kind.DESTRUCTION:
                self._learn(entry)
                self._forget(str(entry.assignment))
            case _:
                self._learn(entry)
                self._tell_turns(self._touched(entry), entry, self._local_day(entry))

    def close(self) -> None:
        """End the sweep that is being read: what of it was not taken back at once is told, and what is long overdue."""
        sweep, self._sweep = self._sweep, None
        if sweep is None:
            return
        for notices in self._held.values():
            self.made.extend(notices)
        self._held.clear()
        self.made.extend(self._escalations(sweep))
        due = [assignment for start, assignment in self._starting if start <= sweep.on]
        if due:
            self._starting = [one for one in self._starting if one[0] > sweep.on]
            self._tell_turns(self._cases if OWN in due else dict.fromkeys(due), sweep, sweep.on)

    def is_past(self, notice: Notice, today: date) -> bool:
        """Whether the notice has nothing to tell any more: it is met, another's turn, or the day is over."""
        named = notice.assignment or OWN, notice.milestone
        miss = self._misses.get(named)
        match notice.kind:
            case NoticeKind.YOUR_TURN:
                arrival = self._arrivals.get(notice.assignment or OWN)
                if arrival is None or arrival.entry.seq != notice.seq:
                    return True
                case = self._cases[notice.assignment or OWN]
                book, rules = self._with(case), self.rules_of(case.rules)
                return not self._turns.is_of(notice.person, case, book, rules, today)
            case NoticeKind.REMINDER:
                over = notice.due is None or today > notice.due or self._reminded.get(named) != notice.seq
                return over or not self._is_unmet(named)
            case NoticeKind.MISSED:
                return miss is None or miss.flag.seq != notice.seq
            case NoticeKind.ESCALATION:
                return miss is None or miss.escalated != notice.seq
            case _:
                return False

    def _learn(self, entry: Entry) -> None:
        scopes = concerns(entry)
        known = {scope: self._cases[scope] for scope in scopes if scope in self._cases}
        book = replay((entry,), after=replace(self._own, cases=known))
        self._cases.update(book.cases)
        self._own = replace(book, cases={})
        if entry.kind is Kind.GENESIS:
            self._looked_at = entry.on - _DAY
        if entry.kind is Kind.GRANT and entry.on > self._local_day(entry):
            self._starting.append((entry.on, entry.assignment or OWN))

    def _forget(self, assignment: str) -> None:
        """Of what was destroyed nothing is told any more, whether it was told or not."""
        self._cases.pop(assignment, None)
        self._arrivals.pop(assignment, None)
        self.made = [notice for notice in self.made if notice.assignment != assignment]
        self._starting = [one for one in self._starting if one[1] != assignment]
        for known in (self._reminded, self._misses, self._know):
            for named in [one for one in known if one[0] == assignment]:
                del known[named]

    def _local_day(self, entry: Entry) -> date:
        return local_day(entry.at, self.rules_of(entry.rules))

    def _touched(self, entry: Entry) -> Iterable[str]:
        """The cases in which this entry may make it somebody's turn."""
        if entry.kind is Kind.GRANT and entry.assignment is None:
            return self._cases
        return [scope for scope in concerns(entry) if scope in self._cases]

    def _tell_turns(self, assignments: Iterable[str], entry: Entry, day: date) -> None:
        for key in assignments:
            case = self._cases[key]
            arrival = self._arrivals.get(key)
            steps = entry.kind is Kind.STEP and entry.assignment == key
            if arrival is None or arrival.state != case.state or steps:
                arrival = self._arrivals[key] = Arrival(entry, case.state)
            rules = self.rules_of(case.rules)
            if rules.lifecycle.is_final(case.state):
                continue
            for person, actions in whose_turn(case, self._with(case), rules, day).items():
                if person not in arrival.told:
                    arrival.told.add(person)
                    facts: dict[str, Plain] = {"state": case.state, "since": case.since.isoformat()}
                    facts["actions"] = [*actions]
                    cause = replace(arrival.entry, at=entry.at)
                    self.made.append(self._notice(NoticeKind.YOUR_TURN, cause, key, "", person, day, None, facts))

    def _begin_sweep(self, entry: Entry) -> None:
        since, self._looked_at = self._looked_at, entry.on
        self._sweep = entry
        if since is None:
            return
        reached: dict[tuple[str, bool], list[tuple[Milestone, int]]] = {}
        for case in (self._own.own, *self._cases.values()):
            of = case.rules, case.key == OWN
            if of not in reached:
                reached[of] = list(reached_by(self.rules_of(case.rules), case.key == OWN, since, entry.on))
            for milestone, days in reached[of]:
                if self._is_unmet((case.key, milestone.id)):
                    self._reminded[case.key, milestone.id] = entry.seq
                    facts: dict[str, Plain] = {"days": days}
                    self.made.extend(self._to(case, milestone, (milestone.answers,), entry, facts))

    def _to(
        self, case: Case, milestone: Milestone, roles: tuple[str, ...], entry: Entry, facts: dict[str, Plain]
    ) -> Iterator[Notice]:
        assert milestone.due is not None
        for person, told in self._answering(case, milestone, roles, entry.on, facts):
            yield self._notice(
                NoticeKind.REMINDER, entry, case.key, milestone.id, person, entry.on, milestone.due, told
            )

    def _flag(self, entry: Entry) -> None:
        (assignment, ident), standing = standing_of(entry)
        named, followed, kind = (assignment, ident), follows(entry), _KINDS[standing.flag]
        if kind is NoticeKind.MISSED or self._held.pop(followed, None) is not None:
            self._know[named] = {}
        if kind is NoticeKind.RETRACTED:
            self._misses.pop(named, None)
            self.made.extend(self._taken_back(entry, named, standing.due))
            return
        notices = list(self._of_flag(entry, kind, named, standing.due))
        if kind is NoticeKind.CAUGHT_UP and named in self._misses:
            notices += self._also_to_whom_it_was_raised(entry, named, standing.due, notices)
        self._know.setdefault(named, {}).update((notice.person, notice.id) for notice in notices)
        if kind is NoticeKind.MISSED:
            self._misses[named] = Miss(entry, standing.due)
            self._held[entry.seq] = notices
        else:
            self._misses.pop(named, None)
            self.made.extend(notices)

    def _taken_back(self, entry: Entry, named: Named, due: date) -> Iterator[Notice]:
        """To everybody who was told, whoever holds the role by now or held it on the day that makes the miss none."""
        for person, told in self._know.pop(named, {}).items():
            notice = self._notice(NoticeKind.RETRACTED, entry, *named, person, entry.on, due, {})
            yield replace(notice, takes_back=told)

    def _of_flag(self, entry: Entry, kind: NoticeKind, named: Named, due: date) -> Iterator[Notice]:
        case, rules = self._case(named[0]), self.rules_of(entry.rules)
        milestone = rules.programme.milestone(named[1])
        answers = () if milestone is None else (milestone.answers,)
        roles = (*answers, *rules.programme.check.missed_to)
        day = entry.on
        if not self._people(answers or roles, case, day) and self._sweep is not None:
            day = self._sweep.on
        for person, facts in self._answering(case, milestone, roles, day, {}):
            yield self._notice(kind, entry, named[0], named[1], person, entry.on, due, facts)

    def _also_to_whom_it_was_raised(
        self, entry: Entry, named: Named, due: date, told: list[Notice]
    ) -> Iterator[Notice]:
        """Whoever heard that a miss went up hears that it was met, too."""
        known = {notice.person for notice in told}
        for person, facts in self._misses[named].raised.items():
            if person not in known:
                said = {key: value for key, value in facts.items() if key != "days"}
                yield self._notice(NoticeKind.CAUGHT_UP, entry, *named, person, entry.on, due, said)

    def _escalations(self, sweep: Entry) -> Iterator[Notice]:
        for named, miss in self._misses.items():
            case = self._case(named[0])
            rules = self.rules_of(case.rules)
            check, milestone = rules.programme.check, rules.programme.milestone(named[1])
            late = (sweep.on - miss.due).days
            if miss.escalated or late <= check.escalate_after_days or milestone is None or not self._is_unmet(named):
                continue
            miss.escalated = sweep.seq
            cause = replace(miss.flag, seq=sweep.seq, at=sweep.at)
            for person, facts in self._answering(case, milestone, (check.escalate_to,), sweep.on, {"days": late}):
                notice = self._notice(
                    NoticeKind.ESCALATION, cause, named[0], named[1], person, sweep.on, miss.due, facts
                )
                miss.raised[person] = facts
                self._know.setdefault(named, {}).setdefault(person, notice.id)
                yield notice

    def _answering(
        self, case: Case, milestone: Milestone | None, roles: tuple[str, ...], day: date, said: dict[str, Plain]
    ) -> Iterator[tuple[str, dict[str, Plain]]]:
        """Each holder of these roles, with what he is told: who answers, and the next meeting where there is one."""
        facts = dict(said)
        if milestone is not None:
            facts["answers"] = [*self._people((milestone.answers,), case, day)]
            if milestone.meeting:
                rules = self.rules_of(case.rules)
                following = next_meeting(milestone.meeting, day, self._with(case), rules)
                facts |= {"body": milestone.meeting, "meeting": following.isoformat() if following else None}
        yield from ((person, facts) for person in self._people(roles, case, day))

    def _people(self, roles: tuple[str, ...], case: Case, day: date) -> tuple[str, ...]:
        own, rules, book = case if case.key else None, self.rules_of(case.rules), self._with(case)
        ways = (role_ways((role,), own, rules) for role in roles)
        return tuple(dict.fromkeys(person for may in ways for person in entitled(may, day, book)))

    def _is_unmet(self, named: Named) -> bool:
        case = self._case(named[0])
        rules = self.rules_of(case.rules)
        milestone = rules.programme.milestone(named[1])
        return milestone is not None and still_due(milestone, case, rules)

    def _case(self, key: str) -> Case:
        return self._own.own if key == OWN else self._cases[key]

    def _with(self, case: Case) -> Casebook:
        """The casebook with this case alone, which holds every grant that matters to it."""
        return replace(self._own, cases={case.key: case} if case.key else {})

    def _notice(
        self, kind: NoticeKind, cause: Entry, key: str, ident: str, person: str, on: date, due: date | None,
        facts: dict[str, Plain],
    ) -> Notice:  # fmt: skip
        return Notice(
            id=notice_id(self._own.programme, cause.salt, kind, ident, key, person),
            kind=kind,
            assignment=key or None,
            milestone=ident,
            person=person,
            seq=cause.seq,
            on=on,
            at=cause.at,
            rules=self._case(key).rules,
            due=due,
            facts=facts,
        )
