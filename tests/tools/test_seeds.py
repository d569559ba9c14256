"""The seed repeats a run, the counts are printed, and a recipe that met nothing fails."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.seeds import Counts

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
import pytest
from tests.tools.scale import scaled

@pytest.mark.torture
def test_both(rng, counts):
    counts("P1", "kill points", scaled(3, 30), lost=0, note=f"drawn {rng.random()}")

@pytest.mark.torture
def test_long(counts):
    counts("P2", "long", scaled(0, 7))

def test_short():
    assert False
"""


@pytest.fixture
def run(tmp_path: Path, request: pytest.FixtureRequest) -> subprocess.CompletedProcess[str]:
    (tmp_path / "test_it.py").write_text(TESTS)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run(
        [*command, "-p", "tests.tools.seeds", *request.param, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "VS_SEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("run", [[]], indirect=True, ids=["normal"])
def test_a_normal_run_has_the_small_figures(run: subprocess.CompletedProcess[str]) -> None:
    assert "promises, VS_SEED=7" in run.stdout
    assert "P1 kill points: 3, lost 0, drawn 0." in run.stdout
    assert "P2 long" not in run.stdout
    assert "repeat with VS_SEED=7" in run.stdout
    assert "1 failed, 1 passed, 1 skipped" in run.stdout


@pytest.mark.parametrize("run", [["-m", "torture", "-n", "2"]], indirect=True, ids=["torture"])
def test_the_torture_run_has_the_full_ones(run: subprocess.CompletedProcess[str]) -> None:
    assert "P1 kill points: 30, lost 0" in run.stdout
    assert "P2 long: 7" in run.stdout
    assert "2 passed" in run.stdout


@pytest.mark.parametrize(("met", "lost", "complaint"), [(0, 0, "no fault point was met"), (5, 1, "'lost': 1")])
def test_a_recipe_that_met_nothing_or_found_something_fails(
    counts: Counts, request: pytest.FixtureRequest, met: int, lost: int, complaint: str
) -> None:
    with pytest.raises(pytest.fail.Exception, match=complaint):
        counts("P0", "toy", met, lost=lost)

    request.node.user_properties.clear()
