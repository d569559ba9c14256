"""Journals by an attacker who links everything properly but breaks a rule: each a finding that names the entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.audit.forced import KEY, dry, last, unlawful
from tests.audit.forging import appended, changed, entries_of, first, forge, found, inserted, without
from tests.builders import files
from tests.desk.world import World, accepted, begun
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Code, Facts, Reason
from vs_workflow.rules.rulebook import RuleFiles


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

    def test_of_a_reason_that_the_rules_give_too_it_is_said_what_differs(self, world: World) -> None:
        entry = self.refusal(world)
        rule, facts = entry.reasons[0].rule, entry.reasons[0].facts
        reasons = (replace(entry.reasons[0], facts={**facts, "state": "reported"}, who=("welten",)), *entry.reasons[1:])
        forged = forge(world, changed(entry.seq, reasons=reasons))

        (differ,) = (one for one in forged.verify().findings if one.rule == "lawful.other-reasons")

        said, expected = differ.facts["found"], differ.facts["expected"]
        assert str(said).startswith(f"{rule} (state reported; who welten)")
        assert str(expected).startswith(f"{rule} (state {facts['state']}; who {' '.join(entry.reasons[0].who)})")

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

    def test_a_conflict_that_keeps_a_key_for_itself(self, world: World) -> None:
        entry = next(one for one in entries_of(world) if [each.code for each in one.reasons] == [Code.CONFLICT])
        forged = forge(world, changed(entry.seq, key="eigen", request="0" * 64))
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
            unlawful(world, forged, entry.seq, "refusal", "lawful.unjudgeable")
        forged = forge(world, changed(entry.seq, asked=Kind.SWEEP))
        unlawful(world, forged, entry.seq, "refusal", "lawful.refused-wrongly")

    @pytest.mark.parametrize("corrects", [0, -3, 999, "itself"])
    def test_a_refused_correction_of_what_was_not_there(self, corrects: int | str) -> None:
        world = begun().at("2015-03-02")
        entry = world.correct(world.grant_of("keken", "lead"), "meuleman", annul=True).entry
        named = corrects if isinstance(corrects, int) else entry.seq
        forged = forge(world, changed(entry.seq, corrects=named, assignment=None))

        assert ("refusal", "lawful.unjudgeable") in {(check, rule) for _, check, rule in found(forged)}

    @pytest.mark.parametrize("rests_on", [-1, 999, 2, "another's"])
    def test_a_refused_mandate_on_what_is_no_grant_of_his(self, rests_on: int | str) -> None:
        world = begun().at("2015-03-02")
        entry = world.mandate("ottens", "keken", start="2015-03-02", until="2015-04-01", assignment="2").entry
        assert entry.facts["rests_on"] == 0
        named = rests_on if isinstance(rests_on, int) else world.grant_of("hofman", "lead")
        forged = forge(world, changed(entry.seq, facts={**entry.facts, "rests_on": named}))

        assert ("refusal", "lawful.unjudgeable") in {(check, rule) for _, check, rule in found(forged)}

    @pytest.mark.parametrize("said", [{}, {"role": "chair"}, {"assignment": "1"}, {"role": "lead", "assignment": "2"}])
    def test_a_mandate_that_was_refused_for_want_of_a_grant_that_was_held(self, said: dict[str, str]) -> None:
        """Of whoever holds one role, another or none may be said to have been named, and not the one that he held."""
        world = begun().at("2015-03-02")
        entry = accepted(world.mandate("ottens", "beenakker", start="2015-03-02", until="2015-04-01")).entry
        lied = world.mandate("ottens", "keken", start="2015-03-02", until="2015-04-01", role="chair").entry
        about = "woninginbraken" if said.get("assignment") == "1" else said.get("assignment") and "overlast"
        kept = {name: value for name, value in entry.facts.items() if name in ("person", "until")}
        facts = {**kept, "rests_on": 0, **({"role": said["role"]} if "role" in said else {})}
        reason = replace(lied.reasons[0], facts={**lied.reasons[0].facts, "actor": "beenakker", "grant": 0})
        forged = forge(
            world,
            changed(
                entry.seq, kind=Kind.REFUSAL, asked=Kind.GRANT, role=None, grant=None, facts=facts, assignment=about,
                reasons=(reason,),
            ),
        )  # fmt: skip

        wrong = ("refusal", "lawful.refused-wrongly") in {(check, rule) for _, check, rule in found(forged)}
        assert wrong is (said != {"role": "lead", "assignment": "2"})


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
        assert any(seq == world.head() + 1 for seq, _, _ in found(forged)), found(forged)
