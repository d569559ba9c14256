"""Weighs what vouches for a journal against the journal itself: how far the proof reaches, and where it breaks.

A checkpoint counts where the journal has its root at its size; a signature, where the trust
file allows it at its time and no entry on keys speaks against it. The level is the highest
that nothing speaks against; what it does not cover is a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vs_workflow.audit.gauge import Gauge
from vs_workflow.desk.declared import Declared
from vs_workflow.desk.evidence import Claim, Evidence, Receipt, claims_of
from vs_workflow.desk.own import own_of
from vs_workflow.desk.seal import signed_by
from vs_workflow.desk.witness import NAMESPACE as WITNESS
from vs_workflow.journal.chain import Line
from vs_workflow.journal.checkpoint import Checkpoint, Cosignable, origin_of
from vs_workflow.journal.entry import Instant
from vs_workflow.ports import Trust
from vs_workflow.reasons import BadFile, Facts, Finding, Misunderstood, Plain
from vs_workflow.rules.rulebook import Rules

LEVELS = ("linked", "signed", "held", "witnessed")
_BREAKS = {"signature": "signed", "cosignature": "witnessed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """A checkpoint that the journal agrees with: who signed it, and which witnesses at which moment (Unix time)."""

    size: int
    file: str
    held: bool
    signers: tuple[str, ...]
    witnesses: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the evidence came to; `held` is the last entry that a checkpoint which the auditor brought covers.

    `receipts` are those that the journal agrees with.
    """

    level: str
    findings: tuple[Finding, ...]
    limits: tuple[Finding, ...]
    vouched: tuple[Vouched, ...]
    receipts: tuple[Receipt, ...]
    held: int


