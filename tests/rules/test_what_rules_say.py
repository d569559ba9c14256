"""Of rules that are not right everything is said that stands in the text files of `said`."""

from __future__ import annotations

import pytest

from tests.rules.said import HERE, Cases, told
from tests.rules.said.cases import SHAPE, SOUND
from tests.said import paragraphs

FILES: dict[str, Cases] = {"sound": SOUND, "shape": SHAPE}
AGAIN = "what is meant to be said otherwise is written again by: python -m tests.rules.said"
WRITTEN = {file: paragraphs(HERE / f"{file}.txt") for file in FILES}
ALL = [(file, name) for file, cases in FILES.items() for name in cases]


@pytest.mark.parametrize(("file", "name"), ALL, ids=[f"{file}-{number}" for number, (file, _) in enumerate(ALL)])
def test_of_what_is_wrong_everything_is_said(file: str, name: str) -> None:
    assert told(FILES[file][name]) == WRITTEN[file].get(name), AGAIN


@pytest.mark.parametrize("file", FILES)
def test_no_paragraph_is_left_without_its_case(file: str) -> None:
    assert list(WRITTEN[file]) == list(FILES[file]), AGAIN
