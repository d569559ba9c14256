"""Another region's programme works by writing files only: other names, states, roles, days, bodies and another zone."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from store.memory import MemoryRoom
from tests.builders import SetStamps
from tests.journeys.runner import answered
from tests.programmes import DIKES
from tests.programmes.story import STORY, Line, journey
from vs_workflow.desk import act, adopt, look, prove
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import read_entry
from vs_workflow.replay.fold import replay
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


def test_the_second_programme_runs_on_the_command_line(tmp_path: Path) -> None:
    """The same story typed, on a database of its own; then the audit, the board and the other pages."""
    database = str(tmp_path / "dijken.db")
    typed(["init", str(DIKES.programme), "--rehearsal"], database, "2031-03-01")

    for line in STORY:
        call = journey(line)[1:]
        if line.form:
            (tmp_path / "form.toml").write_text(line.form, "utf-8")
            call += ["--form", str(tmp_path / "form.toml")]
        for number, text in enumerate(line.documents):
            (tmp_path / f"{number}.txt").write_text(text, "utf-8")
            call += ["--document", str(tmp_path / f"{number}.txt")]
        typed(call, database, "", 0 if line.accepted else 3)

    board = json.loads(typed(["status", "--json"], database, "2032-03-01"))
    assert {one["assignment" if "assignment" in one else "key"]: one["state"] for one in board["assignments"]} == {
        "noordkade": "built",
        "zuidkade": "shelved",
    }
    assert json.loads(typed(["verify", "--json"], database, "2032-03-01"))["whole"]
    for page in (["show", "N1"], ["why", "Z1"], ["todo", "dijkgraaf"], ["history", "N1"], ["replay", "N1"], ["status"]):
        for lang in ("nl", "en"):
            said = typed([*page, "--lang", lang], database, "2032-03-01")
            assert not re.search(r"\b(?:BBG|driehoek|trekker|expertteam|municipality|gemeente)\b|\{|sound\.", said), (
                said
            )
    typed(["workflow", "check", str(DIKES.programme)], database, "")
    typed(["workflow", "show", str(DIKES.programme)], database, "")
    typed(["workflow", "diagram", str(DIKES.programme)], database, "")


def typed(call: list[str], database: str, day: str, code: int = 0) -> str:
    given = [*call, "--db", database, *(["--now", f"{day}T12:00-04:00"] if day else [])]

    ended, said = answered(given)

    assert ended == code, (given, said)
    return said
