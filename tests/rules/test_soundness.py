"""What is proved before rules are adopted: each way in which a file of the right shape can be wrong, and where it says so."""

# ruff: noqa: E501  (the tables read best with one case to a line)

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from tests.programmes import DIKES, OOST
from vs_workflow.reasons import Finding
from vs_workflow.rules import proving
from vs_workflow.rules.rulebook import RuleFiles, read_rules
from vs_workflow.rules.soundness import MOST_FINDINGS, file_of, prove

LIFECYCLE = DIKES.lifecycle.read_text(encoding="utf-8")
PROGRAMME = DIKES.programme.read_text(encoding="utf-8")


def found(lifecycle: str = LIFECYCLE, programme: str = PROGRAMME) -> tuple[Finding, ...]:
    return prove(read_rules(RuleFiles(programme.encode(), lifecycle.encode(), "p.toml", "l.toml")))


def test_the_shipped_rules_are_sound_and_say_that_nobody_is_in_a_driehoek_yet() -> None:
    findings = prove(read_rules(OOST.rule_files()))

    (finding,) = findings
    assert finding.warning
    assert (finding.rule, finding.facts["step"], finding.facts["roles"]) == (
        "sound.nobody-yet", "implement", ["body-member"],
    )  # fmt: skip
    assert len(finding.facts["assignments"]) == 6  # type: ignore[arg-type]


STATE = '[[states]]\nkey = "lost"\nlabel = { nl = "kwijt", en = "lost" }\n\n[[roles]]\nkey = "engineer"'
EVENT = '[[events]]\nkey = "kick-off"'
SEAT = 'by = [{ role = "seat", fact = "polder" }]\nguards = [{ name = "polder", kind = "fact", fact = "polder" }]\n'

