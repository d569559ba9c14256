"""Whatever happened before: what has ended can be destroyed, and everything else is proved as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.properties.asking import CASES
from tests.properties.machine import Machine, in_database, run
from tests.tools.scale import scaled
from vs_workflow.desk import destroy, look, trail, watch
from vs_workflow.desk.office import Attachment
from vs_workflow.journal.remains import is_blank
from vs_workflow.reasons import Misunderstood

DONE: Counter[str] = Counter()


class Destroying(Machine):
    """At the end of a random history everything is brought to its end and destroyed, one after the other."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "world"):
                self.destroy_all()
        finally:
            super().teardown()

    def destroy_all(self) -> None:
        self.today += timedelta(days=1)
        self.world.at(self.today.isoformat(), hour=20)
        watch.check(self.world.office)
        for about in CASES:
            if look.show(self.world.office, about).line.state not in ("implemented", "withdrawn"):
                self.world.advance(about, "withdraw", "knaap", reason="einde")
            before = dict(self.trails())
            outcome = destroy.destroy(
                self.world.office, self.world.call("meuleman"), about, ground="selectielijst",
                declaration=Attachment(data=b"verklaring"),
            )  # fmt: skip
            if not outcome.accepted:
                DONE["refused"] += 1
                continue
            DONE["destroyed"] += 1
            before.pop(about)
            assert dict(self.trails()) == before
            self.holds(about)
        self.world.at((self.today + timedelta(days=200)).isoformat())
        flags = watch.check(self.world.office).flags
        assert not {one.assignment for one in flags} & set(look.board(self.world.office).destroyed)
        self.holds("")

    def holds(self, about: str) -> None:
        verified = self.world.verify()
        assert verified.findings == ()
        with self.world.office.room.reading() as work:
            lines = list(work.journal.lines())
            named = {seq for seq, line in enumerate(lines, 1) if is_blank(line)}
            assert about not in work.index.book().cases
            whole = work.index.book()
        assert {one.facts["assignment"] for one in verified.limits if one.rule == "limit.destroyed"} == {
            *whole.destroyed
        }
        assert bool(named) == bool(whole.destroyed)
        assert not self.differences()
        self.rebuild_tables()
        assert not self.differences()
        self.world.office = type(self.world.office)(
            self.again(), self.world.stamps, self.world.office.read_day, clock_set=True
        )
        with self.world.office.room.reading() as work:
            assert work.index.book() == whole

    def trails(self) -> Iterator[tuple[str, Any]]:
        for about in CASES:
            try:
                found = trail.replay_case(self.world.office, about)
            except Misunderstood:
                continue
            yield about, (found.state, found.since, found.steps)


def told(counts: Any, where: str) -> None:
    counts("P10", f"assignments destroyed {where}", met=DONE["destroyed"], note=str(dict(DONE)))
    assert DONE["destroyed"]


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_after_any_history_in_memory(counts: Any) -> None:
    DONE.clear()
    run(Destroying, scaled(8, 300), scaled(25, 60))
    told(counts, "in memory")


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_after_any_history_in_an_sqlite_file(tmp_path: Path, counts: Any) -> None:
    DONE.clear()
    numbers = iter(range(10**6))
    run(in_database(lambda: str(tmp_path / f"vs{next(numbers)}.db"), Destroying), scaled(3, 100), scaled(25, 60))
    told(counts, "in SQLite files")


@pytest.mark.torture
@pytest.mark.postgres
@pytest.mark.timeout(3600)
def test_after_any_history_in_postgresql(postgres: Any, counts: Any) -> None:
    DONE.clear()
    names: list[str] = []

    def url() -> str:
        names.append(f"destroying{len(names)}")
        return str(postgres.create(names[-1]))

    try:
        run(in_database(url, Destroying), scaled(2, 30), scaled(20, 50))
    finally:
        for name in names:
            postgres.drop(name)
    told(counts, "in PostgreSQL")
