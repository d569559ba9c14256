"""What is said of a database whose journal somebody took away: by verify, by init, and by every other command."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from store.sql import DERIVED
from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper

PROGRAMME = "veiligheidsstrategie-oost-nederland"


def test_verify_finds_that_the_journal_is_gone_where_derived_rows_are_left(rehearsal: Vs) -> None:
    tamper("gone.db", "DELETE FROM journal")

    told = rehearsal("verify --lang en --db gone.db")
    found = rehearsal("verify --json --db gone.db").data

    assert told.code == 1
    assert f"The journal of {PROGRAMME} is gone: not one entry is there." in " ".join(told.out.split())
    assert (found["whole"], found["entries"], found["replayed"]) == (False, 0, False)
    assert {one["rule"] for one in found["findings"]} == {"link.none", "store.guard-missing", "store.left-over"}


@pytest.mark.parametrize("brought", ["checkpoint", "kept", "receipt"])
def test_verify_finds_it_by_what_was_brought_or_kept_where_nothing_is_left(
    rehearsal: Vs, folder: Path, brought: str
) -> None:
    minutes = rehearsal("seal --minutes").out
    digest = rehearsal("history --json").data["entries"][9]["hash"]
    (folder / "minutes").write_text(minutes)
    tamper("gone.db", "DELETE FROM journal")
    with sqlite3.connect("gone.db", isolation_level=None) as database:
        for table in DERIVED:
            database.execute(f"DELETE FROM {table}")
    if brought == "kept":
        kept = folder / "gone.db.checkpoints" / PROGRAMME
        kept.mkdir(parents=True)
        (kept / "00000034.checkpoint").write_text(minutes)
    given = {"checkpoint": "--checkpoint minutes", "kept": "", "receipt": f"--receipt 10:{digest[:16]}"}[brought]

    told = rehearsal(f"verify --json --db gone.db {given}")
    bare = rehearsal("verify --json --db gone.db --programme elsewhere")

    rules = {one["rule"] for one in told.data["findings"]}
    assert (told.code, told.data["whole"]) == (1, False)
    assert {"link.none", "receipt.beyond-end" if brought == "receipt" else "seal.shorter"} <= rules
    assert "seal.other-origin" not in rules
    if brought != "kept":
        assert (bare.code, bare.data["error"]["code"]) == (4, "store.empty")


def test_nothing_begins_anew_over_what_is_left_of_a_programme(rehearsal: Vs, folder: Path) -> None:
    assert rehearsal("export --bundle bundle").code == 0
    tamper("gone.db", "DELETE FROM journal")
    calls = ("init --rehearsal", "init --rehearsal --dry-run", "import bundle", "import bundle --dry-run", "status")

    for call in calls:
        told = rehearsal(f"{call} --lang en --db gone.db")

        assert told.code == 4, call
        assert f"The journal of {PROGRAMME} is gone from the database gone.db" in told.err
        assert "Nothing was recorded." in told.err


def test_a_rehearsal_without_its_beginning_is_told_of_by_what_is_missing_and_not_by_its_clock(rehearsal: Vs) -> None:
    tamper("gone.db", "DELETE FROM journal WHERE seq = 1")

    told = [rehearsal(f"{call} --db gone.db --lang en") for call in ("status", "history", "replay 4A")]
    told.append(rehearsal("export --jsonl - --db gone.db --lang en"))

    assert [one.code for one in told] == [4, 4, 4, 4]
    assert all("The beginning of the journal is missing" in one.err for one in told)
    assert all("vs verify says what is the matter" in one.err for one in told)
    assert rehearsal("verify --db gone.db").code == 1
