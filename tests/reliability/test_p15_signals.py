"""P15: Ctrl-C and SIGTERM at any moment of a command end in 130 and one line, with nothing half written."""

import random
import re
import shutil
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.command import vs
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.signals import INTERRUPTED, Ended, interruptions
from vs_workflow.reasons import StoreTrouble

SIGNALS = (signal.SIGINT, signal.SIGTERM)
MOMENT = {"VS_NOW": "2015-04-20T10:00+02:00", "PYTHONPATH": str(acts.WORKFLOWS.parent)}
# A frame of a traceback in our own code. Of cli.py only what runs in `main`: what stands above it is Python still
# looking for its own modules, and Python's own start has a `main` too, in `<frozen site>`.
HERE = re.escape(str(acts.WORKFLOWS.parent))
OUR_FRAME = re.compile(rf'File "{HERE}/(?:(?:vs_workflow|store)/|cli\.py", line \d+, in main\b)')


def is_well_ended(ended: Ended) -> bool:
    """With 130 and one line (after the one that says a database was made), or by itself.

    Before our first line runs, the end is Python's own.
    """
    if ended.exit in (0, 3):
        return True
    if ended.exit == INTERRUPTED:
        lines = ended.stderr.splitlines()
        return len(lines) == 1 or (len(lines) == 2 and lines[0].startswith("New database: "))
    return not ended.stdout and not OUR_FRAME.search(ended.stderr)


@pytest.mark.parametrize(
    ("frame", "well"),
    [
        ('File "<frozen site>", line 609, in main', True),
        (f'File "{acts.WORKFLOWS.parent}/.venv/lib/python3/site-packages/sitecustomize.py", line 1, in <module>', True),
        (f'File "{acts.WORKFLOWS.parent}/cli.py", line 8, in <module>', True),
        (f'File "{acts.WORKFLOWS.parent}/cli.py", line 24, in main', False),
        (f'File "{acts.WORKFLOWS.parent}/vs_workflow/commands/door.py", line 1, in <module>', False),
        (f'File "{acts.WORKFLOWS.parent}/store/memory.py", line 1, in <module>', False),
    ],
)
def test_a_traceback_is_ours_where_our_code_ran(frame: str, well: bool) -> None:
    stderr = f"Traceback (most recent call last):\n  {frame}\nKeyboardInterrupt\n"
    ended = Ended(signal.SIGINT, after=0.0, sent=True, exit=1, stdout="", stderr=stderr)
    assert is_well_ended(ended) is well


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_a_step_that_is_interrupted_is_taken_or_not(
    new_file: Callable[[], Path], rng: random.Random, counts: Counts
) -> None:
    """The same call again, with its key, ends with the one step that was asked for."""
    path = new_file()
    after, ends, badly, twice = Aftermath(), Counter[int](), [], 0
    words = ["advance", acts.CASE, "withdraw", "--as", "knaap", "--reason", "klaar", "--key", "k", "--yes"]

    def prepare() -> list[str]:
        nonlocal path
        path.unlink(missing_ok=True)
        path = new_file()
        return vs(path, *words)

    for ended in interruptions(prepare, times=scaled(12, 300), rng=rng, signals=SIGNALS, env=MOMENT):
        ends[ended.exit] += 1
        badly += [] if is_well_ended(ended) else [f"{ended}: {ended.stderr[-500:]}"]
        before = after.look(path, about=ended)
        with acts.opened(path) as programme:
            again = programme.advance(acts.CASE, "withdraw", by="knaap", reason="klaar", key="k")
        twice += not again.accepted or again.seq != 35 or len(before) not in (34, 35)

    assert badly == []
    assert ends[INTERRUPTED]
    counts("P15", "steps interrupted", ends.total(), twice=twice, note=f"exits {dict(ends)}", **after.defects)


@pytest.mark.torture
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("words", [["init", "--rehearsal"], ["rebuild"]], ids=lambda words: words[0])
def test_a_database_that_was_interrupted_while_it_was_made_is_made_by_the_same_call(
    adopted_file: Path, tmp_path: Path, words: list[str], rng: random.Random, counts: Counts
) -> None:
    after, ends, badly = Aftermath(), Counter[int](), []
    path = tmp_path / "vs.db"

    def prepare() -> list[str]:
        Path(f"{path}-journal").unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        if words != ["init", "--rehearsal"]:
            shutil.copy(adopted_file, path)
        return vs(path, *words)

    for ended in interruptions(prepare, times=scaled(5, 100), rng=rng, signals=SIGNALS, env=MOMENT):
        ends[ended.exit] += 1
        badly += [] if is_well_ended(ended) else [f"{ended}: {ended.stderr[-500:]}"]
        try:
            acts.adopted(path)
        except StoreTrouble as error:
            badly.append(f"{ended}: {error!r}")
        after.look(path, about=ended)
        after.go_on(path, about=ended)

    assert badly == []
    counts("P15", f"{words[0]} interrupted", ends.total(), note=f"exits {dict(ends)}", **after.defects)
