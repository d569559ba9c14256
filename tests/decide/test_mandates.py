"""Mandates: scoped, timed, not passed on, only on behalf of the giver; and what one person may not both do."""

from __future__ import annotations

from typing import Any

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    DEPUTY,
    FOUR_A,
    FOUR_B,
    LEAD,
    ONE,
    Oost,
    accepted,
    begun,
    presented,
    reported,
    started,
)
from tests.decide.world import codes, rules_named


def with_deputy(today: str = "2015-04-01", **said: Any) -> Oost:
    """The lead of 1 has a deputy."""
    world = begun(today)
    assert accepted(world.deputy(LEAD, "lead", assignment=ONE, **said))
    return world


def test_a_deputy_acts_on_behalf_of_the_giver() -> None:
    world = with_deputy()

    assert accepted(world.at("2015-04-02").present(who=DEPUTY, behalf_of=LEAD))

    mark = world.case(ONE).steps[-1]
    assert (mark.actor, mark.behalf_of, mark.role) == (DEPUTY, LEAD, "lead")
    assert world.book.grant(mark.grant or 0) is not None
    assert world.book.grant(mark.grant or 0).rests_on == world.grant_of(LEAD, "lead", ONE)  # type: ignore[union-attr]


def test_a_mandate_is_used_only_on_behalf_of_the_giver() -> None:
    world = with_deputy()

    decision = world.present(who=DEPUTY)

    assert codes(decision) == {"role"}
    (reason,) = decision.draft.reasons
    assert reason.facts["mandate_of"] == LEAD


def test_whose_own_grant_counts_does_not_need_the_mandate() -> None:
    world = with_deputy()
    assert accepted(world.grant("lead", DEPUTY, COORDINATOR, assignment=ONE))
    own = world.last

    assert accepted(world.present(who=DEPUTY))

    assert world.case(ONE).steps[-1].grant == own


def test_nobody_acts_on_behalf_of_who_gave_no_mandate() -> None:
    world = begun("2015-04-02")

    assert codes(world.present(who="hofman", behalf_of=LEAD)) == {"mandate"}
    assert codes(world.present(who=LEAD, behalf_of="hofman")) == {"mandate"}


def test_nobody_acts_on_behalf_of_himself() -> None:
    assert "mandate" in codes(begun("2015-04-02").present(who=LEAD, behalf_of=LEAD))


def test_a_mandate_is_for_one_role_of_one_assignment() -> None:
    world = begun("2015-04-01")
    assert accepted(world.deputy("beem", "chair", assignment=FOUR_A))
    for assignment, lead in ((FOUR_A, "hofman"), (FOUR_B, "drupsteen")):
        assert accepted(world.present(assignment, lead))

    assert codes(world.start(FOUR_B, DEPUTY, behalf_of="beem")) == {"mandate"}
    assert accepted(world.start(FOUR_A, DEPUTY, behalf_of="beem"))


def test_a_mandate_holds_on_its_own_days_only() -> None:
    world = with_deputy(start="2015-04-03", until="2015-04-05")
    world.at("2015-04-10")

    for on, allowed in (("2015-04-02", False), ("2015-04-03", True), ("2015-04-04", True), ("2015-04-05", False)):
        found = world.copy().present(who=DEPUTY, behalf_of=LEAD, on=on)
        assert codes(found) == (set() if allowed else {"mandate"})


def test_a_mandate_holds_only_on_days_on_which_the_givers_grant_holds() -> None:
    world = with_deputy()
    assert accepted(world.end(world.grant_of(LEAD, "lead", ONE), COORDINATOR, on="2015-04-03"))
    world.at("2015-04-10")

    assert codes(world.copy().present(who=DEPUTY, behalf_of=LEAD, on="2015-04-03")) == {"mandate"}
    assert accepted(world.present(who=DEPUTY, behalf_of=LEAD, on="2015-04-02"))


def test_the_giver_must_hold_the_grant_at_that_moment() -> None:
    world = begun("2015-03-01")
    lead = world.grant_of(LEAD, "lead", ONE)
    world.end(lead, COORDINATOR, on="2015-03-02")

    assert accepted(world.mandate("hofman", lead, LEAD, until="2015-06-01"))
    assert codes(world.at("2015-03-02").mandate("ottens", lead, LEAD, until="2015-06-01")) == {"grant-period"}


def test_who_no_longer_holds_the_grant_is_sent_to_who_does_and_to_no_deputy() -> None:
    world = begun("2015-03-01")
    lead = world.grant_of(LEAD, "lead", ONE)
    assert accepted(world.grant("lead", "ottens", COORDINATOR, assignment=ONE))
    assert accepted(world.deputy("ottens", "lead", assignment=ONE))
    assert accepted(world.end(lead, COORDINATOR, on="2015-03-02"))

    (reason,) = world.at("2015-03-02").mandate("hofman", lead, LEAD, until="2015-06-01").draft.reasons

    assert reason.who == ("ottens",)


def test_a_mandate_begins_on_no_day_before_it_is_recorded() -> None:
    world = begun("2015-03-10")

    assert codes(world.deputy(LEAD, "lead", assignment=ONE, start="2015-03-09")) == {"date"}
    assert accepted(world.deputy(LEAD, "lead", assignment=ONE, start="2015-03-10"))


def test_a_mandate_ends_after_it_begins() -> None:
    world = begun("2015-03-10")

    assert codes(world.deputy(LEAD, "lead", assignment=ONE, start="2015-03-12", until="2015-03-12")) == {"date"}


def test_nobody_gives_a_mandate_to_himself() -> None:
    world = begun()

    assert codes(world.mandate(LEAD, world.grant_of(LEAD, "lead", ONE), LEAD)) == {"mandate"}


