"""What vouches for a journal from outside its database, as it was kept or brought: checkpoints, signatures, receipts.

Read here and not yet believed: a file that cannot be read is a finding, for the disk or
somebody else may have damaged it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vs_workflow.journal.checkpoint import Checkpoint, Cosignable, NotACheckpoint, read_checkpoint, read_cosigned
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import SealFile, Trust
from vs_workflow.reasons import Finding


@dataclass(frozen=True, slots=True)
class Held:
    """A checkpoint that the auditor brought; `cosigned` where it came as a partner's signature."""

    name: str
    checkpoint: Checkpoint
    cosigned: SealFile | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What somebody who acted was given: an entry's number, and the beginning of its hash."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was kept beside the database (`kept`) and what the auditor brought.

    `trust` says who may sign; `missing` is the finding on a trust file that was named and is
    worth nothing; `signer` is the only one whose own signature counts, where it is named.
    """

    kept: tuple[SealFile, ...] = ()
    held: tuple[Held, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    trust: Trust | None = None
    missing: Finding | None = None
    signer: str | None = None


NO_EVIDENCE = Evidence()


@dataclass(slots=True)
class Claim:
    """A checkpoint with everything that vouches for it, and what weighing found to hold of that.

    `signature` is the programme's own: empty where it should be there and is not, None where none is due.
    """

    checkpoint: Checkpoint
    file: str
    held: bool = False
    signature: bytes | None = None
    cosigned: list[tuple[str, Cosignable, bytes]] = field(default_factory=list)
    holds: bool = False
    signers: tuple[str, ...] = ()
    witnesses: dict[str, int] = field(default_factory=dict)

    @property
    def bare(self) -> bool:
        """Whether these are lines that somebody brought, which nobody signed: they may have been mistyped."""
        return self.held and self.signature is None and not self.cosigned

    @property
    def seen(self) -> Instant | None:
        """When the first witness that counts had it before him, and so the programme's own signature was there."""
        return min((one.at for _, one, _ in self.cosigned if one.time in self.witnesses.values()), default=None)

    def signed_between(self, ends: tuple[Instant, Instant]) -> tuple[Instant, Instant]:
        """Between which moments the programme signed it: while the journal ended there, and before a witness did."""
        first, last = ends
        return first, last if self.seen is None else min(last, self.seen)


def claims_of(evidence: Evidence) -> tuple[list[Claim], list[Finding]]:
    """Every checkpoint once, the smallest first; and what could not be read."""
    claims: dict[bytes, Claim] = {}
    findings: list[Finding] = []
    signatures = {file.name: file.content for file in evidence.kept if file.name.endswith(".sig")}
    for file in evidence.kept:
        try:
            if file.name.endswith(".checkpoint"):
                claim = _claim(claims, read_checkpoint(file.content), file.name)
                claim.signature = signatures.get(f"{file.name.removesuffix('.checkpoint')}.sig", b"")
            elif file.name.endswith(".cosig"):
                _cosign(claims, file)
        except NotACheckpoint as error:
            findings.append(Finding("checkpoint", "seal.file-damaged", {"file": file.name, "detail": str(error)}))
    findings += (Finding("checkpoint", "seal.alone", {"file": name}) for name in _left_alone(evidence.kept, claims))
    for held in evidence.held:
        _claim(claims, held.checkpoint, held.name).held = True
        if held.cosigned is not None:
            _cosign(claims, held.cosigned)
    return sorted(claims.values(), key=lambda one: (one.checkpoint.size, one.checkpoint.root)), findings


def _left_alone(kept: Sequence[SealFile], claims: Mapping[bytes, Claim]) -> Iterator[str]:
    """The signatures of which the checkpoint is not there: who takes evidence away may forget what signs it."""
    there = {file.name.removesuffix(".checkpoint") for file in kept if file.name.endswith(".checkpoint")}
    # Whatever a partner's file is called, it says itself what it signs: also where its name is that of another.
    beside = {file for one in claims.values() if one.signature is not None for file, _, _ in one.cosigned}
    said = {file: f"{one.checkpoint.size:08d}" for one in claims.values() for file, _, _ in one.cosigned}
    for file in kept:
        signs = file.name.endswith((".sig", ".cosig"))
        if signs and file.name not in beside and said.get(file.name, file.name.partition(".")[0]) not in there:
            yield file.name


def _claim(claims: dict[bytes, Claim], checkpoint: Checkpoint, file: str) -> Claim:
    return claims.setdefault(checkpoint.body, Claim(checkpoint, file))


def _cosign(claims: dict[bytes, Claim], file: SealFile) -> None:
    cosigned, signature = read_cosigned(file.content)
    _claim(claims, cosigned.checkpoint, file.name).cosigned.append((file.name, cosigned, signature))
