"""Keys that were used before: found however many stand between them, and only where they are the very same."""

from __future__ import annotations

from datetime import date

import pytest

from vs_workflow.audit import keys_seen
from vs_workflow.audit.keys_seen import KeysSeen
from vs_workflow.journal.chain import EMPTY, Line, Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Instant, Kind

AT = Instant("2015-04-02T09:00:00.000000Z")
MANY = [f"key-{number}" for number in range(300)]


def journal(keys: list[str | None]) -> tuple[tuple[Entry, ...], tuple[Line, ...]]:
    drafts = [Draft(kind=Kind.EVENT, what="told", on=date(2015, 4, 2), rules="0" * 64, key=key) for key in keys]
    return write(drafts, [Stamp(AT, f"{number:032x}", "vs 0", "", "") for number in range(len(keys))], after=EMPTY)


def found(keys: list[str | None]) -> list[tuple[int | None, object]]:
    entries, lines = journal(keys)
    seen = KeysSeen(lambda seq: lines[seq - 1 :])
    return [(one.seq, one.facts["first"]) for entry in entries for one in seen.take(entry, entry.seq)]


def test_a_key_that_was_used_before_is_found_with_the_first_that_had_it() -> None:
    assert found([None, "once", *MANY, None, "once", "once"]) == [(304, 2), (305, 2)]


def test_keys_that_differ_are_no_finding() -> None:
    assert found([None, *MANY, None]) == []


def test_keys_that_look_alike_in_what_is_kept_of_them_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys_seen, "_SHELVES", 0)
    monkeypatch.setattr(keys_seen, "_SHORT", 1)

    assert found([*MANY, "key-7"]) == [(301, 8)]


def test_a_key_is_not_read_into_the_number_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one byte all that can be read stands somewhere in the numbers, too."""
    monkeypatch.setattr(keys_seen, "_SHELVES", 0)
    monkeypatch.setattr(keys_seen, "_SHORT", 1)

    entries, lines = journal(list(MANY))
    seen = KeysSeen(lambda seq: lines[seq - 1 :] if 0 < seq <= len(lines) else pytest.fail(f"no such number: {seq}"))

    assert [one for entry in entries for one in seen.take(entry, entry.seq)] == []
