"""The paper that pages are written on: lines no wider than the screen, words whole, colour only if there is any.

Whatever is written goes through `safe`: text from outside stays one line and steers no
terminal. Without colour a page is a plain `str`; with colour it is a `rich` text, and
only then is `rich` loaded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from vs_workflow.words.safe import cells, safe

if TYPE_CHECKING:
    from rich.text import Text

Ink: TypeAlias = str | tuple[str, str]
"""A text, or a text with a style that rich knows."""

NARROWEST = 40
WIDEST = 100
USUAL = 80
GAP = 2
_LEAST_CELL = 12


def paper_width() -> int:
    """How wide the paper is: the terminal, or COLUMNS, or the usual width in a pipe; within reason."""
    said = os.environ.get("COLUMNS", "")
    found = int(said) if said.isdecimal() and len(said) < 5 else 0
    return max(NARROWEST, min(WIDEST, found or _screen()))


def _screen() -> int:
    """As `shutil.get_terminal_size`, which would take longer to load than a page to write."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or USUAL if sys.__stdout__ else USUAL
    except (ValueError, OSError):
        return USUAL


class Paper:
    """Lines of ink, top to bottom; every way of writing keeps within `width`."""

    def __init__(self, width: int = USUAL) -> None:
        self.width = max(width, 20)
        self._lines: list[list[tuple[str, str]]] = []

    def write(self, *ink: Ink, indent: int = 0, hang: int = 0) -> None:
        """A paragraph: wrapped between words, `indent` from the left, the lines after the first `hang` further."""
        for number, line in enumerate(_wrapped(ink, self.width - indent, hang)):
            pad = indent + (hang if number else 0)
            self._lines.append([(" " * pad, ""), *line] if pad else list(line))

    def head(self, text: str) -> None:
        """A heading, with a blank line above it unless it is the first."""
        self.blank()
        self.write((text, "bold"))

    def blank(self) -> None:
        """One blank line; never two, and none at the top."""
        if self._lines and self._lines[-1]:
            self._lines.append([])

    def pairs(self, rows: Iterable[tuple[str, Ink | Sequence[Ink]]], *, indent: int = 0) -> None:
        """Lines of a word and what is said of it, the words in a column of their own."""
        found = [(safe(word), _as_inks(said)) for word, said in rows]
        if not found:
            return
        wide = max(cells(word) for word, _ in found) + GAP
        for word, said in found:
            if self.width - indent - wide < 2 * _LEAST_CELL:
                self.write(word, ": ", *said, indent=indent, hang=GAP)
            else:
                self.write(word + " " * (wide - cells(word)), *said, indent=indent, hang=wide)

    def beside(
        self, left: Sequence[Sequence[Ink]], right: Sequence[Sequence[Ink]], *, wide: int, hang: int = 0
    ) -> None:
        """Paragraphs in two columns: the left one `wide`, its lines after the first `hang` further."""
        rest = self.width - wide - GAP
        two = [line for ink in right for line in _wrapped(ink, rest, 0)]
        one: list[list[tuple[str, str]]] = []
        for number, ink in enumerate(left):
            # Below the last line of the right column there is nothing to keep clear of.
            room = wide if len(one) < len(two) else self.width
            one += _hung(ink, room, hang if number else 0, hang)
        for number in range(max(len(one), len(two))):
            parts = one[number] if number < len(one) else []
            pad = wide - sum(cells(text) for text, _ in parts) + GAP
            self._lines.append([*parts, (" " * pad, ""), *(two[number] if number < len(two) else [])])

    def lines(self) -> list[str]:
        """The page without colour, line by line."""
        return ["".join(text for text, _ in line).rstrip() for line in self._lines]

    def finish(self, colour: bool) -> str | Text:
        """The page: plain, or as a rich text whose markup is never read from data."""
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        if not colour:
            return "\n".join(self.lines())
        from rich.text import Text

        page = Text(no_wrap=True, end="\n")
        for number, line in enumerate(self._lines):
            if number:
                page.append("\n")
            for text, style in line:
                page.append(text, style or None)
        return page


def _as_inks(said: Ink | Sequence[Ink]) -> list[Ink]:
    if isinstance(said, str):
        return [said]
    if isinstance(said, tuple) and len(said) == 2 and all(isinstance(part, str) for part in said):
        return [(str(said[0]), str(said[1]))]
    return list(said)


def _wrapped(ink: Iterable[Ink], width: int, hang: int) -> Iterator[list[tuple[str, str]]]:
    """Lines of words with their styles; a word too long for a line is cut rather than let out."""
    width = max(width, 8)
    line: list[tuple[str, str]] = []
    used, room, first = 0, width, True
    for word in _words(ink):
        size = sum(cells(text) for text, _ in word)
        blank = word[0][0] == " "
        if blank:
            if first or used:
                line.extend(word)
                used += size
            continue
        if used and used + size > room:
            yield _trimmed(line)
            line, used, room, first = [], 0, max(width - hang, 4), False
        while size > room - used:
            head, word = _cut(word, room - used)
            yield [*line, *head]
            line, used, room, first = [], 0, max(width - hang, 4), False
            size = sum(cells(text) for text, _ in word)
        line.extend(word)
        used += size
    yield _trimmed(line)


def _hung(ink: Sequence[Ink], width: int, indent: int, hang: int) -> Iterator[list[tuple[str, str]]]:
    """A paragraph whose first line is indented by `indent`, and the others by `hang`."""
    for number, line in enumerate(_wrapped(ink, width - indent, hang - indent)):
        pad = hang if number else indent
        yield [(" " * pad, ""), *line] if pad else list(line)


def _words(ink: Iterable[Ink]) -> Iterator[list[tuple[str, str]]]:
    """Words and single blanks, each in one or more styled pieces: ink without a blank between belongs together."""
    word: list[tuple[str, str]] = []
    for one in ink:
        text, style = (one, "") if isinstance(one, str) else one
        parts = safe(text).split(" ")
        for number, part in enumerate(parts):
            if number:
                if word:
                    yield word
                    word = []
                yield [(" ", style)]
            if part:
                word.append((part, style))
    if word:
        yield word


def _cut(word: list[tuple[str, str]], room: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    head: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    used = 0
    for text, style in word:
        take = 0
        while not rest and take < len(text) and used + cells(text[take]) <= room:
            used += cells(text[take])
            take += 1
        if take == 0 and used == 0 and not rest:
            take = 1
            used = room
        if text[:take]:
            head.append((text[:take], style))
        if text[take:]:
            rest.append((text[take:], style))
    return head, rest


def _trimmed(line: list[tuple[str, str]]) -> list[tuple[str, str]]:
    while line and not line[-1][0].strip():
        line = line[:-1]
    return line
