"""Where each setting comes from: option, environment, configuration file, default; the first that has it.

Light on purpose: `vs --help` needs the reader's language and nothing more, so even pathlib
waits until there is a file to read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

if TYPE_CHECKING:
    from vs_workflow.words.lang import Lang

Given = Mapping[str, str | bool]

CONFIG_FILE = "vs.toml"
CONFIG_LIMIT = 65_536
# No line is longer, because tomllib takes a time quadratic in the length of a dotted key.
LINE_LIMIT = 1_000
# Tables that only the commands which send look into; what stands there keeps nobody else from working.
SENDING = ("notify", "people")

# Each setting and the variable that gives it; `json` is asked for call by call.
VARIABLES: dict[str, str] = {
    "db": "VS_DB",
    "programme": "VS_PROGRAMME",
    "as": "VS_AS",
    "typed-by": "VS_TYPED_BY",
    "lang": "VS_LANG",
    "json": "",
    "now": "VS_NOW",
    "no-color": "NO_COLOR",
    "roles-only": "VS_ROLES_ONLY",
}
SWITCHES = frozenset({"json", "no-color", "roles-only"})
# What only the file can say, by its table; in the settings it is called `TABLE.KEY`.
TABLES: dict[str, dict[str, type]] = {
    "seal": {"folder": str, "key": str, "allowed_signers": str, "signer": str, "after_check": bool},
}


class Found(NamedTuple):
    """A value and where it comes from; `name` is the option, the variable or the file."""

    value: str | bool | None
    origin: Literal["option", "environment", "file", "default"]
    name: str = ""


def glance(arguments: Sequence[str]) -> dict[str, str | bool]:
    """What help and errors must know before the line is parsed: the language, and whether JSON is asked."""
    given: dict[str, str | bool] = {}
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--json":
            given["json"] = True
        following = arguments[place + 1] if place + 1 < len(arguments) else ""
        lang = following if word == "--lang" else word.removeprefix("--lang=")
        if lang in ("nl", "en") and word.startswith("--lang"):
            given["lang"] = lang
    return given


NO_FILE: tuple[str, Mapping[str, str | bool]] = ("", {})


def language(given: Given) -> Lang:
    """The reader's language; a broken configuration is no reason to withhold help."""
    try:
        configured = config()
    except Exception:  # noqa: BLE001 - the call itself will say what is wrong with the file
        configured = NO_FILE
    chosen = look_up("lang", given, configured).value
    if chosen in ("nl", "en"):
        return "nl" if chosen == "nl" else "en"
    return of_locale(os.environ)


def of_locale(environ: Mapping[str, str]) -> Lang:
    """Dutch for a Dutch locale, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "nl" if environ[name].startswith("nl") else "en"
    return "en"


def look_up(name: str, given: Given, configured: tuple[str, Mapping[str, str | bool]]) -> Found:
    """One setting. An empty variable counts as absent."""
    if name in given:
        return Found(given[name], "option", f"--{name}")
    variable = VARIABLES[name]
    if variable and os.environ.get(variable):
        value = os.environ[variable]
        return Found(name in SWITCHES or value, "environment", variable)
    path, values = configured
    if name in values:
        return Found(values[name], "file", path)
    return Found(_default(name), "default")


def _default(name: str) -> str | bool | None:
    if name in SWITCHES:
        return False
    return {"db": "vs.db", "lang": of_locale(os.environ)}.get(name)


def config_paths() -> tuple[str, str]:
    """The two places where a configuration file may stand; the first that is there is the only one read."""
    return CONFIG_FILE, os.path.join(click.get_app_dir("vs"), "config.toml")


def config() -> tuple[str, Mapping[str, str | bool]]:
    """The configuration file's path and values; ("", {}) where there is none."""
    for path in config_paths():
        if os.path.lexists(path):
            return path, read_config(path)
    return NO_FILE


def sending() -> tuple[str, Mapping[str, object]]:
    """The configuration file's path and its tables about sending, unchecked; ("", {}) where there is no file."""
    for path in config_paths():
        if os.path.lexists(path):
            return path, {key: value for key, value in _parsed(path).items() if key in SENDING}
    return "", {}


def read_config(file: str) -> dict[str, str | bool]:
    """The values of one file; raises BadFile, naming what is wrong and what was expected."""
    return _checked(file, {key: value for key, value in _parsed(file).items() if key not in SENDING})


def _parsed(file: str) -> dict[str, object]:
    import tomllib
    from pathlib import Path

    from vs_workflow.reasons import BadFile

    path = Path(file)
    try:
        if not path.is_file():
            raise BadFile("call.config.unreadable", file=file, where="", why="not-a-regular-file")
        with path.open("rb") as stream:
            text = stream.read(CONFIG_LIMIT + 1)
        if len(text) > CONFIG_LIMIT:
            raise BadFile("call.config.unreadable", file=file, where="", why="too-long")
        if max(map(len, text.splitlines()), default=0) > LINE_LIMIT:
            raise BadFile("call.config.unreadable", file=file, where="", why="a-line-too-long")
        values = tomllib.loads(text.decode())
    except OSError as error:
        raise BadFile("call.config.unreadable", file=file, where="", why=error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise BadFile("call.config.unreadable", file=file, where="", why=str(error)) from error
    return values


def _checked(file: str, values: dict[str, object]) -> dict[str, str | bool]:
    from vs_workflow.reasons import BadFile

    known: dict[str, type] = {name: bool if name in SWITCHES else str for name in VARIABLES}
    flat = dict(values)
    for table, keys in TABLES.items():
        known |= {f"{table}.{key}": kind for key, kind in keys.items()}
        inner = flat.pop(table, {})
        if not isinstance(inner, dict):
            raise BadFile("call.config.type", file=file, where=table, kind=f"[{table}] ...")
        flat |= {f"{table}.{key}": value for key, value in inner.items()}
    for key, value in flat.items():
        if key not in known or (key not in VARIABLES and key in values):
            raise BadFile("call.config.key", file=file, where=key, known=", ".join((*known, *SENDING)))
        if not isinstance(value, known[key]):
            kind = "true | false" if known[key] is bool else '"..."'
            raise BadFile("call.config.type", file=file, where=key, kind=kind)
    return {key: value for key, value in flat.items() if isinstance(value, str | bool)}
