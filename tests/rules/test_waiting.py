"""What an assignment asks next: the main road's steps, or in their stead what each still waits for."""

from __future__ import annotations

from collections.abc import Mapping

from tests.builders import files
from tests.desk.world import World, accepted, begun
from vs_workflow.casebook import Case
from vs_workflow.rules.rulebook import read_rules
from vs_workflow.rules.waiting import events_waited_for, main_road, open_actions

RULES = read_rules(files())
EDE, ZWOLLE = ("Ede", "gelderland-midden"), ("Zwolle", "ijsselland")


def case_of(world: World, key: str = "woninginbraken") -> Case:
    with world.office.room.reading() as work:
        return work.index.book().cases[key]


def asked(world: World) -> list[tuple[str, Mapping[str, object]]]:
    return [(action.key, facts) for action, facts in open_actions(case_of(world), RULES)]


def road(world: World) -> list[str]:
    return [step.key for step in main_road(case_of(world), RULES)]


def waited_for(world: World) -> list[tuple[str, str, Mapping[str, object]]]:
    case = case_of(world)
    return [
        (step.key, event.key, facts)
        for step in main_road(case, RULES)
        for event, facts in events_waited_for(step, case, RULES)
    ]


def test_a_step_that_waits_for_nothing_is_asked_itself_and_ways_back_and_out_are_not() -> None:
    world = begun()
    assert (road(world), asked(world), waited_for(world)) == (["present"], [("present", {})], [])

    world.at("2015-04-02").present("1", "keken")
    assert (road(world), asked(world), waited_for(world)) == (["start"], [("start", {})], [])


def test_where_a_decision_is_not_in_effect_yet_that_is_asked_and_then_the_step() -> None:
    world = begun().reported()
    assert (road(world), asked(world)) == (["offer"], [("established", {})])
    assert waited_for(world) == [("offer", "established", {})]

    world.establish("1")
    assert (asked(world), waited_for(world)) == ([("offer", {})], [])


def test_of_each_body_that_has_to_answer_the_answer_is_asked() -> None:
    world = begun().offered("1", EDE, ZWOLLE)
    assert road(world) == ["implement"]
    assert asked(world) == [
        (event, {"driehoek": body})
        for body in ("driehoek-ede", "driehoek-zwolle")
        for event in ("offer-accepted", "offer-declined")
    ]

    accepted(world.record("offer-declined", "1", "lid-zwolle", {"driehoek": "driehoek-zwolle"}, reason="geen"))
    assert {(event, facts["driehoek"]) for event, facts in asked(world)} == {
        ("offer-accepted", "driehoek-ede"), ("offer-declined", "driehoek-ede"),
    }  # fmt: skip


def test_in_a_final_state_nothing_is_asked() -> None:
    world = begun()
    accepted(world.advance("1", "withdraw", "knaap", reason="vervalt"))

    assert (road(world), asked(world), waited_for(world)) == ([], [], [])
