"""Watch: the check of the timeline, and how far the days are covered.

A check that ran every morning, one that slept for weeks and two at once leave the same
flags: what is to be said is decided in the transaction that writes it, after its head.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from vs_workflow.desk.insisting import insist
from vs_workflow.desk.lines import milestones
from vs_workflow.desk.naming import clean, clean_key
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import Reading, open_reading
from vs_workflow.desk.told import entry_of, told
from vs_workflow.desk.views import Checked, Coverage, FlagView
from vs_workflow.journal.canon import content_hash, leaf_hash, to_bytes
from vs_workflow.journal.chain import write
from vs_workflow.journal.entry import Draft, Entry, Kind, entry_bytes
from vs_workflow.ports import Swept, Work
from vs_workflow.reasons import Code, Misunderstood, Reason
from vs_workflow.timeline.flags import standing_of
from vs_workflow.timeline.sweep import day_to_judge, sweep, swept, uncovered

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A check that is asked for. `request` is what makes it the same when it is asked again."""

    on: date | None
    dry_run: bool
    reason: str
    key: str | None

    @property
    def request(self) -> str:
        on = None if self.on is None else self.on.isoformat()
        return content_hash(to_bytes({"said": ["check", on], "reason": self.reason}))


def check(
    office: Office, on: date | None = None, *, dry_run: bool = False, reason: str = "", key: str | None = None
) -> Checked:
    """Raise the flags that are due, and record that the days up to the one before were looked at.

    Raises Misunderstood for a day after today. Where there is nothing to say, nothing is
    written, and a key is not kept.
    """
    asked = _Asked(on=on, dry_run=dry_run, reason=clean(reason, "reason"), key=clean_key(key))
    # Without a key too: what is there already is not said twice.
    return insist(office, lambda work: _once(office, asked, work), dry_run=dry_run, repeatable=True)


def coverage(office: Office) -> Coverage:
    """From which day on and up to which day the timeline was checked, and which days that are over were not."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
        sweeps = work.index.sweeps()
    first, last = sweeps[0], sweeps[-1]
    programme = reading.rules.programme
    return Coverage(
        setting=reading.setting,
        since=first.day,
        until=last.until if last.until >= first.day else None,
        uncovered=_days(uncovered(last, reading.today, programme.last_day)),
        last=last.at if last.seq != first.seq else None,
        zone=programme.zone,
        hour=programme.check.hour,
    )


def explained(office: Office, checked: Checked) -> Checked:
    """The same, with what each flag means: who answers for it, the next meeting, what it presses.

    Raises StoreTrouble where that cannot be read; the check stands as it was.
    """
    if not checked.flags:
        return checked
    flagged = {flag.assignment for flag in checked.flags}
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=[key for key in flagged if key is not None])
    cases = [reading.book.cases[key] for key in flagged if key is not None]
    if None in flagged:
        cases.append(reading.book.own)
    meanings = {
        (case.key or None, view.judgement.milestone): view for case in cases for view in milestones(case, reading)
    }
    return replace(checked, meanings=meanings)


def _once(office: Office, asked: _Asked, work: Work) -> Checked:
    reading = open_reading(office, work, on=asked.on, writing=not asked.dry_run, assignments=())
    if reading.on > reading.today:
        raise Misunderstood("check.in-the-future", on=reading.on.isoformat(), today=reading.today.isoformat())
    last = work.index.last_sweep()
    assert last is not None
    known = work.journal.keyed(asked.key) if asked.key is not None else None
    if known is not None:
        first = entry_of(known)
        if first.request == asked.request:
            return _again(reading, work, first)
        reason = Reason(Code.CONFLICT, "conflict.key", {"key": asked.key, "seq": first.seq})
        refused = Draft(
            kind=Kind.REFUSAL,
            what="sweep",
            on=reading.on,
            rules=reading.book.rules,
            asked=Kind.SWEEP,
            reasons=(reason,),
        )
        entries = _append(office, reading, asked, work, (refused,))
        return _checked(reading, asked, last, entries)
    day = day_to_judge(reading.on, last)
    drafts = sweep(
        work.index.ripe(day),
        last=last,
        day=day,
        last_day=reading.rules.programme.last_day,
        rules=reading.book.rules,
        head=reading.book.head,
    )
    if drafts:
        request = asked.request if asked.key is not None else None
        drafts = (replace(drafts[0], reason=asked.reason, key=asked.key, request=request), *drafts[1:])
    entries = _append(office, reading, asked, work, drafts)
    return _checked(replace(reading, on=day), asked, last, entries)


def _append(office: Office, reading: Reading, asked: _Asked, work: Work, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    if not drafts:
        return ()
    head = work.journal.head()
    entries, lines = write(drafts, office.stamps.stamps(len(drafts), reading.now), after=head)
    if not asked.dry_run:
        work.journal.append(entries, lines, after=head)
    return entries


def _again(reading: Reading, work: Work, first: Entry) -> Checked:
    """The answer that was given when this key was new: a sweep and its flags, or the refusal."""
    before = next(one for one in reversed(work.index.sweeps()) if one.seq < first.seq)
    entries = [first]
    for entry in told(work, since=first.seq + 1):
        if entry.kind is not Kind.FLAG:
            break
        entries.append(entry)
    asked = _Asked(on=None, dry_run=False, reason="", key=first.key)
    return replace(_checked(reading, asked, before, entries), repeated=True)


def _checked(reading: Reading, asked: _Asked, before: Swept, entries: Sequence[Entry]) -> Checked:
    now = before
    for entry in entries[:1]:
        now = swept(entry, before) or before
    covered = (now.first, now.until) if now is not before and now.first is not None else None
    written = entries[0] if entries and not asked.dry_run else None
    return Checked(
        setting=reading.setting,
        day=now.day if now is not before else reading.on,
        days=_days(covered),
        flags=tuple(_flag(entry, asked.dry_run) for entry in entries if entry.kind is Kind.FLAG),
        uncovered=_days(uncovered(now, reading.today, reading.rules.programme.last_day)),
        seq=None if written is None else written.seq,
        hash=None if written is None else leaf_hash(entry_bytes(written)),
        reasons=tuple(reason for entry in entries for reason in entry.reasons),
        dry_run=asked.dry_run,
    )


def _flag(entry: Entry, dry_run: bool) -> FlagView:
    (assignment, milestone), standing = standing_of(entry)
    return FlagView(
        milestone=milestone,
        assignment=assignment or None,
        flag=standing.flag,
        due=standing.due,
        on=entry.on,
        seq=None if dry_run else entry.seq,
    )


def _days(between: tuple[date, date] | None) -> tuple[date, ...]:
    if between is None:
        return ()
    first, last = between
    return tuple(first + number * _DAY for number in range((last - first).days + 1))
