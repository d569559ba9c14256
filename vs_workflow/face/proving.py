"""Prove: history, replay, comparison and verification; seals; what leaves the house; and what a move would change."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from vs_workflow.desk import held, prove, rehearse, seal, trail
from vs_workflow.desk import keys as declaring
from vs_workflow.desk import witness as witnessing
from vs_workflow.desk.adopt import read_register, sound, strangers
from vs_workflow.desk.evidence import NO_EVIDENCE, Evidence
from vs_workflow.desk.held import Held
from vs_workflow.desk.keys import Keys
from vs_workflow.desk.office import Call
from vs_workflow.desk.proofs import Compared, History, Replayed, Verified
from vs_workflow.desk.rehearse import Rehearsed
from vs_workflow.desk.seal import Sealed
from vs_workflow.desk.views import Outcome
from vs_workflow.desk.witness import Witnessed
from vs_workflow.face.opened import Opened
from vs_workflow.journal.chain import instant
from vs_workflow.journal.public_key import NotAPublicKey, read_public_key
from vs_workflow.ports import Checkpoints, Memory, SealFile, Signer, Trust
from vs_workflow.reasons import BadFile, Facts
from vs_workflow.rules.rulebook import RuleFiles, Rules

if TYPE_CHECKING:
    from vs_workflow.exports.bundle import Bundle
    from vs_workflow.exports.forms import OneFile


class Proving(Opened):
    """What an auditor asks."""

    def history(self, assignment: str | None = None, *, refused: bool = False) -> History:
        """What was recorded, and refused."""
        return prove.history(self._office, assignment, refused=refused)

    def replay(
        self,
        assignment: str,
        *,
        on: date | None = None,
        known_at: datetime | None = None,
        rules: RuleFiles | str | None = None,
    ) -> Replayed:
        """How it stood on `on`, as known at `known_at` (an aware moment), each step with its proof recomputed.

        With `rules`, files or the beginning of a hash that entries name, each step is judged
        as these would have judged it; raises BadRules, BadFile for those of another programme,
        or Misunderstood for a hash of none. Misunderstood also for a day or a moment to come.
        """
        known = None if known_at is None else instant(known_at)
        return trail.replay_case(self._office, assignment, on=on, known_at=known, rules=self._judging(rules))

    def _judging(self, rules: RuleFiles | str | None) -> Rules | None:
        if isinstance(rules, str):
            return trail.adopted_rules(self._office, rules)
        return None if rules is None else trail.judging(self._office, rules)

    def diff(self, before: Replayed, after: Replayed) -> Compared:
        """What the second of two answers of `replay` says otherwise than the first."""
        return trail.differ(before, after)

    def who_held_it(self, assignment: str | None = None, on: date | None = None) -> Held:
        """With whom each assignment lay for how many days, from its opening until `on` (today) or its end."""
        return held.who_held_it(self._office, assignment, on)

    def rehearse(self, files: RuleFiles, people: tuple[str, bytes] | None = None) -> Rehearsed:
        """What these rules would have decided otherwise, whom they would leave stuck, and which days they move.

        With `people`, the register that would be adopted with them, also whom it lacks.
        """
        rules, _ = sound(files)
        missing = () if people is None else strangers(rules, read_register(*people), files.programme_name, people[0])
        return rehearse.rehearse(self._office, rules, missing)

    def verify(self, *, evidence: Evidence = NO_EVIDENCE, since: int = 1) -> Verified:
        """Recompute everything; `whole` says whether nothing was found, `level` how far the proof reaches.

        With `since` only what was decided from that number on is judged again, where a
        checkpoint held in `evidence` covers what is before.
        """
        return prove.verify(
            self._office,
            kept=lambda: self._database.findings(self._office.room.programme),
            facts=self._database.facts(),
            evidence=evidence,
            since=since,
        )

    def checkpoint(self) -> Sealed:
        """How long the journal is and the root over it: three lines, in `checkpoint.body`."""
        return seal.checkpoint(self._office)

    def seal(self, signer: Signer, folder: Checkpoints, memory: Memory, *, dry_run: bool = False) -> Sealed:
        """Sign that and keep it; raises Trouble where the journal does not extend what was signed before."""
        return seal.seal(self._office, signer, folder, memory, dry_run=dry_run)

    def add_key(
        self,
        public: bytes,
        principal: str,
        *,
        purpose: Literal["log", "witness"] = "log",
        start: date | None = None,
        reason: str = "",
        key: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Declare a key, from `start` (today) on; `public` are the bytes of its `.pub` file. Nobody acts in this.

        Raises BadFile for what is no public key that signs.
        """
        try:
            read = read_public_key(public)
        except NotAPublicKey as error:
            raise BadFile("key.not-public", detail=str(error)) from None
        call = Call(actor=None, reason=reason, key=key, dry_run=dry_run)
        return declaring.add_key(self._office, call, read, principal, purpose=purpose, start=start)

    def retire_key(
        self,
        fingerprint: str,
        *,
        on: date | None = None,
        reason: str = "",
        key: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Retire a declared key: `on` (today) is the first day on which it no longer holds."""
        call = Call(actor=None, reason=reason, key=key, dry_run=dry_run)
        return declaring.retire_key(self._office, call, fingerprint, on=on)

    def keys(self) -> Keys:
        """The keys that the journal declares, and the lines of `allowed_signers` that follow from them."""
        return declaring.keys(self._office)

    def witness(
        self, signer: Signer, folder: Checkpoints, memory: Memory, *, trust: Trust | None = None
    ) -> tuple[Witnessed, bytes]:
        """Sign the newest checkpoint of `folder` as a partner: what was done, and the bytes to send back.

        Raises Trouble where the journal does not extend what this partner signed before,
        BadFile where nothing was sealed or (with `trust`) its signature does not hold. A
        partner who was handed a bundle asks `vs_workflow.witness`.
        """
        office = self._office
        with office.room.reading() as work:
            return witnessing.witness(
                work.journal.lines(),
                folder.files(),
                signer,
                memory,
                office.stamps.now(),
                clock_set=office.clock_set,
                trust=trust,
            )

    def accept(self, file: SealFile, folder: Checkpoints, trust: Trust) -> Witnessed:
        """Take the signature of a partner into `folder`; raises BadFile where it is not that of one in `trust`."""
        return witnessing.accept(self._office, file, folder, trust)

    def export(self, form: OneFile, assignment: str | None = None, *, roles_only: bool = False) -> bytes:
        """The journal in that form: jsonl, csv, xes or adl; with `roles_only` without persons."""
        from vs_workflow.desk import leave
        from vs_workflow.exports.forms import written
        from vs_workflow.exports.roles import BY_KEY, role_holders

        found = leave.leaving(self._office, assignment)
        return written(form, found, role_holders(found.book, found.names) if roles_only else BY_KEY)

    def dossiers(self, assignment: str | None = None, *, roles_only: bool = False) -> list[tuple[str, bytes]]:
        """The files for the archive (MDTO), each a name and bytes; with `roles_only` without persons."""
        from vs_workflow.desk import leave
        from vs_workflow.exports.mdto import sidecars
        from vs_workflow.exports.roles import BY_KEY, role_holders

        found = leave.leaving(self._office, assignment)
        shown = role_holders(found.book, found.names) if roles_only else BY_KEY
        return list(sidecars(found, shown, leave.fetcher(self._office)))

    def bundle(
        self,
        assignment: str | None = None,
        *,
        register: bool = True,
        documents: bool = True,
        folder: Checkpoints | None = None,
    ) -> Bundle:
        """What a bundle holds; its `files()` are pairs of a name and bytes, to be put in a folder or an archive.

        All that is kept in `folder` goes along as it is, also what speaks against the journal.
        """
        from vs_workflow.desk import leave
        from vs_workflow.exports.bundle import Bundle, checkpoints

        # Before the journal, which somebody may add to and seal meanwhile.
        seals = () if folder is None else checkpoints(folder.files())
        found = leave.leaving(self._office, assignment)
        return Bundle(found, leave.fetcher(self._office), register=register, documents=documents, seals=seals)

    def rebuild(self) -> None:
        """Throw the derived tables away and make them again from the journal."""
        self._database.rebuild(self._office.room.programme)

    def backup(self, path: str | os.PathLike[str]) -> Facts:
        """A verified copy of an SQLite database in a new file."""
        return self._database.backup(path)
