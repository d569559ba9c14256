"""P12: what is lawful raises no alarm: upkeep by the database's own means, copies, other zones, other days.

The other promises end each of their faults with a verification; these are the changes that are no faults.
"""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

import store
from tests.reliability import acts, trail
from tests.reliability.command import said, vs
from tests.tools.clock import faked
from tests.tools.postgres_box import Server
from tests.tools.seeds import Counts
from vs_workflow.desk.proofs import Verified

UPKEEP = (
    *(
        "VACUUM",
        "ANALYZE",
        "REINDEX",
        "PRAGMA optimize",
        "PRAGMA incremental_vacuum",
        "PRAGMA page_size = 8192; VACUUM",
    ),
    *("PRAGMA journal_mode = WAL", "PRAGMA journal_mode = DELETE", "PRAGMA journal_mode = PERSIST"),
    *("PRAGMA auto_vacuum = FULL; VACUUM", "PRAGMA secure_delete = ON; VACUUM"),
)
UPKEEP_OF_A_SERVER = ("VACUUM FULL", "ANALYZE", "REINDEX SCHEMA public", "CLUSTER journal USING journal_pkey")


@pytest.fixture
def walked(tmp_path: Path) -> Path:
    path = tmp_path / "walked.db"
    trail.walked(path)
    return path


def verified(url: str | Path) -> Verified:
    with acts.opened(url, None) as programme:
        return programme.verify()


def test_upkeep_of_a_file_is_no_change(walked: Path, counts: Counts) -> None:
    head = verified(walked).head
    false = 0

    for statements in UPKEEP:
        raw = sqlite3.connect(walked, isolation_level=None)
        raw.executescript(statements)
        raw.close()
        found = verified(walked)
        false += (found.whole, found.head) != (True, head)
        with store.open(walked) as database:
            database.rebuild(acts.KEY)
        false += not verified(walked).whole

    counts("P12", "upkeep of SQLite", len(UPKEEP), false=false)


@pytest.mark.postgres
def test_upkeep_of_a_server_is_no_change(postgres: Server, counts: Counts) -> None:
    url = postgres.create("p12", template=postgres.template("walked", trail.walked))
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    head = verified(url).head
    false = 0

    for statement in UPKEEP_OF_A_SERVER:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        found = verified(url)
        false += (found.whole, found.head) != (True, head)

    engine.dispose()
    counts("P12", "upkeep of PostgreSQL", len(UPKEEP_OF_A_SERVER), false=false)


def test_a_copy_is_as_whole_as_what_it_was_copied_from(walked: Path, tmp_path: Path, counts: Counts) -> None:
    """By the file system, by our own backup, and as a dump that is read in again."""
    head = verified(walked).head
    copies = [Path(shutil.copy(walked, tmp_path / "een kopie #1?.db")), tmp_path / "backup.db", tmp_path / "dumped.db"]
    with store.open(walked) as database:
        database.backup(copies[1])
    dump(walked, copies[2])

    found = [verified(path) for path in copies]

    false = sum((one.whole, one.head) != (True, head) for one in found)
    counts("P12", "copies", len(found), false=false)


def dump(path: Path, to: Path) -> None:
    """As `sqlite3 … .dump` does it: rows first, triggers last."""
    source, target = sqlite3.connect(path), sqlite3.connect(to)
    target.executescript("\n".join(source.iterdump()))
    for pragma in ("application_id", "user_version"):
        (value,) = source.execute(f"PRAGMA {pragma}").fetchone()
        target.execute(f"PRAGMA {pragma} = {value}")
    target.commit()
    source.close()
    target.close()


@pytest.mark.parametrize(
    ("at", "zone"),
    [
        ("2015-02-13 00:00:00", "Pacific/Kiritimati"),
        ("1999-12-31 23:59:59", "UTC"),
        ("2099-01-01 00:00:00", "Asia/Tokyo"),
    ],
)
def test_the_clock_and_the_zone_of_who_verifies_do_not_matter(walked: Path, at: str, zone: str, counts: Counts) -> None:
    answer = said(vs(walked, "verify"), {**os.environ, **faked(at, zone=zone), "PYTHONHASHSEED": "1"})

    counts("P12", "clocks of who verifies", 1, false=int(answer["whole"] is not True))
