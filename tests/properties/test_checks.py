"""Whenever the timeline is checked, the same flags stand in the end: those that a count by brute force names.

Random histories of steps, events, corrections and withdrawals are told four times: with
checks at random moments, every morning, twice each time, and once at the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import store
from store.memory import MemoryRoom
from tests.builders import files
from tests.desk.world import ALL_PRINCIPLES, GAPS, World, audited, begun
from tests.properties.oracle import Oracle, covered, flagged
from tests.tools.scale import scaled
from tests.tools.seeds import seed as run_seed
from vs_workflow.desk import watch
from vs_workflow.desk.views import Outcome
from vs_workflow.ports import Room
from vs_workflow.reasons import Misunderstood

KEY = "veiligheidsstrategie-oost-nederland"
BEGIN = date(2015, 2, 13)
ORACLE = Oracle(files().programme, files().lifecycle)
PEOPLE = {"1": ("keken", "beenakker"), "2": ("boomkamp", "welten"), "4A": ("hofman", "beem")}
FORWARD = {"concept": "present", "presented": "start", "started": "report", "reported": "rework"}
Checks = Callable[["Telling", str, int], None]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that somebody does after so many days, for a day so many days back; or a check, where chance has it."""

    after: int
    what: str
    number: str
    back: int
    target: int
    checks: bool
    early: int


ACTS = (
    *["forward"] * 6, "return", "withdraw", "team-formed", "concept-filed", "working-meeting", "informed",
    *["redate"] * 3, *["annul"] * 3, "nothing",
)  # fmt: skip
acts = st.builds(
    Act,
    after=st.sampled_from([0, 0, 1, 2, 9, 20, 45]),
    what=st.sampled_from(ACTS),
    number=st.sampled_from(["1", "1", "2", "4A"]),
    back=st.sampled_from([0, 0, 1, 3, 12, 40]),
    target=st.integers(0, 9),
    checks=st.booleans(),
    early=st.sampled_from([0, 0, 0, 1, 30]),
)


@dataclass
class Telling:
    """One way of telling a history: the same acts, and checks of its own."""

    world: World
    check: Checks
    today: date = BEGIN
    minutes: int = 0
    marks: list[tuple[int, str]] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    def tell(self, history: list[Act]) -> None:
        for act in history:
            for _ in range(act.after):
                self.today += timedelta(days=1)
                self.minutes = 0
                self.clock()
                self.check(self, "morning", 0)
            self.clock()
            self.act(act)
            if act.checks:
                self.check(self, "chance", act.early)
        self.today += timedelta(days=1)
        self.minutes = 0
        self.clock()
        watch.check(self.world.office)

    def clock(self) -> None:
        self.minutes += 1
        noon = datetime(self.today.year, self.today.month, self.today.day, 11, tzinfo=UTC)
        self.world.stamps.moment = noon + timedelta(minutes=self.minutes)

    def act(self, act: Act) -> None:
        on = self.today - timedelta(days=act.back)
        outcome: Outcome | None = None
        try:
            outcome = self.ask(act, {"on": on.isoformat(), "reason": "achteraf"})
        except Misunderstood:
            self.tally["misunderstood"] += 1
        if outcome is not None:
            self.tally[outcome.entry.what if outcome.accepted else "refused"] += 1
            if outcome.accepted and act.what not in ("redate", "annul"):
                self.marks.append((outcome.seq or 0, outcome.entry.actor or ""))

    def ask(self, act: Act, said: dict[str, Any]) -> Outcome | None:
        lead, chair = PEOPLE[act.number]
        world, about = self.world, act.number
        what = FORWARD.get(world.state(about), "withdraw") if act.what == "forward" else act.what
        match what:
            case "present":
                return world.advance(about, "present", lead, ALL_PRINCIPLES, docs=[b"opdracht"], **said)
            case "start":
                gaps = GAPS | ({"gaps.organisation-riec": "ja"} if about == "4A" else {})
                return world.advance(about, "start", chair, gaps, **said)
            case "report":
                # Without a meeting of the steering body on that day nobody may report to it.
                world.record("meeting-held", None, "meuleman", {"body": "bbg"}, **said)
                return world.advance(about, "report", chair, {"progress": "op schema"}, **said)
            case "return":
                return world.advance(about, "return", chair, **said)
            case "rework" | "withdraw":
                return world.advance(about, what, "knaap", **said)
            case "team-formed":
                return world.record("team-formed", about, lead, **said)
            case "concept-filed":
                return world.record("concept-filed", about, lead, docs=[b"concept"], **said)
            case "working-meeting":
                return world.record("working-meeting", None, "meuleman", {"present": "keken"}, **said)
            case "informed":
                return world.record("informed", None, "knaap", {"body": "rvo", "text": "stand"}, **said)
            case "redate" | "annul" if self.marks:
                seq, who = self.marks[-1 - act.target % len(self.marks)]
                if what == "annul":
                    return world.correct(seq, who, annul=True)
                return world.correct(seq, who, on=said["on"])
        return None

    def lines(self) -> list[bytes]:
        with self.world.office.room.reading() as work:
            return [line.text for line in work.journal.lines()]


