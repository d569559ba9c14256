"""Somebody who owns the database file, knows the format, and links every entry properly again.

`forge` takes the entries as they are, lets a change have its way with them, and writes them
anew: numbers, links and hashes are right afterwards, and only what they say can betray them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from typing import Any, cast

from tests.desk.world import World
from vs_workflow.audit.gauge import Gauge
from vs_workflow.casebook import Casebook
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import EMPTY, Line, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Kind, read_entry
from vs_workflow.journal.remains import named
from vs_workflow.ports import ShelfKind
from vs_workflow.replay.fold import replay

_DRAFT = tuple(one.name for one in fields(Draft))


def entries_of(world: World) -> list[Entry]:
    with world.office.room.reading() as work:
        return [read_entry(line.text) for line in work.journal.lines()]


def from_on(lines: Sequence[Line]) -> Callable[[int], Iterable[Line]]:
    """These lines from a number on, whatever their numbers are."""
    return lambda since: (line for line in lines if line.seq >= since)


class ForgedRoom:
    """What somebody put there by hand: lines and a shelf, and an index that nobody made."""

    programme = "veiligheidsstrategie-oost-nederland"

    def __init__(self, entries: Sequence[Entry], shelf: dict[str, tuple[ShelfKind, bytes]]) -> None:
        drafts = [Draft(**{name: getattr(entry, name) for name in _DRAFT}) for entry in entries]
        stamps = [Stamp(entry.at, entry.salt, entry.app, entry.host, entry.account) for entry in entries]
        self.texts = write(drafts, stamps, after=EMPTY)[1]
        self.shelved = shelf
        self.index = self.journal = self.shelf = self

    @contextmanager
    def reading(self) -> Iterator[Any]:
        yield self

    def lines(self, *, since: int = 1) -> Iterator[Line]:
        return (line for line in self.texts if line.seq >= since)

    def book(self, assignments: object = None) -> Casebook:
        return replay(read_entry(line.text) for line in self.texts)

    def get(self, address: str) -> bytes | None:
        return self.shelved[address][1] if address in self.shelved else None

    def addresses(self) -> Iterator[tuple[str, ShelfKind, int]]:
        return ((address, kind, len(data)) for address, (kind, data) in sorted(self.shelved.items()))


def forge(
    world: World, change: Callable[[list[Entry]], Sequence[Entry]], *more: tuple[bytes, ShelfKind]
) -> World:  # fmt: skip
    """Another database with the entries as changed, whole in every link; `more` is put on its shelf."""
    shelf: dict[str, tuple[ShelfKind, bytes]] = {}
    with world.office.room.reading() as work:
        for address, kind, _ in work.shelf.addresses():
            shelf[address] = (kind, work.shelf.get(address) or b"")
    shelf |= {content_hash(data): (kind, data) for data, kind in more}
    room: Any = ForgedRoom(change(entries_of(world)), shelf)
    old = world.office
    return World(Office(room, old.stamps, old.read_day, old.clock_set), world.stamps)


def destroyed_after(
    world: World, change: Callable[[list[Entry]], Sequence[Entry]], destruction: Entry, declaration: bytes
) -> World:
    """Another database with the entries as changed, and this destruction done properly after it."""
    gauge = Gauge()
    gauge.measure(forge(world, change).office.room.lines())  # type: ignore[attr-defined]
    facts = {**destruction.facts, "root": b64encode(gauge.root).decode()}
    last = replace(destruction, facts=facts)
    made = forge(world, lambda known: [*change(known), last], (declaration, ShelfKind.DOCUMENT))
    gone, room = named(destruction), cast(ForgedRoom, made.office.room)
    room.texts = tuple(replace(line, text=b"") if line.seq in gone else line for line in room.texts)
    return made


def forced(outcome: Outcome, **said: Any) -> Entry:
    """The entry of a refusal, or of a dry run, made into an acceptance by hand."""
    entry = outcome.entry
    return replace(entry, kind=entry.asked or entry.kind, asked=None, reasons=(), **said)


def appended(*entries: Entry) -> Callable[[list[Entry]], list[Entry]]:
    """A change that adds entries at the end."""
    return lambda known: [*known, *entries]


def inserted(at: int, *entries: Entry) -> Callable[[list[Entry]], list[Entry]]:
    """A change that puts entries before number `at`."""
    return lambda known: [*known[: at - 1], *entries, *known[at - 1 :]]


def changed(seq: int, **said: Any) -> Callable[[list[Entry]], list[Entry]]:
    """A change of one entry's fields."""
    return lambda known: [replace(entry, **said) if entry.seq == seq else entry for entry in known]


def without(*seqs: int) -> Callable[[list[Entry]], list[Entry]]:
    """A change that leaves entries out."""
    return lambda known: [entry for entry in known if entry.seq not in seqs]


def found(world: World) -> list[tuple[int | None, str, str]]:
    """What verification finds: number, check, rule."""
    return [(finding.seq, finding.check, finding.rule) for finding in world.verify().findings]


def first(entries: list[Entry], kind: Kind, what: str = "", **said: object) -> Entry:
    return next(
        entry
        for entry in entries
        if entry.kind is kind
        and (not what or entry.what == what)
        and all(getattr(entry, name) == value for name, value in said.items())
    )


def day(text: str) -> date:
    return date.fromisoformat(text)
