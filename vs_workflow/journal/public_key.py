"""SSH public keys as bytes: what a line of a `.pub` file says, its fingerprint, and which key a signature names.

Nothing is signed or verified here. A key is taken only in the one spelling that it has, so that
two texts are two keys. OpenSSH reads more of them as the same key (an RSA number with a zero
before it, a type by its short name, a certificate), and no signature covers how its key is
spelled: taken as they come, one key would have as many fingerprints as somebody likes.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

LONGEST_KEY = 4096
LONGEST_SIGNATURE = 16_384
FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}\Z")
_BEGIN = b"-----BEGIN SSH SIGNATURE-----"
_END = b"-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG\x00\x00\x00\x01"


def _edwards(part: bytes) -> bool:
    return len(part) == 32


def _curve(name: bytes) -> Callable[[bytes], bool]:
    return lambda part: part == name


def _point(size: int) -> Callable[[bytes], bool]:
    return lambda part: len(part) == 1 + 2 * size and part[0] == 4


def _number(part: bytes) -> bool:
    """A number above zero, without a byte more than it needs; a first bit that is set would make it negative."""
    return bool(part.lstrip(b"\x00")) and part[0] < 128 and (part[0] > 0 or part[1] > 127)


def _application(part: bytes) -> bool:
    return b"\x00" not in part


_FIELDS: dict[str, tuple[Callable[[bytes], bool], ...]] = {
    "ssh-ed25519": (_edwards,),
    "sk-ssh-ed25519@openssh.com": (_edwards, _application),
    "ecdsa-sha2-nistp256": (_curve(b"nistp256"), _point(32)),
    "ecdsa-sha2-nistp384": (_curve(b"nistp384"), _point(48)),
    "ecdsa-sha2-nistp521": (_curve(b"nistp521"), _point(66)),
    "sk-ecdsa-sha2-nistp256@openssh.com": (_curve(b"nistp256"), _point(32), _application),
    "ssh-rsa": (_number, _number),
}
"""What follows the type in a key of each, in its one spelling."""


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
    if kind not in _FIELDS:
        raise NotAPublicKey("not-a-type-of-key-that-signs")
    if len(text) > LONGEST_KEY:
        raise NotAPublicKey("too-long")
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAPublicKey("not-base64") from error
    if base64.b64encode(blob).decode() != text or _type_of(blob) != kind:
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
    """The public key that an armoured SSHSIG names, as bytes to compare; None where it is none in its one spelling."""
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
    return key if len(key) == length and _type_of(key) is not None else None


def _type_of(blob: bytes) -> str | None:
    """The type of the key that these bytes are the one spelling of; None where they are not."""
    kind, *parts = _parts(blob) or [b""]
    name = kind.decode("ascii", "replace")
    fields = _FIELDS.get(name)
    if fields is None or len(fields) != len(parts):
        return None
    return name if all(fits(part) for fits, part in zip(fields, parts, strict=True)) else None


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
