"""De zinnen in het Nederlands: per regel wat er is en wat eraan te doen valt."""

from __future__ import annotations

from vs_workflow.words.nl.databases import DATABASES
from vs_workflow.words.nl.findings import FINDINGS
from vs_workflow.words.nl.handed_in import HANDED_IN
from vs_workflow.words.nl.refusals import REFUSALS
from vs_workflow.words.nl.seals import SEALS
from vs_workflow.words.nl.soundness import SOUNDNESS
from vs_workflow.words.nl.troubles import TROUBLES

SENTENCES: dict[str, tuple[str, str]] = {
    **REFUSALS, **TROUBLES, **DATABASES, **FINDINGS, **SEALS, **SOUNDNESS, **HANDED_IN,
}  # fmt: skip