def test_nobody_gives_a_mandate_on_the_grant_of_another() -> None:
    world = begun()

    assert codes(world.mandate("hofman", world.grant_of(LEAD, "lead", ONE), CHAIR)) == {"mandate"}
    assert codes(world.mandate("hofman", 9999, CHAIR)) == {"mandate"}


def test_a_mandate_is_not_passed_on() -> None:
    world = with_deputy()
    mandate = world.last

    assert rules_named(world.mandate("hofman", mandate, DEPUTY)) == {"mandate.passed-on"}


def test_a_mandate_is_not_given_on_behalf_of_the_giver() -> None:
    world = with_deputy()
    own = world.grant_of(LEAD, "lead", ONE)

    assert "mandate" in codes(world.mandate("hofman", own, DEPUTY, behalf_of=LEAD))
    assert "mandate" in codes(world.mandate("hofman", own, LEAD, behalf_of="hofman"))


def test_a_mandate_goes_to_somebody_in_the_register() -> None:
    world = begun()

    assert codes(world.mandate("vreemde", world.grant_of(LEAD, "lead", ONE), LEAD)) == {"guard:person"}


def test_the_bbgs_chair_can_receive_no_chairs_or_leads_mandate() -> None:
    world = begun()

    assert codes(world.deputy(CHAIR, "chair", BBG_CHAIR, ONE)) == {"separation-of-duties"}
    assert codes(world.deputy(LEAD, "lead", BBG_CHAIR, ONE)) == {"separation-of-duties"}


def test_who_chairs_a_theme_receives_no_mandate_of_the_bbgs_chair() -> None:
    world = begun()

    assert codes(world.deputy(BBG_CHAIR, "bbg-chair", CHAIR)) == {"separation-of-duties"}
    assert codes(world.deputy(BBG_CHAIR, "bbg-chair", LEAD)) == {"separation-of-duties"}


def test_the_giver_ends_his_mandate_and_so_does_the_coordinator() -> None:
    for who, allowed in ((LEAD, True), (COORDINATOR, True), (DEPUTY, False), (CHAIR, False)):
        world = with_deputy()

        assert codes(world.end(world.last, who)) == (set() if allowed else {"role"})


def test_an_ended_mandate_is_no_proof_any_more() -> None:
    world = with_deputy()
    world.end(world.last, LEAD, on="2015-04-02")

    assert codes(world.at("2015-04-02").present(who=DEPUTY, behalf_of=LEAD)) == {"mandate"}


def test_a_lead_may_report_under_the_chairs_mandate() -> None:
    world = started().at("2015-06-25")
    assert accepted(world.deputy(CHAIR, "chair", LEAD, ONE))

    assert accepted(world.report(who=LEAD, behalf_of=CHAIR))


# who establishes never reported


def test_a_deputy_who_reported_does_not_establish_through_a_mandate() -> None:
    """The deputy reports for the chair; a mandate of the BBG's chair does not let him establish his own report."""
    world = started().at("2015-06-25")
    assert accepted(world.deputy(CHAIR, "chair", assignment=ONE, until="2015-06-26"))
    assert accepted(world.report(who=DEPUTY, behalf_of=CHAIR))
    assert accepted(world.deputy(BBG_CHAIR, "bbg-chair", start="2015-06-26"))
    world.at("2015-06-26")
    assert accepted(world.meeting_held("2015-06-26"))

    decision = world.establish(who=DEPUTY, behalf_of=BBG_CHAIR)

    assert codes(decision) == {"separation-of-duties"}
    (reason,) = decision.draft.reasons
    assert (reason.facts["people"], reason.who) == ([DEPUTY], (BBG_CHAIR,))


def test_on_whose_behalf_was_reported_counts_as_well() -> None:
    """The chair on whose behalf was reported, become the BBG's deputy, may not establish it."""
    world = started().at("2015-06-25")
    assert accepted(world.deputy(CHAIR, "chair", assignment=ONE, until="2015-06-26"))
    assert accepted(world.report(who=DEPUTY, behalf_of=CHAIR))
    assert accepted(world.end(world.grant_of(CHAIR, "chair", ONE), COORDINATOR, on="2015-06-26"))
    assert accepted(world.deputy(BBG_CHAIR, "bbg-chair", CHAIR, start="2015-06-26"))
    world.at("2015-06-26")
    world.meeting_held("2015-06-26")

    assert codes(world.establish(who=CHAIR, behalf_of=BBG_CHAIR)) == {"separation-of-duties"}


def test_the_bbgs_chair_establishes_what_he_did_not_report() -> None:
    assert accepted(reported().establish())


def test_after_rework_another_report_is_another_passage() -> None:
    """Who reported the first time may establish the second, which somebody else reported."""
    world = started().at("2015-06-25")
    assert accepted(world.deputy(CHAIR, "chair", assignment=ONE, until="2015-06-26"))
    assert accepted(world.report(who=DEPUTY, behalf_of=CHAIR))
    assert accepted(world.step(ONE, "rework", BBG_CHAIR, reason="te dun"))
    world.at("2015-09-10")
    world.meeting_held("2015-09-10")
    assert accepted(world.report())
    assert accepted(world.deputy(BBG_CHAIR, "bbg-chair"))

    assert accepted(world.establish(who=DEPUTY, behalf_of=BBG_CHAIR))


def test_every_reason_is_given_at_once() -> None:
    world = presented()

    decision = world.report(who=BBG_CHAIR, behalf_of=CHAIR, on="2015-03-01", progress="")

    assert codes(decision) == {"order", "mandate", "guard:progress", "guard:meeting", "date"}
