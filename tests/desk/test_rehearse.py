"""Candidate rules on a real trail: what they would have decided otherwise, who gets stuck, what moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import PEOPLE, files
from tests.desk.newer import CYBER, LATER, SEATS, newer
from tests.desk.world import ALL_PRINCIPLES, World, accepted, begun
from vs_workflow.desk import destroy, look, migrate, rehearse, watch
from vs_workflow.desk import turns as to_do
from vs_workflow.desk.office import Attachment
from vs_workflow.desk.rehearse import Rehearsed
from vs_workflow.journal.entry import Kind
from vs_workflow.pages import rehearsed
from vs_workflow.reasons import Code
from vs_workflow.rules.rulebook import RuleFiles, Rules, read_rules

PRESENT_BY_LEAD = b'by = [{ role = "lead" }]\ntakes_documents = true\nguards = [\n  { name = "document"'
PRESENT_BY_CHAIR = PRESENT_BY_LEAD.replace(b'"lead"', b'"chair"')


def by_chair() -> Rules:
    """The shipped rules, but for one thing: the chair presents, not the lead."""
    shipped = files()
    assert shipped.lifecycle.count(PRESENT_BY_LEAD) == 1
    return read_rules(replace(shipped, lifecycle=shipped.lifecycle.replace(PRESENT_BY_LEAD, PRESENT_BY_CHAIR)))


def rewritten(*changes: tuple[bytes, bytes]) -> RuleFiles:
    """The shipped rules with each of these texts, there once, changed in the lifecycle."""
    found = files()
    for old, new in changes:
        assert found.lifecycle.count(old) == 1
        found = replace(found, lifecycle=found.lifecycle.replace(old, new))
    return found


def later() -> RuleFiles:
    shipped = files()
    return replace(shipped, programme=shipped.programme.replace(b"due = 2015-04-30", b"due = 2015-05-15"))


@pytest.fixture
def world() -> World:
    """On 2 April the first was presented; its chair tried the second, which is not his to present."""
    world = begun().at("2015-04-02")
    world.present("1", "keken")
    refused = world.advance("2", "present", "welten")
    assert not refused.accepted
    return world


def tried(world: World, candidate: Rules) -> Rehearsed:
    head = world.head()
    found = rehearse.rehearse(world.office, candidate)
    assert world.head() == head
    return found


def test_the_same_rules_change_nothing(world: World) -> None:
    found = tried(world, read_rules(files()))

    assert (found.refused, found.allowed, found.stuck, found.turns, found.deadlines) == ((), (), (), (), ())
    assert not found.found


def test_corrections_and_ends_are_judged_by_what_was_there_before_them(world: World) -> None:
    """Accepted and refused ones: the same rules say the same of each, and others what they would have said."""
    noted = accepted(world.record("progress", "1", "keken", {"text": "te vroeg"}))
    accepted(world.correct(noted.seq or 0, "keken", annul=True))
    assert not world.correct(noted.seq or 0, "keken", annul=True).accepted
    lead = world.grant_of("boomkamp", "lead", "overlast")
    accepted(world.at("2015-04-07").end(lead, on="2015-04-07"))
    assert not world.end(world.grant_of("keken", "lead", "woninginbraken"), on="2015-04-01").accepted

    assert not tried(world, read_rules(files())).found
    other = tried(world, by_chair())
    assert [one.entry.what for one in other.refused] == ["present"]
    assert {one.entry.what for one in other.allowed} <= {"present", "end"}


def test_checks_and_their_flags_are_asked_by_nobody_and_left_out(world: World) -> None:
    """Also where a key kept one from being recorded."""
    assert watch.check(world.office, key="dag").flags
    assert not world.record("progress", "1", "keken", {"text": "x"}, key="dag").accepted
    world.at("2015-05-16")
    assert watch.check(world.office).flags

    assert not tried(world, read_rules(files())).found
    assert not {one.entry.kind for one in tried(world, read_rules(later())).refused} & {Kind.SWEEP, Kind.FLAG}


def test_who_was_right_is_wrong_under_other_rules(world: World) -> None:
    found = tried(world, by_chair())

    assert [(one.entry.what, one.entry.assignment, [r.code for r in one.reasons]) for one in found.refused] == [
        ("present", "woninginbraken", [Code.ROLE])
    ]
    assert found.found


def test_what_was_refused_for_its_role_alone_would_be_allowed(world: World) -> None:
    before = world.advance("2", "present", "welten", ALL_PRINCIPLES, docs=[b"opdracht"])

    (found,) = tried(world, by_chair()).allowed

    assert found.entry.seq == before.seq
    assert found.reasons == ()


def test_whose_turn_it_becomes(world: World) -> None:
    found = {one.assignment: one for one in tried(world, by_chair()).turns}

    assert "woninginbraken" not in found
    assert (found["hennep"].before[0].people, found["hennep"].after[0].people) == (("bakker",), ("heidema",))


def test_what_a_newer_file_opens_lies_with_whom_it_seats_as_after_the_move(world: World) -> None:
    added = newer(*SEATS, more=CYBER)

    found = tried(world, read_rules(added))
    migrate.migrate(world.office, world.call("meuleman"), added, (PEOPLE.name, PEOPLE.read_bytes()))

    (one,) = found.turns
    assert (one.assignment, one.before) == ("cybercrime", ())
    (line,) = (line for line in look.board(world.office).lines if line.assignment == "cybercrime")
    assert [turn for turn in one.after if turn.people == ("bakker",)] == list(line.turn)
    assert "  5: wordt geopend -> Jurjen Bakker (present)" in rehearsed.as_text(found, "nl", 80, colour=False)
    assert not found.found


def test_whose_it_becomes_to_record_what_a_step_waits_for() -> None:
    world = begun().reported("1")
    other = rewritten(
        (
            b'shows = ["other-document"]\nby = [{ role = "bbg-chair" }]',
            b'shows = ["other-document"]\nby = [{ role = "coordinator" }]',
        )
    )

    found = tried(world, read_rules(other))
    taken_up(world, other)

    (one,) = found.turns
    established = [[turn.people for turn in some if turn.step == "established"] for some in (one.before, one.after)]
    assert (one.assignment, established) == ("woninginbraken", [[("knaap",)], [("meuleman",)]])
    assert "established" in [line.step for line in to_do.todo(world.office, "meuleman").lines]
    assert "becomes another" not in rehearsed.as_text(found, "en", 80, colour=False)


def test_only_what_somebody_asked_is_decided_again(world: World) -> None:
    watch.check(world.office)

    found = tried(world, read_rules(files()))

    assert found.entries == 2
    assert "2 verzoeken opnieuw beslist onder regels" in str(rehearsed.as_text(found, "nl", 80, colour=False))


def test_a_refusal_of_then_carries_no_advice_for_today(world: World) -> None:
    shown = str(rehearsed.as_text(tried(world, by_chair()), "en", 80, colour=False))

    assert "Would now be refused" in shown
    assert "vs mandate" not in shown
    assert "Ask " not in shown


PLANNED = b"""
[[milestones]]
id = "looked-back"
label = { nl = "Teruggekeken", en = "Looked back" }
scope = "programme"
satisfied_by = [{ event = "informed" }]
answers = "coordinator"
"""


def test_a_milestone_that_comes_or_goes_without_a_day_is_said_to_be_new_or_gone() -> None:
    shipped, other = read_rules(files()), read_rules(newer(more=PLANNED))

    there = str(rehearsed.diff_as_text(rehearse.differ(shipped, other), "en", 80, colour=False))
    back = str(rehearsed.diff_as_text(rehearse.differ(other, shipped), "en", 80, colour=False))

    assert "  Looked back: new, no date set" in there
    assert "  Looked back: gone; until now no date set" in back


def test_of_an_event_it_is_the_recording_that_one_may_do() -> None:
    other = newer(lifecycle=(b'{ role = "bbg-chair", fact = "body", body_kinds = ["region", "executive"] },', b""))

    shown = str(rehearsed.diff_as_text(rehearse.differ(read_rules(files()), read_rules(other)), "en", 80, colour=False))

    assert "may no longer: record 'informed' (informed)" in " ".join(shown.split())


def test_which_days_move(world: World) -> None:
    (moved,) = tried(world, read_rules(later())).deadlines

    assert (moved.milestone, moved.before, moved.after) == ("started", date(2015, 4, 30), date(2015, 5, 15))
    assert not tried(world, read_rules(later())).found


def taken_up(world: World, to: RuleFiles, *assignments: str) -> None:
    found = migrate.migrate(world.office, world.call("meuleman"), to, (PEOPLE.name, PEOPLE.read_bytes()), assignments)
    assert found.accepted


def test_days_move_from_the_rules_that_an_assignment_still_goes_by(world: World) -> None:
    """4A and 4B went ahead, and the programme with the first: what is left of the days moves for the others."""
    taken_up(world, later(), "4A")
    taken_up(world, later(), "4B")

    found = tried(world, read_rules(later()))

    assert [
        (one.deadline.milestone, one.deadline.before, one.deadline.after, one.assignments) for one in found.days
    ] == [
        ("started", date(2015, 4, 30), date(2015, 5, 15), ("woninginbraken", "overlast", "hennep", "shortlist-jeugd"))
    ]
    shown = str(rehearsed.as_text(found, "en", 80, colour=False))
    assert "1, 2, 3, 4C: Worked out and started: 30 April 2015 -> 15 May 2015" in shown
    assert "becomes another" not in shown
    taken_up(world, later())
    rest = str(rehearsed.as_text(tried(world, read_rules(later())), "en", 80, colour=False))
    assert rest.endswith("\n  No decision, turn or due day becomes another.")


OTTENS = newer(LATER, (b'role = "lead"\nperson = "hofman"', b'role = "lead"\nperson = "ottens"'))
"""The lead of 4A is another; he is seated where nobody is any more."""


def may_present_4a(world: World) -> tuple[str, ...]:
    (line,) = (line for line in look.board(world.office).lines if line.number == "4A")
    return next(turn.people for turn in line.turn if turn.step == "present")


@pytest.mark.parametrize(
    ("moves", "seated"),
    [
        ((), ("ottens",)),
        # The programme went with another: what comes after it brings nobody.
        (((OTTENS, ("1",)),), ()),
        # It went, and the programme went back without it: the next move does not take it along.
        (((OTTENS, ("1", "4A")), (files(), ("1",))), ()),
    ],
)
def test_a_seat_is_taken_in_a_rehearsal_only_where_the_move_then_takes_it(
    moves: tuple[tuple[RuleFiles, tuple[str, ...]], ...], seated: tuple[str, ...]
) -> None:
    world = begun().at("2015-04-02")
    for to, assignments in moves:
        taken_up(world, to, *assignments)
    accepted(world.end(world.grant_of("hofman", "lead"), on="2015-04-02"))
    assert may_present_4a(world) == ()

    found = tried(world, read_rules(OTTENS))
    taken_up(world, OTTENS)

    told = [one.after[0].people for one in found.turns if one.assignment == "informatievoorziening"]
    assert told == ([seated] if seated else [])
    assert may_present_4a(world) == seated


@pytest.mark.parametrize(("ahead", "stuck"), [((), ["separation.roles"]), (("1",), [])])
def test_what_keeps_somebody_from_a_seat_is_in_the_way_only_where_the_move_would_seat_him(
    ahead: tuple[str, ...], stuck: list[str]
) -> None:
    world = begun().at("2015-04-02")
    if ahead:
        taken_up(world, later(), *ahead)
    accepted(world.end(world.grant_of("ottens", "lead"), on="2015-04-02"))
    accepted(world.end(world.grant_of("knaap", "bbg-chair"), "knaap", on="2015-04-03"))
    accepted(world.grant("bbg-chair", "ottens", start="2015-04-03", by="knaap", reason="opvolging"))

    found = tried(world, read_rules(later()))
    done = migrate.migrate(world.office, world.call("meuleman"), later(), (PEOPLE.name, PEOPLE.read_bytes()))

    assert [reason.rule for reason in found.stuck] == [reason.rule for reason in done.reasons] == stuck


def test_each_set_of_rules_that_something_runs_under_is_told_of_with_its_own_day(world: World) -> None:
    """The programme's own days move from its rules alone, and what has ended keeps its days."""
    latest = newer((b"due = 2015-04-30", b"due = 2015-05-29"), (b"due = 2015-10-22", b"due = 2015-10-29"))
    taken_up(world, later(), "4A")
    accepted(world.advance("4B", "withdraw", "knaap", reason="ingehaald"))

    found = tried(world, read_rules(latest))

    others = ["woninginbraken", "overlast", "hennep", "shortlist-jeugd"]
    assert rehearsed.as_data(found, "en")["deadlines"] == [
        moving("started", "2015-05-15", "2015-05-29", ["informatievoorziening"]),
        moving("rvo-informed", "2015-10-22", "2015-10-29", []),
        moving("started", "2015-04-30", "2015-05-29", others),
    ]
    shown = str(rehearsed.as_text(found, "en", 80, colour=False))
    assert "\n  Worked out and started: 15 May 2015 -> 29 May 2015\n" in shown
    assert "\n  1, 2, 3, 4C: Worked out and started: 30 April 2015 -> 29 May 2015" in shown


