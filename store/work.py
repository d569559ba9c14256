"""Journal, shelf and index inside one transaction. Nothing here begins or ends one.

The derived tables follow every append in the same transaction, and the casebook that was
read is handed on, so that the next transaction need not read it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from store import derived, faults
from store.connection import Connection, Row, Values
from store.destruction import blank, freed
from store.shelf import SqlShelf
from store.sql import among
from vs_workflow.casebook import Casebook
from vs_workflow.journal.canon import Leaf, NotCanonical
from vs_workflow.journal.chain import EMPTY, Head, Line, head_of
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.journal.remains import is_blank, named
from vs_workflow.ports import BoardRow, HeadMoved, MilestoneRow, Swept
from vs_workflow.reasons import StoreTrouble
from vs_workflow.replay.fold import NOTHING, OWN, replay

# Above this, one question for everything is cheaper than one that names them all.
MANY = 500
# A casebook that was gathered piece by piece is let go of above so many assignments.
KEPT = 1000


@dataclass(frozen=True, slots=True)
class Known:
    """The casebook at a head: whole, or with some of the assignments."""

    head: Head
    book: Casebook
    whole: bool


UNKNOWN = Known(EMPTY, NOTHING, True)


def line_of(row: Row) -> Line:
    """The line in (seq, bytes, leaf). What others put there may be of any type, and is left for a check to find."""
    seq, text, leaf = row
    if type(seq) is not int or type(leaf) is not str or text is None:
        seq, text, leaf = seq if type(seq) is int else 0, text or b"", str(leaf)
    return Line(seq, text, Leaf(leaf))


def entries_of(lines: Iterable[Line]) -> Iterator[Entry]:
    """The entries in these lines; raises StoreTrouble at one that spells none, and was not destroyed by a later one."""
    blank: set[int] = set()
    for line in lines:
        if is_blank(line):
            blank.add(line.seq)
            continue
        try:
            entry = read_entry(line.text)
            if entry.kind is Kind.DESTRUCTION:
                blank.difference_update(named(entry))
        except (NotCanonical, ValueError) as error:
            raise StoreTrouble("store.unreadable-entry", seq=line.seq, detail=str(error)) from error
        yield entry
    if blank:
        raise StoreTrouble("store.unreadable-entry", seq=min(blank), detail="blank-and-not-destroyed")


def folded(lines: Iterable[Line]) -> Casebook:
    """The casebook after these lines; raises StoreTrouble at one that no replay can take."""
    with taking(lines) as entries:
        return replay(entries)


@contextmanager
def taking(lines: Iterable[Line]) -> Iterator[Iterator[Entry]]:
    """The entries in these lines; raises StoreTrouble where the block cannot take one, whatever it says."""
    seq = 0

    def counted() -> Iterator[Entry]:
        nonlocal seq
        for entry in entries_of(lines):
            seq = entry.seq
            yield entry

    try:
        yield counted()
    except (KeyError, ValueError, TypeError, AttributeError, AssertionError) as error:
        raise StoreTrouble("store.unreadable-entry", seq=seq, detail=str(error)) from error


class SqlJournal:
    """One programme's chain, in one transaction."""

    def __init__(self, connection: Connection, programme: str, known: Known) -> None:
        self._connection = connection
        self._programme = programme
        self._head: Head | None = None
        self.known = known
        self.appended: Head | None = None
        self.blanked = False
        self.seen: dict[derived.Named, MilestoneRow] = {}

    def head(self) -> Head:
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def _read_head(self) -> Head:
        row = self._connection.row(self._connection.sql.head, (self._programme,))
        if row is None:
            return EMPTY
        if (self.known.head.seq, self.known.head.leaf) == tuple(row):
            return self.known.head
        last = self._connection.row(self._connection.sql.line, (self._programme, row[0]))
        assert last is not None
        try:
            return head_of(line_of(last))
        except NotCanonical as error:
            raise StoreTrouble("store.unreadable-entry", seq=row[0], detail=str(error)) from error

    def append(self, entries: Sequence[Entry], lines: Sequence[Line], *, after: Head) -> None:
        head = self.head()
        if (after.seq, after.leaf) != (head.seq, head.leaf):
            raise HeadMoved
        if [entry.seq for entry in entries] != [line.seq for line in lines if not is_blank(line)]:
            raise ValueError("an entry for each line that has a text, and such a line for each entry")
        if not lines:
            return
        touched = derived.touched(entries)
        before = self.book(touched - {OWN})
        try:
            self._connection.each(
                self._connection.sql.add_line,
                self._rows(entries, lines),
            )
        except Exception as error:
            if faults.is_taken(error):
                raise HeadMoved from error
            raise
        self._see_kept(lines)
        book = replay(entries, after=self.known.book)
        read = SqlShelf(self._connection).get
        derived.project(self._connection, self._programme, entries, before.cases.keys(), book, read, self.seen)
        self.seen = {}
        for entry in entries:
            if entry.kind is Kind.DESTRUCTION:
                self.blanked |= blank(self._connection, self._programme, entry)
        at = entries[-1].at if entries else head.at
        self._head = self.appended = Head(lines[-1].seq, lines[-1].leaf, at)
        self.known = Known(self._head, book, self.known.whole)

    def _see_kept(self, lines: Sequence[Line]) -> None:
        """Raise StoreTrouble where these are not the last lines now: a trigger or a rule may see to that unsaid."""
        kept = self._connection.rows(self._connection.sql.lines, (self._programme, lines[0].seq))
        if [line_of(row) for row in kept] != [*lines]:
            raise StoreTrouble("store.not-kept")

    def _rows(self, entries: Sequence[Entry], lines: Sequence[Line]) -> list[Values]:
        """The rows of the journal; of a line that was destroyed before it came here the leaf alone."""
        spelled = {entry.seq: derived.copies(entry) for entry in entries}
        return [
            (self._programme, one.seq, one.text.decode() or None, one.leaf, *spelled.get(one.seq, derived.NO_COPIES))
            for one in lines
        ]

    def lines(self, *, since: int = 1, assignment: str | None = None) -> Iterator[Line]:
        sql = self._connection.sql
        if assignment is None:
            rows = self._connection.stream(sql.lines, (self._programme, since))
        else:
            rows = self._connection.stream(sql.lines_of, (self._programme, assignment, since))
        return map(line_of, rows)

    def keyed(self, key: str) -> Line | None:
        row = self._connection.row(self._connection.sql.keyed, (self._programme, key))
        return None if row is None else line_of(row)

    def freed(self, destruction: Entry) -> Sequence[str]:
        return freed(self._connection, self._programme, destruction)

    def book(self, assignments: Collection[str] | None) -> Casebook:
        """The casebook at the head, from what is known already where the head has not moved."""
        head = self.head()
        known = self.known if (self.known.head.seq, self.known.head.leaf) == (head.seq, head.leaf) else None
        if known is not None and known.whole:
            return known.book if assignments is None else _restricted(known.book, assignments)
        if assignments is None or len(assignments) > MANY:
            book = folded(self.lines())
            self.known = Known(head, book, True)
            return book if assignments is None else _restricted(book, assignments)
        wanted = set(assignments) - {OWN}
        if known is None or len(known.book.cases) + len(wanted) > KEPT:
            book = self._read_some(wanted, head)
        elif missing := wanted - known.book.cases.keys():
            more = self._read_some(missing, head)
            book = replace(known.book, cases={**known.book.cases, **more.cases})
        else:
            book = known.book
        self.known = Known(head, book, False)
        return _restricted(book, wanted)

    def _read_some(self, wanted: Collection[str], head: Head) -> Casebook:
        scopes = (OWN, *sorted(wanted))
        sql = self._connection.sql
        statement = among(sql.lines_concerning, sql.mark, len(scopes))
        rows = self._connection.stream(statement, (self._programme, self._programme, *scopes))
        return replace(folded(map(line_of, rows)), head=head.seq, at=head.at)