# what is replaced in the lifecycle, the rule that must speak, and where it says so
IN_LIFECYCLE = [
    # the road
    ("initial = true", "initial = false", "sound.initial", "states"),
    ('en = "weighed" }\n', 'en = "weighed" }\ninitial = true\n', "sound.initial", "states"),
    ("initial = true", "initial = true\nfinal = true", "sound.initial-final", "states[1]"),
    ('[[roles]]\nkey = "engineer"', STATE, "sound.state-unreachable", "states[7]"),
    ('[[roles]]\nkey = "engineer"', STATE, "sound.no-way-out", "states[7]"),
    ('sources = ["drawn"]', 'sources = ["drown"]', "sound.unknown", "steps[1].sources[1]"),
    ('sources = ["drawn"]', 'sources = ["*"]', "sound.unknown", "steps[1].sources[1]"),
    ('sources = ["drawn"]', "sources = []", "sound.nothing-named", "steps[1].sources"),
    ('target = "weighed"', 'target = "="', "sound.unknown", "steps[1].target"),
    ('sources = ["decided"]\ntarget = "weighed"', 'sources = ["weighed"]\ntarget = "weighed"', "sound.step-twice", "steps[6]"),
    ('sources = ["drawn"]', 'sources = ["drawn", "drawn"]', "sound.step-twice", "steps[1]"),
    ('sources = ["drawn"]', 'sources = ["drawn", "built"]', "sound.final-left", "steps[1]"),
    ('key = "kick-off"', 'key = "weigh"', "sound.step-and-event", "events[7].key"),
    ('in_states = ["weighed"]', 'in_states = ["wayed"]', "sound.unknown", "events[3].in_states[1]"),
    ('scope = "programme"\nby = [{ role = "secretary" }]', 'scope = "programme"\nin_states = ["drawn"]\nby = [{ role = "secretary" }]', "sound.says-nothing", "events[7].in_states"),
    # names
    ('name = "drawing"', 'name = "tekéning"', "sound.key-odd", "steps[1].guards[1].name"),
    ('prefix = "polder-"', 'prefix = "pölder-"', "sound.key-odd", "steps[3].opens.prefix"),
    ('{ key = "pending"', '{ key = "In Behandeling"', "sound.key-odd", "subcase.states[1].key"),
    ('key = "drawn"', f'key = "{"d" * 65}"', "sound.key-odd", "states[1].key"),
    ('name = "crew", kind = "composition"', 'name = "drawing", kind = "composition"', "sound.twice", "steps[1].guards[2]"),
    ('key = "seat"\n', 'key = "engineer"\n', "sound.twice", "roles[6]"),
    ('nl = "getekend", ', "", "sound.label-missing", "states[1].label"),
    ('en = "height" }', 'en = " " }', "sound.label-missing", "steps[1].facts[1].items.height"),
    # offices
    ('granted_by = ["secretary"]', 'granted_by = ["nobody"]', "sound.unknown", "roles[1].granted_by[1]"),
    ('granted_by = ["secretary"]', 'granted_by = ["engineer"]', "sound.role-scope", "roles[1].granted_by[1]"),
    ('granted_by = ["secretary"]', "granted_by = []", "sound.role-ungrantable", "roles[1].granted_by"),
    ('label = { nl = "toetser", en = "inspector" }\nscope = "programme"\ngranted_by = ["secretary"]',
     'label = { nl = "toetser", en = "inspector" }\nscope = "programme"\ngranted_by = ["ghost"]\n\n[[roles]]\nkey = "ghost"\nlabel = { nl = "g", en = "g" }\nscope = "programme"\ngranted_by = ["ghost"]',
     "sound.role-ungrantable", "roles[3].granted_by"),
    ('names = { role = "presiding", body_kind = "board" }', 'names = { role = "presiding", body_kind = "moon" }', "sound.one-body", "roles[4].names.body_kind"),
    ('names = { role = "presiding", body_kind = "board" }', 'names = { role = "presiding", body_kind = "polder" }', "sound.one-body", "roles[4].names.body_kind"),
    ('names = { role = "presiding", body_kind = "board" }', 'names = { role = "engineer", body_kind = "board" }', "sound.role-scope", "roles[4].names.role"),
    ('with_roles = ["engineer"]', 'with_roles = ["enginer"]', "sound.unknown", "incompatible[1].with_roles[1]"),
    ('with_roles = ["engineer"]', 'with_roles = ["inspector"]', "sound.excludes-itself", "incompatible[1]"),
    ('between = ["weigh", "costed"]', 'between = ["weigh", "kosted"]', "sound.unknown", "separations[1].between[2]"),
    ('between = ["weigh", "costed"]', 'between = ["weigh", "weigh"]', "sound.twice", "separations[1]"),
    ('between = ["weigh", "costed"]', 'between = ["weigh", "kick-off"]', "sound.not-of-assignment", "separations[1].between[2]"),
    ('register = ["secretary"]', "register = []", "sound.nothing-named", "keeping.register"),
    ('register = ["secretary"]', 'register = ["engineer"]', "sound.role-scope", "keeping.register[1]"),
    ('redate = ["secretary"]', 'redate = ["seat"]', "sound.role-scope", "keeping.redate[1]"),
    # what is asked
    ('by = [{ role = "engineer" }]', 'by = [{ role = "enginer" }]', "sound.unknown", "steps[1].by[1].role"),
    ('by = [{ role = "engineer" }]', "by = []", "sound.nothing-named", "steps[1].by"),
    ('by = [{ role = "engineer" }]', 'by = [{ role = "seat" }]', "sound.needs-parameter", "steps[1].by[1]"),
    ('by = [{ role = "engineer" }]', 'by = [{ role = "seat", of_kind = "moon" }]', "sound.unknown", "steps[1].by[1]"),
    ('by = [{ role = "engineer" }]', 'by = [{ role = "engineer", of_kind = "board" }]', "sound.says-nothing", "steps[1].by[1]"),
    ('by = [{ role = "engineer" }]', 'by = [{ role = "engineer", body_kinds = ["board"] }]', "sound.needs-parameter", "steps[1].by[1]"),
    ('by = [{ role = "engineer" }]', 'by = [{ role = "seat", sub_states = ["issued"] }]', "sound.sub-states-never", "steps[1].by[1]"),
    ('by = [{ role = "engineer" }]', 'by = [{ role = "seat", fact = "holes" }]', "sound.fact-type", "steps[1].by[1].fact"),
    ('by = [{ role = "seat", fact = "polder" }]', 'by = [{ role = "seat", fact = "dike" }]', "sound.unknown", "events[4].by[1].fact"),
    (EVENT, EVENT.replace("kick-off", "kick-off-2") + '\nlabel = { nl = "a", en = "a" }\nscope = "programme"\nby = [{ role = "engineer" }]\n\n' + EVENT, "sound.not-of-assignment", "events[7].by[1]"),
    ('items = { height = { nl = "hoogte", en = "height" }, seepage = { nl = "kwel", en = "seepage" } }\n', "", "sound.needs-parameter", "steps[1].facts[1]"),
    ('type = "confirmations"', 'type = "text"', "sound.says-nothing", "steps[1].facts[1]"),
    ('type = "confirmations"', 'type = "text"', "sound.fact-type", "steps[1].guards[3].fact"),
    ('key = "checks"\n', 'key = "cheques"\n', "sound.unknown", "steps[1].guards[3].fact"),
    ('key = "checks"\n', 'key = "cheques"\n', "sound.required-unguarded", "steps[1].facts[1]"),
    ('body_kinds = ["province"] }]\nguards', 'body_kinds = ["provinces"] }]\nguards', "sound.unknown", "events[10].by[1]"),
    ('sub = { fact = "polders"', 'sub = { fact = "polderz"', "sound.unknown", "steps[3].sub.fact"),
    ('to_state = "pending"', 'to_state = "pend"', "sound.unknown", "steps[3].sub"),
    ('from_states = [""]', "from_states = []", "sound.nothing-named", "steps[3].sub.from_states"),
    ('opens = { fact = "polders", kind = "polder", prefix = "polder-", name = "polder" }\n', "", "sound.rows-without-body", "steps[3].sub.fact"),
    ('name = "polder" }\n', 'name = "name" }\n', "sound.field-missing", "steps[3].opens.fact"),
    ('fields = [{ key = "polder"', 'fields = [{ key = "body", type = "text", label = { nl = "b", en = "b" } }, { key = "polder"', "sound.field-taken", "steps[3].opens.fact"),
    ('ends = ["costed"]', 'ends = ["coasted"]', "sound.unknown", "steps[5].ends[1]"),
    ('scope = "assignment"\nteam = "joins"', 'scope = "either"\nteam = "joins"', "sound.not-of-assignment", "events[1]"),
    ('scope = "body"\nmeeting = "held"', 'scope = "assignment"\nmeeting = "held"', "sound.not-of-programme", "events[8]"),
    ('facts = [{ key = "body", type = "body", required = true, label = { nl = "college", en = "body" } }]', 'facts = []', "sound.unknown", "events[8].facts"),
    # guards
    ('name = "sitting", kind = "meeting", body_kind = "board"', 'name = "sitting", kind = "meeting"', "sound.needs-parameter", "steps[2].guards[1]"),
    ('name = "sitting", kind = "meeting", body_kind = "board"', 'name = "sitting", kind = "meeting", body_kind = "bored"', "sound.unknown", "steps[2].guards[1].body_kind"),
    ('name = "drawing", kind = "document"', 'name = "drawing", kind = "document", fact = "checks"', "sound.says-nothing", "steps[1].guards[1].fact"),
    ("takes_documents = true\n", "", "sound.no-documents", "steps[1].guards[1]"),
    ('event = "costed", supplied_by', 'event = "kosted", supplied_by', "sound.unknown", "steps[2].guards[2].event"),
    ('event = "costed", supplied_by', 'event = "permit-issued", supplied_by', "sound.event-never-in-effect", "steps[2].guards[2]"),
    ('in_states = ["weighed"]\n', 'in_states = ["applied"]\n', "sound.event-never-in-effect", "steps[2].guards[2]"),
    ('supplied_by = "sat"', 'supplied_by = "sitting"', "sound.unknown", "steps[2].guards[1].supplied_by"),
    ('organisations = ["builder"]', 'organisations = ["bilder"]', "sound.unknown", "steps[1].guards[2]"),
    ('organisations = ["builder"]', "every_district = true", "sound.needs-parameter", "steps[1].guards[2]"),
    ('counts = "engineer"', 'counts = "reeve"', "sound.role-scope", "steps[1].guards[2].counts"),
    ('accepted_in = "holes"', 'accepted_in = "checks"', "sound.fact-type", "steps[1].guards[2].accepted_in"),
    ('all_in = ["issued", "denied"]', 'all_in = ["issued", "gone"]', "sound.unknown", "steps[4].guards[1]"),
    ('some_in = ["issued"]', 'some_in = ["pending"]', "sound.sub-states-never", "steps[4].guards[1]"),
    ('from_states = ["pending", "appealed"], to_state = "issued"', 'from_states = ["denied"], to_state = "issued"', None, ""),
    ('from_states = ["pending", "appealed"], to_state = "issued"', 'from_states = ["issued"], to_state = "issued"', "sound.sub-states-never", "steps[4].guards[1]"),
    ('from_states = ["pending", "appealed"], to_state = "issued"', 'from_states = ["issued"], to_state = "issued"', "sound.state-unreachable", "subcase.states[2]"),
    ('{ key = "denied", label = { nl = "geweigerd", en = "denied" } }', '{ key = "denied", label = { nl = "geweigerd", en = "denied" } },\n  { key = "lost", label = { nl = "kwijt", en = "lost" } }', "sound.state-unreachable", "subcase.states[4]"),
    ('en = "issued" } }', 'en = "issued" }, open = true }', "sound.no-way-out", "subcase.states[2]"),
    ('{ name = "crew", kind = "team-member" },\n]\nfacts = [\n  { key = "person", type = "person", required = true, label = { nl = "wie", en = "who" } },\n  { key = "org', '{ name = "crew", kind = "team-member", fact = "person" },\n]\nfacts = [\n  { key = "person", type = "person", required = true, label = { nl = "wie", en = "who" } },\n  { key = "org', "sound.says-nothing", "events[1].guards[3].fact"),
    # numbers
    ("reason_after_days = 30", "reason_after_days = -1", "sound.number", "reason_after_days"),
    ("reason_after_days = 30", f"reason_after_days = {10**15}", "sound.number", "reason_after_days"),
]  # fmt: skip

