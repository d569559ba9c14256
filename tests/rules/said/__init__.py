"""What is said of rules that are not right, whole: each finding of the proof and each fault, with all its facts.

A case changes one thing in a file that is right; `python -m tests.rules.said` writes the files again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.said import plain
from vs_workflow.reasons import BadRules, Facts
from vs_workflow.rules.rulebook import RuleFiles, read_rules
from vs_workflow.rules.soundness import prove

HERE = Path(__file__).parent
Cases = Mapping[str, RuleFiles]


def told(files: RuleFiles) -> str:
    """Every finding or fault on a line, and its facts under it."""
    try:
        findings = prove(read_rules(files))
    except BadRules as bad:
        return "\n".join(_said("fault", one.rule, f"{one.file} {one.where}".strip(), one.facts) for one in bad.faults)
    return (
        "\n".join(_said("warning" if one.warning else one.check, one.rule, one.where, one.facts) for one in findings)
        or "sound"
    )


# What the readers of TOML and of shapes say is in their words, which differ from version to version.
_OF_OTHERS = {("file.not-toml", "detail"), ("file.value-wrong", "detail")}


def _said(kind: str, rule: str, where: str, facts: Facts) -> str:
    return "\n    ".join([f"- {kind} {rule} at {where}", *(_fact(rule, key, facts[key]) for key in facts)])


def _fact(rule: str, key: str, value: object) -> str:
    of_others = (rule, key) in _OF_OTHERS and isinstance(value, str) and value != ""
    return f"{key} {'(in the words of the reader)' if of_others else plain(value)}"
