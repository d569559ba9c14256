"""Why a move to other rules is refused, each reason whole; and whom a new file seats, with all that is said of him."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import PEOPLE, files, setting_2015
from tests.desk.newer import LATER, newer
from tests.desk.test_migrate import lawful, moved
from tests.desk.world import World, accepted, begun
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Refused
from vs_workflow.decide.migration import decide_migration
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Facts, Reason
from vs_workflow.request import Migrate
from vs_workflow.rules.rulebook import RuleFiles, Rules, read_rules
from vs_workflow.words import say

TODAY = date(2015, 3, 2)
OURS = read_rules(files())
NEW = read_rules(newer(LATER))


@pytest.fixture
def world() -> World:
    return begun().at("2015-03-02")


def book_of(world: World) -> Casebook:
    with world.office.room.reading() as work:
        return work.index.book()


def asked(world: World, to: Rules, assignment: str | None = None, *along: str, on: date = TODAY) -> list[Reason]:
    """The reasons against the coordinator's request to go by these rules."""
    laws = {OURS.hash: OURS, to.hash: to}
    book = book_of(world)
    request = Migrate(
        actor="meuleman", typed_by="meuleman", behalf_of=None, today=TODAY, on=on, to=to.hash, assignment=assignment,
        along=along,
    )  # fmt: skip
    decision = decide_migration(request, book, laws[book.rules], laws.__getitem__)
    return list(decision.reasons) if isinstance(decision, Refused) else []


def whole(reason: Reason) -> tuple[str, str, Facts, str | None]:
    return reason.code.value, reason.rule, reason.facts, reason.guard


def changed(old: bytes, new: bytes) -> Rules:
    shipped = files()
    assert old in shipped.lifecycle
    return read_rules(RuleFiles(shipped.programme.replace(old, new), shipped.lifecycle.replace(old, new)))


def test_nothing_speaks_against_a_move_of_the_programme_with_all_that_runs(world: World) -> None:
    assert asked(world, NEW, None, "woninginbraken", "overlast") == []


def test_rules_that_are_those_in_force_already(world: World) -> None:
    assert [whole(one) for one in asked(world, OURS)] == [
        ("guard", "migration.already", {"rules": OURS.hash}, "migration")
    ]
    assert [whole(one) for one in asked(world, OURS, "overlast")] == [
        ("guard", "migration.already", {"rules": OURS.hash, "assignment": "overlast"}, "migration")
    ]


def test_an_assignment_before_its_programme(world: World) -> None:
    assert [whole(one) for one in asked(world, NEW, "overlast")] == [
        ("guard", "migration.programme-first", {"rules": NEW.hash, "assignment": "overlast"}, "migration")
    ]


def test_an_assignment_that_has_ended(world: World) -> None:
    accepted(world.advance("2", "withdraw", "knaap", reason="vervalt"))

    assert [whole(one) for one in asked(world, NEW, None, "overlast", "hennep")] == [
        ("final", "migration.final", {"assignment": "overlast", "state": "withdrawn"}, None)
    ]


def test_a_state_that_the_new_rules_do_not_know(world: World) -> None:
    to = changed(b'"concept"', b'"draft"')

    assert [whole(one) for one in asked(world, to, None, "overlast")] == [
        ("guard", "migration.state-gone", {"assignment": "overlast", "state": "concept"}, "migration")
    ]


def test_a_role_that_the_new_rules_do_not_know(world: World) -> None:
    to = changed(b'"lead"', b'"leader"')
    grant = world.grant_of("boomkamp", "lead", "overlast")

    assert [whole(one) for one in asked(world, to, None, "overlast")] == [
        ("guard", "migration.role-gone", {"role": "lead", "grant": grant}, "migration")
    ]


def test_a_day_that_is_past(world: World) -> None:
    days = {"on": "2015-03-01", "today": "2015-03-02"}

    assert ("date", "date.migration-backdated", days, None) in map(whole, asked(world, NEW, on=date(2015, 3, 1)))


SEAT = """
[[holders]]
role = "body-member"
person = "{person}"
body = "rvo"
district = "twente"
organisation = "police"
"""


def test_a_seat_of_a_body_is_taken_with_all_that_the_file_says_of_it(world: World) -> None:
    seats = SEAT.format(person="lid-1") + SEAT.format(person="lid-2")
    record = '[lid-{0}]\nname = "Lid {0}"\nfunction = {{ nl = "lid", en = "member" }}\n'
    people = PEOPLE.read_bytes() + "".join(record.format(one) for one in (1, 2)).encode()

    found = moved(world, newer(more=seats.encode()), people=people)

    assert [one.facts for one in found.entries if one.kind is Kind.GRANT] == [
        {"role": "body-member", "person": person, "body": "rvo", "district": "twente", "organisation": "police"}
        for person in ("lid-1", "lid-2")
    ]
    assert lawful(world) == []


def test_only_what_moves_along_is_seated_by_the_new_file_and_what_is_held_stays(world: World) -> None:
    """The lead's seats of both stand empty; the one that stays under its own rules gets nobody by the new ones."""
    for key, lead in (("overlast", "boomkamp"), ("hennep", "bakker")):
        accepted(world.end(world.grant_of(lead, "lead", key), on="2015-03-02"))

    found = moved(world, newer(LATER), "meuleman", "3")

    seated = [(one.assignment, one.facts["person"]) for one in found.entries if one.kind is Kind.GRANT]
    assert seated == [("hennep", "bakker")]
    assert lawful(world) == []


def test_the_new_files_say_what_a_body_without_a_district_is() -> None:
    world = begun().offered("1", ("Ede", "gelderland-midden"))
    shipped = files()
    body = b'[[bodies]]\nkey = "driehoek-ede"\nkind = "support"\nlabel = { nl = "Ede", en = "Ede" }\n'
    to = read_rules(replace(shipped, programme=shipped.programme + body))

    assert [whole(one) for one in asked(world, to)] == [
        ("guard", "migration.body-other",
         {"body": "driehoek-ede", "opened": "driehoek, gelderland-midden", "given": "support"}, "migration"),
    ]  # fmt: skip


def test_another_key_and_another_first_day_are_each_said_with_both_that_differ(world: World) -> None:
    key = (b'key = "veiligheidsstrategie-oost-nederland"', b'key = "veiligheidsstrategie-west"')
    first_day = (b"first_day = 2015-01-01", b"first_day = 2014-12-01")

    one, other = asked(world, read_rules(newer(key, first_day)))

    setting = setting_2015(TODAY)
    assert [say.reason(reason, setting, "en")[0] for reason in (one, other)] == [
        "The new file is of another programme: 'veiligheidsstrategie-west', not 'veiligheidsstrategie-oost-nederland'.",
        "The programme begins on 1 January 2015, not on 1 December 2014.",
    ]
    assert say.reason(other, setting, "nl")[0] == "Het programma begint op 1 januari 2015, niet op 1 december 2014."
    assert [reason.rule for reason in asked(world, read_rules(newer(first_day)))] == ["migration.other-first-day"]
