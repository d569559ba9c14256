"""Another region's programme under random calls: no model foretells the answers, but all that must hold holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import store
from tests.builders import SetStamps
from tests.programmes import DIKES
from tests.programmes.story import STORY, Line
from tests.tools.links import check_links
from tests.tools.scale import scaled
from tests.tools.seeds import seed as run_seed
from vs_workflow.desk import act, adopt, prove
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import Misunderstood
from vs_workflow.replay.fold import replay
from vs_workflow.words.dates import read_day

WHO = sorted({line.who for line in STORY})
WHERE = sorted({line.where for line in STORY if line.where and line.verb == "advance"})
astray = st.tuples(st.integers(0, len(STORY) - 1), st.sampled_from(WHO), st.integers(-20, 2), st.booleans())


def say(office: Office, line: Line, who: str, on: date | None, dry_run: bool = False) -> Outcome:
    call = Call(actor=who, reason=line.reason, dry_run=dry_run)
    form = ("form.toml", line.form.encode()) if line.form else None
    documents = tuple(Attachment(data=one.encode()) for one in line.documents)
    handed = Given(form=form, facts=line.facts, documents=documents)
    match line.verb:
        case "advance":
            return act.advance(office, call, str(line.where), line.what, on=on, given=handed)
        case "record":
            return act.record(office, call, line.what, line.where, on=on, given=handed)
        case "person":
            return act.person(office, call, line.what, function=line.extra["function"])
        case _:
            start = on or date.fromisoformat(line.today)
            return act.grant(office, call, line.what, line.extra["person"], line.where, start=start)


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_the_second_programme_under_random_calls(tmp_path: Path, counts: Any) -> None:
    numbers = iter(range(10**6))
    tried = {"accepted": 0, "refused": 0}

    @seed(run_seed())
    @settings(
        max_examples=scaled(8, 300), deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
        database=None,
    )  # fmt: skip
    @given(calls=st.lists(astray, max_size=12), upto=st.integers(5, len(STORY)))
    def attempt(calls: list[tuple[int, str, int, bool]], upto: int) -> None:
        with store.open(tmp_path / f"vs{next(numbers)}.db", create=True) as database:
            key = adopt.check(DIKES.rule_files())[0].programme.key
            stamps = SetStamps(datetime(2031, 3, 1, 16, tzinfo=UTC))
            office = Office(database.begin(key), stamps, read_day, clock_set=True)
            adopt.init(
                lambda _: office, DIKES.rule_files(), (DIKES.people.name, DIKES.people.read_bytes()), rehearsal=True
            )
            told: list[tuple[Line, str, int | None]] = [(line, line.who, None) for line in STORY[:upto]]
            for number, who, days, twice in calls:
                line = STORY[number]
                told.insert(number % (len(told) + 1), (line, line.who if twice else who, days))
            for line, who, later in told:
                moment = datetime.fromisoformat(f"{line.today}T16:00:00").replace(tzinfo=UTC)
                stamps.moment = max(stamps.moment + timedelta(minutes=1), moment)
                on = None if later is None else stamps.moment.date() + timedelta(days=later)
                before = state(office)
                try:
                    dry = say(office, line, who, on, dry_run=True)
                    outcome = say(office, line, who, on)
                except Misunderstood:
                    assert state(office) == before
                    continue
                assert (dry.accepted, dry.reasons) == (outcome.accepted, outcome.reasons)
                tried["accepted" if outcome.accepted else "refused"] += 1
                assert outcome.accepted or state(office) == before
            hold(office)
            assert not [*database.integrity(), *database.differences(key)]

    attempt()
    counts("P10", "requests to a second programme", met=sum(tried.values()), note=str(tried))


def state(office: Office) -> Any:
    with office.room.reading() as work:
        book = work.index.book()
        return (
            book.cases,
            book.own,
            book.people,
            book.openings,
            tuple(work.index.board()),
            tuple(work.index.milestones()),
        )


def hold(office: Office) -> None:
    verified = prove.verify(office)
    assert verified.whole, verified.findings
    with office.room.reading() as work:
        lines = list(work.journal.lines())
        whole, part = work.index.book(), work.index.book(tuple(WHERE[:1]))
    assert not list(check_links(lines))
    assert replay(read_entry(line.text) for line in lines) == whole
    assert part == replace(whole, cases={key: case for key, case in whole.cases.items() if key in WHERE[:1]})
