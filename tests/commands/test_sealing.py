"""Sealing, witnessing, verifying with what others hold; and attacks on a sealed journal, with what catches each."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.commands.conftest import Told, Vs
from tests.tools.needs import need
from vs_workflow.journal.checkpoint import read_checkpoint, read_cosigned

Entries = list[dict[str, Any]]
SEALED = 34


@pytest.fixture
def keys(folder: Path) -> Path:
    """The keys of a programme, two partners and a stranger, and a trust file that names the first three."""
    need("ssh-keygen")
    lines = []
    for name, purpose in (("prog", "vs-checkpoint"), ("politie", "vs-witness"), ("om", "vs-witness"), ("x", "")):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(command, check=True)
        if purpose:
            public = " ".join((folder / f"{name}.pub").read_text().split()[:2])
            lines.append(f'{name} namespaces="{purpose}" {public}\n')
    (folder / "allowed").write_text("".join(lines))
    return folder


def configure(where: Path, **more: str) -> None:
    said = {"key": '"prog"', "allowed_signers": '"allowed"', **more}
    (where / "vs.toml").write_text("[seal]\n" + "".join(f"{key} = {value}\n" for key, value in said.items()))


def events(vs: Vs) -> None:
    for number in ("1", "2", "4A"):
        lead = {"1": "keken", "2": "boomkamp", "4A": "hofman"}[number]
        assert vs(f"record team-formed {number} --as", lead).code == 0, number


@pytest.fixture
def sealed(rehearsal: Vs, keys: Path) -> Iterator[Vs]:
    """34 entries sealed and witnessed, a copy of the checkpoint held by the auditor; then three entries more."""
    configure(keys)
    assert rehearsal("seal").code == 0
    assert rehearsal("witness --sign-with politie").code == 0
    assert rehearsal("witness --accept 00000034.cosig").code == 0
    (keys / "minutes").write_text(rehearsal("seal --minutes").out)
    events(rehearsal)
    shutil.copy("vs.db", "true.db")
    yield rehearsal
    # What a test did to them must not stand in the way of the audit that ends every test that wrote.
    shutil.copy("true.db", "vs.db")
    for path in (keys / "vs.toml", *(keys / "vs.db.checkpoints").glob("*")):
        path.unlink(missing_ok=True)


def rules(told: Told) -> list[str]:
    """What was found of checkpoints, signatures and receipts; other traces of forging are the matter of other tests."""
    families = ("seal.", "receipt.", "trust.", "sign.")
    return sorted({one["rule"] for one in told.data["findings"] if one["rule"].startswith(families)})


class TestSealing:
    def test_a_checkpoint_and_its_signature_hold_for_stock_tools(self, rehearsal: Vs, keys: Path) -> None:
        told = rehearsal("seal --sign-with prog --json")

        kept = keys / "vs.db.checkpoints"
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

    def test_a_dry_run_and_the_minutes_keep_nothing(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("seal -n --sign-with prog").code == 0
        assert rehearsal("seal --minutes").out.count("\n") == 3

        assert not (keys / "vs.db.checkpoints").exists()
        assert [one for one in (keys / ".local").rglob("*") if one.is_file() and one.suffix != ".lock"] == []

    def test_without_a_key_or_with_a_wrong_one_it_is_five(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("seal").code == 5
        assert rehearsal("seal --sign-with nowhere").code == 5
        assert rehearsal("seal --sign-with allowed").code == 5
        assert not (keys / "vs.db.checkpoints").exists()

    def test_who_seals_or_witnesses_a_rehearsal_is_told_so(self, rehearsal: Vs, keys: Path) -> None:
        configure(keys)
        lines = ("seal", "witness --sign-with politie", "witness --accept 00000034.cosig")

        said = [rehearsal(f"{line} --lang en").out.splitlines()[0] for line in lines]

        assert all(one.startswith("REHEARSAL - ") for one in said)

    def test_lost_files_are_made_again_and_come_out_the_same(self, sealed: Vs, keys: Path) -> None:
        first = sealed("seal").code
        kept = (keys / "vs.db.checkpoints" / "00000037.checkpoint").read_bytes()
        (keys / "vs.db.checkpoints" / "00000037.checkpoint").unlink()

        assert (first, sealed("seal").code) == (0, 0)
        assert (keys / "vs.db.checkpoints" / "00000037.checkpoint").read_bytes() == kept

    def test_a_check_seals_where_it_is_configured(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("check --now 2015-04-10T09:00+02:00").code == 0
        assert not (keys / "vs.db.checkpoints").exists()
        configure(keys, after_check="true")

        assert rehearsal("check --json --now 2015-04-11T09:00+02:00").code == 0

        assert len(list((keys / "vs.db.checkpoints").glob("*.sig"))) == 1

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
        damaged = next((keys / "vs.db.checkpoints").glob("*.checkpoint"))
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
        assert [one[:6] for one in sorted(path.name for path in (keys / "kept").iterdir())] == ["000000"] * 3

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


class TestWitness:
    def test_a_partner_signs_what_stock_tools_can_check(self, sealed: Vs, keys: Path) -> None:
        content = (keys / "00000034.cosig").read_bytes()
        cosigned, signature = read_cosigned(content)
        (keys / "sig").write_bytes(signature)

        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "politie", "-n", "vs-witness", "-s", "sig"]
        done = subprocess.run(command, input=cosigned.body, cwd=keys, capture_output=True, check=False)

        assert done.returncode == 0
        assert cosigned.body.startswith(b"cosignature/v1\ntime ")
        assert (keys / "vs.db.checkpoints" / "00000034.politie.cosig").read_bytes() == content

    def test_a_partner_needs_a_bundle_only(self, sealed: Vs, keys: Path) -> None:
        bundle(keys)
        assert sealed("witness bundle --sign-with om --out om.cosig --db nowhere.db").code == 0

        assert sealed("witness --accept om.cosig").code == 0
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
        shutil.rmtree(keys / "vs.db.checkpoints")
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

    def test_a_partner_with_a_trust_file_wants_the_programmes_signature(self, sealed: Vs, keys: Path) -> None:
        (keys / "vs.db.checkpoints" / "00000034.sig").write_bytes(b"")

        assert sealed("witness --sign-with om --out om.cosig").code == 5
        (keys / "vs.toml").unlink()
        assert sealed("witness --sign-with om --out om.cosig").code == 0

    def test_without_anything_to_sign_it_is_five(self, rehearsal: Vs, keys: Path) -> None:
        assert rehearsal("witness --sign-with politie").code == 5
        assert rehearsal("witness nowhere --sign-with politie").code == 5

    def test_only_a_partners_signature_of_ours_is_taken_in(self, sealed: Vs, keys: Path) -> None:
        assert sealed("witness --sign-with x --out x.cosig").code == 0
        assert sealed("witness --sign-with prog --out own.cosig").code == 0
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
        assert sealed("witness --sign-with prog --out own.cosig").code == 0

        told = sealed("witness --accept own.cosig --json")
        shutil.copy(keys / "own.cosig", keys / "vs.db.checkpoints" / "00000034.own.cosig")
        (keys / "vs.db.checkpoints" / "00000034.politie.cosig").unlink()

        assert told.data["error"]["code"] == "witness.own-key"
        assert sealed("verify --json").data["level"] == "signed"

    def test_a_real_programme_has_no_clock_to_set(self, vs: Vs, keys: Path) -> None:
        assert vs("init").code == 0
        assert vs("seal --sign-with prog").code == 0

        assert vs("witness --sign-with politie --now 2015-03-01T09:00+01:00").code == 2
        assert vs("witness --sign-with politie").code == 0


class TestLevels:
    def test_each_level_says_what_it_rests_on(self, sealed: Vs, keys: Path) -> None:
        (keys / "vs.toml").unlink()
        lines = ("verify", "verify --checkpoint minutes", "verify --allowed-signers allowed")
        levels = [sealed(f"{line} --json").data["level"] for line in lines]
        (keys / "vs.db.checkpoints" / "00000034.politie.cosig").unlink()
        levels.append(sealed("verify --allowed-signers allowed --json").data["level"])

        assert levels == ["linked", "held", "witnessed", "signed"]

    def test_limits_say_which_entries_rest_on_what(self, sealed: Vs, keys: Path) -> None:
        assert sealed("seal").code == 0
        assert sealed("record team-formed 3 --as bakker").code == 0

        told = sealed("verify --json --lang en")

        assert told.data["whole"] and told.data["level"] == "witnessed"
        assert [one[:16] for one in told.data["limits"] if "signed" in one] == ["No. 35 to 37 are", "No. 38 to 38 are"]

    def test_a_trust_file_that_was_named_and_is_missing_is_a_failure(self, sealed: Vs, keys: Path) -> None:
        (keys / "allowed").unlink()

        by_configuration, by_option = sealed("verify --json"), sealed("verify --json --allowed-signers gone")

        for told in (by_configuration, by_option):
            assert (told.code, told.data["level"], rules(told)) == (1, "linked", ["trust.missing"])

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
        shutil.rmtree(keys / "vs.db.checkpoints")

        told = sealed("verify --json --checkpoint 00000034.cosig")

        assert (told.code, told.data["level"]) == (0, "witnessed")

    def test_a_retired_key_holds_for_what_it_signed_and_no_longer(self, sealed: Vs, keys: Path) -> None:
        public = " ".join((keys / "prog.pub").read_text().split()[:2])
        (keys / "allowed").write_text(f'prog valid-before="20150214Z",namespaces="vs-checkpoint" {public}\n')
        (keys / "vs.db.checkpoints" / "00000034.politie.cosig").unlink()
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


def bundle(folder: Path) -> None:
    with sqlite3.connect("vs.db") as db:
        rows = db.execute("SELECT CAST(entry AS BLOB) FROM journal ORDER BY seq").fetchall()
    (folder / "bundle").mkdir()
    (folder / "bundle" / "journal.jsonl").write_bytes(b"".join(text + b"\n" for (text,) in rows))
    shutil.copytree(folder / "vs.db.checkpoints", folder / "bundle" / "checkpoints")


def fresh_memory(folder: Path) -> None:
    """As if the attacker signed on a machine of his own."""
    shutil.rmtree(folder / ".local" / "state" / "vs" / "seal", ignore_errors=True)


def forge(path: str, change: Callable[[Entries], Entries]) -> None:
    """What somebody with the database can do: change entries, number, link and hash them anew, without a guard."""
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    programme = db.execute("SELECT programme FROM journal").fetchone()[0]
    kept = [json.loads(text) for (text,) in db.execute("SELECT entry FROM journal ORDER BY seq").fetchall()]
    db.execute("DELETE FROM journal")
    prev = "0" * 64
    for seq, entry in enumerate(change(kept), start=1):
        entry |= {"seq": seq, "prev": prev}
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        prev = hashlib.sha256(b"\0" + text.encode()).hexdigest()
        copies = [entry.get(name) for name in ("kind", "what", "assignment", "on", "at", "actor", "corrects")]
        db.execute(f"INSERT INTO journal VALUES ({','.join('?' * 11)})", [programme, seq, text, prev, *copies])
    db.commit()
    db.close()


def touch(seq: int) -> Callable[[Entries], Entries]:
    """A change that no rule minds: another machine than that on which it was recorded."""

    def changed(entries: Entries) -> Entries:
        entries[seq - 1]["host"] = "elsewhere"
        return entries

    return changed


class TestAttacks:
    """The table of attacks on a sealed journal: 34 entries sealed, witnessed and held; 35 to 37 in the open window."""

    @pytest.fixture
    def attacked(self, sealed: Vs, keys: Path) -> Vs:
        hashes = {one["seq"]: one["hash"] for one in sealed("history --json").data["entries"]}
        (keys / "receipts").write_text(f"--receipt 12:{hashes[12]} --receipt 36:{hashes[36]}")
        return sealed

    def alone(self, vs: Vs, keys: Path) -> dict[str, list[str]]:
        """What each finds where the others are gone: the programme's own, the auditor's, a partner's, receipts."""
        kept, away = keys / "vs.db.checkpoints", keys / "away"
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
        shutil.rmtree(keys / "vs.db.checkpoints")
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
        for path in (keys / "vs.db.checkpoints").iterdir():
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
        shutil.copy(keys / "vs.db.checkpoints" / "00000037.checkpoint", keys / "theirs")
        forge("vs.db", touch(37))
        for path in (keys / "vs.db.checkpoints").glob("00000037*"):
            path.unlink()
        fresh_memory(keys)
        assert attacked("seal").code == 0

        assert rules(attacked("verify --json")) == []
        assert rules(attacked("verify --json --checkpoint theirs")) == ["seal.rewritten", "seal.two-roots"]

    @pytest.mark.parametrize("change", [touch(10), touch(36), lambda entries: entries[:30]], ids=["old", "new", "cut"])
    def test_the_signer_signs_no_other_history(
        self, attacked: Vs, keys: Path, change: Callable[[Entries], Entries]
    ) -> None:
        assert attacked("seal").code == 0
        forge("vs.db", change)
        shutil.rmtree(keys / "vs.db.checkpoints")

        told = attacked("seal --json")

        assert told.code == 1
        assert told.data["error"]["code"] in ("seal.rewritten", "seal.shorter")
        assert not (keys / "vs.db.checkpoints").exists()

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

    def test_an_entry_recorded_after_its_witness_signed_is_found(self, attacked: Vs, keys: Path) -> None:
        early = attacked("witness --sign-with om --out early.cosig --now 2015-02-13T09:00+01:00").code
        content = (keys / "early.cosig").read_bytes()
        cosigned, _ = read_cosigned(content)
        message = cosigned.body.replace(str(cosigned.time).encode(), str(cosigned.time - 3600).encode())
        (keys / "message").write_bytes(message)
        command = ["ssh-keygen", "-q", "-Y", "sign", "-f", "om", "-n", "vs-witness", "message"]
        subprocess.run(command, cwd=keys, check=True, capture_output=True)
        signature = (keys / "message.sig").read_bytes()
        (keys / "vs.db.checkpoints" / "00000034.om.cosig").write_bytes(message + signature)

        assert early == 0
        assert rules(attacked("verify --json")) == ["seal.time-before-entry"]

    def test_every_flipped_byte_of_the_kept_files_is_found_and_none_is_called_tampering_alone(
        self, attacked: Vs, keys: Path
    ) -> None:
        kept = keys / "vs.db.checkpoints"
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
