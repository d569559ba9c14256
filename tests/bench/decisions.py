"""Decisions in memory: the whole judgement with its proof, the bare table, and a Machine per model."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from time import perf_counter

from tests.bench import programme
from tests.bench.measure import Claim, Result, per_second
from tests.bench.peers import Light, machine_for
from tests.bench.programme import KEY, ROAD, STATES, Move
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Accepted, Past, decide
from vs_workflow.journal.chain import NO_LEAF, Head, write
from vs_workflow.journal.entry import Instant
from vs_workflow.replay.fold import replay
from vs_workflow.request import TakeStep
from vs_workflow.rules.machine import table
from vs_workflow.rules.rulebook import Rules, fetch

OURS = "vs_workflow: decide(), with every reason and the proof"
TABLE = "bare table look-up: order and role"
MODEL, FIRING = "transitions, a Machine per model, made and fired", "transitions, a Machine per model, firing only"


def run(folder: Path, *, count: int = 4000, rounds: int = 7) -> Result:
    database = programme.adopted(folder / "decisions.db", 10)
    with database.room(KEY).reading() as work:
        book = work.index.book()
        rules = fetch(book.rules, work.shelf.get)
    database.close()
    asked = _questions(book, rules, programme.grants_in(book))
    past = Past(tuple, lambda address: rules)

    def of_ours() -> tuple[int, float]:
        start = perf_counter()
        for number in range(count):
            request, known, target = asked[number % len(asked)]
            decision = decide(request, known, rules, past)
            assert isinstance(decision, Accepted) and decision.draft.target == target
        return count, perf_counter() - start

    edges = table(rules)
    moves = list(islice(programme.moves(1), 50 * count))

    def of_table() -> tuple[int, float]:
        state = STATES[0]
        start = perf_counter()
        for move in moves:
            edge = edges[state, move.step]
            if move.role not in edge.roles:
                raise PermissionError(move)
            state = edge.target
        seconds = perf_counter() - start
        assert state == moves[-1].target
        return len(moves), seconds

    def of_models() -> tuple[int, float]:
        start = perf_counter()
        for _ in range(count // len(ROAD)):
            model = Light()
            machine_for(model, STATES[0])
            _walk(model)
        return count // len(ROAD) * len(ROAD), perf_counter() - start

    walker = Light()
    machine_for(walker, STATES[0])

    def of_firing() -> tuple[int, float]:
        start = perf_counter()
        for _ in range(count // len(ROAD)):
            _walk(walker)
        return count // len(ROAD) * len(ROAD), perf_counter() - start

    variants = {OURS: of_ours, TABLE: of_table, MODEL: of_models, FIRING: of_firing}
    claims = (Claim(OURS, TABLE, "speed"), Claim(OURS, MODEL, "speed"), Claim(OURS, FIRING, "speed"))
    result = per_second("decisions in memory", variants, claims, rounds)
    said = (
        f"{rounds} rounds of {count} decisions; each answer was compared with the road",
        "the table and the Machine look at order and role alone; decide() also at grants, days, duties and facts",
    )
    return result.with_remarks(*said)


def _walk(model: Light) -> None:
    for step, _, target, role in ROAD:
        assert getattr(model, step)(role)
        assert model.state == target


def _questions(book: Casebook, rules: Rules, held: dict[tuple[str, str], int]) -> list[tuple[TakeStep, Casebook, str]]:
    """One question for each place on the road, with all that is known when it is asked."""
    found: list[tuple[TakeStep, Casebook, str]] = []
    today = programme.local_day(book.at)
    for move in islice(programme.moves(1), len(ROAD)):
        request = TakeStep(
            actor=move.person, today=today, on=today, typed_by=move.person, assignment=move.assignment, step=move.step
        )
        found.append((request, book, move.target))
        book = _after(book, move, rules, held)
    return found


def _after(book: Casebook, move: Move, rules: Rules, held: dict[tuple[str, str], int]) -> Casebook:
    draft = programme.drafts(iter([move]), 1, rules.hash, held, programme.local_day(book.at))
    head = Head(book.head, NO_LEAF, Instant(book.at))
    entries, _ = write(draft, programme.stamps(book.at, 1), after=head)
    return replay(entries, after=book)
