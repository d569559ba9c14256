"""Whether the copies and the derived tables say what the journal says, entry by entry, in one pass.

It reads with flat memory: the journal, the concerns and the keys run side by side in the
order of the numbers. Whether the journal itself is whole is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from store.connection import Connection, Row
from store.derived import (
    NO_COPIES,
    Named,
    Read,
    case_values,
    copies,
    flag_values,
    milestone_values,
    rows_of_milestones,
    sweep_values,
)
from store.work import line_of
from vs_workflow.casebook import Casebook
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.ports import Standing, Swept
from vs_workflow.reasons import Finding, Plain, StoreTrouble
from vs_workflow.replay.fold import concerns
from vs_workflow.replay.lean import LeanFold
from vs_workflow.replay.trails import Trails

COPIES = ("kind", "what", "assignment", "happened_on", "recorded_at", "actor", "corrects")

# The columns of a derived row after those that it is found by.
BESIDE = {
    "case_now": ("position", "state", "since", "seq", "rules"),
    "milestone_now": (
        "due",
        "satisfied_on",
        "recorded_at",
        "lapsed_on",
        "flag",
        "flag_seq",
        "flag_due",
        "ripe",
    ),
    "flag_now": ("seq",),
    "coverage_now": ("day", "ran_at", "first_day", "last_day"),
}


def differences(connection: Connection, programme: str, read: Read) -> Iterator[Finding]:
    """A finding for each column, row or missing row that differs from what replay says."""
    from vs_workflow.rules.rulebook import fetch
    from vs_workflow.timeline.lasting import asked_for

    pass_ = _Pass(connection, programme)
    fold = LeanFold(asked_for(lambda address: fetch(address, read)), pass_.trail)
    with pass_.noting():
        for entry in pass_.entries():
            # What follows from an entry that cannot be taken nobody can tell; the copies still can be compared.
            if pass_.comparable:
                with pass_.noting():
                    fold.take(entry)
    yield from pass_.findings
    if not pass_.comparable:
        return
    yield from _board(connection, programme, fold.book, pass_.last)
    yield from _milestones(connection, programme, fold.book, pass_.standings, read)
    yield from _checks(connection, programme, pass_)


class _Pass:
    """One reading of the journal, with what was found on the way."""

    def __init__(self, connection: Connection, programme: str) -> None:
        self._connection = connection
        self._programme = programme
        self._lines = connection.stream(connection.sql.copies, (programme,))
        self._concerns = _Beside(connection.stream(connection.sql.concerns, (programme,)))
        self._keys = _Beside(connection.stream(connection.sql.keys, (programme,)))
        self.findings: list[Finding] = []
        self.last: dict[str, int] = {}
        self.standings: dict[Named, Standing] = {}
        self.flags: dict[Row, Row] = {}
        self.sweeps: dict[Row, Row] = {}
        self._swept: Swept | None = None
        self.seq = 0
        self.comparable = True
        self._trails = Trails(self._lines_since)

    def entries(self) -> Iterator[Entry]:
        for seq, text, _, *columns in self._lines:
            self.seq = seq
            if text is None:
                self._blank(seq, columns)
                continue
            try:
                entry = read_entry(text)
            except NotCanonical as error:
                self._not_comparable(error)
                self._concerns.up_to(seq)
                self._keys.up_to(seq)
                continue
            self._compare(seq, entry, columns)
            self._of_checks(entry)
            yield entry
        self._surplus("concerns", self._concerns.up_to(None))
        self._surplus("key_now", self._keys.up_to(None))

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Whatever an entry breaks is a finding."""
        try:
            yield
        except (KeyError, ValueError, TypeError, AssertionError) as error:
            self._not_comparable(error)

    def _not_comparable(self, error: Exception) -> None:
        self.comparable = False
        self.findings.append(Finding("derived", "store.not-comparable", {"why": str(error)}, seq=self.seq))

    def trail(self, assignment: str) -> Iterator[Entry]:
        """The entries of one assignment before the one that was read last."""
        return self._trails.read(one for one in self._trails.numbers(assignment) if one < self.seq)

    def _lines_since(self, seq: int) -> Iterator[Line]:
        return map(line_of, self._connection.stream(self._connection.sql.lines, (self._programme, seq)))

    def _compare(self, seq: int, entry: Entry, columns: Row) -> None:
        self._match_copies(seq, copies(entry), columns)
        scopes = concerns(entry)
        for scope in scopes:
            self.last[scope] = seq
            self._trails.note(scope, seq)
        self._match("concerns", seq, scopes, self._concerns.up_to(seq))
        self._match("key_now", seq, () if entry.key is None else (entry.key,), self._keys.up_to(seq))

    def _blank(self, seq: int, columns: Row) -> None:
        """Of an entry that was destroyed nothing may be left beside its leaf; whether it might be, the audit says."""
        self._match_copies(seq, NO_COPIES, columns)
        self._surplus("concerns", self._concerns.up_to(seq))
        self._surplus("key_now", self._keys.up_to(seq))

    def _match_copies(self, seq: int, wanted: Row, columns: Row) -> None:
        if wanted == tuple(columns):
            return
        for name, expected, found in zip(COPIES, wanted, columns, strict=True):
            if expected != found:
                facts: dict[str, Plain] = {"column": name, "expected": _plain(expected), "found": _plain(found)}
                self.findings.append(Finding("copy", "store.copy-differs", facts, seq=seq))

    def _of_checks(self, entry: Entry) -> None:
        from vs_workflow.timeline.flags import standings
        from vs_workflow.timeline.sweep import swept

        if entry.kind is Kind.FLAG:
            self.standings |= standings((entry,))
            for values in flag_values(self._programme, (entry,)):
                self.flags[values[1:5]] = values[5:]
        found = swept(entry, self._swept)
        if found is not None:
            self._swept = found
            values = sweep_values(self._programme, found)
            self.sweeps[values[1:2]] = values[2:]

    def _match(self, table: str, seq: int, wanted: tuple[str, ...], rows: list[Row]) -> None:
        if len(rows) == len(wanted) and all(row[0] == seq and row[1] in wanted for row in rows):
            return
        expected = set(wanted)
        here = {row[1] for row in rows if row[0] == seq}
        self._surplus(table, [row for row in rows if row[0] != seq])
        for value in sorted(expected - here):
            self.findings.append(Finding("derived", "store.row-missing", {"table": table, "row": value}, seq=seq))
        self._surplus(table, [(seq, value) for value in sorted(here - expected, key=str)])

    def _surplus(self, table: str, rows: list[Row]) -> None:
        for seq, value in rows:
            facts: dict[str, Plain] = {"table": table, "row": _plain(value)}
            self.findings.append(Finding("derived", "store.row-surplus", facts, seq=seq))


