"""With whom an assignment lay: every day is somebody's, none is counted twice, and the parts sum to the whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import PEOPLE, files
from tests.desk.test_rehearse import PRESENT_BY_CHAIR, PRESENT_BY_LEAD
from tests.desk.world import World, accepted, begun
from vs_workflow.desk import look, migrate
from vs_workflow.desk.held import Holding, who_held_it
from vs_workflow.pages.held import as_data, as_text
from vs_workflow.reasons import Misunderstood


def lay(world: World, assignment: str = "1", on: str | None = None) -> Holding:
    (found,) = who_held_it(world.office, assignment, None if on is None else date.fromisoformat(on)).assignments
    return found


def told(holding: Holding) -> list[tuple[str, str, str, tuple[str, ...], int]]:
    return [
        (part.start.isoformat(), " or ".join(part.acts), part.roles[0], part.people, part.days)
        for part in holding.parts
    ]


def sums(holding: Holding) -> None:
    assert holding.days == (holding.end - holding.start).days == sum(part.days for part in holding.parts)
    assert holding.parts[0].start == holding.start
    assert all(one.end == two.start for one, two in zip(holding.parts, holding.parts[1:], strict=False))
    assert all((one.acts, one.roles, one.people, one.state) != (two.acts, two.roles, two.people, two.state)
               for one, two in zip(holding.parts, holding.parts[1:], strict=False))  # fmt: skip


def test_it_lies_with_the_lead_until_it_is_presented_and_then_with_the_chair() -> None:
    world = begun().at("2015-04-02")
    world.present("1", "keken")
    world.at("2015-04-20")

    found = lay(world)

    assert told(found) == [
        ("2015-01-01", "present", "lead", ("keken",), 91),
        ("2015-04-02", "start", "chair", ("beenakker",), 18),
    ]
    # 1 to 19 April holds 11 weekdays from the 2nd, of which Good Friday and Easter Monday are none that is worked.
    assert [part.working_days for part in found.parts] == [64, 10]
    sums(found)


def brought() -> World:
    """The first assignment, before the BBG since 25 June."""
    world = begun().at("2015-04-02")
    world.present("1", "keken")
    world.at("2015-04-10")
    world.start("1", "beenakker")
    world.at("2015-06-25")
    world.report("1", "beenakker")
    return world


def test_what_is_brought_before_the_bbg_lies_there_until_it_decides() -> None:
    world = brought()
    world.at("2015-07-01")

    assert [(" or ".join(part.acts), part.roles[0], part.people) for part in lay(world).parts][-1] == (
        "established", "bbg-chair", ("knaap",),
    )  # fmt: skip
    sums(lay(world))


def test_a_new_lead_gets_it_from_his_first_day_on() -> None:
    world = begun().at("2015-02-20")
    accepted(world.person("opvolger"))
    accepted(world.end(world.grant_of("keken", "lead", "woninginbraken"), on="2015-03-01"))
    accepted(world.grant("lead", "opvolger", "1", start="2015-03-05"))
    world.at("2015-03-20")

    assert told(lay(world)) == [
        ("2015-01-01", "present", "lead", ("keken",), 59),
        ("2015-03-01", "present", "lead", (), 4),
        ("2015-03-05", "present", "lead", ("opvolger",), 15),
    ]
    sums(lay(world))


def test_who_acts_for_any_body_of_a_kind_gets_it_from_the_day_on_which_such_a_body_was_opened() -> None:
    """Here that day was moved, so that nothing else happened on it, and the members hold their role before it."""
    either = PRESENT_BY_LEAD.replace(b"]\n", b', { role = "body-member", of_kind = "driehoek" }]\n', 1)
    shipped = files()
    assert shipped.lifecycle.count(PRESENT_BY_LEAD) == 1
    world = begun(rules=replace(shipped, lifecycle=shipped.lifecycle.replace(PRESENT_BY_LEAD, either)))
    world.reported("1").establish("1")
    offer = world.at("2015-07-01").offer("1", "beenakker")
    world.member("lid-ede", "driehoek-ede", "2015-07-01")
    accepted(world.at("2015-07-10").correct(offer.seq or 0, "meuleman", on="2015-07-06"))

    found = lay(world, "3")

    assert [(part.start.isoformat(), part.people) for part in found.parts] == [
        ("2015-01-01", found.parts[0].people),
        ("2015-07-06", (*found.parts[0].people, "lid-ede")),
    ]
    sums(found)


def test_it_ends_with_the_assignment() -> None:
    world = begun().at("2015-03-10")
    accepted(world.advance("1", "withdraw", "knaap", reason="valt samen"))
    world.at("2015-09-01")

    found = lay(world)

    assert (found.end, found.days) == (date(2015, 3, 10), 68)
    sums(found)


def test_the_past_is_cut_off_on_the_day_that_is_asked_and_the_future_is_not_known() -> None:
    world = begun().at("2015-04-02")
    world.present("1", "keken")

    assert told(lay(world, on="2015-02-01")) == [("2015-01-01", "present", "lead", ("keken",), 31)]
    with pytest.raises(Misunderstood, match=r"held\.in-the-future"):
        lay(world, on="2015-04-03")


def test_on_the_day_of_its_opening_it_has_lain_nowhere_yet_and_before_that_there_is_no_answer() -> None:
    world = begun().at("2015-04-02")

    assert (told(lay(world, on="2015-01-01")), lay(world, on="2015-01-01").days) == ([], 0)
    with pytest.raises(Misunderstood, match=r"day\.before-opening"):
        lay(world, on="2014-12-31")


def test_every_day_of_every_assignment_is_counted_once() -> None:
    world = brought()
    for day in range(0, 90, 7):
        world.at((date(2015, 6, 25) + timedelta(days=day)).isoformat())
        for holding in who_held_it(world.office).assignments:
            sums(holding)


def test_what_lies_with_several_driehoeken_says_of_all_what_is_waited_for_and_sums() -> None:
    world = begun().at("2015-04-02").offered("1", ("Ede", "gelderland-midden"), ("Zwolle", "ijsselland"))
    offered = world.stamps.moment.date()
    days = [(offered + timedelta(days=number)).isoformat() for number in (10, 20, 30, 40)]
    for when, what, who in zip(
        days,
        ("offer-accepted", "offer-implemented", "offer-accepted", "offer-implemented"),
        ("lid-ede", "lid-ede", "lid-zwolle", "lid-zwolle"),
        strict=True,
    ):
        accepted(world.at(when).record(what, "1", who))
    world.at((offered + timedelta(days=50)).isoformat())

    found = lay(world)

    assert [(part.acts, part.people, part.days) for part in found.parts][-5:] == [
        (("offer-accepted", "offer-declined"), ("lid-ede", "lid-zwolle"), 10),
        (("offer-implemented", "offer-accepted", "offer-declined"), ("lid-ede", "lid-zwolle"), 10),
        (("offer-accepted", "offer-declined"), ("lid-zwolle",), 10),
        (("offer-implemented",), ("lid-zwolle",), 10),
        (("implement",), ("lid-ede", "lid-zwolle"), 10),
    ]
    assert "wacht op: resultaat geïmplementeerd door de driehoek, aanbod aanvaard of aanbod afgewezen" in " ".join(
        str(as_text(who_held_it(world.office, "1"), "nl", 80, False)).split()
    )
    sums(found)


def test_a_deputy_may_act_but_it_lies_with_whom_he_acts_for() -> None:
    world = begun().at("2015-04-02")
    world.present("1", "keken")
    accepted(world.mandate("welten", "beenakker", assignment="1", start="2015-04-07", until="2015-05-01"))
    world.at("2015-04-20")

    assert told(lay(world))[-1] == ("2015-04-02", "start", "chair", ("beenakker",), 18)


def test_before_a_move_to_other_rules_it_lay_with_whom_the_rules_of_then_asked() -> None:
    world = begun().at("2015-04-20")
    moved = replace(files(), lifecycle=files().lifecycle.replace(PRESENT_BY_LEAD, PRESENT_BY_CHAIR))
    call, people = world.call("meuleman", reason="de voorzitter presenteert"), (PEOPLE.name, PEOPLE.read_bytes())
    assert migrate.migrate(world.office, call, moved, people).accepted
    world.at("2015-05-01")

    found = lay(world)

    assert told(found) == [
        ("2015-01-01", "present", "lead", ("keken",), 109),
        ("2015-04-20", "present", "chair", ("beenakker",), 11),
    ]
    sums(found)


def test_it_lies_with_everybody_whom_the_rules_of_that_day_let_take_the_step_and_the_board_agrees() -> None:
    world = begun().at("2015-04-20")
    either = PRESENT_BY_LEAD.replace(b'{ role = "lead" }', b'{ role = "lead" }, { role = "coordinator" }')
    moved = replace(files(), lifecycle=files().lifecycle.replace(PRESENT_BY_LEAD, either))
    call, people = world.call("meuleman", reason="ook de coordinator presenteert"), (PEOPLE.name, PEOPLE.read_bytes())
    assert migrate.migrate(world.office, call, moved, people).accepted
    world.at("2015-05-01")

    found = lay(world)
    (turn, *_) = next(line.turn for line in look.board(world.office).lines if line.number == "1")

    assert [(part.roles, set(part.people), part.days) for part in found.parts] == [
        (("lead",), {"keken"}, 109),
        (("lead", "coordinator"), {"keken", "meuleman"}, 11),
    ]
    assert (turn.step, turn.roles, set(turn.people)) == ("present", found.parts[-1].roles, set(found.parts[-1].people))
    sums(found)


def test_the_days_are_summed_by_role_and_a_year_without_holidays_is_named() -> None:
    world = begun().at("2015-02-20")
    accepted(world.person("opvolger"))
    accepted(world.end(world.grant_of("keken", "lead", "woninginbraken"), on="2015-03-01"))
    accepted(world.grant("lead", "opvolger", "1", start="2015-03-01"))
    early = world.at("2015-04-01")
    none_unnamed = who_held_it(early.office, "1")
    late = who_held_it(world.at("2016-02-01").office, "1")

    told_early, told_late = (json.dumps(as_data(one, "en")) for one in (none_unnamed, late))

    lead = {"role": "lead", "roles": ["lead"], "days": 90, "working_days": 63}
    assert json.loads(told_early)["assignments"][0]["sums"] == [lead]
    assert json.loads(told_late)["assignments"][0]["sums"][0]["days"] == lay(world).days
    assert (none_unnamed.holidays_unnamed, late.holidays_unnamed) == ((), (2016,))
    assert "names no holiday" not in str(as_text(none_unnamed, "en", 80, False))
    assert "The programme file names no holiday of 2016" in str(as_text(late, "en", 80, False))
