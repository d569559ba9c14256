"""`vs` called as a process of its own, or in this one, by somebody without settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from vs_workflow.commands.door import answer_call

ROOT = Path(__file__).resolve().parents[2]


def clean(home: Path, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT), **more}


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
