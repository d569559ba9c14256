"""What was sealed or witnessed: the three lines of the checkpoint, and where they and their signatures are kept."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from vs_workflow.desk.seal import Sealed
from vs_workflow.desk.witness import Witnessed
from vs_workflow.journal.checkpoint import Checkpoint
from vs_workflow.pages.data import Data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import begin, mark_rehearsal
from vs_workflow.words.dates import say_moment
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def minutes_as_text(view: Sealed, lang: Lang, width: int, colour: bool) -> str | Text:
    """The three lines and nothing else: what is copied from here is the checkpoint itself, at any width."""
    return view.checkpoint.body.decode()


def as_text(view: Sealed, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = begin(view.setting, width, lang)
    if view.again:
        paper.write((term("seal.again", lang), "bold"))
    elif view.signed:
        paper.write((term("seal.signed", lang), "bold green"))
    else:
        paper.write((term("dry-run", lang), "bold"))
    last = say_moment(view.at, view.setting.rules.programme.zone, lang)
    files = ", ".join(view.files)
    _tell(view.checkpoint, [(term("seal.last", lang), last), (term("seal.files", lang), files)], paper, lang)
    if view.signed:
        paper.write((term("seal.then", lang), "dim"), indent=2)
    return paper.finish(colour)


def as_data(view: Sealed, lang: Lang) -> Data:
    return {
        "schema": "vs.seal/1",
        **_data(view.checkpoint),
        "at": view.at,
        "signed": view.signed,
        "again": view.again,
        "files": list(view.files),
    }


def witnessed_as_text(view: tuple[Witnessed, str], lang: Lang, width: int, colour: bool) -> str | Text:
    found, target = view
    paper = _begin(found, width, lang)
    paper.write((term("witness.signed", lang), "bold green"))
    before = term("witness.first", lang) if found.after is None else f"{term('nr', lang)} 1-{found.after.size}"
    rows = [
        (term("witness.extends", lang), before),
        (term("witness.own", lang), term("witness.checked" if found.checked else "witness.unchecked", lang)),
        (term("witness.send", lang), target),
    ]
    _tell(found.cosigned.checkpoint, rows, paper, lang)
    return paper.finish(colour)


def witnessed_as_data(view: tuple[Witnessed, str], lang: Lang) -> Data:
    found, target = view
    return {
        "schema": "vs.witness/1",
        **_data(found.cosigned.checkpoint),
        "time": found.cosigned.time,
        "after": None if found.after is None else found.after.size,
        "checked": found.checked,
        "file": target,
    }


def accepted_as_text(view: Witnessed, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = _begin(view, width, lang)
    if view.again:
        paper.write((term("witness.again", lang), "bold"))
    else:
        paper.write((term("witness.accepted", lang), "bold green"))
    rows = [
        (term("witness.by", lang), ", ".join(view.names)),
        (term("witness.at", lang), say_moment(view.cosigned.at, view.zone, lang)),
        (term("seal.files", lang), view.file),
    ]
    _tell(view.cosigned.checkpoint, rows, paper, lang)
    return paper.finish(colour)


def accepted_as_data(view: Witnessed, lang: Lang) -> Data:
    return {
        "schema": "vs.witness/1",
        **_data(view.cosigned.checkpoint),
        "time": view.cosigned.time,
        "names": list(view.names),
        "again": view.again,
        "file": view.file,
    }


def _begin(found: Witnessed, width: int, lang: Lang) -> Paper:
    paper = Paper(width)
    if found.rehearsal:
        mark_rehearsal(paper, lang)
    return paper


def _tell(checkpoint: Checkpoint, rows: list[tuple[str, str]], paper: Paper, lang: Lang) -> None:
    """The three lines of the checkpoint, and what more there is to say of it."""
    lines = [
        (term("seal.origin", lang), checkpoint.origin),
        (term("entries", lang), str(checkpoint.size)),
        (term("seal.root", lang), base64.b64encode(checkpoint.root).decode()),
    ]
    paper.pairs([*lines, *rows], indent=2)


def _data(checkpoint: Checkpoint) -> Data:
    return {
        "origin": checkpoint.origin,
        "size": checkpoint.size,
        "root": base64.b64encode(checkpoint.root).decode(),
        "body": checkpoint.body.decode(),
    }
