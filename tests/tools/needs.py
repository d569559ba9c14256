"""Says which outside program a test needs, and skips the test with the line that would install it.

A tool that is present but may not work (ptrace refused in a container) counts as missing.
"""

import functools
import shutil
import subprocess

import pytest

PACKAGES = {
    "gcc": "gcc libc6-dev",
    "strace": "strace",
    "faketime": "faketime",
    "jq": "jq",
    "ssh-keygen": "openssh-client",
}


def need(*programs: str) -> None:
    """Skip the running test unless every program is there and works."""
    missing = [program for program in programs if not works(program)]
    if missing:
        packages = " ".join(PACKAGES.get(program, program) for program in missing)
        pytest.skip(f"needs {', '.join(missing)}: apt-get install -y {packages}")


@functools.cache
def works(program: str) -> bool:
    """True when the program is on the path; strace must also be allowed to trace."""
    if shutil.which(program) is None:
        return False
    if program == "strace":
        return subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    return True
