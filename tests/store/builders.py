"""A small programme made by hand: drafts, how they are appended, and the audit that ends every test that wrote."""

import itertools
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from tests.tools.links import check_links
from vs_workflow.casebook import Casebook
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import Head, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Instant, Kind, read_entry
from vs_workflow.ports import MilestoneRow, Room, Work
from vs_workflow.replay.fold import NOTHING, replay
from vs_workflow.timeline.flags import ripe, standings, with_standings

RULES = content_hash(b"rules of the test")
DAY = date(2015, 4, 2)
_salts = itertools.count(1)


def draft(kind: Kind, what: str = "", **fields: Any) -> Draft:
    return Draft(kind=kind, what=what or kind.value, **{"on": DAY, "rules": RULES, **fields})


def genesis(programme: str = "north") -> tuple[Draft, ...]:
    facts = {"programme": programme, "rehearsal": False, "first_day": "2015-01-01"}
    return draft(Kind.GENESIS, facts=facts), draft(Kind.RULES)


def opened(assignment: str) -> Draft:
    return draft(Kind.OPENED, assignment=assignment, target="new")


def step(assignment: str, source: str, target: str, **fields: Any) -> Draft:
    return draft(Kind.STEP, "go", assignment=assignment, source=source, target=target, **fields)


def happened(event: str, assignment: str | None = None, **fields: Any) -> Draft:
    return draft(Kind.EVENT, event, assignment=assignment, **fields)


def grant(person: str, assignment: str | None = None, **fields: Any) -> Draft:
    facts = {"person": person, "role": "lead", **fields.pop("facts", {})}
    return draft(Kind.GRANT, "grant", assignment=assignment, facts=facts, **fields)


def refusal(assignment: str | None = None, **fields: Any) -> Draft:
    return draft(Kind.REFUSAL, "go", assignment=assignment, asked=Kind.STEP, **fields)


def swept(on: str, *, covers: tuple[str, str] | None = None, flags: int = 0, **fields: Any) -> Draft:
    facts: dict[str, Any] = {"flags": flags}
    if covers is not None:
        facts |= {"from": covers[0], "to": covers[1]}
    return draft(Kind.SWEEP, on=date.fromisoformat(on), facts=facts, **fields)


def flagged(what: str, milestone: str = "meet", assignment: str | None = None, *, follows: int = 0,
            due: str = "2015-06-01") -> Draft:  # fmt: skip
    facts: dict[str, Any] = {"milestone": milestone, "due": due, "follows": follows}
    return draft(Kind.FLAG, what, assignment=assignment, facts=facts)


def annulled(seq: int, assignment: str | None = None) -> Draft:
    return draft(Kind.CORRECTION, "annul", assignment=assignment, corrects=seq, reason="meant another")


def enrolled(person: str) -> Draft:
    return draft(Kind.REGISTER, facts={"person": person, "record": content_hash(person.encode())})


def stamp() -> Stamp:
    """The salt is unique in this process only; forked writers give their own."""
    return Stamp(Instant("2015-04-02T09:00:00.000000Z"), f"{next(_salts):032x}", "vs 0", "host", "account")


def append(work: Work, *drafts: Draft, after: Head | None = None) -> tuple[Entry, ...]:
    head = work.journal.head() if after is None else after
    entries, lines = write(drafts, [stamp() for _ in drafts], after=head)
    work.journal.append(entries, lines, after=head)
    return entries


def record(room: Room, *drafts: Draft) -> tuple[Entry, ...]:
    with room.writing() as work:
        return append(work, *drafts)


def begun(room: Room, *assignments: str, programme: str = "north") -> Room:
    record(room, *genesis(programme), *map(opened, assignments))
    return room


def destroyed(room: Room, assignment: str, numbers: Sequence[int], **fields: Any) -> set[str]:
    """Destroys these entries; the documents that went with them, which are those that were foretold."""
    facts = {"entries": [*numbers], "ground": "x"}
    with room.writing() as work:
        held = {address for address, _, _ in work.shelf.addresses()}
        asked = draft(Kind.DESTRUCTION, "destroy", assignment=assignment, facts=facts, **fields)
        entries, lines = write([asked], [stamp()], after=work.journal.head())
        going = {*work.journal.freed(entries[0])}
        work.journal.append(entries, lines, after=work.journal.head())
    with room.reading() as work:
        gone = held - {address for address, _, _ in work.shelf.addresses()}
    assert going == gone
    return gone


def restricted(book: Casebook, assignments: Collection[str]) -> dict[str, object]:
    """What a partial casebook must say."""
    return {
        "cases": {key: case for key, case in book.cases.items() if key in assignments},
        **{name: getattr(book, name) for name in ("programme", "head", "at", "rules", "own", "openings", "people")},
    }


def rows(book: Casebook, assignments: Collection[str] | None, _read: Callable[..., object]) -> Sequence[MilestoneRow]:
    """Stands in for the core's milestones: `meet` is met by an event of that name and lapses with the state `gone`."""
    found = []
    for case in book.all_cases():
        if assignments is None or case.key in assignments:
            met = next((mark for mark in case.marks if mark.what == "meet"), None)
            lapsed = case.since if case.state == "gone" else None
            on, at = (met.on, met.recorded_at) if met else (None, None)
            found.append(MilestoneRow("meet", case.key, date(2015, 6, 1), on, at, lapsed))
            if not case.marks:
                found.append(MilestoneRow("begin", case.key, None, None, None, None))
    return sorted(found, key=lambda row: (row.assignment, row.milestone))


def audited(room: Room) -> int:
    """The chain is whole, and board, milestones and casebook are what replay says; the number of entries."""
    with room.reading() as work:
        lines = list(work.journal.lines())
        assert not list(check_links(lines))
        entries = [read_entry(line.text) for line in lines]
        book = replay(entries, after=NOTHING)
        assert work.index.book() == book
        assert [(row.assignment, row.position, row.state, row.since) for row in work.index.board()] == [
            (case.key, position, case.state, case.since) for position, case in enumerate(book.cases.values(), 1)
        ]
        expected = with_standings(rows(book, None, work.shelf.get), standings(entries)) if lines else []
        assert list(work.index.milestones()) == expected
        assert {(row.assignment, row.milestone) for row, _ in work.index.ripe(date.max)} == {
            (row.assignment, row.milestone) for row in expected if ripe(row) is not None
        }
        assert work.journal.head().seq == len(lines)
        return len(lines)
