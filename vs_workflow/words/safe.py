"""Text from outside, made fit for a screen: nothing in it can steer a terminal or turn the line around.

What cannot be seen is shown as an escape (`\\x1b`, `\\u202e`), so that the reader sees that
something is there. The result is one line.
"""

from __future__ import annotations

import unicodedata

_UNSEEN = (*range(0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029)
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
STEERING = (*_UNSEEN, *_TURNING)
"""The characters that could draw on a screen, break a line, turn its direction, or stand in it unseen."""

_SHOWN = {point: f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" for point in STEERING}
_SHOWN |= {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}


def safe(text: str) -> str:
    """The text with every control, line-breaking and direction-turning character written out."""
    if text.isascii() and text.isprintable():
        return text
    # Half of a surrogate pair is no character at all; the codec shows it in the same way.
    return text.translate(_SHOWN).encode("utf-8", "backslashreplace").decode()


def cells(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
