"""The timeline as a drawing for a report: one self-contained SVG, with its text as text.

It runs nothing and fetches nothing. Each verdict has its shape beside its colour, each mark
says on its own what it is, and everything that comes from outside is written as data.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from textwrap import wrap
from typing import NamedTuple
from xml.sax.saxutils import escape

from vs_workflow.desk.timeline import Timeline
from vs_workflow.desk.views import MilestoneView
from vs_workflow.pages.phrases import a_day, verdict
from vs_workflow.pages.timeline import dated, letters_of
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day, say_month
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import safe
from vs_workflow.words.terms import term

WIDTH, LEFT, RIGHT, TOP, ROW, LINE = 1200, 350, 1170, 176, 54, 16
# How many characters go on a line in the widest of the fonts, and on how many lines.
_TITLE, _ASSIGNMENT, _STATE, _MILESTONE, _LINES = 84, 32, 38, 74, 2

# Dark enough on white for small text (4.5 to 1), and told apart by shape as well.
_COLOURS: dict[Verdict, str] = {
    Verdict.MET: "#1a6b3c",
    Verdict.LATE: "#8a5300",
    Verdict.MISSED: "#b3201b",
    Verdict.DUE_SOON: "#8a5300",
    Verdict.OPEN: "#1f5a99",
    Verdict.UPCOMING: "#5c6670",
    Verdict.LAPSED: "#5c6670",
}
_SHAPES: dict[Verdict, str] = {
    Verdict.MET: '<circle r="8" fill="{0}"/><path d="M-4 0l3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/>',
    Verdict.LATE: '<circle r="7" fill="#fff" stroke="{0}" stroke-width="2"/>'
    '<path d="M0-7a7 7 0 0 0 0 14z" fill="{0}"/>',
    Verdict.MISSED: '<rect x="-8" y="-8" width="16" height="16" rx="2" fill="{0}"/>'
    '<path d="M-4-4l8 8m0-8l-8 8" stroke="#fff" stroke-width="2.4"/>',
    Verdict.DUE_SOON: '<path d="M0-9l9 9-9 9-9-9z" fill="{0}"/>',
    Verdict.OPEN: '<path d="M0-8l8 8-8 8-8-8z" fill="#fff" stroke="{0}" stroke-width="2"/>',
    Verdict.UPCOMING: '<circle r="6" fill="#fff" stroke="{0}" stroke-width="2"/>',
    Verdict.LAPSED: '<circle r="7" fill="#fff" stroke="{0}" stroke-width="2"/>'
    '<path d="M-5 5l10-10" stroke="{0}" stroke-width="2"/>',
}
_CUT = "…"
_CAME = '<path d="M-5-5l10 5-10 5z" fill="{0}"/>'
_STYLE = (
    "text{font-family:'Noto Sans','DejaVu Sans',Arial,sans-serif;font-size:13px;fill:#1d2730}"
    ".title{font-size:21px;font-weight:700}.small{font-size:12px;fill:#4a545e}.strong{font-weight:700}"
    ".banner{fill:#8c1d6b;font-weight:700}.grid{stroke:#dfe3e7}.track{stroke:#aeb6be;stroke-width:2}"
    ".ahead{stroke-dasharray:2 5}.on{stroke:#1d2730;stroke-width:2}"
)


def as_svg(view: Timeline, lang: Lang) -> str:
    """The whole document. The same view gives the same bytes."""
    setting = view.setting
    title = naming.label(setting.rules.programme.title, lang)
    said = f"{term('as-of', lang)} {say_day(setting.on, lang)}"
    told = list(_key(view, lang))
    rows = list(_layout(view, lang))
    bottom = rows[-1].top + rows[-1].height if rows else TOP
    height = bottom + 84 + 24 * ((len(told) + 1) // 2) + 16
    labelled = f"{title}, {term('timeline', lang)}, {said}"
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" xml:lang="{lang}">',
        f'<title id="title">{_text(labelled)}</title>',
        f'<desc id="desc">{_text(_description(view, lang))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        _write(30, 42, _lines(title, _TITLE, 1)[0], "title", whole=title),
        _write(30, 66, said, "small"),
    ]
    if setting.rehearsal:
        parts.append(_write(30, 90, f"{term('rehearsal', lang)} - {term('rehearsal-means', lang)}", "banner"))
    parts += [*_ruler(view, bottom, lang), *_today(view, bottom, lang), *_rows(view, rows, lang)]
    parts += [*_legend(view, bottom + 34, lang), *_list(told, bottom + 72), "</svg>"]
    return "\n".join(parts) + "\n"


def _x(view: Timeline, day: date) -> float:
    return round(LEFT + min(1.0, max(0.0, view.place(day))) * (RIGHT - LEFT), 1)


def _marks(view: Timeline) -> dict[str, float]:
    """Where each milestone stands: on its due day, moved aside where two would lie on one another."""
    found: dict[str, float] = {}
    last = 0.0
    for key, day in dated(view):
        last = max(_x(view, day), last + 19)
        found[key] = last
    return found


def _ruler(view: Timeline, bottom: int, lang: Lang) -> Iterator[str]:
    """The months with their years, a line at the beginning of each, and the milestones' letters on their days."""
    free = 0.0
    for month in view.months:
        at = round(LEFT + (month - view.first).days / ((view.last - view.first).days + 1) * (RIGHT - LEFT), 1)
        yield f'<path class="grid" d="M{at} {TOP - 44}V{bottom}"/>'
        if at >= free:
            yield _write(at + 4, TOP - 50, say_month(month, lang), "small")
            if month == view.first or month.month == 1:
                yield _write(at + 4, TOP - 66, str(month.year), "small strong")
            free = at + 34
    letters = letters_of(view)
    for key, at in _marks(view).items():
        yield _write(at, TOP - 22, letters.get(key, ""), "strong", anchor="middle")


