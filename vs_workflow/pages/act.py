"""What became of a request: what was recorded and the receipt, or why not; and what is possible next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vs_workflow.desk.views import Awaited, Outcome, Setting, Turn
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.journal.remains import named
from vs_workflow.pages.commands import to_advance, to_form, to_grant, to_record
from vs_workflow.pages.data import Data, awaited_data, finding_data, reasons_data, turn_data
from vs_workflow.pages.happened import by_whom, happening
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import begin, forward, tell_reasons
from vs_workflow.reasons import Facts
from vs_workflow.words import naming, say
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text

RECEIPT_DIGITS = 16
MOST_AWAITED = 4


def as_text(view: Outcome, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = begin(view.setting, width, lang)
    if view.repeated:
        paper.write(term("repeated", lang))
    if view.dry_run:
        paper.write((term("dry-run", lang), "bold"))
    if view.accepted:
        _accepted(view, paper, lang)
    else:
        _refused(view, paper, lang)
    return paper.finish(colour)


def as_data(view: Outcome, lang: Lang) -> Data:
    entry = view.entry
    about = what_about(entry)
    return {
        "schema": f"vs.{_verb(entry)}/1",
        "accepted": view.accepted,
        "seq": view.seq,
        "hash": view.hash,
        "assignment": entry.assignment,
        "what": entry.what,
        "step": entry.step,
        "from": entry.source,
        "to": entry.target,
        "on": entry.on.isoformat(),
        "at": None if view.dry_run else entry.at,
        "actor": entry.actor,
        "behalf_of": entry.behalf_of,
        "typed_by": entry.typed_by,
        "role": entry.role,
        "grant": entry.grant,
        "dry_run": view.dry_run,
        "repeated": view.repeated,
        "reasons": reasons_data(view.reasons, view.setting, lang, about),
        "next": [turn_data(turn) for turn in view.next],
        "awaits": [awaited_data(one) for one in view.awaits],
        "notes": [finding_data(note, lang, view.setting) for note in view.notes],
        **_destroyed_data(view),
    }


def _destroyed_data(view: Outcome) -> Data:
    """Of a destruction the numbers that go, and of one that is only tried the documents that would."""
    if Kind.DESTRUCTION not in (view.entry.kind, view.entry.asked):
        return {}
    numbers: Data = {"entries": view.entry.facts.get("entries", [])}
    return {**numbers, "documents": list(view.goes)} if view.dry_run else numbers


def receipt(seq: int, digest: str, lang: Lang) -> str:
    """`nr. 14 · 3f2a 9c1e 0b7d 55aa`: short enough for the minutes, long enough that no other entry fits."""
    shown = digest[:RECEIPT_DIGITS]
    groups = " ".join(shown[start : start + 4] for start in range(0, len(shown), 4))
    return f"{term('nr', lang)} {seq} · {groups}"


def what_about(entry: Entry) -> Facts:
    """What a refusal's reasons may name without having said it: the assignment, the step or event, who acted."""
    kind = entry.asked or entry.kind
    step = entry.what if kind in (Kind.STEP, Kind.EVENT) else None
    return {"assignment": entry.assignment, "step": step, "actor": entry.actor}


def _accepted(view: Outcome, paper: Paper, lang: Lang) -> None:
    entry, setting = view.entry, view.setting
    done = term("would-do" if view.dry_run else "done", lang)
    paper.write((done, "bold green"), f" - {happening(entry, setting, lang)}", hang=2)
    if entry.target:
        now = naming.state(entry.target, setting, lang)
        paper.write(
            f"{term('state', lang)}: {naming.state(entry.source or '', setting, lang)} -> ", (now, "cyan"), indent=2
        )
    paper.write(f"{term('on', lang)} {say_day(entry.on, lang)}, {by_whom(entry, setting, lang)}", indent=2, hang=2)
    if view.seq is not None and view.hash is not None:
        paper.write(f"{term('receipt', lang)}: {receipt(view.seq, view.hash, lang)}", indent=2)
    if entry.kind is Kind.DESTRUCTION and view.dry_run:
        numbers = ", ".join(str(seq) for seq in named(entry))
        paper.write(f"{term('would-go', lang)}: {term('nr', lang)} {numbers}", indent=2, hang=2)
        for address in view.goes:
            paper.write(f"{term('documents', lang)} sha256:{address}", indent=4, hang=2)
    if entry.kind is Kind.DESTRUCTION and not view.dry_run:
        paper.write(f"{term('warning', lang)}: {term('destroyed-elsewhere', lang)}", indent=2, hang=2)
    for note in view.notes:
        paper.write(f"{term('warning', lang)}: ", say.finding(note, lang, setting), indent=2, hang=2)
    _next(view, paper, lang)


