"""How far `vs verify` is: shown on a terminal while it takes long, and nowhere else."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands.calling import clean
from tests.commands.conftest import BEGIN, Vs

COUNTING = """
import sys
from vs_workflow.commands.counting import counting
from vs_workflow.commands.settings import settle
with counting(settle({}), int(sys.argv[1])) as told:
    for number in sys.argv[2:]:
        if told is not None:
            told(int(number))
"""

VERIFYING = """
import sys, cli
from vs_workflow.commands import counting
counting.FEWEST = 1
sys.argv = ['vs', *sys.argv[1:]]
sys.exit(cli.main())
"""

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def on_a_terminal(folder: Path, script: str, *words: str) -> tuple[str, str]:
    """What it says on stdout, which is a pipe, and on stderr, which is a terminal."""
    try:
        leader, follower = pty.openpty()
    except OSError:
        pytest.skip("no pseudo-terminals here: mount devpts on /dev/pts")
    with subprocess.Popen(
        [sys.executable, "-c", script, *words], cwd=folder, env=clean(folder, TERM="xterm-256color", COLUMNS="80"),
        stdout=subprocess.PIPE, stderr=follower,
    ) as process:  # fmt: skip
        os.close(follower)
        shown = b"".join(all_of(leader))
        os.close(leader)
        assert process.stdout is not None
        said = process.stdout.read()
    assert process.returncode == 0
    return said.decode(), shown.decode()


def all_of(terminal: int) -> Iterator[bytes]:
    """What comes out of it until nobody writes to it any more, which it says by an error."""
    with suppress(OSError):
        while more := os.read(terminal, 65_536):
            yield more


def last_count(shown: str) -> str:
    (*_, last) = re.finditer(r"[0-9]+/[0-9]+", CONTROL.sub("", shown))
    return last[0]


@pytest.mark.parametrize(
    ("told", "count"),
    [
        (["1000"], "1000/4000"),
        (["1000", "2000"], "2000/4000"),
        (["1000", "2000", "1"], "2001/4000"),
        (["1000", "2000", "1", "2", "1500"], "3500/4000"),
        (["1000", "2000", "1", "2000"], "4000/4000"),
    ],
)
def test_a_long_journal_is_counted_through_both_times_that_it_is_read(
    elsewhere: Path, told: list[str], count: str
) -> None:
    out, shown = on_a_terminal(elsewhere, COUNTING, "2000", *told)

    assert (out, last_count(shown)) == ("", count)
    assert "vs verify" in shown


def test_a_short_journal_is_read_before_anybody_would_look(elsewhere: Path) -> None:
    assert on_a_terminal(elsewhere, COUNTING, "1999", "1000") == ("", "")


def test_where_nobody_looks_nothing_is_counted(elsewhere: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, "2000", "1000"], cwd=elsewhere, env=clean(elsewhere), capture_output=True
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_verify_counts_on_the_terminal_and_leaves_its_answer_as_it_is(rehearsal: Vs, folder: Path) -> None:
    line = f"verify --json --lang en --db vs.db --now {BEGIN}"
    plain = rehearsal(line)

    out, shown = on_a_terminal(folder, VERIFYING, *line.split())

    entries = plain.data["entries"]
    assert out == plain.out
    assert last_count(shown) == f"{entries}/{2 * entries}"
