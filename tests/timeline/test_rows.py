"""The rows that a check reads: of which milestones, for whom, satisfied and let go of on which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.decide.oost import BBG_CHAIR, COORDINATOR, LEAD, ONE, Oost, accepted, begun, presented
from tests.programmes import OOST
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Kind
from vs_workflow.ports import Flag, MilestoneRow, Standing, Swept
from vs_workflow.timeline.flags import standing_of
from vs_workflow.timeline.project import milestone_rows, rows_under
from vs_workflow.timeline.sweep import sweep


def day(text: str) -> date:
    return date.fromisoformat(text)


def rows(world: Oost, *assignments: str) -> dict[tuple[str, str], MilestoneRow]:
    found = rows_under(world.book, assignments or None, lambda _: world.rules)
    return {(row.assignment, row.milestone): row for row in found}


def held() -> Oost:
    """Presented on 2 April, with the working meeting of 11 February recorded on the day after."""
    world = presented().at("2015-04-03")
    assert accepted(
        world.event("working-meeting", None, COORDINATOR, present=[LEAD], on="2015-02-11", reason="vergeten")
    )
    return world


def test_each_assignment_has_its_milestones_and_the_programme_its_own() -> None:
    world = held()
    milestones = world.rules.programme.milestones

    found = rows(world)

    own = {one.id for one in milestones if one.scope == "programme"}
    each = {one.id for one in milestones if one.scope == "assignment"}
    assert set(found) == {("", one) for one in own} | {(key, one) for key in world.book.cases for one in each}
    assert list(found) == sorted(found)
    assert {row.due for (_, name), row in found.items() if name == "presented"} == {day("2015-04-02")}


def test_a_row_says_when_it_was_satisfied_and_when_that_was_recorded() -> None:
    world = held()
    found = rows(world)

    met = found["", "working-meeting"]
    assert (met.satisfied_on, met.recorded_at) == (day("2015-02-11"), world.entries[-1].at)
    assert (met.lapsed_on, met.standing) == (None, None)
    assert found[ONE, "presented"].satisfied_on == day("2015-04-02")
    assert found["overlast", "presented"].satisfied_on is None
    assert found["overlast", "presented"].recorded_at is None


def test_what_is_withdrawn_is_let_go_of_and_the_programme_never_is() -> None:
    world = begun("2015-03-10")
    assert accepted(world.step(ONE, "withdraw", BBG_CHAIR, reason="x"))

    found = rows(world)

    assert {row.lapsed_on for (key, _), row in found.items() if key == ONE} == {day("2015-03-10")}
    assert {row.lapsed_on for (key, _), row in found.items() if key != ONE} == {None}


def test_only_the_assignments_that_are_asked_for_are_looked_at() -> None:
    world = held()

    assert {key for key, _ in rows(world, ONE)} == {ONE}
    assert {key for key, _ in rows(world, ONE, "")} == {ONE, ""}
    assert rows_under(world.book, [], lambda _: world.rules) == []


def test_a_case_under_no_rules_has_no_milestones() -> None:
    world = begun()
    book = replace(world.book, own=replace(world.book.own, rules=""))

    assert {row.assignment for row in rows_under(book, None, lambda _: world.rules)} == set(book.cases)


def test_the_rows_are_those_of_the_rules_on_the_shelf() -> None:
    world = held()
    files = OOST.rule_files()
    shelf = {content_hash(data): data for data in (files.lifecycle, files.programme, files.manifest)}

    assert milestone_rows(world.book, None, shelf.get) == rows_under(world.book, None, lambda _: world.rules)
    assert milestone_rows(world.book, [ONE], shelf.get) == rows_under(world.book, [ONE], lambda _: world.rules)


# what a check writes of them


LAST = Swept(5, day("2015-03-01"), held().entries[0].at, day("2015-02-27"), day("2015-02-28"))
MISSED = MilestoneRow("presented", ONE, day("2015-04-02"), None, None, None, None)
OWN = MilestoneRow("working-meeting", "", day("2015-04-01"), None, None, None, None)
GONE = MilestoneRow("gone", ONE, None, None, None, None, Standing(Flag.MISSED, 3, day("2015-03-20")))


def test_the_flags_of_a_check_say_of_what_for_which_day_and_what_they_follow() -> None:
    rows = [(MISSED, "r1"), (OWN, "r2"), (GONE, "r3")]

    check, *flags = sweep(rows, last=LAST, day=day("2015-04-10"), last_day=day("2018-12-31"), rules="r", head=40)

    assert (check.kind, check.what, check.on, check.rules) == (Kind.SWEEP, "sweep", day("2015-04-10"), "r")
    assert check.facts == {"flags": 3, "from": "2015-03-01", "to": "2015-04-09"}
    assert [(one.what, one.assignment, one.on, one.rules, dict(one.facts)) for one in flags] == [
        ("retracted", ONE, day("2015-04-10"), "r3", {"milestone": "gone", "due": "2015-03-20", "follows": 3}),
        ("missed", None, day("2015-04-02"), "r2", {"milestone": "working-meeting", "due": "2015-04-01", "follows": 0}),
        ("missed", ONE, day("2015-04-03"), "r1", {"milestone": "presented", "due": "2015-04-02", "follows": 0}),
    ]


def test_a_miss_that_was_caught_up_with_is_two_flags_the_second_after_the_first() -> None:
    late = replace(MISSED, satisfied_on=day("2015-04-05"))

    _, missed, caught_up = sweep(
        [(late, "r")], last=LAST, day=day("2015-04-10"), last_day=day("2018-12-31"), rules="r", head=40
    )

    assert (missed.what, caught_up.what) == ("missed", "caught-up")
    assert (missed.facts["follows"], caught_up.facts["follows"]) == (0, 42)
    assert caught_up.on == day("2015-04-05")


def test_a_flag_is_of_an_assignment_or_of_the_programme() -> None:
    entry = replace(
        held().entries[-1], kind=Kind.FLAG, what="missed", seq=42, assignment=None,
        facts={"milestone": "working-meeting", "due": "2015-04-01", "follows": 0},
    )  # fmt: skip

    assert standing_of(entry) == (("", "working-meeting"), Standing(Flag.MISSED, 42, day("2015-04-01")))
    assert standing_of(replace(entry, assignment=ONE))[0] == (ONE, "working-meeting")
