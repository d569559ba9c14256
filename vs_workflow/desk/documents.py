"""Documents by the beginning of their hash. Whatever was handed in as one comes out again; the register never does."""

from __future__ import annotations

from vs_workflow.ports import Shelf, ShelfKind
from vs_workflow.reasons import Misunderstood

LARGEST_DOCUMENT = 25 * 1024 * 1024
FEWEST_DIGITS = 6


def find_document(address: str, shelf: Shelf) -> str:
    """The hash that begins so (with `sha256:` in front or not); raises Misunderstood for none, and for several."""
    wanted = address.removeprefix("sha256:").lower()
    open_to_all = (one for one, kind, _ in shelf.addresses() if kind is not ShelfKind.REGISTER)
    found = [one for one in open_to_all if one.startswith(wanted)]
    if len(wanted) < FEWEST_DIGITS or not found:
        raise Misunderstood("document.unknown", address=wanted)
    if len(found) > 1:
        raise Misunderstood("document.ambiguous", address=wanted, among=[one[:16] for one in found])
    return found[0]
