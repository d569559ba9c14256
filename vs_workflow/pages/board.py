"""The board: each assignment in one row, what is missed and what that means, and what deserves attention."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vs_workflow.desk.views import Board, BoardLine, MilestoneView, Setting
from vs_workflow.pages.data import (
    Data,
    awaited_data,
    destroyed_data,
    finding_data,
    milestone_data,
    offer_data,
    turn_data,
)
from vs_workflow.pages.paper import Ink, Paper
from vs_workflow.pages.phrases import (
    STYLES,
    a_day,
    answering,
    arithmetic,
    begin,
    meaning,
    on_turn,
    several_days,
    tell_destroyed,
    verdict,
)
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words import naming, say
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text

# What a row names; the rest of its milestones is counted.
_NAMED = (Verdict.DUE_SOON, Verdict.OPEN)
_COUNTED = (Verdict.LATE, Verdict.MET, Verdict.UPCOMING, Verdict.NO_DATE, Verdict.LAPSED)
_TWO_COLUMNS = 72


def as_text(board: Board, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = board.setting
    paper = begin(setting, width, lang)
    title = naming.label(setting.rules.programme.title, lang)
    paper.write((title, "bold"), f" - {term('as-of', lang)} {say_day(setting.on, lang)}")
    paper.blank()
    _rows(board, paper, lang)
    tell_destroyed(board.destroyed, setting, paper, lang)
    _missed(board, paper, lang)
    _own(board, paper, lang)
    _notes(board, paper, lang)
    return paper.finish(colour)


def as_data(board: Board, lang: Lang) -> Data:
    setting = board.setting
    return {
        "schema": "vs.status/1",
        "programme": setting.rules.programme.key,
        "on": setting.on.isoformat(),
        "rehearsal": setting.rehearsal,
        "assignments": [line_data(line, setting.of(line.assignment), lang) for line in board.lines],
        "milestones": [milestone_data(view, setting, lang) for view in board.milestones],
        "notes": [finding_data(note, lang, setting) for note in board.notes],
        "destroyed": destroyed_data(board.destroyed),
    }


def line_data(line: BoardLine, setting: Setting, lang: Lang) -> Data:
    return {
        "number": line.number,
        "key": line.assignment,
        "title": naming.title(line.assignment, setting, lang),
        "state": line.state,
        "since": line.since.isoformat(),
        "turn": [turn_data(turn) for turn in line.turn],
        "milestones": [milestone_data(view, setting, lang) for view in line.milestones],
        "offers": [offer_data(offer) for offer in line.offers],
        "awaits": [awaited_data(one) for one in line.awaits],
    }


def _rows(board: Board, paper: Paper, lang: Lang) -> None:
    hang = max((len(line.number) for line in board.lines), default=1) + 2
    wide = (paper.width * 5) // 9
    for line in board.lines:
        setting = board.setting.of(line.assignment)
        title = naming.title(line.assignment, setting, lang)
        left: list[list[Ink]] = [[(line.number.ljust(hang), "bold"), (title, "bold")]]
        turns = on_turn(line, setting, lang)
        if turns:
            left.append([f"{term('turn', lang)}: {turns}"])
        since = f"{term('since', lang)} {a_day(line.since, setting, lang)}"
        state: list[list[Ink]] = [[(naming.state(line.state, setting, lang), "cyan"), f", {since}"]]
        if line.offers:
            state.append([f"{term('offers', lang)}: {arithmetic(line.offers, setting, lang)}"])
        if paper.width >= _TWO_COLUMNS:
            paper.beside(left, state, wide=wide, hang=hang)
        else:
            paper.write(*left[0], hang=hang)
            for ink in (*state, *left[1:]):
                paper.write(*ink, indent=hang, hang=2)
        paper.write(*_marks(line, setting, lang), indent=hang, hang=2)


def _marks(line: BoardLine, setting: Setting, lang: Lang) -> list[Ink]:
    """Missed ones by their days (they are told below), what is near or running by name, the others counted."""
    parts: list[list[Ink]] = []
    missed = [view.judgement.due for view in line.milestones if view.judgement.verdict is Verdict.MISSED]
    if missed:
        on = several_days([due for due in missed if due is not None], setting, lang)
        parts.append([(f"{term('verdict.missed', lang)} {on}", STYLES[Verdict.MISSED])])
    for wanted in _NAMED:
        named = [view for view in line.milestones if view.judgement.verdict is wanted]
        parts.extend([f"{_called(view, setting, lang)}: ", verdict(view, setting, lang)] for view in named)
    for counted in _COUNTED:
        number = sum(view.judgement.verdict is counted for view in line.milestones)
        if number:
            parts.append([(f"{number} {term(f'counted.{counted.value}', lang)}", STYLES[counted])])
    if late := sum(view.late_in_registration for view in line.milestones):
        parts.append([f"{late} {term('recorded-late', lang)}"])
    ink: list[Ink] = []
    for number, part in enumerate(parts):
        ink.extend(["; ", *part] if number else part)
    return ink


def _called(view: MilestoneView, setting: Setting, lang: Lang) -> str:
    return naming.milestone(view.judgement.milestone, setting, lang)


def _missed(board: Board, paper: Paper, lang: Lang) -> None:
    """Every missed milestone of the assignments, once, with whom it waits for and what it means."""
    setting = board.setting
    found: dict[str, list[tuple[BoardLine, MilestoneView]]] = {}
    for line in board.lines:
        for view in line.milestones:
            if view.judgement.verdict is Verdict.MISSED:
                found.setdefault(view.judgement.milestone, []).append((line, view))
    if not found:
        return
    paper.head(term("missed-and-late", lang))
    order = [milestone.id for milestone in setting.rules.programme.milestones]
    for key in sorted(found, key=lambda one: order.index(one) if one in order else len(order)):
        late = found[key]
        first = late[0][1]
        setting = board.setting.of(late[0][0].assignment)
        paper.write(f"{naming.milestone(key, setting, lang)}: ", verdict(first, setting, lang), indent=2, hang=2)
        waits = "; ".join(f"{line.number} ({answering(view.answers, setting, lang)})" for line, view in late)
        paper.write(f"{term('answers', lang)}: {waits}", indent=4, hang=2)
        pressed = dict.fromkeys(key for _, view in late for key in view.presses)
        for said in meaning(replace(first, presses=tuple(pressed)), setting, lang):
            paper.write(said, indent=4, hang=2)


def _own(board: Board, paper: Paper, lang: Lang) -> None:
    """The programme's own milestones, the missed ones first with what it means."""
    if not board.milestones:
        return
    setting = board.setting
    paper.head(term("milestones-of-programme", lang))
    for view in sorted(board.milestones, key=lambda one: one.judgement.verdict is not Verdict.MISSED):
        who = answering(view.answers, setting, lang)
        paper.write(_called(view, setting, lang), ": ", verdict(view, setting, lang), f"; {who}", indent=2, hang=2)
        if view.judgement.verdict is Verdict.MISSED:
            for said in meaning(view, setting, lang):
                paper.write(said, indent=4, hang=2)


def _notes(board: Board, paper: Paper, lang: Lang) -> None:
    """What deserves attention; findings of one rule of the programme together, under its label."""
    if not board.notes:
        return
    setting = board.setting
    paper.head(term("notes", lang))
    labels = {one.key: naming.label(one.label, lang) for one in setting.rules.programme.per_district}
    together: dict[str, list[str]] = {}
    for note in board.notes:
        label = labels.get(str(note.facts.get("key")), "")
        together.setdefault(label, []).append(say.finding(note, lang, setting))
    for label, said in together.items():
        if label:
            paper.write(f"{label}: {'; '.join(said)}", indent=2, hang=2)
        else:
            for one in said:
                paper.write("- ", one, indent=2, hang=2)
