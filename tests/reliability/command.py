"""The `vs` command as a process of its own, as scripts call it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def vs(database: str | Path, *words: str) -> list[str]:
    """The command line, on that database, in English, answering with JSON."""
    return [sys.executable, "-m", "cli", "--db", str(database), "--lang", "en", "--json", *words]


def said(command: list[str], environment: Mapping[str, str]) -> dict[str, Any]:
    """Its answer; whatever else it says is shown where it has none."""
    ended = subprocess.run(command, capture_output=True, text=True, env=dict(environment), check=False, timeout=60)
    assert ended.returncode == 0, (command, ended.returncode, ended.stdout, ended.stderr)
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer
