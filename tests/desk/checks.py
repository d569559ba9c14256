"""Checks of the timeline as a test speaks of them: one call, and what it said in a line each."""

from __future__ import annotations

from datetime import date

from tests.audit.forging import entries_of
from tests.desk.world import World
from vs_workflow.desk import watch
from vs_workflow.desk.views import Checked
from vs_workflow.timeline.flags import standings

ONE, TWO = "woninginbraken", "overlast"
ALL = {"woninginbraken", "overlast", "hennep", "informatievoorziening", "risico-omg", "shortlist-jeugd"}
WORKING = ("missed", "working-meeting", None)
Said = tuple[str, str, str | None]


def check(world: World, when: str | None = None, *, on: str | None = None) -> Checked:
    if when is not None:
        world.at(when)
    return watch.check(world.office, None if on is None else date.fromisoformat(on))


def said(checked: Checked, about: str | None = "*") -> list[Said]:
    """Flag, milestone and assignment; only of that assignment, or of the programme (None), where it is named."""
    return [
        (one.flag.value, one.milestone, one.assignment)
        for one in checked.flags
        if about == "*" or one.assignment == about
    ]


def standing(world: World, assignment: str | None, milestone: str) -> str:
    found = standings(entries_of(world)).get((assignment or "", milestone))
    return "" if found is None else found.flag.value
