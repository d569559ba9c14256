"""A key under another spelling: OpenSSH takes it for the same one, and it would have another fingerprint here."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, cosigned_by
from tests.commands.test_keys import fingerprint, rules
from tests.outside.respelled import respelled, with_a_zero
from tests.outside.test_signing import key, public
from tests.tools.needs import need

TRUSTING = "verify --json --allowed-signers allowed"


@pytest.fixture
def keys(folder: Path) -> Path:
    """RSA keys of the programme and of a partner, trusted to seal and to witness alike."""
    need("ssh-keygen")
    both = 'namespaces="vs-checkpoint,vs-witness"'
    lines = [f"{name} {both} {public(key(folder, name, kind='rsa'))}\n" for name in ("prog", "om")]
    (folder / "allowed").write_text("".join(lines))
    return folder


@pytest.fixture
def declared(rehearsal: Vs, keys: Path) -> Iterator[Vs]:
    """A journal that declares both keys, and is sealed; the partner's was retired on its first day."""
    for name, purpose in (("prog", "log"), ("om", "witness")):
        assert rehearsal(f"seal add-key {name}.pub --principal {name} --purpose {purpose} --yes").code == 0
    assert rehearsal(f"seal retire-key {fingerprint('om')} --yes").code == 0
    assert rehearsal("seal --sign-with prog").code == 0
    yield rehearsal
    shutil.rmtree(keys / KEPT)


def cosigned(keys: Path, name: str) -> bytes:
    cosigned_by(name, keys, f"{name}.cosig")
    return respelled((keys / f"{name}.cosig").read_bytes())


def test_a_retired_witness_counts_no_more_under_another_spelling(declared: Vs, keys: Path) -> None:
    signed = cosigned(keys, "om")
    (keys / KEPT / "00000037.om.cosig").write_bytes(signed)

    told = declared(TRUSTING)

    assert (told.code, told.data["level"]) == (1, "signed")
    assert rules(told) == ["seal.cosignature-wrong"]


def test_the_programmes_own_key_is_no_witness_under_another_spelling(declared: Vs, keys: Path) -> None:
    (keys / "again.cosig").write_bytes(cosigned(keys, "prog"))

    told = declared("witness --accept again.cosig --allowed-signers allowed --json")

    assert (told.code, told.data["error"]["code"]) == (5, "witness.not-trusted")
    assert declared(TRUSTING).data["level"] == "signed"


@pytest.mark.parametrize("trusting", [TRUSTING, "verify --json"])
def test_a_seal_under_another_spelling_is_one_finding_with_and_without_a_trust_file(
    declared: Vs, keys: Path, trusting: str
) -> None:
    kept = keys / KEPT / "00000037.sig"
    kept.write_bytes(respelled(kept.read_bytes()))

    told = declared(trusting)

    assert (told.code, rules(told), told.data["level"]) == (1, ["seal.signature-wrong"], "linked")


def test_a_line_of_a_trust_file_under_another_spelling_trusts_nobody(declared: Vs, keys: Path) -> None:
    kind, text = public(keys / "prog").split()
    other = base64.b64encode(with_a_zero(base64.b64decode(text))).decode()
    (keys / "odd").write_text(f"prog {kind} {other}\n")

    told = declared("verify --json --allowed-signers odd")

    assert rules(told) == ["seal.signature-wrong"]


def test_a_public_key_under_another_spelling_is_not_declared(declared: Vs, keys: Path) -> None:
    kind, text = public(keys / "om").split()
    other = base64.b64encode(with_a_zero(base64.b64decode(text))).decode()
    (keys / "odd.pub").write_text(f"{kind} {other}\n")

    told = declared("seal add-key odd.pub --principal om --purpose witness --yes --json")

    assert (told.code, told.data["error"]["code"]) == (5, "key.not-public")
