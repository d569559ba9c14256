"""What is said of a journal that somebody put under another programme, in all tables or in some of them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from store.sql import DERIVED
from tests.commands.conftest import Vs
from tests.commands.seals import configure
from tests.commands.test_proving import tamper

PROGRAMME = "veiligheidsstrategie-oost-nederland"
TABLES = ("journal", *DERIVED)
HELD = ("journal", "concerns", "case_now", "milestone_now", "coverage_now")
"""Those of which a programme that was just begun has rows."""


def renamed(path: str, tables: Sequence[str] = TABLES) -> None:
    """A copy of the database in which these tables say another programme, and every guard rail is back."""
    tamper(path, "SELECT 1", guards=False)
    database = sqlite3.connect(path, isolation_level=None)
    guards = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        database.execute(f'DROP TRIGGER "{name}"')
    for table in tables:
        database.execute(f"UPDATE {table} SET programme = 'other'")
    for _, sql in guards:
        database.execute(sql)
    database.close()


def test_a_journal_that_was_renamed_in_every_table_is_not_whole(rehearsal: Vs) -> None:
    renamed("other.db")

    told = [rehearsal(f"verify --db other.db --lang {lang}") for lang in ("en", "nl")]
    found = rehearsal("verify --db other.db --json").data

    assert [one.code for one in told] == [1, 1]
    assert f"kept under the programme other, but no. 1 begins that of {PROGRAMME}" in " ".join(told[0].out.split())
    assert f"onder het programma other, maar nr. 1 begint dat van {PROGRAMME}" in " ".join(told[1].out.split())
    assert [(one["seq"], one["check"], one["rule"]) for one in found["findings"]] == [(1, "founding", "lawful.renamed")]


def test_it_is_found_too_where_what_came_before_was_judged_by_somebody_else(rehearsal: Vs, folder: Path) -> None:
    renamed("other.db")
    lines = rehearsal("seal --minutes").out
    (folder / "minutes").write_text(lines.replace(f"vs/{PROGRAMME}/", "vs/other/"))

    told = rehearsal("verify --db other.db --json --checkpoint minutes --since 30")

    assert [one["rule"] for one in told.data["findings"]] == ["lawful.renamed"]


@pytest.mark.parametrize("form", ["--bundle out", "--jsonl out", "--csv -", "--adl out", "--xes out"])
def test_what_leaves_of_it_says_so(rehearsal: Vs, form: str) -> None:
    renamed("other.db")

    told = rehearsal(f"export {form} --db other.db --lang en")

    assert told.code == 1
    assert f"kept under the programme other, but no. 1 begins that of {PROGRAMME}" in told.err
    assert rehearsal(f"export {form.replace('out', 'again')}").code == 0


@pytest.mark.parametrize("table", HELD)
def test_a_programme_that_was_renamed_in_one_table_alone_is_found(rehearsal: Vs, table: str) -> None:
    renamed("other.db", [table])

    rules = {one["rule"] for one in rehearsal("verify --db other.db --json").data["findings"]}

    expected = {"lawful.renamed"} if table == "journal" else {"store.row-missing"}
    assert expected | {"store.left-over"} <= rules


def test_a_renamed_journal_is_not_signed_and_gives_no_lines_for_the_minutes(rehearsal: Vs, keys: Path) -> None:
    configure(keys)
    renamed("other.db")

    told = [rehearsal(f"{call} --db other.db --lang en") for call in ("seal", "seal --dry-run", "seal --minutes")]

    assert [one.code for one in told] == [1, 1, 1]
    assert all(f"under the programme other, but its first entry names {PROGRAMME}" in one.err for one in told)
    assert not (keys / "other.db.checkpoints").exists()


def test_checkpoints_beside_the_database_of_a_programme_that_it_has_no_journal_of_are_found(sealed: Vs) -> None:
    renamed("other.db")
    Path("vs.db.checkpoints").rename("other.db.checkpoints")

    told = sealed("verify --db other.db --lang en")
    rules = [one["rule"] for one in sealed("verify --db other.db --json").data["findings"]]

    assert sorted(rules) == ["lawful.renamed", "seal.journal-gone"]
    assert f"checkpoints of the programme {PROGRAMME} are kept, and no journal of it" in " ".join(told.out.split())
    Path("other.db.checkpoints").rename("vs.db.checkpoints")


def test_in_a_folder_that_others_may_share_they_are_a_limit(sealed: Vs, keys: Path) -> None:
    (keys / "vs.db.checkpoints").rename(keys / "shared")
    configure(keys, folder='"shared"')
    (keys / "shared" / "north").mkdir()
    (keys / "shared" / "north" / "00000034.checkpoint").write_text("of another database")

    told = sealed("verify --lang en")

    assert told.code == 0
    assert "also has those of the programme north" in " ".join(told.out.split())
    shutil.rmtree(keys / "shared" / "north")
    (keys / "shared").rename(keys / "vs.db.checkpoints")


@pytest.mark.postgres
def test_on_a_server_it_is_found_and_not_signed_too(vs: Vs, keys: Path, postgres_url: str) -> None:
    assert vs(f"init --db {postgres_url}").code == 0
    configure(keys, folder='"kept"')
    engine = sa.create_engine(postgres_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER ALL")
        for table in TABLES:
            connection.exec_driver_sql(f"UPDATE {table} SET programme = 'other'")
        connection.exec_driver_sql("ALTER TABLE journal ENABLE TRIGGER ALL")
    engine.dispose()

    told = vs(f"verify --json --db {postgres_url}")

    # Guard rails that hold for whoever replicates, too, cannot be put back by enabling all of them.
    found = {one["rule"] for one in told.data["findings"]} - {"store.guard-changed"}
    assert found == {"lawful.renamed"}
    assert vs(f"seal --json --db {postgres_url}").data["error"]["code"] == "seal.renamed"
