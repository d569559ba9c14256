"""Several driehoeken: each offer has its own small life; together they decide whether `implement` may be taken."""

from __future__ import annotations

import pytest

from tests.decide.oost import (
    ALMELO,
    CHAIR,
    COORDINATOR,
    EDE,
    LEAD,
    MAYOR_OF_ALMELO,
    MAYOR_OF_EDE,
    ONE,
    RESULT,
    Oost,
    accepted,
    answered,
    established,
    implemented,
    offered,
)
from tests.decide.world import codes, rules_named
from vs_workflow.rules.standing import offers

ZWOLLE = {"municipality": "Zwolle", "district": "ijsselland"}


def standing(world: Oost) -> dict[str, str]:
    return {key: offer.state for key, offer in offers(world.case(ONE), world.rules).items()}


def test_offering_opens_each_driehoek_as_a_body_with_its_district() -> None:
    world = offered()

    assert {key: (one.kind, one.district) for key, one in world.book.bodies.items()} == {
        "driehoek-ede": ("driehoek", "gelderland-midden"),
        "driehoek-almelo": ("driehoek", "twente"),
    }
    assert standing(world) == {"driehoek-ede": "made", "driehoek-almelo": "made"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Noordoostpolder", "driehoek-noordoostpolder"),
        ("Oude IJsselstreek", "driehoek-oude-ijsselstreek"),
        ("Súdwest-Fryslân", "driehoek-sudwest-fryslan"),
        ("'s-Heerenberg", "driehoek-s-heerenberg"),
    ],
)
def test_the_key_of_a_driehoek_is_its_municipality_in_lower_case_with_hyphens(name: str, key: str) -> None:
    world = established().at("2015-07-06")

    assert accepted(world.offer(driehoeken=[{"municipality": name, "district": "twente"}]))

    assert list(world.book.bodies) == [key]


def test_a_name_that_makes_no_key_opens_nothing() -> None:
    world = established().at("2015-07-06")

    assert "guard:driehoeken" in codes(world.offer(driehoeken=[{"municipality": "东京", "district": "twente"}]))
    assert "guard:driehoeken" in codes(world.offer(driehoeken=[{"municipality": "e" * 300, "district": "twente"}]))


def test_offering_needs_a_result_and_a_driehoek() -> None:
    world = established().at("2015-07-06")

    assert codes(world.offer(results=[], driehoeken=[])) == {"guard:results", "guard:driehoeken"}
    assert codes(world.offer(results=[{"name": "", "kind": "method"}])) == {"guard:results"}
    assert codes(world.offer(results=[{"name": "werkwijze"}])) == {"guard:results"}
    assert codes(world.offer(driehoeken=[{"municipality": "Ede"}])) == {"guard:driehoeken"}
    assert codes(world.offer(driehoeken=[{"municipality": "Ede", "district": "drenthe"}])) == {"guard:driehoeken"}
    assert codes(world.offer(results=[{"name": "x", "kind": "boek"}])) == {"guard:results"}


def test_one_offer_names_a_driehoek_once() -> None:
    world = established().at("2015-07-06")

    assert rules_named(world.offer(driehoeken=[EDE, {**EDE, "municipality": "EDE"}])) == {"guard.body-twice"}


def test_an_open_offer_refuses_a_second() -> None:
    world = offered()

    assert codes(world.offer_made(EDE)) == {"order"}
    world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE)
    assert codes(world.offer_made(EDE)) == {"order"}


def test_a_driehoek_that_declined_may_be_offered_again_as_a_new_offer() -> None:
    world = answered()

    assert accepted(world.offer_made(driehoek="driehoek-almelo"))
    assert standing(world) == {"driehoek-ede": "implemented", "driehoek-almelo": "made"}
    assert codes(world.implement()) == {"guard:driehoeken"}


def test_a_driehoek_that_implemented_is_not_offered_again() -> None:
    assert codes(answered().offer_made(EDE)) == {"order"}


def test_another_driehoek_may_be_offered_to_later() -> None:
    world = answered()

    assert accepted(world.offer_made(ZWOLLE))
    assert standing(world)["driehoek-zwolle"] == "made"


def test_offers_are_made_only_in_offered() -> None:
    world = established().at("2015-07-06")

    assert "order" in codes(world.offer_made(EDE))
    assert "final" in codes(implemented().offer_made(ZWOLLE))


def test_offers_are_made_by_the_chair() -> None:
    world = offered()

    decision = world.event("offer-made", ONE, LEAD, results=[RESULT], driehoeken=[ZWOLLE])

    assert codes(decision) == {"role"}