IN_PROGRAMME = [
    ('zone = "America/Curacao"', 'zone = "America/Atlantis"', "sound.zone", "zone"),
    ('zone = "America/Curacao"', 'zone = "../../etc/passwd"', "sound.zone", "zone"),
    ('zone = "America/Curacao"', 'zone = "localtime"', "sound.zone", "zone"),
    ('zone = "America/Curacao"', 'zone = ""', "sound.zone", "zone"),
    ('hour = "05:30"', 'hour = "5:30"', "sound.hour", "check.hour"),
    ('hour = "05:30"', 'hour = "24:00"', "sound.hour", "check.hour"),
    ("last_day = 2034-12-31", "last_day = 2030-12-31", "sound.days-reversed", "last_day"),
    ("last_day = 2034-12-31", "last_day = 9999-12-31", "sound.year", "last_day"),
    ("reminders = [10, 2]", "reminders = [10, -2]", "sound.number", "check.reminders[2]"),
    ('escalate_to = "secretary"', 'escalate_to = "secretaris"', "sound.unknown", "check.escalate_to"),
    ('escalate_to = "secretary"', 'escalate_to = "seat"', "sound.role-scope", "check.escalate_to"),
    ('escalate_to = "secretary"', 'escalate_to = "secretary"\nmissed_to = ["reeve", "nobody"]', "sound.unknown", "check.missed_to[2]"),
    ('key = "zuidkade"', 'key = "noordkade"', "sound.twice", "assignments[2]"),
    ('number = "Z1"', 'number = "n1"', "sound.twice", "assignments[2]"),
    ('number = "Z1"', 'number = "noordkade"', "sound.twice", "assignments[2]"),
    ('number = "Z1"', 'number = ""', "sound.number-odd", "assignments[2].number"),
    ('number = "Z1"', 'number = "Z 1"', "sound.number-odd", "assignments[2].number"),
    ('needs = ["board-office"]', 'needs = ["bored-office"]', "sound.unknown", "assignments[2].needs[1]"),
    ('key = "zuidkade"', 'key = "zuidkade"\ntheme = "zee"', "sound.unknown", "assignments[2].theme"),
    ('kind = "province"', 'kind = "province"\ndistrict = "west"', "sound.unknown", "bodies[2].district"),
    ('kind = "province"', 'kind = "board"', "sound.one-body", "roles[4].names.body_kind"),
    ('key = "provincie"', 'key = "heemraden"', "sound.twice", "bodies[2]"),
    ('person = "toetser"', 'person = "De Toetser"', "sound.key-odd", "holders[3].person"),
    ('assignments = ["noordkade"]', 'assignments = ["oostkade"]', "sound.unknown", "holders[4].assignments[1]"),
    ('assignments = ["noordkade"]\n', "", "sound.holder-scope", "holders[4]"),
    ('assignments = ["noordkade"]', 'assignments = ["noordkade", "noordkade"]', "sound.held-twice", "holders[4]"),
    ('role = "inspector"', 'role = "secretary"', "sound.held-twice", "holders[3]"),
    ('person = "toetser"', 'person = "ontwerper-noord"', "sound.held-together", "holders[4]"),
    ('role = "inspector"', 'role = "presiding"\nbody = "heemraden"', "sound.own-name", "holders[3].role"),
    ('role = "inspector"', 'role = "presiding"\nbody = "heemrad"', "sound.unknown", "holders[3].body"),
    ('role = "inspector"', 'role = "inspekteur"', "sound.unknown", "holders[3].role"),
    ('organisation = "board-office"', 'organisation = "bureau"', "sound.unknown", "holders[4].organisation"),
    ('body = "heemraden"\nday', 'body = "heemrad"\nday', "sound.unknown", "meetings[1].body"),
    ("day = 2031-09-16", "day = 2036-09-16", "sound.outside-programme", "meetings[1].day"),
    ("last_day = 2034-12-31", "last_day = 2034-12-31\nholidays = [2031-05-05, 2031-12-25, 2031-05-05]", "sound.twice", "holidays[3]"),
    ("due = 2031-06-30", "due = 2031-04-30", "sound.days-reversed", "milestones[2].due"),
    ("due = 2031-06-30", "due = 2031-06-30\nnot_before = 2031-07-01", "sound.days-reversed", "milestones[2].not_before"),
    ("due = 2031-06-30", "due = 2035-06-30", "sound.outside-programme", "milestones[2].due"),
    ('meeting = "heemraden"', 'meeting = "heemrad"', "sound.unknown", "milestones[3].meeting"),
    ('satisfied_by = [{ event = "kick-off" }]', "satisfied_by = []", "sound.never-satisfied", "milestones[1].satisfied_by"),
    ('satisfied_by = [{ event = "kick-off" }]', "satisfied_by = [{}]", "sound.state-or-event", "milestones[1].satisfied_by[1]"),
    ('[{ event = "kick-off" }]', '[{ event = "kick-off", state = "built" }]', "sound.state-or-event", "milestones[1].satisfied_by[1]"),
    ('[{ event = "kick-off" }]', '[{ event = "kick-on" }]', "sound.unknown", "milestones[1].satisfied_by[1].event"),
    ('[{ event = "kick-off" }]', '[{ event = "costed" }]', "sound.never-satisfied", "milestones[1].satisfied_by[1]"),
    ('[{ event = "kick-off" }]', '[{ state = "built" }]', "sound.never-satisfied", "milestones[1].satisfied_by[1]"),
    ('[{ event = "kick-off" }]', '[{ event = "kick-off", body = "provincie" }]', "sound.never-satisfied", "milestones[1].satisfied_by[1]"),
    ('[{ event = "kick-off" }]', '[{ event = "province-told", body = "heemraden" }]', "sound.never-satisfied", "milestones[1].satisfied_by[1]"),
    ('[{ event = "kick-off" }]', '[{ event = "province-told", body = "provincie" }]', None, ""),
    ('[{ state = "weighed" }]', '[{ state = "waid" }]', "sound.unknown", "milestones[2].satisfied_by[1].state"),
    ('[{ state = "weighed" }]', '[{ event = "kick-off" }]', "sound.never-satisfied", "milestones[2].satisfied_by[1]"),
    ('answers = "secretary"', 'answers = "engineer"', "sound.role-scope", "milestones[1].answers"),
    ('answers = "engineer"', 'answers = "seat"', "sound.role-scope", "milestones[2].answers"),
    ('id = "besluit"', 'id = "afgewogen"', "sound.twice", "milestones[3]"),
    ('key = "dijken-benedenwinds"', 'key = "Dijken Benedenwinds"', "sound.key-odd", "key"),
    ('nl = "Provincie", ', "", "sound.label-missing", "bodies[2].label"),
]  # fmt: skip

