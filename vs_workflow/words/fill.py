"""Sentences with holes: `{name}` is filled, `[...]` is left out where a hole in it has nothing to say.

`[...||...]` says the first of two whose holes are all filled; `[!name ...]` is said only where
`name` has nothing to say. `{days#day|days}` gives the number with its noun; `{step.key}` gives a name as it is typed
rather than as it is called. Values are put in once and never read as sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Value = Callable[[str, bool], str | None]
"""Gives what stands in a hole, by the hole's name; the flag asks for it as it is typed."""

_PART = re.compile(
    r"\[(?P<optional>[^\[\]]*)\]|\{(?P<name>[a-z_]+)(?P<typed>\.key)?(?:#(?P<one>[^|}]*)\|(?P<many>[^}]*))?\}"
)
_WITHOUT = re.compile(r"!(?P<name>[a-z_]+) ")
UNKNOWN = "?"


def fill(sentence: str, value: Value) -> str:
    """The sentence with its holes filled; a hole that nothing is known for shows a question mark."""
    return _PART.sub(lambda part: _filled(part, value), sentence)


def holes(sentence: str) -> frozenset[str]:
    """The names of the holes that the sentence cannot do without."""
    bare = re.sub(r"\[[^\[\]]*\]", "", sentence)
    return frozenset(found["name"] for found in _PART.finditer(bare))


def _filled(part: re.Match[str], value: Value) -> str:
    if part["optional"] is not None:
        return _perhaps(part["optional"], value)
    found = value(part["name"], part["typed"] is not None)
    if found is None or found == "":
        return UNKNOWN
    if part["one"] is None:
        return found
    return f"{found} {part['one'] if found == '1' else part['many']}"


def _perhaps(sentence: str, value: Value) -> str:
    for choice in sentence.split("||"):
        without = _WITHOUT.match(choice)
        if without is not None:
            if not value(without["name"], False):
                return fill(choice[without.end() :], value)
        elif all(value(hole["name"], hole["typed"] is not None) for hole in _PART.finditer(choice)):
            return fill(choice, value)
    return ""
