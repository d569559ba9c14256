"""The sweep over a whole command meets every call, and finds the one that boasts."""

import sys
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from tests.tools.strace_inject import sweep
from tests.tools.toy_journal import opened, texts


@pytest.mark.parametrize("what", ["error=EIO", "signal=KILL"])
@pytest.mark.parametrize("naive", [False, True])
def test_what_a_command_printed_is_there(tmp_path: Path, what: str, naive: bool) -> None:
    fresh, made = count(), list[Path]()

    def prepare() -> tuple[Sequence[str | Path], Sequence[Path]]:
        path = tmp_path / f"{next(fresh)}.db"
        made.append(path)
        opened(path).close()
        boast = ["--boast"] if naive else []
        journal = path.with_name(f"{path.name}-journal")
        return [sys.executable, "-S", "-m", "tests.tools.toy_journal", path, "1", *boast], [path, journal]

    met = lost = 0
    for run in sweep(prepare, calls=("pwrite64", "fdatasync"), what=what):
        met += 1
        assert run.exit != 0
        lost += len(set(run.stdout.split()) - set(texts(made[-1])))

    assert met > 5
    assert (lost > 0) is naive
