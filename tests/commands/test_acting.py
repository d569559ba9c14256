"""The commands that write: exit codes, what is recorded, questions, repeated calls, dry runs."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Vs

PRINCIPLES = "[principles]\n" + "".join(f'p{number} = "line {number}"\n' for number in range(1, 9))

OFFER = """
[[results]]
name = "One overview"
kind = "product"

[[driehoeken]]
municipality = "A"
district = "twente"
"""


@pytest.fixture
def at_keyboard(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Somebody sits at a terminal; what is put in will be typed."""

    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    keyboard = Keyboard()
    monkeypatch.setattr(sys, "stdin", keyboard)
    return keyboard


def head(vs: Vs) -> int:
    entries: int = vs("verify --json").data["entries"]
    return entries


def present(vs: Vs, *more: str) -> int:
    Path("form.toml").write_text(PRINCIPLES)
    Path("paper.txt").write_text("the assignment\n")
    return vs("advance 4A present --form form.toml --document paper.txt --as hofman", *more).code


def test_what_is_accepted_is_0_and_what_is_refused_is_3_and_both_are_recorded(rehearsal: Vs) -> None:
    before = head(rehearsal)

    refused = rehearsal("advance 4A start --as hofman --json")
    accepted = present(rehearsal)

    assert (refused.code, accepted) == (3, 0)
    assert refused.data["accepted"] is False
    assert {reason["code"] for reason in refused.data["reasons"]} >= {"order", "role"}
    assert head(rehearsal) == before + 2


@pytest.mark.parametrize(
    "line",
    [
        "advance 9Z present --as hofman",
        "advance 4A leap --as hofman",
        "advance 4A present --as nobody",
        "advance 4A present",
        "advance 4A present --as hofman --on 31-2-2015",
        "advance 4A present --as hofman --fact nothing",
        "advance 4A present --as hofman --fact nothing=1",
        "record nothing 4A --as hofman",
        "record team-formed --as hofman",
        "grant king hofman --from today --as meuleman",
        "grant lead hofman 4A --as meuleman",
        "mandate bakker --from today --as hofman",
        "end x --as meuleman",
        "end 999999999999999999999 --as meuleman",
        "correct 0 --on today --as meuleman",
        "correct 35 --as meuleman",
        "advance 4A withdraw --as knaap --reason because",
    ],
)
def test_what_cannot_be_understood_is_2_and_leaves_no_trace(rehearsal: Vs, line: str) -> None:
    before = head(rehearsal)

    told = rehearsal(line)

    assert told.code == 2
    assert told.out == ""
    assert 1 <= len(told.err.splitlines()) <= 2
    assert head(rehearsal) == before


def test_without_anybody_acting_it_is_told_who_may(rehearsal: Vs) -> None:
    told = rehearsal("advance 4A present")

    assert told.code == 2
    assert "--as" in told.err
    assert "John Hofman" in told.err


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("record progress 4A", "Van Beem and John Hofman"),
        ("record working-meeting", "Herman Meuleman"),
        ("person x --name Y", "Herman Meuleman"),
        ("grant lead hofman 4A --from today", "Herman Meuleman"),
        ("mandate hofman 4A --role chair --from today --until 1-2-2016", "Van Beem"),
        ("end 22", "Van der Knaap"),
    ],
)
def test_every_command_that_writes_says_who_may(rehearsal: Vs, line: str, who: str) -> None:
    told = rehearsal(line)

    assert told.code == 2
    assert told.err.splitlines()[1] == f"Give --as PERSON, or set VS_AS; this may be done by {who}."


def test_a_day_before_the_programme_is_said_once(rehearsal: Vs) -> None:
    told = rehearsal("record team-formed 4B --on 2014-12-01 --as drupsteen --json")

    rules = [reason["rule"] for reason in told.data["reasons"]]
    assert told.code == 3
    assert rules.count("date.before-programme") == 1


@pytest.mark.parametrize("key", ["a\tb", "x" * 201, "\u202eabc", " "])
def test_a_key_is_a_short_name_without_control_characters(rehearsal: Vs, key: str) -> None:
    before = head(rehearsal)

    told = rehearsal("record team-formed 4B --as drupsteen --key", key)

    assert told.code == 2
    assert head(rehearsal) == before
    assert rehearsal("record team-formed 4B --as drupsteen --key", "x" * 200).code == 0


