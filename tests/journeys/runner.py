"""Journeys as text: `$ vs …`, what it says, `[3]` where it does not end with 0.

    ## A line of narration.
    $ vs status
    what is expected, stdout and stderr as a terminal shows them
    [0]

A line of just `...` stands for any number of lines, `[..]` for any part of a line. Hashes
differ from run to run, so any hash in the text stands for any other of its length, but for
that of rules, which follows from their files alone. A command that needs a shell (a pipe, a
redirection, another program) gets one; a plain `vs …` is answered in this process. The lines of
a here-document begin with `> `.
"""

from __future__ import annotations

import difflib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from vs_workflow.commands.door import answer_call
from vs_workflow.commands.origins import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
_SETTINGS = {*VARIABLES.values(), "VS_DEBUG", "LANG", "LANGUAGE", "TERM"}
_SHELL = re.compile(r"[|<>;&`*?~]|\$\(|\$\{?[A-Za-z]|\\$|\n")
_EXIT = re.compile(r"\[(\d+)\]")
_RECEIPT = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){3}\b")
_HASH = re.compile(r"((?:rules|regels) *\(?)?\b(?=[0-9a-f]*[0-9])[0-9a-f]{12,64}\b")
_EXPORT = re.compile(r"export +([A-Z_]+)=(.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """A command with what it is to say and how it is to end; or (without a command) narration."""

    command: str
    lines: tuple[str, ...]
    code: int = 0

    def written(self) -> str:
        if not self.command:
            return "\n".join(self.lines)
        first, *more = self.command.split("\n")
        typed = [f"$ {first}", *(f"> {line}" for line in more)]
        return "\n".join([*typed, *self.lines, *([f"[{self.code}]"] if self.code else [])])


def run_console(text: str, folder: Path) -> None:
    """Type every command of the text in that folder; fails on the first that says or ends otherwise."""
    for wanted, found in _played(text, folder):
        if not _matches(wanted, found):
            expected, said = ([_same(line) for line in block.lines] for block in (wanted, found))
            told = "\n".join(difflib.unified_diff(expected, said, "expected", "said", lineterm="", n=3))
            raise AssertionError(f"$ {wanted.command}\n[{found.code}], expected [{wanted.code}]\n{told}")


def rewrite(text: str, folder: Path) -> str:
    """The text with what the commands say now; what still matches stays as it was written."""
    written = (wanted if _matches(wanted, found) else _merged(wanted, found) for wanted, found in _played(text, folder))
    return "\n\n".join(block.written() for block in written) + "\n"


def _merged(wanted: Block, found: Block) -> Block:
    """What was said, with the hashes and the wildcards of what was written where the rest is the same."""
    lines: list[str] = []
    same = difflib.SequenceMatcher(None, [_same(line) for line in wanted.lines], [_same(line) for line in found.lines])
    for what, start, end, said_from, said_to in same.get_opcodes():
        kept = what == "equal" or wanted.lines[start:end] == ("...",)
        lines += wanted.lines[start:end] if kept else found.lines[said_from:said_to]
    return Block(found.command, tuple(lines), found.code)


def blocks(text: str) -> Iterator[Block]:
    """The commands of a console text, in their order, with the narration between them."""
    command, lines = "", list[str]()
    waiting = ""
    for line in text.splitlines():
        if waiting:
            command += "\n" + line.removeprefix("> ").removeprefix(">")
            waiting = "" if line.removeprefix("> ") == waiting else waiting
        elif line.startswith(("$ ", "## ")):
            yield from _block(command, lines)
            command, lines = (line[2:], []) if line[0] == "$" else ("", [line])
            heredoc = re.search(r"<<-? ?'?(\w+)'?", command)
            waiting = heredoc[1] if heredoc else ""
        else:
            lines.append(line.rstrip())
    yield from _block(command, lines)


def _block(command: str, lines: list[str]) -> Iterator[Block]:
    while lines and not lines[-1]:
        lines.pop()
    code = _EXIT.fullmatch(lines[-1]) if lines and command else None
    if command:
        yield Block(command, tuple(lines[:-1] if code else lines), int(code[1]) if code else 0)
    elif lines:
        yield Block("", tuple(lines))


def _played(text: str, folder: Path) -> Iterator[tuple[Block, Block]]:
    with at_home(folder):
        for block in blocks(text):
            if not block.command:
                yield block, block
                continue
            code, said = typed(block.command, folder)
            lines = [line.rstrip() for line in said.splitlines()]
            while lines and not lines[-1]:
                lines.pop()
            yield block, Block(block.command, tuple(lines), code)


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """A folder of one's own, without anybody's settings."""
    before, where = dict(os.environ), Path.cwd()
    try:
        for name in list(os.environ):
            if name in _SETTINGS or name.startswith(("LC_", "XDG_")):
                del os.environ[name]
        tools = folder / ".bin"
        tools.mkdir(exist_ok=True)
        shim = tools / "vs"
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cli "$@"\n')
        shim.chmod(0o755)
        os.environ.update(
            HOME=str(folder), LANG="C.UTF-8", COLUMNS="80", PATH=f"{tools}{os.pathsep}{os.environ['PATH']}"
        )
        os.environ["PYTHONPATH"] = str(ROOT)
        os.chdir(folder)
        yield
    finally:
        os.chdir(where)
        os.environ.clear()
        os.environ.update(before)


def typed(command: str, folder: Path) -> tuple[int, str]:
    """The exit code of a command typed in that folder, and what it said."""
    if export := _EXPORT.fullmatch(command):
        os.environ[export[1]] = shlex.split(export[2])[0] if export[2] else ""
        return 0, ""
    if (command.startswith("vs ") and not _SHELL.search(_unquoted(command))) or command == "vs":
        return answered(shlex.split(command)[1:])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


def answered(words: list[str], environ: Mapping[str, str] | None = None) -> tuple[int, str]:
    """One call in this process: its exit code, and what it said on stdout and stderr in their order."""
    said = io.BytesIO()
    streams = sys.stdin, sys.stdout, sys.stderr
    screen = io.TextIOWrapper(said, encoding="utf-8", write_through=True)
    os.environ.update(environ or {})
    try:
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO()), screen, screen
        code = answer_call(words)
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
    return code, said.getvalue().decode()


def _unquoted(command: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"$`]*\"", "", command)


def _matches(wanted: Block, found: Block) -> bool:
    pattern = "".join(
        r"(?:.*\n)*?" if line == "..." else ".*".join(re.escape(_same(part)) for part in line.split("[..]")) + r"\n"
        for line in wanted.lines
    )
    said = "".join(f"{_same(line)}\n" for line in found.lines)
    return wanted.code == found.code and re.fullmatch(pattern, said) is not None


def _same(line: str) -> str:
    without_receipts = _RECEIPT.sub("#### #### #### ####", line)
    return _HASH.sub(lambda found: found[0] if found[1] else "#" * len(found[0]), without_receipts)
