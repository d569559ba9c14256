"""Facts of a request against what the rules and the casebook know: shapes and names, nothing of their content.

An empty fact is no fault here; whether it may be empty is for a guard.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from vs_workflow.casebook import Casebook
from vs_workflow.journal.entry import day_of
from vs_workflow.reasons import Facts, Plain
from vs_workflow.rules.lifecycle import Action, FactSpec, Opens
from vs_workflow.rules.rulebook import Rules, is_odd
from vs_workflow.rules.standing import bodies_of, known_body

_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True)
class FactFault:
    """A fact that cannot be read: `rule` is `fact.unknown-key`, `fact.wrong-type` or `fact.unknown-name`.

    `found` is what was given, `expected` what may stand there (a type, or the names known).
    """

    key: str
    rule: str
    found: str
    expected: tuple[str, ...]


def says_something(text: object) -> bool:
    """Whether a text holds anything to read: blanks and characters that show nothing do not count."""
    return any(unicodedata.category(char)[0] not in "ZCM" and char not in _FILLERS for char in str(text or ""))


def fact_faults(action: Action, facts: Facts, book: Casebook, rules: Rules) -> Iterator[FactFault]:
    """Every fact whose key, type or name is not known."""
    known = {spec.key: spec for spec in action.facts}
    for key, value in facts.items():
        spec = known.get(key)
        if spec is None:
            yield FactFault(key, "fact.unknown-key", key, tuple(known))
        else:
            yield from _value_faults(spec, key, value, book, rules)
    yield from _name_faults_of_bodies(action.opens, facts)


def _name_faults_of_bodies(opens: Opens | None, facts: Facts) -> Iterator[FactFault]:
    """A body's name becomes its key: every letter and digit must survive that, or two names could pass for one."""
    rows = facts.get(opens.fact) if opens is not None else None
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        name = _name_in(row, opens) if opens is not None and isinstance(row, dict) else ""
        if opens is not None and says_something(name) and not _has_key(name):
            yield FactFault(f"{opens.fact}[{number}].{opens.name}", "fact.wrong-type", _shown(name), ("a-z 0-9 -",))


def _value_faults(spec: FactSpec, path: str, value: Plain, book: Casebook, rules: Rules) -> Iterator[FactFault]:
    match spec.type:
        case "confirmations":
            yield from _table_faults(path, value, str, tuple(spec.items))
        case "gaps":
            gaps = [f"district-{one.key}" for one in rules.programme.districts]
            gaps += [f"organisation-{one.key}" for one in rules.programme.organisations]
            yield from _table_faults(path, value, bool, tuple(gaps))
        case "confirmation":
            if not isinstance(value, bool):
                yield FactFault(path, "fact.wrong-type", _shown(value), ("true", "false"))
        case "records":
            yield from _record_faults(spec, path, value, book, rules)
        case "people":
            if not isinstance(value, list):
                yield FactFault(path, "fact.wrong-type", _shown(value), ("list",))
                return
            for one in value:
                yield from _name_faults("person", path, one, spec, book, rules)
        case _:
            yield from _name_faults(spec.type, path, value, spec, book, rules)


def _table_faults(path: str, value: Plain, inner: type, keys: tuple[str, ...]) -> Iterator[FactFault]:
    if not isinstance(value, dict):
        yield FactFault(path, "fact.wrong-type", _shown(value), ("table",))
        return
    for key, one in value.items():
        if key not in keys:
            yield FactFault(f"{path}.{key}", "fact.unknown-key", key, keys)
        elif type(one) is not inner:
            yield FactFault(
                f"{path}.{key}", "fact.wrong-type", _shown(one), ("true", "false") if inner is bool else ("text",)
            )


def _record_faults(spec: FactSpec, path: str, value: Plain, book: Casebook, rules: Rules) -> Iterator[FactFault]:
    if not isinstance(value, list):
        yield FactFault(path, "fact.wrong-type", _shown(value), ("list",))
        return
    known = {part.key: part for part in spec.fields}
    for number, row in enumerate(value, 1):
        where = f"{path}[{number}]"
        if not isinstance(row, dict):
            yield FactFault(where, "fact.wrong-type", _shown(row), ("table",))
            continue
        for key, one in row.items():
            if key in known:
                yield from _value_faults(known[key], f"{where}.{key}", one, book, rules)
            elif key != "body":
                yield FactFault(f"{where}.{key}", "fact.unknown-key", key, tuple(known))


def _name_faults(
    kind: str, path: str, value: Plain, spec: FactSpec, book: Casebook, rules: Rules
) -> Iterator[FactFault]:
    if not isinstance(value, str):
        yield FactFault(path, "fact.wrong-type", _shown(value), ("text",))
        return
    if value == "":
        return
    expected: tuple[str, ...] | None = None
    programme = rules.programme
    match kind:
        case "choice":
            expected = tuple(spec.choices)
        case "district":
            expected = tuple(one.key for one in programme.districts)
        case "organisation":
            expected = tuple(one.key for one in programme.organisations)
        case "person":
            expected = tuple(book.people)
        case "body":
            body = known_body(value, book, rules)
            if body is None or (spec.body_kinds and body.kind not in spec.body_kinds):
                yield FactFault(path, "fact.unknown-name", value, bodies_of(spec.body_kinds, book, rules))
        case "day":
            try:
                day_of(value)
            except ValueError:
                yield FactFault(path, "fact.wrong-type", value, ("YYYY-MM-DD",))
    if expected is not None and value not in expected:
        yield FactFault(path, "fact.unknown-name", value, expected)


def _shown(value: object) -> str:
    return str(value)[:60]


def opened_bodies(opens: Opens, facts: Facts) -> dict[str, dict[str, Plain]]:
    """The bodies that an action opens, or names again: key to kind, name and district."""
    found: dict[str, dict[str, Plain]] = {}
    rows = facts.get(opens.fact)
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and (name := _name_in(row, opens)):
            district = str(row.get(opens.district) or "") if opens.district else ""
            found[opens.prefix + slug(name)] = {"kind": opens.kind, "name": name, "district": district}
    return found


def _name_in(row: dict[str, Plain], opens: Opens) -> str:
    name = row.get(opens.name)
    return name if isinstance(name, str) else ""


_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def slug(name: str) -> str:
    """A name as a key: lower case, accents dropped, hyphens between the words."""
    plain = _folded(name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKD", name.lower()).translate(_LETTERS)


def _has_key(name: str) -> bool:
    return (
        not any(is_odd(char) for char in name)
        and all(char.isascii() for char in _folded(name) if char.isalnum())
        and slug(name) != ""
    )


def with_bodies(opens: Opens | None, facts: Facts) -> Facts:
    """The facts with the key of the body beside each name, so that an entry says which body it means."""
    given = facts.get(opens.fact) if opens is not None else None
    if opens is None or not isinstance(given, list):
        return facts
    rows: list[Plain] = []
    for row in given:
        if isinstance(row, dict) and (name := _name_in(row, opens)):
            rows.append({**row, "body": opens.prefix + slug(name)})
        else:
            rows.append(row)
    return {**facts, opens.fact: rows}
