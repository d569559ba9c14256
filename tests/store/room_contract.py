"""What every room owes: memory, SQLite and PostgreSQL alike. A subclass gives `new_room`."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.builders import (
    RULES,
    annulled,
    append,
    audited,
    begun,
    destroyed,
    enrolled,
    flagged,
    genesis,
    grant,
    happened,
    opened,
    record,
    refusal,
    restricted,
    step,
    swept,
)
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import EMPTY
from vs_workflow.journal.entry import Draft, read_entry
from vs_workflow.ports import Flag, HeadMoved, Room, ShelfKind, Standing
from vs_workflow.reasons import StoreTrouble
from vs_workflow.replay.fold import NOTHING

# Each example makes a room of its own, and every room runs the same examples: that is what a contract is.
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.differing_executors]
NAMES = ["one", "two", "three"]


@st.composite
def histories(draw: st.DrawFn) -> list[Draft]:
    """Anything that may follow the opening, lawful or not: a store judges nothing."""
    found: list[Draft] = []
    for number in range(draw(st.integers(0, 12))):
        about = draw(st.sampled_from([*NAMES, None]))
        key = draw(st.sampled_from([None, f"k{number}"]))
        if about is None:
            choice = draw(st.sampled_from(["meeting", "grant", "enrol"]))
            body = {"board": {"kind": "body", "name": "Bestuur", "district": ""}}
            made = {"meeting": happened("meet", opens=body), "grant": grant("ada"), "enrol": enrolled(f"p{number}")}
            found.append(made[choice])
            continue
        target = draw(st.sampled_from(["begun", "gone"]))
        body = {f"b{number}": {"kind": "driehoek", "name": "Zuid", "district": "Zuid"}}
        found.append(
            draw(
                st.sampled_from(
                    [
                        step(about, "new", target, key=key),
                        happened("meet", about, key=key),
                        happened("offer", about, opens=body),
                        grant("ben", about),
                        refusal(about, key=key),
                        annulled(draw(st.integers(6, 6 + number)), about),
                    ]
                )
            )
        )
    return found


class RoomContract:
    """Every test gets `new_room`, which makes the room of a fresh programme; what was written is audited at the end."""

    @pytest.fixture
    def new_room(self) -> Iterator[Callable[[str], Room]]:
        raise NotImplementedError

    @pytest.fixture
    def room(self, new_room: Callable[[str], Room]) -> Iterator[Room]:
        room = new_room("north")
        yield room
        audited(room)

    def test_an_empty_journal_answers_with_nothing(self, room: Room) -> None:
        with room.reading() as work:
            assert work.journal.head() == EMPTY
            assert list(work.journal.lines()) == []
            assert list(work.journal.lines(since=5, assignment="one")) == []
            assert work.journal.keyed("k") is None
            assert work.index.book() == NOTHING
            assert work.index.book(["one"]) == NOTHING
            assert list(work.index.board()) == []
            assert list(work.index.milestones()) == []
            assert work.shelf.get("0" * 64) is None
            assert list(work.shelf.addresses()) == []

    def test_lines_come_back_in_order_byte_for_byte(self, room: Room) -> None:
        said = [happened("meet", reason=text) for text in ("Zó – “één”", "\0\x01\x7f", "𝔘𐍈\u202e", "a\nb\\'\"%s?")]
        written = [*record(begun(room, "one"), *said)]

        with room.reading() as work:
            lines = list(work.journal.lines())
            assert [line.seq for line in lines] == list(range(1, 8))
            assert [read_entry(line.text) for line in lines][3:] == written
            assert [line.seq for line in work.journal.lines(since=6)] == [6, 7]
            assert work.journal.head().seq == 7
            assert work.journal.head().leaf == lines[-1].leaf

    def test_lines_of_one_assignment_are_those_that_name_it_refusals_too(self, room: Room) -> None:
        begun(room, "one", "two")
        record(room, step("one", "new", "begun"), refusal("two"), happened("meet"), refusal("one"))

        with room.reading() as work:
            assert [line.seq for line in work.journal.lines(assignment="one")] == [3, 5, 8]
            assert [line.seq for line in work.journal.lines(assignment="two", since=5)] == [6]

    def test_a_key_finds_its_entry_again_also_of_a_refusal(self, room: Room) -> None:
        record(begun(room, "one"), step("one", "new", "begun", key="één"), refusal("one", key="k 2"))

        with room.reading() as work:
            found = [work.journal.keyed(key) for key in ("één", "k 2", "k")]
            assert [line and line.seq for line in found] == [4, 5, None]

    def test_a_key_stands_once(self, room: Room) -> None:
        record(begun(room, "one"), happened("meet", key="k"))

        with pytest.raises(StoreTrouble) as caught:
            record(room, happened("meet", key="k"))

        assert caught.value.recorded is False

    def test_a_second_writer_on_the_same_head_is_told_so(self, room: Room) -> None:
        begun(room, "one")
        with room.reading() as work:
            seen = work.journal.head()
        record(room, happened("meet"))

        with pytest.raises(HeadMoved), room.writing() as work:
            append(work, happened("meet"), after=seen)

    def test_writers_side_by_side_lose_and_double_nothing(self, room: Room) -> None:
        begun(room, "one")
        errors: list[BaseException] = []

        def write_ten(name: str) -> None:
            try:
                for number in range(10):
                    record(room, happened("met", "one", key=f"{name}{number}"))
            except BaseException as error:  # noqa: BLE001  told at the end
                errors.append(error)

        threads = [threading.Thread(target=write_ten, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert not errors
        assert audited(room) == 43

    def test_what_an_error_interrupted_never_was(self, room: Room) -> None:
        begun(room, "one")

        with pytest.raises(ZeroDivisionError), room.writing() as work:
            work.shelf.put(b"never kept", ShelfKind.DOCUMENT)
            append(work, step("one", "new", "begun", key="k"))
            assert work.index.book(["one"]).cases["one"].state == "begun"
            raise ZeroDivisionError

        with room.reading() as work:
            assert work.journal.head().seq == 3
            assert work.journal.keyed("k") is None
            assert work.index.book(["one"]).cases["one"].state == "new"
            assert work.index.board()[0].state == "new"
            assert work.shelf.get(content_hash(b"never kept")) is None

    def test_a_stream_that_was_broken_off_holds_nothing(self, room: Room) -> None:
        begun(room, "one")
        with room.reading() as work:
            read = work.journal.lines()
            next(read)
        with room.writing() as work:
            written = work.journal.lines()
            next(written)
            append(work, happened("meet"))

        record(room, happened("meet"))

        assert audited(room) == 5
        assert {read, written}

    def test_a_transaction_sees_what_it_wrote(self, room: Room) -> None:
        with room.writing() as work:
            append(work, *begun_drafts())
            append(work, step("one", "new", "begun", key="k"))

            assert work.journal.head().seq == 4
            assert work.index.book().cases["one"].state == "begun"
            assert [row.state for row in work.index.board()] == ["begun"]
            keyed = work.journal.keyed("k")
            assert keyed is not None and keyed.seq == 4

    def test_nothing_appended_is_nothing_changed(self, room: Room) -> None:
        begun(room)
        record(room)

        assert audited(room) == 2

    @pytest.mark.parametrize("address", ["\ud800", "a\0b", ""])
    def test_what_no_text_can_be_is_not_on_the_shelf(self, room: Room, address: str) -> None:
        with room.reading() as work:
            assert work.shelf.get(address) is None

    def test_the_shelf_keeps_bytes_once(self, room: Room) -> None:
        data = bytes(range(256)) * 5000
        with room.writing() as work:
            first = work.shelf.put(data, ShelfKind.DOCUMENT)
            again = work.shelf.put(data, ShelfKind.DOCUMENT)
            empty = work.shelf.put(b"", ShelfKind.RULES)
        with room.writing() as work:
            assert work.shelf.put(data, ShelfKind.DOCUMENT) == first == again == content_hash(data)

        with room.reading() as work:
            assert work.shelf.get(first) == data
            assert work.shelf.get(empty) == b""
            expected = sorted([(first, ShelfKind.DOCUMENT, len(data)), (empty, ShelfKind.RULES, 0)])
            assert list(work.shelf.addresses()) == expected

    def test_the_board_keeps_the_order_of_opening(self, room: Room) -> None:
        begun(room, "zulu", "alpha")
        record(room, opened("mike"), step("alpha", "new", "begun"))

        with room.reading() as work:
            found = [(row.assignment, row.position, row.state, row.seq) for row in work.index.board()]
            assert found == [("zulu", 1, "new", 3), ("alpha", 2, "begun", 6), ("mike", 3, "new", 5)]

    def test_a_milestone_follows_the_entries_that_touch_it(self, room: Room) -> None:
        begun(room, "one", "two")
        record(room, happened("meet", "one"), step("two", "new", "gone"))

        with room.reading() as work:
            found = {(row.assignment, row.milestone): row for row in work.index.milestones()}
            assert found["one", "meet"].satisfied_on is not None
            assert found["two", "meet"].lapsed_on is not None
            assert ("one", "begin") not in found
            assert ("", "begin") in found

    def test_a_flag_stands_on_its_milestone_and_the_last_one_counts(self, room: Room) -> None:
        begun(room, "one")
        due = date(2015, 6, 1)
        record(room, swept("2015-06-02", flags=2), flagged("missed", assignment="one"), flagged("missed"))
        with room.reading() as work:
            found = {(row.assignment, row.milestone): row.standing for row in work.index.milestones()}
        assert found["one", "meet"] == Standing(Flag.MISSED, 5, due)
        assert found["", "meet"] == Standing(Flag.MISSED, 6, due)
        assert found["one", "begin"] is None

        record(room, flagged("caught-up", assignment="one", follows=5))
        with room.reading() as work:
            again = {(row.assignment, row.milestone): row.standing for row in work.index.milestones()}
        assert again == {**found, ("one", "meet"): Standing(Flag.CAUGHT_UP, 7, due)}

    def test_several_flags_of_one_milestone_may_come_at_once(self, room: Room) -> None:
        begun(room, "one")
        record(room, swept("2015-06-09", flags=2), flagged("missed", assignment="one"),
               flagged("caught-up", assignment="one", follows=5))  # fmt: skip

        with room.reading() as work:
            found = {(row.assignment, row.milestone): row.standing for row in work.index.milestones()}
        assert found["one", "meet"] == Standing(Flag.CAUGHT_UP, 6, date(2015, 6, 1))

    def test_the_same_flag_is_refused_whoever_writes_it(self, room: Room) -> None:
        begun(room, "one")
        record(room, flagged("missed", assignment="one"))

        for more in (
            [flagged("missed", assignment="one")],
            [happened("meet", "one"), flagged("missed", assignment="one")],
        ):
            with pytest.raises(StoreTrouble) as caught:
                record(room, *more)
            assert caught.value.recorded is False
        record(room, flagged("missed", assignment="one", follows=4), flagged("missed"))

        assert audited(room) == 6

    def test_ripe_are_those_whose_due_day_is_over_and_of_which_something_is_to_be_said(self, room: Room) -> None:
        begun(room, "one", "two", "three")
        record(room, happened("meet", "one"), step("two", "new", "gone"), flagged("missed"))

        with room.reading() as work:
            assert work.index.ripe(date(2015, 6, 1)) == []
            ((row, rules),) = work.index.ripe(date(2015, 6, 2))
            assert (row.assignment, row.milestone, row.standing, rules) == ("three", "meet", None, RULES)

        record(room, annulled(6, "one"))
        with room.reading() as work:
            assert sorted(row.assignment for row, _ in work.index.ripe(date(2015, 6, 2))) == ["one", "three"]

    def test_a_fact_after_a_flag_makes_it_ripe_again(self, room: Room) -> None:
        begun(room, "one")
        record(room, flagged("missed", assignment="one"), flagged("missed"))
        record(room, happened("meet", "one", on=date(2015, 6, 9)))

        with room.reading() as work:
            ((row, _),) = work.index.ripe(date(2015, 6, 10))
            assert (row.assignment, row.satisfied_on, row.standing and row.standing.seq) == ("one", date(2015, 6, 9), 4)

    def test_what_was_moved_after_it_was_asked_is_not_flagged_by_what_was_seen(self, room: Room) -> None:
        begun(room, "one")
        with room.writing() as work:
            assert len(work.index.ripe(date(2015, 6, 2))) == 2
            append(work, happened("meet", "one", on=date(2015, 6, 9)))
            append(work, flagged("missed", assignment="one"))
        with room.writing() as work:
            work.index.ripe(date(2015, 6, 2))
            append(work, happened("meet", None, on=date(2015, 6, 9)), flagged("missed"))

        with room.reading() as work:
            assert [row.assignment for row, _ in work.index.ripe(date(2015, 6, 10))] in (["", "one"], ["one", ""])

    def test_a_milestone_that_is_no_more_stays_for_as_long_as_its_flag_stands(self, room: Room) -> None:
        begun(room, "one")
        record(room, flagged("missed", "begin", "one"))
        record(room, happened("met", "one"))
        with room.reading() as work:
            kept = next(row for row in work.index.milestones() if (row.assignment, row.milestone) == ("one", "begin"))
            assert (kept.due, kept.standing) == (None, Standing(Flag.MISSED, 4, date(2015, 6, 1)))
            assert ("one", "begin") in {(row.assignment, row.milestone) for row, _ in work.index.ripe(date(2015, 6, 2))}

        record(room, flagged("retracted", "begin", "one", follows=4))
        with room.reading() as work:
            assert ("one", "begin") not in {(row.assignment, row.milestone) for row in work.index.milestones()}

    def test_the_beginning_and_every_sweep_say_how_far_the_days_are_covered(self, room: Room) -> None:
        with room.reading() as work:
            assert (list(work.index.sweeps()), work.index.last_sweep()) == ([], None)
        begun(room, "one")
        record(room, swept("2015-04-05", covers=("2015-04-02", "2015-04-04")), happened("meet", "one"))
        record(room, swept("2015-04-05", flags=1), flagged("missed"))

        with room.reading() as work:
            found = [(one.seq, one.day.isoformat(), one.first, one.until.isoformat()) for one in work.index.sweeps()]
            assert found == [
                (1, "2015-04-02", None, "2015-04-01"),
                (4, "2015-04-05", date(2015, 4, 2), "2015-04-04"),
                (6, "2015-04-05", None, "2015-04-04"),
            ]
            assert work.index.last_sweep() == list(work.index.sweeps())[-1]

    def test_a_check_that_was_interrupted_never_was(self, room: Room) -> None:
        begun(room, "one")
        with pytest.raises(ZeroDivisionError), room.writing() as work:
            append(work, swept("2015-06-02", covers=("2015-04-02", "2015-06-01")), flagged("missed", assignment="one"))
            assert len(work.index.sweeps()) == 2
            raise ZeroDivisionError

        with room.reading() as work:
            assert [one.seq for one in work.index.sweeps()] == [1]
            assert all(row.standing is None for row in work.index.milestones())
        record(room, flagged("missed", assignment="one"))

    @settings(max_examples=25, suppress_health_check=SHARED, deadline=None)
    @given(drafts=histories(), cut=st.integers(0, 12), asked=st.lists(st.sampled_from([*NAMES, "unknown"]), max_size=4))
    def test_a_partial_casebook_is_the_whole_one_restricted(
        self, new_room: Callable[[str], Room], drafts: list[Draft], cut: int, asked: list[str]
    ) -> None:
        room = begun(new_room("north"), *NAMES)
        record(room, *drafts[:cut])
        with room.reading() as work:
            warm = work.index.book(asked[:1])
        record(room, *drafts[cut:])

        with room.reading() as work:
            partial = work.index.book(asked)
            again = work.index.book(NAMES)
            whole = work.index.book()

        assert set(warm.cases) == {*asked[:1]} - {"unknown"}
        assert restricted(partial, asked) == restricted(whole, asked)
        assert partial.cases.keys() == {*asked} - {"unknown"}
        assert again == whole
        audited(room)

    def test_a_document_goes_with_the_last_entry_that_names_it_and_what_are_rules_too_stays(
        self, new_room: Callable[[str], Room]
    ) -> None:
        room = begun(new_room("north"), "one", "two")
        with room.writing() as work:
            rules, own, shared = (
                work.shelf.put(data, ShelfKind.DOCUMENT) for data in (b"a programme", b"a letter", b"a plan")
            )
            work.shelf.put(f"lifecycle {rules}\nprogramme {rules}\n".encode(), ShelfKind.RULES)
            append(work, happened("met", "one", documents=(rules, own, shared)))
            append(work, happened("met", "two", documents=(shared,)))

        assert destroyed(room, "one", [3, 5]) == {own}
        assert destroyed(room, "two", [4, 6]) == {shared}

    def test_the_declaration_of_a_destruction_stays_where_it_is_a_document_of_the_assignment_too(
        self, new_room: Callable[[str], Room]
    ) -> None:
        room = begun(new_room("north"), "one")
        with room.writing() as work:
            declaration, own = (work.shelf.put(data, ShelfKind.DOCUMENT) for data in (b"signed", b"a letter"))
            append(work, happened("met", "one", documents=(declaration, own)))

        assert destroyed(room, "one", [3, 4], documents=(declaration,)) == {own}

    def test_rules_that_were_handed_in_before_they_were_adopted_stay_with_their_files(
        self, new_room: Callable[[str], Room]
    ) -> None:
        room = begun(new_room("north"), "one", "two")
        with room.writing() as work:
            file = work.shelf.put(b"a programme", ShelfKind.DOCUMENT)
            manifest = work.shelf.put(f"lifecycle {file}\nprogramme {file}\n".encode(), ShelfKind.DOCUMENT)
            append(work, happened("met", "one", documents=(file, manifest)))
            append(work, replace(happened("met", "two"), rules=manifest))

        assert destroyed(room, "one", [3, 5]) == set()

    def test_rules_that_only_what_is_destroyed_went_by_go_with_their_files(
        self, new_room: Callable[[str], Room]
    ) -> None:
        room = begun(new_room("north"), "one")
        with room.writing() as work:
            file = work.shelf.put(b"a programme", ShelfKind.DOCUMENT)
            manifest = work.shelf.put(f"lifecycle {file}\nprogramme {file}\n".encode(), ShelfKind.DOCUMENT)
            append(work, replace(happened("met", "one", documents=(file, manifest)), rules=manifest))

        assert destroyed(room, "one", [3, 4]) == {file, manifest}


def begun_drafts() -> tuple[Draft, ...]:
    return *genesis(), opened("one")
