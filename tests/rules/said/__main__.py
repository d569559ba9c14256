"""Writes the text files again from what is said now."""

from tests.rules.said import HERE, told
from tests.rules.test_what_rules_say import FILES
from tests.said import write

for name, cases in FILES.items():
    write(HERE / f"{name}.txt", {case: told(files) for case, files in cases.items()})
