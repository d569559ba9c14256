"""Sealing: a checkpoint and its signature, by hand and after each check, on a file and on a server."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, configure, forge, rules
from tests.programmes import OOST
from vs_workflow.journal.checkpoint import read_checkpoint
from vs_workflow.outside.signing import SshSigner


def twin(folder: Path) -> str:
    """The programme of 2015 under another key, so that both have as many entries."""
    for one in (OOST.programme, OOST.lifecycle, OOST.people):
        text = one.read_text("utf-8")
        (folder / one.name).write_text(text.replace('"veiligheidsstrategie-oost-nederland"', '"tweeling"', 1), "utf-8")
    return OOST.programme.name


class TestSealing:
    def test_a_checkpoint_and_its_signature_hold_for_stock_tools(self, rehearsal: Vs, keys: Path) -> None:
        told = rehearsal("seal --sign-with prog --json")

        kept = keys / KEPT
        body = (kept / "00000034.checkpoint").read_bytes()
        assert told.code == 0
        assert told.data["signed"] and told.data["body"].encode() == body
        assert sorted(one.name for one in kept.iterdir()) == ["00000034.checkpoint", "00000034.sig"]
        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "prog", "-n", "vs-checkpoint"]
        command += ["-s", str(kept / "00000034.sig")]
        assert subprocess.run(command, input=body, cwd=keys, capture_output=True, check=False).returncode == 0

    def test_the_root_is_that_of_the_exported_bytes(self, rehearsal: Vs, keys: Path) -> None:
        checkpoint = read_checkpoint(rehearsal("seal --minutes").out.encode())
        with sqlite3.connect("vs.db") as db:
            rows = db.execute("SELECT CAST(entry AS BLOB) FROM journal ORDER BY seq").fetchall()
        leaves = [hashlib.sha256(b"\0" + text).digest() for (text,) in rows]

        def root(part: list[bytes]) -> bytes:
            half = 1 << (len(part) - 1).bit_length() - 1 if len(part) > 1 else 0
            return part[0] if not half else hashlib.sha256(b"\1" + root(part[:half]) + root(part[half:])).digest()

        assert (checkpoint.size, checkpoint.root) == (len(rows), root(leaves))
        assert checkpoint.origin.endswith("/" + leaves[0].hex()[:16])

    @pytest.mark.parametrize("part", [1, 7, 34, 35])
    def test_in_parts_it_is_the_same(
        self, rehearsal: Vs, keys: Path, part: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = rehearsal("seal --minutes").out

        monkeypatch.setattr("vs_workflow.desk.seal.PART", part)

        assert rehearsal("seal --minutes").out == whole

    def test_what_is_sealed_already_is_not_signed_again(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("seal --sign-with prog").code == 0

        again = rehearsal("seal --sign-with prog --json")

        assert (again.code, again.data["signed"], again.data["again"]) == (0, False, True)

    @pytest.mark.parametrize("damage", [b"", b"garbage", None])
    def test_what_lies_there_and_is_no_signature_of_it_is_signed_again(
        self, rehearsal: Vs, keys: Path, damage: bytes | None
    ) -> None:
        assert rehearsal("seal --sign-with prog").code == 0
        kept = keys / KEPT / "00000034.sig"
        signed = kept.read_bytes()
        kept.write_bytes(SshSigner(str(keys / "prog")).sign(b"x", "vs-checkpoint") if damage is None else damage)

        again = rehearsal("seal --sign-with prog --json")

        assert (again.code, again.data["signed"], again.data["again"]) == (0, True, False)
        assert kept.read_bytes() == signed

    @pytest.mark.parametrize("more", ["", " --dry-run"])
    def test_a_key_is_looked_at_also_where_it_is_sealed_already(self, rehearsal: Vs, keys: Path, more: str) -> None:
        assert rehearsal("seal add-key prog.pub --principal prog --yes").code == 0
        assert rehearsal("seal --sign-with prog").code == 0

        found = [rehearsal(f"seal --sign-with {key}{more} --json") for key in ("nowhere", "allowed", "x")]

        assert [one.code for one in found] == [5, 5, 5]
        assert [one.data["error"]["code"] for one in found] == ["sign.no-key", "sign.refused", "seal.wrong-key"]

    def test_a_journal_shorter_than_what_was_signed_here_names_the_file_that_remembers(
        self, sealed: Vs, keys: Path
    ) -> None:
        forge("vs.db", lambda entries: entries[:30])
        shutil.rmtree(keys / KEPT)

        told = sealed("seal --lang en")

        assert told.code == 1
        (remembered,) = (one for one in (keys / ".local/state/vs/seal").iterdir() if one.suffix != ".lock")
        assert str(remembered) in told.err

    def test_two_programmes_in_one_database_keep_their_checkpoints_apart(
        self, vs: Vs, keys: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VS_NOW", "2015-02-13T09:00+01:00")
        assert vs("init --rehearsal").code == 0
        other = twin(keys)
        assert vs(f"init {other} --rehearsal").code == 0
        programmes = ("veiligheidsstrategie-oost-nederland", "tweeling")

        sealed = [vs(f"seal --sign-with prog --programme {one} --json") for one in programmes]

        assert [one.code for one in sealed] == [0, 0]
        assert sealed[0].data["size"] == sealed[1].data["size"]
        for one in programmes:
            told = vs(f"verify --allowed-signers allowed --programme {one} --json")
            assert (told.code, told.data["level"]) == (0, "signed")
            assert vs(f"export --bundle {one} --programme {one}").code == 0
            assert vs(f"import {one} --db both.db").code == 0
        for one in programmes:
            told = vs(f"verify --allowed-signers allowed --programme {one} --db both.db --json")
            assert (told.code, told.data["level"]) == (0, "signed")

    def test_a_dry_run_and_the_minutes_keep_nothing(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("seal -n --sign-with prog").code == 0
        assert rehearsal("seal --minutes").out.count("\n") == 3

        assert not (keys / KEPT).exists()
        assert [one for one in (keys / ".local").rglob("*") if one.is_file() and one.suffix != ".lock"] == []

    def test_without_a_key_it_is_two_and_names_the_option(self, rehearsal: Vs, keys: Path) -> None:
        lines = ("seal", "witness", "witness --accept 00000034.cosig")

        told = [rehearsal(f"{line} --lang en") for line in lines]

        assert [one.code for one in told] == [2, 2, 2]
        assert ["--sign-with" in one.err for one in told] == [True, True, False]
        assert ["vs.toml: seal.key" in one.err for one in told] == [True, False, False]
        assert "--allowed-signers" in told[2].err

    def test_with_a_wrong_key_it_is_five(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("seal --sign-with nowhere").code == 5
        assert rehearsal("seal --sign-with allowed").code == 5
        assert not (keys / KEPT).exists()

    def test_who_seals_or_witnesses_a_rehearsal_is_told_so(self, rehearsal: Vs, keys: Path) -> None:
        configure(keys)
        lines = ("seal", "witness --sign-with politie", "witness --accept 00000034.cosig")

        said = [rehearsal(f"{line} --lang en").out.splitlines()[0] for line in lines]

        assert all(one.startswith("REHEARSAL - ") for one in said)

    def test_lost_files_are_made_again_and_come_out_the_same(self, sealed: Vs, keys: Path) -> None:
        first = sealed("seal").code
        kept = (keys / KEPT / "00000037.checkpoint").read_bytes()
        (keys / KEPT / "00000037.checkpoint").unlink()

        assert (first, sealed("seal").code) == (0, 0)
        assert (keys / KEPT / "00000037.checkpoint").read_bytes() == kept

    def test_a_dry_run_makes_no_lost_file_again(self, sealed: Vs, keys: Path) -> None:
        (keys / KEPT / "00000034.checkpoint").unlink()
        sealed("seal --dry-run")
        assert not (keys / KEPT / "00000034.checkpoint").exists()

        assert sealed("seal").code == 0
        assert (keys / KEPT / "00000034.checkpoint").exists()

    def test_a_check_seals_where_it_is_configured(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("check --now 2015-04-10T09:00+02:00").code == 0
        assert not (keys / KEPT).exists()
        configure(keys, after_check="true")

        assert rehearsal("check --json --now 2015-04-11T09:00+02:00").code == 0

        assert len(list((keys / KEPT).glob("*.sig"))) == 1

    def test_a_check_stands_where_sealing_fails(self, rehearsal: Vs, keys: Path) -> None:
        configure(keys, after_check="true", key='"nowhere"')

        told = rehearsal("check --json --now 2015-04-11T09:00+02:00")

        assert (told.code, told.data["seq"] is not None) == (5, True)
        assert "nowhere" in told.err and told.err.count("\n") <= 2
        assert told.err.startswith("Checked and recorded; not sealed: ")
        assert (told.data["sealed"], told.data["error"]["code"]) == (False, "sign.no-key")

    def test_what_a_check_finds_is_one_and_a_seal_that_fails_is_not(self, rehearsal: Vs, keys: Path) -> None:
        configure(keys, after_check="true")
        assert rehearsal("check --now 2015-04-11T09:00+02:00").code == 0
        configure(keys, after_check="true", key='"nowhere"')
        assert rehearsal("check --strict --now 2015-04-12T09:00+02:00").code == 5
        damaged = next((keys / KEPT).glob("*.checkpoint"))
        whole = damaged.read_bytes()
        damaged.write_bytes(whole.replace(b"\n", b"0\n", 1))
        configure(keys, after_check="true")

        assert rehearsal("check --now 2015-04-13T09:00+02:00").code == 5
        damaged.write_bytes(whole)

    @pytest.mark.parametrize("text", ["seal = 1", "[seal]\nx = 1", "[seal]\nkey = 1", '[seal]\nafter_check = ""'])
    def test_a_configuration_that_cannot_be_is_five(self, rehearsal: Vs, keys: Path, text: str) -> None:
        (keys / "vs.toml").write_text(text)

        assert rehearsal("seal --minutes").code == 5
        (keys / "vs.toml").unlink()

    def test_config_shows_what_is_configured(self, sealed: Vs) -> None:
        shown = sealed("config --json").data["settings"]

        assert shown["seal.key"] == {"value": "prog", "origin": "file", "name": "vs.toml"}


class TestOnAServer:
    def test_its_checkpoints_are_kept_where_the_configuration_says(
        self, vs: Vs, keys: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VS_DB", postgres_url)
        assert vs("init").code == 0
        configure(keys)
        assert vs("seal --json").data["error"]["code"] == "seal.no-folder"
        assert vs("verify").code == 0
        configure(keys, folder='"kept"')

        assert vs("seal").code == 0
        assert vs("witness --sign-with politie --out politie.cosig").code == 0
        assert vs("witness --accept politie.cosig").code == 0
        told = vs("verify --json")

        assert (told.code, told.data["level"]) == (0, "witnessed")
        assert [path.name[:6] for path in (keys / "kept" / Path(KEPT).name).iterdir()] == ["000000"] * 3

    def test_a_rewritten_past_is_found(
        self, vs: Vs, keys: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VS_DB", postgres_url)
        assert vs("init").code == 0
        Path("minutes").write_text(vs("seal --minutes").out)
        engine = sa.create_engine(postgres_url)
        with engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER ALL")
            rows = connection.exec_driver_sql("SELECT seq, entry FROM journal ORDER BY seq").all()
            prev = "0" * 64
            for seq, text in rows:
                entry = json.loads(text) | {"prev": prev} | ({"host": "elsewhere"} if seq == 10 else {})
                forged = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                prev = hashlib.sha256(b"\0" + forged.encode()).hexdigest()
                change = sa.text("UPDATE journal SET entry = :entry, leaf = :leaf WHERE seq = :seq")
                connection.execute(change, {"entry": forged, "leaf": prev, "seq": seq})
        engine.dispose()

        assert rules(vs("verify --json --checkpoint minutes")) == ["seal.rewritten"]
        assert vs("verify --json").data["level"] == "linked"
