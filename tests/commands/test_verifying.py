"""How verify is called, and what its page tells: the clock, where to begin, receipts, levels, rules that are gone."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Vs


def test_verify_refuses_a_clock_that_may_not_be_set(vs: Vs, folder: Path) -> None:
    assert vs("init --db earnest.db").code == 0
    assert vs("init --rehearsal --db played.db --now 2015-03-01T09:00+01:00").code == 0

    told = [
        vs("verify --db earnest.db --lang en --now 2015-04-01T09:00+02:00"),
        vs("verify --db played.db --lang en --now 2015-02-01T09:00+01:00"),
        vs("verify --db played.db --lang en --now 2015-04-01T09:00+02:00"),
    ]

    assert [one.code for one in told] == [2, 2, 0]
    assert "a rehearsal only" in told[0].err
    assert "is behind the last entry" in told[1].err
    assert "Nobody checked" in told[2].out
