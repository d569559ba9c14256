"""What other rules would change: rights in sentences, decisions turned round, who is stuck, whose turn, which days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from vs_workflow.audit.rehearsal import DecidedAgain
from vs_workflow.desk.rehearse import OtherTurn, Rehearsed, RulesDiffer
from vs_workflow.desk.views import Setting, Turn
from vs_workflow.pages.adopt import fault_data, tell_faults
from vs_workflow.pages.data import Data, day, reasons_data, turn_data
from vs_workflow.pages.happened import happening
from vs_workflow.pages.paper import Paper
from vs_workflow.pages.phrases import begin, tell_reasons
from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.rights import Condition, Deadline, Right
from vs_workflow.rules.rulebook import Rules
from vs_workflow.words import naming, say
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.naming import label
from vs_workflow.words.terms import count, term

if TYPE_CHECKING:
    from rich.text import Text


def diff_as_text(view: RulesDiffer, lang: Lang, width: int, colour: bool) -> str | Text:
    paper = Paper(width)
    if not view.found:
        paper.write(term("rules-same", lang))
    for head, rows, rules in (("gained", view.gained, view.after), ("lost", view.lost, view.before)):
        if rows:
            paper.head(term(f"rights-{head}", lang))
        for right in rows:
            paper.write("- ", _sentence(right, rules, lang, lost=head == "lost"), indent=2, hang=2)
    if view.conditions:
        paper.head(term("conditions-changed", lang))
    for one in view.conditions:
        paper.write("- ", _asks(one, view, lang), indent=2, hang=2)
    if view.deadlines:
        paper.head(term("deadlines-moved", lang))
    for day_moved in view.deadlines:
        paper.write(_moves(day_moved, view.before, view.after, lang), indent=2, hang=2)
    if view.elsewhere:
        paper.head(term("rules-differ-elsewhere", lang))
        paper.write(", ".join(view.elsewhere), indent=2, hang=2)
    return paper.finish(colour)


def diff_as_data(view: RulesDiffer, lang: Lang) -> Data:
    return {
        "schema": "vs.workflow-diff/1",
        "before": view.before.hash,
        "after": view.after.hash,
        "gained": [_right_data(one, view.after, lang, lost=False) for one in view.gained],
        "lost": [_right_data(one, view.before, lang, lost=True) for one in view.lost],
        "conditions": [{**asdict(one), "message": _asks(one, view, lang)} for one in view.conditions],
        "deadlines": [_deadline_data(one) for one in view.deadlines],
        "elsewhere": [*view.elsewhere],
    }


def as_text(view: Rehearsed, lang: Lang, width: int, colour: bool) -> str | Text:
    setting = view.setting
    paper = begin(setting, width, lang)
    decided = count(view.entries, ("verzoek", "request"), ("verzoeken", "requests"), lang)
    paper.write((term("rehearsed", lang).format(decided, view.candidate.hash[:16]), "bold"), hang=2)
    if view.destroyed:
        paper.write(term("rehearsed-destroyed", lang).format(view.destroyed), indent=2, hang=2)
    _otherwise("newly-refused", view.refused, setting, paper, lang)
    _otherwise("newly-allowed", view.allowed, setting, paper, lang)
    if view.stuck or view.missing:
        paper.head(term("stuck", lang))
        tell_faults(view.missing, paper, lang)
        tell_reasons(view.stuck, setting, {}, paper, lang)
    if view.turns:
        paper.head(term("other-turns", lang))
    for one in view.turns:
        own = setting.of(one.assignment)
        number, now = naming.number(one.assignment, own), _turns(one.after, own, lang)
        then = _turns(one.before, own, lang) if one.before else term("to-be-opened", lang)
        paper.write((f"{number}: ", "bold"), f"{then} -> {now}", indent=2, hang=4)
    if view.days:
        paper.head(term("deadlines-moved", lang))
    for other in view.days:
        own_rules = other.before.hash != setting.rules.hash
        whose = ", ".join(naming.number(key, setting.of(key)) for key in other.assignments) if own_rules else ""
        moves = _moves(other.deadline, other.before, view.candidate, lang)
        paper.write((f"{whose}: " if whose else "", "bold"), moves, indent=2, hang=2)
    if not (view.found or view.turns or view.days):
        paper.write(term("rehearsed-nothing", lang), indent=2)
    return paper.finish(colour)


def as_data(view: Rehearsed, lang: Lang) -> Data:
    return {
        "schema": "vs.workflow-rehearse/1",
        "rules": view.candidate.hash,
        "entries": view.entries,
        "destroyed": view.destroyed,
        "newly_refused": [_otherwise_data(one, view.setting, lang) for one in view.refused],
        "newly_allowed": [_otherwise_data(one, view.setting, lang) for one in view.allowed],
        "stuck": reasons_data(view.stuck, view.setting, lang),
        "missing": [fault_data(one, lang) for one in view.missing],
        "turns": [_turn_data(one) for one in view.turns],
        "deadlines": [{**_deadline_data(one.deadline), "assignments": [*one.assignments]} for one in view.days],
    }


def _otherwise(head: str, found: Sequence[DecidedAgain], setting: Setting, paper: Paper, lang: Lang) -> None:
    if found:
        paper.head(term(head, lang))
    for one in found:
        entry = one.entry
        own = setting.of(entry.assignment)
        paper.write(
            f"{term('nr', lang)} {entry.seq}, {say_day(entry.on, lang)}: {happening(entry, own, lang)}", indent=2
        )
        about = {"assignment": entry.assignment, "step": entry.what}
        # What would mend it today is no advice for a day that is past.
        for message in dict.fromkeys(
            say.reason(reason, own, lang, about)[0] for reason in one.reasons or entry.reasons
        ):
            paper.write("- ", message, indent=4, hang=2)


def _otherwise_data(one: DecidedAgain, setting: Setting, lang: Lang) -> Data:
    entry = one.entry
    about = {"assignment": entry.assignment, "step": entry.what}
    return {
        "seq": entry.seq,
        "kind": (entry.asked or entry.kind).value,
        "what": entry.what,
        "assignment": entry.assignment,
        "on": entry.on.isoformat(),
        "actor": entry.actor,
        "reasons": reasons_data(one.reasons, setting.of(entry.assignment), lang, about),
    }


def _turns(found: Iterable[Turn], setting: Setting, lang: Lang) -> str:
    said = [f"{naming.people(turn.people, setting, lang) or term('nobody', lang)} ({turn.step})" for turn in found]
    return "; ".join(said) or term("nobody", lang)


def _turn_data(one: OtherTurn) -> Data:
    return {
        "assignment": one.assignment,
        "before": [turn_data(turn) for turn in one.before],
        "after": [turn_data(turn) for turn in one.after],
    }


def _sentence(right: Right, rules: Rules, lang: Lang, *, lost: bool) -> str:
    """`In 'concept', lead may now: present`: the right as a sentence."""
    lifecycle = rules.lifecycle
    role, state = lifecycle.role(right.role), lifecycle.state(right.state)
    said = {
        "role": label(role.label, lang) if role is not None else right.role,
        "state": f"'{label(state.label, lang)}'" if state is not None else term("any-state", lang),
        "act": _act(right.act, lifecycle, lang),
        "key": right.act,
    }
    return term("right-lost" if lost else "right-gained", lang).format(**said)


def _asks(one: Condition, view: RulesDiffer, lang: Lang) -> str:
    """`report to the chair (report) asks no longer: progress`."""
    lifecycle = (view.before if one.change == "removed" else view.after).lifecycle
    role = lifecycle.role(one.name)
    return term(f"{one.of}-{one.change}", lang).format(
        act=_act(one.act, lifecycle, lang),
        key=one.act,
        name=label(role.label, lang) if one.of == "role" and role is not None else one.name,
    )


def _act(key: str, lifecycle: Lifecycle, lang: Lang) -> str:
    """A step is called by what is done; an event by what happened, and it is the recording that may be done."""
    step, event = lifecycle.step(key), lifecycle.event(key)
    if step is None and event is not None:
        return term("to-record", lang).format(label(event.label, lang))
    return label(step.label, lang) if step is not None else key


def _right_data(right: Right, rules: Rules, lang: Lang, *, lost: bool) -> Data:
    message = _sentence(right, rules, lang, lost=lost)
    return {"role": right.role, "state": right.state, "act": right.act, "message": message}


def _moves(one: Deadline, before: Rules, after: Rules, lang: Lang) -> str:
    """`Plan adopted: 11 March 2027 -> 8 April 2027`."""
    was, will_be = before.programme.milestone(one.milestone), after.programme.milestone(one.milestone)
    known = will_be or was
    called = label(known.label, lang) if known is not None else one.milestone
    if was is None:
        said = term("deadline-new", lang).format(_due(one.after, lang))
    elif will_be is None:
        said = term("deadline-gone", lang).format(_due(one.before, lang))
    else:
        said = f"{_due(one.before, lang)} -> {_due(one.after, lang)}"
    return f"{called}: {said}"


def _due(found: date | None, lang: Lang) -> str:
    return term("verdict.no-date", lang) if found is None else say_day(found, lang)


def _deadline_data(one: Deadline) -> Data:
    return {"milestone": one.milestone, "before": day(one.before), "after": day(one.after)}
