"""Whatever an entry says, said otherwise: every field of every entry, one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.audit.forging import changed, entries_of, first, forge, found
from tests.desk.world import ALL_PRINCIPLES, GAPS, World
from tests.tools.scale import torturing
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Code, Reason

CHANGES: dict[str, list[Any]] = {
    "kind": list(Kind),
    "what": ["", "present", "established", "annul", "end", "x"],
    "on": [date(1000, 1, 1), date(2015, 3, 3), date(9998, 12, 31)],
    "assignment": [None, "hennep", "x"],
    "source": [None, "concept", "x"],
    "target": [None, "started", "x"],
    "actor": [None, "knaap", "x"],
    "typed_by": [None, "x"],
    "behalf_of": ["knaap", "x"],
    "role": [None, "bbg-chair", "x"],
    "grant": [None, 0, 1, 25, 10**6],
    "guards": [{}, {"x": True}, {"document": "ja"}],
    "facts": [{}, {"x": None}, {"grant": [1]}, {"driehoeken": [[]]}, {"person": 5}, {"rests_on": "x"}],
    "documents": [("x",), ("0" * 64,)],
    "corrects": [1, 35, 10**6],
    "opens": [{"x": 1}, {"x": {}}, {"x": {"kind": "driehoek"}}],
    "rules": ["x", "0" * 64],
    "asked": list(Kind),
    "reasons": [(Reason(Code.CONFLICT, "conflict.key", {"seq": "x"}),)],
}


def lawful_too(entry: Entry, field: str, value: object) -> bool:
    """What might as well have been so: another day that could be, another request under a key that was taken."""
    if not entry.accepted and entry.reasons[0].code is Code.CONFLICT:
        somebody = field in ("actor", "behalf_of") and value == "knaap"
        return somebody or field in ("what", "on", "assignment", "facts", "documents", "asked")
    if field == "on":
        earlier = value == date(2015, 3, 3) and entry.actor is not None and entry.what in ("person", "annul")
        return earlier or (entry.what == "grant" and entry.facts["role"] == "body-member" and value != date(1000, 1, 1))
    return field == "documents" and not entry.accepted


@pytest.mark.torture
@pytest.mark.parametrize("field", CHANGES)
def test_whatever_is_said_otherwise_is_found_and_nothing_crashes(world: World, field: str) -> None:
    tried = 0
    entries = entries_of(world)
    sorts = {(entry.kind, entry.what): entry for entry in reversed(entries)}
    for entry in entries if torturing() else sorts.values():
        for value in CHANGES[field] if torturing() else CHANGES[field][entry.seq % 3 :: 3]:
            same = getattr(entry, field) == value or (value in (None, "") and not getattr(entry, field))
            if same or (value == {} and not getattr(entry, field)):
                continue
            tried += 1
            assert found(forge(world, changed(entry.seq, **{field: value}))) or lawful_too(entry, field, value), (
                entry.seq, entry.kind, field, value,
            )  # fmt: skip
    assert tried
    print(f"{field}: {tried} forgeries, each found")


def test_documents_kept_are_the_lines_said(world: World) -> None:
    """ALL_PRINCIPLES and GAPS are what the forgeries above rest on; the honest journal has them."""
    principles = first(entries_of(world), Kind.STEP, "present").facts["principles"]
    gaps = first(entries_of(world), Kind.STEP, "start").facts["gaps"]
    assert isinstance(principles, dict) and len(principles) == len(ALL_PRINCIPLES)
    assert isinstance(gaps, dict) and set(gaps) >= {key.removeprefix("gaps.") for key in GAPS}
