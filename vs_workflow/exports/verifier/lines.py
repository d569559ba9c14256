"""The lines of the journal: bytes, numbers, links, the clock, and one root over all of them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from vs_workflow.exports.verifier.findings import HEX64, Json, Report, strict_json, trouble


def read_journal(folder: Path, report: Report) -> tuple[list[bytes], list[Json | None]]:
    """The leaves and the entries of the lines; None for one that is not shown or cannot be read."""
    leaves: list[bytes] = []
    entries: list[Json | None] = []
    try:
        data = (folder / "journal.jsonl").read_bytes()
    except OSError as error:
        report.wrong("journal.jsonl", "file", f"cannot be read: {trouble(error)}")
        return leaves, entries
    lines = data.split(b"\n")
    if lines.pop():
        report.wrong("journal.jsonl", "file", "the last line has no end")
    before, moment, number = "0" * 64, "", 0
    for seq, line in enumerate(lines, 1):
        number += 1
        leaf, entry = hashlib.sha256(b"\x00" + line).digest(), None
        try:
            found = strict_json(line)
            spelled = json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
            if spelled != line:
                report.wrong(seq, "entry", "is not spelled in the one way that there is")
            said = found.get("seq")
            if said != number or type(said) is not int:
                report.wrong(seq, "number", f"the entry says {said}, and no. {number} was to follow")
                # What is missing is missing once: the lines that follow are counted from here on.
                number = said if type(said) is int else number
            if set(found) == {"leaf", "seq"}:
                if not HEX64.match(str(found["leaf"])):
                    raise ValueError("the leaf is no hash")
                leaf = bytes.fromhex(found["leaf"])
            else:
                entry = found
        except (ValueError, RecursionError) as error:
            report.wrong(seq, "entry", f"cannot be read: {trouble(error)}")
        if entry is not None:
            if entry.get("prev") != before:
                report.wrong(seq, "link", f"does not name the line before it ({before})")
            if str(entry.get("at")) < moment:
                report.wrong(seq, "clock", "was recorded before the entry before it")
            moment = str(entry.get("at"))
        before = leaf.hex()
        leaves.append(leaf)
        entries.append(entry)
    return leaves, entries


def merkle_root(leaves: list[bytes]) -> bytes:
    """The root of RFC 6962."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = leaves
    # To pair neighbours, the odd one going up alone, gives the same tree as its recursive definition.
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


def roots_at(leaves: list[bytes], sizes: set[int]) -> dict[int, bytes]:
    """The roots over the first so many leaves, for each of these sizes, in one pass."""
    found = {0: merkle_root([])}
    peaks: list[tuple[int, bytes]] = []
    for size, leaf in enumerate(leaves, 1):
        peaks.append((1, leaf))
        while len(peaks) > 1 and peaks[-2][0] == peaks[-1][0]:
            (wide, left), (_, right) = peaks[-2:]
            peaks[-2:] = [(2 * wide, hashlib.sha256(b"\x01" + left + right).digest())]
        if size in sizes:
            root = peaks[-1][1]
            for _, left in reversed(peaks[:-1]):
                root = hashlib.sha256(b"\x01" + left + root).digest()
            found[size] = root
    return found
