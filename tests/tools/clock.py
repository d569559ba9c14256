"""Another clock and another zone for a whole command, by faketime; jumps while it runs are possible.

`time.sleep` measures with the monotonic clock, which faketime bends too.
"""

import functools
import os
from pathlib import Path

import pytest

from tests.tools.needs import need

LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1")


@functools.cache
def _library() -> str:
    for pattern in LIBRARIES:
        for found in Path("/").glob(pattern.lstrip("/")):
            return str(found)
    pytest.skip("needs faketime: apt-get install -y faketime")


def faked(at: str, *, zone: str = "Europe/Amsterdam", speed: float = 1) -> dict[str, str]:
    """The environment of a command that begins at `at` ("2015-10-25 02:59:50", in that zone), and goes so fast."""
    need("faketime")
    faster = f" x{speed:g}" if speed != 1 else ""
    return {"LD_PRELOAD": _library(), "FAKETIME": f"@{at}{faster}", "TZ": zone}


class JumpingClock:
    """A clock that running commands share: give them `environment`, and `set` the time while they run."""

    def __init__(self, folder: Path, at: str, *, zone: str = "Europe/Amsterdam") -> None:
        need("faketime")
        self._file = folder / "faketime"
        self.set(at)
        self.environment = {
            "LD_PRELOAD": _library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "TZ": zone,
        }

    def set(self, at: str) -> None:
        """It is `at` from now on; "-3d" and "+400d" are days from the real time."""
        unfinished = self._file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(f"{at if at[0] in '+-' else f'@{at}'}\n")
        unfinished.replace(self._file)
