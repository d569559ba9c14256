"""`vs init` and `vs workflow`: what is adopted, what is refused, and that nothing is left of what was refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.builders import LIFECYCLE, PEOPLE, PROGRAMME
from tests.commands.conftest import BEGIN, Vs
from vs_workflow.commands import opening
from vs_workflow.reasons import StoreTrouble


@pytest.fixture
def files(folder: Path) -> Path:
    """The programme's three files, to be changed."""
    for path in (LIFECYCLE, PROGRAMME, PEOPLE):
        shutil.copy(path, folder)
    return folder / PROGRAMME.name


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_second_time_with_the_same_bytes_changes_nothing_with_or_without_rehearsal(vs: Vs) -> None:
    first = vs("init --json")
    again = [vs("init --json"), vs("init --rehearsal --json")]

    assert first.code == 0
    assert not first.data["already"]
    assert "vs.db" in first.err
    assert [(one.code, one.err) for one in again] == [(0, ""), (0, "")]
    assert all(one.data["already"] and one.data["hash"] == first.data["hash"] for one in again)


def test_a_file_of_ones_own_is_adopted_with_the_files_beside_it(vs: Vs, files: Path) -> None:
    shipped = vs("init --json --db shipped.db").data

    own = vs("init --json", files.name).data

    assert own["rules"] == shipped["rules"]


def test_other_content_under_the_same_key_is_refused(vs: Vs, files: Path) -> None:
    vs("init", files.name)
    before = vs("verify --json").data["head"]
    change(files, 'hour = "06:00"', 'hour = "07:00"')

    told = vs("init", files.name)

    assert told.code == 5
    assert vs("verify --json").data["head"] == before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("[check]", "[check", 5),
        ('key = "veiligheidsstrategie', 'kee = "veiligheidsstrategie', 5),
        ('satisfied_by = [{ event = "working-meeting" }]', 'satisfied_by = [{ event = "nothing" }]', 5),
        ('lifecycle = "expertteam', 'lifecycle = "../expertteam', 5),
        ('lifecycle = "expertteam', 'lifecycle = "/expertteam', 5),
        ('lifecycle = "expertteam', 'lifecycle = "..\\\\expertteam', 5),
        ('register = "oost', 'register = "west', 5),
        ('person = "keken"', 'person = "nobody"', 5),
    ],
)
def test_a_broken_programme_is_refused_and_no_database_is_made(
    vs: Vs, files: Path, old: str, new: str, code: int
) -> None:
    change(files, old, new)

    told = vs("init", files.name)

    assert told.code == code
    assert 1 <= len(told.err.splitlines()) <= 2
    assert "Traceback" not in told.err
    assert not Path("vs.db").exists()


def test_a_dry_run_says_what_the_real_run_says_and_makes_nothing(vs: Vs) -> None:
    dry = vs("init --dry-run")
    made = Path("vs.db").exists()

    real = vs("init")

    receipt = re.compile(r"(?<=· )[0-9a-f ]+")
    assert not made
    assert (dry.code, receipt.sub("", dry.out)) == (real.code, receipt.sub("", real.out))


def test_a_dry_run_on_a_database_that_is_there_leaves_it_alone(vs: Vs) -> None:
    vs("init")
    before = Path("vs.db").read_bytes()

    assert vs("init -n --json").data["already"]
    assert Path("vs.db").read_bytes() == before


@pytest.mark.parametrize("words", [f"init --now {BEGIN}", "init --rehearsal"])
def test_a_clock_is_set_in_a_rehearsal_and_nowhere_else(vs: Vs, words: str) -> None:
    assert vs(words).code == 2
    assert not Path("vs.db").exists()


