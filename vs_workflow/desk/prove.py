"""Prove: what happened, how it stood on a day as known then, and whether all of it was lawful and is unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from vs_workflow.audit.founding import under_its_name
from vs_workflow.audit.recompute import recompute
from vs_workflow.audit.walk import walk
from vs_workflow.casebook import Casebook
from vs_workflow.desk.evidence import NO_EVIDENCE, Evidence
from vs_workflow.desk.kept import records_gone, shelf_findings
from vs_workflow.desk.office import Office
from vs_workflow.desk.proofs import History, HistoryLine, Verified
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.told import entry_of
from vs_workflow.desk.views import Setting
from vs_workflow.desk.weighing import Scales, between, since_held
from vs_workflow.journal.chain import Line
from vs_workflow.journal.remains import is_blank
from vs_workflow.ports import Swept, Work
from vs_workflow.reasons import Facts, Finding, Misunderstood, Plain, StoreTrouble, Trouble
from vs_workflow.rules.rulebook import Rules, fetch, shelved
from vs_workflow.timeline.sweep import uncovered


def history(office: Office, assignment: str | None = None, *, refused: bool = False) -> History:
    """The entries, in their order: all, or of one assignment; `refused` gives the refusals alone."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
        key = None if assignment is None else reading.assignment(assignment)
        lines = [(line, entry_of(line)) for line in work.journal.lines(assignment=key) if not is_blank(line)]
        laws = dict(_kept_laws({entry.rules for _, entry in lines}, work))
    fixed = {fix: entry.seq for _, entry in lines if (fix := entry.corrects) is not None and entry.accepted}
    return History(
        setting=reading.setting,
        assignment=key,
        lines=tuple(
            HistoryLine(entry=entry, hash=line.leaf, corrected_by=fixed.get(entry.seq))
            for line, entry in lines
            if not refused or not entry.accepted
        ),
        laws=laws,
    )


def _kept_laws(addresses: Iterable[str], work: Work) -> Iterator[tuple[str, Rules]]:
    for address in addresses:
        # What was recorded is shown where its rules are damaged, too: by the labels of the rules in force.
        with suppress(Trouble):
            yield address, fetch(address, work.shelf.get)


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

    `kept` gives what the store finds in itself and beside it (copies and derived tables against
    the journal, guard rails, the file), and what limits that; `facts` are its versions and modes. Decisions before
    number `since` are judged again only where no checkpoint that was brought covers them
    unbroken; raises Misunderstood where none was brought that reaches so far, where it is beyond
    the next number, or where the clock was set and may not be.
    """
    if since < 1:
        raise Misunderstood("verify.since-none", since=since)
    findings: list[Finding] = []
    scales = Scales(evidence, office.room.programme, office.stamps.now())
    with office.room.reading() as work:
        setting, unset = _setting(office, work)
        looked_at: set[str] = set()
        rules_of = _rules_of(work, looked_at)

        def lines(since: int) -> Iterable[Line]:
            return work.journal.lines(since=since)

        walked = walk(scales.through(lines(1)), rules_of, progress=progress)
        weighed = scales.weigh(rules_of)
        judged = recompute(
            lines,
            rules_of,
            since=since_held(since, weighed, walked.last),
            progress=progress,
        )
        renamed = under_its_name(judged.book, office.room.programme)
        findings += [
            *renamed,
            *walked.findings,
            *judged.findings,
            *_states(walked.states, walked.unsettled, judged.book),
        ]
        findings += shelf_findings(work.shelf, lines(1), looked_at)
        limits = [*records_gone(work.shelf, judged.book)]
    if setting is not None and unset is None and judged.covered is not None:
        limits += _uncovered(judged.covered, setting)
    if not walked.entries:
        findings.append(Finding("gap", "link.none", {"programme": office.room.programme}))
    findings += weighed.findings
    for one in kept():
        (limits if one.rule.startswith("limit.") else findings).append(one)
    reached = tuple(_without_repeats(findings))
    if unset is not None and not reached:
        # A journal that is not whole is told of by whatever clock: a forger could make any clock one too many.
        raise unset
    if judged.since > 1:
        limits.append(Finding("receipts", "limit.not-recomputed", between(1, judged.since - 1)))
    limits += [*judged.limits, *weighed.limits]
    return Verified(
        setting=setting,
        whole=not reached,
        entries=walked.entries,
        last=walked.last,
        head=walked.head,
        level=weighed.level,
        replayed=0 < judged.judged == walked.entries == walked.last,
        findings=reached,
        limits=tuple(limits),
        facts=facts or {},
        vouched=weighed.vouched,
        receipts=weighed.receipts,
    )


def _rules_of(work: Work, looked_at: set[str]) -> Callable[[str], Rules]:
    """The rules by their hash, from the shelf as it is now: what this process read before proves nothing."""

    def found(address: str) -> Rules:
        if address not in looked_at:
            shelved(address, work.shelf.get)
            looked_at.add(address)
        return fetch(address, work.shelf.get)

    return found


def _setting(office: Office, work: Work) -> tuple[Setting | None, Misunderstood | None]:
    """What the page is seen in, where the journal is whole enough to say it; and that the clock may not be set so.

    Where it may not, the page is seen in it all the same: what is found is told by whatever clock.
    """
    try:
        try:
            return open_reading(office, work, on=None, assignments=()).setting, None
        except (Misunderstood, StoreTrouble) as error:
            bare = Office(office.room, office.stamps, office.read_day, False, office.records)
            seen = open_reading(bare, work, on=None, assignments=()).setting
            return seen, error if isinstance(error, Misunderstood) else None
    except (Trouble, KeyError, ValueError, TypeError, AssertionError):
        return None, None


def _uncovered(covered: Swept, setting: Setting) -> Iterator[Finding]:
    """Days that nobody checked: what was missed on them may not have been flagged."""
    days = uncovered(covered, setting.today, setting.rules.programme.last_day)
    if days is not None:
        first, last = days
        until: dict[str, Plain] = {"to": last.isoformat()} if last != first else {}
        yield Finding("coverage", "limit.not-covered", {"from": first.isoformat(), **until})


def _states(states: dict[str, str], unsettled: set[str], book: Casebook) -> Iterator[Finding]:
    """The two ways of reading, the table and the fold, must come out at the same states."""
    for key, state in states.items():
        case = book.cases.get(key)
        if key not in unsettled and (case is None or case.state != state):
            facts: dict[str, Plain] = {"assignment": key, "walk": state, "fold": case.state if case else ""}
            yield Finding("state", "lawful.states-differ", facts)


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: set[str] = set()
    for finding in findings:
        shown = f"{finding.check} {finding.seq} {finding.rule} {finding.facts}"
        if shown not in seen:
            seen.add(shown)
            yield finding
