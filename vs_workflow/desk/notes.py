"""What is shown with an event and refuses nothing: gaps in the team, a document other than the one presented."""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.casebook import Case
from vs_workflow.desk.reading import Reading
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.guards import composition_gaps


def shown_with(entry: Entry, case: Case, reading: Reading) -> Iterator[Finding]:
    """What the lifecycle wants shown with this entry."""
    event = reading.rules.lifecycle.event(entry.what) if entry.kind is Kind.EVENT else None
    if event is None:
        return
    if "gaps" in event.shows:
        gaps = team_gaps(case, reading)
        if gaps:
            yield Finding("gaps", "note.gaps", {"gaps": [*gaps]}, seq=entry.seq, warning=True)
    if "other-document" in event.shows:
        yield from _other_document(entry, case, reading)


def team_gaps(case: Case, reading: Reading) -> tuple[str, ...]:
    """What the team lacks on the day looked at, by the first composition that a step asks."""
    for step in reading.rules.lifecycle.steps:
        for guard in step.guards:
            if guard.kind == "composition":
                return composition_gaps(guard, case, reading.rules, reading.on)
    return ()


def _other_document(entry: Entry, case: Case, reading: Reading) -> Iterator[Finding]:
    for mark in reversed(case.steps):
        step = reading.rules.lifecycle.step(mark.what, mark.source)
        if step is not None and any(guard.kind == "document" for guard in step.guards):
            if not set(entry.documents) <= set(mark.documents):
                facts: dict[str, Plain] = {"step": mark.what, "seq": mark.seq, "on": mark.on.isoformat()}
                yield Finding("document", "note.other-document", facts, seq=entry.seq, warning=True)
            return
