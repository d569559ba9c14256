"""The road that each assignment went as an event log, IEEE 1849 (XES): for a second opinion by process mining.

A trace per assignment, an event per step that counts, as corrected, between START and, once
a final state was reached, END: so the several ends of a lifecycle become one. What happens
beside the road is no move in it and is left out. `time:timestamp` is the day on which it
happened, with a second for each step, so that steps of one day keep their order.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vs_workflow.casebook import Case, Mark
from vs_workflow.desk.leave import Leaving
from vs_workflow.exports.roles import Shown
from vs_workflow.words.naming import number

START, END = "START", "END"
# What we use of each extension, with the extension's name.
_EXTENSIONS = {
    "concept:name": "Concept",
    "time:timestamp": "Time",
    "org:role": "Organizational",
    "lifecycle:transition": "Lifecycle",
}


def xes(found: Leaving, shown: Shown) -> bytes:
    """The log, in UTF-8."""
    version = {"xes.version": "1849-2016", "xes.features": "", "xmlns": "http://www.xes-standard.org/"}
    log = ET.Element("log", version)
    for key, name in _EXTENSIONS.items():
        prefix = key.partition(":")[0]
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        ET.SubElement(log, "extension", {"name": name, "prefix": prefix, "uri": uri})
    trace = ET.SubElement(log, "global", {"scope": "trace"})
    _add(trace, "string", "concept:name", "")
    event = ET.SubElement(log, "global", {"scope": "event"})
    for kind, key, value in (
        ("string", "concept:name", ""),
        ("string", "lifecycle:transition", "complete"),
        ("date", "time:timestamp", "1970-01-01T00:00:00.000+00:00"),
    ):
        _add(event, kind, key, value)
    ET.SubElement(log, "classifier", {"name": "step", "keys": "concept:name"})
    ET.SubElement(log, "classifier", {"name": "step and role", "keys": "concept:name org:role"})
    _add(log, "string", "concept:name", found.programme)
    if found.setting.rehearsal:
        _add(log, "boolean", "vs:rehearsal", "true")
    for case in _cases(found):
        _trace(log, case, found, shown)
    ET.indent(log, " ")
    return bytes(ET.tostring(log, encoding="utf-8", xml_declaration=True)) + b"\n"


def _cases(found: Leaving) -> Iterator[Case]:
    """In the order of the programme file, then those that it no longer has."""
    known = [one.key for one in found.setting.rules.programme.assignments]
    for key in [*known, *sorted(found.book.cases.keys() - set(known))]:
        if key in found.book.cases and found.assignment in (None, key):
            yield found.book.cases[key]


def _trace(log: ET.Element, case: Case, found: Leaving, shown: Shown) -> None:
    rules = found.laws.get(case.rules, found.setting.rules)
    zone = ZoneInfo(rules.programme.zone)
    trace = ET.SubElement(log, "trace")
    _add(trace, "string", "concept:name", f"{number(case.key, found.setting)} {case.key}")
    _add(trace, "string", "vs:state", case.state)
    _event(trace, START, _moment(case.opened_on, 0, zone))
    for place, mark in enumerate(case.steps, 1):
        event = _event(trace, mark.what, _moment(mark.on, place, zone))
        _step(event, mark, shown)
    if rules.lifecycle.is_final(case.state):
        _event(trace, END, _moment(case.since, len(case.steps) + 1, zone))


def _event(trace: ET.Element, name: str, moment: str) -> ET.Element:
    event = ET.SubElement(trace, "event")
    _add(event, "string", "concept:name", name)
    _add(event, "string", "lifecycle:transition", "complete")
    _add(event, "date", "time:timestamp", moment)
    return event


def _step(event: ET.Element, mark: Mark, shown: Shown) -> None:
    _add(event, "string", "org:resource", shown.person(mark.actor) or "")
    _add(event, "string", "org:role", mark.role or "")
    _add(event, "string", "vs:from", mark.source or "")
    _add(event, "string", "vs:to", mark.to or "")
    _add(event, "date", "vs:recorded_at", f"{mark.recorded_at[:23]}+00:00")
    _add(event, "int", "vs:seq", str(mark.seq))
    if mark.behalf_of is not None:
        _add(event, "string", "vs:behalf_of", shown.person(mark.behalf_of) or "")
    if mark.fixed_by is not None:
        _add(event, "int", "vs:corrected_by", str(mark.fixed_by))


def _moment(day: date, place: int, zone: ZoneInfo) -> str:
    moment = datetime.combine(day, time(), tzinfo=zone) + timedelta(seconds=place)
    return moment.isoformat(timespec="milliseconds")


def _add(parent: ET.Element, kind: str, key: str, value: str) -> None:
    ET.SubElement(parent, kind, {"key": key, "value": value})
