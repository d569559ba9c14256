"""Deliveries tried: operational, neither derived nor evidence. A try is claimed and committed before it is made.

Claims of one programme are made one at a time, behind the lock of its writers, so that two
processes never make the same try; one that dies in between leaves it to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from store.connection import Connection, Row
from store.room import SqlRoom
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import Delivery, DeliveryKey, DeliveryState

_ALL = (
    "SELECT notice, channel, person, state, attempts, next_at, first_at, sent_at, error FROM deliveries"
    " WHERE programme = ?"
)
_ONE = f"{_ALL} AND notice = ? AND channel = ? AND person = ?"
_FIRST = (
    "INSERT INTO deliveries (programme, notice, channel, person, state, attempts, next_at, first_at, error)"
    " VALUES (?, ?, ?, ?, 'waiting', 1, ?, ?, '')"
)
_AGAIN = (
    "UPDATE deliveries SET state = 'waiting', attempts = ?, next_at = ?"
    " WHERE programme = ? AND notice = ? AND channel = ? AND person = ?"
)
_SETTLE = (
    "UPDATE deliveries SET state = ?, sent_at = ?, error = ?"
    " WHERE programme = ? AND notice = ? AND channel = ? AND person = ? AND attempts = ? AND state = 'waiting'"
)


class KeptDeliveries:
    """The deliveries of the programme of this room."""

    def __init__(self, room: SqlRoom) -> None:
        self._room = room

    def tried(self) -> Mapping[DeliveryKey, Delivery]:
        with self._room.reading() as work:
            rows = work.connection.rows(_spelled(_ALL, work.connection), (self._room.programme,))
        return dict(_read(row) for row in rows)

    def claim(self, key: DeliveryKey, *, now: Instant, again_at: Sequence[Instant], revive: bool = False) -> int:
        place = (self._room.programme, *key)
        with self._room.writing() as work:
            connection = work.connection
            row = connection.row(_spelled(_ONE, connection), place)
            if row is None:
                connection.run(_spelled(_FIRST, connection), (*place, again_at[0], now))
                return 1
            attempt = attempt_after(_read(row)[1], now, revive)
            if attempt:
                next_at = again_at[min(attempt, len(again_at)) - 1]
                connection.run(_spelled(_AGAIN, connection), (attempt, next_at, *place))
            return attempt

    def settle(self, key: DeliveryKey, attempt: int, state: DeliveryState, *, at: Instant, error: str = "") -> None:
        sent_at = at if state is DeliveryState.SENT else None
        with self._room.writing() as work:
            values = (state.value, sent_at, error, self._room.programme, *key, attempt)
            work.connection.run(_spelled(_SETTLE, work.connection), values)


def attempt_after(known: Delivery, now: Instant, revive: bool) -> int:
    """The number of the try that may be made now; 0 for none."""
    if known.state is DeliveryState.DEAD:
        return known.attempts + 1 if revive else 0
    if known.state is DeliveryState.SENT or known.next_at > now:
        return 0
    return known.attempts + 1


def _read(row: Row) -> tuple[DeliveryKey, Delivery]:
    notice, channel, person, state, attempts, next_at, first_at, sent_at, error = row
    tried = Delivery(
        DeliveryState(state), attempts, Instant(next_at), Instant(first_at), sent_at and Instant(sent_at), error
    )
    return DeliveryKey(notice, channel, person), tried


def _spelled(statement: str, connection: Connection) -> str:
    return statement.replace("?", connection.sql.mark)
