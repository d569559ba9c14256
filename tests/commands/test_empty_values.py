"""An empty value, as a script gives it whose variable was never set, names what is not there: it is never left out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import bundle, configure, rules


def test_an_empty_trust_file_is_one_that_is_missing(sealed: Vs, keys: Path) -> None:
    by_option = sealed("verify --json --allowed-signers", "")
    configure(keys, allowed_signers='""')
    by_file = sealed("verify --json")
    (keys / "vs.toml").unlink()

    for told in (by_option, by_file, sealed("verify --json --allowed-signers", "")):
        assert (told.code, told.data["whole"], rules(told)) == (1, False, ["trust.missing"])
    assert sealed("verify").code == 0


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("witness bundle --sign-with om --out om.cosig --allowed-signers", "trust.missing"),
        ("witness --accept 00000034.cosig --allowed-signers", "trust.missing"),
        ("witness bundle --out om.cosig --sign-with", "sign.no-key"),
        ("seal --sign-with", "sign.no-key"),
        ("witness bundle --sign-with om --out", "file.not-regular"),
        ("witness --sign-with om --out om.cosig", "file.missing"),
        ("verify --checkpoint", "file.not-regular"),
        ("import --db other.db", "file.missing"),
    ],
)
def test_what_is_named_empty_is_not_there(sealed: Vs, keys: Path, call: str, rule: str) -> None:
    bundle(keys)
    # Where an empty name would mean the folder that one is in, that is a bundle here.
    for name in ("journal.jsonl", "checkpoints"):
        move = shutil.copytree if (keys / "bundle" / name).is_dir() else shutil.copy
        move(keys / "bundle" / name, keys / name)

    told = sealed(f"{call}", "", "--json")

    assert (told.code, told.data["error"]["code"]) == (5, rule)
    assert not list(keys.glob("*om.cosig*"))


@pytest.mark.parametrize(
    "call", ["import --db other.db", "verify --checkpoint", "export --csv", "workflow check", "document"]
)
def test_an_error_says_that_what_was_named_is_empty(sealed: Vs, call: str) -> None:
    assert "(empty)" in sealed(call, "").err.splitlines()[0]


@pytest.mark.parametrize("call", ["seal", "export --bundle out", "verify", "witness --sign-with om --out om.cosig"])
def test_an_empty_folder_for_checkpoints_is_a_wrong_setting(sealed: Vs, keys: Path, call: str) -> None:
    configure(keys, folder='""')

    told = sealed(f"{call} --json")

    assert (told.code, told.data["error"]["code"]) == (5, "call.config.value")
    assert sealed("status").code == 0


def test_an_empty_key_and_an_empty_name_of_who_signs_are_wrong_settings(sealed: Vs, keys: Path) -> None:
    configure(keys, key='""')
    assert sealed("seal --json").data["error"]["code"] == "sign.no-key"
    configure(keys, signer='""')
    assert rules(sealed("verify --json")) == ["seal.signature-wrong"]
    configure(keys, allowed_signers='""')
    assert sealed("export --bundle out --json").data["error"]["code"] == "trust.missing"
