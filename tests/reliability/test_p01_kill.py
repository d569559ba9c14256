"""P1: an entry that was acknowledged survives kill -9 at any instant."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability.aftermath import Aftermath
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import ForkServer

# After so many kills the file is exchanged for a new one, or verifying it would take longer and longer.
KILLS_PER_FILE = 10


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_what_was_acknowledged_is_there_after_a_kill_at_any_call(
    fork_server: ForkServer,
    adopted_file: Path,
    new_file: Callable[[], Path],
    rng: random.Random,
    counts: Counts,
) -> None:
    path = new_file()
    after, acknowledged, told = Aftermath(), 0, {}
    kills = fork_server.kills(
        "tests.reliability.targets:some_acts", path, pattern=path.name, points=scaled(2_000, 10_000), rng=rng
    )

    for number, (fault, run) in enumerate(kills, 1):
        assert run.error is None, f"{fault}: {run.error}"
        assert run.killed == run.hit
        after.met += run.hit
        acknowledged += len(run.acks)
        told |= dict(run.acks)
        after.look(path, told.items(), about=fault)
        if number % KILLS_PER_FILE == 0:
            after.go_on(path, about=fault)
            Path(f"{path}-journal").unlink(missing_ok=True)
            shutil.copy(adopted_file, path)
            told = {}

    assert acknowledged
    counts("P1", "kill points", after.met, note=f"{acknowledged} acknowledged", **after.defects)
