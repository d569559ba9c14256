"""What the fork server's children do: they acknowledge the receipt of each call that came back.

Importing this takes every act once on a database that is thrown away, so that what the product loads late is
loaded before the fork and not in each of thousands of children.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg  # noqa: F401  so that no child has to
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

from tests.reliability import acts
from vs_workflow.reasons import StoreTrouble

Ack = Callable[[object], None]


def some_acts(path: str, ack: Ack) -> None:
    """A step, and then by turns a refusal, a person or an event."""
    with acts.opened(path) as programme:
        taken, _ = acts.receipt(first := acts.step(programme))
        ack(acts.receipt(first))
        ack(acts.receipt((acts.overstep, acts.enrol, acts.note)[taken % 3](programme)))


def one_act(path: str, key: str, ack: Ack) -> None:
    """A step with a key: the receipt of it, or the trouble and what it says became of the step."""
    try:
        with acts.opened(path) as programme:
            ack(["done", *acts.receipt(acts.step(programme, key))])
    except StoreTrouble as error:
        ack(["trouble", error.rule, error.recorded])


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


def _warm() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm.db"
        acts.adopted(path)
        for _ in range(3):
            some_acts(str(path), lambda _: None)
        with acts.opened(path) as programme:
            assert programme.verify().whole


_warm()