def test_init_never_asks(vs: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vs_workflow.commands.settings.Settings.may_ask", property(lambda self: True))

    assert vs("init").code == 0


class TestWorkflow:
    def test_warnings_alone_are_nothing_wrong(self, vs: Vs) -> None:
        told = vs("workflow check --json")

        assert told.code == 0
        assert told.data["sound"]
        assert all(finding["warning"] for finding in told.data["findings"])

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('satisfied_by = [{ event = "working-meeting" }]', 'satisfied_by = [{ event = "nothing" }]'),
            ('key = "veiligheidsstrategie', 'kee = "veiligheidsstrategie'),
            ("[check]", "[check"),
        ],
    )
    def test_what_is_wrong_in_the_rules_is_found(self, vs: Vs, files: Path, old: str, new: str) -> None:
        change(files, old, new)

        told = vs("workflow check --json", files.name)

        assert told.code == 1
        assert not told.data["sound"]
        assert told.data["findings"][0]["message"]

    def test_a_finding_names_the_file_it_stands_in(self, vs: Vs, files: Path) -> None:
        change(files, 'satisfied_by = [{ event = "working-meeting" }]', 'satisfied_by = [{ event = "nothing" }]')

        told = vs("workflow check --json", files.name)

        wrong = [finding for finding in told.data["findings"] if not finding["warning"]]
        assert all(finding["where"].startswith(f"{files.name}, milestones[") for finding in wrong)

    def test_a_file_that_names_no_lifecycle_hears_of_everything_else_too(self, vs: Vs, files: Path) -> None:
        files.write_text('schema = "vs.programme/9"\n')

        told = vs("workflow check --json", files.name)

        assert told.code == 1
        named = {finding["where"] for finding in told.data["findings"]}
        assert {"schema", "lifecycle", "register", "zone", "milestones"} <= named
        page = vs("workflow check --lang en", files.name).out
        assert page.count("vs workflow check names all faults at once") == 1

    def test_what_is_wrong_in_either_file_is_named_at_once(self, vs: Vs, files: Path) -> None:
        change(files, 'zone = "', 'zone = 7 # "')
        change(files.with_name(LIFECYCLE.name), 'schema = "vs.lifecycle/1"', 'schema = "vs.lifecycle/9"')

        told = vs("workflow check --json", files.name)

        assert [(one["file"], one["where"]) for one in told.data["findings"]] == [
            (LIFECYCLE.name, "schema"),
            (files.name, "zone"),
        ]

    def test_a_file_that_is_not_there_is_no_finding(self, vs: Vs, files: Path) -> None:
        assert vs("workflow check nowhere.toml").code == 5
        register = files.with_name(PEOPLE.name)
        register.unlink()
        assert vs("workflow check", files.name).code == 5

    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            ("[keken]", "[kekem]", "keken"),
            ("[keken]", "[keken", "line"),
            ('schema = "vs.people/1"', 'schema = "vs.people/9"', "schema"),
            ('name = "Erik van Keken"', 'name = "Erik van Keken"\nage = 3', "keken.age"),
        ],
    )
    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_what_is_wrong_in_the_register_is_found(
        self, vs: Vs, files: Path, old: str, new: str, where: str, lang: str
    ) -> None:
        change(files.with_name(PEOPLE.name), old, new)

        told = vs(f"workflow check --json --lang {lang}", files.name)

        assert told.code == 1
        (finding,) = told.data["findings"]
        assert (finding["file"], finding["where"][: len(where)]) == (PEOPLE.name, where)
        assert finding["message"] and "{" not in finding["message"]
        assert vs("init", files.name).code == 5

    @pytest.mark.parametrize("what", ["show", "diagram"])
    def test_without_a_file_the_adopted_rules_are_shown(self, vs: Vs, files: Path, what: str) -> None:
        change(files, 'title = { nl = "Shortlist Jeugd"', 'title = { nl = "Iets anders"')
        change(files.with_name(LIFECYCLE.name), 'en = "started"', 'en = "under way"')
        vs("init", files.name)

        adopted = vs(f"workflow {what}")
        shipped = vs(f"workflow {what} --db none.db")

        assert "under way" in adopted.out
        assert shipped.code == 0
        assert "under way" not in shipped.out
        assert not Path("none.db").exists()

    def test_a_lifecycle_may_be_named_beside_the_programme_and_not_by_itself(self, vs: Vs, files: Path) -> None:
        other = files.with_name("other.toml")
        other.write_text(LIFECYCLE.read_text("utf-8").replace('en = "started"', 'en = "under way"', 1), "utf-8")

        both = vs(f"workflow show {files.name} other.toml")

        assert both.code == 0
        assert "under way" in both.out
        assert vs(f"workflow show other.toml {files.name}").out == both.out
        assert vs("workflow check other.toml").code == 5
        assert vs(f"workflow check {files.name} {files.name}.bak").code == 5
        assert vs(f"workflow check {files.name} ./{files.name}").code == 2


def test_a_database_is_made_in_a_folder_that_is_there(vs: Vs) -> None:
    told = vs("init --rehearsal --now 2015-02-13T09:00Z --db nowhere/vs.db")

    assert told.code == 4
    assert told.err.startswith("There is no folder nowhere to make the database in. Nothing was recorded.")
    assert not Path("nowhere").exists()


def test_a_database_that_a_server_lacks_is_not_said_to_begin_with_init(vs: Vs, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object, **__: object) -> None:
        raise StoreTrouble("store.missing", store="postgresql://vs@server/vs")

    monkeypatch.setattr(opening, "database", lacking)

    told = vs("init --db postgresql://vs@server/vs")

    assert told.code == 4
    assert "on that server" in told.err
    assert "createdb" in told.err


