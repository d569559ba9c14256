"""The flags and sweeps of a journal, read from its entries and from nothing that was derived."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import store
import vs_workflow
from vs_workflow.journal.entry import Entry, Kind, read_entry

Raised = tuple[str, str, str, str]


def entries(db: str | Path, kind: Kind) -> list[Entry]:
    with store.open(db) as database, database.room().reading() as work:
        read = [read_entry(line.text) for line in work.journal.lines()]
    return [entry for entry in read if entry.kind is kind]


def flags(db: str | Path) -> Counter[Raised]:
    """Each flag as milestone, assignment, what is said and the due day, with how often it was raised."""
    return Counter(
        (str(entry.facts["milestone"]), entry.assignment or "", entry.what, str(entry.facts["due"]))
        for entry in entries(db, Kind.FLAG)
    )


def doubles(db: str | Path) -> list[Raised]:
    """Flags that were raised more than once without anything in between."""
    raised = Counter(
        (str(entry.facts["milestone"]), entry.assignment or "", entry.what, str(entry.facts["follows"]))
        for entry in entries(db, Kind.FLAG)
    )
    return [flag for flag, times in raised.items() if times > 1]


def is_whole(db: str | Path) -> bool:
    with vs_workflow.open(db) as programme:
        verified = programme.verify()
    assert verified.whole, verified.findings
    return verified.replayed
