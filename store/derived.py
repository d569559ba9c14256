"""The derived tables: what follows from entries, kept for speed, thrown away and made again at will.

`project` serves every append and `remake` every rebuild; both write what the core's own
functions say, so that no second place computes a state or a milestone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from store.connection import Connection, Values
from store.sql import DERIVED, among
from vs_workflow.casebook import Casebook
from vs_workflow.journal.entry import Entry
from vs_workflow.ports import MilestoneRow
from vs_workflow.replay import NOTHING, concerns, replay

Read = Callable[[str], bytes | None]
BATCH = 1000
AT_ONCE = 500


def touched(entries: Iterable[Entry]) -> frozenset[str]:
    """The scopes that these entries concern."""
    return frozenset(scope for entry in entries for scope in concerns(entry))


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


def project(
    connection: Connection, programme: str, entries: Sequence[Entry], there: Collection[str], book: Casebook, read: Read
) -> None:
    """Bring the derived tables along with these entries. `there` are the assignments that were open before them."""
    sql = connection.sql
    last = _add_concerns(connection, programme, entries)
    connection.each(sql.add_key, [(programme, entry.key, entry.seq) for entry in entries if entry.key is not None])
    cases = {scope: (book.cases[scope], seq) for scope, seq in last.items() if scope in book.cases}
    connection.each(
        sql.move_case,
        [
            (case.state, case.since.isoformat(), seq, programme, key)
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


def remake(connection: Connection, programme: str, entries: Iterable[Entry], read: Read) -> None:
    """Throw the programme's derived rows away and make them from all its entries."""
    for table in DERIVED:
        connection.run(f"DELETE FROM {table} WHERE programme = {connection.sql.mark}", (programme,))
    book, last = NOTHING, dict[str, int]()
    for batch in batches(entries):
        last.update(_add_concerns(connection, programme, batch))
        keys = [(programme, entry.key, entry.seq) for entry in batch if entry.key is not None]
        connection.each(connection.sql.keep_first_key, keys)
        book = replay(batch, after=book)
    _add_cases(connection, programme, book, list(book.cases), last, 1)
    rows = rows_of_milestones(book, None, read)
    connection.each(connection.sql.add_milestone, [milestone_values(programme, row) for row in rows])


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    while batch := list(islice(source, BATCH)):
        yield batch


def milestone_values(programme: str, row: MilestoneRow) -> Values:
    """The row as it is kept: what it rests on first, then what it is about."""
    return (
        row.due and row.due.isoformat(),
        row.satisfied_on and row.satisfied_on.isoformat(),
        row.recorded_at,
        row.lapsed_on and row.lapsed_on.isoformat(),
        programme,
        row.assignment,
        row.milestone,
    )


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
            (programme, key, position, book.cases[key].state, book.cases[key].since.isoformat(), last.get(key, 0))
            for position, key in enumerate(keys, first)
        ],
    )


def _move_milestones(
    connection: Connection, programme: str, scopes: Sequence[str], wanted: Sequence[MilestoneRow]
) -> None:
    sql = connection.sql
    there: dict[Values, Values] = {}
    for start in range(0, len(scopes), AT_ONCE):
        some = scopes[start : start + AT_ONCE]
        for milestone, assignment, *rest in connection.rows(
            among(sql.milestones_among, sql.mark, len(some)), (programme, *some)
        ):
            there[programme, assignment, milestone] = tuple(rest)
    values = [milestone_values(programme, row) for row in wanted]
    connection.each(sql.add_milestone, [row for row in values if row[4:] not in there])
    connection.each(sql.move_milestone, [row for row in values if row[4:] in there and there[row[4:]] != row[:4]])
    connection.each(sql.drop_milestone, sorted(there.keys() - {row[4:] for row in values}))
