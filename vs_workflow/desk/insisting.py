"""Insist: a write is tried until it is known what became of it, and no try undoes what an earlier one did.

A head that moved means decide again. Where the answer to a COMMIT got lost, what it wrote is
looked for before anything is decided anew: the salt in an entry makes its leaf its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vs_workflow.desk.office import Office
from vs_workflow.journal.chain import EMPTY, Head
from vs_workflow.ports import HeadMoved, Work
from vs_workflow.reasons import StoreTrouble

_TRIES = 5

Answer = TypeVar("Answer")


def insist(office: Office, once: Callable[[Work], Answer], *, dry_run: bool, repeatable: bool) -> Answer:
    """What `once` answers, in a transaction that arrived; a dry run only reads.

    `repeatable`: the call has a key, or finds by itself what is there already, so that doubt
    may be answered by asking again. Raises StoreTrouble, that of the doubt where a later try
    could not even begin: such a try says nothing of the one whose answer was lost.
    """
    if dry_run:
        with office.room.reading() as work:
            return once(work)
    doubt: StoreTrouble | None = None
    said: tuple[Answer, Head] | None = None
    for _ in range(_TRIES):
        try:
            with office.room.writing() as work:
                if said is None or not _is_there(said[1], work):
                    said = once(work), work.journal.head()
            return said[0]
        except HeadMoved:
            said = None
        except StoreTrouble as error:
            if error.recorded is not None or not repeatable:
                raise (doubt or error) from error
            doubt = error
    raise doubt or StoreTrouble("store.busy")


def _is_there(end: Head, work: Work) -> bool:
    line = next(iter(work.journal.lines(since=end.seq)), None) if end != EMPTY else None
    return line is not None and (line.seq, line.leaf) == (end.seq, end.leaf)
