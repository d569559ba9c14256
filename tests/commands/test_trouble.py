"""When the surroundings fail: a locked database, a full output, an interrupt. Always told, never half-done."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import BEGIN, Vs
from tests.commands.test_proving import tamper

ROOT = Path(__file__).resolve().parents[2]
FULL = Path("/dev/full")


def process(*words: str, **more: Any) -> subprocess.Popen[str]:
    """`vs` as a process of its own, in the folder of the test."""
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    env |= {"PYTHONPATH": str(ROOT), "VS_NOW": BEGIN}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen([sys.executable, "-m", "cli", *words], env=env, text=True, **streams)


def test_a_locked_database_is_told_after_five_seconds_and_nothing_was_recorded(rehearsal: Vs) -> None:
    other = sqlite3.connect("vs.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()

    told = rehearsal("record team-formed 4A --as hofman --json")

    waited = time.monotonic() - began
    other.execute("ROLLBACK")
    other.close()
    assert told.code == 4
    assert told.data["error"]["code"] == "store.locked"
    assert told.data["error"]["recorded"] is False
    assert 4 < waited < 30
    assert rehearsal("verify --json").data["entries"] == 34


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("words", "recorded"),
    [(["record", "team-formed", "4A", "--as", "hofman"], True), (["status"], False), (["verify"], False)],
)
def test_a_full_output_is_told_with_what_was_recorded(rehearsal: Vs, words: list[str], recorded: bool) -> None:
    with FULL.open("w") as out:
        done = process(*words, stdout=out)
        _, err = done.communicate(timeout=60)

    assert done.returncode == 4
    assert len(err.splitlines()) == 2
    assert ("It was recorded" if recorded else "Nothing was recorded") in err
    assert rehearsal("verify --json").data["entries"] == 34 + recorded


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("line", ["export --csv made", "backup made", "calendar made", "timeline --svg made"])
def test_a_full_output_is_told_with_the_file_that_was_made(rehearsal: Vs, folder: Path, line: str) -> None:
    with FULL.open("w") as out:
        done = process(*line.split(), stdout=out)
        _, err = done.communicate(timeout=60)

    assert (done.returncode, (folder / "made").exists()) == (4, True)
    assert "But this was made: made" in err
    assert "Nothing was recorded" not in err


def test_a_reader_who_leaves_is_no_trouble(rehearsal: Vs) -> None:
    done = process("history")
    assert done.stdout is not None
    done.stdout.close()

    assert done.stderr is not None
    assert (done.wait(timeout=60), done.stderr.read()) == (0, "")


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_demo_is_one_line_and_leaves_nothing(folder: Path, which: signal.Signals) -> None:
    temporary = folder / "tmp"
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    try:
        done = process("demo")
    finally:
        del os.environ["TMPDIR"]
    deadline = time.monotonic() + 30
    while not list(temporary.glob("vs-demo-*/vs.db")) and time.monotonic() < deadline:
        time.sleep(0.01)

    done.send_signal(which)
    _, err = done.communicate(timeout=60)

    assert done.returncode == 130
    assert len(err.splitlines()) == 1
    assert list(temporary.iterdir()) == []


def test_the_demo_on_a_terminal_has_its_bar_and_keeps_it_out_of_the_story(folder: Path) -> None:
    import pty

    try:
        leader, follower = pty.openpty()
    except OSError:
        pytest.skip("no pseudo-terminals here: mount devpts on /dev/pts")
    done = process("demo", "--no-color", stdin=follower, stdout=subprocess.PIPE, stderr=follower)
    os.close(follower)

    shown: list[bytes] = []
    watching = threading.Thread(target=watch, args=(leader, shown), daemon=True)
    watching.start()
    out, _ = done.communicate(timeout=60)
    watching.join(timeout=10)

    assert done.returncode == 0
    assert b"vs demo" in b"".join(shown)
    assert "\x1b" not in out


def watch(screen: int, shown: list[bytes]) -> None:
    """Read what comes on a terminal until its other side is closed."""
    with contextlib.suppress(OSError):
        while read := os.read(screen, 65536):
            shown.append(read)


@pytest.mark.parametrize("when", ["9999-12-31T23:59:59-12:00", "1999-12-31T23:00:00+01:00"])
def test_a_clock_set_outside_the_years_that_exist_here_is_not_understood(rehearsal: Vs, when: str) -> None:
    told = rehearsal(f"check --now {when} --json")

    assert (told.code, told.data["error"]["code"]) == (2, "day.out-of-years")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("replay informatie --on 2014-01-01", "On 1 January 2014 assignment 4A had not been opened yet."),
        ("who-held-it 4A --on 2014-01-01", "On 1 January 2014 assignment 4A had not been opened yet."),
        ("record team-formed 4A", "this may be done by John Hofman."),
        ("record team-formed 4A --lang nl", "dit kan door John Hofman."),
    ],
)
def test_who_and_what_is_meant_is_called_as_people_call_it(rehearsal: Vs, line: str, said: str) -> None:
    told = rehearsal(line)

    assert told.code == 2
    assert said in told.err


def test_who_may_do_it_is_told_by_role_where_people_are_shown_by_role(rehearsal: Vs) -> None:
    told = rehearsal("record team-formed 4A --roles-only")

    assert told.code == 2
    assert "lead-10" in told.err
    assert "hofman" not in told.err.casefold()


@pytest.mark.parametrize("name", ["whole", "whole.zip"])
@pytest.mark.parametrize(("line", "code"), [("verify {}", 2), ("verify --db {}", 4), ("status --db {}", 4)])
def test_who_takes_a_bundle_for_a_database_is_told_what_reads_it(
    rehearsal: Vs, name: str, line: str, code: int
) -> None:
    assert rehearsal(f"export --bundle {name}").code == 0

    told = rehearsal(f"{line.format(name)} --lang en")

    assert (told.code, told.err.startswith(f"{name}: This is a bundle, and no database.")) == (code, True)
    assert "vs import BUNDLE --db NEW.db" in told.err
    assert "python3 -I verify.py" in told.err


@pytest.mark.parametrize("at", [20000, 60000, 100000])
def test_diagnose_says_what_is_damaged_in_the_file_and_in_words(rehearsal: Vs, at: int) -> None:
    data = bytearray(Path("vs.db").read_bytes())
    data[at : at + 4000] = b"\xff" * 4000
    Path("bad.db").write_bytes(data)

    whole = rehearsal("diagnose --json --db vs.db").data["database"]
    found, told = rehearsal("diagnose --json --db bad.db").data["database"], rehearsal("diagnose --db bad.db --lang nl")

    assert whole["damage"] == []
    assert found.get("damage") or found["trouble"] == "store.corrupt"
    assert "schade aan het bestand" in told.out or "bad.db is beschadigd" in told.out
    assert (told.code, "store.corrupt" in told.out) == (0, False)


def test_a_derived_table_that_was_dropped_is_named_and_made_again(rehearsal: Vs) -> None:
    tamper("less.db", "DROP TABLE coverage_now", guards=False)

    told, found = rehearsal("verify --db less.db --lang en"), rehearsal("diagnose --json --db less.db").data["database"]
    again = [rehearsal(f"{line} --db less.db").code for line in ("rebuild", "verify")]

    assert told.code == 4
    assert "lacks a table" in told.err
    assert "vs rebuild makes a derived table again." in told.err
    assert found["missing_tables"] == ["coverage_now"]
    assert rehearsal("diagnose --json").data["database"]["missing_tables"] == []
    assert again == [0, 0]


def test_where_an_entry_cannot_be_read_nothing_sends_to_a_command_that_refuses_for_it(rehearsal: Vs) -> None:
    tamper("bad.db", "UPDATE journal SET entry = '{' WHERE seq = 20")

    remedies = {one["remedy"] for one in rehearsal("verify --json --lang en --db bad.db").data["findings"]}
    refused = rehearsal("rebuild --db bad.db --lang en")

    assert not any("not touched" in one or one.startswith("Look at the entry") for one in remedies)
    assert any("vs rebuild needs it whole: compare with a backup or a bundle" in one for one in remedies)
    assert refused.code == 4
    assert "vs verify names all that is not" in refused.err
