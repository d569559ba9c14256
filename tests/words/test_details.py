"""The small reasons between brackets: ours in the reader's language, those of others quoted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.words.rules_in_source import sources
from vs_workflow.reasons import BadFile, StoreTrouble
from vs_workflow.words.details import DETAILS
from vs_workflow.words.lang import Lang
from vs_workflow.words.say import trouble

_RAISED = ("NotACheckpoint", "NotAPublicKey")


def named() -> Iterator[str]:
    """Every reason that the source gives as a constant: to an error of ours, or as the detail of a trouble."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            given = [*node.args] if getattr(node.func, "id", "") in _RAISED else []
            given += [one.value for one in node.keywords if one.arg in ("detail", "why")]
            yield from (one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_reason_that_the_source_names_has_words_in_both_languages() -> None:
    # What a rule says is its sentence; the words of SQLite and of the store in memory are no reasons of ours.
    found = {one for one in named() if "." not in one} - {"", "key", "flag", "journal_mode=wal"}

    assert len(found) > 15
    assert found - DETAILS.keys() == set()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("nl", "m.txt: Dit is geen ijkpunt (geen drie regels)."),
        ("en", "m.txt: This is no checkpoint (not three lines)."),
    ],
)
def test_a_reason_of_our_own_is_said_in_the_readers_language(lang: Lang, said: str) -> None:
    error = BadFile("seal.not-a-checkpoint", file="m.txt", detail="not-three-lines")

    assert trouble(error, lang)[0] == said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("nl", 'vs.db is in gebruik door een ander. ("database is locked") Er is niets vastgelegd.'),
        ("en", 'vs.db is in use by somebody else. ("database is locked") Nothing was recorded.'),
    ],
)
def test_what_a_library_said_is_marked_as_quoted(lang: Lang, said: str) -> None:
    error = StoreTrouble("store.locked", store="vs.db", detail="database is locked")

    assert trouble(error, lang)[0] == said


def test_what_is_wrong_in_a_file_of_rules_quotes_its_reader_and_joins_the_choices_in_the_readers_language() -> None:
    odd = BadFile("file.value-wrong", file="p.toml", where="districts", found="3", detail="Input should be a list")
    unknown = BadFile("file.value-unknown", file="p.toml", where="scope", found="moon", expected=["body", "either"])

    assert trouble(odd, "nl")[1] == 'Verwacht: "Input should be a list".'
    assert trouble(unknown, "nl")[1] == "Verwacht: body of either."
