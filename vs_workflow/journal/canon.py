"""Values to bytes and back, once and for all.

Strings, small integers, booleans, null, lists and objects with ASCII keys: for these the
standard library's sorted, compact JSON is RFC 8785. Whatever else is refused here, so that
the bytes that are hashed can be the bytes that are stored.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NewType

from vs_workflow.reasons import Plain

Leaf = NewType("Leaf", str)
"""Hexadecimal SHA-256 over 0x00 and the entry's bytes (the leaf hash of RFC 6962)."""

LARGEST_INTEGER = 2**53 - 1
_LEAF = re.compile(r"[0-9a-f]{64}\Z")


class NotCanonical(ValueError):
    """The value has no canonical form here, or the bytes are not it."""


def is_leaf(text: str) -> bool:
    """Whether this is a leaf hash as it is written; of a text that was destroyed nothing else tells."""
    return _LEAF.match(text) is not None


def to_bytes(value: Plain) -> bytes:
    """The canonical bytes of `value`; raises NotCanonical for floats, huge integers, odd keys or lone surrogates."""
    _check(value)
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("a text with a lone surrogate") from error


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def _check(value: object) -> None:
    # Most of what an entry holds is text in an object: that way is the short one. `type() is` is quicker than
    # isinstance and keeps subclasses out, but narrows nothing for the type checker.
    kind = type(value)
    if kind is dict:
        for key, inner in value.items():  # type: ignore[attr-defined]
            if type(key) is not str or not key.isascii():
                raise NotCanonical(f"a key that is not ASCII text: {key!r}")
            if type(inner) is not str:
                _check(inner)
    elif kind is list:
        for inner in value:  # type: ignore[attr-defined]
            _check(inner)
    elif kind is int:
        if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:  # type: ignore[operator]
            raise NotCanonical(f"an integer beyond 2**53: {value}")
    elif not (kind is str or kind is bool or value is None):
        raise NotCanonical(f"a {kind.__name__}")


def from_bytes(data: bytes) -> dict[str, Any]:
    """The object that `data` spells; raises NotCanonical for what is not one, duplicate keys and floats included."""
    try:
        value = _decode(data.decode("utf-8"))
    except RecursionError as error:
        raise NotCanonical("nested too deeply") from error
    except ValueError as error:
        # What Python advises about a number that is too long is no advice to whoever reads a journal.
        raise NotCanonical(str(error).partition("; use ")[0]) from error
    if not isinstance(value, dict):
        raise NotCanonical("not an object")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key that stands twice")
    return found


def _no_number(text: str) -> Any:
    raise NotCanonical(f"a number that is no integer: {text}")


_decode = json.JSONDecoder(object_pairs_hook=_object, parse_float=_no_number, parse_constant=_no_number).decode


def leaf_hash(data: bytes) -> Leaf:
    return Leaf(hashlib.sha256(b"\x00" + data).hexdigest())


def content_hash(data: bytes) -> str:
    """The address of bytes on the shelf: their SHA-256, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