def moving(milestone: str, before: str, after: str, assignments: list[str]) -> dict[str, object]:
    return {"milestone": milestone, "before": before, "after": after, "assignments": assignments}


def test_what_was_destroyed_is_not_counted_as_decided_again(world: World) -> None:
    accepted(world.advance("1", "withdraw", "knaap", reason="ingehaald"))
    signed = Attachment(data=b"verklaring")
    done = destroy.destroy(world.office, world.call("meuleman"), "1", ground="lijst", declaration=signed)
    gone = accepted(done).entry.facts["entries"]

    found = tried(world, by_chair())

    assert isinstance(gone, list) and gone
    # Of what is left there are the other refusal and the destruction; nobody asked for the rest.
    assert (found.entries, found.destroyed) == (2, len(gone))
    assert f"{len(gone)} vastleggingen niet, want vernietigd" in rehearsed.as_text(found, "nl", 80, colour=False)
    assert rehearsed.as_data(found, "nl")["destroyed"] == len(gone)


def test_what_was_refused_for_what_is_destroyed_since_nobody_can_decide_again(world: World) -> None:
    accepted(world.advance("1", "withdraw", "knaap", reason="ingehaald"))
    refused = world.end(world.grant_of("knaap", "bbg-chair"), "knaap", on="2015-04-01")
    assert [one.rule for one in refused.reasons] == ["in-the-way.grant"]
    before = tried(world, read_rules(files()))
    signed = Attachment(data=b"verklaring")
    done = destroy.destroy(world.office, world.call("meuleman"), "1", ground="lijst", declaration=signed)
    gone = accepted(done).entry.facts["entries"]

    found = tried(world, read_rules(files()))

    assert isinstance(gone, list)
    assert (before.refused, before.allowed) == (found.refused, found.allowed) == ((), ())
    assert found.destroyed == len(gone) + 1


