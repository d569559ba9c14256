"""Entries are numbered from one, each linked to the one before, at moments that never go back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from vs_workflow.journal.canon import Leaf, leaf_hash
from vs_workflow.journal.chain import (
    CLOCK_TOLERANCE_SECONDS,
    EMPTY,
    NO_LEAF,
    Head,
    Stamp,
    head_of,
    instant,
    moment,
    write,
)
from vs_workflow.journal.entry import Draft, Instant, Kind, entry_bytes, read_entry

NOON = datetime(2015, 4, 2, 12, tzinfo=UTC)


def draft(what: str = "progress") -> Draft:
    return Draft(kind=Kind.EVENT, what=what, on=date(2015, 4, 2), rules="r", actor="keken", reason="zo")


def stamp(seconds: float = 0, salt: str = "s") -> Stamp:
    return Stamp(instant(NOON + timedelta(seconds=seconds)), salt, "vs 0", "host", "account")


def test_the_first_entry_follows_on_nothing() -> None:
    (entry,), (line,) = write([draft()], [stamp()], after=EMPTY)

    assert (entry.seq, entry.prev, entry.at) == (1, "0" * 64, "2015-04-02T12:00:00.000000Z")
    assert NO_LEAF == "0" * 64
    assert (entry.salt, entry.app, entry.host, entry.account, entry.behind) == ("s", "vs 0", "host", "account", 0)
    assert (entry.what, entry.actor, entry.reason) == ("progress", "keken", "zo")
    assert (line.seq, line.text, line.leaf) == (1, entry_bytes(entry), leaf_hash(line.text))
    assert read_entry(line.text) == entry


def test_each_entry_names_the_one_before() -> None:
    head = Head(41, Leaf("a" * 64), instant(NOON))

    entries, lines = write([draft("a"), draft("b")], [stamp(1), stamp(2)], after=head)

    assert [one.seq for one in entries] == [one.seq for one in lines] == [42, 43]
    assert [one.prev for one in entries] == ["a" * 64, lines[0].leaf]
    assert [one.what for one in entries] == ["a", "b"]
    assert head_of(lines[-1]) == Head(43, lines[-1].leaf, entries[-1].at)


def test_a_draft_without_a_stamp_is_not_written() -> None:
    with pytest.raises(ValueError, match="shorter"):
        write([draft(), draft()], [stamp()], after=EMPTY)


@pytest.mark.parametrize(
    ("seconds", "behind"), [(0, 0), (-1, 0), (-CLOCK_TOLERANCE_SECONDS, 0), (-CLOCK_TOLERANCE_SECONDS - 1, 301)]
)
def test_a_clock_that_went_back_holds_the_moment_and_says_so_beyond_five_minutes(seconds: int, behind: int) -> None:
    head = Head(1, NO_LEAF, instant(NOON))

    (entry, after), _ = write([draft(), draft()], [stamp(seconds), stamp(5)], after=head)

    assert (entry.at, entry.behind) == (instant(NOON), behind)
    assert (after.at, after.behind) == (instant(NOON + timedelta(seconds=5)), 0)
    assert CLOCK_TOLERANCE_SECONDS == 300


def test_a_moment_is_fixed_width_text_of_utc() -> None:
    east = timezone(timedelta(hours=2))

    assert instant(datetime(2015, 7, 1, 1, 30, tzinfo=east)) == "2015-06-30T23:30:00.000000Z"
    assert instant(datetime(2015, 7, 1, 1, 30, 5, 7, tzinfo=UTC)) == "2015-07-01T01:30:05.000007Z"
    assert moment(Instant("2015-06-30T23:30:00.000000Z")) == datetime(2015, 6, 30, 23, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_none() -> None:
    with pytest.raises(ValueError, match=r"^a moment without a zone$"):
        instant(datetime(2015, 7, 1))
