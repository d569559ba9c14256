"""How things stand: the team, the offers, the bodies, the meetings to come, and what is in effect."""

from __future__ import annotations

from datetime import date

import pytest

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    FOUR_A,
    LEAD,
    MAYOR_OF_ALMELO,
    ONE,
    RESULT,
    Oost,
    accepted,
    answered,
    begun,
    established,
    offered,
    presented,
    reported,
)
from tests.decide.world import DIKES, OOST, World, codes, rules_of
from vs_workflow.rules.guards import composition_gaps
from vs_workflow.rules.standing import (
    BodyKnown,
    Member,
    Offer,
    bodies_of,
    in_effect,
    is_to_meet,
    known_body,
    meets,
    next_meeting,
    offers,
    sub_bodies,
    team,
    team_with,
    text_of,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def with_team() -> Oost:
    world = begun("2015-03-01")
    for person in ("agent", "ambtenaar"):
        world.enrol(person, COORDINATOR)
    assert accepted(world.joined("ambtenaar", "municipality", "twente"))
    assert accepted(world.at("2015-03-02").joined("agent", "police"))
    assert accepted(world.at("2015-03-09").event("member-left", ONE, LEAD, person="ambtenaar"))
    return world


AMBTENAAR = Member("ambtenaar", "municipality", "twente", day("2015-03-01"))
AGENT = Member("agent", "police", "", day("2015-03-02"))


@pytest.mark.parametrize(
    ("on", "members"),
    [
        ("2015-02-28", []),
        ("2015-03-01", [AMBTENAAR]),
        ("2015-03-02", [AMBTENAAR, AGENT]),
        ("2015-03-08", [AMBTENAAR, AGENT]),
        ("2015-03-09", [AGENT]),
    ],
)
def test_a_team_is_who_joined_and_did_not_leave_up_to_that_day(on: str, members: list[Member]) -> None:
    world = with_team()

    assert list(team(world.case(ONE), world.rules, day(on)).values()) == members
    assert list(team(world.case(ONE), world.rules).values()) == [AGENT]
    assert team(world.case(FOUR_A), world.rules) == {}


def test_a_step_of_the_same_name_as_nothing_makes_no_member() -> None:
    world = presented()

    assert team(world.case(ONE), world.rules) == {}


def test_who_holds_the_counted_role_counts_as_a_member_on_the_days_of_the_grant() -> None:
    world = begun("2015-03-01")
    hofman = Member("hofman", "riec", "", day("2015-01-01"))
    assert accepted(world.grant("lead", "ottens", COORDINATOR, assignment=FOUR_A, district="twente"))
    assert accepted(world.mandate("bakker", world.grant_of("hofman", "lead", FOUR_A), "hofman"))
    case, rules = world.case(FOUR_A), world.rules

    assert team_with("lead", case, rules, day("2015-02-28")) == {"hofman": hofman}
    assert team_with("lead", case, rules, day("2015-03-01")) == {
        "hofman": hofman,
        "ottens": Member("ottens", "", "twente", day("2015-03-01")),
    }
    assert team_with("", case, rules, day("2015-03-01")) == {}


def test_who_joined_himself_is_counted_as_he_joined() -> None:
    world = begun("2015-03-01")
    assert accepted(world.joined(LEAD, "municipality", "twente"))

    members = team_with("lead", world.case(ONE), world.rules, day("2015-03-01"))

    assert members == {LEAD: Member(LEAD, "municipality", "twente", day("2015-03-01"))}


def test_who_left_is_none_of_who_left_later() -> None:
    """On 8 March, before the official left, only he was still in the team of those who left since."""
    world = with_team().at("2015-03-10")

    assert codes(world.copy().joined("ambtenaar", "police", on="2015-03-08")) == {"guard:team-member"}
    assert codes(world.copy().joined("ambtenaar", "police", on="2015-03-09")) == set()
    assert codes(world.copy().joined("hofman", "police", on="2015-03-05")) == set()


def test_the_gaps_of_an_assignment_follow_from_its_own_needs() -> None:
    world = with_team()
    guard = next(one for step in world.rules.lifecycle.steps for one in step.guards if one.kind == "composition")

    gaps = composition_gaps(guard, world.case(ONE), world.rules, day("2015-03-05"))

    assert gaps == ("district-ijsselland", "district-noord-en-oost-gelderland", "district-gelderland-midden",
                    "district-gelderland-zuid", "organisation-justice")  # fmt: skip


# bodies


def test_a_body_is_known_by_the_file_or_because_it_was_opened() -> None:
    world = offered()
    book, rules = world.book, world.rules

    assert known_body("dvo-twente", book, rules) == BodyKnown("dvo-twente", "district", "twente", day("2015-01-01"))
    assert known_body("driehoek-ede", book, rules) == BodyKnown(
        "driehoek-ede", "driehoek", "gelderland-midden", day("2015-07-06")
    )
    assert known_body("driehoek-epe", book, rules) is None
    assert bodies_of(("steering", "driehoek"), book, rules) == ("bbg", "driehoek-ede", "driehoek-almelo")
    assert len(bodies_of((), book, rules)) == len(rules.programme.bodies) + 2
    assert bodies_of(("moon",), book, rules) == ()


def test_an_offer_stands_as_the_last_that_happened_to_it() -> None:
    world = answered()

    found = offers(world.case(ONE), world.rules)

    assert list(found) == ["driehoek-ede", "driehoek-almelo"]
    seq = found["driehoek-almelo"].seq
    assert found["driehoek-almelo"] == Offer("driehoek-almelo", "declined", day("2015-09-01"), seq, "geen capaciteit")
    assert world.book.mark(seq).actor == MAYOR_OF_ALMELO  # type: ignore[union-attr]
    assert (found["driehoek-ede"].state, found["driehoek-ede"].on) == ("implemented", day("2015-11-02"))
    assert offers(world.case(FOUR_A), world.rules) == {}


def test_which_bodies_an_action_moves() -> None:
    effect = rules_of(OOST).lifecycle.event("offer-made").sub  # type: ignore[union-attr]
    answer = rules_of(OOST).lifecycle.event("offer-accepted").sub  # type: ignore[union-attr]
    assert effect is not None
    assert answer is not None

    rows = [{"body": "driehoek-ede"}, {"body": ""}, {"municipality": "x"}, "x", {"body": "driehoek-epe"}]
    assert sub_bodies(effect, {"driehoeken": rows}) == ("driehoek-ede", "driehoek-epe")  # type: ignore[dict-item]
    assert sub_bodies(effect, {"driehoeken": rows, "driehoek": "driehoek-ede"}) == ("driehoek-ede", "driehoek-epe")  # type: ignore[dict-item]
    assert sub_bodies(effect, {"driehoek": "driehoek-ede"}) == ("driehoek-ede",)
    assert sub_bodies(effect, {"driehoek": ""}) == sub_bodies(effect, {"driehoek": 7}) == sub_bodies(effect, {}) == ()
    assert sub_bodies(answer, {"driehoek": "driehoek-ede", "": "x"}) == ("driehoek-ede",)
    assert sub_bodies(answer, {"driehoek": ""}) == ()


# meetings


def meetings() -> Oost:
    """The BBG meets on 25 June; one more is planned on 1 September, and one of the region on 30 June."""
    world = begun("2015-06-01")
    plan = {"day": "2015-09-01", "body": "bbg"}
    assert accepted(world.event("meeting-planned", None, COORDINATOR, **plan))
    assert accepted(world.event("meeting-planned", None, COORDINATOR, body="rvo", day="2015-06-30"))
    return world


def test_the_next_meeting_is_on_the_calendar_or_planned() -> None:
    world = meetings()

    def after(on: str, body: str = "bbg") -> date | None:
        return next_meeting(body, day(on), world.book, world.rules)

    assert after("2015-06-24") == day("2015-06-25")
    assert after("2015-06-25") != day("2015-06-25")
    assert after("2015-08-31") == day("2015-09-01")
    assert after("2015-06-01", "rvo") == day("2015-06-30")
    assert after("2015-06-30", "rvo") == day("2015-10-22")
    assert after("2015-10-22", "rvo") is None
    assert after("2015-06-01", "ao-onl") is None


def test_a_meeting_that_is_cancelled_is_not_the_next_and_may_yet_be_held() -> None:
    world = meetings()
    later = next_meeting("bbg", day("2015-06-25"), world.book, world.rules)
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25"))
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="rvo", day="2015-06-25"))
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="rvo", day="2015-09-01"))

    assert later == day("2015-09-01")
    assert next_meeting("bbg", day("2015-06-01"), world.book, world.rules) == later
    assert next_meeting("rvo", day("2015-06-01"), world.book, world.rules) == day("2015-06-30")
    assert not meets("bbg", day("2015-06-25"), world.book, world.rules)
    assert accepted(world.at("2015-06-25").meeting_held("2015-06-25"))
    assert meets("bbg", day("2015-06-25"), world.book, world.rules)
    assert not meets("bbg", day("2015-06-24"), world.book, world.rules)
    assert not meets("rvo", day("2015-06-25"), world.book, world.rules)
    assert not meets("bbg", day("2015-09-01"), world.book, world.rules)