@pytest.mark.parametrize("answer", ["accepted", "declined", "implemented"])
def test_a_driehoek_is_answered_for_by_its_own_members(answer: str) -> None:
    world = offered()
    if answer == "implemented":
        world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE)

    for who in (MAYOR_OF_ALMELO, CHAIR, COORDINATOR, LEAD, "vreemde"):
        assert codes(world.copy().answered(answer, "driehoek-ede", who)) == {"role"}
    assert accepted(world.answered(answer, "driehoek-ede", MAYOR_OF_EDE))


def test_declining_needs_a_reason() -> None:
    assert codes(offered().answered("declined", "driehoek-ede", MAYOR_OF_EDE, reason="")) == {"guard:reason"}


def test_implementing_needs_an_acceptance_first() -> None:
    assert codes(offered().answered("implemented", "driehoek-ede", MAYOR_OF_EDE)) == {"order"}


def test_accepted_is_not_declined_any_more() -> None:
    world = offered()
    world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE)

    assert codes(world.answered("declined", "driehoek-ede", MAYOR_OF_EDE)) == {"order"}
    assert codes(world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE)) == {"order"}


def test_an_answer_lies_on_no_day_before_the_offer() -> None:
    world = offered().at("2015-07-10")

    assert "date" in codes(world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE, on="2015-07-05"))
    world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE, on="2015-07-08")
    assert codes(world.answered("implemented", "driehoek-ede", MAYOR_OF_EDE, on="2015-07-07")) == {"date"}


def test_an_unknown_driehoek_has_no_answer() -> None:
    world = offered()

    assert "guard:driehoek" in codes(world.answered("accepted", "driehoek-urk", MAYOR_OF_EDE))
    assert "guard:driehoek" in codes(world.answered("accepted", "bbg", MAYOR_OF_EDE))
    assert "guard:driehoek" in codes(world.answered("accepted", "", MAYOR_OF_EDE))


def test_offers_never_move_the_assignment() -> None:
    assert answered().state(ONE) == "offered"


def test_implement_waits_for_every_driehoek() -> None:
    world = offered()
    world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE)
    world.answered("implemented", "driehoek-ede", MAYOR_OF_EDE)

    decision = world.implement()

    (reason,) = decision.draft.reasons
    assert (reason.guard, reason.facts["waiting"]) == ("driehoeken", ["driehoek-almelo"])
    assert reason.facts["counts"] == {"implemented": 1, "made": 1}
    assert reason.who == (MAYOR_OF_ALMELO,)


def test_a_set_that_has_all_declined_stays_offered() -> None:
    world = offered()
    world.answered("declined", "driehoek-ede", MAYOR_OF_EDE)
    world.answered("declined", "driehoek-almelo", MAYOR_OF_ALMELO)

    assert codes(world.implement()) == {"role", "guard:driehoeken"}
    assert accepted(world.copy().offer_made(ZWOLLE))
    assert accepted(world.step(ONE, "withdraw", "knaap", reason="niemand wil"))


def test_implement_is_taken_by_a_member_of_a_driehoek_that_has_itself_implemented() -> None:
    world = answered()

    assert codes(world.copy().implement(MAYOR_OF_ALMELO)) == {"role"}
    assert codes(world.copy().implement(CHAIR)) == {"role"}
    assert accepted(world.implement(MAYOR_OF_EDE))


def test_implement_lies_on_no_day_before_the_last_driehoek_implemented() -> None:
    world = answered().at("2015-11-03")

    assert codes(world.implement(on="2015-11-01")) == {"date"}
    assert accepted(world.implement(on="2015-11-02"))


def test_a_driehoek_may_be_reused_by_another_assignment_in_its_own_district() -> None:
    world = answered()
    other, lead, chair = "hennep", "bakker", "heidema"
    assert accepted(world.present(other, lead))
    assert accepted(world.start(other, chair))
    assert accepted(world.meeting_held("2015-11-02"))
    assert accepted(world.report(other, chair))
    assert accepted(world.establish(other))

    assert rules_named(world.offer(other, chair, driehoeken=[{**EDE, "district": "twente"}])) == {"guard.body-district"}
    assert accepted(world.offer(other, chair, driehoeken=[EDE]))

    assert codes(world.step(other, "implement", MAYOR_OF_EDE)) == {"role", "guard:driehoeken"}
    assert accepted(world.event("offer-accepted", other, MAYOR_OF_EDE, driehoek="driehoek-ede"))
    assert standing(world)["driehoek-ede"] == "implemented"


def test_a_declined_driehoek_that_accepts_the_second_time_counts_as_it_stands() -> None:
    world = answered()
    world.offer_made(ALMELO)
    world.answered("accepted", "driehoek-almelo", MAYOR_OF_ALMELO)
    world.answered("implemented", "driehoek-almelo", MAYOR_OF_ALMELO)

    assert accepted(world.implement(MAYOR_OF_ALMELO))
