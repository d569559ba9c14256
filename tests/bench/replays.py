"""Verified replay of a long journal (links, order, role, the days of each grant) against the least it can cost."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import store
from tests.bench import limit, long_journals
from tests.bench.measure import Claim, Result, per_second
from tests.bench.programme import KEY
from vs_workflow.audit.walk import Walked, walk
from vs_workflow.rules.rulebook import fetch

OURS = "vs_workflow: walk (links, order, role, period)"
LIMIT = "limit: cursor, hash, link, json.loads, one dict update"


def run(
    folder: Path, *, entries: int = 200_000, rounds: int = 7, assignments: int = long_journals.ASSIGNMENTS
) -> Result:
    path = long_journals.kept(entries, assignments)
    answers: list[tuple[int, str, dict[str, str]]] = []

    def of_ours() -> tuple[int, float]:
        start = perf_counter()
        found = walked(path)
        seconds = perf_counter() - start
        assert not found.findings and not found.unsettled
        answers.append((found.entries, found.head, found.states))
        return entries, seconds

    def of_limit() -> tuple[int, float]:
        start = perf_counter()
        found = limit.replay(path)
        seconds = perf_counter() - start
        answers.append(found)
        return entries, seconds

    variants = {OURS: of_ours, LIMIT: of_limit}
    result = per_second("verified replay", variants, (Claim(OURS, LIMIT, "speed", 0.5),), rounds)
    assert answers[0][0] == entries and all(one == answers[0] for one in answers)
    said = f"{rounds} rounds of {entries} entries; both came to the same head and the same {len(answers[0][2])} states"
    return result.with_remarks(said)


def walked(path: Path) -> Walked:
    """What the walk finds, the database opened and closed with it."""
    with store.open(path, read_only=True) as database, database.room(KEY).reading() as work:
        return walk(work.journal.lines(), lambda address: fetch(address, work.shelf.get))
