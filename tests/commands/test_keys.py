"""The keys of the journal typed: declared, replaced, retired; what sealing, verifying and a bundle make of them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Told, Vs
from tests.commands.seals import KEPT, cosigned_by
from tests.outside.test_signing import key, public
from tests.tools.needs import need

FIRST, ROTATED, LATER = "2015-02-13T09:00+01:00", "2015-03-02T09:00+01:00", "2015-04-01T09:00+02:00"


@pytest.fixture
def keys(folder: Path) -> Path:
    """Two keys of the programme's, one after the other, a partner's and a stranger's; all four are trusted."""
    need("ssh-keygen")
    lines = []
    for name, purpose in (("old", "vs-checkpoint"), ("new", "vs-checkpoint"), ("om", "vs-witness"), ("x", "")):
        made = key(folder, name)
        if purpose:
            lines.append(f'{name} namespaces="{purpose}" {public(made)}\n')
    (folder / "allowed").write_text("".join(lines))
    return folder


def fingerprint(name: str) -> str:
    done = subprocess.run(["ssh-keygen", "-lf", f"{name}.pub"], capture_output=True, text=True, check=True)
    return done.stdout.split()[1]


def add(vs: Vs, name: str, *more: str) -> Told:
    return vs(f"seal add-key {name}.pub --principal programma --yes --json", *more)


def rules(told: Told) -> list[str]:
    return [one["rule"] for one in told.data["findings"]]


def signed_by(name: str, folder: Path, size: int, ending: str = "sig") -> None:
    """The signature of that checkpoint, by another key than signed it."""
    body = folder / KEPT / f"{size:08d}.checkpoint"
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", name, "-n", "vs-checkpoint", str(body)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    Path(f"{body}.sig").rename(body.with_suffix(f".{ending}"))


@pytest.fixture
def rotated(rehearsal: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch) -> Vs:
    """Sealed with the old key, which was replaced on 2 March; sealed with the new one after that."""
    assert add(rehearsal, "old").code == 0
    assert rehearsal("seal --sign-with old").code == 0
    monkeypatch.setenv("VS_NOW", ROTATED)
    assert add(rehearsal, "new").code == 0
    assert rehearsal(f"seal retire-key {fingerprint('old')} --yes").code == 0
    assert rehearsal("seal --sign-with new").code == 0
    return rehearsal


