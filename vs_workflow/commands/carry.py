"""Carry: a verified copy of the database, and what a bug report needs to say."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING

from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.opening import database
from vs_workflow.commands.printing import answer, answer_in_a_sentence
from vs_workflow.commands.settings import Settings
from vs_workflow.words.lang import Lang

if TYPE_CHECKING:
    from vs_workflow.reasons import Trouble

_COLUMN = 25
_LIBRARIES = ("apscheduler", "click", "pydantic", "rich", "sqlalchemy", "sqlmodel", "transitions", "psycopg")


@command(
    "backup",
    nl=(
        "Kopieert de hele database naar een nieuw bestand, ook terwijl anderen schrijven, en leest de kopie na. "
        "Een database op een server kopieert de server."
    ),
    en=(
        "Copies the whole database to a new file, also while others write, and reads the copy over. A database on "
        "a server is copied by the server."
    ),
)
@argument("file", metavar="FILE", nl="het nieuwe bestand", en="the new file")
def backup(settings: Settings, file: str) -> None:
    """Make a verified copy."""
    from vs_workflow.commands.phrases import phrase

    with database(settings) as store:
        made = store.backup(file)
    said = phrase("backup.done", settings.lang, **made)
    answer_in_a_sentence(settings, said, lambda: {"schema": "vs.backup/1", **made}, recorded=file)


@command(
    "diagnose",
    nl=("Zegt ook waarom een database niet open kan. Er staan geen namen van mensen in."),
    en=("Says also why a database cannot be opened. There are no names of people in it."),
)
def diagnose(settings: Settings) -> None:
    """Say what a bug report needs, without names of people."""
    data = {"schema": "vs.diagnose/1", **_machine(), "database": _database(settings)}
    answer(settings, text=lambda: "\n".join(_lines(data, settings.lang)), data=lambda: data)


def _machine() -> dict[str, object]:
    from vs_workflow import __version__

    return {
        "vs": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "encoding": sys.stdout.encoding if sys.stdout is not None else None,
        "libraries": _versions(),
    }


def _versions() -> dict[str, object]:
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, object] = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _database(settings: Settings) -> dict[str, object]:
    """Its facts, and what SQLite says of its file; or why it cannot be opened: a report is asked for just then."""
    from vs_workflow.reasons import Trouble

    found: dict[str, object] = {}
    try:
        with database(settings) as store:
            try:
                found = dict(store.facts())
            except Trouble as error:
                found = _trouble(error, settings.lang)
            found["damage"] = list(store.damage())
            found["missing_tables"] = list(store.missing_tables())
    except Trouble as error:
        return {**found, **_trouble(error, settings.lang)}
    return found


def _trouble(error: Trouble, lang: Lang) -> dict[str, object]:
    from vs_workflow.words import say

    return {"trouble": error.rule, "message": say.trouble(error, lang)[0], **error.facts}


def _lines(data: object, lang: Lang, *, indent: int = 0) -> list[str]:
    from vs_workflow.words.terms import of_the_store

    if not isinstance(data, dict):
        return []
    lines: list[str] = []
    for key, value in data.items():
        if key == "schema" or (key == "trouble" and "message" in data):
            continue
        called = of_the_store(key, lang) if lang == "nl" else key
        if isinstance(value, dict):
            lines += [f"{' ' * indent}{called}", *_lines(value, lang, indent=indent + 2)]
        else:
            lines.append(f"{' ' * indent}{called:{_COLUMN - indent}}  {_said(value, lang)}")
    return lines


def _said(value: object, lang: Lang) -> str:
    if isinstance(value, list):
        return "; ".join(str(one) for one in value) or ("geen" if lang == "nl" else "none")
    return "-" if value is None else str(value)
