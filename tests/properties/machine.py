"""The machine: everything that may be asked, and what must hold at every moment whatever was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import (
    invariant,
    run_state_machine_as_test,
)

import store
from tests.properties import model
from tests.properties.asking import (
    CASES,
    KEY,
    TALLY,
)
from tests.properties.offices import Offices
from tests.properties.roads import Roads
from tests.tools.links import check_links
from tests.tools.seeds import seed as run_seed
from vs_workflow.desk import look, trail
from vs_workflow.journal.entry import Instant, read_entry
from vs_workflow.replay.fold import replay


class Machine(Roads, Offices):
    """`run` sends random requests; `in_database` makes it of another kind of store than memory."""

    @invariant()
    def the_states_are_those_of_the_model(self) -> None:
        now = model.fold(self.log)
        with self.world.office.room.reading() as work:
            rows = {row.assignment: row for row in work.index.board()}
            book = work.index.book()
        for about in CASES:
            assert (rows[about].state, book.cases[about].state) == (now.state[about],) * 2
            assert rows[about].since == now.since[about]

    @invariant()
    def the_chain_is_whole_and_every_decision_lawful(self) -> None:
        verified = self.world.verify()
        assert verified.whole, verified.findings
        assert verified.replayed
        assert verified.entries == self.count
        assert not self.differences()
        TALLY["verified"] += 1

    @invariant()
    def what_is_derived_is_what_replay_says(self) -> None:
        with self.world.office.room.reading() as work:
            lines = list(work.journal.lines())
            whole = work.index.book()
            part = work.index.book((CASES[0], CASES[2]))
        assert not list(check_links(lines))
        assert replay(read_entry(line.text) for line in lines) == whole
        kept = {key: case for key, case in whole.cases.items() if key in (CASES[0], CASES[2])}
        assert part == replace(whole, cases=kept)

    @invariant()
    def the_past_is_as_it_was_known(self) -> None:
        """Replay on a day as known at a moment, against the lines read by hand."""
        entries = list(self.entries())
        known_at = entries[(self.count * 7919) % len(entries)]["at"]
        # The clock of the world stands at the last call.
        on = look.setting(self.world.office).today - timedelta(days=self.count % 31)
        about = CASES[self.count // 3 % len(CASES)]
        if self.count % 3 or known_at < entries[33]["at"]:
            return
        replayed = trail.replay_case(self.world.office, about, on=on, known_at=Instant(known_at))
        assert replayed.state == by_hand(entries, about, on, known_at)
        board = {line.assignment: line.state for line in look.board(self.world.office, on=on).lines}
        assert board[about] == by_hand(entries, about, on, entries[-1]["at"])


def by_hand(entries: list[dict[str, Any]], about: str, on: date, known_at: str) -> str:
    known = [entry for entry in entries if entry["at"] <= known_at]
    days: dict[int, str] = {}
    for entry in known:
        if entry["kind"] == "correction":
            days[entry["corrects"]] = "" if entry["what"] == "annul" else entry["on"]
    state = "concept"
    for entry in known:
        day = days.get(entry["seq"], entry["on"])
        if entry["kind"] == "step" and entry.get("assignment") == about and day and day <= on.isoformat():
            state = entry["to"]
    return state


def run(machine: type[Machine], examples: int, steps: int) -> None:
    TALLY.clear()
    run_state_machine_as_test(
        seed(run_seed())(machine),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=True, report_multiple_bugs=False, phases=(Phase.generate,), database=None,
        ),
    )  # fmt: skip


def in_database(url: Callable[[], str], machine: type[Machine] = Machine) -> type[Machine]:
    """The machine on a database; each run begins on a fresh one."""

    class InDatabase(machine):  # type: ignore[valid-type, misc]  # a base that is given
        def fresh(self) -> Any:
            self.url = url()
            self.database = store.open(self.url, create=True)
            return self.database.begin(KEY)

        def again(self) -> Any:
            self.database.close()
            self.database = store.open(self.url)
            return self.database.room(KEY)

        def rebuild_tables(self) -> None:
            self.database.rebuild(KEY)

        def differences(self) -> list[Any]:
            return [*self.database.integrity(), *self.database.differences(KEY)]

        def teardown(self) -> None:
            super().teardown()
            if hasattr(self, "database"):
                self.database.close()

    return InDatabase
