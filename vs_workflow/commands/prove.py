"""Prove: what was recorded, how it stood as known then, and whether all of it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vs_workflow.commands import offers
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import database, day, office, office_of
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes_from


@command("history")
@argument(
    "assignment",
    metavar="[A]",
    required=False,
    nl="van welke opdracht; anders alles",
    en="of which assignment; else all",
    offer=offers.assignments,
)
@option("--refused", is_flag=True, nl="alleen wat is geweigerd", en="only what was refused")
def history(settings: Settings, assignment: str | None, refused: bool) -> None:
    """What was recorded."""
    from vs_workflow.desk import prove
    from vs_workflow.pages import prove as page

    with office(settings) as here:
        found = prove.history(here, assignment, refused=refused)
    put_page(settings, page.as_text, page.as_data, found)


@command("replay")
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
@option("--on", metavar="DATE", nl="de stand op die dag (vandaag)", en="the state on that day (today)")
@option("--known-at", metavar="MOMENT", nl="met wat toen was vastgelegd", en="with what was recorded by then")
def replay(settings: Settings, assignment: str, on: str | None, known_at: str | None) -> int:
    """Derive a state again."""
    from vs_workflow.desk import prove
    from vs_workflow.pages import prove as page
    from vs_workflow.words.dates import read_instant

    moment = None if known_at is None else read_instant(known_at)
    with office(settings) as here:
        found = prove.replay_case(here, assignment, on=day(here, on), known_at=moment)
    put_page(settings, page.as_text, page.as_data, found)
    return 0


@command("verify")
def verify(settings: Settings) -> int:
    """Recompute everything."""
    from vs_workflow.desk import prove
    from vs_workflow.pages import prove as page

    with database(settings) as store:
        room = store.room()
        with _counting(settings, store.programmes()[room.programme]) as progress:
            found = prove.verify(
                office_of(settings, room),
                kept=lambda: store.findings(room.programme),
                facts=store.facts(),
                progress=progress,
            )
    put_page(settings, page.as_text, page.as_data, found)
    return 0 if found.whole else 1


@command("rebuild")
@writes_from
def rebuild(settings: Settings, writing: Writing) -> None:
    """Make the derived tables again."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer

    with database(settings) as store:
        programme = store.room().programme
        if not writing.dry_run:
            store.rebuild(programme)
        entries = store.programmes()[programme]
    data = {"schema": "vs.rebuild/1", "programme": programme, "entries": entries, "dry_run": writing.dry_run}
    name = "rebuild.would" if writing.dry_run else "rebuild.done"
    said = phrase(name, settings.lang, programme=programme, entries=entries)
    answer(settings, text=lambda: said, data=lambda: data, recorded=not writing.dry_run)


@contextmanager
def _counting(settings: Settings, entries: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on stderr, where somebody is looking and there is something to wait for."""
    import sys

    if sys.stderr is None or not sys.stderr.isatty() or entries < 2000:
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
