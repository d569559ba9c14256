"""Texts that say a thing whole, kept beside the tests: one paragraph per case, headed by its name.

A test holds what is said now to the file, so that nothing that outside programs read can
change or go missing unseen. After a change that is meant the package that owns a file
writes it again (`python -m tests.decide.said`, and so on); then read the difference.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

_ADDRESS = re.compile(r"\b[0-9a-f]{64}\b")


def paragraphs(path: Path) -> dict[str, str]:
    """The paragraphs of the file by their names."""
    text = path.read_text(encoding="utf-8")
    found = [one.partition("\n") for one in text.strip().removeprefix("# ").split("\n\n# ")]
    return {name: body for name, _, body in found}


def write(path: Path, said: Mapping[str, str]) -> None:
    path.write_text("\n\n".join(f"# {name}\n{body}" for name, body in said.items()) + "\n", encoding="utf-8")


def plain(value: object) -> str:
    """The value on one line, in any order of keys; an address (64 hexadecimal digits) by its place alone."""
    return _ADDRESS.sub("(address)", json.dumps(value, ensure_ascii=False, sort_keys=True, default=str))
