"""Steps, roles and corrections written by force: what the program refuses is found where somebody else wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.audit.forced import dry, last, unlawful
from tests.audit.forging import appended, entries_of, first, forge, found
from tests.desk.world import World, accepted, begun
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Code, Reason


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
