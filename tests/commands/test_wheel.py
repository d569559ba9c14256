"""The wheel, installed by itself: outside the checkout it holds all it needs, and its names are free."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as the build backend makes it."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile", "--target"]
    subprocess.run([*command, folder, wheel], check=True, capture_output=True)
    return folder


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} <= {
        "cli.py",
        "store",
        "vs_workflow",
        "workflows",
    }
    assert "workflows/examples.toml" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    data = {path.relative_to(ROOT).as_posix() for path in (ROOT / "workflows").glob("*.toml")}
    assert data <= set(names)


@pytest.mark.parametrize("words", [["--version"], ["help", "advance"], ["workflow", "check"], ["demo"]])
def test_the_installed_product_works_outside_the_checkout(installed: Path, tmp_path: Path, words: list[str]) -> None:
    needed = {"workflow": "adopt", "demo": "demo", "help": "act"}.get(words[0])
    if needed and importlib.util.find_spec(f"vs_workflow.commands.{needed}") is None:
        pytest.skip(f"vs {words[0]} is not there yet")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONPATH": str(installed)}

    done = subprocess.run(
        [sys.executable, "-m", "cli", *words], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    where = subprocess.run(
        [sys.executable, "-c", "import cli, vs_workflow; print(cli.__file__, vs_workflow.__file__)"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert all(path.startswith(str(installed)) for path in where.stdout.split())


def test_nobody_we_depend_on_claims_our_names() -> None:
    ours = {"cli", "store", "workflows", "vs_workflow"}

    claimed = importlib.metadata.packages_distributions()

    assert {name: owners for name, owners in claimed.items() if name in ours and set(owners) != {"vs-workflow"}} == {}
