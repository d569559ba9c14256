"""How `verify.py` says what it found: each thing once, with what stands against what, in words for people."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from pathlib import Path

import pytest

from tests.desk.world import World, begun
from tests.exports.bundles import looked_at, remade
from vs_workflow.exports.verifier.check import check, main
from vs_workflow.exports.verifier.findings import Report
from vs_workflow.exports.verifier.held import Held, Minutes
from vs_workflow.exports.verifier.lines import merkle_root, read_journal


@pytest.fixture(scope="module")
def world() -> World:
    return begun()


@pytest.fixture
def folder(honest: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(honest, tmp_path / "bundle"))


def numbers(folder: Path) -> list[str]:
    return [one for one in looked_at(folder).findings if ": number: " in one]


def test_lines_that_are_missing_are_one_finding_each_time(folder: Path) -> None:
    lines = (folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "journal.jsonl").write_bytes(b"".join([*lines[:9], *lines[10:20], *lines[23:]]))
    remade(folder, entries=len(lines) - 4)

    assert numbers(folder) == [
        "line 10: number: the entry says 11, and no. 10 was to follow",
        "line 20: number: the entry says 24, and no. 21 was to follow",
    ]


def test_a_root_that_differs_is_said_beside_the_one_that_was_found(folder: Path) -> None:
    root = json.loads((folder / "manifest.json").read_bytes())["root"]
    remade(folder, root="elsewhere")

    assert looked_at(folder).findings == [
        f"manifest.json: root: says elsewhere, and the root over the leaves is {root}"
    ]


def test_one_line_is_called_a_line(folder: Path) -> None:
    manifest, report = json.loads((folder / "manifest.json").read_bytes()), Report()
    size = manifest["entries"]
    leaves, _ = read_journal(folder, Report())
    origin = f"vs/{manifest['programme']}/{leaves[0].hex()[:16]}"
    known = b64encode(merkle_root(leaves[:-1])).decode()
    held = Held(checkpoints=(Minutes("minutes", origin, size - 1, known), Minutes("other", origin, 1, known)))

    check(folder, None, report, held)

    assert [one for one in report.limits if one.startswith(f"line {size} is in no signed checkpoint")]
    assert report.findings == [
        f"other: root: line 1 is not what this says: {known}, but {b64encode(merkle_root(leaves[:1])).decode()}"
    ]


def test_a_file_that_is_not_there_is_said_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "journal.jsonl").unlink()
    assert main([str(folder)]) == 1
    (folder / "manifest.json").unlink()
    assert main([str(folder)]) == 1
    for more in (["--checkpoint", "nowhere"], ["--checkpoint", str(folder)]):
        with pytest.raises(SystemExit, match="2"):
            main([str(folder), *more])

    said = capsys.readouterr()
    assert "Errno" not in said.out + said.err
    assert "journal.jsonl: file: cannot be read: it is not there" in said.out
    assert "manifest.json: manifest: cannot be read: it is not there" in said.out
    assert "'nowhere' is no checkpoint: it is not there" in " ".join(said.err.split())


def test_an_empty_name_is_no_folder_and_no_trust_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)

    with pytest.raises(SystemExit, match="2"):
        main([""])
    assert main([".", "--allowed-signers", ""]) == 1
