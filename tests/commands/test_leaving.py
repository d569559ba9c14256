"""`vs export` and `vs import`: one form a call, into something new, whole or not at all."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT
from vs_workflow.journal.canon import content_hash


def test_a_form_is_written_to_a_new_file_with_its_hash(rehearsal: Vs, folder: Path) -> None:
    told = rehearsal("export --jsonl journal.jsonl --json")

    assert told.code == 0
    assert told.data["entries"] == 34
    assert told.data["bytes"] == (folder / "journal.jsonl").stat().st_size
    assert [path.name for path in folder.glob(".*.part")] == []
    assert rehearsal("export --jsonl - ").out == (folder / "journal.jsonl").read_text("utf-8")


def test_what_is_there_already_is_never_written_over(rehearsal: Vs, folder: Path) -> None:
    (folder / "journal.csv").write_text("mine")

    told = rehearsal("export --csv journal.csv --json")

    assert told.code == 5
    assert json.loads(told.out)["error"]["code"] == "file.there-already"
    assert (folder / "journal.csv").read_text() == "mine"


@pytest.mark.parametrize("line", ["export --csv nowhere/x", "timeline --svg nowhere/x", "calendar nowhere/x"])
def test_a_folder_that_is_not_there_is_said_and_leaves_nothing(rehearsal: Vs, folder: Path, line: str) -> None:
    told = rehearsal(f"{line} --lang en")

    assert told.code == 5
    assert "nowhere/x: There is no folder nowhere." in told.err
    assert ".part" not in told.err
    assert not (folder / "nowhere").exists()


@pytest.mark.parametrize("line", ["export", "export --csv a --jsonl b", "export --csv a --assignment nothing"])
def test_one_form_a_call_of_what_there_is(rehearsal: Vs, folder: Path, line: str) -> None:
    assert rehearsal(line).code == 2
    assert not (folder / "a").exists()


def test_roles_only_names_nobody(rehearsal: Vs) -> None:
    rehearsal("record team-formed 4A --as hofman")

    said = rehearsal("export --csv - --roles-only").out

    assert "hofman" not in said
    assert ",lead-10," in said


def test_a_bundle_cannot_hide_people_and_says_what_can(rehearsal: Vs, folder: Path) -> None:
    told = rehearsal("export --bundle out --roles-only --lang en")

    assert told.code == 2
    assert "people stand by key" in told.err
    assert "--csv, --jsonl, --xes, --adl or --mdto" in told.err
    assert not (folder / "out").exists()


def test_one_form_at_a_time_is_said_in_those_words(rehearsal: Vs) -> None:
    told = rehearsal("export --csv - --jsonl - --lang en")

    assert (told.code, told.out) == (2, "")
    assert "--csv --jsonl: only one form at a time" in told.err


def test_a_bundle_is_a_folder_or_a_zip_and_says_how_to_check_it(rehearsal: Vs, folder: Path) -> None:
    told = rehearsal("export --bundle out --lang en")
    zipped, plain = rehearsal("export --bundle out.zip --json"), rehearsal("export --bundle plain --json")

    assert (told.code, zipped.code, plain.code) == (0, 0, 0)
    assert "verify.py" in told.out
    for answer, file in ((zipped, folder / "out.zip"), (plain, folder / "plain" / "manifest.json")):
        data = file.read_bytes()
        assert (answer.data["bytes"], answer.data["sha256"]) == (len(data), content_hash(data))
    with zipfile.ZipFile(folder / "out.zip") as packed:
        files = {path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*") if path.is_file()}
        assert set(packed.namelist()) == files
        assert all(packed.read(name) == (folder / "out" / name).read_bytes() for name in files)
    assert rehearsal("export --bundle out").code == 5


def test_a_bundle_is_read_into_another_database_and_is_whole_there(rehearsal: Vs, folder: Path) -> None:
    rehearsal("record team-formed 4A --as hofman")
    rehearsal("export --bundle out.zip")

    tried = rehearsal("import out.zip --db other.db --dry-run --json")
    assert (tried.code, tried.data["entries"], (folder / "other.db").exists()) == (0, 35, False)
    done = rehearsal("import out.zip --db other.db --json")
    assert (done.code, done.data["whole"]) == (0, True)
    assert "other.db" in done.err
    assert rehearsal("import out.zip --db third.db --dry-run --lang en").out.startswith("REHEARSAL - ")
    verified = rehearsal("verify --db other.db --json").data
    assert (verified["whole"], verified["head"]) == (True, done.data["head"])
    assert rehearsal("status --db other.db").out == rehearsal("status").out
    for more in ("", " --dry-run"):
        again = rehearsal(f"import out.zip --db other.db --json{more}")
        assert (again.code, json.loads(again.out)["error"]["code"]) == (5, "programme.there-already")
    assert rehearsal("import nowhere --db third.db").code == 5
    assert not (folder / "third.db").exists()


@pytest.mark.parametrize("more", ["", " --dry-run"])
def test_a_bundle_with_a_damaged_file_of_whatever_kind_writes_nothing(rehearsal: Vs, folder: Path, more: str) -> None:
    rehearsal("export --bundle out")
    (folder / "out" / "allowed_signers").write_text("x")
    manifest = json.loads((folder / "out" / "manifest.json").read_text())
    manifest["files"].append({"path": "allowed_signers", "size": 1, "sha256": "0" * 64})
    (folder / "out" / "manifest.json").write_text(json.dumps(manifest))

    told = rehearsal(f"import out --db other.db --json{more}")

    assert (told.code, told.data["error"]["code"]) == (5, "file.bundle-changed")
    assert not (folder / "other.db").exists()


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="apt install openssh-client")
def test_checkpoints_and_who_may_sign_go_along_and_are_checked_outside(rehearsal: Vs, folder: Path) -> None:
    def key(name: str, space: str) -> str:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name], check=True)
        return f'{name} namespaces="{space}" {Path(f"{name}.pub").read_text()}'

    Path("allowed").write_text(key("griffie", "vs-checkpoint") + key("politie", "vs-witness"))
    Path("vs.toml").write_text('[seal]\nkey = "griffie"\nallowed_signers = "allowed"\n')
    assert rehearsal("seal").code == 0
    assert rehearsal("witness --sign-with politie --out p.cosig").code == 0
    assert rehearsal("witness --accept p.cosig").code == 0
    rehearsal("record team-formed 4A --as hofman")
    assert rehearsal("export --bundle out").code == 0

    def outside(*more: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-I", "out/verify.py", *more]
        return subprocess.run(line, capture_output=True, text=True, check=False)

    assert len(list((folder / "out" / "checkpoints").iterdir())) == 3
    done = outside("--allowed-signers", "allowed")
    assert (done.returncode, "line 35 is in no signed" in done.stdout) == (0, True), done.stdout
    assert outside().returncode == 0
    Path("other").write_text(key("vreemde", "vs-checkpoint"))
    done = outside("--allowed-signers", "other")
    assert (done.returncode, done.stdout.count("signature: does not hold")) == (1, 2), done.stdout
    assert outside("--allowed-signers", "nowhere").returncode == 1
    assert rehearsal("import out --db other.db").code == 0
    assert len(list((folder / KEPT.replace("vs.db", "other.db")).iterdir())) == 3

    # A checkpoint whose last entry a part does not show binds that part all the same.
    rehearsal("record team-formed 1 --as keken")
    assert rehearsal("seal").code == 0
    assert rehearsal("export --bundle part --assignment 4A").code == 0
    line = [sys.executable, "-I", "part/verify.py", "--allowed-signers", "allowed"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, "not shown" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize("form", ["xes", "adl", "csv", "jsonl"])
def test_each_form_goes_to_a_file_or_to_stdout_the_same(rehearsal: Vs, folder: Path, form: str) -> None:
    rehearsal("record team-formed 4A --as hofman")

    assert rehearsal(f"export --{form} out --assignment 4A").code == 0
    assert rehearsal(f"export --{form} - --assignment 4A").out.encode() == (folder / "out").read_bytes()
    assert rehearsal(f"export --{form} - --json").data["format"] == form


def test_dossiers_go_to_a_folder_or_a_zip(rehearsal: Vs, folder: Path) -> None:
    assert rehearsal("export --mdto out").code == 0
    told = rehearsal("export --mdto out.zip --assignment 4A --json")

    assert len(list((folder / "out").iterdir())) == 6
    with zipfile.ZipFile(folder / "out.zip") as packed:
        assert {name.partition("/")[0] for name in packed.namelist()} == {"4A-informatievoorziening"}
    assert told.data["entries"] == 3
    refused = rehearsal("export --mdto - --lang nl")
    assert (refused.code, "MAP, BESTAND.zip" in refused.err) == (2, True)


def test_an_export_says_how_many_of_what_it_wrote(rehearsal: Vs, folder: Path) -> None:
    rehearsal("record team-formed 4A --as hofman")
    lines = (
        ("xes", "6 events"), ("adl", "1 decision"), ("jsonl", "35 entries"), ("csv", "35 rows"), ("mdto", "18 files"),
    )  # fmt: skip

    for form, said in lines:
        told = rehearsal(f"export --{form} {form} --lang en")
        assert told.out.startswith(f"{form}: {said}, "), told.out

    assert (folder / "xes").read_text().count("<event>") == 6
    assert len((folder / "adl").read_text().splitlines()) == 1
    assert len([one for one in (folder / "mdto").rglob("*") if one.is_file()]) == 18


def test_a_bundle_says_what_it_leaves_out(rehearsal: Vs, folder: Path) -> None:
    rehearsal("record team-formed 4A --as hofman")

    part = rehearsal("export --bundle part --assignment 4A --lang en").out
    bare = rehearsal("export --bundle bare --without-documents --lang en").out
    whole = rehearsal("export --bundle whole --lang en").out

    lines = (folder / "part" / "journal.jsonl").read_text().splitlines()
    shown = sum(not line.startswith('{"leaf":') for line in lines)
    assert f"a bundle of 35 entries ({shown} of them readable), up to" in part
    assert "a bundle of 35 entries without documents, up to" in bare
    assert "a bundle of 35 entries, up to" in whole


def damaged(statement: str) -> None:
    """A copy, bad.db, on which somebody did this past us."""
    shutil.copy("vs.db", "bad.db")
    with sqlite3.connect("bad.db") as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute(statement)


@pytest.mark.parametrize("form", ["jsonl", "csv", "xes", "adl"])
@pytest.mark.parametrize("target", ["out", "-"])
def test_what_is_made_of_a_changed_journal_says_so_and_ends_with_one(rehearsal: Vs, form: str, target: str) -> None:
    rehearsal("advance 4A withdraw --as knaap --yes --reason samen")
    damaged("UPDATE journal SET entry = replace(entry, 'samen', 'apart') WHERE seq = 35")

    told = rehearsal(f"export --{form} {target} --db bad.db --lang en")

    assert (told.code, "Warning: no. 35 is missing, was changed" in told.err) == (1, True)
    assert told.out
    assert rehearsal(f"export --{form} good").code == 0


def test_no_dossier_vouches_for_a_changed_entry(rehearsal: Vs, folder: Path) -> None:
    rehearsal("advance 4A withdraw --as knaap --yes --reason samen")
    damaged("UPDATE journal SET entry = replace(entry, 'samen', 'apart') WHERE seq = 35")

    told = rehearsal("export --mdto dossiers --db bad.db --json")

    assert (told.code, told.data["error"]["code"]) == (4, "store.entry-changed")
    assert not (folder / "dossiers").exists()


def test_where_an_entry_cannot_be_read_there_is_no_bundle_and_a_copy_all_the_same(rehearsal: Vs, folder: Path) -> None:
    damaged("UPDATE journal SET entry = 'x' WHERE seq = 20")

    assert rehearsal("export --bundle out --db bad.db").code == 4
    assert not (folder / "out").exists()
    assert rehearsal("backup copy.db --db bad.db").code == 0


def test_what_leaves_a_rehearsal_says_that_it_is_one(rehearsal: Vs, folder: Path) -> None:
    for line in ("--bundle out", "--xes out.xes", "--mdto dossiers"):
        assert rehearsal(f"export {line}").code == 0

    minutes, rebuilt = rehearsal("seal --minutes --lang en"), rehearsal("rebuild --lang en")

    assert '<boolean key="vs:rehearsal" value="true" />' in (folder / "out.xes").read_text()
    for path in (folder / "dossiers").glob("*/*[!d].MDTO.xml"):
        assert ("<omschrijving>OEFENING - " in path.read_text("utf-8")) is ("bestand" not in path.name)
    assert (folder / "out" / "LEESMIJ.txt").read_text("utf-8").startswith("OEFENING - ")
    assert minutes.err.startswith("REHEARSAL - ") and minutes.out.count("\n") == 3
    assert rebuilt.out.startswith("REHEARSAL - ")


def test_what_leaves_in_earnest_says_nothing_of_a_rehearsal(vs: Vs, folder: Path) -> None:
    assert vs("init").code == 0
    for line in ("--bundle out", "--xes out.xes", "--mdto dossiers"):
        assert vs(f"export {line}").code == 0

    told = [vs("seal --minutes --lang en").err, vs("rebuild --lang en").out]

    files = (folder / "out.xes", *(folder / "out").glob("*.txt"), *(folder / "dossiers").glob("*/*.xml"))
    told += [path.read_text("utf-8") for path in files]
    assert [one for one in told if "REHEARSAL" in one or "OEFENING" in one or "vs:rehearsal" in one] == []


@pytest.mark.postgres
def test_a_bundle_goes_to_a_server_and_back_the_same(rehearsal: Vs, folder: Path, postgres_url: str) -> None:
    rehearsal("record team-formed 4A --as hofman")
    rehearsal("export --bundle out")

    assert rehearsal(f"import out --db {postgres_url}").code == 0
    assert rehearsal(f"export --bundle back --db {postgres_url}").code == 0
    for path in (folder / "out").rglob("*"):
        assert path.is_dir() or path.read_bytes() == (folder / "back" / path.relative_to(folder / "out")).read_bytes()


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="apt install openssh-client")
def test_a_signature_counts_in_the_period_of_its_key(rehearsal: Vs, folder: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "griffie"], check=True)
    rehearsal("record team-formed 4A --as hofman")
    assert rehearsal("seal --sign-with griffie").code == 0
    assert rehearsal("export --bundle out").code == 0

    def outside(period: str) -> int:
        (folder / "allowed").write_text(f'griffie {period}namespaces="vs-checkpoint" {Path("griffie.pub").read_text()}')
        line = [sys.executable, "-I", "out/verify.py", "--allowed-signers", "allowed"]
        return subprocess.run(line, capture_output=True, check=False).returncode

    assert outside("") == 0
    assert outside('valid-before="20160101Z",') == 0
    assert outside('valid-before="20140101Z",') == 1
    assert outside('valid-after="20150401Z",valid-before="20160101Z",') == 1
