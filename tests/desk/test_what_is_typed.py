"""What people type: names that are found, names that are not, texts that cannot be written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tests.desk.world import GAPS, RESULT, World, accepted, codes, driehoeken
from vs_workflow.desk.naming import LONGEST_NAME, LONGEST_TEXT
from vs_workflow.reasons import BadFile, Misunderstood, Trouble

SURROGATE = "\ud800"

UNWRITABLE: dict[str, Callable[[World, str], object]] = {
    "a fact": lambda world, text: world.record("progress", "1", "keken", {"text": text}),
    "the key of a fact": lambda world, text: world.record("progress", "1", "keken", {text: "x"}),
    "a reason": lambda world, text: world.record("progress", "1", "keken", {"text": "x"}, reason=text),
    "an assignment": lambda world, text: world.advance(text, "present", "keken"),
    "a step": lambda world, text: world.advance("1", text, "keken"),
    "an event": lambda world, text: world.record(text, "1", "keken"),
    "an actor": lambda world, text: world.advance("1", "present", text),
    "a typist": lambda world, text: world.advance("1", "present", "keken", typed_by=text),
    "a principal": lambda world, text: world.advance("1", "present", "keken", behalf=text),
    "a key": lambda world, text: world.advance("1", "present", "keken", key=text),
    "a document": lambda world, text: world.advance("1", "present", "keken", docs=[text]),
    "a person": lambda world, text: world.person(text),
    "a name": lambda world, text: world.person("a", name=text),
    "an organisation": lambda world, text: world.person("a", name="A", organisation=text),
    "a district": lambda world, text: world.grant("lead", "beem", "1", start="2015-02-13", district=text),
    "a place": lambda world, text: world.grant("lead", "beem", text, start="2015-02-13"),
    "a role": lambda world, text: world.grant(text, "beem", "1", start="2015-02-13"),
    "a deputy": lambda world, text: world.mandate(text, "keken", start="2015-02-13", until="2015-03-01"),
}


@pytest.mark.parametrize("on", [date.min, date.max])
def test_a_day_at_the_edge_of_the_calendar_is_misunderstood_and_not_recorded(world: World, on: date) -> None:
    before = world.head()

    with pytest.raises(Misunderstood) as error:
        world.advance("1", "present", "keken", on=on)

    assert error.value.rule == "day.out-of-years"
    assert world.head() == before


@pytest.mark.parametrize("where", UNWRITABLE)
@pytest.mark.parametrize("keyed", [False, True], ids=["without a key", "with a key"])
def test_a_text_that_cannot_be_written_down_is_misunderstood(world: World, where: str, keyed: bool) -> None:
    before = world.head()
    if keyed:
        made = world.call
        world.call = lambda by, **said: made(by, **{"key": "k", **said})  # type: ignore[method-assign]

    with pytest.raises(Misunderstood):
        UNWRITABLE[where](world, SURROGATE)

    assert world.head() == before


@pytest.mark.parametrize("where", UNWRITABLE)
def test_a_text_that_nobody_reads_to_its_end_is_misunderstood(world: World, where: str) -> None:
    with pytest.raises(Misunderstood):
        UNWRITABLE[where](world, "x" * (LONGEST_TEXT + 1))


def test_a_number_beyond_any_entry_is_misunderstood(world: World) -> None:
    for number in (0, -1, 10**30):
        with pytest.raises(Misunderstood, match=r"entry\.no-such"):
            world.correct(number, "keken", annul=True, key=None)
        with pytest.raises(Misunderstood, match=r"grant\.no-such-entry"):
            world.end(number)


@pytest.mark.parametrize("text", ["", "  ", "a\x00b", "a\nb", "a\u202eb", "k" * (LONGEST_NAME + 1)])
def test_an_odd_or_empty_key_is_misunderstood(world: World, text: str) -> None:
    with pytest.raises(Misunderstood):
        world.advance("1", "present", "keken", key=text)


@pytest.mark.parametrize("text", ["1", "woninginbraken", "WONINGINBRAKEN", "Woninginbraken (H", "Burglary", " 1 "])
def test_an_assignment_is_found_by_number_key_or_the_start_of_a_title(world: World, text: str) -> None:
    assert world.advance(text, "present", "keken").entry.assignment == "woninginbraken"


@pytest.mark.parametrize("text", ["4a", "4A"])
def test_the_number_of_an_assignment_may_be_in_any_case(world: World, text: str) -> None:
    assert world.advance(text, "present", "hofman").entry.assignment == "informatievoorziening"


@pytest.mark.parametrize(
    ("text", "suggested"), [("4D", ""), ("woninginbraak", "woninginbraken"), ("henep", "hennep"), ("", "")]
)
def test_a_misspelt_assignment_gets_a_suggestion(world: World, text: str, suggested: str) -> None:
    with pytest.raises(Misunderstood) as caught:
        world.advance(text, "present", "keken")

    assert caught.value.rule == "name.unknown"
    assert not suggested or suggested in list(caught.value.facts["suggestions"])  # type: ignore[arg-type]


def test_an_assignment_that_nothing_looks_like_gets_the_numbers_with_their_keys(world: World) -> None:
    with pytest.raises(Misunderstood) as caught:
        world.advance("9", "present", "keken")

    known = caught.value.facts["known"]
    assert isinstance(known, list)
    assert known[:2] == ["1 (woninginbraken)", "2 (overlast)"]


def test_the_start_of_several_names_is_ambiguous(world: World) -> None:
    with pytest.raises(Misunderstood, match=r"name\.ambiguous") as caught:
        world.record("meeting-held", None, "meuleman", {"body": "DVO"})

    assert len(list(caught.value.facts["among"])) == 5  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["keken", "KEKEN", "Erik van Keken", "van keken", "Keken"])
def test_a_person_is_found_by_key_full_name_or_surname(world: World, text: str) -> None:
    assert world.advance("1", "present", text).entry.actor == "keken"


def test_a_surname_that_two_people_have_is_ambiguous(world: World) -> None:
    world.person("keken-jong", name="Anna van Keken")

    with pytest.raises(Misunderstood, match=r"name\.ambiguous"):
        world.advance("1", "present", "van Keken")
    assert world.advance("1", "present", "keken").entry.actor == "keken"


def test_a_function_without_a_name_is_found_by_its_function(world: World) -> None:
    world.person("burgemeester-a", function="burgemeester, driehoek A")

    assert world.record("progress", "1", "Burgemeester, driehoek A", {"text": "x"}).entry.actor == "burgemeester-a"


def test_a_misspelt_person_step_event_or_role_gets_a_suggestion(world: World) -> None:
    attempts: dict[str, Callable[[], object]] = {
        "beenakker": lambda: world.advance("1", "present", "benakker"),
        "present": lambda: world.advance("1", "presnt", "keken"),
        "progress": lambda: world.record("progres", "1", "keken"),
        "coordinator": lambda: world.grant("coordinater", "beem", start="2015-02-13"),
    }
    for meant, attempt in attempts.items():
        with pytest.raises(Misunderstood, match=r"name\.unknown") as caught:
            attempt()
        assert meant in list(caught.value.facts["suggestions"])  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["kekеn", "k\u0435ken", "keken\u200b", "ｋｅｋｅｎ"])
def test_a_name_that_only_looks_like_another_is_not_taken_for_it(world: World, text: str) -> None:
    with pytest.raises(Misunderstood):
        world.advance("1", "present", text)


@pytest.mark.parametrize("key", ["Knaap", "knааp", "knaap ", "a--b", "-a", "a_b", ""])
def test_a_key_of_a_person_is_lower_case_words_with_hyphens(world: World, key: str) -> None:
    if key.strip() == "knaap":
        assert accepted(world.person(key, function="burgemeester")).entry.facts["person"] == "knaap"
        return
    assert codes(world.person(key, function="burgemeester")) == ["guard:person.key"]


def test_nobody_can_act_as_a_person_without_a_record(world: World) -> None:
    with pytest.raises(Misunderstood, match=r"name\.unknown"):
        world.advance("1", "present", "iemand")
    with pytest.raises(Misunderstood, match=r"name\.unknown"):
        world.grant("lead", "iemand", "1", start="2015-02-13")
    with pytest.raises(Misunderstood, match=r"actor\.missing"):
        world.advance("1", "present", None)


class TestForms:
    def test_an_empty_text_or_false_is_unmet(self, world: World) -> None:
        lines = "\n".join(f'p{number} = ""' for number in range(1, 9))
        assert codes(world.advance("1", "present", "keken", form=f"[principles]\n{lines}", docs=[b"x"])) == [
            "guard:guard.confirmed"
        ]
        world.present("1", "keken")
        gaps = "\n".join(f"{key.removeprefix('gaps.')} = false" for key in GAPS)
        outcome = world.advance("1", "start", "beenakker", form=f"[gaps]\n{gaps}", reason="later")
        assert codes(outcome) == ["guard:guard.composition"]

    @pytest.mark.parametrize(
        "form",
        [
            "onbekend = 'x'",
            "progress = 1",
            "progress = 1.5",
            "progress = true",
            "progress = 2015-01-01",
            "progress = 10:00:00",
            "progress = ['x']",
            "[progress]\nx = 'y'",
            "progress = ",
            "progress = 'x'\nprogress = 'y'",
            "progress = '" + "x" * (LONGEST_TEXT + 1) + "'",
            "a" + ".a" * 200 + " = 1",
            "\ufeffprogress = 'x'",
        ],
    )
    def test_an_unknown_key_or_a_wrong_type_is_a_fault_of_the_file(self, world: World, form: str) -> None:
        before = world.head()
        with pytest.raises(BadFile):
            world.advance("1", "report", "beenakker", form=form)
        assert world.head() == before

    @pytest.mark.parametrize(
        "form",
        [
            "[[results]]\nname = 'x'\nkind = 'product'\nbody = 'driehoek-ede'",
            "[[results]]\nname = 'x'\nkind = 'iets'",
            "[[results]]\nname = 1.5\nkind = 'product'",
            "[[results]]\nname = {a = 1}\nkind = 'product'",
            "[[driehoeken]]\nmunicipality = 'Ede'\ndistrict = 'drenthe'",
            "[[driehoeken]]\nmunicipality = 'Ede'\ndistrict = 'twente'\nbody = 'driehoek-zwolle'",
            "[[driehoeken]]\nmunicipality = '東京'\ndistrict = 'twente'",
            "[[driehoeken]]\nmunicipality = 'Еde'\ndistrict = 'twente'",
            "[[driehoeken]]\nmunicipality = '!!!'\ndistrict = 'twente'",
            "[[driehoeken]]\nmunicipality = 'E\u202ede'\ndistrict = 'twente'",
            "results = 'handreiking'",
            "results = 99999999999999999999",
        ],
    )
    def test_a_row_holds_what_is_asked_and_nothing_else(self, world: World, form: str) -> None:
        with pytest.raises(BadFile):
            world.advance("1", "offer", "beenakker", form=form)

    @pytest.mark.parametrize(
        "facts",
        [
            {"onbekend": "x"},
            {"principles.p9": "x"},
            {"principles.": "x"},
            {"principles": "['x']"},
            {"principles": "{p1 = 1.5}"},
            {"principles": "["},
            {"principles": "x" * (LONGEST_TEXT + 1)},
            {"principles": "{a" + ".a" * 200 + " = 1}"},
        ],
    )
    def test_an_unknown_or_unreadable_fact_is_misunderstood(self, world: World, facts: dict[str, str]) -> None:
        with pytest.raises(Misunderstood):
            world.advance("1", "present", "keken", facts)

    def test_a_part_of_what_has_no_parts_is_misunderstood(self, world: World) -> None:
        for facts in ({"progress": "x", "progress.a": "b"}, {"progress.a": "b"}):
            with pytest.raises(Misunderstood):
                world.advance("1", "report", "beenakker", facts)
        with pytest.raises(Misunderstood):
            world.advance("1", "offer", "beenakker", {"results": RESULT, "results.a": "b"})

    def test_single_facts_add_to_the_form_and_win_from_it(self, world: World) -> None:
        lines = "\n".join(f"p{number} = 'formulier'" for number in range(1, 8))
        outcome = world.advance(
            "1", "present", "keken", {"principles.p8": "los", "principles.p1": "ook los"},
            form=f"[principles]\n{lines}", docs=[b"x"],
        )  # fmt: skip
        principles = accepted(outcome).entry.facts["principles"]
        assert isinstance(principles, dict)
        assert (principles["p1"], principles["p2"], principles["p8"]) == ("ook los", "formulier", "los")


INVISIBLE = ["   ", "\t\n", "\u200b", "\u2060\ufeff", "\u3164", "\u2800", "\u00ad", "\u034f"]


@pytest.mark.parametrize("blank", INVISIBLE)
def test_what_cannot_be_seen_is_no_reason_and_no_confirmation(world: World, blank: str) -> None:
    assert codes(world.advance("1", "withdraw", "knaap", reason=blank)) == ["guard:guard.reason"]
    principles = {f"principles.p{number}": blank for number in range(1, 9)}
    assert "guard:guard.confirmed" in codes(world.advance("1", "present", "keken", principles, docs=[b"x"]))
    assert codes(world.record("progress", "1", "keken", {"text": blank})) == ["guard:guard.fact"]
    world.at("2015-06-01")
    assert codes(world.record("progress", "1", "keken", {"text": "x"}, on="2015-03-01", reason=blank)) == [
        "date:date.needs-reason"
    ]
    seq = accepted(world.record("progress", "1", "keken", {"text": "x"})).seq
    assert codes(world.correct(seq or 0, "keken", annul=True, reason=blank)) == ["guard:guard.reason"]


@pytest.mark.parametrize("blank", INVISIBLE)
def test_what_cannot_be_seen_is_no_result_and_no_municipality(world: World, blank: str) -> None:
    world.reported().establish("1")
    for facts in (
        {"results": f'[{{name="{blank}",kind="product"}}]', "driehoeken": driehoeken(("Ede", "twente"))},
        {"results": RESULT, "driehoeken": driehoeken((blank, "twente"))},
    ):
        try:
            assert not world.advance("1", "offer", "beenakker", facts).accepted
        except Trouble as trouble:
            assert trouble.exit == 2
    assert world.state("1") == "reported"
