"""What a person may do now, and what stands between an assignment and its next states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.views import Setting, Todo, TodoLine, Turn, Why, WhyLine
from vs_workflow.pages.commands import to_advance, to_form
from vs_workflow.pages.data import Data, reasons_data, roles_data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import a_day, begin, tell_reasons
from vs_workflow.reasons import Facts
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def todo_as_text(view: Todo, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    name = naming.person(view.person, setting, lang)
    if not view.lines:
        paper.write(term("todo-none", lang).format(name))
        return paper.finish(colour)
    paper.write((term("todo-of", lang).format(name), "bold"), f" - {say_day(setting.on, lang)}")
    for line in view.lines:
        _todo_line(line, view.person, setting.of(line.assignment), paper, lang)
    return paper.finish(colour)


def todo_as_data(view: Todo, lang: Lang) -> Data:
    return {
        "schema": "vs.todo/1",
        "person": view.person,
        "on": view.setting.on.isoformat(),
        "steps": [
            {
                "assignment": line.assignment,
                "step": line.step,
                "role": line.role,
                "grant": line.grant,
                "behalf_of": line.behalf_of,
                "ready": line.ready,
                "missing": reasons_data(
                    line.missing, view.setting.of(line.assignment), lang, _about(line.assignment, line.step)
                ),
            }
            for line in view.lines
        ],
    }


def why_as_text(view: Why, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    number = naming.number(view.assignment, setting)
    paper.write((f"{number} {naming.title(view.assignment, setting, lang)}", "bold"))
    state = naming.state(view.state, setting, lang)
    paper.write((state, "cyan"), f" {term('since', lang)} {a_day(view.since, setting, lang)}", indent=2)
    if not view.lines:
        paper.write(term("why-nothing", lang), indent=2)
    for line in view.lines:
        _why_line(line, view, paper, lang)
    return paper.finish(colour)


def why_as_data(view: Why, lang: Lang) -> Data:
    return {
        "schema": "vs.why/1",
        "assignment": view.assignment,
        "state": view.state,
        "since": view.since.isoformat(),
        "steps": [
            {
                "step": line.step,
                "to": line.target,
                **roles_data(line.roles),
                "people": list(line.people),
                "reasons": reasons_data(line.reasons, view.setting, lang, _about(view.assignment, line.step)),
            }
            for line in view.lines
        ],
    }


def _todo_line(line: TodoLine, person: str, setting: Setting, paper: Paper, lang: Lang) -> None:
    number = naming.number(line.assignment, setting)
    title = naming.title(line.assignment, setting, lang)
    paper.blank()
    ready = (term("ready", lang), "green") if line.ready else (term("not-ready", lang), "yellow")
    paper.write((f"{number} {title}", "bold"), f" - {naming.action(line.step, setting, lang)}: ", ready, hang=2)
    held = naming.role(line.role, setting, lang)
    numbered = term("mandate-no" if line.behalf_of else "grant", lang)
    said = f"{held} ({numbered} {line.grant})"
    if line.behalf_of:
        said = f"{term('mandate-of', lang)} {naming.person(line.behalf_of, setting, lang)}, {said}"
    paper.write(said, indent=2, hang=2)
    tell_reasons(line.missing, setting, _about(line.assignment, line.step), paper, lang)
    turn = Turn(step=line.step, roles=(line.role,), people=(person,))
    command = to_advance(line.assignment, turn, setting, lang)
    if line.behalf_of:
        command = f"{command} --behalf-of {line.behalf_of}"
    paper.write((command, "cyan"), indent=2, hang=2)


def _why_line(line: WhyLine, view: Why, paper: Paper, lang: Lang) -> None:
    setting = view.setting
    paper.blank()
    target = naming.state(line.target, setting, lang)
    step = setting.rules.lifecycle.step(line.step)
    back = f" ({term('back', lang)})" if step is not None and step.back else ""
    paper.write((line.step, "bold"), f": {naming.action(line.step, setting, lang)} - {target}{back}", hang=2)
    who = naming.people(line.people, setting, lang) if line.people else term("nobody", lang)
    paper.write(f"{term('who-may', lang)}: {who} ({naming.roles(line.roles, setting, lang)})", indent=2, hang=2)
    if not line.reasons:
        paper.write((term("nothing-missing", lang), "green"), indent=2)
    tell_reasons(line.reasons, setting, _about(view.assignment, line.step), paper, lang)
    if step is not None and view.state in step.sources:
        if step.facts:
            paper.write((to_form(view.assignment, line.step, setting), "cyan"), indent=2, hang=2)
        turn = Turn(step=line.step, roles=line.roles, people=line.people)
        paper.write((to_advance(view.assignment, turn, setting, lang), "cyan"), indent=2, hang=2)


def _about(assignment: str, step: str) -> Facts:
    return {"assignment": assignment, "step": step}
