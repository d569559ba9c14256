"""Attacks by somebody who owns the database, seen from a bundle with one checkpoint that others hold too."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.audit.forging import ForgedRoom, entries_of, first
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import bundled, looked_at, put, relined, remade, sealed, taken_out
from tests.outside.test_signing import key
from tests.tools.needs import need
from vs_workflow.exports.verifier.lines import merkle_root
from vs_workflow.journal.checkpoint import Checkpoint, origin_of
from vs_workflow.journal.entry import Entry, Instant, Kind

HELD = 44
Change = Callable[[list[Entry]], Sequence[Entry]]


@pytest.fixture(scope="module")
def world() -> World:
    made = begun().at("2015-03-01")
    accepted(made.record("progress", "2", "boomkamp", {"text": "een"}))
    accepted(made.record("progress", "3", "bakker", {"text": "twee"}))
    made.reported("1")
    made.establish("1")
    for number in range(8):
        accepted(made.record("progress", "3", "bakker", {"text": str(number)}))
    return made


@pytest.fixture(scope="module")
def honest(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle whose checkpoint covers most, and leaves the last entries open."""
    need("ssh-keygen")
    folder = bundled(world.office, tmp_path_factory.mktemp("honest"))
    lines = ForgedRoom(entries_of(world), {}).texts
    root = merkle_root([bytes.fromhex(line.leaf) for line in lines[:HELD]])
    body = Checkpoint(origin_of(world.office.room.programme, lines[0].leaf), HELD, root).body
    sealed(folder, HELD, body, key(tmp_path_factory.mktemp("keys"), "own"))
    return folder


def checks(world: World, honest: Path, folder: Path, change: Change) -> set[str]:
    shutil.copytree(honest, folder)
    relined(folder, ForgedRoom(change(entries_of(world)), {}).texts)
    return {one.split(": ")[1] for one in looked_at(folder).findings}


def edited(known: list[Entry]) -> list[Entry]:
    return [replace(one, facts={"text": "anders"}) if one.facts.get("text") == "een" else one for one in known]


def swapped(known: list[Entry]) -> list[Entry]:
    at = next(one.seq for one in known if one.facts.get("text") == "een")
    return [*known[: at - 1], known[at], known[at - 1], *known[at + 1 :]]


def inserted(known: list[Entry]) -> list[Entry]:
    at = next(one.seq for one in known if one.facts.get("text") == "twee")
    return [*known[:at], replace(known[at - 1], salt="0" * 32, facts={"text": "erbij"}), *known[at:]]


def earlier(known: list[Entry]) -> list[Entry]:
    return [replace(one, on=date(2015, 2, 27)) if one.facts.get("text") == "een" else one for one in known]


def recorded_earlier(known: list[Entry]) -> list[Entry]:
    moment = Instant("2015-02-20T09:00:00.000000Z")
    return [replace(one, at=moment) if one.facts.get("text") == "een" else one for one in known]


ATTACKS: dict[str, tuple[Change, str]] = {
    "an old entry edited, and all after it linked again": (edited, "root"),
    "an old entry left out, and all after it renumbered": (
        lambda known: [one for one in known if one.facts.get("text") != "een"], "root"),
    "every entry of one assignment left out": (
        lambda known: [one for one in known if one.assignment != "overlast"], "root"),
    "two old entries swapped": (swapped, "root"),
    "a lawful entry more among the old ones": (inserted, "root"),
    "an old entry that happened earlier": (earlier, "root"),
    "an old entry that was recorded earlier": (recorded_earlier, "root"),
    "the end cut off before the checkpoint": (lambda known: known[: HELD - 2], "checkpoint"),
    "another beginning": (lambda known: [replace(known[0], salt="0" * 32), *known[1:]], "root"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_what_a_checkpoint_covers_cannot_be_replaced_unseen(
    world: World, honest: Path, tmp_path: Path, name: str
) -> None:
    change, wanted = ATTACKS[name]

    assert wanted in checks(world, honest, tmp_path / "forged", change)


@pytest.mark.parametrize(
    "change",
    [
        lambda known: known[:-2],
        lambda known: [*known[:-1], replace(known[-1], facts={"text": "anders"})],
        lambda known: [*known, replace(known[-1], salt="1" * 32)],
    ],
    ids=["cut", "replaced", "added"],
)
def test_what_no_checkpoint_covers_rests_on_receipts_and_it_says_so(
    world: World, honest: Path, tmp_path: Path, change: Change
) -> None:
    """Nothing in a bundle can find this: whoever has a receipt, or the head, can."""
    assert checks(world, honest, tmp_path / "forged", change) == set()

    report = looked_at(tmp_path / "forged")
    assert any(f"lines {HELD + 1} to " in limit and "receipts only" in limit for limit in report.limits)


def test_a_checkpoint_whose_signature_was_left_out_covers_nothing(honest: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(honest, tmp_path / "stripped"))
    last = len((folder / "journal.jsonl").read_bytes().splitlines())

    put(folder, f"checkpoints/{HELD:08}.sig", b"x")
    garbled = looked_at(folder)
    taken_out(folder, f"checkpoints/{HELD:08}.sig")
    missing = looked_at(folder)

    says = (garbled, f"{HELD:08}.sig: signature: is none"), (missing, f"{HELD:08}.checkpoint: signature: is signed by")
    for report, said in says:
        assert [one for one in report.findings if said in one]
        assert [one for one in report.limits if f"lines 1 to {last} are in no signed checkpoint" in one]


def test_rules_swapped_under_their_old_hash_or_named_anew_are_found(world: World, honest: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(honest, tmp_path / "swapped"))
    for path in (folder / "rules").glob("*.toml"):
        path.write_bytes(path.read_bytes() + b"\n")
    remade(folder)
    assert any("rules/" in one for one in looked_at(folder).findings)

    step = first(entries_of(world), Kind.STEP)
    named = checks(
        world, honest, tmp_path / "named", lambda known: [replace(one, rules=step.salt * 2) for one in known]
    )
    assert {"root", "entry"} <= named


def test_a_fork_after_the_checkpoint_passes_alone_and_shows_when_two_compare(
    world: World, honest: Path, tmp_path: Path
) -> None:
    other: Change = lambda known: [*known[:-1], replace(known[-1], facts={"text": "de andere kant"})]  # noqa: E731

    assert checks(world, honest, tmp_path / "fork", other) == set()
    mine, theirs = (json.loads((one / "manifest.json").read_bytes()) for one in (honest, tmp_path / "fork"))
    assert mine["entries"] == theirs["entries"]
    assert (mine["head"], mine["root"]) != (theirs["head"], theirs["root"])
