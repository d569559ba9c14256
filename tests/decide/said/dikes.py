"""The second programme: what its own lifecycle makes of the same questions, and of keepers of another kind."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from tests.decide.oost import accepted
from tests.decide.said import Scenes
from tests.decide.world import DIKES, OOST, World, rules_of
from vs_workflow.decide import Decision
from vs_workflow.rules.rulebook import Rules, read_rules

NORTH, SOUTH = "noordkade", "zuidkade"
REEVE, SECRETARY, INSPECTOR, ENGINEER = "dijkgraaf", "secretaris", "toetser", "ontwerper-noord"
CHECKS = {"height": "12 m", "seepage": "geen"}
RIF, HAVEN = {"polder": "Rif"}, {"polder": "Oude Haven"}


def begun(today: str = "2031-04-03") -> World:
    return World(rules_of(DIKES), today)


def weighed() -> World:
    world = begun()
    world.enrol("aannemer", SECRETARY)
    assert accepted(world.event("crew-on", NORTH, ENGINEER, person="aannemer", organisation="builder"))
    assert accepted(world.step(NORTH, "weigh", ENGINEER, checks=CHECKS, documents=["tekening"]))
    return world


def costed() -> World:
    world = weighed().at("2031-05-01")
    assert accepted(world.event("costed", NORTH, INSPECTOR, amount="3 miljoen"))
    return world


def decided() -> World:
    world = costed().at("2031-09-16")
    assert accepted(world.step(NORTH, "decide", REEVE))
    return world


def applied() -> World:
    """Permits asked of two polders, and somebody has a seat in each."""
    world = decided().at("2031-10-01")
    assert accepted(world.step(NORTH, "apply", ENGINEER, polders=[HAVEN, RIF]))
    for person, body in (("polder-a", "polder-oude-haven"), ("polder-b", "polder-rif")):
        world.enrol(person, SECRETARY)
        assert accepted(world.grant("seat", person, SECRETARY, body=body))
    return world


def issued() -> World:
    world = applied().at("2031-11-05")
    assert accepted(world.event("permit-issued", NORTH, "polder-a", polder="polder-oude-haven"))
    assert accepted(world.event("permit-denied", NORTH, "polder-b", polder="polder-rif", reason="riet"))
    return world


@cache
def kept_otherwise() -> Rules:
    """The shipped rules, but a lead gives other days to what is his, and the BBG's chair annuls what he typed."""
    files = OOST.rule_files()
    old = b'redate = ["coordinator"]\nannul_typed = ["coordinator"]'
    assert old in files.lifecycle
    kept = b'redate = ["lead", "bbg-chair"]\nannul_typed = ["chair"]'
    return read_rules(replace(files, lifecycle=files.lifecycle.replace(old, kept)))


def noted(by: str, who: str, *, annul: bool, typed_by: str | None = None, assignment: str = "overlast") -> Decision:
    """A note of progress made and typed by the first, corrected by the second, under the rules kept otherwise."""
    world = World(kept_otherwise(), "2015-04-02")
    assert accepted(world.event("progress", assignment, by, text="x", typed_by=typed_by or by))
    return world.annul(world.last, who) if annul else world.redate(world.last, "2015-04-01", who)


