"""What a move to other rules did: the programme, the assignments moved, and what the rules added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.desk.views import Migrated
from vs_workflow.pages.act import receipt
from vs_workflow.pages.adopt import tell_findings
from vs_workflow.pages.data import Data, finding_data, reasons_data
from vs_workflow.pages.happened import by_whom, happening
from vs_workflow.pages.phrases import begin_answer, tell_reasons
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Migrated, lang: Lang, width: int, colour: bool) -> str | Text:
    setting, paper = view.setting, begin_answer(view, width, lang)
    if not view.accepted:
        refused = view.entries[-1]
        paper.write((term("refused", lang), "bold red"), f" - {term('kind.migration', lang)}")
        said = f"{term('on', lang)} {say_day(refused.on, lang)}, {by_whom(refused, setting, lang)}"
        paper.write(said, indent=2, hang=2)
        tell_reasons(view.reasons, setting, {}, paper, lang)
        if view.hash is not None:
            said = receipt(view.entries[-1].seq, view.hash, lang)
            paper.write(f"{term('refusal-recorded', lang)}: {said}", indent=2, hang=2)
        return paper.finish(colour)
    rules = f"{term('rules-hash', lang)} {view.rules[:16]}"
    if view.dry_run and view.entries:
        paper.write((term("would-do", lang), "bold green"), f" - {term('kind.migration', lang)}: {rules}")
        for entry in view.entries:
            paper.write(happening(entry, setting, lang), indent=2, hang=2)
    else:
        said = "migrated" if view.entries else "migrated-already"
        paper.write((term(said, lang), "bold green"), f": {rules}")
        number = max((len(str(entry.seq)) for entry in view.entries), default=1)
        for entry in view.entries:
            paper.write(str(entry.seq).rjust(number), "  ", happening(entry, setting, lang), indent=2, hang=number + 2)
    tell_findings(view.findings, paper, lang, setting)
    if view.hash is not None:
        paper.write(f"{term('receipt', lang)}: {receipt(view.entries[-1].seq, view.hash, lang)}", indent=2)
    return paper.finish(colour)


def as_data(view: Migrated, lang: Lang) -> Data:
    return {
        "schema": "vs.migrate/1",
        "accepted": view.accepted,
        "rules": view.rules,
        "hash": view.hash,
        "dry_run": view.dry_run,
        "repeated": view.repeated,
        "entries": [
            {
                "seq": None if view.dry_run else entry.seq,
                "kind": entry.kind.value,
                "what": entry.what,
                "assignment": entry.assignment,
                "on": entry.on.isoformat(),
                "actor": entry.actor,
                "role": entry.role,
                "grant": entry.grant,
            }
            for entry in view.entries
        ],
        "reasons": reasons_data(view.reasons, view.setting, lang),
        "findings": [finding_data(one, lang, None) for one in view.findings],
    }
