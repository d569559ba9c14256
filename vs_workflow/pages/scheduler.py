"""How the daily check is doing: when it ran, when it is next, which days nobody looked at, and who rings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from vs_workflow.desk.service import Service
from vs_workflow.journal.entry import Instant
from vs_workflow.pages.data import Data, day
from vs_workflow.pages.paper import Ink
from vs_workflow.pages.phrases import begin
from vs_workflow.words import naming
from vs_workflow.words.dates import local, say_day, say_moment
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import days, term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Service, lang: Lang, width: int, colour: bool) -> str | Text:
    covered = view.coverage
    setting = covered.setting
    zone = covered.zone
    paper = begin(setting, width, lang)
    paper.write((naming.label(setting.rules.programme.title, lang), "bold"))
    if view.silent:
        paper.write((term("check-silent", lang), "bold red"))
    paper.pairs(
        [
            (term("last-check", lang), _at(covered.last, zone, lang) if covered.last else term("never", lang)),
            (term("next-check", lang), _at(view.next, zone, lang)),
            (term("covered-until", lang), say_day(covered.until, lang) if covered.until else term("nothing-yet", lang)),
            (term("uncovered", lang), _uncovered(covered.uncovered, lang)),
            (term("scheduler", lang), _who(view, lang)),
        ],
        indent=2,
    )
    if view.seen is not None:
        seen = view.seen
        paper.pairs(
            [
                (term("ran-since" if view.gone else "runs-since", lang), _at(seen.since, zone, lang)),
                (term("seen-at", lang), _at(seen.seen_at, zone, lang)),
            ],
            indent=4,
        )
    if not setting.rehearsal:
        paper.write((term("scheduler-leads" if view.one_leads else "scheduler-excludes", lang), "dim"), indent=2)
    return paper.finish(colour)


def as_data(view: Service, lang: Lang) -> Data:
    seen: Data | None = None
    if view.seen is not None:
        seen = {
            "host": view.seen.host,
            "pid": view.seen.pid,
            "since": view.seen.since,
            "seen_at": view.seen.seen_at,
            "gone": view.gone,
        }
    covered = view.coverage
    return {
        "schema": "vs.scheduler/1",
        "programme": covered.setting.rules.programme.key,
        "last": covered.last,
        "next": view.next,
        "until": day(covered.until),
        "uncovered": [one.isoformat() for one in covered.uncovered],
        "leader": seen if view.one_leads and not view.gone else None,
        "seen": seen,
        "silent": view.silent,
        "hour": covered.hour,
        "zone": covered.zone,
    }


def _at(at: Instant, zone: str, lang: Lang) -> str:
    """The moment with the name of its zone, which may not be that of whoever reads."""
    said = say_moment(at, zone, lang)
    return said if said.endswith("UTC") else f"{said} {local(at, zone):%Z}"


def _uncovered(uncovered: tuple[date, ...], lang: Lang) -> list[Ink]:
    """How many days, and which, those that follow each other as one stretch."""
    if not uncovered:
        return [term("none", lang)]
    stretches: list[tuple[date, date]] = []
    for one in uncovered:
        if stretches and one - stretches[-1][1] == timedelta(days=1):
            stretches[-1] = (stretches[-1][0], one)
        else:
            stretches.append((one, one))
    said = ", ".join(_stretch(first, last, lang) for first, last in stretches)
    return [(days(len(uncovered), lang), "bold yellow"), f": {said}"]


def _stretch(first: date, last: date, lang: Lang) -> str:
    if first == last:
        return say_day(first, lang)
    return f"{say_day(first, lang, short=first.year == last.year)} - {say_day(last, lang)}"


def _who(view: Service, lang: Lang) -> Ink:
    if view.coverage.setting.rehearsal:
        return term("rings-in-earnest", lang)
    if view.seen is None:
        return (term("nobody-rings", lang), "yellow")
    where = f"{view.seen.host} (pid {view.seen.pid})"
    if view.gone:
        return (f"{where}: {term('gone', lang)}", "yellow")
    return where
