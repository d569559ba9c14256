"""Who is told what, because of which entry: every day of a year, with and without downtime."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audit.forging import entries_of
from tests.builders import Year, begun, walked
from tests.desk.test_destroy import ONE, destroyed, lived
from tests.desk.world import World, accepted
from tests.desk.world import begun as world_begun
from tests.programmes import DIKES
from vs_workflow.desk import act, watch
from vs_workflow.desk.office import Call
from vs_workflow.journal.entry import Kind, read_entry
from vs_workflow.rules.rulebook import fetch
from vs_workflow.timeline.notice import Notice, NoticeKind
from vs_workflow.timeline.notices import NoticeBook

DAY = timedelta(days=1)


def book_of(year: Year | World, *, piecemeal: bool = False) -> NoticeBook:
    """The notices of everything recorded, read at once or, as a service does, as far as each day's last entry."""
    with year.office.room.reading() as work:
        book = NoticeBook(lambda address: fetch(address, work.shelf.get))
        entries = [read_entry(line.text) for line in work.journal.lines()]
    for number, entry in enumerate(entries):
        ends = number + 1 == len(entries) or entries[number + 1].kind is not Kind.FLAG
        book.take(entry)
        if piecemeal and ends:
            book.close()
    book.close()
    return book


def told(year: Year, *kinds: NoticeKind, assignment: str | None = "") -> list[tuple[str, str, str]]:
    """(day known, milestone or state, person) of these kinds, in their order."""
    return [
        (one.at[:10], one.milestone or str(one.facts["state"]), one.person)
        for one in book_of(year).made
        if one.kind in kinds and assignment in ("", one.assignment)
    ]


def checked(year: Year, day: str) -> None:
    watch.check(year.at(day).office)


def daily(year: Year, first: str, last: str) -> None:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        checked(year, day.isoformat())
        day += DAY


def test_a_miss_goes_to_who_answers_for_it_and_to_the_roles_that_the_programme_names() -> None:
    year = begun("2015-03-30")

    checked(year, "2015-04-01")

    assert told(year, NoticeKind.MISSED, assignment="hennep") == [
        ("2015-04-01", "teams-filled", "bakker"),
        ("2015-04-01", "teams-filled", "meuleman"),
        ("2015-04-01", "concept-written", "bakker"),
        ("2015-04-01", "concept-written", "meuleman"),
    ]
    assert told(year, NoticeKind.MISSED, assignment=None) == [("2015-04-01", "working-meeting", "meuleman")]


def test_a_miss_that_the_same_check_caught_up_with_is_told_as_caught_up_alone() -> None:
    year = begun("2015-03-30")
    year.at("2015-04-10").present("1", "keken")

    checked(year, "2015-04-20")

    assert told(year, NoticeKind.MISSED, assignment="woninginbraken") == [
        ("2015-04-20", "teams-filled", "keken"),
        ("2015-04-20", "teams-filled", "meuleman"),
    ]
    assert {(what, who) for _, what, who in told(year, NoticeKind.CAUGHT_UP)} == {
        (what, who) for what in ("concept-written", "presented") for who in ("keken", "meuleman")
    }


def test_a_miss_that_was_told_is_taken_back_by_name_of_the_notice_that_told_it() -> None:
    year = begun("2015-04-01")
    checked(year, "2015-04-03")
    year.at("2015-04-08").present("1", "keken", on="2015-04-02")

    checked(year, "2015-04-09")

    made = book_of(year).made
    taken = [one for one in made if one.kind is NoticeKind.RETRACTED]
    missed = {one.id: one for one in made if one.kind is NoticeKind.MISSED}
    assert [(one.person, one.milestone) for one in taken] == [("keken", "presented"), ("meuleman", "presented")]
    assert all(missed[one.takes_back].person == one.person for one in taken)


def test_a_miss_is_taken_back_from_who_was_told_of_it_not_from_who_held_the_role_on_the_day_it_was_met() -> None:
    year = begun("2015-03-20")
    succeeded(year, on="2015-03-20")
    checked(year, "2015-04-01")
    year.at("2015-04-02").record("concept-filed", "3", "bakker", on="2015-03-19", documents=(b"concept",))

    checked(year, "2015-04-03")

    missed = [one for one in told(year, NoticeKind.MISSED, assignment="hennep") if one[1] == "concept-written"]
    taken = told(year, NoticeKind.RETRACTED)
    assert [one[1:] for one in missed] == [("concept-written", "opvolger"), ("concept-written", "meuleman")]
    assert [one[1:] for one in taken] == [one[1:] for one in missed]


