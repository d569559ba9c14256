"""That what one assignment went through is found again by number: all of it, and little else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tests.audit.forging import entries_of
from tests.desk.world import World, accepted, audited, begun
from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.audit.places import Places
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.replay.fold import OWN, concerns, replay
from vs_workflow.replay.trails import Trails


def world() -> World:
    made = begun()
    made.record("team-formed", "1", "keken")
    made.at("2015-04-10").present("1", "keken", reason="laat vastgelegd")
    made.correct(entries_of(made)[-1].seq, "keken", on="2015-04-09")
    made.at("2015-04-21").start("1", "beenakker")
    audited(made)
    return made


def test_one_assignment_and_the_programme_are_found_whole_before_every_number() -> None:
    made = world()
    entries = entries_of(made)
    with made.office.room.reading() as work:
        lines = list(work.journal.lines())
    places = _noted(entries, lines)

    for key in {entry.assignment for entry in entries if entry.assignment}:
        for before in range(1, len(entries) + 2):
            found = replay(places.about(key, before))

            expected = replay(one for one in entries[: before - 1] if not {OWN, key}.isdisjoint(concerns(one)))
            assert (found.cases, found.own, found.openings) == (expected.cases, expected.own, expected.openings)


def test_a_body_whose_opening_was_moved_or_undone_is_so_for_every_assignment() -> None:
    for by, said in (("meuleman", {"on": "2015-06-30"}), ("beenakker", {"annul": True})):
        made = begun().offered("1")
        opening = next(one.seq for one in reversed(entries_of(made)) if one.opens)
        accepted(made.correct(opening, by, **said))
        entries = entries_of(made)
        with made.office.room.reading() as work:
            lines = list(work.journal.lines())

        found = replay(_noted(entries, lines).about("hennep", len(entries) + 1))

        assert found.openings == replay(entries).openings


def test_what_only_others_went_through_is_not_read_again() -> None:
    made = world()
    entries = entries_of(made)
    with made.office.room.reading() as work:
        lines = list(work.journal.lines())
    other = next(entry.assignment for entry in reversed(entries) if entry.kind is Kind.OPENED and entry.assignment)

    found = list(_noted(entries, lines).about(other, len(entries) + 1))

    assert {entry.assignment for entry in found} <= {None, other}
    assert len(found) < len(entries)


def test_a_line_that_nobody_can_read_is_met_by_everybody() -> None:
    read: list[int] = []

    def since(seq: int) -> Iterable[Line]:
        read.append(seq)
        return ()

    places = Places(since, Destroyed(lambda: ()))
    places.unreadable(7)

    assert (list(places.about("hennep", 9)), read) == ([], [7])


def test_the_trail_of_an_assignment_is_what_was_taken_of_it() -> None:
    made = world()
    entries = entries_of(made)
    with made.office.room.reading() as work:
        lines = list(work.journal.lines())
    places = _noted(entries, lines)
    own = [one for one in entries if "woninginbraken" in concerns(one)]
    places.not_taken(own[-1].seq)

    assert list(places.trail("woninginbraken")) == own[:-1]


def test_of_which_assignment_an_entry_is_can_be_asked_of_any_number() -> None:
    made = world()
    entries = entries_of(made)
    with made.office.room.reading() as work:
        lines = list(work.journal.lines())
    places = _noted(entries, [replace(lines[0], text=b""), *lines[1:]])

    numbers = range(-1, len(entries) + 2)
    assert [places.assignment_of(one) for one in numbers] == [
        None, None, None, *(one.assignment for one in entries[1:]), None,
    ]  # fmt: skip


def _noted(entries: list[Entry], lines: list[Line]) -> Places:
    places = Places(lambda seq: lines[seq - 1 :], Destroyed(lambda: lines))
    for entry in entries:
        places.note(entry, entry.seq)
    return places


def test_whatever_number_a_damaged_file_gives_an_entry_is_noted() -> None:
    trails = Trails(lambda _: ())

    for seq in (-(2**63), -1, 0, 2**63 - 1):
        trails.note("hennep", seq)

    assert (len(trails.numbers("hennep")), list(trails.read(trails.numbers("hennep")))) == (4, [])
