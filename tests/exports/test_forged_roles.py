"""Roles, mandates and requests that the rules forbid, forged into a bundle: each is found at its line by its check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.audit.forging import appended, changed, entries_of, first, forced
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import Json, bundled, forged, looked_at, rewritten
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Code, Plain, Reason

Change = Callable[[list[Entry]], Sequence[Entry]]
INFO = "informatievoorziening"
TODAY = "2015-07-10"


@pytest.fixture(scope="module")
def world() -> World:
    """1 offered to Ede, 4A presented, its lead's mandate used, and an event, a step and a role refused."""
    made = begun().offered("1", ("Ede", "gelderland-midden"))
    made.present("4A", "hofman", key="once")
    accepted(made.mandate("beem", "hofman", assignment="4A", start="2015-07-01", until="2015-08-01"))
    accepted(made.record("progress", "4A", "beem", {"text": "x"}, behalf="hofman"))
    made.at(TODAY)
    assert not made.record("established", "4A", "hofman", docs=[b"x"]).accepted
    assert not made.record("meeting-held", None, "hofman").accepted
    assert not made.record("offer-accepted", "1", "keken", {"driehoek": "driehoek-ede"}).accepted
    assert not made.advance("4A", "start", "hofman").accepted
    assert not made.grant("lead", "keken", "4A", start=TODAY, by="hofman").accepted
    accepted(made.end(made.grant_of("ottens", "lead", "shortlist-jeugd"), reason="elders"))
    return made


@pytest.mark.parametrize("part", [None, "1", "4A", "2"])
def test_what_was_lawfully_given_and_refused_is_whole_also_in_part(
    world: World, tmp_path: Path, part: str | None
) -> None:
    """Of 4A the driehoek in which somebody is a member was opened by an assignment that is not shown."""
    assert looked_at(bundled(world.office, tmp_path, part)).findings == []


def refused(world: World, **said: Any) -> Entry:
    """A note of progress by 4A's lead, who may, as if it had been refused."""
    noted = accepted(world.record("progress", "4A", "hofman", {"text": "y"}, dry_run=True)).entry
    bare: dict[str, Any] = {"kind": Kind.REFUSAL, "asked": Kind.EVENT, "role": None, "grant": None, "guards": {}}
    return replace(noted, **bare | said)


def forgeries(world: World) -> dict[str, tuple[Entry, str]]:
    """What somebody writes at the end by hand, with the check that finds it."""
    entries = entries_of(world)
    coordinator: dict[str, Any] = {"role": "coordinator", "grant": world.grant_of("meuleman", "coordinator")}
    knaap: dict[str, Any] = {"role": "bbg-chair", "grant": world.grant_of("knaap", "bbg-chair")}
    lead: dict[str, Any] = {"role": "lead", "grant": world.grant_of("hofman", "lead", INFO)}
    chair: dict[str, Any] = {"role": "chair", "grant": world.grant_of("beem", "chair", INFO)}

    def granted(role: str, person: str, where: str | None = None, by: str = "meuleman", **said: Any) -> Entry:
        outcome = world.grant(role, person, where, **{"start": TODAY, **said}, by=by, dry_run=True)
        return forced(outcome, **(knaap if by == "knaap" else coordinator))

    def mandated(person: str, **said: Any) -> Entry:
        days = {"start": TODAY, "until": "2015-09-01", **said}
        return forced(world.mandate(person, "beem", assignment="4A", **days, dry_run=True), **chair)

    seat = next(one for one in entries if one.facts.get("body") == "driehoek-ede")
    ended = granted("lead", "keken", "2", start="2015-07-09", until="2015-07-10")
    used = world.grant_of("hofman", "lead", INFO)
    end = forced(world.end(used, on="2015-06-30", dry_run=True, reason="elders"), **coordinator)
    lasts = world.grant_of("lid-ede", "body-member")
    on_time = accepted(world.end(lasts, on=TODAY, dry_run=True)).entry
    endless: dict[str, Plain] = {"role": "chair", "person": "hofman", "rests_on": chair["grant"]}
    again = world.grant_of("ottens", "lead", "shortlist-jeugd")
    of_ottens: dict[str, Plain] = {"grant": again, "role": "lead", "person": "ottens"}
    step = forced(world.advance("2", "present", "boomkamp", docs=[b"x"], on="2015-06-01", dry_run=True),
                  role="lead", grant=world.grant_of("boomkamp", "lead", "overlast"))  # fmt: skip
    place = Reason(Code.ORDER, "order.event")
    role, when = Reason(Code.ROLE, "role.not-held"), Reason(Code.DATE, "date.future")
    stranger = first(entries, Kind.REFUSAL, "offer-accepted")
    early = first(entries, Kind.REFUSAL, "established")
    return {
        "the coordinator gives himself a role": (granted("lead", "meuleman", "2"), "role"),
        "the chair of the BBG has a theme": (granted("lead", "knaap", "2"), "separation"),
        "the chair of the BBG has a theme by mandate": (mandated("knaap"), "separation"),
        "a mandate to oneself": (mandated("beem"), "mandate"),
        "a mandate from a day that was past": (mandated("hofman", start="2015-07-01"), "date"),
        "a mandate without an end": (replace(mandated("hofman"), facts=endless), "date"),
        "a mandate by another right": (replace(mandated("hofman"), **knaap), "mandate"),
        "a role that ends before it begins": (granted("lead", "keken", "2", until="2015-07-09"), "date"),
        "a role that ends on no day": (replace(ended, facts={**ended.facts, "until": "later"}), "date"),
        "a role before there was a programme": (granted("lead", "keken", "2", start="2014-12-01", reason="x"), "date"),
        "a role told late, without a reason": (granted("lead", "keken", "2", start="2015-06-01"), "date"),
        "an event told late, without a reason": (
            forced(world.record("progress", "4A", "hofman", {"text": "x"}, on="2015-06-01", dry_run=True), **lead),
            "date"),
        "an event before there was a programme": (
            forced(world.record("progress", "4A", "hofman", {"text": "x"}, on="2014-12-31", reason="x", dry_run=True),
                   **lead), "date"),
        "a step told late, without a reason": (step, "date"),
        "an end told late, without a reason": (replace(on_time, on=date(2015, 6, 1)), "date"),
        "a role ended under what rests on it": (end, "grant"),
        "a role ended before it began": (replace(on_time, on=date(2015, 6, 30)), "date"),
        "a role ended twice": (replace(on_time, assignment="shortlist-jeugd", facts=of_ottens), "date"),
        "an end that names another": (replace(on_time, facts={**on_time.facts, "person": "keken"}), "grant"),
        "a seat in a body that there is not": (replace(seat, facts={**seat.facts, "body": "driehoek-zz"}), "grant"),
        "a seat in a district that there is not": (
            replace(seat, facts={**seat.facts, "person": "keken", "district": "mars"}), "grant"),
        "a lead of the programme": (replace(granted("lead", "keken", "2"), assignment=None), "grant"),
        "a lead of what there is not": (replace(granted("lead", "keken", "2"), assignment="drugs"), "grant"),
        "a role that he has already": (granted("lead", "hofman", "4A"), "grant"),
        "a second coordinator": (granted("coordinator", "keken", by="knaap"), "grant"),
        "a grant that is called a mandate": (replace(granted("lead", "keken", "2"), what="mandate"), "grant"),
        "a role typed by nobody": (replace(granted("lead", "keken", "2"), typed_by=None), "person"),
        "a request by somebody unheard of": (replace(stranger, actor="nobody"), "person"),
        "a request on behalf of somebody unheard of": (replace(stranger, behalf_of="nobody"), "person"),
        "a key that was used": (replace(granted("lead", "keken", "2"), key="once"), "key"),
        "an event refused for a role that was held": (refused(world, reasons=(role,)), "refusal"),
        "an event refused for its order, in order": (refused(world, reasons=(place,)), "refusal"),
        "an event refused out of order, of which it is silent": (replace(early, reasons=(role,)), "refusal"),
        "an event refused by a stranger, of which it is silent": (replace(stranger, reasons=(when,)), "refusal"),
        "a person enrolled tomorrow": (
            replace(accepted(world.person("nieuw", dry_run=True)).entry, on=date(2015, 7, 11)), "date"),
    }  # fmt: skip


