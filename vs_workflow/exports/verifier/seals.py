"""Checkpoints against the lines, and their signatures against who may sign."""

from __future__ import annotations

import base64
import re
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vs_workflow.exports.verifier.findings import Json, Report
from vs_workflow.exports.verifier.lines import roots_at


def check_checkpoints(
    folder: Path, leaves: list[bytes], entries: list[Json | None], signers: str | None, manifest: Json, report: Report
) -> None:
    """Each checkpoint against the leaves, and each signature against who may sign."""
    bodies = sorted((folder / "checkpoints").glob("*.checkpoint")) if (folder / "checkpoints").is_dir() else []
    read: dict[Path, tuple[str, int, str]] = {}
    for path in bodies:
        try:
            origin, number, root, rest = path.read_bytes().decode("utf-8").split("\n")
            if rest or str(int(number)) != number or not 0 <= int(number) <= len(leaves):
                raise ValueError(f"{number[:20]} entries cannot be")
            read[path] = origin, int(number), root
        except ValueError as error:
            report.wrong(f"checkpoints/{path.name}", "checkpoint", f"is none, or of another journal: {error}")
    roots = roots_at(leaves, {size for _, size, _ in read.values()})
    ours = f"vs/{manifest.get('programme')}/{leaves[0].hex()[:16] if leaves else ''}"
    for path, (origin, size, root) in read.items():
        if origin != ours:
            report.wrong(f"checkpoints/{path.name}", "checkpoint", f"is of another journal: {origin}")
        if base64.b64encode(roots[size]).decode() != root:
            report.wrong(f"checkpoints/{path.name}", "root", f"is not that of lines 1 to {size}")
        last = next((str(one.get("at")) for one in reversed(entries[:size]) if one is not None), "")
        after = next((str(one.get("at")) for one in entries[size:] if one is not None), "")
        check_signatures(folder, path, path.read_bytes(), list(dict.fromkeys((last, after))), signers, report)
    covered = max((size for _, size, _ in read.values()), default=0)
    if not bodies:
        report.limit("no checkpoint is in the bundle: hold head or root against a copy of your own")
    elif covered < len(leaves):
        report.limit(f"lines {covered + 1} to {len(leaves)} are in no checkpoint: they rest on receipts only")


def check_signatures(
    folder: Path, path: Path, body: bytes, ends: list[str], signers: str | None, report: Report
) -> None:
    trusted = Path(signers) if signers is not None else folder / "allowed_signers"
    if not trusted.is_file():
        if signers is not None:
            report.wrong(signers or "--allowed-signers", "trust", "this file, which was named, is not there")
        report.limit("no allowed_signers: signatures were not looked at")
        return
    if signers is None:
        report.limit("signatures were held against the allowed_signers in the bundle itself")
    stem = path.name.partition(".")[0]
    witnessed: list[str] = []
    for file in sorted(path.parent.glob(f"{stem}.*cosig")):
        said, mark, armour = file.read_bytes().partition(b"-----BEGIN SSH SIGNATURE-----")
        spelled = re.fullmatch(rb"cosignature/v1\ntime (\d{1,11})\n(.*)", said, re.DOTALL)
        if spelled is None or spelled[2] != body:
            report.wrong(f"checkpoints/{file.name}", "signature", "is of another checkpoint")
            continue
        when = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(spelled[1]))).isoformat()[:19]
        problem = ssh_problem(trusted, said, mark + armour, "vs-witness", when, report)
        if problem:
            report.wrong(f"checkpoints/{file.name}", "signature", problem)
        else:
            witnessed.append(when)
    # A key counts in its period: at the time of a witness, else where the journal ended there, as it says itself.
    times = sorted(witnessed)[:1] or ends
    for file in sorted(path.parent.glob(f"{stem}.sig")):
        problems = [ssh_problem(trusted, body, file.read_bytes(), "vs-checkpoint", when[:19], report) for when in times]
        if all(problems):
            report.wrong(f"checkpoints/{file.name}", "signature", problems[0])


def ssh_problem(trusted: Path, signed: bytes, signature: bytes, space: str, when: str, report: Report) -> str:
    """Why the signature does not hold; "" where it does, or where nobody can say."""
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place, "signature")
        kept.write_bytes(signature)
        common = ["-f", str(trusted.resolve()), "-s", str(kept)]
        if when:
            common.append(f"-Overify-time={re.sub('[-:T]', '', when)}Z")
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
