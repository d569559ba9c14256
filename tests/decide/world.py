"""A programme as a list of entries: ask, decide, write, replay; with no desk and no store in between.

`World` is for any rules; `Oost` speaks the words of the programme of 2015. Every verb asks
`decide` and keeps what was decided; the clock stands where `at` put it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from tests.programmes import DIKES, OOST, Files
from vs_workflow.casebook import Case, Casebook
from vs_workflow.decide import Accepted, Decision, Past, Refused, decide
from vs_workflow.decide.again import request_of
from vs_workflow.journal.chain import EMPTY, Head, Line, Stamp, instant, write
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.replay.fold import NOTHING, replay
from vs_workflow.request import Correct, EndGrant, Enrol, GiveMandate, GiveRole, RecordEvent, Request, TakeStep
from vs_workflow.rules.rulebook import Rules, read_rules
from vs_workflow.timeline.verdict import Judgement, judge

__all__ = ["DIKES", "OOST", "World", "codes", "rules_named", "rules_of"]


@cache
def rules_of(files: Files) -> Rules:
    return read_rules(files.rule_files())


def day(text: str) -> date:
    return date.fromisoformat(text)


class World:
    """All that was written, what is known from it, and the day on which things are recorded."""

    def __init__(self, rules: Rules, today: str | date) -> None:
        self.rules = rules
        self.entries: list[Entry] = []
        self.lines: list[Line] = []
        self.book: Casebook = NOTHING
        self.head: Head = EMPTY
        self.today = day(today) if isinstance(today, str) else today
        self._append(list(_beginning(rules)))

    def at(self, today: str) -> Self:
        self.today = day(today)
        return self

    def copy(self) -> Self:
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.entries, other.lines = list(self.entries), list(self.lines)
        return other

    # what may be asked

    def step(self, assignment: str, step: str, who: str | None, **said: object) -> Decision:
        return self.ask(self.stepping(assignment, step, who, **said))

    def stepping(self, assignment: str, step: str, who: str | None, **said: object) -> TakeStep:
        return TakeStep(assignment=assignment, step=step, **self._asked(who, said))  # type: ignore[arg-type]

    def event(self, event: str, assignment: str | None, who: str | None, **said: object) -> Decision:
        return self.ask(self.eventing(event, assignment, who, **said))

    def eventing(self, event: str, assignment: str | None, who: str | None, **said: object) -> RecordEvent:
        return RecordEvent(event=event, assignment=assignment, **self._asked(who, said))  # type: ignore[arg-type]

    def grant(
        self, role: str, person: str, who: str | None, *, start: str = "", until: str = "", **said: object
    ) -> Decision:
        return self.ask(
            GiveRole(
                actor=who, today=self.today, on=day(start) if start else self.today, role=role, person=person,
                until=day(until) if until else None, **said,  # type: ignore[arg-type]
            )
        )  # fmt: skip

    def mandate(
        self, person: str, rests_on: int, who: str | None, *, start: str = "", until: str = "", **said: object
    ) -> Decision:
        return self.ask(
            GiveMandate(
                actor=who, today=self.today, on=day(start) if start else self.today, person=person, rests_on=rests_on,
                until=day(until) if until else self.today + timedelta(days=30), **said,  # type: ignore[arg-type]
            )
        )  # fmt: skip

    def end(self, grant: int, who: str | None, *, on: str = "", **said: object) -> Decision:
        return self.ask(
            EndGrant(actor=who, today=self.today, on=day(on) if on else self.today, grant=grant, **said)  # type: ignore[arg-type]
        )

    def redate(self, seq: int, on: str, who: str | None, **said: object) -> Decision:
        said.setdefault("reason", "verkeerde dag")
        return self.ask(Correct(actor=who, today=self.today, on=day(on), seq=seq, annul=False, **said))  # type: ignore[arg-type]

    def annul(self, seq: int, who: str | None, **said: object) -> Decision:
        said.setdefault("reason", "vergissing")
        return self.ask(Correct(actor=who, today=self.today, on=self.today, seq=seq, annul=True, **said))  # type: ignore[arg-type]

    def enrol(self, person: str, who: str | None) -> Decision:
        record = hashlib.sha256(person.encode()).hexdigest()
        return self.ask(Enrol(actor=who, today=self.today, on=self.today, person=person, record=record))

    def _asked(self, who: str | None, said: dict[str, object]) -> dict[str, object]:
        """Days as text, documents as bytes; what is no part of every request is a fact."""
        on = said.pop("on", None)
        documents = tuple(
            hashlib.sha256(str(one).encode()).hexdigest()
            for one in said.pop("documents", ())  # type: ignore[attr-defined]
        )
        own: dict[str, object] = {key: said.pop(key) for key in ("behalf_of", "typed_by", "reason") if key in said}
        facts = dict(said.pop("facts", {})) | {key.replace("_", "-"): value for key, value in said.items()}  # type: ignore[call-overload]
        return {
            "actor": who, "today": self.today, "on": day(on) if isinstance(on, str) else self.today,
            "documents": documents, "facts": facts, **own,
        }  # fmt: skip

    # what becomes of it

    def would(self, request: Request) -> Decision:
        """What the rules say, with nothing written."""
        return decide(request, self.book, self.rules, Past(lambda: self.entries, self._adopted))

    def _adopted(self, address: str) -> Rules:
        assert address == self.rules.hash
        return self.rules

    def about(self, request: Request) -> Request:
        """The same with the assignment that whoever asks would have looked up."""
        if isinstance(request, Correct):
            named = self.entries[request.seq - 1] if 0 < request.seq <= len(self.entries) else None
            return replace(request, assignment=None if named is None else named.assignment)
        if isinstance(request, GiveMandate) and (grant := self.book.grant(request.rests_on)) is not None:
            own = grant.person == request.actor and not grant.is_mandate
            return replace(request, assignment=grant.assignment, role=grant.role if own else None)
        return request

    def ask(self, request: Request) -> Decision:
        request = self.about(request)
        decision = self.would(request)
        draft = decision.draft
        assert draft.rules == self.rules.hash
        self._append([replace(draft, typed_by=draft.typed_by or draft.actor)])
        if request.actor is not None:
            assert request_of(self.entries[-1], self.rules) == as_recorded(request, self.entries[-1])
        return decision

    def _append(self, drafts: list[Draft]) -> None:
        noon = datetime(
            self.today.year, self.today.month, self.today.day, 12, tzinfo=ZoneInfo(self.rules.programme.zone)
        )
        stamps = [
            Stamp(instant(noon), f"{len(self.entries) + n:032x}", "vs 0", "host", "account") for n in range(len(drafts))
        ]
        entries, lines = write(drafts, stamps, after=self.head)
        self.entries.extend(entries)
        self.book = replay(entries, after=self.book)
        self.lines.extend(lines)
        self.head = Head(lines[-1].seq, lines[-1].leaf, entries[-1].at)

    # what is known

    @property
    def last(self) -> int:
        return self.head.seq

    def case(self, assignment: str) -> Case:
        return self.book.cases[assignment]

    def state(self, assignment: str) -> str:
        return self.case(assignment).state

    def grant_of(self, person: str, role: str, assignment: str | None = None) -> int:
        return next(
            grant.seq
            for grant in sorted(self.book.grants(), key=lambda one: one.seq)
            if (grant.person, grant.role) == (person, role) and assignment in (None, grant.assignment)
        )

    def verdict(self, milestone: str, assignment: str | None, on: str) -> Judgement:
        found = self.rules.programme.milestone(milestone)
        assert found is not None
        return judge(found, self.book.as_of(day(on)).case(assignment), self.rules, day(on))

    def replayed(self) -> Casebook:
        return replay(self.entries)


def _beginning(rules: Rules) -> Iterable[Draft]:
    """What adopting the rules writes: genesis, rules, people, openings, first holders."""
    programme, first = rules.programme, rules.programme.first_day
    yield Draft(
        kind=Kind.GENESIS, what="genesis", on=first, rules=rules.hash,
        facts={"format": 1, "programme": programme.key, "rehearsal": True, "first_day": first.isoformat()},
    )  # fmt: skip
    yield Draft(kind=Kind.RULES, what="rules", on=first, rules=rules.hash)
    for person in dict.fromkeys(holder.person for holder in programme.holders):
        record = hashlib.sha256(person.encode()).hexdigest()
        yield Draft(
            kind=Kind.REGISTER, what="person", on=first, rules=rules.hash, facts={"person": person, "record": record}
        )
    for one in programme.assignments:
        yield Draft(
            kind=Kind.OPENED,
            what="opened",
            on=first,
            rules=rules.hash,
            assignment=one.key,
            target=rules.lifecycle.initial,
        )
    for holder in programme.holders:
        facts = {"role": holder.role, "person": holder.person, "body": holder.body, "district": holder.district,
                 "organisation": holder.organisation}  # fmt: skip
        for place in holder.assignments or (None,):
            yield Draft(
                kind=Kind.GRANT, what="grant", on=first, rules=rules.hash, assignment=place,
                facts={key: value for key, value in facts.items() if value},
            )  # fmt: skip


def as_recorded(request: Request, entry: Entry) -> Request:
    """The request as the entry should give it back: typed by somebody, each body by its key, a role by its own name."""
    typed = replace(request, typed_by=entry.typed_by)
    if isinstance(typed, TakeStep | RecordEvent):
        return replace(typed, facts=entry.facts)
    if isinstance(typed, GiveRole):
        body = entry.facts.get("body")
        return replace(typed, role=str(entry.facts["role"]), body=str(body) if body else None)
    return typed


def codes(decision: Decision) -> set[str]:
    """The codes of a refusal, with the guard's name where there is one; empty where it was accepted."""
    if isinstance(decision, Accepted):
        return set()
    return {f"guard:{one.guard}" if one.guard else one.code.value for one in decision.reasons}


def rules_named(decision: Decision) -> set[str]:
    return {one.rule for one in decision.reasons} if isinstance(decision, Refused) else set()


WORKFLOWS = Path(__file__).parents[2] / "workflows"
