"""The timeline in the terminal: a track per assignment, a sign per milestone, today's line, and all of it in words.

What a colour says, a sign says too; where a sign cannot be written, a plain one can. Below
the drawing each milestone is told by name, so that the page can be read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from string import ascii_letters
from typing import TYPE_CHECKING

from vs_workflow.desk.timeline import Timeline
from vs_workflow.desk.views import MilestoneView, Setting
from vs_workflow.pages.data import Data, destroyed_data, milestone_data
from vs_workflow.pages.paper import Ink, Paper
from vs_workflow.pages.phrases import STYLES, a_day, begin, tell_destroyed
from vs_workflow.pages.signs import DRAWN, Signs
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day, say_month
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import cells
from vs_workflow.words.terms import days, term

if TYPE_CHECKING:
    from rich.text import Text


# What is told of each milestone, the worst first.
_TOLD = tuple(DRAWN.verdicts)
_GAP = "   "
_WORST = (Verdict.MISSED, Verdict.LATE, Verdict.DUE_SOON, Verdict.OPEN, Verdict.MET, Verdict.UPCOMING, Verdict.LAPSED)


def as_text(view: Timeline, lang: Lang, width: int, colour: bool, signs: Signs = DRAWN) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    title = naming.label(setting.rules.programme.title, lang)
    paper.write((title, "bold"), f" - {term('as-of', lang)} {say_day(setting.on, lang)}")
    paper.blank()
    own = term("programme-row", lang)
    margin = max(cells(one) for one in (own, *(line.number for line in view.lines))) + 2
    chart = _Chart(view, paper.width - margin, signs)
    letters = letters_of(view)
    _heads(chart, letters, paper, margin, lang)
    if view.own:
        paper.write((own.ljust(margin), "bold"), *chart.track(view.own))
    for line in view.lines:
        paper.write((line.number.ljust(margin), "bold"), *chart.track(line.milestones))
        since = f"{term('since', lang)} {a_day(line.since, setting, lang)}"
        paper.write((naming.state(line.state, setting, lang), "cyan"), f", {since}", indent=margin, hang=2)
    tell_destroyed(view.destroyed, setting, paper, lang)
    paper.blank()
    _legend(view, signs, paper, lang)
    paper.head(term("milestones", lang).capitalize())
    _told(view, letters, paper, lang)
    return paper.finish(colour)


def as_data(view: Timeline, lang: Lang) -> Data:
    setting = view.setting
    rows: list[Data] = [{"assignment": None, "milestones": [milestone_data(one, setting, lang) for one in view.own]}]
    rows += [
        {
            "assignment": line.assignment,
            "number": line.number,
            "title": naming.title(line.assignment, setting, lang),
            "state": line.state,
            "since": line.since.isoformat(),
            "milestones": [milestone_data(one, setting, lang) for one in line.milestones],
        }
        for line in view.lines
    ]
    return {
        "schema": "vs.timeline/1",
        "programme": setting.rules.programme.key,
        "rehearsal": setting.rehearsal,
        "from": view.first.isoformat(),
        "to": view.last.isoformat(),
        "on": setting.on.isoformat(),
        "rows": rows,
        "destroyed": destroyed_data(view.destroyed),
    }


class _Chart:
    """Days as columns, so many of them."""

    def __init__(self, view: Timeline, columns: int, signs: Signs) -> None:
        self.view, self.columns, self.signs = view, columns, signs
        marks = dated(view)
        self.due = dict(zip((key for key, _ in marks), self._places([day for _, day in marks]), strict=True))

    def column(self, day: date) -> int:
        return min(self.columns - 1, max(0, int(self.view.place(day) * self.columns)))

    @property
    def today(self) -> int | None:
        """The column of the day looked at; None where it lies outside the window."""
        on = self.view.setting.on
        return self.column(on) if self.view.first <= on <= self.view.last else None

    def _places(self, wanted: Sequence[date]) -> list[int]:
        """A column for each day, in order; days too near each other stand side by side rather than on one another."""
        found: list[int] = []
        for day in wanted:
            found.append(max(self.column(day), found[-1] + 1 if found else 0))
        for number in range(len(found) - 1, -1, -1):
            last = found[number + 1] - 1 if number + 1 < len(found) else self.columns - 1
            found[number] = max(0, min(found[number], last))
        return found

    def track(self, milestones: Iterable[MilestoneView]) -> list[Ink]:
        """The row of one assignment, or of the programme: every dated milestone on its due day."""
        on = self.view.setting.on
        over = self.column(on) if on <= self.view.last else self.columns
        row = [(self.signs.behind if at < over else self.signs.ahead, "dim") for at in range(self.columns)]
        if self.today is not None:
            row[self.today] = (self.signs.today, "bold")
        seen = [view for view in milestones if view.judgement.milestone in self.due]
        for view in seen:
            self._lateness(view, row)
        for view in seen:
            if sign := self.signs.verdicts.get(view.judgement.verdict):
                row[self.due[view.judgement.milestone]] = (sign, STYLES[view.judgement.verdict])
        return [(text, style) for text, style in row]

    def _lateness(self, view: MilestoneView, row: list[tuple[str, str]]) -> None:
        """From the day on which it was due to the day on which it came."""
        came, due = view.judgement.satisfied_on, self.due[view.judgement.milestone]
        if view.judgement.verdict is not Verdict.LATE or came is None:
            return
        to = max(self.column(came), due + 1)
        for at in range(due + 1, min(to, self.columns)):
            row[at] = (self.signs.lateness, STYLES[Verdict.LATE])
        if to < self.columns:
            row[to] = (self.signs.came, STYLES[Verdict.LATE])


def dated(view: Timeline) -> list[tuple[str, date]]:
    """Every milestone with a due day, in the order of those days."""
    found = [(one.id, one.due) for one in view.setting.rules.programme.milestones if one.due is not None]
    return sorted(found, key=lambda one: one[1])


def letters_of(view: Timeline) -> dict[str, str]:
    """A letter for each dated milestone, by which the drawing names it."""
    return {key: letter for (key, _), letter in zip(dated(view), ascii_letters, strict=False)}


def _heads(chart: _Chart, letters: Mapping[str, str], paper: Paper, margin: int, lang: Lang) -> None:
    """The ruler of months, the letters of the milestones on their due days, and where today is."""
    view, on = chart.view, chart.view.setting.on
    years = [day for day in view.months if day.month == 1 or day == view.first]
    if len(years) > 1:
        _ruler(chart, [(day, str(day.year)) for day in years], "dim", paper, margin)
    _ruler(chart, [(day, say_month(day, lang)) for day in view.months], "dim", paper, margin)
    if chart.today is None:
        side = "before-window" if on < view.first else "after-window"
        paper.write((f"({term(side, lang)})", "dim"), indent=margin)
    else:
        today = term("today" if on == view.setting.today else "looked-at", lang)
        _mark_today(chart, f"{today} {a_day(on, view.setting, lang)}", paper, margin)
    row = [" "] * chart.columns
    for key, column in chart.due.items():
        row[column] = letters.get(key, " ")
    paper.write(" " * margin, ("".join(row).rstrip(), "bold"))


def _ruler(chart: _Chart, marks: Sequence[tuple[date, str]], style: str, paper: Paper, margin: int) -> None:
    """Names at the beginning of what they name; those that find no room are left out."""
    row = [" "] * (chart.columns + 1)
    free = 0
    for day, name in marks:
        at = chart.column(day)
        if at >= free and at + cells(name) <= chart.columns:
            row[at : at + len(name)] = list(name)
            free = at + cells(name) + 1
    paper.write(" " * margin, ("".join(row).rstrip(), style))


def _mark_today(chart: _Chart, said: str, paper: Paper, margin: int) -> None:
    assert chart.today is not None
    at, sign = chart.today, chart.signs.today
    if at + 2 + cells(said) <= chart.columns:
        text = f"{' ' * at}{sign} {said}"
    else:
        text = f"{' ' * max(0, at - 1 - cells(said))}{said} {sign}"
    paper.write(" " * margin, (text, "bold"))


def _legend(view: Timeline, signs: Signs, paper: Paper, lang: Lang) -> None:
    """The signs that stand on this page, with their words."""
    rows = (view.own, *(line.milestones for line in view.lines))
    found = {one.judgement.verdict for row in rows for one in row}
    entries: list[list[Ink]] = []
    for verdict in _TOLD:
        if verdict in found:
            word = term(f"verdict.{verdict.value}", lang)
            entries.append([(signs.verdicts[verdict], STYLES[verdict]), f" {word}"])
        if verdict is Verdict.LATE and verdict in found:
            entries.append([(signs.came, STYLES[verdict]), f" {term('came', lang)}"])
    ink: list[Ink] = []
    used = 0
    for entry in entries:
        size = sum(cells(part if isinstance(part, str) else part[0]) for part in entry)
        if ink and used + len(_GAP) + size > paper.width:
            paper.write(*ink)
            ink, used = [], 0
        ink += [_GAP, *entry] if ink else entry
        used += size + (len(_GAP) if used else 0)
    paper.write(*ink)


def _told(view: Timeline, letters: Mapping[str, str], paper: Paper, lang: Lang) -> None:
    """Each milestone with its day, and how it stands for whom."""
    setting = view.setting
    order = sorted(setting.rules.programme.milestones, key=lambda one: (one.id not in letters, one.due or date.max))
    hang = max((len(letter) for letter in letters.values()), default=1) + 2
    for milestone in order:
        letter = letters.get(milestone.id, "-")
        due = f", {a_day(milestone.due, setting, lang)}" if milestone.due is not None else ""
        name = naming.milestone(milestone.id, setting, lang)
        parts = list(_standings(milestone.id, view, lang))
        head: list[Ink] = [(letter.ljust(hang), "bold"), f"{name}{due}{': ' if parts else ''}"]
        for number, part in enumerate(parts):
            head += ["; ", *part] if number else part
        paper.write(*head, hang=hang)


def _standings(milestone: str, view: Timeline, lang: Lang) -> Iterator[list[Ink]]:
    """`GEMIST 1, 3`; `te laat 4A (9 apr, 7 dagen)`: the verdicts with the assignments, the worst first."""
    setting = view.setting
    found: dict[Verdict, list[str]] = {}
    for number, row in (("", view.own), *((line.number, line.milestones) for line in view.lines)):
        for one in row:
            if one.judgement.milestone == milestone:
                found.setdefault(one.judgement.verdict, []).append(_whose(number, one, setting, lang))
    for verdict in (*_WORST, Verdict.NO_DATE):
        if verdict in found:
            said = ", ".join(whose for whose in found[verdict] if whose)
            word: Ink = (term(f"verdict.{verdict.value}", lang), STYLES[verdict])
            yield [word, f" {said}"] if said else [word]


def _whose(number: str, view: MilestoneView, setting: Setting, lang: Lang) -> str:
    judgement = view.judgement
    if judgement.verdict is not Verdict.LATE or judgement.satisfied_on is None or judgement.days is None:
        return number
    came = f"{a_day(judgement.satisfied_on, setting, lang)}, {days(judgement.days, lang)}"
    return f"{number} ({came})" if number else f"({came})"