def succeeded(year: Year, *, on: str, since: str = "") -> None:
    """From that day on assignment 3 has another lead, or from a later one, and nobody in between."""
    year.person("opvolger", "ambtelijk trekker")
    with year.office.room.reading() as work:
        held = next(g.seq for g in work.index.book().grants() if (g.person, g.role) == ("bakker", "lead"))
    act.end(year.office, Call(actor="meuleman"), held, on=date.fromisoformat(on))
    year.grant("lead", "opvolger", "3", since or on)


def test_who_answers_is_who_held_the_role_on_the_day_of_the_miss() -> None:
    year = begun("2015-03-31")
    succeeded(year, on="2015-03-31")

    checked(year, "2015-04-03")

    assert ("2015-04-03", "presented", "opvolger") in told(year, NoticeKind.MISSED)
    assert ("2015-04-03", "teams-filled", "bakker") in told(year, NoticeKind.MISSED)


def test_where_nobody_held_the_role_on_that_day_who_holds_it_at_the_check_is_told() -> None:
    year = begun("2015-03-31")
    succeeded(year, on="2015-03-31", since="2015-04-10")

    checked(year, "2015-04-12")

    presented = [who for _, what, who in told(year, NoticeKind.MISSED, assignment="hennep") if what == "presented"]
    assert presented == ["opvolger", "meuleman"]


def test_a_miss_goes_up_once_when_it_is_unmet_for_more_days_than_the_programme_allows() -> None:
    year = begun("2015-04-02")

    daily(year, "2015-04-03", "2015-04-25")

    assert [one for one in told(year, NoticeKind.ESCALATION, assignment="hennep") if one[1] == "presented"] == [
        ("2015-04-10", "presented", "knaap")
    ]


@pytest.mark.parametrize(("kind", "on"), [(NoticeKind.CAUGHT_UP, "2015-04-11"), (NoticeKind.RETRACTED, "2015-04-02")])
def test_whoever_heard_that_a_miss_went_up_hears_that_it_was_met_or_taken_back(kind: NoticeKind, on: str) -> None:
    year = begun("2015-04-02")
    daily(year, "2015-04-03", "2015-04-11")
    year.at("2015-04-11").present("3", "bakker", on=on)

    checked(year, "2015-04-12")

    met = [one for one in book_of(year).made if one.kind is kind and one.milestone == "presented"]
    assert {one.person for one in met} >= {"bakker", "meuleman", "knaap"}
    assert len(met) == len({one.person for one in met})
    if kind is NoticeKind.RETRACTED:
        raised = {one.id for one in book_of(year).made if one.kind is NoticeKind.ESCALATION}
        assert [one.takes_back in raised for one in met if one.person == "knaap"] == [True]
        return
    # What he was told as it went up, but for how many days late it was then.
    (up,) = [one for one in book_of(year).made if (one.kind, one.person) == (NoticeKind.ESCALATION, "knaap")
             and (one.milestone, one.assignment) == ("presented", "hennep")]  # fmt: skip
    (down,) = [one for one in met if one.person == "knaap"]
    assert up.facts["days"] == 8
    assert down.facts == {key: value for key, value in up.facts.items() if key != "days"}
    assert down.facts["answers"] == ["bakker"]


def test_a_miss_and_that_it_went_up_are_past_once_it_is_met_and_not_before() -> None:
    year = begun("2015-04-02")
    daily(year, "2015-04-03", "2015-04-11")

    def past() -> dict[NoticeKind, set[bool]]:
        book, found = book_of(year), dict[NoticeKind, set[bool]]()
        for one in book.made:
            if (one.assignment, one.milestone) == ("hennep", "presented"):
                found.setdefault(one.kind, set()).add(book.is_past(one, year.stamps.moment.date()))
        return {kind: found[kind] for kind in (NoticeKind.MISSED, NoticeKind.ESCALATION)}

    assert past() == {NoticeKind.MISSED: {False}, NoticeKind.ESCALATION: {False}}
    year.at("2015-04-11").present("3", "bakker")
    checked(year, "2015-04-12")
    assert past() == {NoticeKind.MISSED: {True}, NoticeKind.ESCALATION: {True}}


def test_a_miss_that_was_met_in_time_for_it_does_not_go_up() -> None:
    year = begun("2015-04-02")
    daily(year, "2015-04-03", "2015-04-07")
    year.at("2015-04-08").present("3", "bakker")

    daily(year, "2015-04-09", "2015-04-25")

    assert "presented" not in [what for _, what, _ in told(year, NoticeKind.ESCALATION, assignment="hennep")]