def test_what_must_come_first_is_said_with_the_command_for_it(rehearsal: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    assert present(rehearsal) == 0
    monkeypatch.setenv("VS_NOW", "2015-06-25T16:00+02:00")
    Path("start.toml").write_text(rehearsal("form 4A start").out.replace("= false", "= true"))
    assert rehearsal("advance 4A start --as beem --form start.toml --reason gaps").code == 0

    told = rehearsal("advance 4A report --as beem --fact progress=done")

    assert "First:\n    established by the BBG (Van der Knaap)" in told.out
    assert "vs record established 4A --as knaap --document FILE" in told.out
    assert "Then:\n    offer to the local driehoek (Van Beem)" in told.out
    assert rehearsal("record established 4A --as knaap --document paper.txt").code == 0
    Path("offer.toml").write_text(OFFER)
    offered = rehearsal("advance 4A offer --as beem --form offer.toml --json")
    assert [(one["event"], one["body"], one["people"]) for one in offered.data["awaits"]] == [
        ("offer-accepted", "driehoek-a", []),
        ("offer-declined", "driehoek-a", []),
    ]
    rehearsal("person mayor-a --as meuleman --function mayor")
    granted = rehearsal("grant body-member mayor-a driehoek-a --from 2015-06-25 --as meuleman")
    accepted = rehearsal("record offer-accepted 4A --as mayor-a --fact driehoek=driehoek-a")
    assert (granted.code, accepted.code) == (0, 0)
    assert "vs record offer-implemented 4A --as mayor-a --fact driehoek=driehoek-a" in accepted.out
    assert "implement " not in accepted.out


def test_a_dry_run_says_what_would_be_possible_after_it(rehearsal: Vs) -> None:
    Path("form.toml").write_text(PRINCIPLES)
    Path("paper.txt").write_text("the assignment\n")
    line = "advance 4A present --form form.toml --document paper.txt --as hofman --json"

    tried, done = rehearsal(line + " -n").data, rehearsal(line).data

    assert tried["next"] == done["next"]
    assert [one["step"] for one in tried["next"]] == ["start", "return", "withdraw"]


def test_a_fact_is_given_once(rehearsal: Vs) -> None:
    told = rehearsal("record progress 4B --as drupsteen --fact text=a --fact text=b")

    assert told.code == 2
    assert told.err.startswith("The fact 'text' was given more than once.")


def test_what_was_typed_empty_is_called_empty(rehearsal: Vs) -> None:
    assert "'(empty)'" in rehearsal("show", "").err
    assert "'(leeg)'" in rehearsal("status --lang nl --on", "").err


def test_a_deputy_is_sent_to_the_holder_where_nothing_can_be_asked_on_somebodys_behalf(rehearsal: Vs) -> None:
    assert rehearsal("mandate bakker --role coordinator --as meuleman --from today --until 2015-03-01").code == 0

    person = rehearsal("person nieuw --function official --as bakker --lang en")
    event = rehearsal("record meeting-planned --as bakker --fact body=bbg --fact day=2015-03-12 --lang en")

    assert (person.code, event.code) == (3, 3)
    assert "--behalf-of" not in person.out and "Ask Herman Meuleman, or" in " ".join(person.out.split())
    assert "give --behalf-of meuleman" in " ".join(event.out.split())


def test_the_mandate_that_a_refusal_asks_for_can_be_given_as_it_is_typed(rehearsal: Vs) -> None:
    refused = rehearsal("advance 4A start --as drupsteen --behalf-of beem --json")

    remedy = next(one["remedy"] for one in refused.data["reasons"] if one["code"] == "mandate")
    typed = remedy[remedy.index("vs mandate") + 3 :].rstrip(".").replace("DATE", "today", 1).replace("DATE", "1-6-2015")
    assert typed == "mandate drupsteen 4A --role chair --as beem --from today --until 1-6-2015"
    assert rehearsal(typed).code == 0


def test_an_own_document_or_form_that_is_not_there_is_5(rehearsal: Vs) -> None:
    before = head(rehearsal)

    told = [rehearsal(f"advance 4A present --as hofman {given} nowhere") for given in ("--form", "--document")]

    assert [one.code for one in told] == [5, 5]
    assert all("nowhere" in one.err for one in told)
    assert head(rehearsal) == before


def test_a_form_comes_from_a_pipe_and_not_from_a_keyboard(rehearsal: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("paper.txt").write_text("the assignment\n")
    line = "advance 4A present --form - --document paper.txt --as hofman"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PRINCIPLES.encode())))

    assert rehearsal(line).code == 0

    terminal = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert rehearsal(line).code == 5


def test_facts_may_be_typed_one_by_one(rehearsal: Vs) -> None:
    Path("paper.txt").write_text("the assignment\n")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=line = {number}")]

    told = rehearsal("advance 4A present --document paper.txt --as hofman", *facts)

    assert told.code == 0


def test_a_kept_document_may_be_named_by_its_hash(rehearsal: Vs) -> None:
    present(rehearsal)
    rehearsal("advance 4A return --as beem --reason", "not yet")
    address = hashlib.sha256(b"the assignment\n").hexdigest()

    told = rehearsal(f"advance 4A present --form form.toml --document sha256:{address[:12]} --as hofman")

    assert told.code == 0
    assert rehearsal(f"document {address[:8]}").out == "the assignment\n"