def test_a_move_to_other_rules_is_answered_with_a_receipt_refused_or_not(rehearsal: Vs, files: Path) -> None:
    change(files, "due = 2015-04-30", "due = 2015-05-15")
    move = f"migrate {files.name} --reason verlengd --yes --key een --lang nl"

    refused = rehearsal(f"migrate {files.name} --reason verlengd --yes --lang nl --as hofman")
    tried = rehearsal(f"{move} --as meuleman --dry-run")
    moved, again = rehearsal(f"{move} --as meuleman"), rehearsal(f"{move} --as meuleman")

    entries = rehearsal("history --json").data["entries"]
    receipts = [f"nr. {one['seq']} · {one['hash'][:4]} {one['hash'][4:8]}" for one in entries]
    number = next(place for place, one in enumerate(entries) if one["kind"] == "refusal")
    assert (refused.code, tried.code, moved.code, again.code) == (3, 0, 0, 0)
    assert f"De weigering is vastgelegd: {receipts[number]}" in refused.out
    assert f"Ontvangstbewijs: {receipts[-1]}" in moved.out
    assert f"Ontvangstbewijs: {receipts[-1]}" in again.out
    assert "Ontvangstbewijs" not in tried.out


def test_a_move_that_is_only_tried_is_allowed_and_has_no_numbers_and_a_refusal_says_who_asked_when(
    rehearsal: Vs, files: Path
) -> None:
    change(files, "due = 2015-04-30", "due = 2015-05-15")
    move = f"migrate {files.name} --reason verlengd --lang en"

    unasked = rehearsal(move)
    tried, refused = rehearsal(f"{move} --as meuleman --dry-run"), rehearsal(f"{move} --as hofman")
    unsure = rehearsal(f"{move} --as meuleman")

    assert (unasked.code, tried.code, refused.code, unsure.code) == (2, 0, 3, 2)
    assert "--as" in unasked.err and "--yes" in unsure.err
    assert "DRY RUN: nothing was recorded\nALLOWED - migration: rules " in tried.out
    assert "\n  the programme goes by other rules (" in tried.out
    assert "- warning expertteam.lifecycle.toml" in tried.out
    assert "\n  on 13 February 2015, by John Hofman\n" in refused.out


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_rehearsal_names_the_holders_whom_the_move_would_miss_in_the_register(
    rehearsal: Vs, files: Path, lang: str
) -> None:
    change(files, 'person = "bakker"', 'person = "unknown-lead"')
    change(files, 'person = "heidema"', 'person = "unknown-chair"')

    shown = rehearsal(f"workflow rehearse {files.name} --lang {lang}")
    data = rehearsal(f"workflow rehearse {files.name} --json --lang {lang}").data
    moved = rehearsal(f"migrate {files.name} --as meuleman --dry-run --lang {lang}")

    assert (shown.code, moved.code) == (1, 5)
    assert [(one["file"], one["where"]) for one in data["missing"]] == [
        (PEOPLE.name, "unknown-chair"),
        (PEOPLE.name, "unknown-lead"),
    ]
    assert all(one["message"] in " ".join(shown.out.split()) for one in data["missing"])
    assert moved.err.startswith(data["missing"][0]["message"])


@pytest.mark.parametrize("way", ["--dry-run", "--yes"])
def test_a_move_calls_whom_it_adds_by_name_and_under_roles_only_nobody_in_particular(
    rehearsal: Vs, files: Path, way: str
) -> None:
    people = files.with_name(PEOPLE.name)
    people.write_text(people.read_text("utf-8") + '\n[nieuw]\nname = "Nina Nieuw"\n', "utf-8")
    with files.open("a", encoding="utf-8") as file:
        file.write('[[assignments]]\nnumber = "5"\nkey = "cybercrime"\ntitle = { nl = "Cyber", en = "Cyber" }\n')
        file.write('[[holders]]\nrole = "lead"\nperson = "nieuw"\nassignments = ["cybercrime"]\n')
        file.write('[[holders]]\nrole = "chair"\nperson = "beem"\nassignments = ["cybercrime"]\n')
    move = f"migrate {files.name} --as meuleman --lang en"

    assert "nieuw" not in rehearsal(f"{move} --roles-only --dry-run").out.casefold()
    told = rehearsal(f"{move} {way}")

    assert told.code == 0, told
    assert "person in the register: Nina Nieuw" in told.out
    assert "lead; Nina Nieuw" in told.out
