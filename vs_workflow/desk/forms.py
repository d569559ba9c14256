"""What was handed in, to facts: a filled form and single facts as typed, names turned into keys.

A form is TOML, one fact per line. An unknown key or a wrong type in a form is a fault of
the file; in a single fact it is a call that cannot be understood. An empty text is no fact.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from vs_workflow.casebook import Casebook
from vs_workflow.desk.naming import clean, clean_name, find_body, find_named, find_person
from vs_workflow.desk.office import Given, Office, Record
from vs_workflow.reasons import BadFile, Misunderstood, Plain, Trouble
from vs_workflow.rules.facts import FactFault, fact_faults
from vs_workflow.rules.lifecycle import Action, FactSpec
from vs_workflow.rules.rulebook import Rules, read_toml

_NAMED_TYPES = ("body", "person", "people", "district", "organisation", "day", "choice")
_YES = {"true": True, "yes": True, "ja": True, "1": True, "false": False, "no": False, "nee": False, "0": False}


class Desk:
    """What names are looked up in while facts are read."""

    def __init__(self, office: Office, book: Casebook, rules: Rules, records: dict[str, Record], today: date) -> None:
        self.office, self.book, self.rules, self.records, self.today = office, book, rules, records, today


def facts_of(given: Given, action: Action, desk: Desk) -> dict[str, Plain]:
    """The facts handed in for this action; raises BadFile for the form, Misunderstood for single facts."""
    facts: dict[str, Plain] = {}
    if given.form is not None:
        name, data = given.form
        facts = _from_form(name, data, action, desk)
    typed: dict[str, Any] = {}
    for key, value in given.facts:
        _put(typed, key, value, action)
    for key, value in typed.items():
        spec = action.fact(key)
        if spec is None:
            raise Misunderstood("fact.unknown", fact=key, action=action.key, known=[one.key for one in action.facts])
        read = _read(spec, value, desk)
        known = facts.get(key)
        facts[key] = {**known, **read} if isinstance(known, dict) and isinstance(read, dict) else read
    for fault in fact_faults(action, facts, desk.book, desk.rules):
        raise _misunderstood(fault, action)
    return {key: value for key, value in facts.items() if value not in ("", [], {}, None)}


def _from_form(name: str, data: bytes, action: Action, desk: Desk) -> dict[str, Plain]:
    table = read_toml(data, name)
    facts: dict[str, Plain] = {}
    for key, value in table.items():
        spec = action.fact(key)
        if spec is None:
            raise BadFile("form.unknown-key", file=name, where=key, known=[one.key for one in action.facts])
        try:
            facts[key] = _read(spec, value, desk)
        except Misunderstood as error:
            raise BadFile(
                "form.unreadable", file=name, where=key, why=error.rule, why_facts=dict(error.facts)
            ) from None
    for fault in fact_faults(action, facts, desk.book, desk.rules):
        raise BadFile(
            "form.unknown-key" if fault.rule == "fact.unknown-key" else "form.wrong-value",
            file=name, where=fault.key, found=fault.found, known=list(fault.expected),
        )  # fmt: skip
    return facts


def _put(typed: dict[str, Any], key: str, value: str, action: Action) -> None:
    """`principles.p1=…` fills one line of a table; a list or table may be typed as TOML."""
    key = clean_name(key, "fact")
    head, dot, rest = key.partition(".")
    spec = action.fact(head)
    if spec is None:
        raise Misunderstood("fact.unknown", fact=key, action=action.key, known=[one.key for one in action.facts])
    if dot:
        table = typed.setdefault(head, {})
        if not isinstance(table, dict):
            raise Misunderstood("fact.unknown", fact=key, action=action.key, known=[one.key for one in action.facts])
        if rest in table:
            raise Misunderstood("fact.twice", fact=key)
        table[rest] = _YES.get(value.strip().casefold(), value) if spec.type == "gaps" else value
        return
    if head in typed:
        raise Misunderstood("fact.twice", fact=key)
    if spec.type in ("records", "confirmations", "gaps"):
        try:
            typed[head] = read_toml(f"value = {clean(value, key)}".encode(), key)["value"]
        except BadFile:
            raise Misunderstood("fact.not-toml", fact=key) from None
    elif spec.type == "confirmation":
        typed[head] = _YES.get(value.strip().casefold(), value)
    else:
        typed[head] = value


def _read(spec: FactSpec, value: Any, desk: Desk) -> Plain:
    """The value with its names as keys and its texts clean; shapes are judged later, by one function for all."""
    if isinstance(value, date) and not isinstance(value, datetime) and spec.type == "day":
        return value.isoformat()
    if spec.type == "people":
        names = value.split(",") if isinstance(value, str) else value
        if isinstance(names, list):
            return [_name(spec, one, desk) if isinstance(one, str) else _plain(spec, one) for one in names if one != ""]
    if isinstance(value, str):
        return _name(spec, value, desk) if spec.type in _NAMED_TYPES else clean(value, spec.key)
    if isinstance(value, list):
        if spec.type == "records":
            rows = [_row(spec, row, desk) for row in value]
            return [row for row in rows if row != {}]
        return [_plain(spec, one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(spec, one) for key, one in value.items()}
    return _plain(spec, value)


def _row(spec: FactSpec, row: Any, desk: Desk) -> Plain:
    if not isinstance(row, dict):
        return _plain(spec, row)
    parts = {part.key: part for part in spec.fields}
    for key in row:
        if key not in parts:
            raise Misunderstood("fact.unknown-key", fact=f"{spec.key}.{key}", found=key, expected=[*parts])
    read = {key: _read(parts[key], value, desk) for key, value in row.items()}
    return {} if all(value == "" for value in read.values()) else read


def _plain(spec: FactSpec, value: Any) -> Plain:
    """A clean text, or a wrong type that is judged later; a moment, a fraction or a list in a list is refused here."""
    if isinstance(value, str):
        return clean(value, spec.key)
    if isinstance(value, bool | int) or value is None:
        return value
    raise Misunderstood("fact.wrong-type", fact=spec.key, found=str(value)[:60], expected=[spec.type])


def _name(spec: FactSpec, text: str, desk: Desk) -> Plain:
    if not text.strip():
        return ""
    match spec.type:
        case "person" | "people":
            return find_person(text, desk.book, desk.records)
        case "body":
            return find_body(text, desk.book, desk.rules, spec.body_kinds)
        case "district":
            return find_named("district", text, {one.key: one.label.values() for one in desk.rules.programme.districts})
        case "organisation":
            labels = {one.key: one.label.values() for one in desk.rules.programme.organisations}
            return find_named("organisation", text, labels)
        case "choice":
            return find_named("choice", text, {key: label.values() for key, label in spec.choices.items()})
        case _:
            return desk.office.read_day(text, desk.today).isoformat()


def _misunderstood(fault: FactFault, action: Action) -> Trouble:
    expected: list[Plain] = [*fault.expected]
    return Misunderstood(fault.rule, fact=fault.key, found=fault.found, action=action.key, expected=expected)
