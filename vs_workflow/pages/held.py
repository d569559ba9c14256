"""With whom it lay: per assignment each stretch of days, and per role how many in all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.held import Held, Holding, Part
from vs_workflow.desk.views import Setting
from vs_workflow.pages.data import Data
from vs_workflow.pages.phrases import begin
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import days, term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Held, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = begin(view.setting, width, lang)
    for holding in view.assignments:
        setting = view.setting.of(holding.assignment)
        paper.blank()
        about = f"{naming.number(holding.assignment, setting)} {naming.title(holding.assignment, setting, lang)}"
        between = f"{say_day(holding.start, lang)} - {say_day(holding.end, lang)}"
        paper.write((about, "bold"), f", {between}: {_counted(holding, lang)}", hang=2)
        for part in holding.parts:
            who = naming.people(part.people, setting, lang) or term("nobody", lang)
            role = f" ({naming.role(part.role, setting, lang)})" if part.role else ""
            paper.write(f"{say_day(part.start, lang, short=True)}: {_counted(part, lang)}", indent=2, hang=2)
            acts = naming.either((naming.action(one, setting, lang) for one in part.acts), lang)
            waits = f"; {term('waited-for', lang)}: {acts}" if acts else ""
            paper.write(f"{who}{role}, {naming.state(part.state, setting, lang)}{waits}", indent=4, hang=2)
        paper.pairs([(_role(role, setting, lang), number) for role, number in _in_all(holding, lang).items()], indent=2)
    return paper.finish(colour)


def as_data(view: Held, lang: Lang) -> Data:
    return {
        "schema": "vs.who-held-it/1",
        "on": view.setting.on.isoformat(),
        "assignments": [
            {
                "assignment": one.assignment,
                "number": naming.number(one.assignment, view.setting),
                "from": one.start.isoformat(),
                "until": one.end.isoformat(),
                "days": one.days,
                "working_days": one.working_days,
                "parts": [_part_data(part) for part in one.parts],
            }
            for one in view.assignments
        ],
    }


def _part_data(part: Part) -> Data:
    return {
        "from": part.start.isoformat(),
        "until": part.end.isoformat(),
        "state": part.state,
        "waited_for": part.acts[0] if part.acts else "",
        "waited_for_any": list(part.acts),
        "role": part.role,
        "people": list(part.people),
        "days": part.days,
        "working_days": part.working_days,
    }


def _counted(one: Holding | Part, lang: Lang) -> str:
    return f"{days(one.days, lang)} ({_working(one.working_days, lang)})"


def _working(number: int, lang: Lang) -> str:
    return f"{number} {term('working-day' if number == 1 else 'working-days', lang)}"


def _in_all(holding: Holding, lang: Lang) -> dict[str, str]:
    """Per role the days in all, where it came back to one."""
    found: dict[str, list[Part]] = {}
    for part in holding.parts:
        found.setdefault(part.role, []).append(part)
    if len(found) == len(holding.parts):
        return {}
    return {
        role: f"{days(sum(part.days for part in parts), lang)}"
        f" ({_working(sum(part.working_days for part in parts), lang)})"
        for role, parts in found.items()
    }


def _role(role: str, setting: Setting, lang: Lang) -> str:
    return naming.role(role, setting, lang) if role else term("nobody", lang)
