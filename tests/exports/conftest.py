"""The bundle of the world that a file of tests builds, made once for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.world import World
from tests.exports.bundles import bundled


@pytest.fixture(scope="module")
def honest(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundled(world.office, tmp_path_factory.mktemp("honest"))
