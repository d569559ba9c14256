"""Help: asked in three ways, the same in each, of every command and topic, in the language of whoever asks."""

from __future__ import annotations

import importlib.util
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.commands.calling import ROOT, call, clean, run
from vs_workflow.commands.catalogue import CATALOGUE, PARTS
from vs_workflow.commands.help_topics import TOPICS

pytestmark = pytest.mark.usefixtures("elsewhere")
EXAMPLES = tomllib.loads((ROOT / "workflows" / "examples.toml").read_text())


def is_there(name: str) -> bool:
    module = CATALOGUE[name].place.partition(":")[0]
    return importlib.util.find_spec(f"vs_workflow.commands.{module}") is not None


COMMANDS = [name for name in CATALOGUE if is_there(name)]


class TestHelp:
    def test_bare_vs_without_a_database_shows_three_examples_and_ends_well(self, elsewhere: Path) -> None:
        done = run(cwd=elsewhere)

        assert (done.returncode, done.stderr) == (0, "")
        assert sum(line.startswith("  vs ") for line in done.stdout.splitlines()) == 3

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("name", COMMANDS)
    def test_the_three_ways_to_ask_for_help_agree(
        self, capsys: pytest.CaptureFixture[str], name: str, lang: str
    ) -> None:
        asked = [("help", *name.split()), (*name.split(), "--help"), (*name.split(), "-h")]

        told = [call(capsys, *words, "--lang", lang) for words in asked]

        assert told[0] == told[1] == told[2]
        code, text, err = told[0]
        assert (code, err) == (0, "")
        assert len(text.splitlines()) <= 40
        assert max(map(len, text.splitlines())) <= 80
        assert all(one["run"] in text for one in EXAMPLES[name][lang])

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("name", [*(one for one in COMMANDS if CATALOGUE[one].part == "prove"), "backup"])
    def test_what_an_auditor_uses_says_more_than_its_line(
        self, capsys: pytest.CaptureFixture[str], name: str, lang: str
    ) -> None:
        _, text, _ = call(capsys, "help", *name.split(), "--lang", lang)

        about = text.split("\n\n")[1].splitlines()
        assert len(about) >= 2
        assert about[1] and not about[1].startswith(("Also", "Ook"))

    @pytest.mark.parametrize("name", ["import", "rebuild"])
    def test_a_command_that_records_nothing_says_which_options_do_nothing(
        self, capsys: pytest.CaptureFixture[str], name: str
    ) -> None:
        _, text, _ = call(capsys, "help", name, "--lang", "en")

        assert "--reason, --key and --yes do nothing here." in " ".join(text.split())

    @pytest.mark.parametrize("lang", ["nl", "en"])
    def test_the_front_page_names_every_command_within_a_screen(
        self, capsys: pytest.CaptureFixture[str], lang: str
    ) -> None:
        told = [call(capsys, *words, "--lang", lang) for words in (["--help"], ["-h"], ["help"])]

        assert told[0] == told[1] == told[2]
        lines = told[0][1].splitlines()
        assert max(map(len, lines)) <= 80
        assert {name for name in CATALOGUE if " " not in name} <= set(told[0][1].replace(",", " ").split())
        assert len(lines) <= 40

    @pytest.mark.parametrize("lang", ["nl", "en"])
    @pytest.mark.parametrize("topic", [*TOPICS, "options"])
    def test_a_topic_fits_a_screen(self, capsys: pytest.CaptureFixture[str], topic: str, lang: str) -> None:
        code, text, err = call(capsys, "help", topic, "--lang", lang)

        assert (code, err) == (0, "")
        assert len(text.splitlines()) <= 40
        assert max(map(len, text.splitlines())) <= 80

    @pytest.mark.parametrize("line", ["--help", "verfy", "help verfy", "help exit-codes", "workflow", "help options"])
    def test_in_dutch_a_command_is_no_opdracht(self, capsys: pytest.CaptureFixture[str], line: str) -> None:
        _, out, err = call(capsys, *shlex.split(line), "--lang", "nl")

        said = " ".join((out + err).split())
        assert "ommando" in said
        assert "OPDRACHT" not in said
        assert "de opdracht (" not in said
        assert "geen opdracht" not in said

    def test_help_loads_no_command_and_nothing_heavy(self, elsewhere: Path) -> None:
        program = "import sys, cli; sys.argv = ['vs', '--help']; cli.main(); print(*sys.modules, file=sys.stderr)"

        done = subprocess.run(
            [sys.executable, "-c", program], cwd=elsewhere, env=clean(elsewhere), capture_output=True, text=True
        )

        loaded = set(done.stderr.split())
        light = {"front_page", "catalogue", "origins", "fitting", "frame", "door", "printing"}
        assert {name for name in loaded if name.startswith("vs_workflow.commands.")} == {
            f"vs_workflow.commands.{name}" for name in light
        }
        heavy = {"sqlmodel", "sqlalchemy", "pydantic", "rich", "apscheduler", "transitions", "store", "dataclasses"}
        assert not loaded & {*heavy, "tomllib", "json", "vs_workflow.reasons", "vs_workflow.desk"}

    def test_the_language_follows_the_locale(self, elsewhere: Path) -> None:
        assert "Gebruik" in run("--help", cwd=elsewhere, env={"LANG": "nl_NL.UTF-8"}).stdout
        assert "Usage" in run("--help", cwd=elsewhere, env={"LANG": "de_DE.UTF-8"}).stdout
        assert "Usage" in run("--help", cwd=elsewhere, env={"LANG": "nl_NL.UTF-8", "VS_LANG": "en"}).stdout

    def test_help_comes_also_where_the_configuration_is_broken(
        self, elsewhere: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (elsewhere / "vs.toml").write_text("[[")

        assert call(capsys, "--help")[0] == 0

    def test_the_version_is_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = call(capsys, "--version")

        assert code == 0
        assert out.startswith("vs ") and out.count("\n") == 1

    @pytest.mark.parametrize("name", CATALOGUE)
    def test_every_command_has_its_line_and_two_examples_in_both_languages(self, name: str) -> None:
        entry = CATALOGUE[name]
        nl, en = EXAMPLES[name]["nl"], EXAMPLES[name]["en"]

        assert entry.part in PARTS
        assert entry.nl and entry.en and entry.nl != entry.en
        assert len(nl) >= 2
        for one, other in zip(nl, en, strict=True):
            words, others = shlex.split(one["run"]), shlex.split(other["run"])
            assert words[0] == "vs" and (words[1] == name.split()[0])
            assert [said for said in words if said[0] == "-"] == [said for said in others if said[0] == "-"]
            assert len(words) == len(others) and words[:2] == others[:2]

    def test_examples_are_of_commands_that_exist(self) -> None:
        assert set(EXAMPLES) == set(CATALOGUE)
