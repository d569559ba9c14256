"""One assignment: where it is, who is in it, what is due, what was offered, and all that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.casebook import Grant, Mark
from vs_workflow.desk.views import CaseView, MemberView, Setting
from vs_workflow.pages.board import line_data
from vs_workflow.pages.data import Data, day
from vs_workflow.pages.happened import by_whom, marked
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import a_day, answering, arithmetic, begin, meaning, on_turn, verdict
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.facts import fact
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text

SHOWN_OF_DOCUMENT = 16


def as_text(view: CaseView, lang: Lang, width: int, colour: bool) -> str | Text:
    setting, line = view.setting, view.line
    paper = begin(setting, width, lang)
    paper.write((f"{line.number} {naming.title(line.assignment, setting, lang)}", "bold"))
    state = naming.state(line.state, setting, lang)
    paper.write((state, "cyan"), f" {term('since', lang)} {say_day(line.since, lang)}", indent=2, hang=2)
    if turns := on_turn(line, setting, lang):
        paper.write(f"{term('turn', lang)}: {turns}", indent=2, hang=2)
    _people(view, paper, lang)
    _team(view, paper, lang)
    _milestones(view, paper, lang)
    _offers(view, paper, lang)
    _happened(view, paper, lang)
    return paper.finish(colour)


def as_data(view: CaseView, lang: Lang) -> Data:
    return {
        "schema": "vs.show/1",
        "on": view.setting.on.isoformat(),
        "assignment": line_data(view.line, view.setting, lang),
        "grants": [_grant_data(grant) for grant in view.grants],
        "team": [
            {
                "person": one.person,
                "organisation": one.organisation,
                "district": one.district,
                "since": one.since.isoformat(),
            }
            for one in view.team
        ],
        "gaps": list(view.gaps),
        "entries": [_mark_data(mark) for mark in view.marks],
        "annulled": [_mark_data(mark) for mark in view.annulled],
    }


def _grant_data(grant: Grant) -> Data:
    return {
        "seq": grant.seq,
        "role": grant.role,
        "person": grant.person,
        "from": grant.start.isoformat(),
        "until": day(grant.until),
        "giver": grant.giver,
        "rests_on": grant.rests_on,
        "ended_by": grant.ended_by,
    }


def _mark_data(mark: Mark) -> Data:
    return {
        "seq": mark.seq,
        "what": mark.what,
        "from": mark.source,
        "to": mark.to,
        "on": mark.on.isoformat(),
        "first_on": mark.first_on.isoformat(),
        "at": mark.recorded_at,
        "corrected_by": mark.fixed_by,
        "actor": mark.actor,
        "behalf_of": mark.behalf_of,
        "typed_by": mark.typed_by,
        "role": mark.role,
        "grant": mark.grant,
        "facts": dict(mark.facts),
        "documents": list(mark.documents),
        "reason": mark.reason,
    }


def _title(word: str) -> str:
    return f"{word[0].upper()}{word[1:]}"


def _people(view: CaseView, paper: Paper, lang: Lang) -> None:
    setting = view.setting
    held_then = [grant for grant in view.grants if grant.until is None or grant.until > setting.on]
    if not held_then:
        return
    paper.head(_title(term("people", lang)))
    for grant in held_then:
        held = naming.role(grant.role, setting, lang)
        said = f"{held}: {naming.person(grant.person, setting, lang)}"
        if grant.giver:
            said = f"{said}, {term('mandate-of', lang)} {naming.person(grant.giver, setting, lang)}"
        paper.write(f"{said} ({_numbered(grant, lang)}, {_period(grant, setting, lang)})", indent=2, hang=2)


def _numbered(grant: Grant, lang: Lang) -> str:
    return f"{term('mandate-no' if grant.is_mandate else 'nr', lang)} {grant.seq}"


def _period(grant: Grant, setting: Setting, lang: Lang) -> str:
    said = f"{term('from-on', lang)} {a_day(grant.start, setting, lang)}"
    if grant.until is None:
        return said
    return f"{said} {term('until', lang)} {a_day(grant.until, setting, lang)}"


def _team(view: CaseView, paper: Paper, lang: Lang) -> None:
    setting = view.setting
    paper.head(_title(term("team", lang)))
    for one in view.team:
        paper.write(f"{naming.person(one.person, setting, lang)} ({_from(one, setting, lang)})", indent=2, hang=2)
    if view.gaps:
        gaps = naming.join((naming.gap(key, setting, lang) for key in view.gaps), lang)
        paper.write(f"{term('gaps', lang)}: {gaps}", indent=2, hang=2)
    elif not view.team:
        paper.write(term("nothing-yet", lang), indent=2)


def _from(one: MemberView, setting: Setting, lang: Lang) -> str:
    parts = [naming.organisation(one.organisation, setting, lang)] if one.organisation else []
    if one.district:
        parts.append(naming.district(one.district, setting, lang))
    parts.append(f"{term('since', lang)} {a_day(one.since, setting, lang)}")
    return ", ".join(parts)


def _milestones(view: CaseView, paper: Paper, lang: Lang) -> None:
    setting = view.setting
    if not view.line.milestones:
        return
    paper.head(_title(term("milestones", lang)))
    for one in view.line.milestones:
        called = naming.milestone(one.judgement.milestone, setting, lang)
        who = answering(one.answers, setting, lang)
        paper.write(f"{called}: ", verdict(one, setting, lang), f"; {who}", indent=2, hang=2)
        for said in meaning(one, setting, lang):
            paper.write(said, indent=4, hang=2)


def _offers(view: CaseView, paper: Paper, lang: Lang) -> None:
    setting, offers = view.setting, view.line.offers
    if not offers:
        return
    paper.head(f"{_title(term('offers', lang))}: {arithmetic(offers, setting, lang)}")
    for offer in offers:
        stands = f"{naming.sub_state(offer.state, setting, lang)} {a_day(offer.on, setting, lang)}"
        said = f"{naming.body(offer.body, setting, lang)}: {stands}"
        paper.write(said, f" ({term('reason', lang)}: {offer.reason})" if offer.reason else "", indent=2, hang=2)


def _happened(view: CaseView, paper: Paper, lang: Lang) -> None:
    setting = view.setting
    paper.head(_title(term("what-happened", lang)))
    if not view.marks and not view.annulled:
        paper.write(term("nothing-yet", lang), indent=2)
    for mark in view.marks:
        _mark(mark, setting, paper, lang)
    if view.annulled:
        paper.head(_title(term("annulled", lang)))
        for mark in view.annulled:
            _mark(mark, setting, paper, lang, undone=True)


def _mark(mark: Mark, setting: Setting, paper: Paper, lang: Lang, *, undone: bool = False) -> None:
    number = str(mark.seq).rjust(4)
    what = marked(mark, setting, lang)
    paper.write(f"{number}  {a_day(mark.on, setting, lang)}  ", (what, "bold" if mark.is_step else ""), hang=6)
    paper.write(by_whom(mark, setting, lang), indent=6, hang=2)
    if undone:
        paper.write(f"{term('undone-by', lang)} {mark.fixed_by}", indent=6, hang=2)
    elif mark.fixed_by is not None:
        was = f"{term('was', lang)} {say_day(mark.first_on, lang)}"
        paper.write(f"{was}; {term('corrected-by', lang)} {mark.fixed_by}", indent=6, hang=2)
    for key, value in mark.facts.items():
        if isinstance(value, str) and value and not _named_already(mark, key, setting):
            said = fact(key, value, setting, lang)
            paper.write(f"{naming.asked(key, setting, lang)}: {said}", indent=6, hang=2)
    if mark.reason:
        paper.write(f"{term('reason', lang)}: {mark.reason}", indent=6, hang=2)
    for address in mark.documents:
        paper.write(f"{term('documents', lang)} {address[:SHOWN_OF_DOCUMENT]}", indent=6, hang=2)


def _named_already(mark: Mark, key: str, setting: Setting) -> bool:
    """Whether the line of the event itself says this fact."""
    event = None if mark.is_step else setting.rules.lifecycle.event(mark.what)
    spec = event.fact(key) if event is not None else None
    return spec is not None and spec.type in ("body", "person", "day", "people")
