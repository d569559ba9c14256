"""A bundle holds what its manifest says, is the same every time, and can be checked without the product, or by hand."""

from __future__ import annotations

import ast
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.memory import MemoryRoom
from tests.builders import SetStamps, Year, walked
from tests.exports.bundles import bundled, looked_at, remade
from tests.programmes import DIKES
from tests.programmes.story import STORY
from tests.properties.test_second_programme import say
from vs_workflow.desk import adopt
from vs_workflow.desk.leave import fetcher, leaving
from vs_workflow.desk.office import Office
from vs_workflow.exports.bundle import Bundle
from vs_workflow.exports.verifier.check import NOT_JUDGED
from vs_workflow.exports.verify_py import verify_py
from vs_workflow.journal.canon import content_hash, leaf_hash
from vs_workflow.outside.bundles import zip_into
from vs_workflow.words.dates import read_day


@pytest.fixture(scope="module")
def year() -> Year:
    year = walked()
    noted = year.record("progress", "4A", "hofman", ("text", "halverwege"))
    year.correct(noted.seq or 0, on="2015-11-01")
    return year


def listed(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_bundle_is_what_its_manifest_says(year: Year, tmp_path: Path) -> None:
    folder = bundled(year.office, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_bytes())

    assert {one["path"] for one in manifest["files"]} == listed(folder) - {"manifest.json"}
    assert all(content_hash((folder / one["path"]).read_bytes()) == one["sha256"] for one in manifest["files"])
    lines = (folder / "journal.jsonl").read_bytes().splitlines()
    assert (manifest["entries"], manifest["head"]) == (len(lines), leaf_hash(lines[-1]))
    assert {"LEESMIJ.txt", "README.txt", "verify.py"} <= listed(folder)


def test_the_same_journal_gives_the_same_bytes(year: Year) -> None:
    archives = [io.BytesIO(), io.BytesIO()]
    for archive in archives:
        zip_into(archive, Bundle(leaving(year.office), fetcher(year.office)).files())

    assert archives[0].getvalue() == archives[1].getvalue()
    with zipfile.ZipFile(archives[0]) as packed:
        assert packed.testzip() is None


def test_names_are_in_the_register_and_nowhere_else(year: Year) -> None:
    files = dict(Bundle(leaving(year.office), fetcher(year.office)).files())
    bare = dict(Bundle(leaving(year.office), fetcher(year.office), register=False).files())

    assert {name.partition("/")[0] for name, data in files.items() if b"John Hofman" in data} == {"register"}
    assert not [name for name in bare if name.startswith("register/")]
    assert not [name for name, data in bare.items() if b"John Hofman" in data]


@pytest.mark.skipif(sys.platform == "win32", reason="a path of Unix")
def test_it_is_whole_to_a_python_that_knows_nothing_of_the_product(year: Year, tmp_path: Path) -> None:
    folder = bundled(year.office, tmp_path)

    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py")],
        cwd="/", env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done
    assert done.stdout.splitlines()[-1] == "WHOLE / GAAF"
    assert f"head   {leaving(year.office).head}" in done.stdout


def test_verify_py_needs_the_standard_library_alone() -> None:
    tree = ast.parse(verify_py())
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in named} <= sys.stdlib_module_names
    assert ast.get_docstring(tree)


def test_in_verify_py_no_name_of_one_module_takes_the_place_of_anothers() -> None:
    """Each of its modules may be right by itself, and wrong once they are one file, in which each name stands once."""
    given: list[str] = []
    for node in ast.parse(verify_py()).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            given += [alias.asname or alias.name for alias in node.names]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            given.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            given += [ast.unparse(one) for one in targets]

    assert sorted(given) == sorted(set(given))


def test_the_read_me_names_what_the_verifier_does_not_judge(year: Year, tmp_path: Path) -> None:
    told = (bundled(year.office, tmp_path) / "README.txt").read_text("utf-8")
    judged, _, not_judged = told.partition("It does not recompute:")

    left = "correct", "an end", "composition of a team", "meeting", "facts", "what it rests on", "its body", "beginning"
    nobodys = "key really is", "what stood in what was destroyed"
    for what in (*left, *nobodys, "move to other rules", "had to flag", "which days it covered", "refus"):
        assert what in NOT_JUDGED
        assert what in " ".join(not_judged.split())
    for what in ("of each key", "of each destruction"):
        assert what in " ".join(judged.split())
    assert "everything" not in judged


@pytest.mark.parametrize(("name", "limit"), [("LEESMIJ.txt", "kan niemand zien"), ("README.txt", "nobody can see")])
def test_a_part_says_what_it_cannot_show_and_not_how_it_is_read_in_which_it_cannot_be(
    year: Year, tmp_path: Path, name: str, limit: str
) -> None:
    part = (bundled(year.office, tmp_path / "part", "4A") / name).read_text("utf-8")
    whole = (bundled(year.office, tmp_path / "whole") / name).read_text("utf-8")

    assert limit in " ".join(part.split()) and limit not in " ".join(whole.split())
    assert "vs import" not in part and "vs import" in whole


