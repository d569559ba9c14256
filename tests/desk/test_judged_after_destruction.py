"""What was decided before an assignment was destroyed stays as right as it was, and what comes after goes its way."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.memory import MemoryRoom
from tests.builders import PEOPLE
from tests.desk.newer import CYBER, newer
from tests.desk.test_destroy import destroyed
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun, codes
from tests.exports.bundles import bundled
from tests.exports.test_bring_in import came_in
from vs_workflow.rules.rulebook import RuleFiles

ADVISER, MET = "adviseur", "2015-02-10"
LEAD = b'person = "keken"\nassignments = ["woninginbraken"]'


@pytest.fixture
def world() -> World:
    """Assignment 1 opened a driehoek and was withdrawn; a meeting and a seat of the programme were before that."""
    made = begun()
    accepted(made.record("working-meeting", None, "meuleman", {"present": "keken,boomkamp"}, on=MET))
    made.at("2015-03-01").person(ADVISER)
    accepted(made.grant("body-member", ADVISER, "ao-onl", start="2015-03-01"))
    made.offered("1")
    made.at("2015-07-31").present("2", "boomkamp")
    accepted(made.at("2015-08-01").advance("1", "withdraw", "knaap", reason="ingehaald"))
    return made


def met(world: World) -> int:
    with world.office.room.reading() as work:
        return next(mark.seq for mark in work.index.book().own.marks if mark.what == "working-meeting")


def test_an_end_from_before_stays_lawful_and_its_bundle_comes_in(world: World, tmp_path: Path) -> None:
    accepted(world.end(world.grant_of(ADVISER, "body-member"), on="2015-07-31"))

    accepted(destroyed(world))

    assert world.verify().findings == ()
    came_in(bundled(world.office, tmp_path), MemoryRoom())


@pytest.mark.parametrize("said", [{"on": "2015-02-11"}, {"annul": True}], ids=str)
def test_a_correction_from_before_stays_lawful(world: World, said: dict[str, object]) -> None:
    accepted(world.correct(met(world), "meuleman", **said))  # type: ignore[arg-type]

    accepted(destroyed(world))

    assert world.verify().findings == ()


def test_ends_and_corrections_after_it_are_not_hindered_by_what_is_left(world: World) -> None:
    accepted(destroyed(world))

    accepted(world.end(world.grant_of(ADVISER, "body-member"), on="2015-06-26", reason="vertrokken"))
    accepted(world.correct(met(world), "meuleman", on="2015-02-11"))
    accepted(world.correct(met(world), "meuleman", annul=True))

    assert world.verify().findings == ()


def test_a_driehoek_that_another_opened_does_not_hinder_the_end_of_a_role(world: World) -> None:
    accepted(world.record("progress", "2", "welten", {"text": "gaat goed"}))

    accepted(world.end(world.grant_of("boomkamp", "lead", "overlast"), on="2015-08-01"))

    refused = world.end(world.grant_of("welten", "chair", "overlast"), on="2015-08-01")
    assert codes(refused) == ["grant-period:in-the-way.grant"]
    assert world.verify().findings == ()


def seating(person: bytes, *, new: bool) -> RuleFiles:
    """Rules that name this person as lead, of an assignment that they add or of the first one."""
    if not new:
        return newer((LEAD, LEAD.replace(b"keken", person)))
    return newer(more=CYBER + b'\n[[holders]]\nrole = "lead"\nperson = "%s"\nassignments = ["cybercrime"]\n' % person)


def ended(world: World, *assignments: str) -> None:
    """These are withdrawn and destroyed, one after the other."""
    for one in assignments:
        accepted(world.advance(one, "withdraw", "knaap", reason="ingehaald"))
        accepted(destroyed(world, one))


@pytest.mark.parametrize("new", [True, False], ids=["added by it", "moved along"])
@pytest.mark.parametrize("held", [True, False], ids=["held", "free"])
def test_who_came_with_a_move_for_what_was_destroyed_is_no_stranger(new: bool, held: bool) -> None:
    made = begun().at("2015-03-02")
    if not held:
        accepted(made.end(made.grant_of("keken", "lead"), on="2015-03-02"))
    people = PEOPLE.read_bytes() + b'\n[nieuweling]\nfunction = "nieuwe trekker"\n'
    came = moved(made, seating(b"nieuweling", new=new), people=people)
    assert ("nieuweling" in {one.facts.get("person") for one in came.entries}) is (new or not held)

    ended(made, "5" if new else "1")

    assert made.verify().findings == ()


@pytest.mark.parametrize(("new", "limits"), [(True, 0), (False, 1)], ids=["added by it", "moved along"])
def test_a_move_that_was_refused_for_a_seat_in_what_was_destroyed_was_not_refused_wrongly(
    new: bool, limits: int
) -> None:
    """What was new to the move had nobody in its seats; of what moved along nobody can say any more."""
    made = begun().at("2015-03-02")
    accepted(made.end(made.grant_of("keken", "lead"), on="2015-03-02"))
    refused = moved(made, seating(b"meuleman", new=new))
    assert [one.rule for one in refused.reasons] == ["grant.never-own"]
    assert moved(made, newer(more=CYBER)).accepted

    ended(made, "5", "1")

    verified = made.verify()
    assert verified.findings == ()
    assert [one.rule for one in verified.limits].count("limit.rests-on-destroyed") == limits
