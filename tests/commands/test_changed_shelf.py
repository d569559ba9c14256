"""A shelf that somebody changed past the guard rails: nothing that leaves the house vouches for what is on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.calling import ROOT, run
from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper
from vs_workflow.journal.canon import content_hash

LETTER = b"the letter\n"
ADDRESS = content_hash(LETTER)
PROGRAMME = ROOT / "workflows" / "oost-nederland-2015.programme.toml"
ADOPTED = content_hash(PROGRAMME.read_bytes())
CHANGED = "UPDATE shelf SET data = CAST('changed!\n' AS BLOB) WHERE kind = '{}'"
GONE = "DELETE FROM shelf WHERE kind = 'document'"


@pytest.fixture
def handed_in(rehearsal: Vs, folder: Path) -> Vs:
    """A letter came with no. 35, of 4A, and with no. 36, of 4B."""
    (folder / "letter.txt").write_bytes(LETTER)
    for assignment, lead in (("4A", "hofman"), ("4B", "drupsteen")):
        assert rehearsal(f"record progress {assignment} --as {lead} --fact text=x --document letter.txt").code == 0
    return rehearsal


@pytest.mark.parametrize("change", [CHANGED.format("document"), GONE])
@pytest.mark.parametrize("target", ["dossiers", "dossiers.zip"])
def test_no_dossier_vouches_for_a_document_that_was_changed_or_is_gone(
    handed_in: Vs, folder: Path, change: str, target: str
) -> None:
    tamper("broken.db", change)

    told = handed_in(f"export --mdto {target} --lang en --db broken.db")

    assert (told.code, told.out) == (4, "")
    assert f"document {ADDRESS[:16]}…, of no. 35 (4A), was changed or is gone" in " ".join(told.err.split())
    assert not list(folder.glob("*dossiers*"))


def test_a_dossier_of_what_is_not_touched_by_it_is_made(handed_in: Vs) -> None:
    tamper("broken.db", GONE)

    assert handed_in("export --mdto dossiers --assignment 4C --db broken.db").code == 0


@pytest.mark.parametrize("kind", ["document", "register"])
def test_a_bundle_with_a_changed_file_is_made_and_says_which(handed_in: Vs, folder: Path, kind: str) -> None:
    tamper("broken.db", CHANGED.format(kind))

    told = handed_in("export --bundle out --lang en --json --db broken.db")

    place = {"document": "documents", "register": "register"}[kind]
    there = sorted(f"{place}/{path.name}" for path in (folder / "out" / place).iterdir())
    assert (told.code, told.data["changed"], told.data["missing"]) == (1, there, [])
    assert all(f"Warning: {name} is not what it was." in " ".join(told.err.split()) for name in there)


def test_a_bundle_says_which_documents_it_lacks(handed_in: Vs) -> None:
    tamper("broken.db", GONE)

    told = handed_in("export --bundle out --lang en --json --db broken.db")
    bare = handed_in("export --bundle bare --lang en --json --db broken.db --without-documents")

    assert (told.code, told.data["missing"]) == (1, [f"documents/{ADDRESS}"])
    assert f"documents/{ADDRESS} belongs to it and is no longer there" in " ".join(told.err.split())
    assert (bare.code, bare.data["missing"], bare.err) == (0, [], "")


def test_of_changed_rules_there_is_no_bundle(handed_in: Vs, folder: Path) -> None:
    tamper("broken.db", "UPDATE shelf SET data = data || '#' WHERE kind = 'rules'")

    told = run("export", "--bundle", "out", "--db", "broken.db", cwd=folder)

    assert (told.returncode, told.stdout) == (4, "")
    assert not (folder / "out").exists()


@pytest.mark.parametrize("document", [f"sha256:{ADDRESS[:12]}", "letter.txt"])
@pytest.mark.parametrize("more", ["", "--dry-run"])
def test_nothing_is_recorded_with_a_document_that_was_changed(handed_in: Vs, document: str, more: str) -> None:
    tamper("broken.db", CHANGED.format("document"))
    line = f"record progress 4A --as hofman --fact text=y --document {document} --lang en --db broken.db {more}"

    told = handed_in(line)

    assert told.code == 4
    assert f"The kept document {ADDRESS[:16]}… was changed or is gone. Nothing was recorded." in told.err
    assert len(handed_in("history --json --db broken.db").data["entries"]) == 36


def test_what_was_changed_is_found_with_the_entries_that_name_it(handed_in: Vs) -> None:
    tamper("broken.db", CHANGED.format("document"))

    told = handed_in("verify --lang en --json --db broken.db")

    found = [one for one in told.data["findings"] if one["rule"] == "shelf.changed"]
    assert [(one["check"], one["seq"]) for one in found] == [("shelf", 35), ("shelf", 36)]


@pytest.mark.parametrize("kind", ["document", "rules"])
def test_of_what_no_number_is_known_nothing_is_said_from_that_number_on(handed_in: Vs, kind: str) -> None:
    tamper("broken.db", f"UPDATE shelf SET data = data || ' ', size = size + 1 WHERE kind = '{kind}'")

    page = " ".join(handed_in("verify --lang en --db broken.db").out.split())

    assert "is not what it was" in page
    assert "From this number on" not in page


@pytest.mark.parametrize(
    ("kind", "other", "numbers"),
    [("document", "register", {35, 36}), ("document", "rules", {35, 36}), ("rules", "register", {None})],
)
def test_what_is_kept_as_something_else_is_found_with_the_entries_that_name_it(
    handed_in: Vs, kind: str, other: str, numbers: set[int | None]
) -> None:
    tamper("broken.db", f"UPDATE shelf SET kind = '{other}' WHERE kind = '{kind}'")

    told = handed_in("verify --lang en --json --db broken.db")

    found = told.data["findings"]
    assert (told.code, told.data["whole"]) == (1, False)
    assert {one["seq"] for one in found if one["rule"] == "shelf.other-kind"} == numbers
    assert {(one["facts"]["what"], one["facts"]["kind"]) for one in found if one["check"] == "shelf"} == {(kind, other)}


def test_a_record_of_the_register_that_is_open_to_all_is_found(handed_in: Vs) -> None:
    tamper("broken.db", "UPDATE shelf SET kind = 'document' WHERE kind = 'register'")

    told = handed_in("verify --lang en --db broken.db")

    assert told.code == 1
    assert "this as register, but it is kept as document" in told.out


def test_a_record_that_was_handed_in_stays_one_where_its_bundle_is_read_in(handed_in: Vs, folder: Path) -> None:
    """In a database that read it in as a document, as bundles once had it, it may be one: it was handed in as one."""
    with closing(sqlite3.connect("vs.db")) as database:
        ((record,),) = database.execute("SELECT data FROM shelf WHERE kind = 'register' LIMIT 1")
    (folder / "record.json").write_bytes(record)
    assert handed_in("record progress 4A --as hofman --fact text=x --document record.json").code == 0
    assert handed_in("export --bundle bundle").code == 0

    assert handed_in("import bundle --db other.db").code == 0
    with closing(sqlite3.connect("other.db")) as database:
        kept = database.execute("SELECT kind FROM shelf WHERE address = ?", (content_hash(record),)).fetchone()
    assert (kept, handed_in("verify --db other.db").code) == (("register",), 0)
    tamper("third.db", f"UPDATE shelf SET kind = 'document' WHERE address = '{content_hash(record)}'")
    assert "shelf" not in [one["check"] for one in handed_in("verify --json --db third.db").data["findings"]]


def test_what_is_both_a_document_and_rules_may_be_kept_as_either(handed_in: Vs) -> None:
    assert handed_in(f"record progress 4A --as hofman --fact text=x --document {PROGRAMME}").code == 0
    tamper("other.db", f"UPDATE shelf SET kind = 'document' WHERE address = '{ADOPTED}'")

    assert handed_in("verify").code == 0
    assert "shelf" not in [one["check"] for one in handed_in("verify --json --db other.db").data["findings"]]


@pytest.mark.parametrize("other", ["document", "register", "rules"])
def test_a_destroyed_document_goes_whatever_it_is_kept_as_but_not_what_are_rules_too(
    rehearsal: Vs, folder: Path, other: str
) -> None:
    (folder / "letter.txt").write_bytes(LETTER)
    (folder / "declaration.txt").write_bytes(b"destroyed")
    progress = "record progress 4C --as ottens --fact text=x --document letter.txt --document"
    assert rehearsal(f"{progress} {PROGRAMME}").code == 0
    assert rehearsal("advance 4C withdraw --as knaap --yes --reason samen").code == 0
    kinds = f"CASE address WHEN '{ADDRESS}' THEN '{other}' WHEN '{ADOPTED}' THEN 'document' ELSE kind END"
    tamper("other.db", f"UPDATE shelf SET kind = {kinds}")

    told = rehearsal("destroy 4C --ground x --declaration declaration.txt --as meuleman --yes --db other.db")

    assert told.code == 0
    with closing(sqlite3.connect("other.db")) as database:
        left = {address for (address,) in database.execute("SELECT address FROM shelf")}
    assert (ADDRESS in left, ADOPTED in left) == (False, True)


def test_nobody_goes_by_a_name_that_was_written_into_the_register(rehearsal: Vs) -> None:
    tamper("broken.db", "UPDATE shelf SET data = CAST(replace(CAST(data AS TEXT), 'Meuleman', 'Meulenman') AS BLOB)")

    told = rehearsal("record progress 4A --as Meulenman --fact text=x --db broken.db")

    assert told.code == 2
    assert "Meulenman" not in rehearsal("status --db broken.db").out


def test_a_record_of_another_programme_that_is_handed_in_here_stays_a_record(rehearsal: Vs, folder: Path) -> None:
    record = b'{"district":"","function":{},"name":"N","organisation":"","person":"p","salt":"0"}'
    (folder / "record.json").write_bytes(record)
    assert rehearsal("record progress 4A --as hofman --fact text=x --document record.json").code == 0
    # As it is where the other programme came first.
    tamper("other.db", f"UPDATE shelf SET kind = 'register' WHERE address = '{content_hash(record)}'")

    checks = {one["check"] for one in rehearsal("verify --json --db other.db").data["findings"]}
    assert checks == {"guard-rail"}
