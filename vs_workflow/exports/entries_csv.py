"""The journal as a table, RFC 4180: a row per entry, keys and ISO days in it, for a spreadsheet or a script.

No cell can become a formula: one that a spreadsheet would calculate begins with a quote.
Names of people are not in it.
"""

from __future__ import annotations

import csv
import io
import re

from vs_workflow.desk.leave import Leaving
from vs_workflow.exports.roles import Shown
from vs_workflow.journal.canon import to_bytes
from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Plain
from vs_workflow.words.naming import number
from vs_workflow.words.safe import safe

COLUMNS = (
    "seq", "hash", "kind", "what", "number", "assignment", "from", "to", "on", "at", "actor", "role", "grant",
    "behalf_of", "typed_by", "accepted", "reasons", "reason", "facts", "documents", "corrects", "corrected_by",
    "rules", "app",
)  # fmt: skip
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?\Z")
_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
_FORMULA = re.compile(rf"[{_SIGNS}\t\r\n]")
# A spreadsheet that parts cells at semicolons begins a new one here, which may open and close quotes first.
_INNER_FORMULA = re.compile(rf"(;[\s\"]*)(?=[{_SIGNS}])")


def entries_csv(found: Leaving, shown: Shown) -> bytes:
    """The table, in UTF-8."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    corrected = found.corrected_by
    for entry, leaf in found.entries:
        row = _row(entry, leaf, corrected.get(entry.seq), found, shown)
        table.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue().encode("utf-8")


def cell(value: object) -> str:
    """The text of a cell: one line, and nothing that a spreadsheet would calculate."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if _NUMBER.match(text):
        return text
    guarded = _INNER_FORMULA.sub(r"\1'", text)
    return f"'{safe(guarded)}" if _FORMULA.match(guarded) else safe(guarded)


def _row(entry: Entry, leaf: str, corrected_by: int | None, found: Leaving, shown: Shown) -> dict[str, object]:
    facts = shown.value(dict(entry.facts))
    return {
        "seq": entry.seq,
        "hash": leaf,
        "kind": entry.kind.value,
        "what": entry.what,
        "number": number(entry.assignment, found.setting),
        "assignment": entry.assignment,
        "from": entry.source,
        "to": entry.target,
        "on": entry.on.isoformat(),
        "at": entry.at,
        "actor": shown.person(entry.actor),
        "role": entry.role,
        "grant": entry.grant,
        "behalf_of": shown.person(entry.behalf_of),
        "typed_by": shown.person(entry.typed_by),
        "accepted": entry.accepted,
        "reasons": " ".join(reason.code.value for reason in entry.reasons),
        "reason": shown.text(entry.reason),
        "facts": _json(facts) if facts else None,
        "documents": " ".join(entry.documents),
        "corrects": entry.corrects,
        "corrected_by": corrected_by,
        "rules": entry.rules,
        "app": entry.app,
    }


def _json(value: Plain) -> str:
    return to_bytes(value).decode()
