"""The journal as lines and as a table: exact, harmless where opened, without persons if wanted."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.builders import PEOPLE, Year, walked
from vs_workflow.desk.adopt import read_register
from vs_workflow.desk.leave import Leaving, leaving
from vs_workflow.exports.entries_csv import COLUMNS, cell, entries_csv
from vs_workflow.exports.journal_lines import journal_lines
from vs_workflow.exports.roles import BY_KEY, role_holders
from vs_workflow.journal.canon import leaf_hash


@pytest.fixture(scope="module")
def year() -> Year:
    year = walked()
    year.record("progress", "4A", "hofman", ("text", "John Hofman sprak met Van Beem; daarna belde hofman zelf"))
    year.record("progress", "4A", "hofman", ("text", '=HYPERLINK("http://x")'), reason="@SUM(1)\t=2")
    return year


@pytest.fixture(scope="module")
def found(year: Year) -> Leaving:
    return leaving(year.office)


def table(found: Leaving, *, roles: bool = False) -> list[dict[str, str]]:
    data = entries_csv(found, role_holders(found.book, found.names) if roles else BY_KEY)
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_a_line_is_the_bytes_that_were_hashed(found: Leaving) -> None:
    lines = b"".join(journal_lines(found, BY_KEY)).split(b"\n")

    assert lines.pop() == b""
    assert [leaf_hash(line) for line in lines] == [one.line.leaf for one in found.told]
    assert leaf_hash(lines[-1]) == found.head


def test_the_table_has_a_row_for_each_entry_and_says_what_was_refused(found: Leaving) -> None:
    rows = table(found)

    assert [int(row["seq"]) for row in rows] == [*range(1, len(found.told) + 1)]
    assert tuple(rows[0]) == COLUMNS
    assert [row["number"] for row in rows if row["what"] == "present"] == ["1", "4A", "2"]
    assert {row["reasons"] for row in rows if row["accepted"] == "false"} == {"role guard"}


def test_no_cell_is_a_formula(found: Leaving) -> None:
    cells = [value for row in table(found) for value in row.values()]

    assert not [one for one in cells if re.match(r"[=+\-@\t\r]", one)]
    assert [row["reason"] for row in table(found)][-1] == "'@SUM(1)\\t=2"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("=1+1", "'=1+1"), ("+31 6", "'+31 6"), ("-1", "-1"), ("-1,5", "-1,5"), ("-1+2", "'-1+2"), ("@x", "'@x"),
        ("\t=1", "'\\t=1"), ("\r=1", "'\\r=1"), ("a;=1", "a;'=1"), ("a; @x", "a; '@x"), ("﹦1", "'﹦1"),
        ('a";"=1', """a";"'=1"""), ('a;"" @x', """a;"" '@x"""),
        ("gewoon", "gewoon"),
        ("een\nregel", "een\\nregel"), ("\x1b[31m", "\\x1b[31m"), (True, "true"), (None, ""), (3, "3"),
    ],
)  # fmt: skip
def test_a_cell_shows_what_it_holds_and_calculates_nothing(typed: object, shown: str) -> None:
    assert cell(typed) == shown


def test_an_export_of_one_assignment_has_its_entries_alone(year: Year) -> None:
    found = leaving(year.office, "4A")

    assert {row["assignment"] for row in table(found)} == {"informatievoorziening"}
    assert {json.loads(line)["assignment"] for line in journal_lines(found, BY_KEY)} == {"informatievoorziening"}


def test_with_roles_only_no_person_is_in_it(found: Leaving) -> None:
    shown = role_holders(found.book, found.names)
    said = (b"".join(journal_lines(found, shown)) + entries_csv(found, shown)).decode()

    people = read_register(PEOPLE.name, PEOPLE.read_bytes())
    for person, record in people.items():
        assert not re.search(rf'"{re.escape(person)}"', said), person
        assert not record.name or record.name.split()[-1] not in said, person
    assert shown.person("hofman") == "lead-10"
    assert "lead-10 sprak met chair-" in said
    assert "account" not in said
    assert "salt" not in said


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Hofman-Keken", "lead-10-lead-4"), ("team-Hofman", "team-lead-10"),
        ("Van der Knaap-Welten", "bbg-chair-1-chair-5"), ("Keken_2", "lead-4_2"),
        ("Hofmanstraat", "Hofmanstraat"), ("risico-omg", "risico-omg"), ("hofman-2", "lead-10-2"),
    ],
)  # fmt: skip
def test_a_name_is_one_on_either_side_of_a_hyphen(found: Leaving, typed: str, shown: str) -> None:
    assert role_holders(found.book, {**found.names, "beem": "J. Omg"}).text(typed) == shown


def test_role_holders_keep_their_number_when_more_is_recorded(found: Leaving) -> None:
    fresh = leaving(walked().office)
    before = role_holders(fresh.book, fresh.names)

    assert before.called.items() <= role_holders(found.book, found.names).called.items()


def test_names_are_in_no_export_that_has_persons_by_key(found: Leaving) -> None:
    said = entries_csv(found, BY_KEY).decode()

    assert "John Hofman" not in said.replace("John Hofman sprak", "")
    assert "hofman" in said
