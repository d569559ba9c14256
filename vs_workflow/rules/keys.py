"""What a key may look like: of things and people, and of facts. Keys become part of entries and of what is typed."""

from __future__ import annotations

import re

LONGEST_KEY = 64

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
"""Lower-case words and digits with hyphens between them: an assignment, a body, a person."""

FACT_KEY = re.compile(r"[a-z][a-z0-9_-]*\Z")
"""A fact, a guard, an item: an ASCII word."""
