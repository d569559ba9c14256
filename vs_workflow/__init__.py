"""The lifecycle of the assignments of a Veiligheidsstrategie, kept provably.

`open` opens a programme on a store; its methods are the verbs of the command line and
answer with the same refusals, as values. What needs no database stands beside it. Nothing
heavy is loaded before the first of these names is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vs_workflow.desk.evidence import Evidence, Held, Receipt
    from vs_workflow.desk.outbox import Post, Told
    from vs_workflow.face.bringing import import_bundle
    from vs_workflow.face.papers import witness, workflow_check, workflow_diff
    from vs_workflow.face.programme import Programme
    from vs_workflow.face.programme import adopt_programme as init
    from vs_workflow.face.programme import open_programme as open  # noqa: A004  read as vs_workflow.open(...)
    from vs_workflow.outside.checkpoints import CheckpointFolder, SealMemory
    from vs_workflow.outside.mail import Mail, MailServer, Reader
    from vs_workflow.outside.rulefiles import programme_files, rule_files
    from vs_workflow.outside.signing import SshSigner, SshTrust
    from vs_workflow.outside.webhook import Webhook
    from vs_workflow.reasons import BadFile, BadRules, Misunderstood, StoreTrouble, Trouble
    from vs_workflow.rules.rulebook import RuleFiles

__version__ = "0.1.0"

# Where each name comes from when it is first asked for.
_LAZY = {
    "open": "face.programme:open_programme",
    "init": "face.programme:adopt_programme",
    "Programme": "face.programme:Programme",
    "import_bundle": "face.bringing:import_bundle",
    "witness": "face.papers:witness",
    "workflow_check": "face.papers:workflow_check",
    "workflow_diff": "face.papers:workflow_diff",
    "programme_files": "outside.rulefiles:programme_files",
    "rule_files": "outside.rulefiles:rule_files",
    "RuleFiles": "rules.rulebook:RuleFiles",
    "Evidence": "desk.evidence:Evidence",
    "Held": "desk.evidence:Held",
    "Receipt": "desk.evidence:Receipt",
    "SshSigner": "outside.signing:SshSigner",
    "SshTrust": "outside.signing:SshTrust",
    "CheckpointFolder": "outside.checkpoints:CheckpointFolder",
    "SealMemory": "outside.checkpoints:SealMemory",
    "Post": "desk.outbox:Post",
    "Told": "desk.outbox:Told",
    "Mail": "outside.mail:Mail",
    "MailServer": "outside.mail:MailServer",
    "Reader": "outside.mail:Reader",
    "Webhook": "outside.webhook:Webhook",
    "Trouble": "reasons:Trouble",
    "Misunderstood": "reasons:Misunderstood",
    "StoreTrouble": "reasons:StoreTrouble",
    "BadFile": "reasons:BadFile",
    "BadRules": "reasons:BadRules",
}
__all__ = [
    "__version__", "open", "init", "Programme", "import_bundle", "witness", "workflow_check", "workflow_diff",
    "programme_files", "rule_files", "RuleFiles", "Evidence", "Held", "Receipt", "SshSigner", "SshTrust",
    "CheckpointFolder", "SealMemory", "Post", "Told", "Mail", "MailServer", "Reader", "Webhook",
    "Trouble", "Misunderstood", "StoreTrouble", "BadFile", "BadRules",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name in _LAZY:
        module, _, found = _LAZY[name].partition(":")
        return getattr(import_module(f"vs_workflow.{module}"), found)
    raise AttributeError(name)
