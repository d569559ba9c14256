"""What will be missed if nothing more happens, and what assumed steps would change: on a copy in memory.

An assumed step is checked for its order and its day by the checks of the one decision; what
else it asks is taken for granted and named. Nothing is written, not even a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vs_workflow.casebook import Case, Casebook
from vs_workflow.decide.dates import after_last_step, after_opening, from_first_day
from vs_workflow.decide.judged import Judged
from vs_workflow.decide.order import after_what_it_rests_on, step_order
from vs_workflow.desk.lines import in_file_order, milestones
from vs_workflow.desk.naming import find_step, not_there
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading
from vs_workflow.desk.views import MilestoneView, Setting
from vs_workflow.journal.chain import Head, write
from vs_workflow.journal.entry import Kind
from vs_workflow.ports import Work
from vs_workflow.reasons import Facts, Misunderstood, Reason
from vs_workflow.replay.fold import replay
from vs_workflow.request import TakeStep
from vs_workflow.rules.lifecycle import Step
from vs_workflow.timeline.verdict import Judgement, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """A step that is assumed: `granted` are the guards that were taken for granted, since nothing was handed in.

    `meets` says whether the body that the step needs meets on that day by the calendar;
    None where the step needs no meeting. `reasons` say why it could not be taken then.
    """

    assignment: str
    step: str
    source: str
    target: str
    on: date
    granted: tuple[str, ...]
    body_kind: str = ""
    meets: bool | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A milestone that would be missed, or come out otherwise, without what was assumed: before, and with it."""

    before: Judgement
    after: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The milestones that are missed on the day looked at, and among them (`already`) those missed today.

    Where an assumed step could not be taken, `accepted` is false, it is the last one assumed,
    and nothing is foretold.
    """

    setting: Setting
    assumed: tuple[Assumed, ...]
    missed: tuple[MilestoneView, ...]
    already: frozenset[tuple[str | None, str]]
    changed: tuple[Change, ...]

    @property
    def accepted(self) -> bool:
        return not any(one.reasons for one in self.assumed)


def forecast(office: Office, on: date | None = None, assume: Sequence[str] = ()) -> Forecast:
    """What is missed on that day, which may be in the future.

    Without a day it is the day after the last due day, or the last one assumed where that is later.
    `assume` holds steps as typed, `A STEP DATE`, which are taken in their order; raises
    Misunderstood for one that cannot be read.
    """
    with office.room.reading() as work:
        today = open_reading(office, work, on=None)
        asked = [_read(text, office, today) for text in assume]
        assumed, book = _assume(asked, office, work, today)
    latest = max((today.today, *(one.on for one in assumed)))
    day = on if on is not None else max(_after_all(today), latest)
    reading = _on(replace(today, on=day), today.book, latest)
    if any(one.reasons for one in assumed):
        return Forecast(setting=reading.setting, assumed=assumed, missed=(), already=frozenset(), changed=())
    with_them = _on(reading, book, latest)
    views = tuple(_views(with_them))
    return Forecast(
        setting=reading.setting,
        assumed=assumed,
        missed=tuple(view for view in views if view.judgement.verdict is Verdict.MISSED),
        already=frozenset(_named(view.judgement) for view in _views(today) if view.judgement.verdict is Verdict.MISSED),
        changed=tuple(_changes(reading, views, {one.assignment for one in assumed})) if assumed else (),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    assignment: str
    step: str
    on: date


def _read(text: str, office: Office, today: Reading) -> _Asked:
    """`4A STEP 16 apr`: the name of a step stands between the assignment and the day."""
    words = text.split()
    steps = {one.key for rules in today.laws.values() for one in rules.lifecycle.steps}
    place = next((number for number, word in enumerate(words[1:-1], 1) if word.casefold() in steps), 1)
    if len(words) < 3:
        raise Misunderstood("assume.unreadable", text=text)
    assignment = today.assignment(" ".join(words[:place]))
    if assignment not in today.book.cases:
        raise not_there(assignment, today.book, today.setting)
    step = find_step(words[place], today.under(today.book.cases[assignment]).rules)
    return _Asked(assignment, step.key, office.read_day(" ".join(words[place + 1 :]), today.today))


def _assume(
    asked: Sequence[_Asked], office: Office, work: Work, today: Reading
) -> tuple[tuple[Assumed, ...], Casebook]:
    """Each step after the one before it, as an entry that is made and kept nowhere; up to one that cannot be taken."""
    book, head = today.book, work.journal.head()
    found: list[Assumed] = []
    for one in asked:
        case = book.cases[one.assignment]
        own = today.under(case)
        step = own.rules.lifecycle.step(one.step, case.state)
        assert step is not None
        judged = _judged(one, step, case, book, own)
        found.append(_assumed(judged, step, case, today.book.head))
        if found[-1].reasons:
            break
        stamps = office.stamps.stamps(1, today.now)
        entries, lines = write((judged.draft(Kind.STEP, case.state, step.target),), stamps, after=head)
        book = replay(entries, after=book)
        head = Head(lines[-1].seq, lines[-1].leaf, entries[-1].at)
    return tuple(found), book


def _judged(asked: _Asked, step: Step, case: Case, book: Casebook, today: Reading) -> Judged:
    latest = max(today.today, asked.on)
    request = TakeStep(actor=None, today=latest, on=asked.on, assignment=case.key, step=step.key)
    return Judged(request, step, case, book, today.rules)


def _assumed(judged: Judged, step: Step, case: Case, recorded: int) -> Assumed:
    on, rules = judged.request.on, judged.rules
    meeting = next((spec for spec in step.guards if spec.kind == "meeting"), None)
    return Assumed(
        assignment=case.key,
        step=step.key,
        source=case.state,
        target=step.target,
        on=on,
        granted=tuple(name for name, holds in judged.holds.items() if not holds),
        body_kind=meeting.body_kind if meeting is not None else "",
        meets=judged.holds[meeting.name] if meeting is not None else None,
        reasons=(
            *step_order(judged, step),
            *from_first_day(on, rules),
            *after_opening(on, case, rules),
            *_after_last_step(on, case, recorded),
            *after_what_it_rests_on(judged),
        ),
    )


def _after_last_step(on: date, case: Case, recorded: int) -> Iterator[Reason]:
    """Not before the step before it; one that was assumed itself has no number to speak of."""
    for reason in after_last_step(on, case):
        last = case.last_step
        if last is None or last.seq <= recorded:
            yield reason
        else:
            facts: Facts = {"on": on.isoformat(), "step": last.what, "last_on": last.on.isoformat()}
            yield Reason(reason.code, "date.before-assumed", facts)


def _after_all(today: Reading) -> date:
    """The day after the last due day, or today where that is over."""
    laws = today.laws.values()
    due = [one.due for rules in laws for one in rules.programme.milestones if one.due is not None]
    return max(today.today, *(day + timedelta(days=1) for day in due))


def _on(reading: Reading, book: Casebook, latest: date) -> Reading:
    """What is known, seen on the day looked at: what happens later, by assumption too, is left out."""
    return replace(reading, book=book if reading.on >= latest else book.as_of(reading.on))


def _views(reading: Reading) -> Iterator[MilestoneView]:
    yield from milestones(reading.book.own, reading)
    for case in in_file_order(reading):
        yield from milestones(case, reading)


def _changes(before: Reading, after: Sequence[MilestoneView], touched: set[str]) -> Iterator[Change]:
    """What comes out otherwise; and of the assignments with a step assumed, what is missed all the same."""
    was = {_named(view.judgement): view.judgement for view in _views(before)}
    for view in after:
        now = view.judgement
        then = was[_named(now)]
        missed_all_the_same = now.verdict is Verdict.MISSED and now.assignment in touched
        if missed_all_the_same or (then.verdict, then.satisfied_on) != (now.verdict, now.satisfied_on):
            yield Change(before=then, after=now)


def _named(judgement: Judgement) -> tuple[str | None, str]:
    return judgement.assignment, judgement.milestone
