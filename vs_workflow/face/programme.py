"""A programme opened on a store: the same verbs, words and refusals as the command line, as typed values."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Required, Self, TypedDict, Unpack

from store import Database
from vs_workflow.desk import act, adopt, blank, look, prove, seal, trail, turns, watch
from vs_workflow.desk import agenda as keeping
from vs_workflow.desk import forecast as foretelling
from vs_workflow.desk import timeline as ahead
from vs_workflow.desk.blank import Form
from vs_workflow.desk.evidence import NO_EVIDENCE, Evidence
from vs_workflow.desk.forecast import Forecast
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.proofs import History, Replayed, Verified
from vs_workflow.desk.seal import Sealed
from vs_workflow.desk.timeline import Timeline
from vs_workflow.desk.views import Adopted, Board, CaseView, Checked, Coverage, Outcome, Todo, Why
from vs_workflow.face.clock import SystemStamps
from vs_workflow.journal.chain import instant
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import Checkpoints, Memory, Signer
from vs_workflow.reasons import Facts
from vs_workflow.rules.rulebook import RuleFiles
from vs_workflow.words.dates import read_day
from vs_workflow.words.lang import Lang

if TYPE_CHECKING:
    from vs_workflow.exports.bundle import Bundle
    from vs_workflow.exports.forms import OneFile


def office_of(database: Database, programme: str | None, *, now: Instant | None = None, new: bool = False) -> Office:
    """The office of a programme in that database; `new` also where it has no entry yet."""
    room = database.begin(str(programme)) if new else database.room(programme)
    return Office(room, SystemStamps(now), read_day, clock_set=now is not None)


class How(TypedDict, total=False):
    """What every call that writes may carry: who acts (needed), who types, why, an idempotency key, or only to try."""

    by: Required[str]
    typed_by: str | None
    reason: str
    key: str | None
    dry_run: bool


def _call(how: How) -> Call:
    return Call(
        actor=how["by"],
        typed_by=how.get("typed_by"),
        reason=how.get("reason", ""),
        key=how.get("key"),
        dry_run=how.get("dry_run", False),
    )


class Programme:
    """Opened with `vs_workflow.open`. A refusal is an Outcome that is not accepted, with every reason; see `why`.

    `now` sets the clock, which only a rehearsal allows. Raises StoreTrouble where the
    database fails, Misunderstood where a name means nothing.
    """

    def __init__(self, database: Database, *, programme: str | None = None, now: Instant | None = None) -> None:
        self._database = database
        self._office = office_of(database, programme, now=now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    def advance(
        self,
        assignment: str,
        step: str,
        *,
        on: date | None = None,
        facts: Mapping[str, str] | None = None,
        documents: Iterable[bytes] = (),
        behalf_of: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Take a step. `facts` are as typed on the command line: `{"progress": "…", "principles.p1": "…"}`."""
        given = _given(facts, documents)
        return act.advance(self._office, _call(how), assignment, step, on=on, behalf_of=behalf_of, given=given)

    def record(
        self,
        event: str,
        assignment: str | None = None,
        *,
        on: date | None = None,
        facts: Mapping[str, str] | None = None,
        documents: Iterable[bytes] = (),
        behalf_of: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Record an event beside the road."""
        given = _given(facts, documents)
        return act.record(self._office, _call(how), event, assignment, on=on, behalf_of=behalf_of, given=given)

    def person(
        self,
        person: str,
        *,
        name: str = "",
        function: str = "",
        organisation: str = "",
        district: str = "",
        on: date | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Add a person to the register."""
        shown = {"name": name, "function": function, "organisation": organisation, "district": district}
        return act.person(self._office, _call(how), person, **shown, on=on)

    def grant(
        self,
        role: str,
        person: str,
        where: str | None = None,
        *,
        start: date,
        until: date | None = None,
        district: str = "",
        **how: Unpack[How],
    ) -> Outcome:
        """Give a role, from `start` until before `until`."""
        return act.grant(self._office, _call(how), role, person, where, start=start, until=until, district=district)

    def mandate(
        self,
        person: str,
        *,
        start: date,
        until: date,
        role: str | None = None,
        assignment: str | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Let a deputy act on behalf of `by`."""
        return act.mandate(self._office, _call(how), person, role=role, assignment=assignment, start=start, until=until)

    def end(self, grant: int, *, on: date | None = None, **how: Unpack[How]) -> Outcome:
        """End a grant or a mandate: `on` is the first day on which it no longer holds."""
        return act.end(self._office, _call(how), grant, on=on)

    def correct(self, seq: int, *, on: date | None = None, annul: bool = False, **how: Unpack[How]) -> Outcome:
        """Supersede an entry by another day, or annul it; needs a reason."""
        return act.correct(self._office, _call(how), seq, on=on, annul=annul)

    def status(self, on: date | None = None) -> Board:
        return look.board(self._office, on)

    def show(self, assignment: str) -> CaseView:
        return look.show(self._office, assignment)

    def todo(self, person: str) -> Todo:
        return turns.todo(self._office, person)

    def why(self, assignment: str, step: str | None = None) -> Why:
        return turns.why(self._office, assignment, step)

    def history(self, assignment: str | None = None, *, refused: bool = False) -> History:
        return prove.history(self._office, assignment, refused=refused)

    def replay(self, assignment: str, *, on: date | None = None, known_at: datetime | None = None) -> Replayed:
        """How it stood on `on`, as known at `known_at` (an aware moment)."""
        known = None if known_at is None else instant(known_at)
        return trail.replay_case(self._office, assignment, on=on, known_at=known)

    def form(self, action: str, assignment: str | None = None, on: date | None = None) -> Form:
        """The facts that a step or an event asks, with what is known filled in."""
        return blank.form(self._office, action, assignment, on)

    def timeline(self, on: date | None = None) -> Timeline:
        """Every milestone on its due day, with its verdict on that day."""
        return ahead.timeline(self._office, on)

    def forecast(self, on: date | None = None, *, assume: Sequence[str] = ()) -> Forecast:
        """What is missed by that day if nothing more happens than the assumed steps, each `"A STEP DATE"`."""
        return foretelling.forecast(self._office, on, assume)

    def calendar(self, *, person: str | None = None, role: str | None = None, lang: Lang = "nl") -> bytes:
        """Milestones and meetings as an iCalendar file; only those of a person or a role, where one is named."""
        from vs_workflow.exports.calendar import as_icalendar

        return as_icalendar(keeping.agenda(self._office, person=person, role=role), lang)

    def verify(self, *, evidence: Evidence = NO_EVIDENCE, since: int = 1) -> Verified:
        """Recompute everything; `whole` says whether nothing was found, `level` how far the proof reaches.

        With `since` only what was decided from that number on is judged again, where a
        checkpoint held in `evidence` covers what is before.
        """
        return prove.verify(
            self._office,
            kept=lambda: self._database.findings(self._office.room.programme),
            facts=self._database.facts(),
            evidence=evidence,
            since=since,
        )

    def checkpoint(self) -> Sealed:
        """How long the journal is and the root over it: three lines, in `checkpoint.body`."""
        return seal.checkpoint(self._office)

    def seal(self, signer: Signer, folder: Checkpoints, memory: Memory) -> Sealed:
        """Sign that and keep it; raises Trouble where the journal does not extend what was signed before."""
        return seal.seal(self._office, signer, folder, memory)

    def check(self, on: date | None = None, *, dry_run: bool = False, key: str | None = None) -> Checked:
        """Raise the flags that are due, and record that the days before `on` (today) were looked at."""
        return watch.check(self._office, on, dry_run=dry_run, key=key)

    def coverage(self) -> Coverage:
        """How far the days are checked, and which were not."""
        return watch.coverage(self._office)

    def document(self, address: str) -> bytes:
        return look.document(self._office, address)

    def export(self, form: OneFile, assignment: str | None = None, *, roles_only: bool = False) -> bytes:
        """The journal in that form: jsonl, csv, xes or adl; with `roles_only` without persons."""
        from vs_workflow.desk import leave
        from vs_workflow.exports.forms import written
        from vs_workflow.exports.roles import BY_KEY, role_holders

        found = leave.leaving(self._office, assignment)
        return written(form, found, role_holders(found.book, found.names) if roles_only else BY_KEY)

    def bundle(self, assignment: str | None = None, *, register: bool = True, documents: bool = True) -> Bundle:
        """What a bundle holds; its `files()` are pairs of a name and bytes, to be put in a folder or an archive."""
        from vs_workflow.desk import leave
        from vs_workflow.exports.bundle import Bundle

        found = leave.leaving(self._office, assignment)
        return Bundle(found, leave.fetcher(self._office), register=register, documents=documents)

    def rebuild(self) -> None:
        """Throw the derived tables away and make them again from the journal."""
        self._database.rebuild(self._office.room.programme)

    def backup(self, path: str | os.PathLike[str]) -> Facts:
        """A verified copy of an SQLite database in a new file."""
        return self._database.backup(path)


def _given(facts: Mapping[str, str] | None, documents: Iterable[bytes]) -> Given:
    return Given(facts=tuple((facts or {}).items()), documents=tuple(Attachment(data=one) for one in documents))


def open_programme(
    where: str | os.PathLike[str], *, programme: str | None = None, now: datetime | None = None
) -> Programme:
    """The programme in the database at `where` (an SQLite file or a URL); raises StoreTrouble where there is none.

    `now` is an aware moment; it sets the clock of a rehearsal and is refused elsewhere.
    """
    import store

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
    its register. Raises BadRules where the rules are not sound.
    """
    import store

    moment = None if now is None else instant(now)
    with store.open(where, create=True) as database:
        return adopt.init(
            lambda key: office_of(database, key, now=moment, new=True), files, people, rehearsal=rehearsal
        )
