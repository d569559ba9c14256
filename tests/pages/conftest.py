"""Every kind of view of one year, made once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeAlias

import pytest

from tests.builders import PRINCIPLES, walked
from tests.pages.views import Page
from vs_workflow.desk import blank, held, rehearse, service, trail, turns, watch
from vs_workflow.desk import look as see
from vs_workflow.desk import prove as proving
from vs_workflow.desk.office import Office
from vs_workflow.desk.proofs import Compared
from vs_workflow.desk.service import Sighting
from vs_workflow.desk.trail import View
from vs_workflow.journal.entry import Instant
from vs_workflow.pages import act, adopt, checked, lifecycle, look, prove, rehearsed, replayed, scheduler
from vs_workflow.pages import held as holding
from vs_workflow.rules.rulebook import Rules

Pages: TypeAlias = dict[str, Page]


@pytest.fixture(scope="session")
def pages() -> Pages:
    """Each page by name, with its view: the year as it stands in November."""
    year = walked()
    office = year.office
    rules = see.setting(office).rules
    seen = {
        "board": Page(look.as_text, look.as_data, see.board(office)),
        "show": Page(look.as_text, look.as_data, see.show(office, "1")),
        "show-returned": Page(look.as_text, look.as_data, see.show(office, "2")),
        "todo": Page(look.as_text, look.as_data, turns.todo(office, "beem")),
        "todo-nothing": Page(look.as_text, look.as_data, turns.todo(office, "hofman")),
        "why": Page(look.as_text, look.as_data, turns.why(office, "1")),
        "why-step": Page(look.as_text, look.as_data, turns.why(office, "4A", "offer")),
        "form-present": Page(look.as_text, look.as_data, blank.form(office, "present", "3")),
        "form-start": Page(look.as_text, look.as_data, blank.form(office, "start", "2")),
        "form-offer": Page(look.as_text, look.as_data, blank.form(office, "offer", "1")),
        "form-joined": Page(look.as_text, look.as_data, blank.form(office, "member-joined", "1")),
        "form-meeting": Page(look.as_text, look.as_data, blank.form(office, "working-meeting")),
        "history": Page(prove.as_text, prove.as_data, proving.history(office)),
        "history-refused": Page(prove.as_text, prove.as_data, proving.history(office, "4A", refused=True)),
        "checked": Page(checked.as_text, checked.as_data, watch.explained(office, watch.check(office, dry_run=True))),
        "held": Page(holding.as_text, holding.as_data, held.who_held_it(office)),
        "compared": Page(replayed.compared_as_text, replayed.compared_as_data, _compared(office)),
        "rehearsed": Page(rehearsed.as_text, rehearsed.as_data, rehearse.rehearse(office, _other(rules))),
        "rules-differ": Page(rehearsed.diff_as_text, rehearsed.diff_as_data, rehearse.differ(rules, _other(rules))),
        "replay": Page(prove.as_text, prove.as_data, trail.replay_case(office, "1")),
        "verify": Page(prove.as_text, prove.as_data, proving.verify(office)),
        "init": Page(adopt.as_text, adopt.as_data, year.adopted),
        "check": Page(adopt.check_as_text, adopt.check_as_data, year.adopted.findings),
        "workflow": Page(lifecycle.as_text, lifecycle.as_data, rules),
    }
    ringing = Sighting("host", 4711, office.stamps.now(), office.stamps.now())
    seen["scheduler"] = Page(
        scheduler.as_text,
        scheduler.as_data,
        service.status(office, ringing, one_leads=True, alive_within=timedelta(seconds=30)),
    )
    return seen | {
        "outcome-refused": Page(act.as_text, act.as_data, year.advance("4A", "report", "hofman")),
        "outcome": Page(act.as_text, act.as_data, year.present("2", "boomkamp")),
        "outcome-dry": Page(
            act.as_text, act.as_data, year.advance("3", "present", "bakker", *PRINCIPLES[:3], dry_run=True)
        ),
    }


def _compared(office: Office) -> Compared:
    """What was learned of an assignment in the second half of the year."""
    summer = View(known_at=Instant("2015-06-01T00:00:00.000000Z"))
    return trail.compare(office, "1", summer, View())


def _other(rules: Rules) -> Rules:
    """The same rules, but the first step is for who may take the second, and one milestone has another day."""
    steps = tuple(replace(step, by=rules.lifecycle.steps[1].by) for step in rules.lifecycle.steps[:1])
    lifecycle = replace(rules.lifecycle, steps=(*steps, *rules.lifecycle.steps[1:]))
    moved = replace(rules.programme.milestones[0], due=date(2015, 3, 7))
    programme = replace(rules.programme, milestones=(moved, *rules.programme.milestones[1:]))
    return Rules("0" * 64, programme, lifecycle)
