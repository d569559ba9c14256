"""The heart: one pure function says what the rules say to a request.

Accepted, with the draft of the entry to append and the proof in it; or refused, with every
reason, who could do it and what would mend it. The command line, the scheduler, the replay
and the reports all ask here; nothing else decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from vs_workflow.casebook import Casebook
from vs_workflow.decide.actions import decide_event, decide_step
from vs_workflow.decide.corrections import decide_correction
from vs_workflow.decide.destruction import decide_destruction
from vs_workflow.decide.grants import decide_end, decide_grant, decide_mandate
from vs_workflow.decide.keys import decide_key, decide_retirement
from vs_workflow.decide.migration import decide_migration
from vs_workflow.decide.register import decide_enrolment
from vs_workflow.decide.ruling import Accepted, Decision, Refused
from vs_workflow.journal.entry import Entry
from vs_workflow.replay.fold import OWN, concerns
from vs_workflow.request import (
    AddKey,
    Correct,
    Destroy,
    EndGrant,
    Enrol,
    GiveMandate,
    GiveRole,
    Migrate,
    RecordEvent,
    Request,
    RetireKey,
    TakeStep,
)
from vs_workflow.rules.rulebook import Rules

__all__ = ["Accepted", "Decision", "Past", "Refused", "decide"]


@dataclass(frozen=True, slots=True)
class Past:
    """What a correction or an end is judged against: the entries so far, read when needed, and the rules by hash.

    `about` gives the entries of one assignment and of the programme, for whoever finds them
    sooner than by reading all; it may give more of them than those.
    """

    entries: Callable[[], Iterable[Entry]]
    rules: Callable[[str], Rules]
    about: Callable[[str], Iterable[Entry]] | None = None

    def concerning(self, assignment: str | None) -> Iterable[Entry]:
        """The entries that this assignment's states and rights come from; for None, all."""
        if assignment is None:
            return self.entries()
        found = self.entries() if self.about is None else self.about(assignment)
        return (entry for entry in found if not {OWN, assignment}.isdisjoint(concerns(entry)))


def decide(request: Request, book: Casebook, rules: Rules, past: Past) -> Decision:
    """What the rules say. Pure: the same request, knowledge and rules give the same decision.

    `book` holds at least the assignment of a step or event, which are decided by nothing of
    another one; for whatever else is asked it must have them all. Marks may be missing that
    do not last (`rules.lasting`), but of what is to be corrected every mark must be there.
    """
    match request:
        case TakeStep():
            return decide_step(request, book, rules)
        case RecordEvent():
            return decide_event(request, book, rules)
        case GiveRole():
            return decide_grant(request, book, rules)
        case GiveMandate():
            return decide_mandate(request, book, rules)
        case EndGrant():
            return decide_end(request, book, rules, past.concerning, past.rules)
        case Correct():
            return decide_correction(request, book, rules, past.concerning, past.rules)
        case Enrol():
            return decide_enrolment(request, book, rules)
        case Migrate():
            return decide_migration(request, book, rules, past.rules)
        case Destroy():
            return decide_destruction(request, book, rules)
        case AddKey():
            return decide_key(request, book, rules)
        case RetireKey():
            return decide_retirement(request, book, rules)
    assert_never(request)
