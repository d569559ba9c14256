"""Notices to send, of one of each kind, from a spring in which much is late."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from tests.builders import begun
from vs_workflow.desk import watch
from vs_workflow.desk.office import Office
from vs_workflow.desk.outbox import Outbox, OutboxView
from vs_workflow.ports import Delivery, DeliveryKey
from vs_workflow.timeline.notice import Notice, NoticeKind


class NothingTried:
    """Deliveries of which none was ever tried, for looking only."""

    def tried(self) -> dict[DeliveryKey, Delivery]:
        return {}

    def claim(self, *given: object, **said: object) -> int:
        raise AssertionError

    def settle(self, *given: object, **said: object) -> None:
        raise AssertionError


def spring() -> Office:
    """The programme of 2015 on 30 June, checked every day; assignment 1 is on its way, 4A was recorded late."""
    year = begun("2015-03-20")
    day = date(2015, 3, 21)
    while day <= date(2015, 6, 30):
        year.at(day.isoformat())
        if day == date(2015, 4, 8):
            year.present("4A", "hofman", on="2015-04-02")
            year.present("1", "keken")
        watch.check(year.office)
        day += timedelta(days=1)
    return year.office


@cache
def outbox() -> OutboxView:
    return Outbox().view(spring(), NothingTried(), {})


def notice(kind: NoticeKind = NoticeKind.MISSED) -> Notice:
    """The last notice of that kind."""
    return [line.notice for line in outbox().lines if line.notice.kind is kind][-1]
