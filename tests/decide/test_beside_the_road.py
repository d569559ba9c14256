"""Beside the road: each event, who may record it, what it needs; and the team that the events make."""

from __future__ import annotations

import pytest

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    DISTRICTS,
    FOUR_A,
    LEAD,
    MAYOR_OF_EDE,
    ONE,
    Oost,
    accepted,
    answered,
    begun,
    implemented,
    presented,
    withdrawn,
)
from tests.decide.world import codes, rules_named
from vs_workflow.rules.standing import team

ADVISER, DVO_MEMBER, BBG_MEMBER = "adviseur", "lid-dvo", "lid-bbg-twente"
EVERYBODY = (LEAD, CHAIR, COORDINATOR, BBG_CHAIR, ADVISER, DVO_MEMBER, BBG_MEMBER, MAYOR_OF_EDE, "hofman", "vreemde")

# domain/model.md, "Beside the road": event, of what, who may, with what it needs.
EVENTS: list[tuple[str, str | None, set[str], dict[str, object]]] = [
    ("team-formed", ONE, {LEAD}, {}),
    ("member-joined", ONE, {LEAD}, {"person": "bakker", "organisation": "police"}),
    ("concept-filed", ONE, {LEAD}, {"documents": ["concept"]}),
    ("progress", ONE, {LEAD, CHAIR}, {"text": "op schema"}),
    ("advice-asked", ONE, {LEAD, CHAIR, COORDINATOR}, {"body": "ao-onl", "question": "akkoord?"}),
    ("advice-given", ONE, {ADVISER}, {"body": "ao-onl", "advice": "akkoord"}),
    ("working-meeting", None, {COORDINATOR}, {"present": [LEAD, "hofman"]}),
    ("meeting-planned", None, {BBG_CHAIR, COORDINATOR}, {"body": "bbg", "day": "2015-09-01"}),
    ("meeting-cancelled", None, {BBG_CHAIR, COORDINATOR}, {"body": "bbg", "day": "2015-06-25"}),
    ("meeting-held", None, {BBG_CHAIR, COORDINATOR}, {"body": "bbg"}),
    ("informed", ONE, {BBG_CHAIR}, {"body": "rvo", "text": "stand van zaken"}),
    ("informed", None, {BBG_CHAIR}, {"body": "bestuurscollege", "text": "stand van zaken"}),
    ("informed", ONE, {BBG_MEMBER, COORDINATOR}, {"body": "dvo-twente", "text": "stand van zaken"}),
    ("informed", None, {COORDINATOR}, {"body": "dvo-ijsselland", "text": "stand van zaken"}),
]


def with_members() -> Oost:
    world = begun("2015-03-01")
    for person in (MAYOR_OF_EDE, "vreemde"):
        world.enrol(person, COORDINATOR)
    assert accepted(world.member(ADVISER, "ao-onl"))
    assert accepted(world.member(DVO_MEMBER, "dvo-twente"))
    assert accepted(world.member(BBG_MEMBER, "bbg", district="twente"))
    return world


