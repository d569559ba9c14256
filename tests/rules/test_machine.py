"""The machine and the table say the same for every state, step, entitlement and guard outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide.world import DIKES, OOST, rules_of
from vs_workflow.rules.lifecycle import Entitlement, GuardSpec, Keeping, Lifecycle, Role, State, Step
from vs_workflow.rules.machine import Token, compiled, table, take
from vs_workflow.rules.rulebook import Rules

LABEL = {"nl": "x", "en": "x"}
SHIPPED = [OOST, DIKES]


def outcomes(names: list[str]) -> Iterator[Mapping[str, bool]]:
    """Every outcome of these guards; where there are many, all of them but one, and none."""
    if len(names) <= 4:
        yield from (dict(zip(names, said, strict=True)) for said in product((True, False), repeat=len(names)))
    else:
        yield dict.fromkeys(names, True)
        yield from ({**dict.fromkeys(names, True), name: False} for name in names)
    yield {}


def agree(rules: Rules) -> None:
    """For each state and step, known or not, the machine leads where the table says and nowhere else."""
    edges = table(rules)
    states = [state.key for state in rules.lifecycle.states]
    steps = sorted({step.key for step in rules.lifecycle.steps})
    names = sorted({spec.name for step in rules.lifecycle.steps for spec in step.guards})
    for state, step, entitled in product(states, [*steps, "no-such-step"], (True, False)):
        edge = edges.get((state, step))
        for guards in outcomes(list(edge.guards) if edge is not None else names):
            wanted = None
            if edge is not None and entitled and all(guards.get(name) is True for name in edge.guards):
                wanted = edge.target
            assert take(rules, step, Token(state, entitled, guards)) == wanted


@pytest.mark.parametrize("files", SHIPPED, ids=["oost", "dijken"])
def test_machine_and_table_agree_for_every_state_step_and_outcome(files: object) -> None:
    agree(rules_of(files))


@pytest.mark.parametrize("files", SHIPPED, ids=["oost", "dijken"])
def test_the_table_holds_what_the_file_says_and_nothing_else(files: object) -> None:
    rules = rules_of(files)

    wanted = {
        (source, step.key): (step.target, {one.role for one in step.by}, [spec.name for spec in step.guards])
        for step in rules.lifecycle.steps
        for source in step.sources
    }

    assert {key: (edge.target, set(edge.roles), list(edge.guards)) for key, edge in table(rules).items()} == wanted


@pytest.mark.parametrize("truth", [1, "yes", None, "false"])
def test_only_true_is_true(truth: object) -> None:
    """A guard's result that is merely truthy opens nothing."""
    rules = rules_of(DIKES)

    assert take(rules, "decide", Token("weighed", True, {"sitting": truth, "costs": True})) is None  # type: ignore[dict-item]
    assert take(rules, "decide", Token("weighed", truth, {"sitting": True, "costs": True})) is None  # type: ignore[arg-type]


def test_a_machine_is_compiled_once_and_holds_no_model() -> None:
    rules = rules_of(OOST)

    assert compiled(rules) is compiled(rules)
    assert compiled(rules).models == []


@st.composite
def lifecycles(draw: st.DrawFn) -> Lifecycle:
    """A lifecycle of any shape that has one beginning and no step twice from one state."""
    keys = [f"s{number}" for number in range(draw(st.integers(1, 5)))]
    final = draw(st.sets(st.sampled_from(keys[1:]))) if len(keys) > 1 else set()
    open_states = [key for key in keys if key not in final]
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(["a", "b", "to-s1", "trigger"]), st.sampled_from(open_states)),
            unique=True,
            max_size=8,
        )
    )
    steps = tuple(
        Step(
            key=key, label=LABEL, sources=(source,), target=draw(st.sampled_from(keys)), by=(Entitlement(role="r"),),
            guards=tuple(
                GuardSpec(name=name, kind="reason") for name in draw(st.lists(st.sampled_from("xyz"), unique=True))
            ),
        )
        for key, source in pairs
    )  # fmt: skip
    return Lifecycle(
        schema="vs.lifecycle/1", key="l", label=LABEL, reason_after_days=1,
        states=tuple(State(key=key, label=LABEL, initial=key == "s0", final=key in final) for key in keys),
        roles=(Role(key="r", label=LABEL, scope="programme", granted_by=("r",)),), steps=steps, events=(),
        keeping=Keeping(register=("r",)),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lifecycles())
def test_machine_and_table_agree_for_any_lifecycle(lifecycle: Lifecycle) -> None:
    agree(replace(rules_of(OOST), lifecycle=lifecycle))
