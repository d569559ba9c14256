"""P5: many writers at once lose no update, fork nothing, leave no gap; a step that is legal once is accepted once."""

import itertools

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.conftest import New
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import ForkServer

WRITERS = 8


@pytest.mark.torture
def test_eight_writers_leave_one_chain_with_all_that_was_acknowledged(
    fork_server: ForkServer, new_database: New, counts: Counts
) -> None:
    url = new_database()
    with acts.opened(url) as programme:
        before = len(programme.history().lines)

    runs = fork_server.crowd([("tests.reliability.writers:many_acts", [url, scaled(25, 250)])] * WRITERS, timeout=600)

    assert [run.error for run in runs] == [None] * WRITERS
    receipts = [(seq, leaf) for run in runs for seq, leaf in run.acks]
    after = Aftermath()
    there = after.look(url, receipts)
    after.go_on(url)
    wrong = len({seq for seq, _ in receipts}) != len(receipts) or sorted(there) != list(range(1, len(there) + 1))
    unasked = len(there) - before - len(receipts)
    counts("P5", "steps of 8 writers", len(receipts), wrong=wrong, unasked=unasked, **after.defects)


@pytest.mark.torture
def test_a_step_that_eight_take_at_once_is_accepted_once(
    fork_server: ForkServer, new_database: New, counts: Counts
) -> None:
    url = new_database()
    steps = itertools.cycle(["present", "return"])
    after, twice = Aftermath(), 0

    for step in itertools.islice(steps, scaled(6, 200)):
        runs = fork_server.crowd([("tests.reliability.writers:one_step", [url, step])] * WRITERS)
        assert [run.error for run in runs] == [None] * WRITERS
        answers = [run.acks[0] for run in runs]
        after.met += 1
        twice += sorted((accepted, codes) for _, accepted, codes in answers) != [(False, ["order"])] * 7 + [(True, [])]
        after.look(url, [tuple(receipt) for receipt, _, _ in answers], about=step)

    after.go_on(url)
    counts("P5", "rounds of 8 on one step", after.met, twice=twice, **after.defects)
