"""What the fork server's children do: they acknowledge the receipt of each call that came back.

Importing this takes every act once on a database that is thrown away, so that what the product loads late is
loaded before the fork and not in each of thousands of children.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.reliability import acts

Ack = Callable[[object], None]


def some_acts(path: str, ack: Ack) -> None:
    """A step, a refusal and a person."""
    with acts.opened(path) as programme:
        for act in (acts.step, acts.overstep, acts.enrol):
            ack(acts.receipt(act(programme)))


def _warm() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm.db"
        acts.adopted(path)
        for _ in range(2):
            some_acts(str(path), lambda _: None)
        with acts.opened(path) as programme:
            assert programme.verify().whole


_warm()
