"""Three axes: what happened by a day, what was known by a moment, what other rules would have said; two answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.audit.forging import changed, forge
from tests.builders import PEOPLE, files
from tests.desk.test_rehearse import by_chair
from tests.desk.world import World, accepted, begun
from vs_workflow.desk import migrate, trail
from vs_workflow.desk.proofs import Compared
from vs_workflow.desk.trail import View
from vs_workflow.journal.chain import instant
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Code, Finding, Misunderstood, Reason


def known(text: str) -> Instant:
    return instant(datetime.fromisoformat(f"{text}T20:00:00").replace(tzinfo=UTC))


@pytest.fixture
def world() -> World:
    """Presented on 2 April; started on the 13th, recorded on the 20th, and on the 27th redated to the 15th."""
    world = begun().at("2015-04-02")
    world.present("1", "keken")
    world.at("2015-04-20")
    started = world.start("1", "beenakker", on="2015-04-13")
    world.at("2015-04-27")
    accepted(world.correct(started.seq or 0, "beenakker", on="2015-04-15"))
    return world.at("2015-05-01")


def told(found: Compared) -> list[tuple[str, str]]:
    return [(change.what, change.step) for change in found.changes]


def test_what_was_learned_between_two_moments(world: World) -> None:
    found = trail.compare(world.office, "1", View(known_at=known("2015-04-14")), View(known_at=known("2015-04-21")))

    assert told(found) == [("learned", "start")]
    assert (found.before.state, found.after.state) == ("presented", "started")


def test_a_step_that_moved_to_another_day(world: World) -> None:
    found = trail.compare(world.office, "1", View(known_at=known("2015-04-21")), View())

    assert told(found) == [("moved", "start")]
    (change,) = found.changes
    assert change.before is not None
    assert change.after is not None
    assert (change.before.mark.on, change.after.mark.on) == (date(2015, 4, 13), date(2015, 4, 15))


def test_the_day_looked_at_is_an_axis_of_its_own(world: World) -> None:
    both = View(on=date(2015, 4, 14)), View(on=date(2015, 4, 14), known_at=known("2015-04-21"))

    found = trail.compare(world.office, "1", *both)

    assert told(found) == [("learned", "start")]
    assert (found.before.state, found.after.state) == ("presented", "started")


def test_a_step_undone_no_longer_counts(world: World) -> None:
    started = trail.replay_case(world.office, "1").steps[-1].mark.seq
    accepted(world.correct(started, "beenakker", annul=True))

    assert told(trail.compare(world.office, "1", View(known_at=known("2015-04-21")), View())) == [("gone", "start")]


def test_what_other_rules_would_have_refused(world: World) -> None:
    found = trail.compare(world.office, "1", View(), View(rules=by_chair()))

    assert told(found) == [("judged", "present")]
    (change,) = found.changes
    assert change.after is not None
    assert not change.after.sound
    assert [reason.code for reason in change.after.reasons] == [Code.ROLE]
    assert found.after.state == found.before.state == "started"


def test_the_same_answer_twice_has_no_difference(world: World) -> None:
    assert trail.compare(world.office, "1", View(), View()).changes == ()


def test_adopted_rules_are_found_by_the_beginning_of_their_hash(world: World) -> None:
    own = trail.replay_case(world.office, "1").setting.rules

    assert trail.adopted_rules(world.office, own.hash[:8]).hash == own.hash
    for wrong in (own.hash[:5], "f" * 12):
        with pytest.raises(Misunderstood):
            trail.adopted_rules(world.office, wrong)


@pytest.mark.parametrize(
    "said",
    [
        {"role": "chair"},
        {"grant": 1},
        {"grant": None},
        {"guards": {"document": True, "principles": False}},
        {"guards": {}},
    ],
)
def test_a_proof_that_is_recorded_otherwise_than_the_rules_give_it_does_not_hold(
    world: World, said: dict[str, object]
) -> None:
    (true, _) = trail.replay_case(world.office, "1").steps

    (step, other) = trail.replay_case(forge(world, changed(true.mark.seq, **said)).office, "1").steps

    assert (true.sound, step.sound, other.sound) == (True, False, True)
    assert (step.role, step.grant, step.guards) == (true.role, true.grant, true.guards)
    assert (step.reasons, step.notes) == ((), ())


ASKED = b'{ name = "meeting", kind = "meeting", body_kind = "steering", supplied_by = "meeting-held" },'


def moved(world: World, asked: bytes) -> World:
    """The programme with all that runs, moved to rules whose meetings, where they ask one, are these."""
    assert ASKED in files().lifecycle
    other = replace(files(), lifecycle=files().lifecycle.replace(ASKED, asked))
    call, people = world.call("meuleman", reason="andere regels"), (PEOPLE.name, PEOPLE.read_bytes())
    assert migrate.migrate(world.office, call, other, people).accepted
    return world


def reported(world: World) -> list[Finding]:
    """The notes of the step that was taken in a meeting of the BBG on 25 June; it is sound whatever they say."""
    (report,) = (step for step in trail.replay_case(world.office, "1").steps if step.mark.what == "report")
    assert report.sound
    return list(report.notes)


def test_a_meeting_that_only_later_rules_ask_is_not_said_to_be_cancelled() -> None:
    world = begun().reported("1").at("2015-07-01")

    moved(world, ASKED.replace(b"steering", b"region"))

    assert reported(world) == []


@pytest.mark.parametrize("asked", [ASKED.replace(b"steering", b"region"), b""])
def test_a_meeting_that_was_cancelled_after_all_is_said_also_where_later_rules_ask_it_no_more(asked: bytes) -> None:
    world = begun().reported("1").at("2015-07-01")
    accepted(world.record("meeting-cancelled", None, "meuleman", {"body": "bbg", "day": "2015-06-25"}))
    before = reported(world)

    moved(world, asked)

    (note,) = before
    assert (note.rule, note.facts) == ("replay.meeting-cancelled", {"body": "bbg", "on": "2015-06-25"})
    assert reported(world) == before


@pytest.mark.parametrize(
    "otherwise", [{"sound": False}, {"reasons": (Reason(Code.ROLE, "x"),)}, {"grant": 1}, {"guards": {}}]
)
def test_a_step_is_judged_otherwise_where_one_thing_in_its_proof_differs(
    world: World, otherwise: dict[str, Any]
) -> None:
    found = trail.replay_case(world.office, "1")
    first, *rest = found.steps

    told_apart = trail.differ(found, replace(found, steps=(replace(first, **otherwise), *rest)))

    assert told(told_apart) == [("judged", "present")]
