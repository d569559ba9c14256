"""What was found wrong in a bundle, what could not be looked at, and how the one who checks it speaks."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
HEX64 = re.compile(r"[0-9a-f]{64}\Z")


@dataclass
class Report:
    """What was found wrong, and what could not be looked at."""

    findings: list[str] = field(default_factory=list)
    limits: dict[str, None] = field(default_factory=dict)

    def wrong(self, where: int | str, check: str, what: str) -> None:
        place = f"line {where}" if isinstance(where, int) else where
        self.findings.append(f"{place}: {check}: {what}")

    def limit(self, what: str) -> None:
        self.limits.setdefault(what)


def say(text: str) -> None:
    sys.stdout.write("".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text) + "\n")


def span(first: int, last: int) -> str:
    """Lines from here to there, as they are called."""
    return f"line {first}" if first == last else f"lines {first} to {last}"


def trouble(error: Exception) -> str:
    """Why something cannot be read, in words for people."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "it is not there"
        case IsADirectoryError():
            return "it is a folder"
        case PermissionError():
            return "it may not be read"
        case OSError():
            return error.strerror or type(error).__name__
        case KeyError():
            return f"it does not say {error}"
        case TypeError() | RecursionError():
            return "it is not written as it should be"
    return str(error)


def shows(text: object) -> bool:
    """Whether a text holds anything to read: no blank shows anything, nor do controls, marks alone and fillers."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in FILLERS for char in str(text or ""))


def strict_json(data: bytes) -> Json:
    """An object without a key that stands twice and without numbers that are no integers."""

    def once(pairs: list[tuple[str, Any]]) -> Json:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    def never(text: str) -> Any:
        raise ValueError(f"{text} is no integer")

    found = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_float=never, parse_constant=never)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
