"""P10: `at` never goes back, whatever the clock does; a day is one of the programme's zone, whatever TZ says."""

import itertools
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.command import said, vs
from tests.tools.clock import faked
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.journal.chain import instant, moment
from vs_workflow.journal.entry import Entry

HOME = ZoneInfo("Europe/Amsterdam")
ZONES = ("UTC", "Europe/Amsterdam", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Kathmandu")
START = datetime(2015, 6, 1, 12, tzinfo=UTC)
# The nights in which the clocks changed, from before local midnight until after it and after the change.
NIGHTS = {
    "spring": (datetime(2015, 3, 28, 22, 30, tzinfo=UTC), datetime(2015, 3, 29, 2, 30, tzinfo=UTC)),
    "autumn": (datetime(2015, 10, 24, 21, 30, tzinfo=UTC), datetime(2015, 10, 25, 2, 30, tzinfo=UTC)),
}


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A programme that is no rehearsal, adopted in January. Its rules are read before the time is frozen: pydantic
    knows no frozen date.
    """
    path = tmp_path / "real.db"
    acts.adopted(path, instant(START - timedelta(days=150)), rehearsal=False)
    with acts.opened(path, None) as programme:
        assert programme.status().lines
    return path


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[str]:
    """This process believes to be there."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def entry_at(path: Path, now: datetime) -> Entry:
    """What an act makes at that moment of the machine's clock."""
    with freeze_time(now), acts.opened(path, None) as programme:
        outcome = acts.note(programme)
        assert outcome.accepted, outcome.reasons
        return outcome.entry


JUMPS = (
    *(timedelta(days=-20 * 365), timedelta(days=-3), timedelta(seconds=-301), timedelta(seconds=-299), timedelta()),
    *(timedelta(seconds=1), timedelta(days=400)),
)


@pytest.mark.torture
def test_a_clock_that_jumps_never_takes_the_journal_back(real: Path, rng: random.Random, counts: Counts) -> None:
    """Twenty years back, three days back, four hundred days on; an entry says by how much its clock was behind."""
    after, backwards, silent = Aftermath(), 0, 0
    last = moment(entry_at(real, START).at)

    for jump in itertools.chain(*[rng.sample(JUMPS, len(JUMPS))] * scaled(3, 20)):
        now = last + jump
        entry = entry_at(real, now)
        after.met += 1
        backwards += moment(entry.at) != max(last, now)
        backwards += entry.on != max(last, now).astimezone(HOME).date()
        silent += entry.behind != (-jump.total_seconds() if jump < -timedelta(minutes=5) else 0)
        last = max(last, now)

    with freeze_time(START):
        after.look(real, now=None)
    counts("P10", "jumps of the clock", after.met, backwards=backwards, silent=silent, **after.defects)


def test_a_day_is_one_of_the_programme_in_every_zone(real: Path, zone: str, counts: Counts) -> None:
    """Every half hour of the two nights in which the clocks change."""
    after, wrong = Aftermath(), 0

    for begin, end in NIGHTS.values():
        now = begin
        while now <= end:
            entry = entry_at(real, now)
            after.met += 1
            wrong += (moment(entry.at), entry.on) != (now, now.astimezone(HOME).date())
            now += timedelta(minutes=30)

    with freeze_time(end):
        after.look(real, now=None)
    counts("P10", "moments of two nights in six zones", after.met, wrong=wrong, **after.defects)


@pytest.mark.torture
@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("there", ZONES)
def test_a_command_keeps_the_day_of_the_programme(real: Path, there: str, night: str, counts: Counts) -> None:
    """With the clock of the machine half an hour before local midnight and half an hour after it."""
    scaled(int((ZONES.index(there) + list(NIGHTS).index(night)) % 4 == 0), 1)
    after, wrong = Aftermath(), 0
    midnight = NIGHTS[night][0] + timedelta(minutes=30)
    words = ("record", "progress", acts.CASE, "--as", acts.LEAD, "--fact", "text=op schema")

    for now in (midnight - timedelta(minutes=30), midnight + timedelta(minutes=30)):
        clock = faked(f"{now.astimezone(ZoneInfo(there)):%Y-%m-%d %H:%M:%S}", zone=there)
        answer = said(vs(real, *words), {**os.environ, **clock})
        after.met += 1
        wrong += answer["on"] != now.astimezone(HOME).date().isoformat()
        wrong += not timedelta() <= moment(answer["at"]) - now < timedelta(minutes=1)

    after.look(real, now=None)
    counts("P10", "commands in six zones", after.met, wrong=wrong, **after.defects)
