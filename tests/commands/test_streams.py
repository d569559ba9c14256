"""What goes where and how it ends: full, closed and broken outputs, terminals and pipes, signals, the unforeseen."""

from __future__ import annotations

import json
import os
import pty
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.commands.calling import call, clean, run
from vs_workflow.commands import failing
from vs_workflow.commands.frame import command
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Misunderstood, StoreTrouble

pytestmark = pytest.mark.usefixtures("elsewhere")
ESCAPE = "\x1b"


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
import signal, sys, time, cli
import vs_workflow.commands.door as door
# Whoever is started in the background of a script inherits that Ctrl-C is ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
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

    MAKING_A_CLASS = """
import sys, cli
class Interrupting:
    def __set_name__(self, owner, name):
        raise KeyboardInterrupt
class Loading:
    def find_spec(self, name, path=None, target=None):
        if name == '{module}':
            sys.meta_path.remove(self)
            type('made', (), {{'field': Interrupting()}})
sys.meta_path.insert(0, Loading())
sys.argv = ['vs', 'config']
sys.exit(cli.main())
"""

    @pytest.mark.parametrize("module", ["click", "vs_workflow.commands.config"])
    def test_an_interruption_where_python_makes_a_class_is_one_too(self, elsewhere: Path, module: str) -> None:
        script = self.MAKING_A_CLASS.format(module=module)

        done = subprocess.run(
            [sys.executable, "-c", script], cwd=elsewhere, env=clean(elsewhere), capture_output=True, text=True
        )

        assert (done.returncode, done.stdout, done.stderr) == (130, "", "Interrupted.\n")

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
