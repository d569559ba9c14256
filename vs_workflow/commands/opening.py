"""From the settings of a call to an office: the database opened, the clock of the machine or the one that was set.

A database is made by `vs init` and by nothing else; every other command finds one or says
that there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING

from vs_workflow.commands.settings import Settings
from vs_workflow.desk.office import Office
from vs_workflow.face.clock import SystemStamps
from vs_workflow.journal.chain import instant
from vs_workflow.reasons import StoreTrouble
from vs_workflow.words.dates import read_day

if TYPE_CHECKING:
    from store import Database
    from vs_workflow.ports import Room

NOTHING_YET = ("store.missing", "store.empty")
_LOST = "store.journal-lost"
NOT_THERE = (*NOTHING_YET, _LOST)


def office_of(settings: Settings, room: Room) -> Office:
    """The office that works in this room, by the clock of this call."""
    now = instant(settings.now) if settings.now is not None else None
    office = Office(room, SystemStamps(now), read_day, clock_set=now is not None)
    if settings.roles_only:
        from vs_workflow.commands.veil import veil

        veil(settings, office)
    return office


@contextmanager
def database(settings: Settings, *, create: bool = False) -> Iterator[Database]:
    """The database of this call, let go of at the end; raises StoreTrouble where it cannot be used."""
    import store

    with ExitStack() as until_done:
        try:
            opened = until_done.enter_context(store.open(settings.db, create=create, programme=settings.programme))
        except StoreTrouble as error:
            from vs_workflow.outside.bundle_reading import is_bundle

            if is_bundle(settings.db):
                raise StoreTrouble("file.is-bundle", file=settings.db) from None
            raise _lost_or_never_there(settings, error) from error
        yield opened


def refuse_anew(settings: Settings, programme: str, there: Collection[str]) -> None:
    """Raise StoreTrouble where checkpoints are kept of this programme and its journal is not there: it was lost."""
    from vs_workflow.commands.sealing import kept_programmes

    if programme in kept_programmes(settings) and programme not in there:
        raise _lost(settings, (programme,))


def _lost_or_never_there(settings: Settings, error: StoreTrouble) -> StoreTrouble:
    """What is said where nothing is there: to begin is no advice to whoever keeps checkpoints of what was."""
    from vs_workflow.commands.sealing import kept_programmes

    kept = kept_programmes(settings) if error.rule in NOTHING_YET else ()
    return _lost(settings, kept) if kept else error


def _lost(settings: Settings, programmes: Sequence[str]) -> StoreTrouble:
    from vs_workflow.commands.sealing import sealing

    folder = sealing(settings).folder
    return StoreTrouble(_LOST, store=settings.db, programmes=[*programmes], folder=folder)


@contextmanager
def office(settings: Settings) -> Iterator[Office]:
    """The office of the programme that is meant; raises StoreTrouble or Misunderstood where there is none."""
    with database(settings) as opened:
        try:
            room = opened.room()
        except StoreTrouble as error:
            raise _lost_or_never_there(settings, error) from error
        yield office_of(settings, room)


def day(office: Office, text: str | None) -> date | None:
    """The day that was typed; relative ones and those without a year count from the programme's today."""
    if text is None:
        return None
    from vs_workflow.desk.look import setting

    return read_day(text, setting(office).today)
