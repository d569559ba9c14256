"""P1: an entry that was acknowledged survives kill -9 at any instant."""

import random
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.tools.postgres_box import PostgresBox
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
    after, acknowledged = Aftermath(), 0
    told: dict[int, str] = {}
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


@pytest.mark.postgres
@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_what_was_acknowledged_is_there_after_the_server_was_killed(
    fork_server: ForkServer, rng: random.Random, counts: Counts
) -> None:
    """kill -9 of PostgreSQL and all its processes, with two writers at work; it is started again each time."""
    kills = scaled(0, 10)
    after, acknowledged = Aftermath(), 0

    with PostgresBox(durable=True) as box, ThreadPoolExecutor(1) as beside:
        acts.adopted(url := box.url())
        writers = [("tests.reliability.writers:acts_until_it_is_gone", [url])] * 2
        for _ in range(kills):
            crowd = beside.submit(fork_server.crowd, writers)
            time.sleep(rng.uniform(0.5, 2))
            box.kill()
            runs = crowd.result()
            assert [run.error for run in runs] == [None, None]
            box.start()
            receipts = [(seq, leaf) for run in runs for seq, leaf in run.acks]
            acknowledged += len(receipts)
            after.met += 1
            after.look(url, receipts)
            after.go_on(url)

    assert acknowledged
    counts("P1", "servers killed", after.met, note=f"{acknowledged} acknowledged", **after.defects)
