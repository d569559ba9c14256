"""A shelf that somebody changed past the guard rails: nothing that leaves the house vouches for what is on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.calling import run
from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper
from vs_workflow.journal.canon import content_hash

LETTER = b"the letter\n"
ADDRESS = content_hash(LETTER)
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
