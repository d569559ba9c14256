"""Lines that break whoever reads them: linked properly, a finding at their number each, and never a traceback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.desk.world import World, begun
from tests.exports.bundles import Json, bundled, put, rewritten

LATE = "9999-12-31T23:59:59.000000Z"


@pytest.fixture(scope="module")
def world() -> World:
    return begun().reported()


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    return bundled(world.office, tmp_path / "bundle")


def number_of(lines: list[Json], kind: str) -> int:
    return next(number for number, line in enumerate(lines, 1) if line["kind"] == kind)


def added(kind: str, /, **said: object) -> Callable[[list[Json]], list[Json]]:
    """One more line at the end, like the first of that kind but for what is said."""
    return lambda lines: [*lines, {**lines[number_of(lines, kind) - 1], "at": lines[-1]["at"], **said}]


def outside(folder: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-I", str(folder / "verify.py")]
    return subprocess.run(line, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("step", {"at": LATE}),
        ("grant", {"on": 5}),
        ("grant", {"on": "20150401"}),
        ("grant", {"on": "9999-12-31"}),
        ("genesis", {"on": "0001-01-01"}),
        ("step", {"at": "0001-01-01T00:00:00.000000+14:00"}),
        ("grant", {"facts": [1]}),
        ("grant", {"grant": "10"}),
        ("grant", {"assignment": {"x": 1}}),
        ("grant", {"reason": ""}),
        ("grant", {"remark": "by the way"}),
        ("step", {"documents": ["a" * 5000]}),
        ("step", {"documents": ["a\0b"]}),
        ("step", {"documents": [7]}),
        ("step", {"guards": ["x"]}),
        ("step", {"rules": ["x"]}),
        ("step", {"at": "x"}),
        ("step", {"kind": "refusal", "asked": "step", "reasons": [{"code": "role"}]}),
        ("register", {"facts": {"person": "x", "record": "../" * 2000}}),
        ("genesis", {"facts": {"first_day": 7}}),
        ("step", {"kind": "refusal"}),
    ],
)
def test_a_forged_line_is_a_finding_whatever_it_breaks(folder: Path, kind: str, said: Json) -> None:
    rewritten(folder, added(kind, **said))
    last = len((folder / "journal.jsonl").read_bytes().splitlines())

    done = outside(folder)

    assert (done.returncode, done.stderr) == (1, "")
    assert f"WRONG  line {last}: entry: " in done.stdout, done.stdout


def test_a_step_that_was_made_a_refusal_says_what_it_lacks(folder: Path) -> None:
    rewritten(folder, added("step", kind="refusal"))

    assert "entry: refuses, and does not say what was asked, or why not" in outside(folder).stdout


def test_rules_that_no_reader_can_take_in_are_a_finding_at_the_line_that_names_them(folder: Path) -> None:
    deep = b"x = " + b"[" * 100_000 + b"]" * 100_000
    address = sha256(deep).hexdigest()
    manifest = f"lifecycle {address}\nprogramme {address}\n".encode()
    put(folder, f"rules/{address}.toml", deep)
    put(folder, f"rules/{sha256(manifest).hexdigest()}.manifest", manifest)
    rewritten(folder, added("grant", rules=sha256(manifest).hexdigest()))
    last = len((folder / "journal.jsonl").read_bytes().splitlines())

    done = outside(folder)

    assert (done.returncode, done.stderr) == (1, "")
    assert f"WRONG  line {last}: entry: cannot be judged: RecursionError" in done.stdout, done.stdout
