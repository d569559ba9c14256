"""The journal as JSON Lines: the exact bytes of each entry, one a line, in their order.

A line of which only the leaf may be shown is `{"leaf": …, "seq": …}`. With people as role
holders the bytes are others, so such a file proves nothing; it says so by what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.desk.leave import Leaving
from vs_workflow.exports.roles import Shown
from vs_workflow.journal.canon import from_bytes, to_bytes
from vs_workflow.journal.chain import Line

# The salt would let a key be guessed from the hash; account, host and keys of calls may be somebody's name.
_SECRET = ("salt", "prev", "account", "host", "key", "request")


def journal_lines(found: Leaving, shown: Shown) -> Iterator[bytes]:
    """Every line, or those of the one assignment; each ends with a line feed."""
    for one in found.told:
        if one.entry is None:
            if found.assignment is None:
                yield leaf_line(one.line)
        elif found.assignment in (None, one.entry.assignment):
            yield (_as_roles(one.line, shown) if shown.roles_only else one.line.text) + b"\n"


def leaf_line(line: Line) -> bytes:
    """A line of which only the leaf is shown."""
    return to_bytes({"seq": line.seq, "leaf": line.leaf}) + b"\n"


def _as_roles(line: Line, shown: Shown) -> bytes:
    data = {key: value for key, value in from_bytes(line.text).items() if key not in _SECRET}
    said = shown.value(data)
    assert isinstance(said, dict)
    return to_bytes({**said, "leaf": line.leaf})
