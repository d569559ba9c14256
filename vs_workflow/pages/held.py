"""With whom it lay: per assignment each stretch of days, and per role and holder how many in all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vs_workflow.desk.held import Held, Holding, Part, Share, Sum
from vs_workflow.desk.views import Setting
from vs_workflow.pages.data import Data, roles_data
from vs_workflow.pages.phrases import begin
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import days, term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Held, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = begin(view.setting, width, lang)
    for number, holding in enumerate(view.assignments):
        setting = view.setting.of(holding.assignment)
        if number:
            paper.blank()
        about = f"{naming.number(holding.assignment, setting)} {naming.title(holding.assignment, setting, lang)}"
        between = f"{say_day(holding.start, lang)} - {say_day(holding.end, lang)}"
        paper.write((about, "bold"), f", {between}: {_counted(holding, lang)}", hang=2)
        for part in holding.parts:
            who = _people(part.people, setting, lang)
            role = f" ({naming.roles(part.roles, setting, lang)})" if part.roles else ""
            paper.write(f"{say_day(part.start, lang, short=True)}: {_counted(part, lang)}", indent=2, hang=2)
            acts = naming.either((naming.action(one, setting, lang) for one in part.acts), lang)
            waits = f"; {term('waited-for', lang)}: {acts}" if acts else ""
            paper.write(f"{who}{role}, {naming.state(part.state, setting, lang)}{waits}", indent=4, hang=2)
        paper.pairs(_in_all(holding, setting, lang), indent=2)
    if view.holidays_unnamed:
        years = naming.join((str(year) for year in view.holidays_unnamed), lang)
        paper.blank()
        paper.write((term("holidays-unnamed", lang).format(years), "dim"))
    return paper.finish(colour)


def as_data(view: Held, lang: Lang) -> Data:
    return {
        "schema": "vs.who-held-it/1",
        "on": view.setting.on.isoformat(),
        "holidays_unnamed": list(view.holidays_unnamed),
        "assignments": [
            {
                "assignment": one.assignment,
                "number": naming.number(one.assignment, view.setting),
                "from": one.start.isoformat(),
                "until": one.end.isoformat(),
                "days": one.days,
                "working_days": one.working_days,
                "parts": [_part_data(part) for part in one.parts],
                "sums": [
                    {**roles_data(sum.roles), "days": sum.days, "working_days": sum.working_days} for sum in one.sums
                ],
                "sums_by_people": [
                    {
                        **roles_data(share.roles),
                        "people": list(share.people),
                        "days": share.days,
                        "working_days": share.working_days,
                    }
                    for share in one.shares
                ],
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
        **roles_data(part.roles),
        "people": list(part.people),
        "days": part.days,
        "working_days": part.working_days,
    }


def _counted(one: Holding | Part | Sum | Share, lang: Lang) -> str:
    return f"{days(one.days, lang)} ({_working(one.working_days, lang)})"


def _working(number: int, lang: Lang) -> str:
    return f"{number} {term('working-day' if number == 1 else 'working-days', lang)}"


def _in_all(holding: Holding, setting: Setting, lang: Lang) -> Iterator[tuple[str, str]]:
    """Per role the days in all, where it came back to one; below it per holder, where one was not the only one."""
    for one in holding.sums if len(holding.sums) < len(holding.parts) else ():
        yield _roles(one.roles, setting, lang), _counted(one, lang)
        shares = [share for share in holding.shares if share.roles == one.roles]
        for share in shares if len(shares) > 1 else ():
            yield f"  {_people(share.people, setting, lang)}", _counted(share, lang)


def _people(people: tuple[str, ...], setting: Setting, lang: Lang) -> str:
    return naming.people(people, setting, lang) or term("nobody", lang)


def _roles(roles: tuple[str, ...], setting: Setting, lang: Lang) -> str:
    return naming.roles(roles, setting, lang) if roles else term("nobody", lang)
