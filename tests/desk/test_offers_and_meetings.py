"""Offers to several driehoeken, each with its small life; and meetings on which steps rest."""

from __future__ import annotations

import pytest

from tests.desk.world import RESULT, World, accepted, codes, driehoeken
from vs_workflow.desk import look, trail
from vs_workflow.reasons import Misunderstood

EDE, ZWOLLE = ("Ede", "gelderland-midden"), ("Zwolle", "ijsselland")


def again(world: World, *rows: tuple[str, str], body: str = "", **said: str) -> list[str]:
    facts = {"results": RESULT} | ({"driehoeken": driehoeken(*rows)} if rows else {})
    return codes(world.record("offer-made", "1", "beenakker", facts | ({"driehoek": body} if body else {}), **said))


def offers(world: World) -> dict[str, str]:
    return {one.body: one.state for one in look.show(world.office, "1").line.offers}


class TestOffers:
    def test_each_driehoek_goes_its_own_way_and_all_must_have_answered(self, world: World) -> None:
        world.offered("1", EDE, ZWOLLE)
        assert codes(world.record("offer-implemented", "1", "lid-ede")) == ["order:order.offer"]
        accepted(world.record("offer-accepted", "1", "lid-ede"))
        assert codes(world.record("offer-declined", "1", "lid-ede", reason="x")) == ["order:order.offer"]
        assert codes(world.advance("1", "implement", "lid-ede")) == [
            "role:role.no-body-there", "guard:guard.sub-cases-open",
        ]  # fmt: skip
        accepted(world.record("offer-implemented", "1", "lid-ede"))
        refused = world.advance("1", "implement", "lid-ede")
        assert codes(refused) == ["guard:guard.sub-cases-open"]
        assert refused.reasons[0].who == ("lid-zwolle",)
        assert codes(world.record("offer-declined", "1", "lid-zwolle")) == ["guard:guard.reason"]
        accepted(world.record("offer-declined", "1", "lid-zwolle", reason="geen capaciteit"))
        assert offers(world) == {"driehoek-ede": "implemented", "driehoek-zwolle": "declined"}
        for by in ("lid-zwolle", "meuleman", "beenakker", "knaap"):
            assert codes(world.advance("1", "implement", by)) == ["role:role.not-held"]
        accepted(world.advance("1", "implement", "lid-ede"))
        assert world.state("1") == "implemented"

    def test_nobody_answers_for_another_driehoek(self, world: World) -> None:
        world.offered("1", EDE, ZWOLLE)
        for by in ("lid-ede", "beenakker", "meuleman"):
            refused = world.record("offer-accepted", "1", by, {"driehoek": "driehoek-zwolle"})
            assert codes(refused) == ["role:role.not-held"]
            assert refused.reasons[0].who == ("lid-zwolle",)

    def test_all_declined_leaves_it_offered_from_where_it_is_offered_again(self, world: World) -> None:
        world.offered("1", EDE)
        accepted(world.record("offer-declined", "1", "lid-ede", reason="x"))
        refused = codes(world.advance("1", "implement", "lid-ede"))
        assert refused == ["role:role.no-body-there", "guard:guard.sub-cases-none"]
        assert again(world, body="driehoek-ede") == []
        assert offers(world) == {"driehoek-ede": "made"}

    @pytest.mark.parametrize("town", ["Ede", "ede", " EDE ", "Édé", "E\u0301de", "ede!"])
    def test_one_driehoek_however_it_is_spelt(self, world: World, town: str) -> None:
        world.offered("1", EDE)
        assert again(world, (town, "gelderland-midden")) == ["order:order.offer"]
        assert "guard:guard.body-district" in again(world, (town, "twente"))
        assert "guard:guard.body-twice" in again(world, (town, "gelderland-midden"), EDE)

    def test_an_open_accepted_or_implemented_offer_refuses_a_second(self, world: World) -> None:
        world.offered("1", EDE)
        for what in ("offer-accepted", "offer-implemented"):
            assert again(world, body="driehoek-ede") == ["order:order.offer"]
            accepted(world.record(what, "1", "lid-ede"))
        assert again(world, body="driehoek-ede") == ["order:order.offer"]
        assert again(world, ("Arnhem", "gelderland-midden")) == []

    def test_an_offer_needs_results_and_a_driehoek_of_the_right_kind(self, world: World) -> None:
        world.offered("1", EDE)
        assert again(world) == ["guard:guard.records"]
        for body in ("bbg", "driehoek-nergens"):
            with pytest.raises(Misunderstood):
                again(world, body=body)
        accepted(world.record("offer-declined", "1", "lid-ede", reason="x"))
        assert codes(world.record("offer-made", "1", "beenakker", {"driehoek": "driehoek-ede"})) == [
            "guard:guard.records"
        ]

    def test_a_later_assignment_uses_the_driehoek_that_is_there(self, world: World) -> None:
        world.offered("1", EDE)
        world.at("2015-07-01").present("2", "boomkamp")
        world.start("2", "welten")
        accepted(world.record("meeting-held", None, "knaap", {"body": "bbg"}))
        world.report("2", "welten")
        world.establish("2")
        facts = {"results": RESULT, "driehoeken": driehoeken(("Ede", "twente"))}
        assert codes(world.advance("2", "offer", "welten", facts)) == ["guard:guard.body-district"]
        world.offer("2", "welten")
        accepted(world.record("offer-accepted", "2", "lid-ede"))
        assert offers(world) == {"driehoek-ede": "made"}

    def test_members_are_granted_from_the_day_of_the_offer(self, world: World) -> None:
        world.offered("1", EDE)
        refused = world.grant("body-member", "ottens", "driehoek-ede", start="2015-06-30")
        assert codes(refused) == ["date:date.before-body"]

    def test_an_answer_is_not_before_what_it_answers(self, world: World) -> None:
        world.offered("1", EDE)
        world.at("2015-07-10")
        accepted(world.record("offer-accepted", "1", "lid-ede", on="2015-07-05"))
        assert codes(world.record("offer-implemented", "1", "lid-ede", on="2015-07-04")) == ["date:date.before-offer"]
        accepted(world.record("offer-implemented", "1", "lid-ede", on="2015-07-08"))
        assert codes(world.advance("1", "implement", "lid-ede", on="2015-07-07")) == ["date:date.before-offer"]
        accepted(world.advance("1", "implement", "lid-ede", on="2015-07-08"))

    def test_nothing_moves_in_a_final_state_but_who_is_informed(self, world: World) -> None:
        world.offered("1", EDE)
        accepted(world.advance("1", "withdraw", "knaap", reason="x"))
        assert codes(world.record("offer-accepted", "1", "lid-ede")) == ["final:order.final"]
        assert again(world, body="driehoek-ede")[0] == "final:order.final"
        for step in ("offer", "implement", "withdraw", "rework"):
            assert codes(world.advance("1", step, "knaap", reason="x"))[0] == "final:order.final"
        for event in ("team-formed", "progress"):
            assert codes(world.record(event, "1", "keken", {"text": "x"} if event == "progress" else {})) == [
                "final:order.final"
            ]
        accepted(world.record("informed", "1", "knaap", {"body": "rvo", "text": "ingetrokken"}))


