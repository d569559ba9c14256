"""Days and moments as people here write and read them.

Reading is strict: what can be read in two ways, or looks like another notation, is refused
with the forms that are read. In data days are ISO 8601; this module is for eyes and fingers.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from vs_workflow.journal.chain import instant, moment
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Misunderstood
from vs_workflow.words.lang import Lang

FIRST_YEAR = 2000
LAST_YEAR = 2100

_MONTHS: dict[Lang, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SHORT: dict[Lang, tuple[str, ...]] = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_NUMBERS = {
    name.lower(): number for table in (*_MONTHS.values(), *_SHORT.values()) for number, name in enumerate(table, 1)
} | {"sept": 9}
_NEAR = {"today": 0, "vandaag": 0, "yesterday": 1, "gisteren": 1}

_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_DUTCH = re.compile(r"(?P<day>[0-9]{1,2})-(?P<month>[0-9]{1,2})-(?P<year>[0-9]{4})")
_SPOKEN = re.compile(r"(?P<day>[0-9]{1,2}) +(?P<name>[a-z]+)\.?(?: +(?P<year>[0-9]{4}))?")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4})")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,6})?)?"
    r"(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)


def read_day(text: str, today: date) -> date:
    """The day that the text says; `2 apr` is in the year of `today`.

    Raises Misunderstood where it says none, two, one that the calendar does not have, or
    one outside the years 2000 to 2100.
    """
    said = text.strip().lower()
    if said in _NEAR:
        return today - timedelta(days=_NEAR[said])
    if found := _ISO.fullmatch(said) or _DUTCH.fullmatch(said):
        return _day(text, int(found["year"]), int(found["month"]), int(found["day"]))
    if (found := _SPOKEN.fullmatch(said)) and found["name"] in _NUMBERS:
        year = int(found["year"]) if found["year"] else today.year
        return _day(text, year, _NUMBERS[found["name"]], int(found["day"]))
    if found := _SLASHES.fullmatch(said):
        readings = _both(*(int(part) for part in found.groups()))
        if readings:
            raise Misunderstood("day.slashes", text=text, readings=list(readings))
    raise Misunderstood("day.unreadable", text=text)


def read_instant(text: str) -> Instant:
    """The moment that the text says, ISO 8601 with its zone; raises Misunderstood otherwise."""
    said = text.strip()
    found = _MOMENT.fullmatch(said)
    if found is None:
        raise Misunderstood("moment.unreadable", text=text)
    if found["zone"] is None:
        raise Misunderstood("moment.without-zone", text=text)
    try:
        read = datetime.fromisoformat(said.upper().replace(",", "."))
    except ValueError:
        raise Misunderstood("moment.unreadable", text=text) from None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise Misunderstood("day.out-of-years", text=text, first=FIRST_YEAR, last=LAST_YEAR)
    return instant(read)


def say_day(day: date, lang: Lang, *, short: bool = False) -> str:
    """`2 april 2031`, or `2 apr` where the year is plain."""
    if short:
        return f"{day.day} {_SHORT[lang][day.month - 1]}"
    return f"{day.day} {_MONTHS[lang][day.month - 1]} {day.year}"


def say_month(day: date, lang: Lang) -> str:
    """`apr`, for the ruler of a drawing."""
    return _SHORT[lang][day.month - 1]


def say_moment(at: Instant, zone: str, lang: Lang) -> str:
    """`2 april 2031 11:00`, on the clock of that zone; in UTC, and said so, where the zone is unknown here."""
    read = local(at, zone)
    said = f"{say_day(read.date(), lang)} {read:%H:%M}"
    return f"{said} UTC" if read.tzinfo is UTC else said


def local(at: Instant, zone: str) -> datetime:
    """The moment on the clock of that zone, or of UTC where the zone is unknown here."""
    from zoneinfo import ZoneInfo

    read = moment(at)
    try:
        return read.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError, OSError):
        return read.astimezone(UTC)


def _day(text: str, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Misunderstood("day.out-of-years", text=text, first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return date(year, month, day)
    except ValueError:
        raise Misunderstood("day.not-in-calendar", text=text) from None


def _both(first: int, second: int, year: int) -> tuple[str, ...]:
    """The day first and the month first: the ISO days that slashes could mean, in that order."""
    full = year + 2000 if year < 100 else year
    found: list[str] = []
    for month, day in ((second, first), (first, second)):
        try:
            said = date(full, month, day).isoformat()
        except ValueError:
            continue
        if said not in found:
            found.append(said)
    return tuple(found)
