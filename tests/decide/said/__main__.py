"""Writes the text files again from what is said now."""

from tests.decide.said import HERE, as_file
from tests.decide.test_what_decisions_say import FILES

for name, scenes in FILES.items():
    (HERE / f"{name}.txt").write_text(as_file(scenes), encoding="utf-8")
