"""What a check said: the days it covered, each flag with who answers for it, and what it means for what comes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from vs_workflow.desk.views import Checked, FlagView, MilestoneView, Setting
from vs_workflow.pages.act import receipt
from vs_workflow.pages.data import Data, reasons_data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import answering, begin_answer, meaning, several_days, tell_reasons
from vs_workflow.ports import Flag
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import days, term

if TYPE_CHECKING:
    from rich.text import Text

Meanings = Mapping[tuple[str | None, str], MilestoneView]
STYLES = {Flag.MISSED: "bold red", Flag.CAUGHT_UP: "yellow", Flag.RETRACTED: "green"}


def as_text(view: Checked, lang: Lang, width: int, colour: bool) -> str | Text:
    setting, paper = view.setting, begin_answer(view, width, lang)
    if view.reasons:
        tell_reasons(view.reasons, setting, {}, paper, lang)
        if view.seq is not None and view.hash is not None:
            said = f"{term('refusal-recorded', lang)}: {receipt(view.seq, view.hash, lang)}"
            paper.write(said, indent=2, hang=2)
        return paper.finish(colour)
    paper.write((term("check.of", lang).format(say_day(view.day, lang)), "bold"))
    paper.write(_covered(view.days, lang), indent=2, hang=2)
    if not view.flags:
        paper.write(term("check.nothing", lang), indent=2, hang=2)
    for (flag, milestone, due), alike in _together(view.flags, setting).items():
        _flags(flag, milestone, due, alike, view.meanings, setting, paper, lang)
    if view.uncovered:
        paper.write((_uncovered(view.uncovered, lang), "yellow"), indent=2, hang=2)
    if view.seq is not None and view.hash is not None:
        paper.write((f"{term('receipt', lang)}: {receipt(view.seq, view.hash, lang)}", "dim"), indent=2)
    return paper.finish(colour)


def as_data(view: Checked, lang: Lang) -> Data:
    return {
        "schema": "vs.check/1",
        "on": view.day.isoformat(),
        "days": [day.isoformat() for day in view.days],
        "flags": [_flag_data(flag) for flag in view.flags],
        "uncovered": [day.isoformat() for day in view.uncovered],
        "seq": view.seq,
        "hash": view.hash,
        "dry_run": view.dry_run,
        "repeated": view.repeated,
        "reasons": reasons_data(view.reasons, view.setting, lang),
    }


def _flag_data(flag: FlagView) -> Data:
    return {
        "milestone": flag.milestone,
        "assignment": flag.assignment,
        "flag": flag.flag.value,
        "due": flag.due.isoformat(),
        "on": flag.on.isoformat(),
        "seq": flag.seq,
    }


def _together(flags: Sequence[FlagView], setting: Setting) -> dict[tuple[Flag, str, date], list[FlagView]]:
    """Flags of one milestone that say the same, in the order in which they were raised; assignments as in the file."""
    places = {one.key: number for number, one in enumerate(setting.rules.programme.assignments)}
    found: dict[tuple[Flag, str, date], list[FlagView]] = {}
    for flag in sorted(flags, key=lambda one: (one.due, places.get(one.assignment or "", -1))):
        found.setdefault((flag.flag, flag.milestone, flag.due), []).append(flag)
    return found


def _flags(
    flag: Flag,
    milestone: str,
    due: date,
    alike: Sequence[FlagView],
    meanings: Meanings,
    setting: Setting,
    paper: Paper,
    lang: Lang,
) -> None:
    called = naming.milestone(milestone, setting, lang)
    said = term(f"flag.{flag.value}", lang)
    until = f"{term('due', lang)} {several_days([due], setting, lang)}"
    paper.write((said, STYLES[flag]), f" {called}, {until}", indent=2, hang=2)
    known = [meanings.get((one.assignment, milestone)) for one in alike]
    numbers = [naming.number(one.assignment, setting) if one.assignment is not None else "" for one in alike]
    if flag is not Flag.MISSED:
        told = [
            f"{number + ': ' if number else ''}{several_days([one.on], setting, lang)}"
            for number, one in zip(numbers, alike, strict=True)
        ]
        paper.write("; ".join(told), indent=4, hang=2)
        return
    waits = [
        f"{number} ({who})" if number else who
        for number, view in zip(numbers, known, strict=True)
        if view is not None and (who := answering(view.answers, setting, lang))
    ]
    if waits:
        paper.write(f"{term('answers', lang)}: {'; '.join(waits)}", indent=4, hang=2)
    for line in _meanings([view for view in known if view is not None], setting, lang):
        paper.write(line, indent=4, hang=2)


def _meanings(views: Sequence[MilestoneView], setting: Setting, lang: Lang) -> Iterator[str]:
    """The next meeting and the pressed days, each said once for all."""
    yield from dict.fromkeys(line for view in views for line in meaning(view, setting, lang))


def _covered(covered: Sequence[date], lang: Lang) -> str:
    if not covered:
        return term("check.covered-none", lang)
    if len(covered) == 1:
        return term("check.covered-one", lang).format(say_day(covered[0], lang))
    between = say_day(covered[0], lang), say_day(covered[-1], lang)
    return term("check.covered", lang).format(*between, days(len(covered), lang))


def _uncovered(found: Sequence[date], lang: Lang) -> str:
    return term("check.uncovered", lang).format(say_day(found[0], lang), say_day(found[-1], lang))
