"""`vs demo`: a whole year in a temporary database, typed command by command.

The script is data (`workflows/default.toml` names it): what is typed, when, and what is
told in between. Every command goes through the same door as any other call; nothing of
the reader's own settings or databases is touched.
"""

from __future__ import annotations

import io
import os
import shlex
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypedDict

from vs_workflow.commands.frame import command
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import answer, console, in_colour, put, put_json, tell
from vs_workflow.commands.settings import Settings

if TYPE_CHECKING:
    from rich.progress import Progress

    from vs_workflow.words.lang import Lang

WENT_OTHERWISE = 1


class Scene(TypedDict, total=False):
    """What is told, a file that is shown, and what is typed: one command, or several that are only counted."""

    say: dict[Lang, str]
    show: str
    run: str
    quiet: list[str]
    code: int


class Part(TypedDict):
    """A day, and what happens on it; `now` is what the clock of the rehearsal is set to."""

    title: dict[Lang, str]
    now: str
    scenes: list[Scene]


class Script(TypedDict):
    opening: dict[Lang, str]
    closing: dict[Lang, str]
    files: dict[str, str]
    parts: list[Part]


class Played(NamedTuple):
    """One command: what was typed, how it ended and should have ended, and what it said."""

    now: str
    run: str
    code: int
    expected: int
    output: str


@command("demo")
def demo(settings: Settings) -> int:
    """Show a whole year."""
    script = read_script()
    played: list[Played] = []
    with _elsewhere(script, settings), _bar(settings, script) as bar:
        teller = _Teller(settings, bar)
        teller.say(script["opening"])
        for part in script["parts"]:
            played += _play(part, teller)
        teller.say(script["closing"])
    if settings.json:
        put_json({"schema": "vs.demo/1", "commands": [one._asdict() for one in played]})
    otherwise = [one for one in played if one.code != one.expected]
    for one in otherwise:
        tell(phrase("demo.otherwise", settings.lang, run=one.run, code=one.code, expected=one.expected))
    return WENT_OTHERWISE if otherwise else 0


def read_script() -> Script:
    """The script that comes with the product."""
    from vs_workflow.outside.rulefiles import shipped

    script: Script = tomllib.loads(shipped("demo").read_text("utf-8"))  # type: ignore[assignment]
    return script


def _play(part: Part, teller: _Teller) -> Iterator[Played]:
    os.environ["VS_NOW"] = part["now"]
    teller.head(part["title"])
    teller.typed(f"export VS_NOW={part['now']}")
    for scene in part["scenes"]:
        if "say" in scene:
            teller.say(scene["say"])
        if "show" in scene:
            teller.typed(f"cat {scene['show']}")
            teller.out(Path(scene["show"]).read_text("utf-8"))
        expected = scene.get("code", 0)
        for line in scene.get("quiet", []):
            with teller.working():
                code, output = _answered(line)
            yield Played(part["now"], line, code, expected, output)
        if "quiet" in scene:
            teller.counted(len(scene["quiet"]))
        if "run" in scene:
            with teller.working():
                code, output = _answered(scene["run"])
            yield Played(part["now"], scene["run"], code, expected, output)
            teller.typed(scene["run"])
            teller.out(output, code)


class _Teller:
    """Writes the story on stdout, with the bar out of the way while it does."""

    def __init__(self, settings: Settings, bar: Progress | None) -> None:
        self._settings, self._bar = settings, bar
        self._colour = in_colour(settings)

    def head(self, title: dict[Lang, str]) -> None:
        rule = f"━━ {title[self._settings.lang]} "
        self._bold(rule.ljust(76, "━"))

    def say(self, said: dict[Lang, str]) -> None:
        import textwrap

        text = " ".join(said[self._settings.lang].split())
        self._write("\n" + textwrap.fill(text, 76, initial_indent="│ ", subsequent_indent="│ ") + "\n")

    def typed(self, line: str) -> None:
        self._bold(f"$ {line}")

    def counted(self, number: int) -> None:
        self._write("│ " + phrase("demo.counted", self._settings.lang, number=number) + "\n")

    def out(self, text: str, code: int = 0) -> None:
        self._write(text if text.endswith("\n") else text + "\n")
        if code:
            self._write(phrase("demo.code", self._settings.lang, code=code) + "\n")

    @contextmanager
    def working(self) -> Iterator[None]:
        """The bar is on the screen while a command runs, and one further after it."""
        if self._bar is not None:
            self._bar.start()
        yield
        if self._bar is not None:
            self._bar.advance(self._bar.task_ids[0])
            self._bar.refresh()

    def _bold(self, line: str) -> None:
        if not self._colour or self._settings.json:
            self._write(f"\n{line}\n")
            return
        from rich.text import Text

        self._clear()
        answer(self._settings, text=lambda: Text(f"\n{line}", style="bold"), data=dict)

    def _write(self, text: str) -> None:
        """What the commands said has gone through their own scrubbing; the rest is the product's own."""
        if not self._settings.json:
            self._clear()
            put(text, scrubbed=True)

    def _clear(self) -> None:
        """The bar is not on the screen while something else is written."""
        if self._bar is not None:
            self._bar.stop()


class _Screen(io.TextIOWrapper):
    """Keeps what a command says, and passes for the real screen where colour is asked for."""

    def __init__(self, real: TextIO | None) -> None:
        self.said = io.BytesIO()
        self._terminal = real is not None and real.isatty()
        encoding = real.encoding if real is not None else "utf-8"
        super().__init__(self.said, encoding=encoding, write_through=True)

    def isatty(self) -> bool:
        return self._terminal


def _answered(line: str) -> tuple[int, str]:
    """The exit code of a command, and what it said on stdout and stderr in their order."""
    from vs_workflow.commands.door import answer_call

    words = shlex.split(line)[1:]
    streams = sys.stdout, sys.stderr
    screen = _Screen(sys.stdout)
    sys.stdout = sys.stderr = screen
    try:
        code = answer_call(words)
    finally:
        sys.stdout, sys.stderr = streams
    return code, screen.said.getvalue().decode(screen.encoding, "replace")


@contextmanager
def _elsewhere(script: Script, settings: Settings) -> Iterator[None]:
    """A folder with the files of the script, and an environment in which only the demo's settings hold."""
    before, where = dict(os.environ), Path.cwd()
    with TemporaryDirectory(prefix="vs-demo-") as folder:
        for name, text in script["files"].items():
            Path(folder, name).write_text(text, "utf-8")
        try:
            for name in [name for name in os.environ if name.startswith("VS_")]:
                del os.environ[name]
            os.environ.update(VS_DB="vs.db", VS_LANG=settings.lang, HOME=folder, XDG_CONFIG_HOME=folder)
            if settings.no_color:
                os.environ["NO_COLOR"] = "1"
            os.chdir(folder)
            yield
        finally:
            os.chdir(where)
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def _bar(settings: Settings, script: Script) -> Iterator[Progress | None]:
    """A bar on stderr, where somebody is looking."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    scenes = [scene for part in script["parts"] for scene in part["scenes"]]
    total = sum(len(scene.get("quiet", [])) + ("run" in scene) for scene in scenes)
    columns = (TextColumn("vs demo"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=console(settings, to=sys.stderr), transient=True, auto_refresh=False)
    bar.add_task("", total=total)
    try:
        yield bar
    finally:
        bar.stop()
