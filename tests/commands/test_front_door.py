"""How `vs` conducts itself, whatever the command: where settings come from, calls that cannot be understood, shape."""

from __future__ import annotations

import io
import json
import string
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.commands.calling import call, run
from vs_workflow.commands import door, failing, printing
from vs_workflow.commands.frame import Command, argument, command
from vs_workflow.commands.settings import Settings, settle
from vs_workflow.commands.writing import Writing, writes
from vs_workflow.reasons import Misunderstood

pytestmark = pytest.mark.usefixtures("elsewhere")


class TestSettings:
    def test_options_stand_before_or_after_the_command_and_the_later_wins(self) -> None:
        def found(*words: str) -> Any:
            with door.vs.make_context("vs", list(words)) as ctx:
                kept: list[Settings] = []
                probe = command("config")(kept.append)
                with probe.make_context("config", ctx.args, parent=ctx) as inner:
                    probe.invoke(inner)
                return kept[0]

        assert found("--as", "a", "config").acting == "a"
        assert found("config", "--as", "b").acting == "b"
        assert found("--as", "a", "config", "--as", "b").acting == "b"
        assert found("--json", "config").json and found("config", "--json").json

    def test_option_then_environment_then_file_then_default(
        self, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert settle({}).found["db"] == ("vs.db", "default", "")

        own = elsewhere / ".config" / "vs"
        own.mkdir(parents=True)
        (own / "config.toml").write_text('db = "own.db"')
        assert settle({}).found["db"] == ("own.db", "file", str(own / "config.toml"))

        (elsewhere / "vs.toml").write_text('db = "here.db"\nas = "somebody"')
        assert settle({}).found["db"] == ("here.db", "file", "vs.toml")
        assert settle({}).acting == "somebody"

        monkeypatch.setenv("VS_DB", "env.db")
        assert settle({}).found["db"] == ("env.db", "environment", "VS_DB")

        assert settle({"db": "option.db"}).found["db"] == ("option.db", "option", "--db")

    def test_an_empty_variable_is_absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VS_DB", "")

        assert settle({}).found["db"].origin == "default"

    def test_config_shows_value_and_origin_and_no_password(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VS_DB", "postgresql+psycopg://u:secret@h/d")

        code, out, _ = call(capsys, "config", "--json", "--as", "x")

        shown = json.loads(out)
        assert code == 0
        assert shown["schema"] == "vs.config/1"
        assert shown["settings"]["as"] == {"value": "x", "origin": "option", "name": "--as"}
        assert shown["settings"]["db"]["value"] == "postgresql+psycopg://u:***@h/d"
        assert "secret" not in call(capsys, "config")[1]

    @pytest.mark.parametrize(
        "text",
        [
            "[[",
            "nonsense = 1",
            "db = 5",
            'json = "yes"',
            "x." * 2_000 + "x = 1",
            "x = " + "[" * 4_000,
            'db="' + "a" * 5_000,
        ],
        ids=["syntax", "unknown", "type", "switch", "dotted", "deep", "long"],
    )
    def test_a_wrong_configuration_file_is_five(
        self, elsewhere: Path, capsys: pytest.CaptureFixture[str], text: str
    ) -> None:
        (elsewhere / "vs.toml").write_text(text)

        code, out, err = call(capsys, "config")

        assert (code, out) == (5, "")
        assert "vs.toml" in err and err.count("\n") <= 2

    @pytest.mark.parametrize(("name", "value"), [("VS_LANG", "fr"), ("VS_NOW", "2030-01-01"), ("VS_NOW", "soon")])
    def test_a_variable_that_says_nothing_sensible_is_two(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        monkeypatch.setenv(name, value)

        code, _, err = call(capsys, "config")

        assert code == 2
        assert name in err and value in err


class TestMisunderstanding:
    @pytest.mark.parametrize(
        ("words", "code", "names"),
        [
            (["confg"], "call.unknown-command", "config"),
            (["conf"], "call.unknown-command", "conf"),
            (["config", "--jsn"], "call.unknown-option", "--json"),
            (["config", "--js"], "call.unknown-option", "--js"),
            (["config", "--lang", "fr"], "call.choice", "nl, en"),
            (["config", "--db"], "call.option-value", "--db"),
            (["config", "--json=1"], "call.option-no-value", "--json"),
            (["config", "too", "much"], "call.surplus", "too much"),
            (["completion"], "call.argument", "SHELL"),
            (["completion", "csh"], "call.choice", "bash"),
            (["help", "confg"], "call.topic", "config"),
            ([""], "call.unknown-command", ""),
            (["-"], "call.unknown-command", "-"),
        ],
    )
    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_is_two_with_what_was_meant(
        self, capsys: pytest.CaptureFixture[str], words: list[str], code: str, names: str, lang: str
    ) -> None:
        plain = call(capsys, *(["--lang", lang] if "--lang" not in words else []), *words)
        as_json = call(capsys, "--json", *words)

        assert plain[:2] == (2, "")
        assert names in plain[2] and plain[2].count("\n") <= 2
        assert as_json[0] == 2
        document = json.loads(as_json[1])
        assert document["schema"] == "vs.error/1"
        assert set(document["error"]) == {"code", "message", "remedy"}
        assert document["error"]["code"] == code

    def test_json_asked_for_after_the_mistake_is_heard(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert json.loads(call(capsys, "confg", "--json")[1])["error"]["code"] == "call.unknown-command"

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("rule", failing.WORDS)
    def test_every_sentence_exists_in_both_languages_without_holes_of_its_own(self, rule: str, lang: str) -> None:
        holes = {
            lang: {name for text in words for _, name, _, _ in string.Formatter().parse(text) if name}
            for lang, words in failing.WORDS[rule].items()
        }

        assert set(holes) == {"nl", "en"}
        assert holes["nl"] == holes["en"]
        assert failing.WORDS[rule][lang][0]


class TestShape:
    def test_a_command_that_writes_is_handed_what_every_writer_takes(self) -> None:
        kept: list[tuple[str, Writing]] = []

        @command("probe")
        @argument("assignment", nl="n", en="e")
        @writes
        def probe(settings: Settings, assignment: str, writing: Writing) -> int:
            kept.append((assignment, writing))
            return 0

        invoke(probe, "4A", "--on", "today", "-n", "--yes", "--key", "k", "--reason", "r")
        invoke(probe, "4B")

        assert kept == [("4A", Writing("today", "r", "k", True, True)), ("4B", Writing(None, None, None, False, False))]

    def test_nobody_is_asked_where_nobody_is_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO())
        settings = settle({})

        with pytest.raises(Misunderstood) as missing:
            printing.ask(settings, "--reason", "Why?")
        with pytest.raises(Misunderstood) as unconfirmed:
            printing.confirm(settings, "Sure?", yes=False)
        printing.confirm(settings, "Sure?", yes=True)

        assert missing.value.facts["what"] == "--reason"
        assert unconfirmed.value.facts["what"] == "--yes"

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_a_shell_gets_its_script(self, capsys: pytest.CaptureFixture[str], shell: str) -> None:
        code, out, _ = call(capsys, "completion", shell)

        assert code == 0
        assert "_VS_COMPLETE" in out
        if shell == "bash":
            assert subprocess.run(["bash", "-n"], input=out, text=True, check=False).returncode == 0

    def test_tab_offers_commands_and_options(self, elsewhere: Path) -> None:
        def offered(line: str) -> list[str]:
            words = line.split(" ")
            env = {"_VS_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
            return [row.partition(",")[2] for row in run(cwd=elsewhere, env=env).stdout.splitlines()]

        assert offered("vs co") == ["correct", "config", "completion"]
        assert "--typed-by" in offered("vs config --ty")
        assert offered("vs completion b") == ["bash"]
        assert offered("vs help da") == ["dates"]


def invoke(probe: Command, *words: str) -> Any:
    with probe.make_context("probe", list(words)) as ctx:
        return probe.invoke(ctx)
