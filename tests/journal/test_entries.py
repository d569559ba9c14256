"""An entry is its bytes: what is written comes back, what is empty is left out, nothing else passes for an entry."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from vs_workflow.journal.canon import (
    LARGEST_INTEGER,
    Leaf,
    NotCanonical,
    content_hash,
    from_bytes,
    leaf_hash,
    to_bytes,
)
from vs_workflow.journal.entry import Entry, Instant, Kind, entry_bytes, entry_of, read_entry
from vs_workflow.reasons import Code, Plain, Reason

AT = Instant("2015-04-02T09:00:00.000000Z")
BARE: dict[str, Any] = {
    "kind": Kind.EVENT, "what": "progress", "on": date(2015, 4, 2), "rules": "r", "seq": 7, "at": AT,
    "prev": Leaf("p"), "salt": "s", "app": "vs 0", "host": "", "account": "",
}  # fmt: skip
FULL: dict[str, Any] = {
    **BARE, "kind": Kind.REFUSAL, "host": "host", "account": "account", "assignment": "een", "source": "concept",
    "target": "presented", "actor": "keken", "behalf_of": "beem", "typed_by": "meuleman", "role": "lead", "grant": 3,
    "guards": {"document": True, "principles": False}, "facts": {"tekst": "é", "rijen": [{"n": 1}, None, True]},
    "documents": ("d1", "d2"), "reason": "zo", "corrects": 5, "opens": {"driehoek-ede": {"kind": "driehoek"}},
    "asked": Kind.STEP, "key": "sleutel", "request": "verzoek", "behind": 301,
    "reasons": (Reason(Code.GUARD, "guard.fact", {"fact": "x"}, ("a", "b"), "x"), Reason(Code.ORDER, "order.step")),
}  # fmt: skip
SPELLED = {
    "kind": "refusal", "what": "progress", "on": "2015-04-02", "rules": "r", "seq": 7, "at": AT, "prev": "p",
    "salt": "s", "app": "vs 0", "host": "host", "account": "account", "assignment": "een", "from": "concept",
    "to": "presented", "actor": "keken", "behalf_of": "beem", "typed_by": "meuleman", "role": "lead", "grant": 3,
    "guards": {"document": True, "principles": False}, "facts": {"tekst": "é", "rijen": [{"n": 1}, None, True]},
    "documents": ["d1", "d2"], "reason": "zo", "corrects": 5, "opens": {"driehoek-ede": {"kind": "driehoek"}},
    "asked": "step", "key": "sleutel", "request": "verzoek", "behind": 301,
    "reasons": [
        {"code": "guard", "rule": "guard.fact", "facts": {"fact": "x"}, "who": ["a", "b"], "guard": "x"},
        {"code": "order", "rule": "order.step", "facts": {}, "who": []},
    ],
}  # fmt: skip
NEEDED = ("kind", "what", "on", "rules", "seq", "at", "prev", "salt", "app")


def test_every_field_is_spelled_and_comes_back() -> None:
    assert set(FULL) == {one.name for one in fields(Entry)}

    written = entry_bytes(Entry(**FULL))

    assert json.loads(written) == SPELLED
    assert read_entry(written) == Entry(**FULL)


def test_what_is_empty_is_left_out_and_is_empty_again() -> None:
    written = entry_bytes(Entry(**BARE))

    assert sorted(json.loads(written)) == sorted(NEEDED)
    assert read_entry(written) == Entry(**BARE)


@pytest.mark.parametrize("name", NEEDED)
def test_what_every_entry_has_cannot_be_missing(name: str) -> None:
    with pytest.raises(NotCanonical, match=f"not an entry: '{name}'"):
        entry_of({key: value for key, value in json.loads(entry_bytes(Entry(**FULL))).items() if key != name})


@pytest.mark.parametrize("name", sorted(set(SPELLED) - set(NEEDED)))
def test_anything_else_can_be_missing(name: str) -> None:
    there = {key: value for key, value in json.loads(entry_bytes(Entry(**FULL))).items() if key != name}
    field = {"from": "source", "to": "target"}.get(name, name)

    expected = Entry(**{key: value for key, value in FULL.items() if key != field or field in BARE})

    assert getattr(entry_of(there), field) == ("" if field in BARE else getattr(expected, field))


OTHERWISE: list[tuple[str, object, str]] = [
    ("kind", "feest", "'feest' is not a valid Kind"),
    ("asked", "feest", "'feest' is not a valid Kind"),
    ("what", 7, "not a text: 7"),
    ("what", None, "not a text: None"),
    ("on", "2015-02-30", "day"),
    ("on", "0999-12-31", "not in the years 1000 to 9998"),
    ("on", "9999-01-01", "not in the years 1000 to 9998"),
    ("on", 20150402, "not a text: 20150402"),
    ("rules", [], r"not a text: \[\]"),
    ("seq", "7", "not a number: '7'"),
    ("seq", True, "not a number: True"),
    ("seq", None, "not a number: None"),
    ("at", 1, "not a text: 1"),
    ("at", "0001-01-01T00:00:00.000000+14:00", "not in the years 1000 to 9998"),
    ("at", "9999-12-31T23:59:59.999999Z", "not in the years 1000 to 9998"),
    ("prev", 1, "not a text: 1"),
    ("salt", 1, "not a text: 1"),
    ("app", 1, "not a text: 1"),
    ("host", 1, "not a text: 1"),
    ("account", 1, "not a text: 1"),
    ("behind", "x", "not a number: 'x'"),
    *((name, 1, "not a text: 1") for name in (
        "assignment", "from", "to", "actor", "behalf_of", "typed_by", "role", "key", "request", "reason",
    )),
    ("grant", "3", "not a number: '3'"),
    ("corrects", False, "not a number: False"),
    ("guards", [], r"not an object: \[\]"),
    ("facts", "x", "not an object: 'x'"),
    ("opens", [], r"not an object: \[\]"),
    ("documents", "x", "not a list: 'x'"),
    ("documents", [1], "not a text: 1"),
    ("reasons", ["x"], "string indices"),
    ("reasons", [{}], "'code'"),
    ("reasons", [{"code": "geen", "rule": "", "facts": {}, "who": []}], "'geen' is not a valid Code"),
    ("reasons", [{"code": "guard", "rule": 1, "facts": {}, "who": []}], "not a text: 1"),
    ("reasons", [{"code": "guard", "rule": "", "facts": [], "who": []}], r"not an object: \[\]"),
    ("reasons", [{"code": "guard", "rule": "", "facts": {}, "who": "x"}], "not a list: 'x'"),
    ("kleur", "rood", "unknown field kleur"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "why"), OTHERWISE, ids=lambda one: str(one)[:20])
def test_a_field_of_another_shape_is_no_entry_and_says_which(name: str, value: object, why: str) -> None:
    said = {**json.loads(entry_bytes(Entry(**FULL))), name: value}

    with pytest.raises(NotCanonical, match=f"^not an entry: .*{why}"):
        entry_of(said)


@pytest.mark.parametrize("on", [date(999, 12, 31), date.max])
def test_a_day_that_would_not_be_read_again_is_not_written(on: date) -> None:
    with pytest.raises(NotCanonical, match="outside the years 1000 to 9998"):
        entry_bytes(Entry(**{**FULL, "on": on}))


def test_the_step_of_an_entry_is_that_which_was_taken_or_refused() -> None:
    def step(kind: Kind, asked: Kind | None = None) -> str | None:
        return Entry(**{**BARE, "kind": kind, "asked": asked, "what": "present"}).step

    assert step(Kind.STEP) == step(Kind.REFUSAL, Kind.STEP) == "present"
    assert step(Kind.EVENT) is step(Kind.REFUSAL, Kind.EVENT) is step(Kind.REFUSAL) is None
    assert not Entry(**FULL).accepted
    assert Entry(**BARE).accepted


# the canonical form


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": "é"}, '{"a":"é","b":1}'),
        ({"a": [1, True, None, "x", {"c": []}]}, '{"a":[1,true,null,"x",{"c":[]}]}'),
        ({"a": LARGEST_INTEGER, "b": -LARGEST_INTEGER}, f'{{"a":{LARGEST_INTEGER},"b":-{LARGEST_INTEGER}}}'),
        ({}, "{}"),
    ],
)
def test_a_value_has_one_form(value: Plain, written: str) -> None:
    assert to_bytes(value) == written.encode()
    assert from_bytes(to_bytes(value)) == value


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (1.5, "^a float$"),
        ({"a": 1.5}, "^a float$"),
        ({"a": [{"b": 1.5}]}, "^a float$"),
        ({"é": 1}, "^a key that is not ASCII text: 'é'$"),
        ({1: 1}, "^a key that is not ASCII text: 1$"),
        ({"a": {"é": "x"}}, "^a key that is not ASCII text: 'é'$"),
        (LARGEST_INTEGER + 1, rf"^an integer beyond 2\*\*53: {LARGEST_INTEGER + 1}$"),
        ({"a": -LARGEST_INTEGER - 1}, rf"^an integer beyond 2\*\*53: -{LARGEST_INTEGER + 1}$"),
        ((1, 2), "^a tuple$"),
        ({"a": Text("x")}, "^a Text$"),
        ({"a": "\ud800"}, "^a text with a lone surrogate$"),
    ],
)
def test_what_has_no_form_is_refused_with_why(value: Any, why: str) -> None:
    with pytest.raises(NotCanonical, match=why):
        to_bytes(value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[]", "^not an object$"),
        (b'"x"', "^not an object$"),
        (b"\xff", "^'utf-8' codec"),
        (b"{", "^Expecting"),
        (b'{"a":1,"a":2}', "^a key that stands twice$"),
        (b'{"a":{"b":1,"b":2}}', "^a key that stands twice$"),
        (b'{"a":1.5}', "^a number that is no integer: 1.5$"),
        (b'{"a":1e3}', "^a number that is no integer: 1e3$"),
        (b'{"a":NaN}', "^a number that is no integer: NaN$"),
        (b'{"a":-Infinity}', "^a number that is no integer: -Infinity$"),
        (b'{"a":' + b"[" * 100_000, "."),
        (b'{"a":1' + b"0" * 5000 + b"}", "."),
    ],
)
def test_bytes_that_spell_no_object_are_refused_with_why(data: bytes, why: str) -> None:
    with pytest.raises(NotCanonical, match=why):
        from_bytes(data)


def test_an_address_is_a_hash_and_a_leaf_is_another() -> None:
    assert content_hash(b"x") == hashlib.sha256(b"x").hexdigest()
    assert leaf_hash(b"x") == hashlib.sha256(b"\x00x").hexdigest()
