"""What will be missed by a day, and what assumed steps change in it: first what was assumed, then what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.forecast import Assumed, Change, Forecast
from vs_workflow.desk.views import MilestoneView, Setting
from vs_workflow.pages.data import Data, day, reasons_data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import STYLES, a_day, answering, begin, meaning, tell_reasons
from vs_workflow.timeline.verdict import Judgement, Verdict
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import days, term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Forecast, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    title = naming.label(setting.rules.programme.title, lang)
    paper.write((title, "bold"), f" - {term('forecast', lang)} {say_day(setting.on, lang)}")
    paper.write(term("if-nothing-happens", lang).format(say_day(setting.today, lang)))
    if view.assumed:
        paper.head(term("assumed", lang))
        for one in view.assumed:
            _assumed(one, setting, paper, lang)
    if not view.accepted:
        return paper.finish(colour)
    if view.assumed:
        paper.head(term("what-changes", lang))
        _changes(view, paper, lang)
    paper.head(f"{term('will-be-missed', lang)}: {len(view.missed)}")
    if not view.missed:
        paper.write(term("nothing-missed", lang), indent=2)
    _missed(view, paper, lang)
    return paper.finish(colour)


def as_data(view: Forecast, lang: Lang) -> Data:
    setting = view.setting
    return {
        "schema": "vs.forecast/1",
        "programme": setting.rules.programme.key,
        "rehearsal": setting.rehearsal,
        "on": setting.on.isoformat(),
        "accepted": view.accepted,
        "assumed": [_assumed_data(one, setting, lang) for one in view.assumed],
        "missed": [_missed_data(one, view) for one in view.missed],
        "changed": [_change_data(one) for one in view.changed],
    }


def _assumed(one: Assumed, setting: Setting, paper: Paper, lang: Lang) -> None:
    """The step as if it were taken, and what was taken for granted; or why it cannot be taken then."""
    where = naming.number(one.assignment, setting)
    paper.write(
        f"{where}: {naming.action(one.step, setting, lang)}, {term('on', lang)} {say_day(one.on, lang)}",
        indent=2,
        hang=2,
    )
    if one.reasons:
        paper.write((term("not-then", lang), "bold red"), indent=4)
        about = {"assignment": one.assignment, "step": one.step}
        tell_reasons(one.reasons, setting, about, paper, lang, indent=4)
        return
    before, after = naming.state(one.source, setting, lang), naming.state(one.target, setting, lang)
    paper.write(f"{term('state', lang)}: {before} -> ", (after, "cyan"), indent=4, hang=2)
    if one.meets is not None:
        bodies = [body.key for body in setting.rules.programme.bodies if body.kind == one.body_kind]
        who = naming.either((naming.body(key, setting, lang) for key in bodies), lang) or one.body_kind
        said = term("meets-then" if one.meets else "meets-not", lang)
        paper.write((f"{who} {said}", "" if one.meets else "yellow"), indent=4, hang=2)
    if one.granted:
        paper.write(f"{term('taken-for-granted', lang)}: {', '.join(one.granted)}", indent=4, hang=2)


def _changes(view: Forecast, paper: Paper, lang: Lang) -> None:
    if not view.changed:
        paper.write(term("changes-nothing", lang), indent=2)
    for one in view.changed:
        setting = view.setting
        where = naming.number(one.after.assignment, setting)
        called = naming.milestone(one.after.milestone, setting, lang)
        due = f" ({a_day(one.after.due, setting, lang)})" if one.after.due is not None else ""
        if one.after.verdict is Verdict.MISSED is one.before.verdict:
            said = (term("still-missed", lang), STYLES[Verdict.MISSED])
            paper.write(f"{where}  {called}{due}: ", said, indent=2, hang=4)
            continue
        after = (_outcome(one.after, setting, lang), STYLES[one.after.verdict])
        before = term(f"verdict.{one.before.verdict.value}", lang)
        paper.write(f"{where}  {called}{due}: {before} -> ", after, indent=2, hang=4)


def _outcome(found: Judgement, setting: Setting, lang: Lang) -> str:
    """`te laat 16 apr (14 dagen)`"""
    parts = [term(f"verdict.{found.verdict.value}", lang)]
    if found.satisfied_on is not None and found.verdict in (Verdict.MET, Verdict.LATE):
        parts.append(a_day(found.satisfied_on, setting, lang))
    if found.verdict is Verdict.LATE and found.days is not None:
        parts.append(f"({days(found.days, lang)})")
    return " ".join(parts)


def _missed(view: Forecast, paper: Paper, lang: Lang) -> None:
    """By milestone, in the order of the timeline: its day, for whom it is missed, and what that means."""
    setting = view.setting
    for milestone in setting.rules.programme.milestones:
        rows = [one for one in view.missed if one.judgement.milestone == milestone.id]
        if not rows or milestone.due is None:
            continue
        paper.write(
            (f"{naming.milestone(milestone.id, setting, lang)}, {a_day(milestone.due, setting, lang)}", "bold"),
            indent=2,
            hang=2,
        )
        for now in (True, False):
            those = [one for one in rows if _is_already(one, view) is now]
            if not those:
                continue
            said = "; ".join(_whose(one, setting, lang) for one in those)
            word = (f"{term('already', lang)}: ", STYLES[Verdict.MISSED]) if now else (f"{term('answers', lang)}: ", "")
            paper.write(word, said, indent=4, hang=2)
        if rows[0].bound:
            for said in meaning(rows[0], setting, lang)[:1]:
                paper.write(said, indent=4, hang=2)


def _is_already(one: MilestoneView, view: Forecast) -> bool:
    return (one.judgement.assignment, one.judgement.milestone) in view.already


def _whose(one: MilestoneView, setting: Setting, lang: Lang) -> str:
    """`4A (NAME)`"""
    who = answering(one.answers, setting, lang)
    number = naming.number(one.judgement.assignment, setting)
    return f"{number} ({who})" if number else who


def _assumed_data(one: Assumed, setting: Setting, lang: Lang) -> Data:
    about = {"assignment": one.assignment, "step": one.step}
    return {
        "assignment": one.assignment,
        "step": one.step,
        "on": one.on.isoformat(),
        "from": one.source,
        "to": None if one.reasons else one.target,
        "taken_for_granted": list(one.granted),
        "meets": one.meets,
        "reasons": reasons_data(one.reasons, setting, lang, about),
    }


def _missed_data(one: MilestoneView, view: Forecast) -> Data:
    return {
        "milestone": one.judgement.milestone,
        "assignment": one.judgement.assignment,
        "due": day(one.judgement.due),
        "already": _is_already(one, view),
        "answers": list(one.answers),
        "next_meeting": day(one.next_meeting),
    }


def _change_data(one: Change) -> Data:
    return {
        "milestone": one.after.milestone,
        "assignment": one.after.assignment,
        "due": day(one.after.due),
        "before": one.before.verdict.value,
        "after": one.after.verdict.value,
        "days": one.after.days,
        "satisfied_on": day(one.after.satisfied_on),
    }
