"""Journals of a given length, made once by write() and append in batches, and kept for the next run.

A journal is known by what it was made of, so that another programme or another form of
entry makes another one. Long ones are made in a process of their own, which gives its memory back.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from store.schema import VERSION
from tests.bench import programme
from tests.bench.programme import KEY
from vs_workflow.journal.chain import instant, write
from vs_workflow.journal.entry import Draft

ASSIGNMENTS = 500
BATCH = 25_000
SECONDS_APART = timedelta(seconds=20)


def kept(entries: int, assignments: int = ASSIGNMENTS) -> Path:
    """The database with so many entries; made now where it is not there."""
    path = folder() / f"{entries}-of-{assignments}.db"
    if not path.exists():
        module = [sys.executable, "-m", "tests.bench.long_journals"]
        subprocess.run([*module, str(path), str(entries), str(assignments)], check=True)
    return path


def folder() -> Path:
    """Where journals of this form are kept: below the system's temporary folder."""
    files = programme.files(1, 0)
    form = " ".join(one.name for one in fields(Draft))
    name = sha256(files.manifest + f"{form} {BATCH} {VERSION}".encode()).hexdigest()[:12]
    found = Path(tempfile.gettempdir()) / f"vs-bench-journals-{name}"
    found.mkdir(exist_ok=True)
    return found


def make(path: Path, entries: int, assignments: int) -> None:
    began = datetime.combine(programme.FIRST_DAY, datetime.min.time(), UTC) + timedelta(hours=12)
    database = programme.adopted(path, assignments, milestones=0, now=instant(began))
    room = database.room(KEY)
    with room.reading() as work:
        book = work.index.book()
    head = book.head
    held, road = programme.grants_in(book), programme.moves(assignments)
    while head < entries:
        count = min(BATCH, entries - head)
        with room.writing() as work:
            after = work.journal.head()
            stamps = programme.stamps(after.at, count, SECONDS_APART)
            drafts = programme.drafts(road, count, book.rules, held, programme.local_day(after.at))
            written, lines = write(drafts, stamps, after=after)
            work.journal.append(written, lines, after=after)
        head += count
    database.close()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    make(part, int(sys.argv[2]), int(sys.argv[3]))
    part.rename(target)
