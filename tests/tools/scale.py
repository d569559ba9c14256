"""Two sizes for one test: the small figure in the normal run, the full one under `-m torture`.

Mark such a test with `pytest.mark.torture`; the normal run has it too, at its small figure.
"""

import re

import pytest

_full = False


def configure(markexpr: str) -> None:
    """Take the sizes from pytest's `-m` expression."""
    global _full
    _full = bool(re.search(r"(?<!not )\btorture\b", markexpr))


def torturing() -> bool:
    """True in the run with the full figures."""
    return _full


def scaled(normal: int, full: int) -> int:
    """The figure for this run; a normal figure of 0 skips the test there."""
    if _full:
        return full
    if normal == 0:
        pytest.skip("only in the torture run: pytest -m torture")
    return normal
