"""What whoever checks a bundle has in his own hands: receipts, and the three lines of checkpoints from the minutes."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from vs_workflow.exports.verifier.findings import Json, Report, span
from vs_workflow.exports.verifier.lines import roots_at

SHORTEST_DIGEST = 16
# As an option, or as vs printed it, with what stands in front of it there. No entry has number 0.
RECEIPT = re.compile(
    r"(?:[a-z\s]+[:\s]\s*)?(?:n[or]\.\s*)?0*(?P<seq>[1-9][0-9]*)\s*[:·]\s*(?P<digest>[0-9a-f\s]+)[.…]*", re.IGNORECASE
)


@dataclass(frozen=True)
class Receipt:
    seq: int
    digest: str


@dataclass(frozen=True)
class Minutes:
    """A checkpoint as it stands in this file."""

    file: str
    origin: str
    size: int
    root: str


@dataclass(frozen=True)
class Held:
    receipts: tuple[Receipt, ...] = ()
    checkpoints: tuple[Minutes, ...] = ()


NOTHING_HELD = Held()


def read_receipt(text: str) -> Receipt:
    """NUMBER:HASH, or a receipt as it was printed; of the hash its beginning will do. Raises ValueError for neither."""
    said = RECEIPT.fullmatch(text.strip())
    if said is None:
        raise ValueError("it is no number of an entry with a hash")
    digest = "".join(said["digest"].split()).lower()
    if not SHORTEST_DIGEST <= len(digest) <= 64:
        raise ValueError(f"it has {len(digest)} digits of a hash; give {SHORTEST_DIGEST} to 64")
    return Receipt(int(said["seq"][:18]), digest)


def read_minutes(file: str, data: bytes) -> Minutes:
    """Three lines, with blanks around them as people copy them; raises ValueError for what is none."""
    lines = [line.strip() for line in data.decode("utf-8").splitlines() if line.strip()]
    if len(lines) != 3 or not lines[1].isascii() or not lines[1].isdecimal():
        raise ValueError("these are not three lines with an origin, a number of entries and a root")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        root = b""
    if len(root) != 32:
        raise ValueError("the third line is not the base64 of a root")
    return Minutes(file, lines[0], int(lines[1][:18]), lines[2])


def check_held(held: Held, leaves: list[bytes], manifest: Json, report: Report) -> int:
    """Each receipt and each checkpoint against the lines; the last line that a checkpoint which holds covers."""
    for one in held.receipts:
        if not 1 <= one.seq <= len(leaves):
            report.wrong(f"receipt of no. {one.seq}", "receipt", f"there are {len(leaves)} entries")
        elif not leaves[one.seq - 1].hex().startswith(one.digest):
            found = leaves[one.seq - 1].hex()[: len(one.digest)]
            report.wrong(one.seq, "receipt", f"has the hash {found}, and the receipt says {one.digest}")
    ours = f"vs/{manifest.get('programme')}/{leaves[0].hex()[:16] if leaves else ''}"
    roots = roots_at(leaves, {one.size for one in held.checkpoints})
    covered = 0
    for brought in held.checkpoints:
        if brought.origin != ours:
            report.wrong(brought.file, "checkpoint", f"is of another journal ({brought.origin}) than this one ({ours})")
        elif brought.size not in roots:
            report.wrong(brought.file, "checkpoint", f"is of {brought.size} entries, and there are {len(leaves)}")
        elif (ours_at := base64.b64encode(roots[brought.size]).decode()) != brought.root:
            are = "are" if brought.size > 1 else "is"
            report.wrong(
                brought.file, "root", f"{span(1, brought.size)} {are} not what this says: {brought.root}, but {ours_at}"
            )
        else:
            covered = max(covered, brought.size)
    return covered