PER_DISTRICT = """
[[districts]]
key = "west"
label = { nl = "west", en = "west" }

[[per_district]]
key = "two"
label = { nl = "twee", en = "two" }
at_least = 2
organisation = "builder"
from_due_of = "afgewogen"
"""


def sayings(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(one.rule, one.where) for one in findings]


@pytest.mark.parametrize(("old", "new", "rule", "where"), IN_LIFECYCLE)
def test_a_lifecycle_that_is_wrong_says_so_where_it_is(old: str, new: str, rule: str | None, where: str) -> None:
    assert old in LIFECYCLE

    findings = found(lifecycle=LIFECYCLE.replace(old, new, 1))

    if rule is None:
        assert not [one for one in findings if not one.warning]
    else:
        assert (rule, where) in sayings(findings)


@pytest.mark.parametrize(("old", "new", "rule", "where"), IN_PROGRAMME)
def test_a_programme_that_is_wrong_says_so_where_it_is(old: str, new: str, rule: str | None, where: str) -> None:
    assert old in PROGRAMME

    findings = found(programme=PROGRAMME.replace(old, new, 1))

    if rule is None:
        assert not [one for one in findings if not one.warning]
    else:
        assert (rule, where) in sayings(findings)


@pytest.mark.parametrize(
    ("old", "new", "rule", "where"),
    [
        ("at_least = 2", "at_least = 0", "sound.number", "per_district[1].at_least"),
        ('"builder"\nfrom', '"bilder"\nfrom', "sound.unknown", "per_district[1].organisation"),
        ('from_due_of = "afgewogen"', 'from_due_of = "ooit"', "sound.unknown", "per_district[1].from_due_of"),
        ('from_due_of = "afgewogen"', 'from_due_of = "af"', "sound.no-due-day", "per_district[1].from_due_of"),
    ],
)
def test_what_each_district_supplies_is_counted_from_a_day(old: str, new: str, rule: str, where: str) -> None:
    programme = PROGRAMME.replace("districts = []\n", "") + PER_DISTRICT
    assert found(programme=programme) == ()

    assert (rule, where) in sayings(found(programme=programme.replace(old, new)))


