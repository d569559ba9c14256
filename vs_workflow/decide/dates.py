"""Which day counts: not in the future, not before the programme, not before what went before, and not told too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from vs_workflow.casebook import Case
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.rules.facts import says_something
from vs_workflow.rules.rulebook import Rules


def past_days(on: date, today: date, rules: Rules) -> Iterator[Reason]:
    """What happened cannot lie in the future, nor before the programme's first day."""
    if on > today:
        yield Reason(Code.DATE, "date.future", {"on": on.isoformat(), "today": today.isoformat()})
    yield from from_first_day(on, rules)


def from_first_day(on: date, rules: Rules) -> Iterator[Reason]:
    first = rules.programme.first_day
    if on < first:
        yield Reason(Code.DATE, "date.before-programme", {"on": on.isoformat(), "first_day": first.isoformat()})


def told_in_time(on: date, today: date, reason: str, who: tuple[str, ...], rules: Rules) -> Iterator[Reason]:
    """What is recorded long after it happened needs a reason; how long is data in the lifecycle file."""
    most = rules.lifecycle.reason_after_days
    if today - on > timedelta(days=most) and not says_something(reason):
        facts: dict[str, Plain] = {
            "on": on.isoformat(),
            "today": today.isoformat(),
            "days": (today - on).days,
            "most": most,
        }
        yield Reason(Code.DATE, "date.needs-reason", facts, who)


def after_last_step(on: date, case: Case) -> Iterator[Reason]:
    """A step cannot happen before the one before it; on one day the number decides."""
    last = case.last_step
    if last is not None and on < last.on:
        facts: dict[str, Plain] = {
            "on": on.isoformat(),
            "step": last.what,
            "seq": last.seq,
            "last_on": last.on.isoformat(),
        }
        yield Reason(Code.DATE, "date.before-last-step", facts)


def after_opening(on: date, case: Case, rules: Rules) -> Iterator[Reason]:
    """Nothing happens in an assignment before it was opened."""
    # Before the programme's first day is said of the day itself; here only what was opened after it.
    if rules.programme.first_day <= on < case.opened_on:
        facts: dict[str, Plain] = {"on": on.isoformat(), "first_day": case.opened_on.isoformat()}
        yield Reason(Code.DATE, "date.before-programme", facts)
