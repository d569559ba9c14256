"""The daily check, with its sweep and flags in the journal, against the bare UPDATE of an index and an ORM's loop.

Every round is the next morning, and a transaction of its own that is on the disk in the end.
What it costs must grow with what is newly due, and not with the number of assignments.
"""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from tests.bench import timelines
from tests.bench.measure import Claim, Judged, Result
from tests.bench.peers import OrmTimeline
from tests.bench.programme import KEY
from tests.bench.sqlite_files import connect, settings
from tests.bench.timelines import Plan
from tests.tools.links import check_links
from vs_workflow.desk import watch
from vs_workflow.face.programme import office_of
from vs_workflow.journal.chain import instant
from vs_workflow.ports import Room, Work

AIM = 3.0
STEADY = 50
FLAG = "UPDATE milestone SET missed_on = ? WHERE met_on IS NULL AND missed_on IS NULL AND due_on < ?"


@dataclass(frozen=True, slots=True)
class Took:
    """One morning: seconds until it was on the disk, those of them before the commit, and how many were missed."""

    whole: float
    inside: float
    hits: int


class _Timed:
    """A room that says how long its writers worked, the commit left out."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.programme = room.programme
        self.reading = room.reading
        self.seconds = 0.0

    @contextmanager
    def writing(self) -> Iterator[Work]:
        with self._room.writing() as work:
            start = perf_counter()
            yield work
            self.seconds = perf_counter() - start


class Ours:
    """The product, opened once, as a service has it."""

    def __init__(self, path: Path, plan: Plan) -> None:
        self.path = path
        self.database = timelines.ours(path, plan)
        self.room = _Timed(self.database.room(KEY))
        self.flags = 0

    def check(self, morning: date) -> Took:
        now = datetime(morning.year, morning.month, morning.day, 12, tzinfo=UTC)
        office = replace(office_of(self.database, KEY, now=instant(now)), room=self.room)
        start = perf_counter()
        found = watch.check(office)
        seconds = perf_counter() - start
        self.flags += len(found.flags)
        return Took(seconds, self.room.seconds, len(found.flags))

    def close(self) -> None:
        """Every line is linked to the one before, and every flag stands in the journal and in its row."""
        with self.room.reading() as work:
            lines = list(work.journal.lines())
        self.database.close()
        assert not list(check_links(lines))
        assert sum(b'"kind":"flag"' in line.text for line in lines) == self.flags
        raw = sqlite3.connect(self.path)
        asked = "SELECT count(*) FROM flag_now f JOIN milestone_now m USING (programme, assignment, milestone, flag)"
        found = raw.execute(f"{asked} WHERE f.seq > 1 AND f.seq = m.flag_seq AND m.ripe IS NULL").fetchone()
        raw.close()
        assert found == (self.flags,), (found, self.flags)


class Bare:
    """What somebody would type: one statement, and nothing written down of it but the rows."""

    def __init__(self, path: Path, plan: Plan) -> None:
        timelines.bare(path, plan)
        self.raw = connect(path)

    def check(self, morning: date) -> Took:
        text = morning.isoformat()
        start = perf_counter()
        self.raw.execute("BEGIN IMMEDIATE")
        hits = self.raw.execute(FLAG, (text, text)).rowcount
        inside = perf_counter() - start
        self.raw.execute("COMMIT")
        return Took(perf_counter() - start, inside, hits)

    def close(self) -> None:
        self.raw.close()


class Looped:
    """An ORM's loop over all assignments and their milestones."""

    def __init__(self, path: Path, plan: Plan) -> None:
        timelines.bare(path, plan)
        self.timeline = OrmTimeline(path)

    def check(self, morning: date) -> Took:
        start = perf_counter()
        hits = self.timeline.flag(morning.isoformat())
        seconds = perf_counter() - start
        return Took(seconds, seconds, hits)

    def close(self) -> None:
        self.timeline.close()


def run(folder: Path, *, sizes: Sequence[int] = (10_000, 100_000, 1_000_000), rounds: int = 9) -> Result:
    figures: dict[str, float] = {}
    claims: list[Judged] = []
    steady: dict[int, list[Took]] = {}
    # Fewer than fall due on a day among the fewest assignments, so that there are as many everywhere.
    most = min(STEADY, 5 * sizes[0] // timelines.DAYS)
    said = [f"{settings()}; each figure is a whole transaction, on the disk in the end"]
    for size in sizes:
        plan = Plan(size, rounds, most)
        loops: dict[str, Ours | Bare | Looped] = {
            "ours": Ours(folder / "ours.db", plan),
            "bare": Bare(folder / "bare.db", plan),
        }
        if size == sizes[0]:
            loops["orm"] = Looped(folder / "orm.db", plan)
        took = _in_turn(loops, plan.growing)
        even = _in_turn({name: loops[name] for name in ("ours", "bare")}, plan.even)
        for loop in loops.values():
            loop.close()
        for file in folder.iterdir():
            file.unlink()
        steady[size] = even["ours"]
        names = {"ours": f"vs check, {size:,} x 7", "bare": f"bare UPDATE by index, {size:,} x 7",
                 "orm": f"ORM loop, {size:,} x 7"}  # fmt: skip
        for name in loops:
            figures[names[name]] = 1000 * statistics.median(one.whole for one in took[name])
        claims.append(_ratio(Claim(names["ours"], names["bare"], "cost", AIM), took["ours"], took["bare"]))
        inside = Claim(f"{names['ours']}, without the commit", f"{names['bare']}, without it", "cost")
        claims.append(_ratio(inside, _inside(took["ours"]), _inside(took["bare"])))
        if "orm" in loops:
            claims.append(_ratio(Claim(names["orm"], names["ours"], "cost"), took["orm"], took["ours"]))
        said.append(f"{size:,}: {statistics.median(one.hits for one in took['ours']):g} newly missed a morning")
        assert {one.hits for one in even["ours"]} == {most}
    small, large = sizes[0], sizes[-1]
    claim = Claim(f"vs check, {most} missed of {large:,} x 7", f"{most} of {small:,} x 7", "cost", 2.0)
    claims.append(_ratio(claim, steady[large], steady[small]))
    return Result("daily checks", "milliseconds", figures, tuple(claims), tuple(said))


def _in_turn(loops: dict[str, Ours | Bare | Looped], mornings: Sequence[date]) -> dict[str, list[Took]]:
    """Each morning is checked by all; they must find the same number. The first is for warming up."""
    found: dict[str, list[Took]] = {name: [] for name in loops}
    order = list(loops)
    for number, morning in enumerate(mornings):
        turn = number % len(order)
        for name in order[turn:] + order[:turn]:
            found[name].append(loops[name].check(morning))
        assert len({took[-1].hits for took in found.values()}) == 1, morning
    return {name: took[1:] or took for name, took in found.items()}


def _inside(took: Sequence[Took]) -> list[Took]:
    return [replace(one, whole=one.inside) for one in took]


def _ratio(claim: Claim, ours: Sequence[Took], other: Sequence[Took]) -> Judged:
    ratios = [one.whole / two.whole for one, two in zip(ours, other, strict=True)]
    return Judged(claim, statistics.median(ratios), min(ratios), max(ratios))
