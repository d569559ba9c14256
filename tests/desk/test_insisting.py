"""A write whose answer got lost is asked again, and stands once: an act, a check and a move of the rules alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Literal

import pytest

from tests.builders import PEOPLE, files
from tests.desk.world import World
from vs_workflow.desk import act, migrate, watch
from vs_workflow.desk.office import Call, Given, Office
from vs_workflow.ports import HeadMoved, Room, Work
from vs_workflow.reasons import StoreTrouble

Fate = Literal["taken", "answer lost", "undone, answer lost", "moved", "not begun", "refused by the disk"]
# Makes the call, with a key, and says the numbers of the entries that it was answered.
Write = Callable[[Office, str | None], list[int]]


@dataclass
class Fickle:
    """A room whose transactions end as they are fated to; those after the last in order."""

    room: Room
    fates: list[Fate]

    @property
    def programme(self) -> str:
        return self.room.programme

    def reading(self) -> AbstractContextManager[Work]:
        return self.room.reading()

    @contextmanager
    def writing(self) -> Iterator[Work]:
        fate = self.fates.pop(0) if self.fates else "taken"
        if fate == "not begun":
            raise StoreTrouble("store.gone", recorded=False)
        with self.room.writing() as work:
            yield work
            if fate == "moved":
                raise HeadMoved
            if fate == "undone, answer lost":
                raise StoreTrouble("store.unknown", recorded=None)
            if fate == "refused by the disk":
                raise StoreTrouble("store.full", recorded=False)
        if fate == "answer lost":
            raise StoreTrouble("store.unknown", recorded=None)


def noted(office: Office, key: str | None) -> list[int]:
    given = Given(facts=(("text", "op schema"),))
    outcome = act.record(office, Call(actor="keken", key=key), "progress", "1", given=given)
    assert outcome.accepted and outcome.seq is not None
    return [outcome.seq]


def checked(office: Office, key: str | None) -> list[int]:
    found = watch.check(office, key=key)
    assert found.flags
    return [seq for seq in (found.seq, *(flag.seq for flag in found.flags)) if seq is not None]


def moved(office: Office, key: str | None) -> list[int]:
    shipped = files()
    later = replace(shipped, programme=shipped.programme.replace(b"due = 2015-04-30", b"due = 2015-05-15"))
    people = (PEOPLE.name, PEOPLE.read_bytes())
    found = migrate.migrate(office, Call(actor="meuleman", key=key), later, people)
    assert found.accepted
    return [entry.seq for entry in found.entries]


WRITES: tuple[Write, ...] = (noted, checked, moved)
ALWAYS_MOVED: tuple[Fate, ...] = ("moved",) * 5
every_write = pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)


def fated(world: World, *fates: Fate) -> Office:
    return replace(world.at("2015-04-03").office, room=Fickle(world.office.room, [*fates]))


def written(world: World, since: int) -> list[int]:
    with world.office.room.reading() as work:
        return [line.seq for line in work.journal.lines(since=since + 1)]


@every_write
@pytest.mark.parametrize(
    "fates",
    [
        ["answer lost"],
        ["undone, answer lost"],
        ["moved"],
        ["moved", "answer lost"],
        ["undone, answer lost", "answer lost"],
        ["answer lost", "answer lost", "answer lost"],
        ["answer lost", "moved"],
    ],
    ids=", then ".join,
)
def test_with_a_key_it_is_answered_and_stands_once(world: World, write: Write, fates: list[Fate]) -> None:
    before = world.head()

    told = write(fated(world, *fates), "k1")

    assert told == written(world, before)
    assert write(fated(world), "k1") == told
    assert told == written(world, before)


@every_write
@pytest.mark.parametrize("end", ["not begun", "refused by the disk"])
def test_a_later_try_that_failed_does_not_say_that_the_first_recorded_nothing(
    world: World, write: Write, end: Fate
) -> None:
    before = world.head()

    with pytest.raises(StoreTrouble, match=r"store\.unknown") as told:
        write(fated(world, "answer lost", end), "k1")

    assert told.value.recorded is None
    assert write(fated(world), "k1") == written(world, before)


@pytest.mark.parametrize("write", [noted, moved], ids=lambda write: write.__name__)
def test_without_a_key_doubt_is_said_and_nothing_done_by_itself(world: World, write: Write) -> None:
    before = world.head()

    with pytest.raises(StoreTrouble, match=r"store\.unknown") as told:
        write(fated(world, "undone, answer lost"), None)

    assert told.value.recorded is None
    assert written(world, before) == []


def test_a_check_needs_no_key_to_be_asked_again(world: World) -> None:
    before = world.head()

    told = checked(fated(world, "answer lost", "undone, answer lost"), None)

    assert told == written(world, before)


@every_write
def test_when_others_are_always_first_it_says_that_the_database_is_busy(world: World, write: Write) -> None:
    before = world.head()

    with pytest.raises(StoreTrouble, match=r"store\.busy") as told:
        write(fated(world, *ALWAYS_MOVED), "k1")

    assert told.value.recorded is False
    assert written(world, before) == []
