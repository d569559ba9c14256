"""A view on its page: as wide as the screen, coloured where colour is wanted, or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from vs_workflow.commands.printing import answer, in_colour

if TYPE_CHECKING:
    from rich.text import Text

    from vs_workflow.commands.printing import Done
    from vs_workflow.commands.settings import Settings
    from vs_workflow.words.lang import Lang

View = TypeVar("View")


def put_page(
    settings: Settings,
    as_text: Callable[[View, Lang, int, bool], str | Text],
    as_data: Callable[[View, Lang], Mapping[str, object]],
    view: View,
    *,
    recorded: Done = False,
) -> None:
    """Answer with a page; `recorded` says whether the call recorded something or made a file (see `answer`)."""

    def text() -> str | Text:
        from vs_workflow.pages.paper import paper_width

        return as_text(view, settings.lang, paper_width(), in_colour(settings))

    answer(settings, text=text, data=lambda: as_data(view, settings.lang), recorded=recorded)
