"""The outbox: what follows from the entries, what became of each try to tell it, and the sending.

`Outbox(channels, …).send_due(office, deliveries, posts)` is what the service calls every
minute and `vs outbox send` calls by hand. A try is claimed before it is made, so that two
processes do not both make it; whoever dies in between has it made again, under the same id.
What is new for one person goes in one message, and what was tried together is tried again
together, so that it is the same message again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.told import take_each, told
from vs_workflow.desk.views import Setting
from vs_workflow.journal.chain import EMPTY, Head, instant, moment
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import Deliveries, Delivery, DeliveryKey, DeliveryState, Work
from vs_workflow.rules.rulebook import fetch
from vs_workflow.rules.zone import local_day
from vs_workflow.timeline.notice import Notice, NoticeKind
from vs_workflow.timeline.notices import NoticeBook

MINUTES = (1, 5, 30, 120, 360, 360, 360, 360)
"""How long after each try the next may be made; after the last it is given up."""
MOST_ATTEMPTS = len(MINUTES)
TERMINAL = "terminal"
_LONGEST_ERROR = 200


class Undelivered(Exception):
    """A message that did not get away. `for_good`: trying again is no use; `for_all`: the whole way is closed now."""

    def __init__(self, why: str, *, for_good: bool = False, for_all: bool = False) -> None:
        super().__init__(why)
        self.why = " ".join(why.split())[:_LONGEST_ERROR]
        self.for_good = for_good
        self.for_all = for_all


Told = Sequence[tuple[Notice, Setting]]
"""What one message tells: notices to one person, each with the setting that names what it speaks of."""


class Post(Protocol):
    """A way by which messages go. `at_once` is how many notices it can tell one person in one message."""

    @property
    def at_once(self) -> int: ...

    def reaches(self, person: str) -> bool:
        """Whether it knows where to find this person."""
        ...

    def send(self, told: Told) -> None:
        """Send one message, under an id that these notices always give, or raise Undelivered."""
        ...


def leaving(channels: tuple[str, ...], *, rehearsal: bool) -> tuple[str, ...]:
    """The channels that may be used: what is rehearsed is told on the terminal and nowhere else."""
    return tuple(one for one in channels if one == TERMINAL or not rehearsal)


class Lot(StrEnum):
    """What became of a notice on a channel, or why nothing will."""

    QUIET = "quiet"
    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"
    TOO_OLD = "too-old"
    PASSED = "passed"
    NO_ADDRESS = "no-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLine:
    """A notice and its lot on one channel; `channel` is "" where none is configured. `failed` is of this very call."""

    notice: Notice
    channel: str
    lot: Lot
    tried: Delivery | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxView:
    """The outbox, or (`sending`) what was tried just now; `settings` names by rules' hash what notices speak of.

    `unreached` are the people to whom there is something to tell, and no way knows where.
    """

    setting: Setting
    channels: tuple[str, ...]
    lines: tuple[OutboxLine, ...]
    settings: Mapping[str, Setting]
    unreached: tuple[str, ...] = ()
    dead_only: bool = False
    sending: bool = False

    @property
    def failed(self) -> bool:
        return any(line.failed for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the journal says up to its head, and the day on which that is looked at."""

    setting: Setting
    settings: Mapping[str, Setting]
    book: NoticeBook
    now: Instant


