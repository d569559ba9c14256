"""What the fork server's children do: they acknowledge the receipt of each call that came back.

Importing this takes every act once on a database that is thrown away, so that what the product loads late is
loaded before the fork and not in each of thousands of children. Another process makes that database: what only
making needs would make each fork dearer.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

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


def _warm() -> None:
    make = "import sys; from tests.reliability import acts; acts.adopted(sys.argv[1])"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warm.db"
        subprocess.run([sys.executable, "-c", make, path], check=True, capture_output=True)
        for _ in range(3):
            some_acts(str(path), lambda _: None)


_warm()