class _Beside:
    """Rows (number, value) in the order of their numbers, taken as far as asked."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def up_to(self, seq: int | None) -> list[Row]:
        found: list[Row] = []
        while self._next is not None and (seq is None or self._next[0] <= seq):
            found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _board(connection: Connection, programme: str, book: Casebook, last: dict[str, int]) -> Iterator[Finding]:
    expected = {
        key: case_values(case, position, last.get(key, 0)) for position, (key, case) in enumerate(book.cases.items(), 1)
    }
    found = {row[0]: tuple(row[1:]) for row in connection.rows(connection.sql.board, (programme,))}
    yield from _compared("case_now", expected, found)


def _milestones(
    connection: Connection, programme: str, book: Casebook, known: Mapping[Named, Standing], read: Read
) -> Iterator[Finding]:
    from vs_workflow.timeline.flags import with_standings

    try:
        wanted = with_standings(rows_of_milestones(book, None, read), known)
    except StoreTrouble as error:
        yield Finding("derived", "store.not-comparable", {"why": error.rule, "why_facts": dict(error.facts)})
        return
    expected = {values[-2:]: values[:-3] for values in (milestone_values(programme, row) for row in wanted)}
    rows = connection.rows(connection.sql.milestones_kept, (programme,))
    yield from _compared("milestone_now", expected, {tuple(row[-2:]): tuple(row[:-3]) for row in rows})


def _checks(connection: Connection, programme: str, read: _Pass) -> Iterator[Finding]:
    flags = connection.rows(connection.sql.flags, (programme,))
    yield from _compared("flag_now", read.flags, {tuple(row[:4]): tuple(row[4:]) for row in flags})
    sweeps = connection.rows(connection.sql.sweeps, (programme,))
    yield from _compared("coverage_now", read.sweeps, {tuple(row[:1]): tuple(row[1:]) for row in sweeps})


def _compared(table: str, expected: Mapping[Any, Row], found: Mapping[Any, Row]) -> Iterator[Finding]:
    for key in sorted({*expected, *found}, key=str):
        # The scope of what is the programme's own is empty.
        parts = key if isinstance(key, tuple) else (key,)
        facts: dict[str, Plain] = {"table": table, "row": " ".join(str(part) for part in parts if part != "")}
        if key not in found:
            yield Finding("derived", "store.row-missing", facts)
        elif key not in expected:
            yield Finding("derived", "store.row-surplus", facts)
        else:
            for column, wanted, kept in zip(BESIDE[table], expected[key], found[key], strict=True):
                if wanted != kept:
                    said: dict[str, Plain] = {"column": column, "expected": _plain(wanted), "found": _plain(kept)}
                    yield Finding("derived", "store.row-differs", {**facts, **said})


def _plain(value: object) -> Plain:
    return value if value is None or isinstance(value, str | int) else str(value)
