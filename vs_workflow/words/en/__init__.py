"""The sentences in English: for each rule what is the matter, and what to do about it."""

from __future__ import annotations

from vs_workflow.words.en.databases import DATABASES
from vs_workflow.words.en.findings import FINDINGS
from vs_workflow.words.en.handed_in import HANDED_IN
from vs_workflow.words.en.refusals import REFUSALS
from vs_workflow.words.en.seals import SEALS
from vs_workflow.words.en.soundness import SOUNDNESS
from vs_workflow.words.en.troubles import TROUBLES

SENTENCES: dict[str, tuple[str, str]] = {
    **REFUSALS, **TROUBLES, **DATABASES, **FINDINGS, **SEALS, **SOUNDNESS, **HANDED_IN,
}  # fmt: skip
