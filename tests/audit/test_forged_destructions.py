"""Somebody who destroys what may not be destroyed, or says that he did: found on either database."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

import store
from tests.audit.forging import entries_of, forge, found
from tests.desk.test_destroy import KEY, ONE, SIGNED, TWO, destroyed, lived, measured
from tests.desk.world import World, accepted, begun
from tests.tools.bytes import unguarded
from tests.tools.postgres_box import Server
from vs_workflow.journal.canon import leaf_hash
from vs_workflow.journal.entry import Entry, Kind, entry_bytes, read_entry
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Plain, StoreTrouble

BLANK = (
    "UPDATE journal SET entry = NULL, kind = '', what = '', assignment = NULL, happened_on = '', recorded_at = '',"
    " actor = NULL, corrects = NULL WHERE seq = {seq}"
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "vs.db")
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"forgeddestroy{os.getpid()}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def database(where: str) -> Iterator[store.Database]:
    with store.open(where, create=True) as opened:
        yield opened


@pytest.fixture
def world(database: store.Database) -> World:
    return lived(begun(database.begin(KEY)))


@pytest.fixture
def engine(where: str) -> Iterator[sa.Engine]:
    made = sa.create_engine(where if "://" in where else sa.URL.create("sqlite", database=where))
    yield made
    made.dispose()


def by_hand(engine: sa.Engine, *statements: str) -> None:
    """As an owner of the database who took the guard rails away for a moment."""
    with unguarded(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        for statement in statements:
            connection.exec_driver_sql(statement)


def seqs_of(world: World, assignment: str) -> list[int]:
    with world.office.room.reading() as work:
        return [line.seq for line in work.journal.lines(assignment=assignment)]


def refused(engine: sa.Engine, statement: str) -> bool:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except SQLAlchemyError as error:
        return "stays" in str(error)
    return False


BODY: dict[str, Plain] = {"kind": "driehoek", "name": "Elst", "district": "gelderland-midden"}
# What is left of an offer on 1 July that is no. 73, and of the correction of its day.
MADE_UP: dict[str, Callable[[dict[str, Plain], dict[str, Plain]], list[Plain]]] = {
    "at no number of its own": lambda left, day: [{**left, "seq": 36}],
    "at a number to come": lambda left, day: [left, day, {**left, "seq": 9999}],
    "in another order": lambda left, day: [day, left],
    "twice": lambda left, day: [left, left, day],
    "recorded before its neighbours": lambda left, day: [{**left, "at": "2015-06-01T09:00:00.000000Z"}, day],
    "recorded after its neighbours": lambda left, day: [{**left, "at": "2015-07-02T09:00:00.000000Z"}, day],
    "recorded at no moment": lambda left, day: [{**left, "at": "2015-07-01T09:00:00.0000000"}, day],
    "on a day to come": lambda left, day: [{**left, "on": "2015-07-02"}, day],
    "before the beginning": lambda left, day: [{**left, "on": "2014-12-31"}, day],
    "moved to a day to come": lambda left, day: [left, {**day, "on": "2015-07-02"}],
    "undone by nothing that there is": lambda left, day: [left, {**day, "what": "undo"}],
    "undoes the opening of another": lambda left, day: [left, {**day, "what": "annul", "corrects": 77}],
    "of a kind that nobody opens": lambda left, day: [{**left, "opens": {"driehoek-elst": {**BODY, "kind": "bbg"}}}],
    "in no district": lambda left, day: [{**left, "opens": {"driehoek-elst": {**BODY, "district": "x"}}}],
    "under another name": lambda left, day: [{**left, "opens": {"driehoek-huissen": BODY}}],
    "that is no body": lambda left, day: [{**left, "opens": {"driehoek-elst": "x"}}],
    "that opened nothing": lambda left, day: [{**left, "opens": {}}, day],
    "that says more": lambda left, day: [{**left, "note": "x"}, day],
}


class TestTheGuardRails:
    def test_nothing_is_blanked_that_no_destruction_names(self, world: World, engine: sa.Engine) -> None:
        assert refused(engine, BLANK.format(seq=seqs_of(world, ONE)[3]))

        accepted(destroyed(world))

        assert refused(engine, BLANK.format(seq=seqs_of(world, TWO)[3]))
        assert refused(engine, BLANK.format(seq=world.head()))

    def test_nothing_but_the_text_and_its_copies_goes(self, world: World, engine: sa.Engine) -> None:
        seq = seqs_of(world, ONE)[0]
        accepted(destroyed(world))

        for column, value in (
            ("leaf", "'0'"),
            ("seq", "9999"),
            ("programme", "'x'"),
            ("what", "'x'"),
            ("entry", "'x'"),
        ):
            assert refused(engine, f"UPDATE journal SET {column} = {value} WHERE seq = {seq}"), column
        assert refused(engine, f"DELETE FROM journal WHERE seq = {seq}")

    def test_a_document_that_an_entry_names_stays(self, world: World, engine: sa.Engine) -> None:
        outcome = accepted(destroyed(world))

        assert refused(engine, f"DELETE FROM shelf WHERE address = '{outcome.entry.documents[0]}'")
        assert refused(engine, "DELETE FROM shelf WHERE kind = 'rules'")

    def test_later_nothing_can_be_blanked_any_more(self, world: World, engine: sa.Engine) -> None:
        """Not even what the destruction named: the transaction is over."""
        outcome = accepted(destroyed(world))
        accepted(world.record("progress", "2", "boomkamp", {"text": "x"}))
        numbers = outcome.entry.facts["entries"]
        assert isinstance(numbers, list)

        assert refused(engine, BLANK.format(seq=numbers[0]))
        assert refused(engine, "DELETE FROM shelf WHERE kind = 'document'")


@pytest.mark.parametrize("place", [0, 2, -1])
def test_a_blank_by_hand_is_named(world: World, engine: sa.Engine, place: int) -> None:
    seq = seqs_of(world, TWO)[place]
    by_hand(engine, BLANK.format(seq=seq))

    assert (seq, "destruction", "lawful.blank") in found(world)


def test_a_blank_beside_a_lawful_destruction_is_named(world: World, engine: sa.Engine) -> None:
    accepted(destroyed(world))
    seq = seqs_of(world, TWO)[-1]
    by_hand(engine, BLANK.format(seq=seq))

    assert (seq, "destruction", "lawful.blank") in found(world)


def test_a_text_put_back_by_hand_is_named(world: World, engine: sa.Engine) -> None:
    first = entries_of(world)[seqs_of(world, ONE)[0] - 1]
    outcome = accepted(destroyed(world))
    other = entry_bytes(replace(first, target="offered")).decode().replace("'", "''").replace("%", "%%")
    by_hand(engine, f"UPDATE journal SET entry = '{other}' WHERE seq = {first.seq}")

    findings = found(world)
    assert (first.seq, "leaf", "link.leaf") in findings
    assert (outcome.seq, "destruction", "lawful.not-destroyed") in findings


def test_copies_left_of_a_blank_are_named(world: World, database: store.Database, engine: sa.Engine) -> None:
    seq = seqs_of(world, ONE)[0]
    accepted(destroyed(world))
    by_hand(engine, f"UPDATE journal SET actor = 'keken' WHERE seq = {seq}")

    assert [(one.seq, one.rule) for one in database.differences(KEY)] == [(seq, "store.copy-differs")]


@pytest.mark.parametrize("blank", [False, True], ids=["the text before a gap", "a leaf in the gap"])
def test_what_no_link_leads_back_to_is_bound_by_the_destruction(world: World, engine: sa.Engine, blank: bool) -> None:
    outcome = accepted(destroyed(world))
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
    # The first of two neighbours, of which the second has no text to say what came before it.
    before = next(one for one, after in pairwise(lines) if bool(one.text) is not blank and not after.text)
    if blank:
        by_hand(engine, f"UPDATE journal SET leaf = '{'0' * 64}' WHERE seq = {before.seq}")
    else:
        text = entry_bytes(replace(read_entry(before.text), host="elders"))
        said = text.decode().replace("'", "''").replace("%", "%%")
        by_hand(engine, f"UPDATE journal SET entry = '{said}', leaf = '{leaf_hash(text)}' WHERE seq = {before.seq}")

    assert (outcome.seq, "link", "link.root") in found(world)


class TestOneWhoLinksEverythingProperly:
    """He says that he destroyed, in an entry that is well linked, and blanks what he likes."""

    @pytest.fixture
    def database(self) -> Iterator[None]:
        yield None

    @pytest.fixture
    def world(self, database: None) -> World:
        return lived(begun())

    def told(self, world: World, change: Callable[[Entry], Entry], keep: int = 0) -> list[tuple[int | None, str, str]]:
        """What verification finds after a destruction changed by hand; `keep` of its entries keep their text."""
        outcome = destroyed(world, dry_run=True)
        entry = change(outcome.entry)
        entries = entries_of(world)
        forged = forge(world, lambda known: [*known, entry], (SIGNED, ShelfKind.DOCUMENT))
        blanked(forged, [one for one in _numbers(entry) if 0 < one <= len(entries)][keep:])
        return found(forged)

    def test_an_honest_one_is_whole(self, world: World) -> None:
        assert self.told(world, lambda entry: entry) == []

    def test_of_one_that_runs(self, world: World) -> None:
        findings = self.told(world, lambda entry: replace(entry, source="offered"))

        assert ("guard", "lawful.not-allowed") in {(check, rule) for _, check, rule in findings}

    @pytest.mark.parametrize(
        "change",
        [
            lambda entry: replace(entry, facts={**entry.facts, "ground": ""}),
            lambda entry: replace(entry, documents=()),
        ],
    )
    def test_without_a_ground_or_a_declaration(self, world: World, change: Callable[[Entry], Entry]) -> None:
        assert ("guard", "lawful.not-allowed") in {(check, rule) for _, check, rule in self.told(world, change)}

    def test_by_somebody_who_may_not(self, world: World) -> None:
        lead = world.grant_of("boomkamp", "lead")
        findings = self.told(world, lambda entry: replace(entry, actor="boomkamp", role="lead", grant=lead))

        assert ("role", "lawful.not-allowed") in {(check, rule) for _, check, rule in findings}

    def test_whose_declaration_is_not_there(self, world: World) -> None:
        findings = self.told(world, lambda entry: replace(entry, documents=("0" * 64,)))

        assert findings == [(world.head() + 1, "shelf", "shelf.document-missing")]

    def test_under_rules_that_nobody_adopted(self, world: World) -> None:
        findings = self.told(world, lambda entry: replace(entry, rules="0" * 64))

        assert "rules" in {check for _, check, _ in findings}

    def test_that_leaves_a_part(self, world: World) -> None:
        findings = self.told(world, lambda entry: entry, keep=2)

        assert (world.head() + 1, "destruction", "lawful.not-destroyed") in findings

    def test_that_takes_something_of_another_with_it(self, world: World) -> None:
        step = next(one.seq for one in entries_of(world) if one.kind is Kind.STEP and one.assignment == TWO)

        findings = self.told(world, lambda entry: _naming(entry, sorted({*_numbers(entry), step})))

        assert TWO and ("order", "lawful.order") in {(check, rule) for _, check, rule in findings}

    def test_that_names_what_comes_later_or_twice(self, world: World) -> None:
        for numbers in ([*_numbers(destroyed(world, dry_run=True).entry), 9999], [5, 5]):
            findings = self.told(world, lambda entry, numbers=numbers: _naming(entry, numbers))  # type: ignore[misc]
            assert ("destruction", "lawful.not-destroyed") in {(check, rule) for _, check, rule in findings}

    @pytest.mark.parametrize("facts", [{}, {"entries": "all"}, {"entries": [1.5]}, {"entries": [], "remains": "x"}])
    def test_that_cannot_be_read(self, world: World, facts: dict[str, Plain]) -> None:
        kept = {key: value for key, value in facts.items() if value != [1.5]}

        findings = self.told(world, lambda entry: replace(entry, facts=kept))

        assert (world.head() + 1) in {seq for seq, _, _ in findings}

    @pytest.mark.parametrize("entries", [[], [36]])
    def test_of_an_assignment_that_never_was(self, world: World, entries: list[Plain]) -> None:
        facts: dict[str, Plain] = {"ground": "x", "entries": entries, "root": root_of(world)}

        findings = self.told(world, lambda entry: replace(entry, assignment="nooit-geweest", facts=facts))

        assert findings == [(world.head() + 1, "destruction", "lawful.destroyed-none")]

    def test_once_more_of_what_is_gone_to_take_something_of_another_with_it(self, world: World) -> None:
        event = next(one.seq for one in entries_of(world) if one.kind is Kind.EVENT and one.assignment == TWO)
        own = destroyed(world, dry_run=True).entry
        once = forge(world, lambda known: [*known, own])
        more = replace(own, facts={"ground": "x", "entries": [event], "root": root_of(once)})

        forged = forge(world, lambda known: [*known, own, more], (SIGNED, ShelfKind.DOCUMENT))
        blanked(forged, [*_numbers(own), event])

        assert found(forged) == [(world.head() + 2, "destruction", "lawful.destroyed-none")]

    @pytest.mark.parametrize("change", MADE_UP)
    def test_that_leaves_what_cannot_have_been(self, world: World, change: str) -> None:
        """What is left is the destroyer's word, but must be such as a destruction leaves, where it can have been."""
        made_up = MADE_UP[change]

        findings = self.told(
            world, lambda entry: replace(entry, facts={**entry.facts, "remains": made_up(*_left(entry))})
        )

        assert (world.head() + 1, "destruction", "lawful.remains") in findings


