"""A running assignment keeps its rules until it is moved: what is asked of it, shown of it and proved of it is by them.

One of the assignments is moved here to a lifecycle in which the first step is called
otherwise and the first state has another label; nothing but its own entries may notice.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.audit.forging import entries_of, from_on
from tests.builders import PEOPLE, files
from tests.desk.world import ALL_PRINCIPLES, World, accepted, begun, codes
from vs_workflow.audit.recompute import recompute
from vs_workflow.desk import act, look, migrate, prove, trail
from vs_workflow.desk.blank import form
from vs_workflow.desk.turns import todo, why
from vs_workflow.journal.chain import write
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.pages import board as page
from vs_workflow.pages import history
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Facts, Misunderstood
from vs_workflow.rules.rulebook import fetch

PEOPLE_FILE = (PEOPLE.name, PEOPLE.read_bytes())
MOVED, KEPT = "woninginbraken", "overlast"


def other_rules() -> tuple[str, list[bytes]]:
    """The hash and the bytes of the same programme under a lifecycle that hands over what the other presents."""
    shipped = files()
    lifecycle = shipped.lifecycle.replace(b'[[steps]]\nkey = "present"', b'[[steps]]\nkey = "hand-over"')
    lifecycle = lifecycle.replace(b'label = { nl = "concept"', b'label = { nl = "ontwerp"', 1)
    changed = replace(shipped, lifecycle=lifecycle)
    assert changed.hash != shipped.hash
    return changed.hash, [changed.programme, changed.lifecycle, changed.manifest]


@pytest.fixture
def world() -> World:
    """2015, with the first assignment moved to the other rules by a migration entry."""
    made = begun()
    address, kept = other_rules()
    with made.office.room.writing() as work:
        for data in kept:
            work.shelf.put(data, ShelfKind.RULES)
        today = entries_of(made)[-1].on
        facts: Facts = {"from": files().hash, "to": address}
        draft = Draft(kind=Kind.MIGRATION, what="assignment", on=today, assignment=MOVED, rules=address, facts=facts)
        head = work.journal.head()
        entries, lines = write((draft,), made.office.stamps.stamps(1, made.stamps.now()), after=head)
        work.journal.append(entries, lines, after=head)
    return made.at("2015-04-02")


def lawful(world: World) -> list[tuple[int, str]]:
    """What recomputing finds, the move itself left out."""
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
        found = recompute(from_on(lines), lambda address: fetch(address, work.shelf.get)).findings
    moved = next(entry.seq for entry in entries_of(world) if entry.kind is Kind.MIGRATION)
    return [(one.seq or 0, one.rule) for one in found if one.seq != moved]


def test_each_assignment_takes_the_steps_of_its_own_rules(world: World) -> None:
    with pytest.raises(Misunderstood):
        world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=[b"x"])
    with pytest.raises(Misunderstood):
        world.advance("2", "hand-over", "boomkamp", ALL_PRINCIPLES, docs=[b"x"])

    handed = accepted(world.advance("1", "hand-over", "keken", ALL_PRINCIPLES, docs=[b"x"]))
    presented = accepted(world.present("2", "boomkamp"))

    assert handed.entry.rules == other_rules()[0]
    assert presented.entry.rules == files().hash
    assert lawful(world) == []


def test_whatever_concerns_the_assignment_is_decided_by_its_rules(world: World) -> None:
    handed = accepted(world.advance("1", "hand-over", "keken", ALL_PRINCIPLES, docs=[b"x"]))
    granted = accepted(world.grant("lead", "ottens", "1", start="2015-04-02"))
    mandate = accepted(world.mandate("ottens", "beenakker", start="2015-04-02", until="2015-05-01"))
    accepted(world.end(mandate.seq or 0, "beenakker", on="2015-04-10"))
    accepted(world.record("progress", "1", "keken", {"text": "x"}, key="eens"))
    conflict = world.record("progress", "1", "keken", {"text": "y"}, key="eens")
    corrected = accepted(world.correct(handed.seq or 0, "keken", annul=True))
    refused = world.advance("1", "start", "beenakker")

    assert (codes(conflict), codes(refused)) == (
        ["conflict:conflict.key"],
        ["order:order.step", "guard:guard.composition"],
    )
    own = other_rules()[0]
    after = [entry for entry in entries_of(world) if entry.seq >= (handed.seq or 0)]
    assert {entry.rules for entry in after if entry.assignment == MOVED} == {own}
    assert {granted.entry.rules, mandate.entry.rules, corrected.entry.rules} == {own}
    assert lawful(world) == []


def test_an_answer_given_again_is_seen_under_the_same_rules(world: World) -> None:
    first = accepted(world.record("progress", "1", "keken", {"text": "x"}, key="eens"))
    again = accepted(world.record("progress", "1", "keken", {"text": "x"}, key="eens"))

    assert again.repeated
    assert [turn.step for turn in again.next] == [turn.step for turn in first.next] == ["hand-over", "withdraw"]


def test_what_is_shown_of_it_is_by_its_rules(world: World) -> None:
    board = look.board(world.office)
    steps = {line.assignment: [turn.step for turn in line.turn] for line in board.lines}
    shown = str(page.as_text(board, "nl", 100, False)).splitlines()

    assert (steps[MOVED], steps[KEPT]) == (["hand-over"], ["present"])
    assert sum("ontwerp, sinds" in line for line in shown) == 1
    assert sum("concept, sinds" in line for line in shown) == 5
    assert [line.step for line in why(world.office, "1").lines] == ["hand-over", "withdraw"]
    assert [line.step for line in todo(world.office, "keken").lines] == ["hand-over"]
    assert [line.step for line in todo(world.office, "boomkamp").lines] == ["present"]
    assert form(world.office, "hand-over", "1").action == "hand-over"
    with pytest.raises(Misunderstood):
        form(world.office, "hand-over", "2")
    assert look.show(world.office, "1").setting.rules.hash == other_rules()[0]
    assert trail.replay_case(world.office, "1").setting.rules.hash == other_rules()[0]


def test_history_calls_an_entry_what_it_was_called_when_it_was_decided(world: World) -> None:
    kept = files()
    renamed = replace(kept, lifecycle=kept.lifecycle.replace(b'"presenteren aan de', b'"voorleggen aan de'))
    accepted(world.advance("1", "hand-over", "keken", ALL_PRINCIPLES, docs=[b"x"]))
    accepted(world.present("2", "boomkamp"))
    accepted(world.advance("2", "return", "welten", reason="nog een keer"))

    assert migrate.migrate(world.office, world.call("meuleman"), renamed, PEOPLE_FILE, ["2"]).accepted
    accepted(world.present("2", "boomkamp"))
    told = [str(history.as_text(prove.history(world.office, one), "nl", 200, colour=False)) for one in ("1", "2")]

    assert told[0].count("presenteren aan") == 1
    assert [told[1].count(said) for said in ("presenteren aan", "voorleggen aan")] == [1, 1]


def test_who_may_is_said_by_its_rules(world: World) -> None:
    with pytest.raises(Misunderstood) as asked:
        act.advance(world.office, world.call(None), "1", "hand-over")

    assert asked.value.facts["who"] == ["keken"]
