"""Checkpoints against the lines, and their signatures against who may sign."""

from __future__ import annotations

import base64
import re
import subprocess
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from vs_workflow.exports.verifier.findings import Json, Report
from vs_workflow.exports.verifier.lines import merkle_root


def check_checkpoints(
    folder: Path, leaves: list[bytes], entries: list[Json | None], signers: str | None, manifest: Json, report: Report
) -> None:
    """Each checkpoint against the leaves, and each signature against who may sign."""
    bodies = sorted((folder / "checkpoints").glob("*.checkpoint")) if (folder / "checkpoints").is_dir() else []
    covered = 0
    for path in bodies:
        name, body = f"checkpoints/{path.name}", path.read_bytes()
        try:
            origin, number, root, rest = body.decode("utf-8").split("\n")
            size = int(number)
            if rest or str(size) != number or not 0 <= size <= len(leaves):
                raise ValueError(f"{number} entries cannot be")
        except ValueError as error:
            report.wrong(name, "checkpoint", f"cannot be read, or is of another journal: {error}")
            continue
        if origin != f"vs/{manifest.get('programme')}/{leaves[0].hex()[:16] if leaves else ''}":
            report.wrong(name, "checkpoint", f"is of another journal: {origin}")
        if base64.b64encode(merkle_root(leaves[:size])).decode() != root:
            report.wrong(name, "root", f"is not that of lines 1 to {size}")
        covered = max(covered, size)
        check_signatures(folder, path, body, (entries[size - 1] or {}).get("at") if size else None, signers, report)
    if not bodies:
        report.limit("no checkpoint is in the bundle: hold head or root against a copy of your own")
    elif covered < len(leaves):
        report.limit(f"lines {covered + 1} to {len(leaves)} are in no checkpoint: they rest on receipts only")


def check_signatures(folder: Path, path: Path, body: bytes, at: Any, signers: str | None, report: Report) -> None:
    trusted = Path(signers) if signers is not None else folder / "allowed_signers"
    if not trusted.is_file():
        if signers is not None:
            report.wrong(signers or "--allowed-signers", "trust", "this file, which was named, is not there")
        report.limit("no allowed_signers: signatures were not looked at")
        return
    if signers is None:
        report.limit("signatures were held against the allowed_signers in the bundle itself")
    stem = path.name.partition(".")[0]
    for signature in sorted(path.parent.glob(f"{stem}.*")):
        if signature.suffix not in (".sig", ".cosig"):
            continue
        said, mark, armour = signature.read_bytes().partition(b"-----BEGIN SSH SIGNATURE-----")
        signed, namespace = (body, "vs-checkpoint") if signature.suffix == ".sig" else (said, "vs-witness")
        when = str(at)[:19]
        if signature.suffix == ".cosig":
            spelled = re.fullmatch(rb"cosignature/v1\ntime (\d{1,12})\n(.*)", said, re.DOTALL)
            if spelled is None or spelled[2] != body:
                report.wrong(f"checkpoints/{signature.name}", "signature", "is of another checkpoint")
                continue
            moment = datetime.fromisoformat("1970-01-01T00:00:00") + timedelta(seconds=int(spelled[1]))
            when = moment.isoformat()
        problem = ssh_problem(trusted, signed, mark + armour, namespace, when, report)
        if problem:
            report.wrong(f"checkpoints/{signature.name}", "signature", problem)


def ssh_problem(trusted: Path, signed: bytes, signature: bytes, space: str, when: str, report: Report) -> str:
    """Why the signature does not hold; "" where it does, or where nobody can say."""
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place, "signature")
        kept.write_bytes(signature)
        moment = re.sub(r"[-:T]", "", when)
        common = ["-f", str(trusted.resolve()), "-s", str(kept), f"-Overify-time={moment}Z"]
        try:
            names = subprocess.run(
                ["ssh-keygen", "-Y", "find-principals", *common], capture_output=True, timeout=30, check=False
            )
            for name in names.stdout.decode("utf-8", "replace").split():
                done = subprocess.run(
                    ["ssh-keygen", "-Y", "verify", "-I", name, "-n", space, *common],
                    input=signed, capture_output=True, timeout=30, check=False,
                )  # fmt: skip
                if not done.returncode:
                    return ""
        except FileNotFoundError:
            report.limit("ssh-keygen is not here: signatures were not looked at")
            return ""
        except subprocess.TimeoutExpired:
            return "ssh-keygen did not answer"
    return "does not hold, or is of nobody who may sign"
