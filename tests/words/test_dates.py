"""Days and moments: what is read, what is refused, and how they are said."""

from __future__ import annotations

from datetime import date

import pytest

from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Misunderstood
from vs_workflow.words.dates import read_day, read_instant, say_day, say_moment

TODAY = date(2015, 4, 3)
SECOND = date(2015, 4, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015-04-02", SECOND),
        ("2 april 2015", SECOND),
        ("2 April 2015", SECOND),
        ("02 apr 2015", SECOND),
        ("2 apr. 2015", SECOND),
        ("2-4-2015", SECOND),
        ("02-04-2015", SECOND),
        (" 2 apr ", SECOND),
        ("2 apr", SECOND),
        ("2 april", SECOND),
        ("25 Oct", date(2015, 10, 25)),
        ("25 oktober", date(2015, 10, 25)),
        ("1 mrt", date(2015, 3, 1)),
        ("1 maart 2016", date(2016, 3, 1)),
        ("1 March 2016", date(2016, 3, 1)),
        ("5 mei", date(2015, 5, 5)),
        ("5 may", date(2015, 5, 5)),
        ("9 sept 2015", date(2015, 9, 9)),
        ("today", TODAY),
        ("Vandaag", TODAY),
        ("yesterday", SECOND),
        ("gisteren", SECOND),
        ("1-1-2000", date(2000, 1, 1)),
        ("31-12-2100", date(2100, 12, 31)),
        ("29 feb 2016", date(2016, 2, 29)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("20150402", "day.unreadable"),
        ("2015-W14-4", "day.unreadable"),
        ("2015-092", "day.unreadable"),
        ("2015-4-2", "day.unreadable"),
        ("2-4-15", "day.unreadable"),
        ("2-4", "day.unreadable"),
        ("april", "day.unreadable"),
        ("2 foo 2015", "day.unreadable"),
        ("tomorrow", "day.unreadable"),
        ("", "day.unreadable"),
        ("2015-04-02T00:00", "day.unreadable"),
        ("٢٠١٥-٠٤-٠٢", "day.unreadable"),
        ("04/02/15", "day.slashes"),
        ("4/2/2015", "day.slashes"),
        ("99/99/15", "day.unreadable"),
        ("29 feb 2015", "day.not-in-calendar"),
        ("29 feb", "day.not-in-calendar"),
        ("31-4-2015", "day.not-in-calendar"),
        ("2015-13-01", "day.not-in-calendar"),
        ("0 april", "day.not-in-calendar"),
        ("1999-12-31", "day.out-of-years"),
        ("1-1-2101", "day.out-of-years"),
        ("0000-01-01", "day.out-of-years"),
    ],
)
def test_what_is_no_plain_day_is_refused(text: str, rule: str) -> None:
    with pytest.raises(Misunderstood) as caught:
        read_day(text, TODAY)

    assert caught.value.rule == rule
    assert caught.value.facts["text"] == text


def test_slashes_are_refused_with_both_readings() -> None:
    with pytest.raises(Misunderstood) as caught:
        read_day("04/02/15", TODAY)

    assert caught.value.facts["readings"] == ["2015-02-04", "2015-04-02"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2015-04-02T11:00:00+02:00", "2015-04-02T09:00:00.000000Z"),
        ("2015-04-02 11:00+0200", "2015-04-02T09:00:00.000000Z"),
        ("2015-04-02T09:00Z", "2015-04-02T09:00:00.000000Z"),
        ("2015-04-02t09:00:00.5z", "2015-04-02T09:00:00.500000Z"),
    ],
)
def test_a_moment_is_read_with_its_zone(text: str, at: str) -> None:
    assert read_instant(text) == at


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2015-04-02T09:00", "moment.without-zone"),
        ("2015-04-02", "moment.unreadable"),
        ("20150402T0900Z", "moment.unreadable"),
        ("2015-04-02T25:00Z", "moment.unreadable"),
        ("2015-04-02T09:00+99:00", "moment.unreadable"),
        ("now", "moment.unreadable"),
        ("1999-04-02T09:00Z", "day.out-of-years"),
        ("0001-01-01T00:00+23:00", "day.out-of-years"),
    ],
)
def test_what_is_no_plain_moment_is_refused(text: str, rule: str) -> None:
    with pytest.raises(Misunderstood) as caught:
        read_instant(text)

    assert caught.value.rule == rule


def test_a_day_is_said_as_people_write_it() -> None:
    assert say_day(SECOND, "nl") == "2 april 2015"
    assert say_day(SECOND, "en") == "2 April 2015"
    assert say_day(date(2015, 10, 22), "nl", short=True) == "22 okt"
    assert say_day(date(2015, 10, 22), "en", short=True) == "22 Oct"


def test_a_day_that_was_said_can_be_read_again() -> None:
    for month in range(1, 13):
        day = date(2015, month, 7)

        assert read_day(say_day(day, "nl"), TODAY) == day
        assert read_day(say_day(day, "en"), TODAY) == day
        assert read_day(say_day(day, "nl", short=True), TODAY) == day
        assert read_day(say_day(day, "en", short=True), TODAY) == day


def test_a_moment_is_said_on_the_clock_of_the_programme() -> None:
    at = Instant("2015-04-02T22:30:00.000000Z")

    assert say_moment(at, "Europe/Amsterdam", "nl") == "3 april 2015 00:30"
    assert say_moment(at, "Nowhere/At-All", "en") == "2 April 2015 22:30 UTC"
