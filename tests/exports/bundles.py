"""Bundles to check: of an honest journal, and of one by somebody who links everything properly again."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.audit.forging import ForgedRoom, entries_of
from tests.desk.world import World
from vs_workflow.desk.leave import fetcher, leaving
from vs_workflow.desk.office import Office
from vs_workflow.exports.bundle import Bundle
from vs_workflow.exports.verifier.check import check
from vs_workflow.exports.verifier.findings import Report
from vs_workflow.exports.verifier.lines import merkle_root
from vs_workflow.journal.canon import content_hash, leaf_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.checkpoint import Checkpoint, origin_of
from vs_workflow.journal.entry import Entry, Instant
from vs_workflow.outside.signing import SshSigner

Json = dict[str, Any]
NOW = Instant("2016-01-02T09:00:00.000000Z")
"""When a bundle is read in."""


def bundled(office: Office, folder: Path, assignment: str | None = None) -> Path:
    """The bundle of that office's journal, in that folder."""
    for name, data in Bundle(leaving(office, assignment), fetcher(office)).files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def forged(world: World, folder: Path, change: Callable[[list[Entry]], Sequence[Entry]]) -> Path:
    """The bundle of a journal with the entries as changed, whole in every link and hash."""
    bundled(world.office, folder)
    relined(folder, ForgedRoom(change(entries_of(world)), {}).texts)
    return folder


def relined(folder: Path, lines: Iterable[Line]) -> None:
    """Other lines in the journal, and a manifest that agrees."""
    kept = list(lines)
    (folder / "journal.jsonl").write_bytes(b"".join(line.text + b"\n" for line in kept))
    root = b64encode(merkle_root([bytes.fromhex(line.leaf) for line in kept])).decode()
    remade(folder, entries=len(kept), head=kept[-1].leaf, root=root)


def rewritten(folder: Path, change: Callable[[list[Json]], list[Json]]) -> Path:
    """The lines of a bundle as changed, whole in every number, link and root; what is not shown stays as it is."""
    leaves: list[bytes] = []
    texts: list[bytes] = []
    for seq, line in enumerate(change([json.loads(text) for text in (folder / "journal.jsonl").open()]), 1):
        said = {**line, "seq": seq}
        if line.keys() != {"leaf", "seq"}:
            said["prev"] = leaves[-1].hex() if leaves else "0" * 64
        if line.get("kind") == "destruction":
            said["facts"] = {**line["facts"], "root": b64encode(merkle_root(leaves)).decode()}
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        texts.append(text + b"\n")
        leaves.append(bytes.fromhex(line["leaf"]) if "leaf" in line else sha256(b"\x00" + text).digest())
    (folder / "journal.jsonl").write_bytes(b"".join(texts))
    root = b64encode(merkle_root(leaves)).decode()
    remade(folder, entries=len(leaves), head=leaves[-1].hex(), root=root)
    return folder


def put(folder: Path, name: str, data: bytes) -> None:
    """One more file in the bundle, or another under its name, and a manifest that agrees."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    remade(folder, files=[*(one for one in listed if one["path"] != name), {"path": name}])


def measured(folder: Path) -> Path:
    """The bundle with a checkpoint of all that it holds, which is signed by nobody; its path in the bundle."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    with (folder / "journal.jsonl").open("rb") as lines:
        genesis = leaf_hash(next(lines).rstrip(b"\n"))
    origin, entries = origin_of(manifest["programme"], genesis), manifest["entries"]
    body = Checkpoint(origin, entries, b64decode(manifest["root"])).body
    put(folder, f"checkpoints/{entries:08d}.checkpoint", body)
    return folder


def taken_out(folder: Path, name: str) -> None:
    """One file less, and a manifest that agrees."""
    (folder / name).unlink()
    listed = json.loads((folder / "manifest.json").read_bytes())["files"]
    remade(folder, files=[one for one in listed if one["path"] != name])


def sealed(folder: Path, size: int, body: bytes, by: Path) -> None:
    """A checkpoint in the bundle, with its signature by that key."""
    put(folder, f"checkpoints/{size:08}.checkpoint", body)
    put(folder, f"checkpoints/{size:08}.sig", SshSigner(str(by)).sign(body, "vs-checkpoint"))


def remade(folder: Path, **said: object) -> None:
    """A manifest that agrees with what is there now."""
    manifest = json.loads((folder / "manifest.json").read_bytes()) | said
    for one in manifest["files"]:
        data = (folder / one["path"]).read_bytes()
        one.update(size=len(data), sha256=content_hash(data))
    (folder / "manifest.json").write_text(json.dumps(manifest))


def looked_at(folder: Path, signers: str | None = None) -> Report:
    """What `verify.py` finds there, in this process."""
    report = Report()
    check(folder, signers, report)
    return report
