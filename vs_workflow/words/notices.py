"""A notice as a letter: its subject on one line and its text, in the language of whoever gets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

from vs_workflow.reasons import Plain
from vs_workflow.timeline.notice import Notice, NoticeKind
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.fill import fill
from vs_workflow.words.lang import Lang

if TYPE_CHECKING:
    from vs_workflow.desk.views import Setting

_OF = {"nl": "opdracht {number}, {title}", "en": "assignment {number}, {title}"}
_SHORT = {"nl": "opdracht {number}", "en": "assignment {number}"}
_WHOLE = {"nl": "het programma", "en": "the programme"}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: plain text, its paragraphs apart by a blank line."""

    subject: str
    text: str


def letter(notice: Notice, setting: Setting, lang: Lang) -> Letter:
    """The letter of this notice."""
    sentences = _sentences(lang)
    said = _said(notice, setting, lang)
    _, body = sentences.NOTICES[notice.kind.value]
    paragraphs = [_filled(sentence, said) for sentence in (sentences.GREETING, *body, *sentences.CLOSING)]
    return Letter(_subject(notice, said, lang), _text(paragraphs))


def letter_of(told: Sequence[tuple[Notice, Setting]], lang: Lang) -> Letter:
    """One letter to one person about all of these: a numbered list, with once at its end what holds for several."""
    if len(told) == 1:
        return letter(*told[0], lang)
    sentences = _sentences(lang)
    items: list[str] = []
    general: dict[str, None] = {}
    for number, (notice, setting) in enumerate(told, 1):
        said = _said(notice, setting, lang)
        _, body = sentences.NOTICES[notice.kind.value]
        items.append(f"{number}. {_subject(notice, said, lang)}")
        items.append(_filled(" ".join(one for one in body if one not in sentences.GENERAL), said))
        general |= dict.fromkeys(sentences.GENERAL[one] for one in body if one in sentences.GENERAL)
    notice, setting = told[-1]
    said = _said(notice, setting, lang) | {
        "command": f"vs todo {notice.person}",
        "count": str(len(told)),
        "seqs": naming.join(dict.fromkeys(str(one.seq) for one, _ in told), lang),
    }
    first, last = (
        [_filled(one, said) for one in part] for part in (sentences.OPENING_OF_MANY, sentences.CLOSING_OF_MANY)
    )
    return Letter(_filled(sentences.SUBJECT_OF_MANY, said), _text([*first, *items, *general, *last]))


def _subject(notice: Notice, said: Mapping[str, str], lang: Lang) -> str:
    subject, _ = _sentences(lang).NOTICES[notice.kind.value]
    return _filled(subject, {**said, "about": said["about_short"]})


def _filled(sentence: str, said: Mapping[str, str]) -> str:
    return " ".join(fill(sentence, lambda name, typed: said.get(name)).split())


def _text(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(one for one in paragraphs if one) + "\n"


def plainly(notice: Notice) -> dict[str, Plain]:
    """What a notice is about, for programs: by key, its days as ISO 8601."""
    return {
        "kind": notice.kind.value,
        "person": notice.person,
        "assignment": notice.assignment,
        "milestone": notice.milestone or None,
        "due": None if notice.due is None else notice.due.isoformat(),
        "on": notice.on.isoformat(),
        "seq": notice.seq,
        "facts": dict(notice.facts),
    }


def _sentences(lang: Lang) -> ModuleType:
    if lang == "nl":
        from vs_workflow.words.nl import notices as dutch

        return dutch
    from vs_workflow.words.en import notices as english

    return english


def _said(notice: Notice, setting: Setting, lang: Lang) -> dict[str, str]:
    """What stands in the holes, as people write it; what is not known is not there."""
    facts, number = notice.facts, naming.number(notice.assignment, setting)
    said = {
        "person": naming.person(notice.person, setting, lang),
        "programme": naming.label(setting.rules.programme.title, lang),
        "milestone": naming.milestone(notice.milestone, setting, lang),
        "about": _WHOLE[lang],
        "about_short": _WHOLE[lang],
        "on": say_day(notice.on, lang),
        "seq": str(notice.seq),
        "command": "vs status",
    }
    if notice.assignment is not None:
        title = naming.title(notice.assignment, setting, lang)
        said["about"] = _OF[lang].format(number=number, title=title)
        said["about_short"] = _SHORT[lang].format(number=number)
        said["command"] = f"vs why {number}"
    if notice.kind is NoticeKind.YOUR_TURN:
        said["command"] = f"vs todo {notice.person}"
    if notice.due is not None:
        said["due"] = say_day(notice.due, lang)
    for name in ("meeting", "since"):
        if isinstance(told := facts.get(name), str):
            said[name] = say_day(date.fromisoformat(told), lang)
    if isinstance(body := facts.get("body"), str):
        said["body"] = naming.body(body, setting, lang)
    if isinstance(state := facts.get("state"), str):
        said["state"] = naming.state(state, setting, lang)
    if isinstance(count := facts.get("days"), int):
        said["days"] = str(count)
    if isinstance(answers := facts.get("answers"), list):
        said["answers"] = naming.people((str(one) for one in answers), setting, lang)
    if isinstance(actions := facts.get("actions"), list):
        said["actions"] = naming.either((f"'{naming.action(str(one), setting, lang)}'" for one in actions), lang)
    return said
