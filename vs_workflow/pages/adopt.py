"""Adopt: a programme that was taken up, rules that were checked, and the rules as a table; as text or as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from vs_workflow.desk.views import Adopted, Setting
from vs_workflow.pages.act import receipt
from vs_workflow.pages.data import Data, finding_data
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import begin
from vs_workflow.reasons import BadRules, Fault, Finding
from vs_workflow.words import naming, say
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(view: Adopted, lang: Lang, width: int, colour: bool) -> str | Text:
    """What `vs init` did, and how to go on."""
    setting = view.setting
    paper = begin(setting, width, lang)
    done = term("already-adopted" if view.already else "adopted", lang)
    title = naming.label(setting.rules.programme.title, lang)
    paper.write((done, "bold green"), f": {title}", hang=2)
    opened = len(setting.rules.programme.assignments)
    rows = [
        (term("assignments", lang), str(opened)),
        (term("entries", lang), str(view.entries)),
        (term("receipt", lang), receipt(view.receipt_seq, view.head, lang)),
        (term("rules-hash", lang), setting.rules.hash[:16]),
    ]
    paper.pairs(rows, indent=2)
    tell_findings(view.findings, paper, lang, setting)
    paper.head(term("first-steps", lang))
    first = setting.rules.programme.assignments[0].number if opened else "1"
    for command in ("vs status", f"vs why {first}", "vs history"):
        paper.write((command, "cyan"), indent=2)
    return paper.finish(colour)


def as_data(view: Adopted, lang: Lang) -> Data:
    return {
        "schema": "vs.init/1",
        "programme": view.programme,
        "already": view.already,
        "rehearsal": view.setting.rehearsal,
        "entries": view.entries,
        "seq": view.receipt_seq,
        "hash": view.head,
        "rules": view.setting.rules.hash,
        "findings": [finding_data(one, lang, None) for one in view.findings],
    }


def check_as_text(findings: Sequence[Finding], lang: Lang, width: int, colour: bool) -> str | Text:
    """What proving rules sound found: errors first, then what is a warning only."""
    paper = Paper(width)
    errors = [one for one in findings if not one.warning]
    # By key, without a setting: keys are what the author of the file wrote, and is to find in it again.
    if errors:
        paper.write((term("unsound-rules", lang), "bold red"))
    else:
        paper.write((term("sound-with-warnings" if findings else "sound-rules", lang), "bold green"))
    tell_findings([*errors, *(one for one in findings if one.warning)], paper, lang)
    return paper.finish(colour)


def check_as_data(findings: Sequence[Finding], lang: Lang) -> Data:
    return {
        "schema": "vs.workflow-check/1",
        "sound": not any(not one.warning for one in findings),
        "findings": [finding_data(one, lang, None) for one in findings],
    }


def faults_as_text(error: BadRules, lang: Lang, width: int, colour: bool) -> str | Text:
    """Every fault of shape in rules files, with the place of each."""
    paper = Paper(width)
    paper.write((term("unsound-rules", lang), "bold red"))
    tell_faults(error.faults, paper, lang)
    return paper.finish(colour)


def faults_as_data(error: BadRules, lang: Lang) -> Data:
    return {
        "schema": "vs.workflow-check/1",
        "sound": False,
        "findings": [fault_data(fault, lang) for fault in error.faults],
    }


def fault_data(fault: Fault, lang: Lang) -> Data:
    """A fault in a file as outside programs see it."""
    message, remedy = say.fault(fault, lang)
    return {
        "seq": None,
        "check": "shape",
        "rule": fault.rule,
        "file": fault.file,
        "where": fault.where,
        "warning": False,
        "message": message,
        "remedy": remedy,
        "facts": dict(fault.facts),
    }


def tell_faults(faults: Iterable[Fault], paper: Paper, lang: Lang) -> None:
    """Each fault in files, with its place; what to do about it after the last of those that it is the same for."""
    said = [say.fault(fault, lang) for fault in faults]
    following = [remedy for _, remedy in said[1:]] + [""]
    for (message, remedy), next_remedy in zip(said, following, strict=False):
        paper.write("- ", (term("error", lang), "red"), f" {message}", indent=2, hang=2)
        if remedy and remedy != next_remedy:
            paper.write((remedy, "dim"), indent=4, hang=2)


def tell_findings(findings: Iterable[Finding], paper: Paper, lang: Lang, setting: Setting | None = None) -> None:
    """Each finding about rules, with what to do about it."""
    for one in findings:
        word = (term("warning", lang), "yellow") if one.warning else (term("error", lang), "red")
        where = f" {one.where}:" if one.where else ""
        paper.write("- ", word, f"{where} {say.finding(one, lang, setting)}", indent=2, hang=2)
        remedy = say.finding_remedy(one, lang, setting)
        if remedy:
            paper.write((remedy, "dim"), indent=4, hang=2)
