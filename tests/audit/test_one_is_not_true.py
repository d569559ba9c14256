"""A number where a truth value belongs, and the other way round, is something else than was decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.audit.forging import changed, entries_of, first, forge, found
from tests.desk.world import World, begun
from vs_workflow.desk import watch
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Plain


@pytest.fixture(scope="module")
def world() -> World:
    """Flags, a step, and a refusal that names a number."""
    made = begun()
    watch.check(made.at("2015-04-10").office)
    made.at("2015-04-11").present("1", "keken")
    assert not made.advance("2", "implement", "boomkamp").accepted
    return made


def of(world: World, kind: Kind, what: str = "") -> Entry:
    return first(entries_of(world), kind, what)


def findings(world: World, entry: Entry, **said: object) -> set[str]:
    return {rule for seq, _, rule in found(forge(world, changed(entry.seq, **said))) if seq == entry.seq}


def test_a_guard_that_holds_is_true(world: World) -> None:
    step = of(world, Kind.STEP)

    assert findings(world, step, guards=dict.fromkeys(step.guards, 1)) == {"lawful.proof"}


@pytest.mark.parametrize(
    ("kind", "fact", "said", "rule"),
    [
        (Kind.GENESIS, "format", True, "lawful.founding"),
        (Kind.FLAG, "follows", False, "lawful.proof"),
    ],
)
def test_a_number_is_no_truth_value(world: World, kind: Kind, fact: str, said: Plain, rule: str) -> None:
    entry = of(world, kind)
    assert entry.facts[fact] == said

    assert rule in findings(world, entry, facts={**entry.facts, fact: said})


def test_neither_is_one_in_a_reason(world: World) -> None:
    refused = of(world, Kind.REFUSAL)
    none = next(one for one in refused.reasons if one.facts.get("total") == 0)
    reasons = tuple(
        replace(one, facts={**one.facts, "total": False}) if one is none else one for one in refused.reasons
    )

    assert findings(world, refused, reasons=reasons) == {"lawful.other-reasons"}
