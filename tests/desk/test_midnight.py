"""Midnight passes while something is being recorded: the day that was judged by is the day of the moment written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from store.memory import MemoryRoom
from tests.builders import PEOPLE, SetStamps, files
from tests.desk.newer import LATER, newer
from tests.desk.test_destroy import destroyed
from tests.desk.test_keys import added
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, audited, begun, codes
from vs_workflow.desk import adopt, watch
from vs_workflow.desk.office import Office
from vs_workflow.journal.chain import Head, instant
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import HeadMoved
from vs_workflow.words.dates import read_day

BEFORE_MIDNIGHT = datetime(2015, 4, 2, 23, 59, 59, 900_000, tzinfo=UTC) - timedelta(hours=2)


@dataclass
class Ticking(SetStamps):
    """A clock that goes on: two tenths of a second pass whenever it is read."""

    def now(self) -> Instant:
        read = self.moment
        self.moment += timedelta(milliseconds=200)
        return instant(read)


def at_midnight(world: World) -> World:
    """The same programme, a tenth of a second before the third of April."""
    ticking = Ticking(BEFORE_MIDNIGHT, made=10**6)
    return replace(world, stamps=ticking, office=replace(world.office, stamps=ticking))


def head(world: World) -> Head:
    with world.office.room.reading() as work:
        return work.journal.head()


def mandate(world: World) -> None:
    given = world.mandate("drupsteen", "beem", start="2015-04-02", until="2015-05-01", assignment="4A")
    accepted(given)


def destruction(world: World) -> None:
    assert destroyed(world).accepted


def refused_for_tomorrow(world: World) -> None:
    assert codes(world.record("progress", "4A", "hofman", {"text": "morgen"}, on="2015-04-03")) == ["date:date.future"]


def move(world: World) -> None:
    assert moved(world, newer(LATER)).accepted


def check(world: World) -> None:
    assert watch.check(world.office).day == date(2015, 4, 2)


def key(world: World) -> None:
    accepted(added(world))


@pytest.mark.parametrize("recorded", [mandate, destruction, refused_for_tomorrow, move, check, key])
def test_what_is_recorded_at_midnight_is_lawful_for_ever(recorded: Callable[[World], None]) -> None:
    world = begun(rehearsal=False)
    world.at("2015-04-01").advance("1", "withdraw", "knaap", reason="klaar")
    world = at_midnight(world)

    recorded(world)

    assert head(world).at == instant(BEFORE_MIDNIGHT)
    assert world.verify().whole


def test_a_programme_that_is_begun_at_midnight_is_founded_lawfully() -> None:
    stamps = Ticking(BEFORE_MIDNIGHT)
    office = Office(MemoryRoom(), stamps, read_day, clock_set=False)

    adopt.init(lambda _: office, files(), (PEOPLE.name, PEOPLE.read_bytes()), rehearsal=False)

    world = World(office, stamps)
    assert head(world).at == instant(BEFORE_MIDNIGHT)
    assert audited(world)


def test_what_is_decided_again_after_midnight_is_decided_by_the_new_day(monkeypatch: pytest.MonkeyPatch) -> None:
    world = at_midnight(begun(rehearsal=False))
    with world.office.room.writing() as work:
        journal = type(work.journal)
    append, tried = journal.append, []

    def once_too_late(*said: object, **also: object) -> None:
        tried.append(said)
        if len(tried) == 1:
            raise HeadMoved
        append(*said, **also)  # type: ignore[arg-type]

    monkeypatch.setattr(journal, "append", once_too_late)

    outcome = world.record("progress", "1", "keken", {"text": "na twaalven"}, on="2015-04-03")

    assert outcome.accepted
    assert len(tried) == 2
    assert audited(world)