def _refused(view: Outcome, paper: Paper, lang: Lang) -> None:
    entry, setting = view.entry, view.setting
    paper.write((term("refused", lang), "bold red"), f" - {happening(entry, setting, lang)}", hang=2)
    said = f"{term('on', lang)} {say_day(entry.on, lang)}, {by_whom(entry, setting, lang)}"
    paper.write(said, indent=2, hang=2)
    tell_reasons(view.reasons, setting, what_about(entry), paper, lang)
    if view.seq is not None and view.hash is not None:
        paper.write(f"{term('refusal-recorded', lang)}: {receipt(view.seq, view.hash, lang)}", indent=2, hang=2)


def _next(view: Outcome, paper: Paper, lang: Lang) -> None:
    entry, setting = view.entry, view.setting
    if entry.assignment is None or entry.kind not in (Kind.STEP, Kind.EVENT, Kind.CORRECTION):
        return
    if not view.next:
        if entry.kind is Kind.STEP and entry.target and setting.rules.lifecycle.is_final(entry.target):
            paper.write(term("now-nothing", lang), indent=2)
        return
    waiting = {one.step for one in view.awaits}
    ahead = [turn for turn in forward(view.next, setting) if turn.people]
    _awaited(view.awaits, entry.assignment, setting, paper, lang)
    _turns("now-possible", [turn for turn in ahead if turn.step not in waiting], entry.assignment, setting, paper, lang)
    _turns("afterwards", [turn for turn in ahead if turn.step in waiting], entry.assignment, setting, paper, lang)


def _turns(head: str, turns: Sequence[Turn], assignment: str, setting: Setting, paper: Paper, lang: Lang) -> None:
    if turns:
        paper.write(f"{term(head, lang)}:", indent=2)
    for turn in turns:
        who = naming.people(turn.people, setting, lang)
        paper.write(f"{naming.action(turn.step, setting, lang)} ({who})", indent=4, hang=2)
        step = setting.rules.lifecycle.step(turn.step)
        if step is not None and step.facts:
            paper.write((to_form(assignment, turn.step, setting), "cyan"), indent=6, hang=2)
        paper.write((to_advance(assignment, turn, setting, lang), "cyan"), indent=6, hang=2)


def _awaited(awaits: Sequence[Awaited], assignment: str, setting: Setting, paper: Paper, lang: Lang) -> None:
    """What must come first, one line for each body; where nobody holds the role, who grants it."""
    bodies = list(dict.fromkeys(one.body for one in awaits))
    if bodies:
        paper.write(f"{term('first-this', lang)}:", indent=2)
    for body in bodies[:MOST_AWAITED]:
        several = [one for one in awaits if one.body == body]
        first = several[0]
        said = naming.either((naming.action(one.event, setting, lang) for one in several), lang)
        place = f"{naming.body(body, setting, lang)}: " if body else ""
        who = naming.people(first.people, setting, lang) or term("nobody-holds", lang)
        paper.write(f"{place}{said} ({who})", indent=4, hang=2)
        if first.people:
            paper.write((to_record(assignment, first, setting, lang), "cyan"), indent=6, hang=2)
        elif first.granters:
            paper.write((to_grant(first, lang), "cyan"), indent=6, hang=2)
    if len(bodies) > MOST_AWAITED:
        more = term("and-more", lang).format(len(bodies) - MOST_AWAITED)
        paper.write(f"{more}: vs show {naming.number(assignment, setting)}", indent=4)


def _verb(entry: Entry) -> str:
    """The command that this entry answers, for the name of the schema."""
    match entry.asked or entry.kind:
        case Kind.STEP:
            return "advance"
        case Kind.EVENT:
            return "record"
        case Kind.GRANT:
            return entry.what
        case Kind.CORRECTION:
            return "correct"
        case Kind.REGISTER:
            return "person"
        case Kind.DESTRUCTION:
            return "destroy"
        case other:
            return other.value
