"""Checkpoints against the lines, and their signatures against who may sign."""

from __future__ import annotations

import base64
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vs_workflow.exports.verifier.findings import Json, Report, span
from vs_workflow.exports.verifier.keys import Declared, is_key
from vs_workflow.exports.verifier.lines import roots_at

# A line by which ssh-keygen may know somebody: a kind of key, and its bytes.
A_SIGNER = re.compile(rb"^[^#\n]*\b(?:ssh|ecdsa|sk)-[\w@.-]+[ \t]+AAAA", re.MULTILINE)


@dataclass(frozen=True)
class Cosigned:
    """What a witness signed (`text`): a checkpoint (`body`), at a moment."""

    text: bytes
    body: bytes
    when: str
    signature: bytes


@dataclass(frozen=True)
class Kept:
    """The folder of checkpoints and who may sign; `own` are the keys that sealed, `names` those they are given to."""

    trusted: Path | None
    from_bundle: bool
    own: set[bytes]
    names: set[str]
    bodies: set[bytes]
    cosigned: dict[Path, Cosigned | None]


def check_checkpoints(
    folder: Path,
    leaves: list[bytes],
    entries: list[Json | None],
    signers: str | None,
    manifest: Json,
    declared: Declared,
    report: Report,
    held: int = 0,
) -> None:
    """Each checkpoint against the leaves, and each signature against who may sign and what the journal declares.

    `held` is the last line that is covered by what whoever checks it has in his own hands.
    """
    trusted = trust_in(folder, signers, report)
    bodies = sorted((folder / "checkpoints").glob("*.checkpoint")) if (folder / "checkpoints").is_dir() else []
    read: dict[Path, tuple[str, int, str]] = {}
    for path in bodies:
        try:
            origin, number, root, rest = path.read_bytes().decode("utf-8").split("\n")
            if rest or str(int(number)) != number or int(number) < 0:
                raise ValueError(f"{number[:20]} entries cannot be")
            if int(number) > len(leaves):
                report.wrong(
                    f"checkpoints/{path.name}",
                    "checkpoint",
                    f"is of {number[:20]} entries, and there are {len(leaves)}",
                )
                continue
            read[path] = origin, int(number), root
        except ValueError as error:
            report.wrong(f"checkpoints/{path.name}", "checkpoint", f"is none, or of another journal: {error}")
    kept = kept_in(folder / "checkpoints", bodies, trusted, signers is None)
    for name in left_alone(folder / "checkpoints", bodies, kept):
        report.wrong(f"checkpoints/{name}", "checkpoint", "is not here, though this signature of it is")
    roots = roots_at(leaves, {size for _, size, _ in read.values()})
    ours = f"vs/{manifest.get('programme')}/{leaves[0].hex()[:16] if leaves else ''}"
    covered = held
    for path, (origin, size, root) in read.items():
        if origin != ours:
            report.wrong(f"checkpoints/{path.name}", "checkpoint", f"is of another journal: {origin}")
        ours_at = base64.b64encode(roots[size]).decode()
        if ours_at != root:
            report.wrong(
                f"checkpoints/{path.name}", "root", f"{root[:80]} is not that of {span(1, size)}, which is {ours_at}"
            )
        last = next((str(one.get("at")) for one in reversed(entries[:size]) if one is not None), "")
        after = next((str(one.get("at")) for one in entries[size:] if one is not None), "")
        times = list(dict.fromkeys((last, after)))
        if is_signed(path, kept, times, declared, report):
            covered = max(covered, size)
    if not bodies and not held:
        report.limit("no checkpoint is in the bundle: hold head or root against a copy of your own")
    elif bodies and trusted is None:
        report.limit("no allowed_signers: signatures were not looked at")
    elif bodies and signers is None:
        report.limit("signatures were held against the allowed_signers in the bundle itself")
    if (bodies or held) and covered < len(leaves):
        are = "are" if covered + 1 < len(leaves) else "is"
        rest = f"{span(covered + 1, len(leaves))} {are} in no signed checkpoint"
        report.limit(f"{rest}: that none was replaced, or left off at the end, rests on receipts only")


