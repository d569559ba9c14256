"""How far a long reading is: a bar on stderr, where somebody is looking and there is something to wait for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vs_workflow.commands.settings import Settings

FEWEST = 2000


@contextmanager
def counting(settings: Settings, entries: int) -> Iterator[Callable[[int], None] | None]:
    """What to tell the number that was reached; None where nobody looks, or it is done before anybody would."""
    if sys.stderr is None or not sys.stderr.isatty() or entries < FEWEST:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from vs_workflow.commands.printing import console

    columns = (TextColumn("vs verify"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(settings, to=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=2 * entries)
        reached = [0, 0]

        def told(seq: int) -> None:
            # The entries are gone through twice; a number that falls back begins the second time.
            again, last = reached
            again += entries if seq < last else 0
            reached[:] = again, seq
            bar.update(task, completed=again + seq)

        yield told
