"""Sweeps and flags by an attacker who links everything properly: whatever differs from what was due is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.audit.forging import appended, changed, day, destroyed_after, entries_of, forge, found, inserted, without
from tests.desk.test_destroy import SIGNED, destroyed
from tests.desk.world import World, accepted, audited, begun
from vs_workflow.desk import watch
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Facts, Plain

ONE = "woninginbraken"


@pytest.fixture
def world() -> World:
    """Checked on 13 February, on 1 March and on 3 April; 1 presented late, which a check of 11 April saw."""
    made = begun()
    for when in ("2015-02-13", "2015-03-01", "2015-04-03"):
        watch.check(made.at(when).office)
    made.at("2015-04-10").present("1", "keken")
    accepted(made.record("progress", "1", "keken", {"text": "x"}))
    watch.check(made.at("2015-04-11").office)
    made.at("2015-04-14")
    audited(made)
    return made


def sweeps(world: World) -> list[Entry]:
    return [entry for entry in entries_of(world) if entry.kind is Kind.SWEEP]


def flag(world: World, what: str, milestone: str, assignment: str | None = ONE) -> Entry:
    return next(
        entry
        for entry in entries_of(world)
        if (entry.kind, entry.what, entry.assignment) == (Kind.FLAG, what, assignment)
        and entry.facts["milestone"] == milestone
    )


def with_facts(entry: Entry, **said: Plain) -> Facts:
    """Its facts with these changed, and without those that are changed to None."""
    return {name: value for name, value in {**entry.facts, **said}.items() if value is not None}


def told(world: World) -> set[tuple[int | None, str]]:
    """Number and rule of what is found."""
    assert world.verify().level == "linked"
    return {(seq, rule) for seq, _, rule in found(world)}


class TestFlags:
    def test_one_that_was_left_out(self, world: World) -> None:
        gone = flag(world, "missed", "presented")
        sweep = next(one.seq for one in reversed(sweeps(world)) if one.seq < gone.seq)

        assert (sweep, "lawful.flag-missing") in told(forge(world, without(gone.seq)))

    def test_one_that_was_left_out_with_the_count_put_right(self, world: World) -> None:
        gone = flag(world, "missed", "presented")
        sweep = next(one for one in reversed(sweeps(world)) if one.seq < gone.seq)
        fewer = replace(sweep, facts=with_facts(sweep, flags=int(str(sweep.facts["flags"])) - 1))

        forged = forge(
            world, lambda known: [fewer if one.seq == sweep.seq else one for one in known if one.seq != gone.seq]
        )

        assert {(sweep.seq, "lawful.proof"), (sweep.seq, "lawful.flag-missing")} <= told(forged)

    def test_the_last_one_that_was_cut_off(self, world: World) -> None:
        last = entries_of(world)[-1]
        assert last.kind is Kind.FLAG

        assert (sweeps(world)[-1].seq, "lawful.flag-missing") in told(forge(world, without(last.seq)))

    def test_one_that_was_added_to_a_sweep(self, world: World) -> None:
        real = flag(world, "caught-up", "presented")
        extra = replace(real, what="missed", facts=with_facts(real, follows=real.seq))

        forged = forge(world, appended(extra))

        assert (entries_of(forged)[-1].seq, "lawful.flag-surplus") in told(forged)

    def test_one_without_a_sweep(self, world: World) -> None:
        step = next(entry.seq for entry in entries_of(world) if entry.kind is Kind.STEP)

        forged = forge(world, inserted(step + 1, flag(world, "caught-up", "presented")))

        assert (step + 1, "lawful.flag-surplus") in told(forged)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("on", date(2015, 4, 2)),
            ("on", date(2015, 4, 4)),
            ("assignment", "overlast"),
            ("assignment", None),
            ("what", "retracted"),
            ("what", "missed"),
            ("rules", "0" * 64),
            ("actor", "keken"),
            ("typed_by", "meuleman"),
            ("documents", ("0" * 64,)),
            ("corrects", 3),
            ("source", "concept"),
            ("reason", "zomaar"),
            ("key", "nacht"),
            ("request", "0" * 64),
        ],
    )
    def test_one_that_says_something_else(self, world: World, field: str, value: object) -> None:
        real = flag(world, "caught-up", "presented")

        assert any(seq == real.seq for seq, _ in told(forge(world, changed(real.seq, **{field: value}))))

    @pytest.mark.parametrize(
        "said",
        [
            {"due": "2015-04-03"},
            {"follows": 0},
            {"follows": 36},
            {"milestone": "started"},
            {"satisfied_on": "2015-04-02"},
        ],
        ids=str,
    )
    def test_one_with_other_facts(self, world: World, said: dict[str, Plain]) -> None:
        real = flag(world, "caught-up", "presented")

        forged = forge(world, changed(real.seq, facts=with_facts(real, **said)))

        assert (real.seq, "lawful.proof") in told(forged)

    @pytest.mark.parametrize(
        "said", [{"follows": None}, {"due": None}, {"milestone": None}, {"due": "gisteren"}], ids=str
    )
    def test_one_that_lacks_something_is_found_and_stops_nothing(self, world: World, said: dict[str, Plain]) -> None:
        real = flag(world, "caught-up", "presented")

        forged = forge(world, changed(real.seq, facts=with_facts(real, **said)))

        assert any(seq == real.seq for seq, _ in told(forged))

    def test_two_that_were_swapped(self, world: World) -> None:
        one, other = flag(world, "caught-up", "concept-written"), flag(world, "caught-up", "presented")
        assert other.seq == one.seq + 1

        forged = forge(world, lambda known: [{one.seq: other, other.seq: one}.get(entry.seq, entry) for entry in known])

        assert {(one.seq, "lawful.proof"), (other.seq, "lawful.proof")} <= told(forged)

    def test_one_that_was_told_twice(self, world: World) -> None:
        real = flag(world, "caught-up", "presented")

        assert (real.seq + 1, "lawful.flag-surplus") in told(forge(world, inserted(real.seq + 1, real)))


class TestSweeps:
    def test_one_that_was_left_out_with_its_flags(self, world: World) -> None:
        """The next one covers more than it says, and raises less than was due."""
        second, third = sweeps(world)[1:3]
        gone = range(second.seq, third.seq)

        forged = forge(world, without(*gone))

        assert {(second.seq, "lawful.proof"), (second.seq, "lawful.flag-missing")} <= told(forged)

    def test_one_that_covers_too_much(self, world: World) -> None:
        one = sweeps(world)[-1]

        forged = forge(world, changed(one.seq, facts=with_facts(one, to="2015-04-11")))

        assert (one.seq, "lawful.proof") in told(forged)

    @pytest.mark.parametrize(
        "said", [{"to": "2015-04-09"}, {"from": "2015-04-04"}, {"from": None, "to": None}, {"flags": 0}]
    )
    def test_one_that_says_less_or_otherwise(self, world: World, said: dict[str, Plain]) -> None:
        one = sweeps(world)[-1]

        assert (one.seq, "lawful.proof") in told(forge(world, changed(one.seq, facts=with_facts(one, **said))))

    @pytest.mark.parametrize("said", [{"to": None}, {"from": "gisteren"}, {"to": 7}], ids=str)
    def test_one_without_a_period_that_means_something_is_found_and_stops_nothing(
        self, world: World, said: dict[str, Plain]
    ) -> None:
        one = sweeps(world)[-1]

        assert any(seq == one.seq for seq, _ in told(forge(world, changed(one.seq, facts=with_facts(one, **said)))))

    def test_one_that_looks_at_a_day_to_come(self, world: World) -> None:
        one = sweeps(world)[-1]
        ahead = {"on": day("2015-05-02"), "facts": with_facts(one, to="2015-05-01")}

        assert (one.seq, "lawful.sweep-ahead") in told(forge(world, changed(one.seq, **ahead)))

    def test_one_that_looks_at_another_day(self, world: World) -> None:
        one = sweeps(world)[-1]

        assert any(seq == one.seq for seq, _ in told(forge(world, changed(one.seq, on=day("2015-04-10")))))

    def test_one_that_had_nothing_to_say(self, world: World) -> None:
        one = sweeps(world)[-1]
        idle = replace(one, facts={"flags": 0})

        forged = forge(world, appended(idle))

        assert (entries_of(forged)[-1].seq, "lawful.sweep-idle") in told(forged)

    def test_one_before_the_beginning(self, world: World) -> None:
        assert (1, "lawful.sweep-idle") in told(forge(world, inserted(1, sweeps(world)[-1])))

    @pytest.mark.parametrize(("field", "value"), [("what", "check"), ("rules", "0" * 64), ("actor", "keken")])
    def test_one_that_says_something_else(self, world: World, field: str, value: object) -> None:
        one = sweeps(world)[-1]

        assert any(seq == one.seq for seq, _ in told(forge(world, changed(one.seq, **{field: value}))))


class TestAllOfWhoseFlagsWereDestroyed:
    """On a day that was checked already its flags were about one assignment alone, which was destroyed since."""

    @pytest.fixture
    def late(self, world: World) -> World:
        watch.check(world.office)
        presented = next(entry for entry in entries_of(world) if entry.kind is Kind.STEP)
        accepted(world.correct(presented.seq, "keken", annul=True))
        watch.check(world.office)
        assert sweeps(world)[-1].facts.keys() == {"flags"}
        accepted(world.advance("1", "withdraw", "knaap", reason="ingehaald"))
        return world

    def told(self, late: World, **said: object) -> set[tuple[int | None, str]]:
        honest = accepted(destroyed(late, dry_run=True)).entry
        return told(destroyed_after(late, changed(sweeps(late)[-1].seq, **said), honest, SIGNED))

    def test_the_true_one_is_whole(self, late: World) -> None:
        assert self.told(late) == set()

    @pytest.mark.parametrize(
        "said",
        [
            {"facts": {"from": "2015-04-14", "to": "2018-12-31"}},
            {"facts": {"from": "2015-04-13", "to": "2015-04-13"}},
            {"facts": {"flags": 9}},
            {"on": date(2015, 4, 13)},
            {"rules": "0" * 64},
            {"actor": "keken"},
        ],
        ids=str,
    )
    def test_one_that_says_something_else(self, late: World, said: dict[str, Any]) -> None:
        one = sweeps(late)[-1]
        if "facts" in said:
            said = {"facts": {**one.facts, **said["facts"]}}

        assert any(seq == one.seq for seq, _ in self.told(late, **said))


def test_a_step_that_was_dated_back_by_force_betrays_itself_by_its_flags(world: World) -> None:
    step = next(entry for entry in entries_of(world) if entry.kind is Kind.STEP)

    findings = told(forge(world, changed(step.seq, on=day("2015-04-02"))))

    assert (flag(world, "caught-up", "presented").seq, "lawful.proof") in findings


def test_nothing_is_said_of_sweeps_that_are_as_they_must_be(world: World) -> None:
    assert found(forge(world, appended())) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("assignment", ONE), ("target", "presented"), ("on", date(2015, 4, 15)), ("actor", "keken"), ("what", "check")],
)
def test_a_refused_check_that_says_something_beside(world: World, field: str, value: object) -> None:
    watch.check(world.office, key="nacht")
    assert watch.check(world.office, day("2015-04-13"), key="nacht").reasons
    refused = entries_of(world)[-1]
    assert refused.kind is Kind.REFUSAL
    audited(world)

    forged = forge(world, changed(refused.seq, **{field: value}))

    assert (refused.seq, "lawful.refused-wrongly") in told(forged)
