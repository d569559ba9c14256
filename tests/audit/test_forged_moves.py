"""A move to other rules by an attacker who links everything properly: what is left out or put in is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.audit.forging import appended, changed, entries_of, first, forge, found, without
from tests.builders import PEOPLE, files
from tests.desk.world import World, accepted, audited, begun
from vs_workflow.desk import migrate
from vs_workflow.desk.views import Migrated
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.rules.rulebook import RuleFiles

NEW = b"""
[[assignments]]
number = "5"
key = "cybercrime"
title = { nl = "Cybercrime", en = "Cybercrime" }

[[holders]]
role = "lead"
person = "trekker-5"
assignments = ["cybercrime"]
"""
PERSON = b'\n[trekker-5]\nfunction = { nl = "trekker", en = "lead" }\norganisation = "riec"\n'


def newer() -> RuleFiles:
    shipped = files()
    return replace(shipped, programme=shipped.programme + NEW)


def move(world: World, to: RuleFiles, *assignments: str, **said: Any) -> Migrated:
    people = (PEOPLE.name, PEOPLE.read_bytes() + PERSON)
    return migrate.migrate(world.office, world.call("meuleman", **said), to, people, assignments)


@pytest.fixture
def world() -> World:
    """Everything moved; a person, an assignment and a seat came with it."""
    made = begun().at("2015-03-02")
    assert move(made, newer()).accepted
    assert [one.kind for one in entries_of(made)[-3:]] == [Kind.REGISTER, Kind.OPENED, Kind.GRANT]
    audited(made)
    return made


def programme_move(world: World) -> Entry:
    return first(entries_of(world), Kind.MIGRATION, "programme")


@pytest.mark.parametrize("back", [1, 2, 3, 4, 7])
def test_what_a_move_brings_and_was_left_out(world: World, back: int) -> None:
    gone = entries_of(world)[-back]

    findings = found(forge(world, without(gone.seq)))

    assert (programme_move(world).seq, "founding", "lawful.move-missing") in findings


def test_what_was_cut_off_behind_a_move(world: World) -> None:
    findings = found(forge(world, without(*(one.seq for one in entries_of(world)[-3:]))))

    assert [rule for _, _, rule in findings].count("lawful.move-missing") == 3


def test_a_stranger_in_the_register(world: World) -> None:
    real = entries_of(world)[-3]
    stranger = replace(real, facts={**real.facts, "person": "indringer"})

    for forged in (forge(world, appended(stranger)), forge(world, changed(real.seq, facts=stranger.facts))):
        seq = next(one.seq for one in entries_of(forged) if one.facts.get("person") == "indringer")
        assert (seq, "founding", "lawful.founding") in found(forged)


def test_a_seat_that_is_taken_again_in_the_same_moment(world: World) -> None:
    seat = entries_of(world)[-1]
    accepted(world.end(seat.seq, on="2015-03-03"))
    assert entries_of(world)[-1].at == seat.at

    forged = forge(world, appended(seat))

    assert (entries_of(forged)[-1].seq, "founding", "lawful.founding") in found(forged)


@pytest.mark.parametrize(
    "said",
    [
        {"on": date(2015, 3, 1)},
        {"on": date(2015, 1, 1)},
        {"assignment": "hennep"},
        {"actor": "meuleman"},
        {"reason": "zomaar"},
        {"facts": {"role": "chair", "person": "trekker-5"}},
        {"facts": {"role": "lead", "person": "keken"}},
        {"facts": {"role": "lead", "person": "trekker-5", "until": "2015-06-01"}},
    ],
    ids=str,
)
def test_a_seat_that_says_something_else(world: World, said: dict[str, Any]) -> None:
    seat = entries_of(world)[-1]

    assert any(seq == seat.seq for seq, _, _ in found(forge(world, changed(seat.seq, **said))))


def test_seats_are_left_alone_where_the_assignment_is_not_moved() -> None:
    made = begun().at("2015-03-02")
    accepted(made.advance("4C", "withdraw", "knaap", reason="valt samen met een ander"))
    for person in ("keken", "ottens"):
        accepted(made.end(made.grant_of(person, "lead"), on="2015-03-02"))

    done = move(made, newer(), "2")

    assert [one.facts["person"] for one in done.entries if one.kind is Kind.GRANT] == ["trekker-5"]
    audited(made)


def test_a_seat_that_somebody_will_have_is_left_to_him() -> None:
    made = begun().at("2015-03-02")
    made.person("opvolger")
    accepted(made.end(made.grant_of("knaap", "bbg-chair"), "knaap", on="2015-03-10"))
    accepted(made.grant("bbg-chair", "opvolger", start="2015-03-12", by="knaap"))

    done = move(made.at("2015-03-11"), newer())

    assert [one.facts["person"] for one in done.entries if one.kind is Kind.GRANT] == ["trekker-5"]
    audited(made)


def test_nobody_is_seated_beside_a_role_that_does_not_go_together_with_it() -> None:
    made = begun().at("2015-03-02")
    made.person("trekker-5")
    accepted(made.end(made.grant_of("knaap", "bbg-chair"), "knaap", on="2015-03-03"))
    accepted(made.grant("bbg-chair", "trekker-5", start="2015-03-03", by="knaap"))

    done = move(made.at("2015-03-04"), newer())

    assert [(one.rule, one.facts["person"], one.facts["other"]) for one in done.reasons] == [
        ("separation.roles", "trekker-5", "bbg-chair")
    ]
    audited(made)


def test_the_same_key_tells_of_that_move_alone(world: World) -> None:
    made = begun().at("2015-03-02")
    one = move(made, newer(), key="over")
    accepted(made.end(made.grant_of("trekker-5", "lead"), on="2015-03-03"))

    again = move(made, newer(), key="over")

    assert again.repeated
    assert [entry.seq for entry in again.entries] == [entry.seq for entry in one.entries]


@pytest.mark.parametrize("whom", ["niemand", "knaap"])
@pytest.mark.parametrize("what", ["programme", "assignment"])
def test_a_move_that_nobody_asked_for_is_on_behalf_of_nobody(what: str, whom: str) -> None:
    made = begun().at("2015-03-02")
    accepted(made.end(made.grant_of("meuleman", "coordinator"), "knaap"))
    done = migrate.migrate(made.office, made.call(None), newer(), (PEOPLE.name, PEOPLE.read_bytes() + PERSON), ())
    assert done.accepted
    audited(made)
    one = first(entries_of(made), Kind.MIGRATION, what)

    assert (one.seq, "person", "lawful.stranger") in found(forge(made, changed(one.seq, behalf_of=whom)))


def test_who_may_never_grant_his_own_does_not_seat_himself_by_a_file() -> None:
    made = begun().at("2015-03-02")
    to = newer()
    own = replace(to, programme=to.programme.replace(b'person = "trekker-5"', b'person = "meuleman"'))

    done = move(made, own)

    assert [(one.rule, one.facts["actor"], one.facts["role"]) for one in done.reasons] == [
        ("grant.never-own", "meuleman", "lead")
    ]
    audited(made)
