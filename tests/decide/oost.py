"""The programme of 2015 in the words of the domain: who takes which step, and how far the year is."""

from __future__ import annotations

from typing import Any

from tests.decide.world import OOST, World, rules_of
from vs_workflow.decide import Accepted, Decision

PRINCIPLES = {f"p{number}": f"regel {number}" for number in range(1, 9)}
DISTRICTS = ("ijsselland", "twente", "noord-en-oost-gelderland", "gelderland-midden", "gelderland-zuid")
RESULT = {"name": "werkwijze", "kind": "method"}
EDE = {"municipality": "Ede", "district": "gelderland-midden"}
ALMELO = {"municipality": "Almelo", "district": "twente"}
MAYOR_OF_EDE, MAYOR_OF_ALMELO = "burgemeester-ede", "burgemeester-almelo"

# 1: chair Beenakker, lead Van Keken; BBG's chair Van der Knaap; coordinator Meuleman.
ONE, LEAD, CHAIR, BBG_CHAIR, COORDINATOR = "woninginbraken", "keken", "beenakker", "knaap", "meuleman"
DEPUTY = "plaatsvervanger"
FOUR_A, FOUR_B = "informatievoorziening", "risico-omg"


class Oost(World):
    """Each verb is one step or event of the memo, with all that it asks; what is said beside wins."""

    def present(self, assignment: str = ONE, who: str = LEAD, **said: object) -> Decision:
        return self.step(
            assignment, "present", who, **{"facts": {"principles": PRINCIPLES}, "documents": ["opdracht"], **said}
        )

    def start(self, assignment: str = ONE, who: str = CHAIR, **said: object) -> Decision:
        gaps = {f"district-{one}": True for one in DISTRICTS}
        gaps |= {f"organisation-{one}": True for one in ("police", "justice", "riec")}
        return self.step(assignment, "start", who, **{"facts": {"gaps": gaps}, "reason": "wordt aangevuld", **said})

    def report(self, assignment: str = ONE, who: str = CHAIR, **said: object) -> Decision:
        return self.step(assignment, "report", who, **{"progress": "op schema", **said})

    def establish(self, assignment: str = ONE, who: str = BBG_CHAIR, **said: object) -> Decision:
        return self.event("established", assignment, who, **{"documents": ["opdracht"], **said})

    def offer(self, assignment: str = ONE, who: str = CHAIR, **said: object) -> Decision:
        return self.step(assignment, "offer", who, **{"results": [RESULT], "driehoeken": [EDE, ALMELO], **said})

    def offer_made(self, *driehoeken: dict[str, str], **said: object) -> Decision:
        facts: dict[str, object] = {"driehoeken": list(driehoeken)} if driehoeken else {}
        return self.event("offer-made", ONE, CHAIR, **{"results": [RESULT], **facts, **said})

    def answered(self, answer: str, driehoek: str, who: str, **said: object) -> Decision:
        reason = {"reason": "geen capaciteit"} if answer == "declined" else {}
        return self.event(f"offer-{answer}", ONE, who, **{"driehoek": driehoek, **reason, **said})

    def implement(self, who: str = MAYOR_OF_EDE, **said: object) -> Decision:
        return self.step(ONE, "implement", who, **said)

    def joined(self, person: str, organisation: str, district: str = "", **said: object) -> Decision:
        where = {"district": district} if district else {}
        return self.event(
            "member-joined", ONE, LEAD, **{"person": person, "organisation": organisation, **where, **said}
        )

    def meeting_held(self, day: str, body: str = "bbg", who: str = COORDINATOR) -> Decision:
        return self.event("meeting-held", None, who, body=body, on=day)

    def member(self, person: str, body: str, **said: Any) -> Decision:
        self.enrol(person, COORDINATOR)
        return self.grant("body-member", person, COORDINATOR, body=body, **said)

    def deputy(
        self, giver: str, role: str, person: str = DEPUTY, assignment: str | None = None, **said: Any
    ) -> Decision:
        """Somebody who may act on behalf of the giver, in that role."""
        if person not in self.book.people:
            self.enrol(person, COORDINATOR)
        return self.mandate(person, self.grant_of(giver, role, assignment), giver, **{"until": "2016-01-01", **said})


def accepted(decision: Decision) -> bool:
    """The same as `isinstance`, but says what was against it where a test fails."""
    assert isinstance(decision, Accepted), [(one.code.value, one.rule, dict(one.facts)) for one in decision.reasons]
    return True


def seq_of(world: World, what: str) -> int:
    """The number of the last step or event of that name in the first assignment."""
    return next(mark.seq for mark in reversed(world.case(ONE).marks) if mark.what == what)


def begun(today: str = "2015-02-13") -> Oost:
    return Oost(rules_of(OOST), today)


def presented() -> Oost:
    world = begun("2015-04-02")
    assert accepted(world.present())
    return world


def started() -> Oost:
    world = presented().at("2015-04-28")
    assert accepted(world.start())
    return world


def reported() -> Oost:
    """Reported to the BBG at its meeting of 25 June."""
    world = started().at("2015-06-25")
    assert accepted(world.report())
    return world


def established() -> Oost:
    world = reported()
    assert accepted(world.establish())
    return world


def offered() -> Oost:
    """Offered to two driehoeken, each with a mayor as its member."""
    world = established().at("2015-07-06")
    assert accepted(world.offer())
    assert accepted(world.member(MAYOR_OF_EDE, "driehoek-ede"))
    assert accepted(world.member(MAYOR_OF_ALMELO, "driehoek-almelo"))
    return world


def answered() -> Oost:
    """Ede implemented, Almelo declined: `implement` may be taken."""
    world = offered().at("2015-09-01")
    assert accepted(world.answered("accepted", "driehoek-ede", MAYOR_OF_EDE))
    assert accepted(world.answered("declined", "driehoek-almelo", MAYOR_OF_ALMELO))
    assert accepted(world.at("2015-11-02").answered("implemented", "driehoek-ede", MAYOR_OF_EDE))
    return world


def implemented() -> Oost:
    world = answered()
    assert accepted(world.implement())
    return world


def withdrawn() -> Oost:
    world = reported()
    assert accepted(world.step(ONE, "withdraw", BBG_CHAIR, reason="geen draagvlak"))
    return world
