"""Signatures under another spelling of the key that made them: no signature covers how its key is spelled."""

from __future__ import annotations

import base64

_BEGIN, _END = b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----"
_FIXED = len(b"SSHSIG\x00\x00\x00\x01")


def string(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def strings(blob: bytes) -> list[bytes]:
    found = []
    while blob:
        size = int.from_bytes(blob[:4], "big")
        found.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    return found


def with_a_zero(blob: bytes) -> bytes:
    """An RSA key with a zero before its exponent: the same key to OpenSSH, with another fingerprint."""
    kind, exponent, modulus = strings(blob)
    return string(kind) + string(b"\x00" + exponent) + string(modulus)


def respelled(signed: bytes) -> bytes:
    """What ends in the signature of an RSA key, with that key respelled."""
    before, _, armour = signed.partition(_BEGIN)
    blob = base64.b64decode(b"".join(armour.split()[:-3]))
    key, *rest = strings(blob[_FIXED:])
    made = blob[:_FIXED] + string(with_a_zero(key)) + b"".join(map(string, rest))
    return before + _BEGIN + b"\n" + base64.encodebytes(made) + _END + b"\n"
