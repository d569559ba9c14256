"""Several senders on one outbox, one of them killed: nothing is sent twice, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.tools.seeds import Counts

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Slow:
    """A program that takes its time over each event."""

    url: str = ""
    ids: list[str] = field(default_factory=list)


@pytest.fixture
def slow() -> Iterator[Slow]:
    found = Slow()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.ids.append(event["id"])
            time.sleep(0.05)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    found.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def vs(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "no_proxy": "*", "HOME": str(folder)}
    command = [sys.executable, "-m", "cli", *words]
    return subprocess.Popen(command, cwd=folder, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def test_senders_at_once_send_nothing_twice_and_a_killed_one_loses_nothing(
    tmp_path: Path, slow: Slow, counts: Counts
) -> None:
    assert vs(tmp_path, "init").wait() == 0
    assert vs(tmp_path, "check").wait() == 0
    (tmp_path / "vs.toml").write_text(f'[notify]\nchannels = ["webhook"]\n[notify.webhook]\nurl = "{slow.url}"\n')

    senders = [vs(tmp_path, "outbox", "send") for _ in range(3)]
    while len(slow.ids) < 4:
        time.sleep(0.01)
    senders[0].send_signal(signal.SIGKILL)
    for sender in senders:
        sender.communicate()

    said, _ = vs(tmp_path, "outbox", "--json").communicate()
    notices = [one for one in json.loads(said)["notices"] if one["state"] in ("sent", "waiting")]
    waiting = [one["id"] for one in notices if one["state"] == "waiting"]
    assert [sender.returncode for sender in senders] == [-signal.SIGKILL, 0, 0]
    assert len(slow.ids) == len(set(slow.ids))
    assert len(waiting) <= 1
    assert {one["id"] for one in notices} == {*slow.ids, *waiting}
    counts("P9", "notices", len(notices), twice=len(slow.ids) - len(set(slow.ids)))
