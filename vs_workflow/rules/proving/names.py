"""Keys are keys, none stands twice, and everything that people read has its words in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from vs_workflow.reasons import Finding, Plain
from vs_workflow.rules.keys import FACT_KEY, KEY, LONGEST_KEY
from vs_workflow.rules.lifecycle import Label
from vs_workflow.rules.proving.places import actions, guards, rows, specs, steps
from vs_workflow.rules.rulebook import Rules

LONGEST_NUMBER = 16
_PREFIX = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*-?\Z")
_NUMBER = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*\Z")
LANGUAGES = ("nl", "en")


def keys_are_keys(rules: Rules) -> Iterator[Finding]:
    """Keys become part of entries, of addresses and of what is typed: plain words, not too long."""
    for where, name, shape in _keys(rules):
        if len(name) > LONGEST_KEY or not shape.match(name):
            yield Finding("names", "sound.key-odd", {"found": name[:LONGEST_KEY], "most": LONGEST_KEY}, where=where)
    for section, number in _numbers(rules):
        if len(number) > LONGEST_NUMBER or not _NUMBER.match(number):
            facts: dict[str, Plain] = {"found": number[:LONGEST_KEY], "most": LONGEST_NUMBER}
            yield Finding("names", "sound.number-odd", facts, where=section)


def _keys(rules: Rules) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    lifecycle, programme = rules.lifecycle, rules.programme
    yield "lifecycle.key", lifecycle.key, KEY
    yield "key", programme.key, KEY
    for section, items in _sections(rules):
        yield from ((f"{where}.key", key, KEY) for where, key in rows(section, items))
    if lifecycle.subcase is not None:
        yield "subcase.key", lifecycle.subcase.key, KEY
    yield from ((f"{where}.key", step.key, KEY) for where, step in steps(rules))
    for where, _, spec in guards(rules):
        yield f"{where}.name", spec.name, FACT_KEY
    for where, action in actions(rules):
        for place, asked in specs(where, action.facts):
            yield f"{place}.key", asked.key, FACT_KEY
            yield from ((f"{place}.items", key, FACT_KEY) for key in asked.items)
            yield from ((f"{place}.choices", key, FACT_KEY) for key in asked.choices)
        if action.opens is not None:
            yield f"{where}.opens.prefix", action.opens.prefix, _PREFIX
            yield f"{where}.opens.kind", action.opens.kind, KEY
    for where, body in rows("bodies", programme.bodies):
        yield f"{where}.kind", body.kind, KEY
    for where, holder in rows("holders", programme.holders):
        yield f"{where}.person", holder.person, KEY


def _sections(rules: Rules) -> Iterator[tuple[str, tuple[str, ...]]]:
    lifecycle, programme = rules.lifecycle, rules.programme
    yield "states", tuple(one.key for one in lifecycle.states)
    yield "roles", tuple(one.key for one in lifecycle.roles)
    yield "events", tuple(one.key for one in lifecycle.events)
    yield "districts", tuple(one.key for one in programme.districts)
    yield "organisations", tuple(one.key for one in programme.organisations)
    yield "bodies", tuple(one.key for one in programme.bodies)
    yield "themes", tuple(one.key for one in programme.themes)
    yield "assignments", tuple(one.key for one in programme.assignments)
    yield "milestones", tuple(one.id for one in programme.milestones)
    yield "per_district", tuple(one.key for one in programme.per_district)
    if lifecycle.subcase is not None:
        yield "subcase.states", tuple(one.key for one in lifecycle.subcase.states)


def _numbers(rules: Rules) -> Iterator[tuple[str, str]]:
    for where, assignment in rows("assignments", rules.programme.assignments):
        yield f"{where}.number", assignment.number
    for where, theme in rows("themes", rules.programme.themes):
        yield f"{where}.number", theme.number


def none_stands_twice(rules: Rules) -> Iterator[Finding]:
    """A key, a number, a fact, a guard, a meeting or a holiday that stands twice would hide one of the two."""
    for section, items in _sections(rules):
        yield from _twice(section, items)
    programme = rules.programme
    yield from _twice("themes", [one.number.casefold() for one in programme.themes])
    yield from _twice("meetings", [f"{one.body} {one.day.isoformat()}" for one in programme.meetings])
    yield from _twice("holidays", [day.isoformat() for day in programme.holidays])
    for where, action in actions(rules):
        yield from _twice(f"{where}.guards", [spec.name for spec in action.guards])
        yield from _twice(f"{where}.facts", [asked.key for asked in action.facts])
        for place, asked in specs(where, action.facts):
            yield from _twice(f"{place}.fields", [part.key for part in asked.fields])
    taken: dict[str, str] = {}
    for where, assignment in rows("assignments", programme.assignments):
        for name in {assignment.number.casefold(), assignment.key}:
            if taken.setdefault(name, where) != where and name not in _doubled(programme.assignments):
                yield Finding("names", "sound.twice", {"name": name}, where=where)


def _doubled(assignments: Iterable[object]) -> set[str]:
    """Keys that `_sections` has told of already."""
    keys = [str(getattr(one, "key", "")) for one in assignments]
    return {key for key in keys if keys.count(key) > 1}


def _twice(section: str, items: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for where, name in rows(section, items):
        if name in seen:
            yield Finding("names", "sound.twice", {"name": name}, where=where)
        seen.add(name)


def a_step_is_no_event(rules: Rules) -> Iterator[Finding]:
    """What is typed names a step or an event, never either."""
    named = {step.key for step in rules.lifecycle.steps}
    for where, event in rows("events", rules.lifecycle.events):
        if event.key in named:
            yield Finding("names", "sound.step-and-event", {"name": event.key}, where=f"{where}.key")


def both_languages(rules: Rules) -> Iterator[Finding]:
    for where, label in _labels(rules):
        for lang in LANGUAGES:
            if not str(label.get(lang, "")).strip():
                yield Finding("names", "sound.label-missing", {"lang": lang}, where=where)


class _Labelled(Protocol):
    @property
    def label(self) -> Label: ...


def _labels(rules: Rules) -> Iterator[tuple[str, Mapping[str, str]]]:
    lifecycle, programme = rules.lifecycle, rules.programme
    yield "lifecycle.label", dict(lifecycle.label)
    yield "title", dict(programme.title)
    labelled: tuple[tuple[str, Sequence[_Labelled]], ...] = (
        ("states", lifecycle.states),
        ("roles", lifecycle.roles),
        ("steps", lifecycle.steps),
        ("events", lifecycle.events),
        ("subcase.states", lifecycle.subcase.states if lifecycle.subcase is not None else ()),
        ("districts", programme.districts),
        ("organisations", programme.organisations),
        ("bodies", programme.bodies),
        ("themes", programme.themes),
        ("milestones", programme.milestones),
        ("per_district", programme.per_district),
    )
    for section, items in labelled:
        yield from ((f"{where}.label", dict(item.label)) for where, item in rows(section, items))
    if lifecycle.subcase is not None:
        yield "subcase.label", dict(lifecycle.subcase.label)
    for where, assignment in rows("assignments", programme.assignments):
        yield f"{where}.title", dict(assignment.title)
    for where, action in actions(rules):
        for place, asked in specs(where, action.facts):
            yield f"{place}.label", dict(asked.label)
            for part, table in (("items", asked.items), ("choices", asked.choices)):
                yield from ((f"{place}.{part}.{key}", dict(label)) for key, label in table.items())


NAMES = (keys_are_keys, none_stands_twice, a_step_is_no_event, both_languages)