def kept_in(place: Path, bodies: list[Path], trusted: Path | None, from_bundle: bool) -> Kept:
    """All signatures of the folder: what each witness says that it signs, and whose keys are the programme's own."""
    own = {key_of(path.read_bytes()) for path in place.glob("*.sig")} - {b""}
    lines = trusted.read_bytes() if trusted is not None else b""
    names = {name for key in own for name in names_of(lines, key)}
    said = {path: cosigned(path) for path in sorted(place.glob("*.cosig"))}
    return Kept(trusted, from_bundle, own, names, {path.read_bytes() for path in bodies}, said)


def cosigned(path: Path) -> Cosigned | None:
    """What a witness signed, as the file itself says it whatever its name; None where that cannot be read."""
    said, mark, armour = path.read_bytes().partition(b"-----BEGIN SSH SIGNATURE-----")
    spelled = re.fullmatch(rb"cosignature/v1\ntime (\d{1,11})\n(.*)", said, re.DOTALL)
    if spelled is None:
        return None
    when = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(spelled[1]))).isoformat()[:19]
    return Cosigned(said, spelled[2], when, mark + armour)


def left_alone(place: Path, bodies: list[Path], kept: Kept) -> Iterator[str]:
    """Signatures without the checkpoint that they sign; that of a witness says itself what it signs."""
    stems = {path.name.partition(".")[0] for path in bodies}
    for path in sorted([*place.glob("*.sig"), *place.glob("*.cosig")]):
        said = kept.cosigned.get(path)
        if path.name.partition(".")[0] not in stems and (said is None or said.body not in kept.bodies):
            yield path.name


def trust_in(folder: Path, signers: str | None, report: Report) -> Path | None:
    """The file of who may sign: the one that was named, else that of the bundle; None where it is not there."""
    trusted = Path(signers) if signers is not None else folder / "allowed_signers"
    if trusted.is_file() and (signers is None or A_SIGNER.search(trusted.read_bytes())):
        return trusted
    if signers is not None:
        trouble = "names nobody who may sign" if trusted.is_file() else "is not there"
        report.wrong(signers or "--allowed-signers", "trust", f"this file, which was named, {trouble}")
    return None


def is_signed(path: Path, kept: Kept, ends: list[str], declared: Declared, report: Report) -> bool:
    """Whether what this checkpoint covers counts as signed: there is a signature, and nothing is known against it."""
    body, file, trusted = path.read_bytes(), path.with_suffix(".sig"), kept.trusted
    witnessed = check_witnesses(path, body, kept, declared, report)
    signature = file.read_bytes() if file.is_file() else b""
    # A key counts in its period: it signed while the journal ended there, as it says itself, and before any witness.
    seen = min(witnessed, default="")
    first, last = ends[0], min(ends[-1] or seen, seen or ends[-1])
    if not file.is_file():
        report.wrong(f"checkpoints/{path.name}", "signature", "is signed by nobody: there is no signature beside it")
        return False
    if not key_of(signature):
        report.wrong(
            f"checkpoints/{file.name}", "signature", "is none, or names its key in a way that no key is written"
        )
        return False
    against = declared.against(key_of(signature), "log", first, last)
    if against:
        report.wrong(f"checkpoints/{file.name}", "signature", against)
    times = list(dict.fromkeys([*filter(None, [seen]), first, last])) if trusted is not None else []
    problems = [ssh_problem(trusted, body, signature, "vs-checkpoint", at[:19], report) for at in times if trusted]
    if problems and all(problems):
        report.wrong(f"checkpoints/{file.name}", "signature", str(problems[0]))
    elif seen and not against and (any(problems[:1]) or declared.against(key_of(signature), "log", seen, seen)):
        late = f"a witness saw it at {seen}, too late for its key: the rest is the journal's own word"
        report.limit(f"checkpoints/{file.name}: {late}")
    return not against and (trusted is None or "" in problems)


