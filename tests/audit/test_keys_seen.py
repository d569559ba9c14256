"""Keys that were used before: found however many stand between them, and only where they are the very same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from vs_workflow.audit.keys_seen import KeysSeen
from vs_workflow.journal.chain import EMPTY, Line, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Instant, Kind

AT = Instant("2015-04-02T09:00:00.000000Z")
MANY = [f"key-{number}" for number in range(300)]


def journal(keys: list[str | None]) -> tuple[tuple[Entry, ...], tuple[Line, ...]]:
    drafts = [Draft(kind=Kind.EVENT, what="told", on=date(2015, 4, 2), rules="0" * 64, key=key) for key in keys]
    return write(drafts, [Stamp(AT, f"{number:032x}", "vs 0", "", "") for number in range(len(keys))], after=EMPTY)


def found(keys: list[str | None], **kept: int) -> list[tuple[int | None, object]]:
    entries, lines = journal(keys)
    seen = KeysSeen(lambda seq: lines[seq - 1 :] if 0 < seq <= len(lines) else pytest.fail(f"no number {seq}"), **kept)
    findings = (seen.take(entry, entry.seq) for entry in entries)
    return [(one.seq, one.facts["first"]) for one in findings if one is not None]


def test_a_key_that_was_used_before_is_found_with_the_first_that_had_it() -> None:
    assert found([None, "once", *MANY, None, "once", "once"]) == [(304, 2), (305, 2)]


def test_keys_that_differ_are_no_finding() -> None:
    assert found([None, *MANY, None]) == []


def test_keys_that_look_alike_in_what_is_kept_of_them_are_told_apart() -> None:
    assert found([*MANY, "key-7"], shelves=0, short=1) == [(301, 8)]


def test_a_text_that_is_none_in_any_file_can_be_a_key() -> None:
    entries, lines = journal(["once"])
    odd = replace(entries[0], key="\ud800")

    assert KeysSeen(lambda seq: lines).take(odd, 1) is None
