"""What each decision says, whole: every reason with its facts and its people, and the entry that would record it.

Outside programs read these codes, rules and facts, and the sentences are made from them. A
scene asks one thing; the text file beside it holds what is said. `python -m tests.decide.said`
writes the files again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.said import plain, write
from vs_workflow.decide import Decision, Refused
from vs_workflow.journal.entry import Draft
from vs_workflow.reasons import Reason

Scenes = Mapping[str, Callable[[], Decision]]

HERE = Path(__file__).parent
_EMPTY: tuple[object, ...] = (None, "", (), {})


def told(decision: Decision) -> str:
    """The decision in lines: the draft, then each reason, with nothing left out that is not empty."""
    said = decision.reasons if isinstance(decision, Refused) else ()
    assert decision.draft.reasons == said
    return "\n".join([_draft(decision.draft), *(_reason(one) for one in said)])


def write_all(files: Mapping[str, Scenes]) -> None:
    for name, scenes in files.items():
        write(HERE / f"{name}.txt", {scene: told(ask()) for scene, ask in scenes.items()})


def _draft(draft: Draft) -> str:
    first = f"{draft.kind.value}{f' ({draft.asked.value})' if draft.asked else ''} {draft.what} on {draft.on}"
    parts = {
        name: getattr(draft, name)
        for name in (
            "assignment", "source", "target", "actor", "behalf_of", "typed_by", "role", "grant", "corrects", "reason",
            "guards", "facts", "opens",
        )
    }  # fmt: skip
    shown = [f"{name} {plain(value)}" for name, value in parts.items() if value not in _EMPTY]
    shown += [f"document {one[:8]}" for one in draft.documents]
    return "\n    ".join([first, *shown])


def _reason(reason: Reason) -> str:
    first = f"- {reason.code.value} {reason.rule}{f' [{reason.guard}]' if reason.guard is not None else ''}"
    who = [f"who {' '.join(reason.who)}"] if reason.who else []
    return "\n    ".join([first, *(f"{key} {plain(value)}" for key, value in reason.facts.items()), *who])
