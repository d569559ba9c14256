"""Lawful destruction: the content of an assignment goes, its leaves stay, and everything else can still be proved."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

import store
from store.memory import MemoryRoom
from store.work import folded
from tests.desk.newer import LATER, newer
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun, codes
from tests.exports.bundles import bundled, looked_at
from tests.tools.postgres_box import Server
from vs_workflow.audit.gauge import Gauge
from vs_workflow.desk import agenda, destroy, forecast, held, leave, look, outbox, prove, trail, turns, watch
from vs_workflow.desk.office import Attachment
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Entry, Instant, Kind, read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.ports import Delivery, DeliveryKey, DeliveryState, Room
from vs_workflow.reasons import Misunderstood
from vs_workflow.rules.rulebook import Rules, fetch

KEY = "veiligheidsstrategie-oost-nederland"
ONE, TWO = "woninginbraken", "overlast"
GROUND = "selectielijst 2012, categorie 11.1"
SECRET = "het geheim van de Parkstraat"
SIGNED = b"verklaring van vernietiging, getekend"
OF_BOTH, OF_ONE = b"een opdracht die twee keer is meegegeven", b"een brief over een"


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param != "postgresql":
        yield "" if request.param == "memory" else str(tmp_path / "vs.db")
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"destroy{os.getpid()}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database(where: str) -> Iterator[store.Database | None]:
    if not where:
        yield None
        return
    with store.open(where, create=True) as opened:
        yield opened


@pytest.fixture
def world(database: store.Database | None) -> World:
    """Assignments 1 and 2 went to the same driehoek, which 1 opened, on a day that was corrected; 1 was withdrawn."""
    room: Room = MemoryRoom() if database is None else database.begin(KEY)
    return lived(begun(room))


def lived(world: World) -> World:
    world.at("2015-02-20")
    accepted(world.record("progress", "1", "keken", {"text": SECRET}, docs=[OF_ONE, OF_BOTH]))
    accepted(world.record("progress", "2", "boomkamp", {"text": "gaat goed"}, docs=[OF_BOTH]))
    watch.check(world.at("2015-03-15").office)
    world.advance("1", "report", "keken")
    world.at("2015-04-02").present("1", "keken")
    world.present("2", "boomkamp")
    world.at("2015-04-20").start("1", "beenakker")
    world.start("2", "welten")
    watch.check(world.at("2015-06-24").office)
    world.at("2015-06-25").report("1", "beenakker")
    world.report("2", "welten")
    world.establish("1")
    world.establish("2")
    offer = world.at("2015-07-01").offer("1", "beenakker")
    accepted(world.correct(offer.seq or 0, "meuleman", on="2015-06-30"))
    world.member("lid-ede", "driehoek-ede", "2015-07-01")
    world.at("2015-07-08").offer("2", "welten")
    watch.check(world.office)
    accepted(world.record("offer-accepted", "2", "lid-ede", {"driehoek": "driehoek-ede"}))
    accepted(world.advance("1", "withdraw", "knaap", reason="ingehaald"))
    world.at("2015-07-10")
    return world


def destroyed(world: World, assignment: str = "1", by: str = "meuleman", **said: object) -> Outcome:
    signed = Attachment(data=SIGNED)
    call = world.call(by, **said)
    return destroy.destroy(world.office, call, assignment, ground=GROUND, declaration=signed)


def rules_of(world: World) -> Rules:
    with world.office.room.reading() as work:
        return fetch(work.index.book(()).rules, work.shelf.get)


def test_what_was_refused_about_an_entry_of_it_goes_with_it(world: World) -> None:
    """Also of what could not be corrected at all: an annulled note, a grant, an opening, a flag."""
    entries = told(world)
    note = next(one.seq for one in entries if one.what == "progress" and one.accepted and one.assignment == ONE)
    accepted(world.correct(note, "keken", annul=True))
    flag, opened = (next(one for one in entries if one.kind is kind and one.assignment == ONE)
                    for kind in (Kind.FLAG, Kind.OPENED))  # fmt: skip
    about = (note, world.grant_of("keken", "lead"), opened.seq, flag.seq)
    for seq in about:
        assert codes(world.correct(seq, "meuleman", annul=True, reason=SECRET)) == ["guard:correct.not-correctable"]
    mandate = world.mandate("ottens", "keken", start="2015-07-10", until="2015-08-01", assignment="1", role="chair",
                            reason=SECRET)  # fmt: skip
    assert codes(mandate) == ["mandate:mandate.no-grant"]
    assert [one.assignment for one in told(world)[-5:]] == [ONE] * 5

    accepted(destroyed(world))

    assert not [one for one in told(world) if SECRET in one.reason]
    verified = prove.verify(world.office)
    assert verified.whole, verified.findings


def test_a_lone_move_of_it_that_was_refused_for_its_key_is_of_it_and_goes_with_it(world: World, tmp_path: Path) -> None:
    """The programme has moved already, so that nothing of the programme was asked for."""
    assert moved(world, newer(LATER), "meuleman", "4A", key="k-1").accepted
    for by in ("meuleman", "knaap"):
        refused = moved(world, newer(LATER), by, "1", key="k-1", reason=SECRET)
        assert [(one.assignment, [why.rule for why in one.reasons]) for one in refused.entries] == [
            (ONE, ["conflict.key"])
        ]
    part = bundled(world.office, tmp_path / "part", "2")
    assert SECRET not in (part / "journal.jsonl").read_text()
    for folder in (part, bundled(world.office, tmp_path / "whole")):
        assert looked_at(folder).findings == []

    accepted(destroyed(world))

    assert not [one for one in told(world) if SECRET in one.reason]
    assert looked_at(bundled(world.office, tmp_path / "after")).findings == []
    assert prove.verify(world.office).findings == ()


def told(world: World) -> list[Entry]:
    """The entries that can be read still."""
    with world.office.room.reading() as work:
        return [read_entry(line.text) for line in work.journal.lines() if not is_blank(line)]


class NothingTried:
    """Deliveries of which none was tried."""

    def tried(self) -> Mapping[DeliveryKey, Delivery]:
        return {}

    def claim(self, key: DeliveryKey, *, now: Instant, again_at: Sequence[Instant], revive: bool = False) -> int:
        raise AssertionError("nothing is sent here")

    def settle(self, key: DeliveryKey, attempt: int, state: DeliveryState, *, at: Instant, error: str = "") -> None:
        raise AssertionError("nothing is sent here")


def measured(world: World) -> Gauge:
    gauge = Gauge()
    with world.office.room.reading() as work:
        gauge.measure(work.journal.lines())
    return gauge


def test_the_content_goes_and_every_proof_stays(world: World, database: store.Database | None) -> None:
    with world.office.room.reading() as work:
        before = list(work.journal.lines())
    own = [line.seq for line in before if read_entry(line.text).assignment == ONE]

    outcome = accepted(destroyed(world))

    assert outcome.entry.kind is Kind.DESTRUCTION
    assert outcome.entry.facts["ground"] == GROUND
    assert outcome.entry.documents == (hashlib.sha256(SIGNED).hexdigest(),)
    with world.office.room.reading() as work:
        after = list(work.journal.lines())
        assert [line.seq for line in after if is_blank(line)] == own
        assert [line.leaf for line in after][:-1] == [line.leaf for line in before]
        assert [line.text for line in after[:-1] if not is_blank(line)] == [
            line.text for line in before if line.seq not in own
        ]
        assert list(work.journal.lines(assignment=ONE)) == [after[-1]]
        assert work.shelf.get(hashlib.sha256(OF_ONE).hexdigest()) is None
        assert work.shelf.get(hashlib.sha256(OF_BOTH).hexdigest()) == OF_BOTH
        assert work.shelf.get(hashlib.sha256(SIGNED).hexdigest()) == SIGNED
    found = world.verify()
    assert (found.findings, found.whole, found.replayed) == ((), True, False)
    assert [(one.rule, one.seq) for one in found.limits if one.check == "destroyed"] == [
        ("limit.destroyed", outcome.seq)
    ]
    assert measured(world).unlinked == 0
    if database is not None:
        assert list(database.findings(KEY)) == []
        database.rebuild(KEY)
        assert list(database.findings(KEY)) == []


def test_the_root_is_the_one_that_was_signed_before(world: World) -> None:
    root = measured(world).root
    size = measured(world).size

    accepted(destroyed(world))

    gauge = Gauge([size])
    with world.office.room.reading() as work:
        gauge.measure(work.journal.lines())
    assert gauge.roots[size] == root


def test_of_the_text_nothing_is_left_in_the_file(where: str, world: World, database: store.Database | None) -> None:
    if database is None or "://" in where:
        pytest.skip("there is no file to read")
    assert SECRET.encode() in Path(where).read_bytes()

    accepted(destroyed(world))

    kept = b"".join(one.read_bytes() for one in Path(where).parent.iterdir())
    assert SECRET.encode() not in kept
    assert OF_ONE not in kept


def test_what_happened_to_others_is_replayed_as_before(world: World) -> None:
    one, then = trail.replay_case(world.office, "2"), trail.replay_case(world.office, "2", known_at=None)
    assert [step.sound for step in one.steps] == [True] * 4

    accepted(destroyed(world))

    again = trail.replay_case(world.office, "2")
    assert [(s.mark, s.sound, s.guards) for s in again.steps] == [(s.mark, s.sound, s.guards) for s in then.steps]
    accepted(world.record("offer-implemented", "2", "lid-ede", {"driehoek": "driehoek-ede"}))
    accepted(world.advance("2", "implement", "lid-ede"))
    assert world.verify().findings == ()


def test_what_it_opened_and_the_day_that_was_corrected_stay(world: World) -> None:
    undone = accepted(world.record("offer-implemented", "2", "lid-ede", {"driehoek": "driehoek-ede"}))
    with world.office.room.reading() as work:
        before = work.index.book().openings

    accepted(destroyed(world))

    with world.office.room.reading() as work:
        after, again = work.index.book().openings, folded(work.journal.lines()).openings
    days = {seq: (mark.on, dict(mark.opens)) for seq, mark in before.items()}
    assert undone.seq and date(2015, 6, 30) in {on for on, _ in days.values()}
    assert {seq: (mark.on, dict(mark.opens)) for seq, mark in after.items()} == days
    assert {seq: (mark.on, dict(mark.opens)) for seq, mark in again.items()} == days


def test_a_move_to_other_rules_before_and_after_leaves_it_out(world: World) -> None:
    """Before it was taken along; afterwards it is not opened anew, and nobody is seated in it."""
    assert moved(world, newer(LATER), "meuleman", "4A").accepted
    accepted(world.advance("4A", "withdraw", "knaap", reason="ook"))
    gone = accepted(destroyed(world, "4A")).entry.assignment
    assert world.verify().findings == ()

    later = moved(world, newer(LATER, more=b"\n# nog eens\n"))

    assert later.accepted
    assert gone not in {entry.assignment for entry in later.entries}
    assert world.verify().findings == ()


def test_a_key_that_was_used_in_it_is_a_limit_where_another_request_had_it(world: World) -> None:
    accepted(world.grant("lead", "boomkamp", "1", start="2015-08-01", key="k-1"))
    refused = world.record("progress", "2", "boomkamp", {"text": "x"}, key="k-1")
    assert codes(refused) == ["conflict:conflict.key"]

    accepted(destroyed(world))

    found = world.verify()
    assert found.findings == ()
    assert refused.seq in [one.seq for one in found.limits if one.rule == "limit.rests-on-destroyed"]


def test_every_page_does_without_it(world: World) -> None:
    accepted(destroyed(world))
    seq = world.head()

    assert ONE not in [line.assignment for line in look.board(world.office).lines]
    assert look.board(world.office).destroyed == {ONE: seq}
    assert [line.entry.kind for line in prove.history(world.office, "1").lines] == [Kind.DESTRUCTION]
    assert ONE not in {line.assignment for line in turns.todo(world.office, "keken").lines}
    assert ONE not in {one.assignment for one in held.who_held_it(world.office).assignments}
    assert all(getattr(one, "assignment", None) != ONE for one in agenda.agenda(world.office).days)
    assert ONE not in {line.notice.assignment for line in outbox.Outbox().view(world.office, NothingTried(), {}).lines}
    assert forecast.forecast(world.office).setting
    assert leave.leaving(world.office).head


@pytest.mark.parametrize("verb", [
    "show", "replay", "leave", "advance", "record", "grant", "mandate", "end", "correct", "held", "again",
])  # fmt: skip
def test_whoever_asks_for_it_hears_that_it_was_destroyed(world: World, verb: str) -> None:
    role = world.grant_of("keken", "lead")
    accepted(destroyed(world))
    before = world.head()
    asked: dict[str, Callable[[], object]] = {
        "show": lambda: look.show(world.office, "1"),
        "replay": lambda: trail.replay_case(world.office, "1"),
        "leave": lambda: leave.leaving(world.office, "1"),
        "advance": lambda: world.advance("1", "start", "beenakker"),
        "record": lambda: world.record("progress", "1", "keken", {"text": "x"}),
        "grant": lambda: world.grant("lead", "boomkamp", "1", start="2015-08-01"),
        "mandate": lambda: world.mandate(
            "ottens", "keken", role="lead", assignment="1", start="2015-08-01", until="2015-09-01"
        ),
        "end": lambda: world.end(role),
        "correct": lambda: world.correct(role, "keken", annul=True),
        "held": lambda: held.who_held_it(world.office, "1"),
        "again": lambda: destroyed(world),
    }

    with pytest.raises(Misunderstood) as error:
        asked[verb]()

    assert (error.value.rule, error.value.facts["seq"]) == ("assignment.destroyed", before)
    assert world.head() == before


def test_the_checks_that_follow_raise_nothing_about_it(world: World) -> None:
    accepted(destroyed(world))

    flags = watch.check(world.at("2015-12-31").office).flags

    assert flags
    assert ONE not in {flag.assignment for flag in flags}
    assert world.verify().findings == ()


def test_one_that_runs_is_not_destroyed(world: World) -> None:
    refused = destroyed(world, "2")

    assert codes(refused) == ["guard:destruction.not-final"]
    assert world.verify().findings == ()
    with world.office.room.reading() as work:
        assert not any(is_blank(line) for line in work.journal.lines())


def test_neither_without_a_ground_nor_without_a_declaration(world: World) -> None:
    refused = destroy.destroy(world.office, world.call("meuleman"), "1", ground=" ")

    assert codes(refused) == ["guard:destruction.ground", "guard:destruction.declaration"]
    assert refused.reasons[0].who == ("meuleman",)


def test_an_empty_file_declares_nothing(world: World) -> None:
    empty = Attachment(data=b"")

    refused = destroy.destroy(world.office, world.call("meuleman"), "1", ground=GROUND, declaration=empty)

    assert codes(refused) == ["guard:destruction.declaration"]
    assert world.verify().findings == ()


def test_a_refusal_says_what_was_asked_and_not_what_there_would_have_been_to_destroy(world: World) -> None:
    refused = destroyed(world, "2")

    assert refused.entry.facts == {"ground": GROUND}
    assert world.verify().findings == ()


def test_a_page_of_all_of_which_nothing_is_left_is_empty(world: World) -> None:
    for one in look.board(world.office).lines:
        if one.state != "withdrawn":
            accepted(world.advance(one.assignment, "withdraw", "knaap", reason="ook"))
        accepted(destroyed(world, one.assignment))

    assert held.who_held_it(world.office).assignments == ()


def test_only_who_may_and_only_today(world: World) -> None:
    by_lead = destroyed(world, by="keken")
    late = destroy.destroy(
        world.office, world.call("meuleman"), "1", ground=GROUND, declaration=Attachment(data=SIGNED),
        on=world.stamps.moment.date().replace(day=9),
    )  # fmt: skip

    assert codes(by_lead) == ["role:role.not-held"]
    assert codes(late) == ["date:date.destruction-backdated"]
    assert world.verify().findings == ()


def test_a_try_destroys_nothing(world: World) -> None:
    head = world.head()

    outcome = accepted(destroyed(world, dry_run=True))

    assert outcome.seq is None
    assert world.head() == head
    assert look.show(world.office, "1").line.state == "withdrawn"


def test_the_same_key_gives_the_same_answer(world: World) -> None:
    first = accepted(destroyed(world, key="v-1"))
    again = destroyed(world, key="v-1")

    assert (again.seq, again.hash, again.repeated) == (first.seq, first.hash, True)


def test_two_may_go_one_after_the_other(world: World) -> None:
    accepted(destroyed(world))
    accepted(world.advance("2", "withdraw", "knaap", reason="ook"))
    accepted(destroyed(world, "2"))

    found = world.verify()
    assert found.findings == ()
    assert [one.facts["assignment"] for one in found.limits if one.rule == "limit.destroyed"] == [ONE, TWO]
    assert world.verify().whole
