"""Help fitted to the screen: it is written for 80 columns, and wrapped again where there are fewer.

A wrapped line goes on below its own text: of a row, below its second column; of a
paragraph, together with the lines that follow it.
"""

from __future__ import annotations

import re
from typing import TextIO

_COLUMN = re.compile(r"(?<=\S) {2,}(?=\S)")
_LEAST = 24


def fitted(text: str) -> str:
    """The text with no line wider than the screen, as far as its words allow."""
    from vs_workflow.pages.paper import paper_width

    return fit(text, paper_width())


def on_screen(said: str, stream: TextIO | None) -> str:
    """Sentences, wrapped where the stream is a screen; for a script each stays the one line that it is."""
    if stream is None or not stream.isatty():
        return said
    return "\n".join(fitted(line) for line in said.split("\n"))


def fit(text: str, width: int) -> str:
    """The same for that many columns. What is narrow enough stays as it is."""
    if all(len(line) <= width for line in text.split("\n")):
        return text
    import textwrap

    lines: list[str] = []
    waiting = text.split("\n")
    while waiting:
        line = waiting.pop(0)
        if len(line) <= width:
            lines.append(line)
            continue
        hang = _hang(line, width)
        while waiting and _goes_on(waiting[0], hang):
            line = f"{line} {waiting.pop(0).strip()}"
        indent = " " * _indent(line)
        lines += textwrap.wrap(
            line.strip(),
            width,
            initial_indent=indent,
            subsequent_indent=" " * hang,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def _hang(line: str, width: int) -> int:
    """How far in the text of this line goes on: below the last column that leaves it room."""
    columns = [gap.end() for gap in _COLUMN.finditer(line) if width - gap.end() >= _LEAST]
    indent = _indent(line)
    return max(columns, default=indent + 2 if indent else 0)


def _goes_on(line: str, hang: int) -> bool:
    """Whether the next line belongs to the one that is wrapped."""
    return bool(line.strip()) and _indent(line) == hang and _COLUMN.search(line) is None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
