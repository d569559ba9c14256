"""Reasons, troubles and findings as sentences, each with what to do about it, in the reader's language.

The sentences are in `vs_workflow.words.nl` and `.en`, by rule. A rule without a sentence
is shown with its facts; nothing here raises, for it speaks where things went wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from vs_workflow.reasons import Facts, Fault, Finding, Plain, Reason, StoreTrouble, Trouble
from vs_workflow.words.facts import fact, typed
from vs_workflow.words.fill import fill
from vs_workflow.words.lang import Lang
from vs_workflow.words.naming import label, people, person
from vs_workflow.words.safe import safe

if TYPE_CHECKING:
    from vs_workflow.desk.views import Setting

__all__ = ["fault", "finding", "finding_remedy", "label", "people", "person", "reason", "sentences", "trouble"]

Sentence = tuple[str, str]
_NOTHING: Facts = {}


def sentences(lang: Lang) -> Mapping[str, Sentence]:
    """Every rule's message and remedy in one language. Only that language is loaded."""
    if lang == "nl":
        from vs_workflow.words.nl import SENTENCES
    else:
        from vs_workflow.words.en import SENTENCES
    return SENTENCES


def reason(reason: Reason, setting: Setting, lang: Lang, about: Facts = _NOTHING) -> Sentence:
    """The message and the remedy of one reason; `about` is what the request was about (`assignment`, `step`)."""
    others: list[Plain] = [one for one in reason.who if one != about.get("actor")]
    given: dict[str, Plain] = {**about, **reason.facts, "who": others or list(reason.who), "guard": reason.guard}
    if about and about.get("step") is None:
        # On somebody's behalf steps are taken and events recorded; nothing else is asked so.
        given.pop("mandate_of", None)
    return _said(reason.rule, given, setting, lang)


def trouble(error: Trouble, lang: Lang) -> Sentence:
    """The message and the remedy of what went wrong; for the database, whether something was recorded."""
    from vs_workflow.desk.naming import MisunderstoodHere

    setting = error.setting if isinstance(error, MisunderstoodHere) else None
    message, remedy = _said(error.rule, error.facts, setting, lang)
    known = sentences(lang).get(error.rule)
    unnamed = {"file": _WORDS[lang]["empty"]} if error.facts.get("file") == "" else {}
    where = "" if known is not None and "{file}" in known[0] else _where({**error.facts, **unnamed}, lang)
    if where and not message.startswith(where):
        message = f"{where}{message}"
    if more := error.facts.get("more"):
        message = f"{message} {fill(_WORDS[lang]['more'], lambda name, _: str(more))}"
    if isinstance(error, StoreTrouble):
        message = f"{message} {_RECORDED[lang][error.recorded]}"
    return message, remedy


def fault(fault: Fault, lang: Lang) -> Sentence:
    """One thing wrong in a file, with the file and the place in front."""
    message, remedy = _said(fault.rule, fault.facts, None, lang)
    return f"{_where({'file': fault.file, 'where': fault.where}, lang)}{message}", remedy


def finding(finding: Finding, lang: Lang, setting: Setting | None = None) -> str:
    """What a check found, as one sentence."""
    return _said(finding.rule, _of(finding), setting, lang)[0]


def finding_remedy(finding: Finding, lang: Lang, setting: Setting | None = None) -> str:
    """What to do about what a check found."""
    return _said(finding.rule, _of(finding), setting, lang)[1]


_WORDS: dict[Lang, dict[str, str]] = {
    "nl": {"more": "En nog {n} in dit bestand.", "empty": "(leeg)"},
    "en": {"more": "And {n} more in this file.", "empty": "(empty)"},
}
_RECORDED: dict[Lang, dict[bool | None, str]] = {
    "nl": {
        True: "Het is wel vastgelegd.",
        False: "Er is niets vastgelegd.",
        None: "Of het is vastgelegd, is niet bekend: kijk met vs history.",
    },
    "en": {
        True: "It was recorded.",
        False: "Nothing was recorded.",
        None: "Whether it was recorded is not known: look with vs history.",
    },
}


def _of(finding: Finding) -> Facts:
    return {"seq": finding.seq, "where": finding.where, **finding.facts}


def _where(facts: Facts, lang: Lang) -> str:
    """`file, place: ` where the facts name them."""
    found = [safe(str(facts[key])) for key in ("file", "where") if facts.get(key)]
    if lang == "nl":
        found = [re.sub(r"^line (?=[0-9]+$)", "regel ", one).replace("last line", "laatste regel") for one in found]
    return f"{', '.join(found)}: " if found else ""


def _said(rule: str, facts: Facts, setting: Setting | None, lang: Lang) -> Sentence:
    known = sentences(lang).get(rule)
    if known is None:
        return _unknown(rule, facts, setting, lang)

    def value(name: str, as_typed: bool) -> str | None:
        if as_typed:
            return typed(name, facts.get(name), setting)
        if name == "why" and "why_facts" in facts:
            return _why(facts, setting, lang)
        if name == "you" and name not in facts:
            name = "actor"
        if name in _BY_EFFECT:
            return _by_effect(name, setting)
        if name in ("text", "address", "file") and facts.get(name) == "":
            return _WORDS[lang]["empty"]
        return fact(name, facts.get(name), setting, lang)

    return fill(known[0], value), fill(known[1], value)


def _why(facts: Facts, setting: Setting | None, lang: Lang) -> str:
    """The message of the rule that another reason names as its own cause; who is told it is not who acted then."""
    inner = facts["why_facts"]
    said: Facts = {**inner, "you": None} if isinstance(inner, dict) else {}
    return _said(str(facts.get("why")), said, setting, lang)[0]


# Holes filled with the name that the rules in force give to the event that does this.
_BY_EFFECT = {"held_event": ("meeting", "held"), "joins_event": ("team", "joins")}


def _by_effect(name: str, setting: Setting | None) -> str:
    field, effect = _BY_EFFECT[name]
    events = setting.rules.lifecycle.events if setting is not None else ()
    return next((safe(event.key) for event in events if getattr(event, field) == effect), "")


def _unknown(rule: str, facts: Facts, setting: Setting | None, lang: Lang) -> Sentence:
    shown = "; ".join(
        f"{safe(name)}: {said}" for name, one in facts.items() if (said := fact(name, one, setting, lang))
    )
    remedy = "Zie vs help." if lang == "nl" else "See vs help."
    return f"{safe(rule)}{f' ({shown})' if shown else ''}", remedy
