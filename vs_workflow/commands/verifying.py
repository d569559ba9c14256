"""Which programme `vs verify` is about: the one that is there, or one of which everything but its journal is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vs_workflow.commands.sealing import is_folder_of_its_own, kept_programmes
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Finding, Trouble

if TYPE_CHECKING:
    from store import Database
    from store.room import SqlRoom
    from vs_workflow.desk.evidence import Held

_NO_JOURNAL = ("store.empty", "store.journal-gone")


def room_to_verify(settings: Settings, store: Database, held: Sequence[Held], receipts: Sequence[str]) -> SqlRoom:
    """The room of the programme that is meant.

    A programme without a journal is verified too where anything else is left, kept or brought of
    it: that its journal is gone is then what there is to find. Raises Trouble for any other.
    """
    try:
        return store.room()
    except Trouble as error:
        brought = (one.checkpoint.programme for one in held)
        left = tuple(dict.fromkeys((*store.leftovers(), *kept_programmes(settings), *brought)))
        if settings.programme in left:
            return store.begin(settings.programme)
        if error.rule not in _NO_JOURNAL or not (left or receipts):
            raise
        return store.begin(settings.programme or next(iter(left), ""))


def kept_without_journal(settings: Settings, store: Database, programme: str) -> Iterator[Finding]:
    """The programmes beside this one of which checkpoints are kept, and no journal is in the database.

    Where other databases may keep theirs in the same folder, that is no more than a limit.
    """
    known = {programme, *store.programmes()}
    own = is_folder_of_its_own(settings)
    for one in kept_programmes(settings):
        if one not in known:
            yield Finding("checkpoint", "seal.journal-gone" if own else "limit.kept-elsewhere", {"programme": one})
