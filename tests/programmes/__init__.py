"""Programmes to test with: the one that ships, and a quite different one that proves nothing of the first is code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vs_workflow.rules.rulebook import RuleFiles

HERE = Path(__file__).parent
WORKFLOWS = HERE.parents[1] / "workflows"


@dataclass(frozen=True, slots=True)
class Files:
    """Where a programme, its lifecycle and its register stand."""

    programme: Path
    lifecycle: Path
    people: Path

    def rule_files(self) -> RuleFiles:
        return RuleFiles(
            self.programme.read_bytes(), self.lifecycle.read_bytes(), self.programme.name, self.lifecycle.name
        )


OOST = Files(
    WORKFLOWS / "oost-nederland-2015.programme.toml",
    WORKFLOWS / "expertteam.lifecycle.toml",
    WORKFLOWS / "oost-nederland-2015.people.toml",
)
DIKES = Files(HERE / "dijken.programme.toml", HERE / "dijkvak.lifecycle.toml", HERE / "dijken.people.toml")
