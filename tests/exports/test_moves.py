"""Moves to other rules in a bundle: a lawful one is whole, and one that moves anything else with it is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store.memory import MemoryRoom
from tests.audit.forging import appended, changed, entries_of, first
from tests.desk.newer import CYBER, LATER, SEATS, newer
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import bundled, forged, looked_at, put
from tests.exports.test_bring_in import came_in
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Entry, Kind

Change = Callable[[list[Entry]], Sequence[Entry]]
INFO, SHORT = "informatievoorziening", "shortlist-jeugd"
TO = newer(LATER, *SEATS, more=CYBER)


@pytest.fixture(scope="module")
def world() -> World:
    """4A was presented when all moved but 4C, which had ended; it started since."""
    made = begun().at("2015-03-02")
    accepted(made.advance("4C", "withdraw", "knaap", reason="valt samen met een ander"))
    made.present("4A", "hofman")
    assert moved(made, TO).accepted
    made.start("4A", "beem")
    return made


@pytest.mark.parametrize("part", [None, "4A", "5"])
def test_a_programme_that_moved_is_whole_also_in_part(world: World, tmp_path: Path, part: str | None) -> None:
    assert looked_at(bundled(world.office, tmp_path, part)).findings == []


@pytest.mark.parametrize("part", [None, "2"])
def test_the_rules_that_a_refused_move_asked_for_go_along_for_the_refusal_is_judged_by_them(
    tmp_path: Path, part: str | None
) -> None:
    world = begun().at("2015-03-02")
    assert not moved(world, TO, "knaap").accepted

    folder = bundled(world.office, tmp_path / "bundle", part)

    files = {f"rules/{TO.hash}.manifest", *(f"rules/{content_hash(one)}.toml" for one in (TO.lifecycle, TO.programme))}
    assert {one for one in files if not (folder / one).exists()} == set()
    assert looked_at(folder).findings == []
    if part is None:
        came_in(folder, MemoryRoom())


def forgeries(world: World) -> dict[str, tuple[Change, str]]:
    entries = entries_of(world)
    programme = first(entries, Kind.MIGRATION)
    move = first(entries, Kind.MIGRATION, assignment=INFO)
    again = replace(move, facts={**move.facts, "from": TO.hash})
    ended = replace(move, assignment=SHORT)
    chair = world.grant_of("beem", "chair", INFO)
    return {
        "to where it never came": (changed(move.seq, source="presented", target="implemented"), "migration"),
        "to rules that held already": (appended(again), "migration"),
        "to rules that held already, and another state": (
            appended(replace(again, source="started", target="implemented")), "migration"),
        "from rules that did not hold": (changed(move.seq, facts={**move.facts, "from": TO.hash}), "migration"),
        "to other rules than it says": (changed(move.seq, facts={**move.facts, "to": programme.facts["from"]}),
                                        "migration"),
        "as if it were the programme": (changed(move.seq, what="programme"), "migration"),
        "before the programme": (
            lambda known: [*known[: programme.seq - 1], move, programme,
                           *(one for one in known[programme.seq :] if one.seq != move.seq)], "migration"),
        "of what had ended": (appended(ended), "migration"),
        "of what never was": (changed(move.seq, assignment="drugs"), "migration"),
        "on an earlier day": (changed(move.seq, on=date(2015, 3, 1)), "date"),
        "by who may not": (changed(move.seq, actor="beem", role="chair", grant=chair), "role"),
        "in a role that he has not": (changed(move.seq, role="lead"), "role"),
        "to rules that are not there": (changed(move.seq, rules="0" * 64), "entry"),
        "by nobody": (changed(move.seq, actor=None, role=None, grant=None), "role"),
    }  # fmt: skip


def test_a_move_changes_the_rules_and_nothing_else(world: World, tmp_path: Path) -> None:
    for name, (change, check) in forgeries(world).items():
        folder = forged(world, tmp_path / name, change)
        found = [one.split(": ")[1] for one in looked_at(folder).findings]
        assert check in found, (name, looked_at(folder).findings)


def test_a_move_leads_to_no_rules_that_do_not_know_what_there_is(world: World, tmp_path: Path) -> None:
    others = {
        "in which it stands": newer(LATER, lifecycle=(b'"started"', b'"begun"'), more=CYBER),
        "of another programme": newer(LATER, (b"first_day = 2015-01-01", b"first_day = 2014-12-31"), more=CYBER),
        "an assignment that there is": newer(LATER, (b'key = "hennep"', b'key = "wiet"'), more=CYBER),
        "a role that was given": newer(LATER, lifecycle=(b'key = "bbg-chair"', b'key = "first-chair"'), more=CYBER),
    }
    for name, rules in others.items():
        entries = entries_of(world)
        moves = [first(entries, Kind.MIGRATION), first(entries, Kind.MIGRATION, assignment=INFO)]
        facts = {"from": TO.hash, "to": rules.hash}
        folder = forged(world, tmp_path / name, appended(*(replace(m, rules=rules.hash, facts=facts) for m in moves)))
        put(folder, f"rules/{rules.hash}.manifest", rules.manifest)
        for data in (rules.lifecycle, rules.programme):
            put(folder, f"rules/{content_hash(data)}.toml", data)

        found = [one for one in looked_at(folder).findings if ": migration: " in one]

        assert len(found) == 1, (name, looked_at(folder).findings)
        assert name in found[0]
