"""A room in memory, for rehearsals on a copy and for tests: the third that keeps the same contract.

A transaction works on a state of its own, which becomes the room's state on a clean exit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock

from store.connection import Row
from store.derived import Named, rows_of_milestones, touched
from store.destruction import named_no_more
from vs_workflow.casebook import Casebook
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import EMPTY, Head, Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.journal.remains import is_blank, named
from vs_workflow.ports import BoardRow, HeadMoved, MilestoneRow, ShelfKind, Standing, Swept, Work
from vs_workflow.reasons import StoreTrouble
from vs_workflow.replay.fold import NOTHING, OWN, concerns, replay
from vs_workflow.rules.rulebook import files_named
from vs_workflow.timeline.flags import follows, ripe, standing_of, standings, with_standings
from vs_workflow.timeline.sweep import swept

TIMEOUT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class _State:
    """Everything there is; `count` says how many of the room's lines belong to it."""

    count: int = 0
    head: Head = EMPTY
    book: Casebook = NOTHING
    board: Mapping[str, BoardRow] = field(default_factory=dict)
    milestones: Mapping[tuple[str, str], MilestoneRow] = field(default_factory=dict)
    standings: Mapping[Named, Standing] = field(default_factory=dict)
    flags: frozenset[tuple[str, str, str, int]] = frozenset()
    sweeps: tuple[Swept, ...] = ()
    keys: Mapping[str, int] = field(default_factory=dict)
    shelf: Mapping[str, tuple[ShelfKind, bytes]] = field(default_factory=dict)
    blank: frozenset[int] = frozenset()


class MemoryRoom:
    """One programme, for as long as the process lives."""

    def __init__(self) -> None:
        self._lines: list[tuple[Line, str | None]] = []
        self._state = _State()
        self._writer = Lock()

    @property
    def programme(self) -> str:
        """The key of the programme that was adopted here; "" before that."""
        return self._state.book.programme

    @classmethod
    def copy_of(cls, work: Work) -> MemoryRoom:
        """A room with the same entries and the same shelf as what this transaction sees."""
        room = cls()
        with room.writing() as copy:
            for address, kind, _ in work.shelf.addresses():
                data = work.shelf.get(address)
                if data is not None:
                    copy.shelf.put(data, kind)
            lines = list(work.journal.lines())
            readable = [read_entry(line.text) for line in lines if not is_blank(line)]
            copy.journal.append(readable, lines, after=EMPTY)
        return room

    @contextmanager
    def reading(self) -> Iterator[MemoryWork]:
        yield MemoryWork(self._lines, self._state)

    @contextmanager
    def writing(self) -> Iterator[MemoryWork]:
        if not self._writer.acquire(timeout=TIMEOUT_SECONDS):
            raise StoreTrouble("store.locked", store="memory")
        try:
            work = MemoryWork(self._lines, self._state)
            try:
                yield work
            except BaseException:
                del self._lines[self._state.count :]
                raise
            self._state = work.state
        finally:
            self._writer.release()


class MemoryWork:
    """Journal, shelf and index over one state."""

    def __init__(self, lines: list[tuple[Line, str | None]], state: _State) -> None:
        self._lines = lines
        self.state = state

    @property
    def journal(self) -> _Journal:
        return _Journal(self, self._lines)

    @property
    def index(self) -> _Index:
        return _Index(self)

    @property
    def shelf(self) -> _Shelf:
        return _Shelf(self)


class _Journal:
    def __init__(self, work: MemoryWork, lines: list[tuple[Line, str | None]]) -> None:
        self._work = work
        self._lines = lines

    def head(self) -> Head:
        return self._work.state.head

    def append(self, entries: Sequence[Entry], lines: Sequence[Line], *, after: Head) -> None:
        state = self._work.state
        if (after.seq, after.leaf) != (state.head.seq, state.head.leaf):
            raise HeadMoved
        if [entry.seq for entry in entries] != [line.seq for line in lines if not is_blank(line)]:
            raise ValueError("an entry for each line that has a text, and such a line for each entry")
        if not lines:
            return
        keys = dict(state.keys)
        for entry in entries:
            if entry.key is not None and keys.setdefault(entry.key, entry.seq) != entry.seq:
                raise StoreTrouble("store.guard", store="memory", detail="key")
        flags = _flags(state, entries)
        book = replay(entries, after=state.book)
        standing = {**state.standings, **standings(entries)}
        scopes = touched(entries) | {entry.assignment or OWN for entry in entries if entry.kind is Kind.FLAG}
        milestones = _milestones(state, book, scopes, standing, self._work.shelf)
        about = {entry.seq: entry.assignment for entry in entries}
        self._lines.extend((line, about.get(line.seq)) for line in lines)
        self._work.state = replace(
            state,
            count=len(self._lines),
            head=Head(lines[-1].seq, lines[-1].leaf, entries[-1].at if entries else state.head.at),
            book=book,
            board=_board(state, book, entries),
            milestones=milestones,
            standings=standing,
            flags=flags,
            sweeps=_sweeps(state, entries),
            keys=keys,
        )
        for entry in entries:
            if entry.kind is Kind.DESTRUCTION:
                self._work.state = _destroyed(self._work.state, entry, self.freed(entry))

    def lines(self, *, since: int = 1, assignment: str | None = None) -> Iterator[Line]:
        for index in range(max(since, 1) - 1, self._work.state.count):
            line, about = self._lines[index]
            if line.seq in self._work.state.blank:
                line, about = replace(line, text=b""), None
            if assignment is None or about == assignment:
                yield line

    def keyed(self, key: str) -> Line | None:
        seq = self._work.state.keys.get(key)
        return None if seq is None else self._lines[seq - 1][0]

    def freed(self, destruction: Entry) -> Sequence[str]:
        state, numbers = self._work.state, frozenset(named(destruction))
        readable = [line for line, _ in self._lines[: state.count] if line.seq not in state.blank]
        texts = [line.text for line in readable if line.seq in numbers]
        kept = [line.text for line in readable if line.seq not in numbers]

        def elsewhere(words: str) -> bool:
            return any(words.encode() in text for text in kept)

        def manifests(address: str) -> Iterator[Row]:
            return ((one, kind.value) for one, (kind, data) in state.shelf.items() if address in files_named(data))

        return named_no_more(texts, destruction, elsewhere, manifests)


