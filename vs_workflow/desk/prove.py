"""Prove: what happened, how it stood on a day as known then, and whether all of it was lawful and is unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from vs_workflow.audit.recompute import recompute
from vs_workflow.audit.walk import walk
from vs_workflow.casebook import Casebook, Mark
from vs_workflow.decide import Accepted, Past, decide
from vs_workflow.decide.again import request_of
from vs_workflow.desk.evidence import NO_EVIDENCE, Evidence
from vs_workflow.desk.naming import find_assignment
from vs_workflow.desk.office import Office
from vs_workflow.desk.proofs import History, HistoryLine, Replayed, ReplayedStep, Verified
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.views import Setting
from vs_workflow.desk.weighing import Scales, since_held
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Instant, Kind, read_entry
from vs_workflow.ports import Swept, Work
from vs_workflow.reasons import Facts, Finding, Misunderstood, Plain, Reason, Trouble
from vs_workflow.replay import NOTHING, apply, replay
from vs_workflow.rules.rulebook import Rules, fetch
from vs_workflow.rules.standing import any_meets, bodies_of
from vs_workflow.timeline.sweep import uncovered


def history(office: Office, assignment: str | None = None, *, refused: bool = False) -> History:
    """The entries, in their order: all, or of one assignment; `refused` gives the refusals alone."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
        key = None if assignment is None else find_assignment(assignment, reading.rules)
        lines = [(line, read_entry(line.text)) for line in work.journal.lines(assignment=key)]
    fixed = {fix: entry.seq for _, entry in lines if (fix := entry.corrects) is not None and entry.accepted}
    return History(
        setting=reading.setting,
        assignment=key,
        lines=tuple(
            HistoryLine(entry=entry, hash=line.leaf, corrected_by=fixed.get(entry.seq))
            for line, entry in lines
            if not refused or not entry.accepted
        ),
    )


