"""Every small word that a page asks for is there, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from vs_workflow.journal.entry import Kind
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words.terms import TERMS, term

PAGES = Path(__file__).parents[2] / "vs_workflow" / "pages"
ASKED = set(re.findall(r"""term\(\s*["']([a-z.-]+)["']""", "\n".join(p.read_text("utf-8") for p in PAGES.glob("*.py"))))


def test_every_word_that_a_page_asks_for_is_there_in_both_languages() -> None:
    assert len(ASKED) > 40
    wanted = ASKED | {f"verdict.{one.value}" for one in Verdict} | {f"kind.{one.value}" for one in Kind}

    assert wanted - set(TERMS) == set()
    assert all(dutch and english for dutch, english in TERMS.values())


def test_a_word_that_is_not_there_shows_its_key() -> None:
    assert term("level.unheard-of", "nl") == "unheard-of"
