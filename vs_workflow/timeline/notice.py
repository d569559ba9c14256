"""A notice: what one person is to be told, because of one entry. Its id follows from that entry, one-way.

The same id comes out whoever derives it and however often, so that it can serve as the key
by which nobody is told twice; the salt of the entry keeps it from being guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Facts

ID_DIGITS = 32


class NoticeKind(StrEnum):
    REMINDER = "reminder"
    MISSED = "missed"
    CAUGHT_UP = "caught-up"
    RETRACTED = "retracted"
    ESCALATION = "escalation"
    YOUR_TURN = "your-turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one person: about which milestone ("" for a turn) of which assignment (None for the programme's).

    `seq` numbers the entry that it follows from and `at` is when it came to be known; `on` is
    the day that it is about. `rules` is the hash of the rules that name things. `takes_back`
    is the id of the notice that a retraction takes back.
    """

    id: str
    kind: NoticeKind
    assignment: str | None
    milestone: str
    person: str
    seq: int
    on: date
    at: Instant
    rules: str
    due: date | None
    facts: Facts
    takes_back: str = ""


def notice_id(programme: str, salt: str, kind: NoticeKind, milestone: str, assignment: str | None, person: str) -> str:
    """The id of the notice to this person that follows from the entry with this salt."""
    said = "\0".join(("vs.notice/1", programme, salt, kind.value, milestone, assignment or "", person))
    return hashlib.sha256(said.encode()).hexdigest()[:ID_DIGITS]


def message_id(notices: Sequence[Notice]) -> str:
    """The id of a message that tells these: that of the notice, or of several one that the same ones always give."""
    if len(notices) == 1:
        return notices[0].id
    said = "\0".join(("vs.message/1", *sorted(notice.id for notice in notices)))
    return hashlib.sha256(said.encode()).hexdigest()[:ID_DIGITS]
