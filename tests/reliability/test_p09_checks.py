"""P9 of a single check: killed at any call or failed at any statement, it is there wholly or not at all.

Whatever happened, the next check says what is still owed, nothing twice, and covers each day once.
"""

import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

import store
from tests.builders import files
from tests.properties.oracle import Oracle, covered, flagged
from tests.reliability import acts
from tests.reliability.conftest import New
from tests.tools.each_statement import each_statement
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import ForkServer
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import StoreTrouble

ORACLE = Oracle(files().programme, files().lifecycle)
LATER = date(2015, 7, 1)


def at(day: date) -> Instant:
    return Instant(f"{day.isoformat()}T05:00:00.000000Z")


def checked(path: str, ack: Callable[[object], None]) -> None:
    """What a child does: it acknowledges how many flags it raised."""
    with acts.opened(path, at(LATER)) as programme:
        ack(len(programme.check().flags))


def lines_of(url: str) -> list[bytes]:
    with store.open(url) as database, database.room(acts.KEY).reading() as work:
        return [line.text for line in work.journal.lines()]


def flags_in(lines: list[bytes]) -> int:
    return sum(b'"kind":"flag"' in line for line in lines)


def defects(url: str, day: date, since: date = acts.TODAY) -> list[str]:
    """What is wrong after the next check: the audit, the flags that stand, the days."""
    with acts.opened(url, at(day)) as programme:
        programme.check()
        found = [str(one) for one in programme.verify().findings]
    lines = lines_of(url)
    expected = ORACLE.standings(lines, day)
    if dict.fromkeys(expected, "clear") | flagged(lines) != expected:
        found.append("other flags stand")
    if covered(lines) != [(since + timedelta(days=number)).isoformat() for number in range((day - since).days)]:
        found.append("other days are covered")
    return found


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_a_check_that_is_killed_at_any_call_is_there_or_is_not(
    fork_server: ForkServer, adopted_file: Path, tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    path = tmp_path / "vs.db"
    shutil.copy(adopted_file, path)
    met = lost = half = 0
    why: list[str] = []
    kills = fork_server.kills(
        "tests.reliability.test_p09_checks:checked", path, pattern=path.name, points=scaled(30, 1_500), rng=rng
    )

    for fault, run in kills:
        assert run.error is None, f"{fault}: {run.error}"
        met += run.hit
        before = readable(path)
        raised = flags_in(before)
        if run.acks and list(run.acks) != [raised]:
            lost += 1
        found = defects(str(path), LATER)
        half += bool(found)
        why += [f"{fault}: {one}" for one in found]
        if raised and len(lines_of(str(path))) != len(before):
            half += 1
            why.append(f"{fault}: half a check")
        Path(f"{path}-journal").unlink(missing_ok=True)
        shutil.copy(adopted_file, path)

    assert why == []
    counts("P9", "checks killed at a call", met, lost=lost, half=half)


def readable(path: Path) -> list[bytes]:
    """The lines after whoever opens the file first has rolled back what was not committed."""
    raw = sqlite3.connect(path)
    try:
        return [str(text).encode() for (text,) in raw.execute("SELECT entry FROM journal ORDER BY seq")]
    finally:
        raw.close()


@pytest.mark.torture
def test_a_check_that_fails_at_any_statement_is_there_or_is_not(new_database: New, counts: Counts) -> None:
    """Each time the way is made free for other flags: what was presented is annulled, or presented after all."""
    url = new_database()
    scaled(int("postgresql" not in url), 1)
    day = [date(2015, 5, 10)]
    entries = [0]
    step: list[int] = []
    met = untrue = half = 0
    why: list[str] = []

    def prepare() -> None:
        """Another day, on which something is owed."""
        day[0] += timedelta(days=1)
        with acts.opened(url, at(day[0])) as programme:
            if step:
                assert programme.correct(step.pop(), by=acts.LEAD, reason="vergissing", annul=True).accepted
            else:
                step.append(acts.receipt(acts.present(programme))[0])
        entries[0] = len(lines_of(url))

    def check() -> int:
        with acts.opened(url, at(day[0])) as programme:
            return len(programme.check().flags)

    with acts.opened(url, at(day[0])) as programme:
        programme.check()
    for case in each_statement(check, prepare):
        met += 1
        grown = len(lines_of(url)) - entries[0]
        if grown not in (0, 3):
            half += 1
            why.append(f"{case}: {grown} entries")
        if case.error is None:
            told = grown == 1 + (case.result or 0)
        else:
            told = isinstance(case.error, StoreTrouble) and case.error.recorded in (None, bool(grown))
        untrue += not told
        found = defects(url, day[0])
        half += bool(found)
        why += [f"{case}: {one}" for one in found]

    assert why == []
    assert met > 15
    counts("P9", "statements failed in a check", met, untrue=untrue, half=half)
