"""Corrections: another day, or annulled; by whom, and never over what came later."""

from __future__ import annotations

import pytest

from tests.builders import DISTRICTS
from tests.desk.world import GAPS, RESULT, World, accepted, codes, driehoeken
from vs_workflow.desk import prove, trail
from vs_workflow.desk.views import Outcome
from vs_workflow.reasons import Misunderstood


def seq(outcome: Outcome) -> int:
    assert outcome.seq is not None
    return outcome.seq


def started(world: World) -> int:
    world.at("2015-04-02").present("1", "keken")
    return seq(world.at("2015-04-10").start("1", "beenakker"))


@pytest.mark.parametrize("by", ["beenakker", "meuleman"])
def test_another_day_by_who_acted_or_the_coordinator(world: World, by: str) -> None:
    start = started(world)
    accepted(world.correct(start, by, on="2015-04-08"))
    replayed = trail.replay_case(world.office, "1")
    assert [(step.mark.what, str(step.mark.on), step.sound) for step in replayed.steps] == [
        ("present", "2015-04-02", True), ("start", "2015-04-08", True),
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["keken", "knaap", "welten"])
def test_another_day_by_nobody_else(world: World, by: str) -> None:
    assert codes(world.correct(started(world), by, on="2015-04-08")) == ["role:correct.not-your-day"]


def test_annulled_by_who_acted_or_who_holds_that_role_today(world: World) -> None:
    start = started(world)
    for by in ("keken", "meuleman", "knaap", "welten"):
        assert codes(world.correct(start, by, annul=True)) == ["role:correct.not-yours"]
    accepted(world.end(world.grant_of("beenakker", "chair"), on="2015-04-11"))
    accepted(world.grant("chair", "welten", "1", start="2015-04-11"))
    world.at("2015-04-11")
    accepted(world.correct(start, "welten", annul=True))
    assert world.state("1") == "presented"


def test_annulled_by_the_coordinator_only_where_he_typed_it(world: World) -> None:
    world.at("2015-04-02").present("1", "keken")
    start = seq(world.start("1", "beenakker", typed_by="meuleman"))
    accepted(world.correct(start, "meuleman", annul=True))


def test_a_correction_needs_a_reason_and_one_of_two(world: World) -> None:
    start = started(world)
    assert codes(world.correct(start, "beenakker", annul=True, reason="")) == ["guard:guard.reason"]
    for said in ({}, {"on": "2015-04-09", "annul": True}):
        with pytest.raises(Misunderstood, match=r"correct\.one-of-two"):
            world.correct(start, "beenakker", **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("on", "refused"),
    [
        ("2015-04-01", ["date:date.before-last-step"]),
        ("2015-04-10", ["date:date.same-day"]),
        ("2015-04-11", ["date:date.future"]),
        ("2014-12-31", ["date:date.before-programme"]),
    ],
)
def test_a_day_that_cannot_be(world: World, on: str, refused: list[str]) -> None:
    assert codes(world.correct(started(world), "beenakker", on=on)) == refused


def test_what_came_later_stands_in_the_way_and_is_named(world: World) -> None:
    world.at("2015-04-02")
    present = seq(world.present("1", "keken"))
    start = seq(world.at("2015-04-10").start("1", "beenakker"))
    for said in ({"annul": True}, {"on": "2015-04-11"}):
        refused = world.at("2015-04-20").correct(present, "keken", **said)
        assert [(reason.rule, reason.facts["seq"]) for reason in refused.reasons] == [("in-the-way.step", start)]
    accepted(world.correct(start, "beenakker", annul=True))
    accepted(world.correct(present, "keken", annul=True))
    assert world.state("1") == "concept"


def test_only_steps_and_events_that_still_count_can_be_corrected(world: World) -> None:
    start = started(world)
    refusal = seq(world.advance("1", "start", "keken"))
    grant = world.grant_of("keken", "lead")
    correction = seq(world.correct(start, "beenakker", annul=True))
    for one in (1, 2, 3, grant, refusal, correction, start):
        assert codes(world.correct(one, "beenakker", annul=True)) == ["guard:correct.not-correctable"]


def test_a_step_is_not_moved_past_the_end_of_the_grant_it_rests_on(world: World) -> None:
    start = started(world)
    world.at("2015-04-20")
    accepted(world.end(world.grant_of("beenakker", "chair"), on="2015-04-12"))
    assert codes(world.correct(start, "meuleman", on="2015-04-15")) == ["grant-period:role.period"]
    accepted(world.correct(start, "meuleman", on="2015-04-11"))


def test_a_step_is_not_moved_past_the_end_of_its_mandate(world: World) -> None:
    world.at("2015-04-02").present("1", "keken")
    world.at("2015-04-10")
    mandate = seq(accepted(world.mandate("ottens", "beenakker", start="2015-04-10", until="2015-05-10")))
    facts = GAPS | {"gaps.organisation-riec": "ja"}
    start = seq(accepted(world.advance("1", "start", "ottens", facts, behalf="beenakker", reason="x")))
    world.at("2015-04-20")
    accepted(world.end(mandate, by="beenakker", on="2015-04-12"))
    assert codes(world.correct(start, "ottens", on="2015-04-15")) == ["mandate:mandate.period"]
    assert codes(world.correct(start, "ottens", on="2015-04-09")) == ["mandate:mandate.period"]
    accepted(world.correct(start, "beenakker", on="2015-04-11"))
    accepted(world.correct(start, "beenakker", annul=True))


