"""Of a long road the judge keeps what can be asked for; a correction, other rules or an end ask for the rest again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.audit.forging import appended, changed, entries_of, forge, found, from_on, inserted
from tests.builders import files
from tests.desk.world import World, accepted, audited, begun
from vs_workflow.audit.recompute import recompute
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.replay.lean import LeanFold
from vs_workflow.rules.rulebook import fetch

TWO, LEAD, CHAIR = "2", "boomkamp", "welten"
KEY = "overlast"


@pytest.fixture
def world() -> World:
    """Assignment 2 was presented and returned a dozen times, a day apart, and is presented."""
    made, day = begun(), date(2015, 3, 2)
    for _ in range(12):
        accepted(made.at(day.isoformat()).present(TWO, LEAD))
        day += timedelta(days=1)
        accepted(made.at(day.isoformat()).advance(TWO, "return", CHAIR, reason="nog niet af"))
        day += timedelta(days=1)
    return made.at(day.isoformat())


def steps(world: World) -> list[Entry]:
    return [one for one in entries_of(world) if one.kind is Kind.STEP and one.assignment == KEY]


def test_an_early_step_that_was_left_out_is_corrected_undone_and_refused_lawfully(world: World) -> None:
    early, later, kept = (steps(world)[one].seq for one in (3, 4, 9))
    accepted(world.correct(early, CHAIR, on="2015-03-04"))
    assert not world.correct(later, LEAD, on="2015-03-20").accepted
    assert not world.correct(kept, LEAD, annul=True).accepted
    accepted(world.present(TWO, LEAD))
    accepted(world.correct(early, CHAIR, on="2015-03-05"))

    audited(world)
    entries = entries_of(world)
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
        for since in range(steps(world)[-1].seq, len(entries) + 1):
            judged = recompute(from_on(lines), lambda address: fetch(address, work.shelf.get), since=since)
            assert judged.findings == []


def test_a_correction_that_was_not_allowed_is_found_however_early_the_step(world: World) -> None:
    early = steps(world)[4]

    forged = forge(world, appended(replace(
        early, kind=Kind.CORRECTION, what="redate", on=date(2015, 3, 20), corrects=early.seq, reason="later",
        source=None, target=None, guards={}, facts={}, documents=(),
    )))  # fmt: skip

    assert "lawful.not-allowed" in {rule for *_, rule in found(forged)}


def test_a_correction_of_what_cannot_be_read_is_judged_and_taken(world: World) -> None:
    early = steps(world)[4].seq
    accepted(world.correct(early, LEAD, on="2015-03-05"))
    with world.office.room.reading() as work:
        lines = [replace(one, text=b"{") if one.seq == early else one for one in work.journal.lines()]

        judged = recompute(from_on(lines), lambda address: fetch(address, work.shelf.get))

    rules = {one.rule for one in judged.findings if one.seq == len(lines)}
    assert "lawful.not-allowed" in rules and "lawful.unjudgeable" not in rules
    assert judged.judged == len(lines) - 1


def test_what_could_not_be_taken_is_not_brought_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry that breaks the fold is no part of the road, also where the road is read again."""
    monkeypatch.setattr(LeanFold, "LAST", 0)
    early = steps(world)[5]
    accepted(world.present("1", "keken"))
    accepted(world.correct(early.seq, CHAIR, on="2015-03-06"))
    between, correction = entries_of(world)[-2:]
    odd = replace(correction, corrects=None)

    forged = forge(world, inserted(between.seq, odd))

    assert {seq for seq, *_ in found(forged)} == {between.seq}


def test_an_entry_under_other_rules_than_its_assignments_is_judged_by_all_that_these_ask_for() -> None:
    """Who joined counts under the other rules alone: he is in the team already."""
    other = files()
    own = other.lifecycle
    for line in (b'team = "joins"\n', b'team = "leaves"\n'):
        own = own.replace(line, b"")
    guard = rb'  \{ name = "team-member", kind = "team-member".*\},\n'
    made = begun(rules=replace(other, lifecycle=re.sub(guard, b"", own))).at("2015-03-02")
    for person in ("boomkamp", *("meuleman",) * 20, "boomkamp"):
        accepted(made.record("member-joined", "1", "keken", {"person": person, "organisation": "police"}))
    last = entries_of(made)[-1]

    shelf = [(data, ShelfKind.RULES) for data in (other.programme, other.lifecycle, other.manifest)]
    guards = {**last.guards, "team-member": True}
    forged = forge(made, changed(last.seq, rules=content_hash(other.manifest), guards=guards), *shelf)

    findings = forged.verify().findings
    assert {one.seq for one in findings} == {last.seq}
    assert "guard.already-a-member" in {one.facts.get("why") for one in findings}