def _board(state: _State, book: Casebook, entries: Sequence[Entry]) -> dict[str, BoardRow]:
    board = dict(state.board)
    for entry in entries:
        for scope in concerns(entry):
            if scope in book.cases:
                case = book.cases[scope]
                position = board[scope].position if scope in board else len(board) + 1
                board[scope] = BoardRow(scope, position, case.state, case.since, entry.seq, case.rules)
    return board


def _destroyed(state: _State, destruction: Entry, free: Collection[str]) -> _State:
    """The state without what this entry destroys: texts, what was made from them, and documents named no more."""
    gone, key = frozenset(named(destruction)), str(destruction.assignment)
    blank = state.blank | gone
    rows = sorted((row for row in state.board.values() if row.assignment != key), key=lambda row: row.position)
    return replace(
        state,
        blank=blank,
        board={row.assignment: replace(row, position=place) for place, row in enumerate(rows, 1)},
        milestones={at: row for at, row in state.milestones.items() if at[0] != key},
        standings={at: one for at, one in state.standings.items() if at[0] != key},
        flags=frozenset(row for row in state.flags if row[0] != key),
        keys={one: seq for one, seq in state.keys.items() if seq not in gone},
        shelf={one: there for one, there in state.shelf.items() if one not in free},
    )


def _flags(state: _State, entries: Sequence[Entry]) -> frozenset[tuple[str, str, str, int]]:
    """Every flag there is; raises StoreTrouble for one that is there already."""
    found = set(state.flags)
    for entry in entries:
        if entry.kind is Kind.FLAG:
            (assignment, milestone), standing = standing_of(entry)
            row = assignment, milestone, standing.flag.value, follows(entry)
            if row in found:
                raise StoreTrouble("store.guard", store="memory", detail="flag")
            found.add(row)
    return frozenset(found)


def _sweeps(state: _State, entries: Sequence[Entry]) -> tuple[Swept, ...]:
    found = list(state.sweeps)
    for entry in entries:
        one = swept(entry, found[-1] if found else None)
        if one is not None:
            found.append(one)
    return tuple(found)


def _milestones(
    state: _State, book: Casebook, scopes: Collection[str], standing: Mapping[Named, Standing], shelf: _Shelf
) -> Mapping[Named, MilestoneRow]:
    if not scopes:
        return state.milestones
    kept = {key: row for key, row in state.milestones.items() if row.assignment not in scopes}
    rows = rows_of_milestones(book, scopes, shelf.get)
    known = {named: one for named, one in standing.items() if named[0] in scopes}
    return kept | {(row.assignment, row.milestone): row for row in with_standings(rows, known)}


class _Index:
    def __init__(self, work: MemoryWork) -> None:
        self._work = work

    def book(self, assignments: Collection[str] | None = None) -> Casebook:
        book = self._work.state.book
        if assignments is None:
            return book
        return replace(book, cases={key: case for key, case in book.cases.items() if key in assignments})

    def board(self) -> Sequence[BoardRow]:
        return sorted(self._work.state.board.values(), key=lambda row: row.position)

    def milestones(self) -> Sequence[MilestoneRow]:
        return [row for _, row in sorted(self._work.state.milestones.items())]

    def ripe(self, day: date) -> Sequence[tuple[MilestoneRow, str]]:
        book = self._work.state.book
        return [
            (row, book.cases.get(row.assignment, book.own).rules)
            for row in self.milestones()
            if (since := ripe(row)) is not None and since < day
        ]

    def sweeps(self) -> Sequence[Swept]:
        return self._work.state.sweeps

    def last_sweep(self) -> Swept | None:
        return self._work.state.sweeps[-1] if self._work.state.sweeps else None


class _Shelf:
    def __init__(self, work: MemoryWork) -> None:
        self._work = work

    def put(self, data: bytes, kind: ShelfKind) -> str:
        address = content_hash(data)
        state = self._work.state
        if address not in state.shelf:
            self._work.state = replace(state, shelf={**state.shelf, address: (kind, data)})
        return address

    def hold(self, address: str) -> bool:
        return address in self._work.state.shelf

    def get(self, address: str) -> bytes | None:
        found = self._work.state.shelf.get(address)
        return None if found is None else found[1]

    def addresses(self) -> Iterator[tuple[str, ShelfKind, int]]:
        for address, (kind, data) in sorted(self._work.state.shelf.items()):
            yield address, kind, len(data)
