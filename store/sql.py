"""The statements of the hot path, written out and named, in the spelling of either database.

A `?` stands for a value, `<bytes>` for the exact bytes of an entry's text, `<blob>` for the type of bytes, `<find>` for
where a text stands in another, `<said>` for the text of a manifest, `<share>` and `<alone>` for a lock on the rows that
are read, which SQLite, with one writer at a time, has no need of. Statements that take a list of scopes are made for
its length by `among`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache


@dataclass(frozen=True, slots=True)
class Sql:
    """Every statement of the journal, the shelf and the index."""

    mark: str = "?"

    head: str = "SELECT seq, leaf FROM journal WHERE programme = ? ORDER BY seq DESC LIMIT 1"
    line: str = "SELECT seq, <bytes>, leaf FROM journal WHERE programme = ? AND seq = ?"
    lines: str = "SELECT seq, <bytes>, leaf FROM journal WHERE programme = ? AND seq >= ? ORDER BY seq"
    lines_of: str = (
        "SELECT seq, <bytes>, leaf FROM journal WHERE programme = ? AND assignment = ? AND seq >= ? ORDER BY seq"
    )
    lines_concerning: str = (
        "SELECT seq, <bytes>, leaf FROM journal WHERE programme = ? AND seq IN"
        " (SELECT seq FROM concerns WHERE programme = ? AND scope IN (<scopes>)) ORDER BY seq"
    )
    keyed: str = (
        "SELECT j.seq, <bytes>, j.leaf FROM key_now k JOIN journal j ON j.programme = k.programme AND j.seq = k.seq"
        " WHERE k.programme = ? AND k.key = ?"
    )
    copies: str = (
        "SELECT seq, <bytes>, leaf, kind, what, assignment, happened_on, recorded_at, actor, corrects"
        " FROM journal WHERE programme = ? ORDER BY seq"
    )
    programmes: str = (
        "WITH RECURSIVE known(programme) AS (SELECT min(programme) FROM journal UNION ALL"
        " SELECT (SELECT min(j.programme) FROM journal j WHERE j.programme > known.programme)"
        " FROM known WHERE known.programme IS NOT NULL)"
        " SELECT programme, (SELECT max(j.seq) FROM journal j WHERE j.programme = known.programme)"
        " FROM known WHERE programme IS NOT NULL"
    )

    add_line: str = (
        "INSERT INTO journal (programme, seq, entry, leaf,"
        " kind, what, assignment, happened_on, recorded_at, actor, corrects)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    # Of an entry that was read in as a blank there is nothing to take away.
    blank: str = (
        "UPDATE journal SET entry = NULL, kind = '', what = '', assignment = NULL, happened_on = '', recorded_at = '',"
        " actor = NULL, corrects = NULL WHERE programme = ? AND seq = ? AND entry IS NOT NULL"
    )
    forget_concern: str = "DELETE FROM concerns WHERE programme = ? AND seq = ?"
    forget_key: str = "DELETE FROM key_now WHERE programme = ? AND seq = ?"
    forget_case: str = "DELETE FROM case_now WHERE programme = ? AND assignment = ?"
    forget_milestones: str = "DELETE FROM milestone_now WHERE programme = ? AND assignment = ?"
    forget_flags: str = "DELETE FROM flag_now WHERE programme = ? AND assignment = ?"
    position: str = "SELECT position FROM case_now WHERE programme = ? AND assignment = ?"
    close_gap: str = "UPDATE case_now SET position = position - 1 WHERE programme = ? AND position > ?"
    # The shelf is that of every programme. A document that another one is naming at this moment is waited for, in a
    # statement of its own: the next one then sees whether it is named.
    await_document: str = "SELECT 1 FROM shelf WHERE address = ?<alone>"
    naming: str = "SELECT programme, seq FROM journal WHERE <find>(entry, ?) > 0"
    # A manifest has 150 bytes.
    manifests: str = (
        "SELECT other.address, other.kind FROM shelf AS other WHERE other.size = 150 AND <find>(<said>, ?) > 0"
    )
    let_go: str = "DELETE FROM shelf WHERE address = ?"

    add_concern: str = "INSERT INTO concerns (programme, scope, seq) VALUES (?, ?, ?)"
    add_key: str = "INSERT INTO key_now (programme, key, seq) VALUES (?, ?, ?)"
    keep_first_key: str = "INSERT INTO key_now (programme, key, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    last_position: str = "SELECT coalesce(max(position), 0) FROM case_now WHERE programme = ?"
    add_case: str = (
        "INSERT INTO case_now (programme, assignment, position, state, since, seq, rules) VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    move_case: str = (
        "UPDATE case_now SET state = ?, since = ?, seq = ?, rules = ? WHERE programme = ? AND assignment = ?"
    )
    add_milestone: str = (
        "INSERT INTO milestone_now (due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due, ripe,"
        " programme, assignment, milestone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    move_milestone: str = (
        "UPDATE milestone_now SET due = ?, satisfied_on = ?, recorded_at = ?, lapsed_on = ?,"
        " flag = ?, flag_seq = ?, flag_due = ?, ripe = ? WHERE programme = ? AND assignment = ? AND milestone = ?"
    )
    flag_milestone: str = (
        "UPDATE milestone_now SET flag = ?, flag_seq = ?, flag_due = ?, ripe = ?"
        " WHERE programme = ? AND assignment = ? AND milestone = ?"
    )
    drop_milestone: str = "DELETE FROM milestone_now WHERE programme = ? AND assignment = ? AND milestone = ?"
    milestones_among: str = (
        "SELECT milestone, assignment, due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due"
        " FROM milestone_now WHERE programme = ? AND assignment IN (<scopes>)"
    )
    milestone: str = (
        "SELECT milestone, assignment, due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due"
        " FROM milestone_now WHERE programme = ? AND assignment = ? AND milestone = ?"
    )
    add_flag: str = (
        "INSERT INTO flag_now (programme, assignment, milestone, flag, follows, seq) VALUES (?, ?, ?, ?, ?, ?)"
    )
    add_sweep: str = (
        "INSERT INTO coverage_now (programme, seq, day, ran_at, first_day, last_day) VALUES (?, ?, ?, ?, ?, ?)"
    )

    board: str = (
        "SELECT assignment, position, state, since, seq, rules FROM case_now WHERE programme = ? ORDER BY position"
    )
    milestones: str = (
        "SELECT milestone, assignment, due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due"
        " FROM milestone_now WHERE programme = ?"
    )
    milestones_kept: str = (
        "SELECT due, satisfied_on, recorded_at, lapsed_on, flag, flag_seq, flag_due, ripe,"
        " programme, assignment, milestone FROM milestone_now WHERE programme = ?"
    )
    # Walks the index from its beginning: what is not ripe yet is never read.
    ripe: str = (
        "SELECT m.milestone, m.assignment, m.due, m.satisfied_on, m.recorded_at, m.lapsed_on,"
        " m.flag, m.flag_seq, m.flag_due, c.rules FROM milestone_now m"
        " LEFT JOIN case_now c ON c.programme = m.programme AND c.assignment = m.assignment"
        " WHERE m.programme = ? AND m.ripe < ?"
    )
    flags: str = "SELECT assignment, milestone, flag, follows, seq FROM flag_now WHERE programme = ?"
    sweeps: str = "SELECT seq, day, ran_at, first_day, last_day FROM coverage_now WHERE programme = ? ORDER BY seq"
    last_sweep: str = (
        "SELECT seq, day, ran_at, first_day, last_day FROM coverage_now WHERE programme = ? ORDER BY seq DESC LIMIT 1"
    )
    concerns: str = "SELECT seq, scope FROM concerns WHERE programme = ? ORDER BY seq"
    keys: str = "SELECT seq, key FROM key_now WHERE programme = ? ORDER BY seq"

    hold: str = "SELECT 1 FROM shelf WHERE address = ?<share>"
    shelve: str = "INSERT INTO shelf (address, kind, size, data) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    shelved: str = "SELECT CAST(data AS <blob>) FROM shelf WHERE address = ?"
    addresses: str = "SELECT address, kind, size FROM shelf ORDER BY address"

    version: str = "SELECT maker, version FROM vs_schema"


_TEMPLATES = Sql()
DERIVED = ("concerns", "case_now", "milestone_now", "key_now", "flag_now", "coverage_now")


def _spelled(marks: Mapping[str, str]) -> Sql:
    def spell(text: str) -> str:
        for mark, words in marks.items():
            text = text.replace(mark, words)
        return text

    return Sql(**{field.name: spell(getattr(_TEMPLATES, field.name)) for field in fields(Sql)})


# A cast gives the bytes as they are kept, also where somebody put there what is no text.
SQLITE = _spelled({
    "<bytes>": "CAST(entry AS BLOB)", "<blob>": "BLOB", "<find>": "instr", "<said>": "CAST(other.data AS TEXT)",
    "<share>": "", "<alone>": "",
})  # fmt: skip
POSTGRES = _spelled({
    "?": "%s", "<bytes>": "convert_to(entry, 'UTF8')", "<blob>": "BYTEA", "<find>": "strpos",
    "<said>": "encode(other.data, 'escape')", "<share>": " FOR KEY SHARE", "<alone>": " FOR UPDATE",
})  # fmt: skip


@cache
def among(statement: str, mark: str, count: int) -> str:
    """The statement with room for so many scopes."""
    return statement.replace("<scopes>", ", ".join([mark] * count))
