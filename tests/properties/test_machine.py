"""Whatever is asked, by whom and for which day: the journal holds nothing that the rules forbid.

A Hypothesis machine sends random requests, lawful and not, through the desk. The model of
`tests.properties.model` foretells each answer; after each step everything is recomputed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.properties.asking import TALLY
from tests.properties.machine import Machine, in_database, run
from tests.tools.scale import scaled


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_whatever_is_asked_in_memory(counts: Any) -> None:
    run(Machine, scaled(12, 600), scaled(30, 60))
    counts("P10", "requests to a room in memory", met=TALLY["accepted"] + TALLY["refused"], note=str(dict(TALLY)))


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_whatever_is_asked_of_an_sqlite_file(tmp_path: Path, counts: Any) -> None:
    numbers = iter(range(10**6))
    run(in_database(lambda: str(tmp_path / f"vs{next(numbers)}.db")), scaled(6, 200), scaled(25, 60))
    counts("P10", "requests to an SQLite file", met=TALLY["accepted"] + TALLY["refused"], note=str(dict(TALLY)))


@pytest.mark.torture
@pytest.mark.postgres
@pytest.mark.timeout(3600)
def test_whatever_is_asked_of_postgresql(postgres: Any, counts: Any) -> None:
    names: list[str] = []

    def url() -> str:
        names.append(f"machine{len(names)}")
        return str(postgres.create(names[-1]))

    try:
        run(in_database(url), scaled(4, 60), scaled(18, 50))
    finally:
        for name in names:
            postgres.drop(name)
    counts("P10", "requests to PostgreSQL", met=TALLY["accepted"] + TALLY["refused"], note=str(dict(TALLY)))
