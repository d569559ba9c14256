"""Every kind of view of one year, made once."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

import pytest

from tests.builders import PRINCIPLES, walked
from tests.pages.views import Page
from vs_workflow.desk import blank, service, turns
from vs_workflow.desk import look as see
from vs_workflow.desk import prove as proving
from vs_workflow.desk.service import Sighting
from vs_workflow.pages import act, adopt, lifecycle, look, prove, scheduler

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
        "replay": Page(prove.as_text, prove.as_data, proving.replay_case(office, "1")),
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
