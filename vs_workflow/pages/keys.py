"""The keys that the journal declares: whose, for what, from when until when; and as lines of `allowed_signers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.casebook import SigningKey
from vs_workflow.desk.keys import Keys
from vs_workflow.pages.data import Data, day
from vs_workflow.pages.phrases import begin
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def lines_as_text(view: Keys, lang: Lang, width: int, colour: bool) -> str | Text:
    """The lines and nothing else: what is copied from here is a trust file, at any width."""
    return view.allowed_signers


def as_text(view: Keys, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = begin(view.setting, width, lang)
    paper.write((term("keys", lang), "bold"))
    if not view.keys:
        paper.write(term("keys-none", lang), indent=2)
    for key in view.keys:
        holds = key.covers(view.setting.today)
        paper.write((f"{key.principal}, {term(f'key.{key.purpose}', lang)}", "" if holds else "dim"), indent=2, hang=2)
        paper.write(f"{key.fingerprint} ({key.type})", indent=4, hang=2)
        paper.write(_days(key, lang), indent=4, hang=2)
    if view.keys:
        paper.write((term("keys-lines", lang), "dim"), indent=2)
    return paper.finish(colour)


def as_data(view: Keys, lang: Lang) -> Data:
    return {
        "schema": "vs.seal-keys/1",
        "keys": [
            {
                "seq": key.seq,
                "fingerprint": key.fingerprint,
                "type": key.type,
                "public": key.public,
                "principal": key.principal,
                "purpose": key.purpose,
                "from": day(key.start),
                "started_by": key.started_by,
                "until": day(key.until),
                "retired_by": key.retired_by,
                "holds": key.covers(view.setting.today),
            }
            for key in view.keys
        ],
        "allowed_signers": view.allowed_signers,
    }


def _days(key: SigningKey, lang: Lang) -> str:
    """From when until when, each with the number of the entry that says so."""
    said = f"{term('from-on', lang)} {say_day(key.start, lang)} ({term('nr', lang)} {key.started_by})"
    if key.until is None:
        return said
    return f"{said} {term('until', lang)} {say_day(key.until, lang)} ({term('nr', lang)} {key.retired_by})"
