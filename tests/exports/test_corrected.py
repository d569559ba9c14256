"""A road that was corrected, as the verifier of a bundle judges it: whole where the program let it be, only there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.audit.forging import entries_of
from tests.builders import files
from tests.desk.world import World, accepted, audited, begun
from tests.exports.bundles import bundled, forged, looked_at
from vs_workflow.journal.entry import Entry, Kind


@pytest.fixture
def world() -> World:
    return begun()


def lead_again(world: World) -> World:
    """The lead of the first was given that role in two terms, and presented it in the second."""
    world.at("2015-04-05").end(world.grant_of("keken", "lead"), on="2015-04-05")
    accepted(world.grant("lead", "keken", "1", start="2015-04-05"))
    world.at("2015-04-10").present("1", "keken")
    return world


def started_by_a_deputy(world: World) -> World:
    """The chair of 4A gave two mandates in a row, and the deputy started it under the second."""
    for start, until in (("2015-04-01", "2015-04-10"), ("2015-04-12", "2015-04-20")):
        world.at(start)
        accepted(world.mandate("drupsteen", "beem", start=start, until=until, assignment="4A"))
    world.present("4A", "hofman", on="2015-04-02")
    world.start("4A", "drupsteen", behalf="beem", on="2015-04-12")
    return world


def withdrawn(world: World) -> World:
    """Presented, and withdrawn the day after."""
    world.at("2015-04-02").present("1", "keken")
    accepted(world.at("2015-04-03").advance("1", "withdraw", "knaap", reason="klaar"))
    return world


BACK = b"""
[[steps]]
key = "return"
label = { nl = "teruggeven voor herstel", en = "return for repair" }
sources = ["started"]
target = "presented"
back = true
by = [{ role = "chair" }]
guards = [{ name = "reason", kind = "reason" }]

[[steps]]
key = "rework"
"""


def test_a_step_whose_name_leads_elsewhere_from_another_state_stands_in_the_way(tmp_path: Path) -> None:
    """Without the start, the chair's return would have gone back to the concept, which is not what happened."""
    shipped = files()
    lifecycle = shipped.lifecycle.replace(b'[[steps]]\nkey = "rework"\n', BACK.lstrip())
    world = begun(rules=replace(shipped, lifecycle=lifecycle))
    world.at("2015-04-02").present("1", "keken")
    start = world.at("2015-04-10").start("1", "beenakker").seq or 0
    accepted(world.at("2015-04-11").advance("1", "return", "beenakker", reason="nog niet rijp"))

    outcome = world.correct(start, "beenakker", annul=True)

    assert [(one.rule, one.facts["why"]) for one in outcome.reasons] == [("in-the-way.step", "order.elsewhere")]
    assert audited(world)
    entries = entries_of(world)
    annulled = replace(
        entries[start - 1], kind=Kind.CORRECTION, what="annul", corrects=start, source=None, target=None,
        reason="abuis", facts={}, documents=(), guards={}, at=entries[-1].at,
    )  # fmt: skip
    found = looked_at(forged(world, tmp_path, lambda told: [*told, annulled])).findings
    assert f"line {len(entries) + 1}: correction: with it, no. {start + 1} is out of order" in found


def test_a_day_in_another_term_of_the_same_person_is_whole(world: World, tmp_path: Path) -> None:
    lead_again(world)
    accepted(world.correct(world.head(), "keken", on="2015-04-02"))

    assert audited(world)
    assert not looked_at(bundled(world.office, tmp_path)).findings


def test_a_day_under_the_mandate_before_is_whole(world: World, tmp_path: Path) -> None:
    started_by_a_deputy(world)
    accepted(world.correct(world.head(), "meuleman", on="2015-04-05"))

    assert audited(world)
    assert not looked_at(bundled(world.office, tmp_path)).findings


def test_a_day_between_two_mandates_is_found(world: World, tmp_path: Path) -> None:
    started_by_a_deputy(world)
    started = world.head()
    corrected = accepted(world.correct(started, "meuleman", on="2015-04-05")).seq

    def between(known: list[Entry]) -> list[Entry]:
        return [replace(one, on=date(2015, 4, 11)) if one.seq == corrected else one for one in known]

    found = looked_at(forged(world, tmp_path, between)).findings
    assert found == [f"line {corrected}: grant: no. {started} rests on no grant that holds on 2015-04-11"]


def test_a_grant_that_was_told_after_the_entry_serves_no_other_day_of_it(world: World, tmp_path: Path) -> None:
    world.at("2015-04-10").present("1", "keken")
    presented = world.head()
    accepted(world.correct(presented, "keken", on="2015-04-09"))
    accepted(world.grant("lead", "hofman", "1", start="2015-02-14", reason="bekend geworden"))

    def by_the_other(known: list[Entry]) -> list[Entry]:
        told = [replace(one, actor="hofman") if one.seq == presented else one for one in known]
        return [*told[:-2], told[-1], told[-2]]

    found = looked_at(forged(world, tmp_path, by_the_other)).findings
    assert any("rests on no grant that holds on 2015-04-09" in one for one in found), found


def test_what_is_annulled_under_a_withdrawal_is_whole(world: World, tmp_path: Path) -> None:
    withdrawn(world)
    accepted(world.correct(world.head() - 1, "keken", annul=True))

    assert audited(world)
    assert not looked_at(bundled(world.office, tmp_path)).findings


def test_what_is_annulled_under_a_step_that_needs_it_is_found(world: World, tmp_path: Path) -> None:
    world.reported()
    presented = next(one for one in entries_of(world) if one.what == "present")
    refused = world.correct(presented.seq, "keken", annul=True).entry

    def let_through(known: list[Entry]) -> list[Entry]:
        return [*known[:-1], replace(refused, kind=refused.asked or refused.kind, asked=None, reasons=())]

    found = looked_at(forged(world, tmp_path, let_through)).findings
    assert f"line {refused.seq}: correction: with it, no. {presented.seq + 1} is out of order" in found
