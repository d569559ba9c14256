"""P9: each flag once, and the same flags as in an undisturbed run, whatever happens to the schedulers meanwhile."""

import itertools
import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import store
from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.bells import Bells, Clock, office
from tests.tools.postgres_box import Server
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.desk import act, watch
from vs_workflow.desk.office import Attachment, Call, Given
from vs_workflow.journal.chain import instant
from vs_workflow.journal.entry import Entry, Kind, read_entry

HOME = ZoneInfo("Europe/Amsterdam")
FIRST, LAST = date(2015, 2, 13), date(2015, 7, 3)
# Who is presented when, some of them too late, and by whom.
PRESENTED = {
    date(2015, 3, 30): ("1", "keken"),
    date(2015, 4, 2): ("2", "boomkamp"),
    date(2015, 4, 3): ("3", "bakker"),
    date(2015, 5, 20): ("4A", acts.LEAD),
}
Raised = Counter[tuple[str, str, str, str, str]]
_numbers = itertools.count(1)


def days() -> Iterator[date]:
    return (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))


def at_nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=HOME)


def adopted_in_february(url: str | Path) -> None:
    acts.adopted(url, instant(at_nine(FIRST)), rehearsal=False)


def live(url: str, clock: Clock, day: date) -> None:
    """The clock shows that day, and what happens on it happens."""
    clock.set(at_nine(day))
    if day in PRESENTED:
        number, lead = PRESENTED[day]
        given = Given(facts=tuple(acts.PRINCIPLES.items()), documents=(Attachment(data=b"opdracht"),))
        with office(url, clock) as here:
            taken = act.advance(here, Call(actor=lead), number, "present", on=None, behalf_of=None, given=given)
        assert taken.accepted, taken.reasons


def let_them_catch_up(url: str, clock: Clock, day: date) -> None:
    """Wait until somebody looked at what is over, or for as long as a taking over may last."""
    end = time.monotonic() + 1
    with office(url, clock) as here:
        while time.monotonic() < end and watch.coverage(here).until != day - timedelta(days=1):
            time.sleep(0.01)


def check(url: str, clock: Clock) -> None:
    with office(url, clock) as here:
        watch.check(here)


def entries(url: str, kind: Kind) -> list[Entry]:
    with store.open(url) as database, database.room().reading() as work:
        read = [read_entry(line.text) for line in work.journal.lines()]
    return [entry for entry in read if entry.kind is kind]


def raised(url: str) -> Raised:
    """Each flag with its days, and how often it was raised."""
    return Counter(
        (str(one.facts["milestone"]), one.assignment or "", one.what, str(one.facts["due"]), one.on.isoformat())
        for one in entries(url, Kind.FLAG)
    )


def covered(url: str) -> list[str]:
    """Every day that a sweep says it covers, in order."""
    found: list[str] = []
    for sweep in entries(url, Kind.SWEEP):
        if "from" in sweep.facts:
            first, last = (date.fromisoformat(str(sweep.facts[name])) for name in ("from", "to"))
            found += [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Raised:
    """The flags of a programme that was checked every morning."""
    folder = tmp_path_factory.mktemp("undisturbed")
    url, clock = str(folder / "vs.db"), Clock(folder / "clock")
    adopted_in_february(url)
    for day in days():
        live(url, clock, day)
        check(url, clock)
    return raised(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes a database of either kind in which the programme was adopted in earnest."""
    if request.param == "sqlite":
        adopted_in_february(tmp_path / "first.db")
        yield lambda: str(shutil.copy(tmp_path / "first.db", tmp_path / f"vs{next(_numbers)}.db"))
        return
    server: Server = request.getfixturevalue("postgres")
    template = server.template("adopted_in_february", adopted_in_february)
    made: list[str] = []

    def make() -> str:
        made.append(f"p9_{os.getpid()}_{next(_numbers)}")
        return server.create(made[-1], template=template)

    yield make
    for name in made:
        server.drop(name)


@pytest.mark.torture
@pytest.mark.timeout(1800)
def test_four_schedulers_that_are_killed_and_stopped_flag_what_one_undisturbed_would(
    new: Callable[[], str], undisturbed: Raised, tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    double = missing = invented = strange = gaps = 0
    after, done = Aftermath(), Counter[str]()
    rounds = scaled(2, 100)

    for number in range(rounds):
        folder = tmp_path / f"round{number}"
        folder.mkdir()
        url, clock = new(), Clock(folder / "clock")
        # A server's schedulers take longer to begin, and to take over.
        pause = 0.04 if "://" in url else 0.02
        clock.set(at_nine(FIRST))
        bells = Bells(url, clock, folder, rng)
        bells.start()
        try:
            for day in days():
                if day in PRESENTED:
                    # One that is stopped in the middle of a check keeps whoever writes waiting.
                    bells.wake()
                live(url, clock, day)
                if rng.random() < 0.25:
                    bells.disturb()
                elif rng.random() < 0.07:
                    bells.wake()
                    bells.start()
                    let_them_catch_up(url, clock, day)
                time.sleep(rng.uniform(0, pause))
        finally:
            bells.end()
        check(url, clock)

        found = raised(url)
        double += sum(times > 1 for times in found.values())
        missing += len(set(undisturbed) - set(found))
        invented += len(set(found) - set(undisturbed))
        gaps += covered(url) != [day.isoformat() for day in days()][:-1]
        strange += len(bells.strange())
        after.why += bells.strange()
        after.look(url, now=None, about=number)
        done.update(bells.done)
        done["sweeps"] += len(entries(url, Kind.SWEEP))

    assert undisturbed.total() > 20
    counts(
        "P9",
        "rounds of 4 schedulers",
        rounds,
        double=double,
        missing=missing,
        invented=invented,
        gaps=gaps,
        strange=strange,
        note=", ".join(f"{number} {what}" for what, number in sorted(done.items())),
        **after.defects,
    )
