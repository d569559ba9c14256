"""What several checkpoints and signatures say together: each is held to all that came before it."""

from __future__ import annotations

import shutil
from base64 import b64encode
from pathlib import Path
from typing import Any

from tests.commands.conftest import Told, Vs
from tests.commands.seals import KEPT, forge, rules, touch


def found(told: Told, rule: str) -> list[dict[str, Any]]:
    return [one["facts"] for one in told.data["findings"] if one["rule"] == rule]


def test_a_witness_is_held_to_the_latest_time_of_all_that_it_signed_before(sealed: Vs, keys: Path) -> None:
    (keys / KEPT / "00000034.politie.cosig").unlink()
    for size, now in (
        (34, "2015-04-20T09:00+02:00"), (37, "2015-02-20T09:00+01:00"), (38, "2015-03-20T09:00+01:00"),
    ):  # fmt: skip
        if size == 38:
            assert sealed("record team-formed 3 --as bakker").code == 0
        assert size == 34 or sealed("seal").code == 0
        assert sealed(f"witness --sign-with om --out {KEPT}/{size:08d}.om.cosig --now {now}").code == 0

    told = sealed("verify --json --now 2015-05-01T09:00+02:00")

    first = "00000034.om.cosig"
    assert [(one["file"], one["other"]) for one in found(told, "seal.times-backwards")] == [
        ("00000037.om.cosig", first), ("00000038.om.cosig", first),
    ]  # fmt: skip


def test_only_what_was_signed_makes_of_lines_that_differ_lines_that_were_mistyped(sealed: Vs, keys: Path) -> None:
    (keys / "later").write_text(sealed("seal --minutes").out)
    origin, size, _ = (keys / "minutes").read_text().splitlines()
    (keys / "differs").write_text(f"{origin}\n{size}\n{b64encode(bytes(32)).decode()}\n")
    assert sealed("seal").code == 0
    brought = "verify --json --checkpoint differs --checkpoint later"
    assert rules(sealed(brought)) == ["seal.not-these-lines"]
    shutil.rmtree(keys / KEPT)

    assert rules(sealed(brought)) == ["seal.rewritten"]


def test_a_checkpoint_that_does_not_hold_vouches_for_nothing_before_the_next(sealed: Vs, keys: Path) -> None:
    assert sealed("seal").code == 0
    forge("vs.db", touch(10))

    told = sealed("verify --json")

    assert [(one["from"], one["to"]) for one in found(told, "seal.rewritten")] == [(1, 34), (1, 37)]
