"""Days: what is said of the future, of what came before, of what is told late; and the days just within."""

from __future__ import annotations

from tests.decide import oost
from tests.decide.oost import BBG_CHAIR, CHAIR, COORDINATOR, LEAD, MAYOR_OF_EDE, ONE
from tests.decide.said import Scenes
from vs_workflow.decide import Decision


def note(today: str, on: str, **said: object) -> Decision:
    return oost.begun(today).event("progress", ONE, LEAD, text="op schema", on=on, **said)


def offers_on(on: str) -> Decision:
    """Established on 25 June, the day of the meeting."""
    return oost.established().at("2015-07-06").offer(on=on)


def implements_on(on: str) -> Decision:
    """The last answer was on 2 November."""
    return oost.answered().at("2015-11-10").implement(on=on)


def answers_on(on: str) -> Decision:
    """Offered on 6 July; the mayor has been a member since before."""
    world = oost.offered()
    world.end(world.grant_of(MAYOR_OF_EDE, "body-member"), COORDINATOR, on="2015-07-07")
    return world.at("2015-07-10").answered("accepted", "driehoek-ede", MAYOR_OF_EDE, on=on)


def reported_late() -> oost.Oost:
    """Reported to a meeting of 20 June and established only on the 25th."""
    world = oost.started().at("2015-06-24")
    world.meeting_held("2015-06-20")
    world.at("2015-06-25").report()
    return world


SCENES: Scenes = {
    "tomorrow": lambda: note("2015-04-02", "2015-04-03"),
    "today": lambda: note("2015-04-02", "2015-04-02"),
    "the first day of the programme": lambda: note("2015-01-10", "2015-01-01"),
    "the day before the programme": lambda: note("2015-01-10", "2014-12-31"),
    "fourteen days ago": lambda: note("2015-04-15", "2015-04-01"),
    "fifteen days ago": lambda: note("2015-04-16", "2015-04-01"),
    "fifteen days ago, with a reason": lambda: note("2015-04-16", "2015-04-01", reason="vergeten"),
    "fifteen days ago, with blanks for a reason": lambda: note("2015-04-16", "2015-04-01", reason="  "),
    "before the step before": lambda: oost.presented().at("2015-04-03").start(on="2015-04-01"),
    "on the day of the step before": lambda: oost.presented().at("2015-04-03").start(on="2015-04-02"),
    "before the state began": lambda: reported_late().establish(on="2015-06-20"),
    "on the day on which the state began": lambda: oost.reported().establish(on="2015-06-25"),
    "before it was established": lambda: offers_on("2015-06-24"),
    "on the day on which it was established": lambda: offers_on("2015-06-25"),
    "before the last answer": lambda: implements_on("2015-11-01"),
    "on the day of the last answer": lambda: implements_on("2015-11-02"),
    "an answer before the offer": lambda: answers_on("2015-07-05"),
    "an answer on the day of the offer": lambda: answers_on("2015-07-06"),
    "an answer after the member left": lambda: answers_on("2015-07-07"),
    "withdrawn before the last answer": lambda: oost.answered().step(
        ONE, "withdraw", BBG_CHAIR, reason="geen draagvlak", on="2015-08-01"
    ),
    "a meeting cancelled": lambda: _cancelled().report(),
    "a meeting cancelled and yet held": lambda: _cancelled_and_held().report(),
    "reported on a meeting just recorded": lambda: _held("2015-06-20").report(on="2015-06-20"),
    "reported the day after it": lambda: _held("2015-06-20").report(on="2015-06-21"),
    "a grant from the day it begins": lambda: oost.begun("2015-03-01").grant(
        "lead", "ottens", COORDINATOR, assignment=ONE, start="2015-03-01", until="2015-03-02"
    ),
    "started by the chair of that day": lambda: _new_chair().start(who="ottens", on="2015-04-10"),
    "started by the chair of the day before": lambda: _new_chair().start(who=CHAIR, on="2015-04-10"),
}


def _cancelled() -> oost.Oost:
    world = oost.started().at("2015-06-25")
    world.event("meeting-cancelled", None, COORDINATOR, body="bbg", day="2015-06-25")
    return world


def _cancelled_and_held() -> oost.Oost:
    world = _cancelled()
    world.meeting_held("2015-06-25")
    return world


def _held(on: str) -> oost.Oost:
    world = oost.started().at("2015-06-21")
    world.meeting_held(on)
    return world


def _new_chair() -> oost.Oost:
    world = oost.presented().at("2015-04-10")
    world.end(world.grant_of(CHAIR, "chair", ONE), COORDINATOR, on="2015-04-10")
    world.grant("chair", "ottens", COORDINATOR, assignment=ONE)
    return world
