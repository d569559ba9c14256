"""What an entry says beside what its kind says, or opens beside what it names, is a finding for both who verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.audit.forging import changed, entries_of, forge, found
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import bundled, forged, looked_at
from vs_workflow.desk import watch
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Facts

X: Facts = {"driehoek-x": {"kind": "driehoek", "name": "X", "district": "twente"}}


@pytest.fixture(scope="module")
def world() -> World:
    """Offered to a driehoek, a member seated there, a note, a correction, a refusal, a check with flags."""
    made = begun().offered("1", ("Ede", "gelderland-midden"))
    accepted(made.record("progress", "1", "keken", {"text": "x"}))
    noted = made.head()
    accepted(made.correct(noted, "keken", annul=True))
    assert not made.advance("1", "present", "hofman").accepted
    watch.check(made.at("2015-09-01").office)
    return made


def test_what_nobody_added_to_is_whole(world: World, tmp_path: Path) -> None:
    assert not found(world)
    assert not looked_at(bundled(world.office, tmp_path)).findings


STRAY: dict[str, tuple[Kind, dict[str, Any]]] = {
    "a role on a flag": (Kind.FLAG, {"role": "lead"}),
    "somebody on a flag": (Kind.FLAG, {"actor": "keken"}),
    "a reason of a flag": (Kind.FLAG, {"reason": "zo"}),
    "somebody on a check": (Kind.SWEEP, {"typed_by": "keken"}),
    "a document of a check": (Kind.SWEEP, {"documents": ("0" * 64,)}),
    "an event that leaves a state": (Kind.EVENT, {"source": "offered"}),
    "an event that leads to one": (Kind.EVENT, {"target": "offered"}),
    "a step that corrects": (Kind.STEP, {"corrects": 1}),
    "a step that was asked": (Kind.STEP, {"asked": Kind.STEP}),
    "a correction with a document": (Kind.CORRECTION, {"documents": ("0" * 64,)}),
    "a correction that leads somewhere": (Kind.CORRECTION, {"target": "concept"}),
    "a refusal by a right": (Kind.REFUSAL, {"role": "lead", "grant": 20}),
    "a refusal with guards": (Kind.REFUSAL, {"guards": {"document": True}}),
    "a grant with guards": (Kind.GRANT, {"guards": {"document": True}}),
    "a grant at the beginning, with a reason": (Kind.GRANT, {"reason": "zo"}),
    "a person at the beginning, with a reason": (Kind.REGISTER, {"reason": "zo"}),
    "an opening with facts": (Kind.OPENED, {"facts": {"x": 1}}),
    "a beginning with somebody": (Kind.GENESIS, {"actor": "keken"}),
    "a step that opens a body beside": (Kind.STEP, {"opens": X}),
    "an event that opens a body": (Kind.EVENT, {"opens": X}),
    "a correction that opens a body": (Kind.CORRECTION, {"opens": X}),
    "a refusal with a document by no hash": (Kind.REFUSAL, {"documents": ("x",)}),
    "a record by no hash": (Kind.REGISTER, {"facts": {"person": "knaap", "record": "x"}}),
    "another first day": (
        Kind.GENESIS,
        {
            "facts": {
                "format": 1, "programme": "veiligheidsstrategie-oost-nederland", "rehearsal": True,
                "first_day": "2015-02-12",
            }
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("stray", STRAY)
def test_what_is_said_beside_is_found_by_both(world: World, tmp_path: Path, stray: str) -> None:
    kind, said = STRAY[stray]
    seq = next(one.seq for one in entries_of(world) if one.kind is kind)
    change = changed(seq, **said)

    assert seq in {number for number, _, _ in found(forge(world, change))}
    findings = looked_at(forged(world, tmp_path, change)).findings
    assert any(one.startswith(f"line {seq}: ") for one in findings), findings


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (Kind.FLAG, "follows", False),
        (Kind.SWEEP, "flags", True),
        (Kind.GENESIS, "format", True),
        (Kind.GENESIS, "format", 2),
        (Kind.GENESIS, "rehearsal", 1),
    ],
)
def test_what_python_takes_for_the_same_is_found_by_both(
    world: World, tmp_path: Path, kind: Kind, name: str, value: bool | int
) -> None:
    one = next(one for one in entries_of(world) if one.kind is kind)
    change = changed(one.seq, facts={**one.facts, name: value})

    assert one.seq in {number for number, _, _ in found(forge(world, change))}
    findings = looked_at(forged(world, tmp_path, change)).findings
    assert any(said.startswith(f"line {one.seq}: ") for said in findings), findings


def test_a_body_that_nothing_opened_seats_nobody(world: World, tmp_path: Path) -> None:
    """A note of progress that opens a body of its own, and what rests on that."""
    noted = next(one for one in entries_of(world) if one.what == "progress")

    findings = looked_at(forged(world, tmp_path, changed(noted.seq, opens=X))).findings
    assert f"line {noted.seq}: body: opens what it does not name, or another than it names" in findings
