"""Witnessing: a partner signs what extends what he signed before, with an ordinary key, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, SEALED, bundle, configure, cosigned_by, forge, fresh_memory, touch
from vs_workflow.journal.checkpoint import read_cosigned


class TestWitness:
    def test_a_partner_signs_what_stock_tools_can_check(self, sealed: Vs, keys: Path) -> None:
        content = (keys / "00000034.cosig").read_bytes()
        cosigned, signature = read_cosigned(content)
        (keys / "sig").write_bytes(signature)

        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "politie", "-n", "vs-witness", "-s", "sig"]
        done = subprocess.run(command, input=cosigned.body, cwd=keys, capture_output=True, check=False)

        assert done.returncode == 0
        assert cosigned.body.startswith(b"cosignature/v1\ntime ")
        assert (keys / KEPT / "00000034.politie.cosig").read_bytes() == content

    def test_a_partner_needs_a_bundle_only(self, sealed: Vs, keys: Path) -> None:
        bundle(keys)
        assert sealed("witness bundle --sign-with om --out om.cosig --db nowhere.db").code == 0

        taken = sealed("witness --accept om.cosig --lang nl")
        assert taken.code == 0
        assert re.search(r"\bop +\d{1,2} \w+ \d{4} \d{2}:\d{2}\n", taken.out)
        witnesses = sealed("verify --json").data["checkpoints"][0]["witnesses"]
        assert set(witnesses) == {"om", "politie"}

    def test_a_bundle_will_do_as_a_folder_and_as_a_zip(self, sealed: Vs, keys: Path) -> None:
        for name in ("whole", "whole.zip"):
            assert sealed(f"export --bundle {name}").code == 0
            told = sealed(f"witness {name} --sign-with om --out {name}.cosig --db nowhere.db --json")
            assert (told.code, told.data["size"], told.data["checked"]) == (0, SEALED, True)

        (keys / "whole" / "journal.jsonl").write_bytes(b"{}")
        assert sealed("witness whole --sign-with om --out again.cosig").code == 5

    def test_a_partner_refuses_another_history(self, sealed: Vs, keys: Path) -> None:
        forge("vs.db", touch(20))
        shutil.rmtree(keys / KEPT)
        fresh_memory(keys)
        assert sealed("seal").code == 0

        told = sealed("witness --sign-with politie --json")

        assert (told.code, told.data["error"]["code"]) == (1, "seal.rewritten")
        assert not (keys / "00000037.cosig").exists()

    def test_a_partner_refuses_a_shorter_and_an_older_one(self, sealed: Vs, keys: Path) -> None:
        bundle(keys)
        assert sealed("seal").code == 0
        remembered = keys / ".local" / "state" / "vs" / "witness"
        shutil.copytree(remembered, keys / "kept")
        assert sealed("witness --sign-with om --out new.cosig").code == 0

        assert sealed("witness bundle --sign-with om --out old.cosig").code == 5
        shutil.rmtree(remembered)
        shutil.copytree(keys / "kept", remembered)
        forge("vs.db", lambda entries: entries[:30])
        assert sealed("witness --sign-with om --out cut.cosig").code == 1

    @pytest.mark.parametrize(("out", "code"), [("there.cosig", 5), ("nowhere/x.cosig", 5), (".", 5)])
    def test_what_cannot_be_handed_over_is_not_remembered_as_signed(
        self, sealed: Vs, keys: Path, out: str, code: int
    ) -> None:
        bundle(keys)
        assert sealed("seal").code == 0
        (keys / "there.cosig").write_text("x")

        told = sealed(f"witness --sign-with om --out {out} --lang en")

        assert (told.code, "seal again" in told.err) == (code, False)
        assert sealed("witness bundle --sign-with om --out old.cosig").code == 0

    def test_what_was_signed_is_remembered_also_where_it_could_not_be_written_after_all(
        self, sealed: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bundle(keys)
        assert sealed("seal").code == 0
        write = Path.replace

        def refused(path: Path, target: Path) -> Path:
            if target.name == "om.cosig":
                raise OSError(28, "No space left on device")
            return write(path, target)

        with monkeypatch.context() as full:
            full.setattr(Path, "replace", refused)
            told = sealed("witness --sign-with om --out om.cosig --json")

        assert (told.code, told.data["error"]["code"]) == (4, "witness.not-written")
        assert list(keys.glob("*om.cosig*")) == []
        assert sealed("witness bundle --sign-with om --out old.cosig").code == 5
        assert sealed("witness --sign-with om --out om.cosig").code == 0

    def test_a_partner_with_a_trust_file_wants_the_programmes_signature(self, sealed: Vs, keys: Path) -> None:
        (keys / KEPT / "00000034.sig").write_bytes(b"")

        told = sealed("witness --sign-with om --out om.cosig --lang en")
        assert (told.code, "vs seal" in told.err, "bundle" in told.err) == (5, True, False)
        (keys / "vs.toml").unlink()
        assert sealed("witness --sign-with om --out om.cosig").code == 0

    def test_the_programmes_signature_may_be_of_any_day_on_which_the_journal_was_as_long(
        self, rehearsal: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        configure(keys)
        lines = (keys / "allowed").read_text()
        (keys / "allowed").write_text(lines.replace("prog namespaces", 'prog valid-after="20150301Z",namespaces'))
        assert rehearsal("witness --sign-with om").code == 5
        monkeypatch.setenv("VS_NOW", "2015-04-10T09:00+02:00")
        assert rehearsal("seal").code == 0
        for more in ("", "record team-formed 1 --as keken", "record team-formed 2 --as boomkamp"):
            assert not more or rehearsal(more).code == 0

            assert rehearsal("verify --json").data["level"] == "signed"
            assert rehearsal(f"witness --sign-with om --out {len(more)}.cosig").code == 0

        lines = (keys / "allowed").read_text().replace("20150301Z", "20150411Z")
        (keys / "allowed").write_text(lines)
        told = rehearsal("witness --sign-with om --out late.cosig --now 2015-05-01T09:00+02:00 --json")
        assert (told.code, told.data["error"]["code"]) == (5, "witness.not-signed")
        (keys / "vs.toml").unlink()

    def test_a_rehearsal_is_signed_at_a_moment_that_is_set(
        self, sealed: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as without:
            without.delenv("VS_NOW")
            told = sealed("witness --sign-with om --out om.cosig --json")

        assert (told.code, told.data["error"]["code"]) == (2, "clock.rehearsal-without-now")
        assert not (keys / "om.cosig").exists()

    def test_without_anything_to_sign_it_is_five(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("witness --sign-with politie").code == 5
        assert rehearsal("witness nowhere --sign-with politie").code == 5

    def test_only_a_partners_signature_of_ours_is_taken_in(self, sealed: Vs, keys: Path) -> None:
        assert sealed("witness --sign-with x --out x.cosig").code == 0
        cosigned_by("prog", keys, "own.cosig")
        damaged = (keys / "00000034.cosig").read_bytes().replace(b"time 1", b"time 2", 1)
        (keys / "damaged.cosig").write_bytes(damaged)
        (keys / "odd.cosig").write_text("odd")

        assert [
            sealed(f"witness --accept {name} --json").data["error"]["code"]
            for name in ("x.cosig", "own.cosig", "damaged.cosig", "odd.cosig")
        ] == ["witness.not-trusted", "witness.not-trusted", "witness.not-trusted", "witness.unreadable"]

    def test_the_programmes_own_key_is_no_witness(self, sealed: Vs, keys: Path) -> None:
        public = " ".join((keys / "prog.pub").read_text().split()[:2])
        with (keys / "allowed").open("a") as file:
            file.write(f'colleague namespaces="vs-witness" {public}\n')
        cosigned_by("prog", keys, "own.cosig")

        told = sealed("witness --accept own.cosig --json")
        shutil.copy(keys / "own.cosig", keys / KEPT / "00000034.own.cosig")
        (keys / KEPT / "00000034.politie.cosig").unlink()

        assert told.data["error"]["code"] == "witness.own-key"
        assert sealed("verify --json").data["level"] == "signed"

    def test_a_signature_from_before_what_it_covers_is_not_taken_in(self, sealed: Vs, keys: Path) -> None:
        assert sealed("witness --sign-with om --out early.cosig --now 2015-01-05T09:00+01:00").code == 0

        told = sealed("witness --accept early.cosig --json")

        assert (told.code, told.data["error"]["code"]) == (5, "witness.before-entry")
        assert sealed("verify --json").data["whole"]

    def test_signatures_of_one_partner_are_taken_in_in_the_order_of_their_times(self, sealed: Vs, keys: Path) -> None:
        assert sealed("witness --sign-with om --out first.cosig --now 2015-04-01T09:00+02:00").code == 0
        assert sealed("witness --accept first.cosig --now 2015-04-01T09:00+02:00").code == 0
        assert sealed("check --now 2015-03-02T09:00+01:00").code == 0
        assert sealed("seal --now 2015-03-02T09:00+01:00").code == 0
        for name, day in (("wrong", "2015-03-03T09:00+01:00"), ("right", "2015-04-02T09:00+02:00")):
            assert sealed(f"witness --sign-with om --out {name}.cosig --now {day}").code == 0

        told = sealed("witness --accept wrong.cosig --json --now 2015-04-03T09:00+02:00")

        assert (told.code, told.data["error"]["code"]) == (5, "witness.times-backwards")
        assert sealed("witness --accept right.cosig --now 2015-04-03T09:00+02:00").code == 0
        assert sealed("verify --json --now 2015-04-03T09:00+02:00").data["whole"]

    def test_a_key_of_the_programmes_own_signs_nothing_as_a_witness(self, sealed: Vs, keys: Path) -> None:
        bundle(keys)
        first = sealed("witness bundle --sign-with prog --out own.cosig --json")
        assert sealed("seal add-key x.pub --principal old --yes --now 2015-02-13T09:00+01:00").code == 0
        assert sealed("seal add-key prog.pub --principal new --yes --now 2015-02-13T09:00+01:00").code == 0
        assert sealed("seal --now 2015-02-13T09:00+01:00").code == 0
        declared = sealed("witness --sign-with x --out own.cosig --json")

        for told in (first, declared):
            assert (told.code, told.data["error"]["code"]) == (5, "witness.programmes-key")
        assert not (keys / "own.cosig").exists()
        assert sealed("witness --sign-with om --out om.cosig").code == 0

    @pytest.mark.parametrize("name", ["README.txt", "checkpoints/00000034.politie.cosig"])
    def test_a_bundle_of_which_a_file_is_damaged_is_not_signed(self, sealed: Vs, keys: Path, name: str) -> None:
        assert sealed("export --bundle whole").code == 0
        (keys / "whole" / name).write_text("x")

        told = sealed("witness whole --sign-with om --out om.cosig --json")

        assert (told.code, told.data["error"]["code"]) == (5, "file.bundle-changed")
        assert not (keys / "om.cosig").exists()

    def test_a_real_programme_has_no_clock_to_set(self, vs: Vs, keys: Path) -> None:
        assert vs("init").code == 0
        assert vs("seal --sign-with prog").code == 0

        assert vs("witness --sign-with politie --now 2015-03-01T09:00+01:00").code == 2
        assert vs("witness --sign-with politie").code == 0
