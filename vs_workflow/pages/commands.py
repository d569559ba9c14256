"""The command that somebody would type next, from the rules alone: `vs advance 4A start --as ...`."""

from __future__ import annotations

from vs_workflow.desk.views import Setting, Turn
from vs_workflow.rules.lifecycle import Action
from vs_workflow.words import naming
from vs_workflow.words.lang import Lang

_FILE = {"nl": "BESTAND", "en": "FILE"}
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
