"""How long a command takes from its first instruction to its last, against the import of what it is built with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import workflows
from tests.bench.measure import Claim, Result, Run, milliseconds

HELP, CLICK = "vs --help", "import click"
STATUS, ORM, BARE = "vs status, the programme of workflows/", "import sqlmodel", "python -c pass"
ROOT = Path(workflows.__path__[0]).parent


def run(folder: Path, *, rounds: int = 21) -> Result:
    database = folder / "vs.db"
    _compile()
    vs = _command()
    begun = _called([*vs, "--db", str(database), "init"], check=False)
    commands: dict[str, Sequence[str]] = {
        HELP: [*vs, "--help"],
        CLICK: [sys.executable, "-c", "import click"],
        ORM: [sys.executable, "-c", "import sqlmodel"],
        BARE: [sys.executable, "-c", "pass"],
    }
    claims = [Claim(HELP, CLICK, "cost", 1.3)]
    said = [f"{rounds} rounds, byte-compiled, whole processes"]
    if begun.returncode == 0:
        status = [*vs, "--db", str(database), "status"]
        shown = _called(status)
        assert shown.stdout.count("\n") > 6, shown.stdout
        commands[STATUS] = status
        claims.append(Claim(STATUS, ORM, "cost", 1.5))
        said.append("init made the database; status showed a board")
    else:
        said.append(f"status not measured: init said {begun.stderr.strip().splitlines()[-1:]}")
    variants: dict[str, Run] = {name: _timed(command) for name, command in commands.items()}
    result = milliseconds("start-up", variants, tuple(claims), rounds)
    return result.with_remarks(*said)


def _command() -> list[str]:
    script = Path(sys.executable).parent / "vs"
    return [str(script)] if script.exists() else [sys.executable, "-c", "import cli; cli.main()"]


def _surroundings() -> dict[str, str]:
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME")
    return {name: value for name, value in os.environ.items() if name not in left_out and not name.startswith("VS_")}


def _called(command: Sequence[str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=check, capture_output=True, text=True, env=_surroundings(), cwd=ROOT)


def _timed(command: Sequence[str]) -> Run:
    surroundings = _surroundings()

    def once() -> tuple[int, float]:
        start = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=surroundings, cwd=ROOT)
        return 1, perf_counter() - start

    return once


def _compile() -> None:
    ours = [str(ROOT / name) for name in ("vs_workflow", "store", "cli.py")]
    _called([sys.executable, "-m", "compileall", "-q", *ours], check=False)
