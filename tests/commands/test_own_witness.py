"""Who is a witness is somebody else: not the programme by whichever of its keys, and a partner by any of his own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, cosigned_by, rules
from vs_workflow.journal.checkpoint import Cosignable, read_minutes
from vs_workflow.outside.signing import SshSigner


def trusted(keys: Path, principal: str, purposes: str, key: str) -> None:
    public = " ".join((keys / f"{key}.pub").read_text().split()[:2])
    with (keys / "allowed").open("a") as file:
        file.write(f'{principal} namespaces="{purposes}" {public}\n')


def as_it_is_now(vs: Vs, key: str, keys: Path) -> bytes:
    """What that key says as a witness of the whole journal, whether anybody sealed it or not."""
    moment = datetime.fromisoformat(os.environ["VS_NOW"])
    said = Cosignable(int(moment.timestamp()), read_minutes(vs("seal --minutes").out.encode()))
    return said.body + SshSigner(str(keys / key)).sign(said.body, "vs-witness")


def alone_with(keys: Path, cosigned: str) -> None:
    """As if this had been the only witness."""
    (keys / KEPT / "00000034.politie.cosig").unlink()
    shutil.copy(keys / cosigned, keys / KEPT / f"00000034.{cosigned}")


def levels(vs: Vs) -> tuple[str, str]:
    """What `vs verify` says of the folder, and whether `verify.py` has a witness that is none in the bundle of it."""
    shutil.rmtree("bundle", ignore_errors=True)
    assert vs("export --bundle bundle").code == 0
    command = [sys.executable, "-I", "bundle/verify.py", "--allowed-signers", "allowed"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return vs("verify --json").data["level"], "no witness" if "it is no witness" in done.stdout else ""


def is_no_witness(sealed: Vs, keys: Path) -> None:
    """Key x, whose `x.cosig` is there, is refused by whoever signs, takes in or weighs."""
    signed = sealed("witness --sign-with x --out again.cosig --json")
    taken = sealed("witness --accept x.cosig --json")
    alone_with(keys, "x.cosig")

    assert (signed.code, signed.data["error"]["code"]) == (5, "witness.programmes-key")
    assert (taken.code, taken.data["error"]["code"]) == (5, "witness.own-key")
    assert levels(sealed) == ("signed", "no witness")


@pytest.mark.parametrize("purposes", ["vs-witness", "vs-checkpoint"])
def test_another_key_of_the_programmes_is_no_witness(sealed: Vs, keys: Path, purposes: str) -> None:
    trusted(keys, "prog", purposes, "x")
    trusted(keys, "colleague", "vs-witness", "x")
    cosigned_by("x", keys, "x.cosig")

    is_no_witness(sealed, keys)


def test_a_key_that_sealed_anything_of_the_journal_is_no_witness_of_the_rest(sealed: Vs, keys: Path) -> None:
    trusted(keys, "colleague", "vs-checkpoint,vs-witness", "x")
    cosigned_by("x", keys, "x.cosig")
    assert sealed("seal --sign-with x").code == 0
    assert sealed("record team-formed 3 --as bakker").code == 0
    assert sealed("seal").code == 0

    is_no_witness(sealed, keys)


def test_the_name_that_the_programme_is_configured_to_sign_under_is_no_partners(sealed: Vs, keys: Path) -> None:
    (keys / "vs.toml").write_text('[seal]\nkey = "prog"\nallowed_signers = "allowed"\nsigner = "om"\n')
    cosigned_by("om", keys, "om.cosig")

    taken = sealed("witness --accept om.cosig --json")
    shutil.copy(keys / "om.cosig", keys / KEPT / "00000034.om.cosig")

    assert (taken.code, taken.data["error"]["code"]) == (5, "witness.own-key")
    assert set(sealed("verify --json").data["checkpoints"][0]["witnesses"]) == {"politie"}


def test_the_programmes_key_is_no_witness_of_what_it_did_not_seal(sealed: Vs, keys: Path) -> None:
    trusted(keys, "prog", "vs-witness", "prog")
    (keys / "now.cosig").write_bytes(as_it_is_now(sealed, "prog", keys))
    (keys / KEPT / "00000034.politie.cosig").unlink()

    told = sealed("verify --checkpoint now.cosig --json")

    assert (told.code, told.data["level"]) == (0, "held")
    assert [one["witnesses"] for one in told.data["checkpoints"]] == [{}, {}]


@pytest.mark.parametrize("key", ["prog", "om"])
def test_a_signature_under_the_name_of_another_checkpoint_is_alone_without_its_own(
    sealed: Vs, keys: Path, key: str
) -> None:
    trusted(keys, "prog", "vs-witness", "prog")
    (keys / KEPT / "00000034.zzz.cosig").write_bytes(as_it_is_now(sealed, key, keys))
    (keys / KEPT / "00000034.politie.cosig").unlink()

    told = sealed("verify --json")
    assert sealed("export --bundle bundle").code == 1
    command = [sys.executable, "-I", "bundle/verify.py", "--allowed-signers", "allowed"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (told.code, rules(told), told.data["level"]) == (1, ["seal.alone"], "linked")
    assert checked.returncode == 1
    assert "WRONG  checkpoints/00000034.zzz.cosig: signature: is of another checkpoint" in checked.stdout


def test_a_signature_under_the_name_of_another_checkpoint_counts_for_its_own(sealed: Vs, keys: Path) -> None:
    assert sealed("seal").code == 0
    (keys / KEPT / "00000034.zzz.cosig").write_bytes(as_it_is_now(sealed, "om", keys))

    assert levels(sealed) == ("witnessed", "")
    assert set(sealed("verify --json").data["checkpoints"][1]["witnesses"]) == {"om"}


def test_a_partner_who_has_another_key_since_is_a_witness_by_both(sealed: Vs, keys: Path) -> None:
    trusted(keys, "om", "vs-witness", "x")
    for key in ("om", "x"):
        assert sealed(f"witness --sign-with {key} --out {key}.cosig").code == 0
        assert sealed(f"witness --accept {key}.cosig").code == 0
        assert levels(sealed) == ("witnessed", "")
        assert set(sealed("verify --json").data["checkpoints"][0]["witnesses"]) == {"om", "politie"}
        (keys / KEPT / "00000034.om.cosig").unlink()


def test_a_partner_called_as_another_is_spelled_keeps_its_file(sealed: Vs, keys: Path) -> None:
    spelled = f"p_q-{sha256(b'p/q').hexdigest()[:8]}"
    (keys / "allowed").write_text("".join((keys / "allowed").read_text().splitlines(keepends=True)[:2]))
    trusted(keys, spelled, "vs-witness", "om")
    trusted(keys, "p/q", "vs-witness", "x")

    for key in ("om", "x", "x"):
        cosigned_by(key, keys, f"{key}.cosig")
        assert sealed(f"witness --accept {key}.cosig").code == 0

    assert set(sealed("verify --json").data["checkpoints"][0]["witnesses"]) == {"politie", "p/q", spelled}
    assert len([*(keys / KEPT).glob("*.cosig")]) == 3
