"""How verify is called, and what its page tells: the clock, where to begin, receipts, levels, rules that are gone."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import Vs
from tests.commands.test_proving import tamper
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term


def test_verify_refuses_a_clock_that_may_not_be_set(vs: Vs, folder: Path) -> None:
    assert vs("init --db earnest.db").code == 0
    assert vs("init --rehearsal --db played.db --now 2015-03-01T09:00+01:00").code == 0

    told = [
        vs("verify --db earnest.db --lang en --now 2015-04-01T09:00+02:00"),
        vs("verify --db played.db --lang en --now 2015-02-01T09:00+01:00"),
        vs("verify --db played.db --lang en --now 2015-04-01T09:00+02:00"),
    ]

    assert [one.code for one in told] == [2, 2, 0]
    assert "a rehearsal only" in told[0].err
    assert "(1 February 2015 09:00) is behind the last entry (1 March 2015 09:00)" in told[1].err
    assert "Nobody checked" in told[2].out


def test_a_clock_before_the_last_entry_speaks_against_no_key_and_hides_nothing_that_is_found(
    sealed: Vs, keys: Path
) -> None:
    assert sealed("seal add-key prog.pub --principal prog --yes").code == 0
    assert sealed("seal").code == 0
    before = "--lang en --now 2014-05-01T09:00+02:00"

    whole = sealed(f"verify {before}")
    tamper("changed.db", "UPDATE case_now SET state = 'started'", guards=False)
    changed = sealed(f"verify {before} --db changed.db")

    assert (whole.code, whole.out) == (2, "")
    assert "(1 May 2014 09:00) is behind the last entry" in whole.err
    assert changed.code == 1
    assert changed.out.startswith("REHEARSAL")
    assert "case_now" in changed.out
    assert "signed with a key" not in changed.out


def test_a_number_to_begin_at_beyond_the_next_is_refused(rehearsal: Vs, folder: Path) -> None:
    (folder / "minutes").write_text(rehearsal("seal --minutes").out)

    told = [rehearsal(f"verify --lang en --checkpoint minutes --since {seq}") for seq in (0, -3, 36, 34)]

    assert [one.code for one in told] == [2, 2, 2, 0]
    assert "There is no no. 36 to begin at: the last entry is no. 34." in told[2].err
    assert "earlier where entries were written together" in " ".join(rehearsal("verify --help --lang en").out.split())


def test_where_nothing_new_was_recorded_there_is_nothing_to_judge_and_all_else_is_held_to_the_tables(
    rehearsal: Vs, folder: Path
) -> None:
    (folder / "minutes").write_text(rehearsal("seal --minutes").out)

    whole = rehearsal("verify --json --checkpoint minutes --since 35")
    tamper("changed.db", "UPDATE case_now SET state = 'started'", guards=False)

    assert (whole.code, whole.data["whole"], whole.data["replayed"]) == (0, True, False)
    assert rehearsal("verify --checkpoint minutes --since 35 --db changed.db").code == 1
    assert rehearsal("verify --since 35").code == 2


LANGS: tuple[Lang, ...] = ("nl", "en")
LABELS = [term(label, lang) for label in ("receipt", "refusal-recorded") for lang in LANGS]


def test_a_receipt_that_agrees_is_named_as_option_or_as_it_was_printed(rehearsal: Vs) -> None:
    digest = rehearsal("history --json").data["entries"][19]["hash"]
    groups = " ".join(digest[:16][start : start + 4] for start in range(0, 16, 4))

    told = [
        rehearsal("verify --lang en --receipt", said)
        for said in (f"20:{digest[:16]}", f"no. 20 · {groups}", f"nr. 20 · {groups}", f"20: {groups}…")
    ]
    # As an act prints it, and as a page of pairs does.
    printed = [f"{label}{between}no. 20 · {groups}" for label in LABELS for between in (": ", "      ")]
    told += [rehearsal("verify --lang en --receipt", said) for said in printed]
    data = rehearsal("verify --json --receipt", f"20:{digest[:16]}").data

    assert all(one.code == 0 and f"Receipts that agree (1)\n  no. 20 · {groups}\n" in one.out for one in told)
    assert data["receipts"] == [{"seq": 20, "receipt": digest[:16]}]
    for none in (f"no. {groups}", f"0:{digest}", f"no. 00 · {groups}", f"Receipt: {groups}"):
        assert rehearsal("verify --receipt", none).code == 2
    assert "Receipts that agree" not in rehearsal("verify --lang en --receipt", f"21:{digest[:16]}").out


def test_the_page_names_the_level_by_its_key_and_the_database_last(rehearsal: Vs, folder: Path) -> None:
    (folder / "minutes").write_text(rehearsal("seal --minutes").out)
    rehearsal("record team-formed 4A --as hofman")

    pages = [rehearsal(f"verify --lang {lang} --checkpoint minutes").out for lang in ("en", "nl")]

    for page, level, one, judged, last in zip(
        pages,
        ("held: covered by", "held: valt onder"),
        ("No. 35 is not signed", "Nr. 35 is niet ondertekend"),
        ("role, mandate, guards", "rol, mandaat, voorwaarden"),
        ("The database", "De database"),
        strict=True,
    ):
        assert all(said in page for said in (level, one, judged))
        assert page.index(one) < page.index(last)


def test_rules_that_are_gone_are_named_once_and_what_rests_on_them_is_not_called_unreadable(rehearsal: Vs) -> None:
    entries = len(rehearsal("history --json").data["entries"])
    gone = "DELETE FROM shelf WHERE kind = 'rules' AND size > 1000"
    tamper("broken.db", gone)

    told = rehearsal("verify --json --lang en --db broken.db")

    rules = [one for one in told.data["findings"] if one["rule"].startswith("store.rules-")]
    assert (told.code, told.data["whole"], told.data["replayed"]) == (1, False, False)
    assert [(one["check"], one["seq"], one["facts"]["count"]) for one in rules] == [("rules", 1, entries)]
    assert f"{entries} entries, of which no. 1 is the first" in rules[0]["message"]
    assert not {one["rule"] for one in told.data["findings"]} & {"link.unreadable", "lawful.states-differ"}
    assert "store.rules" not in " ".join(one["message"] for one in told.data["findings"])


def test_more_findings_than_a_page_holds_are_to_be_had_as_data(rehearsal: Vs) -> None:
    tamper("broken.db", "UPDATE journal SET recorded_at = 'x', happened_on = '2015-01-09'")

    told = rehearsal("verify --lang en --db broken.db")

    assert "more; all of them with --json" in told.out


def test_what_rests_on_receipts_only_may_be_replaced_or_left_off_at_the_end(rehearsal: Vs) -> None:
    limits = [rehearsal(f"verify --json --lang {lang}").data["limits"][0] for lang in ("en", "nl")]

    assert "that nothing was replaced, or left off at the end, is shown only by receipts" in limits[0]
    assert "dat er niets is vervangen, of aan het eind weggelaten, blijkt alleen uit" in limits[1]


def test_a_row_that_differs_is_told_column_by_column_and_one_too_many_by_whose_it_is(rehearsal: Vs) -> None:
    moved = "SET due = '2015-12-31' WHERE assignment = 'hennep' AND due = '2015-04-02'"
    tamper("differs.db", f"UPDATE milestone_now {moved}", guards=False)
    tamper("surplus.db", "INSERT INTO concerns SELECT programme, '', 17 FROM case_now LIMIT 1", guards=False)
    tamper("missing.db", "DELETE FROM milestone_now WHERE milestone = 'working-meeting'", guards=False)

    told = {
        name: {
            lang: [one["message"] for one in rehearsal(f"verify --json --lang {lang} --db {name}.db").data["findings"]]
            for lang in ("en", "nl")
        }
        for name in ("differs", "surplus", "missing")
    }

    assert (
        "The table milestone_now says of hennep presented as 'due' 31 December 2015; from the journal follows "
        "2 April 2015." in told["differs"]["en"]
    )
    assert not any("recorded_at" in one or ", ," in one for one in told["differs"]["en"])
    assert told["surplus"]["en"] == ["The table concerns has a row too many: the programme's own, no. 17."]
    assert told["surplus"]["nl"] == ["In de tabel concerns staat een rij te veel: die van het programma, nr. 17."]
    assert told["missing"]["en"] == ["The table milestone_now lacks a row: working-meeting."]
