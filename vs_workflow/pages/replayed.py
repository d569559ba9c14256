"""How an assignment came to where it is, step by step, each with its authority proof recomputed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vs_workflow.desk.proofs import Change, Compared, Replayed, ReplayedStep
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
    if view.rules is not None:
        paper.write((f"{term('judged-by', lang)} {view.rules[:16]}", "magenta"), indent=2)
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
        "rules": view.rules,
        "state": view.state,
        "since": view.since.isoformat(),
        "steps": [_step_data(step, view, lang) for step in view.steps],
    }


def compared_as_text(view: Compared, lang: Lang, width: int, colour: bool) -> str | Text:
    """What the second of two answers says otherwise."""
    one, two = view.before, view.after
    setting = two.setting
    paper = begin(setting, width, lang)
    about = f"{naming.number(two.assignment, setting)} {naming.title(two.assignment, setting, lang)}"
    paper.write((about, "bold"))
    for word, seen in (("compared-first", one), ("compared-second", two)):
        paper.write(f"{term(word, lang)}: {_seen(seen, lang)}", indent=2, hang=2)
    states = [naming.state(seen.state, seen.setting, lang) for seen in (one, two)]
    if one.state != two.state:
        paper.write(f"{term('state', lang)}: {states[0]} -> ", (states[1], "cyan"), indent=2, hang=2)
    for change in view.changes:
        paper.blank()
        _change(change, view, paper, lang)
    if not view.changes:
        paper.write(term("compared-same", lang), indent=2)
    return paper.finish(colour)


def compared_as_data(view: Compared, lang: Lang) -> Data:
    return {
        "schema": "vs.diff/1",
        "assignment": view.after.assignment,
        "before": as_data(view.before, lang),
        "after": as_data(view.after, lang),
        "changes": [
            {
                "what": change.what,
                "seq": change.seq,
                "step": change.step,
                "before": None if change.before is None else _step_data(change.before, view.before, lang),
                "after": None if change.after is None else _step_data(change.after, view.after, lang),
            }
            for change in view.changes
        ],
    }


def _seen(view: Replayed, lang: Lang) -> str:
    known = say_moment(view.known_at, view.setting.rules.programme.zone, lang)
    seen = f"{term('day-looked-at', lang)} {say_day(view.setting.on, lang)}, {term('known-at', lang)} {known}"
    return seen if view.rules is None else f"{seen}, {term('judged-by', lang)} {view.rules[:16]}"


def _kind(change: Change, view: Compared) -> str:
    """The word for a change; between two days as known at one moment, a step was not learned of but taken."""
    one, two = view.before, view.after
    if one.known_at == two.known_at and one.setting.on != two.setting.on:
        return {"learned": "happened", "gone": "not-yet"}.get(change.what, change.what)
    return change.what


def _change(change: Change, view: Compared, paper: Paper, lang: Lang) -> None:
    step, setting = change.after or change.before, view.after.setting
    assert step is not None
    kind = term(f"change.{_kind(change, view)}", lang)
    paper.write((kind, "bold"), f": {naming.action(change.step, setting, lang)} ({term('nr', lang)} {change.seq})")
    if change.what == "moved" and change.before is not None and change.after is not None:
        days = (say_day(one.mark.on, lang) for one in (change.before, change.after))
        paper.write(" -> ".join(days), indent=4)
    elif change.what == "judged" and change.before is not None and change.after is not None:
        for word, one in (("compared-first", change.before), ("compared-second", change.after)):
            sound = term("sound" if one.sound else "not-sound", lang)
            paper.write(f"{term(word, lang)}: {term('proof', lang)}: {sound}", indent=4)
            for reason in one.reasons:
                about = {"assignment": one.mark.assignment, "step": one.mark.what}
                paper.write("- ", say.reason(reason, setting, lang, about)[0], indent=6, hang=2)
    else:
        paper.write(say_day(step.mark.on, lang), ", ", by_whom(step.mark, setting, lang), indent=4, hang=2)


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
        (f"{naming.action(mark.what, setting, lang)}: {naming.state(mark.to or '', setting, lang)}", "bold"),
        hang=4,
    )
    if mark.fixed_by is not None:
        was = f"{term('was', lang)} {say_day(mark.first_on, lang)}"
        paper.write(f"{was}; {term('corrected-by', lang)} {mark.fixed_by}", indent=4, hang=2)
    paper.write(by_whom(replace(mark, role=step.role, grant=step.grant), setting, lang), indent=4, hang=2)
    if step.guards:
        paper.write(f"{term('guards', lang)}: ", *_guards(step, setting, lang), indent=4, hang=2)
    sound: Ink = (term("sound", lang), "green") if step.sound else (term("not-sound", lang), "bold red")
    paper.write(f"{term('proof', lang)}: ", sound, indent=4, hang=2)
    for reason in step.reasons:
        message, _ = say.reason(reason, setting, lang, {"assignment": mark.assignment, "step": mark.what})
        paper.write("- ", message, indent=4, hang=2)
    for note in step.notes:
        paper.write(f"{term('warning', lang)}: ", say.finding(note, lang, setting), indent=4, hang=2)


def _guards(step: ReplayedStep, setting: Setting, lang: Lang) -> list[Ink]:
    found: list[Ink] = []
    for number, (name, holds) in enumerate(sorted(step.guards.items())):
        word = term("guard-holds" if holds else "guard-fails", lang)
        called = naming.guard(name, step.mark.what, step.mark.source or "", setting, lang)
        found.extend([f"{'; ' if number else ''}{called}: ", (word, "green" if holds else "bold red")])
    return found