def blanked(forged: World, numbers: Sequence[int]) -> None:
    room: Any = forged.office.room
    room.texts = [replace(line, text=b"") if line.seq in numbers else line for line in room.texts]


def root_of(world: World) -> str:
    return b64encode(measured(world).root).decode()


def _left(entry: Entry) -> list[dict[str, Plain]]:
    found = entry.facts.get("remains")
    return [dict(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _numbers(entry: Entry) -> list[int]:
    found = entry.facts.get("entries")
    return [one for one in found if isinstance(one, int)] if isinstance(found, list) else []


def _naming(entry: Entry, numbers: list[int]) -> Entry:
    return replace(entry, facts={**entry.facts, "entries": [*numbers]})


@pytest.mark.postgres
def test_of_the_text_nothing_is_left_in_the_files_of_a_server(postgres_url: str) -> None:
    secret = "het geheim van de Parkstraat"
    with store.open(postgres_url, create=True) as database:
        world = lived(begun(database.begin(KEY)))
        engine = sa.create_engine(postgres_url)

        def kept() -> bool:
            with engine.connect() as connection:
                alone = connection.execution_options(isolation_level="AUTOCOMMIT")
                alone.exec_driver_sql("CHECKPOINT")
                found = alone.exec_driver_sql(
                    "SELECT coalesce(sum(position(convert_to('" + secret + "', 'UTF8') in"
                    " pg_read_binary_file(pg_relation_filepath(c.oid)))), 0) FROM pg_class c"
                    " WHERE c.relkind IN ('r', 't') AND c.relname IN ('journal', 'shelf', 'key_now')"
                ).scalar()
            return bool(found)

        assert kept()
        accepted(destroyed(world))
        assert not kept()
        engine.dispose()


@pytest.mark.postgres
def test_it_is_said_where_a_server_cannot_let_go_of_the_text(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.postgres.TIMEOUT_SECONDS", 0.3)
    with store.open(postgres_url, create=True) as database:
        world = lived(begun(database.begin(KEY)))
        engine = sa.create_engine(postgres_url)
        with engine.connect() as reader:
            reader.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            reader.exec_driver_sql("SELECT count(*) FROM vs_schema")

            with pytest.raises(StoreTrouble) as error:
                destroyed(world)

        engine.dispose()
        assert (error.value.rule, error.value.recorded) == ("store.not-scrubbed", True)
        assert world.verify().findings == ()
        assert [one.facts["assignment"] for one in world.verify().limits if one.rule == "limit.destroyed"] == [ONE]
