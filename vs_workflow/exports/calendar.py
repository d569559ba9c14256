"""Milestones and meetings as iCalendar (RFC 5545), for whatever calendar program somebody keeps.

Each day has a name of its own (UID) that stays the same, and a number that rises when the
day moves (SEQUENCE), so that reading the file again brings a calendar up to date. The same
journal gives the same bytes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from vs_workflow.desk.agenda import Agenda, Due, Gathering
from vs_workflow.desk.views import Setting
from vs_workflow.journal.chain import moment
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words import naming
from vs_workflow.words.dates import say_day
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import safe
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from icalendar import Alarm, Event

_DAY = timedelta(days=1)


def as_icalendar(view: Agenda, lang: Lang) -> bytes:
    """The file: an all-day event for each due day and each meeting."""
    from icalendar import Calendar

    setting = view.setting
    programme = setting.rules.programme
    name = _marked(naming.label(programme.title, lang), setting, lang)
    calendar = Calendar()
    calendar.add("prodid", f"-//vs-workflow//{programme.key}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", programme.zone)
    for one in view.days:
        calendar.add_component(_event(one, view, lang))
    written: bytes = calendar.to_ical()
    return written


def as_data(view: Agenda, lang: Lang) -> dict[str, object]:
    """The same days, for `--json`."""
    setting = view.setting
    return {
        "schema": "vs.calendar/1",
        "programme": setting.rules.programme.key,
        "rehearsal": setting.rehearsal,
        "events": [
            {
                "uid": uid(one, setting),
                "day": one.day.isoformat(),
                "sequence": one.revision,
                "cancelled": one.cancelled,
                "milestone": one.milestone if isinstance(one, Due) else None,
                "assignment": one.assignment if isinstance(one, Due) else None,
                "body": one.body if isinstance(one, Gathering) else None,
                "answers": list(one.answers) if isinstance(one, Due) else [],
                "summary": _summary(one, setting, lang),
            }
            for one in view.days
        ],
    }


def uid(one: Due | Gathering, setting: Setting) -> str:
    """The name that a day keeps. A rehearsal's is another, so that it never moves a day of the real calendar."""
    if isinstance(one, Due):
        parts = ["milestone", one.milestone, one.assignment or "programme"]
    else:
        parts = ["meeting", one.body, one.day.isoformat()]
    space = "rehearsal.vs-workflow" if setting.rehearsal else "vs-workflow"
    return f"{'.'.join(parts)}@{setting.rules.programme.key}.{space}"


def _event(one: Due | Gathering, view: Agenda, lang: Lang) -> Event:
    from icalendar import Event

    setting = view.setting
    event = Event()
    event.add("uid", uid(one, setting))
    event.add("dtstamp", moment(one.stamp))
    event.add("last-modified", moment(one.stamp))
    event.add("sequence", one.revision)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + _DAY)
    event.add("summary", _summary(one, setting, lang))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if isinstance(one, Due):
        event.add("description", "\n".join(_about(one, setting, lang)))
        if one.judgement.verdict is Verdict.MISSED:
            for days in sorted(view.reminders, reverse=True):
                event.add_component(_alarm(days, one, view, lang))
    return event


def _alarm(days: int, one: Due, view: Agenda, lang: Lang) -> Alarm:
    """So many days ahead, at the hour at which the programme reminds."""
    from icalendar import Alarm

    hours, minutes = (int(part) for part in view.hour.split(":"))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(hours=hours, minutes=minutes) - timedelta(days=days))
    alarm.add("description", _summary(one, view.setting, lang))
    return alarm


def _summary(one: Due | Gathering, setting: Setting, lang: Lang) -> str:
    if isinstance(one, Gathering):
        said = f"{naming.body(one.body, setting, lang)}: {term('meeting-of', lang)}"
    else:
        number = naming.number(one.assignment, setting)
        called = naming.milestone(one.milestone, setting, lang)
        said = f"{number}: {called}" if number else called
    return _marked(said, setting, lang)


def _marked(said: str, setting: Setting, lang: Lang) -> str:
    return f"{term('rehearsal', lang)}: {said}" if setting.rehearsal else said


def _about(one: Due, setting: Setting, lang: Lang) -> list[str]:
    """Of which assignment, since when it may be done, who answers for it, and what became of it so far."""
    lines = [naming.title(one.assignment, setting, lang)] if one.assignment is not None else []
    if one.opens is not None and one.opens < one.day:
        lines.append(f"{term('window', lang)}: {say_day(one.opens, lang)} - {say_day(one.day, lang)}")
    who = naming.people(one.answers, setting, lang) or term("nobody", lang)
    lines.append(f"{term('answers', lang)}: {naming.role(one.role, setting, lang)} ({who})")
    found = one.judgement
    if found.verdict is not Verdict.MISSED:
        came = f" {say_day(found.satisfied_on, lang)}" if found.satisfied_on is not None else ""
        lines.append(f"{term(f'verdict.{found.verdict.value}', lang)}{came}")
    return [safe(line) for line in lines]
