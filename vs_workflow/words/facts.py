"""Facts as people write them: a day as a day, a key by what it names, a list as a list.

What a fact's key names follows from the fact's own name (`assignment`, `roles`, `who`);
any other fact is shown as it is. Hashes are shown by their beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from vs_workflow.journal.entry import Instant
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day, say_moment
from vs_workflow.words.details import detail
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import safe

if TYPE_CHECKING:
    from vs_workflow.desk.views import Setting

MOST_LISTED = 12
SHOWN_OF_HASH = 16
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")
_HASH = re.compile(r"[0-9a-f]{64}")
# Lists of which one is meant; of any other list all are.
_ALTERNATIVES = frozenset({"readings", "suggestions", "among", "sources", "roles", "expected", "possible"})
_YES = {"nl": ("ja", "nee"), "en": ("yes", "no")}
_MORE = {"nl": "nog {}", "en": "{} more"}
_PLACES = {
    "assignment": {"nl": "een opdracht", "en": "an assignment"},
    "programme": {"nl": "het programma", "en": "the programme"},
    "body": {"nl": "een orgaan", "en": "a body"},
    "either": {"nl": "een opdracht of het programma", "en": "an assignment or the programme"},
}

Name = Callable[[str, "Setting", Lang], str]


def _number(key: str, setting: Setting, lang: Lang) -> str:
    return naming.number(key, setting)


def _person(key: str, setting: Setting, lang: Lang) -> str:
    return naming.person(key, setting, lang)


def _state(key: str, setting: Setting, lang: Lang) -> str:
    return f"'{naming.state(key, setting, lang)}'" if key else ""


def _action(key: str, setting: Setting, lang: Lang) -> str:
    return f"'{naming.action(key, setting, lang)}'"


def _possible(key: str, setting: Setting, lang: Lang) -> str:
    called = naming.action(key, setting, lang)
    return key if called == key else f"{safe(key)} ({called})"


def _other(key: str, setting: Setting, lang: Lang) -> str:
    """The other of a pair: of two actions, or of two roles."""
    if setting.rules.lifecycle.role(key) is not None:
        return naming.role(key, setting, lang)
    return _action(key, setting, lang)


def _place(key: str, setting: Setting, lang: Lang) -> str:
    return _PLACES[key][lang] if key in _PLACES else naming.district(key, setting, lang)


# What a name that was typed is the name of; said in any setting.
_KINDS = {
    "assignment": {"nl": "opdracht", "en": "assignment"},
    "person": {"nl": "persoon", "en": "person"},
    "people": {"nl": "persoon", "en": "person"},
    "body": {"nl": "orgaan", "en": "body"},
    "step": {"nl": "stap", "en": "step"},
    "event": {"nl": "gebeurtenis", "en": "event"},
    "step-or-event": {"nl": "stap of gebeurtenis", "en": "step or event"},
    "role": {"nl": "rol", "en": "role"},
    "district": {"nl": "district", "en": "district"},
    "organisation": {"nl": "organisatie", "en": "organisation"},
    "choice": {"nl": "keuze", "en": "choice"},
    "document": {"nl": "document", "en": "document"},
    "reason": {"nl": "reden", "en": "reason"},
    "fact": {"nl": "gegeven", "en": "fact"},
    "key": {"nl": "sleutel", "en": "key"},
    "body-kind": {"nl": "soort orgaan", "en": "kind of body"},
    "state": {"nl": "stand", "en": "state"},
    "sub-state": {"nl": "stand van een aanbod", "en": "state of an offer"},
    "theme": {"nl": "thema", "en": "theme"},
    "milestone": {"nl": "mijlpaal", "en": "milestone"},
    "rules": {"nl": "regels", "en": "rules"},
    "register": {"nl": "register", "en": "register"},
    "name": {"nl": "naam", "en": "name"},
    "function": {"nl": "functie", "en": "function"},
}


_NAMES: dict[str, Name] = {
    **dict.fromkeys(("assignment", "assignments", "held_for"), _number),
    **dict.fromkeys(("state", "states", "source", "sources", "target", "targets"), _state),
    **dict.fromkeys(("step", "steps", "event", "events", "action", "actions"), _action),
    "possible": _possible,
    "other": _other,
    **dict.fromkeys(("scope", "given"), _place),
    **dict.fromkeys(("role", "roles", "in_role", "with_role", "granted_by", "answers"), naming.role),
    **dict.fromkeys(("body", "bodies", "waiting"), naming.body),
    **dict.fromkeys(("milestone", "milestones"), naming.milestone),
    **dict.fromkeys(("district", "districts"), naming.district),
    **dict.fromkeys(("organisation", "organisations"), naming.organisation),
    **dict.fromkeys(("gap", "gaps"), naming.gap),
    **dict.fromkeys(("fact", "field"), naming.asked),
    **dict.fromkeys(
        ("actor", "person", "people", "who", "giver", "holder", "holders", "behalf_of", "mandate_of", "typed_by"),
        _person,
    ),
}


_QUOTED = frozenset(name for name, named in _NAMES.items() if named in (_state, _action))


def fact(name: str, value: object, setting: Setting | None, lang: Lang) -> str:
    """The fact as people write it; without a setting, keys stay keys."""
    if isinstance(value, bool):
        return _YES[lang][0 if value else 1]
    if isinstance(value, str):
        return _text(name, value, setting, lang)
    if isinstance(value, list | tuple):
        said = [fact(name, one, setting, lang) for one in value[:MOST_LISTED]]
        left = len(value) - len(said)
        join = naming.either if name in _ALTERNATIVES else naming.join
        return join([*said, _MORE[lang].format(left)] if left else said, lang)
    if isinstance(value, Mapping):
        if name == "counts" and setting is not None:
            return naming.count(value, setting, lang)
        return ", ".join(f"{safe(str(key))} {fact(str(key), one, setting, lang)}" for key, one in value.items())
    # No entry has number 0: where nothing was found for it, there is nothing to say.
    return "" if value is None or (name == "grant" and value == 0) else safe(str(value))


def typed(name: str, value: object, setting: Setting | None) -> str:
    """The fact as it is typed in a command: the key of the first that is meant, a day in ISO 8601."""
    if isinstance(value, list | tuple):
        return typed(name, value[0], setting) if value else ""
    if value is None or isinstance(value, Mapping):
        return ""
    if name in ("assignment", "held_for") and setting is not None:
        return naming.number(str(value), setting)
    return safe(str(value))


def _text(name: str, value: str, setting: Setting | None, lang: Lang) -> str:
    if name in ("kind", "what") and value in _KINDS:
        return _KINDS[value][lang]
    if name in ("scope", "given") and value in _PLACES:
        return _PLACES[value][lang]
    if name == "flag":
        return naming.flag(value, lang)
    if name in ("detail", "why"):
        return detail(value, lang)
    if name == "text":
        # What was typed is quoted as it was typed, also where it looks like a day.
        return safe(value)
    if setting is not None and name in _NAMES:
        return _NAMES[name](value, setting, lang)
    if name in _QUOTED:
        return f"'{naming.deed(value, lang)}'" if value else ""
    if _HASH.fullmatch(value):
        return f"{value[:SHOWN_OF_HASH]}…"
    try:
        if _DAY.fullmatch(value):
            return say_day(date.fromisoformat(value), lang)
        if _MOMENT.fullmatch(value):
            if setting is None:
                return value.replace(".000000Z", "Z")
            return say_moment(Instant(value), setting.rules.programme.zone, lang)
    except (ValueError, OverflowError):
        return safe(value)
    return safe(value)
