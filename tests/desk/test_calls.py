"""A call: who types, which key, dry or not, by which clock; and what is kept of documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import store
from store.memory import MemoryRoom
from tests.builders import PEOPLE, SetStamps, files
from tests.desk.world import ALL_PRINCIPLES, World, accepted, audited, begun, codes
from vs_workflow.desk import adopt, look, prove, trail
from vs_workflow.desk.documents import LARGEST_DOCUMENT
from vs_workflow.desk.office import Attachment, Given, Office
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import BadFile, Code, Misunderstood
from vs_workflow.words.dates import read_day


class TestKeys:
    def test_the_same_request_answers_as_the_first_time(self, world: World) -> None:
        first = accepted(world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=[b"x"], key="k"))
        again = world.at("2015-06-01").advance("1", "present", "keken", ALL_PRINCIPLES, docs=[b"x"], key="k")
        assert (again.seq, again.hash, again.accepted, again.repeated) == (first.seq, first.hash, True, True)
        assert world.head() == first.seq

    def test_a_refusal_too(self, world: World) -> None:
        first = world.advance("1", "present", "ottens", key="k")
        accepted(world.grant("lead", "ottens", "1", start="2015-02-13"))
        again = world.advance("1", "present", "ottens", key="k")
        assert (again.seq, again.accepted, again.reasons, again.repeated) == (first.seq, False, first.reasons, True)

    @pytest.mark.parametrize(
        "other",
        [
            {"reason": "een reden"},
            {"on": "2015-02-12"},
            {"docs": [b"y"]},
            {"facts": {**ALL_PRINCIPLES, "principles.p1": "anders"}},
            {"by": "hofman"},
            {"typed_by": "meuleman"},
            {"assignment": "2"},
            {"step": "withdraw", "facts": {}, "docs": []},
            {"behalf": "beem"},
            {"form": "[principles]\np1 = 'x'"},
        ],
        ids=str,
    )
    def test_another_request_is_a_conflict_and_the_first_keeps_the_key(
        self, world: World, other: dict[str, object]
    ) -> None:
        said = {"assignment": "1", "step": "present", "by": "keken", "facts": ALL_PRINCIPLES, "docs": [b"x"]}
        first = accepted(world.advance(**said, key="k"))  # type: ignore[arg-type]
        outcome = world.advance(**{**said, **other}, key="k")  # type: ignore[arg-type]
        assert [reason.code for reason in outcome.reasons] == [Code.CONFLICT]
        assert outcome.entry.key is None
        assert world.advance(**said, key="k").seq == first.seq  # type: ignore[arg-type]

    def test_the_same_bytes_are_the_same_however_they_are_given(self, world: World) -> None:
        first = accepted(world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=[b"x"], key="k"))
        assert world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=["sha256:" + content_hash(b"x")],
                             key="k").seq == first.seq  # fmt: skip
        assert world.advance("1", "present", "Erik van Keken", ALL_PRINCIPLES, docs=[b"x"], key="k").repeated

    def test_a_key_of_one_verb_is_taken_for_another(self, world: World) -> None:
        accepted(world.record("team-formed", "1", "keken", key="k"))
        for outcome in (
            world.grant("lead", "ottens", "1", start="2015-02-13", key="k"),
            world.mandate("ottens", "keken", start="2015-02-13", until="2015-03-01", key="k"),
            world.end(world.grant_of("keken", "lead"), on="2015-03-01", key="k"),
            world.correct(world.head(), "keken", annul=True, key="k"),
            world.person("nieuw", key_="k"),
        ):
            assert codes(outcome) == ["conflict:conflict.key"]

    def test_without_a_key_a_repeated_step_is_refused_for_order(self, world: World) -> None:
        world.present("1", "keken")
        assert codes(world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=[b"x"])) == ["order:order.step"]


class TestDryRuns:
    def test_a_dry_run_answers_the_same_and_records_nothing(self, world: World) -> None:
        before = world.head()
        for docs, code in (([b"x"], []), ([], ["guard:guard.document"])):
            dry = world.advance("1", "present", "keken", ALL_PRINCIPLES, dry_run=True, key="k", docs=docs)
            assert (codes(dry), dry.dry_run, dry.seq, dry.hash) == (code, True, None, None)
        assert world.head() == before
        with pytest.raises(Misunderstood):
            look.document(world.office, content_hash(b"x"))
        assert accepted(world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=[b"x"], key="k")).seq == before + 1

    def test_a_dry_run_with_a_known_key_gives_the_first_answer(self, world: World) -> None:
        first = accepted(world.record("team-formed", "1", "keken", key="k"))
        again = world.record("team-formed", "1", "keken", key="k", dry_run=True)
        assert (again.seq, again.repeated) == (first.seq, True)


class TestWhoIsAtTheKeyboard:
    def test_who_types_is_who_acts_unless_said(self, world: World) -> None:
        assert world.record("team-formed", "1", "keken").entry.typed_by == "keken"
        entry = world.record("team-formed", "1", "keken", typed_by="Herman Meuleman").entry
        assert (entry.actor, entry.typed_by, entry.account, entry.host) == ("keken", "meuleman", "account", "host")

    def test_a_typist_is_somebody_in_the_register(self, world: World) -> None:
        with pytest.raises(Misunderstood):
            world.record("team-formed", "1", "keken", typed_by="iemand")


class TestClocks:
    def test_a_rehearsal_needs_a_set_clock_that_never_goes_back(self, world: World) -> None:
        world.at("2015-03-01")
        accepted(world.record("team-formed", "1", "keken"))
        with pytest.raises(Misunderstood, match=r"clock\.before-last-entry"):
            world.at("2015-02-28").record("team-formed", "2", "boomkamp")
        accepted(world.at("2015-03-01").record("team-formed", "2", "boomkamp"))
        office = world.office
        unset = Office(office.room, office.stamps, office.read_day, clock_set=False)
        with pytest.raises(Misunderstood, match=r"clock\.rehearsal-needs-now"):
            World(unset, world.stamps).record("team-formed", "3", "bakker")
        assert look.board(unset).setting.rehearsal

    def test_anywhere_else_the_clock_cannot_be_set(self) -> None:
        real = begun(rehearsal=False)
        office = real.office
        for attempt in (
            lambda world: world.record("team-formed", "1", "keken"),
            lambda world: look.board(world.office),
            lambda world: prove.history(world.office),
        ):
            with pytest.raises(Misunderstood, match=r"clock\.not-a-rehearsal"):
                attempt(World(Office(office.room, office.stamps, office.read_day, clock_set=True), real.stamps))
        accepted(real.record("team-formed", "1", "keken"))
        assert not look.board(office).setting.rehearsal
        audited(real)

    def test_a_clock_that_fell_behind_is_said_and_does_not_turn_time_back(self) -> None:
        real = begun(rehearsal=False)
        real.at("2015-03-01")
        late = accepted(real.record("team-formed", "1", "keken")).entry
        behind = accepted(real.at("2015-02-20").record("team-formed", "2", "boomkamp")).entry
        assert behind.at == late.at
        assert behind.behind == 9 * 86400
        assert behind.on == date(2015, 3, 1)
        audited(real)

    def test_the_day_is_that_of_the_programmes_zone(self, world: World) -> None:
        world.stamps.moment = world.stamps.moment.replace(month=3, day=31, hour=22, minute=30)
        assert accepted(world.record("team-formed", "1", "keken")).entry.on == date(2015, 4, 1)


class TestDocuments:
    def test_a_document_comes_out_again_by_the_start_of_its_hash(self, world: World) -> None:
        entry = accepted(world.record("concept-filed", "1", "keken", docs=[b"concept", b"concept", b"bijlage"])).entry
        assert entry.documents == (content_hash(b"concept"), content_hash(b"bijlage"))
        for address in (content_hash(b"concept"), "sha256:" + content_hash(b"concept"), content_hash(b"concept")[:6]):
            assert look.document(world.office, address) == b"concept"
        for address in ("", "12345", "sha256:", "zz", content_hash(b"elders")):
            with pytest.raises(Misunderstood, match=r"document\.unknown"):
                look.document(world.office, address)

    def test_a_kept_document_may_be_used_again(self, world: World) -> None:
        accepted(world.record("concept-filed", "1", "keken", docs=[b"concept"]))
        entry = accepted(
            world.advance("1", "present", "keken", ALL_PRINCIPLES, docs=[content_hash(b"concept")[:12]])
        ).entry
        assert entry.documents == (content_hash(b"concept"),)
        with pytest.raises(Misunderstood, match=r"document\.unknown"):
            world.record("concept-filed", "2", "boomkamp", docs=["sha256:" + "0" * 64])

    def test_a_document_too_large_or_not_taken_is_misunderstood(self, world: World) -> None:
        with pytest.raises(Misunderstood, match=r"document\.too-large"):
            world.record("concept-filed", "1", "keken", docs=[bytes(LARGEST_DOCUMENT + 1)])
        with pytest.raises(Misunderstood, match=r"document\.not-taken"):
            world.record("team-formed", "1", "keken", docs=[b"x"])

    def test_the_document_of_a_refusal_is_not_kept(self, world: World) -> None:
        refused = world.record("concept-filed", "1", "ottens", docs=[b"geheim"])
        assert refused.entry.documents == (content_hash(b"geheim"),)
        with pytest.raises(Misunderstood):
            look.document(world.office, content_hash(b"geheim"))

    def test_a_rules_file_handed_in_as_a_document_comes_out_again(self, world: World) -> None:
        accepted(world.record("concept-filed", "1", "keken", docs=[files().lifecycle]))
        assert look.document(world.office, content_hash(files().lifecycle)) == files().lifecycle

    def test_an_attachment_of_nothing_is_misunderstood(self, world: World) -> None:
        from vs_workflow.desk import act
        from vs_workflow.desk.office import Call

        with pytest.raises(Misunderstood):
            act.record(world.office, Call(actor="keken"), "concept-filed", "1", given=Given(documents=(Attachment(),)))


class TestSeveralProgrammes:
    def test_two_programmes_in_one_database_know_nothing_of_each_other(self, tmp_path: Path) -> None:
        from tests.programmes import DIKES

        with store.open(tmp_path / "vs.db", create=True) as database:
            east = begun(database.begin("veiligheidsstrategie-oost-nederland"))
            dikes = DIKES.rule_files()
            stamps = SetStamps(east.stamps.moment.replace(year=2031, month=3))
            key = adopt.check(dikes)[0].programme.key
            office = Office(database.begin(key), stamps, read_day, clock_set=True)
            adopt.init(lambda _: office, dikes, (DIKES.people.name, DIKES.people.read_bytes()), rehearsal=True)
            there = look.board(office)
            accepted(east.record("team-formed", "1", "keken", key="k"))
            accepted(east.present("1", "keken"))
            assert look.board(office) == there
            with pytest.raises(Misunderstood):
                World(office, stamps).record("team-formed", "1", "keken", key="k")
            assert database.programmes()[key] != database.programmes()["veiligheidsstrategie-oost-nederland"]
            for programme in database.programmes():
                assert not list(database.differences(programme))
            assert prove.verify(office).whole
            audited(east)

    def test_the_same_programme_again_changes_nothing_and_another_content_is_refused(self, world: World) -> None:
        before = world.head()
        for rehearsal in (True, False):
            again = adopt.init(lambda _: world.office, files(), (PEOPLE.name, PEOPLE.read_bytes()), rehearsal=rehearsal)
            assert (again.already, again.entries) == (True, before)
            assert again.setting.rehearsal
        other = files()
        changed = type(other)(other.programme.replace(b"2015-06-25", b"2015-06-26"), other.lifecycle, "p", "l")
        with pytest.raises(BadFile, match=r"programme\.other-content"):
            adopt.init(lambda _: world.office, changed, (PEOPLE.name, PEOPLE.read_bytes()), rehearsal=True)
        assert world.head() == before

    def test_a_clock_may_not_be_set_where_it_is_no_rehearsal(self) -> None:
        stamps = SetStamps(begun().stamps.moment)
        people = (PEOPLE.name, PEOPLE.read_bytes())
        for clock_set, rehearsal in ((True, False), (False, True)):
            office = Office(MemoryRoom(), stamps, read_day, clock_set=clock_set)
            with pytest.raises(Misunderstood):
                adopt.init(lambda _, office=office: office, files(), people, rehearsal=rehearsal)  # type: ignore[misc]


def test_replay_on_a_day_and_as_known_then(world: World) -> None:
    world.at("2015-04-02").present("1", "keken")
    world.at("2015-04-20").start("1", "beenakker", on="2015-04-10")
    start = world.head()
    known = Instant("2015-04-20T12:00:00.000000Z")
    accepted(world.at("2015-04-25").correct(start, "beenakker", on="2015-04-15"))
    assert trail.replay_case(world.office, "1", on=date(2015, 4, 12)).state == "presented"
    assert trail.replay_case(world.office, "1", on=date(2015, 4, 12), known_at=known).state == "started"
    assert trail.replay_case(world.office, "1", on=date(2015, 4, 1)).state == "concept"
    assert trail.replay_case(world.office, "1").since == date(2015, 4, 15)
    with pytest.raises(Misunderstood, match=r"day\.before-opening"):
        trail.replay_case(world.office, "1", on=date(2014, 12, 31))
    lines = {line.entry.seq: line.corrected_by for line in prove.history(world.office, "1").lines}
    assert lines[start] == start + 1
    assert [line.entry.accepted for line in prove.history(world.office, refused=True).lines] == []