def test_a_body_that_never_meets_is_no_body_to_report_to() -> None:
    lifecycle = LIFECYCLE.replace('meeting = "held"', 'meeting = "planned"')
    programme = PROGRAMME.replace('[[meetings]]\nbody = "heemraden"\nday = 2031-09-16\n', "")

    assert ("sound.never-meets", "steps[2].guards[1]") in sayings(found(lifecycle, programme))


def test_a_team_that_nobody_can_join_and_no_gap_of_which_can_be_accepted_is_never_complete() -> None:
    lifecycle = LIFECYCLE.replace('team = "joins"', 'team = "leaves"').replace(', accepted_in = "holes"', "")

    assert ("sound.team-never-complete", "steps[1].guards[2]") in sayings(found(lifecycle))


def test_nobody_yet_is_a_warning_and_the_only_one() -> None:
    holder = '[[holders]]\nrole = "engineer"\nperson = "ontwerper-zuid"\norganisation = "board-office"\nassignments = ["zuidkade"]\n'
    assert holder in PROGRAMME

    findings = found(programme=PROGRAMME.replace(holder, ""))

    assert {(one.rule, one.warning) for one in findings} == {("sound.nobody-yet", True)}
    assert {one.facts["step"]: one.facts["assignments"] for one in findings} == {
        "weigh": ["zuidkade"],
        "apply": ["zuidkade"],
    }


