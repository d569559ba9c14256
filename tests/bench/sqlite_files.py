"""SQLite files for the limit and for the peers, with the very settings that the product's own file has."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from store.sqlite import CACHE_KIB, safe_mode

MODE = safe_mode(sqlite3.sqlite_version_info)
PRAGMAS = (
    f"PRAGMA journal_mode = {MODE}",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)


def connect(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in PRAGMAS:
        raw.execute(pragma)
    return raw


def settings() -> str:
    return f"SQLite {sqlite3.sqlite_version}, journal_mode {MODE}, synchronous FULL"