def test_reminders_go_ahead_of_the_day_to_who_answers_and_name_the_meeting() -> None:
    year = begun("2015-06-01")

    daily(year, "2015-06-02", "2015-06-26")

    reminders = [one for one in book_of(year).made if one.kind is NoticeKind.REMINDER and one.assignment == "hennep"]
    assert [(one.at[:10], one.person, one.facts["days"]) for one in reminders] == [
        ("2015-06-11", "heidema", 14), ("2015-06-18", "heidema", 7), ("2015-06-24", "heidema", 1),
    ]  # fmt: skip
    assert {one.facts["meeting"] for one in reminders} == {"2015-06-25"}


def test_of_reminders_slept_through_the_latest_is_told_and_none_after_the_day() -> None:
    year = begun("2015-06-01")

    checked(year, "2015-06-20")
    checked(year, "2015-06-27")

    assert told(year, NoticeKind.REMINDER, assignment="hennep") == [("2015-06-20", "reported", "heidema")]


def test_what_is_met_already_is_not_reminded_of() -> None:
    year = begun("2015-03-01")
    year.at("2015-03-10").present("1", "keken")

    daily(year, "2015-03-11", "2015-04-02")

    assert told(year, NoticeKind.REMINDER, assignment="woninginbraken") == []


def test_a_turn_is_told_once_per_arrival_to_who_can_do_something_now() -> None:
    year = begun()
    year.at("2015-04-02").present("1", "keken")
    year.at("2015-04-03").advance("1", "return", "beenakker", reason="de partners ontbreken")
    year.at("2015-04-10").present("1", "keken")
    year.at("2015-04-20").start("1", "beenakker")
    year.at("2015-06-25").advance("1", "report", "beenakker", ("progress", "op schema"))
    year.at("2015-06-26").record("established", "1", "knaap", documents=(b"opdracht 1",), on="2015-06-25")

    assert told(year, NoticeKind.YOUR_TURN, assignment="woninginbraken") == [
        ("2015-02-13", "concept", "keken"),
        ("2015-04-02", "presented", "beenakker"),
        ("2015-04-03", "concept", "keken"),
        ("2015-04-10", "presented", "beenakker"),
        ("2015-04-20", "started", "beenakker"),
        ("2015-06-25", "reported", "knaap"),
        ("2015-06-26", "reported", "beenakker"),
    ]
    book = book_of(year)
    past = [book.is_past(one, date(2015, 6, 26)) for one in book.made if one.assignment == "woninginbraken"]
    # He who established it in that state has had his turn; the state is the same.
    assert past == [True, True, True, True, True, True, False]


def test_a_member_who_is_granted_later_hears_of_the_offer_then() -> None:
    year = walked()

    assert told(year, NoticeKind.YOUR_TURN, assignment="woninginbraken")[-3:] == [
        ("2015-07-06", "offered", "burgemeester-ede"),
        ("2015-07-06", "offered", "burgemeester-almelo"),
        ("2015-07-06", "offered", "burgemeester-zwolle"),
    ]


def test_a_deputy_hears_of_it_when_the_mandate_begins() -> None:
    year = begun()
    year.person("plaatsvervanger", "ambtelijk trekker")
    call = Call(actor="keken")
    start, until = date(2015, 3, 2), date(2015, 4, 1)
    act.mandate(year.office, call, "plaatsvervanger", assignment="1", start=start, until=until)

    daily(year, "2015-02-14", "2015-03-03")

    assert told(year, NoticeKind.YOUR_TURN, assignment="woninginbraken")[-1] == (
        "2015-03-02", "concept", "plaatsvervanger",
    )  # fmt: skip


def test_ids_are_the_same_however_often_they_are_derived_and_different_for_each_notice() -> None:
    year = begun("2015-03-01")
    daily(year, "2015-03-02", "2015-04-20")

    once, again = book_of(year).made, book_of(year, piecemeal=True).made

    assert once == again
    assert len({one.id for one in once}) == len(once) > 50
    assert all(len(one.id) == 32 and one.person not in one.id for one in once)


# A year of one assignment that is late here and there, recorded late here and there.
DONE = (
    ("2015-03-05", "team-formed", "2015-02-27"),
    ("2015-04-09", "present", "2015-04-07"),
    ("2015-05-04", "start", "2015-04-29"),
    ("2015-06-25", "report", "2015-06-25"),
)
END = date(2015, 7, 10)


