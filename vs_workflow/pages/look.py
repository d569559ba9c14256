"""Look: the board, one assignment, what is to be done, why not yet, and forms; as text or as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.blank import Form
from vs_workflow.desk.views import Board, CaseView, Todo, Why
from vs_workflow.pages.data import Data
from vs_workflow.words.lang import Lang

if TYPE_CHECKING:
    from rich.text import Text

View = Board | CaseView | Todo | Why | Form


def as_text(view: View, lang: Lang, width: int, colour: bool) -> str | Text:
    """The page, no line wider than `width` (a form is a file and keeps its lines)."""
    match view:
        case Board():
            from vs_workflow.pages import board

            return board.as_text(view, lang, width, colour)
        case CaseView():
            from vs_workflow.pages import case

            return case.as_text(view, lang, width, colour)
        case Todo():
            from vs_workflow.pages import turns

            return turns.todo_as_text(view, lang, width, colour)
        case Why():
            from vs_workflow.pages import turns

            return turns.why_as_text(view, lang, width, colour)
        case Form():
            from vs_workflow.pages import form

            return form.as_text(view, lang)


def as_data(view: View, lang: Lang) -> Data:
    """The document for `--json`, with its `schema`."""
    match view:
        case Board():
            from vs_workflow.pages import board

            return board.as_data(view, lang)
        case CaseView():
            from vs_workflow.pages import case

            return case.as_data(view, lang)
        case Todo():
            from vs_workflow.pages import turns

            return turns.todo_as_data(view, lang)
        case Why():
            from vs_workflow.pages import turns

            return turns.why_as_data(view, lang)
        case Form():
            from vs_workflow.pages import form

            return form.as_data(view, lang)
