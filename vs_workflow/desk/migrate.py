"""Migrate: move a programme to other rules, its running assignments with it, and open what these rules add.

Everything is decided and written in one transaction, or nothing is. A dry run decides the
same, entry by entry, on what would be known by then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from vs_workflow.casebook import Casebook
from vs_workflow.decide import Past, Refused, decide
from vs_workflow.decide.grants import given
from vs_workflow.decide.migration import additions, along, who_may_migrate
from vs_workflow.decide.ruling import refusal
from vs_workflow.desk import adopt
from vs_workflow.desk.insisting import insist
from vs_workflow.desk.naming import MisunderstoodHere, clean, clean_key, find_person, not_there
from vs_workflow.desk.office import Call, Office, Record
from vs_workflow.desk.reading import Reading, open_reading
from vs_workflow.desk.register import record_bytes
from vs_workflow.desk.told import entry_of, told
from vs_workflow.desk.views import Migrated
from vs_workflow.journal.canon import content_hash, to_bytes
from vs_workflow.journal.chain import Head, Line, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.ports import ShelfKind, Work
from vs_workflow.reasons import BadFile, Code, Finding, Plain, Reason
from vs_workflow.replay.fold import replay
from vs_workflow.request import Migrate
from vs_workflow.rules.rulebook import RuleFiles, Rules, fetch


def migrate(
    office: Office,
    call: Call,
    files: RuleFiles,
    people: tuple[str, bytes],
    assignments: Sequence[str] = (),
    *,
    on: date | None = None,
) -> Migrated:
    """Move the programme, and these running assignments (none named: all of them), to the rules in these files.

    Raises BadRules where the rules are not sound, BadFile where they are another programme's.
    """
    rules, findings = adopt.sound(files)
    register = adopt.read_register(*people)
    adopt.refuse_strangers(rules, register, files.programme_name, people[0])
    asked = _Asked(replace(call, key=clean_key(call.key)), files, rules, register, findings, tuple(assignments), on)
    return insist(
        office, lambda work: _once(office, asked, work), dry_run=call.dry_run, repeatable=call.key is not None
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    call: Call
    files: RuleFiles
    rules: Rules
    register: dict[str, Record]
    findings: tuple[Finding, ...]
    assignments: tuple[str, ...]
    on: date | None

    @property
    def request(self) -> str:
        said: list[Plain] = ["migrate", self.rules.hash, *self.assignments, None if self.on is None else str(self.on)]
        people: list[Plain] = [self.call.actor, self.call.typed_by]
        return content_hash(to_bytes({"said": said, "people": people, "reason": clean(self.call.reason, "reason")}))


@dataclass
class _Writing:
    """What is decided one after the other, each on what would be known by then."""

    reading: Reading
    head: Head
    stamps: Iterator[Stamp]
    entries: list[Entry] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, draft: Draft) -> None:
        entries, lines = write((draft,), (next(self.stamps),), after=self.head)
        self.entries += entries
        self.lines += lines
        self.head = Head(lines[-1].seq, lines[-1].leaf, entries[-1].at)
        self.reading = replace(self.reading, book=replay(entries, after=self.reading.book))


def _once(office: Office, asked: _Asked, work: Work) -> Migrated:
    reading = open_reading(office, work, on=asked.on, writing=not asked.call.dry_run)
    reading = replace(reading, laws={**reading.laws, asked.rules.hash: asked.rules})
    if asked.rules.programme.key != reading.book.programme:
        raise BadFile(
            "programme.another", file=asked.files.programme_name, where="key", expected=reading.book.programme
        )
    key = asked.call.key
    known = work.journal.keyed(key) if key is not None else None
    if known is not None and entry_of(known).request == asked.request:
        return _again(reading, asked, work, entry_of(known))
    if asked.call.actor is None and (who := who_may_migrate(reading.book, reading.rules, reading.today)):
        raise MisunderstoodHere("actor.missing", reading.setting, who=[*who])
    moving = _moving(reading, asked)
    moves_programme = reading.book.rules != asked.rules.hash
    moves = [*((None,) if moves_programme else ()), *moving]
    stamps = office.stamps.stamps(_most(asked, moving), reading.now)
    writing = _Writing(reading, work.journal.head(), iter(stamps))
    if not asked.call.dry_run:
        # A refusal names these rules too, and is proved by them.
        for data in (asked.files.lifecycle, asked.files.programme, asked.files.manifest):
            work.shelf.put(data, ShelfKind.RULES)
    if known is not None:
        conflict = Reason(Code.CONFLICT, "conflict.key", {"key": key, "seq": entry_of(known).seq})
        # As any other refusal it is of what would have been moved first, and is destroyed with that.
        request = _asking(reading, asked, next(iter(moves), None), ())
        return _refused(office, asked, work, writing, request, (conflict,))
    first: Draft | None = None
    for assignment in moves:
        request = _asking(writing.reading, asked, assignment, moving)
        in_force = _in_force(writing.reading, assignment, asked.rules, work)
        decision = decide(request, writing.reading.book, in_force, _past(work, writing, asked.rules))
        if isinstance(decision, Refused):
            refused = _Writing(reading, work.journal.head(), iter(stamps))
            return _refused(office, asked, work, refused, request, decision.reasons, decision.draft)
        draft = decision.draft
        if first is None:
            first = draft
            draft = replace(draft, key=key, request=asked.request if key is not None else None)
        writing.add(draft)
    if moves_programme and first is not None:
        _added(work, asked, writing, reading.book, first)
    if not asked.call.dry_run:
        work.journal.append(writing.entries, writing.lines, after=work.journal.head())
    return _migrated(writing.reading, asked, writing.entries, writing.head.leaf)


def _added(work: Work, asked: _Asked, writing: _Writing, before: Casebook, first: Draft) -> None:
    """New people, new assignments, and whom the file names for a seat that nobody holds."""
    for draft in additions(before, asked.rules, first):
        facts = dict(draft.facts)
        if draft.kind is not Kind.OPENED:
            known = asked.register[str(facts["person"])]
            facts |= given(**_of_register(draft, known, asked, writing, work))
        writing.add(replace(draft, facts=facts))
        if draft.kind is Kind.REGISTER:
            person = str(facts["person"])
            named = {**writing.reading.records, person: asked.register[person]}
            writing.reading = replace(writing.reading, records=named)


def _of_register(draft: Draft, known: Record, asked: _Asked, writing: _Writing, work: Work) -> dict[str, str]:
    """What the register adds to an entry: the address of the record, or from where somebody is."""
    if draft.kind is not Kind.REGISTER:
        found = {"district": known.district, "organisation": known.organisation}
        return {name: said for name, said in found.items() if name not in draft.facts}
    data = record_bytes(str(draft.facts["person"]), known, next(writing.stamps).salt)
    return {"record": content_hash(data) if asked.call.dry_run else work.shelf.put(data, ShelfKind.REGISTER)}


def _asking(reading: Reading, asked: _Asked, assignment: str | None, along: Sequence[str]) -> Migrate:
    book, records = reading.book, reading.records
    actor = None if asked.call.actor is None else find_person(asked.call.actor, book, records)
    typed_by = actor if asked.call.typed_by is None else find_person(asked.call.typed_by, book, records)
    return Migrate(
        actor=actor,
        today=reading.today,
        on=reading.on,
        typed_by=typed_by,
        reason=clean(asked.call.reason, "reason"),
        assignment=assignment,
        to=asked.rules.hash,
        along=tuple(along) if assignment is None else (),
    )


def _moving(reading: Reading, asked: _Asked) -> list[str]:
    """The assignments to be moved: those named, else every running one."""
    if asked.assignments:
        for one in asked.assignments:
            if (key := reading.assignment(one)) not in reading.book.cases:
                raise not_there(key, reading.book, reading.setting)
        return list(dict.fromkeys(reading.assignment(one) for one in asked.assignments))
    found: list[str] = []
    for case in reading.book.cases.values():
        final = reading.under(case).rules.lifecycle.is_final(case.state)
        if case.rules != asked.rules.hash and not final:
            found.append(case.key)
    return found


def _in_force(reading: Reading, assignment: str | None, new: Rules, work: Work) -> Rules:
    address = reading.book.rules if assignment is None else reading.book.cases[assignment].rules
    return new if address == new.hash else fetch(address, work.shelf.get)


def _past(work: Work, writing: _Writing, new: Rules) -> Past:
    def entries() -> Iterator[Entry]:
        yield from told(work)
        yield from writing.entries

    return Past(entries=entries, rules=lambda one: new if one == new.hash else fetch(one, work.shelf.get))


def _refused(
    office: Office,
    asked: _Asked,
    work: Work,
    writing: _Writing,
    request: Migrate,
    reasons: tuple[Reason, ...],
    draft: Draft | None = None,
) -> Migrated:
    if draft is None:
        in_force = _in_force(writing.reading, request.assignment, asked.rules, work)
        past = _past(work, writing, asked.rules)
        decided = decide(request, writing.reading.book, in_force, past).draft
        draft = replace(refusal(decided, reasons).draft, rules=in_force.hash)
    keyed = not any(reason.code is Code.CONFLICT for reason in reasons) and asked.call.key is not None
    writing.add(replace(draft, key=asked.call.key if keyed else None, request=asked.request if keyed else None))
    if not asked.call.dry_run:
        work.journal.append(writing.entries, writing.lines, after=work.journal.head())
    return _migrated(writing.reading, asked, writing.entries, writing.head.leaf)


def _again(reading: Reading, asked: _Asked, work: Work, first: Entry) -> Migrated:
    """The answer that was given when this key was new: everything that the same call wrote, and nothing after it.

    The moment does not tell: where the clock stands still, or went back, the next call has the same.
    """
    entries = [first]
    if first.accepted:
        beside = _beside(reading, asked, first)
        entries += takewhile(lambda entry: _of_one_move(entry, beside), told(work, since=first.seq + 1))
    last = next(iter(work.journal.lines(since=entries[-1].seq)))
    return replace(_migrated(reading, asked, entries, last.leaf), repeated=True)


def _beside(reading: Reading, asked: _Asked, first: Entry) -> Collection[str]:
    """What that call moved with the programme, or in its stead: what was asked, as the rules of then call it."""
    if first.assignment is None:
        return along(first)
    then = replace(reading, rules=asked.rules)
    return [then.assignment(one) for one in asked.assignments] or list(reading.book.cases)


def _of_one_move(entry: Entry, beside: Collection[str]) -> bool:
    if entry.kind is Kind.MIGRATION:
        return entry.assignment in beside
    # What a move of the programme adds, nobody asks for.
    return entry.kind in (Kind.REGISTER, Kind.OPENED, Kind.GRANT) and entry.actor is None


def _migrated(reading: Reading, asked: _Asked, entries: Sequence[Entry], leaf: str) -> Migrated:
    accepted = all(entry.accepted for entry in entries)
    recorded = bool(entries) and not asked.call.dry_run
    return Migrated(
        setting=(replace(reading, rules=asked.rules) if accepted else reading).setting,
        rules=asked.rules.hash,
        accepted=accepted,
        entries=tuple(entries),
        reasons=tuple(reason for entry in entries for reason in entry.reasons),
        findings=asked.findings,
        hash=leaf if recorded else None,
        dry_run=asked.call.dry_run,
    )


def _most(asked: _Asked, moving: Sequence[str]) -> int:
    """How many stamps a move may need, all of one moment; a new person takes two: the record has a salt of its own."""
    programme = asked.rules.programme
    seats = sum(max(1, len(holder.assignments)) for holder in programme.holders)
    return 1 + len(moving) + 2 * len(asked.register) + len(programme.assignments) + seats
