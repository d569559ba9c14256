"""Whatever is done to the files: they are refused, or proved unsound, or nothing that is asked under them stumbles.

A mutation drops, doubles, renames or changes something anywhere in the shipped files. Under
what still passes for sound rules, people ask at random, and every answer is written and replayed.
"""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decide import oost
from tests.decide.world import World
from tests.programmes import DIKES, OOST, Files
from vs_workflow.decide.again import request_of
from vs_workflow.decide.assumed import as_recorded, judged_again
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import BadRules
from vs_workflow.request import Correct, EndGrant, Enrol, GiveMandate, GiveRole, RecordEvent, Request, TakeStep
from vs_workflow.rules.authority import entitled, ways
from vs_workflow.rules.facts import with_bodies
from vs_workflow.rules.lifecycle import Action, FactSpec
from vs_workflow.rules.rulebook import RuleFiles, Rules, read_rules
from vs_workflow.rules.soundness import prove
from vs_workflow.timeline.verdict import judge

PARSED = {
    files: (tomllib.loads(files.programme.read_text("utf-8")), tomllib.loads(files.lifecycle.read_text("utf-8")))
    for files in (OOST, DIKES)
}
JUNK: tuple[Any, ...] = (
    "", "*", "=", "é", "nobody", "a b", "x" * 70, "{role}", "%s", "../x", 0, -1, 1, 10**20, True, False, 1.5,
    date(2015, 2, 3), date(1, 1, 1), date(9999, 12, 31), [], {}, [""], "assignment", "programme", "body", "either",
)  # fmt: skip


# files


