"""`--roles-only` on every answer that names people: no key and no name of the register is in it, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import PEOPLE
from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper
from vs_workflow.desk.adopt import read_register

RECORDS = read_register(PEOPLE.name, PEOPLE.read_bytes())
WORDS = sorted({*RECORDS, *(one.name.split()[-1] for one in RECORDS.values() if one.name)})
NAMED = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(word) for word in WORDS)})(?![\w-])", re.IGNORECASE)
PAGES = (
    "status", "show 4A", "show 1", "todo hofman", "why 4A", "why 1 start", "history", "history --refused", "replay 4A",
    "form 4A present", "timeline", "forecast", "check --dry-run", "scheduler status", "verify", "export --csv -",
    "export --jsonl -", "export --xes -", "export --adl -", "who-held-it",
    "record team-formed 4A --as bakker --typed-by meuleman", "advance 2 start --as keken",
    "mandate bakker --role lead 4A --from today --until 2015-05-01 --as hofman --dry-run",
)  # fmt: skip


@pytest.fixture
def year(rehearsal: Vs, folder: Path) -> Iterator[Vs]:
    (folder / "paper").write_text("x")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=John Hofman belde keken")]
    assert rehearsal("advance 4A present --as hofman --document paper", *facts).code == 0
    assert rehearsal("record team-formed 4A --as bakker").code == 3
    yield rehearsal


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("way", ["--lang nl", "--lang en", "--json"])
def test_nobody_is_named(year: Vs, page: str, way: str) -> None:
    told = year(f"{page} {way} --roles-only")

    assert told.code in (0, 1, 3), told
    assert told.out
    found = NAMED.search(told.out)
    assert found is None, told.out[max(0, found.start() - 60) : found.end() + 20]


FAILING = (
    "advance 1 start --as nobody", "advance 1 start --as keke", "advance 1 start", "todo meulema",
    "person keken --as meuleman",
    "record member-joined 4A --as hofman --fact person=kekken", "grant lead bakkr 1 --from today --as meuleman",
)  # fmt: skip


@pytest.mark.parametrize("line", FAILING)
@pytest.mark.parametrize("way", ["--lang nl", "--lang en", "--json"])
def test_no_error_names_anybody_who_was_not_typed(year: Vs, line: str, way: str) -> None:
    told = year(f"{line} {way} --roles-only")

    assert told.code == 2, told
    assert NAMED.search(told.out + told.err) is None, told


@pytest.mark.parametrize("typed", ["meulema", "John Hofman", "lead-77"])
@pytest.mark.parametrize("way", ["--lang nl", "--lang en", "--json"])
def test_nothing_ties_what_was_typed_to_whom_it_nearly_names(year: Vs, typed: str, way: str) -> None:
    told = year(f"todo {way} --roles-only", typed)

    assert told.code == 2
    assert not re.search(r"(lead|coordinator|trekker|projectleider)[- ][0-9]", told.out + told.err), told


def test_what_a_page_calls_somebody_names_him_in_a_call(year: Vs) -> None:
    by_key, by_label = year("todo hofman --roles-only --lang en"), year("todo lead-10 --roles-only --lang en")

    assert (by_label.code, by_label.out) == (0, by_key.out)
    assert year("todo lead-10").code == 2


def test_what_a_page_calls_somebody_names_him_also_when_his_record_was_destroyed(rehearsal: Vs) -> None:
    tamper("bare.db", "DELETE FROM shelf WHERE kind = 'register'")

    by_key, by_label = (rehearsal(f"todo {who} --roles-only --lang en --db bare.db") for who in ("hofman", "lead-10"))

    assert "--as lead-10" in by_key.out
    assert (by_label.code, by_label.out) == (0, by_key.out)


def test_a_key_is_its_holder_also_where_somebody_else_has_it_for_a_surname(rehearsal: Vs) -> None:
    before = rehearsal("todo hofman --roles-only --lang en").out
    assert rehearsal("person piet --as meuleman --name", "Piet Hofman").code == 0

    told = rehearsal("todo hofman --roles-only --lang en")

    assert "vs advance 4A present --as lead-10" in " ".join(before.split())
    assert told.out == before


def test_nobody_is_called_by_what_is_the_key_of_somebody_else(rehearsal: Vs) -> None:
    assert rehearsal("person lead-10 --as meuleman --name", "Piet Kroon").code == 0

    by_key = rehearsal("todo hofman --roles-only --lang en")
    by_label = rehearsal("todo lead-10-10 --roles-only --lang en")

    assert "vs advance 4A present --as lead-10-10" in " ".join(by_key.out.split())
    assert (by_label.code, by_label.out) == (0, by_key.out)
    assert "person-13 has no step to take" in rehearsal("todo lead-10 --roles-only --lang en").out


def test_a_destruction_gives_nobody_the_number_of_somebody_else(rehearsal: Vs, folder: Path) -> None:
    (folder / "declaration.txt").write_bytes(b"destroyed")
    before = rehearsal("show 4B --roles-only --lang en").out
    assert rehearsal("advance 4A withdraw --as knaap --yes --reason samen").code == 0
    line = "destroy 4A --ground x --declaration declaration.txt --as meuleman --yes"
    assert rehearsal(line).code == 0

    assert rehearsal("show 4B --roles-only --lang en").out == before
    assert "person-10 has no step to take" in rehearsal("todo person-10 --roles-only --lang en").out
    assert rehearsal("todo lead-10 --roles-only").code == 2


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_somebody_is_spelled_in_one_way_on_every_page(year: Vs, lang: str) -> None:
    for page in ("status", "show 4A", "history", "verify", "who-held-it"):
        assert not re.search(r"\b(lead|trekker|chair|voorzitter) [0-9]", year(f"{page} --roles-only --lang {lang}").out)


def test_names_go_from_typed_text_in_any_case_and_those_of_two_letters_as_they_are_written(year: Vs) -> None:
    assert year("person wei-li --as meuleman --name", "Wei Li").code == 0
    said = "Li belde KEKEN en herman MEULEMAN in Elst, LI niet"
    assert year("record team-formed 4A --as hofman --reason", said).code == 0

    told = year("history 4A --json --roles-only").data["entries"][-1]

    assert told["reason"] == "person-13 belde lead-4 en coordinator-2 in Elst, LI niet"


def test_they_are_called_by_role_and_number_and_the_rest_is_the_same(year: Vs) -> None:
    said = year("show 4A --roles-only --lang en").out

    assert "lead: lead-10 (no. 32" in said
    assert year("show 4A --json --roles-only").data["schema"] == "vs.show/1"
    plain, veiled = (year(f"status --json{way}").data for way in ("", " --roles-only"))
    assert [one["state"] for one in plain["assignments"]] == [one["state"] for one in veiled["assignments"]]
    assert veiled["assignments"][0]["turn"][0]["people"] == ["lead-4"]


def test_what_is_recorded_is_the_same_with_and_without(year: Vs) -> None:
    assert year("record team-formed 4A --as hofman --roles-only").code == 0

    entry = year("history 4A --json").data["entries"][-1]
    assert (entry["actor"], entry["typed_by"]) == ("hofman", "hofman")


def test_each_holder_of_a_role_has_his_sum_of_days_under_what_he_is_called(rehearsal: Vs) -> None:
    assert rehearsal("grant lead ottens 4A --from 2015-02-12 --as meuleman --reason wissel").code == 0
    assert rehearsal("end 32 --on 2015-02-12 --as meuleman --reason wissel").code == 0

    page = rehearsal("who-held-it 4A --roles-only --lang en --on 2015-02-13")
    data = rehearsal("who-held-it 4A --roles-only --json --on 2015-02-13").data

    assert NAMED.search(page.out + str(data)) is None
    assert [line.split("  ")[-2:] for line in page.out.splitlines()[-2:]] == [
        ["lead-10", "42 days (29 working days)"], ["lead-12", "1 day (1 working day)"],
    ]  # fmt: skip
    assert [(one["people"], one["days"]) for one in data["assignments"][0]["sums_by_people"]] == [
        (["lead-10"], 42), (["lead-12"], 1),
    ]  # fmt: skip
