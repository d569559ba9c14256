"""Every journey in this folder, typed as it stands there; afterwards the database is audited.

`VS_JOURNEYS=write pytest tests/journeys` writes down what the commands say now; read the
difference before keeping it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.journeys.runner import answered, rewrite, run_console

JOURNEYS = sorted(Path(__file__).parent.glob("*.console"))


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda path: path.stem)
def test_the_journey_goes_as_it_is_written(journey: Path, tmp_path: Path) -> None:
    text = journey.read_text("utf-8")
    if os.environ.get("VS_JOURNEYS") == "write":
        journey.write_text(rewrite(text, tmp_path), "utf-8")
        return

    run_console(text, tmp_path)

    for database in sorted(tmp_path.glob("*.db")):
        if not database.name.startswith(("broken", "vreemd")):
            code, said = answered(["verify", "--db", str(database)])
            assert code == 0, said


def test_a_journey_that_goes_otherwise_is_told_with_what_was_said(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"expected \[0\][\s\S]*\+There is no topic|expected \[0\]"):
        run_console("$ vs help nothing\nhelp on nothing\n", tmp_path)


def test_hashes_and_wildcards_stand_for_others(tmp_path: Path) -> None:
    text = "$ echo 0123456789abcdef is the hash; echo one; echo two; echo end\nfedcba9876543210 is [..]\n...\nend\n"

    run_console(text, tmp_path)


def test_a_here_document_is_typed_whole(tmp_path: Path) -> None:
    run_console("$ cat > note <<END\n> first\n> second\n> END\n$ cat note\nfirst\nsecond\n", tmp_path)


def test_what_still_matches_is_kept_when_a_journey_is_written_again(tmp_path: Path) -> None:
    text = "## Why.\n\n$ echo one; echo two\n...\ntwo\n\n$ echo three\nfour\n"

    assert rewrite(text, tmp_path) == "## Why.\n\n$ echo one; echo two\n...\ntwo\n\n$ echo three\nthree\n"
