"""A fold that forgets is asked what one is asked that does not: every answer, milestone and state is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide import oost
from tests.decide.oost import accepted
from tests.decide.world import World, rules_named
from tests.rules.test_hostile_rules import a_request, dikes
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Decision, Past, assumed, decide
from vs_workflow.journal.entry import Draft, Entry, Kind
from vs_workflow.reasons import StoreTrouble
from vs_workflow.replay.fold import concerns, replay
from vs_workflow.replay.lean import LeanFold
from vs_workflow.request import Correct, EndGrant, Request
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import offers, team
from vs_workflow.timeline.lasting import asked_for
from vs_workflow.timeline.project import rows_under


def lapped() -> oost.Oost:
    """Assignment 1 was presented and returned some times."""
    world = oost.begun()
    for _ in range(4):
        assert accepted(world.present())
        world.today += timedelta(days=1)
        assert accepted(world.step(oost.ONE, "return", oost.CHAIR, reason="nog niet af"))
        world.today += timedelta(days=1)
    return world


BEGUN = (lapped, lapped, oost.begun, oost.established, oost.offered, oost.answered, dikes)


@contextmanager
def forgetting(few: int, times: int) -> Iterator[None]:
    """Leave out what can be, from so many marks on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LeanFold, "FEW", few)
        patch.setattr(LeanFold, "TIMES", times)
        patch.setattr(LeanFold, "LAST", 0)
        patch.setattr(assumed, "LITTLE", few)
        yield


class Beside:
    """The same entries, taken by a fold that leaves out whatever it can."""

    def __init__(self, world: World, laws: dict[str, Rules] | None = None) -> None:
        self.world = world
        self.laws = laws or {world.rules.hash: world.rules}
        self.taken: list[Entry] = []
        self.fold = LeanFold(asked_for(self.laws.__getitem__), self._trail)
        self.catch_up()

    def _trail(self, assignment: str) -> Iterable[Entry]:
        return [one for one in self.taken if assignment in concerns(one)]

    def catch_up(self) -> None:
        with forgetting(0, 0):
            for entry in self.world.entries[len(self.taken) :]:
                self.fold.take(entry)
                self.taken.append(entry)
            assert self.fold.book.head == len(self.taken)

    def would(self, request: Request) -> Decision:
        if isinstance(request, Correct) and 0 < request.seq <= len(self.taken):
            about = self.taken[request.seq - 1].assignment
            if about is not None:
                self.fold.make_whole(about)
        with forgetting(0, 0):
            return decide(request, self.fold.book, self.world.rules, Past(lambda: self.taken, self.laws.__getitem__))

    def whole(self) -> Casebook:
        for assignment in self.fold.book.cases:
            self.fold.make_whole(assignment)
        return self.fold.book


def asked(world: World, random: Random, requests: int) -> Beside:
    """Ask at random, of both; each answer and each milestone is the same."""
    beside = Beside(world)
    for _ in range(requests):
        world.today += timedelta(days=random.choice((0, 0, 1, 7)))
        request = a_request(world, random)
        with forgetting(10**9, 1):
            expected = world.would(request)
        assert beside.would(request) == expected, request
        world.ask(request)
        beside.catch_up()
        rows = rows_under(world.book, None, beside.laws.__getitem__)
        assert rows_under(beside.fold.book, None, beside.laws.__getitem__) == rows
    return beside


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.sampled_from(BEGUN))
def test_whatever_is_asked_is_answered_as_if_nothing_had_been_left_out(seed: int, begin: Callable[[], World]) -> None:
    world = begin()

    beside = asked(world, Random(seed), 60)

    for key, case in world.book.cases.items():
        short = beside.fold.book.cases[key]
        assert (short.state, short.since, short.rules, short.grants) == (
            case.state,
            case.since,
            case.rules,
            case.grants,
        )
    assert beside.whole() == world.book


def test_at_random_much_is_left_out() -> None:
    """Else the test above tried nothing."""
    random, left_out = Random(3), 0
    for begin in BEGUN * 2:
        beside = asked(begin(), random, 60)
        left_out += sum(len(case.marks) for case in beside.world.book.cases.values())
        left_out -= sum(len(case.marks) for case in beside.fold.book.cases.values())

    assert left_out > 10


