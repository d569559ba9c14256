"""Roles and mandates: given by whom, for which days; and every way to get at one that is not given."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk.world import ALL_PRINCIPLES, GAPS, World, accepted, codes
from vs_workflow.desk.views import Outcome
from vs_workflow.reasons import Misunderstood

TODAY = "2015-02-13"


def presenting(world: World, by: str, **said: str) -> list[str]:
    return codes(world.advance("1", "present", by, ALL_PRINCIPLES, docs=[b"x"], **said))


class TestGrants:
    def test_the_coordinator_grants_and_the_holder_acts(self, world: World) -> None:
        assert presenting(world, "ottens") == ["role:role.not-held"]
        accepted(world.grant("lead", "ottens", "1", start=TODAY))
        assert presenting(world, "ottens") == []

    def test_a_grant_holds_from_its_first_day_until_before_its_last(self, world: World) -> None:
        accepted(world.grant("lead", "ottens", "1", start="2015-03-01", until="2015-03-10"))
        assert presenting(world, "ottens") == ["grant-period:role.period"]
        world.at("2015-03-10")
        assert presenting(world, "ottens") == ["grant-period:role.period"]
        assert presenting(world, "ottens", on="2015-03-09") == []

    def test_nobody_acts_on_the_day_on_which_a_grant_ends(self, world: World) -> None:
        accepted(world.at("2015-04-02").end(world.grant_of("keken", "lead"), on="2015-04-02"))
        assert presenting(world, "keken") == ["grant-period:role.period"]
        assert presenting(world, "keken", on="2015-04-01") == []

    def test_a_role_of_one_assignment_is_none_of_another(self, world: World) -> None:
        outcome = world.advance("2", "present", "keken", ALL_PRINCIPLES, docs=[b"x"])
        assert codes(outcome) == ["role:role.not-held"]
        assert outcome.reasons[0].who == ("boomkamp",)

    def test_the_coordinator_grants_and_ends_none_of_his_own(self, world: World) -> None:
        assert codes(world.grant("lead", "meuleman", "1", start=TODAY)) == ["role:grant.never-own"]
        assert codes(world.grant("body-member", "meuleman", "rvo", start=TODAY)) == ["role:grant.never-own"]
        assert codes(world.end(world.grant_of("meuleman", "coordinator"), on="2015-03-01")) == ["role:role.not-held"]

    @pytest.mark.parametrize("by", ["keken", "beenakker", "knaap"])
    def test_nobody_else_grants_a_lead(self, world: World, by: str) -> None:
        assert "role:role.not-held" in codes(world.grant("lead", "ottens", "1", start=TODAY, by=by))

    def test_the_chair_of_the_steering_body_adopts_no_theme(self, world: World) -> None:
        for role in ("chair", "lead"):
            refused = codes(world.grant(role, "knaap", "1", start=TODAY))
            assert refused == ["separation-of-duties:separation.roles"]
        assert "separation-of-duties:separation.roles" in codes(
            world.grant("bbg-chair", "welten", start="2016-01-01", by="knaap", until="2016-02-01")
        )

    @pytest.mark.parametrize(("role", "place"), [("bbg-chair", None), ("bbg-chair", "bbg"), ("body-chair", "bbg")])
    def test_one_role_has_one_set_of_rights_under_both_its_names(
        self, world: World, role: str, place: str | None
    ) -> None:
        world.person("opvolger")
        accepted(world.end(world.grant_of("knaap", "bbg-chair"), by="knaap", on="2015-03-01"))
        assert codes(world.grant(role, "opvolger", place, start="2015-03-01")) == ["role:role.not-held"]
        assert codes(world.grant(role, "opvolger", place, start="2015-02-20", by="knaap")) == ["guard:grant.single"]
        given = accepted(world.grant(role, "opvolger", place, start="2015-03-01", by="knaap")).entry
        assert (given.facts["role"], given.facts.get("body")) == ("bbg-chair", None)
        world.at("2015-03-01")
        assert codes(world.advance("1", "withdraw", "knaap", reason="x")) == ["grant-period:role.period"]
        assert codes(world.advance("1", "withdraw", "opvolger", reason="x")) == []

    def test_whoever_was_coordinator_can_neither_grant_nor_enrol_with_an_earlier_day(self, world: World) -> None:
        world.at("2015-05-20")
        accepted(world.end(world.grant_of("meuleman", "coordinator"), on="2015-05-20", by="knaap"))
        refused = world.grant("lead", "ottens", "2", start="2015-05-19")
        assert codes(refused) == ["grant-period:role.period"]
        assert codes(world.person("nieuw", on="2015-05-19")) == ["grant-period:role.period"]

    def test_nobody_is_enrolled_in_the_future(self, world: World) -> None:
        assert codes(world.person("nieuw", on="2017-01-01")) == ["date:date.future"]

    def test_days_of_a_grant(self, world: World) -> None:
        world.at("2015-04-02")
        assert codes(world.grant("lead", "ottens", "1", start="2015-03-01")) == ["date:date.needs-reason"]
        before = world.grant("lead", "ottens", "1", start="2014-12-31", reason="x")
        assert codes(before) == ["date:date.before-programme"]
        ends = world.grant("lead", "ottens", "1", start="2015-04-02", until="2015-04-02")
        assert codes(ends) == ["date:date.ends-before-it-begins"]
        accepted(world.grant("lead", "ottens", "1", start="2015-03-01", reason="vergeten"))
        assert codes(world.grant("lead", "ottens", "1", start="2015-05-01")) == ["guard:grant.held-already"]

    def test_a_role_needs_the_place_that_it_has(self, world: World) -> None:
        attempts: tuple[Callable[[], Outcome], ...] = (
            lambda: world.grant("lead", "ottens", start=TODAY),
            lambda: world.grant("coordinator", "ottens", "1", start=TODAY),
            lambda: world.grant("body-member", "ottens", start=TODAY),
            lambda: world.grant("body-member", "ottens", "driehoek-ede", start=TODAY),
            lambda: world.grant("lead", "ottens", "bbg", start=TODAY),
        )
        for attempt in attempts:
            with pytest.raises(Misunderstood):
                attempt()

    def test_what_a_grant_says_of_district_and_organisation_comes_from_the_register(self, world: World) -> None:
        world.person("lid", function="lid", organisation="Politie", district="Twente")
        facts = accepted(world.grant("lead", "lid", "1", start=TODAY)).entry.facts
        assert (facts["organisation"], facts["district"]) == ("police", "twente")
        given = accepted(world.grant("body-member", "lid", "bbg", start=TODAY, district="IJsselland")).entry.facts
        assert given["district"] == "ijsselland"


class TestEnding:
    def test_a_grant_ends_once_and_only_ever_earlier(self, world: World) -> None:
        grant = world.grant_of("keken", "lead")
        accepted(world.end(grant, on="2015-03-01"))
        for day in ("2015-03-01", "2015-04-01"):
            assert codes(world.end(grant, on=day)) == ["date:date.already-ended"]
        accepted(world.end(grant, on="2015-02-20"))
        assert codes(world.end(grant, on="2014-12-31", reason="x")) == [
            "date:date.end-before-start", "date:date.before-programme",
        ]  # fmt: skip

    def test_an_end_under_an_accepted_step_names_the_step(self, world: World) -> None:
        world.at("2015-04-02")
        seq = world.present("1", "keken").seq
        refused = world.end(world.grant_of("keken", "lead"), on="2015-04-02")
        assert [(reason.rule, reason.facts["seq"]) for reason in refused.reasons] == [("in-the-way.grant", seq)]
        accepted(world.end(world.grant_of("keken", "lead"), on="2015-04-03"))

    def test_an_end_under_a_step_of_a_deputy_names_the_step(self, world: World) -> None:
        accepted(world.mandate("ottens", "keken", start=TODAY, until="2015-06-01"))
        seq = accepted(world.advance("1", "present", "ottens", ALL_PRINCIPLES, docs=[b"x"], behalf="keken")).seq
        for grant in (world.grant_of("keken", "lead"), (seq or 0) - 1):
            refused = world.end(grant, on=TODAY, by="meuleman")
            assert [(reason.rule, reason.facts["seq"]) for reason in refused.reasons] == [("in-the-way.grant", seq)]

    def test_an_end_that_leaves_a_team_incomplete_where_it_started_names_the_step(self, world: World) -> None:
        world.at("2015-04-02").present("4A", "hofman")
        accepted(world.at("2015-04-20").advance("4A", "start", "beem", GAPS, reason="later"))
        refused = codes(world.end(world.grant_of("hofman", "lead"), on="2015-04-10"))
        assert refused == ["guard:in-the-way.step"]

    def test_the_giver_ends_a_mandate_and_a_stranger_does_not(self, world: World) -> None:
        seq = accepted(world.mandate("ottens", "keken", start=TODAY, until="2015-06-01")).seq or 0
        assert "role:role.not-held" in codes(world.end(seq, by="ottens", on="2015-03-01"))
        accepted(world.end(seq, by="keken", on="2015-03-01"))


class TestMandates:
    def test_a_deputy_acts_only_by_saying_for_whom(self, world: World) -> None:
        accepted(world.mandate("ottens", "keken", start=TODAY, until="2015-06-01"))
        refused = world.advance("1", "present", "ottens", ALL_PRINCIPLES, docs=[b"x"])
        assert codes(refused) == ["role:role.not-held"]
        assert refused.reasons[0].facts["mandate_of"] == "keken"
        assert presenting(world, "ottens", behalf="boomkamp") == ["mandate:mandate.none"]
        entry = accepted(world.advance("1", "present", "ottens", ALL_PRINCIPLES, docs=[b"x"], behalf="keken")).entry
        assert (entry.actor, entry.behalf_of, entry.role) == ("ottens", "keken", "lead")

    def test_a_mandate_is_not_for_another_assignment(self, world: World) -> None:
        accepted(world.mandate("ottens", "beem", assignment="4A", start=TODAY, until="2015-06-01"))
        refused = world.record("progress", "4B", "ottens", {"text": "x"}, behalf="beem")
        assert codes(refused) == ["mandate:mandate.none"]

    def test_whoever_holds_several_grants_says_which(self, world: World) -> None:
        with pytest.raises(Misunderstood, match=r"mandate\.which"):
            world.mandate("ottens", "beem", start=TODAY, until="2015-06-01")

    def test_a_mandate_holds_on_its_days_only(self, world: World) -> None:
        accepted(world.mandate("ottens", "keken", start="2015-03-01", until="2015-03-10"))
        assert presenting(world, "ottens", behalf="keken") == ["mandate:mandate.period"]
        world.at("2015-03-10")
        assert presenting(world, "ottens", behalf="keken") == ["mandate:mandate.period"]
        assert presenting(world, "ottens", behalf="keken", on="2015-03-09") == []

    def test_a_mandate_does_not_outlive_the_grant_that_it_rests_on(self, world: World) -> None:
        accepted(world.mandate("ottens", "keken", start=TODAY, until="2015-06-01"))
        accepted(world.end(world.grant_of("keken", "lead"), on="2015-03-01"))
        world.at("2015-03-01")
        assert presenting(world, "ottens", behalf="keken") == ["mandate:mandate.rests-on-nothing"]
        accepted(world.grant("lead", "keken", "1", start="2015-03-01"))
        assert presenting(world, "ottens", behalf="keken") == ["mandate:mandate.rests-on-nothing"]
        assert presenting(world, "ottens", behalf="keken", on="2015-02-28") == []

    @pytest.mark.parametrize(
        ("person", "by", "said", "refused"),
        [
            ("keken", "keken", {}, ["mandate:mandate.to-oneself"]),
            ("ottens", "keken", {"start": "2015-02-12"}, ["date:date.mandate-backdated"]),
            ("ottens", "keken", {"until": TODAY}, ["date:date.ends-before-it-begins"]),
            ("knaap", "keken", {}, ["separation-of-duties:separation.roles"]),
            ("knaap", "beenakker", {}, ["separation-of-duties:separation.roles"]),
            ("keken", "knaap", {}, ["separation-of-duties:separation.roles"]),
            ("ottens", "nobody", {}, ["mandate:mandate.no-grant"]),
        ],
    )
    def test_a_mandate_that_may_not_be(
        self, world: World, person: str, by: str, said: dict[str, str], refused: list[str]
    ) -> None:
        world.person("nobody")
        assert codes(world.mandate(person, by, **{"start": TODAY, "until": "2015-06-01", **said})) == refused

    def test_a_mandate_is_not_passed_on(self, world: World) -> None:
        world.person("deputy")
        accepted(world.mandate("deputy", "keken", start=TODAY, until="2015-06-01"))
        refused = world.mandate("ottens", "deputy", start=TODAY, until="2015-05-01")
        assert codes(refused) == ["mandate:mandate.passed-on"]

    def test_a_mandate_is_given_while_the_grant_holds(self, world: World) -> None:
        accepted(world.end(world.grant_of("keken", "lead"), on="2015-03-01"))
        world.at("2015-03-01")
        refused = world.mandate("ottens", "keken", start="2015-03-01", until="2015-06-01")
        assert codes(refused) == ["grant-period:mandate.grant-period"]

    def test_a_deputy_of_the_coordinator_grants_nobody_anything(self, world: World) -> None:
        accepted(world.mandate("ottens", "meuleman", start=TODAY, until="2015-06-01"))
        for person in ("meuleman", "ottens", "boomkamp"):
            assert "role:role.not-held" in codes(world.grant("lead", person, "1", start=TODAY, by="ottens"))

    def test_nobody_acts_for_oneself(self, world: World) -> None:
        assert "mandate:mandate.of-oneself" in presenting(world, "keken", behalf="keken")


class TestSeparation:
    def test_who_reported_does_not_establish_nor_through_a_mandate(self, world: World) -> None:
        world.at("2015-04-02").present("1", "keken")
        world.start("1", "beenakker", on="2015-04-02")
        world.person("deputy")
        world.at("2015-06-25")
        accepted(world.mandate("deputy", "beenakker", start="2015-06-25", until="2015-06-26"))
        accepted(world.advance("1", "report", "deputy", {"progress": "x"}, behalf="beenakker"))
        world.at("2015-06-26")
        accepted(world.mandate("deputy", "knaap", start="2015-06-26", until="2015-07-10"))
        accepted(world.record("meeting-held", None, "knaap", {"body": "bbg"}))
        refused = world.record("established", "1", "deputy", docs=[b"x"], behalf="knaap")
        assert codes(refused) == ["separation-of-duties:separation.acted"]
        assert refused.reasons[0].who == ("knaap",)
        accepted(world.record("established", "1", "knaap", docs=[b"x"]))

    def test_a_chair_who_becomes_the_steering_bodys_chair_does_not_establish_the_own_report(self, world: World) -> None:
        world.reported()
        accepted(world.end(world.grant_of("beenakker", "chair"), on="2015-07-01"))
        accepted(world.end(world.grant_of("knaap", "bbg-chair"), by="knaap", on="2015-07-01"))
        accepted(world.grant("bbg-chair", "beenakker", start="2015-07-01", by="knaap"))
        world.at("2015-07-01")
        accepted(world.record("meeting-held", None, "beenakker", {"body": "bbg"}))
        refused = world.record("established", "1", "beenakker", docs=[b"x"])
        assert codes(refused) == ["separation-of-duties:separation.acted"]
        accepted(world.advance("1", "rework", "beenakker", reason="een ander moet rapporteren"))
