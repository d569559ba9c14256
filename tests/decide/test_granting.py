"""Granting: who gives and ends which role, from which day, and with what nobody may hold together."""

from __future__ import annotations

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    EDE,
    FOUR_A,
    LEAD,
    ONE,
    accepted,
    begun,
    established,
    offered,
    presented,
    started,
)
from tests.decide.world import codes, rules_named
from vs_workflow.request import GiveRole


def test_the_coordinator_grants_a_role_of_an_assignment() -> None:
    world = begun()

    assert accepted(world.grant("lead", "hofman", COORDINATOR, assignment=ONE))


def test_nobody_else_grants_a_role_of_an_assignment() -> None:
    world = begun()

    for who in (LEAD, CHAIR, BBG_CHAIR, "vreemde", None):
        assert codes(world.grant("lead", "hofman", who, assignment=ONE)) == {"role"}


def test_the_coordinator_grants_himself_nothing() -> None:
    world = begun()

    decision = world.grant("lead", COORDINATOR, COORDINATOR, assignment=ONE)

    assert rules_named(decision) == {"grant.never-own"}


def test_of_who_may_not_grant_at_all_it_is_not_said_in_which_role_he_may_not_grant_his_own() -> None:
    world = begun()

    for who in (LEAD, CHAIR, "vreemde"):
        assert rules_named(world.grant("lead", who, who, assignment=ONE)) >= {"role.not-held"}
        assert "grant.never-own" not in rules_named(world.grant("lead", who, who, assignment=ONE))


def test_the_coordinator_ends_no_role_of_his_own() -> None:
    world = begun()

    own = world.grant_of(COORDINATOR, "coordinator")

    assert codes(world.end(own, COORDINATOR)) == {"role"}


def test_the_coordinator_gets_no_role_from_himself_through_a_deputy() -> None:
    world = begun()
    assert accepted(world.deputy(COORDINATOR, "coordinator"))

    for person in (COORDINATOR, "plaatsvervanger"):
        decision = world.grant("lead", person, "plaatsvervanger", assignment=ONE, behalf_of=COORDINATOR)
        assert rules_named(decision) == {"grant.never-own"}
    assert accepted(world.grant("lead", "hofman", "plaatsvervanger", assignment=ONE, behalf_of=COORDINATOR))


def test_the_bbgs_chair_grants_the_coordinator_and_the_coordinator_does_not() -> None:
    world = begun("2015-03-01")
    assert accepted(world.end(world.grant_of(COORDINATOR, "coordinator"), BBG_CHAIR, on="2015-03-01"))

    assert codes(world.grant("coordinator", "hofman", COORDINATOR)) == {"role"}
    assert accepted(world.grant("coordinator", "hofman", BBG_CHAIR))


def test_a_new_coordinator_takes_over_on_the_day_the_old_one_ends() -> None:
    world = begun("2015-03-01")

    assert codes(world.grant("coordinator", "hofman", BBG_CHAIR, start="2015-04-01")) == {"guard:single-holder"}
    assert accepted(world.end(world.grant_of(COORDINATOR, "coordinator"), BBG_CHAIR, on="2015-04-01"))
    assert codes(world.grant("coordinator", "hofman", BBG_CHAIR, start="2015-03-31")) == {"guard:single-holder"}
    assert accepted(world.grant("coordinator", "hofman", BBG_CHAIR, start="2015-04-01"))


def test_the_chair_of_the_bbg_is_one_role_under_two_names() -> None:
    world = begun("2015-03-01")
    world.enrol("opvolger", COORDINATOR)
    assert accepted(world.end(world.grant_of(BBG_CHAIR, "bbg-chair"), BBG_CHAIR, on="2015-03-02"))

    assert accepted(world.grant("body-chair", "opvolger", BBG_CHAIR, body="bbg", start="2015-03-02"))

    assert world.grant_of("opvolger", "bbg-chair") == world.last
    assert accepted(world.at("2015-03-03").step(ONE, "withdraw", "opvolger", reason="geen draagvlak"))


def test_the_bbgs_chair_adopts_no_theme() -> None:
    world = begun()

    assert codes(world.grant("chair", BBG_CHAIR, COORDINATOR, assignment=ONE)) == {"separation-of-duties"}
    assert codes(world.grant("lead", BBG_CHAIR, COORDINATOR, assignment=ONE)) == {"separation-of-duties"}


def test_who_chairs_a_theme_does_not_become_chair_of_the_bbg() -> None:
    world = begun("2015-03-01")
    assert accepted(world.end(world.grant_of(BBG_CHAIR, "bbg-chair"), BBG_CHAIR, on="2015-03-02"))

    assert codes(world.grant("bbg-chair", CHAIR, BBG_CHAIR, start="2015-03-02")) == {"separation-of-duties"}


