"""Writes the text files again from what is said now."""

from tests.decide.said import write_all
from tests.decide.test_what_decisions_say import FILES

write_all(FILES)
