"""A bundle from elsewhere, brought into a database that lacks its programme, and verified there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import store
from vs_workflow.desk import bring_in, prove
from vs_workflow.desk.proofs import Verified
from vs_workflow.face.clock import SystemStamps
from vs_workflow.face.opened import office_of
from vs_workflow.journal.chain import instant
from vs_workflow.outside.bundle_reading import open_bundle
from vs_workflow.ports import Checkpoints
from vs_workflow.reasons import StoreTrouble

_NOTHING_YET = ("store.missing", "store.empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came out of a bundle; `verified` is what verifying it found in its new place, None for a dry run.

    `unkept` are the checkpoints and signatures in it that no folder took over.
    """

    programme: str
    entries: int
    head: str
    rehearsal: bool
    verified: Verified | None = None
    unkept: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.verified is None or self.verified.whole


def import_bundle(
    where: str | os.PathLike[str],
    bundle: str,
    *,
    folder: Callable[[str], Checkpoints] | None = None,
    now: datetime | None = None,
    dry_run: bool = False,
) -> Imported:
    """Read the bundle (a folder or a zip) into the database at `where`, which is made where it is not there.

    Everything in it is recomputed first and held to the checkpoints in it, also for a dry run: raises BadFile for the
    first thing that does not hold, or where the programme is there already. Its checkpoints go into the one
    that `folder` gives for the programme's key, if that keeps none yet.
    """
    with open_bundle(bundle) as packed:
        looked = bring_in.look_over(packed, SystemStamps(None if now is None else instant(now)).now())
        into = None if folder is None else folder(looked.programme)
        verified = None
        if dry_run:
            bring_in.refuse_another(looked.programme, _entries(where, looked.programme))
        else:
            with store.open(where, create=True) as database:
                moment = None if now is None else instant(now)
                office = office_of(database, looked.programme, now=moment, new=True)
                bring_in.bring_in(office, looked, into)
                verified = prove.verify(office, kept=lambda: database.findings(looked.programme))
        unkept = bring_in.unkept(looked, into)
    return Imported(
        programme=looked.programme,
        entries=len(looked.lines),
        head=looked.head,
        rehearsal=looked.rehearsal,
        verified=verified,
        unkept=unkept,
    )


def _entries(where: str | os.PathLike[str], programme: str) -> int:
    """How many entries of the programme there are; none where there is no database yet."""
    try:
        with store.open(where) as database:
            database.begin_anew(programme)
            return database.programmes().get(programme, 0)
    except StoreTrouble as error:
        if error.rule in _NOTHING_YET:
            return 0
        raise