@pytest.mark.parametrize(
    ("event", "where", "may", "facts"), EVENTS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_each_event_is_recorded_by_whom_the_memo_says(
    event: str, where: str | None, may: set[str], facts: dict[str, object]
) -> None:
    world = with_members()

    allowed = {who for who in EVERYBODY if not codes(world.would(world.eventing(event, where, who, **dict(facts))))}

    assert allowed == may
    for who in set(EVERYBODY) - may:
        assert codes(world.would(world.eventing(event, where, who, **dict(facts)))) == {"role"}


@pytest.mark.parametrize(
    ("event", "where", "may", "facts"), EVENTS, ids=lambda one: one if isinstance(one, str) else ""
)
def test_each_event_asks_for_what_it_needs(
    event: str, where: str | None, may: set[str], facts: dict[str, object]
) -> None:
    world = with_members()

    for missing in facts:
        given = {key: value for key, value in facts.items() if key != missing}
        refused = codes(world.would(world.eventing(event, where, min(may), **given)))

        assert f"guard:{'document' if missing == 'documents' else missing}" in refused


def test_a_text_of_spaces_is_no_text() -> None:
    assert codes(begun().event("progress", ONE, LEAD, text="   ")) == {"guard:text"}


def test_an_event_stands_where_it_belongs() -> None:
    world = with_members()

    assert "guard:assignment" in codes(world.event("progress", None, LEAD, text="x"))
    assert "guard:assignment" in codes(world.event("working-meeting", ONE, COORDINATOR, present=[LEAD]))


def test_an_unknown_event_step_or_assignment_is_unknown() -> None:
    world = begun()

    assert codes(world.event("feest", ONE, LEAD)) == {"unknown-step"}
    assert codes(world.event("progress", "geen", LEAD, text="x")) == {"unknown-step"}
    assert codes(world.step(ONE, "feest", LEAD)) == {"unknown-step"}
    assert codes(world.step("geen", "present", LEAD)) == {"unknown-step"}


def test_advice_is_asked_only_of_a_body_that_advises() -> None:
    assert "guard:body" in codes(begun().event("advice-asked", ONE, LEAD, body="rvo", question="?"))


def test_in_a_final_state_only_informing_goes_on() -> None:
    for world in (implemented(), withdrawn()):
        assert codes(world.event("progress", ONE, LEAD, text="nog iets")) == {"final"}
        assert accepted(world.event("informed", ONE, BBG_CHAIR, body="rvo", text="klaar"))


def test_a_fact_that_nobody_asked_is_a_reason() -> None:
    world = begun()

    assert codes(world.event("progress", ONE, LEAD, text="x", kleur="rood")) == {"guard:kleur"}
    assert codes(world.event("progress", ONE, LEAD, text=["x"])) == {"guard:text"}
    assert codes(world.event("working-meeting", None, COORDINATOR, present=["vreemde"])) == {"guard:present"}


def test_events_never_move_the_assignment() -> None:
    world = answered()

    assert accepted(world.event("progress", ONE, LEAD, text="x"))
    assert world.state(ONE) == "offered"


# the team


def people(world: Oost) -> None:
    for number in range(8):
        world.enrol(f"lid-{number}", COORDINATOR)


def complete(world: Oost, *, but: str = "") -> None:
    people(world)
    for number, district in enumerate(DISTRICTS):
        if district != but:
            assert accepted(world.joined(f"lid-{number}", "municipality", district))
    for number, organisation in ((5, "police"), (6, "justice")):
        if organisation != but:
            assert accepted(world.joined(f"lid-{number}", organisation))


def test_a_team_with_officials_of_all_districts_police_and_justice_is_in_order() -> None:
    world = presented()
    complete(world)

    assert accepted(world.start(facts={}, reason=""))


@pytest.mark.parametrize("missing", [*DISTRICTS, "police", "justice"])
def test_each_gap_is_named_and_accepted_one_by_one_with_one_reason(missing: str) -> None:
    world = presented()
    complete(world, but=missing)
    gap = f"district-{missing}" if missing in DISTRICTS else f"organisation-{missing}"

    refused = world.start(facts={}, reason="haast")

    (reason,) = refused.draft.reasons
    assert (reason.guard, reason.facts["gaps"]) == ("composition", [gap])
    assert codes(world.start(facts={"gaps": {gap: False}}, reason="haast")) == {"guard:composition"}
    assert codes(world.start(facts={"gaps": {gap: True}}, reason="")) == {"guard:composition"}
    assert accepted(world.start(facts={"gaps": {gap: True}}, reason="haast"))


def test_a_gap_that_is_none_of_the_file_is_refused() -> None:
    world = presented()

    assert "guard:gaps" in codes(world.start(facts={"gaps": {"district-drenthe": True}}))


def test_riec_is_needed_where_the_programme_says_so_and_the_lead_counts() -> None:
    world = begun("2015-04-02")
    world.present(FOUR_A, "hofman")
    gaps = {f"district-{one}": True for one in DISTRICTS} | {"organisation-police": True, "organisation-justice": True}

    assert accepted(world.copy().start(FOUR_A, "beem", facts={"gaps": gaps}))
    lead = world.grant_of("hofman", "lead", FOUR_A)
    world.at("2015-04-03").end(lead, COORDINATOR, on="2015-04-03")
    assert codes(world.start(FOUR_A, "beem", facts={"gaps": gaps})) == {"guard:composition"}


def test_who_joined_later_did_not_complete_the_team_on_an_earlier_day() -> None:
    world = presented().at("2015-04-10")
    complete(world)

    assert codes(world.start(facts={}, on="2015-04-09")) == {"guard:composition"}
    assert accepted(world.start(facts={}, on="2015-04-10"))


def test_who_left_later_was_still_there() -> None:
    world = presented()
    complete(world)
    world.at("2015-04-10")
    assert accepted(world.event("member-left", ONE, LEAD, person="lid-5"))

    assert codes(world.copy().start(facts={})) == {"guard:composition"}
    assert accepted(world.start(facts={}, on="2015-04-09"))


def test_a_member_who_left_does_not_unmake_the_start() -> None:
    world = presented()
    complete(world)
    world.start(facts={})

    assert accepted(world.event("member-left", ONE, LEAD, person="lid-5"))
    assert world.state(ONE) == "started"


def test_a_municipal_official_has_a_district() -> None:
    world = begun("2015-03-01")
    people(world)

    assert rules_named(world.joined("lid-0", "municipality")) == {"guard.district-missing"}
    assert accepted(world.joined("lid-1", "partner"))


def test_nobody_joins_twice_nor_leaves_what_he_is_not_in() -> None:
    world = begun("2015-03-01")
    people(world)
    world.joined("lid-0", "police")

    assert codes(world.joined("lid-0", "justice")) == {"guard:team-member"}
    assert codes(world.event("member-left", ONE, LEAD, person="lid-1")) == {"guard:team-member"}
    assert accepted(world.event("member-left", ONE, LEAD, person="lid-0"))
    assert accepted(world.joined("lid-0", "justice"))
    assert team(world.case(ONE), world.rules)["lid-0"].organisation == "justice"


def test_a_member_is_in_the_register() -> None:
    assert codes(begun("2015-03-01").joined("vreemde", "police")) == {"guard:person"}


# the documents and principles


def test_presenting_needs_the_document_and_every_principle() -> None:
    world = begun("2015-04-02")

    assert codes(world.present(documents=[], facts={})) == {"guard:document", "guard:principles"}
    principles = {f"p{number}": "regel" for number in range(1, 8)}
    decision = world.present(facts={"principles": principles})
    assert [one.facts["missing"] for one in decision.draft.reasons] == [["p8"]]
    assert codes(world.present(facts={"principles": {**principles, "p8": " "}})) == {"guard:principles"}
    assert codes(world.present(facts={"principles": {**principles, "p8": True}})) == {"guard:principles"}


def test_reporting_needs_a_text_on_progress() -> None:
    world = presented().at("2015-04-28")
    world.start()

    assert codes(world.at("2015-06-25").report(progress="")) == {"guard:progress"}


def test_every_guards_result_stands_in_the_entry() -> None:
    world = presented()

    assert dict(world.entries[-1].guards) == {"document": True, "principles": True}
