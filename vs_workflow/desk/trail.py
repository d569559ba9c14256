"""The trail of one assignment: how it stood on a day, as known at a moment, under which rules; and two such answers.

The three axes are apart: what happened by then, what was known by then, and who judges.
Every step comes with its authority proof, recomputed and never quoted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from vs_workflow.casebook import Casebook, Mark
from vs_workflow.decide import Accepted, Past, decide
from vs_workflow.decide.again import request_of
from vs_workflow.desk.naming import MisunderstoodHere, not_there
from vs_workflow.desk.office import Office
from vs_workflow.desk.proofs import Change, Compared, Replayed, ReplayedStep
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.told import told, told_whole
from vs_workflow.journal.chain import moment
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.ports import Work
from vs_workflow.reasons import BadFile, Finding, Misunderstood, Plain, Reason
from vs_workflow.replay.fold import NOTHING, replay
from vs_workflow.rules.rulebook import RuleFiles, Rules, fetch, read_rules
from vs_workflow.rules.standing import any_meets, bodies_of

_FEWEST_DIGITS = 6
_FORGED = "leaf"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """From where the trail is seen: on a day (today), as known at a moment (now), under other rules (each its own)."""

    on: date | None = None
    known_at: Instant | None = None
    rules: Rules | None = None


def replay_case(
    office: Office,
    assignment: str,
    *,
    on: date | None = None,
    known_at: Instant | None = None,
    rules: Rules | None = None,
) -> Replayed:
    """How the assignment stood on `on`, as known at `known_at`, each step with its proof recomputed.

    With other `rules` each step is judged as these would have judged it then; what happened
    stays what it was.
    """
    with office.room.reading() as work:
        return _replayed(office, work, assignment, View(on=on, known_at=known_at, rules=rules))


def compare(office: Office, assignment: str, before: View, after: View) -> Compared:
    """What the second answer says otherwise than the first: steps learned of, moved, undone, or judged otherwise."""
    with office.room.reading() as work:
        if before.known_at is not None and after.known_at is None:
            after = replace(after, known_at=_latest(office, work))
        one, two = (_replayed(office, work, assignment, view) for view in (before, after))
    return differ(one, two)


def differ(before: Replayed, after: Replayed) -> Compared:
    """What the second answer says otherwise; raises Misunderstood where it is of another assignment."""
    if before.assignment != after.assignment:
        raise MisunderstoodHere(
            "diff.two-assignments", after.setting, assignments=[before.assignment, after.assignment]
        )
    return Compared(before=before, after=after, changes=tuple(_changes(before, after)))


def judging(office: Office, files: RuleFiles) -> Rules:
    """The rules in these files, to judge by; raises BadRules, or BadFile where they are another programme's."""
    rules, own = read_rules(files), office.room.programme
    if rules.programme.key != own:
        raise BadFile("programme.another", file=files.programme_name, where="key", expected=own)
    return rules


def adopted_rules(office: Office, address: str) -> Rules:
    """The rules that some entry was decided under, by the beginning of their hash; raises Misunderstood for none."""
    wanted = address.removeprefix("sha256:").lower()
    with office.room.reading() as work:
        known = dict.fromkeys(entry.rules for entry in told(work))
        found = [one for one in known if len(wanted) >= _FEWEST_DIGITS and one.startswith(wanted)]
        if len(found) != 1:
            raise Misunderstood("rules.unknown", address=address, known=[one[:16] for one in known])
        return fetch(found[0], work.shelf.get)


def _replayed(office: Office, work: Work, assignment: str, view: View) -> Replayed:
    reading = open_reading(office, work, on=view.on, assignments=())
    if reading.on > reading.today:
        raise Misunderstood("replay.in-the-future", on=reading.on.isoformat(), today=reading.today.isoformat())
    if view.known_at is not None and moment(view.known_at) > moment(latest := _latest(office, work)):
        raise MisunderstoodHere("replay.not-known-yet", reading.setting, known_at=view.known_at, now=latest)
    key = reading.assignment(assignment)
    whole = told_whole(work)
    known = [entry for entry in whole.entries if view.known_at is None or entry.at <= view.known_at]
    book = replay(known)
    if key not in book.cases:
        at_last = replay(whole.entries)
        if view.known_at is not None and key in at_last.cases:
            raise MisunderstoodHere("replay.not-known-by-then", reading.setting, assignment=key, known_at=view.known_at)
        raise not_there(key, at_last, reading.setting)
    seen = book.as_of(reading.on)
    if key not in seen.cases:
        raise MisunderstoodHere("day.before-opening", reading.setting, assignment=key, on=reading.on.isoformat())
    case = seen.cases[key]

    def rules_of(address: str) -> Rules:
        return fetch(address, work.shelf.get)

    own = rules_of(book.cases[key].rules)
    proofs = {entry.seq: (entry.rules, proof) for entry, proof in _proofs(known, key, rules_of, view.rules)}
    found = ((mark, *proofs[mark.seq]) for mark in case.marks if mark.is_step and mark.seq in proofs)
    steps = tuple(
        _noted(proof, mark, (*_forged(proof, mark, book, whole.changed), *_unmade(mark, book, rules_of(then))))
        for mark, then, proof in found
    )
    return Replayed(
        setting=replace(reading.setting, rules=own),
        assignment=key,
        known_at=view.known_at if view.known_at is not None else book.at,
        state=case.state,
        since=case.since,
        steps=steps,
        rules=view.rules.hash if view.rules is not None else None,
    )


