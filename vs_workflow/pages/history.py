"""What was recorded, entry by entry; a refusal with its reasons under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.proofs import History, HistoryLine
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Entry
from vs_workflow.pages.act import what_about
from vs_workflow.pages.data import Data, reasons_data
from vs_workflow.pages.happened import by_whom, happening
from vs_workflow.pages.paper import Ink, Paper
from vs_workflow.pages.phrases import begin
from vs_workflow.words import naming, say
from vs_workflow.words.dates import local, say_day, say_moment
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text

_DAY = 11  # a short day with its year


def as_text(view: History, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    if view.assignment is None:
        about = naming.label(setting.rules.programme.title, lang)
    else:
        about = f"{naming.number(view.assignment, setting)} {naming.title(view.assignment, setting, lang)}"
    paper.write((f"{term('history-of', lang)}: {about}", "bold"))
    if not view.lines:
        paper.write(term("history-none", lang), indent=2)
    number = max((len(str(line.entry.seq)) for line in view.lines), default=1)
    for line in view.lines:
        _line(line, view.setting_of(line.entry), paper, lang, number)
    return paper.finish(colour)


def as_data(view: History, lang: Lang) -> Data:
    return {
        "schema": "vs.history/1",
        "programme": view.setting.rules.programme.key,
        "assignment": view.assignment,
        "entries": [_line_data(line, view.setting_of(line.entry), lang) for line in view.lines],
    }


def _line_data(line: HistoryLine, setting: Setting, lang: Lang) -> Data:
    entry = line.entry
    return {
        "seq": entry.seq,
        "hash": line.hash,
        "prev": entry.prev,
        "kind": entry.kind.value,
        "what": entry.what,
        "asked": None if entry.asked is None else entry.asked.value,
        "assignment": entry.assignment,
        "step": entry.step,
        "from": entry.source,
        "to": entry.target,
        "on": entry.on.isoformat(),
        "at": entry.at,
        "actor": entry.actor,
        "role": entry.role,
        "grant": entry.grant,
        "behalf_of": entry.behalf_of,
        "typed_by": entry.typed_by,
        "accepted": entry.accepted,
        "guards": dict(entry.guards),
        "facts": dict(entry.facts),
        "documents": list(entry.documents),
        "reason": entry.reason,
        "reasons": reasons_data(entry.reasons, setting, lang, what_about(entry)),
        "corrects": entry.corrects,
        "corrected_by": line.corrected_by,
        "rules": entry.rules,
        "app": entry.app,
    }


def _line(line: HistoryLine, setting: Setting, paper: Paper, lang: Lang, wide: int) -> None:
    entry = line.entry
    happened: list[Ink] = [happening(entry, setting, lang)]
    if not entry.accepted:
        happened = [(term("refused", lang), "red"), f" {happened[0]}"]
    day = f"{say_day(entry.on, lang, short=True)} {entry.on.year}"
    hang = wide + 2
    paper.write(f"{str(entry.seq).rjust(wide)}  {day.rjust(_DAY)}  ", *happened, hang=hang)
    said = by_whom(entry, setting, lang)
    if (late := _recorded_later(entry, setting, lang)) is not None:
        said = f"{said}; {late}"
    paper.write((said, "dim"), indent=hang, hang=2)
    if entry.reason:
        paper.write(f"{term('reason', lang)}: {entry.reason}", indent=hang, hang=2)
    if line.corrected_by is not None:
        paper.write(f"{term('corrected-by', lang)} {line.corrected_by}", indent=hang, hang=2)
    said_of = (say.reason(reason, setting, lang, what_about(entry))[0] for reason in entry.reasons)
    for message in dict.fromkeys(said_of):
        paper.write("- ", message, indent=hang, hang=2)


def _recorded_later(entry: Entry, setting: Setting, lang: Lang) -> str | None:
    """When it was recorded, where that was on another day than it happened."""
    zone = setting.rules.programme.zone
    if local(entry.at, zone).date() == entry.on:
        return None
    return f"{term('recorded', lang)} {say_moment(entry.at, zone, lang)}"
