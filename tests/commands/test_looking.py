"""The commands that look: days, forms, documents; they write nothing and need nobody to act."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from vs_workflow.commands.door import answer_call


def test_a_bare_vs_is_the_board_where_there_is_a_database(rehearsal: Vs) -> None:
    assert rehearsal("").out == rehearsal("status").out


def test_the_board_loads_nothing_that_decides_and_no_orm(rehearsal: Vs) -> None:
    assert rehearsal("status").code == 0
    program = "import sys, cli; sys.argv = ['vs', 'status']; cli.main(); print(*sys.modules, file=sys.stderr)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    loaded = set(done.stderr.split())
    assert "vs_workflow.desk.look" in loaded
    assert not loaded & {"vs_workflow.decide", "transitions", "sqlalchemy", "sqlmodel", "rich", "apscheduler"}
    assert not loaded & {"pydantic", "socket", "secrets", "random", "difflib", "importlib.metadata"}


def test_the_board_is_in_the_order_of_the_programme_file(rehearsal: Vs) -> None:
    board = rehearsal("status --json").data

    assert board["schema"] == "vs.status/1"
    assert [line["number"] for line in board["assignments"]] == ["1", "2", "3", "4A", "4B", "4C"]


def test_a_board_of_another_day_is_asked_with_on(rehearsal: Vs) -> None:
    assert rehearsal("status --json --on", "1 maart 2015").data["on"] == "2015-03-01"
    assert rehearsal("status --json --on gisteren").data["on"] == "2015-02-12"
    assert rehearsal("status --on 03/04/15").code == 2


def test_todo_is_of_who_is_named_else_of_who_acts(rehearsal: Vs) -> None:
    named = rehearsal("todo Hofman --json")

    assert named.data["person"] == "hofman"
    assert rehearsal("todo --as hofman --json").data == named.data
    assert rehearsal("todo").code == 2


def test_what_can_be_asked_of_one_assignment_goes_by_number_key_and_title(rehearsal: Vs) -> None:
    asked = [rehearsal("show --json", name).data for name in ("4a", "4A", "informatievoorziening", "Informatievoorz")]

    assert all(one == asked[0] for one in asked)
    assert rehearsal("show 4").code == 2


def test_every_form_is_toml_in_both_languages_with_the_same_keys(rehearsal: Vs) -> None:
    known = rehearsal("workflow show --json").data
    names = [(one["key"], "4A") for one in known["steps"]] + [(one["key"], "") for one in known["events"]]

    for name, assignment in names:
        forms = [rehearsal(f"form {assignment} {name} --lang {lang}") for lang in ("nl", "en")]
        assert [one.code for one in forms] == [0, 0], name
        assert tomllib.loads(forms[0].out).keys() == tomllib.loads(forms[1].out).keys()


def test_a_form_asks_a_step_or_an_event(rehearsal: Vs) -> None:
    assert rehearsal("form").code == 2
    assert rehearsal("form 4A present more").code == 2
    assert rehearsal("form 4A nothing").code == 2


class TestDocuments:
    DATA = b"\x1b[2Jnot a text\x00\xff"

    @pytest.fixture
    def address(self, rehearsal: Vs) -> str:
        Path("paper.pdf").write_bytes(self.DATA)
        assert rehearsal("record concept-filed 4A --document paper.pdf --as hofman").code == 0
        return hashlib.sha256(self.DATA).hexdigest()

    def test_they_come_out_as_they_went_in(self, rehearsal: Vs, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        written = io.BytesIO()
        paper = io.TextIOWrapper(written)
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(sys, "stdout", paper)
            code = answer_call(["document", address])

        assert (code, written.getvalue()) == (0, self.DATA)

    def test_what_is_no_text_does_not_go_to_a_terminal(
        self, rehearsal: Vs, address: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True)

        told = rehearsal("document", address)

        assert (told.code, told.out) == (2, "")

    def test_an_unknown_hash_is_told(self, rehearsal: Vs) -> None:
        assert rehearsal("document 0123456789abcdef").code == 2
        assert rehearsal("document ../vs.db").code == 2


@pytest.mark.parametrize(
    "line", ["status", "show 4A", "todo hofman", "why 4A", "form 4A present", "history", "replay 4A"]
)
def test_looking_needs_a_database_and_makes_none(vs: Vs, line: str) -> None:
    told = vs(line)

    assert (told.code, told.out) == (4, "")
    assert not Path("vs.db").exists()


@pytest.mark.parametrize("line", ["", "show 4A", "todo hofman", "why 4A", "form 4A present", "history", "replay 4A"])
def test_looking_changes_no_byte(rehearsal: Vs, line: str) -> None:
    before = Path("vs.db").read_bytes()

    assert rehearsal(line).code == 0
    assert Path("vs.db").read_bytes() == before


@pytest.mark.parametrize(
    "line",
    [
        "init", "", "show 4A", "todo hofman", "why 4A", "form 4A present", "history", "replay 4A", "verify", "rebuild",
        "diagnose", "workflow check", "workflow show", "workflow diagram", "config", "help advance",
        "advance 4A start --as beem", "record team-formed 4A --as hofman", "backup copy.db",
        "show nothing", "advance 4A leap --as beem", "advance 4A start --as beem --form nowhere",
    ],
)  # fmt: skip
def test_every_answer_can_be_had_as_one_json_document_with_its_schema(rehearsal: Vs, line: str) -> None:
    told = rehearsal(f"{line} --json")

    assert told.data["schema"].startswith("vs.")
    assert told.out.count("\n") == 1
