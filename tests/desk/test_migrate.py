"""Other rules for a programme that runs: what is moved, opened and refused, and that a proof of it holds."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.audit.forging import entries_of, from_on
from tests.builders import PEOPLE, files
from tests.desk.newer import CYBER, LATER, SEATS, newer
from tests.desk.world import ALL_PRINCIPLES, World, accepted, begun, codes
from vs_workflow.audit.recompute import recompute
from vs_workflow.desk import look, migrate, prove, trail, watch
from vs_workflow.desk.forecast import forecast
from vs_workflow.desk.views import Migrated
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import BadFile, Code, Misunderstood
from vs_workflow.rules.rulebook import RuleFiles, fetch
from vs_workflow.words import say


def moved(
    world: World,
    to: RuleFiles,
    by: str | None = "meuleman",
    *assignments: str,
    people: bytes | None = None,
    **said: object,
) -> Migrated:
    register = (PEOPLE.name, people if people is not None else PEOPLE.read_bytes())
    return migrate.migrate(world.office, world.call(by, **said), to, register, assignments)


def lawful(world: World) -> list[tuple[int | None, str]]:
    """Everything that a recomputation finds, as (number, rule)."""
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
        found = recompute(from_on(lines), lambda address: fetch(address, work.shelf.get))
        assert found.book == work.index.book()
        return [(one.seq, one.rule) for one in found.findings]


def laws(world: World) -> dict[str, str]:
    with world.office.room.reading() as work:
        return {key: case.rules for key, case in work.index.book().cases.items()}


@pytest.fixture
def world() -> World:
    return begun().at("2015-03-02")


def test_the_programme_and_every_running_assignment_go_by_the_new_rules(world: World) -> None:
    accepted(world.advance("4C", "withdraw", "knaap", reason="valt samen met een ander"))
    before = laws(world)["shortlist-jeugd"]
    to = newer(LATER)

    found = moved(world, to)

    assert found.accepted
    assert [entry.assignment for entry in found.entries] == [
        None, "woninginbraken", "overlast", "hennep", "informatievoorziening", "risico-omg",
    ]  # fmt: skip
    assert {key: address for key, address in laws(world).items() if address != to.hash} == {"shortlist-jeugd": before}
    assert all(entry.role == "coordinator" and entry.grant for entry in found.entries)
    assert lawful(world) == []
    assert prove.verify(world.office).whole


def test_deadlines_move_with_the_rules_and_a_flag_that_rested_on_the_old_day_is_taken_back(world: World) -> None:
    world.at("2015-05-05")
    assert "started" in {flag.milestone for flag in watch.check(world.office).flags}

    moved(world, newer(LATER))
    flags = watch.check(world.office).flags

    assert {(flag.milestone, flag.flag.value, flag.due) for flag in flags} == {
        ("started", "retracted", date(2015, 4, 30))
    }
    world.at("2015-05-16")
    again = watch.check(world.office).flags
    assert {(flag.milestone, flag.flag.value, flag.due) for flag in again} == {("started", "missed", date(2015, 5, 15))}
    assert lawful(world) == []


def test_an_assignment_that_the_new_file_adds_is_opened_and_its_seats_are_taken(world: World) -> None:
    found = moved(world, newer(LATER, *SEATS, more=CYBER))

    assert [(entry.kind, entry.assignment, entry.facts.get("person")) for entry in found.entries[-3:]] == [
        (Kind.OPENED, "cybercrime", None), (Kind.GRANT, "cybercrime", "heidema"), (Kind.GRANT, "cybercrime", "bakker"),
    ]  # fmt: skip
    assert {entry.on for entry in found.entries} == {date(2015, 3, 2)}
    assert lawful(world) == []
    world.present("5", "bakker")
    assert world.state("5") == "presented"


def test_what_was_due_before_an_assignment_was_opened_is_not_missed_by_it(world: World) -> None:
    """It was opened on 2 March: the teams were to be filled by 28 February, the rest is still to come."""
    moved(world.at("2015-03-02"), newer(*SEATS, more=CYBER))

    (line,) = (line for line in look.board(world.office).lines if line.assignment == "cybercrime")
    verdicts = {one.judgement.milestone: one.judgement.verdict.value for one in line.milestones}
    flags = [flag for flag in watch.check(world.at("2015-04-03").office).flags if flag.assignment == "cybercrime"]

    assert (verdicts["teams-filled"], verdicts["concept-written"]) == ("lapsed", "open")
    assert [(flag.milestone, flag.flag.value) for flag in flags] == [
        ("concept-written", "missed"),
        ("presented", "missed"),
    ]
    assert lawful(world) == []


def test_a_new_file_may_seat_many_new_people_at_once(world: World) -> None:
    seat = '[[holders]]\nrole = "body-member"\nperson = "lid-{0}"\nbody = "rvo"\n'
    record = '[lid-{0}]\nname = "Lid {0}"\nfunction = {{ nl = "lid", en = "member" }}\n'
    seats, records = ("".join(text.format(one) for one in range(60)).encode() for text in (seat, record))

    found = moved(world, newer(more=seats), people=PEOPLE.read_bytes() + records)

    assert [entry.kind for entry in found.entries[-120:]] == [Kind.REGISTER] * 60 + [Kind.GRANT] * 60
    assert lawful(world) == []


def test_a_seat_that_somebody_holds_is_left_to_him(world: World) -> None:
    found = moved(world, newer(LATER, (b'person = "keken"', b'person = "ottens"')))

    assert [entry.kind for entry in found.entries] == [Kind.MIGRATION] * 7
    assert lawful(world) == []


def test_where_nobody_is_left_who_may_nobody_need_ask_and_the_file_names_who_comes(world: World) -> None:
    accepted(world.end(world.grant_of("meuleman", "coordinator"), "knaap"))
    people = PEOPLE.read_bytes() + b'\n[nieuw]\nfunction = { nl = "projectleider", en = "project leader" }\n'
    to = newer(LATER, (b'role = "coordinator"\nperson = "meuleman"', b'role = "coordinator"\nperson = "nieuw"'))

    found = moved(world, to, None, people=people)

    assert [(entry.kind, entry.facts.get("person")) for entry in found.entries[-2:]] == [
        (Kind.REGISTER, "nieuw"), (Kind.GRANT, "nieuw"),
    ]  # fmt: skip
    assert {entry.actor for entry in found.entries} == {None}
    assert lawful(world) == []
    accepted(world.person("lid-x", by="nieuw"))


def test_a_move_that_nobody_asks_and_that_is_refused_can_be_proved(world: World) -> None:
    accepted(world.end(world.grant_of("meuleman", "coordinator"), "knaap"))

    assert not moved(world, newer(), None, "4A").accepted

    assert lawful(world) == []


def test_nobody_named_where_somebody_may_is_asked_who(world: World) -> None:
    with pytest.raises(Misunderstood) as asked:
        moved(world, newer(LATER), None)
    assert asked.value.facts["who"] == ["meuleman"]


def test_a_lead_is_refused_and_the_refusal_is_all_that_is_recorded(world: World) -> None:
    before, head = laws(world), world.head()

    found = moved(world, newer(LATER), "keken")

    assert not found.accepted
    assert [reason.code for reason in found.reasons] == [Code.ROLE]
    assert found.reasons[0].who == ("meuleman",)
    assert (laws(world), world.head()) == (before, head + 1)
    assert entries_of(world)[-1].asked is Kind.MIGRATION
    assert lawful(world) == []


@pytest.mark.parametrize(
    ("to", "assignments", "rule"),
    [
        (newer(LATER, (b"first_day = 2015-01-01", b"first_day = 2014-12-01")), (), "migration.other-first-day"),
        (newer((b'zone = "Europe/Amsterdam"', b'zone = "Europe/Brussels"')), (), "migration.other-zone"),
        (files(), ("4A",), "migration.already"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    world: World, to: RuleFiles, assignments: tuple[str, ...], rule: str
) -> None:
    found = moved(world, to, "meuleman", *assignments)

    assert rule in [reason.rule for reason in found.reasons]
    assert not found.accepted
    assert lawful(world) == []


def test_an_assignment_in_a_state_that_the_new_lifecycle_lacks_is_refused_and_nothing_moves(world: World) -> None:
    world.present("1", "keken")
    shipped = files()
    other = shipped.lifecycle.replace(b'"presented"', b'"handed-over"')
    programme = shipped.programme.replace(b'{ state = "presented" }', b'{ state = "handed-over" }')
    to = replace(shipped, lifecycle=other, programme=programme)

    found = moved(world, to)

    assert [(reason.rule, reason.facts["assignment"]) for reason in found.reasons] == [
        ("migration.state-gone", "woninginbraken")
    ]
    assert laws(world)["overlast"] == shipped.hash
    rest = moved(world, to, "meuleman", "2", "3")
    assert rest.accepted
    assert {key for key, address in laws(world).items() if address == to.hash} == {"overlast", "hennep"}
    assert lawful(world) == []


def test_another_programme_is_a_wrong_file(world: World) -> None:
    with pytest.raises(BadFile):
        moved(world, newer((b'key = "veiligheidsstrategie-oost-nederland"', b'key = "anders"')))


def test_a_dry_run_says_what_the_move_then_does(world: World) -> None:
    to = newer(LATER, *SEATS, more=CYBER)
    head = world.head()

    tried = moved(world, to, dry_run=True)

    assert world.head() == head
    done = moved(world, to)
    said = [[(e.seq, e.kind, e.what, e.assignment, e.on, e.facts) for e in one.entries] for one in (tried, done)]
    assert said[0] == said[1]
    assert moved(world, to).entries == ()


def test_the_same_key_answers_as_before_and_another_request_with_it_is_a_conflict(world: World) -> None:
    first = moved(world, newer(LATER), key="m1")
    again = moved(world, newer(LATER), key="m1")
    other = moved(world, newer(LATER, *SEATS, more=CYBER), key="m1")

    assert again.repeated
    assert [entry.seq for entry in again.entries] == [entry.seq for entry in first.entries]
    assert [reason.code for reason in other.reasons] == [Code.CONFLICT]
    assert lawful(world) == []


def test_a_move_of_the_same_moment_is_no_part_of_the_answer_to_the_first(world: World) -> None:
    first = moved(world, newer(LATER), key="m1")
    moved(world, newer(LATER, *SEATS, more=CYBER))

    again = moved(world, newer(LATER), key="m1")

    assert again.entries == first.entries


def said_again(world: World, first: Migrated, to: RuleFiles, by: str, *assignments: str, key: str) -> None:
    """The same call gets the same answer: these entries, these reasons, this receipt; and nothing is recorded."""
    head = world.head()
    again = moved(world, to, by, *assignments, key=key)
    assert again.repeated
    assert (again.entries, again.reasons, again.hash) == (first.entries, first.reasons, first.hash)
    assert world.head() == head


@pytest.mark.parametrize("added", [(), SEATS])
def test_what_another_call_moved_in_the_same_moment_is_no_part_of_the_answer(
    world: World, added: tuple[tuple[bytes, bytes], ...]
) -> None:
    """The clock stands still; the first moves the programme and opens what is new, the others one assignment each."""
    to = newer(LATER, *added, more=CYBER if added else b"")
    first = moved(world, to, "meuleman", "4A", key="k1")
    second = moved(world, to, "meuleman", "4b", key="k2")
    third = moved(world, to, "meuleman", "4C")
    rest = moved(world, to, "meuleman", key="k4")

    assert [len(one.entries) for one in (first, second, third, rest)] == [2 + (3 if added else 0), 1, 1, 3]
    said_again(world, first, to, "meuleman", "4A", key="k1")
    said_again(world, second, to, "meuleman", "4b", key="k2")
    said_again(world, rest, to, "meuleman", key="k4")


def test_what_somebody_else_then_moved_is_no_part_of_a_refusal(world: World) -> None:
    moved(world, newer(LATER), "meuleman", "1")
    refused = moved(world, newer(LATER), "keken", "4A", key="k1")
    assert not refused.accepted
    assert moved(world, newer(LATER), "meuleman", "4A").accepted

    said_again(world, refused, newer(LATER), "keken", "4A", key="k1")


def test_the_answer_is_the_same_though_another_assignment_has_the_number_now(world: World) -> None:
    """By the move itself, or by one since."""
    moved(world, newer(LATER), "meuleman", "4A")
    first = moved(world, newer(LATER), "meuleman", "3", "1", key="k1")
    swapped = numbered(overlast="1", woninginbraken="2")
    second = moved(world, swapped, "meuleman", "1", key="k2")

    assert [entry.assignment for entry in second.entries] == [None, "woninginbraken"]
    said_again(world, first, newer(LATER), "meuleman", "3", "1", key="k1")
    said_again(world, second, swapped, "meuleman", "1", key="k2")


def test_the_board_shows_the_new_assignment_after_the_others(world: World) -> None:
    moved(world, newer(LATER, *SEATS, more=CYBER))
    assert [line.number for line in look.board(world.office).lines] == ["1", "2", "3", "4A", "4B", "4C", "5"]


def test_nothing_happens_in_an_assignment_before_it_was_opened(world: World) -> None:
    moved(world, newer(LATER, *SEATS, more=CYBER))
    world.at("2015-03-05")
    accepted(world.grant("lead", "keken", "5", start="2015-02-01", reason="was het al"))

    step = world.advance("5", "present", "keken", ALL_PRINCIPLES, docs=[b"x"], on="2015-02-10", reason="laat")
    event = world.record("concept-filed", "5", "keken", docs=[b"x"], on="2015-02-10", reason="laat")

    assert (codes(step), codes(event)) == (["date:date.before-programme"], ["date:date.before-programme"])
    presented = world.present("5", "keken", on="2015-03-03")
    assert codes(world.correct(presented.seq or 0, "keken", on="2015-03-01")) == ["date:date.before-programme"]
    assert prove.verify(world.office).whole


def test_a_correction_does_not_lead_back_to_a_state_that_the_rules_do_not_know(world: World) -> None:
    presented = world.present("1", "keken")
    shipped = files()
    to = replace(shipped, lifecycle=shipped.lifecycle.replace(b'"concept"', b'"draft"'))
    assert moved(world, to, "meuleman", "1").accepted

    undone = world.correct(presented.seq or 0, "keken", annul=True)

    assert codes(undone) == ["guard:correct.state-gone"]
    assert world.state("1") == "presented"
    said = say.reason(undone.reasons[0], undone.setting, "en")
    assert said == (
        "Without no. 35, assignment 1 would be in a state that its rules do not know: concept.",
        "First go by rules that have this state: vs migrate FILE 1.",
    )
    assert prove.verify(world.office).whole


@pytest.mark.parametrize("withdrawn", [False, True])
@pytest.mark.parametrize("only", [(), ("1",)])
def test_an_assignment_that_was_opened_is_never_dropped(world: World, withdrawn: bool, only: tuple[str, ...]) -> None:
    moved(world, newer(LATER, *SEATS, more=CYBER))
    if withdrawn:
        accepted(world.advance("5", "withdraw", "knaap", reason="niet nodig"))

    back = moved(world, files(), "meuleman", *only)

    assert [(reason.rule, reason.facts["assignment"]) for reason in back.reasons] == [
        ("migration.assignment-gone", "cybercrime")
    ]
    assert world.state("5") in ("concept", "withdrawn")
    assert lawful(world) == []


def numbered(**numbers: str) -> RuleFiles:
    """The shipped rules with other numbers for these assignments, by key."""
    programme = files().programme.decode()
    for key, number in numbers.items():
        programme, made = re.subn(rf'number = "\w+"\nkey = "{key}"', f'number = "{number}"\nkey = "{key}"', programme)
        assert made == 1
    return replace(files(), programme=programme.encode())


def test_an_assignment_is_found_by_the_number_that_it_once_had(world: World) -> None:
    assert moved(world, numbered(overlast="7"), "meuleman").accepted
    assert moved(world, numbered(overlast="8"), "meuleman").accepted

    for called in ("2", "7", "8", "overlast"):
        assert look.show(world.office, called).line.assignment == "overlast"
        assert prove.history(world.office, called).assignment == "overlast"
        assert trail.replay_case(world.office, called).assignment == "overlast"
    assert accepted(world.record("progress", "2", "boomkamp", {"text": "x"})).entry.assignment == "overlast"
    with pytest.raises(Misunderstood, match=r"name\.unknown"):
        look.show(world.office, "9")


def test_a_number_means_what_it_means_now_and_is_ambiguous_only_where_it_was_two_things(world: World) -> None:
    assert moved(world, numbered(overlast="1", woninginbraken="2"), "meuleman").accepted
    assert look.show(world.office, "1").line.assignment == "overlast"
    assert moved(world, numbered(overlast="7", woninginbraken="8"), "meuleman").accepted

    with pytest.raises(Misunderstood, match=r"name\.ambiguous") as caught:
        look.show(world.office, "1")

    assert caught.value.facts["among"] == ["overlast", "woninginbraken"]
    assert look.show(world.office, "8").line.assignment == "woninginbraken"


def test_a_title_of_before_finds_it_too(world: World) -> None:
    assert moved(world, newer((b"Crimineel handelen en hennep", b"Drugs")), "meuleman").accepted

    assert look.show(world.office, "crimineel handelen").line.assignment == "hennep"
    assert look.show(world.office, "drugs").line.assignment == "hennep"


def test_what_is_assumed_of_an_assignment_goes_by_its_own_rules(world: World) -> None:
    shipped = files()
    to = replace(
        shipped, lifecycle=shipped.lifecycle.replace(b'[[steps]]\nkey = "present"', b'[[steps]]\nkey = "show"')
    )
    assert moved(world, to, "meuleman", "1").accepted

    kept, gone = (forecast(world.office, assume=[said]) for said in ("2 present 2015-04-01", "1 show 2015-04-01"))

    assert (kept.accepted, gone.accepted) == (True, True)
    with pytest.raises(Misunderstood):
        forecast(world.office, assume=["2 show 2015-04-01"])


def test_a_move_refused_for_its_key_can_be_proved(world: World) -> None:
    accepted(world.record("progress", "1", "keken", {"text": "x"}, key="m1"))

    conflict = moved(world, newer(LATER), key="m1")

    assert [reason.code for reason in conflict.reasons] == [Code.CONFLICT]
    assert prove.verify(world.office).whole


def a_body(key: str, kind: str, district: str = "") -> bytes:
    where = f'district = "{district}"\n' if district else ""
    return f'[[bodies]]\nkey = "{key}"\nkind = "{kind}"\nlabel = {{ nl = "Ede", en = "Ede" }}\n{where}'.encode()


@pytest.mark.parametrize(
    ("kind", "district", "rules"),
    [
        ("driehoek", "gelderland-midden", []),
        ("driehoek", "twente", ["migration.body-other"]),
        ("support", "gelderland-midden", ["migration.body-other"]),
        ("support", "", ["migration.body-other"]),
    ],
)
def test_a_body_that_was_opened_stays_what_it_was(kind: str, district: str, rules: list[str]) -> None:
    world = begun().offered("1", ("Ede", "gelderland-midden"))

    found = moved(world, newer(more=a_body("driehoek-ede", kind, district)))

    assert [reason.rule for reason in found.reasons] == rules
    assert found.accepted == (not rules)
    if rules:
        given = f"{kind}, {district}" if district else kind
        opened = "driehoek, gelderland-midden"
        assert found.reasons[0].facts == {"body": "driehoek-ede", "opened": opened, "given": given}
        assert "driehoek-ede" in say.reason(found.reasons[0], found.setting, "nl")[0]
    assert lawful(world) == []


def test_a_body_in_which_somebody_holds_a_role_stays_until_that_ends(world: World) -> None:
    moved(world, newer(more=a_body("extra", "support")))
    seat = accepted(world.grant("body-member", "keken", "extra", start="2015-03-02"))
    gone = [("migration.body-gone", "extra", seat.seq)]
    assert [(one.rule, one.facts["body"], one.facts["grant"]) for one in moved(world, newer()).reasons] == gone

    accepted(world.end(seat.seq or 0, on="2015-03-03"))

    assert [(one.rule, one.facts["body"], one.facts["grant"]) for one in moved(world, newer()).reasons] == gone
    assert moved(world.at("2015-03-03"), newer()).accepted
    assert lawful(world) == []


def test_a_role_that_has_ended_in_a_driehoek_whose_offer_was_annulled_is_in_nobodys_way() -> None:
    world = begun().offered("1", ("Ede", "gelderland-midden"))
    offer = next(entry.seq for entry in entries_of(world) if entry.opens)
    accepted(world.at("2015-07-02").end(world.grant_of("lid-ede", "body-member"), on="2015-07-02"))
    accepted(world.correct(offer, "beenakker", annul=True))

    assert moved(world, newer(LATER)).accepted

    assert lawful(world) == []
