"""What the pages say: the sentences that a coordinator and an auditor look for."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

from tests.builders import begun, setting_2015
from tests.pages.views import Page
from vs_workflow.desk import look as see
from vs_workflow.desk import trail
from vs_workflow.pages import form, lifecycle, look, prove
from vs_workflow.reasons import Finding
from vs_workflow.words import naming
from vs_workflow.words.lang import Lang

LANGS: tuple[Lang, ...] = ("nl", "en")


def text(page: Page, lang: Lang = "nl") -> str:
    """The page as one line, so that a wrap does not matter."""
    return " ".join(" ".join(page.lines(lang, 80)).split())


def test_the_board_says_where_each_is_and_whose_turn_it_is(pages: dict[str, Page]) -> None:
    lines = pages["board"].lines("nl", 80)

    assert lines[1] == "Veiligheidsstrategie Oost-Nederland 2015-2018 - stand op 2 november 2015"
    assert any(line.startswith("2   Overlast gevende personen") and "concept, sinds 20 apr" in line for line in lines)
    assert any("aan zet: Maaike Boomkamp (present)" in line for line in lines)


def test_somebody_without_a_name_is_called_in_the_language_of_the_reader() -> None:
    setting = replace(setting_2015(date(2015, 4, 2)), names={"mayor-a": {"nl": "burgemeester", "en": "mayor"}})

    assert [naming.person("mayor-a", setting, lang) for lang in LANGS] == ["burgemeester", "mayor"]
    assert naming.person("gone", setting, "en") == "gone"


def test_the_form_of_a_rehearsal_says_so_and_is_still_toml(pages: dict[str, Page]) -> None:
    rehearsed = replace(pages["form-present"].view, setting=replace(setting_2015(date(2015, 4, 2)), rehearsal=True))

    said = form.as_text(rehearsed, "en")

    assert said.startswith("# REHEARSAL - ")
    assert "principles" in tomllib.loads(said)


def test_the_board_tells_the_arithmetic_of_the_offers(pages: dict[str, Page]) -> None:
    narrow = " ".join(" ".join(pages["board"].lines("en", 60)).split())

    assert "offers: 1 of 3 implemented, 1 declined, 1 made" in narrow


def test_the_board_says_what_a_missed_milestone_means(pages: dict[str, Page]) -> None:
    said = text(pages["board"])

    assert "GEMIST 22 okt (11 dagen over tijd); Van der Knaap geen volgende vergadering gepland" in said
    assert "verantwoordelijk: 2 (Welten); 3 (Heidema)" in said


def test_a_missed_milestone_presses_what_comes_after_it() -> None:
    year = begun("2015-04-06")

    said = " ".join(str(look.as_text(see.board(year.office), "nl", 80, False)).split())

    assert "drukt op Verder uitwerken en van start (30 apr) en Opdracht en voortgang in de BBG (25 jun)" in said


def test_the_next_meeting_is_named_where_one_is_planned() -> None:
    year = begun("2015-06-26")
    year.record("meeting-planned", None, "meuleman", ("body", "bbg"), ("day", "2015-09-10"))

    said = " ".join(str(look.as_text(see.board(year.office), "nl", 80, False)).split())

    assert "volgende vergadering: 10 september 2015" in said


def test_late_in_fact_and_late_in_registration_are_told_apart(pages: dict[str, Page]) -> None:
    said = text(pages["show-returned"])

    assert "gehaald 2 apr (op tijd gebeurd, vastgelegd 10 apr)" in said
    assert "Eerste conceptopdracht: te laat 2 apr (2 dagen)" in said


def test_a_corrected_day_is_shown_with_the_day_it_was() -> None:
    year = begun("2015-04-10")
    year.present("1", "keken", on="2015-04-02")
    year.correct(35, on="2015-04-01")

    shown = " ".join(str(look.as_text(see.show(year.office, "1"), "nl", 80, False)).split())
    replayed = " ".join(str(prove.as_text(trail.replay_case(year.office, "1"), "en", 80, False)).split())

    assert "35 1 apr presenteren aan de bestuurlijk voorzitter" in shown
    assert "was 2 april 2015; verbeterd bij nr. 36" in shown
    assert "was 2 April 2015; corrected by no. 36" in replayed


def test_what_was_undone_stands_apart() -> None:
    year = begun("2015-04-10")
    year.present("1", "keken", on="2015-04-02")
    year.correct(35, on=None)

    said = " ".join(str(look.as_text(see.show(year.office, "1"), "nl", 80, False)).split())

    assert "Ongedaan gemaakt 35 2 apr presenteren" in said
    assert "ongedaan gemaakt bij nr. 36" in said


def test_a_mandate_is_said_as_one_on_behalf_of_another() -> None:
    year = begun("2015-04-01")
    year.mandate("hofman", "beem", "4A", until="2015-12-31")
    year.at("2015-04-02").present("4A", "hofman")
    done = year.at("2015-04-20").start("4A", "hofman", behalf_of="beem")

    assert done.accepted
    said = " ".join(str(prove.as_text(trail.replay_case(year.office, "4A"), "nl", 80, False)).split())

    assert "nr. 36 2 april 2015 presenteren aan de bestuurlijk voorzitter: gepresenteerd" in said
    assert "door John Hofman namens Van Beem (bestuurlijk voorzitter, mandaat nr. 35)" in said


def test_the_outcome_gives_a_receipt_and_the_next_command(pages: dict[str, Page]) -> None:
    said = text(pages["outcome"], "en")

    assert "RECORDED - 2: present to the chair" in said
    assert "Receipt: no. 58 · " in said
    assert "start (Welten) vs form 2 start vs advance 2 start --as welten" in said


def test_a_refusal_says_who_may_and_what_to_do(pages: dict[str, Page]) -> None:
    said = text(pages["outcome-refused"], "en")

    assert "REFUSED - 4A: report to the BBG" in said
    assert "Only a holder of this role may do this: chair (Van Beem); you act as John Hofman." in said
    assert "vs record meeting-held --fact body=bbg --on 2015-11-02" in said
    assert "The refusal was recorded: no. 57 · " in said


def test_why_names_what_stands_in_between(pages: dict[str, Page]) -> None:
    said = text(pages["why"], "en")

    assert "Not finished yet at driehoek Zwolle; now: 1 made, 1 declined, 1 implemented." in said
    assert "It can go on there by burgemeester, driehoek Zwolle." in said


def test_verification_says_whether_and_how_far(pages: dict[str, Page]) -> None:
    page = pages["verify"]

    assert "WHOLE: nothing was found that does not hold." in text(page, "en")
    assert "are not signed" in text(page, "en")
    broken = replace(
        page.view, whole=False, findings=(Finding("link", "link.broken", {"expected": "a", "found": "b"}, seq=7),)
    )
    said = text(Page(page.as_text, page.as_data, broken), "en")
    assert "NOT WHOLE" in said
    assert "no. 7, link: No. 7 does not follow the one before: it names b, and that is a." in said


def test_a_form_is_toml_in_every_language_with_the_same_keys(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        if not name.startswith("form"):
            continue
        dutch = tomllib.loads("\n".join(page.lines("nl", 80)))
        english = tomllib.loads("\n".join(page.lines("en", 80)))
        assert dutch == english, name


def test_a_form_for_no_assignment_has_its_place_in_the_command(pages: dict[str, Page]) -> None:
    def command(name: str, action: str, assignment: str | None) -> str:
        view = replace(pages[name].view, action=action, assignment=assignment)
        return next(line for line in form.as_text(view, "en").splitlines() if "--form" in line)

    assert command("form-present", "present", None).endswith(": vs advance A present --form FILE")
    assert command("form-present", "present", pages["form-present"].view.assignment).endswith(" 3 present --form FILE")
    assert command("form-joined", "member-joined", None).endswith(": vs record member-joined A --form FILE")
    assert command("form-meeting", "working-meeting", None).endswith(": vs record working-meeting --form FILE")


def test_a_form_asks_each_fact_empty_and_optional_ones_commented_out(pages: dict[str, Page]) -> None:
    read = {name: tomllib.loads("\n".join(page.lines("nl", 80))) for name, page in pages.items() if "form" in name}

    assert read["form-present"] == {"principles": {f"p{number}": "" for number in range(1, 9)}}
    assert set(read["form-start"]["gaps"].values()) == {False}
    assert "district-twente" in read["form-start"]["gaps"]
    assert read["form-offer"] == {
        "results": [{"name": "", "kind": ""}],
        "driehoeken": [{"municipality": "", "district": ""}],
    }
    assert read["form-joined"] == {"person": "", "organisation": ""}
    assert '# district = ""' in pages["form-joined"].lines("nl", 80)
    assert read["form-meeting"] == {"present": []}


def test_the_drawing_is_the_same_every_time_and_names_every_state() -> None:
    rules = setting_2015(date(2015, 4, 2)).rules

    drawn = lifecycle.diagram(rules, "nl")

    assert drawn == lifecycle.diagram(rules, "nl")
    assert drawn.startswith("stateDiagram-v2\n")
    assert all(f" as s_{state.key}\n" in drawn for state in rules.lifecycle.states)
    assert "s_presented --> s_started : start (bestuurlijk voorzitter)" in drawn