@dataclass
class Told:
    """What was told in a run, without the salts that make its ids its own."""

    notices: list[Notice] = field(default_factory=list)

    def of(self, kind: NoticeKind) -> set[tuple[str | None, str, str, date]]:
        return {(one.assignment, one.milestone, one.person, one.on) for one in self.notices if one.kind is kind}


def lived_through(awake: Iterable[date]) -> Told:
    """The same year, in which a check ran on these days and on the last."""
    year = begun("2015-02-10")
    days = {*awake, END}
    day = date(2015, 2, 11)
    while day <= END:
        year.at(day.isoformat())
        for recorded, what, on in DONE:
            if recorded == day.isoformat():
                _done(year, what, on)
        if day in days:
            watch.check(year.office)
        day += DAY
    return Told(book_of(year).made)


def _done(year: Year, what: str, on: str) -> None:
    outcome = {
        "team-formed": lambda: year.record("team-formed", "1", "keken", on=on),
        "present": lambda: year.present("1", "keken", on=on),
        "start": lambda: year.start("1", "beenakker", on=on),
        "report": lambda: year.advance("1", "report", "beenakker", ("progress", "op schema"), on=on),
    }[what]()
    assert outcome.accepted, outcome.reasons


@pytest.fixture(scope="module")
def undisturbed() -> Told:
    return lived_through(date(2015, 2, 11) + number * DAY for number in range(150))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.dates(date(2015, 2, 11), END), max_size=40))
def test_downtime_changes_neither_what_is_caught_up_with_nor_what_stays_missed(
    undisturbed: Told, awake: set[date]
) -> None:
    found = lived_through(awake)

    caught_up = found.of(NoticeKind.CAUGHT_UP)
    # Who is told only because the miss went up, is told where somebody looked in time to send it up.
    assert caught_up <= undisturbed.of(NoticeKind.CAUGHT_UP)
    unsaid = undisturbed.of(NoticeKind.CAUGHT_UP) - caught_up
    assert {one[:3] for one in unsaid} <= {one[:3] for one in undisturbed.of(NoticeKind.ESCALATION)}
    # A miss that was over before anybody looked is not told as one.
    made_good = {one[:3] for one in caught_up | undisturbed.of(NoticeKind.RETRACTED)}
    assert found.of(NoticeKind.MISSED) <= undisturbed.of(NoticeKind.MISSED)
    lost = undisturbed.of(NoticeKind.MISSED) - found.of(NoticeKind.MISSED)
    assert {one[:3] for one in lost} <= made_good
    reminders = [one for one in found.notices if one.kind is NoticeKind.REMINDER]
    assert all(one.due is not None and one.on <= one.due for one in reminders)
    assert max(Counter((one.assignment, one.milestone, one.person) for one in reminders).values(), default=0) <= 3
    assert len({one.id for one in found.notices}) == len(found.notices)


def test_the_other_programme_tells_its_own_people() -> None:
    people = DIKES.people.name, DIKES.people.read_bytes()
    world = world_begun(None, "2031-03-02", rules=DIKES.rule_files(), people=people)
    for day in (date(2031, 3, 3) + number * DAY for number in range(30)):
        watch.check(world.at(day.isoformat()).office)

    own = [(one.kind, one.at[:10], one.person) for one in book_of(world).made if one.assignment is None]

    assert own == [
        (NoticeKind.REMINDER, "2031-03-10", "secretaris"),
        (NoticeKind.REMINDER, "2031-03-18", "secretaris"),
        (NoticeKind.MISSED, "2031-03-21", "secretaris"),
        (NoticeKind.ESCALATION, "2031-03-26", "secretaris"),
    ]


def test_who_read_along_tells_nothing_any_more_of_what_was_destroyed() -> None:
    world = lived(world_begun())
    accepted(world.grant("lead", "boomkamp", "1", start="2015-08-01"))
    with world.office.room.reading() as work:
        book = NoticeBook(lambda address: fetch(address, work.shelf.get))
    for entry in entries_of(world):
        book.take(entry)
    assert ONE in {one.assignment for one in book.made}
    last = world.head()

    accepted(destroyed(world))
    watch.check(world.at("2015-08-02").office)
    with world.office.room.reading() as work:
        for line in work.journal.lines(since=last + 1):
            book.take(read_entry(line.text))
    book.close()

    assert ONE not in {one.assignment for one in book.made}