def test_the_bbgs_chair_may_be_a_member_of_a_body() -> None:
    assert accepted(begun().grant("body-member", BBG_CHAIR, COORDINATOR, body="rvo"))


def test_whether_a_giver_may_give_is_judged_on_the_day_it_is_recorded() -> None:
    world = begun("2015-03-01")
    world.end(world.grant_of(COORDINATOR, "coordinator"), BBG_CHAIR, on="2015-03-10")

    assert accepted(world.at("2015-03-09").grant("lead", "hofman", COORDINATOR, assignment=ONE, start="2015-03-20"))
    assert codes(world.at("2015-03-10").grant("lead", "ottens", COORDINATOR, assignment=ONE, start="2015-03-09")) == {
        "grant-period"
    }


def test_a_grant_recorded_more_than_fourteen_days_late_needs_a_reason() -> None:
    world = begun("2015-03-20")

    assert accepted(world.grant("lead", "hofman", COORDINATOR, assignment=ONE, start="2015-03-06"))
    assert codes(world.grant("lead", "ottens", COORDINATOR, assignment=ONE, start="2015-03-05")) == {"date"}
    assert accepted(
        world.grant("lead", "ottens", COORDINATOR, assignment=ONE, start="2015-03-05", reason="later gemeld")
    )


def test_a_proof_uses_grants_recorded_before_the_step_that_cover_its_day() -> None:
    world = begun("2015-04-10")

    assert codes(world.present(who="hofman", on="2015-04-02")) == {"role"}
    assert accepted(world.grant("lead", "hofman", COORDINATOR, assignment=ONE, start="2015-04-02"))
    assert codes(world.present(who="hofman", on="2015-04-01")) == {"grant-period"}
    assert accepted(world.present(who="hofman", on="2015-04-02"))


def test_a_step_already_refused_stays_refused() -> None:
    world = begun("2015-04-10")
    world.present(who="hofman", on="2015-04-02")
    refused = world.last

    world.grant("lead", "hofman", COORDINATOR, assignment=ONE, start="2015-04-02")

    assert not world.entries[refused - 1].accepted
    assert world.state(ONE) == "concept"


def test_a_grant_no_longer_holds_on_the_day_named_by_until() -> None:
    world = begun("2015-04-01")
    world.grant("lead", "hofman", COORDINATOR, assignment=ONE, until="2015-04-03")

    assert codes(world.at("2015-04-03").present(who="hofman")) == {"grant-period"}
    assert accepted(world.present(who="hofman", on="2015-04-02"))


def test_role_and_grant_period_never_stand_together() -> None:
    world = begun("2015-04-02")

    assert codes(world.present(who="hofman")) == {"role"}


def test_one_person_is_not_given_the_same_role_twice_on_the_same_days() -> None:
    world = begun()

    assert codes(world.grant("lead", LEAD, COORDINATOR, assignment=ONE)) == {"guard:already-held"}
    assert accepted(world.grant("lead", LEAD, COORDINATOR, assignment=FOUR_A))


def test_a_role_is_held_where_it_belongs() -> None:
    world = begun()

    assert codes(world.grant("lead", "hofman", COORDINATOR)) == {"guard:role"}
    assert codes(world.grant("lead", "hofman", COORDINATOR, body="bbg")) == {"guard:role"}
    assert codes(world.grant("body-member", "hofman", COORDINATOR, assignment=ONE)) == {"guard:role"}
    assert codes(world.grant("keizer", "hofman", COORDINATOR)) == {"guard:role"}


def test_a_role_goes_to_somebody_in_the_register() -> None:
    world = begun()

    assert codes(world.grant("lead", "vreemde", COORDINATOR, assignment=ONE)) == {"guard:person"}
    assert codes(world.enrol("vreemde", LEAD)) == {"role"}
    assert accepted(world.enrol("vreemde", COORDINATOR))
    assert accepted(world.grant("lead", "vreemde", COORDINATOR, assignment=ONE))


def test_no_role_holds_before_the_first_day_of_the_programme() -> None:
    world = begun()

    assert codes(world.grant("lead", "hofman", COORDINATOR, assignment=ONE, start="2014-12-31", reason="vooraf")) == {
        "date"
    }


def test_a_member_of_a_driehoek_is_granted_from_no_day_before_it_was_opened() -> None:
    world = offered()
    world.enrol("officier", COORDINATOR)

    assert codes(world.grant("body-member", "officier", COORDINATOR, body="driehoek-ede", start="2015-07-05")) == {
        "date"
    }
    assert accepted(world.grant("body-member", "officier", COORDINATOR, body="driehoek-ede", start="2015-07-06"))


