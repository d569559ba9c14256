"""Prove: what was recorded, how it came about, and whether all of it still holds; as text or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.proofs import History, Replayed, Verified
from vs_workflow.pages.data import Data
from vs_workflow.words.lang import Lang

if TYPE_CHECKING:
    from rich.text import Text

View = History | Replayed | Verified


def as_text(view: View, lang: Lang, width: int, colour: bool) -> str | Text:
    """The page, no line wider than `width`."""
    match view:
        case History():
            from vs_workflow.pages import history

            return history.as_text(view, lang, width, colour)
        case Replayed():
            from vs_workflow.pages import replayed

            return replayed.as_text(view, lang, width, colour)
        case Verified():
            from vs_workflow.pages import verified

            return verified.as_text(view, lang, width, colour)


def as_data(view: View, lang: Lang) -> Data:
    """The document for `--json`, with its `schema`."""
    match view:
        case History():
            from vs_workflow.pages import history

            return history.as_data(view, lang)
        case Replayed():
            from vs_workflow.pages import replayed

            return replayed.as_data(view, lang)
        case Verified():
            from vs_workflow.pages import verified

            return verified.as_data(view, lang)
