"""Another region's programme works by writing files only: other names, states, roles, days, bodies and another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from store.memory import MemoryRoom
from tests.builders import SetStamps
from tests.programmes import DIKES
from tests.programmes.story import STORY, Line
from vs_workflow.desk import act, adopt, look, prove
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import read_entry
from vs_workflow.replay import replay
from vs_workflow.rules.rulebook import read_rules
from vs_workflow.rules.soundness import prove as prove_sound
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words.dates import read_day

HERE = ZoneInfo("America/Curacao")


@pytest.fixture
def office() -> Office:
    """The second programme, just adopted as a rehearsal on its first day."""
    office = Office(MemoryRoom(), SetStamps(datetime(2031, 3, 1, 16, tzinfo=UTC)), read_day, clock_set=True)
    adopt.init(lambda _: office, DIKES.rule_files(), (DIKES.people.name, DIKES.people.read_bytes()), rehearsal=True)
    return office


def at(office: Office, day: str) -> Office:
    assert isinstance(office.stamps, SetStamps)
    office.stamps.moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=HERE)
    return office


def say(office: Office, line: Line) -> Outcome:
    at(office, line.today)
    call = Call(actor=line.who, reason=line.reason)
    given = Given(
        form=("form.toml", line.form.encode()) if line.form else None,
        facts=line.facts,
        documents=tuple(Attachment(data=one.encode()) for one in line.documents),
    )
    match line.verb:
        case "advance":
            return act.advance(office, call, str(line.where), line.what, given=given)
        case "record":
            return act.record(office, call, line.what, line.where, given=given)
        case "person":
            return act.person(office, call, line.what, function=line.extra["function"])
        case _:
            start = date.fromisoformat(line.today)
            return act.grant(office, call, line.what, line.extra["person"], line.where, start=start)


def test_the_second_programme_is_sound_without_a_warning() -> None:
    assert prove_sound(read_rules(DIKES.rule_files())) == ()


def test_the_second_programme_runs_from_its_first_day_to_its_last_step(office: Office) -> None:
    for line in STORY:
        outcome = say(office, line)

        assert outcome.accepted == line.accepted, (line, outcome.reasons)

    with office.room.reading() as work:
        book = work.index.book()
        assert {key: case.state for key, case in book.cases.items()} == {"noordkade": "built", "zuidkade": "shelved"}
        assert replay(read_entry(one.text) for one in work.journal.lines()) == book
    assert prove.verify(office).whole


def test_the_second_programme_has_its_board_in_its_own_words_and_days(office: Office) -> None:
    for line in STORY:
        say(office, line)

    board = look.board(at(office, "2032-03-01"), None)

    verdicts = {
        (row.assignment, one.judgement.milestone): one.judgement.verdict
        for row in board.lines
        for one in row.milestones
    }
    assert verdicts["noordkade", "afgewogen"] is Verdict.MET
    assert verdicts["noordkade", "af"] is Verdict.MET
    assert verdicts["zuidkade", "besluit"] is Verdict.MISSED
    assert verdicts["zuidkade", "af"] is Verdict.LAPSED


def test_its_local_day_is_that_of_its_own_zone(office: Office) -> None:
    assert isinstance(office.stamps, SetStamps)

    office.stamps.moment = datetime(2031, 4, 2, 2, 0, tzinfo=UTC)

    assert look.setting(office).today == date(2031, 4, 1)
