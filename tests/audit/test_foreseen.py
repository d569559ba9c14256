"""What is read ahead of destructions: in two passes over the journal, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.audit.forging import entries_of
from tests.audit.test_linked_destructions import Forged
from tests.desk.newer import LATER, newer
from tests.desk.test_destroy import ONE, TWO, destroyed, lived
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun
from vs_workflow.audit.foreseen import foresee
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Kind


@pytest.mark.parametrize("assignments", [[], ["1"], ["1", "2"]])
def test_the_journal_is_read_as_often_for_many_as_for_one(assignments: list[str]) -> None:
    world = lived(begun())
    accepted(world.advance("2", "withdraw", "knaap", reason="ook"))
    numbers = [accepted(destroyed(world, one)).seq for one in assignments]
    with world.office.room.reading() as work:
        kept = list(work.journal.lines())
    read: list[int] = []

    def lines() -> Iterable[Line]:
        read.append(1)
        return iter(kept)

    seen = foresee(lines)

    assert dict(seen.gone) == dict(zip((ONE, TWO), numbers, strict=False))
    assert len(read) == (2 if assignments else 1)


class TestTheRulesThatADestructionNames:
    """An assignment that ended under the first rules; the programme then had others, and has others again."""

    @pytest.fixture
    def world(self) -> World:
        world = begun().at("2015-03-02")
        accepted(world.advance("1", "withdraw", "knaap", reason="klaar"))
        assert moved(world, newer(LATER)).accepted
        assert moved(world.at("2015-03-03"), newer(LATER, more=b"\n# nog eens\n")).accepted
        return world.at("2015-03-04")

    def test_are_those_that_its_assignment_ended_under(self, world: World) -> None:
        later = moves(world)

        outcome = accepted(destroyed(world))

        assert outcome.entry.rules not in later
        assert world.verify().findings == ()

    def test_are_none_that_it_never_had_and_the_programme_has_no_more(self, world: World, tmp_path: Path) -> None:
        """So say both, the program and the verifier of a bundle."""
        by_middle, by_last = moves(world)[0], moves(world)[-1]
        entry = destroyed(world, dry_run=True).entry

        def told(rules: str) -> tuple[set[str], list[str]]:
            forged = Forged(world, replace(entry, rules=rules))
            apart = forged.of_the_verifier(tmp_path / rules[:8])
            return {rule for _, _, rule in forged.findings()}, [one for one in apart if ": rules: " in one]

        assert told(entry.rules) == told(by_last) == (set(), [])
        found, apart = told(by_middle)
        assert found == {"lawful.rules"}
        assert len(apart) == 1


def moves(world: World) -> list[str]:
    """The rules of each move of the programme, in order."""
    return [one.rules for one in entries_of(world) if one.kind is Kind.MIGRATION and one.assignment is None]
