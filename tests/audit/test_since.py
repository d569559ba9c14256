"""Judging from a number on: what comes after is judged as it would be in full, and nothing hides at the seam."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from tests.audit.forging import entries_of, forge
from tests.audit.test_forged_moves import move, newer
from tests.desk.world import World, audited, begun
from vs_workflow.audit.judging import Recomputed
from vs_workflow.audit.recompute import recompute
from vs_workflow.desk import watch
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.rules.rulebook import fetch


@pytest.fixture(scope="module")
def world() -> World:
    """Checks with their flags, a move to other rules with what it brings, refusals, corrections and a key."""
    made = begun()
    watch.check(made.at("2015-02-13").office)
    made.record("team-formed", "1", "keken", key="once")
    made.at("2015-03-02")
    assert move(made, newer()).accepted
    watch.check(made.at("2015-04-03").office)
    made.at("2015-04-10").present("1", "keken", reason="laat vastgelegd")
    made.advance("1", "start", "keken")
    made.correct(entries_of(made)[-2].seq, "keken", on="2015-04-09")
    watch.check(made.at("2015-04-20").office)
    made.at("2015-04-21").start("1", "beenakker")
    audited(made)
    return made


def judged(world: World, since: int, spoiled: int = 0) -> Recomputed:
    with world.office.room.reading() as work:

        def lines(since: int) -> Iterable[Line]:
            known = work.journal.lines(since=since)
            return (replace(line, text=b"{") if line.seq == spoiled else line for line in known)

        return recompute(lines, lambda address: fetch(address, work.shelf.get), since=since)


def test_from_every_number_on_it_comes_out_at_the_same(world: World) -> None:
    full = judged(world, 1)
    entries = entries_of(world)

    for since in range(2, len(entries) + 2):
        found = judged(world, since)

        assert found.findings == [], since
        assert (found.book, found.covered) == (full.book, full.covered)
        assert found.judged >= len(entries) - since + 1


def test_only_what_was_written_at_once_is_judged_beside_what_was_asked(world: World) -> None:
    entries = entries_of(world)
    sweep = [one for one in entries if one.kind is Kind.SWEEP][-1]

    assert judged(world, sweep.seq).judged == len(entries) - sweep.seq + 1
    assert judged(world, sweep.seq + 1).judged == len(entries) - sweep.seq + 1


@pytest.mark.parametrize("change", ["left out", "said twice", "another day"])
def test_what_was_forged_from_there_on_is_found_as_in_full(world: World, change: str) -> None:
    entries = entries_of(world)
    founding = next(one.seq for one in entries if one.kind is Kind.SWEEP)

    for place in range(founding, len(entries)):
        forged = forge(world, _changes(change)(place))
        full = {(one.seq, one.rule) for one in judged(forged, 1).findings if one.seq is not None and one.seq > place}

        found = {(one.seq, one.rule) for one in judged(forged, place + 1).findings}

        assert {one for one in full if one not in found} == set(), (place + 1, entries[place])


def _changes(change: str) -> Callable[[int], Callable[[list[Entry]], list[Entry]]]:
    def left_out(place: int) -> Callable[[list[Entry]], list[Entry]]:
        return lambda known: [*known[:place], *known[place + 1 :]]

    def twice(place: int) -> Callable[[list[Entry]], list[Entry]]:
        return lambda known: [*known[: place + 1], *known[place:]]

    def another_day(place: int) -> Callable[[list[Entry]], list[Entry]]:
        return lambda known: [
            *known[:place], replace(known[place], on=known[place].on.replace(month=1, day=5)), *known[place + 1 :],
        ]  # fmt: skip

    return {"left out": left_out, "said twice": twice, "another day": another_day}[change]


def test_a_prefix_that_nobody_can_read_is_judged_after_all(world: World) -> None:
    last = len(entries_of(world))

    found, full = judged(world, last, spoiled=5), judged(world, 1, spoiled=5)

    assert [one.rule for one in found.findings] == [one.rule for one in full.findings]
    assert found.findings[0].rule == "link.unreadable"
