"""Every rule that the source speaks of has a sentence and a remedy in both languages, with no hole left."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.builders import setting_2015
from tests.words.rules_in_source import rules, spoken
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import BadFile, BadRules, Code, Fault, Finding, Misunderstood, Plain, Reason, StoreTrouble
from vs_workflow.words import say
from vs_workflow.words.fill import UNKNOWN, holes
from vs_workflow.words.lang import Lang

LANGUAGES: tuple[Lang, ...] = ("nl", "en")
RULES = rules()
# What the front door itself finds is worded there.
FOUND = sorted(rule for rule in set(RULES) | spoken() if not rule.startswith("call."))
# Facts of rules whose reason is made in another function than the one that names the rule.
ELSEWHERE = {"who", "guard", "seq", "where", "file", "held_event", "joins_event", "assignment", "step", "actor"}
INDIRECT: dict[str, set[str]] = {
    "fact.unknown-key": {"fact", "found"},
    "fact.wrong-type": {"fact", "found"},
    "fact.unknown-name": {"fact", "found"},
    "store.read-only": {"store"},
    "lawful.flag-missing": {"flag", "milestone", "assignment"},
    "lawful.flag-surplus": {"flag", "milestone", "assignment"},
    "in-the-way.grant": {"on"},
    **{key: {"from", "until"} for key in ("date.already-ended", "date.end-before-start", "mandate.grant-period")},
    **{key: {"from", "until"} for key in ("grant.held-already", "grant.single")},
    "key.already": {"seq", "fingerprint", "principal", "from", "until"},
    **{key: {"seq", "from", "until"} for key in ("key.before-start", "key.retired-already")},
    "seal.key-not-then": {"entry", "principal", "from", "until"},
    "witness.key-not-then": {"entry", "principal", "from", "until"},
}
SAMPLES: dict[str, Plain] = {
    "actor": "hofman", "behalf_of": "beem", "mandate_of": "beem", "person": "hofman", "people": ["beem", "keken"],
    "assignment": "informatievoorziening", "assignments": ["hennep", "overlast"], "step": "present",
    "event": "established", "action": "present", "state": "concept", "sources": ["concept", "presented"],
    "possible": ["start", "return"], "roles": ["chair"], "role": "chair", "in_role": "coordinator", "other": "report",
    "body": "bbg", "waiting": ["rvo"], "district": "twente", "given": "twente", "organisation": "police",
    "gaps": ["district-twente", "organisation-police"], "fact": "progress", "field": "name", "missing": ["p1", "p2"],
    "counts": {"made": 1, "implemented": 3}, "on": "2015-04-02", "today": "2015-04-10", "since": "2015-04-02",
    "from": "2015-01-01", "until": "2015-12-31", "first_day": "2015-01-01", "last_on": "2015-04-02",
    "opened_on": "2015-07-06", "start": "2015-05-01", "seq": 14, "grant": 12, "days": 20, "most": 14, "row": 2,
    "total": 5, "why": "guard.reason", "why_facts": {}, "scope": "assignment", "expected": ["a", "b"],
    "known": ["a", "b"], "suggestions": ["a"], "among": ["a", "b"], "milestone": "presented", "zone": "Mars",
    "now": "2015-04-02T09:00:00.000000Z", "last": "2015-04-02T09:00:00.000000Z",
    "readings": ["2015-02-04", "2015-04-02"], "address": "ab" * 32, "kind": "person", "what": "reason",
}  # fmt: skip


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_2015(date(2015, 4, 2))


def facts_for(sentence: str) -> dict[str, Plain]:
    named = set(re.findall(r"\{([a-z_]+)", sentence))
    return {
        name: SAMPLES.get(name, f"some {name}") for name in named if name not in ("who", "held_event", "joins_event")
    }


def test_the_source_was_read() -> None:
    assert len(FOUND) > 100
    assert {"role.not-held", "store.locked", "link.broken", "day.slashes", "sound.no-way-out"} <= set(FOUND)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_a_sentence(lang: Lang) -> None:
    missing = [rule for rule in FOUND if rule not in say.sentences(lang)]

    assert missing == []


def test_no_sentence_is_left_over_and_the_languages_are_equal() -> None:
    assert set(say.sentences("nl")) == set(say.sentences("en"))
    assert set(say.sentences("nl")) - set(FOUND) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", sorted(say.sentences("nl")))
def test_every_sentence_has_a_remedy_and_no_hole_left(rule: str, lang: Lang, setting: Setting) -> None:
    message, remedy = say.sentences(lang)[rule]
    facts = facts_for(message + remedy)

    said = [*say.reason(Reason(Code.GUARD, rule, facts, ("beem", "knaap")), setting, lang)]
    said += say.reason(Reason(Code.GUARD, rule, facts), setting, lang)
    said += [say.finding(Finding("check", rule, facts, seq=3), lang, setting)]
    said += [say.finding_remedy(Finding("check", rule, facts, seq=3), lang)]
    said += say.trouble(Misunderstood(rule, **facts), lang)

    for text in said:
        assert text.strip()
        assert not set("{}[]|") & set(text)
        assert "  " not in text
        assert UNKNOWN not in text.replace(f"{UNKNOWN} ", "").removesuffix(UNKNOWN)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", sorted(rule for rule in say.sentences("nl") if RULES.get(rule)))
def test_a_sentence_needs_only_facts_that_come_with_its_rule(rule: str, lang: Lang) -> None:
    message, remedy = say.sentences(lang)[rule]

    needed = holes(message) | holes(remedy)

    assert needed <= RULES[rule] | ELSEWHERE | INDIRECT.get(rule, set())


def test_a_refusal_says_what_happened_and_what_now(setting: Setting) -> None:
    reason = Reason(Code.ROLE, "role.not-held", {"actor": "hofman", "roles": ["chair"], "on": "2015-04-02"}, ("beem",))

    message, remedy = say.reason(reason, setting, "en")

    assert message == "Only a holder of this role may do this: chair (Van Beem); you act as John Hofman."
    assert remedy.startswith("Ask Van Beem, or ask for a mandate: vs mandate hofman --role chair --as beem")


def test_days_and_names_are_said_as_people_write_them(setting: Setting) -> None:
    facts: dict[str, Plain] = {"on": "2015-04-01", "step": "present", "last_on": "2015-04-02", "seq": 38}

    message, _ = say.reason(Reason(Code.DATE, "date.before-last-step", facts), setting, "nl")

    assert "1 april 2015" in message
    assert "'presenteren aan de bestuurlijk voorzitter'" in message
    assert "2015-04" not in message


def test_the_reason_behind_a_reason_is_said_too(setting: Setting) -> None:
    facts: dict[str, Plain] = {
        "seq": 43, "step": "start", "assignment": "hennep", "on": "2015-04-28",
        "why": "guard.meeting", "why_facts": {"body": "bbg", "on": "2015-04-28"},
    }  # fmt: skip

    message, _ = say.reason(Reason(Code.GUARD, "in-the-way.step", facts), setting, "en")

    assert message.endswith("steering group BBG does not meet on 28 April 2015, as far as is known.")


def test_an_unknown_rule_is_shown_with_its_facts(setting: Setting) -> None:
    message, remedy = say.reason(Reason(Code.GUARD, "some.rule", {"seq": 3, "on": "2015-04-02"}), setting, "en")

    assert message == "some.rule (seq: 3; on: 2 April 2015)"
    assert remedy


def test_trouble_with_the_database_says_whether_something_was_recorded() -> None:
    said = {
        recorded: say.trouble(StoreTrouble("store.full", recorded=recorded, store="vs.db", detail="x"), "en")[0]
        for recorded in (True, False, None)
    }

    assert said[True].endswith("It was recorded.")
    assert said[False].endswith("Nothing was recorded.")
    assert "not known" in said[None]


def test_a_bad_file_is_named_with_its_line_and_how_much_more_is_wrong() -> None:
    faults = (Fault("x.toml", "line 3", "file.too-deep"), Fault("x.toml", "key", "file.key-unknown"))

    assert say.trouble(BadRules(faults), "en")[0].startswith("x.toml, line 3: ")
    assert "1 more in this file" in say.trouble(BadRules(faults), "en")[0]
    assert say.trouble(BadFile("file.too-deep", file="x.toml", where="line 3"), "nl")[0].startswith("x.toml, regel 3: ")
    assert say.fault(faults[1], "nl")[0].startswith("x.toml, key: ")


def test_suggestions_come_before_all_that_is_known() -> None:
    near = Misunderstood("name.unknown", kind="assignment", text="henep", suggestions=["hennep"], known=["hennep", "x"])
    far = Misunderstood("name.unknown", kind="assignment", text="q", suggestions=[], known=["hennep", "x"])
    none = Misunderstood("name.unknown", kind="assignment", text="q", suggestions=[], known=[])

    assert say.trouble(near, "en") == ("There is no assignment 'henep'.", "Do you mean hennep?")
    assert say.trouble(far, "en")[1] == "Known are: hennep and x."
    assert say.trouble(none, "en")[1] == "There is none yet."


def test_what_was_typed_is_quoted_as_it_was_typed() -> None:
    assert say.trouble(Misunderstood("moment.unreadable", text="2014-01-01"), "en")[0].startswith("'2014-01-01' ")


def test_moments_are_shown_on_the_clock_of_the_programme(setting: Setting) -> None:
    finding = Finding("clock", "link.clock", {"before": Instant("2015-04-02T10:00:00.000000Z"), "found": "x"}, seq=2)

    assert "2 April 2015 12:00" in say.finding(finding, "en", setting)


def test_a_mandate_on_no_role_at_all_names_no_number(setting: Setting) -> None:
    said = say.reason(Reason(Code.MANDATE, "mandate.no-grant", {"actor": "hofman", "grant": 0}), setting, "en")
    of_another = Reason(Code.MANDATE, "mandate.no-grant", {"actor": "hofman", "grant": 12}, ("beem",))

    assert said[0].startswith("John Hofman does not hold the role of this mandate;")
    assert say.reason(of_another, setting, "en")[0].startswith("No. 12 is not a role that John Hofman holds;")


def test_what_is_asked_beside_steps_and_events_is_told_in_words_and_not_by_its_code(setting: Setting) -> None:
    found = Finding("refusal", "lawful.refused-wrongly", {"step": "redate"}, seq=42)

    assert say.finding(found, "en", setting) == "No. 42: 'giving another day' was refused, but the rules allow it."
    assert "'een andere dag geven'" in say.finding(found, "nl", setting)
    assert "'een andere dag geven'" in say.finding(found, "nl")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", ["link.unreadable", "lawful.unjudgeable"])
def test_what_a_library_said_of_a_text_is_in_no_sentence(rule: str, lang: Lang) -> None:
    assert "Expecting" not in say.finding(Finding("entry", rule, {"why": "NotCanonical: Expecting"}, seq=42), lang)
