"""What the Tab key offers: what is there, and what is allowed now; never an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from vs_workflow.commands.door import answer_call

Offered = Callable[[str], list[str]]


@pytest.fixture
def offered(folder: Path, capsys: pytest.CaptureFixture[str]) -> Offered:
    """What bash is offered for a line that was typed so far."""

    def asked(line: str) -> list[str]:
        capsys.readouterr()
        words = {"_VS_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        with pytest.MonkeyPatch.context() as shell:
            for name, value in words.items():
                shell.setenv(name, value)
            with pytest.raises(SystemExit):
                answer_call([])
        out, err = capsys.readouterr()
        assert err == ""
        return [row.partition(",")[2] for row in out.splitlines() if row]

    return asked


def test_assignments_go_by_number_and_by_key(rehearsal: Vs, offered: Offered) -> None:
    assert offered("vs show 4") == ["4A", "4B", "4C"]
    assert offered("vs advance hen") == ["hennep"]


def test_only_the_steps_that_the_assignment_allows_now_are_offered(rehearsal: Vs, offered: Offered) -> None:
    assert offered("vs advance 4A ") == ["present", "withdraw"]

    Path("paper").write_text("x")
    facts = [word for number in range(1, 9) for word in ("--fact", f"principles.p{number}=x")]
    assert rehearsal("advance 4A present --as hofman --document paper", *facts).code == 0

    assert offered("vs advance 4A ") == ["start", "return", "withdraw"]
    assert offered("vs advance 4A s") == ["start"]


def test_of_those_only_what_the_one_acting_may_do(rehearsal: Vs, offered: Offered) -> None:
    assert offered("vs advance --as hofman 4A ") == ["present"]
    assert offered("vs advance --as knaap 4A ") == ["withdraw"]
    assert offered("vs advance --as bakker 4A ") == []


def test_events_people_roles_and_places_are_offered(rehearsal: Vs, offered: Offered) -> None:
    assert offered("vs record team") == ["team-formed"]
    assert offered("vs grant coo") == ["coordinator"]
    assert offered("vs grant lead bee") == ["beem", "beenakker"]
    assert offered("vs grant body-member beem dvo-t") == ["dvo-twente"]
    assert offered("vs form meeting-") == ["meeting-held", "meeting-planned", "meeting-cancelled"]


def test_a_driehoek_that_an_offer_opened_is_offered_too(rehearsal: Vs, offered: Offered) -> None:
    assert offered("vs grant body-member beem driehoek") == []


@pytest.mark.parametrize("line", ["vs advance ", "vs advance 4A ", "vs record ", "vs grant lead x "])
def test_without_a_database_nothing_is_offered_and_none_is_made(vs: Vs, offered: Offered, line: str) -> None:
    assert offered(line) == []
    assert not Path("vs.db").exists()