def test_what_is_planned_again_is_expected_and_has_met_only_once_it_was_held() -> None:
    world = meetings()
    when = day("2015-06-25")

    def said() -> tuple[bool, bool]:
        return is_to_meet("bbg", when, world.book, world.rules), meets("bbg", when, world.book, world.rules)

    assert said() == (True, True)
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25"))
    assert said() == (False, False)
    assert accepted(world.event("meeting-planned", None, COORDINATOR, body="bbg", day="2015-06-25"))
    assert said() == (True, False)
    assert accepted(world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25"))
    assert accepted(world.at("2015-06-25").meeting_held("2015-06-25"))
    assert said() == (True, True)
    assert next_meeting("bbg", day("2015-06-24"), world.book, world.rules) == day("2015-09-01")


# what is in effect


def test_an_event_is_in_effect_until_a_step_ends_it() -> None:
    world = established()
    lifecycle = world.rules.lifecycle

    mark = in_effect(world.case(ONE), "established", lifecycle)

    assert mark is not None
    assert mark.actor == BBG_CHAIR
    assert in_effect(reported().case(ONE), "established", lifecycle) is None
    assert accepted(world.step(ONE, "rework", BBG_CHAIR, reason="nog eens"))
    assert in_effect(world.case(ONE), "established", lifecycle) is None


def test_which_step_of_one_name_was_taken_decides_what_it_ends() -> None:
    """In the second programme both steps back end the costs; from drawn on they are not in effect."""
    world = World(rules_of(DIKES), "2031-04-03")

    assert in_effect(world.case("noordkade"), "costed", world.rules.lifecycle) is None


# looking things up


def test_what_is_not_in_the_files_is_none() -> None:
    rules = rules_of(OOST)
    lifecycle, programme = rules.lifecycle, rules.programme
    offer = lifecycle.step("offer")
    assert offer is not None
    assert lifecycle.subcase is not None

    assert lifecycle.state("moon") is None
    assert lifecycle.role("moon") is None
    assert lifecycle.event("moon") is None
    assert lifecycle.step("moon") is None
    assert offer.fact("moon") is None
    assert programme.body("moon") is None
    assert programme.assignment("moon") is None
    assert programme.milestone("moon") is None
    assert lifecycle.subcase.state("declined").label["en"] == "declined"
    assert (offer.fact("results") or offer).key == "results"
    assert not lifecycle.is_final("moon")
    assert lifecycle.is_final("withdrawn")
    assert not lifecycle.is_final("concept")
    assert [step.key for step in lifecycle.steps_from("presented")] == ["start", "return", "withdraw"]
    assert lifecycle.initial == "concept"


def test_a_step_of_two_places_is_that_which_leaves_the_state_or_else_the_first() -> None:
    lifecycle = rules_of(DIKES).lifecycle

    def target(source: str | None) -> str:
        step = lifecycle.step("step-back", source)
        assert step is not None
        return step.target

    assert (target("weighed"), target("decided"), target("built"), target(None)) == (
        "drawn", "weighed", "drawn", "drawn",
    )  # fmt: skip


def test_only_a_text_is_a_text() -> None:
    facts = {"a": "x", "b": 7, "c": ["x"], "d": None, "e": ""}

    assert [text_of(facts, key) for key in "abcdef"] == ["x", "", "", "", "", ""]  # type: ignore[arg-type]


def test_an_offer_to_a_known_driehoek_moves_it_again() -> None:
    world = answered()
    assert accepted(world.event("offer-made", ONE, CHAIR, results=[RESULT], driehoek="driehoek-almelo"))

    assert offers(world.case(ONE), world.rules)["driehoek-almelo"].state == "made"
