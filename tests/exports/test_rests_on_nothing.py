"""What is not shown serves nothing that is: roles said to rest on another assignment's grants, or gone ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.desk.test_destroy import destroyed, lived
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import Json, bundled, looked_at, rewritten

FOURA = "informatievoorziening"


@pytest.fixture(scope="module")
def world() -> World:
    """1 was destroyed, 4A is presented, and its lead let somebody act for him."""
    made = lived(begun())
    made.present("4A", "hofman")
    accepted(made.mandate("beem", "hofman", assignment="4A", start="2015-07-10", until="2015-08-01"))
    accepted(made.record("progress", "4A", "beem", {"text": "x"}, behalf="hofman"))
    accepted(destroyed(made))
    return made


@pytest.fixture(scope="module")
def gone(world: World) -> int:
    """The number of the grant of the lead of 1."""
    return begun().grant_of("keken", "lead", "woninginbraken")


def given_out(world: World, place: Path, part: str) -> Path:
    return bundled(world.office, place, part or None)


def of(lines: list[Json], what: str, assignment: str = FOURA) -> Json:
    return next(one for one in reversed(lines) if (one.get("what"), one.get("assignment")) == (what, assignment))


def latest(lines: list[Json]) -> str:
    return max(str(one["at"]) for one in lines if "at" in one)


def again(lines: list[Json], like: str, **said: Any) -> Json:
    """That entry of 4A once more, recorded last, with what is said otherwise."""
    return {**of(lines, like), "at": latest(lines), "on": "2015-07-10", **said}


@pytest.mark.parametrize("part", ["", "4A"])
def test_a_lawful_bundle_says_of_no_role_that_it_rests_on_what_is_not_shown(
    world: World, tmp_path: Path, part: str
) -> None:
    found = looked_at(given_out(world, tmp_path, part))

    assert found.findings == []
    assert [one for one in found.limits if "role" in one and "not shown" in one] == []


FORGERIES: dict[str, tuple[Callable[[list[Json], int], Json], str]] = {
    "a step": (
        lambda lines, gone: again(lines, "present", what="withdraw", **{"from": "presented"}, to="withdrawn",
                                  reason="x", guards={"reason": True}, actor="keken", role="lead", grant=gone),
        "role",
    ),
    "an event": (
        lambda lines, gone: {
            name: value for name, value in again(lines, "progress", actor="lid-ede", role="lead", grant=gone).items()
            if name != "behalf_of"
        },
        "role",
    ),
    "a mandate": (
        lambda lines, gone: again(lines, "mandate", actor="keken", grant=gone,
                                  facts={**of(lines, "mandate")["facts"], "rests_on": gone}),
        "mandate",
    ),
    "an end": (
        lambda lines, gone: again(lines, "mandate", what="end", actor="keken", grant=gone,
                                  facts={"grant": gone, "role": "lead", "person": "keken"}),
        "grant",
    ),
    "a correction": (
        lambda lines, gone: again(lines, "present", kind="correction", what="redate",
                                  corrects=of(lines, "present")["seq"], reason="x",
                                  actor="keken", role="lead", grant=gone),
        "role",
    ),
    "a person": (
        lambda lines, gone: {**next(one for one in reversed(lines) if one.get("kind") == "register"),
                             "at": latest(lines), "actor": "keken", "role": "lead", "grant": gone},
        "role",
    ),
}  # fmt: skip


@pytest.mark.parametrize("part", ["", "4A"], ids=["whole", "part"])
@pytest.mark.parametrize("name", FORGERIES)
def test_nothing_rests_on_a_grant_of_another_assignment_that_is_not_shown(
    world: World, gone: int, tmp_path: Path, name: str, part: str
) -> None:
    forgery, check = FORGERIES[name]
    folder = given_out(world, tmp_path, part)

    rewritten(folder, lambda lines: [*lines, forgery(lines, gone)])

    last = len(lines_of(folder))
    assert any(one.startswith(f"line {last}: {check}: ") for one in looked_at(folder).findings), looked_at(folder)


def test_a_grant_of_the_programme_does_not_go_with_an_assignment(world: World, tmp_path: Path) -> None:
    folder = given_out(world, tmp_path, "")
    coordinator = world.grant_of("meuleman", "coordinator")

    def blanked(lines: list[Json]) -> list[Json]:
        destruction = next(one for one in lines if one.get("kind") == "destruction")
        also = sorted([*destruction["facts"]["entries"], coordinator])
        destruction["facts"]["entries"] = also
        return [{"seq": n, "leaf": "ab" * 32} if n == coordinator else one for n, one in enumerate(lines, 1)]

    rewritten(folder, blanked)

    rested = [n for n, one in enumerate(lines_of(folder), 1) if one.get("grant") == coordinator]
    found = looked_at(folder).findings
    assert len(rested) > 2
    for number in rested:
        assert (
            f"line {number}: role: rests on no. {coordinator}, which is not shown and can serve nothing that is"
            in found
        )


def lines_of(folder: Path) -> list[Json]:
    return [json.loads(line) for line in (folder / "journal.jsonl").open()]
