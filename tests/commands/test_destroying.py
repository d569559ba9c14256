"""`vs destroy` as it is typed: confirmed, refused with every reason, and told what is still to be done."""

from __future__ import annotations

import io
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.commands.conftest import Vs

GROUND = ("--ground", "Selectielijst 2012")
SECRET = b"wat niemand meer mag weten"


@pytest.fixture
def ended(rehearsal: Vs, folder: Path) -> Vs:
    """4C was withdrawn; the declaration is signed."""
    Path("verklaring.txt").write_bytes(b"verklaring van vernietiging")
    assert rehearsal("advance 4C withdraw --as knaap --yes --reason", SECRET.decode()).code == 0
    return rehearsal


def test_it_goes_and_stays_provable(ended: Vs) -> None:
    assert SECRET in Path("vs.db").read_bytes()

    told = ended("destroy 4C --declaration verklaring.txt --as meuleman --yes --json", *GROUND)

    assert (told.code, told.data["schema"], told.data["accepted"]) == (0, "vs.destroy/1", True)
    assert SECRET not in Path("vs.db").read_bytes()
    verified = ended("verify --json --lang en").data
    assert (verified["whole"], verified["replayed"], verified["findings"]) == (True, False, [])
    assert any("Not replayable: 4 entries of 4C" in limit for limit in verified["limits"])
    board = ended("status --json").data
    assert board["destroyed"] == [{"assignment": "shortlist-jeugd", "seq": told.data["seq"]}]
    assert "4C" not in [one["number"] for one in board["assignments"]]
    for lang, said in (("nl", "Vernietigd: 4C (nr."), ("en", "Destroyed: 4C (no.")):
        assert f"{said} {told.data['seq']})" in ended(f"status --lang {lang}").out
        assert f"{said} {told.data['seq']})" in ended(f"timeline --lang {lang}").out
    assert ended("timeline --json").data["destroyed"] == board["destroyed"]


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("destroy 4C --as meuleman --yes", ["ground", "declaration"]),
        ("destroy 4C --as meuleman --yes --declaration verklaring.txt", ["ground"]),
        ("destroy 4B --as meuleman --yes --declaration verklaring.txt --ground x", ["destruction"]),
    ],
)
def test_what_is_refused_says_every_reason_and_destroys_nothing(ended: Vs, line: str, reasons: list[str]) -> None:
    told = ended(line, "--json")

    assert told.code == 3
    assert [reason["guard"] for reason in told.data["reasons"]] == reasons
    assert all(reason["remedy"] for reason in told.data["reasons"])
    assert ended("show 4C").code == 0


def test_what_was_not_destroyed_is_not_counted(ended: Vs) -> None:
    for lang, said in (("nl", "4C: de inhoud vernietigen"), ("en", "4C: destroy its content")):
        told = ended(f"destroy 4C --as meuleman --yes --lang {lang}")
        assert told.code == 3
        assert f"{said}\n" in told.out

    assert "destroy its content (Selection list 2012)" in ended(
        "destroy 4C --as meuleman --yes --lang en --ground", "Selection list 2012"
    ).out  # fmt: skip


def test_it_asks_first(ended: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert ended("destroy 4C --declaration verklaring.txt --as meuleman", *GROUND).code == 2
    # What lacks who acts, or is refused, is told without a question.
    assert "--yes" not in ended("destroy 4C --declaration verklaring.txt", *GROUND).err
    assert ended("destroy 4C --as meuleman").code == 3
    monkeypatch.setattr(sys, "stdin", Keyboard("n\n"))
    refused = ended("destroy 4C --declaration verklaring.txt --as meuleman --lang en", *GROUND)
    assert "goes for ever" in refused.err
    assert ended("show 4C").code == 0
    monkeypatch.setattr(sys, "stdin", Keyboard("y\n"))
    assert ended("destroy 4C --declaration verklaring.txt --as meuleman", *GROUND).code == 0
    gone = ended("show 4C --lang en")
    assert (gone.code, "was destroyed" in gone.err) == (2, True)


def test_a_declaration_that_is_not_there_is_a_wrong_file(ended: Vs) -> None:
    told = ended("destroy 4C --declaration geen.txt --as meuleman --yes", *GROUND)

    assert told.code == 5


def test_dutch_and_english_say_what_is_beyond_it(ended: Vs) -> None:
    for lang, said in (("nl", "Kopieën"), ("en", "Copies")):
        told = ended(f"destroy 4C --declaration verklaring.txt --as meuleman --yes --key d --lang {lang}", *GROUND)
        assert told.code == 0
        assert said in told.out


def test_a_dry_run_says_which_numbers_and_documents_would_go_and_keeps_what_others_name(rehearsal: Vs) -> None:
    for name in ("own", "shared", "verklaring.txt"):
        Path(name).write_text(name)
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=x")]
    leads = {line["number"]: line["turn"][0]["people"][0] for line in rehearsal("status --json").data["assignments"]}
    both = f"advance 4C present --as {leads['4C']} --document own --document shared"
    assert rehearsal(both, *facts).code == 0
    assert rehearsal(f"advance 4B present --as {leads['4B']} --document shared", *facts).code == 0
    assert rehearsal("advance 4C withdraw --as knaap --yes --reason samen").code == 0
    of_4c = [one["seq"] for one in rehearsal("history 4C --json").data["entries"]]
    own = sha256(b"own").hexdigest()

    line = "destroy 4C --declaration verklaring.txt --as meuleman --dry-run"
    data, told = rehearsal(f"{line} --json", *GROUND).data, rehearsal(f"{line} --lang en", *GROUND)

    assert (data["entries"], data["documents"]) == (of_4c, [own])
    assert f"Goes: no. {', '.join(str(seq) for seq in of_4c)}" in told.out
    assert own in told.out
    assert rehearsal("show 4C").code == 0
    assert rehearsal("destroy 4C --declaration verklaring.txt --as meuleman --yes", *GROUND).code == 0
    kept = [rehearsal(f"document {sha256(name).hexdigest()}").code for name in (b"own", b"shared")]
    assert kept == [2, 0]