def by_chance(telling: Telling, when: str, early: int) -> None:
    if when == "chance":
        on = telling.today - timedelta(days=early) if early else None
        watch.check(telling.world.office, on)
        telling.tally["checks"] += 1


def every_morning(telling: Telling, when: str, early: int) -> None:
    if when == "morning":
        watch.check(telling.world.office)


def twice(telling: Telling, when: str, early: int) -> None:
    for _ in range(2):
        by_chance(telling, when, early)


def at_the_end(telling: Telling, when: str, early: int) -> None:
    pass


WAYS: tuple[Checks, ...] = (by_chance, every_morning, twice, at_the_end)
Rooms = Callable[[], Any]


def hold(rooms: Rooms, examples: int, ways: tuple[Checks, ...], longest: int) -> Counter[str]:
    """Tell random histories in all these ways; what stands in the end is the same, and what the oracle says."""
    tally: Counter[str] = Counter()

    @seed(run_seed())
    @settings(
        max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
        database=None, print_blob=True,
    )  # fmt: skip
    @given(history=st.lists(acts, min_size=4, max_size=longest))
    def attempt(history: list[Act]) -> None:
        for way in ways:
            with rooms() as (room, whole):
                telling = Telling(begun(room), way)
                telling.tell(history)
                lines = telling.lines()
                expected = ORACLE.standings(lines, telling.today)
                stands = dict.fromkeys(expected, "clear") | flagged(lines)
                assert stands == expected, way.__name__
                days = covered(lines)
                assert days == [
                    (BEGIN + timedelta(days=number)).isoformat() for number in range((telling.today - BEGIN).days)
                ]
                audited(telling.world)
                whole()
                tally.update(telling.tally)
                tally.update(stands.values())
                tally["flags"] += sum(b'"kind":"flag"' in line for line in lines)
                tally["retracted"] += sum(b'"what":"retracted"' in line for line in lines)

    attempt()
    return tally


@contextmanager
def in_memory() -> Iterator[tuple[Room, Callable[[], None]]]:
    yield MemoryRoom(), lambda: None


def in_database(url: Callable[[], str]) -> Rooms:
    """Rooms of a fresh database each; what is derived is what replay says, and a rebuild changes nothing of it."""

    @contextmanager
    def made() -> Iterator[tuple[Room, Callable[[], None]]]:
        with store.open(url(), create=True) as database:
            room = database.begin(KEY)

            def whole() -> None:
                assert [*database.integrity(), *database.differences(KEY)] == []
                before = derived(room)
                database.rebuild(KEY)
                assert derived(room) == before

            yield room, whole

    return made


def derived(room: Room) -> Any:
    with room.reading() as work:
        index = work.index
        ripe = sorted(index.ripe(date.max), key=str)
        return tuple(index.board()), tuple(index.milestones()), tuple(index.sweeps()), ripe


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_the_same_flags_stand_whenever_it_was_checked(counts: Any) -> None:
    tally = hold(in_memory, scaled(20, 800), WAYS, scaled(16, 40))
    counts("P9", "histories checked in four ways, in memory", met=tally["flags"], note=str(dict(tally)))


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_the_same_flags_stand_in_a_file(tmp_path: Path, counts: Any) -> None:
    numbers = iter(range(10**6))
    rooms = in_database(lambda: str(tmp_path / f"vs{next(numbers)}.db"))
    tally = hold(rooms, scaled(4, 100), (by_chance, at_the_end), scaled(12, 40))
    counts("P9", "histories checked in an SQLite file", met=tally["flags"], note=str(dict(tally)))


@pytest.mark.torture
@pytest.mark.postgres
@pytest.mark.timeout(3600)
def test_the_same_flags_stand_on_a_server(postgres: Any, counts: Any) -> None:
    names: list[str] = []

    def url() -> str:
        names.append(f"checks{len(names)}")
        return str(postgres.create(names[-1]))

    try:
        tally = hold(in_database(url), scaled(3, 60), (by_chance,), scaled(12, 40))
    finally:
        for name in names:
            postgres.drop(name)
    counts("P9", "histories checked on PostgreSQL", met=tally["flags"], note=str(dict(tally)))
