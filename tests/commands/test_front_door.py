"""How `vs` conducts itself, whatever the command: help, settings, errors, streams, signals."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import pty
import shlex
import signal
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from vs_workflow.commands import door, failing, printing
from vs_workflow.commands.catalogue import CATALOGUE, PARTS
from vs_workflow.commands.door import answer_call
from vs_workflow.commands.frame import Command, argument, command
from vs_workflow.commands.help_topics import TOPICS
from vs_workflow.commands.origins import VARIABLES
from vs_workflow.commands.settings import Settings, settle
from vs_workflow.commands.writing import Writing, writes
from vs_workflow.reasons import Misunderstood, StoreTrouble

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = tomllib.loads((ROOT / "workflows" / "examples.toml").read_text())
ESCAPE = "\x1b"


def is_there(name: str) -> bool:
    module = CATALOGUE[name].place.partition(":")[0]
    return importlib.util.find_spec(f"vs_workflow.commands.{module}") is not None


COMMANDS = [name for name in CATALOGUE if is_there(name)]


def clean(home: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every call is made in an empty folder, by somebody without settings."""
    for name in list(os.environ):
        if name in VARIABLES.values() or name.startswith(("LC_", "XDG_")) or name in ("VS_DEBUG", "LANG"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def run(*words: str, cwd: Path, env: Mapping[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    """`vs` as a process of its own."""
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.run(
        [sys.executable, "-m", "cli", *words], cwd=cwd, env=clean(cwd, **(env or {})), text=True, check=False, **streams
    )


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """`vs` in this process: exit code, stdout, stderr."""
    code = answer_call(words)
    out, err = capsys.readouterr()
    return code, out, err


class TestHelp:
    def test_bare_vs_without_a_database_shows_three_examples_and_ends_well(self, elsewhere: Path) -> None:
        done = run(cwd=elsewhere)

        assert (done.returncode, done.stderr) == (0, "")
        assert sum(line.startswith("  vs ") for line in done.stdout.splitlines()) == 3

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("name", COMMANDS)
    def test_the_three_ways_to_ask_for_help_agree(
        self, capsys: pytest.CaptureFixture[str], name: str, lang: str
    ) -> None:
        asked = [("help", *name.split()), (*name.split(), "--help"), (*name.split(), "-h")]

        told = [call(capsys, *words, "--lang", lang) for words in asked]

        assert told[0] == told[1] == told[2]
        code, text, err = told[0]
        assert (code, err) == (0, "")
        assert len(text.splitlines()) <= 40
        assert max(map(len, text.splitlines())) <= 80
        assert all(one["run"] in text for one in EXAMPLES[name][lang])

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_the_front_page_names_every_command_within_a_screen(
        self, capsys: pytest.CaptureFixture[str], lang: str
    ) -> None:
        told = [call(capsys, *words, "--lang", lang) for words in (["--help"], ["-h"], ["help"])]

        assert told[0] == told[1] == told[2]
        lines = told[0][1].splitlines()
        assert max(map(len, lines)) <= 80
        assert {name for name in CATALOGUE if " " not in name} <= set(told[0][1].replace(",", " ").split())
        assert len(lines) <= 40

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("topic", [*TOPICS, "options"])
    def test_a_topic_fits_a_screen(self, capsys: pytest.CaptureFixture[str], topic: str, lang: str) -> None:
        code, text, err = call(capsys, "help", topic, "--lang", lang)

        assert (code, err) == (0, "")
        assert len(text.splitlines()) <= 40
        assert max(map(len, text.splitlines())) <= 80

    def test_help_loads_no_command_and_nothing_heavy(self, elsewhere: Path) -> None:
        program = "import sys, cli; sys.argv = ['vs', '--help']; cli.main(); print(*sys.modules, file=sys.stderr)"

        done = subprocess.run(
            [sys.executable, "-c", program], cwd=elsewhere, env=clean(elsewhere), capture_output=True, text=True
        )

        loaded = set(done.stderr.split())
        light = {"front_page", "catalogue", "origins", "fitting", "frame", "door", "printing"}
        assert {name for name in loaded if name.startswith("vs_workflow.commands.")} == {
            f"vs_workflow.commands.{name}" for name in light
        }
        heavy = {"sqlmodel", "sqlalchemy", "pydantic", "rich", "apscheduler", "transitions", "store", "dataclasses"}
        assert not loaded & {*heavy, "tomllib", "json", "vs_workflow.reasons", "vs_workflow.desk"}

    def test_the_language_follows_the_locale(self, elsewhere: Path) -> None:
        assert "Gebruik" in run("--help", cwd=elsewhere, env={"LANG": "nl_NL.UTF-8"}).stdout
        assert "Usage" in run("--help", cwd=elsewhere, env={"LANG": "de_DE.UTF-8"}).stdout
        assert "Usage" in run("--help", cwd=elsewhere, env={"LANG": "nl_NL.UTF-8", "VS_LANG": "en"}).stdout

    def test_help_comes_also_where_the_configuration_is_broken(
        self, elsewhere: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (elsewhere / "vs.toml").write_text("[[")

        assert call(capsys, "--help")[0] == 0

    def test_the_version_is_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = call(capsys, "--version")

        assert code == 0
        assert out.startswith("vs ") and out.count("\n") == 1

    @pytest.mark.parametrize("name", CATALOGUE)
    def test_every_command_has_its_line_and_two_examples_in_both_languages(self, name: str) -> None:
        entry = CATALOGUE[name]
        nl, en = EXAMPLES[name]["nl"], EXAMPLES[name]["en"]

        assert entry.part in PARTS
        assert entry.nl and entry.en and entry.nl != entry.en
        assert len(nl) >= 2
        assert [one["run"] for one in nl] == [one["run"] for one in en]
        for one in nl:
            words = shlex.split(one["run"])
            assert words[0] == "vs" and (words[1] == name.split()[0])

    def test_examples_are_of_commands_that_exist(self) -> None:
        assert set(EXAMPLES) == set(CATALOGUE)


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


class TestStreams:
    @pytest.mark.parametrize("words", [["--help"], ["config"], ["config", "--json"], ["--version"], []])
    def test_a_full_output_is_one_answer_and_four(self, elsewhere: Path, words: list[str]) -> None:
        with Path("/dev/full").open("w") as full:
            done = run(*words, cwd=elsewhere, stdout=full)

        assert done.returncode == 4
        assert "space" in done.stderr and done.stderr.count("\n") <= 2

    def test_a_closed_output_is_four(self, elsewhere: Path) -> None:
        shell = f"{shlex.quote(sys.executable)} -m cli config >&-"

        done = subprocess.run(["sh", "-c", shell], cwd=elsewhere, env=clean(elsewhere), capture_output=True, text=True)

        assert done.returncode == 4
        assert "Traceback" not in done.stderr

    def test_head_ends_in_silence(self, elsewhere: Path) -> None:
        read, write = os.pipe()
        os.close(read)

        done = run("help", cwd=elsewhere, stdout=write)

        os.close(write)
        assert (done.returncode, done.stderr) == (0, "")

    def test_a_terminal_without_the_letter_gets_its_number(self, elsewhere: Path) -> None:
        poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

        done = run("help", "--lang", "nl", cwd=elsewhere, env=poor)

        assert done.returncode == 0
        assert "be\\xebindigen" in done.stdout

    def test_json_is_utf8_in_every_locale(self, elsewhere: Path) -> None:
        poor = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

        documents = [
            run("help", "--json", "--lang", "nl", cwd=elsewhere, env=env).stdout.encode() for env in (poor, {})
        ]

        assert documents[0] == documents[1]
        assert "beëindigen" in json.loads(documents[0])["text"]

    def test_what_was_typed_cannot_steer_the_terminal(self, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, err = call(capsys, "--json", f"{ESCAPE}]0;x\x07\u202e\x9b")

        assert not {ESCAPE, "\x07", "\u202e", "\x9b"} & set(out + err)
        assert ESCAPE in json.loads(out)["error"]["message"].encode().decode("unicode_escape")

    PAGE = """
import sys
from rich.text import Text
from vs_workflow.commands.printing import answer
from vs_workflow.commands.settings import settle
given = {'no-color': True} if 'plain' in sys.argv else {}
answer(settle(given), text=lambda: Text('wo\\x1b[2Jrd', style='red'), data=dict)
"""

    @pytest.mark.parametrize(
        ("env", "more", "coloured"),
        [
            ({"TERM": "xterm-256color"}, [], True),
            ({"TERM": "xterm-256color", "NO_COLOR": "1"}, [], False),
            ({"TERM": "dumb"}, [], False),
            ({"TERM": "xterm-256color"}, ["plain"], False),
        ],
    )
    def test_colour_only_on_a_terminal_that_wants_it(
        self, elsewhere: Path, env: dict[str, str], more: list[str], coloured: bool
    ) -> None:
        try:
            leader, follower = pty.openpty()
        except OSError:
            pytest.skip("no pseudo-terminals here: mount devpts on /dev/pts")

        done = subprocess.run(
            [sys.executable, "-c", self.PAGE, *more], cwd=elsewhere, env=clean(elsewhere, **env), stdout=follower
        )

        os.close(follower)
        shown = os.read(leader, 10_000).decode()
        os.close(leader)
        assert done.returncode == 0
        assert (ESCAPE in shown) is coloured
        assert "wo\\u001b[2Jrd" in shown

    def test_no_colour_in_a_pipe(self, elsewhere: Path) -> None:
        env = clean(elsewhere, TERM="xterm-256color", FORCE_COLOR="1")

        done = subprocess.run([sys.executable, "-c", self.PAGE], cwd=elsewhere, env=env, capture_output=True, text=True)

        assert done.stdout == "wo\\u001b[2Jrd\n"


class TestEnding:
    WAITING = """
import sys, time, cli
import vs_workflow.commands.door as door
def wait(words):
    print('ready', flush=True)
    time.sleep(30)
door.answer_call = wait
sys.exit(cli.main())
"""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_an_interruption_is_one_line_and_130(self, elsewhere: Path, number: signal.Signals) -> None:
        process = subprocess.Popen(
            [sys.executable, "-c", self.WAITING],
            cwd=elsewhere,
            env=clean(elsewhere),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

        process.send_signal(number)
        _, err = process.communicate(timeout=20)

        assert (process.returncode, err) == (130, "Interrupted.\n")

    def test_what_should_not_happen_is_a_line_and_not_a_traceback(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(settings: Settings) -> None:
            raise ZeroDivisionError("of all things")

        monkeypatch.setattr("vs_workflow.commands.config.config", command("config")(broken))

        code, out, err = call(capsys, "config")
        monkeypatch.setenv("VS_DEBUG", "1")
        debugged = call(capsys, "config")[2]

        assert (code, out) == (1, "")
        assert "of all things" in err and "vs diagnose" in err and "Traceback" not in err
        assert "Traceback" in debugged

    @pytest.mark.parametrize(
        ("error", "exit_code"),
        [
            (Misunderstood("call.missing", what="--as"), 2),
            (StoreTrouble("call.output", recorded=True, why="full"), 4),
            (PermissionError(13, "Permission denied", "x.db"), 4),
            (click.Abort(), 130),
        ],
    )
    def test_each_trouble_has_its_exit_code(self, error: Exception, exit_code: int) -> None:
        for lang in ("nl", "en"):
            told = failing.failure(error, lang)

            assert told.exit == exit_code
            assert told.message and "{" not in told.message + told.remedy

    def test_the_number_a_command_returns_is_the_exit_code(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vs_workflow.commands.config.config", command("config")(lambda settings: 3))

        assert call(capsys, "config")[0] == 3


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