def test_a_number_in_the_refusal_of_a_step_or_event_is_none_of_a_destroyed_entry(world: World) -> None:
    """Both came 24 days late; entry 24 is the lead's grant in the assignment that was destroyed since."""
    late = world.record("progress", "2", "boomkamp", {"text": "x"}, on="2015-03-09")
    other = world.advance("2", "present", "boomkamp", ALL_PRINCIPLES, docs=[b"opdracht"], on="2015-03-09")
    assert [reason.facts["days"] for one in (late, other) for reason in one.reasons] == [24, 24]
    accepted(world.advance("1", "withdraw", "knaap", reason="ingehaald"))
    signed = Attachment(data=b"verklaring")
    done = destroy.destroy(world.office, world.call("meuleman"), "1", ground="lijst", declaration=signed)
    gone = accepted(done).entry.facts["entries"]

    found = tried(world, read_rules(newer(lifecycle=(b"reason_after_days = 14", b"reason_after_days = 30"))))

    assert isinstance(gone, list) and 24 in gone
    assert [one.entry.seq for one in found.allowed] == [late.seq, other.seq]


def test_an_assignment_whose_state_is_gone_gets_stuck_and_the_move_then_says_the_same(world: World) -> None:
    shipped = files()
    lifecycle = shipped.lifecycle.replace(b'"presented"', b'"handed-over"')
    programme = shipped.programme.replace(b'{ state = "presented" }', b'{ state = "handed-over" }')
    other = replace(shipped, lifecycle=lifecycle, programme=programme)

    found = tried(world, read_rules(other))
    done = migrate.migrate(world.office, world.call("meuleman"), other, (PEOPLE.name, PEOPLE.read_bytes()))

    assert [reason.rule for reason in found.stuck] == ["migration.state-gone"]
    assert list(found.stuck) == list(done.reasons)


def test_rights_gained_and_lost_are_those_of_the_changed_step_alone() -> None:
    found = rehearse.differ(read_rules(files()), by_chair())

    assert [(one.role, one.state, one.act) for one in found.gained] == [("chair", "concept", "present")]
    assert [(one.role, one.state, one.act) for one in found.lost] == [("lead", "concept", "present")]
    back = rehearse.differ(by_chair(), read_rules(files()))
    assert (back.gained, back.lost) == (found.lost, found.gained)


MEETING = (
    b'  { name = "meeting", kind = "meeting", body_kind = "steering", supplied_by = "meeting-held" },\n  { name = "pro'
)
OFFERED = b', some_in = ["implemented"]'
ITS_OWN = b'by = [{ role = "body-member", sub_states = ["implemented"] }]'


@pytest.mark.parametrize(
    ("old", "new", "there", "back"),
    [
        (MEETING, b'  { name = "pro', ("report", "guard", "meeting", "removed"), "added"),
        (OFFERED, b"", ("implement", "guard", "driehoeken", "changed"), "changed"),
        (ITS_OWN, b'by = [{ role = "body-member" }]', ("implement", "role", "body-member", "changed"), "changed"),
    ],
)
def test_a_condition_that_is_asked_otherwise_is_a_difference_though_every_right_is_the_same(
    old: bytes, new: bytes, there: tuple[str, ...], back: str
) -> None:
    shipped = read_rules(files())
    other = read_rules(newer(lifecycle=(old, new)))

    found, again = rehearse.differ(shipped, other), rehearse.differ(other, shipped)

    assert (found.gained, found.lost, found.found) == ((), (), True)
    assert [(one.act, one.of, one.name, one.change) for one in found.conditions] == [there]
    assert [(one.act, one.of, one.name, one.change) for one in again.conditions] == [(*there[:3], back)]
    assert there[0] in str(rehearsed.diff_as_text(found, "nl", 80, colour=False))


