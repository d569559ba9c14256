"""Every test of the desk ends with an audit of what it wrote."""

from collections.abc import Iterator

import pytest

from tests.desk.world import World, audited, begun


@pytest.fixture
def world() -> Iterator[World]:
    """The programme of 2015 in memory, just adopted on 13 February, in a rehearsal."""
    made = begun()
    yield made
    audited(made)