SCENES: Scenes = {
    # one step name from two states
    "stepped back to the drawing board": lambda: weighed().step(NORTH, "step-back", ENGINEER, reason="kwel"),
    "stepped back to weighing": lambda: decided().step(NORTH, "step-back", REEVE, reason="kwel"),
    "stepped back to weighing by who may not": lambda: decided().step(NORTH, "step-back", ENGINEER, reason="kwel"),
    "stepped back from where nobody can": lambda: applied().step(NORTH, "step-back", REEVE, reason="kwel"),
    "stepped back without a reason": lambda: weighed().step(NORTH, "step-back", REEVE),
    "decided again without new costs": lambda: _stepped_back().step(NORTH, "decide", REEVE),
    # separation between a step and an event that comes after it
    "costed by who weighed": lambda: _engineer_inspects().event("costed", NORTH, ENGINEER, amount="3 miljoen"),
    "costed by another": lambda: weighed().event("costed", NORTH, INSPECTOR, amount="3 miljoen"),
    "costed before it is weighed": lambda: begun().event("costed", NORTH, INSPECTOR, amount="3 miljoen"),
    "costed by who only stepped back": lambda: _reeve_inspects().event(
        "costed", NORTH, REEVE, amount="4 miljoen", behalf_of=INSPECTOR
    ),
    "weighed by who costed": lambda: _inspector_weighs(),
    # composition without districts, and holders of roles that bar each other
    "weighed without a builder": lambda: begun().step(NORTH, "weigh", ENGINEER, checks=CHECKS, documents=["tekening"]),
    "weighed in the south, which needs more": lambda: begun().step(
        SOUTH, "weigh", "ontwerper-zuid", checks=CHECKS, documents=["tekening"]
    ),
    "an inspector as an engineer": lambda: begun().grant("engineer", INSPECTOR, SECRETARY, assignment=NORTH),
    "the reeve under the board's name": lambda: begun().grant("presiding", "ontwerper-zuid", REEVE, body="heemraden"),
    # permits
    "applied": lambda: decided().at("2031-10-01").step(NORTH, "apply", ENGINEER, polders=[HAVEN, RIF]),
    "applied for a polder twice": lambda: decided().at("2031-10-01").step(
        NORTH, "apply", ENGINEER, polders=[HAVEN, {"polder": "oude haven"}]
    ),
    "built too soon by the inspector": lambda: applied().step(NORTH, "build", INSPECTOR),
    "built by the inspector": lambda: issued().step(NORTH, "build", INSPECTOR),
    "built by who has a seat": lambda: issued().step(NORTH, "build", "polder-a"),
    "built by who denied": lambda: issued().step(NORTH, "build", "polder-b"),
    "denied in appeal": lambda: _appealed().event(
        "permit-denied", NORTH, "polder-b", polder="polder-rif", reason="nee"
    ),
    "appealed what is pending": lambda: applied().event("permit-appealed", NORTH, ENGINEER, polder="polder-rif"),
    "built while an appeal runs": lambda: _appealed().step(NORTH, "build", INSPECTOR),
    "shelved when it is built": lambda: _built().step(NORTH, "shelve", REEVE, reason="te laat"),
    "the province told after the end": lambda: _built().event("province-told", NORTH, REEVE, body="provincie"),
    "an adjourned sitting": lambda: _adjourned().step(NORTH, "decide", REEVE),
    "told late, within thirty days": lambda: begun("2031-05-03").event(
        "crew-on", NORTH, ENGINEER, person=INSPECTOR, organisation="builder", on="2031-04-03"
    ),
    "told late, after thirty days": lambda: begun("2031-05-04").event(
        "crew-on", NORTH, ENGINEER, person=INSPECTOR, organisation="builder", on="2031-04-03"
    ),
    # keepers of another kind
    "another day by the lead of it": lambda: noted("welten", "boomkamp", annul=False),
    "another day by the lead of another": lambda: noted("welten", "keken", annul=False),
    "another day by a keeper of the programme": lambda: noted("welten", "knaap", annul=False),
    "another day by who keeps none": lambda: noted("boomkamp", "meuleman", annul=False),
    "annulled by the chair who typed it": lambda: noted("boomkamp", "welten", annul=True, typed_by="welten"),
    "annulled by the chair who did not": lambda: noted("boomkamp", "welten", annul=True),
    "annulled by the chair of another who typed it": lambda: noted(
        "boomkamp", "beenakker", annul=True, typed_by="beenakker"
    ),
    "annulled by a keeper of days who typed it": lambda: noted("boomkamp", "knaap", annul=True, typed_by="knaap"),
}  # fmt: skip


def _stepped_back() -> World:
    world = decided()
    assert accepted(world.step(NORTH, "step-back", REEVE, reason="kwel"))
    return world


def _engineer_inspects() -> World:
    """The engineer who weighed became inspector the day after."""
    world = weighed()
    assert accepted(world.end(world.grant_of(ENGINEER, "engineer", NORTH), SECRETARY, on="2031-04-04"))
    assert accepted(world.at("2031-04-04").grant("inspector", ENGINEER, SECRETARY))
    return world


def _reeve_inspects() -> World:
    """The reeve, who stepped back, may act for the inspector."""
    world = _stepped_back()
    assert accepted(world.mandate(REEVE, world.grant_of(INSPECTOR, "inspector"), INSPECTOR))
    return world


def _inspector_weighs() -> Decision:
    """Who costed became engineer; the assignment is back at the drawing board, with the costs of no effect."""
    world = costed().at("2031-05-02")
    assert accepted(world.step(NORTH, "step-back", ENGINEER, reason="kwel"))
    assert accepted(world.end(world.grant_of(INSPECTOR, "inspector"), SECRETARY, on="2031-05-02"))
    assert accepted(world.grant("engineer", INSPECTOR, SECRETARY, assignment=NORTH))
    return world.step(NORTH, "weigh", INSPECTOR, checks=CHECKS, documents=["tekening"])


def _appealed() -> World:
    world = issued().at("2031-11-07")
    assert accepted(world.event("permit-appealed", NORTH, ENGINEER, polder="polder-rif"))
    return world


def _built() -> World:
    world = issued()
    assert accepted(world.step(NORTH, "build", INSPECTOR))
    return world


def _adjourned() -> World:
    world = costed().at("2031-09-16")
    assert accepted(world.event("sitting-adjourned", None, REEVE, body="heemraden", day="2031-09-16"))
    return world
