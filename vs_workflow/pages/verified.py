"""What verification found, how far the proof reaches, and what it was made with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from vs_workflow.desk.proofs import Verified
from vs_workflow.desk.views import Setting
from vs_workflow.journal.chain import instant
from vs_workflow.pages.act import receipt
from vs_workflow.pages.data import Data, finding_data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import begin
from vs_workflow.words import naming, say
from vs_workflow.words.dates import say_moment
from vs_workflow.words.facts import fact
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import of_the_store, term

if TYPE_CHECKING:
    from rich.text import Text

MOST_SHOWN = 40
CHECKPOINTS_SHOWN = 5


def as_text(view: Verified, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    if setting is not None:
        paper.write((naming.label(setting.rules.programme.title, lang), "bold"))
    whole = (term("verify-whole", lang), "bold green") if view.whole else (term("verify-not", lang), "bold red")
    paper.write(whole)
    paper.pairs(
        [
            (term("entries", lang), _counted(view, lang)),
            (term("level", lang), term(f"level.{view.level}", lang)),
            (term("replayed", lang), term("replayed-all" if view.replayed else "replayed-not", lang)),
        ],
        indent=2,
    )
    paper.write(f"{term('head', lang)}:", indent=2)
    paper.write(view.head, indent=4)
    _checkpoints(view, paper, lang)
    _receipts(view, paper, lang)
    _findings(view, paper, lang)
    if view.limits:
        paper.head(term("limits", lang))
        for limit in view.limits:
            paper.write("- ", say.finding(limit, lang, setting), indent=2, hang=2)
    if view.facts:
        paper.head(term("the-database", lang))
        told = [(of_the_store(key, lang), fact(key, value, None, lang)) for key, value in view.facts.items()]
        paper.pairs(told, indent=2)
    return paper.finish(colour)


def as_data(view: Verified, lang: Lang) -> Data:
    return {
        "schema": "vs.verify/1",
        "whole": view.whole,
        "entries": view.entries,
        "last": view.last,
        "head": view.head,
        "level": view.level,
        "replayed": view.replayed,
        "findings": [finding_data(one, lang, view.setting) for one in view.findings],
        "checkpoints": [
            {
                "size": one.size,
                "file": one.file,
                "held": one.held,
                "signers": list(one.signers),
                "witnesses": dict(one.witnesses),
            }
            for one in view.vouched
        ],
        "receipts": [{"seq": one.seq, "receipt": one.digest} for one in view.receipts],
        "limits": [say.finding(one, lang, view.setting) for one in view.limits],
        "store": dict(view.facts),
    }


def _counted(view: Verified, lang: Lang) -> str:
    """How many entries there are, and where their numbers end elsewhere."""
    if view.entries == view.last:
        return str(view.entries)
    return f"{view.entries} ({term('last-number', lang).format(view.last)})"


def _checkpoints(view: Verified, paper: Paper, lang: Lang) -> None:
    """The last checkpoints that the journal agrees with, and who stands for each."""
    if not view.vouched:
        return
    paper.head(f"{term('checkpoints', lang)} ({len(view.vouched)})")
    for one in view.vouched[-CHECKPOINTS_SHOWN:]:
        said = [term("checkpoint.held", lang)] if one.held else []
        said += [term("checkpoint.signed", lang).format(name) for name in one.signers]
        said += [
            term("checkpoint.witnessed", lang).format(name, _moment(time, view.setting, lang))
            for name, time in one.witnesses.items()
        ]
        paper.write(
            f"{term('nr', lang)} 1-{one.size}: ", "; ".join(said) or term("checkpoint.bare", lang), indent=2, hang=2
        )


def _receipts(view: Verified, paper: Paper, lang: Lang) -> None:
    """The receipts that were brought and that the journal agrees with; the others are findings."""
    if not view.receipts:
        return
    paper.head(f"{term('receipts-agree', lang)} ({len(view.receipts)})")
    for one in view.receipts:
        paper.write(receipt(one.seq, one.digest, lang), indent=2)


def _moment(time: int, setting: Setting | None, lang: Lang) -> str:
    at = instant(datetime.fromtimestamp(time, UTC))
    return say_moment(at, setting.rules.programme.zone, lang) if setting is not None else at


def _findings(view: Verified, paper: Paper, lang: Lang) -> None:
    if not view.findings:
        return
    setting = view.setting
    paper.head(f"{term('findings', lang)} ({len(view.findings)})")
    last = ""
    for found in view.findings[:MOST_SHOWN]:
        where = f"{term('nr', lang)} {found.seq}, " if found.seq is not None else ""
        paper.write((f"{where}{found.check}", "bold"), f": {say.finding(found, lang, setting)}", indent=2, hang=2)
        remedy = say.finding_remedy(found, lang, setting)
        if remedy and remedy != last:
            paper.write((remedy, "dim"), indent=4, hang=2)
        last = remedy
    if len(view.findings) > MOST_SHOWN:
        paper.write(term("more-as-json", lang).format(len(view.findings) - MOST_SHOWN), indent=2, hang=2)