def test_what_a_step_rests_on_is_not_moved_behind_it(world: World) -> None:
    world.reported()
    established = seq(world.establish("1"))
    world.at("2015-07-01").offer("1", "beenakker")
    world.at("2015-07-20")
    accepted(world.record("meeting-held", None, "knaap", {"body": "bbg"}, on="2015-07-02", reason="vergeten"))
    assert not world.correct(established, "knaap", on="2015-07-02").accepted
    assert codes(world.correct(established, "knaap", annul=True)) == ["guard:in-the-way.step"]


def test_a_meeting_that_a_report_rests_on_stays(world: World) -> None:
    started(world)
    world.at("2015-05-01")
    held = seq(accepted(world.record("meeting-held", None, "knaap", {"body": "bbg"})))
    world.report("1", "beenakker")
    assert codes(world.correct(held, "knaap", annul=True)) == ["guard:in-the-way.step"]
    assert codes(world.correct(held, "knaap", on="2015-04-20")) == ["guard:in-the-way.step"]


def test_a_member_whom_the_start_counted_stays(world: World) -> None:
    world.person("agent")
    world.at("2015-04-02").present("1", "keken")
    world.at("2015-04-10")
    said = {"person": "agent", "organisation": "police"}
    joined = seq(accepted(world.record("member-joined", "1", "keken", said)))
    facts = {key: value for key, value in GAPS.items() if "police" not in key}
    accepted(world.advance("1", "start", "beenakker", facts, reason="x"))
    world.at("2015-04-15")
    assert codes(world.correct(joined, "keken", annul=True)) == ["guard:in-the-way.step"]
    assert codes(world.correct(joined, "keken", on="2015-04-12")) == ["guard:in-the-way.step"]
    accepted(world.record("member-left", "1", "keken", {"person": "agent"}))


def test_a_start_that_needed_no_reason_is_not_moved_to_a_day_on_which_its_team_needs_one(world: World) -> None:
    world.at("2015-04-02").present("1", "keken")
    team = [("municipality", one) for one in DISTRICTS] + [(one, "") for one in ("police", "justice", "riec")]
    for number, (organisation, district) in enumerate(team):
        world.at("2015-04-08").person(f"lid-{number}")
        said = {"person": f"lid-{number}", "organisation": organisation} | ({"district": district} if district else {})
        accepted(world.record("member-joined", "1", "keken", said))
    gaps = GAPS | {"gaps.organisation-riec": "ja"}
    start = seq(accepted(world.at("2015-04-10").advance("1", "start", "beenakker", gaps)))

    assert codes(world.correct(start, "meuleman", on="2015-04-03")) == ["guard:guard.composition-reason"]

    accepted(world.at("2015-06-01").correct(start, "meuleman", on="2015-04-08"))
    assert world.verify().findings == ()


def test_a_withdrawal_may_be_annulled(world: World) -> None:
    started(world)
    withdrawn = seq(accepted(world.advance("1", "withdraw", "knaap", reason="te duur")))
    assert world.state("1") == "withdrawn"
    accepted(world.correct(withdrawn, "knaap", annul=True))
    assert world.state("1") == "started"


def test_annulling_an_offer_that_was_accepted_names_the_acceptance(world: World) -> None:
    world.offered("1", ("Ede", "gelderland-midden"))
    accepted(world.record("offer-accepted", "1", "lid-ede"))
    offer = next(line.entry.seq for line in prove.history(world.office).lines if line.entry.what == "offer")
    refused = world.correct(offer, "beenakker", annul=True)
    assert "in-the-way.step" in {reason.rule for reason in refused.reasons}
    assert world.state("1") == "offered"


def test_annulling_an_offer_annuls_the_bodies_that_it_opened(world: World) -> None:
    world.reported().establish("1")
    offer = seq(world.offer("1", "beenakker"))
    accepted(world.correct(offer, "beenakker", annul=True))
    assert world.state("1") == "reported"
    with pytest.raises(Misunderstood):
        world.grant("body-member", "ottens", "driehoek-ede", start="2015-06-25")
    accepted(world.advance("1", "offer", "beenakker", {"results": RESULT, "driehoeken": driehoeken(("Ede", "twente"))}))


def test_a_body_that_another_assignment_still_names_stands(world: World) -> None:
    world.reported().establish("1")
    offer = seq(world.offer("1", "beenakker"))
    world.at("2015-06-25").present("2", "boomkamp")
    world.start("2", "welten")
    world.report("2", "welten")
    world.establish("2")
    world.offer("2", "welten")
    accepted(world.correct(offer, "beenakker", annul=True))
    accepted(world.grant("body-member", "ottens", "driehoek-ede", start="2015-06-25"))


def test_the_reason_of_a_correction_serves_where_the_entry_had_none_that_shows(world: World) -> None:
    world.at("2015-04-02")
    noted = seq(accepted(world.record("progress", "1", "keken", {"text": "x"}, reason="\u200b")))
    accepted(world.correct(noted, "keken", on="2015-03-01"))
