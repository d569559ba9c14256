"""Two ways of reading one journal, the table and the fold: they agree on every state, or say that they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.audit.forging import appended, changed, entries_of, first, forge, found, from_on
from tests.desk.world import World, accepted, begun
from vs_workflow.audit.judging import Recomputed
from vs_workflow.audit.recompute import recompute
from vs_workflow.audit.walk import Walked, walk
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Kind
from vs_workflow.rules.rulebook import Rules, fetch


def both(world: World) -> tuple[Walked, Recomputed]:
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())

        def rules_of(address: str):  # type: ignore[no-untyped-def]
            return fetch(address, work.shelf.get)

        return walk(lines, rules_of), recompute(from_on(lines), rules_of)


@pytest.fixture
def world() -> World:
    """Assignment 1 in use by a driehoek, 2 returned, 3 withdrawn and back again, 4A started."""
    made = begun()
    made.at("2015-04-02").present("2", "boomkamp")
    accepted(made.advance("2", "return", "welten", reason="x"))
    withdrawn = accepted(made.advance("3", "withdraw", "knaap", reason="x")).seq or 0
    accepted(made.correct(withdrawn, "knaap", annul=True))
    made.offered()
    for event in ("offer-accepted", "offer-implemented"):
        accepted(made.record(event, "1", "lid-ede"))
    accepted(made.advance("1", "implement", "lid-ede"))
    made.present("4A", "hofman")
    made.start("4A", "beem")
    return made


def test_they_agree_on_every_state_that_no_correction_touched(world: World) -> None:
    walked, judged = both(world)

    assert (walked.findings, judged.findings) == ([], [])
    assert walked.unsettled == {"hennep"}
    for key, case in judged.book.cases.items():
        assert walked.states[key] == case.state or key in walked.unsettled
    assert judged.book.cases["hennep"].state == "concept"
    assert walked.entries == judged.judged == judged.book.head


def test_each_finds_a_step_into_another_state(world: World) -> None:
    start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
    walked, judged = both(forge(world, changed(start.seq, target="implemented")))

    assert [(one.seq, one.check) for one in walked.findings] == [(start.seq, "order")]
    assert (start.seq, "order") in [(one.seq, one.check) for one in judged.findings]


def test_a_state_that_only_one_of_them_comes_out_at_is_named(world: World) -> None:
    """A step of an assignment that nobody opened: the table follows it, the fold has no case for it."""
    start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
    forged = forge(world, appended(replace(start, assignment="nooit-geopend")))

    (said,) = [one for one in forged.verify().findings if one.rule == "lawful.states-differ"]

    assert said.facts == {"assignment": "nooit-geopend", "walk": "started", "fold": ""}


def test_a_line_whose_text_is_no_entry_is_named_and_the_rest_is_still_read(world: World) -> None:
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())

        def rules_of(address: str):  # type: ignore[no-untyped-def]
            return fetch(address, work.shelf.get)

        for text in (b"", b"[]", b"null", b"{}", b"\xff", b'{"kind":"step"}', b"[" * 5000, b'{"a":1,"a":2}', b"1e999"):
            broken = [Line(one.seq, text, one.leaf) if one.seq == 40 else one for one in lines]
            walked, judged = walk(broken, rules_of), recompute(from_on(broken), rules_of)
            assert {40} <= {one.seq for one in walked.findings}
            assert {40} <= {one.seq for one in judged.findings}
            assert walked.entries == len(lines)
            assert walked.head == lines[-1].leaf


def test_an_honest_journal_written_anew_is_the_same_journal(world: World) -> None:
    assert found(forge(world, lambda known: [replace(one) for one in known])) == []


def test_both_say_how_far_they_are(world: World) -> None:
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())

        def rules_of(address: str) -> Rules:
            return fetch(address, work.shelf.get)

        judged: list[int] = []
        recompute(from_on(lines), rules_of, progress=judged.append)
        walked: list[int] = []
        many = [*lines, *(replace(lines[-1], seq=len(lines) + n) for n in range(1, 2001))]
        walk(many, rules_of, progress=walked.append)

    assert judged == [one.seq for one in lines]
    assert walked == [1000, 2000]