def check_witnesses(path: Path, body: bytes, kept: Kept, declared: Declared, report: Report) -> list[str]:
    """The moments at which a witness signed, where that may be believed."""
    stem = path.name.partition(".")[0]
    witnessed: list[str] = []
    for file, said in kept.cosigned.items():
        name = f"checkpoints/{file.name}"
        if said is None or said.body != body:
            if file.name.partition(".")[0] == stem and (said is None or said.body not in kept.bodies):
                report.wrong(name, "signature", "is of another checkpoint")
            continue
        key = key_of(said.signature)
        # What the journal itself has against it needs nobody's word on who may sign.
        against = declared.against(key, "witness", said.when, said.when)
        if against:
            report.wrong(name, "signature", against)
        if against or kept.trusted is None:
            continue
        names = names_of(kept.trusted.read_bytes(), key)
        if kept.from_bundle and (declared.keys or not declared.read) and not names:
            report.limit(f"{name} is by a key that neither the journal nor the bundle names: it was not looked at")
            continue
        problem = ssh_problem(kept.trusted, said.text, said.signature, "vs-witness", said.when, report)
        if problem:
            report.wrong(name, "signature", problem)
        elif key in kept.own or declared.is_own(key) or not kept.names.isdisjoint(names):
            report.limit(f"{name} is by a key of the programme's own: it is no witness")
        elif problem is not None:
            witnessed.append(said.when)
    return witnessed


def ssh_problem(trusted: Path, signed: bytes, signature: bytes, space: str, when: str, report: Report) -> str | None:
    """Why the signature does not hold; "" where it does, None where nobody can say."""
    with tempfile.TemporaryDirectory() as place:
        kept, allowed = Path(place, "signature"), Path(place, "allowed_signers")
        kept.write_bytes(signature)
        allowed.write_bytes(b"\n".join([*lines_of(trusted.read_bytes(), key_of(signature)), b""]))
        common = ["-f", str(allowed), "-s", str(kept)]
        if when:
            common.append(f"-Overify-time={re.sub('[-:T]', '', when)}Z")
        try:
            # ssh-keygen itself would stop at the first line with the key, which may be for another purpose.
            for name in names_of(trusted.read_bytes(), key_of(signature)) or [""]:
                done = subprocess.run(
                    ["ssh-keygen", "-Y", "verify", "-I", name, "-n", space, *common],
                    input=signed, capture_output=True, timeout=30, check=False,
                )  # fmt: skip
                if name and not done.returncode:
                    return ""
        except (FileNotFoundError, PermissionError):
            report.limit("ssh-keygen is not here: no signature was looked at, and nothing counts as signed")
            return None
        except subprocess.TimeoutExpired:
            return "ssh-keygen did not answer"
    return "does not hold, or is of nobody who may sign"


def key_of(armour: bytes) -> bytes:
    """The public key that an SSH signature names; b"" where it is none in its one spelling."""
    try:
        blob = base64.b64decode(b"".join(armour.split()[3:-3]), validate=True)
    except ValueError:
        return b""
    key = blob[14 : 14 + int.from_bytes(blob[10:14], "big")]
    return key if blob.startswith(b"SSHSIG\x00\x00\x00\x01") and is_key(key) else b""


def lines_of(trusted: bytes, key: bytes) -> list[bytes]:
    """The lines of who may sign that name this key as it is spelled; ssh-keygen would take others for it."""
    return [line for line in trusted.split(b"\n") if key and base64.b64encode(key) in line.split()]


def principals(line: bytes) -> bytes:
    """Whom a line of a trust file is about; with spaces in it, or without, it may stand in quotes."""
    return line[1:].partition(b'"')[0] if line.startswith(b'"') else line.split()[0]


def names_of(trusted: bytes, key: bytes) -> list[str]:
    """Every name that such a line gives this key."""
    lines = lines_of(trusted, key)
    names = [name for line in lines for name in principals(line.strip()).decode("utf-8", "replace").split(",")]
    return list(dict.fromkeys(name for name in names if name and name[0] not in "#!"))
