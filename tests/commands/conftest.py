"""A keyboard: `vs` typed in this process, in an empty folder, by somebody without settings."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from vs_workflow.commands.door import answer_call
from vs_workflow.commands.origins import VARIABLES

BEGIN = "2015-02-13T09:00+01:00"


@dataclass(frozen=True, slots=True)
class Told:
    """What a call ended with and said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Vs = Callable[..., Told]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which every call is made, by somebody without settings."""
    for name in list(os.environ):
        if name in VARIABLES.values() or name.startswith(("LC_", "XDG_", "_VS_")) or name in ("VS_DEBUG", "LANG"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, before a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    return elsewhere


@pytest.fixture
def vs(folder: Path, capsys: pytest.CaptureFixture[str]) -> Vs:
    """Types one call: `vs("advance 4A present --as", "Van Beem")`; a text of several words is split at blanks."""

    def typed(line: str, *more: str) -> Told:
        capsys.readouterr()
        code = answer_call([*line.split(), *more])
        out, err = capsys.readouterr()
        return Told(code, out, err)

    return typed


@pytest.fixture
def rehearsal(vs: Vs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vs]:
    """The same, where the programme of 2015 was adopted as a rehearsal on 13 February; afterwards all is verified."""
    monkeypatch.setenv("VS_NOW", BEGIN)
    assert vs("init --rehearsal").code == 0
    yield vs
    told = vs("verify --json --lang en --db vs.db")
    assert told.code == 0, told