class TestMeetings:
    def before_the_report(self, world: World, day: str) -> World:
        world.at("2015-04-02").present("1", "keken")
        world.start("1", "beenakker")
        return world.at(day)

    def report(self, world: World, on: str | None = None) -> list[str]:
        return codes(world.advance("1", "report", "beenakker", {"progress": "x"}, on=on, reason="x"))

    def test_the_calendar_counts_unless_the_meeting_is_known_to_be_cancelled(self, world: World) -> None:
        self.before_the_report(world, "2015-06-25")
        cancelled = accepted(world.record("meeting-cancelled", None, "knaap", {"body": "bbg", "day": "2015-06-25"}))
        assert self.report(world) == ["guard:guard.meeting"]
        accepted(world.correct(cancelled.seq or 0, "knaap", annul=True))
        assert self.report(world) == []

    def test_a_meeting_held_counts_even_where_it_was_cancelled(self, world: World) -> None:
        self.before_the_report(world, "2015-06-25")
        accepted(world.record("meeting-cancelled", None, "knaap", {"body": "bbg", "day": "2015-06-25"}))
        accepted(world.record("meeting-held", None, "meuleman", {"body": "bbg"}))
        assert self.report(world) == []

    def test_a_planned_meeting_is_none_yet_and_another_bodys_meeting_is_none_of_the_bbg(self, world: World) -> None:
        self.before_the_report(world, "2015-05-01")
        accepted(world.record("meeting-planned", None, "knaap", {"body": "bbg", "day": "2015-05-01"}))
        accepted(world.record("meeting-held", None, "meuleman", {"body": "kerngroep"}))
        assert self.report(world) == ["guard:guard.meeting"]
        accepted(world.record("meeting-held", None, "knaap", {"body": "bbg"}, on="2015-04-30"))
        assert self.report(world) == ["guard:guard.meeting"]
        assert self.report(world, on="2015-04-30") == []

    def test_a_meeting_recorded_after_the_step_does_not_help_it(self, world: World) -> None:
        self.before_the_report(world, "2015-06-25")
        assert self.report(world) == []
        world.at("2015-06-28")
        accepted(world.record("meeting-held", None, "knaap", {"body": "bbg"}, on="2015-06-28"))
        report = world.head() - 1
        assert codes(world.correct(report, "beenakker", on="2015-06-28")) == ["guard:guard.meeting"]

    def test_a_cancellation_that_became_known_later_unmakes_nothing_and_is_shown(self, world: World) -> None:
        self.before_the_report(world, "2015-06-25")
        assert self.report(world) == []
        accepted(world.record("meeting-cancelled", None, "knaap", {"body": "bbg", "day": "2015-06-25"}))
        assert world.state("1") == "reported"
        notes = {
            step.mark.what: [note.rule for note in step.notes] for step in trail.replay_case(world.office, "1").steps
        }
        assert notes["report"] == ["replay.meeting-cancelled"]

    @pytest.mark.parametrize("by", ["beenakker", "keken"])
    def test_others_do_not_say_that_a_body_met(self, world: World, by: str) -> None:
        assert codes(world.record("meeting-held", None, by, {"body": "bbg"})) == ["role:role.not-held"]

    def test_nothing_was_held_in_the_future(self, world: World) -> None:
        refused = world.record("meeting-held", None, "knaap", {"body": "bbg"}, on="2015-02-14")
        assert codes(refused) == ["date:date.future"]


