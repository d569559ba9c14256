"""A database that is lost while its checkpoints are kept: nobody is sent to begin anew over what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Vs

LOST = (4, "store.journal-lost")


def told(vs: Vs, line: str) -> tuple[int, str]:
    answer = vs(f"{line} --json")
    return answer.code, answer.data["error"]["code"]


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")], ids=["deleted", "emptied"])
@pytest.mark.parametrize("line", ["status", "verify", "check", "init --rehearsal", "init --rehearsal --dry-run"])
def test_every_command_says_that_it_was_lost(sealed: Vs, lose: Callable[[Path], object], line: str) -> None:
    lose(Path("vs.db"))

    assert told(sealed, line) == LOST


def test_it_is_said_what_is_kept_where_and_what_to_do(sealed: Vs) -> None:
    Path("vs.db").unlink()

    for lang, words in (("en", "Put back the last backup"), ("nl", "Zet de laatste reservekopie terug")):
        answer = sealed(f"init --rehearsal --lang {lang}")
        assert "veiligheidsstrategie-oost-nederland" in answer.err
        assert "vs.db.checkpoints" in answer.err
        assert words in answer.err
    assert not Path("vs.db").exists()


def test_a_bundle_brings_it_back(sealed: Vs) -> None:
    assert sealed("export --bundle whole").code == 0
    Path("vs.db").unlink()

    assert sealed("import whole").code == 0
    assert sealed("verify --json").data["level"] == "witnessed"


def test_another_file_and_what_comes_with_vs_are_left_alone(sealed: Vs) -> None:
    Path("vs.db").unlink()

    assert sealed("init --rehearsal --db other.db").code == 0
    assert sealed("workflow show").code == 0
    assert told(sealed, "status --db none.db") == (4, "store.missing")


def test_a_programme_that_is_there_is_adopted_already(sealed: Vs) -> None:
    assert sealed("init --rehearsal").code == 0
