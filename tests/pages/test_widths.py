"""Every page keeps within its paper, says by words what it says by colour, and cuts nothing off."""

from __future__ import annotations

import pytest

from tests.pages.views import Page
from vs_workflow.pages.paper import Paper
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import cells

LANGUAGES: tuple[Lang, ...] = ("nl", "en")


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_paper(pages: dict[str, Page], width: int) -> None:
    for name, page in pages.items():
        if name.startswith("form"):
            continue
        for lang in LANGUAGES:
            for line in page.lines(lang, width):
                assert cells(line) <= width, (name, lang, line)


def test_narrow_paper_holds_every_word_of_wide_paper(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        if name == "board" or name.startswith("form"):
            continue
        wide = " ".join(page.lines("nl", 100)).split()
        narrow = " ".join(page.lines("nl", 70)).split()

        assert narrow == wide, name


def test_colour_changes_no_word(pages: dict[str, Page]) -> None:
    for page in pages.values():
        plain = page.lines("nl", 80)
        coloured = page.as_text(page.view, "nl", 80, True)
        shown = coloured if isinstance(coloured, str) else coloured.plain

        assert [line.rstrip() for line in shown.splitlines()] == plain


def test_the_pages_of_a_rehearsal_say_so_in_their_first_line(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        if name.startswith("form") or name in ("check", "workflow", "rules-differ"):
            continue
        assert page.lines("nl", 80)[0].startswith("OEFENING"), name
        assert page.lines("en", 80)[0].startswith("REHEARSAL"), name


def test_a_paragraph_wraps_between_words_and_hangs() -> None:
    paper = Paper(20)

    paper.write("een twee drie ", ("vier", "bold"), " vijf zes", indent=2, hang=2)

    assert paper.lines() == ["  een twee drie vier", "    vijf zes"]


def test_a_word_too_long_for_the_paper_is_cut_rather_than_let_out() -> None:
    paper = Paper(20)

    paper.write("x " + "a" * 45, hang=4)

    assert all(len(line) <= 20 for line in paper.lines())
    assert "".join(line.strip() for line in paper.lines()) == "x" + "a" * 45


def test_words_with_styles_between_them_stay_together() -> None:
    paper = Paper(20)

    paper.write("aaaa bbbb cccc ", ("dd", "bold"), "ee")

    assert paper.lines() == ["aaaa bbbb cccc ddee"]


def test_wide_characters_count_double() -> None:
    paper = Paper(20)

    paper.write("漢字漢字漢字 漢字漢字漢字")

    assert all(cells(line) <= 20 for line in paper.lines())