def test_what_the_rules_forbid_is_found_at_its_line(world: World, tmp_path: Path) -> None:
    last = world.head() + 1
    for name, (entry, check) in forgeries(world).items():
        folder = forged(world, tmp_path / name, appended(entry))
        found = looked_at(folder).findings
        assert [one for one in found if one.startswith(f"line {last}: {check}: ")], (name, found)
        assert all(one.startswith(f"line {last}: ") for one in found), (name, found)


def test_a_mandate_does_not_outlive_the_role_that_it_rests_on(world: World, tmp_path: Path) -> None:
    """The chair deputises for the lead until August, and the lead's role ends on the day of the act."""
    noted = accepted(world.record("progress", "4A", "beem", {"text": "y"}, behalf="hofman", dry_run=True)).entry
    lead = world.grant_of("hofman", "lead", INFO)
    ended = accepted(world.end(lead, on=TODAY, reason="elders", dry_run=True)).entry

    before = looked_at(forged(world, tmp_path / "before", appended(noted))).findings
    (after,) = looked_at(forged(world, tmp_path / "after", appended(ended, noted))).findings

    assert before == []
    assert after.startswith(f"line {world.head() + 2}: mandate: ")


def test_what_is_changed_in_an_old_entry_is_found_there(world: World, tmp_path: Path) -> None:
    step = first(entries_of(world), Kind.STEP, "present", assignment=INFO)
    for name, said in {"nobody": None, "somebody unheard of": "nobody"}.items():
        folder = forged(world, tmp_path / name, changed(step.seq, typed_by=said))
        assert looked_at(folder).findings == [
            f"line {step.seq}: person: typed_by: nobody, who is not in the register"
        ]  # fmt: skip


def test_in_a_part_too_nobody_has_a_seat_in_a_body_that_no_assignment_can_have_opened(
    world: World, tmp_path: Path
) -> None:
    folder = bundled(world.office, tmp_path, "4A")

    def another(lines: list[Json]) -> list[Json]:
        seat = next(one for one in lines if one.get("facts", {}).get("body") == "driehoek-ede")
        seat["facts"]["body"] = "burcht-ede"
        return lines

    rewritten(folder, another)

    assert ": grant: in a body that there is not: burcht-ede" in " ".join(looked_at(folder).findings)


def test_a_body_whose_opening_was_annulled_is_none(tmp_path: Path) -> None:
    world = begun().reported()
    world.establish("1")
    offer = world.at("2015-07-01").offer("1", "beenakker")
    accepted(world.correct(offer.seq or 0, "beenakker", annul=True))
    seat = accepted(world.grant("body-member", "keken", "rvo", start="2015-07-01"))

    folder = forged(world, tmp_path, changed(seat.seq or 0, facts={**seat.entry.facts, "body": "driehoek-ede"}))

    assert looked_at(folder).findings == [f"line {seat.seq}: grant: in a body that there is not: driehoek-ede"]
