"""Sending: tried again at growing intervals, given up in the end, never twice, and never what is past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import store
from store.deliveries import KeptDeliveries
from tests.desk.world import World, begun
from vs_workflow.desk import watch
from vs_workflow.desk.outbox import MINUTES, MOST_ATTEMPTS, Lot, Outbox, OutboxView, Told, Undelivered
from vs_workflow.timeline.notice import Notice, NoticeKind


@dataclass
class Slot:
    """A post that fails as often as it is told to, and remembers what it took."""

    at_once: int = 1
    fails: int = 0
    for_good: bool = False
    for_all: bool = False
    only: str = ""
    taken: list[Notice] = field(default_factory=list)
    asked: int = 0

    def reaches(self, person: str) -> bool:
        return self.only in ("", person)

    def send(self, told: Told) -> None:
        self.asked += 1
        if self.fails:
            self.fails -= 1
            raise Undelivered("de bus is vol", for_good=self.for_good, for_all=self.for_all)
        self.taken += [notice for notice, _ in told]


@dataclass
class Sender:
    """One programme and its outbox, with a clock that the test sets."""

    world: World
    deliveries: KeptDeliveries
    post: Slot
    box: Outbox = field(default_factory=lambda: Outbox(("email",)))

    def send(self, *, dead: bool = False, box: Outbox | None = None) -> OutboxView:
        return (box or self.box).send_due(self.world.office, self.deliveries, self.posts, dead=dead)

    def lots(self, *kinds: NoticeKind) -> list[Lot]:
        view = self.box.view(self.world.office, self.deliveries, self.posts)
        return [line.lot for line in view.lines if not kinds or line.notice.kind in kinds]

    @property
    def posts(self) -> Mapping[str, Slot]:
        return {"email": self.post}

    def later(self, minutes: int) -> None:
        self.world.stamps.moment += timedelta(minutes=minutes)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(request.getfixturevalue("postgres_url") if request.param == "postgres" else tmp_path / "vs.db")


@pytest.fixture
def sender(where: str) -> Iterator[Sender]:
    """On 3 April, after two checks of a spring in which nobody did anything yet."""
    with store.open(where, create=True) as database:
        room = database.begin("veiligheidsstrategie-oost-nederland")
        world = begun(room, "2015-04-01")
        for day in (2, 3):
            watch.check(world.at(f"2015-04-0{day}").office)
        world.stamps.moment = datetime(2015, 4, 3, 10, tzinfo=UTC)
        yield Sender(world, KeptDeliveries(room), Slot())


def test_everything_due_goes_once(sender: Sender) -> None:
    first = sender.send()
    again, other = sender.send(), sender.send(box=Outbox(("email",)))

    assert len(first.lines) == len(sender.post.taken) == len({one.id for one in sender.post.taken}) > 20
    assert {line.lot for line in first.lines} == {Lot.SENT}
    assert (again.lines, other.lines) == ((), ())


def told_together(view: OutboxView) -> dict[tuple[str, str], int]:
    """How many of the notices that were tried just now went to whom, by the moment at which they may be tried again."""
    return Counter((line.notice.person, line.tried.next_at) for line in view.lines if line.tried is not None)


def test_what_is_new_for_one_person_goes_in_one_message(sender: Sender) -> None:
    sender.post = Slot(at_once=100)

    sent = sender.send()

    assert len(sent.lines) == len(sender.post.taken) > 20
    assert sender.post.asked == len({one.person for one in sender.post.taken}) == len(told_together(sent))
    assert sender.send().lines == ()


def test_a_message_tells_no_more_than_its_way_can_take(sender: Sender) -> None:
    sender.post = Slot(at_once=4)

    sent = sender.send()

    of_each = Counter(line.notice.person for line in sent.lines).values()
    assert sender.post.asked == sum(-(-number // 4) for number in of_each)
    assert max(of_each) > 4


def test_what_was_tried_together_is_tried_again_together_and_what_is_new_apart(sender: Sender) -> None:
    sender.post = Slot(at_once=100, fails=10**6)
    first = sender.send()
    sender.world.stamps.moment += timedelta(days=1)
    watch.check(sender.world.office)
    sender.world.present("1", "keken", on="2015-04-02")
    sender.post = again = Messages()

    sender.send()

    before = {frozenset(x.notice.id for x in first.lines if x.notice.person == who) for who, _ in told_together(first)}
    passed = {one.id for one in again.passed(sender)}
    assert {one - passed for one in before} <= set(again.messages)
    assert ("beenakker", NoticeKind.YOUR_TURN) in {(one.person, one.kind) for one in again.taken}


@dataclass
class Messages(Slot):
    """A post that remembers what it took in one message."""

    at_once: int = 100
    messages: list[frozenset[str]] = field(default_factory=list)

    def send(self, told: Told) -> None:
        super().send(told)
        self.messages.append(frozenset(notice.id for notice, _ in told))

    def passed(self, sender: Sender) -> list[Notice]:
        lines = sender.box.view(sender.world.office, sender.deliveries, sender.posts).lines
        return [line.notice for line in lines if line.lot is Lot.PASSED]


def test_what_nobody_foresaw_in_one_notice_keeps_none_of_the_same_message_back(sender: Sender) -> None:
    class Broken(Slot):
        def send(self, told: Told) -> None:
            if any(notice.kind is NoticeKind.MISSED and notice.assignment == "hennep" for notice, _ in told):
                raise RuntimeError("geheim")
            super().send(told)

    sender.post = Broken(at_once=100)

    sent = sender.send()

    waiting = [line.notice for line in sent.lines if line.lot is Lot.WAITING]
    assert {one.assignment for one in waiting} == {"hennep"}
    assert {line.notice.person for line in sent.lines if line.lot is Lot.SENT} >= {one.person for one in waiting}


def test_what_fails_is_tried_again_at_growing_intervals_and_given_up(sender: Sender) -> None:
    sender.post = Slot(fails=10**6)
    total = len(sender.send().lines)
    for minutes in MINUTES[: MOST_ATTEMPTS - 1]:
        sender.later(minutes - 1)
        assert sender.send().lines == ()
        sender.later(1)
        assert len(sender.send().lines) == total

    assert sender.post.asked == total * MOST_ATTEMPTS
    assert sender.lots().count(Lot.DEAD) == total
    assert sender.box.view(sender.world.office, sender.deliveries, sender.posts, dead=True).lines[0].tried is not None


def test_what_nobody_foresaw_stops_no_other_message_and_is_given_up_too(sender: Sender) -> None:
    class Broken(Slot):
        def send(self, told: Told) -> None:
            if told[0][0].person == "meuleman":
                raise RuntimeError("geheim")
            super().send(told)

    sender.post = Broken()
    first = sender.send()
    assert {line.lot for line in first.lines} == {Lot.SENT, Lot.WAITING}
    for minutes in MINUTES:
        sender.later(minutes)
        sender.send()

    dead = sender.box.view(sender.world.office, sender.deliveries, sender.posts, dead=True).lines
    assert {(line.notice.person, line.tried and line.tried.error) for line in dead} == {("meuleman", "RuntimeError")}
    assert Lot.WAITING not in sender.lots()


def test_what_ends_its_process_every_time_is_given_up(sender: Sender) -> None:
    class Cut(Slot):
        def send(self, told: Told) -> None:
            self.taken += [notice for notice, _ in told]
            raise KeyboardInterrupt

    cut = Cut(only="meuleman")
    for minutes in (0, *MINUTES):
        sender.later(minutes)
        for _ in range(len(sender.lots())):
            try:
                sender.box.send_due(sender.world.office, sender.deliveries, {"email": cut})
            except KeyboardInterrupt:
                continue
            break

    assert {len([one for one in cut.taken if one.id == known]) for known in {one.id for one in cut.taken}} == {
        MOST_ATTEMPTS
    }
    assert Lot.WAITING not in [
        line.lot for line in sender.box.view(sender.world.office, sender.deliveries, {"email": cut}).lines
    ]


def test_what_was_given_up_can_be_sent_again(sender: Sender) -> None:
    sender.post = Slot(fails=2, for_good=True)
    first = sender.send()
    assert [line.lot for line in first.lines][:3] == [Lot.DEAD, Lot.DEAD, Lot.SENT]
    assert first.failed

    again = sender.send(dead=True)

    assert [line.lot for line in again.lines] == [Lot.SENT, Lot.SENT]
    assert sender.send(dead=True).lines == ()


def test_where_the_whole_way_is_closed_the_rest_waits_untried(sender: Sender) -> None:
    sender.post = Slot(fails=1, for_all=True)

    closed = sender.send()
    assert (len(closed.lines), sender.post.asked) == (1, 1)

    sender.later(1)
    assert len({one.id for one in sender.post.taken}) == 0
    assert {line.lot for line in sender.send().lines} == {Lot.SENT}


def test_it_stops_between_two_messages(sender: Sender) -> None:
    said = iter([False, False, True])

    view = sender.box.send_due(sender.world.office, sender.deliveries, sender.posts, stopping=lambda: next(said))

    assert len(view.lines) == len(sender.post.taken) == 2


def test_whoever_has_no_address_is_named_and_stops_nobody(sender: Sender) -> None:
    sender.post = Slot(only="meuleman")

    sender.send()

    assert {one.person for one in sender.post.taken} == {"meuleman"}
    assert Lot.NO_ADDRESS in sender.lots()


def test_what_was_cut_off_after_its_claim_is_made_again_under_the_same_id(sender: Sender) -> None:
    class Cut(Slot):
        def send(self, told: Told) -> None:
            super().send(told)
            raise KeyboardInterrupt

    cut = Cut()
    with pytest.raises(KeyboardInterrupt):
        sender.box.send_due(sender.world.office, sender.deliveries, {"email": cut})
    sender.send()
    assert cut.taken[0].id not in {one.id for one in sender.post.taken}

    sender.later(1)
    sender.send()

    assert [one.id for one in sender.post.taken].count(cut.taken[0].id) == 1


def test_what_is_old_when_first_seen_is_not_sent(sender: Sender) -> None:
    sender.world.at("2015-05-20")
    watch.check(sender.world.office)

    sender.send()

    assert {one.at[:10] for one in sender.post.taken} == {"2015-05-20"}
    assert Lot.TOO_OLD in sender.lots()


def test_what_was_tried_once_does_not_become_too_old(sender: Sender) -> None:
    sender.post = Slot(fails=10**6)
    sender.send()
    sender.world.at("2015-05-20")
    sender.post = Slot()

    sender.send()

    assert "2015-04-03" in {one.at[:10] for one in sender.post.taken}


def test_a_turn_that_passed_and_a_reminder_of_what_is_done_are_dropped(sender: Sender) -> None:
    sender.post = Slot(fails=10**6, for_all=True)
    sender.send()
    sender.world.stamps.moment += timedelta(days=1)
    sender.world.present("1", "keken", on="2015-04-02")
    sender.post = Slot()

    sender.send()

    turns = [(one.assignment, one.person) for one in sender.post.taken if one.kind is NoticeKind.YOUR_TURN]
    assert ("woninginbraken", "beenakker") in turns
    assert ("woninginbraken", "keken") not in turns


def test_nobody_is_told_that_a_miss_is_taken_back_who_was_not_told_of_it(sender: Sender) -> None:
    box = Outbox(("email",))
    sender.world.stamps.moment += timedelta(days=1)
    sender.world.present("1", "keken", on="2015-04-02")
    sender.world.stamps.moment += timedelta(days=1)
    watch.check(sender.world.office)

    sender.send(box=box)

    assert [one for one in sender.post.taken if one.kind is NoticeKind.RETRACTED] == []


def test_a_journal_that_came_in_the_place_of_another_is_read_from_its_beginning(sender: Sender) -> None:
    sender.lots()
    other = begun(None, "2015-04-01")
    other.at("2015-04-02").present("1", "keken")
    for day in (2, 3):
        watch.check(other.at(f"2015-04-0{day}").office)

    after, anew = (box.view(other.office, sender.deliveries, sender.posts) for box in (sender.box, Outbox(("email",))))

    assert other.head() > sender.world.head()
    assert [line.notice for line in after.lines] == [line.notice for line in anew.lines]


def test_without_a_channel_all_is_quiet_and_nothing_is_written(sender: Sender) -> None:
    sender.box = Outbox()

    assert sender.send().lines == ()
    assert set(sender.lots()) == {Lot.QUIET, Lot.PASSED}
    assert sender.deliveries.tried() == {}


def test_rebuilding_leaves_what_was_tried_alone_and_verifying_does_not_read_it(sender: Sender, where: str) -> None:
    sender.send()
    before = sender.deliveries.tried()
    with store.open(where) as database:
        database.rebuild("veiligheidsstrategie-oost-nederland")
        findings = list(database.findings("veiligheidsstrategie-oost-nederland"))

    assert sender.deliveries.tried() == before
    assert findings == []


def test_it_reads_on_from_where_it_was_and_anew_in_another_journal(sender: Sender) -> None:
    sender.send()
    sender.world.stamps.moment += timedelta(days=1)
    sender.world.present("1", "keken", on="2015-04-02")
    watch.check(sender.world.office)

    on = sender.box.view(sender.world.office, sender.deliveries, sender.posts)
    anew = Outbox(("email",)).view(sender.world.office, sender.deliveries, sender.posts)
    elsewhere = sender.box.view(begun(None, "2015-04-06").office, sender.deliveries, sender.posts)

    assert on.lines == anew.lines
    assert len(elsewhere.lines) == 6
