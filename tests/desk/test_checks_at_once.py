"""Several checks of one timeline at the same moment: no flag twice, none missing, and no day covered twice."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

import store
from tests.builders import files
from tests.properties.oracle import Oracle, covered, flagged
from tests.reliability import acts
from tests.tools.postgres_box import Server
from tests.tools.shim import ForkServer
from vs_workflow.desk import prove, watch
from vs_workflow.face.programme import office_of
from vs_workflow.journal.entry import Instant

MANY = 6
MORNINGS = ("2015-04-21", "2015-07-01", "2015-10-23")
ORACLE = Oracle(files().programme, files().lifecycle)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The programme of 2015, adopted as a rehearsal on 20 April."""
    if request.param == "sqlite":
        acts.adopted(tmp_path / "vs.db")
        yield str(tmp_path / "vs.db")
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"atonce{os.getpid()}"
    yield server.create(name, template=server.template("adopted_in_rehearsal", acts.adopted))
    server.drop(name)


def at(morning: str) -> Instant:
    return Instant(f"{morning}T05:00:00.000000Z")


def check(url: str, morning: str, wait: Callable[[], object] = lambda: None) -> list[list[Any]]:
    """The flags that this one raised."""
    with store.open(url) as database:
        office = office_of(database, acts.KEY, now=at(morning))
        wait()
        return [[one.flag.value, one.milestone, one.assignment] for one in watch.check(office).flags]


def child(url: str, morning: str, ack: Callable[[object], None]) -> None:
    """The same in a process of its own."""
    ack(check(url, morning))


def in_threads(url: str, morning: str) -> list[list[list[Any]]]:
    ready = Barrier(MANY)
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(lambda _: check(url, morning, ready.wait), range(MANY)))


def in_processes(url: str, morning: str) -> list[list[list[Any]]]:
    with ForkServer(preload=False) as server:
        runs = server.crowd([("tests.desk.test_checks_at_once:child", [url, morning]) for _ in range(MANY)])
    assert [run.error for run in runs if run.error] == []
    return [run.acks[0] for run in runs]


@pytest.mark.parametrize("together", [in_threads, in_processes])
def test_what_is_due_is_flagged_by_one_of_them_and_by_no_other(
    url: str, together: Callable[[str, str], list[list[list[Any]]]]
) -> None:
    raised: list[Any] = []
    for morning in MORNINGS:
        told = together(url, morning)
        assert len(told) == MANY
        assert sum(bool(one) for one in told) == 1, morning
        raised += [tuple(flag) for one in told for flag in one]

    with store.open(url) as database:
        office = office_of(database, acts.KEY, now=at(MORNINGS[-1]))
        with office.room.reading() as work:
            lines = [line.text for line in work.journal.lines()]
        verified = prove.verify(office, kept=lambda: [*database.integrity(), *database.differences(acts.KEY)])
    assert verified.whole, verified.findings
    last = date.fromisoformat(MORNINGS[-1])
    expected = ORACLE.standings(lines, last)
    assert dict.fromkeys(expected, "clear") | flagged(lines) == expected
    assert Counter(raised) == Counter(
        (one["what"], one["facts"]["milestone"], one.get("assignment"))
        for one in map(json.loads, lines)
        if one["kind"] == "flag"
    )
    assert covered(lines) == [
        (acts.TODAY + timedelta(days=number)).isoformat() for number in range((last - acts.TODAY).days)
    ]


def test_a_check_and_a_step_at_the_same_moment_are_one_after_the_other(url: str) -> None:
    """Whichever is first: what the step satisfies is flagged or not, as it was known to the check."""
    ready = Barrier(2)

    def stepped() -> bool:
        with acts.opened(url, at(MORNINGS[0])) as programme:
            ready.wait()
            return acts.present(programme).accepted

    with ThreadPoolExecutor(2) as pool:
        step = pool.submit(stepped)
        flags = pool.submit(check, url, MORNINGS[0], ready.wait).result()
        assert step.result()
    check(url, MORNINGS[1])

    with store.open(url) as database:
        with database.room(acts.KEY).reading() as work:
            lines = [line.text for line in work.journal.lines()]
        assert [*database.integrity(), *database.differences(acts.KEY)] == []
    expected = ORACLE.standings(lines, date.fromisoformat(MORNINGS[1]))
    assert dict.fromkeys(expected, "clear") | flagged(lines) == expected
    assert ["missed", "presented", "informatievoorziening"] in flags
