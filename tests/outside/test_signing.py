"""Signatures by ssh-keygen: ours hold for the stock tool and its hold for us; whoever may not sign does not count."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tools.needs import need
from vs_workflow.journal.entry import Instant
from vs_workflow.journal.public_key import key_of
from vs_workflow.outside import signing
from vs_workflow.outside.signing import SshSigner, SshTrust
from vs_workflow.reasons import BadFile

MESSAGE = b"vs/example/0011223344556677\n12\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
NOW = Instant("2015-04-02T09:00:00.000000Z")
OWN = "vs-checkpoint"


@pytest.fixture(autouse=True)
def _tool() -> None:
    need("ssh-keygen")


def key(folder: Path, name: str, passphrase: str = "", kind: str = "ed25519") -> Path:
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", name, "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def public(path: Path) -> str:
    return " ".join(Path(f"{path}.pub").read_text().split()[:2])


def trusts(*lines: str) -> SshTrust:
    return SshTrust("".join(f"{line}\n" for line in lines).encode())


def stock(folder: Path, allowed: str, who: str, message: bytes, signature: bytes, *more: str) -> int:
    (folder / "allowed").write_text(allowed + "\n")
    (folder / "sig").write_bytes(signature)
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", who, "-n", OWN, "-s", "sig", *more]
    return subprocess.run(command, input=message, cwd=folder, capture_output=True, check=False).returncode


def test_what_we_sign_holds_for_stock_ssh_keygen(tmp_path: Path) -> None:
    mine = key(tmp_path, "mine")

    signature = SshSigner(str(mine)).sign(MESSAGE, OWN)

    assert stock(tmp_path, f"me {public(mine)}", "me", MESSAGE, signature) == 0
    assert stock(tmp_path, f"me {public(mine)}", "me", MESSAGE + b"x", signature) != 0


def test_what_stock_ssh_keygen_signs_holds_for_us_and_is_the_same(tmp_path: Path) -> None:
    mine = key(tmp_path, "mine")
    (tmp_path / "body").write_bytes(MESSAGE)
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", "mine", "-n", OWN, "body"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    signature = (tmp_path / "body.sig").read_bytes()

    assert trusts(f"me {public(mine)}").signers(MESSAGE, signature, OWN, NOW) == ("me",)
    assert SshSigner(str(mine)).sign(MESSAGE, OWN) == signature


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_any_ordinary_key_will_do(tmp_path: Path, kind: str) -> None:
    mine = key(tmp_path, "mine", kind=kind)

    signature = SshSigner(str(mine)).sign(MESSAGE, OWN)

    assert trusts(f"me {public(mine)}").signers(MESSAGE, signature, OWN, NOW) == ("me",)


def test_a_signature_counts_for_its_message_purpose_signer_and_period_alone(tmp_path: Path) -> None:
    mine, other = key(tmp_path, "mine"), key(tmp_path, "other")
    signature = SshSigner(str(mine)).sign(MESSAGE, OWN)
    trust = trusts(f'me,myself namespaces="{OWN}",valid-after="20150101Z",valid-before="20160101Z" {public(mine)}')

    assert trust.signers(MESSAGE, signature, OWN, NOW) == ("me", "myself")
    assert trust.signers(MESSAGE + b"\n", signature, OWN, NOW) == ()
    assert trust.signers(MESSAGE, signature, "vs-witness", NOW) == ()
    assert trust.signers(MESSAGE, signature, OWN, Instant("2014-12-31T23:59:59.000000Z")) == ()
    assert trust.signers(MESSAGE, signature, OWN, Instant("2016-01-01T00:00:01.000000Z")) == ()
    assert trust.signers(MESSAGE, signature, OWN, NOW) == ("me", "myself")
    assert trusts(f"me {public(other)}").signers(MESSAGE, signature, OWN, NOW) == ()
    assert SshTrust(b"").signers(MESSAGE, signature, OWN, NOW) == ()
    assert SshTrust(b"\x00\xff garbage").signers(MESSAGE, signature, OWN, NOW) == ()


def test_a_key_may_change_hands_and_both_times_hold(tmp_path: Path) -> None:
    old, new = key(tmp_path, "old"), key(tmp_path, "new")
    trust = trusts(
        f'programme valid-before="20150601Z" {public(old)}', f'programme valid-after="20150601Z" {public(new)}'
    )
    first, second = (SshSigner(str(one)).sign(MESSAGE, OWN) for one in (old, new))
    later = Instant("2015-07-01T09:00:00.000000Z")

    assert trust.signers(MESSAGE, first, OWN, NOW) == ("programme",)
    assert trust.signers(MESSAGE, second, OWN, later) == ("programme",)
    assert trust.signers(MESSAGE, first, OWN, later) == ()
    assert trust.signers(MESSAGE, second, OWN, NOW) == ()


@pytest.mark.parametrize(
    "signature", [b"", b"x", b"-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----", b"\x00" * 20_000]
)
def test_what_is_no_signature_is_not_handed_to_anybody(signature: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "TOOL", "no-such-tool")

    assert key_of(signature) is None
    assert trusts("me x").signers(MESSAGE, signature, OWN, NOW) == ()


def test_a_key_in_the_agent_signs_by_its_public_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("ssh-agent", "ssh-add")
    mine = key(tmp_path, "mine")
    socket = tmp_path / "agent"
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    try:
        monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
        while not socket.exists():
            assert agent.poll() is None
        subprocess.run(["ssh-add", "-q", str(mine)], check=True, stdin=subprocess.DEVNULL)
        mine.unlink()

        signature = SshSigner(f"{mine}.pub").sign(MESSAGE, OWN)
    finally:
        agent.terminate()
        agent.wait()

    assert trusts(f"me {public(mine)}").signers(MESSAGE, signature, OWN, NOW) == ("me",)


def test_a_key_with_a_passphrase_asks_nobody_and_never_takes_the_message_for_it(tmp_path: Path) -> None:
    locked = key(tmp_path, "locked", passphrase=MESSAGE.decode().splitlines()[0])

    with pytest.raises(BadFile) as refused:
        SshSigner(str(locked)).sign(MESSAGE, OWN)

    assert refused.value.rule == "sign.refused"
    assert "passphrase" in str(refused.value.facts["detail"])


def test_a_key_that_is_none_or_a_tool_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "odd").write_text("not a key")
    with pytest.raises(BadFile, match=r"sign\.no-key"):
        SshSigner(str(tmp_path / "nowhere")).sign(MESSAGE, OWN)
    with pytest.raises(BadFile, match=r"sign\.refused"):
        SshSigner(str(tmp_path / "odd")).sign(MESSAGE, OWN)
    mine = key(tmp_path, "mine")
    monkeypatch.setattr(signing, "TOOL", "no-such-tool")
    with pytest.raises(BadFile, match=r"sign\.no-tool"):
        SshSigner(str(mine)).sign(MESSAGE, OWN)


def test_a_name_that_looks_like_an_option_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = key(tmp_path, "mine")
    shutil.copy(mine, tmp_path / "-O")
    shutil.copy(f"{mine}.pub", tmp_path / "-O.pub")
    monkeypatch.chdir(tmp_path)

    signature = SshSigner("-O").sign(MESSAGE, OWN)

    assert trusts(f"me {public(mine)}").signers(MESSAGE, signature, OWN, NOW) == ("me",)


def test_a_tool_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = key(tmp_path, "mine")
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(signing, "TOOL", str(slow))
    monkeypatch.setattr(signing, "SIGN_SECONDS", 0.3)

    with pytest.raises(BadFile, match=r"sign\.too-long"):
        SshSigner(str(mine)).sign(MESSAGE, OWN)
