"""What `verify.py` finds: every file, line and number changed, and every rule broken by who links it all again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.audit.forging import appended, changed, entries_of, first, forced, inserted
from tests.desk.world import World, accepted, begun, noted_by_mistake
from tests.exports.bundles import bundled, forged, looked_at, remade, sealed
from tests.outside.test_signing import key
from tests.tools.needs import need
from vs_workflow.exports.verifier.findings import Report
from vs_workflow.exports.verifier.lines import merkle_root, read_journal, roots_at
from vs_workflow.journal.canon import Leaf
from vs_workflow.journal.checkpoint import Checkpoint, Roots, origin_of
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Code, Reason

Change = Callable[[list[Entry]], Sequence[Entry]]
INFO = "informatievoorziening"


@pytest.fixture(scope="module")
def world() -> World:
    """Assignment 1 offered, 4A started, a mandate used, a role ended, refusals, a day moved and an event annulled."""
    made = begun()
    made.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11")
    made.offered("1", ("Ede", "gelderland-midden"))
    made.present("4A", "hofman")
    made.start("4A", "beem")
    made.advance("4A", "offer", "beem")
    made.advance("4A", "report", "hofman")
    accepted(made.mandate("hofman", "beem", assignment="4A", start="2015-07-01", until="2015-08-01"))
    accepted(made.record("progress", "4A", "hofman", {"text": "x"}, behalf="beem"))
    noted_by_mistake(made)
    accepted(made.end(made.grant_of("ottens", "lead", "shortlist-jeugd"), on="2015-07-05", reason="elders"))
    made.at("2015-07-10")
    made.present("2", "boomkamp")
    accepted(made.correct(entries_of(made)[-1].seq, "boomkamp", on="2015-07-08"))
    return made


@pytest.fixture
def folder(honest: Path, tmp_path: Path) -> Path:
    shutil.copytree(honest, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_an_honest_bundle_is_whole(honest: Path) -> None:
    found = looked_at(honest)

    assert found.findings == []
    assert any("what a check had to flag" in limit for limit in found.limits)


def test_every_file_changed_missing_or_added_is_found(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len({path.parent.name for path in files}) == 4
    for path in files:
        data = path.read_bytes()
        path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
        assert looked_at(folder).findings, path
        path.unlink()
        assert looked_at(folder).findings, path
        path.write_bytes(data)
    assert looked_at(folder).findings == []
    (folder / "extra.txt").write_text("x")
    assert looked_at(folder).findings == ["extra.txt: file: is here and not in the manifest"]
    (folder / "extra.txt").unlink()
    (folder / "rules" / "link.toml").symlink_to("/etc/passwd")
    assert any("is a link" in one for one in looked_at(folder).findings)


def test_every_line_changed_left_out_or_swapped_is_found(folder: Path) -> None:
    journal = folder / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    for number, line in enumerate(lines[:-1]):
        other = line.replace(b'"on":"2015', b'"on":"2016', 1)
        for changed_lines in (
            [*lines[:number], other, *lines[number + 1 :]],
            [*lines[:number], *lines[number + 1 :]],
            [*lines[:number], lines[number + 1], line, *lines[number + 2 :]],
        ):
            journal.write_bytes(b"".join(changed_lines))
            remade(folder, entries=len(changed_lines))
            assert any(one.startswith((f"line {number + 1}:", f"line {number + 2}:"))
                       for one in looked_at(folder).findings), number + 1  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b'{"seq":1,"seq":1}', b'{"seq":1.0}', b'{"seq":NaN}', b"[" * 100_000, b"\xff",
     b'{"a":"\\ud800"}', b'{"leaf":"x","seq":3}', b'{"kind":"step"}', b'{"kind":[],"on":1}'],
    ids=lambda line: repr(line[:12]),
)  # fmt: skip
def test_a_line_that_is_no_entry_is_a_finding_and_no_crash(folder: Path, line: bytes) -> None:
    journal = folder / "journal.jsonl"
    lines = journal.read_bytes().splitlines()
    lines[2] = line
    journal.write_bytes(b"\n".join(lines) + b"\n")
    remade(folder)

    assert any(one.startswith("line 3: ") for one in looked_at(folder).findings)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"files": [{"path": 3}]}'])
def test_a_manifest_that_is_none_is_a_finding(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)

    assert looked_at(folder).findings


def dry(world: World, outcome: Any, **said: Any) -> Entry:
    return forced(outcome, **said)


def by_force(world: World) -> dict[str, tuple[Change, str]]:
    """Forgeries that are whole in every hash, with the check that finds each."""
    entries = entries_of(world)
    chair: dict[str, Any] = {"role": "chair", "grant": world.grant_of("beem", "chair", INFO)}
    coordinator: dict[str, Any] = {"role": "coordinator", "grant": world.grant_of("meuleman", "coordinator")}
    start = first(entries, Kind.STEP, "start", assignment=INFO)
    present = first(entries, Kind.STEP, "present", assignment=INFO)
    offer = first(entries, Kind.STEP, "offer")
    mandate = first(entries, Kind.GRANT, "mandate")
    refusals = [entry for entry in entries if entry.kind is Kind.REFUSAL]
    skip = dry(world, world.advance("4A", "offer", "beem", dry_run=True), **chair)
    stranger = dry(world, world.advance("2", "start", "beem", dry_run=True), **chair, guards={"composition": True})
    withdraw = dry(world, world.advance("4A", "withdraw", "knaap", reason="x", dry_run=True))
    ended = dry(world, world.record("team-formed", "4C", "ottens", dry_run=True), role="lead",
                grant=world.grant_of("ottens", "lead", "shortlist-jeugd"))  # fmt: skip
    own = dry(world, world.grant("lead", "keken", "4A", start="2015-07-10", by="beem", dry_run=True))
    correction = first(entries, Kind.CORRECTION, "redate")
    return {
        "a step over another": (appended(skip), "order"),
        "a step by a stranger": (appended(stranger), "role"),
        "a step by nobody's grant": (changed(start.seq, grant=None), "role"),
        "a step as another": (changed(start.seq, actor="welten"), "role"),
        "a step in another role": (changed(start.seq, role="lead"), "role"),
        "a step on another's behalf": (changed(start.seq, behalf_of="knaap"), "mandate"),
        "a step to another state": (changed(start.seq, target="implemented"), "order"),
        "a step twice": (appended(replace(withdraw, on=date(2015, 7, 10)), withdraw), "order"),
        "a step in the future": (appended(replace(withdraw, on=date(2016, 1, 1))), "date"),
        "a step before the one before": (appended(replace(withdraw, on=date(2015, 3, 1))), "date"),
        "a step without its document": (changed(present.seq, documents=()), "guard"),
        "a step with a guard that fails": (changed(present.seq, guards={**present.guards, "document": False}), "guard"),
        "a step without its guards": (changed(present.seq, guards={}), "guard"),
        "a principle without its line": (changed(present.seq, facts={"principles": {"p1": "x"}}), "guard"),
        "a step under other rules": (changed(start.seq, rules="0" * 64), "entry"),
        "a step left out": (lambda known: [one for one in known if one.seq != present.seq], "order"),
        "an offer nobody established": (
            lambda known: [one for one in known if one.what != "established"], "guard"),
        "an offer to nobody": (changed(offer.seq, facts={**offer.facts, "driehoeken": []}), "guard"),
        "a role that had ended": (appended(ended), "grant"),
        "a mandate before its day": (changed(mandate.seq, on=date(2015, 9, 1)), "grant"),
        "a mandate on another's role": (
            changed(mandate.seq, facts={**mandate.facts, "rests_on": world.grant_of("welten", "chair", "overlast")}),
            "mandate"),
        "a role given by who may not": (appended(replace(own, **coordinator)), "role"),
        "a role that nobody gave": (
            appended(replace(own, actor=None, role=None, grant=None, on=date(2015, 1, 1))), "grant"),
        "a holder named otherwise": (
            changed(first(entries, Kind.GRANT).seq, facts={"role": "bbg-chair", "person": "beem"}), "grant"),
        "an assignment more": (inserted(20, replace(first(entries, Kind.OPENED), assignment="drugs")), "opening"),
        "a person nobody enrolled": (appended(replace(first(entries, Kind.REGISTER), on=date(2015, 7, 1))), "role"),
        "a second beginning": (appended(entries[0]), "entry"),
        "a correction of nothing": (changed(correction.seq, corrects=3), "correction"),
        "a correction into disorder": (
            appended(replace(correction, corrects=present.seq, assignment=INFO, what="annul")), "correction"),
        "a correction without a reason": (changed(correction.seq, reason=""), "correction"),
        "a refusal that was none": (changed(refusals[0].seq, reasons=(Reason(Code.DATE, "date.future"),)), "refusal"),
        "a refusal for a right that was held": (
            changed(refusals[0].seq, reasons=(*refusals[0].reasons, Reason(Code.ROLE, "role.not-held"))), "refusal"),
        "a refusal that hides a missing right": (
            changed(refusals[1].seq, reasons=tuple(one for one in refusals[1].reasons if one.code is not Code.ROLE)
                    or (Reason(Code.DATE, "date.future"),)), "refusal"),
        "who reported establishes": (
            changed(first(entries, Kind.EVENT, "established").seq, actor="beenakker"), "separation"),
    }  # fmt: skip


def test_every_rule_that_is_broken_is_found_by_its_check(world: World, tmp_path: Path) -> None:
    for name, (change, wanted) in by_force(world).items():
        folder = forged(world, tmp_path / name, change)
        checks = {one.split(": ")[1] for one in looked_at(folder).findings}
        assert wanted in checks, (name, checks, looked_at(folder).findings)
        assert not checks & {"link", "number", "head", "root", "file"}, (name, checks)


def test_a_checkpoint_is_held_against_the_lines(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    need("ssh-keygen")
    leaves, _ = read_journal(folder, Report())
    own = key(tmp_path_factory.mktemp("keys"), "own")
    origin = origin_of(json.loads((folder / "manifest.json").read_bytes())["programme"], Leaf(leaves[0].hex()))

    def found(body: bytes) -> list[str]:
        sealed(folder, 30, body, own)
        return looked_at(folder).findings

    assert found(Checkpoint(origin, 30, merkle_root(leaves[:30])).body) == []
    assert ": root: " in found(Checkpoint(origin, 30, merkle_root(leaves[:29])).body)[0]
    assert "another journal" in found(Checkpoint("vs/other/0", 30, merkle_root(leaves[:30])).body)[0]
    assert "is of 3000 entries, and there are" in found(Checkpoint(origin, 3000, merkle_root(leaves)).body)[0]
    assert "is none" in found(b"x\ny\n")[0]


def test_a_trust_file_that_was_named_and_is_not_there_is_a_finding_also_where_nothing_is_signed(folder: Path) -> None:
    said = "trust: this file, which was named, is not there"

    assert looked_at(folder, signers="/nowhere/at/all").findings == [f"/nowhere/at/all: {said}"]
    assert looked_at(folder, signers="").findings == [f"--allowed-signers: {said}"]


@pytest.mark.parametrize("ending", ["manifest", "toml", ""])
def test_rules_that_are_missing_are_named_once_and_accuse_nobody(folder: Path, ending: str) -> None:
    gone = [path.name for path in (folder / "rules").glob(f"*{ending}")]
    for name in gone:
        (folder / "rules" / name).unlink()

    found = looked_at(folder)

    assert sorted(found.findings) == sorted(f"rules/{name}: file: is in the manifest and not here" for name in gone)
    (limit,) = (one for one in found.limits if one.startswith("for want of rules/"))
    assert "no entry was judged" in limit


def test_rules_that_entries_name_and_no_manifest_lists_are_told_by_the_first_of_them(folder: Path) -> None:
    shutil.rmtree(folder / "rules")
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    remade(folder, files=[one for one in files if not one["path"].startswith("rules/")])

    (finding,) = looked_at(folder).findings

    assert finding.startswith("line 1: entry: names rules/")


def called(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-I", str(folder / "verify.py"), *words]
    return subprocess.run(line, capture_output=True, text=True, check=False, cwd=folder.parent)


def test_a_bundle_is_held_to_the_receipts_and_minutes_of_who_checks_it(honest: Path, tmp_path: Path) -> None:
    leaves, _ = read_journal(honest, Report())
    programme = json.loads((honest / "manifest.json").read_bytes())["programme"]
    origin = origin_of(programme, Leaf(leaves[0].hex()))
    digest = leaves[35].hex()
    grouped = " ".join(digest[at : at + 4] for at in range(0, 16, 4))

    def minutes(origin: str, size: int, root: bytes) -> tuple[str, str]:
        (tmp_path / "minutes").write_text(f" {origin}\n\n{size}\n{b64encode(root).decode()}\n")
        return "--checkpoint", str(tmp_path / "minutes")

    right = minutes(origin, 30, merkle_root(leaves[:30]))
    whole = called(honest, "--receipt", f"36:{digest}", "--receipt", f"36:{grouped}", *right)
    assert (whole.returncode, "lines 31 to" in whole.stdout) == (0, True), whole
    for printed in (f"no. 36 · {grouped}", f"Receipt: no. 36 · {grouped}", f"Ontvangstbewijs   nr. 36 · {grouped}"):
        assert called(honest, "--receipt", printed).returncode == 0
    for words, check in (
        (("--receipt", f"35:{digest[:16]}"), "line 35: receipt: "),
        (("--receipt", f"9999:{digest}"), "receipt of no. 9999: receipt: "),
        (minutes(origin, 30, merkle_root(leaves[:29])), "minutes: root: lines 1 to 30 are not what this says"),
    ):
        told = called(honest, *words)
        assert (told.returncode, check in told.stdout) == (1, True), told
    told = called(honest, *minutes("vs/other/0", 30, merkle_root(leaves[:30])))
    assert (told.returncode, "is of another journal" in told.stdout) == (1, True)
    told = called(honest, *minutes(origin, 9999, merkle_root(leaves)))
    assert (told.returncode, "is of 9999 entries" in told.stdout) == (1, True)


def test_a_call_that_is_not_understood_ends_with_two_and_judges_nothing(honest: Path, tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"PK")
    calls = (
        ("--lang", "nl"), ("--allowed-signers",), (str(honest), str(honest)), ("nowhere",), ("--receipt", "36"),
        ("--receipt", "36:abc"), ("--receipt", f"0:{'a' * 64}"),
        ("--checkpoint", "nowhere"), ("--checkpoint", str(honest / "README.txt")),
        (str(tmp_path / "bundle.zip"),),
    )  # fmt: skip

    told = [called(honest, *words) for words in calls]

    assert [one.returncode for one in told] == [2] * len(calls)
    assert not [one for one in told if "WHOLE" in one.stdout + one.stderr or "Traceback" in one.stderr]
    assert "unpack it first" in told[-1].stderr
    helped = called(honest, "--help")
    assert (helped.returncode, "--receipt" in helped.stdout) == (0, True)


def test_a_rehearsal_is_said_to_be_one(world: World, honest: Path, tmp_path: Path) -> None:
    earnest = bundled(begun(rehearsal=False).office, tmp_path / "earnest")

    said = [called(folder).stdout.startswith("REHEARSAL / OEFENING - ") for folder in (honest, earnest)]

    assert said == [True, False]


def test_a_trust_file_that_names_nobody_accuses_no_signature(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    need("ssh-keygen")
    place = tmp_path_factory.mktemp("keys")
    leaves, _ = read_journal(folder, Report())
    origin = origin_of(json.loads((folder / "manifest.json").read_bytes())["programme"], Leaf(leaves[0].hex()))
    sealed(folder, 30, Checkpoint(origin, 30, merkle_root(leaves[:30])).body, key(place, "own"))
    (place / "trust.toml").write_text("[signers]\n# ours ssh-ed25519 AAAA\n")

    (finding,) = looked_at(folder, signers=str(place / "trust.toml")).findings

    assert finding.endswith("trust.toml: trust: this file, which was named, names nobody who may sign")


def test_the_roots_of_one_pass_are_those_of_each_tree_by_itself() -> None:
    leaves = [bytes([number]) * 32 for number in range(70)]
    found, ours = roots_at(leaves, set(range(71))), Roots()
    for size in range(71):
        assert found[size] == merkle_root(leaves[:size]) == ours.root()
        ours.add(leaves[size % 70])
