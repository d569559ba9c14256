"""The README and the page on rules are true: their commands say what they show, their tables are those of the program.

`VS_JOURNEYS=write pytest -n0 tests/test_readme.py` writes down what the commands say now; read
the difference before keeping it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_args

import pytest

from tests.journeys.runner import answered, blocks, rewrite, run_console
from vs_workflow.commands.catalogue import CATALOGUE
from vs_workflow.commands.help_topics import TOPICS
from vs_workflow.commands.origins import VARIABLES
from vs_workflow.outside.rulefiles import rule_files
from vs_workflow.rules.guards import REGISTRY
from vs_workflow.rules.lifecycle import Action, FactType, GuardSpec, Keeping
from vs_workflow.rules.rulebook import Rules, read_rules
from vs_workflow.timeline.verdict import Verdict

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
RULES = ROOT / "workflows" / "README.md"
_FENCE = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_TICKED = re.compile(r"`([^`]+)`")
STEPS = ("step", "from → to", "who", "what it asks")
WRITES = os.environ.get("VS_JOURNEYS") == "write"


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its language, its text, and the file that the reader keeps it as."""

    kind: str
    body: str
    file: str | None

    def typed(self) -> str:
        """What the reader types for it; a command that goes on below a backslash stands on one line."""
        if self.file is not None:
            lines = "\n".join(f"> {line}" for line in self.body.splitlines())
            return f"$ cat > {self.file} <<'END'\n{lines}\n> END\n"
        return re.sub(r" \\\n +", " ", self.body) if self.kind == "console" else ""


def fences(text: str) -> Iterator[Fence]:
    for found in _FENCE.finditer(text):
        yield Fence(found["kind"], found["body"], found["file"])


@pytest.fixture(scope="module")
def readme() -> str:
    return README.read_text("utf-8")


@pytest.fixture(scope="module")
def page_on_rules() -> str:
    return RULES.read_text("utf-8")


@pytest.fixture(scope="module")
def rules() -> Rules:
    return read_rules(rule_files())


def table(text: str, *head: str) -> list[list[str]]:
    """The rows below this head, as cells."""
    lines = text.splitlines()
    start = lines.index(f"| {' | '.join(head)} |") + 2
    rows: list[list[str]] = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def ticked(cell: str) -> list[str]:
    return _TICKED.findall(cell)


