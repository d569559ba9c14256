"""How the days of who held it are counted: working days and holidays, per role and per holder, whatever the history."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import files
from tests.desk.newer import newer
from tests.desk.test_held import brought, lay, sums
from tests.desk.world import World, accepted, begun
from vs_workflow.desk import adopt
from vs_workflow.desk.held import Holding, who_held_it
from vs_workflow.pages.held import as_data, as_text
from vs_workflow.reasons import BadRules
from vs_workflow.rules.rulebook import read_rules
from vs_workflow.words.lang import Lang

HOLIDAYS = frozenset(read_rules(files()).programme.holidays)
TWICE = newer((b"2015-04-06,", b"2015-04-06, 2015-04-06,"))
FIRST_DAY = date(2015, 1, 1)


def worked(start: date, end: date) -> int:
    """The working days from `start` until before `end`, counted one by one."""
    days = (start + timedelta(days=number) for number in range((end - start).days))
    return sum(day.isoweekday() < 6 and day not in HOLIDAYS for day in days)


def adds_up(holding: Holding) -> None:
    """The parts, the sums per role and those per holder each are the days that went by, role by role."""
    sums(holding)
    assert [part.working_days for part in holding.parts] == [worked(part.start, part.end) for part in holding.parts]
    per_role: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for share in holding.shares:
        per_role[share.roles][0] += share.days
        per_role[share.roles][1] += share.working_days
    assert {one.roles: [one.days, one.working_days] for one in holding.sums} == per_role
    assert sum(one.days for one in holding.shares) == holding.days
    assert sum(one.working_days for one in holding.shares) == holding.working_days == worked(holding.start, holding.end)
    assert len({(one.roles, frozenset(one.people)) for one in holding.shares}) == len(holding.shares)


@pytest.mark.parametrize("until", ["2015-12-25", "2015-12-26", "2015-12-27", "2015-12-28", "2016-01-01", "2016-01-04"])
def test_a_holiday_on_a_saturday_takes_nothing_off(until: str) -> None:
    assert date(2015, 12, 26) in HOLIDAYS

    found = lay(begun().at("2016-02-01"), on=until)

    assert found.working_days == worked(FIRST_DAY, date.fromisoformat(until))


def test_a_holiday_that_rules_adopted_before_name_twice_is_taken_off_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr(adopt, "prove", lambda rules: ())
        world = begun(rules=TWICE).at("2015-04-20")

    assert lay(world).working_days == worked(FIRST_DAY, date(2015, 4, 20)) == 74
    assert world.verify().whole


def test_rules_that_name_a_holiday_twice_are_not_adopted() -> None:
    with pytest.raises(BadRules) as refused:
        begun(rules=TWICE)

    (fault,) = refused.value.faults
    assert (fault.rule, fault.facts, fault.where) == ("sound.twice", {"name": "2015-04-06"}, "holidays[4]")
    assert fault.file == TWICE.programme_name


def test_a_year_of_which_no_day_was_counted_is_not_said_to_have_no_holidays() -> None:
    world = begun().at("2016-02-01")

    unnamed = [who_held_it(world.office, "1", date.fromisoformat(on)).holidays_unnamed
               for on in ("2015-12-31", "2016-01-01", "2016-01-02")]  # fmt: skip

    assert unnamed == [(), (), (2016,)]


def test_a_year_without_holidays_is_named_also_where_something_happened_in_between() -> None:
    world = begun().at("2015-12-01")
    accepted(world.record("progress", "1", "keken", {"text": "loopt"}))
    world.at("2016-02-01")

    (part,) = lay(world).parts

    assert part.holidays_unnamed == (2016,)


REWORKED = b"""
[[steps]]
key = "retell"
label = { nl = "opnieuw vertellen", en = "tell again" }
sources = ["reported"]
target = "started"
by = [{ role = "lead" }]
guards = [{ name = "reason", kind = "reason" }]

[[events]]
key = "team-formed"
"""


def test_what_a_step_waits_for_comes_before_another_step_of_the_road() -> None:
    """Before the BBG the chair's offer waits for its decision; the lead has a step there that waits for nothing."""
    shipped = files()
    old = b'\n[[events]]\nkey = "team-formed"\n'
    assert shipped.lifecycle.count(old) == 1
    world = begun(rules=replace(shipped, lifecycle=shipped.lifecycle.replace(old, REWORKED))).reported("1")
    before = lay(world.at("2015-07-01"))
    world.establish("1", on="2015-06-25")
    after = lay(world.at("2015-07-10"))

    assert (before.parts[-1].acts, before.parts[-1].people) == (("established",), ("knaap",))
    assert (after.parts[-1].acts, after.parts[-1].people) == (("offer", "retell"), ("beenakker", "keken"))
    adds_up(after)