def test_a_body_that_nobody_opened_has_no_members() -> None:
    world = begun()

    assert codes(world.grant("body-member", "hofman", COORDINATOR, body="driehoek-ede")) == {"guard:role"}


def test_an_end_that_would_make_an_accepted_step_unlawful_is_refused_and_names_the_step() -> None:
    world = presented()
    step = world.last

    decision = world.at("2015-05-01").end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-04-02", reason="weg")

    assert rules_named(decision) == {"in-the-way.grant"}
    assert [one.facts["seq"] for one in decision.draft.reasons] == [step]
    assert accepted(world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-04-03", reason="weg"))


def test_an_end_back_dated_under_a_mandate_names_the_deputys_step() -> None:
    world = begun("2015-04-02")
    world.deputy(LEAD, "lead", assignment=ONE)
    assert accepted(world.present(who="plaatsvervanger", behalf_of=LEAD))
    step = world.last

    decision = world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-04-02")

    assert [one.facts["seq"] for one in decision.draft.reasons] == [step]


def test_an_end_that_would_take_the_lead_out_of_a_complete_team_names_the_start() -> None:
    """The lead counts in the composition (§3.1): without him 4A had no RIEC on the day it started."""
    world = begun("2015-04-02")
    world.present(FOUR_A, "hofman")
    gaps = {"facts": {"gaps": {f"district-{one.key}": True for one in world.rules.programme.districts}}}
    gaps["facts"]["gaps"] |= {"organisation-police": True, "organisation-justice": True}
    first = world.grant_of("hofman", "lead", FOUR_A)
    world.grant("lead", "drupsteen", COORDINATOR, assignment=FOUR_A, organisation="riec")
    lead = world.last
    world.end(first, COORDINATOR, on="2015-04-03")
    assert accepted(world.at("2015-04-03").start(FOUR_A, "beem", **gaps))
    step = world.last

    decision = world.end(lead, COORDINATOR, on="2015-04-03")

    assert [one.facts["seq"] for one in decision.draft.reasons] == [step]


def test_a_back_dated_grant_that_would_make_an_accepted_step_unlawful_is_refused() -> None:
    """Had the one who established been a chair on that day, he could not have: §2.1."""
    world = established().at("2015-07-01")

    decision = world.grant("chair", BBG_CHAIR, COORDINATOR, assignment=ONE, start="2015-06-20")

    assert codes(decision) == {"separation-of-duties"}


def test_an_ended_grant_does_not_end_again_later() -> None:
    world = begun()
    lead = world.grant_of(LEAD, "lead", ONE)
    assert accepted(world.end(lead, COORDINATOR, on="2015-03-01"))

    assert codes(world.end(lead, COORDINATOR, on="2015-04-01")) == {"date"}
    assert accepted(world.end(lead, COORDINATOR, on="2015-02-20"))


def test_a_grant_does_not_end_before_it_begins() -> None:
    world = begun("2015-04-10")
    world.grant("lead", "hofman", COORDINATOR, assignment=ONE)

    assert codes(world.end(world.last, COORDINATOR, on="2015-04-09")) == {"date"}


def test_an_end_recorded_more_than_fourteen_days_late_needs_a_reason() -> None:
    world = begun("2015-03-20")

    assert codes(world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-03-05")) == {"date"}


def test_an_end_that_no_grant_has_is_refused() -> None:
    assert codes(begun().end(999, COORDINATOR)) == {"guard:grant"}


def test_opened_and_granted_by_the_file_begin_on_the_first_day() -> None:
    world = begun()

    assert {case.opened_on.isoformat() for case in world.book.cases.values()} == {"2015-01-01"}
    assert {grant.start.isoformat() for grant in world.book.grants()} == {"2015-01-01"}
    assert {grant.until for grant in world.book.grants()} == {None}


def test_a_body_keeps_its_district_for_later_offers_of_other_assignments() -> None:
    world = offered()

    decision = world.offer_made({"municipality": "Ede", "district": "twente"})

    assert "guard.body-district" in rules_named(decision)
    assert world.book.bodies["driehoek-ede"].district == EDE["district"]


def test_a_request_that_is_typed_by_the_coordinator_has_both() -> None:
    world = begun("2015-04-02")

    assert accepted(world.present(typed_by=COORDINATOR))

    mark = world.case(ONE).steps[-1]
    assert (mark.actor, mark.typed_by, mark.grant) == (LEAD, COORDINATOR, world.grant_of(LEAD, "lead", ONE))


def test_a_grant_asks_the_whole_list_of_reasons_at_once() -> None:
    world = started()

    decision = world.would(
        GiveRole(actor=LEAD, today=world.today, on=world.today, role="chair", person="vreemde", assignment="geen")
    )

    assert codes(decision) == {"role", "guard:role", "guard:person"}
