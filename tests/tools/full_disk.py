"""A disk without room: a small file system of its own (as root), or a SQLite that may not grow (anyone).

On the first a whole command meets ENOSPC; on the second a library in this process gets SQLITE_FULL.
"""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Engine, event

from store.sqlite import Writer

KIB = 1024
BALLAST = "ballast"


@contextmanager
def small_disk(folder: Path, kib: int = 1024) -> Iterator[Path]:
    """Mount a file system of so many KiB on the folder; skips where mounting is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"needs root, to mount a small disk: {mounted.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, leave_kib: int) -> None:
    """Fill the small disk so that exactly so much room is left; call again for another amount."""
    ballast = folder / BALLAST
    ballast.unlink(missing_ok=True)
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4 * KIB))
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise
        size = max(0, file.tell() - leave_kib * KIB)
        file.truncate(size)


def empty(folder: Path) -> None:
    """Make all the room again."""
    (folder / BALLAST).unlink(missing_ok=True)


@contextmanager
def no_growth(extra_pages: int = 0) -> Iterator[None]:
    """SQLite files that SQLAlchemy or the store opens for writing within the block may grow by so many pages only."""

    def limit(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + extra_pages}")
        cursor.close()

    class Small(Writer):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            limit(self, None)

    event.listen(Engine, "connect", limit)
    try:
        with patch("store.sqlite.Writer", Small):
            yield
    finally:
        event.remove(Engine, "connect", limit)
