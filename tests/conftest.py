"""What every test may ask for: a PostgreSQL, a fork server, the run's seed, and a place to count what was tried."""

import signal
from collections.abc import Iterator

import pytest

from tests.tools.postgres_fixtures import postgres, postgres_url  # noqa: F401
from tests.tools.seeds import (  # noqa: F401
    counts,
    pytest_configure,
    pytest_report_header,
    pytest_runtest_logreport,
    pytest_runtest_makereport,
    pytest_terminal_summary,
    rng,
)
from tests.tools.shim import ForkServer

# A run in the background of a shell has SIGINT ignored, and so would every program that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def fork_server() -> Iterator[ForkServer]:
    """Runs "module:function" in forked children that can be killed or failed at any call; needs gcc."""
    with ForkServer() as server:
        yield server