def test_a_programme_with_no_assignment_asks_for_one() -> None:
    start, end = PROGRAMME.index("[[assignments]]"), PROGRAMME.index("[[holders]]")
    programme = PROGRAMME[:start] + PROGRAMME[end:]
    programme = programme.replace("districts = []", "districts = []\nassignments = []")

    assert ("sound.nothing-named", "assignments") in sayings(found(programme=programme))


def test_an_own_name_that_two_roles_claim_is_no_name() -> None:
    second = LIFECYCLE.replace(
        '[[roles]]\nkey = "presiding"',
        '[[roles]]\nkey = "mayor"\nlabel = { nl = "m", en = "m" }\nscope = "programme"\ngranted_by = ["reeve"]\n'
        'names = { role = "presiding", body_kind = "board" }\n\n[[roles]]\nkey = "presiding"',
    )

    assert ("sound.twice", "roles[5].names") in sayings(found(second))


def test_an_own_name_is_held_for_the_programme() -> None:
    lifecycle = LIFECYCLE.replace(
        'scope = "programme"\ngranted_by = ["reeve"]\nsingle = true\nnames',
        'scope = "body"\ngranted_by = ["reeve"]\nnames',
    )

    assert ("sound.role-scope", "roles[4].scope") in sayings(found(lifecycle))


