"""A database file that somebody filled by hand: what cannot be read is named, and nothing falls over."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import store
from store.derived import copies
from tests.audit.forging import ForgedRoom, entries_of
from tests.desk.world import World, accepted, begun
from vs_workflow.desk import look, prove, trail, watch
from vs_workflow.desk.office import Office
from vs_workflow.journal.canon import from_bytes, leaf_hash, to_bytes
from vs_workflow.journal.entry import Entry, Kind, entry_bytes
from vs_workflow.reasons import StoreTrouble, Trouble

KEY = ForgedRoom.programme
INSERT = f"INSERT INTO journal VALUES ({','.join('?' * 11)})"


@pytest.fixture(scope="module")
def shelved(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """A journal to forge, and a database with its shelf and no entry."""
    world = begun()
    world.offered()
    accepted(world.record("offer-accepted", "1", "lid-ede", key="sleutel"))
    path = tmp_path_factory.mktemp("forged") / "shelf.db"
    with (
        store.open(path, create=True) as database,
        world.office.room.reading() as work,
        database.begin(KEY).writing() as target,
    ):
        for address, kind, _ in work.shelf.addresses():
            target.shelf.put(work.shelf.get(address) or b"", kind)
    return world, path


FORGERIES: dict[str, tuple[str, Any]] = {
    "another kind": ("start", {"kind": "grant"}),
    "a kind with a demand": ("start", {"kind": "correction"}),
    "no facts": ("grant", {"facts": {}}),
    "odd facts": ("offer", {"facts": {"driehoeken": [[]]}}),
    "a body of nothing": ("offer", {"opens": {"driehoek-ede": {}}}),
    "no assignment": ("offer", {"assignment": None}),
    "a number for a name": ("grant", {"facts": {"person": 5, "role": 6}}),
    "an end of nothing": ("grant", {"what": "end", "facts": {"grant": [1]}}),
    "a day that is none": ("grant", {"facts": {"person": "keken", "role": "lead", "until": "ooit"}}),
    "the state of nobody": ("present", {"target": "niets"}),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_file_is_found_out_and_answers_with_trouble_at_most(
    shelved: tuple[World, Path], tmp_path: Path, forgery: str
) -> None:
    world, shelf = shelved
    what, said = FORGERIES[forgery]
    entries = entries_of(world)
    if "kind" in said:
        said = {"kind": Kind(said["kind"])}
    entry = next(one for one in reversed(entries) if one.what == what)
    path = tmp_path / "vs.db"
    shutil.copy(shelf, path)
    forged = [replace(one, **said) if one.seq == entry.seq else one for one in entries]
    fill(path, forged)

    with store.open(path) as database:
        office = Office(database.room(KEY), world.office.stamps, world.office.read_day, clock_set=True)
        verified = prove.verify(office, kept=lambda: [*database.integrity(), *database.differences(KEY)])
        assert any(finding.seq == entry.seq for finding in verified.findings), verified.findings
        for attempt in (
            lambda: look.board(office),
            lambda: look.show(office, "1"),
            lambda: prove.history(office),
            lambda: trail.replay_case(office, "1"),
            lambda: World(office, world.stamps).record("progress", "1", "keken", {"text": "x"}),
        ):
            with suppress(Trouble):
                attempt()


@pytest.mark.parametrize(
    "said",
    [
        {"at": "0001-01-01T00:00:00.000000+14:00"},
        {"at": "9999-12-31T23:59:59.999999Z"},
        {"on": "9999-12-31"},
    ],
)
def test_a_day_or_moment_at_the_edge_of_the_calendar_is_found_and_answers_with_trouble(
    shelved: tuple[World, Path], tmp_path: Path, said: dict[str, str]
) -> None:
    world, shelf = shelved
    path = tmp_path / "vs.db"
    shutil.copy(shelf, path)
    entries = entries_of(world)
    fill(path, entries[:-1])
    text = to_bytes({**from_bytes(entry_bytes(entries[-1])), **said}).decode()
    with sqlite3.connect(path) as connection:
        leaf = leaf_hash(text.encode())
        connection.execute(INSERT, (KEY, len(entries), text, leaf, *copies(entries[-1])))
    connection.close()

    with store.open(path) as database:
        office = Office(database.room(KEY), world.office.stamps, world.office.read_day, clock_set=True)
        verified = prove.verify(office, kept=lambda: [*database.integrity(), *database.differences(KEY)])
        assert (len(entries), "link.unreadable") in {(one.seq, one.rule) for one in verified.findings}
        for attempt in (look.board, prove.history, lambda office: list(watch.coverage(office).uncovered)):
            with pytest.raises(StoreTrouble) as error:
                attempt(office)
            assert error.value.rule == "store.unreadable-entry"


def fill(path: Path, entries: list[Entry]) -> None:
    """Insert by hand, past everything but the guard rails; the copies beside each entry are right."""
    room = ForgedRoom(entries, {})
    with sqlite3.connect(path) as connection:
        for line, entry in zip(room.texts, entries, strict=True):
            row = (KEY, line.seq, line.text.decode(), line.leaf, *copies(replace(entry, seq=line.seq)))
            connection.execute(INSERT, row)
    connection.close()
