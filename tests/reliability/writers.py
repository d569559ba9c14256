"""What writers do that start at the same moment, on either database; targets of the fork server."""

from collections.abc import Callable

import psycopg  # noqa: F401  loaded here, so that no child has to
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

from tests.reliability import acts, targets  # noqa: F401
from vs_workflow.reasons import StoreTrouble

Ack = Callable[[object], None]


def many_acts(url: str, times: int, ack: Ack) -> None:
    """So many acts beside each other, each with a key of its own; a lock that took too long is waited for again."""
    with acts.opened(url) as programme:
        for number in range(times):
            act, key = (acts.note, acts.overstep)[number % 2], acts.fresh_key()
            while True:
                try:
                    ack(acts.receipt(act(programme, key)))
                    break
                except StoreTrouble as error:
                    assert error.rule == "store.locked", error


def one_step(url: str, step: str, ack: Ack) -> None:
    """The same step that the others take at this moment: says whether it was accepted, and else why not."""
    with acts.opened(url) as programme:
        outcome = (acts.present if step == "present" else acts.send_back)(programme, acts.fresh_key())
        ack([acts.receipt(outcome), outcome.accepted, [reason.code.value for reason in outcome.reasons]])


def acts_until_it_is_gone(url: str, ack: Ack) -> None:
    """Acts, one after the other, until the server does not answer any more."""
    try:
        with acts.opened(url) as programme:
            while True:
                ack(acts.receipt(acts.note(programme, acts.fresh_key())))
    except StoreTrouble as error:
        assert error.rule in ("store.unreachable", "store.unknown"), error