def _restricted(book: Casebook, assignments: Collection[str]) -> Casebook:
    wanted = set(assignments)
    if book.cases.keys() == wanted:
        return book
    return replace(book, cases={key: book.cases[key] for key in sorted(wanted & book.cases.keys())})


class SqlIndex:
    """What the derived tables and the kept casebook answer."""

    def __init__(self, connection: Connection, programme: str, journal: SqlJournal) -> None:
        self._connection = connection
        self._programme = programme
        self._journal = journal

    def book(self, assignments: Collection[str] | None = None) -> Casebook:
        return self._journal.book(assignments)

    def board(self) -> Sequence[BoardRow]:
        rows = self._connection.rows(self._connection.sql.board, (self._programme,))
        return [faults.read_row("case_now", board_row_of, row) for row in rows]

    def milestones(self) -> Sequence[MilestoneRow]:
        rows = self._connection.rows(self._connection.sql.milestones, (self._programme,))
        found = [faults.read_row("milestone_now", derived.milestone_of, row) for row in rows]
        return sorted(found, key=lambda row: (row.assignment, row.milestone))

    def ripe(self, day: date) -> Sequence[tuple[MilestoneRow, str]]:
        rows = self._connection.rows(self._connection.sql.ripe, (self._programme, day.isoformat()))
        own = self.book(()).own.rules
        found = [(faults.read_row("milestone_now", derived.milestone_of, row[:9]), str(row[9] or own)) for row in rows]
        # Whoever raises their flags next, in this transaction, need not read them again.
        self._journal.seen = {(row.assignment, row.milestone): row for row, _ in found}
        return found

    def sweeps(self) -> Sequence[Swept]:
        rows = self._connection.rows(self._connection.sql.sweeps, (self._programme,))
        return [faults.read_row("coverage_now", derived.swept_of, row) for row in rows]

    def last_sweep(self) -> Swept | None:
        row = self._connection.row(self._connection.sql.last_sweep, (self._programme,))
        return None if row is None else faults.read_row("coverage_now", derived.swept_of, row)


def board_row_of(row: Row) -> BoardRow:
    """The row in (assignment, position, state, since, seq, rules)."""
    assignment, position, state, since, seq, rules = row
    return BoardRow(str(assignment), position, str(state), date.fromisoformat(since), seq, str(rules))


class SqlWork:
    """What one transaction offers."""

    def __init__(self, connection: Connection, programme: str, known: Known) -> None:
        self.connection = connection
        self.journal = SqlJournal(connection, programme, known)
        self.shelf = SqlShelf(connection)
        self.index = SqlIndex(connection, programme, self.journal)