def toml(value: Any) -> str:
    """The value as TOML on one line, an array's elements on lines of their own."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "[\n" + "".join(f"{toml(one)},\n" for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    return str(value)


def written(table: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in table.items()).encode("utf-8")


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in the table: what holds it, and its key or index."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def mutate(tables: list[dict[str, Any]], random: Random) -> None:
    table = random.choice(tables)
    found = list(places(table))
    holder, key = random.choice(found)
    texts = [one[at] for one, at in found if isinstance(one[at], str)]
    match random.choice(("drop", "double", "rename", "junk", "other", "swap", "other", "other")):
        case "drop":
            del holder[key]
        case "double" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
        case "rename" if isinstance(holder, dict):
            holder[random.choice((*map(str, holder), "odd", "é"))] = holder.pop(key)
        case "junk":
            holder[key] = random.choice(JUNK)
        case "swap" if isinstance(holder, list):
            random.shuffle(holder)
        case _ if isinstance(holder[key], str) and texts:
            holder[key] = random.choice(texts)
        case _ if isinstance(holder[key], bool):
            holder[key] = not holder[key]
        case _ if isinstance(holder[key], date):
            holder[key] += timedelta(days=random.randint(-900, 900))


def mutated(files: Files, random: Random) -> RuleFiles:
    programme, lifecycle = copy.deepcopy(PARSED[files])
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        mutate([programme, lifecycle, lifecycle], random)
    return RuleFiles(written(programme), written(lifecycle), "p.toml", "l.toml")


# requests


def dikes() -> World:
    return begun(read_rules(DIKES.rule_files()))


def a_value(spec: FactSpec, world: World, random: Random) -> Any:
    programme, book = world.rules.programme, world.book
    match spec.type:
        case "confirmations":
            return {key: random.choice(("regel", "", "regel")) for key in spec.items}
        case "gaps":
            gaps = [f"district-{one.key}" for one in programme.districts]
            return dict.fromkeys(gaps + [f"organisation-{one.key}" for one in programme.organisations], True)
        case "records":
            rows = random.choice((1, 1, 2))
            return [{part.key: a_value(part, world, random) for part in spec.fields} for _ in range(rows)]
        case "confirmation":
            return True
        case "choice":
            return random.choice(list(spec.choices) or [""])
        case "body":
            return random.choice([*(one.key for one in programme.bodies), *book.bodies, "nobody"])
        case "day":
            return world.today.isoformat()
        case "person":
            return random.choice(list(book.people))
        case "people":
            return random.sample(list(book.people), 1)
        case "organisation":
            return random.choice([*(one.key for one in programme.organisations), ""])
        case "district":
            return random.choice([*(one.key for one in programme.districts), ""])
        case _:
            return random.choice(("Ede", "Almelo", "tekst"))


def some_facts(action: Action, world: World, random: Random) -> dict[str, Any]:
    facts = {one.key: a_value(one, world, random) for one in action.facts if random.random() < 0.9}
    if random.random() < 0.1 and facts:
        facts[random.choice(list(facts))] = random.choice(
            [one for one in JUNK if isinstance(one, str | bool | list | dict)]
        )
    return facts


def who_may(action: Action, facts: dict[str, Any], assignment: str | None, world: World) -> list[str]:
    if assignment is not None and assignment not in world.book.cases:
        return []
    case = world.book.case(assignment)
    full = with_bodies(action.opens, facts)
    return [*entitled(ways(action, full, case, world.book, world.rules), world.today, world.book)]


def a_request(world: World, random: Random) -> Request:
    """Something that somebody might ask, mostly what could be allowed."""
    lifecycle, book = world.rules.lifecycle, world.book
    on = world.today - timedelta(days=random.choice((0,) * 9 + (1, 20)))
    people = list(book.people)
    asked: dict[str, Any] = {
        "actor": random.choice((*people, *people, "nobody", None)), "today": world.today, "on": on,
        "behalf_of": random.choice((None,) * 7 + (random.choice(people),)),
        "reason": random.choice(("omdat", "omdat", "omdat", "")),
    }  # fmt: skip
    assignment = random.choice([*book.cases, *book.cases, "none"])
    match random.choice(("step",) * 6 + ("event",) * 6 + ("role", "mandate", "end", "redate", "annul", "enrol")):
        case "step":
            case = book.cases.get(assignment)
            steps = lifecycle.steps_from(case.state) if case is not None else ()
            step = random.choice([*steps, *steps, *steps, *lifecycle.steps])
            step = random.choice([one for one in steps if not one.back] or [step]) if random.random() < 0.8 else step
            facts = some_facts(step, world, random)
            may = who_may(step, facts, assignment, world)
            asked |= {"actor": random.choice([*may, *may, asked["actor"]]), "behalf_of": None}
            given: dict[str, Any] = {"facts": facts, "documents": random.choice(((), *[("0" * 64,)] * 3))}
            return TakeStep(**asked, **given, assignment=assignment, step=step.key)
        case "event":
            if not lifecycle.events:
                return Enrol(**asked, person="x", record="0" * 64)
            event = random.choice(lifecycle.events)
            where = assignment if event.scope == "assignment" or random.random() < 0.2 else None
            facts = some_facts(event, world, random)
            may = who_may(event, facts, where, world)
            asked |= {"actor": random.choice([*may, *may, asked["actor"]]), "behalf_of": None}
            given = {"facts": facts, "documents": random.choice(((), *[("0" * 64,)] * 3))}
            return RecordEvent(**asked, **given, event=event.key, assignment=where)
        case "role":
            bodies = [*(one.key for one in world.rules.programme.bodies), *book.bodies, "nobody"]
            role = random.choice(lifecycle.roles)
            places: dict[str, dict[str, Any]] = {
                "assignment": {"assignment": assignment},
                "body": {"body": random.choice(bodies)},
            }
            may = [grant.person for grant in book.grants() if grant.role in role.granted_by]
            asked |= {"actor": random.choice([*may, *may, asked["actor"]])}
            key = random.choice((role.key, role.key, "none"))
            return GiveRole(**asked, **places.get(role.scope, {}), role=key, person=random.choice(people))
        case "mandate":
            until = on + timedelta(days=random.choice((0, 10, 100)))
            return GiveMandate(
                **asked, person=random.choice(people), rests_on=random.randint(1, world.last), until=until
            )
        case "end":
            return EndGrant(**asked, grant=random.randint(1, world.last))
        case "enrol":
            return Enrol(**asked, person=random.choice(("lid-1", "lid-2", "é")), record="0" * 64)
        case what:
            marks = [mark for case in book.all_cases() for mark in case.marks]
            mark = random.choice(marks) if marks and random.random() < 0.8 else None
            asked |= {"actor": mark.actor, "behalf_of": None} if mark is not None else {}
            seq = mark.seq if mark is not None else random.randint(1, world.last)
            return Correct(**asked, seq=seq, annul=what == "annul")


def live(world: World, random: Random, requests: int) -> World:
    """Ask, write and replay; every verdict can be given, and asked again every entry that counts is lawful still."""
    rules = world.rules
    for _ in range(requests):
        world.today += timedelta(days=random.choice((0, 0, 1, 7)))
        world.ask(a_request(world, random))
    for entry in world.entries:
        request_of(entry, rules)
    for milestone in rules.programme.milestones:
        for case in [world.book.own] if milestone.scope == "programme" else world.book.cases.values():
            judge(milestone, case, rules, world.today)
    assert world.replayed() == world.book
    assumed = as_recorded(world.entries)
    again = judged_again(lambda: world.entries, assumed, lambda _: rules, since=1)
    assert not [entry for entry, _, reasons in again if reasons]
    return world


def begun(rules: Rules) -> World:
    return World(rules, min(rules.programme.first_day + timedelta(days=30), rules.programme.last_day))


def judged(files: RuleFiles, random: Random, requests: int) -> str:
    try:
        rules = read_rules(files)
    except BadRules as error:
        assert all(one.file in ("p.toml", "l.toml") for one in error.faults)
        return "refused"
    if any(not finding.warning for finding in prove(rules)):
        return "unsound"
    live(begun(rules), random, requests)
    return "sound"


HOSTILE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(HOSTILE, max_examples=150)
@given(st.integers(0, 2**32), st.sampled_from([OOST, DIKES]))
def test_a_mutated_file_is_refused_unsound_or_harmless(seed: int, files: Files) -> None:
    random = Random(seed)
    judged(mutated(files, random), random, 15)


@settings(HOSTILE, max_examples=12)
@given(st.integers(0, 2**32), st.sampled_from([oost.begun, oost.established, oost.offered, oost.answered, dikes]))
def test_nothing_that_is_asked_under_sound_rules_makes_the_decision_stumble(
    seed: int, world: Callable[[], World]
) -> None:
    live(world(), Random(seed), 60)


def test_at_random_much_is_accepted_and_much_refused() -> None:
    """Else the test above tried nothing."""
    accepted: set[Kind] = set()
    refused: set[Kind | None] = set()
    random = Random(11)
    for begin in (oost.established, oost.offered, oost.answered, dikes) * 2:
        world = begin()
        already = world.last
        for entry in live(world, random, 60).entries[already:]:
            accepted |= {entry.kind} if entry.accepted else set()
            refused |= set() if entry.accepted else {entry.asked}

    assert {Kind.STEP, Kind.EVENT, Kind.GRANT, Kind.CORRECTION} <= accepted & refused


def test_the_mutations_give_all_three() -> None:
    """Else the test above tried nothing."""
    random = Random(7)

    results = [judged(mutated(files, random), random, 0) for files in (OOST, DIKES) for _ in range(60)]

    assert set(results) == {"refused", "unsound", "sound"}
