"""Ending a grant on which something counts whose day was corrected: it is named with the day that counts now."""

from __future__ import annotations

from tests.decide.oost import COORDINATOR, FOUR_A, accepted, begun
from tests.decide.said.roles import counted_on
from vs_workflow.decide import Refused


def test_what_stands_in_the_way_of_an_end_is_named_with_its_corrected_day() -> None:
    world = counted_on()
    start = world.last
    assert accepted(world.redate(start, "2015-04-01", "beem"))

    decision = world.end(world.grant_of("hofman", "lead", FOUR_A), COORDINATOR, on="2015-04-01", reason="zo")

    assert isinstance(decision, Refused)
    said = {reason.facts["seq"]: (reason.rule, reason.facts["on"]) for reason in decision.reasons}
    assert said[start] == ("in-the-way.step", "2015-04-01")


def test_where_nothing_happened_since_nothing_stands_in_the_way() -> None:
    world = begun("2015-04-02")

    assert accepted(world.end(world.grant_of("hofman", "lead", FOUR_A), COORDINATOR, on="2015-04-02"))
