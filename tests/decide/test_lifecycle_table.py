"""The lifecycle of the domain page as a table: each state, each step, each holder; allowed, or every reason why not."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.decide.oost import (
    BBG_CHAIR,
    CHAIR,
    COORDINATOR,
    FOUR_A,
    LEAD,
    MAYOR_OF_ALMELO,
    MAYOR_OF_EDE,
    ONE,
    Oost,
    accepted,
    answered,
    begun,
    established,
    implemented,
    presented,
    started,
    withdrawn,
)
from tests.decide.world import codes
from vs_workflow.request import TakeStep

TODAY = "2015-11-05"

STATES: dict[str, Callable[[], Oost]] = {
    "concept": begun,
    "presented": presented,
    "started": started,
    "reported": established,
    "offered": answered,
    "implemented": implemented,
    "withdrawn": withdrawn,
}
FINAL = {"implemented", "withdrawn"}

# domain/model.md, "Lifecycle": step, from, to, who.
STEPS: dict[str, tuple[set[str], str, set[str]]] = {
    "present": ({"concept"}, "presented", {"lead"}),
    "start": ({"presented"}, "started", {"chair", "deputy"}),
    "report": ({"started"}, "reported", {"chair", "deputy"}),
    "offer": ({"reported"}, "offered", {"chair", "deputy"}),
    "implement": ({"offered"}, "implemented", {"member that implemented"}),
    "return": ({"presented"}, "concept", {"chair", "deputy"}),
    "rework": ({"reported"}, "started", {"bbg-chair"}),
    "withdraw": ({"concept", "presented", "started", "reported", "offered"}, "withdrawn", {"bbg-chair"}),
}
PEOPLE = {
    "lead": LEAD,
    "chair": CHAIR,
    "deputy": "plaatsvervanger",
    "bbg-chair": BBG_CHAIR,
    "coordinator": COORDINATOR,
    "lead of another": "hofman",
    "chair of another": "beem",
    "member that implemented": MAYOR_OF_EDE,
    "member that did not": MAYOR_OF_ALMELO,
    "stranger": "vreemde",
}


@cache
def world(state: str) -> Oost:
    """An assignment in that state, with a meeting of the BBG today and a deputy of its chair."""
    found = STATES[state]().at(TODAY)
    assert accepted(found.meeting_held(TODAY))
    assert accepted(found.deputy(CHAIR, "chair", assignment=ONE))
    found.enrol("vreemde", COORDINATOR)
    assert found.state(ONE) == state
    return found


def asked(found: Oost, step: str, role: str) -> TakeStep:
    """The step with all that its guards ask, for who acts."""
    said: dict[str, object] = {"reason": "omdat", "documents": ["opdracht"]}
    asking = found.copy()
    who = PEOPLE[role]
    said |= {"behalf_of": CHAIR} if role == "deputy" else {}
    verb = {"present": asking.present, "start": asking.start, "report": asking.report, "offer": asking.offer}.get(step)
    if verb is not None:
        verb(ONE, who, **said)
    else:
        asking.step(ONE, step, who, **said)
    entry = asking.entries[-1]
    return TakeStep(
        actor=entry.actor, today=asking.today, on=entry.on, behalf_of=entry.behalf_of, typed_by=entry.typed_by,
        reason=entry.reason, assignment=ONE, step=step, facts=entry.facts, documents=entry.documents,
    )  # fmt: skip


def expected(state: str, step: str, role: str) -> set[str]:
    """Every code that the domain page asks for, worked out from it and not from the rules file."""
    sources, _, may = STEPS[step]
    found: set[str] = set()
    if state not in sources:
        found.add("final" if state in FINAL else "order")
    entitled = role in may
    if step == "implement" and state not in ("offered", "implemented"):
        entitled = False
    if not entitled:
        found.add("mandate" if role == "deputy" else "role")
    if step == "offer" and state not in ("reported", "offered", "implemented"):
        found.add("guard:established")
    if step == "offer" and state in ("offered", "implemented"):
        found.add("final" if state in FINAL else "order")
    if step == "implement" and state not in ("offered", "implemented"):
        found.add("guard:driehoeken")
    if step == "report" and role == "bbg-chair" and state in ("reported", "offered", "implemented"):
        found.add("separation-of-duties")
    return found


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_each_step_is_allowed_to_whom_the_memo_says_and_refused_with_every_reason(state: str, step: str) -> None:
    found = world(state)

    got = {role: codes(found.would(asked(found, step, role))) for role in PEOPLE}

    wanted = {role: expected(state, step, role) for role in PEOPLE}
    if step == "offer" and state == "implemented":
        wanted = {role: reasons | {"order"} for role, reasons in wanted.items()}
    assert got == wanted


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_was_taken_leads_where_the_memo_says(state: str, step: str) -> None:
    sources, target, _ = STEPS[step]
    for role in PEOPLE:
        found = world(state).copy()
        request = asked(found, step, role)

        decision = found.ask(request)

        if not codes(decision):
            assert state in sources
            assert found.state(ONE) == target
        else:
            assert found.state(ONE) == state
        assert found.state(FOUR_A) == "concept"


def test_a_refusal_of_a_role_names_who_may() -> None:
    found = world("presented").copy()

    decision = found.start(ONE, COORDINATOR)

    (reason,) = [one for one in decision.draft.reasons if one.code == "role"]
    assert reason.who == (CHAIR, "plaatsvervanger")


def test_a_refusal_of_order_names_the_steps_that_are_possible_and_who_may_take_them() -> None:
    found = world("presented").copy()

    decision = found.report()

    (reason,) = decision.draft.reasons
    assert reason.facts["possible"] == ["start", "return", "withdraw"]
    assert set(reason.who) == {CHAIR, "plaatsvervanger", BBG_CHAIR}