def _today(view: Timeline, bottom: int, lang: Lang) -> Iterator[str]:
    on = view.setting.on
    if not view.first <= on <= view.last:
        return
    at = _x(view, on)
    said = term("today" if on == view.setting.today else "looked-at", lang)
    anchor = "end" if at > (LEFT + RIGHT) / 2 else "start"
    yield f'<path class="on" d="M{at} {TOP - 14}V{bottom}"/>'
    aside = -5 if anchor == "end" else 5
    yield _write(at + aside, bottom + 4, f"{said} {a_day(on, view.setting, lang)}", "small strong", anchor=anchor)


class _Row(NamedTuple):
    """One assignment, or with "" the programme itself: its text, wrapped, and the place that it takes."""

    top: int
    number: str
    called: list[str]
    state: list[str]
    whole: tuple[str, str]
    milestones: tuple[MilestoneView, ...]

    @property
    def height(self) -> int:
        return max(ROW, LINE * (len(self.called) + len(self.state)) + 18)


def _layout(view: Timeline, lang: Lang) -> Iterator[_Row]:
    top = TOP
    if view.own:
        own = term("milestones-of-programme", lang)
        yield _Row(top, "", [own], [], (own, ""), view.own)
        top += ROW
    for line in view.lines:
        title = naming.title(line.assignment, view.setting, lang)
        since = f"{term('since', lang)} {a_day(line.since, view.setting, lang)}"
        state = f"{naming.state(line.state, view.setting, lang)}, {since}"
        called, stands = _lines(title, _ASSIGNMENT, _LINES), _lines(state, _STATE, _LINES)
        row = _Row(top, line.number, called, stands, (title, state), line.milestones)
        yield row
        top += row.height


def _rows(view: Timeline, rows: list[_Row], lang: Lang) -> Iterator[str]:
    for row in rows:
        middle = row.top + row.height // 2
        y = middle - 8 * (len(row.called) + len(row.state) - 1)
        if row.number:
            yield _write(30, y, row.number, "strong")
        for number, said in enumerate(row.called):
            yield _write(66 if row.number else 30, y + LINE * number, said, "strong", whole=row.whole[0])
        for number, said in enumerate(row.state, len(row.called)):
            yield _write(66, y + LINE * number, said, "small", whole=row.whole[1])
        yield from _track(view, row.number, row.milestones, middle - 5, lang)


