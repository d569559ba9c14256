"""On which days a key counts: declared after it had sealed, and retired before a witness came."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, cosigned_by
from tests.commands.test_keys import LATER, ROTATED, add, fingerprint, keys, rotated, rules, signed_by

__all__ = ["keys", "rotated"]


def test_a_key_that_sealed_before_it_was_declared_is_declared_for_that_time_later(
    rehearsal: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rehearsal("seal --sign-with old").code == 0
    monkeypatch.setenv("VS_NOW", "2015-02-20T09:00+01:00")
    assert rehearsal("record team-formed 3 --as bakker").code == 0
    monkeypatch.setenv("VS_NOW", ROTATED)
    assert add(rehearsal, "old").code == 0
    told = rehearsal("verify --json --allowed-signers allowed")
    assert (told.code, rules(told)) == (1, ["seal.key-not-then"])

    assert add(rehearsal, "old", "--from", "2015-02-13").data["reasons"][0]["code"] == "date"
    assert add(rehearsal, "old", "--from", "2015-02-13", "--reason", "verzegelde al").code == 0

    assert rehearsal("verify --json --allowed-signers allowed").data["level"] == "signed"
    (shown,) = rehearsal("seal keys --json").data["keys"]
    assert (shown["from"], shown["until"]) == ("2015-02-13", None)
    assert shown["started_by"] > shown["seq"]
    assert f"from 13 February 2015 (no. {shown['started_by']})" in rehearsal("seal keys --lang en").out
    again = add(rehearsal, "old", "--lang", "en").data["reasons"][0]["message"]
    assert f"no. {shown['started_by']}, of programma, holds from 13 February 2015" in " ".join(again.split())
    assert rehearsal(f"seal retire-key {fingerprint('old')} --yes").code == 0
    assert rehearsal("verify --json --allowed-signers allowed").data["whole"] is True


def test_earlier_is_no_way_to_another_purpose_or_another_holder(
    rehearsal: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VS_NOW", ROTATED)
    assert add(rehearsal, "old").code == 0
    earlier = ("--from", "2015-02-20", "--reason", "eerder")

    for more, rule in ((("--purpose", "witness"), "key.own"), (("--principal", "ander"), "key.already")):
        told = add(rehearsal, "old", *earlier, *more)
        assert (told.code, [one["rule"] for one in told.data["reasons"]]) == (3, [rule])


def test_a_key_that_was_ever_the_programmes_own_is_declared_for_no_witness(rotated: Vs, keys: Path) -> None:
    told = add(rotated, "old", "--purpose", "witness")

    assert (told.code, [one["rule"] for one in told.data["reasons"]]) == (3, ["key.own"])
    assert rotated("verify --json --allowed-signers allowed").data["whole"] is True
    assert rotated("export --bundle out").code == 0
    done = subprocess.run([sys.executable, "-I", "out/verify.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("day", "named"), [("2015-03-02", True), ("2015-03-03", False)])
def test_who_retires_a_key_hears_what_it_sealed_since_as_verifying_will(
    rotated: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch, day: str, named: bool
) -> None:
    monkeypatch.setenv("VS_NOW", LATER)
    retire = f"seal retire-key {fingerprint('new')} --on {day} --reason vervangen --yes"

    tried, real = rotated(f"{retire} --dry-run --json"), rotated(f"{retire} --json")

    assert (tried.code, real.code) == (0, 0)
    for told in (tried, real):
        assert [note["facts"]["files"] for note in told.data["notes"]] == ([["00000037.checkpoint"]] if named else [])
    told = rotated("verify --json --allowed-signers allowed")
    assert rules(told) == (["seal.key-not-then"] if named else [])
    assert add(rotated, "new", "--from", day, "--reason", "toch").code == 0
    assert rotated("verify --json --allowed-signers allowed").data["whole"] is True


def test_the_note_on_a_retirement_names_the_checkpoint_on_the_page_too(rotated: Vs, keys: Path) -> None:
    for lang in ("nl", "en"):
        told = rotated(f"seal retire-key {fingerprint('new')} --yes --dry-run --lang {lang}")

        assert "00000037.checkpoint" in told.out


class TestAWitnessWhoComesLate:
    @pytest.fixture
    def witnessed(self, rotated: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Vs:
        """The old key sealed no. 1 to 35 in its time; a partner saw that when the key was retired already."""
        for newer in (keys / KEPT).glob("00000037.*"):
            newer.unlink()
        monkeypatch.setenv("VS_NOW", LATER)
        assert rotated("witness --sign-with om --out om.cosig").code == 0
        assert rotated("witness --accept om.cosig --allowed-signers allowed").code == 0
        return rotated

    def test_it_speaks_against_nobody_and_says_whose_word_it_is(self, witnessed: Vs) -> None:
        told = witnessed("verify --json --allowed-signers allowed --lang en")

        assert (told.code, told.data["level"]) == (0, "witnessed")
        assert [one for one in told.data["limits"] if "is the journal's own word" in one]

    def test_so_does_the_period_in_a_trust_file(self, witnessed: Vs, keys: Path) -> None:
        lines = (keys / "allowed").read_text().replace("old namespaces", 'old valid-before="20150302Z",namespaces')
        (keys / "ended").write_text(lines)

        told = witnessed("verify --json --allowed-signers ended --lang en")

        assert (told.code, told.data["level"]) == (0, "witnessed")
        assert len([one for one in told.data["limits"] if "is the journal's own word" in one]) == 1

    def test_it_is_no_limit_of_what_the_key_cannot_have_signed_at_all(
        self, rotated: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        signed_by("old", keys, 37)
        monkeypatch.setenv("VS_NOW", LATER)
        cosigned_by("om", keys, "00000037.om.cosig")
        shutil.copy(keys / "00000037.om.cosig", keys / KEPT)

        told = rotated("verify --json --allowed-signers allowed --lang en")

        assert rules(told) == ["seal.key-not-then"]
        assert not [one for one in told.data["limits"] if "is the journal's own word" in one]
        shutil.rmtree(keys / KEPT)

    def test_what_covers_the_retirement_itself_the_old_key_cannot_have_signed(self, rotated: Vs, keys: Path) -> None:
        signed_by("old", keys, 37)

        assert rules(rotated("verify --json --allowed-signers allowed")) == ["seal.key-not-then"]
        shutil.rmtree(keys / KEPT)
