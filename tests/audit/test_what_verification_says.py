"""Of a forged journal both readings say what stands in the text file of `said`, to the last fact."""

from __future__ import annotations

import pytest

from tests.audit.said import HERE, told
from tests.audit.said.cases import CASES
from tests.said import paragraphs

AGAIN = "what is meant to be said otherwise is written again by: python -m tests.audit.said"
WRITTEN = paragraphs(HERE / "forged.txt")


@pytest.mark.parametrize("name", CASES, ids=[f"{number}-{name[:40]}" for number, name in enumerate(CASES)])
def test_what_is_found_in_a_forged_journal_is_said_whole(name: str) -> None:
    assert told(CASES[name]()) == WRITTEN.get(name), AGAIN


def test_no_paragraph_is_left_without_its_case() -> None:
    assert list(WRITTEN) == list(CASES), AGAIN
