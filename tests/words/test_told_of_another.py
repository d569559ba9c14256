"""A finding tells of whoever acted then; it does not speak to whoever reads it as if he acted."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import setting_2015
from vs_workflow.reasons import Code, Facts, Finding, Reason
from vs_workflow.words import say
from vs_workflow.words.lang import Lang

RULES = ("role.not-held", "correct.not-yours", "correct.not-your-day")


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("lang", "you", "by"), [("nl", "u handelt als", "door"), ("en", "you act as", "by")])
def test_who_acted_is_named_and_the_reader_is_not_taken_for_him(rule: str, lang: Lang, you: str, by: str) -> None:
    setting = setting_2015(date(2015, 4, 2))
    facts: Facts = {"actor": "knaap", "roles": ["bbg-chair"], "seq": 7, "step": "established"}
    told: Facts = {"code": "role", "why": rule, "why_facts": dict(facts), "actor": "knaap", "step": "established"}

    found = say.finding(Finding("role", "lawful.not-allowed", told, seq=48), lang, setting)
    refused, _ = say.reason(Reason(Code.ROLE, rule, facts), setting, lang)

    name = say.person("knaap", setting, lang)
    assert f"{you} {name}" in refused
    assert you not in found
    assert f"{by} {name}" in found
