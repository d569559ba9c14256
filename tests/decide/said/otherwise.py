"""Rules that neither programme has: plain confirmations, people in records, a right that no guard asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from tests.decide import oost
from tests.decide.oost import BBG_CHAIR, CHAIR, COORDINATOR, LEAD, MAYOR_OF_EDE, ONE
from tests.decide.said import Scenes
from tests.decide.world import OOST
from vs_workflow.decide import Decision
from vs_workflow.rules.rulebook import Rules, read_rules

NOTED = 'facts = [{ key = "text", type = "text", required = true, label = { nl = "voortgang", en = "progress" } }]'
CONFIRMED = """facts = [
  { key = "text", type = "confirmation", label = { nl = "v", en = "p" } },
  { key = "seen", type = "records", label = { nl = "g", en = "s" }, fields = [
    { key = "who", type = "person", label = { nl = "w", en = "w" } },
    { key = "where", type = "body", body_kinds = ["region"], label = { nl = "w", en = "w" } },
  ] },
]"""
GUARD = 'guards = [{ name = "driehoek", kind = "fact", fact = "driehoek" }]\n'
MOVES = 'sub = { fact = "driehoek", from_states = ["made"], to_state = "accepted" }'
SEPARATED = '[[separations]]\nbetween = ["report", "established"]'

# A note of progress is a yes and names who was seen; no guard asks for the driehoek that accepts; there is a first
# separation, of other actions.
CHANGES = (
    (NOTED, CONFIRMED),
    (GUARD + MOVES, MOVES),
    (SEPARATED, f'[[separations]]\nbetween = ["present", "start"]\n\n{SEPARATED}'),
)
SWAPPED = (('key = "bbg"\nkind = "steering"', 'key = "rvo"\nkind = "region"'),)


@cache
def rules() -> Rules:
    files = OOST.rule_files()
    lifecycle, programme = files.lifecycle.decode(), files.programme.decode()
    for old, new in CHANGES:
        assert old in lifecycle
        lifecycle = lifecycle.replace(old, new)
    for one, other in SWAPPED:
        assert one in programme
        assert other in programme
        programme = programme.replace(one, "(one)").replace(other, one).replace("(one)", other)
    return read_rules(replace(files, lifecycle=lifecycle.encode(), programme=programme.encode()))


def begun(today: str = "2015-04-02") -> oost.Oost:
    return oost.Oost(rules(), today)


def noted(**facts: object) -> Decision:
    return begun().event("progress", ONE, LEAD, **facts)


def reported() -> oost.Oost:
    world = begun()
    assert oost.accepted(world.present())
    assert oost.accepted(world.at("2015-04-28").start())
    assert oost.accepted(world.at("2015-06-25").report())
    return world


def offered() -> oost.Oost:
    world = reported()
    assert oost.accepted(world.establish())
    assert oost.accepted(world.at("2015-07-06").offer())
    assert oost.accepted(world.member(MAYOR_OF_EDE, "driehoek-ede"))
    return world


def opened_late() -> oost.Oost:
    """Assignment 1 was opened on 1 March only."""
    world = begun("2015-03-10")
    late = replace(world.case(ONE), opened_on=date(2015, 3, 1), since=date(2015, 3, 1))
    world.book = replace(world.book, cases={**world.book.cases, ONE: late})
    return world


def chair_reported_and_became_bbg_chair() -> oost.Oost:
    world = reported()
    world.end(world.grant_of(BBG_CHAIR, "bbg-chair"), BBG_CHAIR, on="2015-06-26")
    world.end(world.grant_of(CHAIR, "chair", ONE), COORDINATOR, on="2015-06-26")
    assert oost.accepted(world.grant("bbg-chair", CHAIR, BBG_CHAIR, start="2015-06-26"))
    assert oost.accepted(world.at("2015-06-26").meeting_held("2015-06-26"))
    return world


SCENES: Scenes = {
    "confirmed": lambda: noted(text=True),
    "not confirmed": lambda: noted(text=False),
    "confirmed by a word": lambda: noted(text="ja"),
    "confirmed by many words": lambda: noted(text="ja" * 40),
    "seen": lambda: noted(text=True, seen=[{"who": "hofman", "where": "rvo"}]),
    "seen who is unknown, where nobody meets": lambda: noted(
        text=True, seen=["iemand", {"who": "vreemde", "where": "bbg"}, {"who": 7, "body": "x", "meer": 1}]
    ),
    "accepted for no driehoek": lambda: offered().event("offer-accepted", ONE, MAYOR_OF_EDE),
    "accepted for a driehoek": lambda: offered().answered("accepted", "driehoek-ede", MAYOR_OF_EDE),
    "reported on a day without a meeting": lambda: _started().report(),
    "established by who reported": lambda: chair_reported_and_became_bbg_chair().establish(who=CHAIR),
    "a note before it was opened": lambda: opened_late().event("progress", ONE, LEAD, text=True, on="2015-02-28"),
    "a note on the day it was opened": lambda: opened_late().event("progress", ONE, LEAD, text=True, on="2015-03-01"),
    "a note before the programme": lambda: opened_late().event("progress", ONE, LEAD, text=True, on="2014-12-31"),
    "a note on the first day of the programme": lambda: opened_late().event(
        "progress", ONE, LEAD, text=True, on="2015-01-01", reason="vergeten"
    ),
}


def _started() -> oost.Oost:
    world = begun()
    assert oost.accepted(world.present())
    assert oost.accepted(world.at("2015-04-28").start())
    return world
