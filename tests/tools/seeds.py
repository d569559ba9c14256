"""One seed for the whole run, and one line per promise at its end with what was tried and what went wrong.

The seed comes from VS_SEED or is drawn once by the process that was started; each test gets its own
generator, made from the seed and the test's name, so that one test alone repeats what it did in the whole run.
"""

import os
import platform
import random
import sqlite3
from collections import defaultdict
from collections.abc import Generator
from typing import Any

import pytest

from tests.tools import scale

_PROPERTY = "promise"
_tally: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
_notes: dict[tuple[str, str], str] = {}


def seed() -> int:
    """The seed of this run."""
    return int(os.environ["VS_SEED"])


class Counts:
    """Gathers, for one test, how many fault points were met and how many defects they showed."""

    def __init__(self, item: pytest.Item) -> None:
        self._item = item

    def __call__(self, promise: str, what: str, met: int, *, note: object = "", **defects: int) -> None:
        """Report `met` fault points; fails when none was met or a defect is not 0."""
        self._item.user_properties.append((_PROPERTY, [promise, what, met, str(note), defects]))
        if met == 0:
            pytest.fail(f"{promise} {what}: no fault point was met, so nothing was tried")
        found = {name: number for name, number in defects.items() if number}
        if found:
            pytest.fail(f"{promise} {what}: {met}, but {found} (VS_SEED={seed()})")


@pytest.fixture
def counts(request: pytest.FixtureRequest) -> Counts:
    """`counts("P1", "kill points", met=2000, lost=0)`."""
    return Counts(request.node)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """This test's own generator, fixed by the run's seed and the test's name."""
    return random.Random(f"{seed()}:{request.node.nodeid}")


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed before any worker starts, so that all share it."""
    os.environ.setdefault("VS_SEED", str(random.SystemRandom().randrange(2**32)))
    scale.configure(config.getoption("markexpr", default="") or "")
    config.addinivalue_line("markers", "torture: has a full figure, used under -m torture")


def pytest_report_header() -> str:
    """Name the seed and the versions that a failure may depend on."""
    figures = "full" if scale.torturing() else "normal"
    return f"VS_SEED={seed()} ({figures} figures), SQLite {sqlite3.sqlite_version}, {platform.platform()}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the seed into every failure."""
    report = yield
    if report.failed:
        report.sections.append(("seed", f"repeat with VS_SEED={seed()}"))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up the counts of a test that ended; with workers this runs where the summary is printed."""
    if report.when != "call":
        return
    for name, value in report.user_properties:
        if name == _PROPERTY:
            promise, what, met, note, defects = _unpack(value)
            line = _tally[promise, what]
            line[""] += met
            for defect, number in defects.items():
                line[defect] += number
            if note:
                _notes[promise, what] = note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line per promise and recipe."""
    if not _tally:
        return
    terminalreporter.section(f"promises, VS_SEED={seed()}, SQLite {sqlite3.sqlite_version}")
    for promise, what in sorted(_tally, key=lambda key: (int(key[0].lstrip("P") or 0), key[1])):
        parts = [f"{name} {number}" for name, number in _tally[promise, what].items() if name]
        parts += [_notes[promise, what]] if (promise, what) in _notes else []
        terminalreporter.write_line(", ".join([f"{promise} {what}: {_tally[promise, what]['']}", *parts]))


def _unpack(value: Any) -> tuple[str, str, int, str, dict[str, int]]:
    promise, what, met, note, defects = value
    return promise, what, met, note, defects
