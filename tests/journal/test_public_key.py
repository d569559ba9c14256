"""Public keys as their files say them: the fingerprint is that of `ssh-keygen -l`, and what is no key is none."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest

from tests.outside.respelled import string
from tests.outside.test_signing import key
from tests.tools.needs import need
from vs_workflow.journal.public_key import LONGEST_KEY, NotAPublicKey, fingerprint_of, key_of, read_public_key
from vs_workflow.outside.signing import SshSigner

WHOLE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB7XmARcjRQcMYatDFT5/NAZSGSymheHpqK3lvPJVF6O programme@example.org\n"
TEXT = WHOLE.split()[1]


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_the_fingerprint_is_that_of_the_stock_tool(tmp_path: Path, kind: str) -> None:
    need("ssh-keygen")
    made = key(tmp_path, "made", kind=kind)

    read = read_public_key(Path(f"{made}.pub").read_bytes())

    said = subprocess.run(["ssh-keygen", "-lf", f"{made}.pub"], capture_output=True, text=True, check=True).stdout
    assert read.fingerprint == said.split()[1]
    signed = key_of(SshSigner(str(made)).sign(b"x", "vs-checkpoint"))
    assert signed is not None
    assert fingerprint_of(signed) == read.fingerprint


def spoiled(blob: bytes) -> str:
    return base64.b64encode(blob).decode()


def of(kind: str, *parts: bytes) -> str:
    return f"{kind} {spoiled(b''.join(map(string, (kind.encode(), *parts))))}"


BLOB = base64.b64decode(TEXT)
MODULUS = b"\x00" + b"\xf1" * 256
POINT = b"\x04" + b"\x17" * 64
WELL = (
    of("sk-ssh-ed25519@openssh.com", BLOB[19:], b"ssh:"),
    of("ssh-rsa", b"\x03", MODULUS),
    of("ecdsa-sha2-nistp256", b"nistp256", POINT),
)
ODD = {
    "nothing": "",
    "a type alone": "ssh-ed25519",
    "no base64": "ssh-ed25519 AAAA*",
    "another type": f"ssh-rsa {TEXT}",
    "a type that cannot sign": f"ssh-dss {TEXT}",
    "a certificate": f"ssh-ed25519-cert-v01@openssh.com {TEXT}",
    "options before it": f"cert-authority ssh-ed25519 {TEXT}",
    "cut short": f"ssh-ed25519 {spoiled(BLOB[:-1])}",
    "something behind it": f"ssh-ed25519 {spoiled(BLOB + b'x')}",
    "nothing but a type": f"ssh-ed25519 {spoiled(BLOB[:15])}",
    "bits left over": f"ssh-ed25519 {TEXT[:-1]}P=",
    "two lines": f"{WHOLE}{WHOLE}",
    "a private key": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n",
    "no text": "\ud800",
    "a type with a zero behind it": f"ssh-ed25519 {spoiled(string(b'ssh-ed25519' + bytes(1)) + BLOB[15:])}",
    "a key of 31 bytes": f"ssh-ed25519 {spoiled(BLOB[:15] + string(BLOB[20:]))}",
    "one part more": f"ssh-ed25519 {spoiled(BLOB + string(b''))}",
    "an application with a zero behind it": of("sk-ssh-ed25519@openssh.com", BLOB[19:], b"ssh:\x00"),
    "an exponent with a zero before it": of("ssh-rsa", b"\x00\x03", MODULUS),
    "a modulus with two zeros before it": of("ssh-rsa", b"\x03", b"\x00" + MODULUS),
    "an exponent of nothing": of("ssh-rsa", b"", MODULUS),
    "a modulus below zero": of("ssh-rsa", b"\x03", MODULUS[1:]),
    "a curve of another name": of("ecdsa-sha2-nistp256", b"nistp384", POINT),
    "a point of half a size": of("ecdsa-sha2-nistp256", b"nistp256", b"\x02" + POINT[1:33]),
    "a point of another form": of("ecdsa-sha2-nistp256", b"nistp256", b"\x06" + POINT[1:]),
    "far too long": f"ssh-rsa {'A' * LONGEST_KEY}AAAA",
}


@pytest.mark.parametrize("line", WELL)
def test_a_key_in_its_one_spelling_is_taken(line: str) -> None:
    assert read_public_key(line.encode()).text == line.split()[1]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_key_that_signs_is_refused(odd: str) -> None:
    with pytest.raises(NotAPublicKey):
        read_public_key(ODD[odd].encode("utf-8", "surrogatepass"))


def test_a_comment_and_empty_lines_are_no_part_of_it() -> None:
    assert read_public_key(f"{WHOLE}\n\n".encode()) == read_public_key(f"ssh-ed25519 {TEXT}".encode())
