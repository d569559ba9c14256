"""Attacks on a sealed journal, with what catches each: what others hold, and what they hold it against."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, Entries, cosigned_by, forge, fresh_memory, rules, touch
from vs_workflow.journal.checkpoint import read_cosigned


class TestAttacks:
    """The table of attacks on a sealed journal: 34 entries sealed, witnessed and held; 35 to 37 in the open window."""

    @pytest.fixture
    def attacked(self, sealed: Vs, keys: Path) -> Vs:
        hashes = {one["seq"]: one["hash"] for one in sealed("history --json").data["entries"]}
        (keys / "receipts").write_text(f"--receipt 12:{hashes[12]} --receipt 36:{hashes[36]}")
        return sealed

    def alone(self, vs: Vs, keys: Path) -> dict[str, list[str]]:
        """What each finds where the others are gone: the programme's own, the auditor's, a partner's, receipts."""
        kept, away = keys / KEPT, keys / "away"
        found = {"own": rules(vs("verify --json"))}
        kept.rename(away)
        found["held"] = rules(vs("verify --json --checkpoint minutes"))
        found["witness"] = rules(vs("verify --json --checkpoint 00000034.cosig"))
        found["receipt"] = rules(vs(f"verify --json {(keys / 'receipts').read_text()}"))
        away.rename(kept)
        return found

    @pytest.mark.parametrize(
        "change",
        [
            touch(10),
            lambda entries: [*entries[:9], *entries[10:]],
            lambda entries: [*entries[:9], entries[10], entries[9], *entries[11:]],
            lambda entries: [*entries[:20], {**entries[19], "salt": "0" * 32}, *entries[20:]],
        ],
        ids=["edited", "deleted", "swapped", "inserted"],
    )
    def test_a_rewritten_past_is_found_by_each_of_them(
        self, attacked: Vs, keys: Path, change: Callable[[Entries], Entries]
    ) -> None:
        forge("vs.db", change)

        found = self.alone(attacked, keys)

        assert found["own"] == found["held"] == found["witness"] == ["seal.rewritten"]
        assert found["receipt"] == ["receipt.differs"]
        said = attacked("verify --json").data
        assert said["level"] == "linked"
        assert [one["facts"]["from"] for one in said["findings"] if one["rule"] == "seal.rewritten"] == [1]

    def test_signed_anew_with_the_stolen_key_only_what_others_hold_finds_it(self, attacked: Vs, keys: Path) -> None:
        forge("vs.db", touch(10))
        shutil.rmtree(keys / KEPT)
        fresh_memory(keys)
        assert attacked("seal").code == 0

        found = self.alone(attacked, keys)

        assert found == {
            "own": [], "held": ["seal.rewritten"], "witness": ["seal.rewritten"], "receipt": ["receipt.differs"],
        }  # fmt: skip

    def test_another_beginning_is_another_journal(self, attacked: Vs, keys: Path) -> None:
        forge("vs.db", touch(1))

        found = self.alone(attacked, keys)

        assert found["own"] == found["held"] == found["witness"] == ["seal.other-origin"]

    def test_a_tail_cut_off_behind_the_last_checkpoint_is_found_by_a_receipt_only(
        self, attacked: Vs, keys: Path
    ) -> None:
        forge("vs.db", lambda entries: entries[:35])

        found = self.alone(attacked, keys)

        assert found == {"own": [], "held": [], "witness": [], "receipt": ["receipt.beyond-end"]}

    def test_a_tail_cut_off_before_the_last_checkpoint_is_found_by_each(self, attacked: Vs, keys: Path) -> None:
        forge("vs.db", lambda entries: entries[:30])

        found = self.alone(attacked, keys)

        assert found["own"] == found["held"] == found["witness"] == ["seal.shorter"]
        assert found["receipt"] == ["receipt.beyond-end"]
        facts = [one["facts"] for one in attacked("verify --json").data["findings"] if one["rule"] == "seal.shorter"]
        assert (facts[0]["from"], facts[0]["to"]) == (31, 34)

    def test_with_the_own_checkpoints_dropped_others_still_find_it(self, attacked: Vs, keys: Path) -> None:
        forge("vs.db", lambda entries: entries[:30])
        for path in (keys / KEPT).iterdir():
            path.unlink()

        found = self.alone(attacked, keys)

        assert (found["own"], found["held"], found["witness"]) == ([], ["seal.shorter"], ["seal.shorter"])

    def test_nothing_finds_a_change_in_the_open_window_that_nobody_has_a_receipt_of(
        self, attacked: Vs, keys: Path
    ) -> None:
        forge("vs.db", touch(37))

        assert self.alone(attacked, keys) == {"own": [], "held": [], "witness": [], "receipt": []}
        limits = attacked("verify --json --lang en").data["limits"]
        assert any(one.startswith("No. 35 to 37 are not signed") for one in limits)

    def test_a_fork_passes_alone_and_two_parties_who_compare_find_it(self, attacked: Vs, keys: Path) -> None:
        assert attacked("seal").code == 0
        shutil.copy(keys / KEPT / "00000037.checkpoint", keys / "theirs")
        cosigned_by("om", keys, "theirs.cosig")
        forge("vs.db", touch(37))
        for path in (keys / KEPT).glob("00000037*"):
            path.unlink()
        fresh_memory(keys)
        assert attacked("seal").code == 0

        assert rules(attacked("verify --json")) == []
        assert rules(attacked("verify --json --checkpoint theirs")) == ["seal.not-these-lines"]
        told = attacked("verify --json --checkpoint theirs.cosig")
        assert rules(told) == ["seal.rewritten", "seal.two-roots"]
        (found,) = [one for one in told.data["findings"] if one["rule"] == "seal.rewritten"]
        assert (found["seq"], found["facts"]["from"], found["facts"]["to"]) == (35, 35, 37)

    @pytest.mark.parametrize("change", [touch(10), touch(36), lambda entries: entries[:30]], ids=["old", "new", "cut"])
    def test_the_signer_signs_no_other_history(
        self, attacked: Vs, keys: Path, change: Callable[[Entries], Entries]
    ) -> None:
        assert attacked("seal").code == 0
        forge("vs.db", change)
        shutil.rmtree(keys / KEPT)

        told = attacked("seal --json")

        assert told.code == 1
        assert told.data["error"]["code"] in ("seal.rewritten", "seal.shorter")
        assert not (keys / KEPT).exists()

    def test_the_signer_signs_no_journal_that_does_not_link(self, attacked: Vs) -> None:
        db = sqlite3.connect("vs.db")
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE journal SET entry = replace(entry, 'team-formed', 'team-forged') WHERE seq = 36")
        db.commit()
        db.close()

        told = attacked("seal --json")

        assert (told.code, told.data["error"]["code"]) == (1, "seal.unlinked")
        assert "36" in told.data["error"]["message"]

    def test_a_lost_memory_is_made_good_by_the_folder(self, attacked: Vs, keys: Path) -> None:
        fresh_memory(keys)
        forge("vs.db", touch(10))

        assert attacked("seal").code == 1

    def test_who_lost_the_memory_and_finds_it_sealed_already_remembers_that(self, attacked: Vs, keys: Path) -> None:
        assert attacked("seal").code == 0
        fresh_memory(keys)
        assert attacked("seal --dry-run --json").data["again"] is True
        assert attacked("seal --json").data["again"] is True
        forge("vs.db", touch(10))
        shutil.rmtree(keys / KEPT)

        told = attacked("seal --json")

        assert (told.code, told.data["error"]["code"]) == (1, "seal.rewritten")

    def test_an_entry_recorded_after_its_witness_signed_is_found(self, attacked: Vs, keys: Path) -> None:
        early = attacked("witness --sign-with om --out early.cosig --now 2015-02-13T09:00+01:00").code
        content = (keys / "early.cosig").read_bytes()
        cosigned, _ = read_cosigned(content)
        message = cosigned.body.replace(str(cosigned.time).encode(), str(cosigned.time - 3600).encode())
        (keys / "message").write_bytes(message)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", "om", "-n", "vs-witness", "message"]
        subprocess.run(command, cwd=keys, check=True, capture_output=True)
        signature = (keys / "message.sig").read_bytes()
        (keys / KEPT / "00000034.om.cosig").write_bytes(message + signature)

        assert early == 0
        assert rules(attacked("verify --json")) == ["seal.time-before-entry"]

    def test_every_flipped_byte_of_the_kept_files_is_found_and_none_is_called_tampering_alone(
        self, attacked: Vs, keys: Path
    ) -> None:
        kept = keys / KEPT
        allowed = {"seal.file-damaged", "seal.signature-wrong", "seal.cosignature-wrong", "seal.rewritten"}
        allowed |= {"seal.other-origin", "seal.shorter", "seal.two-roots", "seal.no-signature", "seal.times-backwards"}
        for path in sorted(kept.iterdir()):
            content = path.read_bytes()
            for place in range(3, len(content) - 40, len(content) // 5):
                path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
                told = attacked("verify --json --lang en")
                assert told.code == 1, (path.name, place)
                assert set(rules(told)) & allowed, (path.name, place, rules(told))
            path.write_bytes(content)
        (kept / "00000034.checkpoint").write_bytes(b"\0" * 40)
        damaged = [one for one in attacked("verify --json --lang en").data["findings"] if "damaged" in one["rule"]]
        assert "disk" in damaged[0]["remedy"]
        (kept / "00000034.checkpoint").write_text((keys / "minutes").read_text())