class TestQuestions:
    LINE = "advance 4A withdraw --as knaap --reason because"

    @pytest.mark.parametrize(("typed", "code"), [("yes\n", 0), ("j\n", 0), ("\n", 2), ("no\n", 2)])
    def test_withdrawing_asks_for_a_yes(self, rehearsal: Vs, at_keyboard: io.StringIO, typed: str, code: int) -> None:
        at_keyboard.write(typed)
        at_keyboard.seek(0)

        assert rehearsal(self.LINE).code == code

    def test_yes_may_be_given_at_once(self, rehearsal: Vs) -> None:
        assert rehearsal(f"{self.LINE} --yes").code == 0

    def test_a_dry_run_asks_nothing(self, rehearsal: Vs) -> None:
        assert rehearsal(f"{self.LINE} --dry-run").code == 0

    def test_annulling_asks_for_a_yes_and_another_day_does_not(self, rehearsal: Vs) -> None:
        seq = rehearsal("record team-formed 4A --as hofman --json").data["seq"]

        day = rehearsal(f"correct {seq} --on 2015-02-12 --as hofman --reason mistyped")
        unasked = rehearsal(f"correct {seq} --annul --as hofman --reason mistyped")
        asked = rehearsal(f"correct {seq} --annul --as hofman --reason mistyped --yes")

        assert (day.code, unasked.code, asked.code) == (0, 2, 0)
        assert "--yes" in unasked.err

    @pytest.mark.parametrize(
        "line", ["advance 4A withdraw --reason because", "correct {seq} --annul --reason mistyped"]
    )
    def test_who_acts_is_to_be_said_before_anybody_is_asked_to_be_sure(
        self, rehearsal: Vs, at_keyboard: io.StringIO, line: str
    ) -> None:
        seq = rehearsal("record team-formed 4A --as hofman --json").data["seq"]
        at_keyboard.write("yes\n")
        at_keyboard.seek(0)

        told = rehearsal(f"{line.format(seq=seq)} --lang en")

        assert told.code == 2
        assert told.err.startswith("It is not known who acts.")

    def test_a_missing_first_day_is_asked_on_a_terminal(self, rehearsal: Vs, at_keyboard: io.StringIO) -> None:
        at_keyboard.write("2015-03-01\n")
        at_keyboard.seek(0)

        assert rehearsal("grant lead bakker 4A --as meuleman").code == 0


class TestDryRun:
    LINES = (
        "advance 4A start --as beem",
        "advance 4A present --form form.toml --document paper.txt --as hofman",
        "record team-formed 4A --as hofman",
        "record team-formed 4A --as bakker",
        "person somebody --function Somebody --as meuleman",
        "person somebody --function Somebody --as hofman",
        "grant lead bakker 4A --from 2015-03-01 --as meuleman",
        "grant lead meuleman 4A --from 2015-03-01 --as meuleman",
        "mandate bakker --from today --until 2015-03-01 --as hofman",
        "end 32 --on 2015-03-01 --as meuleman",
        "correct 32 --on today --reason because --as meuleman",
    )

    @pytest.mark.parametrize("line", LINES)
    def test_a_dry_run_ends_as_the_real_run_does_and_records_nothing(self, rehearsal: Vs, line: str) -> None:
        Path("form.toml").write_text(PRINCIPLES)
        Path("paper.txt").write_text("the assignment\n")
        before = head(rehearsal)

        dry = rehearsal(f"{line} --json --dry-run")
        between = head(rehearsal)
        real = rehearsal(f"{line} --json")

        assert between == before
        assert head(rehearsal) == before + 1
        assert dry.code == real.code
        assert (dry.data["accepted"], dry.data["reasons"]) == (real.data["accepted"], real.data["reasons"])
        assert (dry.data["seq"], dry.data["hash"]) == (None, None)


class TestKey:
    def test_the_same_key_answers_as_the_first_time(self, rehearsal: Vs) -> None:
        line = "record team-formed 4A --as hofman --key one --json"

        first, again = rehearsal(line), rehearsal(line)

        assert (first.code, again.code) == (0, 0)
        assert again.data == {**first.data, "repeated": True}

    def test_a_refusal_is_repeated_too(self, rehearsal: Vs) -> None:
        line = "record team-formed 4A --as bakker --key one --json"

        first, again = rehearsal(line), rehearsal(line)

        assert (first.code, again.code) == (3, 3)
        assert again.data["seq"] == first.data["seq"]

    def test_the_same_key_for_something_else_is_a_conflict(self, rehearsal: Vs) -> None:
        rehearsal("record team-formed 4A --as hofman --key one")

        told = rehearsal("record team-formed 1 --as keken --key one --json")

        assert told.code == 3
        assert [reason["code"] for reason in told.data["reasons"]] == ["conflict"]


def test_days_are_read_from_the_programmes_today_and_shown_in_full(rehearsal: Vs) -> None:
    told = rehearsal("record team-formed 4A --as hofman --on", "12 feb")

    assert "12 February 2015" in told.out


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_answer_fits_the_screen(rehearsal: Vs, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    for line in ("", "show 4A", "why 4A", "todo hofman", "history", "advance 4A start --as hofman", "workflow show"):
        told = rehearsal(f"{line} --lang {lang}")
        assert max(map(len, told.out.splitlines())) <= 60, line


def test_the_answer_names_what_the_receipt_and_the_next_command(rehearsal: Vs) -> None:
    told = rehearsal("record team-formed 4A --as hofman")

    assert "4A" in told.out
    assert re.search(r"no\. \d+ · ([0-9a-f]{4} ?){4}", told.out)
    assert "vs advance 4A present --as hofman" in told.out
