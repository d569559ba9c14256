"""The calendar file, read again by another program: its days, the names they keep, and the numbers that rise."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from tests.desk.conftest import world
from tests.desk.newer import newer
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun
from tests.programmes.story import STORY
from tests.programmes.test_second_programme import at, office, say
from vs_workflow.desk.agenda import Agenda, Due, agenda
from vs_workflow.desk.office import Office
from vs_workflow.exports.calendar import as_data, as_icalendar, uid
from vs_workflow.reasons import Misunderstood

__all__ = ["office", "world"]

BBG = date(2015, 6, 25)


def read(view: Agenda) -> list[Any]:
    """The events of the file, by the parser of another program."""
    text = as_icalendar(view, "nl").decode()
    (calendar,) = vobject.readComponents(text)
    return list(calendar.vevent_list)


def named(view: Agenda) -> dict[str, tuple[date, int, bool]]:
    return {uid(one, view.setting): (one.day, one.revision, one.cancelled) for one in view.days}


def meeting(world: World, day: date, body: str = "bbg") -> tuple[int, bool]:
    found = [
        one for one in agenda(world.office).days if not isinstance(one, Due) and (one.body, one.day) == (body, day)
    ]
    (only,) = found
    return only.revision, only.cancelled


def test_every_due_day_and_meeting_is_an_event_of_one_whole_day(world: World) -> None:
    events = read(agenda(world.office))

    assert len(events) == 6 * 5 + 2 + 2
    for event in events:
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert not hasattr(event.dtstart.value, "hour")
    assert len({event.uid.value for event in events}) == len(events)
    presented = next(one for one in events if one.uid.value.startswith("milestone.presented.hennep@"))
    assert presented.dtstart.value == date(2015, 4, 2)
    assert presented.summary.value == "OEFENING: 3: Presentatie aan de bestuurlijk voorzitter"
    assert "ambtelijk trekker (Jurjen Bakker)" in presented.description.value


def test_it_warns_as_long_ahead_as_the_programme_says_at_its_hour(world: World, office: Office) -> None:
    first = read(agenda(world.office))[0]
    other = read(agenda(office))[0]

    assert [one.trigger.value for one in first.valarm_list] == [
        timedelta(hours=6) - timedelta(days=days) for days in (14, 7, 1)
    ]
    assert [one.trigger.value for one in other.valarm_list] == [
        timedelta(hours=5, minutes=30) - timedelta(days=days) for days in (10, 2)
    ]


def test_what_was_met_no_longer_warns_and_says_so(world: World) -> None:
    world.at("2015-04-02").present("3", "bakker")

    event = next(one for one in read(agenda(world.office)) if "presented.hennep" in one.uid.value)

    assert not hasattr(event, "valarm_list")
    assert "gehaald 2 april 2015" in event.description.value
    assert event.sequence.value == "0"


def test_the_same_journal_gives_the_same_bytes_whatever_the_day(world: World) -> None:
    world.at("2015-04-02").present("3", "bakker")
    first = as_icalendar(agenda(world.office), "nl")

    assert as_icalendar(agenda(world.at("2016-01-01").office), "nl") == first


def test_lines_are_folded_and_ended_as_the_standard_asks(world: World) -> None:
    lines = as_icalendar(agenda(world.office), "nl").split(b"\r\n")

    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_a_meeting_that_is_cancelled_and_planned_again_keeps_its_name_and_rises(world: World) -> None:
    assert meeting(world, BBG) == (0, False)
    facts = {"body": "bbg", "day": BBG.isoformat()}

    accepted(world.record("meeting-cancelled", None, "meuleman", facts))
    assert meeting(world, BBG) == (1, True)
    cancelled = next(one for one in read(agenda(world.office)) if one.uid.value.startswith("meeting.bbg.2015-06-25@"))
    assert (cancelled.status.value, cancelled.sequence.value) == ("CANCELLED", "1")

    planned = accepted(world.record("meeting-planned", None, "meuleman", {**facts, "day": "2015-07-02"}))
    assert meeting(world, date(2015, 7, 2)) == (0, False)

    accepted(world.record("meeting-planned", None, "meuleman", facts))
    assert meeting(world, BBG) == (2, False)

    assert planned.seq is not None
    accepted(world.correct(planned.seq, "meuleman", annul=True))
    assert meeting(world, date(2015, 7, 2)) == (1, True)


def test_a_meeting_that_was_held_was_held(world: World) -> None:
    accepted(world.at("2015-03-05").record("meeting-held", None, "meuleman", {"body": "bbg"}, on="2015-03-04"))

    assert meeting(world, date(2015, 3, 4)) == (0, False)


def test_what_is_no_longer_due_is_cancelled_and_comes_back_with_a_higher_number(world: World) -> None:
    world.at("2015-04-10")
    before = named(agenda(world.office))
    started = next(name for name in before if name.startswith("milestone.started.hennep@"))

    gone = accepted(world.advance("3", "withdraw", "knaap", reason="vervalt"))
    let_go = named(agenda(world.office))
    assert gone.seq is not None
    accepted(world.correct(gone.seq, "knaap", annul=True, reason="toch niet"))
    again = named(agenda(world.office))

    assert [one[started][1:] for one in (before, let_go, again)] == [(0, False), (1, True), (2, False)]
    presented = next(name for name in before if name.startswith("milestone.presented.hennep@"))
    assert let_go[presented][2] is False, "it was due before the withdrawal"
    assert set(before) == set(let_go) == set(again)


def test_numbers_never_fall(world: World) -> None:
    """Whatever is recorded, a name stays and its number does not go down."""
    seen = named(agenda(world.office))
    facts = {"body": "bbg", "day": BBG.isoformat()}
    acts: list[Callable[[], object]] = [
        lambda: world.at("2015-04-02").present("1", "keken"),
        lambda: world.record("meeting-cancelled", None, "meuleman", facts),
        lambda: world.at("2015-04-20").start("1", "beenakker"),
        lambda: world.advance("1", "withdraw", "knaap", reason="vervalt"),
        lambda: world.correct(world.head(), "knaap", on="2015-04-21", reason="vergissing"),
        lambda: world.record("meeting-planned", None, "meuleman", facts),
    ]
    for act in acts:
        act()
        now = named(agenda(world.office))
        assert all(now[name][1] >= seen[name][1] for name in seen)
        seen = now


@pytest.mark.parametrize(
    ("asked", "milestones", "meetings"),
    [
        ({"person": "Hofman"}, {"teams-filled", "concept-written", "presented"}, set()),
        ({"person": "beem"}, {"started", "reported"}, {"bbg"}),
        ({"person": "knaap"}, {"rvo-informed"}, {"bbg", "rvo"}),
        ({"role": "coordinator"}, {"working-meeting"}, set()),
        ({"role": "chair"}, {"started", "reported"}, {"bbg"}),
        ({"person": "beem", "role": "lead"}, set(), set()),
    ],
)
def test_somebody_gets_his_own_days(
    world: World, asked: dict[str, str], milestones: set[str], meetings: set[str]
) -> None:
    days = agenda(world.office, **asked).days

    assert {one.milestone for one in days if isinstance(one, Due)} == milestones
    assert {one.body for one in days if not isinstance(one, Due)} == meetings


def test_a_member_of_a_body_gets_its_meetings(world: World) -> None:
    world.person("lid")
    accepted(world.grant("body-member", "lid", "rvo", start="2015-02-13", until="2015-10-01"))
    assert agenda(world.office, person="lid").days == ()

    accepted(world.grant("body-member", "lid", "rvo", start="2015-10-01"))

    assert [(one.day, isinstance(one, Due)) for one in agenda(world.office, person="lid").days] == [
        (date(2015, 10, 22), False)
    ]


def test_a_name_that_nobody_has_is_misunderstood(world: World) -> None:
    for asked in ({"person": "niemand"}, {"role": "keizer"}):
        with pytest.raises(Misunderstood):
            agenda(world.office, **asked)


def test_a_rehearsal_never_touches_the_days_of_the_real_calendar() -> None:
    real, rehearsed = (named(agenda(begun(rehearsal=one).office)) for one in (False, True))

    assert set(real) & set(rehearsed) == set()
    assert "OEFENING" not in as_icalendar(agenda(begun(rehearsal=False).office), "nl").decode()


def test_the_second_programme_has_its_own_days(office: Office) -> None:
    for line in STORY:
        say(office, line)

    view = agenda(at(office, "2032-03-01"))

    assert {one.day for one in view.days} == {date(2031, 3, 20), date(2031, 6, 30), date(2031, 9, 16)}
    assert as_data(view, "en")["schema"] == "vs.calendar/1"
    assert not re.search(r"2015|BBG|driehoek", as_icalendar(view, "en").decode())
    assert len(read(view)) == len(view.days)


@pytest.mark.skipif(shutil.which("calcurse") is None, reason="apt-get install calcurse")
def test_a_calendar_program_takes_all_of_it(world: World, tmp_path: Path) -> None:
    file = tmp_path / "vs.ics"
    file.write_bytes(as_icalendar(agenda(world.office), "nl"))

    ended = subprocess.run(
        ["calcurse", "-D", str(tmp_path / "data"), "-i", str(file)], capture_output=True, text=True, check=True
    )

    assert "34 events" in ended.stdout + ended.stderr
    assert "0 skipped" in ended.stdout + ended.stderr


def test_a_due_day_that_new_rules_move_keeps_its_name_and_rises(world: World) -> None:
    before = named(agenda(world.office))
    started = next(name for name in before if name.startswith("milestone.started.hennep@"))
    others = {name for name in before if not name.startswith("milestone.started.")}

    assert moved(world, newer((b"due = 2015-04-30", b"due = 2015-05-15"))).accepted
    later = named(agenda(world.office))
    assert moved(world, newer()).accepted
    back = named(agenda(world.office))

    assert [one[started] for one in (before, later, back)] == [
        (date(2015, 4, 30), 0, False),
        (date(2015, 5, 15), 1, False),
        (date(2015, 4, 30), 2, False),
    ]
    assert all(before[name] == later[name] == back[name] for name in others)


def test_what_new_rules_leave_out_is_cancelled_under_its_old_name(world: World) -> None:
    before = named(agenda(world.office))
    without = newer(
        (b'[[meetings]]\nbody = "rvo"\nday = 2015-10-22', b'[[meetings]]\nbody = "rvo"\nday = 2015-10-29'),
        (b"opens = 2015-04-01\ndue = 2015-04-30\n", b""),
    )

    assert moved(world, without).accepted
    after = named(agenda(world.office))

    gone = {name.partition("@")[0] for name, (_, _, cancelled) in after.items() if cancelled}
    assert gone == {"meeting.rvo.2015-10-22", *(f"milestone.started.{key}" for key in ASSIGNMENTS)}
    assert set(before) < set(after)
    assert all(after[name][1] == 1 for name in after if name.partition("@")[0] in gone)


ASSIGNMENTS = ("woninginbraken", "overlast", "hennep", "informatievoorziening", "risico-omg", "shortlist-jeugd")


def test_hostile_names_stay_within_their_line() -> None:
    world = begun()
    hostile = "Jan\r\nBEGIN:VALARM\x1b[31m;,\\ \u202e" + "é" * 60
    view = agenda(world.office)
    names = {**view.setting.names, "bakker": {"nl": hostile, "en": hostile}}
    view = replace(view, setting=replace(view.setting, names=names))

    text = as_icalendar(view, "nl")

    assert text.count(b"BEGIN:VEVENT") == len(read(view)) == len(view.days)
    assert b"\x1b" not in text
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
