"""The derived tables: what follows from entries, kept for speed, thrown away and made again at will.

`project` serves every append and `remake` every rebuild; both write what the core's own
functions say, so that no second place computes a state or a milestone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from store.connection import Connection, Row, Values
from store.sql import DERIVED, among
from vs_workflow.casebook import Case, Casebook
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.ports import Flag, MilestoneRow, Standing, Swept
from vs_workflow.replay.fold import NOTHING, OWN, concerns, replay
from vs_workflow.timeline.flags import follows, ripe, standing_of, standings, with_standings
from vs_workflow.timeline.sweep import swept

Read = Callable[[str], bytes | None]
Named = tuple[str, str]
BATCH = 1000
AT_ONCE = 500
_OF_SWEEPS = frozenset((Kind.GENESIS, Kind.SWEEP))


def touched(entries: Iterable[Entry]) -> frozenset[str]:
    """The scopes that must be known to bring the derived tables along with these entries."""
    return frozenset(scope for entry in entries for scope in (*concerns(entry), *_let_go(entry)))


def _let_go(entry: Entry) -> tuple[str, ...]:
    """The scope of a flag after which a milestone that the rules no longer have need not be kept."""
    retracted = entry.kind is Kind.FLAG and entry.what == Flag.RETRACTED.value
    return (entry.assignment or OWN,) if retracted else ()


NO_COPIES: Values = ("", "", None, "", "", None, None)
"""What stands in these columns of an entry that was destroyed."""


def copies(entry: Entry) -> Values:
    """The columns that stand beside the text: kind, what, assignment, happened_on, recorded_at, actor, corrects."""
    return (entry.kind.value, entry.what, entry.assignment, entry.on.isoformat(), entry.at, entry.actor, entry.corrects)


def rows_of_milestones(book: Casebook, scopes: Collection[str] | None, read: Read) -> Sequence[MilestoneRow]:
    """What the core says of the milestones of these scopes, or of all."""
    # Loaded here, because it reads rules: whoever only looks at the board does without.
    from vs_workflow.timeline.project import milestone_rows

    if scopes is None:
        return milestone_rows(book, None, read)
    slim = replace(book, cases={key: book.cases[key] for key in scopes if key in book.cases})
    return milestone_rows(slim, scopes, read)


def milestone_of(row: Row) -> MilestoneRow:
    """The row in (milestone, assignment, due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due)."""
    milestone, assignment, due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due = row
    return MilestoneRow(
        str(milestone),
        str(assignment),
        _day(due),
        _day(satisfied_on),
        None if recorded_at is None else Instant(recorded_at),
        _day(lapsed_on),
        None if flag is None else Standing(Flag(flag), flag_seq, date.fromisoformat(flag_due)),
    )


def swept_of(row: Row) -> Swept:
    """The row in (seq, day, ran_at, first_day, last_day)."""
    seq, day, at, first, last = row
    return Swept(seq, date.fromisoformat(day), Instant(at), _day(first), date.fromisoformat(last))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def project(
    connection: Connection,
    programme: str,
    entries: Sequence[Entry],
    there: Collection[str],
    book: Casebook,
    read: Read,
    seen: Mapping[Named, MilestoneRow],
) -> None:
    """Bring the derived tables along with these entries.

    `there` are the assignments that were open before them; `seen` are rows of milestones as
    this transaction read them, which need not be read again.
    """
    sql = connection.sql
    if any(entry.kind in _OF_SWEEPS for entry in entries):
        _add_sweeps(connection, programme, entries, last_sweep(connection, programme))
    last = _add_concerns(connection, programme, entries)
    connection.each(sql.add_key, [(programme, entry.key, entry.seq) for entry in entries if entry.key is not None])
    cases = {scope: (book.cases[scope], seq) for scope, seq in last.items() if scope in book.cases}
    connection.each(
        sql.move_case,
        [
            (case.state, case.since.isoformat(), seq, case.rules, programme, key)
            for key, (case, seq) in cases.items()
            if key in there
        ],
    )
    new = [key for key in cases if key not in there]
    if new:
        found = connection.row(sql.last_position, (programme,))
        first = (found[0] if found else 0) + 1
        _add_cases(connection, programme, book, new, last, first)
    if last:
        _move_milestones(connection, programme, list(last), rows_of_milestones(book, last.keys(), read))
    flags = [entry for entry in entries if entry.kind is Kind.FLAG]
    if flags:
        # What an entry of the same append moved was read too early.
        _raise_flags(connection, programme, flags, {} if last else seen)
        again = list(dict.fromkeys(scope for entry in flags for scope in _let_go(entry)))
        if again:
            _move_milestones(connection, programme, again, rows_of_milestones(book, again, read))


def forget(connection: Connection, programme: str, assignment: str, numbers: Sequence[int]) -> None:
    """Drop the rows that were made from these entries of one assignment, and its place on the board."""
    sql = connection.sql
    found = connection.row(sql.position, (programme, assignment))
    for statement in (sql.forget_concern, sql.forget_key):
        connection.each(statement, [(programme, seq) for seq in numbers])
    for statement in (sql.forget_case, sql.forget_milestones, sql.forget_flags):
        connection.run(statement, (programme, assignment))
    if found is not None:
        connection.run(sql.close_gap, (programme, found[0]))


def remake(connection: Connection, programme: str, entries: Iterable[Entry], read: Read) -> None:
    """Throw the programme's derived rows away and make them from all its entries."""
    for table in DERIVED:
        connection.run(f"DELETE FROM {table} WHERE programme = {connection.sql.mark}", (programme,))
    book, last, standing, covered = NOTHING, dict[str, int](), dict[Named, Standing](), None
    for batch in batches(entries):
        covered = _add_sweeps(connection, programme, batch, covered)
        connection.each(connection.sql.add_flag, flag_values(programme, batch))
        standing |= standings(batch)
        last.update(_add_concerns(connection, programme, batch))
        keys = [(programme, entry.key, entry.seq) for entry in batch if entry.key is not None]
        connection.each(connection.sql.keep_first_key, keys)
        book = replay(batch, after=book)
    _add_cases(connection, programme, book, list(book.cases), last, 1)
    rows = with_standings(rows_of_milestones(book, None, read), standing)
    connection.each(connection.sql.add_milestone, [milestone_values(programme, row) for row in rows])


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    while batch := list(islice(source, BATCH)):
        yield batch


