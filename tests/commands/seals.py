"""A journal under seal: how it is configured, what is written in it, how it is forged, and what was found of seals."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vs_workflow.journal.checkpoint import Cosignable, read_checkpoint
from vs_workflow.outside.signing import SshSigner

if TYPE_CHECKING:
    from tests.commands.conftest import Told, Vs

Entries = list[dict[str, Any]]
SEALED = 34
KEPT = "vs.db.checkpoints/veiligheidsstrategie-oost-nederland"


def configure(where: Path, **more: str) -> None:
    said = {"key": '"prog"', "allowed_signers": '"allowed"', **more}
    (where / "vs.toml").write_text("[seal]\n" + "".join(f"{key} = {value}\n" for key, value in said.items()))


def events(vs: Vs) -> None:
    for number in ("1", "2", "4A"):
        lead = {"1": "keken", "2": "boomkamp", "4A": "hofman"}[number]
        assert vs(f"record team-formed {number} --as", lead).code == 0, number


def rules(told: Told) -> list[str]:
    """What was found of checkpoints, signatures and receipts; other traces of forging are the matter of other tests."""
    families = ("seal.", "receipt.", "trust.", "sign.")
    return sorted({one["rule"] for one in told.data["findings"] if one["rule"].startswith(families)})


def bundle(folder: Path) -> None:
    with sqlite3.connect("vs.db") as db:
        rows = db.execute("SELECT CAST(entry AS BLOB) FROM journal ORDER BY seq").fetchall()
    (folder / "bundle").mkdir()
    (folder / "bundle" / "journal.jsonl").write_bytes(b"".join(text + b"\n" for (text,) in rows))
    shutil.copytree(folder / KEPT, folder / "bundle" / "checkpoints")


def cosigned_by(name: str, folder: Path, out: str) -> None:
    """What somebody can make by hand with a key that `vs witness` does not sign with."""
    newest = max((folder / KEPT).glob("*.checkpoint"))
    moment = datetime.fromisoformat(os.environ["VS_NOW"])
    said = Cosignable(int(moment.timestamp()), read_checkpoint(newest.read_bytes()))
    (folder / out).write_bytes(said.body + SshSigner(str(folder / name)).sign(said.body, "vs-witness"))


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
        # A number that is none is what somebody wrote there; any other follows from the place.
        entry |= {"prev": prev} | ({"seq": seq} if isinstance(entry["seq"], int) else {})
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        prev = hashlib.sha256(b"\0" + text.encode()).hexdigest()
        copies = [_column(entry.get(name)) for name in ("kind", "what", "assignment", "on", "at", "actor", "corrects")]
        db.execute(f"INSERT INTO journal VALUES ({','.join('?' * 11)})", [programme, seq, text, prev, *copies])
    db.commit()
    db.close()


def _column(value: object) -> str | int | None:
    return value if value is None or isinstance(value, str | int) else json.dumps(value)


def touch(seq: int) -> Callable[[Entries], Entries]:
    """A change that no rule minds: another machine than that on which it was recorded."""

    def changed(entries: Entries) -> Entries:
        entries[seq - 1]["host"] = "elsewhere"
        return entries

    return changed
