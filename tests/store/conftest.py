"""Rooms of a small programme without rules of its own: the milestones are the test's."""

import pytest

from tests.store import builders


@pytest.fixture(autouse=True)
def _milestones_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vs_workflow.timeline.project.milestone_rows", builders.rows)
