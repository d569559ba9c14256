"""Journals by an attacker who links everything properly but breaks a rule: each a finding that names the entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.audit.forging import appended, changed, entries_of, first, forced, forge, found, inserted, without
from tests.builders import files
from tests.desk.world import ALL_PRINCIPLES, GAPS, World, accepted, audited, begun
from tests.tools.scale import torturing
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Code, Facts, Reason
from vs_workflow.rules.rulebook import RuleFiles

KEY = "veiligheidsstrategie-oost-nederland"
EDE = ("Ede", "gelderland-midden")


@pytest.fixture
def world() -> World:
    """Assignment 1 offered to Ede, 4A started, a mandate, a refusal, a keyed entry, a correction and a conflict."""
    made = begun()
    made.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11", key="werkgroep")
    made.offered("1", EDE)
    made.present("4A", "hofman")
    made.start("4A", "beem")
    made.advance("4A", "offer", "beem")
    accepted(made.mandate("hofman", "beem", assignment="4A", start="2015-07-01", until="2015-08-01"))
    noted = accepted(made.record("progress", "2", "boomkamp", {"text": "x"}, key="voortgang"))
    made.record("progress", "2", "boomkamp", {"text": "y"}, key="voortgang")
    accepted(made.correct(noted.seq or 0, "boomkamp", annul=True))
    made.at("2015-07-10")
    audited(made)
    return made


def dry(outcome: Outcome, *, refused: bool = True) -> Entry:
    """What would be written, as an acceptance."""
    assert outcome.dry_run
    assert outcome.accepted is not refused
    return forced(outcome)


def last(entries: list[Entry]) -> int:
    return entries[-1].seq


def unlawful(world: World, forged: World, seq: int, check: str, rule: str = "lawful.not-allowed") -> None:
    """The forgery is found at that entry by that check; the original has nothing."""
    assert forged.verify().level == "linked"
    findings = found(forged)
    assert (seq, check, rule) in findings, findings
    assert world.verify().whole


class TestStepsByForce:
    """A step put behind the last entry, with everything about it right but one thing."""

    def attempt(self, world: World, step: str, by: str, **said: Any) -> Entry:
        return dry(world.advance("4A", step, by, dry_run=True, **said))

    def test_out_of_order(self, world: World) -> None:
        entry = self.attempt(world, "offer", "beem", facts={"results": "[]"})
        chair = world.grant_of("beem", "chair", "informatievoorziening")
        entry = replace(entry, role="chair", grant=chair)
        forged = forge(world, appended(entry))
        seq = last(entries_of(forged))
        unlawful(world, forged, seq, "order")
        unlawful(world, forged, seq, "order", "lawful.order")

    def test_by_somebody_without_the_role(self, world: World) -> None:
        entry = self.attempt(world, "report", "welten", facts={"progress": "x"})
        chair = world.grant_of("welten", "chair", "overlast")
        forged = forge(world, appended(replace(entry, role="chair", grant=chair, guards={"progress": True})))
        seq = last(entries_of(forged))
        unlawful(world, forged, seq, "role")
        unlawful(world, forged, seq, "role", "lawful.role")

    def test_with_a_guard_said_to_hold(self, world: World) -> None:
        entry = self.attempt(world, "report", "beem", facts={"progress": "x"})
        chair = world.grant_of("beem", "chair", "informatievoorziening")
        proof: dict[str, Any] = {"role": "chair", "grant": chair, "guards": {"meeting": True, "progress": True}}
        forged = forge(world, appended(replace(entry, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "guard")

    def test_on_a_day_in_the_future(self, world: World) -> None:
        said: dict[str, Any] = {
            "on": date(2015, 7, 20),
            "role": "bbg-chair",
            "grant": world.grant_of("knaap", "bbg-chair"),
        }
        entry = dry(world.advance("4A", "withdraw", "knaap", reason="x", dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, **said)))
        unlawful(world, forged, last(entries_of(forged)), "date")

    def test_before_the_step_before_it(self, world: World) -> None:
        entry = dry(world.advance("4A", "withdraw", "knaap", reason="x", dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, on=date(2015, 6, 1))))
        unlawful(world, forged, last(entries_of(forged)), "date")

    def test_before_the_first_day(self, world: World) -> None:
        entry = dry(world.advance("2", "withdraw", "knaap", reason="x", dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, on=date(2014, 12, 31))))
        unlawful(world, forged, last(entries_of(forged)), "date")

    def test_long_after_without_a_reason(self, world: World) -> None:
        entry = dry(world.record("team-formed", "2", "boomkamp", dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, on=date(2015, 2, 20))))
        unlawful(world, forged, last(entries_of(forged)), "date")

    def test_from_a_final_state(self, world: World) -> None:
        entry = dry(world.advance("4A", "withdraw", "knaap", reason="x", dry_run=True), refused=False)
        forged = forge(world, appended(entry, entry))
        unlawful(world, forged, last(entries_of(forged)), "final")

    def test_the_one_who_reported_establishes(self, world: World) -> None:
        other = begun().reported()
        entry = dry(other.record("established", "1", "beenakker", docs=[b"opdracht"], dry_run=True))
        proof: dict[str, Any] = {"role": "bbg-chair", "grant": other.grant_of("knaap", "bbg-chair")}
        proof["guards"] = {"meeting": True, "document": True}
        forged = forge(other, appended(replace(entry, **proof)))
        unlawful(other, forged, last(entries_of(forged)), "separation-of-duties")
        unlawful(other, forged, last(entries_of(forged)), "role")

    def test_under_a_mandate_that_was_never_given(self, world: World) -> None:
        entry = dry(world.record("progress", "4A", "ottens", {"text": "x"}, behalf="beem", dry_run=True))
        chair = world.grant_of("beem", "chair", "informatievoorziening")
        forged = forge(world, appended(replace(entry, role="chair", grant=chair, guards={"text": True})))
        unlawful(world, forged, last(entries_of(forged)), "mandate")

    def test_under_a_mandate_that_is_over(self, world: World) -> None:
        mandate = first(entries_of(world), Kind.GRANT, "mandate").seq
        world.at("2015-08-01")
        entry = dry(world.record("progress", "4A", "hofman", {"text": "x"}, behalf="beem", dry_run=True))
        forged = forge(world, appended(replace(entry, role="chair", grant=mandate, guards={"text": True})))
        unlawful(world, forged, last(entries_of(forged)), "mandate")

    def test_under_a_grant_that_ended(self, world: World) -> None:
        chair = world.grant_of("beem", "chair", "informatievoorziening")
        accepted(world.end(chair, on="2015-07-08"))
        entry = dry(world.record("progress", "4A", "beem", {"text": "x"}, dry_run=True))
        forged = forge(world, appended(replace(entry, role="chair", grant=chair, guards={"text": True})))
        unlawful(world, forged, last(entries_of(forged)), "grant-period")

    def test_of_an_assignment_that_is_none(self, world: World) -> None:
        entry = dry(world.advance("4A", "withdraw", "knaap", reason="x", dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, assignment="drugs")))
        unlawful(world, forged, last(entries_of(forged)), "unknown-step")

    def test_with_reasons_that_make_it_look_like_a_conflict(self, world: World) -> None:
        entry = self.attempt(world, "report", "beem", facts={"progress": "x"})
        chair = world.grant_of("beem", "chair", "informatievoorziening")
        keyed = first(entries_of(world), Kind.EVENT, key="werkgroep")
        reasons = (Reason(Code.CONFLICT, "conflict.key", {"key": "werkgroep", "seq": keyed.seq}),)
        proof: dict[str, Any] = {"role": "chair", "grant": chair, "guards": {"meeting": True, "progress": True}}
        forged = forge(world, appended(replace(entry, reasons=reasons, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "guard")


class TestProofs:
    """A lawful entry, of which one thing is said otherwise than the decision says it."""

    def whole(self, world: World) -> tuple[list[Entry], Entry]:
        entries = entries_of(world)
        return entries, first(entries, Kind.STEP, "start", assignment="informatievoorziening")

    @pytest.mark.parametrize(
        ("said", "check"),
        [
            ({"grant": 3}, "grant"),
            ({"role": "lead"}, "role"),
            ({"guards": {"composition": False}}, "guard"),
            ({"guards": {}}, "guard"),
            ({"guards": {"composition": True, "extra": True}}, "guard"),
            ({"opens": {"driehoek-ede": {"kind": "driehoek", "name": "Ede", "district": "twente"}}}, "proof"),
            ({"reasons": (Reason(Code.ORDER, "order.step"),)}, "refusal"),
            ({"asked": Kind.STEP}, "proof"),
            ({"source": "concept"}, "order"),
            ({"target": "implemented"}, "order"),
            ({"corrects": 3}, "proof"),
        ],
        ids=str,
    )
    def test_a_proof_that_says_something_else(self, world: World, said: dict[str, Any], check: str) -> None:
        _, entry = self.whole(world)
        forged = forge(world, changed(entry.seq, **said))
        assert (entry.seq, check) in {one[:2] for one in found(forged)}, found(forged)

    def test_the_grant_of_another_with_the_same_role(self, world: World) -> None:
        _, entry = self.whole(world)
        other = world.grant_of("welten", "chair", "overlast")
        forged = forge(world, changed(entry.seq, grant=other))
        unlawful(world, forged, entry.seq, "grant", "lawful.proof")
        unlawful(world, forged, entry.seq, "role", "lawful.role")

    def test_a_body_opened_in_another_district(self, world: World) -> None:
        offer = first(entries_of(world), Kind.STEP, "offer")
        said: Any = {"driehoek-ede": {"kind": "driehoek", "name": "Ede", "district": "twente"}}
        unlawful(world, forge(world, changed(offer.seq, opens=said)), offer.seq, "proof", "lawful.proof")
        unlawful(world, forge(world, changed(offer.seq, opens={})), offer.seq, "proof", "lawful.proof")
        more: Any = {**offer.opens, "driehoek-arnhem": offer.opens["driehoek-ede"]}
        unlawful(world, forge(world, changed(offer.seq, opens=more)), offer.seq, "proof", "lawful.proof")

    def test_a_body_of_which_nothing_is_said_stops_nobody_from_looking(self, world: World) -> None:
        start = first(entries_of(world), Kind.STEP, "start")
        sayings: tuple[Facts, ...] = ({"x": {}}, {"x": 1}, {"x": None}, {"x": {"kind": None}})
        for said in sayings:
            book = forge(world, changed(start.seq, opens=said)).office.room
            with book.reading() as work:
                assert "driehoek-ede" in work.index.book().bodies

    def test_facts_of_unknown_names(self, world: World) -> None:
        joined = dry(
            world.record("member-joined", "4A", "hofman", {"person": "keken", "organisation": "partner"}, dry_run=True),
            refused=False,
        )
        for name, value in (("person", "iemand"), ("organisation", "brandweer"), ("kleur", "rood")):
            forged = forge(world, appended(replace(joined, facts={**joined.facts, name: value})))
            unlawful(world, forged, last(entries_of(forged)), "guard")

    def test_another_body_than_the_municipality_makes(self, world: World) -> None:
        offer = first(entries_of(world), Kind.STEP, "offer")
        offered: Any = offer.facts["driehoeken"]
        rows: Any = [{**row, "body": "driehoek-zwolle"} for row in offered]
        forged = forge(world, changed(offer.seq, facts={**offer.facts, "driehoeken": rows}))
        unlawful(world, forged, offer.seq, "proof", "lawful.proof")

    def test_a_document_that_nobody_has(self, world: World) -> None:
        step = first(entries_of(world), Kind.STEP, "present", assignment="informatievoorziening")
        forged = forge(world, changed(step.seq, documents=("0" * 64,)))
        unlawful(world, forged, step.seq, "shelf", "shelf.document-missing")

    def test_other_rules_on_the_shelf(self, world: World) -> None:
        step = first(entries_of(world), Kind.STEP, "present")
        unlawful(world, forge(world, changed(step.seq, rules="0" * 64)), step.seq, "rules", "store.rules-missing")

    def test_rules_that_are_there_but_not_in_force(self, world: World) -> None:
        mine = files()
        softer = mine.lifecycle.replace(b"reason_after_days = 14", b"reason_after_days = 99")
        other = RuleFiles(mine.programme, softer, "p", "l")
        more = [(data, ShelfKind.RULES) for data in (softer, mine.programme, other.manifest)]
        step = first(entries_of(world), Kind.STEP, "present")
        again = forge(world, changed(step.seq, rules=other.hash), *more)
        unlawful(world, again, step.seq, "rules", "lawful.rules")
        adopted = entries_of(world)[1]
        middle = forge(world, inserted(30, replace(adopted, rules=other.hash)), *more)
        unlawful(world, middle, 30, "founding", "lawful.founding")


class TestRolesByForce:
    def test_a_grant_to_oneself(self, world: World) -> None:
        entry = dry(world.grant("lead", "meuleman", "4A", start="2015-07-10", dry_run=True))
        proof: dict[str, Any] = {"role": "coordinator", "grant": world.grant_of("meuleman", "coordinator")}
        forged = forge(world, appended(replace(entry, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "role")

    def test_a_grant_to_oneself_through_a_deputy(self, world: World) -> None:
        accepted(world.mandate("keken", "meuleman", start="2015-07-10", until="2015-08-01"))
        mandate = entries_of(world)[-1].seq
        for person in ("meuleman", "keken"):
            entry = dry(world.grant("lead", person, "4A", start="2015-07-10", by="keken", dry_run=True))
            proof: dict[str, Any] = {"behalf_of": "meuleman", "role": "coordinator", "grant": mandate}
            forged = forge(world, appended(replace(entry, **proof)))
            unlawful(world, forged, last(entries_of(forged)), "role")

    def test_a_grant_by_a_stranger(self, world: World) -> None:
        entry = dry(world.grant("lead", "ottens", "4A", start="2015-07-10", by="beem", dry_run=True))
        proof: dict[str, Any] = {"role": "coordinator", "grant": world.grant_of("meuleman", "coordinator")}
        forged = forge(world, appended(replace(entry, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "role")

    def test_a_grant_that_nobody_asked_for(self, world: World) -> None:
        founding = first(entries_of(world), Kind.GRANT, "grant", actor=None)
        for entry in (founding, replace(founding, facts={"role": "coordinator", "person": "beem"}, assignment=None)):
            forged = forge(world, appended(entry))
            unlawful(world, forged, last(entries_of(forged)), "founding", "lawful.founding")

    def test_the_chair_of_the_steering_body_adopts_a_theme(self, world: World) -> None:
        entry = dry(world.grant("chair", "knaap", "4A", start="2015-07-10", dry_run=True))
        proof: dict[str, Any] = {"role": "coordinator", "grant": world.grant_of("meuleman", "coordinator")}
        forged = forge(world, appended(replace(entry, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "separation-of-duties")

    @pytest.mark.parametrize(
        ("said", "check"),
        [
            ({"on": date(2015, 7, 1)}, "date"),
            ({"facts": {"person": "beem"}}, "mandate"),
            ({"actor": "welten"}, "mandate"),
            ({"facts": {"role": "coordinator"}}, "proof"),
            ({"facts": {"until": "2015-07-10"}}, "date"),
            ({"facts": {"rests_on": 1}}, "mandate"),
        ],
        ids=str,
    )
    def test_a_mandate_that_may_not_be(self, world: World, said: dict[str, Any], check: str) -> None:
        entry = dry(
            world.mandate("ottens", "beem", assignment="4A", start="2015-07-10", until="2015-08-01", dry_run=True),
            refused=False,
        )
        said = {**said, "facts": {**entry.facts, **said.get("facts", {})}}
        forged = forge(world, appended(replace(entry, **said)))
        assert (last(entries_of(forged)), check) in {one[:2] for one in found(forged)}, found(forged)

    def test_a_mandate_on_a_mandate(self, world: World) -> None:
        days = {"start": "2015-07-10", "until": "2015-08-01"}
        given = world.mandate("ottens", "hofman", assignment="4A", role="lead", dry_run=True, **days)
        entry = dry(given, refused=False)
        mandate = first(entries_of(world), Kind.GRANT, "mandate").seq
        forged = forge(world, appended(replace(entry, grant=mandate, facts={**entry.facts, "rests_on": mandate})))
        unlawful(world, forged, last(entries_of(forged)), "mandate")

    def test_an_end_under_an_accepted_step(self, world: World) -> None:
        chair = world.grant_of("beem", "chair", "informatievoorziening")
        entry = dry(world.end(chair, on="2015-06-30", dry_run=True))
        proof: dict[str, Any] = {"role": "coordinator", "grant": world.grant_of("meuleman", "coordinator")}
        forged = forge(world, appended(replace(entry, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "grant-period")


class TestCorrectionsByForce:
    def test_by_a_stranger(self, world: World) -> None:
        start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
        entry = dry(world.correct(start.seq, "welten", annul=True, dry_run=True))
        forged = forge(world, appended(replace(entry, role="chair", grant=world.grant_of("beem", "chair"))))
        unlawful(world, forged, last(entries_of(forged)), "role")

    def test_over_what_came_later(self, world: World) -> None:
        present = first(entries_of(world), Kind.STEP, "present", assignment="informatievoorziening")
        entry = dry(world.correct(present.seq, "hofman", annul=True, dry_run=True))
        proof: dict[str, Any] = {"role": "lead", "grant": world.grant_of("hofman", "lead")}
        forged = forge(world, appended(replace(entry, **proof)))
        unlawful(world, forged, last(entries_of(forged)), "order")

    def test_of_what_cannot_be_corrected(self, world: World) -> None:
        start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
        entry = dry(world.correct(start.seq, "beem", annul=True, dry_run=True), refused=False)
        correction = first(entries_of(world), Kind.CORRECTION)
        for seq in (1, 2, 30, correction.seq, 10_000, entries_of(world)[-1].seq + 1):
            forged = forge(world, appended(replace(entry, corrects=seq)))
            unlawful(world, forged, last(entries_of(forged)), "guard")

    @pytest.mark.parametrize("on", [date(2016, 1, 1), date(2014, 1, 1)])
    def test_annulled_on_a_day_that_cannot_be(self, world: World, on: date) -> None:
        start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
        entry = dry(world.correct(start.seq, "beem", annul=True, dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, on=on)))
        unlawful(world, forged, last(entries_of(forged)), "date")

    def test_filed_under_another_assignment(self, world: World) -> None:
        start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
        entry = dry(world.correct(start.seq, "beem", annul=True, dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, assignment="hennep")))
        unlawful(world, forged, last(entries_of(forged)), "proof", "lawful.proof")

    def test_without_saying_what(self, world: World) -> None:
        start = first(entries_of(world), Kind.STEP, "start", assignment="informatievoorziening")
        entry = dry(world.correct(start.seq, "beem", annul=True, dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, corrects=None)))
        assert any(seq == last(entries_of(forged)) for seq, _, _ in found(forged))


class TestRefusals:
    def refusal(self, world: World) -> Entry:
        return first(entries_of(world), Kind.REFUSAL, "offer")

    def test_a_request_refused_wrongly(self, world: World) -> None:
        fine = dry(world.record("progress", "4A", "hofman", {"text": "x"}, dry_run=True), refused=False)
        reasons = (Reason(Code.ROLE, "role.not-held", {"actor": "hofman"}),)
        entry = replace(fine, kind=Kind.REFUSAL, asked=Kind.EVENT, reasons=reasons, role=None, grant=None, guards={})
        forged = forge(world, appended(entry))
        unlawful(world, forged, last(entries_of(forged)), "refusal", "lawful.refused-wrongly")

    @pytest.mark.parametrize("change", ["fewer", "other rule", "other facts", "other people", "none"])
    def test_a_refusal_for_other_reasons(self, world: World, change: str) -> None:
        entry = self.refusal(world)
        reasons = {
            "fewer": entry.reasons[:1],
            "other rule": (replace(entry.reasons[0], rule="date.future"), *entry.reasons[1:]),
            "other facts": (replace(entry.reasons[0], facts={"state": "reported"}), *entry.reasons[1:]),
            "other people": (replace(entry.reasons[0], who=("welten",)), *entry.reasons[1:]),
            "none": (),
        }[change]
        forged = forge(world, changed(entry.seq, reasons=reasons))
        unlawful(world, forged, entry.seq, "refusal", "lawful.other-reasons")

    def test_a_refusal_dressed_up_as_a_conflict(self, world: World) -> None:
        entry = self.refusal(world)
        keyed = first(entries_of(world), Kind.EVENT, key="werkgroep").seq
        told: list[Facts] = [
            {"key": "werkgroep", "seq": 3},
            {"key": "ander", "seq": keyed},
            {},
            {"key": None, "seq": 3},
        ]
        for facts in told:
            reasons = (Reason(Code.CONFLICT, "conflict.key", facts),)
            forged = forge(world, changed(entry.seq, reasons=reasons))
            unlawful(world, forged, entry.seq, "refusal", "lawful.other-reasons")

    def test_a_refusal_that_brings_something_along(self, world: World) -> None:
        entry = self.refusal(world)
        said: Any = {"opens": {"driehoek-x": {"kind": "driehoek", "name": "x", "district": "twente"}}}
        for more in (said, {"grant": 3, "role": "chair"}, {"guards": {"established": True}}):
            forged = forge(world, changed(entry.seq, **more))
            assert any(seq == entry.seq for seq, _, _ in found(forged))

    def test_a_refusal_of_what_nobody_can_ask(self, world: World) -> None:
        entry = self.refusal(world)
        for asked in (None, Kind.GENESIS, Kind.OPENED, Kind.REFUSAL, Kind.FLAG):
            forged = forge(world, changed(entry.seq, asked=asked))
            unlawful(world, forged, entry.seq, "founding", "lawful.founding")
        forged = forge(world, changed(entry.seq, asked=Kind.SWEEP))
        unlawful(world, forged, entry.seq, "refusal", "lawful.refused-wrongly")


class TestFoundations:
    @pytest.mark.parametrize("which", [Kind.GENESIS, Kind.RULES, Kind.REGISTER, Kind.OPENED, Kind.GRANT])
    def test_a_founding_entry_in_the_middle(self, world: World, which: Kind) -> None:
        entry = first(entries_of(world), which)
        for at in (40, last(entries_of(world)) + 1):
            forged = forge(world, inserted(at, entry))
            assert (at, "founding", "lawful.founding") in found(forged)

    def test_a_person_whom_nobody_enrolled(self, world: World) -> None:
        entry = first(entries_of(world), Kind.REGISTER)
        facts = {**entry.facts, "person": "vreemde"}
        forged = forge(world, inserted(last(entries_of(world)) + 1, replace(entry, facts=facts)))
        unlawful(world, forged, last(entries_of(forged)), "founding", "lawful.founding")

    def test_an_assignment_that_the_rules_do_not_know(self, world: World) -> None:
        entry = first(entries_of(world), Kind.OPENED)
        forged = forge(world, inserted(entry.seq, replace(entry, assignment="drugs")))
        unlawful(world, forged, entry.seq, "founding", "lawful.founding")

    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            (Kind.GENESIS, {"facts": {"programme": KEY, "rehearsal": True, "first_day": "2015-01-01"}}),
            (Kind.GENESIS, {"facts": {"format": 1, "programme": KEY, "rehearsal": 1, "first_day": "2015-01-01"}}),
            (Kind.GENESIS, {"facts": {"programme": "elders", "rehearsal": True, "first_day": "2015-01-01"}}),
            (Kind.GENESIS, {"facts": {"programme": KEY, "rehearsal": True, "first_day": "2014-01-01"}}),
            (Kind.RULES, {"facts": {}}),
            (Kind.OPENED, {"target": "reported"}),
            (Kind.OPENED, {"on": date(2014, 1, 1)}),
            (Kind.OPENED, {"source": "concept"}),
            (Kind.GRANT, {"on": date(2014, 1, 1)}),
            (Kind.GRANT, {"facts": {"role": "bbg-chair", "person": "beem"}}),
            (Kind.GRANT, {"facts": {"role": "bbg-chair", "person": "knaap", "until": "2015-03-01"}}),
            (Kind.GRANT, {"assignment": "hennep"}),
            (Kind.GRANT, {"what": "mandate"}),
            (Kind.REGISTER, {"key": "sleutel"}),
            (Kind.REGISTER, {"documents": ("0" * 64,)}),
        ],
        ids=str,
    )  # fmt: skip
    def test_a_foundation_that_is_not_what_the_rules_say(self, world: World, kind: Kind, said: dict[str, Any]) -> None:
        entry = first(entries_of(world), kind)
        forged = forge(world, changed(entry.seq, **said))
        assert any(one[0] == entry.seq for one in found(forged)), found(forged)

    def test_a_first_holder_left_out(self, world: World) -> None:
        founding = [entry for entry in entries_of(world) if entry.kind is Kind.GRANT and entry.actor is None]
        forged = forge(world, without(founding[-1].seq))
        assert any(rule == "lawful.founding-missing" for _, _, rule in found(forged))

    @pytest.mark.parametrize("kind", [Kind.SWEEP, Kind.FLAG, Kind.KEY, Kind.MIGRATION, Kind.DESTRUCTION])
    def test_a_kind_that_nobody_writes(self, world: World, kind: Kind) -> None:
        entry = entries_of(world)[-1]
        forged = forge(world, appended(replace(entry, kind=kind, what=kind.value, asked=None)))
        assert any(seq == last(entries_of(forged)) for seq, _, _ in found(forged))


class TestKeysAndMoments:
    def test_a_key_twice(self, world: World) -> None:
        entry = first(entries_of(world), Kind.EVENT, key="voortgang")
        forged = forge(world, changed(entry.seq, key="werkgroep"))
        unlawful(world, forged, entry.seq, "key", "lawful.key-twice")

    @pytest.mark.parametrize(
        "at", ["2015-07-10T10:00:00.000000+14:00", "2015-07-10T10:00:00Z", "2015-07-10T10:00:00.000000", "z", "2016"]
    )
    def test_a_moment_that_is_not_written_as_moments_are(self, world: World, at: str) -> None:
        entry = dry(world.record("progress", "4A", "hofman", {"text": "x"}, dry_run=True), refused=False)
        forged = forge(world, appended(replace(entry, at=Instant(at))))
        assert any(seq == last(entries_of(forged)) for seq, _, _ in found(forged)), found(forged)


CHANGES: dict[str, list[Any]] = {
    "kind": list(Kind),
    "what": ["", "present", "established", "annul", "end", "x"],
    "on": [date(1, 1, 1), date(2015, 3, 3), date(9999, 12, 31)],
    "assignment": [None, "hennep", "x"],
    "source": [None, "concept", "x"],
    "target": [None, "started", "x"],
    "actor": [None, "knaap", "x"],
    "typed_by": [None, "x"],
    "behalf_of": ["knaap", "x"],
    "role": [None, "bbg-chair", "x"],
    "grant": [None, 0, 1, 25, 10**6],
    "guards": [{}, {"x": True}, {"document": "ja"}],
    "facts": [{}, {"x": None}, {"grant": [1]}, {"driehoeken": [[]]}, {"person": 5}, {"rests_on": "x"}],
    "documents": [("x",), ("0" * 64,)],
    "corrects": [1, 35, 10**6],
    "opens": [{"x": 1}, {"x": {}}, {"x": {"kind": "driehoek"}}],
    "rules": ["x", "0" * 64],
    "asked": list(Kind),
    "reasons": [(Reason(Code.CONFLICT, "conflict.key", {"seq": "x"}),)],
}


def lawful_too(entry: Entry, field: str, value: object) -> bool:
    """What might as well have been so: another day that could be, another request under a key that was taken."""
    if not entry.accepted and entry.reasons[0].code is Code.CONFLICT:
        somebody = field in ("actor", "behalf_of") and value == "knaap"
        return somebody or field in ("what", "on", "assignment", "facts", "documents", "asked")
    if field == "on":
        earlier = value == date(2015, 3, 3) and entry.actor is not None and entry.what in ("person", "annul")
        return earlier or (entry.what == "grant" and entry.facts["role"] == "body-member" and value != date(1, 1, 1))
    return field == "documents" and not entry.accepted


@pytest.mark.torture
@pytest.mark.parametrize("field", CHANGES)
def test_whatever_is_said_otherwise_is_found_and_nothing_crashes(world: World, field: str) -> None:
    tried = 0
    entries = entries_of(world)
    sorts = {(entry.kind, entry.what): entry for entry in reversed(entries)}
    for entry in entries if torturing() else sorts.values():
        for value in CHANGES[field] if torturing() else CHANGES[field][entry.seq % 3 :: 3]:
            same = getattr(entry, field) == value or (value in (None, "") and not getattr(entry, field))
            if same or (value == {} and not getattr(entry, field)):
                continue
            tried += 1
            assert found(forge(world, changed(entry.seq, **{field: value}))) or lawful_too(entry, field, value), (
                entry.seq, entry.kind, field, value,
            )  # fmt: skip
    assert tried
    print(f"{field}: {tried} forgeries, each found")


def test_documents_kept_are_the_lines_said(world: World) -> None:
    """ALL_PRINCIPLES and GAPS are what the forgeries above rest on; the honest journal has them."""
    principles = first(entries_of(world), Kind.STEP, "present").facts["principles"]
    gaps = first(entries_of(world), Kind.STEP, "start").facts["gaps"]
    assert isinstance(principles, dict) and len(principles) == len(ALL_PRINCIPLES)
    assert isinstance(gaps, dict) and set(gaps) >= {key.removeprefix("gaps.") for key in GAPS}
