"""Rules with nothing wrong with them are read without a validator, and come out as it would have made them.

Whatever is changed in a file: either the quick reading leaves it to the validator, or both
give the same value, to the last type in it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import LIFECYCLE, PROGRAMME
from vs_workflow.reasons import BadRules
from vs_workflow.rules.exact import exactly
from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.programme import Programme
from vs_workflow.rules.rulebook import read_toml, validated

OTHERS = Path(__file__).parents[1] / "programmes"
SHIPPED: list[tuple[type[Any], Path]] = [
    (Lifecycle, LIFECYCLE),
    (Programme, PROGRAMME),
    (Lifecycle, OTHERS / "dijkvak.lifecycle.toml"),
    (Programme, OTHERS / "dijken.programme.toml"),
]
ODD: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.just(2**63), st.just(10**30), st.floats(), st.just(""),
    st.sampled_from(["x", "true", "1", "2015-02-13", "programme", "vs.lifecycle/1"]), st.just(date(2015, 2, 13)),
    st.just(datetime(2015, 2, 13)), st.just(datetime(2015, 2, 13, 9)), st.just(time(9)), st.just([]), st.just({}),
    st.just(["a"]), st.just(["a", "b", "c"]), st.just({"nl": "x"}), st.just({"nl": 1}), st.just([{}]),
)  # fmt: skip


def table_of(path: Path) -> dict[str, Any]:
    return read_toml(path.read_bytes(), path.name)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything that a table holds, as the container and the key or number in it."""
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


def as_validated(shape: type[Any], table: dict[str, Any]) -> str:
    """What the validator makes of it, in full; "" where it refuses."""
    try:
        return repr(validated(shape, table, "x.toml"))
    except BadRules:
        return ""


@pytest.mark.parametrize(("shape", "path"), SHIPPED, ids=[path.name for _, path in SHIPPED])
def test_what_comes_with_the_program_is_exact_and_the_same(shape: type[Any], path: Path) -> None:
    found = exactly(shape, table_of(path))

    assert found is not None
    assert repr(found) == as_validated(shape, table_of(path))
    assert found == validated(shape, table_of(path), path.name)


@pytest.mark.parametrize(("shape", "path"), SHIPPED, ids=[path.name for _, path in SHIPPED])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_changed_is_left_to_the_validator_or_read_alike(
    shape: type[Any], path: Path, data: st.DataObject
) -> None:
    table = deepcopy(table_of(path))
    for _ in range(data.draw(st.integers(1, 2))):
        holder, key = data.draw(st.sampled_from(list(places(table))))
        change = data.draw(st.sampled_from(["other", "other", "gone", "added"]))
        if change == "other":
            holder[key] = data.draw(ODD.map(deepcopy))
        elif change == "gone":
            del holder[key]
        elif isinstance(holder, dict):
            added = data.draw(st.sampled_from(["unknown", "fact", "opens", "due", "names", 7]))
            holder[added] = data.draw(ODD.map(deepcopy))
        else:
            holder.append(data.draw(ODD.map(deepcopy)))

    found = exactly(shape, deepcopy(table))

    if found is not None:
        assert repr(found) == as_validated(shape, table)


def test_reading_rules_loads_no_validator() -> None:
    program = (
        "import sys; from tests.builders import files; from vs_workflow.rules.rulebook import read_rules;"
        "read_rules(files()); print('pydantic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=OTHERS.parents[1], capture_output=True, text=True)

    assert done.stdout.strip() == "False", done.stderr