def test_every_finding_names_the_file_in_which_it_is_to_be_mended() -> None:
    files = RuleFiles(b"", b"", "p.toml", "l.toml")
    in_lifecycle = found(lifecycle=LIFECYCLE.replace("initial = true", "initial = true\nfinal = true"))
    in_programme = found(programme=PROGRAMME.replace('hour = "05:30"', 'hour = "5"'))

    assert {file_of(one, files) for one in in_lifecycle} == {"l.toml"}
    assert {file_of(one, files) for one in in_programme} == {"p.toml"}


def test_every_rule_of_the_proof_is_tried_here() -> None:
    """A check that no broken file of these tests sets off is a check that nobody has seen work."""
    said = {
        node.value
        for path in Path(proving.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("sound.")
    }
    here = Path(__file__).read_text(encoding="utf-8")

    assert {rule for rule in said if f'"{rule}"' not in here} == set()


def test_a_lifecycle_that_nobody_could_follow_is_not_walked() -> None:
    state = '[[states]]\nkey = "s{}"\nlabel = {{ nl = "s", en = "s" }}\n\n'
    lifecycle = LIFECYCLE.replace("[[roles]]", "".join(state.format(number) for number in range(90)) + "[[roles]]", 1)

    assert sayings(found(lifecycle)) == [("sound.too-many", "states")]


def test_the_largest_file_is_proved_soon_and_with_a_list_that_can_be_read() -> None:
    names = ", ".join(f'"x{number}"' for number in range(25_000))
    programme = PROGRAMME.replace('assignments = ["noordkade"]', f"assignments = [{names}]")
    began = time.process_time()

    findings = found(programme=programme)

    assert time.process_time() - began < 3
    assert len(findings) == MOST_FINDINGS


def test_records_within_records_end_somewhere() -> None:
    inner = '{ key = "k", type = "text", label = { nl = "k", en = "k" } }'
    for _ in range(6):
        inner = f'{{ key = "k", type = "records", label = {{ nl = "k", en = "k" }}, fields = [{inner}] }}'
    lifecycle = LIFECYCLE.replace('fields = [{ key = "polder"', f'fields = [{inner}, {{ key = "polder"')

    assert "sound.too-deep" in {one.rule for one in found(lifecycle)}