def _latest(office: Office, work: Work) -> Instant:
    """The moment that an entry would get now."""
    return max(office.stamps.now(), work.journal.head().at)


def _changes(before: Replayed, after: Replayed) -> Iterator[Change]:
    one, two = ({step.mark.seq: step for step in view.steps} for view in (before, after))
    for seq in sorted(one.keys() | two.keys()):
        was, now = one.get(seq), two.get(seq)
        if was is None and now is not None:
            yield Change(what="learned", seq=seq, step=now.mark.what, before=None, after=now)
        elif now is None and was is not None:
            yield Change(what="gone", seq=seq, step=was.mark.what, before=was, after=None)
        elif was is not None and now is not None:
            if was.mark.on != now.mark.on:
                yield Change(what="moved", seq=seq, step=now.mark.what, before=was, after=now)
            if (was.sound, was.reasons, was.grant, was.guards) != (now.sound, now.reasons, now.grant, now.guards):
                yield Change(what="judged", seq=seq, step=now.mark.what, before=was, after=now)


def _proofs(
    entries: list[Entry], assignment: str, rules_of: Callable[[str], Rules], others: Rules | None
) -> Iterator[tuple[Entry, ReplayedStep]]:
    book = NOTHING
    for number, entry in enumerate(entries):
        if entry.kind is Kind.STEP and entry.assignment == assignment:
            yield entry, _proof(entry, entries[:number], book, rules_of, others)
        book = replay((entry,), after=book)


def _proof(
    entry: Entry, before: list[Entry], book: Casebook, rules_of: Callable[[str], Rules], others: Rules | None
) -> ReplayedStep:
    own = rules_of(entry.rules)
    request = request_of(entry, own)
    assert request is not None
    decision = decide(request, book, others or own, Past(lambda: before, rules_of))
    draft = decision.draft
    # Its own rules must give the proof that was recorded; of other rules it is asked whether they would allow it.
    same = others is not None or (draft.role, draft.grant, dict(draft.guards)) == (
        entry.role,
        entry.grant,
        dict(entry.guards),
    )
    sound = isinstance(decision, Accepted) and same
    reasons: tuple[Reason, ...] = () if isinstance(decision, Accepted) else decision.reasons
    mark = replay((entry,), after=book).cases[entry.assignment or ""].marks[-1]
    return ReplayedStep(
        mark=mark, role=draft.role, grant=draft.grant, guards=dict(draft.guards), sound=sound, reasons=reasons
    )


def _noted(step: ReplayedStep, mark: Mark, notes: tuple[Finding, ...]) -> ReplayedStep:
    """The step with what is to be said of it; it is not sound where a text that it rests on was changed."""
    whole = all(note.check != _FORGED for note in notes)
    return replace(step, mark=mark, notes=notes, sound=step.sound and whole)


def _forged(step: ReplayedStep, mark: Mark, book: Casebook, changed: frozenset[int]) -> Iterator[Finding]:
    """Of what it rests on, the texts that are not what their hashes say; what links these is verified elsewhere."""
    for seq in (mark.seq, mark.fixed_by):
        if seq in changed:
            yield Finding(_FORGED, "replay.text-changed", {}, seq=seq, warning=True)
    for seq in dict.fromkeys(_grounds((mark.grant, step.grant), book)):
        if seq in changed:
            yield Finding(_FORGED, "replay.grant-changed", {}, seq=seq, warning=True)


def _grounds(grants: Iterable[int | None], book: Casebook) -> Iterator[int]:
    """These grants, and that of the giver where one of them is a mandate."""
    for seq in grants:
        if seq is not None:
            yield seq
            grant = book.grant(seq)
            if grant is not None and grant.rests_on is not None:
                yield grant.rests_on


def _unmade(mark: Mark, book: Casebook, rules: Rules) -> Iterator[Finding]:
    """A later event never unmakes an earlier step: it is shown on it (a meeting cancelled after all).

    `rules` are those that the step was taken under: what later rules ask was not asked of it.
    """
    step = rules.lifecycle.step(mark.what, mark.source)
    for guard in step.guards if step is not None else ():
        if guard.kind == "meeting" and not any_meets(guard.body_kind, mark.on, book, rules):
            body = next(iter(bodies_of((guard.body_kind,), book, rules)), "")
            facts: dict[str, Plain] = {"body": body, "on": mark.on.isoformat()}
            yield Finding("meeting", "replay.meeting-cancelled", facts, seq=mark.seq, warning=True)
