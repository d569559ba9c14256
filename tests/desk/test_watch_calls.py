"""A check as it is called: what a flag means, other days, dry runs, keys, clocks, and how far the days are covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.audit.forging import entries_of
from tests.builders import PEOPLE, SetStamps, files
from tests.desk.checks import ONE, WORKING, check, said, standing
from tests.desk.world import World, accepted, audited, begun
from tests.programmes import DIKES
from vs_workflow.desk import adopt, look, watch
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Checked
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Misunderstood, StoreTrouble
from vs_workflow.words.dates import read_day


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
