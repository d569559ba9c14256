"""What the entries of a journal say of days: which rules and events moved a due day or a meeting, and how often.

Every number counts something that was ever recorded, so that it rises and never falls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from vs_workflow.casebook import Casebook
from vs_workflow.journal.entry import Entry, Instant, Kind, day_of
from vs_workflow.rules.programme import Milestone
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import is_to_meet, text_of

NEVER = Instant("")
Meeting = tuple[str, date]
"""A body and a day."""


@dataclass(slots=True)
class Moves:
    """How often something was moved, and when last."""

    number: int = 0
    at: Instant = NEVER

    def count(self, at: Instant) -> None:
        self.number += 1
        self.at = max(self.at, at)


@dataclass(slots=True)
class MovedDays:
    """Takes the entries one after the other. A milestone is named by its assignment ("" for the programme's own).

    `grants` is when each role was given or ended, by the number of that entry.
    """

    rules: Rules
    fetch: Callable[[str], Rules]
    milestones: dict[tuple[str, str], Milestone] = field(default_factory=dict)
    moves: dict[tuple[str, str], Moves] = field(default_factory=dict)
    ends: dict[str, Moves] = field(default_factory=dict)
    grants: dict[int, Instant] = field(default_factory=dict)
    _dues: dict[tuple[str, str], date | None] = field(default_factory=dict)
    _fixed: dict[Meeting, Moves] = field(default_factory=dict)
    _fixed_now: frozenset[Meeting] = frozenset()
    _told: dict[Meeting, list[Entry]] = field(default_factory=dict)
    _ways_out: dict[int, str] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        match entry.kind:
            case Kind.GENESIS | Kind.RULES | Kind.OPENED | Kind.MIGRATION:
                self._ruled(entry.assignment or "", entry)
            case Kind.GRANT:
                self.grants[entry.seq] = entry.at
            case Kind.STEP:
                self._ended(entry)
            case Kind.EVENT:
                if (named := self._meeting(entry, entry.on)) is not None:
                    self._told.setdefault(named, []).append(entry)
            case Kind.CORRECTION:
                self._corrected(entry)
            case _:
                pass

    def _ruled(self, scope: str, entry: Entry) -> None:
        """Other rules may give a milestone another day, or none, and the calendar other meetings."""
        programme = self.fetch(entry.rules).programme
        asked = {one.id: one for one in programme.milestones if (one.scope == "programme") == (scope == "")}
        for key in dict.fromkeys((*asked, *(key for where, key in self._dues if where == scope))):
            milestone = asked.get(key)
            due = milestone.due if milestone is not None else None
            if (scope, key) not in self._dues:
                self.moves[scope, key] = Moves(0, entry.at)
            elif self._dues[scope, key] != due:
                self.moves[scope, key].count(entry.at)
            self._dues[scope, key] = due
            if milestone is not None and due is not None:
                self.milestones[scope, key] = milestone
        if scope == "":
            now = frozenset((one.body, one.day) for one in programme.meetings)
            for moved in now ^ self._fixed_now:
                if moved in self._fixed:
                    self._fixed[moved].count(entry.at)
                else:
                    self._fixed[moved] = Moves(0, entry.at)
            self._fixed_now = now

    def still_due(self, scope: str, milestone: str) -> bool:
        """Whether the rules that the case runs under still give the milestone a day."""
        return self._dues.get((scope, milestone)) is not None

    def _ended(self, entry: Entry) -> None:
        state = self.rules.lifecycle.state(entry.target or "")
        if state is not None and state.lapses and entry.assignment:
            self._ways_out[entry.seq] = entry.assignment
            self.ends.setdefault(entry.assignment, Moves()).count(entry.at)

    def _corrected(self, entry: Entry) -> None:
        """A step that ends the road, or what was told of a meeting, on another day or no more."""
        if entry.corrects in self._ways_out:
            self.ends[self._ways_out[entry.corrects]].count(entry.at)
        for named, entries in list(self._told.items()):
            first = next((one for one in entries if one.seq == entry.corrects), None)
            if first is not None:
                entries.append(entry)
                moved = self._meeting(first, entry.on)
                if moved is not None and moved != named and entry.what != "annul":
                    self._told.setdefault(moved, []).extend((first, entry))

    def _meeting(self, entry: Entry, on: date) -> Meeting | None:
        """The body and the day that an event tells of, where it tells of a meeting."""
        event = self.rules.lifecycle.event(entry.what)
        if event is None or not event.meeting:
            return None
        if event.meeting == "held":
            return text_of(entry.facts, "body"), on
        try:
            return text_of(entry.facts, "body"), day_of(text_of(entry.facts, "day"))
        except ValueError:
            return None

    def meetings(self, book: Casebook) -> Iterator[tuple[Meeting, bool, Moves]]:
        """Every meeting of the calendar and of the entries, by day: whether it is to be, and how often that changed."""
        for body, day in sorted(self._fixed.keys() | self._told.keys(), key=lambda one: (one[1], one[0])):
            fixed, entries = self._fixed.get((body, day)), self._told.get((body, day), [])
            number = fixed.number + len(entries) if fixed is not None else len(entries) - 1
            at = max(fixed.at if fixed is not None else NEVER, *(one.at for one in entries), NEVER)
            yield (body, day), is_to_meet(body, day, book, self.rules), Moves(number, at)
