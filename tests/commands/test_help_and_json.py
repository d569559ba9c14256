"""Help where the configuration is broken, and a JSON document where there is no page."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from vs_workflow.commands.catalogue import CATALOGUE
from vs_workflow.commands.fitting import fit
from vs_workflow.commands.help_topics import TOPICS


def test_help_is_given_though_the_file_is_broken_and_in_the_language_asked_for(vs: Vs) -> None:
    Path("vs.toml").write_text("= ")

    assert vs("help environment").code == 0
    assert vs("help environment --lang nl").out.startswith("Waar een instelling")
    assert vs("workflow").code == 0
    told = vs("status --lang nl")
    assert told.code == 5
    assert "is niet te lezen" in told.err


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("columns", [40, 60])
def test_help_fits_a_narrow_screen(vs: Vs, monkeypatch: pytest.MonkeyPatch, lang: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    for line in ("", "--help", "workflow", *(f"help {name}" for name in (*CATALOGUE, *TOPICS, "options"))):
        told = vs(f"{line} --lang {lang}")

        assert told.code == 0
        # A word that is too long of itself stays whole: it may be meant to be typed.
        wide = [one for one in told.out.splitlines() if len(one) > columns and " " in one.strip()]
        assert wide == [], line


def test_help_that_is_wrapped_goes_on_below_its_own_text() -> None:
    text = (
        "  0    a check that found something, or vs itself\n       failed\n\nTitle\n  vs advance 4A present --dry-run"
    )

    assert fit(text, 32).splitlines() == [
        "  0    a check that found",
        "       something, or vs itself",
        "       failed",
        "",
        "Title",
        "  vs advance 4A present",
        "    --dry-run",
    ]
    assert fit(text, 60) == text


@pytest.mark.parametrize(("line", "schema"), [("workflow", "vs.help/1"), ("completion bash", "vs.completion/1")])
def test_what_is_no_page_is_a_document_with_json_too(vs: Vs, line: str, schema: str) -> None:
    assert vs(f"{line} --json").data["schema"] == schema


@pytest.mark.parametrize("name", CATALOGUE)
def test_what_stands_for_a_value_is_in_the_readers_language(vs: Vs, name: str) -> None:
    def placeholders(lang: str) -> set[str]:
        shown = re.split("Ook hier|Also here", vs(f"{name} --help --lang {lang}").out)[0]
        said = " ".join(line for line in shown.splitlines() if line.startswith(("Gebruik", "Usage", "  ")))
        return set(re.findall(r"(?<![A-Za-z-])[A-Z]{2,}(?![a-z])", said)) - {"SSH", "SHA"}

    dutch, english = placeholders("nl"), placeholders("en")

    assert dutch & english <= {"HASH", "MOMENT", "SHELL"}
    assert len(dutch) <= len(english)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("grant lead", "PERSOON ontbreekt.\nGebruik: vs grant ROL PERSOON [A|ORGAAN] [OPTIES]\n"),
        ("correct x --annul", "NUMMER: 'x' kan niet.\nKies uit: 1, 2, 3, …\n"),
        ("verify --since x", "--since: 'x' is geen nummer.\nGebruik: vs verify [OPTIES]\n"),
        ("seal retire-key", "VINGERAFDRUK ontbreekt.\nGebruik: vs seal retire-key VINGERAFDRUK [OPTIES]\n"),
        ("show 4A 4B", "Dit is te veel: 4B\nGebruik: vs show A [OPTIES]\n"),
    ],
)
def test_a_call_that_is_not_understood_is_told_the_same_words(vs: Vs, line: str, said: str) -> None:
    told = vs(f"{line} --lang nl")

    assert (told.code, told.err) == (2, said)


def test_settings_and_the_facts_of_the_database_are_in_the_readers_language(vs: Vs) -> None:
    vs("init")

    dutch = vs("diagnose --lang nl").out

    assert {"json        uit", "no-color    uit"} <= {line[:15] for line in vs("config --lang nl").out.splitlines()}
    assert "dialect" not in dutch
    assert "soort database" in dutch
    assert "dialect" in vs("diagnose --lang en").out


def test_sentences_are_wrapped_on_a_screen_and_left_alone_for_a_script(vs: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    vs("init")
    wrong, right = "show nothing", "export --csv journal.csv --lang nl"
    for_a_script = vs(wrong)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    on_a_screen = vs(f"{wrong} --no-color")
    answered = vs(f"{right} --no-color")

    assert (for_a_script.code, on_a_screen.code) == (2, 2)
    assert len(for_a_script.err.splitlines()) == 2
    assert max(map(len, for_a_script.err.splitlines())) > 80
    assert max(map(len, on_a_screen.err.splitlines())) <= 80
    assert on_a_screen.err.split() == for_a_script.err.split()
    assert answered.code == 0
    assert len(answered.out.splitlines()) == 2
