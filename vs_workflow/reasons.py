"""Why something was refused, what a check found, and what went wrong: as values with parts.

Nothing here is prose. A reason names its code, the rule that speaks and the facts it
speaks of; `vs_workflow.words` makes the sentence, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeAlias

# What a reason may carry: what JSON can hold and a sentence can show.
Plain: TypeAlias = str | int | bool | list["Plain"] | dict[str, "Plain"] | None
Facts = Mapping[str, Plain]


class Code(StrEnum):
    """The closed set of refusal codes that outside programs may rely on."""

    ORDER = "order"
    FINAL = "final"
    ROLE = "role"
    GRANT_PERIOD = "grant-period"
    MANDATE = "mandate"
    SEPARATION = "separation-of-duties"
    GUARD = "guard"
    DATE = "date"
    CONFLICT = "conflict"
    UNKNOWN_STEP = "unknown-step"


OF_WHO_ASKS = (Code.ROLE, Code.GRANT_PERIOD, Code.MANDATE)
"""What stands in the way of who asks, and would not of somebody who may."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a request is refused.

    `rule` names the sentence that explains it (`date.future`, `guard.document`);
    `who` are the keys of the people who could do it or mend it on that day;
    `guard` is the guard's name where `code` is `guard`.
    """

    code: Code
    rule: str
    facts: Facts = field(default_factory=dict)
    who: tuple[str, ...] = ()
    guard: str | None = None

    def as_data(self) -> dict[str, Plain]:
        data: dict[str, Plain] = {
            "code": self.code.value,
            "rule": self.rule,
            "facts": dict(self.facts),
            "who": list(self.who),
        }
        if self.guard is not None:
            data["guard"] = self.guard
        return data


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found: in a journal (`seq` names the entry) or in rules (`where` names the key)."""

    check: str
    rule: str
    facts: Facts = field(default_factory=dict)
    seq: int | None = None
    where: str = ""
    warning: bool = False


class Trouble(Exception):
    """What the caller could not foresee. Carries fields; the text is made at the edge.

    `rule` names the sentence; `exit` is the exit code that the command line promises.
    """

    exit: ClassVar[int] = 1

    def __init__(self, rule: str, **facts: Plain) -> None:
        super().__init__(rule, facts)
        self.rule = rule
        self.facts: Facts = facts


class Misunderstood(Trouble):
    """The call cannot be understood: usage, an unknown or ambiguous name, an unreadable date. Nothing is recorded."""

    exit = 2


class StoreTrouble(Trouble):
    """The database or the disk. `recorded` says whether the entry was written; None where nobody knows."""

    exit = 4

    def __init__(self, rule: str, *, recorded: bool | None = False, **facts: Plain) -> None:
        super().__init__(rule, **facts)
        self.recorded = recorded


class BadFile(Trouble):
    """A file that was given is wrong: facts `file`, `where` (line or key), and what was expected."""

    exit = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where it stands, what is wrong, what was expected."""

    file: str
    where: str
    rule: str
    facts: Facts = field(default_factory=dict)


class BadRules(BadFile):
    """A rules file that cannot be used; every fault is in `faults`."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        first = faults[0]
        super().__init__(first.rule, file=first.file, where=first.where, more=len(faults) - 1, **dict(first.facts))
        self.faults = faults
