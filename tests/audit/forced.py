"""What somebody writes by force, and that it is found where it stands, by the check that is for it."""

from __future__ import annotations

from tests.audit.forging import forced, found
from tests.desk.world import World
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Entry

KEY = "veiligheidsstrategie-oost-nederland"
EDE = ("Ede", "gelderland-midden")


def dry(outcome: Outcome, *, refused: bool = True) -> Entry:
    """What would be written, as an acceptance."""
    assert outcome.dry_run
    assert outcome.accepted is not refused
    return forced(outcome)


def last(entries: list[Entry]) -> int:
    return entries[-1].seq


def unlawful(world: World, forged: World, seq: int, check: str, rule: str = "lawful.not-allowed") -> None:
    """The forgery is found at that entry by that check; the original has nothing."""
    assert forged.verify().level == "linked"
    findings = found(forged)
    assert (seq, check, rule) in findings, findings
    assert world.verify().whole
