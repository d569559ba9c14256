"""A whole new journal in the place of one that was signed: neither the programme nor a partner signs it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, configure, fresh_memory


def begin_anew(vs: Vs, line: str) -> None:
    """What a forger does who has the machine of the database: everything is made again, and fits itself."""
    Path("vs.db").unlink()
    shutil.rmtree(KEPT.partition("/")[0])
    assert vs(line).code == 0


def test_the_programme_signs_no_journal_that_was_begun_anew(vs: Vs, keys: Path) -> None:
    configure(keys)
    assert vs("init").code == 0
    assert vs("seal").code == 0
    begin_anew(vs, "init")

    for line in ("seal --json", "seal --dry-run --json"):
        told = vs(line)
        assert (told.code, told.data["error"]["code"]) == (1, "seal.other-origin")
    assert not (keys / KEPT).exists()


def test_a_partner_signs_no_journal_that_was_begun_anew(vs: Vs, keys: Path) -> None:
    configure(keys)
    assert vs("init").code == 0
    assert vs("seal").code == 0
    assert vs("witness --sign-with politie --out one.cosig").code == 0
    begin_anew(vs, "init")
    # The forger's own memory does not stand in his way; the partner's is on another machine.
    fresh_memory(keys)
    assert vs("seal").code == 0

    told = vs("witness --sign-with politie --out two.cosig --json")

    assert (told.code, told.data["error"]["code"]) == (1, "seal.other-origin")
    assert not (keys / "two.cosig").exists()


def test_a_rehearsal_may_be_begun_anew_and_stands_in_no_ones_way(rehearsal: Vs, keys: Path) -> None:
    configure(keys)
    for _ in range(2):
        assert rehearsal("seal").code == 0
        assert rehearsal("witness --sign-with politie --out a.cosig").code == 0
        (keys / "a.cosig").unlink()
        begin_anew(rehearsal, "init --rehearsal")


def test_a_rehearsal_may_follow_what_was_signed_in_earnest(vs: Vs, keys: Path) -> None:
    configure(keys)
    assert vs("init").code == 0
    assert vs("seal").code == 0
    assert vs("witness --sign-with politie --out one.cosig").code == 0
    begin_anew(vs, "init --rehearsal --now 2015-02-13T09:00+01:00")

    for line in ("seal", "witness --sign-with politie --out two.cosig"):
        assert vs(f"{line} --now 2015-02-13T09:00+01:00").code == 0
