"""What stands for a value on a line of help, in the reader's language: FILE, or BESTAND."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

    from vs_workflow.words.lang import Lang

_WORD = re.compile(r"(?<![A-Z_])[A-Z]{2,}(?![A-Z_])")
_DUTCH = {
    "BODY": "ORGAAN",
    "BUNDLE": "BUNDEL",
    "COMMAND": "COMMANDO",
    "DATE": "DATUM",
    "DIR": "MAP",
    "EVENT": "GEBEURTENIS",
    "FILE": "BESTAND",
    "FINGERPRINT": "VINGERAFDRUK",
    "GRANT": "NUMMER",
    "KEY": "SLEUTEL",
    "NAME": "NAAM",
    "NUMBER": "NUMMER",
    "OPTIONS": "OPTIES",
    "PERSON": "PERSOON",
    "PROGRAMME": "PROGRAMMA",
    "ROLE": "ROL",
    "STEP": "STAP",
    "TEXT": "TEKST",
    "TOPIC": "ONDERWERP",
    "VALUE": "WAARDE",
}


def placeholder(text: str, lang: Lang) -> str:
    """`--fact KEY=VALUE`; in Dutch `--fact SLEUTEL=WAARDE`."""
    return _WORD.sub(lambda word: _DUTCH.get(word[0], word[0]), text) if lang == "nl" else text


def metavar(param: click.Parameter, ctx: click.Context, lang: Lang) -> str:
    """What the parameter is called on a line of help."""
    return placeholder(param.make_metavar(ctx), lang)
