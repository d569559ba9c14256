"""Entries that somebody forged in a shape that no entry has: each is a finding, and nothing that reads them breaks."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import Entries, forge
from tests.exports.bundles import relined
from vs_workflow.journal.canon import Leaf
from vs_workflow.journal.chain import Line

# The first entry of a kind, and what is put in it.
SHAPES: dict[str, tuple[str, dict[str, Any]]] = {
    "facts in a list": ("grant", {"facts": []}),
    "facts in a text": ("grant", {"facts": "person"}),
    "no facts": ("grant", {"facts": None}),
    "facts of facts": ("grant", {"facts": {"person": {"a": [[1]]}, "role": ["lead"]}}),
    "a number in words": ("event", {"seq": "one"}),
    "a number in a list": ("event", {"seq": [[35]]}),
    "a moment in a number": ("event", {"at": 5}),
    "a moment that is none": ("event", {"at": "2015-13-45"}),
    "a day in a number": ("event", {"on": 5}),
    "a day that is none": ("event", {"on": "2015-02-30"}),
    "guards in a list": ("event", {"guards": [["team", True]]}),
    "reasons in an object": ("refusal", {"reasons": {"code": "role"}}),
    "reasons of lists": ("refusal", {"reasons": [[], [[]]]}),
    "a list that holds itself almost": ("event", {"facts": {"text": [[[[[[]]]]]]}}),
    "an assignment in a list": ("event", {"assignment": ["4A"]}),
    "an assignment that is none": ("opened", {"assignment": "x"}),
    "a kind in an object": ("event", {"kind": {}}),
    "rules in a number": ("event", {"rules": 5}),
    "people in a list": ("event", {"actor": ["keken"]}),
    "documents in a text": ("event", {"documents": "x"}),
    "a check from no day": ("sweep", {"facts": {"from": [], "to": {}}}),
    "a flag of no day": ("flag", {"facts": {}}),
    "a beginning without a programme": ("genesis", {"facts": {"first_day": 5}}),
}
READING = (
    "status", "history", "history 1", "replay 1", "replay 4A", "show 1", "timeline", "calendar", "outbox", "rebuild",
    "who-held-it", "seal --minutes", "export --bundle out", "export --csv -", "export --jsonl -", "export --xes -",
    "export --adl -", "export --mdto out", "import bundle --db brought.db",
)  # fmt: skip


@pytest.fixture
def journal(rehearsal: Vs, folder: Path) -> Vs:
    """An event, a refusal, and checks that missed something."""
    assert rehearsal("record team-formed 1 --as keken").code == 0
    assert rehearsal("advance 4A start --as hofman").code == 3
    assert rehearsal("check --now 2015-04-10T09:00+02:00").code == 0
    assert rehearsal("export --bundle bundle --now 2015-04-10T09:00+02:00").code == 0
    return rehearsal


@pytest.mark.parametrize("shape", SHAPES)
def test_it_is_a_finding_and_no_command_breaks_on_it(
    journal: Vs, folder: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    monkeypatch.setenv("VS_NOW", "2015-04-10T09:00+02:00")
    kind, said = SHAPES[shape]
    shutil.copy("vs.db", "forged.db")
    (seq,) = forged(kind, said)

    told = journal("verify --json --db forged.db")

    assert told.code == 1, told
    assert seq in {one["seq"] for one in told.data["findings"]}
    for line in READING:
        shutil.rmtree("out", ignore_errors=True)
        # What cannot be read is the database's or the file's trouble, and what does not hold is found; never ours.
        answered = journal(line if "--db" in line else f"{line} --db forged.db")
        assert answered.code in (0, 1, 2, 4, 5), (line, answered)
        assert not any(ours in answered.err for ours in ("should not have happened", "had niet mogen gebeuren"))


def forged(kind: str, said: dict[str, Any]) -> list[int]:
    """The number of the entry that was forged, in the database and in the bundle."""
    found: list[int] = []

    def changed(entries: Entries) -> Entries:
        one = next(entry for entry in entries if entry["kind"] == kind)
        found.append(one["seq"])
        one |= said
        return entries

    forge("forged.db", changed)
    with sqlite3.connect("forged.db") as db:
        rows = db.execute("SELECT seq, CAST(entry AS BLOB), leaf FROM journal ORDER BY seq").fetchall()
    db.close()
    relined(Path("bundle"), [Line(seq, text, Leaf(leaf)) for seq, text, leaf in rows])
    return found
