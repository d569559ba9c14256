"""Proves rules sound before anybody works under them: every name known, every road with an end, every ask possible.

Each check is a small function from rules to findings; adding a check means adding a
function. What is proved here the decision counts on: under rules without an error no
request, however odd, makes it stumble. That nobody holds a role yet is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import islice

from vs_workflow.reasons import Finding
from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.proving.asking import ASKING
from vs_workflow.rules.proving.days import DAYS
from vs_workflow.rules.proving.guarding import GUARDING
from vs_workflow.rules.proving.names import NAMES
from vs_workflow.rules.proving.offices import OFFICES
from vs_workflow.rules.proving.road import ROAD
from vs_workflow.rules.proving.size import not_too_many
from vs_workflow.rules.rulebook import RuleFiles, Rules

Check = Callable[[Rules], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (*NAMES, *ROAD, *OFFICES, *ASKING, *GUARDING, *DAYS)
MOST_FINDINGS = 200

_OF_LIFECYCLE = frozenset(one.name for one in fields(Lifecycle)) - {"key", "label", "schema"}


def prove(rules: Rules) -> tuple[Finding, ...]:
    """What is wrong or worth knowing, in the order of the checks; rules without an error are sound.

    No more than `MOST_FINDINGS`: what is mended first often mends the rest.
    """
    too_many = tuple(not_too_many(rules))
    return too_many or tuple(islice((finding for check in CHECKS for finding in check(rules)), MOST_FINDINGS))


def file_of(finding: Finding, files: RuleFiles) -> str:
    """The name of the file in which `finding.where` is to be looked for."""
    section = finding.where.split(".")[0].split("[")[0]
    return files.lifecycle_name if section in _OF_LIFECYCLE or section == "lifecycle" else files.programme_name
