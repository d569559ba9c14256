"""SSH public keys as bytes: what a line of a `.pub` file says, its fingerprint, and which key a signature names.

Nothing is signed or verified here. A key is taken only in the one spelling that it has, so
that two texts are two keys.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

LONGEST_KEY = 4096
LONGEST_SIGNATURE = 16_384
TYPES = (
    "ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
    "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa",
)  # fmt: skip
FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}\Z")
_BEGIN = b"-----BEGIN SSH SIGNATURE-----"
_END = b"-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG\x00\x00\x00\x01"


class NotAPublicKey(ValueError):
    """The text is no SSH public key of a type that signs, or not in its one spelling; says why by name."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key: its type, and its bytes in base64, as a `.pub` file has them."""

    type: str
    text: str

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` prints it."""
        return fingerprint_of(base64.b64decode(self.text))


def fingerprint_of(blob: bytes) -> str:
    """The fingerprint of a key's bytes."""
    return f"SHA256:{base64.b64encode(sha256(blob).digest()).decode().rstrip('=')}"


def public_key(kind: str, text: str) -> PublicKey:
    """The key of that type in that base64; raises NotAPublicKey."""
    if kind not in TYPES:
        raise NotAPublicKey("not-a-type-of-key-that-signs")
    if len(text) > LONGEST_KEY:
        raise NotAPublicKey("too-long")
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAPublicKey("not-base64") from error
    parts = _parts(blob)
    if base64.b64encode(blob).decode() != text or len(parts) < 2 or parts[0] != kind.encode():
        raise NotAPublicKey("not-a-key-of-this-type")
    return PublicKey(kind, text)


def read_public_key(data: bytes) -> PublicKey:
    """The key in the bytes of a `.pub` file: one line with type, base64 and perhaps a comment; raises NotAPublicKey."""
    lines = data.decode("utf-8", "replace").split("\n")
    if [line for line in lines[1:] if line.strip()]:
        raise NotAPublicKey("more-than-one-line")
    words = lines[0].split()
    if len(words) < 2:
        raise NotAPublicKey("not-a-line-with-a-type-and-a-key")
    return public_key(words[0], words[1])


def key_of(signature: bytes) -> bytes | None:
    """The public key that an armoured SSHSIG names, as bytes to compare; None where it is none."""
    text = signature.strip()
    if len(text) > LONGEST_SIGNATURE or not (text.startswith(_BEGIN) and text.endswith(_END)):
        return None
    try:
        blob = base64.b64decode(b"".join(text[len(_BEGIN) : -len(_END)].split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if not blob.startswith(_MAGIC):
        return None
    start = len(_MAGIC) + 4
    length = int.from_bytes(blob[len(_MAGIC) : start], "big")
    key = blob[start : start + length]
    return key if length and len(key) == length else None


def _parts(blob: bytes) -> list[bytes]:
    """The length-prefixed strings that the bytes are made of; none where something is left over."""
    parts: list[bytes] = []
    while blob:
        length = int.from_bytes(blob[:4], "big")
        if len(blob) < 4 + length:
            return []
        parts.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    return parts