def _track(view: Timeline, number: str, milestones: tuple[MilestoneView, ...], y: int, lang: Lang) -> Iterator[str]:
    """The line of one row, solid as far as today, with a mark for each milestone."""
    on = _x(view, view.setting.on) if view.setting.on >= view.first else LEFT
    yield f'<path class="track" d="M{LEFT} {y}H{on}"/><path class="track ahead" d="M{on} {y}H{RIGHT}"/>'
    places = _marks(view)
    seen = [one for one in milestones if one.judgement.milestone in places]
    for one in seen:
        came = one.judgement.satisfied_on
        if one.judgement.verdict is Verdict.LATE and came is not None:
            due, colour = places[one.judgement.milestone], _COLOURS[Verdict.LATE]
            at = max(_x(view, came), due + 16)
            # Above the marks, which may stand on the day it came.
            yield f'<path d="M{due} {y - 9}V{y - 15}H{at}" fill="none" stroke="{colour}" stroke-width="2"/>'
            yield _mark(_CAME.format(colour), at, y - 15, _told(number, one, view, lang))
    for one in seen:
        found = one.judgement.verdict
        if found in _SHAPES:
            shape = _SHAPES[found].format(_COLOURS[found])
            yield _mark(shape, places[one.judgement.milestone], y, _told(number, one, view, lang))


def _mark(shape: str, x: float, y: float, said: str) -> str:
    return f'<g transform="translate({x} {y})"><title>{_text(said)}</title>{shape}</g>'


def _told(number: str, one: MilestoneView, view: Timeline, lang: Lang) -> str:
    """`4A, MILESTONE: te laat 9 apr (7 dagen)`."""
    ink = verdict(one, view.setting, lang)
    said = ink if isinstance(ink, str) else ink[0]
    called = naming.milestone(one.judgement.milestone, view.setting, lang)
    return f"{number}, {called}: {said}" if number else f"{called}: {said}"


def _legend(view: Timeline, y: int, lang: Lang) -> Iterator[str]:
    """The shapes that are on the drawing, with their words."""
    rows = (view.own, *(line.milestones for line in view.lines))
    found = {one.judgement.verdict for row in rows for one in row}
    shown = [
        (_SHAPES[one].format(_COLOURS[one]), term(f"verdict.{one.value}", lang)) for one in _SHAPES if one in found
    ]
    if Verdict.LATE in found:
        shown.append((_CAME.format(_COLOURS[Verdict.LATE]), term("came", lang)))
    x = 40
    for shape, word in shown:
        yield f'<g transform="translate({x} {y})">{shape}</g>{_write(x + 16, y + 5, word, "")}'
        x += 48 + 8 * len(word)


def _key(view: Timeline, lang: Lang) -> Iterator[tuple[str, str]]:
    """Each letter with the milestone it stands for, and its day."""
    letters = letters_of(view)
    for key, day in dated(view):
        yield letters.get(key, ""), f"{naming.milestone(key, view.setting, lang)}, {say_day(day, lang)}"


def _list(told: list[tuple[str, str]], y: int) -> Iterator[str]:
    """The key in two columns."""
    half = (len(told) + 1) // 2
    for number, (letter, said) in enumerate(told):
        x, at = (40, y + 24 * number) if number < half else (610, y + 24 * (number - half))
        yield _write(x, at, letter, "strong") + _write(x + 26, at, _lines(said, _MILESTONE, 1)[0], "", whole=said)


def _description(view: Timeline, lang: Lang) -> str:
    """The drawing in words, for who cannot see it."""
    rows = (("", view.own), *((line.number, line.milestones) for line in view.lines))
    return "; ".join(
        _told(number, one, view, lang) for number, row in rows for one in row if one.judgement.verdict in _SHAPES
    )


def _write(x: float, y: float, said: str, style: str, *, anchor: str = "", whole: str = "") -> str:
    """A line of text; where it was cut off, the `whole` of it is what a pointer and a screen reader tell."""
    where = f' text-anchor="{anchor}"' if anchor else ""
    look = f' class="{style}"' if style else ""
    told = f"<title>{_text(whole)}</title>" if whole and said.endswith(_CUT) else ""
    return f'<text x="{x}" y="{y}"{look}{where}>{told}{_text(said)}</text>'


def _lines(said: str, most: int, rows: int) -> list[str]:
    """The text on so many lines at most, of so many characters at most; what does not fit is cut off."""
    return wrap(said, most, max_lines=rows, placeholder=_CUT) or [""]


def _text(said: str) -> str:
    """Text as XML may hold it: nothing that is markup, and no character that XML forbids."""
    return escape("".join(char for char in safe(said) if char not in "\ufffe\uffff"))
