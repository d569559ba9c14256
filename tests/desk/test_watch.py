"""The check of the timeline, line by line as the domain page tells it; a test that wrote ends with an audit."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.audit.forging import entries_of
from tests.builders import PEOPLE, SetStamps, files
from tests.desk.world import World, accepted, audited, begun
from tests.programmes import DIKES
from vs_workflow.desk import adopt, look, watch
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Checked
from vs_workflow.journal.chain import write
from vs_workflow.journal.entry import Draft, Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Misunderstood, StoreTrouble
from vs_workflow.rules.rulebook import RuleFiles, fetch
from vs_workflow.timeline.flags import standings
from vs_workflow.words.dates import read_day

ONE, TWO = "woninginbraken", "overlast"
ALL = {"woninginbraken", "overlast", "hennep", "informatievoorziening", "risico-omg", "shortlist-jeugd"}
WORKING = ("missed", "working-meeting", None)
Said = tuple[str, str, str | None]


def check(world: World, when: str | None = None, *, on: str | None = None) -> Checked:
    if when is not None:
        world.at(when)
    return watch.check(world.office, None if on is None else date.fromisoformat(on))


def said(checked: Checked, about: str | None = "*") -> list[Said]:
    """Flag, milestone and assignment; only of that assignment, or of the programme (None), where it is named."""
    return [
        (one.flag.value, one.milestone, one.assignment)
        for one in checked.flags
        if about == "*" or one.assignment == about
    ]


def standing(world: World, assignment: str | None, milestone: str) -> str:
    found = standings(entries_of(world)).get((assignment or "", milestone))
    return "" if found is None else found.flag.value


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


class TestMeanings:
    def test_a_miss_bound_to_a_meeting_has_no_next_one_until_one_is_planned(self, world: World) -> None:
        check(world, "2015-06-20")
        found = watch.explained(world.office, check(world, "2015-06-26"))
        meaning = found.meanings[ONE, "reported"]
        assert (meaning.bound, meaning.next_meeting, meaning.answers) == (True, None, ("beenakker",))

        accepted(world.record("meeting-planned", None, "meuleman", {"body": "bbg", "day": "2015-09-10"}))
        meaning = watch.explained(world.office, found).meanings[ONE, "reported"]

        assert meaning.next_meeting == date(2015, 9, 10)

    def test_a_meeting_of_the_calendar_that_was_cancelled_is_not_the_next(self, world: World) -> None:
        accepted(
            world.at("2015-05-01").record("meeting-planned", None, "meuleman", {"body": "rvo", "day": "2015-12-10"})
        )
        accepted(world.record("meeting-planned", None, "meuleman", {"body": "rvo", "day": "2015-11-12"}))
        accepted(world.record("meeting-cancelled", None, "meuleman", {"body": "rvo", "day": "2015-11-12"}))

        found = watch.explained(world.office, check(world, "2015-10-23"))

        assert found.meanings[None, "rvo-informed"].next_meeting == date(2015, 12, 10)

    def test_meetings_never_move_a_due_day(self, world: World) -> None:
        accepted(
            world.at("2015-06-01").record("meeting-cancelled", None, "meuleman", {"body": "bbg", "day": "2015-06-25"})
        )
        accepted(world.record("meeting-planned", None, "meuleman", {"body": "bbg", "day": "2015-07-09"}))

        assert ("missed", "reported", ONE) in said(check(world, "2015-06-26"))

    def test_a_miss_says_which_later_days_it_presses(self, world: World) -> None:
        found = watch.explained(world.office, check(world, "2015-03-01"))

        assert found.meanings[ONE, "teams-filled"].presses == ("concept-written", "presented", "started", "reported")
        assert not found.meanings[ONE, "teams-filled"].bound


class TestTheDayLookedAt:
    def test_an_earlier_day_covers_only_to_the_day_before_it(self, world: World) -> None:
        world.at("2015-04-03")

        found = check(world, on="2015-03-01")

        assert (found.days[-1], found.uncovered[0], found.uncovered[-1]) == (
            date(2015, 2, 28), date(2015, 3, 1), date(2015, 4, 2),
        )  # fmt: skip
        assert {one[1] for one in said(found)} == {"working-meeting", "teams-filled"}
        assert {one[1] for one in said(check(world))} == {"concept-written", "presented"}

    def test_a_day_before_init_looks_at_the_day_of_init(self, world: World) -> None:
        found = check(world, "2015-04-03", on="2015-01-05")

        assert (found.day, found.days, said(found)) == (date(2015, 2, 13), (), [WORKING])
        again = check(world, on="2015-01-05")
        assert (again.day, again.seq) == (found.day, None)

    def test_a_day_that_is_covered_is_judged_as_of_the_coverage(self, world: World) -> None:
        check(world, "2015-04-03")
        world.at("2015-04-10").present("1", "keken")

        found = check(world, on="2015-03-01")

        assert (found.day, found.days) == (date(2015, 4, 3), ())
        assert ("caught-up", "presented", ONE) in said(found)

    def test_a_day_to_come_is_refused_and_nothing_is_written(self, world: World) -> None:
        before = world.head()

        with pytest.raises(Misunderstood, match=r"check\.in-the-future"):
            check(world, on="2015-02-14")

        assert world.head() == before

    def test_after_the_last_day_of_the_programme_no_day_is_covered_any_more(self, world: World) -> None:
        found = check(world, "2019-03-01")
        assert found.days[-1] == date(2018, 12, 31)
        assert found.uncovered == ()

        assert check(world, "2019-03-02").seq is None
        world.present("1", "keken", reason="achteraf")
        assert said(check(world, "2019-03-05")) == [
            ("caught-up", "concept-written", ONE), ("caught-up", "presented", ONE),
        ]  # fmt: skip


class TestWithoutWriting:
    def test_a_dry_run_says_the_same_and_writes_nothing(self, world: World) -> None:
        world.at("2015-04-03")
        before = world.head()

        dry = watch.check(world.office, dry_run=True)

        assert (world.head(), dry.seq, {one.seq for one in dry.flags}) == (before, None, {None})
        real = check(world)
        assert (said(dry), dry.days, dry.day) == (said(real), real.days, real.day)

    def test_looking_changes_no_flag(self, world: World) -> None:
        check(world, "2015-04-03")
        world.at("2015-04-10").present("1", "keken")
        look.board(world.office)

        assert standing(world, ONE, "presented") == "missed"


class TestKeys:
    def asked(self, world: World, key: str = "ochtend", **said: str) -> Checked:
        return watch.check(world.office, key=key, **said)  # type: ignore[arg-type]

    def test_the_same_call_gives_the_same_answer_whatever_happened_since(self, world: World) -> None:
        first = self.asked(world.at("2015-04-03"))
        world.at("2015-04-10").present("1", "keken")
        check(world)
        before = world.head()

        again = self.asked(world.at("2015-04-20"))

        assert (again.repeated, again.seq, again.flags, again.days) == (True, first.seq, first.flags, first.days)
        assert (again.day, world.head()) == (first.day, before)

    def test_another_call_under_that_key_is_a_conflict_and_recorded(self, world: World) -> None:
        first = self.asked(world.at("2015-04-03"))

        other = self.asked(world, reason="nog eens")

        assert [(one.rule, one.facts["seq"]) for one in other.reasons] == [("conflict.key", first.seq)]
        assert (other.flags, other.days) == ((), ())
        last = entries_of(world)[-1]
        assert (last.kind, last.asked, last.seq, last.key) == (Kind.REFUSAL, Kind.SWEEP, other.seq, None)

    def test_a_key_of_something_else_is_a_conflict(self, world: World) -> None:
        accepted(world.record("progress", "1", "keken", {"text": "x"}, key="ochtend"))

        assert [one.rule for one in self.asked(world).reasons] == ["conflict.key"]

    def test_a_check_that_wrote_nothing_does_not_keep_its_key(self, world: World) -> None:
        check(world, "2015-04-03")
        assert self.asked(world).seq is None

        assert not self.asked(world.at("2015-04-04")).repeated

    def test_an_empty_key_is_none(self, world: World) -> None:
        with pytest.raises(Misunderstood, match=r"key\.empty"):
            self.asked(world, key=" ")


class TestCoverage:
    def test_it_begins_on_the_day_of_init_and_names_the_days_that_nobody_looked_at(self, world: World) -> None:
        found = watch.coverage(world.office)
        assert (found.since, found.until, found.uncovered, found.last) == (date(2015, 2, 13), None, (), None)

        found = watch.coverage(world.at("2015-02-16").office)
        assert found.uncovered == (date(2015, 2, 13), date(2015, 2, 14), date(2015, 2, 15))

        check(world)
        found = watch.coverage(world.at("2015-02-18").office)
        assert (found.until, found.uncovered) == (date(2015, 2, 15), (date(2015, 2, 16), date(2015, 2, 17)))
        assert (found.last or "")[:10] == "2015-02-16"

    def test_verify_says_which_days_were_not_looked_at(self, world: World) -> None:
        check(world, "2015-02-16")

        limits = {one.rule: one.facts for one in world.at("2015-02-20").verify().limits}

        assert limits["limit.not-covered"] == {"from": "2015-02-16", "to": "2015-02-19"}


def test_a_check_by_a_clock_that_is_behind_judges_no_earlier_day() -> None:
    world = begun(rehearsal=False)
    check(world, "2015-04-03")
    before = world.head()

    found = check(world, "2015-03-01")

    assert (found.day, found.seq, world.head()) == (date(2015, 4, 3), None, before)
    audited(world)


def test_in_a_rehearsal_the_clock_must_be_set() -> None:
    world = begun()
    world.office = replace(world.office, clock_set=False)

    with pytest.raises(Misunderstood, match=r"clock\.rehearsal-needs-now"):
        check(world, "2015-04-03")


def test_without_a_programme_there_is_nothing_to_check() -> None:
    world = begun()
    empty = replace(world.office, room=type(world.office.room)())

    for ask in (watch.check, watch.coverage):
        with pytest.raises(StoreTrouble, match=r"store\.empty"):
            ask(empty)


def test_another_programme_is_checked_by_its_own_clock_and_roles() -> None:
    stamps = SetStamps(datetime(2031, 3, 1, 16, tzinfo=UTC))
    world = begun(rules=files(), people=(PEOPLE.name, PEOPLE.read_bytes()))
    office = Office(type(world.office.room)(), stamps, read_day, clock_set=True)
    adopt.init(lambda _: office, DIKES.rule_files(), (DIKES.people.name, DIKES.people.read_bytes()), rehearsal=True)
    dikes = World(office, stamps)

    # On Curaçao 20 March ends at four in the morning by UTC.
    stamps.moment = datetime(2031, 3, 21, 3, 59, tzinfo=UTC)
    assert said(check(dikes)) == []
    stamps.moment = datetime(2031, 3, 21, 4, 0, tzinfo=UTC)
    found = watch.explained(office, check(dikes))

    assert said(found) == [("missed", "afgetrapt", None)]
    assert found.meanings[None, "afgetrapt"].answers == ("secretaris",)
    audited(dikes)


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
        entries, lines = write((draft,), world.office.stamps.stamps(1), after=head)
        work.journal.append(entries, lines, after=head)
