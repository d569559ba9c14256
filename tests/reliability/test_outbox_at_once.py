"""Several senders on one outbox, one of them killed: nothing is sent twice, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.catchers import Hook, web_hook
from tests.tools.seeds import Counts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def slow() -> Iterator[Hook]:
    """A program that takes its time over each event."""
    with web_hook(lambda: time.sleep(0.05)) as found:
        yield found


def ids(hook: Hook) -> list[str]:
    return [event["id"] for event in hook.events]


def vs(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "no_proxy": "*", "HOME": str(folder)}
    command = [sys.executable, "-m", "cli", *words]
    return subprocess.Popen(command, cwd=folder, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def test_senders_at_once_send_nothing_twice_and_a_killed_one_loses_nothing(
    tmp_path: Path, slow: Hook, counts: Counts
) -> None:
    assert vs(tmp_path, "init").wait() == 0
    assert vs(tmp_path, "check").wait() == 0
    (tmp_path / "vs.toml").write_text(f'[notify]\nchannels = ["webhook"]\n[notify.webhook]\nurl = "{slow.url}"\n')

    senders = [vs(tmp_path, "outbox", "send") for _ in range(3)]
    while len(ids(slow)) < 4:
        time.sleep(0.01)
    senders[0].send_signal(signal.SIGKILL)
    for sender in senders:
        sender.communicate()

    said, _ = vs(tmp_path, "outbox", "--json").communicate()
    notices = [one for one in json.loads(said)["notices"] if one["state"] in ("sent", "waiting")]
    waiting = [one["id"] for one in notices if one["state"] == "waiting"]
    assert [sender.returncode for sender in senders] == [-signal.SIGKILL, 0, 0]
    assert len(ids(slow)) == len(set(ids(slow)))
    assert len(waiting) <= 1
    assert {one["id"] for one in notices} == {*ids(slow), *waiting}
    counts("P9", "notices", len(notices), twice=len(ids(slow)) - len(set(ids(slow))))
