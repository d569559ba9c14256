"""What was destroyed excuses nothing of a move that it cannot have been the cause of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from tests.audit.forging import changed, destroyed_after, entries_of, first
from tests.audit.forging import found as found_in
from tests.builders import PEOPLE
from tests.desk.newer import newer
from tests.desk.test_destroy import SIGNED, destroyed
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun
from vs_workflow.journal.entry import Entry, Kind

LEAD = b'person = "keken"\nassignments = ["woninginbraken"]'


@pytest.fixture(scope="module")
def world() -> World:
    """A move that is refused for a seat in assignment 1, then one that brings somebody for it; 1 is withdrawn."""
    made = begun().at("2015-03-02")
    accepted(made.end(made.grant_of("keken", "lead"), on="2015-03-02"))
    assert not moved(made, newer((LEAD, LEAD.replace(b"keken", b"meuleman")))).accepted
    people = PEOPLE.read_bytes() + b'\n[nieuweling]\nfunction = "nieuwe trekker"\n'
    assert moved(made, newer((LEAD, LEAD.replace(b"keken", b"nieuweling"))), people=people).accepted
    accepted(made.advance("1", "withdraw", "knaap", reason="ingehaald"))
    return made


def found(world: World, change: Callable[[list[Entry]], Sequence[Entry]]) -> list[tuple[int | None, str]]:
    honest = accepted(destroyed(world, dry_run=True)).entry
    return [(seq, rule) for seq, _, rule in found_in(destroyed_after(world, change, honest, SIGNED))]


def test_nothing_is_found_of_the_true_one(world: World) -> None:
    assert found(world, list) == []


def test_another_than_whom_it_can_have_brought_is_a_stranger(world: World) -> None:
    came = [one for one in entries_of(world) if one.facts.get("person") == "nieuweling" and one.kind is Kind.REGISTER]
    (real,) = came

    assert found(world, changed(real.seq, facts={**real.facts, "person": "indringer"})) == [
        (real.seq, "lawful.founding")
    ]


@pytest.mark.parametrize("said", [{"person": "indringer"}, {"grant": 1}], ids=str)
def test_a_move_refused_for_another_than_it_seats_was_refused_wrongly(world: World, said: dict[str, str]) -> None:
    refused = first(entries_of(world), Kind.REFUSAL)
    (reason,) = refused.reasons
    other = replace(reason, facts={**reason.facts, **said})

    assert (refused.seq, "lawful.refused-wrongly") in found(world, changed(refused.seq, reasons=(other,)))
