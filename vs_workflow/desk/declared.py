"""Declared: the entries on keys as a journal passes by, and the signatures that they speak against.

It takes nothing from a trust file and adds nothing to one: that a key was declared makes no
signature count, and that it was not, or no longer, is a finding whoever trusts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vs_workflow.casebook import SigningKey, with_key
from vs_workflow.desk.evidence import Claim
from vs_workflow.desk.signers import LOG, WITNESS, Signers
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Instant, Kind, read_entry
from vs_workflow.journal.public_key import fingerprint_of, key_of
from vs_workflow.reasons import Finding, Plain, Trouble
from vs_workflow.rules.rulebook import Rules

_OF_A_KEY = b'"kind":"key"'


@dataclass(slots=True)
class Declared:
    """The keys that the lines so far declare; `law` is the hash of the rules of the last such entry."""

    keys: tuple[SigningKey, ...] = ()
    law: str = ""

    def through(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, read on their way where they are of keys; whether they are lawful is for others to judge."""
        for line in lines:
            if _OF_A_KEY in line.text:
                self._take(line)
            yield line

    def has_own(self) -> bool:
        """Whether any key was declared for what the programme signs."""
        return any(key.purpose == LOG for key in self.keys)

    def is_own(self, blob: bytes) -> bool:
        """Whether this key was ever declared as the programme's own: such a one is no witness."""
        fingerprint = fingerprint_of(blob)
        return any(key.purpose == LOG and key.fingerprint == fingerprint for key in self.keys)

    def against(
        self,
        claims: Iterable[Claim],
        around: Callable[[int], tuple[Instant, Instant]],
        rules_of: Callable[[str], Rules],
    ) -> Iterator[Finding]:
        """What the entries have against a signature; `around` says between which moments a journal had a size."""
        if not self.keys:
            return
        try:
            signers = Signers(self.keys, rules_of(self.law))
        except Trouble:
            # Rules that cannot be had are a finding of those who judge the entries.
            return
        for claim in claims:
            for file, cosigned, signature in claim.cosigned:
                if signers.named(key_of(signature), WITNESS):
                    yield from _not_then(file, signature, WITNESS, cosigned.at, cosigned.at, claim, signers)
            if claim.signature and self.has_own():
                yield from _own(claim, claim.signature, around(claim.checkpoint.size), signers)

    def _take(self, line: Line) -> None:
        try:
            entry = read_entry(line.text)
        except NotCanonical:
            return
        if entry.kind is Kind.KEY:
            self.keys, self.law = with_key(self.keys, entry), entry.rules


def _own(claim: Claim, signature: bytes, ends: tuple[Instant, Instant], signers: Signers) -> Iterator[Finding]:
    """The programme's own, while the journal ended there; that it was before a witness came is the journal's word."""
    size, said = claim.checkpoint.size, signers.named(key_of(signature), LOG)
    if key_of(signature) is None:
        yield Finding("signature", "seal.signature-wrong", {"file": claim.file, "size": size}, seq=size)
        return
    if not said:
        facts: dict[str, Plain] = {"file": claim.file, "fingerprint": _named(signature)}
        yield Finding("signature", "seal.key-undeclared", facts, seq=size)
        return
    found = [*_not_then(claim.file, signature, LOG, *claim.signed_between(ends), claim, signers)]
    yield from found
    if not found and claim.seen is not None and not signers.hold(said, claim.seen, claim.seen):
        yield Finding("signature", "limit.seen-later", {"file": claim.file, "at": claim.seen}, seq=size)


def _not_then(
    file: str, signature: bytes, purpose: str, first: Instant, last: Instant, claim: Claim, signers: Signers
) -> Iterator[Finding]:
    said = signers.named(key_of(signature), purpose)
    try:
        held = signers.hold(said, first, last)
    except (ValueError, OverflowError):
        # An entry with a moment that is none is a finding of its own.
        return
    if not held:
        facts: dict[str, Plain] = {"file": file, "fingerprint": _named(signature), "at": first, **days_of(said[-1])}
        check = "signature" if purpose == LOG else "cosignature"
        yield Finding(check, "seal.key-not-then", facts, seq=claim.checkpoint.size)


def days_of(key: SigningKey) -> dict[str, Plain]:
    """Which entry declares it, of whom, and for which days."""
    facts: dict[str, Plain] = {"entry": key.started_by, "principal": key.principal, "from": key.start.isoformat()}
    return facts if key.until is None else {**facts, "until": key.until.isoformat()}


def _named(signature: bytes) -> str:
    return fingerprint_of(key_of(signature) or b"")
