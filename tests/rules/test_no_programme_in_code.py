"""No name, day, state or number of the programme that ships stands in the code: all that is data in `workflows/`.

Every string literal of the code is read with `ast` (docstrings and the words of two
languages apart, which are looked through word by word for what is 2015's alone).
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.programmes import OOST

ROOT = Path(__file__).parents[2]

# Words of the files that are also words of the program's own closed sets, each with why.
OURS = {
    # kinds of body, fact, event and of what an entry holds
    "assignment": "scope", "programme": "scope", "body": "scope, fact type", "person": "fact type",
    "people": "fact type",
    "organisation": "fact type", "district": "fact type; a body's district", "day": "fact type", "text": "fact type",
    "document": "guard kind", "reason": "guard kind; a field of every entry", "meeting": "guard kind; effect",
    "composition": "guard kind", "team-member": "guard kind", "records": "fact type", "gaps": "fact type",
    "confirmations": "fact type", "choice": "fact type", "confirmed": "guard kind", "fact": "guard kind",
    "sub-cases": "guard kind", "event-in-effect": "guard kind", "either": "scope",
    # effects of events
    "joins": "effect", "leaves": "effect", "held": "effect", "planned": "effect", "cancelled": "effect",
    "other-document": "what an event may show", "accepted": "key of every answer in JSON",
    # keys of the register and of the shape of the files
    "key": "key", "name": "key", "kind": "key", "label": "key", "title": "key", "role": "key", "number": "key",
    "state": "key",
    "event": "key", "function": "key of a record", "nl": "language", "en": "language", "start": "first day of a grant",
    "open": "key", "register": "kind of entry", "step": "kind of entry", "met": "verdict", "missed": "verdict",
}  # fmt: skip


def code() -> Iterator[Path]:
    for part in ("vs_workflow", "store"):
        yield from sorted((ROOT / part).rglob("*.py"))
    yield ROOT / "cli.py"


def spoken(path: Path) -> bool:
    """The sentences for people: there, common words are words and not keys."""
    return "words" in path.parts


def literals(path: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield node.lineno, node.value


def of_the_files() -> dict[str, set[str]]:
    """Everything that the files of the shipped programme name: keys, names, labels and days."""
    found: dict[str, set[str]] = {"key": set(), "label": set(), "day": set(), "name": set()}
    for path in (OOST.programme, OOST.lifecycle, OOST.people):
        _collect(tomllib.loads(path.read_text(encoding="utf-8")), found, "")
    people = tomllib.loads(OOST.people.read_text(encoding="utf-8"))
    found["key"] |= set(people) - {"schema"}
    return found


def _collect(value: Any, found: dict[str, set[str]], key: str) -> None:
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            if key in ("items", "choices"):
                found["key"].add(inner_key)
            _collect(inner, found, inner_key)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, found, key)
    elif isinstance(value, date):
        found["day"].add(value.isoformat())
    elif isinstance(value, str) and value:
        if key in ("nl", "en"):
            found["label"] |= {value} if " " in value else set()
        elif key == "name" and " " in value:
            found["name"].add(value)
        elif (
            key not in ("schema", "zone", "hour", "subject", "agenda", "lifecycle", "register") and not value.isdigit()
        ):
            found["key"].add(value)


FILES = of_the_files()


@pytest.mark.parametrize("path", list(code()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_literal_of_the_code_is_a_key_a_name_or_a_day_of_the_shipped_programme(path: Path) -> None:
    strange = (FILES["key"] | FILES["day"] | FILES["name"] | FILES["label"]) - set(OURS)
    known = FILES["key"] - set(OURS)

    found = [(line, text) for line, text in literals(path) if text in (known if spoken(path) else strange)]

    assert not found


@pytest.mark.parametrize("path", list(code()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_of_the_code_is_one_that_only_the_shipped_programme_has(path: Path) -> None:
    found = [
        (number, match[0])
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := PROPER.search(line))
    ]

    assert not found


def _proper() -> re.Pattern[str]:
    """Names of people, places and bodies: words with a capital, and keys that no language has."""
    people = tomllib.loads(OOST.people.read_text(encoding="utf-8"))
    programme = tomllib.loads(OOST.programme.read_text(encoding="utf-8"))
    words = {key for key in people if key != "schema"}
    words |= {record["name"].split()[-1] for key, record in people.items() if key != "schema"}
    for section in ("districts", "bodies", "assignments", "themes"):
        words |= {row["key"] for row in programme[section]}
    words |= {"driehoek", "driehoeken", "BBG", "RVO", "DVO", "Oost-Nederland", "ONL", "trekker", "expertteam"}
    words |= {str(year) for year in (2015, 2018)}
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in sorted(words)) + r")(?![\w-])", re.IGNORECASE
    )


PROPER = _proper()


def test_the_words_that_are_ours_are_words_of_the_files_too() -> None:
    """The list of exceptions holds nothing that is not needed."""
    in_code = {text for path in code() for _, text in literals(path)}

    needless = {word for word in OURS if word not in in_code}

    assert not needless
