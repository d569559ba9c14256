"""A bundle that a partner is handed: what is not what it says of itself is not signed, as it is not read in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import bundle
from tests.exports.bundles import remade


def without_manifest(whole: Path) -> None:
    (whole / "manifest.json").unlink()
    (whole / "verify.py").write_text("print('WHOLE / GAAF')")


def another_count(whole: Path) -> None:
    remade(whole, entries=json.loads((whole / "manifest.json").read_bytes())["entries"] + 1)


def another_head(whole: Path) -> None:
    remade(whole, head="0" * 64)


def another_root(whole: Path) -> None:
    remade(whole, root="x")


def another_content(folder: str) -> Callable[[Path], None]:
    def changed(whole: Path) -> None:
        next((whole / folder).iterdir()).write_bytes(b"{}")
        remade(whole)

    return changed


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (without_manifest, "file.bundle-no-manifest"),
        (another_count, "file.bundle-changed"),
        (another_head, "file.bundle-changed"),
        (another_root, "file.bundle-changed"),
        (another_content("rules"), "file.bundle-content"),
        (another_content("register"), "file.bundle-content"),
    ],
)
def test_what_is_not_read_in_is_not_signed_either(
    sealed: Vs, keys: Path, change: Callable[[Path], None], rule: str
) -> None:
    assert sealed("export --bundle whole").code == 0
    change(keys / "whole")

    lines = ("witness whole --sign-with om --out om.cosig", "import whole --db new.db")
    told = [sealed(f"{line} --json") for line in lines]

    assert [(one.code, one.data["error"]["code"]) for one in told] == [(5, rule)] * 2
    assert not (keys / "om.cosig").exists()


def test_a_bundle_of_one_assignment_is_signed_too(sealed: Vs, keys: Path) -> None:
    assert sealed("export --bundle part --assignment 4A").code == 0

    assert sealed("witness part --sign-with om --out om.cosig").code == 0


@pytest.mark.parametrize("beside", ["README.txt", "rules", ".hidden"])
def test_a_folder_with_lines_and_checkpoints_holds_nothing_else(sealed: Vs, keys: Path, beside: str) -> None:
    bundle(keys)
    assert sealed("witness bundle --sign-with om --out om.cosig").code == 0
    (keys / "bundle" / beside).mkdir()

    told = sealed("witness bundle --sign-with om --out again.cosig --json")

    assert (told.code, told.data["error"]["code"]) == (5, "file.bundle-no-manifest")
