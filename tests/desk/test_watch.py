"""The check of the timeline, line by line as the domain page tells it; a test that wrote ends with an audit."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.audit.forging import entries_of
from tests.builders import files
from tests.desk.checks import ONE, TWO, WORKING, check, said, standing
from tests.desk.world import World, accepted, begun
from vs_workflow.desk import watch
from vs_workflow.journal.chain import write
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.rules.rulebook import RuleFiles, fetch


class TestTheFirstCheck:
    def test_on_the_day_of_init_it_flags_what_was_overdue_and_covers_nothing(self, world: World) -> None:
        found = check(world)

        assert said(found) == [WORKING]
        assert (found.days, found.uncovered, found.seq) == ((), (), 35)
        (flag,) = found.flags
        assert (flag.due, flag.on, flag.seq) == (date(2015, 2, 11), date(2015, 2, 12), 36)
        assert watch.coverage(world.office).until is None

    def test_weeks_late_it_covers_every_day_since_init_and_flags_each_miss_for_its_own_day(self, world: World) -> None:
        found = check(world, "2015-04-02")

        assert found.days == tuple(date(2015, 2, 13) + timedelta(days=n) for n in range(48))
        assert Counter(one[:2] for one in said(found)) == {
            ("missed", "working-meeting"): 1, ("missed", "teams-filled"): 6, ("missed", "concept-written"): 6,
        }  # fmt: skip
        assert {(one.milestone, one.on.isoformat()) for one in found.flags} == {
            ("working-meeting", "2015-02-12"), ("teams-filled", "2015-03-01"), ("concept-written", "2015-04-01"),
        }  # fmt: skip

    def test_with_nothing_overdue_and_no_day_over_it_writes_nothing(self, world: World) -> None:
        world.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11")
        before = world.head()

        found = check(world)

        assert (found.seq, found.flags, found.days, world.head()) == (None, (), (), before)


class TestMissedOnce:
    def test_the_end_of_the_due_day_is_the_end_of_that_day_in_amsterdam(self, world: World) -> None:
        world.stamps.moment = datetime(2015, 4, 2, 21, 59, tzinfo=UTC)
        assert "presented" not in {one[1] for one in said(check(world))}

        world.stamps.moment = datetime(2015, 4, 2, 22, 30, tzinfo=UTC)
        found = check(world)

        assert Counter(one[:2] for one in said(found)) == {("missed", "presented"): 6}
        assert found.day == date(2015, 4, 3)

    def test_in_winter_the_day_ends_an_hour_later_by_utc(self, world: World) -> None:
        world.stamps.moment = datetime(2015, 2, 28, 22, 59, tzinfo=UTC)
        assert said(check(world)) == [WORKING]

        world.stamps.moment = datetime(2015, 2, 28, 23, 0, tzinfo=UTC)
        assert len(said(check(world))) == 6

    def test_a_second_check_finds_nothing_and_writes_nothing(self, world: World) -> None:
        check(world, "2015-04-03")
        before = world.head()

        again = [check(world), check(world, on="2015-04-03"), check(world, on="2015-02-20")]

        assert [(one.flags, one.days, one.seq) for one in again] == [((), (), None)] * 3
        assert world.head() == before

    def test_every_morning_flags_on_the_morning_after_the_due_day(self, world: World) -> None:
        mornings = [(date(2015, 2, 14) + timedelta(days=n)).isoformat() for n in range(50)]
        flagged = {morning: Counter(one[1] for one in said(check(world, morning))) for morning in mornings}

        assert {morning: dict(found) for morning, found in flagged.items() if found} == {
            "2015-02-14": {"working-meeting": 1}, "2015-03-01": {"teams-filled": 6},
            "2015-04-01": {"concept-written": 6}, "2015-04-03": {"presented": 6},
        }  # fmt: skip
        assert sum(entry.kind is Kind.SWEEP for entry in entries_of(world)) == 50


class TestSatisfied:
    def test_before_the_window_opens_counts_as_met(self, world: World) -> None:
        accepted(world.present("1", "keken"))

        assert said(check(world, "2015-05-05"), ONE) == [
            ("missed", "teams-filled", ONE),
            ("missed", "started", ONE),
        ]

    def test_before_not_before_does_not(self, world: World) -> None:
        world.at("2015-09-30").record("informed", None, "knaap", {"body": "rvo", "text": "stand"})
        assert ("missed", "rvo-informed", None) in said(check(world, "2015-10-23"))

    def test_from_not_before_on_it_does(self, world: World) -> None:
        accepted(world.at("2015-10-01").record("informed", None, "knaap", {"body": "rvo", "text": "stand"}))
        assert said(check(world, "2015-10-23"), None) == [WORKING]

    def test_an_event_or_a_state_may_do(self, world: World) -> None:
        accepted(world.at("2015-02-20").record("team-formed", "1", "keken"))
        accepted(world.record("concept-filed", "1", "keken", docs=[b"concept"]))

        assert said(check(world, "2015-04-01"), ONE) == []

    def test_a_return_or_a_rework_does_not_unmeet_it(self, world: World) -> None:
        world.reported()
        accepted(world.advance("1", "rework", "knaap", reason="te dun"))
        check(world, "2015-06-26")

        assert standing(world, ONE, "reported") == ""
        assert standing(world, ONE, "presented") == ""


class TestCaughtUp:
    def test_satisfied_on_a_later_day(self, world: World) -> None:
        check(world, "2015-04-03")
        world.at("2015-04-10").present("1", "keken")

        found = check(world, "2015-04-11")

        assert said(found) == [("caught-up", "concept-written", ONE), ("caught-up", "presented", ONE)]
        assert {one.on for one in found.flags} == {date(2015, 4, 10)}
        entry = entries_of(world)[-1]
        missed = next(
            one for one in entries_of(world) if one.facts.get("milestone") == "presented" and one.assignment == ONE
        )
        assert (entry.facts["follows"], entry.facts["due"]) == (missed.seq, "2015-04-02")
        assert check(world, "2015-04-12").flags == ()

    def test_a_correction_that_undoes_it_gives_a_new_miss_that_follows(self, world: World) -> None:
        check(world, "2015-04-03")
        step = world.at("2015-04-10").present("1", "keken")
        caught = check(world, "2015-04-11").flags[-1]
        accepted(world.correct(step.seq or 0, "keken", annul=True))

        found = check(world, "2015-04-12")

        assert said(found) == [("missed", "concept-written", ONE), ("missed", "presented", ONE)]
        assert entries_of(world)[-1].facts["follows"] == caught.seq
        assert found.flags[-1].on == date(2015, 4, 3)

    def test_and_caught_up_again_after_that(self, world: World) -> None:
        check(world, "2015-04-03")
        for day in ("2015-04-10", "2015-04-14"):
            step = world.at(day).present("1", "keken")
            assert ("caught-up", "presented", ONE) in said(check(world))
            accepted(world.correct(step.seq or 0, "keken", annul=True))
            assert ("missed", "presented", ONE) in said(check(world))
        assert standing(world, ONE, "presented") == "missed"

    def test_one_that_moves_to_another_late_day_stays_caught_up(self, world: World) -> None:
        check(world, "2015-04-03")
        step = world.at("2015-04-10").present("1", "keken")
        check(world, "2015-04-11")
        accepted(world.correct(step.seq or 0, "keken", on="2015-04-08"))

        assert check(world, "2015-04-12").flags == ()

    def test_the_programmes_own_milestone(self, world: World) -> None:
        check(world)
        accepted(world.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-13"))

        assert said(check(world)) == [("caught-up", "working-meeting", None)]


class TestRetracted:
    def test_by_a_fact_that_was_recorded_late_and_happened_in_time(self, world: World) -> None:
        check(world, "2015-04-03")
        world.at("2015-04-10").present("1", "keken", on="2015-04-02")

        found = check(world)

        assert said(found, ONE) == [("caught-up", "concept-written", ONE), ("retracted", "presented", ONE)]
        assert found.flags[-1].on == date(2015, 4, 2)

    def test_by_another_day_for_a_fact(self, world: World) -> None:
        check(world, "2015-04-03")
        step = world.at("2015-04-07").present("1", "keken")
        check(world, "2015-04-08")
        accepted(world.correct(step.seq or 0, "keken", on="2015-04-01"))

        assert said(check(world)) == [("retracted", "presented", ONE)]

    def test_and_missed_again_when_that_is_undone(self, world: World) -> None:
        check(world, "2015-04-03")
        step = world.at("2015-04-07").present("1", "keken", on="2015-04-02")
        retracted = check(world).flags[-1]
        accepted(world.correct(step.seq or 0, "keken", annul=True))

        found = check(world)

        assert said(found) == [("missed", "concept-written", ONE), ("missed", "presented", ONE)]
        assert entries_of(world)[-1].facts["follows"] == retracted.seq

    def test_by_a_withdrawal_dated_on_or_before_the_due_day(self, world: World) -> None:
        check(world, "2015-04-03")
        accepted(world.advance("1", "withdraw", "knaap", reason="geen draagvlak", on="2015-04-02"))

        found = check(world)

        assert said(found) == [("retracted", "presented", ONE)]
        assert standing(world, ONE, "concept-written") == "missed"


class TestOtherRules:
    """An assignment moved to another version of the programme. No command moves one yet, so no audit allows it."""

    @pytest.fixture
    def world(self) -> World:
        return begun()

    def test_a_due_day_that_moved_retracts_the_miss(self, world: World) -> None:
        check(world, "2015-04-03")
        adopted_anew(world, due("2015-04-02", "2015-04-20"))

        found = check(world, "2015-04-04")
        again = check(world, "2015-04-21")

        assert Counter(said(found, ONE)) == {("retracted", "presented", ONE): 1}
        assert said(again, ONE) == [("missed", "presented", ONE)]
        assert again.flags[-1].due == date(2015, 4, 20)
        assert said(found, TWO) == []
        assert {entry.rules for entry in entries_of(world) if entry.kind is Kind.FLAG and entry.assignment == TWO} == {
            files().hash
        }

    def test_a_milestone_that_is_no_more_retracts_it(self, world: World) -> None:
        check(world, "2015-04-03")
        text = files().programme.decode()
        start = text.index('[[milestones]]\nid = "presented"')
        adopted_anew(world, (text[:start] + text[text.index("[[milestones]]", start + 1) :]).encode())

        assert said(check(world)) == [("retracted", "presented", ONE)]
        assert check(world, "2015-04-04").flags == ()


class TestLapsed:
    def test_what_was_let_go_of_is_never_flagged(self, world: World) -> None:
        accepted(world.at("2015-04-02").advance("1", "withdraw", "knaap", reason="geen draagvlak"))

        assert said(check(world, "2015-12-31"), ONE) == [
            ("missed", "teams-filled", ONE), ("missed", "concept-written", ONE),
        ]  # fmt: skip

    def test_a_withdrawal_that_is_annulled_flags_after_all(self, world: World) -> None:
        gone = accepted(world.at("2015-04-02").advance("1", "withdraw", "knaap", reason="geen draagvlak"))
        check(world, "2015-04-03")
        accepted(world.correct(gone.seq or 0, "knaap", annul=True))

        assert said(check(world)) == [("missed", "presented", ONE)]


def due(old: str, new: str) -> bytes:
    """The programme with another due day."""
    return files().programme.replace(f"due = {old}".encode(), f"due = {new}".encode())


def adopted_anew(world: World, programme: bytes) -> None:
    """The first assignment runs under another version of the programme from now on, by an entry that moves it."""
    other = RuleFiles(programme, files().lifecycle)
    with world.office.room.writing() as work:
        for data in (other.programme, other.lifecycle, other.manifest):
            work.shelf.put(data, ShelfKind.RULES)
        assert fetch(other.hash, work.shelf.get).hash == other.hash
        today = world.stamps.moment.date()
        draft = Draft(kind=Kind.MIGRATION, what="migration", on=today, assignment=ONE, rules=other.hash)
        head = work.journal.head()
        entries, lines = write((draft,), world.office.stamps.stamps(1, world.stamps.now()), after=head)
        work.journal.append(entries, lines, after=head)
