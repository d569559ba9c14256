"""Every decision says what stands in the text files of `said`, to the last fact."""

from __future__ import annotations

import pytest

from tests.decide.said import HERE, Scenes, corrections, days, dikes, guards, otherwise, road, roles, told
from tests.said import paragraphs

FILES: dict[str, Scenes] = {
    "road": road.SCENES,
    "guards": guards.SCENES,
    "days": days.SCENES,
    "roles": roles.SCENES,
    "corrections": corrections.SCENES,
    "dikes": dikes.SCENES,
    "otherwise": otherwise.SCENES,
}
AGAIN = "what is meant to be said otherwise is written again by: python -m tests.decide.said"
WRITTEN = {file: paragraphs(HERE / f"{file}.txt") for file in FILES}
ALL = [(file, name) for file, scenes in FILES.items() for name in scenes]


@pytest.mark.parametrize(("file", "name"), ALL, ids=[f"{file}-{name}" for file, name in ALL])
def test_a_decision_says_it_all(file: str, name: str) -> None:
    assert told(FILES[file][name]()) == WRITTEN[file].get(name), AGAIN


@pytest.mark.parametrize("file", FILES)
def test_no_paragraph_is_left_without_its_scene(file: str) -> None:
    assert list(WRITTEN[file]) == list(FILES[file]), AGAIN
