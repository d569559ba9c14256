"""Act: steps, events, people, roles and corrections, and the move to other rules. A refusal is a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict, Unpack

from vs_workflow.desk import act
from vs_workflow.desk import destroy as destroying
from vs_workflow.desk import migrate as moving
from vs_workflow.desk.office import Attachment, Call, Given
from vs_workflow.desk.views import Migrated, Outcome
from vs_workflow.face.opened import Opened
from vs_workflow.rules.rulebook import RuleFiles


class Said(TypedDict, total=False):
    """What every call that writes may carry: who types, why, an idempotency key, or only to try."""

    typed_by: str | None
    reason: str
    key: str | None
    dry_run: bool


class How(Said):
    """And who acts."""

    by: str


def _call(how: How) -> Call:
    return _asked(how["by"], how)


def _asked(actor: str | None, said: Said) -> Call:
    return Call(
        actor=actor,
        typed_by=said.get("typed_by"),
        reason=said.get("reason", ""),
        key=said.get("key"),
        dry_run=said.get("dry_run", False),
    )


class Acting(Opened):
    """What people do. Each answers with an Outcome, which says whether it was accepted or every reason why not."""

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

    def destroy(
        self,
        assignment: str,
        *,
        ground: str,
        declaration: bytes | None = None,
        on: date | None = None,
        **how: Unpack[How],
    ) -> Outcome:
        """Destroy what an assignment that has ended held, on that ground; the declaration is kept as a document."""
        declared = None if declaration is None else Attachment(data=declaration)
        return destroying.destroy(self._office, _call(how), assignment, ground=ground, declaration=declared, on=on)

    def migrate(
        self,
        files: RuleFiles,
        people: tuple[str, bytes],
        *assignments: str,
        by: str | None = None,
        on: date | None = None,
        **said: Unpack[Said],
    ) -> Migrated:
        """Move the programme and these running assignments (none named: all of them) to the rules in these files.

        `by` is left out only where nobody holds the role that may. Raises BadRules where the
        rules are not sound, BadFile where they are another programme's.
        """
        return moving.migrate(self._office, _asked(by, said), files, people, assignments, on=on)


def _given(facts: Mapping[str, str] | None, documents: Iterable[bytes]) -> Given:
    return Given(facts=tuple((facts or {}).items()), documents=tuple(Attachment(data=one) for one in documents))