class TestTyping:
    def test_it_asks_and_without_an_answer_does_nothing(self, rehearsal: Vs, keys: Path) -> None:
        for line in ("seal add-key old.pub --principal programma", f"seal retire-key {fingerprint('old')}"):
            told = rehearsal(f"{line} --json")
            assert (told.code, told.data["error"]["code"]) == (2, "call.missing")
            assert "--yes" in told.err
        assert "--principal" in rehearsal("seal add-key old.pub --yes").err
        assert rehearsal("seal keys --json").data["keys"] == []

    def test_what_was_recorded_is_said_in_both_languages(self, rehearsal: Vs, keys: Path) -> None:
        said = fingerprint("old")
        told = add(rehearsal, "old")
        assert (told.data["schema"], told.data["actor"], told.data["accepted"]) == ("vs.key/1", None, True)
        assert rehearsal(f"seal retire-key {said} --on 2015-06-01 --yes").code == 0

        history = {lang: " ".join(rehearsal(f"history --lang {lang}").out.split()) for lang in ("nl", "en")}
        assert f"sleutel toegevoegd: {said} (programma, verzegelt) door vs" in history["nl"]
        assert f"sleutel ingetrokken: {said} (programma, verzegelt) door vs" in history["nl"]
        assert f"key added: {said} (programma, seals) by vs" in history["en"]
        assert f"key retired: {said} (programma, seals) by vs" in history["en"]
        shown = rehearsal("seal keys --lang en").out
        assert "from 13 February 2015 (no. 35) until 1 June 2015 (no. 36)" in shown
        assert rehearsal("verify --json").code == 0

    @pytest.mark.parametrize(
        ("line", "code", "rule"),
        [
            ("seal add-key old --principal programma --yes", 5, "key.not-public"),
            ("seal add-key nowhere --principal programma --yes", 5, "file.missing"),
            ("seal retire-key old --yes", 2, "key.no-fingerprint"),
            ("seal add-key old.pub --principal programma --from 04/02/15 --yes", 2, "day.slashes"),
            ("seal sleutels", 2, "call.unknown-command"),
            ("seal add-key old.pub --principal programma --purpose beide --yes", 2, "call.choice"),
        ],
    )
    def test_what_cannot_be_is_said_and_records_nothing(
        self, rehearsal: Vs, keys: Path, line: str, code: int, rule: str
    ) -> None:
        told = rehearsal(f"{line} --json")

        assert (told.code, told.data["error"]["code"]) == (code, rule)
        assert len(rehearsal("history --json").data["entries"]) == 34

    def test_a_refusal_ends_with_three_and_is_recorded(self, rehearsal: Vs, keys: Path) -> None:
        told = rehearsal(f"seal retire-key {fingerprint('x')} --yes --json")

        assert (told.code, told.data["accepted"], told.data["seq"]) == (3, False, 35)
        assert [one["rule"] for one in told.data["reasons"]] == ["key.unknown"]

    def test_seal_itself_goes_on_as_it_did(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("seal --sign-with old -n").code == 0
        assert rehearsal("seal --minutes").out.count("\n") == 3
        assert rehearsal("seal --sign-with old --json").data["signed"] is True


class TestRotation:
    def test_what_the_old_key_signed_stays_valid_for_us_and_for_the_stock_tool(self, rotated: Vs, keys: Path) -> None:
        told = rotated("verify --json --allowed-signers allowed")

        assert (told.code, told.data["level"]) == (0, "signed")
        assert [(one["size"], one["signers"]) for one in told.data["checkpoints"]] == [(35, ["old"]), (37, ["new"])]
        (keys / "lines").write_text(rotated("seal keys --lines").out)
        for size, at in ((35, "20150213080000Z"), (37, "20150302080000Z")):
            kept = keys / KEPT / f"{size:08d}.checkpoint"
            command = ["ssh-keygen", "-Y", "verify", "-f", "lines", "-I", "programma", "-n", "vs-checkpoint"]
            command += ["-s", str(kept.with_suffix(".sig")), "-O"]
            done = [
                subprocess.run(
                    [*command, f"verify-time={when}"], input=kept.read_bytes(), capture_output=True, check=False
                ).returncode
                for when in (at, "20150301225959Z" if size == 37 else "20150301230000Z")
            ]
            assert done[0] == 0
            assert done[1] != 0

    def test_a_checkpoint_signed_with_the_old_key_afterwards_is_named(self, rotated: Vs, keys: Path) -> None:
        signed_by("old", keys, 37)

        for trusting in ("--allowed-signers allowed", ""):
            told = rotated(f"verify --json {trusting}")
            assert (told.code, rules(told)) == (1, ["seal.key-not-then"])
            (found,) = told.data["findings"]
            assert (found["seq"], found["check"]) == (37, "signature")
            assert (found["facts"]["from"], found["facts"]["until"]) == ("2015-02-13", "2015-03-02")
            assert found["facts"]["fingerprint"] == fingerprint("old")
            assert told.data["level"] == "linked"
        shutil.rmtree(keys / KEPT)

    def test_a_checkpoint_signed_by_a_key_that_the_journal_never_declared_is_named(
        self, rotated: Vs, keys: Path
    ) -> None:
        with (keys / "allowed").open("a") as allowed:
            allowed.write(f"x {public(keys / 'x')}\n")
        signed_by("x", keys, 37)

        told = rotated("verify --json --allowed-signers allowed")

        assert (told.code, rules(told)) == (1, ["seal.key-undeclared"])
        shutil.rmtree(keys / KEPT)

    def test_the_auditors_trust_file_is_not_replaced_by_what_the_journal_says(self, rotated: Vs, keys: Path) -> None:
        (keys / "strict").write_text(f'new namespaces="vs-checkpoint" {public(keys / "new")}\n')

        told = rotated("verify --json --allowed-signers strict")

        assert rules(told) == ["seal.signature-wrong"]
        assert told.data["findings"][0]["seq"] == 35

    def test_the_time_of_a_witness_counts_where_there_is_one(
        self, rotated: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whoever has the old key and the database can seal an old part anew, and nothing in which its end stands."""
        shutil.rmtree(keys / KEPT)
        shutil.rmtree(keys / ".local")
        monkeypatch.setenv("VS_NOW", LATER)
        assert rotated("seal --sign-with new").code == 0
        assert rotated("witness --sign-with om --out om.cosig").code == 0
        assert rotated("witness --accept om.cosig --allowed-signers allowed").code == 0
        assert rotated("verify --json --allowed-signers allowed").data["level"] == "witnessed"
        signed_by("old", keys, 37)

        told = rotated("verify --json --allowed-signers allowed")

        assert rules(told) == ["seal.key-not-then"]
        assert told.data["findings"][0]["facts"]["at"] == "2015-03-02T08:00:00.000000Z"
        shutil.rmtree(keys / KEPT)

    def test_a_sealed_journal_that_declares_no_key_says_so_as_a_limit(self, rehearsal: Vs, keys: Path) -> None:
        limit = "It is sealed, but the journal does not say with which key"
        assert limit not in rehearsal("verify --lang en --json").out
        assert rehearsal("seal --sign-with old").code == 0

        told = rehearsal("verify --lang en --json --allowed-signers allowed")
        assert (told.code, [one for one in told.data["limits"] if one.startswith(limit)] != []) == (0, True)
        assert add(rehearsal, "old").code == 0
        assert limit not in rehearsal("verify --lang en --json").out


class TestSealing:
    def test_another_key_than_the_declared_one_seals_nothing(self, rotated: Vs, keys: Path) -> None:
        before = sorted(one.name for one in (keys / KEPT).iterdir())
        assert rotated("record team-formed 1 --as keken").code == 0

        for name in ("old", "x"):
            told = rotated(f"seal --sign-with {name} --json")
            assert (told.code, told.data["error"]["code"]) == (5, "seal.wrong-key")
            assert fingerprint("new") in told.data["error"]["remedy"]
        assert sorted(one.name for one in (keys / KEPT).iterdir()) == before
        assert rotated("seal --sign-with new --json").data["signed"] is True

    def test_the_seal_after_a_check_is_refused_and_the_check_stands(self, rotated: Vs, keys: Path) -> None:
        (keys / "vs.toml").write_text('[seal]\nkey = "old"\nafter_check = true\n')

        told = rotated("check --json")

        assert (told.code, told.data["sealed"], told.data["error"]["code"]) == (5, False, "seal.wrong-key")
        assert told.data["seq"] is not None
        (keys / "vs.toml").write_text('[seal]\nkey = "new"\nafter_check = true\n')
        assert rotated("check --json --now 2015-03-03T09:00+01:00").code == 0
        (keys / "vs.toml").unlink()

    def test_a_key_declared_for_later_does_not_seal_yet(
        self, rehearsal: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert add(rehearsal, "new", "--from", "2015-03-02").code == 0

        assert rehearsal("seal --sign-with new").code == 5
        monkeypatch.setenv("VS_NOW", ROTATED)
        assert rehearsal("seal --sign-with new").code == 0
        assert rehearsal("verify --json --allowed-signers allowed").data["level"] == "signed"


class TestWitnesses:
    def test_a_witness_whose_key_was_retired_by_then_is_named(self, rotated: Vs, keys: Path) -> None:
        assert rotated("witness --sign-with om --out om.cosig").code == 0
        assert rotated("witness --accept om.cosig --allowed-signers allowed").code == 0
        line = "seal add-key om.pub --principal om --purpose witness --from 2015-02-14 --reason later --yes"
        assert rotated(line).code == 0
        assert rotated("verify --json --allowed-signers allowed").data["level"] == "witnessed"
        assert rotated(f"seal retire-key {fingerprint('om')} --on 2015-03-01 --yes").code == 0

        told = rotated("verify --json --allowed-signers allowed")

        assert (told.code, rules(told), told.data["level"]) == (1, ["seal.key-not-then"], "signed")
        assert told.data["findings"][0]["check"] == "cosignature"
        (keys / KEPT / "00000037.om.cosig").unlink()

    def test_a_signature_of_a_witness_whose_key_was_retired_by_then_is_not_taken_in(
        self, rotated: Vs, keys: Path
    ) -> None:
        assert (
            rotated("seal add-key om.pub --principal om --purpose witness --from 2015-02-14 --reason late --yes").code
            == 0
        )
        assert rotated(f"seal retire-key {fingerprint('om')} --on 2015-03-01 --yes").code == 0
        assert rotated("witness --sign-with om --out om.cosig").code == 0

        told = rotated("witness --accept om.cosig --allowed-signers allowed --json")

        assert (told.code, told.data["error"]["code"]) == (5, "witness.key-not-then")
        assert rotated("verify --json --allowed-signers allowed").code == 0

    def test_an_earlier_key_of_the_programmes_own_is_no_witness(self, rotated: Vs, keys: Path) -> None:
        with (keys / "allowed").open("a") as allowed:
            allowed.write(f'oud namespaces="vs-witness" {public(keys / "old")}\n')
        cosigned_by("old", keys, "old.cosig")

        told = rotated("witness --accept old.cosig --allowed-signers allowed --json")
        assert (told.code, told.data["error"]["code"]) == (5, "witness.own-key")
        shutil.copy(keys / "old.cosig", keys / KEPT / "00000037.old.cosig")
        told = rotated("verify --json --allowed-signers allowed")
        assert (told.code, told.data["level"]) == (0, "signed")


class TestTheBundle:
    def checked(self, *more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "bundle/verify.py", *more]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))

    def test_it_carries_who_might_sign_and_checks_itself_by_that(self, rotated: Vs, keys: Path) -> None:
        (keys / "vs.toml").write_text('[seal]\nallowed_signers = "allowed"\n')
        assert rotated("export --bundle bundle").code == 0

        lines = (keys / "bundle" / "allowed_signers").read_text()

        assert lines == rotated("seal keys --lines").out + (keys / "allowed").read_text().splitlines(True)[2]
        assert self.checked().returncode == 0
        assert self.checked("--allowed-signers", "allowed").returncode == 0
        assert rotated("import bundle --db elsewhere.db").code == 0
        told = rotated("seal keys --json --db elsewhere.db")
        assert [one["holds"] for one in told.data["keys"]] == [False, True]

    def test_its_verifier_names_the_old_key_whatever_a_trust_file_allows(self, rotated: Vs, keys: Path) -> None:
        signed_by("old", keys, 37)
        assert rotated("export --bundle bundle").code == 1

        for trusting in ((), ("--allowed-signers", "allowed")):
            done = self.checked(*trusting)
            assert done.returncode == 1
            assert "00000037.sig: signature: is by a key that by the journal itself holds from" in done.stdout
        shutil.rmtree(keys / KEPT)

    def test_a_part_has_them_too_and_what_is_of_no_assignment_stays_out_of_trails(
        self, rotated: Vs, keys: Path
    ) -> None:
        assert rotated("export --bundle bundle --assignment 4A").code == 0
        assert self.checked().returncode == 0
        assert '"kind":"key"' in (keys / "bundle" / "journal.jsonl").read_text()

        for form in ("xes", "adl"):
            assert "SHA256" not in rotated(f"export --{form} -").out
        table = rotated("export --csv -").out
        assert table.count(",key,added,") == 2
        assert table.count(",key,retired,") == 1
        assert "SHA256" not in rotated("export --csv - --assignment 4A").out
        for form in ("csv", "jsonl"):
            assert fingerprint("old") in rotated(f"export --{form} - --roles-only").out

    def test_derived_tables_are_made_again_the_same(self, rotated: Vs, keys: Path) -> None:
        assert rotated("rebuild").code == 0

        assert rotated("verify --json").code == 0
        assert len(json.loads(rotated("seal keys --json").out)["keys"]) == 2
