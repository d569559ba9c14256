"""What the beginning of a programme costs to judge: no first grant is held against all others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.audit.forging import entries_of
from tests.desk.world import begun
from vs_workflow.audit.founding import Foundation
from vs_workflow.casebook import Casebook, Grant
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Finding
from vs_workflow.replay.fold import NOTHING, replay
from vs_workflow.rules.rulebook import fetch


def test_an_honest_beginning_is_judged_without_searching_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    world = begun()
    with world.office.room.reading() as work:
        rules = fetch(work.index.book().rules, work.shelf.get)
    searched: list[Casebook] = []
    found: list[Finding] = []
    foundation, book, granted = Foundation(dict), NOTHING, 0

    def grants(book: Casebook) -> Iterator[Grant]:
        searched.append(book)
        yield from ()

    for entry in entries_of(world):
        with monkeypatch.context() as patch:
            patch.setattr(Casebook, "grants", grants)
            found += foundation.follow(entry)
            found += foundation.take(entry, book, rules)
        book = replay((entry,), after=book)
        granted += entry.kind is Kind.GRANT

    assert (searched, found) == ([], [])
    assert granted > 10
