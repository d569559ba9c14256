"""Whose turn it is: also where a step waits for somebody else first, a decision or each body's answer to an offer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import OFFER, Year, begun
from vs_workflow.desk import look as see
from vs_workflow.pages import look
from vs_workflow.words.lang import Lang


def said(year: Year, lang: Lang = "nl") -> str:
    """The board at 60 columns, where nothing stands beside a row, as one line."""
    return " ".join(str(look.as_text(see.board(year.office), lang, 60, False)).split())


def data(year: Year) -> Any:
    """The first row of the board, as other programs see it."""
    found: Any = look.as_data(see.board(year.office), "nl")
    return found["assignments"][0]


@pytest.fixture
def reported() -> Year:
    year = begun("2015-04-02")
    year.present("1", "keken")
    year.at("2015-04-28").start("1", "beenakker")
    year.at("2015-06-25").advance("1", "report", "beenakker", ("progress", "op schema"))
    return year


@pytest.fixture
def offered(reported: Year) -> Year:
    reported.record("established", "1", "knaap", documents=(b"opdracht 1",))
    assert reported.advance("1", "offer", "beenakker", form=OFFER).accepted
    return reported


def test_after_the_report_the_decision_comes_first(reported: Year) -> None:
    assert "aan zet: Van der Knaap (established); daarna Beenakker (offer)" in said(reported)
    assert "whose turn: Van der Knaap (established); then Beenakker (offer)" in said(reported, "en")
    assert [(one["event"], one["people"]) for one in data(reported)["awaits"]] == [("established", ["knaap"])]


def test_with_the_decision_it_is_the_chair_alone(reported: Year) -> None:
    reported.record("established", "1", "knaap", documents=(b"opdracht 1",))

    assert "aan zet: Beenakker (offer)" in said(reported)
    assert data(reported)["awaits"] == []


def test_what_was_offered_waits_for_each_body_by_name(offered: Year) -> None:
    answers = "(offer-accepted of offer-declined)"
    assert f"aan zet: driehoek Ede, driehoek Almelo en driehoek Zwolle: nog niemand {answers}" in said(offered)

    offered.person("burgemeester-ede", "burgemeester, driehoek Ede")
    offered.grant("body-member", "burgemeester-ede", "driehoek-ede", "2015-06-25")

    assert f"aan zet: driehoek Ede: burgemeester, driehoek Ede {answers}; driehoek Almelo en" in said(offered)
    assert "niemand (implement)" not in said(offered)


def test_who_may_finish_is_told_once_somebody_may(offered: Year) -> None:
    offered.person("burgemeester-ede", "burgemeester, driehoek Ede")
    offered.grant("body-member", "burgemeester-ede", "driehoek-ede", "2015-06-25")
    offered.record("offer-accepted", "1", "burgemeester-ede")
    assert "driehoek Ede: burgemeester, driehoek Ede (offer-implemented)" in said(offered)

    offered.record("offer-implemented", "1", "burgemeester-ede")

    assert "daarna burgemeester, driehoek Ede (implement)" in said(offered)


def test_one_assignment_says_it_as_the_board_does(offered: Year) -> None:
    shown = " ".join(str(look.as_text(see.show(offered.office, "1"), "nl", 80, False)).split())

    assert "aan zet: driehoek Ede, driehoek Almelo en driehoek Zwolle: nog niemand" in shown
    assert "driehoek Ede: aangeboden 25 jun" in shown


def test_names_go_on_to_the_edge_of_the_board_where_nothing_stands_beside_them() -> None:
    year = begun("2015-04-02")
    year.mandate("meuleman", "keken", "1", until="2015-12-31")

    shown = str(look.as_text(see.board(year.office), "en", 80, False)).splitlines()

    assert "    whose turn: Erik van Keken and Herman Meuleman (present)" in shown
    assert any("concept, since 1 Jan" in line and line.startswith("1  ") for line in shown)