def succeeded() -> World:
    """The lead of the first assignment changed on 5 March, after four days on which there was none."""
    world = begun().at("2015-02-20")
    accepted(world.person("opvolger"))
    accepted(world.end(world.grant_of("keken", "lead", "woninginbraken"), on="2015-03-01"))
    accepted(world.grant("lead", "opvolger", "1", start="2015-03-05"))
    world.at("2015-04-02").present("1", "opvolger")
    return world.at("2015-04-20")


def test_the_days_of_a_role_are_summed_by_who_held_it_and_a_vacancy_is_nobodys() -> None:
    world = succeeded()

    found = lay(world)

    assert [(one.roles, one.people, one.days) for one in found.shares] == [
        (("lead",), ("keken",), 59),
        (("lead",), (), 4),
        (("lead",), ("opvolger",), 28),
        (("chair",), ("beenakker",), 18),
    ]
    assert [(one.roles, one.days) for one in found.sums] == [(("lead",), 91), (("chair",), 18)]
    adds_up(found)


def test_who_gets_it_back_has_one_sum_of_all_his_days() -> None:
    world = succeeded()
    accepted(world.advance("1", "return", "beenakker", reason="onvolledig"))
    accepted(world.at("2015-04-25").end(world.grant_of("opvolger", "lead", "woninginbraken"), on="2015-04-25"))
    accepted(world.grant("lead", "keken", "1", start="2015-04-25"))

    found = lay(world.at("2015-05-01"))

    assert {one.people: one.days for one in found.shares if one.roles == ("lead",)} == {
        ("keken",): 59 + 6, (): 4, ("opvolger",): 28 + 5,
    }  # fmt: skip
    adds_up(found)


def test_who_hold_a_role_together_share_its_days_whoever_of_them_got_it_first() -> None:
    world = begun().at("2015-03-20")
    accepted(world.person("tweede"))
    accepted(world.grant("lead", "tweede", "1", start="2015-03-01", reason="met zijn tweeën"))
    accepted(world.end(world.grant_of("keken", "lead", "woninginbraken"), on="2015-03-05", reason="verlof"))
    accepted(world.grant("lead", "keken", "1", start="2015-03-10", reason="terug"))

    found = lay(world)

    assert [part.people for part in found.parts][1::2] == [("keken", "tweede"), ("tweede", "keken")]
    assert [(one.people, one.days) for one in found.shares] == [
        (("keken",), 59), (("keken", "tweede"), 4 + 10), (("tweede",), 5),
    ]  # fmt: skip
    adds_up(found)


def test_a_vacancy_is_that_of_one_role() -> None:
    world = succeeded()
    accepted(world.end(world.grant_of("beenakker", "chair", "woninginbraken"), on="2015-04-20"))

    found = lay(world.at("2015-04-27"))

    assert [(one.roles, one.days) for one in found.shares if not one.people] == [(("lead",), 4), (("chair",), 7)]
    adds_up(found)


def test_json_has_the_sums_per_holder_beside_those_per_role() -> None:
    (one,) = json.loads(json.dumps(as_data(who_held_it(succeeded().office, "1"), "en")))["assignments"]

    assert [sum["role"] for sum in one["sums"]] == ["lead", "chair"]
    assert one["sums_by_people"][:2] == [
        {"role": "lead", "roles": ["lead"], "people": ["keken"], "days": 59, "working_days": 41},
        {"role": "lead", "roles": ["lead"], "people": [], "days": 4, "working_days": 3},
    ]


SHOWN = {
    "nl": """\
  ambtelijk trekker       91 dagen (64 werkdagen)
    Erik van Keken        59 dagen (41 werkdagen)
    niemand               4 dagen (3 werkdagen)
    functie opvolger      28 dagen (20 werkdagen)
  bestuurlijk voorzitter  18 dagen (10 werkdagen)""",
    "en": """\
  lead                91 days (64 working days)
    Erik van Keken    59 days (41 working days)
    nobody            4 days (3 working days)
    functie opvolger  28 days (20 working days)
  chair               18 days (10 working days)""",
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_shows_each_holder_below_the_sum_of_a_role_that_had_several(lang: Lang) -> None:
    page = str(as_text(who_held_it(succeeded().office, "1"), lang, 80, False)).splitlines()

    assert page[-5:] == SHOWN[lang].splitlines()


def test_the_page_names_no_holder_again_where_each_role_had_one() -> None:
    page = str(as_text(who_held_it(brought().at("2015-07-01").office, "1"), "en", 80, False)).splitlines()

    assert [line.split("  ")[1] for line in page[-3:]] == ["lead", "chair", "BBG's chair"]
