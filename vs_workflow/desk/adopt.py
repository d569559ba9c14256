"""Adopt: prove rules sound, keep their bytes, open their assignments, seat the first holders, in one transaction."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from vs_workflow.decide.grants import given
from vs_workflow.desk.office import Office, Record
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.register import record_bytes
from vs_workflow.desk.views import Adopted
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import write
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.ports import ShelfKind, Work
from vs_workflow.reasons import BadFile, BadRules, Fault, Finding, Misunderstood, Plain
from vs_workflow.rules.authority import Way
from vs_workflow.rules.programme import FirstHolder
from vs_workflow.rules.rulebook import RuleFiles, Rules, is_odd, read_rules, read_toml
from vs_workflow.rules.soundness import file_of, prove
from vs_workflow.rules.zone import local_day

PEOPLE_SCHEMA = "vs.people/1"
_RECORD_KEYS = ("name", "function", "organisation", "district")


def check(files: RuleFiles, people: tuple[str, bytes] | None = None) -> tuple[Rules, tuple[Finding, ...]]:
    """The rules in these files and everything that proving them found, each with the file in which it stands.

    Raises BadRules for faults of shape, and for a register that is wrong or lacks a first holder.
    """
    rules = read_rules(files)
    if people is not None:
        _check_register(rules, files, people)
    found = (replace(one, where=f"{file_of(one, files)}, {one.where}") for one in prove(rules))
    return rules, tuple(found)


def _check_register(rules: Rules, files: RuleFiles, people: tuple[str, bytes]) -> None:
    try:
        refuse_strangers(rules, read_register(*people), files.programme_name, people[0])
    except BadRules:
        raise
    except BadFile as error:
        facts = dict(error.facts)
        raise BadRules((Fault(str(facts.pop("file")), str(facts.pop("where")), error.rule, facts),)) from None


def sound(files: RuleFiles) -> tuple[Rules, tuple[Finding, ...]]:
    """The rules in these files with what is remarkable about them; raises BadRules where they are not sound."""
    rules, findings = check(files)
    errors = [finding for finding in findings if not finding.warning]
    if errors:
        places = [one.where.partition(", ") for one in errors]
        raise BadRules(
            tuple(Fault(file, where, one.rule, one.facts) for one, (file, _, where) in zip(errors, places, strict=True))
        )
    return rules, findings


def init(
    office_for: Callable[[str], Office], files: RuleFiles, people: tuple[str, bytes], *, rehearsal: bool
) -> Adopted:
    """Adopt a programme and open its assignments. With the same bytes again nothing changes.

    `office_for` gives the office of the programme with that key, which may have no entries
    yet. Raises BadRules where the rules are not sound, BadFile where the programme is there
    with other content.
    """
    rules, findings = sound(files)
    register = read_register(*people)
    refuse_strangers(rules, register, files.programme_name, people[0])
    office = office_for(rules.programme.key)
    with office.room.writing() as work:
        if work.journal.head().seq:
            return _there_already(office, work, rules, findings)
        refuse_clock(office.clock_set, rehearsal=rehearsal)
        return _adopt(office, work, files, rules, register, findings, rehearsal=rehearsal)


def refuse_clock(clock_set: bool, *, rehearsal: bool) -> None:
    """A rehearsal begins with a clock set by hand, and nothing else does; raises Misunderstood."""
    if clock_set and not rehearsal:
        raise Misunderstood("clock.not-a-rehearsal")
    if rehearsal and not clock_set:
        raise Misunderstood("clock.rehearsal-without-now")


def read_register(name: str, data: bytes) -> dict[str, Record]:
    """The people in a register file, by key; raises BadFile."""
    table = read_toml(data, name)
    if table.pop("schema", None) != PEOPLE_SCHEMA:
        raise BadFile("file.value-unknown", file=name, where="schema", found="", expected=PEOPLE_SCHEMA)
    found: dict[str, Record] = {}
    for key, said in table.items():
        if not isinstance(said, dict):
            raise BadFile("file.value-wrong", file=name, where=key, found=str(said)[:60], detail="a-table")
        for part in said:
            if part not in _RECORD_KEYS:
                raise BadFile("file.key-unknown", file=name, where=f"{key}.{part}")
        function = said.get("function", {})
        both = {"nl": function, "en": function} if isinstance(function, str) else function
        texts = [said.get("name", ""), said.get("organisation", ""), said.get("district", "")]
        if not isinstance(both, dict) or not all(isinstance(text, str) for text in [*texts, *both.values()]):
            raise BadFile("file.value-wrong", file=name, where=key, found="", detail="only-texts")
        if any(is_odd(char) for text in [key, *texts, *both.values()] for char in text):
            raise BadFile("file.text-odd", file=name, where=key)
        if not texts[0] and not both:
            raise BadFile("file.key-missing", file=name, where=f"{key}.name")
        found[key] = Record(unicodedata.normalize("NFC", texts[0]), both, texts[1], texts[2])
    return found


def refuse_strangers(rules: Rules, register: dict[str, Record], programme: str, people: str) -> None:
    """Raises BadFile where a first holder is not in the register."""
    if faults := strangers(rules, register, programme, people):
        raise BadRules(faults)


def strangers(rules: Rules, register: dict[str, Record], programme: str, people: str) -> tuple[Fault, ...]:
    """Each first holder whom the register lacks; `programme` and `people` are how their files are called."""
    missing = sorted({one.person for one in rules.programme.holders} - set(register))
    return tuple(Fault(people, one, "file.person-missing", {"programme": programme}) for one in missing)


def _there_already(office: Office, work: Work, rules: Rules, findings: tuple[Finding, ...]) -> Adopted:
    book = work.index.book(())
    if book.rules != rules.hash:
        raise BadFile("programme.other-content", file=rules.programme.key, where=book.rules[:12])
    bare = Office(office.room, office.stamps, office.read_day, False, office.records)
    reading = open_reading(bare, work, on=None, assignments=())
    head = work.journal.head()
    return Adopted(
        setting=reading.setting,
        programme=rules.programme.key,
        already=True,
        entries=head.seq,
        head=head.leaf,
        findings=findings,
        receipt_seq=head.seq,
    )


def _adopt(
    office: Office,
    work: Work,
    files: RuleFiles,
    rules: Rules,
    register: dict[str, Record],
    findings: tuple[Finding, ...],
    *,
    rehearsal: bool,
) -> Adopted:
    now = office.stamps.now()
    today = local_day(now, rules)
    for data in (files.lifecycle, files.programme, files.manifest):
        work.shelf.put(data, ShelfKind.RULES)
    salts = office.stamps.stamps(len(register), now)
    addresses = {
        person: work.shelf.put(record_bytes(person, record, stamp.salt), ShelfKind.REGISTER)
        for (person, record), stamp in zip(register.items(), salts, strict=True)
    }
    drafts = [
        *_foundation(files, rules, today, rehearsal=rehearsal),
        *_people(rules, addresses, today),
        *_openings(rules),
        *_holders(rules, register),
    ]
    head = work.journal.head()
    entries, lines = write(drafts, office.stamps.stamps(len(drafts), now), after=head)
    work.journal.append(entries, lines, after=head)
    reading = open_reading(office, work, on=None)
    return Adopted(
        setting=reading.setting,
        programme=rules.programme.key,
        already=False,
        entries=len(entries),
        head=lines[-1].leaf,
        findings=findings,
        receipt_seq=entries[-1].seq,
    )


def _foundation(files: RuleFiles, rules: Rules, today: date, *, rehearsal: bool) -> Iterator[Draft]:
    genesis: dict[str, Plain] = {
        "format": 1,
        "programme": rules.programme.key,
        "rehearsal": rehearsal,
        "first_day": rules.programme.first_day.isoformat(),
    }
    yield Draft(kind=Kind.GENESIS, what="genesis", on=today, rules=rules.hash, facts=genesis)
    adopted: dict[str, Plain] = {
        "lifecycle": content_hash(files.lifecycle),
        "programme": content_hash(files.programme),
    }
    yield Draft(kind=Kind.RULES, what="rules", on=today, rules=rules.hash, facts=adopted)


def _people(rules: Rules, addresses: dict[str, str], today: date) -> Iterator[Draft]:
    for person, address in addresses.items():
        facts: dict[str, Plain] = {"person": person, "record": address}
        yield Draft(kind=Kind.REGISTER, what="person", on=today, rules=rules.hash, facts=facts)


def _openings(rules: Rules) -> Iterator[Draft]:
    for assignment in rules.programme.assignments:
        yield Draft(
            kind=Kind.OPENED,
            what="opened",
            on=rules.programme.first_day,
            rules=rules.hash,
            assignment=assignment.key,
            target=rules.lifecycle.initial,
        )


def _holders(rules: Rules, register: dict[str, Record]) -> Iterator[Draft]:
    """Each first holder's grants, from the programme's first day, without end."""
    for holder in rules.programme.holders:
        for way in _places(holder):
            known = register[holder.person]
            facts: dict[str, Plain] = {"role": holder.role, "person": holder.person}
            facts |= given(
                body=way.body,
                district=holder.district or known.district,
                organisation=holder.organisation or known.organisation,
            )
            yield Draft(
                kind=Kind.GRANT,
                what="grant",
                on=rules.programme.first_day,
                rules=rules.hash,
                assignment=way.assignment,
                facts=facts,
            )


def _places(holder: FirstHolder) -> Iterator[Way]:
    for assignment in holder.assignments:
        yield Way(holder.role, assignment=assignment)
    if not holder.assignments:
        yield Way(holder.role, body=holder.body or None)
