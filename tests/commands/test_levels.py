"""What verifying says of seals: the level that a proof reaches, and each thing that keeps it lower."""

from __future__ import annotations

import shutil
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, rules


class TestLevels:
    def test_each_level_says_what_it_rests_on(self, sealed: Vs, keys: Path) -> None:
        (keys / "vs.toml").unlink()
        lines = ("verify", "verify --checkpoint minutes", "verify --allowed-signers allowed")
        levels = [sealed(f"{line} --json").data["level"] for line in lines]
        (keys / KEPT / "00000034.politie.cosig").unlink()
        levels.append(sealed("verify --allowed-signers allowed --json").data["level"])

        assert levels == ["linked", "held", "witnessed", "signed"]

    def test_limits_say_which_entries_rest_on_what(self, sealed: Vs, keys: Path) -> None:
        assert sealed("seal").code == 0
        assert sealed("record team-formed 3 --as bakker").code == 0

        told = sealed("verify --json --lang en")

        assert told.data["whole"] and told.data["level"] == "witnessed"
        assert [one[:16] for one in told.data["limits"] if "signed" in one] == ["No. 35 to 37 are", "No. 38 is not si"]

    def test_a_trust_file_that_was_named_and_is_missing_is_a_failure(self, sealed: Vs, keys: Path) -> None:
        (keys / "allowed").unlink()

        by_configuration, by_option = sealed("verify --json"), sealed("verify --json --allowed-signers gone")

        for told in (by_configuration, by_option):
            assert (told.code, told.data["level"], rules(told)) == (1, "linked", ["trust.missing"])

    @pytest.mark.parametrize("name", ['"{}"', '"{0},friend of {0}"'])
    def test_a_name_may_stand_in_quotes_as_ssh_keygen_reads_it(self, sealed: Vs, keys: Path, name: str) -> None:
        lines = [line.partition(" ") for line in (keys / "allowed").read_text().splitlines()]
        (keys / "quoted").write_text("".join(f"{name.format(named)} {rest}\n" for named, _, rest in lines))
        assert sealed("export --bundle bundle").code == 0

        told = sealed("verify --json --allowed-signers quoted")
        line = [sys.executable, "-I", "bundle/verify.py", "--allowed-signers", "quoted"]
        outside = subprocess.run(line, cwd=keys, capture_output=True, text=True)

        assert (told.code, told.data["level"]) == (0, sealed("verify --json --allowed-signers allowed").data["level"])
        assert outside.returncode == 0, outside.stdout

    def test_a_trust_file_that_holds_no_signer_accuses_no_signature(self, sealed: Vs, keys: Path) -> None:
        (keys / "trust.toml").write_text('[signers]\nprog = "ssh-ed25519"\n# prog ssh-ed25519 AAAAC3Nz\n')

        told = sealed("verify --json --allowed-signers trust.toml --lang en")
        witnessed = sealed("witness --sign-with om --out om.cosig --allowed-signers trust.toml --json")

        assert (told.code, told.data["level"], rules(told)) == (1, "linked", ["trust.no-signer"])
        assert [one["check"] for one in told.data["findings"]] == ["trust"]
        assert (witnessed.code, witnessed.data["error"]["code"]) == (5, "trust.no-signer")

    def test_lines_that_were_mistyped_accuse_nobody_of_two_histories(self, sealed: Vs, keys: Path) -> None:
        origin, size, _ = (keys / "minutes").read_text().splitlines()
        (keys / "mistyped").write_text(f"{origin}\n{size}\n{b64encode(bytes(32)).decode()}\n")

        told = sealed("verify --json --checkpoint mistyped")

        assert (told.code, rules(told)) == (1, ["seal.not-these-lines"])

    def test_a_tool_that_is_missing_is_a_failure(self, sealed: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("vs_workflow.outside.signing.TOOL", "no-such-tool")

        told = sealed("verify --json")

        assert (told.code, told.data["level"], rules(told)) == (1, "linked", ["sign.no-tool"])

    def test_receipts_are_held_to_their_entries(self, sealed: Vs) -> None:
        hashes = {one["seq"]: one["hash"] for one in sealed("history --json").data["entries"]}
        right = f"36:{hashes[36][:16]}"

        assert sealed(f"verify --receipt {right} --receipt 1:{hashes[1]}").code == 0
        grouped = " ".join(hashes[36][start : start + 4] for start in range(0, 16, 4))
        assert sealed("verify --receipt", f"36:{grouped}").code == 0
        assert rules(sealed(f"verify --json --receipt 36:{hashes[35]}")) == ["receipt.differs"]
        assert rules(sealed(f"verify --json --receipt 99:{hashes[35]}")) == ["receipt.beyond-end"]
        assert [sealed(f"verify --receipt {text}").code for text in ("36", "36:abc", "x:" + "0" * 16)] == [2, 2, 2]

    def test_what_is_no_checkpoint_is_five(self, sealed: Vs, keys: Path) -> None:
        (keys / "odd").write_text("odd")

        assert [sealed(f"verify --checkpoint {name}").code for name in ("odd", "gone", "allowed")] == [5, 5, 5]

    def test_a_witnesss_file_may_be_brought_too(self, sealed: Vs, keys: Path) -> None:
        shutil.rmtree(keys / KEPT)

        told = sealed("verify --json --checkpoint 00000034.cosig")

        assert (told.code, told.data["level"]) == (0, "witnessed")

    def test_a_retired_key_holds_for_what_it_signed_and_no_longer(self, sealed: Vs, keys: Path) -> None:
        public = " ".join((keys / "prog.pub").read_text().split()[:2])
        (keys / "allowed").write_text(f'prog valid-before="20150214Z",namespaces="vs-checkpoint" {public}\n')
        (keys / KEPT / "00000034.politie.cosig").unlink()
        assert sealed("verify --json").data["level"] == "signed"
        assert sealed("record team-formed 3 --as bakker --now 2015-02-15T09:00+01:00").code == 0
        assert sealed("seal --now 2015-02-15T09:00+01:00").code == 0

        assert rules(sealed("verify --json --now 2015-02-15T09:00+01:00")) == ["seal.signature-wrong"]

    def test_a_new_key_may_sign_what_was_recorded_before_it_was_there(self, sealed: Vs, keys: Path) -> None:
        old, new = (" ".join((keys / f"{name}.pub").read_text().split()[:2]) for name in ("prog", "x"))
        (keys / "allowed").write_text(f'p valid-before="20150215Z" {old}\np valid-after="20150215Z" {new}\n')
        now = "--now 2015-02-16T09:00+01:00"
        assert sealed(f"seal --sign-with x {now}").code == 0

        at_the_end = sealed(f"verify --json {now}")
        assert sealed(f"record team-formed 3 --as bakker {now}").code == 0
        followed = sealed("verify --json --now 2015-02-17T09:00+01:00")

        assert [one["signers"] for one in at_the_end.data["checkpoints"]] == [["p"], ["p"]]
        assert [one["signers"] for one in followed.data["checkpoints"]] == [["p"], ["p"]]
        assert {*rules(at_the_end), *rules(followed)} == {"seal.cosignature-wrong"}

    def test_since_judges_the_rest_only_where_a_held_checkpoint_covers_what_is_before(self, sealed: Vs) -> None:
        Path("later").write_text(sealed("seal --minutes").out)
        assert sealed("record team-formed 3 --as bakker --now 2015-02-15T09:00+01:00").code == 0
        now = "--now 2015-02-15T09:00+01:00"

        told = sealed(f"verify --since 38 --checkpoint later --json --lang en {now}")
        at_once = sealed(f"verify --since 35 --checkpoint later --json {now}")

        assert (told.code, told.data["whole"], told.data["replayed"]) == (0, True, False)
        assert any(one.startswith("No. 1 to 37 were not judged") for one in told.data["limits"])
        assert (at_once.data["whole"], at_once.data["replayed"]) == (True, True)
        assert [sealed(f"verify {line} {now}").code for line in ("--since 38", "--since 36 --checkpoint minutes")] == [
            2,
            2,
        ]