@pytest.mark.parametrize(
    ("other", "keys"),
    [
        (newer(*SEATS, more=CYBER), ["programme.assignments", "programme.holders"]),
        (newer(lifecycle=(b"reason_after_days = 14", b"reason_after_days = 30")), ["lifecycle.reason_after_days"]),
        (newer(LATER, (b'nl = "Shortlist Jeugd"', b'nl = "Jeugd"')), ["programme.assignments"]),
    ],
)
def test_what_differs_elsewhere_is_named_by_its_key(other: RuleFiles, keys: list[str]) -> None:
    found = rehearse.differ(read_rules(files()), read_rules(other))

    assert found.found
    assert list(found.elsewhere) == keys
    assert ", ".join(keys) in str(rehearsed.diff_as_text(found, "nl", 80, colour=False))


MAY_PRESENT = (PRESENT_BY_LEAD, PRESENT_BY_LEAD.replace(b'role = "lead" }]', b'role = "lead" }, { role = "chair" }]'))
LEADS_ELSEWHERE = (b'sources = ["reported"]\ntarget = "started"', b'sources = ["reported"]\ntarget = "presented"')
DOCUMENT = b'  { name = "document", kind = "document" },\n'
EIGHT = b'  { name = "principles", kind = "confirmed", fact = "principles" },\n'
OTHER_ORDER = (DOCUMENT + EIGHT, EIGHT + DOCUMENT)
SATISFIED = (b'satisfied_by = [{ state = "started" }]', b'satisfied_by = [{ state = "reported" }]')


@pytest.mark.parametrize(
    ("other", "keys"),
    [
        (files(), []),
        (rewritten(MAY_PRESENT), []),
        (rewritten(LEADS_ELSEWHERE), ["lifecycle.steps"]),
        (rewritten(MAY_PRESENT, LEADS_ELSEWHERE), ["lifecycle.steps"]),
        (rewritten(MAY_PRESENT, OTHER_ORDER), ["lifecycle.steps"]),
        (newer(LATER), []),
        (newer(LATER, SATISFIED), ["programme.milestones"]),
        (newer(LATER, more=PLANNED), ["programme.milestones"]),
    ],
)
def test_that_something_of_a_key_was_told_hides_nothing_else_that_changes_under_it(
    other: RuleFiles, keys: list[str]
) -> None:
    shipped = read_rules(files())

    assert list(rehearse.differ(shipped, read_rules(other)).elsewhere) == keys
    assert list(rehearse.differ(read_rules(other), shipped).elsewhere) == keys


def test_the_same_rules_are_the_same_whatever_the_comments_say() -> None:
    found = rehearse.differ(read_rules(files()), read_rules(newer(more=b"# later read again\n")))

    assert not found.found
    assert "dezelfde regels" in str(rehearsed.diff_as_text(found, "nl", 80, colour=False))


def test_a_trail_that_went_on_under_moved_rules_is_judged_as_it_went(world: World) -> None:
    accepted(world.record("progress", "1", "keken", {"text": "x"}))
    migrate.migrate(world.office, world.call("meuleman"), later(), (PEOPLE.name, PEOPLE.read_bytes()))
    accepted(world.record("progress", "1", "keken", {"text": "y"}))

    assert not tried(world, read_rules(later())).refused
    assert not tried(world, read_rules(files())).refused