def milestone_values(programme: str, row: MilestoneRow) -> Values:
    """The row as it is kept: what it rests on, its flag, when it is ripe, then what it is about."""
    return (
        row.due and row.due.isoformat(),
        row.satisfied_on and row.satisfied_on.isoformat(),
        row.recorded_at,
        row.lapsed_on and row.lapsed_on.isoformat(),
        *_flag_values(row),
        programme,
        row.assignment,
        row.milestone,
    )


def _flag_values(row: MilestoneRow) -> Values:
    day, standing = ripe(row), row.standing
    flag = (None, None, None) if standing is None else (standing.flag.value, standing.seq, standing.due.isoformat())
    return (*flag, day and day.isoformat())


def case_values(case: Case, position: int, seq: int) -> Values:
    """The row of the board as it is kept, after what it is about: position, state, since, seq, rules."""
    return (position, case.state, case.since.isoformat(), seq, case.rules)


def sweep_values(programme: str, one: Swept) -> Values:
    """The row of a sweep as it is kept."""
    first = one.first and one.first.isoformat()
    return (programme, one.seq, one.day.isoformat(), one.at, first, one.until.isoformat())


def flag_values(programme: str, entries: Iterable[Entry]) -> list[Values]:
    """The rows of the flags among these entries as they are kept."""
    found: list[Values] = []
    for entry in entries:
        if entry.kind is Kind.FLAG:
            (assignment, milestone), standing = standing_of(entry)
            found.append((programme, assignment, milestone, standing.flag.value, follows(entry), entry.seq))
    return found


def last_sweep(connection: Connection, programme: str) -> Swept | None:
    """The last sweep, or the beginning; None before it."""
    row = connection.row(connection.sql.last_sweep, (programme,))
    return None if row is None else swept_of(row)


def _add_sweeps(connection: Connection, programme: str, entries: Iterable[Entry], before: Swept | None) -> Swept | None:
    for entry in entries:
        found = swept(entry, before)
        if found is not None:
            connection.run(connection.sql.add_sweep, sweep_values(programme, found))
            before = found
    return before


def _raise_flags(
    connection: Connection, programme: str, flags: Sequence[Entry], seen: Mapping[Named, MilestoneRow]
) -> None:
    """Every flag is a row of its own, which can be there once; the milestone knows the last of them."""
    connection.each(connection.sql.add_flag, flag_values(programme, flags))
    moved: list[Values] = []
    for named, standing in standings(flags).items():
        row = seen.get(named) or _milestone(connection, programme, named)
        if row is not None:
            moved.append((*_flag_values(replace(row, standing=standing)), programme, *named))
    connection.each(connection.sql.flag_milestone, moved)


def _milestone(connection: Connection, programme: str, named: Named) -> MilestoneRow | None:
    row = connection.row(connection.sql.milestone, (programme, *named))
    return None if row is None else milestone_of(row)


def _add_concerns(connection: Connection, programme: str, entries: Iterable[Entry]) -> dict[str, int]:
    """The last entry of each scope that these entries concern, in the order in which the scopes came up."""
    rows = [(programme, scope, entry.seq) for entry in entries for scope in concerns(entry)]
    connection.each(connection.sql.add_concern, rows)
    return {scope: seq for _, scope, seq in rows}


def _add_cases(
    connection: Connection, programme: str, book: Casebook, keys: Sequence[str], last: dict[str, int], first: int
) -> None:
    connection.each(
        connection.sql.add_case,
        [
            (programme, key, *case_values(book.cases[key], position, last.get(key, 0)))
            for position, key in enumerate(keys, first)
        ],
    )


def _move_milestones(
    connection: Connection, programme: str, scopes: Sequence[str], wanted: Sequence[MilestoneRow]
) -> None:
    sql = connection.sql
    there: dict[Named, MilestoneRow] = {}
    for start in range(0, len(scopes), AT_ONCE):
        some = scopes[start : start + AT_ONCE]
        for kept in connection.rows(among(sql.milestones_among, sql.mark, len(some)), (programme, *some)):
            row = milestone_of(kept)
            there[row.assignment, row.milestone] = row
    standing = {named: row.standing for named, row in there.items() if row.standing is not None}
    rows = {(row.assignment, row.milestone): row for row in with_standings(wanted, standing)}
    connection.each(sql.add_milestone, [milestone_values(programme, rows[one]) for one in rows if one not in there])
    moved = [milestone_values(programme, row) for one, row in rows.items() if one in there and there[one] != row]
    connection.each(sql.move_milestone, moved)
    connection.each(sql.drop_milestone, [(programme, *one) for one in sorted(there.keys() - rows.keys())])
