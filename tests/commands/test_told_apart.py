"""What verify tells apart for whoever reads it: which of two was changed, what differs, how many there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper
from vs_workflow.reasons import Finding
from vs_workflow.words import say


def told(vs: Vs, path: str = "changed.db", lang: str = "en") -> str:
    """What verify says, in one line."""
    return " ".join(vs(f"verify --db {path} --lang {lang}").out.split())


@pytest.mark.parametrize(
    ("statement", "found", "en", "nl"),
    [
        (
            "UPDATE journal SET leaf = 'abc' WHERE seq = 20",
            [(20, "link.beside")],
            "The hash beside no. 20 was changed to abc; its text is as no. 21 names it",
            "De hash naast nr. 20 is veranderd in abc; de tekst is zoals nr. 21 die noemt",
        ),
        (
            'UPDATE journal SET entry = replace(entry, \'"host":"\', \'"host":"x\') WHERE seq = 20',
            [(20, "link.leaf")],
            "The text of no. 20 was changed: its hash is",
            "De tekst van nr. 20 is veranderd: zijn hash is",
        ),
        (
            "UPDATE journal SET leaf = 'abc' WHERE seq = 34",
            [(34, "link.leaf-or-text")],
            "The text of no. 34 or the hash beside it was changed: the text gives",
            "De tekst van nr. 34 of de hash ernaast is veranderd: de tekst geeft",
        ),
        (
            "DELETE FROM journal WHERE seq = 20",
            [(21, "link.gap"), (21, "link.broken")],
            "it names 69d259ba5207bb57…, and that is",
            "het noemt 69d259ba5207bb57…, en dat is",
        ),
    ],
)
def test_the_next_entry_tells_whether_a_text_or_the_hash_beside_it_was_changed(
    rehearsal: Vs, statement: str, found: list[tuple[int, str]], en: str, nl: str
) -> None:
    digest = rehearsal("history --json").data["entries"][19]["hash"][:16]
    tamper("changed.db", statement)

    findings = rehearsal("verify --db changed.db --json").data["findings"]

    assert [(one["seq"], one["rule"]) for one in findings if one["rule"].startswith("link.")] == found
    assert en.replace("69d259ba5207bb57", digest) in told(rehearsal)
    assert nl.replace("69d259ba5207bb57", digest) in told(rehearsal, lang="nl")


@pytest.mark.parametrize("count", [33, 36, 99])
def test_lines_for_the_minutes_with_a_mistyped_count_do_not_accuse_the_journal(
    sealed: Vs, folder: Path, count: int
) -> None:
    (folder / "mistyped").write_text((folder / "minutes").read_text().replace("\n34\n", f"\n{count}\n"))

    said = [sealed(f"verify --checkpoint mistyped --lang {lang}") for lang in ("en", "nl")]

    assert [one.code for one in said] == [1, 1]
    expected = f"in mistyped name {count} entries, but their root is that of 34 of this journal. See whether the number"
    assert expected in " ".join(said[0].out.split())
    assert "signed" not in said[0].out[said[0].out.index("Findings") : said[0].out.index("Limits")]
    assert f"noemen {count} vastleggingen, maar hun wortel is die van 34" in " ".join(said[1].out.split())


def test_lines_that_do_not_fit_while_what_was_signed_of_more_entries_does_may_be_mistyped(
    sealed: Vs, folder: Path
) -> None:
    origin, _, root = (folder / "minutes").read_text().splitlines()
    (folder / "mistyped").write_text(f"{origin}\n20\n{root[3:6]}{root[:3]}{root[6:]}\n")

    (found,) = sealed("verify --checkpoint mistyped --json").data["findings"]

    assert (found["seq"], found["rule"]) == (20, "seal.not-these-lines")
    assert "copied letter by letter" in sealed("verify --checkpoint mistyped --lang en").out


@pytest.mark.parametrize("gone", [1, 20])
def test_where_an_entry_is_missing_its_page_says_how_many_there_are_and_where_their_numbers_end(
    rehearsal: Vs, gone: int
) -> None:
    tamper("changed.db", f"DELETE FROM journal WHERE seq = {gone}")

    data = rehearsal("verify --db changed.db --json").data

    assert (data["entries"], data["last"], data["replayed"]) == (33, 34, False)
    assert "entries 33 (the last is no. 34)" in told(rehearsal)
    assert "vastleggingen 33 (de laatste is nr. 34)" in told(rehearsal, lang="nl")
    assert "No. 1 to 34 are not signed" in told(rehearsal)


@pytest.mark.parametrize("text", ["[]", '"x"', "[" * 5000 + "]" * 5000, '{"seq":' + "1" * 5000 + "}", '{"seq":1}', "{"])
def test_a_text_that_is_no_entry_is_found_once_and_without_advice_of_python(rehearsal: Vs, text: str) -> None:
    tamper("changed.db", f"UPDATE journal SET entry = '{text}' WHERE seq = 34")

    answer = rehearsal("verify --db changed.db --json")

    assert [one["seq"] for one in answer.data["findings"] if one["check"] == "entry"] == [34]
    assert "sys.set_int" not in answer.out
    assert "recursion" not in answer.out


def test_a_flag_is_called_by_its_label_in_both_languages() -> None:
    found = Finding("flag", "lawful.flag-surplus", {"flag": "caught-up", "milestone": "m", "assignment": "x"}, seq=9)

    assert "hoefde te zetten: ingehaald, m, x" in say.finding(found, "nl")
    assert "no check owed: caught up, m, x" in say.finding(found, "en")
