"""P7: a read, write, sync or truncation that fails, once or for ever, is trouble that says if the entry is recorded."""

import errno
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.command import vs
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from tests.tools.shim import Action, ForkServer
from tests.tools.strace_inject import sweep

KEY = "key"
RULES = {"store.disk", "store.full", "store.corrupt", "store.unknown", "store.no-access"}


@pytest.mark.torture
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("action", ["fail-once", "fail-sticky"])
def test_a_call_that_fails_is_trouble_and_never_silence(
    fork_server: ForkServer, new_file: Callable[[], Path], error: int, action: Action, counts: Counts
) -> None:
    after, untrue, twice, rules = Aftermath(), 0, 0, Counter[str]()
    path = new_file()
    first = len(after.look(path)) + 1

    def prepare() -> Sequence[object]:
        nonlocal path
        path.unlink(missing_ok=True)
        path = new_file()
        return [path, KEY]

    for fault, run in fork_server.failures(
        "tests.reliability.targets:one_act",
        prepare,
        pattern=path.parent.name,
        errors=[error],
        actions=[action],
        step=scaled(2, 1),
    ):
        assert run.error is None, f"{fault}: {run.error}"
        after.met += 1
        [(answer, *about)] = run.acks
        there = after.look(path, [tuple(about)] if answer == "done" else [], about=fault)
        if answer == "trouble":
            rule, told = about
            rules[rule] += 1
            assert rule in RULES, f"{fault}: {rule}"
            # Where the disk never answers again, nobody can say.
            untrue += told is not (first in there) and (told, action) != (None, "fail-sticky")
        with acts.opened(path) as programme:
            again = acts.present(programme, KEY)
        twice += again.seq != first or not again.accepted

    assert rules
    counts("P7", "calls failed", after.met, untrue=untrue, twice=twice, note=str(dict(rules)), **after.defects)


@pytest.mark.torture
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("what", "sticky"), [("error=EIO", False), ("error=ENOSPC", True)], ids=["EIO", "ENOSPC"])
def test_a_command_ends_with_4_and_says_whether_it_was_recorded(
    new_file: Callable[[], Path], what: str, sticky: bool, counts: Counts
) -> None:
    after, untrue, undocumented = Aftermath(), 0, []
    path = new_file()
    first = len(after.look(path)) + 1

    def prepare() -> tuple[list[str], list[Path]]:
        nonlocal path
        path.unlink(missing_ok=True)
        path = new_file()
        words = ("record", "progress", acts.CASE, "--as", acts.LEAD, "--fact", "text=x", "--key", KEY)
        return vs(path, *words), [path, Path(f"{path}-journal")]

    moment = {"VS_NOW": "2015-04-20T10:00+02:00", "PYTHONPATH": str(acts.WORKFLOWS.parent)}
    for run in sweep(prepare, calls=("pwrite64", "fdatasync"), what=what, sticky=sticky, step=scaled(8, 1), env=moment):
        after.met += 1
        recorded = first in after.look(path, about=run)
        answer = json.loads(run.stdout)
        if run.exit == 4 and 1 <= len(run.stderr.splitlines()) <= 2:
            untrue += answer["error"].get("recorded") is not recorded and not (
                sticky and answer["error"].get("recorded") is None
            )
        elif run.exit == 0:
            untrue += not recorded
        else:
            undocumented.append(f"{run}: {run.exit} {run.stderr[:300]}")
        after.go_on(path, about=run)

    assert undocumented == []
    counts("P7", "calls of a command failed", after.met, untrue=untrue, **after.defects)
