"""The past judged again as if something had been otherwise from the start: other days, or other ends of roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from vs_workflow.casebook import Casebook
from vs_workflow.decide.actions import decide_event, decide_step
from vs_workflow.decide.again import request_of
from vs_workflow.decide.ruling import Refused
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.reasons import Code, Plain, Reason, Trouble
from vs_workflow.replay.fold import Fix
from vs_workflow.replay.lean import LeanFold
from vs_workflow.request import RecordEvent, TakeStep
from vs_workflow.rules.lasting import shortened
from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.rulebook import Rules

LITTLE = 10_000
"""So many entries may be kept, so that they are read once."""
Retold = Callable[[], Iterable[Entry]]
"""The entries of a past, each time from the first."""


@dataclass(slots=True)
class Assumed:
    """What is taken as if it had been so from the start.

    `fixes` are by the number of the entry that they correct, `ends` by that of the grant:
    a step that is moved must not rest on a grant that has ended by then, whichever was
    recorded first. `rules` are the hashes of all the rules that the past goes by.
    """

    fixes: dict[int, Fix] = field(default_factory=dict)
    ends: dict[int, date] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)


def past_of(entries: Callable[[str | None], Iterable[Entry]], assignment: str | None) -> Retold:
    """What concerns this assignment, or for None all: kept where it is little, read anew each time where it is much."""
    source = iter(entries(assignment))
    kept = tuple(islice(source, LITTLE))
    much = next(source, None) is not None
    return (lambda: entries(assignment)) if much else (lambda: kept)


def as_recorded(entries: Iterable[Entry]) -> Assumed:
    """What the corrections and ends among these entries say: the last one counts."""
    found = Assumed()
    for entry in entries:
        found.rules[entry.rules] = None
        if entry.kind is Kind.CORRECTION and entry.corrects is not None:
            found.fixes[entry.corrects] = Fix(entry.seq, entry.at, None if entry.what == "annul" else entry.on)
        elif entry.kind is Kind.GRANT and entry.what == "end":
            target = entry.facts.get("grant")
            if isinstance(target, int):
                found.ends[target] = entry.on
    return found


def judged_again(
    past: Retold, assumed: Assumed, rules_of: Callable[[str], Rules], *, since: int
) -> Iterator[tuple[Entry, date, tuple[Reason, ...]]]:
    """Each step and event from number `since` on that stands: the day that counts, and what the rules say against it.

    Of an assignment whose case is not in this past, for it was left out or destroyed, only the bodies are known that it
    opened: what it went through is not judged here. It takes flat memory: no correction is left to come, and of all
    the rules it is known what they can ask for.
    """
    lifecycles = tuple(_lifecycles(assumed.rules, rules_of))
    fold = LeanFold(lambda case: shortened(case, lifecycles), fixes=assumed.fixes)
    for entry in past():
        if entry.kind is Kind.CORRECTION:
            fold.skip(entry)
            continue
        fix = assumed.fixes.get(entry.seq)
        on = entry.on if fix is None else fix.on
        acts = entry.seq >= since and entry.kind in (Kind.STEP, Kind.EVENT)
        if acts and on is not None and (entry.assignment is None or entry.assignment in fold.book.cases):
            yield entry, on, tuple(_reasons(entry, fix, fold.book, rules_of))
        if entry.kind is not Kind.GRANT:
            fold.take(entry)
        elif entry.seq in assumed.ends:
            until = assumed.ends[entry.seq].isoformat()
            fold.take(replace(entry, facts={**entry.facts, "until": until}))
        elif entry.what != "end":
            fold.take(entry)


def _reasons(entry: Entry, fix: Fix | None, book: Casebook, rules_of: Callable[[str], Rules]) -> Iterable[Reason]:
    rules = rules_of(entry.rules)
    request = request_of(entry, rules)
    if not isinstance(request, TakeStep | RecordEvent):
        return ()
    if fix is not None and fix.on is not None:
        # Why the day is told so late the correction says; whatever else needs a reason had to have its own.
        request = replace(request, on=fix.on, today=fix.on)
    decision = (
        decide_step(request, book, rules) if isinstance(request, TakeStep) else decide_event(request, book, rules)
    )
    if isinstance(decision, Refused):
        return decision.reasons
    return () if decision.draft.target == entry.target else (_elsewhere(entry, decision.draft),)


def _elsewhere(entry: Entry, draft: Draft) -> Reason:
    """From where it would have been taken, a step of that name leads elsewhere."""
    facts: dict[str, Plain] = {"step": entry.what, "state": draft.target, "target": entry.target}
    return Reason(Code.ORDER, "order.elsewhere", facts)


def _lifecycles(addresses: Iterable[str], rules_of: Callable[[str], Rules]) -> Iterator[Lifecycle]:
    """Those of the rules that can be had; what goes by others is judged nowhere."""
    for address in addresses:
        with suppress(Trouble):
            yield rules_of(address).lifecycle
