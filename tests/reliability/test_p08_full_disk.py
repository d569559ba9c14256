"""P8: on a full disk a call is trouble, reading works, and the same key goes through after room is made."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.command import vs
from tests.tools.full_disk import empty, fill, no_growth, small_disk
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow import Programme
from vs_workflow.desk.views import Outcome
from vs_workflow.reasons import StoreTrouble

KEY = "key"
DOCUMENT = b"een heel lang stuk " * 4_000
FULL = ("store.full", "store.disk")


def present(programme: Programme) -> Outcome:
    """With a document for which twenty pages must be found."""
    return programme.advance(acts.CASE, "present", by=acts.LEAD, facts=acts.PRINCIPLES, documents=[DOCUMENT], key=KEY)


def is_refused(path: Path) -> bool:
    """Whether there was no room; then nothing is recorded, and everything can still be read."""
    try:
        with acts.opened(path) as programme:
            outcome = present(programme)
    except StoreTrouble as error:
        assert (error.rule in FULL, error.recorded) == (True, False), error
        with acts.opened(path) as programme:
            assert programme.show(acts.CASE).line.state == "concept"
            assert programme.status().lines
        return True
    assert outcome.accepted
    return False


@pytest.mark.torture
def test_a_database_that_may_not_grow_takes_the_same_call_later(new_file: Callable[[], Path], counts: Counts) -> None:
    after, again = Aftermath(), 0

    for pages in range(0, 41, scaled(4, 1)):
        path = new_file()
        with no_growth(extra_pages=pages):
            refused = is_refused(path)
        after.met += refused
        after.look(path, about=f"{pages} pages")
        with acts.opened(path) as programme:
            outcome = present(programme)
            again += not outcome.accepted or outcome.repeated is refused
        after.go_on(path, about=f"{pages} pages")

    assert not refused, "the largest room is enough, or the sweep ended too early"
    counts("P8", "rooms too small, by pages", after.met, wrong=again, **after.defects)


@pytest.mark.torture
def test_a_full_file_system_takes_the_same_call_later(adopted_file: Path, tmp_path: Path, counts: Counts) -> None:
    after, again = Aftermath(), 0

    with small_disk(tmp_path / "disk", 1024) as disk:
        path = disk / "vs.db"
        for kib in range(0, 161, scaled(16, 4)):
            shutil.copy(adopted_file, path)
            fill(disk, leave_kib=kib)
            refused = is_refused(path)
            after.met += refused
            after.look(path, about=f"{kib} KiB")
            empty(disk)
            with acts.opened(path) as programme:
                outcome = present(programme)
                again += not outcome.accepted or outcome.repeated is refused
            after.go_on(path, about=f"{kib} KiB")

    assert not refused, "the largest room is enough, or the sweep ended too early"
    counts("P8", "rooms too small, by KiB", after.met, wrong=again, **after.defects)


def test_a_command_on_a_full_disk_ends_with_4(adopted_file: Path, tmp_path: Path, counts: Counts) -> None:
    """In one or two lines; looking works all the while, and the same call goes through afterwards."""
    after = Aftermath()
    words = ("record", "progress", acts.CASE, "--as", acts.LEAD, "--fact", "text=x", "--key", KEY)

    with small_disk(tmp_path / "disk", 1024) as disk:
        path = Path(shutil.copy(adopted_file, disk / "vs.db"))
        fill(disk, leave_kib=0)
        refused = answered(vs(path, *words))
        looked = answered(vs(path, "status"))
        after.look(path)
        empty(disk)
        again = answered(vs(path, *words))
        after.look(path)

    assert (refused.returncode, looked.returncode, again.returncode) == (4, 0, 0), (refused, looked, again)
    assert json.loads(refused.stdout)["error"]["recorded"] is False
    assert 1 <= len(refused.stderr.splitlines()) <= 2
    counts("P8", "commands on a full disk", 1, **after.defects)


def answered(command: list[str]) -> subprocess.CompletedProcess[str]:
    moment = {**os.environ, "VS_NOW": "2015-04-20T10:00+02:00", "PYTHONPATH": str(acts.WORKFLOWS.parent)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=moment)
