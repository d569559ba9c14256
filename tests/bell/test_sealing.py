"""The service seals after its check where that is configured, and goes on where sealing fails."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.bell.journal import is_whole
from tests.bell.process import started, wait
from tests.tools.needs import need
from vs_workflow.journal.checkpoint import read_checkpoint


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user whose configuration says to seal after each check."""
    need("ssh-keygen")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    (tmp_path / ".config" / "vs").mkdir(parents=True)
    (tmp_path / ".config" / "vs" / "config.toml").write_text(
        f'[seal]\nkey = "{tmp_path}/key"\nfolder = "{tmp_path}/kept"\nafter_check = true\n'
    )
    return tmp_path


def own(home: Path) -> dict[str, str]:
    return {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_STATE_HOME": str(home / "state")}


def test_a_check_is_followed_by_a_seal(database: str, home: Path) -> None:
    with started(database, home, **own(home)) as scheduler:
        scheduler.until("sealed")
        scheduler.signal(signal.SIGTERM)
        assert scheduler.ended() == (0, "")
    sealed = next(line for line in scheduler.said if line["event"] == "sealed")

    (body,) = (home / "kept").glob("*/*.checkpoint")
    assert read_checkpoint(body.read_bytes()).size == sealed["entries"]
    assert scheduler.events.index("checked") < scheduler.events.index("sealed")
    assert is_whole(database)


def test_two_at_once_seal_one_history(database: str, home: Path) -> None:
    with started(database, home, "one", **own(home)) as one, started(database, home, "two", **own(home)) as two:
        wait(lambda: "sealed" in one.events + two.events)
        for scheduler in (one, two):
            scheduler.until("began")
            scheduler.signal(signal.SIGTERM)
            assert scheduler.ended() == (0, "")

    assert "sealed-failed" not in one.events + two.events
    assert is_whole(database)


def test_a_key_that_is_gone_is_said_and_stops_no_check(database: str, home: Path) -> None:
    (home / "key").unlink()

    with started(database, home, **own(home)) as scheduler:
        scheduler.until("sealed-failed")
        scheduler.signal(signal.SIGTERM)
        assert scheduler.ended() == (0, "")
    failed = next(line for line in scheduler.said if line["event"] == "sealed-failed")

    assert failed["rule"] == "sign.no-key"
    assert "checked" in scheduler.events
    assert not (home / "kept").exists()
