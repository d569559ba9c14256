"""A bundle with destroyed entries: checked without the engine, read in to the same head, and no blank too many."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
import sqlalchemy as sa

import store
from store.memory import MemoryRoom
from tests.audit.forging import entries_of
from tests.desk.test_destroy import KEY, ONE, destroyed, lived
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import NOW, bundled, looked_at, remade
from vs_workflow.desk import look, prove
from vs_workflow.desk.bring_in import bring_in, look_over
from vs_workflow.desk.office import Office
from vs_workflow.journal.canon import leaf_hash
from vs_workflow.journal.entry import Entry, entry_bytes, read_entry
from vs_workflow.outside.bundle_reading import open_bundle
from vs_workflow.ports import Room
from vs_workflow.reasons import BadFile, Plain

BODY = {"kind": "driehoek", "name": "Ede", "district": "gelderland-midden"}
LEFT = {"seq": 73, "on": "2015-07-01", "at": "2015-07-01T09:00:00.000000Z", "opens": {"driehoek-ede": BODY}}


@pytest.fixture(scope="module")
def world() -> World:
    made = lived(begun())
    accepted(destroyed(made))
    accepted(made.record("offer-implemented", "2", "lid-ede", {"driehoek": "driehoek-ede"}))
    return made


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    return bundled(world.office, tmp_path / "bundle")


def came_in(folder: Path, room: Room, like: World) -> World:
    office = Office(room, like.office.stamps, like.office.read_day, clock_set=True)
    with open_bundle(str(folder)) as packed:
        bring_in(office, look_over(packed, NOW))
    return World(office, like.stamps)


def lines_of(folder: Path) -> list[str]:
    return (folder / "journal.jsonl").read_text().splitlines()


def relined(folder: Path, lines: Iterable[str]) -> None:
    (folder / "journal.jsonl").write_text("".join(f"{line}\n" for line in lines))
    remade(folder)


def number_of(folder: Path, kind: str) -> int:
    return next(n for n, line in enumerate(lines_of(folder)) if json.loads(line).get("kind") == kind)


def test_the_verifier_finds_it_whole_and_says_what_nobody_can_judge(folder: Path) -> None:
    checked = subprocess.run([sys.executable, "-I", folder / "verify.py"], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout
    count = sum(json.loads(line).keys() == {"leaf", "seq"} for line in lines_of(folder))
    assert count > 5
    assert f"limit  {count} entries were destroyed" in checked.stdout


def test_without_a_table_of_time_zones_its_day_may_be_any_that_it_can_have_been(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(zone: str) -> ZoneInfo:
        raise ZoneInfoNotFoundError(zone)

    monkeypatch.setattr("vs_workflow.exports.verifier.known.ZoneInfo", nowhere)
    found = looked_at(folder)

    assert found.findings == []
    assert [one for one in found.limits if "no table of time zones" in one]


def test_it_is_read_in_to_the_same_head(world: World, folder: Path) -> None:
    other = came_in(folder, MemoryRoom(), world)

    assert other.verify().head == world.verify().head
    assert (other.verify().findings, other.verify().limits) == ((), world.verify().limits)
    assert look.board(other.office).lines == look.board(world.office).lines


@contextmanager
def statements_into(asked: list[str]) -> Iterator[None]:
    """Within the block every statement that goes through SQLAlchemy is taken down."""

    def seen(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", seen)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", seen)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_database_keeps_the_leaves_that_came(
    world: World, folder: Path, tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    where = str(tmp_path / "vs.db") if kind == "sqlite" else request.getfixturevalue("postgres_url")
    asked = list[str]()
    with store.open(where, create=True) as database:
        with statements_into(asked):
            other = came_in(folder, database.begin(KEY), world)
        assert not any("VACUUM" in one for one in asked)
        accepted(other.record("progress", "2", "boomkamp", {"text": "daarna"}))

        assert list(database.findings(KEY)) == []
        assert other.verify().findings == ()


@pytest.mark.parametrize("blank", [0, 5, 30, -1])
def test_a_blank_that_nothing_destroyed_is_named(folder: Path, blank: int) -> None:
    lines = lines_of(folder)
    shown = [n for n, line in enumerate(lines) if "kind" in json.loads(line)]
    number = shown[blank]
    leaf = leaf_hash(lines[number].encode())
    relined(folder, [*lines[:number], f'{{"leaf":"{leaf}","seq":{number + 1}}}', *lines[number + 1 :]])

    assert any(one.startswith(f"line {number + 1}: destruction") for one in looked_at(folder).findings)
    with open_bundle(str(folder)) as packed, pytest.raises(BadFile):
        look_over(packed, NOW)


def test_a_bundle_without_the_declaration_of_a_destruction_stays_out(folder: Path) -> None:
    destruction = json.loads(lines_of(folder)[number_of(folder, "destruction")])
    (name,) = (path for path in (folder / "documents").iterdir() if path.name.startswith(destruction["documents"][0]))
    name.unlink()
    listed = json.loads((folder / "manifest.json").read_text())["files"]
    remade(folder, files=[one for one in listed if one["path"] != f"documents/{name.name}"])

    with open_bundle(str(folder)) as packed, pytest.raises(BadFile, match="bundle-part"):
        look_over(packed, NOW)


def say_otherwise(folder: Path, **said: object) -> int:
    """The destruction says something else, and all after it is linked anew by nobody."""
    number = number_of(folder, "destruction")
    lines = lines_of(folder)
    entry = read_entry(lines[number].encode())
    facts: dict[str, Plain] = {**entry.facts, **said}  # type: ignore[dict-item]
    lines[number] = entry_bytes(_with(entry, facts)).decode()
    relined(folder, lines)
    return number + 1


def _with(entry: Entry, facts: dict[str, Plain]) -> Entry:
    whole = {key: value for key, value in facts.items() if key not in ("source", "documents", "actor")}
    assignment = str(whole.pop("assignment", entry.assignment))
    found = replace(entry, facts=whole, assignment=assignment)
    if "source" in facts:
        found = replace(found, source=str(facts["source"]))
    if "documents" in facts:
        found = replace(found, documents=())
    return replace(found, actor=str(facts["actor"])) if "actor" in facts else found


NOWHERE = "destruction: says to have left what cannot have been at no. {}"
NOTHING_SUCH = "destruction: says to have left at no. 73 what no such entry leaves"
BARE = "destruction: without a ground, or without a declaration"
NOBODYS = "destruction: of no assignment that there was, or of one that was destroyed before"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"entries": [1, 2]}, "destruction: names an entry that is still there"),
        ({"root": "x"}, "link: the root over the lines before it is another than it says"),
        ({"ground": ""}, BARE),
        ({"documents": True}, BARE),
        ({"source": "offered"}, "destruction: of what had not ended but stood in offered"),
        ({"actor": "keken"}, "role: no. 22 is not this role of who acted"),
        ({"assignment": "nooit-geweest"}, NOBODYS),
        ({"assignment": "nooit-geweest", "entries": [], "remains": []}, NOBODYS),
        ({"remains": [LEFT | {"seq": 36}]}, NOWHERE.format(36)),
        ({"remains": [LEFT | {"at": "x"}]}, NOWHERE.format(73)),
        ({"remains": [LEFT | {"on": "2015-07-02"}]}, NOTHING_SUCH),
        ({"remains": [LEFT | {"opens": {"driehoek-x": {}}}]}, NOTHING_SUCH),
        ({"remains": [LEFT | {"what": "annul"}]}, NOTHING_SUCH),
        ({"remains": [LEFT | {"opens": {"driehoek-x": "x"}}]}, NOTHING_SUCH),
        ({"remains": ["x"]}, "entry: cannot be judged: TypeError"),
        ({"remains": 7}, "entry: cannot be judged: TypeError"),
    ],
)
def test_the_verifier_judges_the_destruction_itself(folder: Path, said: dict[str, object], words: str) -> None:
    seq = say_otherwise(folder, **said)

    assert [one for one in looked_at(folder).findings if one.startswith(f"line {seq}: {words}")]


def test_what_an_assignment_left_behind_is_named(world: World, tmp_path: Path) -> None:
    """Not its opening alone: also a role, or a request that was refused."""
    for kind in ("grant", "refusal"):
        whole = lived(begun())
        kept = next(one for one in entries_of(whole) if one.kind.value == kind and one.assignment == ONE)
        accepted(destroyed(whole))
        folder = bundled(whole.office, tmp_path / kind)
        lines = lines_of(folder)
        lines[kept.seq - 1] = entry_bytes(kept).decode()
        relined(folder, lines)

        assert f"line {len(lines)}: destruction: left a part of its assignment" in looked_at(folder).findings


def test_what_is_gone_is_not_opened_again(world: World, tmp_path: Path) -> None:
    opening = next(one for one in entries_of(lived(begun())) if one.assignment == ONE)
    folder = bundled(world.office, tmp_path / "bundle")
    seq = len(lines_of(folder)) + 1
    relined(folder, [*lines_of(folder), entry_bytes(replace(opening, seq=seq)).decode()])

    assert f"line {seq}: opening: is none that the programme file gives" in looked_at(folder).findings


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [("genesis", "facts", []), ("register", "facts", "x"), ("step", "documents", 7), ("destruction", "documents", 7)],
)
def test_the_verifier_meets_what_is_no_such_thing(folder: Path, kind: str, name: str, said: object) -> None:
    number = number_of(folder, kind)
    lines = lines_of(folder)
    changed = json.loads(lines[number]) | {name: said}
    lines[number] = json.dumps(changed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    relined(folder, lines)

    assert looked_at(folder).findings


def test_the_trail_of_another_assignment_leaves_with_its_bodies(world: World, tmp_path: Path) -> None:
    part = bundled(world.office, tmp_path / "part", "2")

    assert looked_at(part).findings == []


def test_what_is_destroyed_is_in_no_export(world: World, folder: Path) -> None:
    shown = [json.loads(line) for line in lines_of(folder)]

    assert [one["what"] for one in shown if one.get("assignment") == ONE] == ["destroy"]
    assert [one.entry.what for one in prove.history(world.office).lines if one.entry.assignment == ONE] == ["destroy"]