class Scales:
    """Measures the lines on their way to whoever else reads them, and weighs the evidence when they have passed."""

    def __init__(self, evidence: Evidence, programme: str, now: Instant) -> None:
        self._evidence = evidence
        self._now = now
        self._programme = programme
        self._claims, self._findings = claims_of(evidence)
        self._broken: set[str] = {"signed", "witnessed"} if self._findings else set()
        sizes = {size for claim in self._claims for size in (claim.checkpoint.size, claim.checkpoint.size + 1)}
        self._gauge = Gauge(sizes | {one.seq for one in evidence.receipts})
        self._declared = Declared()
        self._noted: dict[int, Finding] = {}
        self._agreed: list[Receipt] = []

    def through(self, lines: Iterable[Line]) -> Iterator[Line]:
        return self._declared.through(self._gauge.through(lines))

    def weigh(self, rules_of: Callable[[str], Rules]) -> Weighed:
        """The level and its findings, once all lines have passed."""
        self._roots()
        self._unsigned()
        self._receipts()
        if self._evidence.missing is not None:
            known = self._evidence.missing
            self._found(known.check, known.rule, known.facts, "signed", "witnessed")
        if self._evidence.trust is not None:
            try:
                self._signatures(self._evidence.trust)
            except BadFile as error:
                self._found("trust", error.rule, error.facts, "signed", "witnessed")
        for one in self._declared.against(self._claims, self._around, rules_of):
            if one.rule.startswith("limit."):
                self._noted[one.seq or 0] = one
            else:
                self._found(one.check, one.rule, one.facts, _BREAKS[one.check], seq=one.seq)
        counted = self._counted()
        level = next((one for one in reversed(LEVELS) if counted.get(one)), LEVELS[0])
        return Weighed(
            level=level,
            findings=tuple(self._findings),
            limits=tuple(self._limits(counted)),
            vouched=tuple(
                Vouched(
                    size=claim.checkpoint.size,
                    file=claim.file,
                    held=claim.held,
                    signers=claim.signers,
                    witnesses=claim.witnesses,
                )
                for claim in self._claims
                if claim.holds
            ),
            receipts=tuple(self._agreed),
            held=counted["held"],
        )

    def _found(self, check: str, rule: str, facts: Facts, *broken: str, seq: int | None = None) -> None:
        found = Finding(check, rule, facts, seq=seq)
        # What the trust file and the journal have against a signature may be the same.
        if found not in self._findings:
            self._findings.append(found)
        self._broken.update(broken)

    def _roots(self) -> None:
        """Every checkpoint against the journal, and against each other."""
        gauge = self._gauge
        origin = origin_of(self._programme, gauge.genesis)
        last: Claim | None = None
        for claim in self._claims:
            seen = claim.checkpoint
            facts: dict[str, Plain] = {"file": claim.file, "size": seen.size}
            size = self._size_of(seen.root) if claim.bare and seen.origin == origin else None
            if size not in (None, seen.size):
                other: dict[str, Plain] = {**facts, "found": size}
                self._found("checkpoint", "seal.other-count", other, *LEVELS[1:], seq=seen.size)
                continue
            if claim.bare and self._is_signed_otherwise(seen):
                self._found("checkpoint", "seal.not-these-lines", facts, *LEVELS[1:], seq=seen.size)
                continue
            if last is not None and (last.checkpoint.size, last.checkpoint.origin) == (seen.size, seen.origin):
                self._found("checkpoint", "seal.two-roots", {**facts, "other": last.file}, *LEVELS[1:], seq=seen.size)
            last = claim
            # A journal that is gone has no beginning, that could be another.
            if gauge.size and seen.origin != origin:
                said: dict[str, Plain] = {**facts, "origin": origin, "found": seen.origin}
                self._found("checkpoint", "seal.other-origin", said, *LEVELS[1:])
            elif seen.size > gauge.size:
                cut: dict[str, Plain] = {**facts, "from": gauge.size + 1, "to": seen.size, "entries": gauge.size}
                self._found("checkpoint", "seal.shorter", cut, *LEVELS[1:], seq=gauge.size + 1)
            elif seen.size and gauge.roots[seen.size] != seen.root:
                # Another of the same size may hold: two histories were signed, and this one parts from ours before it.
                before = (one.checkpoint.size for one in self._claims if one.holds and one.checkpoint.size < seen.size)
                start = max(before, default=0) + 1
                changed: dict[str, Plain] = {**facts, "from": start, "to": seen.size}
                self._found("checkpoint", "seal.rewritten", changed, *LEVELS[1:], seq=start)
            else:
                claim.holds = True

    def _unsigned(self) -> None:
        """Who may sign does not matter to a checkpoint that nobody signed."""
        for claim in self._claims:
            if claim.signature == b"":
                size = claim.checkpoint.size
                self._found("signature", "seal.no-signature", {"file": claim.file, "size": size}, "signed", seq=size)

    def _size_of(self, root: bytes) -> int | None:
        """At how many entries the journal has this root, as far as that was measured."""
        known = {**self._gauge.roots, self._gauge.size: self._gauge.root}
        return next((size for size, one in known.items() if one == root), None)

    def _is_signed_otherwise(self, seen: Checkpoint) -> bool:
        """Whether what was signed of this journal, of so many entries or more, is what the journal is: another root."""
        roots = self._gauge.roots
        return roots.get(seen.size, seen.root) != seen.root and any(
            one.checkpoint.origin == seen.origin
            and one.checkpoint.size >= seen.size
            and roots.get(one.checkpoint.size) == one.checkpoint.root
            and not one.bare
            for one in self._claims
        )

    def _receipts(self) -> None:
        for receipt in self._evidence.receipts:
            facts: dict[str, Plain] = {"seq": receipt.seq, "receipt": receipt.digest}
            leaf = self._gauge.leaves.get(receipt.seq)
            if leaf is None:
                self._found("receipt", "receipt.beyond-end", {**facts, "entries": self._gauge.size}, seq=receipt.seq)
            elif not leaf.startswith(receipt.digest):
                self._found("receipt", "receipt.differs", {**facts, "found": leaf[:16]}, seq=receipt.seq)
            else:
                self._agreed.append(receipt)

    def _signatures(self, trust: Trust) -> None:
        latest: dict[bytes, tuple[int, str]] = {}
        # Of every checkpoint: who signed one is no witness of another, nor of a size that was not sealed.
        seals = [claim.signature for claim in self._claims if claim.signature]
        own = own_of(seals, self._declared.is_own, trust, self._evidence.signer)
        for claim in self._claims:
            for file, cosigned, signature in sorted(claim.cosigned, key=lambda one: one[1].time):
                names = trust.signers(cosigned.body, signature, WITNESS, cosigned.at)
                key = trust.key(signature)
                facts: dict[str, Plain] = {"file": file, "size": claim.checkpoint.size}
                if not names or key is None:
                    self._found("cosignature", "seal.cosignature-wrong", facts, "witnessed", seq=claim.checkpoint.size)
                    continue
                self._in_time(claim, cosigned, key, latest, facts)
                if claim.holds and not own.made(signature):
                    claim.witnesses.setdefault(names[0], cosigned.time)
            if claim.signature:
                self._own(claim, claim.signature, trust)

    def _own(self, claim: Claim, signature: bytes, trust: Trust) -> None:
        """The programme's own signature, at the time of a witness; else where the journal ended there, as it says.

        A witness who came late says nothing against it: then it is the journal alone that says when it was signed.
        """
        size = claim.checkpoint.size
        facts: dict[str, Plain] = {"file": claim.file, "size": size}
        seen = () if claim.seen is None else (claim.seen,)
        moments = (*seen, *claim.signed_between(self._around(size)))
        names, at = signed_by(claim.checkpoint, signature, trust, moments)
        if names and seen and at != claim.seen:
            self._noted[size] = Finding(
                "signature", "limit.seen-later", {"file": claim.file, "at": claim.seen}, seq=size
            )
        if self._evidence.signer is not None:
            names = tuple(name for name in names if name == self._evidence.signer)
        if not names:
            self._found("signature", "seal.signature-wrong", facts, "signed", seq=size)
        elif claim.holds:
            claim.signers = names

    def _around(self, size: int) -> tuple[Instant, Instant]:
        return self._gauge.around(size, self._now)

    def _in_time(
        self, claim: Claim, cosigned: Cosignable, key: bytes, latest: dict[bytes, tuple[int, str]], facts: Facts
    ) -> None:
        """A witness signs nothing that is yet to be recorded, and never an older journal after a newer one."""
        size = claim.checkpoint.size
        before, file = latest.get(key, (0, ""))
        if cosigned.time < before:
            self._found("time", "seal.times-backwards", {**facts, "other": file}, "witnessed", seq=size)
        latest[key] = max((before, file), (cosigned.time, str(facts["file"])))
        recorded = self._gauge.moments.get(size)
        if claim.holds and recorded is not None and cosigned.precedes(recorded):
            said: dict[str, Plain] = {**facts, "size": size, "at": recorded, "time": cosigned.at}
            self._found("time", "seal.time-before-entry", said, "witnessed", seq=size)

    def _counted(self) -> dict[str, int]:
        """By level the last entry that its evidence covers; 0 where there is none, or something speaks against it."""
        reached = {
            "signed": max((claim.checkpoint.size for claim in self._claims if claim.signers), default=0),
            "held": max((claim.checkpoint.size for claim in self._claims if claim.held and claim.holds), default=0),
            "witnessed": max((claim.checkpoint.size for claim in self._claims if claim.witnesses), default=0),
        }
        return {level: 0 if level in self._broken else size for level, size in reached.items()}

    def _limits(self, counted: dict[str, int]) -> Iterator[Finding]:
        outside = max(counted["held"], counted["witnessed"])
        proven = max(outside, counted["signed"])
        if outside < proven:
            yield Finding("signature", "limit.own-key-only", between(outside + 1, proven))
        if proven < self._gauge.size:
            since: Facts = {"since": self._gauge.moments[proven]} if proven else {}
            facts = {**between(proven + 1, max(self._gauge.last, self._gauge.size)), **since}
            yield Finding("receipts", "limit.receipts-only", facts)
        unread = [claim for claim in self._claims if claim.signature or claim.cosigned]
        if unread and self._evidence.trust is None and self._evidence.missing is None:
            yield Finding("trust", "limit.signatures-unread", {"count": len(unread)})
        yield from self._noted.values()
        for receipt in self._agreed:
            bound = self._gauge.bound.get(receipt.seq, 1)
            if bound > 1:
                yield Finding("receipts", "limit.receipt-since", {"entry": receipt.seq, "from": bound})
        if any(claim.signature for claim in self._claims) and not self._declared.has_own():
            yield Finding("signature", "limit.no-key-declared", {})


def between(first: int, last: int) -> Facts:
    """The facts of a limit about these entries: where it is one alone, it has no last."""
    return {"from": first, "to": last} if last != first else {"from": first}


def since_held(since: int, weighed: Weighed, entries: int) -> int:
    """From which number on to judge again: `since` where a brought checkpoint covers what is before, else all.

    The number that comes next is one, too: then nothing new was recorded. Raises Misunderstood
    for a number beyond that, and where no checkpoint was brought that reaches so far; unless
    something is wrong with what was brought, for that is to be told.
    """
    if since == 1 or (weighed.held >= since - 1 and since <= entries + 1):
        return since
    if weighed.findings:
        return 1
    if since > entries + 1:
        raise Misunderstood("verify.since-none", since=since, entries=entries)
    raise Misunderstood("verify.since-unheld", since=since, needed=since - 1)
