"""A view with its page, and what every page is asked for in the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vs_workflow.words.lang import Lang


@dataclass(frozen=True)
class Page:
    as_text: Callable[..., Any]
    as_data: Callable[..., dict[str, Any]]
    view: Any

    def lines(self, lang: Lang, width: int) -> list[str]:
        """The page without colour."""
        return str(self.as_text(self.view, lang, width, False)).splitlines()

    def data(self, lang: Lang) -> dict[str, Any]:
        return self.as_data(self.view, lang)