def test_a_road_that_is_walked_again_and_again_takes_no_more_room() -> None:
    world = oost.begun()
    sizes = []
    beside = Beside(world)
    for _ in range(30):
        _walk(world, laps=1)
        beside.catch_up()
        sizes.append(len(beside.fold.book.cases[oost.FOUR_A].marks))

    assert len(world.book.cases[oost.FOUR_A].marks) == 60
    assert max(sizes) == sizes[1] == sizes[-1]


def test_everybody_who_joined_a_team_and_every_offer_is_known() -> None:
    world = oost.offered()
    for driehoek, mayor in (("driehoek-ede", oost.MAYOR_OF_EDE), ("driehoek-almelo", oost.MAYOR_OF_ALMELO)):
        assert accepted(world.answered("accepted", driehoek, mayor))
    for person, organisation in (("eerste", "police"), ("tweede", "justice"), ("derde", "riec")):
        assert accepted(world.enrol(person, oost.COORDINATOR))
        assert accepted(world.joined(person, organisation, "twente"))
        assert accepted(world.event("progress", oost.ONE, oost.LEAD, text="weer een lid"))
    beside = Beside(world)

    short, case = beside.fold.book.cases[oost.ONE], world.case(oost.ONE)

    assert len(short.marks) < len(case.marks)
    assert team(short, world.rules) == team(case, world.rules)
    assert [*offers(short, world.rules).items()] == [*offers(case, world.rules).items()]


def test_a_day_after_the_end_of_a_role_stands_in_its_way_though_an_earlier_one_was_told_since() -> None:
    world = oost.started().at("2015-05-20")
    assert accepted(world.event("progress", oost.ONE, oost.LEAD, text="halverwege"))
    world.at("2015-05-22")
    assert accepted(world.event("progress", oost.ONE, oost.LEAD, text="begin", on="2015-05-10", reason="later gehoord"))
    end = EndGrant(
        actor=oost.COORDINATOR, today=world.today, on=date(2015, 5, 15),
        grant=world.grant_of(oost.LEAD, "lead", oost.ONE), reason="eerder weg",
    )  # fmt: skip

    decision = Beside(world).would(end)

    assert "in-the-way.grant" in rules_named(decision)
    assert decision == world.would(end)


def test_what_other_rules_ask_for_is_there_again_once_an_assignment_goes_by_them() -> None:
    """A milestone that other rules let be met from a later day on is met by a step that the first rules let go."""
    world = oost.begun()
    rules, key = world.rules, oost.FOUR_A
    presented = next(
        one for one in rules.programme.milestones if any(by.state == "presented" for by in one.satisfied_by)
    )
    _walk(world, laps=10)
    third = [mark for mark in world.book.cases[key].marks if mark.to == "presented"][2]
    later = tuple(replace(one, not_before=third.on) if one is presented else one for one in rules.programme.milestones)
    other = replace(rules, programme=replace(rules.programme, milestones=later), hash="f" * 64)
    beside = Beside(world, {rules.hash: rules, other.hash: other})
    assert third not in beside.fold.book.cases[key].marks

    world._append([Draft(kind=Kind.MIGRATION, what="assignment", on=world.today, rules=other.hash, assignment=key)])
    beside.catch_up()

    rows = rows_under(beside.fold.book, [key], beside.laws.__getitem__)
    assert next(one.satisfied_on for one in rows if one.milestone == presented.id) == third.on
    assert rows == rows_under(replay(world.entries), [key], beside.laws.__getitem__)


def test_an_assignment_whose_rules_cannot_be_had_is_left_as_it_is() -> None:
    world = oost.begun()
    _walk(world, laps=10)

    def gone(address: str) -> Rules:
        raise StoreTrouble("store.rules-missing", address=address)

    fold = LeanFold(asked_for(gone), lambda _: ())
    with forgetting(0, 0):
        for entry in world.entries:
            fold.take(entry)

    assert fold.book == world.book


def _walk(world: World, laps: int) -> None:
    for step, who in (("present", "boomkamp"), ("return", "welten")) * laps:
        world.today += timedelta(days=1)
        world._append([_step(world, step, who)])


def _step(world: World, step: str, who: str) -> Draft:
    case = world.book.cases[oost.FOUR_A]
    action = world.rules.lifecycle.step(step, case.state)
    assert action is not None
    return Draft(
        kind=Kind.STEP, what=step, on=world.today, rules=world.rules.hash, assignment=case.key, source=case.state,
        target=action.target, actor=who, typed_by=who,
    )  # fmt: skip