@pytest.mark.skipif(not all(map(shutil.which, ("jq", "sha256sum", "bash"))), reason="apt install jq coreutils bash")
@pytest.mark.parametrize("name", ["LEESMIJ.txt", "README.txt"])
@pytest.mark.parametrize("assignment", [None, "4A"])
def test_the_chain_can_be_walked_by_hand(year: Year, tmp_path: Path, name: str, assignment: str | None) -> None:
    folder = bundled(year.office, tmp_path, assignment)
    text = (folder / name).read_text("utf-8")
    script = text[text.index("    jq -r") : text.index('hash $prev"') + len('hash $prev"')]
    dutch = name == "LEESMIJ.txt"

    def walk() -> str:
        done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    found = leaving(year.office)
    assert walk() == f"{len(found.told)} {'regels, laatste hash' if dutch else 'entries, last hash'} {found.head}\n"
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"actor":"hofman"', b'"actor":"bakker"', 1))
    # Of a part, a line before one that is not shown is bound by the root and the manifest alone.
    assert assignment or ("volgt niet op" if dutch else "does not follow") in walk()
    assert "journal.jsonl: FAILED" in walk()


@pytest.mark.skipif(not all(map(shutil.which, ("sed", "sha256sum", "bash"))), reason="apt install coreutils bash")
@pytest.mark.parametrize("name", ["LEESMIJ.txt", "README.txt"])
def test_the_read_me_fits_its_page_and_gives_the_hash_of_an_entry_and_says_what_to_compare(
    year: Year, tmp_path: Path, name: str
) -> None:
    folder = bundled(year.office, tmp_path, "4A")
    text = (folder / name).read_text("utf-8")

    (line,) = (one for one in text.splitlines() if "sed -n 36p" in one)
    script = line.replace("36p", "1p")
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=True)

    assert done.stdout.split()[0] == leaving(year.office).told[0].line.leaf
    assert max(map(len, text.splitlines())) <= 80
    assert ('"Laatste hash"' if name == "LEESMIJ.txt" else '"Last hash"') in text


@pytest.mark.parametrize(("name", "said"), [("LEESMIJ.txt", "OEFENING - "), ("README.txt", "REHEARSAL - ")])
def test_the_read_me_of_a_rehearsal_begins_with_saying_so(year: Year, name: str, said: str) -> None:
    found = leaving(year.office)
    others = [replace(found, setting=replace(found.setting, rehearsal=one)) for one in (True, False)]

    told = [dict(Bundle(one, fetcher(year.office)).files())[name].decode() for one in others]

    assert [one.startswith(said) for one in told] == [True, False]


def test_of_one_assignment_the_rest_is_blinded_and_bound_to_the_same_root(year: Year, tmp_path: Path) -> None:
    whole = bundled(year.office, tmp_path / "whole")
    part = bundled(year.office, tmp_path / "part", "4A")

    lines = [json.loads(line) for line in (part / "journal.jsonl").read_bytes().splitlines()]
    shown = {line.get("assignment") for line in lines if "leaf" not in line}
    assert shown == {None, "informatievoorziening"}
    assert b"geen capaciteit" not in (part / "journal.jsonl").read_bytes()
    reports = looked_at(whole), looked_at(part)
    assert [report.findings for report in reports] == [[], []]
    assert any("not shown" in limit for limit in reports[1].limits)
    assert len(listed(part / "documents")) < len(listed(whole / "documents"))
    records = b"".join(path.read_bytes() for path in (part / "register").iterdir())
    assert b"burgemeester, driehoek Almelo" in records  # who holds a role of the programme is named in it
    assert b'"welten"' not in records

    blinded = next(number for number, line in enumerate(lines) if "leaf" in line)
    lines[blinded]["leaf"] = "0" * 64
    said = "".join(json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n" for line in lines)
    (part / "journal.jsonl").write_text(said, "utf-8")
    remade(part)
    assert any(": root: " in one for one in looked_at(part).findings)


def test_another_programme_is_whole_too(tmp_path: Path) -> None:
    stamps = SetStamps(datetime(2031, 3, 1, 16, tzinfo=UTC))
    office = Office(MemoryRoom(), stamps, read_day, clock_set=True)
    adopt.init(lambda _: office, DIKES.rule_files(), (DIKES.people.name, DIKES.people.read_bytes()), rehearsal=True)
    for line in STORY:
        stamps.moment = datetime.fromisoformat(f"{line.today}T12:00:00").replace(tzinfo=ZoneInfo("America/Curacao"))
        assert say(office, line, line.who, date.fromisoformat(line.on) if line.on else None).accepted is line.accepted

    assert looked_at(bundled(office, tmp_path)).findings == []


def test_the_library_gives_the_same_forms_and_bundle(tmp_path: Path) -> None:
    import vs_workflow
    from tests.builders import PEOPLE, files

    database = tmp_path / "vs.db"
    vs_workflow.init(database, files(), (PEOPLE.name, PEOPLE.read_bytes()))
    with vs_workflow.open(database) as programme:
        for name, data in programme.bundle().files():
            (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "out" / name).write_bytes(data)
        lines = programme.export("jsonl")

    assert lines == (tmp_path / "out" / "journal.jsonl").read_bytes()
    assert looked_at(tmp_path / "out").findings == []
