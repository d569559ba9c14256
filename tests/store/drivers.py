"""What a process does to a database while something goes wrong: it appends, and says what it appended.

What is heavy is loaded with this module, so that a forked child need not load it anew.
"""

import os
import sys
from collections.abc import Callable
from unittest.mock import patch

import sqlalchemy.dialects.sqlite
import sqlalchemy.pool  # noqa: F401

import store
import store.tables
import vs_workflow.timeline.project  # noqa: F401
from tests.store.builders import genesis, happened, opened, rows
from vs_workflow.journal.chain import Stamp, write
from vs_workflow.journal.entry import Draft, Instant
from vs_workflow.ports import Room
from vs_workflow.reasons import StoreTrouble

Ack = Callable[[object], object]


def stamped(room: Room, *drafts: Draft) -> int:
    """Append these with a salt that no other process has; the number of the last."""
    with room.writing() as work:
        head = work.journal.head()
        salts = [os.urandom(16).hex() for _ in drafts]
        stamps = [Stamp(Instant("2015-04-02T09:00:00.000000Z"), salt, "vs 0", "host", "account") for salt in salts]
        entries, lines = write(drafts, stamps, after=head)
        work.journal.append(entries, lines, after=head)
    return entries[-1].seq


def make(where: str) -> None:
    with patch("vs_workflow.timeline.project.milestone_rows", rows), store.open(where, create=True) as database:
        if not database.programmes():
            stamped(database.begin("north"), *genesis(), opened("one"))


def append(where: str, count: int, ack: Ack) -> None:
    """So many entries, each with a key of its own, acknowledged by that key."""
    with patch("vs_workflow.timeline.project.milestone_rows", rows), store.open(where) as database:
        room = database.room()
        for _ in range(count):
            key = os.urandom(8).hex()
            stamped(room, happened("met", "one", key=key))
            ack(key)


def append_or_say(where: str, count: int, ack: Ack) -> None:
    """The same, and trouble is what it is expected to be: anything else is an error of ours."""
    try:
        append(where, count, ack)
    except StoreTrouble as trouble:
        ack(["trouble", trouble.rule, trouble.recorded])


def make_and_append(where: str, count: int, ack: Ack) -> None:
    make(where)
    append(where, count, ack)


def read_again_and_again(where: str, count: int, ack: Ack) -> None:
    """Readers beside the writers: each sees a chain that fits its board."""
    with patch("vs_workflow.timeline.project.milestone_rows", rows), store.open(where) as database:
        for _ in range(count):
            with database.room().reading() as work:
                seen = [line.seq for line in work.journal.lines()]
                assert work.journal.head().seq == len(seen)
                assert work.index.board()[0].seq in (3, len(seen))
            ack(len(seen))


if __name__ == "__main__":
    append(sys.argv[1], int(sys.argv[2]), lambda key: print(key, flush=True))
