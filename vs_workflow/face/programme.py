"""A programme opened on a store: the same verbs, words and refusals as the command line, as typed values."""

from __future__ import annotations

import os
from datetime import datetime

import store
from vs_workflow.desk import adopt
from vs_workflow.desk.views import Adopted
from vs_workflow.face.acting import Acting
from vs_workflow.face.looking import Looking
from vs_workflow.face.opened import office_of
from vs_workflow.face.proving import Proving
from vs_workflow.face.watching import Watching
from vs_workflow.journal.chain import instant
from vs_workflow.rules.rulebook import RuleFiles

__all__ = ["Programme", "adopt_programme", "office_of", "open_programme"]


class Programme(Acting, Looking, Proving, Watching):
    """Opened with `vs_workflow.open`. A refusal is an Outcome that is not accepted, with every reason; see `why`.

    Raises StoreTrouble where the database fails, Misunderstood where a name means nothing,
    BadFile where something that was handed in is wrong.
    """


def open_programme(
    where: str | os.PathLike[str], *, programme: str | None = None, now: datetime | None = None
) -> Programme:
    """The programme in the database at `where` (an SQLite file or a URL); raises StoreTrouble where there is none.

    `now` is an aware moment; it sets the clock of a rehearsal and is refused elsewhere.
    """
    moment = None if now is None else instant(now)
    return Programme(store.open(where), programme=programme, now=moment)


def adopt_programme(
    where: str | os.PathLike[str],
    files: RuleFiles,
    people: tuple[str, bytes],
    *,
    rehearsal: bool = False,
    now: datetime | None = None,
) -> Adopted:
    """Adopt a programme in the database at `where`, which is made where it is not there.

    `files` are the bytes of the programme and its lifecycle, `people` the name and bytes of
    its register, as `programme_files` reads them. Raises BadRules where the rules are not sound.
    """
    moment = None if now is None else instant(now)
    with store.open(where, create=True) as database:
        return adopt.init(
            lambda key: office_of(database, key, now=moment, new=True), files, people, rehearsal=rehearsal
        )
