"""What the service does beside the check, as a process: it tells people once, and nobody where that is not set up."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.bell.process import started, wait
from tests.bell.test_processes import ends
from tests.tools.catchers import web_hook


def configured(folder: Path, text: str) -> dict[str, str]:
    """The environment of somebody with that configuration."""
    (folder / "vs").mkdir()
    (folder / "vs" / "config.toml").write_text(text)
    return {"XDG_CONFIG_HOME": str(folder)}


@pytest.mark.timeout(90)
def test_after_a_check_people_are_told_once_also_by_the_next_one_to_begin(file: str, tmp_path: Path) -> None:
    with web_hook() as hook:
        hook.answers.append(503)
        environment = configured(tmp_path, f'[notify]\nchannels = ["webhook"]\n[notify.webhook]\nurl = "{hook.url}"\n')
        with started(file, tmp_path, "one", **environment) as one:
            one.until("told")
            one.signal(signal.SIGKILL)
            one.ended()
        before = len(hook.events)
        with started(file, tmp_path, "other", **environment) as other:
            other.until("checked")
            wait(lambda: len(other.events) >= 2)
            other.signal(signal.SIGTERM)
            assert other.ended()[0] == 0

    (told,) = [line for line in one.said if line["event"] == "told"]
    assert (told["failed"], told["sent"]) == (1, before)
    assert before > 30
    assert [number for number in Counter(event["id"] for event in hook.events).values() if number > 1] == []
    assert "told" not in other.events


def test_without_a_configuration_nobody_is_told(file: str, tmp_path: Path) -> None:
    with started(file, tmp_path, XDG_CONFIG_HOME=str(tmp_path)) as scheduler:
        scheduler.until("checked")
        scheduler.signal(signal.SIGTERM)
        assert scheduler.ended()[0] == 0

    assert set(scheduler.events) == {"began", "checked", "flag", "stopped"}


def test_a_configuration_that_is_wrong_keeps_the_service_from_beginning(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in configured(tmp_path, '[notify]\nchannels = ["pigeon"]\n').items():
        monkeypatch.setenv(name, value)

    code, out, err = ends("--db", file, "scheduler")

    assert (code, out) == (5, "")
    assert "pigeon" in err and "config.toml" in err


@pytest.mark.timeout(60)
def test_a_secret_that_is_missing_stops_no_check_and_is_said(file: str, tmp_path: Path) -> None:
    text = '[notify]\nchannels = ["webhook"]\n[notify.webhook]\nurl = "https://localhost/"\nsecret_env = "NOT_THERE"\n'
    with started(file, tmp_path, **configured(tmp_path, text)) as scheduler:
        scheduler.until("told-failed")
        scheduler.signal(signal.SIGTERM)
        assert scheduler.ended()[0] == 0

    assert "checked" in scheduler.events
    (failed,) = [line for line in scheduler.said if line["event"] == "told-failed"]
    assert (failed["rule"], failed["facts"]) == ("call.config.secret", {"name": "NOT_THERE"})


@pytest.mark.timeout(90)
def test_a_channel_without_its_secret_stops_no_other(file: str, tmp_path: Path) -> None:
    with web_hook() as hook:
        text = (
            f'[notify]\nchannels = ["email", "webhook"]\n[notify.webhook]\nurl = "{hook.url}"\n'
            '[notify.email]\nhost = "localhost"\nfrom = "vs@voorbeeld.example"\nuser = "vs"\n'
            'password_env = "NOT_THERE"\n'
        )
        with started(file, tmp_path, **configured(tmp_path, text)) as scheduler:
            scheduler.until("told-failed")
            scheduler.signal(signal.SIGTERM)
            assert scheduler.ended()[0] == 0

    assert len(hook.events) > 30
    assert "told" in scheduler.events
    (failed,) = [line for line in scheduler.said if line["event"] == "told-failed"]
    assert failed["facts"] == {"name": "NOT_THERE"}
