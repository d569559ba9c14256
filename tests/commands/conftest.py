"""A keyboard: `vs` typed in this process, in an empty folder, by somebody without settings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.commands.seals import KEPT, configure, events
from tests.tools.needs import need
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
    monkeypatch.delenv("VS_NOW")
    told = vs("verify --json --lang en --db vs.db")
    assert told.code == 0, told


@pytest.fixture
def keys(folder: Path) -> Path:
    """The keys of a programme, two partners and a stranger, and a trust file that names the first three."""
    need("ssh-keygen")
    lines = []
    for name, purpose in (("prog", "vs-checkpoint"), ("politie", "vs-witness"), ("om", "vs-witness"), ("x", "")):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)
        if purpose:
            public = " ".join((folder / f"{name}.pub").read_text().split()[:2])
            lines.append(f'{name} namespaces="{purpose}" {public}\n')
    (folder / "allowed").write_text("".join(lines))
    return folder


@pytest.fixture
def sealed(rehearsal: Vs, keys: Path) -> Iterator[Vs]:
    """34 entries sealed and witnessed, a copy of the checkpoint held by the auditor; then three entries more."""
    configure(keys)
    assert rehearsal("seal").code == 0
    assert rehearsal("witness --sign-with politie").code == 0
    assert rehearsal("witness --accept 00000034.cosig").code == 0
    (keys / "minutes").write_text(rehearsal("seal --minutes").out)
    events(rehearsal)
    shutil.copy("vs.db", "true.db")
    yield rehearsal
    # What a test did to them must not stand in the way of the audit that ends every test that wrote.
    shutil.copy("true.db", "vs.db")
    for path in (keys / "vs.toml", *(keys / KEPT).glob("*")):
        path.unlink(missing_ok=True)
