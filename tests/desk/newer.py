"""Newer versions of the shipped programme: with texts changed, and with an assignment that is new."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import files
from vs_workflow.rules.rulebook import RuleFiles

CYBER = b"""
[[assignments]]
number = "5"
key = "cybercrime"
title = { nl = "Cybercrime", en = "Cybercrime" }
"""


def newer(*changes: tuple[bytes, bytes], more: bytes = b"", lifecycle: tuple[bytes, bytes] = (b"", b"")) -> RuleFiles:
    """The shipped rules with these texts changed, and more at the end of the programme file."""
    shipped = files()
    programme = shipped.programme
    for old, new in changes:
        assert old in programme
        programme = programme.replace(old, new)
    return replace(shipped, programme=programme + more, lifecycle=shipped.lifecycle.replace(*lifecycle))


LATER = (b"due = 2015-04-30", b"due = 2015-05-15")
SEATS = (
    (b'person = "bakker"\nassignments = ["hennep"]', b'person = "bakker"\nassignments = ["hennep", "cybercrime"]'),
    (b'person = "heidema"\nassignments = ["hennep"]', b'person = "heidema"\nassignments = ["hennep", "cybercrime"]'),
)
