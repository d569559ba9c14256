"""What every test may ask for: a PostgreSQL, the run's seed, and a place to count what was tried."""

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
