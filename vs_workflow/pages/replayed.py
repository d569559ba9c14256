"""How an assignment came to where it is, step by step, each with its authority proof recomputed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vs_workflow.desk.proofs import Replayed, ReplayedStep
from vs_workflow.desk.views import Setting
from vs_workflow.pages.data import Data, finding_data, reasons_data
from vs_workflow.pages.happened import by_whom
from vs_workflow.pages.paper import Ink, Paper
from vs_workflow.pages.phrases import begin
from vs_workflow.words import naming, say
from vs_workflow.words.dates import say_day, say_moment
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Replayed, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    about = f"{naming.number(view.assignment, setting)} {naming.title(view.assignment, setting, lang)}"
    paper.write((about, "bold"))
    known = say_moment(view.known_at, setting.rules.programme.zone, lang)
    seen = f"{term('day-looked-at', lang)} {say_day(setting.on, lang)}, {term('known-at', lang)} {known}"
    paper.write(f"{term('replay-of', lang)}: {seen}", hang=2)
    if not view.steps:
        paper.write(term("no-steps", lang), indent=2)
    for step in view.steps:
        _step(step, setting, paper, lang)
    paper.blank()
    state = naming.state(view.state, setting, lang)
    paper.write(f"{term('state', lang)}: ", (state, "cyan"), f", {term('since', lang)} {say_day(view.since, lang)}")
    return paper.finish(colour)


def as_data(view: Replayed, lang: Lang) -> Data:
    return {
        "schema": "vs.replay/1",
        "assignment": view.assignment,
        "on": view.setting.on.isoformat(),
        "known_at": view.known_at,
        "state": view.state,
        "since": view.since.isoformat(),
        "steps": [_step_data(step, view, lang) for step in view.steps],
    }


def _step_data(step: ReplayedStep, view: Replayed, lang: Lang) -> Data:
    mark = step.mark
    about = {"assignment": view.assignment, "step": mark.what}
    return {
        "seq": mark.seq,
        "step": mark.what,
        "from": mark.source,
        "to": mark.to,
        "on": mark.on.isoformat(),
        "first_on": mark.first_on.isoformat(),
        "at": mark.recorded_at,
        "actor": mark.actor,
        "behalf_of": mark.behalf_of,
        "typed_by": mark.typed_by,
        "proof": {"grant": step.grant, "role": step.role, "guards": dict(step.guards)},
        "sound": step.sound,
        "reasons": reasons_data(step.reasons, view.setting, lang, about),
        "notes": [finding_data(note, lang, view.setting) for note in step.notes],
    }


def _step(step: ReplayedStep, setting: Setting, paper: Paper, lang: Lang) -> None:
    mark = step.mark
    paper.blank()
    paper.write(
        f"{term('nr', lang)} {mark.seq}  {say_day(mark.on, lang)}  ",
        (f"{mark.what}: {naming.state(mark.to or '', setting, lang)}", "bold"),
        hang=4,
    )
    if mark.fixed_by is not None:
        was = f"{term('was', lang)} {say_day(mark.first_on, lang)}"
        paper.write(f"{was}; {term('corrected-by', lang)} {mark.fixed_by}", indent=4, hang=2)
    paper.write(by_whom(replace(mark, role=step.role, grant=step.grant), setting, lang), indent=4, hang=2)
    if step.guards:
        paper.write(f"{term('guards', lang)}: ", *_guards(step, lang), indent=4, hang=2)
    sound: Ink = (term("sound", lang), "green") if step.sound else (term("not-sound", lang), "bold red")
    paper.write(f"{term('proof', lang)}: ", sound, indent=4, hang=2)
    for reason in step.reasons:
        message, _ = say.reason(reason, setting, lang, {"assignment": mark.assignment, "step": mark.what})
        paper.write("- ", message, indent=4, hang=2)
    for note in step.notes:
        paper.write(f"{term('warning', lang)}: ", say.finding(note, lang, setting), indent=4, hang=2)


def _guards(step: ReplayedStep, lang: Lang) -> list[Ink]:
    found: list[Ink] = []
    for number, (name, holds) in enumerate(sorted(step.guards.items())):
        word = term("guard-holds" if holds else "guard-fails", lang)
        found.extend([f"{', ' if number else ''}{name} ", (word, "green" if holds else "bold red")])
    return found
