"""Which programme `vs verify` is about: the one that is there, or one of which everything but its journal is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vs_workflow.commands.sealing import kept_programmes
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Trouble

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