class Outbox:
    """Reads the journal on from where it was, so that asking every minute costs little."""

    def __init__(self, channels: tuple[str, ...] = (), *, max_age_days: int = 14) -> None:
        self.channels = channels
        self._max_age = timedelta(days=max_age_days)
        self._book: NoticeBook | None = None
        self._head: Head = EMPTY

    def view(
        self, office: Office, deliveries: Deliveries, posts: Mapping[str, Post], *, dead: bool = False
    ) -> OutboxView:
        """Every notice with its lot on every channel; with `dead` only those that were given up."""
        read = self._read(office)
        lines = tuple(self._lines(read, deliveries.tried(), posts))
        view = OutboxView(
            setting=read.setting, channels=self.channels, lines=lines, settings=read.settings,
            unreached=_unreached(lines), dead_only=dead,
        )  # fmt: skip
        return replace(view, lines=tuple(line for line in lines if line.lot is Lot.DEAD)) if dead else view

    def send_due(
        self,
        office: Office,
        deliveries: Deliveries,
        posts: Mapping[str, Post],
        *,
        dead: bool = False,
        stopping: Callable[[], bool] = lambda: False,
    ) -> OutboxView:
        """Try everything that is due, or (`dead`) what was given up; what was tried, with its new lot.

        Where a whole way is closed the rest waits for it without being tried. `stopping` is
        asked before each message.
        """
        read = self._read(office)
        told: list[OutboxLine] = []
        closed: set[str] = set()
        wanted = Lot.DEAD if dead else Lot.WAITING
        lines = tuple(self._lines(read, deliveries.tried(), posts))
        due = [
            line
            for line in lines
            if line.lot is wanted
            and line.channel in posts
            and (line.tried is None or dead or line.tried.next_at <= read.now)
        ]
        for message in _messages(due, posts):
            channel = message[0].channel
            if channel in closed:
                continue
            if stopping():
                break
            told += self._try(message, office, deliveries, posts[channel], read, closed, dead)
        return OutboxView(
            setting=read.setting, channels=self.channels, lines=tuple(told), settings=read.settings,
            unreached=_unreached(lines), sending=True,
        )  # fmt: skip

    def _try(
        self, message: Sequence[OutboxLine], office: Office, deliveries: Deliveries, post: Post, read: _Read,
        closed: set[str], revive: bool,
    ) -> list[OutboxLine]:  # fmt: skip
        now = office.stamps.now()
        again_at = tuple(instant(moment(now) + timedelta(minutes=minutes)) for minutes in MINUTES)
        claims = [(one, deliveries.claim(_key(one), now=now, again_at=again_at, revive=revive)) for one in message]
        # Beyond the last try stands only what ended its process each time, before it could be told.
        met = _sent(post, [one for one, attempt in claims if attempt and (revive or attempt <= MOST_ATTEMPTS)], read)
        settled: list[OutboxLine] = []
        for line, attempt in claims:
            if not attempt:
                continue
            undelivered = met.get(line.notice.id)
            if attempt > MOST_ATTEMPTS and not revive:
                undelivered = Undelivered(line.tried.error if line.tried is not None else "", for_good=True)
            state, error = DeliveryState.SENT, ""
            if undelivered is not None:
                given_up = undelivered.for_good or revive or attempt >= MOST_ATTEMPTS
                state, error = (DeliveryState.DEAD if given_up else DeliveryState.WAITING), undelivered.why
                if undelivered.for_all:
                    closed.add(line.channel)
            at = office.stamps.now()
            deliveries.settle(_key(line), attempt, state, at=at, error=error)
            first = line.tried.first_at if line.tried is not None else now
            sent_at = at if state is DeliveryState.SENT else None
            tried = Delivery(state, attempt, again_at[min(attempt, MOST_ATTEMPTS) - 1], first, sent_at, error)
            settled.append(replace(line, lot=Lot(state.value), tried=tried, failed=state is not DeliveryState.SENT))
        return settled

    def _read(self, office: Office) -> _Read:
        with office.room.reading() as work:
            reading = open_reading(office, work, on=None, assignments=())
            book = self._caught_up(work)
            rules = {address: fetch(address, work.shelf.get) for address in {notice.rules for notice in book.made}}
        settings = {address: replace(reading.setting, rules=known) for address, known in rules.items()}
        return _Read(reading.setting, settings, book, office.stamps.now())

    def _caught_up(self, work: Work) -> NoticeBook:
        """The notices up to the head, from where the last reading ended if that is still part of this journal."""
        book = self._book
        known = next(iter(work.journal.lines(since=self._head.seq)), None) if book is not None else None
        if book is None or known is None or (known.seq, known.leaf) != (self._head.seq, self._head.leaf):
            book = NoticeBook(lambda address: fetch(address, work.shelf.get))
        book.rules_of = lambda address: fetch(address, work.shelf.get)
        # Where it fails half-way, the next reading begins anew.
        self._book = None
        take_each(told(work, since=book.head + 1), book.take)
        book.close()
        self._book, self._head = book, work.journal.head()
        return book

    def _lines(
        self, read: _Read, tried: Mapping[DeliveryKey, Delivery], posts: Mapping[str, Post]
    ) -> Iterator[OutboxLine]:
        sent = {key for key, delivery in tried.items() if delivery.state is DeliveryState.SENT}
        for notice in read.book.made:
            for channel in self.channels or ("",):
                known = tried.get(DeliveryKey(notice.id, channel, notice.person))
                post = posts.get(channel)
                lot = self._lot(notice, channel, known, read, sent, post is None or post.reaches(notice.person))
                yield OutboxLine(notice=notice, channel=channel, lot=lot, tried=known)

    def _lot(
        self, notice: Notice, channel: str, known: Delivery | None, read: _Read, sent: set[DeliveryKey], reached: bool
    ) -> Lot:
        if known is not None and known.state is not DeliveryState.WAITING:
            return Lot(known.state.value)
        today = read.setting.today
        if read.book.is_past(notice, today):
            return Lot.PASSED
        if known is None and self._is_too_old(notice, today, read.setting):
            return Lot.TOO_OLD
        if not channel:
            return Lot.QUIET
        if notice.kind is NoticeKind.RETRACTED and DeliveryKey(notice.takes_back, channel, notice.person) not in sent:
            return Lot.PASSED
        return Lot.WAITING if reached else Lot.NO_ADDRESS

    def _is_too_old(self, notice: Notice, today: date, setting: Setting) -> bool:
        return today - local_day(notice.at, setting.rules) > self._max_age


def _unreached(lines: Sequence[OutboxLine]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.notice.person for line in lines if line.lot is Lot.NO_ADDRESS))


def _key(line: OutboxLine) -> DeliveryKey:
    return DeliveryKey(line.notice.id, line.channel, line.notice.person)


def _messages(lines: Sequence[OutboxLine], posts: Mapping[str, Post]) -> Iterator[Sequence[OutboxLine]]:
    """What goes in one message: to the same person by the same way, all of it new or last tried together."""
    together: dict[tuple[str, str, str], list[OutboxLine]] = {}
    for line in lines:
        last = "" if line.tried is None else line.tried.next_at
        together.setdefault((line.channel, line.notice.person, last), []).append(line)
    for (channel, _, _), alike in together.items():
        most = posts[channel].at_once
        yield from (alike[start : start + most] for start in range(0, len(alike), most))


def _sent(post: Post, lines: Sequence[OutboxLine], read: _Read) -> dict[str, Undelivered]:
    """What kept these from getting away in one message, by id; where nobody foresaw it, each is tried by itself."""
    if not lines:
        return {}
    ids = [line.notice.id for line in lines]
    try:
        post.send([(line.notice, read.settings[line.notice.rules]) for line in lines])
    except Undelivered as undelivered:
        return dict.fromkeys(ids, undelivered)
    except Exception as error:  # noqa: BLE001 - one notice must not stop the others
        if len(lines) > 1:
            return {one: why for line in lines for one, why in _sent(post, [line], read).items()}
        # The words of a stranger's error may hold anything.
        return dict.fromkeys(ids, Undelivered(type(error).__name__))
    return {}
