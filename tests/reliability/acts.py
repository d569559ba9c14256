"""What the recipes disturb: the programme of 2015 in a real database, and acts that are lawful again and again.

Assignment 4A goes to and fro between concept and presented, so that there is always a lawful step.
"""

import secrets
from dataclasses import replace
from datetime import date
from pathlib import Path

import store
import vs_workflow
from vs_workflow import Programme
from vs_workflow.desk import adopt
from vs_workflow.desk.views import Adopted, Outcome
from vs_workflow.face.programme import office_of
from vs_workflow.journal.chain import moment
from vs_workflow.journal.entry import Instant
from vs_workflow.rules.rulebook import RuleFiles

WORKFLOWS = Path(__file__).parents[2] / "workflows"
PROGRAMME = WORKFLOWS / "oost-nederland-2015.programme.toml"
LIFECYCLE = WORKFLOWS / "expertteam.lifecycle.toml"
PEOPLE = WORKFLOWS / "oost-nederland-2015.people.toml"

KEY = "veiligheidsstrategie-oost-nederland"
TODAY = date(2015, 4, 20)
NOW = Instant("2015-04-20T08:00:00.000000Z")
CASE = "4A"
LEAD, CHAIR, COORDINATOR = "hofman", "beem", "meuleman"
PRINCIPLES = {f"principles.p{number}": f"regel {number}" for number in range(1, 9)}


def files() -> RuleFiles:
    return RuleFiles(PROGRAMME.read_bytes(), LIFECYCLE.read_bytes(), PROGRAMME.name, LIFECYCLE.name)


def adopted(url: str | Path, at: Instant = NOW, *, rehearsal: bool = True) -> Adopted:
    """Make the database where there is none, and adopt the programme of 2015 at that moment."""
    with store.open(url, create=True) as database:
        return adopt.init(
            lambda key: replace(office_of(database, key, now=at, new=True), clock_set=rehearsal),
            files(),
            (PEOPLE.name, PEOPLE.read_bytes()),
            rehearsal=rehearsal,
        )


def opened(url: str | Path, now: Instant | None = NOW) -> Programme:
    return vs_workflow.open(url, now=None if now is None else moment(now))


def fresh_key() -> str:
    return secrets.token_hex(8)


def present(programme: Programme, key: str | None = None) -> Outcome:
    """With a document that nobody has seen before; the same again for the same key."""
    document = f"opdracht {key or fresh_key()}".encode() * 50
    return programme.advance(CASE, "present", by=LEAD, facts=PRINCIPLES, documents=[document], key=key)


def send_back(programme: Programme, key: str | None = None) -> Outcome:
    return programme.advance(CASE, "return", by=CHAIR, reason="de partners ontbreken", key=key)


def step(programme: Programme, key: str | None = None) -> Outcome:
    """The next step of the way to and fro."""
    return (present if programme.show(CASE).line.state == "concept" else send_back)(programme, key)


def overstep(programme: Programme, key: str | None = None) -> Outcome:
    """A step by somebody who may not take it: refused, and recorded as that."""
    return programme.advance(CASE, "withdraw", by=LEAD, reason="geen zin", key=key)


def enrol(programme: Programme, person: str | None = None) -> Outcome:
    return programme.person(person or f"persoon-{fresh_key()}", by=COORDINATOR, function="burgemeester, driehoek A")


def note(programme: Programme, key: str | None = None) -> Outcome:
    """An event beside the road."""
    return programme.record("progress", CASE, by=LEAD, facts={"text": "op schema"}, key=key)


def give(programme: Programme, person: str) -> Outcome:
    """A role to somebody of the register."""
    return programme.grant("lead", person, CASE, by=COORDINATOR, start=TODAY)


def annul(programme: Programme, seq: int) -> Outcome:
    return programme.correct(seq, by=LEAD, reason="vergissing", annul=True)


def receipt(outcome: Outcome) -> tuple[int, str]:
    assert outcome.seq is not None and outcome.hash is not None
    return outcome.seq, outcome.hash
