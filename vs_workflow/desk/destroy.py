"""Destroy: the content of a whole assignment that has ended, lawfully, with its leaves and every proof kept.

The use-case says what there is to destroy; whether that may be is decided where all is, and the
store takes the texts away in the transaction that records it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import date

from vs_workflow.audit.gauge import Gauge
from vs_workflow.decide import Refused
from vs_workflow.decide.destruction import decide_destruction
from vs_workflow.desk.asking import Asking
from vs_workflow.desk.naming import clean
from vs_workflow.desk.office import Attachment, Call, Office
from vs_workflow.desk.submitting import submit
from vs_workflow.desk.told import entry_of
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.remains import left_of
from vs_workflow.reasons import Plain
from vs_workflow.request import Destroy, Extent, Request


def destroy(
    office: Office,
    call: Call,
    assignment: str,
    *,
    ground: str = "",
    declaration: Attachment | None = None,
    on: date | None = None,
) -> Outcome:
    """Destroy the content of every entry of this assignment: on a ground, with the declaration that was signed."""
    declared = () if declaration is None else (declaration,)

    def ask(asking: Asking) -> Request:
        key = asking.about(assignment)
        book = asking.reading.book
        request = Destroy(
            **asking.who(None, on), assignment=key, ground=clean(ground, "ground"),
            extent=Extent(state=book.cases[key].state), documents=asking.addresses(declared),
        )  # fmt: skip
        # To measure the whole journal takes a while, and every other writer waits for it.
        refused = isinstance(decide_destruction(request, book, asking.rules), Refused)
        return request if refused else replace(request, extent=_extent(asking, key))

    said: list[Plain] = ["destroy", assignment, ground, None if on is None else on.isoformat()]
    outcome = submit(office, call, said, ask, declared)
    if not (outcome.dry_run and outcome.accepted):
        return outcome
    with office.room.reading() as work:
        return replace(outcome, goes=tuple(work.journal.freed(outcome.entry)))


def _extent(asking: Asking, assignment: str) -> Extent:
    entries = [entry_of(line) for line in asking.work.journal.lines(assignment=assignment)]
    gauge = Gauge()
    gauge.measure(asking.work.journal.lines())
    return Extent(
        state=asking.reading.book.cases[assignment].state,
        entries=tuple(entry.seq for entry in entries),
        root=b64encode(gauge.root).decode(),
        remains=tuple(left_of(entries)),
    )
