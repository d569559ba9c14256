"""P3: entry, derived rows, key and shelf are one transaction: each statement and COMMIT fails, before and after."""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

import store
from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.conftest import New
from tests.tools.each_statement import Case, Moment, each_statement, failing, io_error
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow import Programme
from vs_workflow.desk.views import Outcome
from vs_workflow.reasons import StoreTrouble


def gone(statement: str) -> Exception:
    """What SQLAlchemy raises when the server's answer does not come."""
    return OperationalError(statement, None, psycopg.OperationalError("server closed the connection unexpectedly"))


@dataclass(slots=True)
class Stage:
    """A programme that stays open, how many entries it has, and what the act to come is about."""

    programme: Programme
    entries: int = 0
    person: str = ""
    event: int = 0

    def set(self) -> None:
        """What some acts need is done undisturbed."""
        self.person = str(acts.enrol(self.programme).entry.facts["person"])
        self.event, _ = acts.receipt(acts.note(self.programme))
        self.entries = len(self.programme.history().lines)


ACTS: dict[str, Callable[[Stage], Outcome]] = {
    "a step": lambda stage: acts.step(stage.programme, acts.fresh_key()),
    "a refusal": lambda stage: acts.overstep(stage.programme, acts.fresh_key()),
    "an event": lambda stage: acts.note(stage.programme, acts.fresh_key()),
    "a person": lambda stage: acts.enrol(stage.programme),
    "a grant": lambda stage: acts.give(stage.programme, stage.person),
    "a correction": lambda stage: acts.annul(stage.programme, stage.event),
}


def is_true(case: Case[Outcome], grown: int, *, sticky: bool) -> bool:
    """Whether the caller was told what became of the act. Where nothing answers any more, nobody can say."""
    if case.error is None:
        return grown == 1
    if not isinstance(case.error, StoreTrouble):
        return False
    return grown == int(case.error.recorded) if case.error.recorded is not None else sticky


# What the normal run takes of the combinations below; on PostgreSQL a database costs more.
ON_SQLITE = {(act, io_error, False) for act in ACTS} | {("a step", io_error, True)}
ON_POSTGRES = {("a step", gone, False), ("a step", io_error, True), ("a person", io_error, False)}


@pytest.mark.torture
@pytest.mark.parametrize("sticky", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("error", [io_error, gone], ids=["disk", "connection"])
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_there_wholly_or_not_at_all(
    new_database: New, counts: Counts, act: str, error: Callable[[str], Exception], sticky: bool
) -> None:
    url = new_database()
    scaled(int((act, error, sticky) in (ON_POSTGRES if "postgresql" in url else ON_SQLITE)), 1)
    after, untrue = Aftermath(), 0

    with acts.opened(url) as programme, acts.opened(url) as auditor:
        stage = Stage(programme)
        for case in each_statement(lambda: ACTS[act](stage), stage.set, error=error, sticky=sticky):
            after.met += 1
            there = after.look(auditor, about=case)
            if not is_true(case, len(there) - stage.entries, sticky=sticky):
                untrue += 1
                after.why.append(f"{case}: told {case.result or case.error!r}, {len(there) - stage.entries} recorded")
            after.go_on(auditor, about=case)

    counts("P3", "statements failed", after.met, untrue=untrue, **after.defects)


@pytest.mark.torture
def test_adopting_a_programme_is_done_wholly_or_not_at_all(new_empty: New, counts: Counts, rng: random.Random) -> None:
    """The entries, the people and the rules on the shelf. Making the tables is tried with the store's own tests."""
    met = half = 0
    for at, moment in sampled(new_empty(), rng):
        url = new_empty()
        store.open(url, create=True).close()
        recorded: bool | None = True
        with failing(at, moment, error=rng.choice([io_error, gone])) as meter:
            try:
                acts.adopted(url)
            except StoreTrouble as error:
                recorded = error.recorded
        assert meter.failed is not None

        met += 1
        again = acts.adopted(url)
        with acts.opened(url) as programme:
            half += again.already is not recorded or not programme.verify().whole

    counts("P3", "statements failed while adopting", met, half=half)


def sampled(url: str, rng: random.Random) -> list[tuple[int, Moment]]:
    """Some of the statements of adopting, its COMMIT among them."""
    store.open(url, create=True).close()
    with failing(0, "before") as meter:
        acts.adopted(url)
    moments: tuple[Moment, ...] = ("before", "after")
    points = list(itertools.product(range(1, len(meter.seen) + 1), moments))
    return [*rng.sample(points, min(len(points), scaled(6, 10_000))), *points[-2:]]


def test_rebuilding_is_done_wholly_or_not_at_all(new_database: New, counts: Counts) -> None:
    url = new_database()
    after = Aftermath()
    with store.open(url) as database, acts.opened(url) as auditor:
        for case in each_statement(lambda: database.rebuild(acts.KEY)):
            after.met += 1
            assert isinstance(case.error, StoreTrouble), case
            after.look(auditor, about=case)
            after.go_on(auditor, about=case)

    counts("P3", "statements failed while rebuilding", after.met, **after.defects)
