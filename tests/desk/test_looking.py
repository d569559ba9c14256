"""What is shown: verdicts and what they mean, whose turn it is, what to do, what stands in between, and the form."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desk.world import ALL_PRINCIPLES, GAPS, World, accepted
from vs_workflow.desk import blank, look, turns
from vs_workflow.desk.views import Board, MilestoneView
from vs_workflow.reasons import Misunderstood


def milestone(board: Board, ident: str, number: str | None = None) -> MilestoneView:
    views = board.milestones if number is None else next(one for one in board.lines if one.number == number).milestones
    return next(view for view in views if view.judgement.milestone == ident)


def verdict(board: Board, ident: str, number: str | None = None) -> tuple[str, int | None]:
    judgement = milestone(board, ident, number).judgement
    return judgement.verdict.value, judgement.days


class TestBoard:
    def test_it_is_in_the_order_of_the_file_and_says_whose_turn_it_is(self, world: World) -> None:
        board = look.board(world.office)
        assert [line.number for line in board.lines] == ["1", "2", "3", "4A", "4B", "4C"]
        assert {line.state for line in board.lines} == {"concept"}
        turn = board.lines[3].turn[0]
        assert (turn.step, turn.roles, turn.people) == ("present", ("lead",), ("hofman",))

    def test_late_in_fact_and_late_in_registration_are_two_things(self, world: World) -> None:
        world.at("2015-04-10").present("1", "keken", on="2015-04-02")
        world.present("2", "boomkamp")
        board = look.board(world.office)
        one, two = milestone(board, "presented", "1"), milestone(board, "presented", "2")
        assert (one.judgement.verdict.value, one.late_in_registration) == ("met", True)
        assert (two.judgement.verdict.value, two.judgement.days, two.late_in_registration) == ("late", 8, False)

    def test_the_verdicts_of_one_day(self, world: World) -> None:
        accepted(world.record("team-formed", "1", "keken"))
        board = look.board(world.office)
        assert verdict(board, "teams-filled", "1")[0] == "met"
        assert verdict(board, "teams-filled", "2")[0] in ("open", "due-soon")
        assert verdict(board, "working-meeting")[0] == "missed"
        assert verdict(board, "started", "1")[0] == "upcoming"
        assert verdict(board, "offered", "1")[0] == "no-date"
        accepted(world.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11"))
        assert verdict(look.board(world.office), "working-meeting")[0] == "met"

    def test_every_milestone_of_every_assignment_is_judged_in_the_order_of_the_timeline(self, world: World) -> None:
        board = look.board(world.office)
        rows = [board.milestones, *(line.milestones for line in board.lines)]
        order = [one.id for one in board.setting.rules.programme.milestones]
        assert sum(map(len, rows)) == 7 * 6 + 2
        for row in rows[1:]:
            both = sorted([*rows[0], *row], key=lambda view: order.index(view.judgement.milestone))
            assert [view.judgement.milestone for view in both] == order
            assert [view for view in both if view in row] == [*row]
            assert [view for view in both if view in rows[0]] == [*rows[0]]
        assert verdict(board, "working-meeting") == ("missed", 2)

    def test_a_due_day_is_missed_only_when_it_is_over(self, world: World) -> None:
        assert verdict(look.board(world.at("2015-04-02").office), "presented", "1")[0] == "due-soon"
        assert verdict(look.board(world.at("2015-04-03").office), "presented", "1")[0] == "missed"

    def test_a_return_does_not_unmeet_a_milestone_and_an_annulment_does(self, world: World) -> None:
        seq = world.at("2015-04-02").present("1", "keken").seq or 0
        returned = accepted(world.advance("1", "return", "beenakker", reason="x")).seq or 0
        assert verdict(look.board(world.office), "presented", "1")[0] == "met"
        accepted(world.correct(returned, "beenakker", annul=True))
        accepted(world.correct(seq, "keken", annul=True))
        assert verdict(look.board(world.office), "presented", "1")[0] == "due-soon"

    def test_from_a_withdrawal_on_nothing_is_missed(self, world: World) -> None:
        accepted(world.advance("1", "withdraw", "knaap", reason="x"))
        board = look.board(world.at("2015-12-01").office)
        assert {verdict(board, one, "1")[0] for one in ("teams-filled", "presented", "reported")} == {"lapsed"}

    def test_a_missed_milestone_that_is_bound_to_a_meeting_names_the_next_one(self, world: World) -> None:
        world.at("2015-07-01")
        view = milestone(look.board(world.office), "reported", "1")
        assert (view.judgement.verdict.value, view.bound, view.next_meeting) == ("missed", True, None)
        accepted(world.record("meeting-planned", None, "knaap", {"body": "bbg", "day": "2015-09-17"}))
        assert milestone(look.board(world.office), "reported", "1").next_meeting == date(2015, 9, 17)
        accepted(world.record("meeting-cancelled", None, "knaap", {"body": "bbg", "day": "17 september 2015"}))
        assert milestone(look.board(world.office), "reported", "1").next_meeting is None

    def test_a_missed_milestone_presses_the_later_ones(self, world: World) -> None:
        board = look.board(world.at("2015-04-10").office)
        assert milestone(board, "presented", "1").presses == ("started", "reported")

    def test_informing_the_rvo_before_october_does_not_count(self, world: World) -> None:
        world.at("2015-09-30")
        accepted(world.record("informed", None, "knaap", {"body": "rvo", "text": "x"}))
        assert verdict(look.board(world.at("2015-10-22").office), "rvo-informed")[0] != "met"
        said = {"body": "rvo", "text": "x"}
        accepted(world.record("informed", None, "knaap", said, on="2015-10-01", reason="laat"))
        assert verdict(look.board(world.office), "rvo-informed")[0] == "met"

    def test_four_officials_per_district_are_counted_once_over_all_teams_from_the_due_day_on(
        self, world: World
    ) -> None:
        for number in range(4):
            world.person(f"a{number}", function=f"ambtenaar {number}", organisation="municipality", district="twente")
        for number, (case, lead) in enumerate((("1", "keken"), ("2", "boomkamp"), ("1", "keken"), ("2", "boomkamp"))):
            accepted(world.record("member-joined", case, lead, {"person": f"a{number}"}))
        accepted(world.record("member-joined", "2", "boomkamp", {"person": "a0"}))
        assert look.board(world.at("2015-02-27").office).notes == ()
        notes = {one.facts["district"]: one.facts["found"] for one in look.board(world.at("2015-02-28").office).notes}
        assert notes == dict.fromkeys(
            ("ijsselland", "noord-en-oost-gelderland", "gelderland-midden", "gelderland-zuid"), 0
        )
        accepted(world.record("member-left", "1", "keken", {"person": "a2"}))
        accepted(world.record("member-left", "1", "keken", {"person": "a0"}))
        notes = {one.facts["district"]: one.facts["found"] for one in look.board(world.office).notes}
        assert notes["twente"] == 3

    def test_the_board_of_an_earlier_day_leaves_out_what_came_later(self, world: World) -> None:
        world.reported()
        board = look.board(world.office, on=date(2015, 4, 10))
        assert (board.lines[0].state, board.lines[0].since) == ("presented", date(2015, 4, 2))
        assert look.board(world.office, on=date(2015, 2, 1)).lines[0].state == "concept"


class TestTodo:
    def test_what_somebody_may_do_now_and_what_is_missing(self, world: World) -> None:
        world.at("2015-04-02").present("4A", "hofman")
        lines = {(line.assignment, line.step): line for line in turns.todo(world.office, "beem").lines}
        start = lines["informatievoorziening", "start"]
        assert (start.role, start.behalf_of, start.ready) == ("chair", None, False)
        assert [reason.rule for reason in start.missing] == ["guard.composition"]
        assert lines["informatievoorziening", "return"].ready

    def test_a_deputy_sees_for_whom(self, world: World) -> None:
        accepted(world.mandate("ottens", "keken", start="2015-02-13", until="2015-06-01"))
        line = next(one for one in turns.todo(world.office, "ottens").lines if one.assignment == "woninginbraken")
        assert (line.step, line.behalf_of) == ("present", "keken")

    def test_nobody_has_anything_to_do_for_a_role_that_ended(self, world: World) -> None:
        accepted(world.end(world.grant_of("keken", "lead"), on="2015-02-13"))
        assert not turns.todo(world.office, "keken").lines


class TestWhy:
    def test_what_stands_between_an_assignment_and_its_next_state(self, world: World) -> None:
        why = turns.why(world.office, "1")
        assert [(line.step, line.people) for line in why.lines] == [("present", ("keken",)), ("withdraw", ("knaap",))]
        assert [reason.rule for reason in why.lines[0].reasons] == ["guard.document", "guard.confirmed"]

    def test_one_step_from_afar(self, world: World) -> None:
        (line,) = turns.why(world.office, "1", "offer").lines
        assert line.people == ("beenakker",)
        assert "order.step" in {reason.rule for reason in line.reasons}

    def test_where_nobody_holds_the_role_it_says_so(self, world: World) -> None:
        accepted(world.end(world.grant_of("keken", "lead"), on="2015-02-13"))
        line = turns.why(world.office, "1").lines[0]
        assert line.people == ()
        assert line.reasons[0].rule == "role.nobody"


class TestForms:
    def test_a_form_asks_what_the_guards_ask(self, world: World) -> None:
        form = blank.form(world.office, "present", "1")
        (field,) = form.fields
        assert (field.key, [*field.items], form.takes_documents) == ("principles", [f"p{n}" for n in range(1, 9)], True)

    def test_the_gaps_are_those_of_the_day(self, world: World) -> None:
        world.person("agent")
        said = {"person": "agent", "organisation": "police"}
        accepted(world.at("2015-03-10").record("member-joined", "1", "keken", said))
        before = blank.form(world.office, "start", "1", date(2015, 3, 9)).fields[0].items
        after = blank.form(world.office, "start", "1", date(2015, 3, 10)).fields[0].items
        assert {f"gaps.{key}" for key in before} == set(GAPS)
        assert set(before) - set(after) == {"organisation-police"}

    def test_a_step_or_event_that_is_none_is_misunderstood(self, world: World) -> None:
        with pytest.raises(Misunderstood):
            blank.form(world.office, "presnt", "1")


def test_one_assignment_with_its_people_its_team_and_what_happened(world: World) -> None:
    world.at("2015-04-02")
    refused = world.advance("1", "present", "keken", ALL_PRINCIPLES)
    seq = world.present("1", "keken").seq or 0
    accepted(world.correct(seq, "keken", annul=True))
    view = look.show(world.office, "1")
    assert [(one.role, one.person) for one in view.grants] == [("chair", "beenakker"), ("lead", "keken")]
    assert (view.marks, [mark.seq for mark in view.annulled]) == ((), [seq])
    assert set(view.gaps) == {key.removeprefix("gaps.") for key in GAPS}
    assert refused.seq != seq
