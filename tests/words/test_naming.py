"""What things are called, where the rules give no label of their own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import setting_2015
from vs_workflow.words import naming
from vs_workflow.words.lang import Lang

SETTING = setting_2015(date(2015, 4, 2))
GUARDS = [
    (step.key, source, guard.name)
    for step in SETTING.rules.lifecycle.steps
    for source in step.sources
    for guard in step.guards
]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_condition_of_a_step_is_said_in_words(lang: Lang) -> None:
    said = {name: naming.guard(name, step, source, SETTING, lang) for step, source, name in GUARDS}

    assert all(said.values())
    assert not any(mark in text for text in said.values() for mark in "{}:(")
    assert len({*said.values()}) == len(said)


def test_a_condition_is_said_in_the_readers_language() -> None:
    def said(lang: Lang) -> list[str]:
        wanted = [("present", "concept", "principles"), ("start", "presented", "composition"),
                  ("report", "started", "meeting"), ("implement", "offered", "driehoeken")]  # fmt: skip
        return [naming.guard(name, step, source, SETTING, lang) for step, source, name in wanted]

    assert said("nl") == [
        "uitgangspunten",
        "samenstelling van het team",
        "vergadering van Bestuurlijke Begeleidingsgroep",
        "elk aanbod geïmplementeerd of afgewezen",
    ]
    assert said("en")[0] == "principles"


def test_a_condition_that_the_rules_lack_goes_by_its_name() -> None:
    assert naming.guard("moon", "present", "concept", SETTING, "nl") == "moon"
    assert naming.guard("moon", "fly", "", SETTING, "nl") == "moon"
