"""The drawn timeline: what stands where on wide and narrow paper, with every sign and with plain ones, and as SVG."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from tests.builders import Year, walked
from tests.programmes.story import STORY
from tests.programmes.test_second_programme import at, office, say
from vs_workflow.desk.forecast import forecast
from vs_workflow.desk.office import Office
from vs_workflow.desk.timeline import Timeline, timeline
from vs_workflow.pages import forecast as forecast_page
from vs_workflow.pages import timeline as page
from vs_workflow.pages.signs import DRAWN, PLAIN, Signs, signs_for
from vs_workflow.pages.timeline_svg import as_svg
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import cells

__all__ = ["office"]

LANGUAGES: tuple[Lang, ...] = ("nl", "en")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def year() -> Year:
    return walked()


def drawn(view: Timeline, lang: Lang, width: int, signs: Signs = DRAWN) -> list[str]:
    return str(page.as_text(view, lang, width, False, signs)).splitlines()


def test_at_80_columns_it_reads_like_this(year: Year) -> None:
    lines = drawn(timeline(year.office, date(2015, 6, 20)), "nl", 80)

    assert lines[3:15] == [
        "       jan    feb    mrt    apr    mei     jun    jul     aug    sep    okt",
        "                                               ┃ op 20 jun",
        "                a    b      cd     e             f                           g",
        "prog.  ─────────●──────────────────────────────┃·····························○··",
        "1      ──────────────●──────◐●─────●───────────┃·◆······························",
        "       van start, sinds 28 apr",
        "2      ──────────────✗──────◐●─────✗───────────┃·◆······························",
        "       concept, sinds 20 apr",
        "3      ──────────────✗──────✗✗─────✗───────────┃·◆······························",
        "       concept, sinds 1 jan",
        "4A     ──────────────◐╌╌╌╌╌╌●●╌╌╌╌╌●───────────┃·◆······························",
        "       van start, sinds 28 apr",
    ]
    assert "● gehaald   ◐ te laat   ▶ alsnog gehaald   ✗ GEMIST   ◆ bijna   ○ komt" in lines
    told = " ".join(" ".join(lines).split())
    assert "c Eerste conceptopdracht, 31 mrt: GEMIST 3, 4B, 4C; te laat 1 (2 apr, 2 dagen), 2 (2 apr, 2 dagen);" in told


def test_at_60_columns_and_with_plain_signs_it_reads_like_this(year: Year) -> None:
    lines = drawn(timeline(year.office, date(2015, 6, 20)), "en", 60, PLAIN)

    assert lines[4:11] == [
        "       Jan  Feb  Mar  Apr   May  Jun  Jul   Aug  Sep  Oct",
        "                                    | on 20 Jun",
        "              a  b    cd   e         f                    g",
        "prog.  -------*---------------------|.....................u.",
        "1      ----------*----<*---*--------|!......................",
        "       started, since 28 Apr",
        "2      ----------X----<*---X--------|!......................",
    ]
    assert "* met   < late   > came after all   X MISSED   ! due soon" in lines
    assert "u upcoming" in lines
    assert "\n".join(lines).isascii()


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("signs", [DRAWN, PLAIN])
def test_no_line_is_wider_than_the_paper(year: Year, office: Office, width: int, signs: Signs) -> None:
    at(office, "2031-07-01")
    for day in (None, date(2014, 1, 1), date(2015, 1, 1), date(2015, 10, 31), date(2018, 1, 1)):
        for view in (timeline(year.office, day), timeline(office, day)):
            for lang in LANGUAGES:
                assert [line for line in drawn(view, lang, width, signs) if cells(line) > width] == []


def test_each_verdict_has_a_sign_of_its_own_also_without_colour() -> None:
    for signs in (DRAWN, PLAIN):
        every = [*signs.verdicts.values(), signs.came, signs.behind, signs.ahead, signs.lateness, signs.today]
        assert len(set(every)) == len(every)
        assert all(cells(sign) == 1 for sign in every)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "no-such-encoding"])
def test_where_a_sign_cannot_be_written_a_plain_one_is(encoding: str) -> None:
    assert signs_for(encoding) is PLAIN
    assert signs_for("utf-8") is DRAWN
    assert signs_for(None) is DRAWN


def test_colour_changes_no_word(year: Year) -> None:
    view = timeline(year.office, date(2015, 4, 20))
    coloured = page.as_text(view, "nl", 80, True)

    assert not isinstance(coloured, str)
    assert [line.rstrip() for line in coloured.plain.splitlines()] == drawn(view, "nl", 80)


def test_a_day_outside_the_window_is_said_in_words(year: Year) -> None:
    assert "ligt hiervoor" in "\n".join(drawn(timeline(year.office, date(2014, 1, 1)), "nl", 80))
    assert "lies after this" in "\n".join(drawn(timeline(year.office, date(2016, 1, 1)), "en", 80))


def test_the_second_programme_is_drawn_in_its_own_words(office: Office) -> None:
    for line in STORY[:8]:
        say(office, line)

    lines = drawn(timeline(at(office, "2031-07-01")), "en", 80)

    assert lines[3].split() == ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]
    assert any(line.startswith("N1 ") for line in lines)
    assert not re.search(r"BBG|driehoek|2015", "\n".join(lines))


def test_the_document_has_every_row_with_its_verdicts(year: Year) -> None:
    data = page.as_data(timeline(year.office, date(2015, 4, 20)), "nl")

    assert (data["schema"], data["from"], data["to"], data["on"]) == (
        "vs.timeline/1",
        "2015-01-01",
        "2015-10-31",
        "2015-04-20",
    )
    rows = data["rows"]
    assert isinstance(rows, list)
    assert [row["assignment"] for row in rows][:2] == [None, "woninginbraken"]
    assert {one["id"]: one["verdict"] for one in rows[1]["milestones"]}["concept-written"] == "late"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_drawing_is_well_formed_and_says_what_it_shows(year: Year, lang: Lang) -> None:
    view = timeline(year.office, date(2015, 6, 20))

    root = ElementTree.fromstring(as_svg(view, lang))

    assert root.attrib["role"] == "img"
    texts = [one.text or "" for one in root.iter(f"{SVG}text")]
    assert any(text.startswith(("OEFENING", "REHEARSAL")) for text in texts)
    assert {"1", "2", "3", "4A", "4B", "4C"} <= set(texts)
    marks = [one.text or "" for one in root.iter(f"{SVG}title")]
    assert len(marks) == 1 + 6 * 5 + 2 + 3, "the drawing itself, every milestone, and when the late ones came"
    assert {one.tag for one in root.iter()} <= {f"{SVG}{tag}" for tag in ALLOWED}
    assert as_svg(view, lang) == as_svg(view, lang)


ALLOWED = ("svg", "title", "desc", "style", "rect", "text", "path", "g", "circle")


def test_names_from_outside_are_data_in_the_drawing() -> None:
    hostile = '<script>alert("x")</script> & \x1b[31m \u202e \ufffe ]]>'
    view = timeline(walked().office)
    programme = view.setting.rules.programme
    first, *others = programme.assignments
    due, *later = programme.milestones
    named = replace(
        programme,
        assignments=(replace(first, title={"nl": hostile}), *others),
        milestones=(replace(due, label={"nl": hostile}), *later),
    )
    rules = replace(view.setting.rules, programme=named)

    root = ElementTree.fromstring(as_svg(replace(view, setting=replace(view.setting, rules=rules)), "nl"))

    assert {one.tag for one in root.iter()} <= {f"{SVG}{tag}" for tag in ALLOWED}
    assert any("<script>" in (one.text or "") for one in root.iter(f"{SVG}title"))


def written(view: Timeline) -> list[tuple[str, str]]:
    """Each line of text in the drawing, with what it says in full where it was cut off."""
    root = ElementTree.fromstring(as_svg(view, "nl"))
    return [("".join(one.itertext()), one.findtext(f"{SVG}title") or "") for one in root.iter(f"{SVG}text")]


def test_a_long_title_is_wrapped_and_what_does_not_fit_at_all_is_told_in_full() -> None:
    view = timeline(walked().office)
    programme = view.setting.rules.programme
    endless = "Onvoorstelbaar breed geformuleerde opdracht " * 9
    first, *others = programme.assignments
    named = replace(programme, assignments=(replace(first, title={"nl": endless}), *others), title={"nl": endless})
    rules = replace(view.setting.rules, programme=named)

    texts = written(view)
    cut = written(replace(view, setting=replace(view.setting, rules=rules)))

    said = " ".join(text for text, _ in texts)
    assert "Informatievoorziening (monitoring en evaluatie)" in said
    assert [whole for _, whole in texts if whole] == []
    assert [whole.split() for _, whole in cut if whole] == [endless.split()] * 2
    # In the widest font a character of the largest text is 14 wide, and the drawing 1200.
    assert max(len(text) - len(whole) for text, whole in cut) <= 85


def test_the_forecast_names_who_answers_and_what_was_taken_for_granted(year: Year) -> None:
    view = forecast(year.office, date(2015, 12, 1), ["3 present 2015-11-10"])

    said = " ".join(str(forecast_page.as_text(view, "nl", 80, False)).split())

    assert "3: presenteren aan de bestuurlijk voorzitter, op 10 november 2015" in said
    assert "voetstoots aangenomen: document, principles" in said
    assert "GEMIST -> te laat 10 nov (222 dagen)" in said
    assert "verantwoordelijk" not in said, "all that is missed then, is missed already"
    assert "al gemist: 2 (Welten)" in said


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_forecast_keeps_within_its_paper(year: Year, width: int) -> None:
    for assume in ([], ["4A report 2015-12-01"], ["4A present 2015-12-01"]):
        view = forecast(year.office, date(2016, 1, 1), assume)
        for lang in LANGUAGES:
            lines = str(forecast_page.as_text(view, lang, width, False)).splitlines()
            assert [line for line in lines if cells(line) > width] == []