@pytest.mark.skipif(shutil.which("jq") is None, reason="apt-get install jq")
@pytest.mark.parametrize("page", [README, RULES], ids=["readme", "rules"])
def test_every_command_of_a_page_says_what_stands_there(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    text = page.read_text("utf-8")
    if WRITES:
        page.write_text(_written_again(text, tmp_path), "utf-8")
        return

    run_console("\n".join(fence.typed() for fence in fences(text)), tmp_path)

    for database in sorted(tmp_path.glob("*.db")):
        code, said = answered(["verify", "--db", str(database)])
        assert code == 0, said


def _written_again(text: str, folder: Path) -> str:
    """The page with what its commands say now, each block in its place."""
    typed = "\n".join(f"## {number}\n{fence.typed()}" for number, fence in enumerate(fences(text)))
    written = rewrite(typed, folder)
    for before, after in zip(blocks(typed), blocks(written), strict=True):
        assert before.code == after.code, f"say first by hand that this ends with {after.code}: {after.written()}"
    said = iter(re.split(r"^## \d+\n", written, flags=re.MULTILINE)[1:])

    def again(found: re.Match[str]) -> str:
        new = next(said)
        if found["kind"] != "console":
            return found[0]
        for command in re.findall(r"^\$ (?:.* \\\n +)+.*", found["body"], flags=re.MULTILINE):
            new = new.replace(re.sub(r" \\\n +", " ", command), command)
        return found[0].replace(found["body"], re.sub(r"\n\n(?=\$ )", "\n", new.strip()) + "\n")

    return _FENCE.sub(again, text)


def test_the_picture_is_what_vs_draws(readme: str, tmp_path: Path) -> None:
    drawn = next(fence.body for fence in fences(readme) if fence.kind == "mermaid")

    code, said = answered(["workflow", "diagram", "--lang", "en", "--db", str(tmp_path / "none.db")])

    assert (code, said.rstrip()) == (0, drawn.rstrip())


def test_the_table_of_steps_is_that_of_the_rules(readme: str, rules: Rules) -> None:
    lifecycle = rules.lifecycle
    open_states = {state.key for state in lifecycle.states if not state.final}

    for first, way, who, _ in table(readme, *STEPS):
        (key,) = ticked(first)
        step = lifecycle.step(key)
        assert step is not None, key
        source, target = way.split(" → ")
        assert (set(step.sources), step.target) == (open_states if source.startswith("any") else {source}, target)
        assert ticked(who) == _roles(step)
    assert [ticked(row[0])[0] for row in table(readme, *STEPS)] == [step.key for step in lifecycle.steps]


def _roles(action: Action) -> list[str]:
    return list(dict.fromkeys(way.role for way in action.by))


def test_the_table_of_the_timeline_is_that_of_the_programme(readme: str, rules: Rules) -> None:
    rows = table(readme, "milestone", "due", "of", "satisfied by")
    told = [(key, due, of, by) for row in rows for key in ticked(row[0]) for due, of, by in [row[1:]]]

    assert [key for key, *_ in told] == [one.id for one in rules.programme.milestones]
    for key, due, of, by in told:
        milestone = rules.programme.milestone(key)
        assert milestone is not None
        assert due == (milestone.due.isoformat() if milestone.due else "no date yet")
        assert of == ("each assignment" if milestone.scope == "assignment" else "the programme")
        assert {one.state or one.event for one in milestone.satisfied_by} <= set(ticked(by))


def test_every_verdict_is_explained(readme: str) -> None:
    assert [ticked(row[0])[0] for row in table(readme, "verdict", "meaning")] == [one.value for one in Verdict]


def test_the_table_of_guards_is_the_registry(page_on_rules: str) -> None:
    rows = table(page_on_rules, "kind", "parameters", "holds when")
    parameters = {one.name for one in fields(GuardSpec)} - {"name", "kind", "supplied_by"}

    assert {ticked(row[0])[0] for row in rows} == set(REGISTRY)
    assert {name for row in rows for name in ticked(row[1])} == parameters


def test_the_table_of_facts_has_every_type(page_on_rules: str) -> None:
    assert {key for row in table(page_on_rules, "type", "what it is") for key in ticked(row[0])} == set(
        get_args(FactType)
    )


def test_every_finding_that_verify_can_make_is_explained(readme: str) -> None:
    sources = [*ROOT.glob("vs_workflow/audit/*.py"), ROOT / "vs_workflow/desk/prove.py", *ROOT.glob("store/*.py")]
    made = {name for path in sources for name in re.findall(r'Finding\(\s*"([a-z-]+)"', path.read_text("utf-8"))}
    not_findings = {"receipts", "register", "meeting", "coverage", "destroyed"}

    told = {key for row in table(readme, "finding", "what does not hold") for key in ticked(row[0])}

    assert made - not_findings <= told


def test_the_keys_of_keeping_are_all_told(page_on_rules: str) -> None:
    told = {ticked(row[0])[0]: ticked(row[1]) for row in table(page_on_rules, "in", "key", "says") if row[0]}

    assert told["keeping"] == [one.name for one in fields(Keeping)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_help_has_every_option_with_its_variable(lang: str) -> None:
    told = {line.split()[0]: line for line in TOPICS["environment"][lang].splitlines() if line.startswith("  --")}

    assert set(told) == {f"--{name}" for name in VARIABLES}
    assert all(variable in told[f"--{name}"] for name, variable in VARIABLES.items() if variable)


def test_every_exit_code_is_there_as_help_tells_it(readme: str) -> None:
    listed = TOPICS["exit-codes"]["en"].split("\n\n")[1]
    told = re.findall(r"^  (\d+) +(.+(?:\n {7}.+)*)", listed, re.MULTILINE)

    rows = {code: meaning.replace("`", "") for code, meaning in table(readme, "code", "meaning")}

    assert rows == {code: " ".join(meaning.split()) for code, meaning in told}
    assert list(rows) == ["0", "1", "2", "3", "4", "5", "130"]


def test_every_command_is_named(readme: str) -> None:
    assert [name for name in CATALOGUE if not re.search(rf"(vs|`) ?{name}\b", readme) and name != "workflow"] == []


def test_every_word_of_the_memo_stands_once_in_the_glossary(readme: str) -> None:
    words = [row[0] for row in table(readme, "here", "in the memo", "meaning")]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("page", [README, RULES], ids=["readme", "rules"])
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    heads = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}

    for name in re.findall(r"\]\(#([^)]+)\)", text):
        assert name in heads, name
    for path in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / path).exists(), path