def replay_case(
    office: Office, assignment: str, *, on: date | None = None, known_at: Instant | None = None
) -> Replayed:
    """How the assignment stood on `on`, as known at `known_at`, each step with its proof recomputed."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=on, assignments=())
        key = find_assignment(assignment, reading.rules)
        entries = (read_entry(line.text) for line in work.journal.lines())
        known = [entry for entry in entries if known_at is None or entry.at <= known_at]
        rules_of = _rules_of(work)
        book = replay(known)
        if key not in book.cases:
            raise Misunderstood("assignment.not-opened", assignment=key)
        seen = book.as_of(reading.on)
        if key not in seen.cases:
            raise Misunderstood("day.before-opening", assignment=key, on=reading.on.isoformat())
        case = seen.cases[key]
        proofs = {entry.seq: proof for entry, proof in _proofs(known, key, rules_of)}
        steps = tuple(
            replace(proofs[mark.seq], mark=mark, notes=tuple(_unmade(mark, book, rules_of(book.cases[key].rules))))
            for mark in case.marks
            if mark.is_step and mark.seq in proofs
        )
    return Replayed(
        setting=replace(reading.setting, rules=rules_of(book.cases[key].rules)),
        assignment=key,
        known_at=known_at if known_at is not None else book.at,
        state=case.state,
        since=case.since,
        steps=steps,
    )


def _proofs(
    entries: list[Entry], assignment: str, rules_of: Callable[[str], Rules]
) -> Iterator[tuple[Entry, ReplayedStep]]:
    book = NOTHING
    for number, entry in enumerate(entries):
        if entry.kind is Kind.STEP and entry.assignment == assignment:
            yield entry, _proof(entry, entries[:number], book, rules_of)
        book = apply(book, entry)


def _proof(entry: Entry, before: list[Entry], book: Casebook, rules_of: Callable[[str], Rules]) -> ReplayedStep:
    rules = rules_of(entry.rules)
    request = request_of(entry, rules)
    assert request is not None
    decision = decide(request, book, rules, Past(lambda: before, rules_of))
    draft = decision.draft
    sound = isinstance(decision, Accepted) and (draft.role, draft.grant, dict(draft.guards)) == (
        entry.role,
        entry.grant,
        dict(entry.guards),
    )
    reasons: tuple[Reason, ...] = () if isinstance(decision, Accepted) else decision.reasons
    mark = apply(book, entry).cases[entry.assignment or ""].marks[-1]
    return ReplayedStep(
        mark=mark, role=draft.role, grant=draft.grant, guards=dict(draft.guards), sound=sound, reasons=reasons
    )


def _unmade(mark: Mark, book: Casebook, rules: Rules) -> Iterator[Finding]:
    """A later event never unmakes an earlier step: it is shown on it (a meeting cancelled after all)."""
    step = rules.lifecycle.step(mark.what, mark.source)
    for guard in step.guards if step is not None else ():
        if guard.kind == "meeting" and not any_meets(guard.body_kind, mark.on, book, rules):
            body = next(iter(bodies_of((guard.body_kind,), book, rules)), "")
            facts: dict[str, Plain] = {"body": body, "on": mark.on.isoformat()}
            yield Finding("meeting", "replay.meeting-cancelled", facts, seq=mark.seq, warning=True)


def verify(
    office: Office,
    *,
    kept: Callable[[], Iterable[Finding]] = tuple,
    facts: Facts | None = None,
    progress: Callable[[int], None] | None = None,
    evidence: Evidence = NO_EVIDENCE,
    since: int = 1,
) -> Verified:
    """Check bytes, links, copies, every decision, every derived table, and what vouches for them from outside.

    `kept` gives what the store finds in itself (copies and derived tables against the
    journal, guard rails, the file); `facts` are its versions and modes. Decisions before
    number `since` are judged again only where no checkpoint that was brought covers them
    unbroken; raises Misunderstood where none was brought that reaches so far.
    """
    findings: list[Finding] = []
    scales = Scales(evidence, office.room.programme)
    with office.room.reading() as work:
        rules_of = _rules_of(work)

        def lines() -> Iterable[Line]:
            return work.journal.lines()

        walked = walk(scales.through(lines()), _or_unreadable(rules_of), progress=progress)
        weighed = scales.weigh()
        since = since_held(since, weighed)
        judged = recompute(lines, rules_of, since=since, progress=progress)
        findings += [*walked.findings, *judged.findings, *_states(walked.states, walked.unsettled, judged.book)]
        shelf, limits = _shelf(work, judged.book, lines)
        findings += shelf
        setting = _setting(office, work)
    if setting is not None and judged.covered is not None:
        limits += _uncovered(judged.covered, setting)
    findings += [*weighed.findings, *kept()]
    reached = tuple(_without_repeats(findings))
    if since > 1:
        limits.append(Finding("since", "limit.not-recomputed", {"from": 1, "to": since - 1}))
    limits += weighed.limits
    return Verified(
        setting=setting,
        whole=not reached,
        entries=walked.entries,
        head=walked.head,
        level=weighed.level,
        replayed=judged.judged == walked.entries,
        findings=reached,
        limits=tuple(limits),
        facts=facts or {},
        vouched=weighed.vouched,
    )


def _rules_of(work: Work) -> Callable[[str], Rules]:
    return lambda address: fetch(address, work.shelf.get)


def _or_unreadable(rules_of: Callable[[str], Rules]) -> Callable[[str], Rules]:
    """Rules that cannot be had are a finding of the shelf; for the walk they make the entry unreadable."""

    def found(address: str) -> Rules:
        try:
            return rules_of(address)
        except Trouble as error:
            raise ValueError(error.rule) from error

    return found


def _setting(office: Office, work: Work) -> Setting | None:
    """What the page is seen in, where the journal is whole enough to say it."""
    try:
        return open_reading(office, work, on=None, assignments=()).setting
    except (Trouble, KeyError, ValueError, TypeError, AssertionError):
        return None


def _uncovered(covered: Swept, setting: Setting) -> Iterator[Finding]:
    """Days that nobody checked: what was missed on them may not have been flagged."""
    days = uncovered(covered, setting.today, setting.rules.programme.last_day)
    if days is not None:
        first, last = days
        yield Finding("coverage", "limit.not-covered", {"from": first.isoformat(), "to": last.isoformat()})


def _states(states: dict[str, str], unsettled: set[str], book: Casebook) -> Iterator[Finding]:
    """The two ways of reading, the table and the fold, must come out at the same states."""
    for key, state in states.items():
        case = book.cases.get(key)
        if key not in unsettled and (case is None or case.state != state):
            facts: dict[str, Plain] = {"assignment": key, "walk": state, "fold": case.state if case else ""}
            yield Finding("state", "lawful.states-differ", facts)


def _shelf(work: Work, book: Casebook, lines: Callable[[], Iterable[Line]]) -> tuple[list[Finding], list[Finding]]:
    """Bytes against their hash; documents named but not there; records of the register that are gone (a limit)."""
    findings: list[Finding] = []
    limits: list[Finding] = []
    there: set[str] = set()
    for address, kind, _ in work.shelf.addresses():
        data = work.shelf.get(address)
        there.add(address)
        if data is None or content_hash(data) != address:
            findings.append(Finding("shelf", "shelf.changed", {"address": address, "kind": kind.value}))
    for mark in (mark for case in book.all_cases() for mark in (*case.marks, *case.annulled)):
        findings.extend(
            Finding("shelf", "shelf.document-missing", {"address": address}, seq=mark.seq)
            for address in mark.documents
            if address not in there
        )
    gone = [person for person, address in book.people.items() if address not in there]
    if gone:
        limits.append(Finding("register", "limit.register-gone", {"people": [*gone]}))
    return findings, limits


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[str] = set()
    for finding in findings:
        shown = f"{finding.check} {finding.seq} {finding.rule} {finding.facts}"
        if shown not in seen:
            seen.add(shown)
            yield finding
