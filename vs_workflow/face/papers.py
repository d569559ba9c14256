"""What the library does with files alone, without a database: rules compared and checked, a bundle witnessed."""

from __future__ import annotations

from datetime import datetime

from vs_workflow.desk import adopt, rehearse
from vs_workflow.desk import witness as witnessing
from vs_workflow.desk.rehearse import RulesDiffer
from vs_workflow.desk.witness import Witnessed
from vs_workflow.face.clock import SystemStamps
from vs_workflow.journal.chain import instant
from vs_workflow.outside.handed_over import handed_over
from vs_workflow.ports import Memory, Signer, Trust
from vs_workflow.reasons import Finding
from vs_workflow.rules.rulebook import RuleFiles


def workflow_check(files: RuleFiles, people: tuple[str, bytes] | None = None) -> tuple[Finding, ...]:
    """What proving these rules found, warnings too; raises BadRules for faults of shape, of the register as well."""
    return adopt.check(files, people)[1]


def workflow_diff(before: RuleFiles, after: RuleFiles) -> RulesDiffer:
    """What the second rules give, take, ask and move beside the first; raises BadRules where either is not sound."""
    return rehearse.differ(adopt.sound(before)[0], adopt.sound(after)[0])


def witness(
    bundle: str, signer: Signer, memory: Memory, *, trust: Trust | None = None, now: datetime | None = None
) -> tuple[Witnessed, bytes]:
    """Sign the newest checkpoint of a bundle as a partner: what was done, and the bytes to send back.

    Raises Trouble where the journal does not extend what this partner signed before, BadFile
    where the bundle is not whole, holds no checkpoint, or (with `trust`) its signature does not hold.
    """
    moment = SystemStamps(None if now is None else instant(now)).now()
    with handed_over(bundle) as (lines, files):
        return witnessing.witness(lines, files, signer, memory, moment, clock_set=now is not None, trust=trust)
