"""The command that somebody would type next, from the rules alone: `vs advance 4A start --as ...`."""

from __future__ import annotations

from vs_workflow.desk.views import Awaited, Setting, Turn
from vs_workflow.rules.lifecycle import Action
from vs_workflow.words import naming
from vs_workflow.words.lang import Lang

_FILE = {"nl": "BESTAND", "en": "FILE"}
_PERSON = {"nl": "PERSOON", "en": "PERSON"}
_DATE = {"nl": "DATUM", "en": "DATE"}
_TEXT = {"nl": "TEKST", "en": "TEXT"}


def to_advance(assignment: str, turn: Turn, setting: Setting, lang: Lang) -> str:
    """`vs advance` for this turn, as the first who may take it, with what its guards ask."""
    number = naming.number(assignment, setting)
    words = ["vs advance", number, turn.step]
    if turn.people:
        words.append(f"--as {turn.people[0]}")
    step = setting.rules.lifecycle.step(turn.step)
    if step is not None:
        words.extend(asked(step, lang))
    return " ".join(words)


def to_record(assignment: str, wanted: Awaited, setting: Setting, lang: Lang) -> str:
    """`vs record` for what a step waits for, as the first who may."""
    words = ["vs record", wanted.event, naming.number(assignment, setting), f"--as {wanted.people[0]}"]
    if wanted.body is not None:
        words.append(f"--fact {wanted.fact}={wanted.body}")
    event = setting.rules.lifecycle.event(wanted.event)
    if event is not None:
        words.extend(one for one in asked(event, lang) if wanted.body is None or not one.startswith("--form"))
    return " ".join(words)


def to_grant(wanted: Awaited, lang: Lang) -> str:
    """`vs grant` for the role in which what a step waits for is recorded."""
    words = ["vs grant", wanted.roles[0], _PERSON[lang], wanted.body or "", f"--from {_DATE[lang]}"]
    return " ".join(word for word in [*words, f"--as {wanted.granters[0]}"] if word)


def to_form(assignment: str | None, action: str, setting: Setting) -> str:
    """`vs form` for this step or event."""
    return " ".join(word for word in ("vs form", naming.number(assignment, setting), action) if word)


def asked(action: Action, lang: Lang) -> list[str]:
    """The options that carry what the action's guards ask."""
    kinds = {guard.kind for guard in action.guards}
    found: list[str] = []
    if any(fact.required for fact in action.facts):
        found.append(f"--form {_FILE[lang]}")
    if "document" in kinds:
        found.append(f"--document {_FILE[lang]}")
    if "reason" in kinds:
        found.append(f"--reason {_TEXT[lang]}")
    return found
