"""Time and salt, taken here and given to all below: from the machine, or from who set the clock of a rehearsal."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from vs_workflow.journal.chain import Stamp, instant
from vs_workflow.journal.entry import Instant

SALT_BYTES = 16


@lru_cache(maxsize=1)
def app() -> str:
    """The program and its version, as entries name it."""
    from vs_workflow import __version__

    return f"vs_workflow {__version__}"


@lru_cache(maxsize=1)
def host() -> str:
    import socket

    return _plain(socket.gethostname())


@lru_cache(maxsize=1)
def account() -> str:
    """The account that runs the program, as the system knows it; "" where it does not say.

    Where there is a list of accounts, LOGNAME and USER are not asked: anybody may set those.
    """
    try:
        import pwd
    except ImportError:
        return _plain(_logged_in())
    try:
        return _plain(pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:
        return f"uid {os.getuid()}"


def _logged_in() -> str:
    try:
        return os.getlogin()
    except OSError:
        return ""


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")[:200]


@dataclass(frozen=True, slots=True)
class SystemStamps:
    """The machine's clock, or the moment it is set to, and a fresh salt of 128 bits for each entry."""

    set_to: Instant | None = None

    def now(self) -> Instant:
        return self.set_to if self.set_to is not None else instant(datetime.now(UTC))

    def stamps(self, count: int, now: Instant) -> tuple[Stamp, ...]:
        # Who only looks needs no salt, and does not wait for what makes it.
        import secrets

        return tuple(Stamp(now, secrets.token_hex(SALT_BYTES), app(), host(), account()) for _ in range(count))
