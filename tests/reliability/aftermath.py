"""What must hold after every fault: what was acknowledged is there, all verifies, and the next call works."""

import sqlite3
from collections.abc import Iterable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests.reliability import acts
from vs_workflow import Programme
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Trouble

Receipt = tuple[int, str]
Source = str | Path | Programme


@dataclass(slots=True)
class Aftermath:
    """Adds up over many faults: receipts that no entry answers to, databases that do not verify, calls that fail."""

    met: int = 0
    lost: int = 0
    half: int = 0
    stuck: int = 0
    why: list[str] = field(default_factory=list)

    def look(
        self,
        where: Source,
        receipts: Iterable[Receipt] = (),
        *,
        about: object = "",
        now: Instant | None = acts.NOW,
    ) -> dict[int, str]:
        """Verify everything; the hash of each entry by its number."""
        try:
            with _opened(where, now) as programme:
                verified = programme.verify()
                there = _leaves(where) or {line.entry.seq: line.hash for line in programme.history().lines}
        except Trouble as error:
            self.half += 1
            self.why.append(f"{about}: {error!r}")
            return {}
        gone = [seq for seq, leaf in receipts if there.get(seq) != leaf]
        self.lost += len(gone)
        self.half += not verified.whole
        if gone or not verified.whole:
            self.why.append(f"{about}: lost {gone}, found {verified.findings[:3]}")
        return there

    def go_on(self, where: Source, *, about: object = "") -> None:
        """The next lawful call must be accepted."""
        try:
            with _opened(where) as programme:
                outcome = acts.step(programme)
            failed = "" if outcome.accepted else str(outcome.reasons)
        except Trouble as error:
            failed = repr(error)
        if failed:
            self.stuck += 1
            self.why.append(f"{about}: the next call failed: {failed}")

    @property
    def defects(self) -> dict[str, int]:
        """For `counts`; fails with the first few reasons, which say more than a number."""
        assert not self.why, self.why[:5]
        return {"lost": self.lost, "half": self.half, "stuck": self.stuck}


def _opened(where: Source, now: Instant | None = acts.NOW) -> AbstractContextManager[Programme]:
    return nullcontext(where) if isinstance(where, Programme) else acts.opened(where, now)


def _leaves(where: Source) -> dict[int, str]:
    """What stands in a file, read past us, which is quicker too; nothing for what is no file."""
    if isinstance(where, Programme) or "://" in str(where):
        return {}
    with closing(sqlite3.connect(where)) as raw:
        return dict(raw.execute("SELECT seq, leaf FROM journal"))
