"""What is known after a year: every mark, grant, body and person, whole; and what each kind of entry concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.decide.oost import (
    CHAIR,
    COORDINATOR,
    LEAD,
    MAYOR_OF_ALMELO,
    MAYOR_OF_EDE,
    ONE,
    accepted,
    begun,
)
from tests.said import paragraphs, plain, write
from vs_workflow.casebook import Case, Casebook, Grant
from vs_workflow.decide.assumed import as_recorded
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.replay.fold import NOTHING, Fix, concerns, replay

HERE = Path(__file__).parent
TWO = "overlast"


@cache
def year() -> tuple[Entry, ...]:
    """Every kind of entry that people make: with mandates, ends, other days, annulments, refusals and openings."""
    world = begun("2015-03-02")
    assert accepted(world.meeting_held("2015-03-01"))
    assert accepted(world.grant("lead", "ottens", COORDINATOR, assignment=TWO, until="2015-05-01", reason="erbij"))
    assert accepted(world.grant("body-member", "hofman", COORDINATOR, body="bbg", district="twente",
                                organisation="municipality"))  # fmt: skip
    assert accepted(world.deputy(LEAD, "lead", assignment=ONE))
    assert accepted(world.joined("hofman", "municipality", "twente"))
    world.at("2015-04-02")
    assert accepted(world.present(who="plaatsvervanger", behalf_of=LEAD, typed_by=COORDINATOR))
    presented = world.last
    world.present(who="vreemde")
    assert accepted(world.at("2015-04-28").start())
    assert accepted(world.redate(presented, "2015-04-03", LEAD))
    assert accepted(world.event("progress", ONE, LEAD, text="x", documents=["stuk"]))
    assert accepted(world.annul(world.last, LEAD))
    assert accepted(world.redate(2 + presented, "2015-04-27", CHAIR))
    assert accepted(world.at("2015-06-25").report())
    assert accepted(world.establish())
    assert accepted(world.at("2015-07-06").offer())
    offered = world.last
    assert accepted(world.offer_made({"municipality": "Borne", "district": "twente"}, reason="ook"))
    assert accepted(world.annul(world.last, CHAIR))
    assert accepted(world.offer_made({"municipality": "Epe", "district": "noord-en-oost-gelderland"}))
    assert accepted(world.redate(offered, "2015-07-05", COORDINATOR))
    assert accepted(world.member(MAYOR_OF_EDE, "driehoek-ede"))
    assert accepted(world.member(MAYOR_OF_ALMELO, "driehoek-almelo"))
    assert accepted(world.at("2015-09-01").answered("accepted", "driehoek-ede", MAYOR_OF_EDE))
    assert accepted(world.end(world.grant_of("hofman", "body-member"), COORDINATOR, on="2015-09-01"))
    world.end(999, COORDINATOR)
    return tuple(world.entries)


def apply(book: Casebook, entry: Entry) -> Casebook:
    """The casebook after one more entry."""
    return replay((entry,), after=book)


def told(book: Casebook) -> dict[str, str]:
    """The casebook in paragraphs: what it is, each case with its marks and grants, the bodies, the people."""
    said = {"the casebook": "\n".join(f"{name} {plain(getattr(book, name))}" for name in (
        "programme", "rehearsal", "head", "at", "rules"))}  # fmt: skip
    for case in book.all_cases():
        said[f"case {case.key or 'of the programme'}"] = "\n".join(_case(case))
    said["bodies"] = "\n".join(_parts(one) for one in book.bodies.values())
    said["openings"] = "\n".join(f"{seq}: {mark.seq} on {mark.on}" for seq, mark in book.openings.items())
    said["people"] = plain(dict(book.people))
    return said


def _case(case: Case) -> Iterator[str]:
    for name in ("opened_on", "initial", "state", "since", "rules"):
        yield f"{name} {plain(getattr(case, name))}"
    yield from (f"mark {_parts(mark)}" for mark in case.marks)
    yield from (f"annulled {_parts(mark)}" for mark in case.annulled)
    yield from (f"grant {key}: {_parts(grant)}" for key, grant in case.grants.items())


def _parts(one: Any) -> str:
    found = ((part.name, getattr(one, part.name)) for part in fields(one))
    return "  ".join(f"{name} {plain(value)}" for name, value in found if value not in (None, "", (), {}))


def test_all_that_is_known_after_a_year() -> None:
    assert told(replay(year())) == paragraphs(HERE / "casebook.txt")


def test_one_entry_after_another_is_all_at_once() -> None:
    book = NOTHING
    for entry in year():
        book = apply(book, entry)

    assert book == replay(year())


def test_corrections_assumed_from_the_start_give_what_the_corrections_give() -> None:
    said, made = (
        replay(year()),
        replay((one for one in year() if one.kind is not Kind.CORRECTION), fixes=as_recorded(year()).fixes),
    )

    assert {mark.seq: mark for case in made.all_cases() for mark in (*case.marks, *case.annulled)} == {
        mark.seq: mark for case in said.all_cases() for mark in (*case.marks, *case.annulled)
    }
    assert {case.key: (case.state, case.since) for case in made.all_cases()} == {
        case.key: (case.state, case.since) for case in said.all_cases()
    }
    assert made.bodies == said.bodies


@pytest.mark.parametrize("assignment", [ONE, TWO])
def test_what_concerns_an_assignment_is_enough_to_know_it(assignment: str) -> None:
    whole = replay(year())

    part = replay(one for one in year() if {"", assignment} & set(concerns(one)))

    assert part.case(assignment) == whole.case(assignment)
    assert (part.own, part.bodies, part.people) == (whole.own, whole.bodies, whole.people)


CONCERNS: list[tuple[Kind, str | None, bool, tuple[str, ...]]] = [
    *((kind, ONE, opens, ()) for kind in (Kind.REFUSAL, Kind.SWEEP, Kind.FLAG) for opens in (False, True)),
    *((Kind.KEY, about, False, ("",)) for about in (ONE, None)),
    (Kind.CORRECTION, ONE, False, ("", ONE)),
    (Kind.CORRECTION, None, False, ("",)),
    *((kind, None, False, ("",)) for kind in (Kind.GENESIS, Kind.RULES, Kind.REGISTER, Kind.STEP, Kind.GRANT)),
    *((Kind.EVENT, None, opens, ("",)) for opens in (False, True)),
    *((kind, ONE, False, (ONE,)) for kind in (Kind.OPENED, Kind.STEP, Kind.EVENT, Kind.GRANT)),
    (Kind.STEP, ONE, True, ("", ONE)),
    (Kind.EVENT, ONE, True, ("", ONE)),
    (Kind.MIGRATION, ONE, False, (ONE,)),
    (Kind.MIGRATION, None, False, ("",)),
    *((Kind.DESTRUCTION, about, False, ("",)) for about in (ONE, None)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "assignment", "opens", "scopes"), CONCERNS)
def test_whom_an_entry_concerns(kind: Kind, assignment: str | None, opens: bool, scopes: tuple[str, ...]) -> None:
    entry = replace(year()[0], kind=kind, assignment=assignment, opens={"x": {}} if opens else {})

    assert concerns(entry) == scopes


@pytest.mark.parametrize("kind", [Kind.REFUSAL, Kind.SWEEP, Kind.FLAG, Kind.KEY])
def test_what_decides_nothing_moves_the_head_alone(kind: Kind) -> None:
    before = replay(year())
    entry = replace(year()[-1], kind=kind, seq=before.head + 1, assignment=ONE)

    assert apply(before, entry) == replace(before, head=before.head + 1)


def test_other_rules_for_one_assignment_leave_the_others() -> None:
    before = replay(year())
    entry = replace(year()[-1], kind=Kind.MIGRATION, assignment=ONE, rules="nieuw", target=None, on=date(2015, 10, 1))

    kept, moved = apply(before, entry), apply(before, replace(entry, target="offered-again"))

    assert kept.case(ONE) == replace(before.case(ONE), rules="nieuw")
    assert moved.case(ONE) == replace(before.case(ONE), rules="nieuw", state="offered-again", since=date(2015, 10, 1))
    assert kept.case(TWO) == moved.case(TWO) == before.case(TWO)
    assert apply(before, replace(entry, assignment="geen")) == before
    assert apply(before, replace(entry, assignment=None)).own.rules == "nieuw"


def test_what_a_partial_reading_does_not_hold_is_passed_over() -> None:
    whole = replay(year())
    part = replace(whole, cases={})
    step = next(one for one in year() if one.kind is Kind.STEP and one.what == "offer")
    again = replace(step, seq=whole.head + 1)
    grant = next(one for one in year() if one.kind is Kind.GRANT and one.assignment == TWO)
    correction = next(one for one in year() if one.kind is Kind.CORRECTION and one.assignment == ONE)

    assert apply(part, again).openings.keys() == {*whole.openings, again.seq}
    assert apply(part, again).cases == apply(part, grant).cases == apply(part, correction).cases == {}
    assert replay([again], after=part, fixes={again.seq: Fix(1, again.at, None)}).openings == whole.openings


def test_an_end_of_what_is_not_there_ends_nothing() -> None:
    before = replay(year())
    end = next(one for one in year() if one.kind is Kind.GRANT and one.what == "end")

    for target in ("x", 10**6, None, True):
        assert list(apply(before, replace(end, facts={"grant": target})).grants()) == list(before.grants())


def test_a_mark_a_grant_and_a_book_say_what_follows_from_them() -> None:
    book = replay(year())
    step = next(mark for mark in book.case(ONE).marks if mark.what == "present")

    assert step.is_step
    assert step.people == {"plaatsvervanger", LEAD}
    assert book.mark(step.seq) == step
    assert book.mark(10**6) is None
    assert book.grant(10**6) is None
    assert [mark.what for mark in book.case(ONE).steps] == ["present", "start", "report", "offer"]
    assert (book.case(ONE).last_step or step).what == "offer"
    assert book.case(TWO).last_step is None
    with pytest.raises(KeyError):
        book.case("geen")


@pytest.mark.parametrize(
    ("day", "covered"), [("2015-03-01", False), ("2015-03-02", True), ("2015-04-30", True), ("2015-05-01", False)]
)
def test_a_grant_covers_its_first_day_and_not_the_day_it_ends(day: str, covered: bool) -> None:
    grant: Grant = next(one for one in replay(year()).grants() if one.person == "ottens" and one.assignment == TWO)

    assert grant.covers(date.fromisoformat(day)) is covered
    assert grant.overlaps(date.fromisoformat(day), date(2015, 5, 2)) is (day != "2015-05-01")
    assert grant.overlaps(date(2015, 1, 1), date.fromisoformat(day)) is (day > "2015-03-02")


def test_looked_at_on_an_earlier_day_what_came_later_is_not_there() -> None:
    book = replay(year())

    def state(day: str) -> str:
        return book.as_of(date.fromisoformat(day)).case(ONE).state

    assert (state("2015-04-02"), state("2015-04-03"), state("2015-04-26"), state("2015-04-27")) == (
        "concept", "presented", "presented", "started",
    )  # fmt: skip
    assert set(book.as_of(date(2015, 7, 5)).bodies) == {"driehoek-ede", "driehoek-almelo"}
    assert set(book.as_of(date(2015, 7, 4)).bodies) == set()
    assert set(book.as_of(date(2014, 12, 31)).cases) == set()
    assert set(book.as_of(date(2015, 1, 1)).cases) == set(book.cases)


if __name__ == "__main__":
    write(HERE / "casebook.txt", told(replay(year())))
