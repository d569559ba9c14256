"""Signatures of partners as they are taken in: each has its file, the earliest is kept, and times do not run back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, configure, events, rules

LATER = "2015-04-10T09:00+02:00"


@pytest.fixture
def sealed(rehearsal: Vs, keys: Path) -> Vs:
    """34 entries sealed; two partners whose names differ in a mark that the name of a file has no place for."""
    allowed = (keys / "allowed").read_text().replace("politie name", "om_oost name").replace("om name", "om.oost name")
    (keys / "allowed").write_text(allowed)
    configure(keys)
    assert rehearsal("seal").code == 0
    return rehearsal


def kept(keys: Path) -> list[str]:
    return sorted(one.name for one in (keys / KEPT).glob("*.cosig"))


@pytest.mark.parametrize("order", [("politie", "om"), ("om", "politie")])
def test_two_partners_never_share_a_file(sealed: Vs, keys: Path, order: tuple[str, str]) -> None:
    for name in order:
        assert sealed(f"witness --sign-with {name} --out {name}.cosig").code == 0
        told = sealed(f"witness --accept {name}.cosig --json")
        assert (told.code, told.data["again"]) == (0, False)

    assert kept(keys) == ["00000034.om_oost-c047524a.cosig", "00000034.om_oost.cosig"]
    told = sealed("verify --json")
    assert (told.code, set(told.data["checkpoints"][0]["witnesses"])) == (0, {"om.oost", "om_oost"})
    sealed("export --bundle out")
    assert sealed("import out --db new.db").code == 0


def test_a_file_that_is_called_as_it_used_to_be_is_left_to_its_partner(sealed: Vs, keys: Path) -> None:
    assert sealed("witness --sign-with om --out om.cosig").code == 0
    former = (keys / "om.cosig").read_bytes()
    (keys / KEPT / "00000034.om_oost.cosig").write_bytes(former)
    assert sealed("witness --sign-with politie --out politie.cosig").code == 0

    assert sealed("witness --accept politie.cosig").code == 0

    assert (keys / KEPT / "00000034.om_oost.cosig").read_bytes() == former
    assert set(sealed("verify --json").data["checkpoints"][0]["witnesses"]) == {"om.oost", "om_oost"}


def test_of_what_a_partner_signed_twice_the_earliest_is_kept(sealed: Vs, keys: Path) -> None:
    for name, now in (("first", "2015-02-20T09:00+01:00"), ("second", LATER), ("last", "2015-04-11T09:00+02:00")):
        assert sealed(f"witness --sign-with om --out {name}.cosig --now {now}").code == 0

    told = [sealed(f"witness --accept {name}.cosig --now {LATER} --json").data for name in ("second", "last", "first")]
    again = sealed(f"witness --accept second.cosig --now {LATER} --lang en")

    assert [one["again"] for one in told] == [False, True, False]
    assert told[0]["time"] == told[1]["time"] > told[2]["time"]
    assert again.code == 0
    assert "had signed this already" in again.out and "20 February 2015" in again.out
    (name,) = kept(keys)
    assert (keys / KEPT / name).read_bytes() == (keys / "first.cosig").read_bytes()


@pytest.mark.parametrize("damage", [b"garbage", None])
def test_what_lies_there_and_holds_of_nothing_is_replaced(sealed: Vs, keys: Path, damage: bytes | None) -> None:
    assert sealed("witness --sign-with politie --out om_oost.cosig").code == 0
    signed = (keys / "om_oost.cosig").read_bytes()
    (keys / KEPT / "00000034.om_oost.cosig").write_bytes(damage or signed.replace(b"time 14", b"time 13", 1))

    assert sealed("witness --accept om_oost.cosig --json").data["again"] is False

    assert (keys / KEPT / "00000034.om_oost.cosig").read_bytes() == signed


def test_of_a_shorter_journal_none_is_taken_in_that_was_signed_after_a_longer_one(sealed: Vs, keys: Path) -> None:
    assert sealed(f"witness --sign-with om --out shorter.cosig --now {LATER}").code == 0
    events(sealed)
    assert sealed("seal").code == 0
    assert sealed("witness --sign-with om --out longer.cosig").code == 0
    assert sealed("witness --accept longer.cosig").code == 0

    told = sealed("witness --accept shorter.cosig --json")

    assert (told.code, told.data["error"]["code"]) == (5, "witness.times-backwards")
    assert rules(sealed("verify --json")) == []