class TestEstablishing:
    def test_what_was_established_ends_with_the_rework(self, world: World) -> None:
        world.reported().establish("1")
        accepted(world.advance("1", "rework", "knaap", reason="te duur"))
        assert codes(world.record("established", "1", "knaap", docs=[b"x"])) == ["order:order.event"]
        world.report("1", "beenakker")
        facts = {"results": RESULT, "driehoeken": driehoeken(EDE)}
        assert codes(world.advance("1", "offer", "beenakker", facts)) == ["guard:guard.event"]
        world.establish("1")
        accepted(world.advance("1", "offer", "beenakker", facts))

    def test_not_before_the_report_and_not_without_a_meeting_or_a_document(self, world: World) -> None:
        world.at("2015-04-02").present("1", "keken")
        world.start("1", "beenakker")
        accepted(world.at("2015-05-01").record("meeting-held", None, "knaap", {"body": "bbg"}))
        world.at("2015-06-25").report("1", "beenakker")
        assert codes(world.record("established", "1", "knaap", docs=[b"x"], on="2015-05-01", reason="x")) == [
            "date:date.before-state"
        ]
        assert codes(world.record("established", "1", "knaap", on="2015-06-25")) == ["guard:guard.document"]
        world.at("2015-06-26")
        assert codes(world.record("established", "1", "knaap", docs=[b"x"])) == ["guard:guard.meeting"]

    def test_another_document_than_the_one_presented_is_shown_not_refused(self, world: World) -> None:
        world.reported()
        outcome = accepted(world.record("established", "1", "knaap", docs=[b"iets anders"]))
        assert [note.rule for note in outcome.notes] == ["note.other-document"]
