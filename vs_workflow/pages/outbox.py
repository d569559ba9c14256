"""The outbox: what waits for whom, what was given up, and how many are done; or what was sent just now."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from vs_workflow.desk.outbox import Lot, OutboxLine, OutboxView
from vs_workflow.pages.data import Data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import begin
from vs_workflow.timeline.notice import Notice, NoticeKind
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day, say_moment
from vs_workflow.words.lang import Lang
from vs_workflow.words.notices import letter, plainly
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text

    from vs_workflow.desk.views import Setting

# What somebody may want to do something about, one by one; of the rest it is enough to know how many.
_SHOWN = (Lot.DEAD, Lot.NO_ADDRESS, Lot.WAITING, Lot.QUIET)
_STYLES = {Lot.DEAD: "bold red", Lot.NO_ADDRESS: "yellow", Lot.SENT: "green"}
_IN_A_REHEARSAL = ("[notify]", 'channels = ["terminal"]')
_EXAMPLE = (
    "[notify]",
    'channels = ["email"]',
    "[notify.email]",
    'host = "mail.example.org"',
    'from = "vs@example.org"',
    "[people.KEY]",
    'email = "name@example.org"',
)


def as_text(view: OutboxView, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = begin(view.setting, width, lang)
    shown = list(view.lines) if view.sending or view.dead_only else [x for x in view.lines if x.lot in _SHOWN]
    title = term("outbox.sent-now" if view.sending else "outbox.title", lang)
    paper.write((title, "bold"), f" - {say_day(view.setting.today, lang)}")
    for (what, lot, said), alike in _together(view, shown, lang).items():
        paper.write((what, "bold"), indent=2, hang=2)
        paper.write(naming.join(_people(alike, view, lang), lang), indent=4, hang=2)
        paper.write((term(f"lot.{lot.value}", lang), _STYLES.get(lot, "")), said, indent=4, hang=2)
    if not shown:
        empty = "outbox.nothing-due" if view.sending else "outbox.no-dead" if view.dead_only else "outbox.none"
        paper.write(term(empty, lang), indent=2)
    if view.sending and view.unreached:
        people = naming.people(view.unreached, view.setting, lang)
        paper.write((term("lot.no-address", lang), _STYLES[Lot.NO_ADDRESS]), f": {people}", indent=2, hang=2)
    _closing(view, shown, paper, lang)
    return paper.finish(colour)


def as_data(view: OutboxView, lang: Lang) -> Data:
    return {
        "schema": "vs.outbox/1",
        "channels": list(view.channels),
        "no_address": list(view.unreached),
        "notices": [_line_data(line, view.settings[line.notice.rules], lang) for line in view.lines],
    }


def _closing(view: OutboxView, shown: list[OutboxLine], paper: Paper, lang: Lang) -> None:
    rest = Counter(line.lot for line in view.lines) - Counter(line.lot for line in shown)
    if rest:
        said = ", ".join(f"{number} {term(f'lot.{lot.value}', lang)}" for lot, number in sorted(rest.items()))
        paper.write((f"{term('outbox.rest', lang)}: {said}", "dim"), indent=2, hang=2)
    lots = {line.lot for line in view.lines}
    paper.blank()
    if view.setting.rehearsal:
        paper.write(term("outbox.rehearsal", lang), hang=2)
        if not view.channels:
            for text in _IN_A_REHEARSAL:
                paper.write(text, indent=2)
    elif not view.channels:
        paper.write(term("outbox.quiet", lang), hang=2)
        for text in _EXAMPLE:
            paper.write(text, indent=2)
    if view.channels and not view.sending and not view.dead_only and Lot.WAITING in lots:
        paper.write(term("outbox.send", lang))
    if Lot.DEAD in lots:
        paper.write(term("outbox.again", lang))


def _together(view: OutboxView, lines: list[OutboxLine], lang: Lang) -> dict[tuple[str, Lot, str], list[OutboxLine]]:
    """Lines that say the same of several people or assignments."""
    found: dict[tuple[str, Lot, str], list[OutboxLine]] = {}
    for line in lines:
        setting = view.settings[line.notice.rules]
        key = _what(line.notice, setting, lang), line.lot, _tried(line, setting, lang)
        found.setdefault(key, []).append(line)
    return found


def _what(notice: Notice, setting: Setting, lang: Lang) -> str:
    """The kind, and the milestone with its day or what somebody may do now."""
    kind = term(f"notice.{notice.kind.value}", lang)
    if notice.kind is NoticeKind.YOUR_TURN:
        actions = notice.facts.get("actions")
        named = (naming.action(str(one), setting, lang) for one in (actions if isinstance(actions, list) else ()))
        return f"{kind}: {naming.either(named, lang)}"
    due = f" ({say_day(notice.due, lang)})" if notice.due is not None else ""
    return f"{kind}: {naming.milestone(notice.milestone, setting, lang)}{due}"


def _people(lines: list[OutboxLine], view: OutboxView, lang: Lang) -> list[str]:
    """Each person once, with the numbers of the assignments that it is about, in the order of the programme.

    Whom it concerns for several comes after those whom it concerns for one.
    """
    places: dict[str, dict[int, str]] = {}
    for line in lines:
        setting = view.settings[line.notice.rules]
        known = places.setdefault(line.notice.person, {})
        if line.notice.assignment is not None:
            known[_place(line.notice.assignment, setting)] = naming.number(line.notice.assignment, setting)
    found: list[str] = []
    for person, known in sorted(places.items(), key=lambda one: (len(one[1]) > 1, min(one[1], default=-1))):
        numbers = ", ".join(known[place] for place in sorted(known))
        name = naming.person(person, view.setting, lang)
        found.append(f"{name} ({numbers})" if numbers else name)
    return found


def _place(assignment: str, setting: Setting) -> int:
    keys = [one.key for one in setting.rules.programme.assignments]
    return keys.index(assignment) if assignment in keys else len(keys)


def _tried(line: OutboxLine, setting: Setting, lang: Lang) -> str:
    """By which way, how often it was tried, when it is tried again, and what the last try met."""
    said = [line.channel] if line.channel else []
    if line.tried is not None and line.lot is not Lot.PASSED:
        tries = line.tried.attempts
        said.append(term("outbox.one-try", lang) if tries == 1 else term("outbox.tries", lang).format(tries))
        if line.lot is Lot.WAITING:
            again = say_moment(line.tried.next_at, setting.rules.programme.zone, lang)
            said.append(term("outbox.next", lang).format(again))
        if line.tried.error and line.lot is not Lot.SENT:
            said.append(line.tried.error)
    return "".join(f", {one}" for one in said)


def _line_data(line: OutboxLine, setting: Setting, lang: Lang) -> Data:
    notice, tried = line.notice, line.tried
    written = letter(notice, setting, lang)
    return {
        "id": notice.id,
        **plainly(notice),
        "state": line.lot.value,
        "channel": line.channel or None,
        "attempts": 0 if tried is None else tried.attempts,
        "next_at": tried.next_at if tried is not None and line.lot is Lot.WAITING else None,
        "sent_at": None if tried is None else tried.sent_at,
        "error": tried.error if tried is not None and tried.error else None,
        "title": written.subject,
        "message": written.text,
    }
