"""The signs of the verdicts: one character each, so that what a colour says can be read without it.

Where the signs that draw well cannot be written, plain ones take their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vs_workflow.timeline.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Signs:
    """One character per verdict, for the day a late one came, for the track behind and ahead, and for today."""

    verdicts: Mapping[Verdict, str]
    came: str
    behind: str
    ahead: str
    lateness: str
    today: str

    def written_in(self, encoding: str) -> bool:
        """Whether every sign can be written in that encoding."""
        every = "".join((*self.verdicts.values(), self.came, self.behind, self.ahead, self.lateness, self.today))
        try:
            every.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True


def _each(signs: str) -> Mapping[Verdict, str]:
    """A sign for each verdict of which there is one; a milestone without a date has none."""
    order = (
        Verdict.MET,
        Verdict.LATE,
        Verdict.MISSED,
        Verdict.DUE_SOON,
        Verdict.OPEN,
        Verdict.UPCOMING,
        Verdict.LAPSED,
    )
    return dict(zip(order, signs, strict=True))


DRAWN = Signs(_each("●◐✗◆◇○⊘"), came="▶", behind="─", ahead="·", lateness="╌", today="┃")
PLAIN = Signs(_each("*<X!ou/"), came=">", behind="-", ahead=".", lateness="=", today="|")


def signs_for(encoding: str | None) -> Signs:
    """The signs that can be written in that encoding."""
    return DRAWN if DRAWN.written_in(encoding or "utf-8") else PLAIN
