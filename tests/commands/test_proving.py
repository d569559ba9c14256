"""The auditor's commands: what was recorded, how it stood as known then, whether it holds; and the care of the file."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.commands.conftest import Vs


def tamper(path: str, statement: str, *, guards: bool = True) -> None:
    """Change the file past the guard rails, as somebody with the file in his hands could."""
    shutil.copy("vs.db", path)
    database = sqlite3.connect(path, isolation_level=None)
    if guards:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
    database.execute(statement)
    database.close()


def test_history_has_every_entry_and_the_refused_apart(rehearsal: Vs) -> None:
    rehearsal("record team-formed 4A --as bakker")
    rehearsal("record team-formed 4A --as hofman")

    everything = rehearsal("history --json").data["entries"]
    refused = rehearsal("history --refused --json").data["entries"]

    assert [entry["seq"] for entry in everything] == [*range(1, len(everything) + 1)]
    assert [entry["prev"] for entry in everything[1:]] == [entry["hash"] for entry in everything[:-1]]
    assert [entry["seq"] for entry in refused] == [35]
    assert all(
        entry["assignment"] == "informatievoorziening" for entry in rehearsal("history 4A --json").data["entries"]
    )


def test_replay_tells_what_was_known_on_a_day_and_what_is_known_of_it_now(
    rehearsal: Vs, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("paper").write_text("x")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=x")]
    monkeypatch.setenv("VS_NOW", "2015-02-20T09:00+01:00")
    line = "advance 4A present --as hofman --document paper --on 2015-02-16"
    assert rehearsal(line, *facts).code == 0

    now = rehearsal("replay 4A --json --on 2015-02-17").data
    then = rehearsal("replay 4A --json --on 2015-02-17 --known-at 2015-02-18T00:00+01:00").data

    assert (now["state"], then["state"]) == ("presented", "concept")
    assert now["steps"][0]["proof"]["guards"] == {"document": True, "principles": True}
    assert rehearsal("replay 4A --known-at 2015-02-18").code == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET entry = replace(entry, 'concept', 'offered') WHERE seq = 20",
        "DELETE FROM journal WHERE seq = 20",
        "DELETE FROM journal WHERE seq = 34",
        "UPDATE journal SET leaf = replace(leaf, 'a', 'b') WHERE seq = 20",
        "UPDATE journal SET happened_on = '2015-01-02' WHERE seq = 20",
        "UPDATE case_now SET state = 'offered' WHERE assignment = 'hennep'",
        "DELETE FROM case_now",
        "UPDATE shelf SET data = x'00' WHERE rowid = 1",
    ],
)
def test_verify_finds_what_was_changed_and_ends_with_1(rehearsal: Vs, statement: str) -> None:
    tamper("broken.db", statement)

    told = rehearsal("verify --json --db broken.db")

    assert told.code == 1
    assert told.data["whole"] is False
    assert told.data["findings"]
    assert all(finding["message"] for finding in told.data["findings"])


def test_a_missing_guard_rail_alone_is_found(rehearsal: Vs) -> None:
    tamper("broken.db", "SELECT 1")

    assert rehearsal("verify --db broken.db").code == 1


def test_rebuild_mends_derived_tables_and_nothing_else(rehearsal: Vs) -> None:
    tamper("derived.db", "UPDATE case_now SET state = 'offered'", guards=False)
    assert rehearsal("verify --db derived.db").code == 1

    dry = rehearsal("rebuild -n --db derived.db")
    between = rehearsal("verify --db derived.db").code
    assert rehearsal("rebuild --db derived.db").code == 0

    assert (dry.code, between) == (0, 1)
    assert rehearsal("verify --db derived.db").code == 0


def test_a_backup_is_a_database_of_its_own_and_never_overwrites(rehearsal: Vs) -> None:
    assert rehearsal("backup copy.db").code == 0
    assert rehearsal("backup copy.db").code == 5
    assert rehearsal("backup nowhere/copy.db").code == 5

    copies = [rehearsal(f"verify --json --db {name}").data["head"] for name in ("copy.db", "vs.db")]
    assert copies[0] == copies[1]


def test_diagnose_names_nobody_and_works_without_a_database(rehearsal: Vs) -> None:
    told = rehearsal("diagnose")
    without = rehearsal("diagnose --db nowhere.db --json")

    assert told.code == 0
    assert not any(name in told.out for name in ("Hofman", "hofman", "Meuleman"))
    assert "journal_mode" in told.out
    assert without.code == 0
    assert without.data["database"]["trouble"] == "store.missing"


def test_several_programmes_stand_side_by_side(vs: Vs, folder: Path) -> None:
    from tests.builders import LIFECYCLE, PEOPLE, PROGRAMME

    for path in (LIFECYCLE, PEOPLE):
        shutil.copy(path, folder)
    text = PROGRAMME.read_text("utf-8")
    (folder / "other.toml").write_text(text.replace('key = "veiligheidsstrategie-oost-nederland"', 'key = "other"', 1))
    assert vs("init").code == 0
    assert vs("init other.toml").code == 0

    which = vs("status --json")

    assert which.code == 2
    assert "other" in json.loads(which.out)["error"]["remedy"] + json.loads(which.out)["error"]["message"]
    assert vs("record team-formed 4A --as hofman --programme other").code == 0
    entries = {name: vs(f"verify --json --programme {name}").data["entries"] for name in ("other",)}
    assert entries["other"] == 35
    assert vs("verify --json --programme veiligheidsstrategie-oost-nederland").data["entries"] == 34
    assert vs("status --programme nothing").code == 2


def test_between_two_days_as_known_now_a_step_happened(rehearsal: Vs, folder: Path) -> None:
    (folder / "paper").write_text("x")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=x")]
    step = "advance 4A present --as hofman --document paper --now 2015-03-02T10:00+01:00"
    assert rehearsal(step, *facts).code == 0

    ahead = rehearsal("diff 4A --on 2015-02-14 --on 2015-03-02 --lang en --now 2015-03-03T10:00+01:00").out
    back = rehearsal("diff 4A --on 2015-03-02 --on 2015-02-14 --lang en --now 2015-03-03T10:00+01:00").out
    known = rehearsal("diff 4A --known-at 2015-02-14T10:00+01:00 --lang en --now 2015-03-03T10:00+01:00").out

    assert "Happened: present" in ahead
    assert "Not happened yet: present" in back
    assert "Learned: present" in known
    dutch = rehearsal("diff 4A --on 2015-02-14 --on 2015-03-02 --lang nl --now 2015-03-03T10:00+01:00").out
    assert "Gebeurd: presenteren aan de bestuurlijk voorzitter (nr. 35)" in dutch


def test_a_bundle_of_a_journal_that_was_changed_is_made_with_a_warning(rehearsal: Vs, folder: Path) -> None:
    tamper("bad.db", "UPDATE journal SET entry = replace(entry, 'concept', 'offered') WHERE seq = 20")

    told = rehearsal("export --bundle out --db bad.db --lang en")

    assert (told.code, (folder / "out" / "verify.py").exists()) == (1, True)
    assert "Warning: no. " in told.err
    assert rehearsal("export --bundle whole --lang en").err == ""
