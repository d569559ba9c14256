"""The house rules that no linter keeps: sizes, names, what is said in no file, and what a call may not load.

The import contracts, the types and the style are checked by their own tools in `./run test`.
"""

import ast
import importlib.metadata
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = ("vs_workflow", "store", "workflows", "cli")
PRODUCT = ("vs_workflow/", "store/", "cli.py")
HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "transitions", "apscheduler", "rich", "psycopg")
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc", "base", "handlers"}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a checkout of git")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules(*starts: str) -> list[Path]:
    return [ROOT / name for name in tracked() if name.endswith(".py") and name.startswith(starts)]


def test_files_stay_small_enough_for_one_idea() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in modules(*PRODUCT)}
    # The sentences are tables, which a reader looks things up in.
    most = {path: 400 if "words" in path.parts else 300 for path in lengths}

    assert {str(path.relative_to(ROOT)): lines for path, lines in lengths.items() if lines > most[path]} == {}


def test_every_module_of_the_product_says_what_it_promises() -> None:
    silent = [
        str(path.relative_to(ROOT)) for path in modules(*PRODUCT) if not ast.get_docstring(ast.parse(path.read_text()))
    ]

    assert silent == []


def test_no_module_is_named_for_having_no_name() -> None:
    named = [path.relative_to(ROOT) for path in modules("")]

    assert [str(path) for path in named if NAMELESS & {path.stem, *path.parts[-2:-1]}] == []


def test_nothing_is_left_to_be_done_in_the_code() -> None:
    left = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    mine = Path(__file__)

    assert [str(path) for path in modules("") if path != mine and left.search(path.read_text())] == []


def test_no_dependency_claims_the_names_at_our_top_level() -> None:
    claimed = importlib.metadata.packages_distributions()

    assert {name: claimed[name] for name in TOP_LEVEL if set(claimed.get(name, [])) - {"vs-workflow"}} == {}


# What is true of the place where a file was written, and of nothing else.
PLACES = re.compile(
    r"(?<![\w.])/(work|root|home)/\w"
    r"|/tmp/brief"
    r"|\b(issue|ticket|session) #?\d"
    r"|\b(sub-?agents?|language models?|LLMs?)\b"
    r"|\b[\w-]+\.(internal|lan|corp)\b"
)


def test_no_file_speaks_of_the_machine_or_the_work_it_was_made_in() -> None:
    host = socket.gethostname()
    found = []
    for name in tracked():
        text = (ROOT / name).read_bytes().decode("utf-8", "replace")
        if ROOT / name == Path(__file__):
            continue
        found += [f"{name}: {match[0]}" for match in PLACES.finditer(text)]
        found += [f"{name}: {host}"] if len(host) > 8 and host in text else []

    assert found == []


def test_the_locks_name_no_host() -> None:
    locks = [ROOT / name for name in tracked() if name.startswith("requirements/")]
    assert locks

    assert [str(path) for path in locks if re.search(r"://|--(extra-)?index-url|--find-links", path.read_text())] == []


LOADED = """
import sys
import cli
code = cli.main()
print(code, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


def loaded_by(*words: str) -> set[str]:
    """The packages that a call of `vs` has loaded when it ends."""
    ended = subprocess.run([sys.executable, "-c", LOADED, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    code, *names = ended.stderr.splitlines()[-1].split()
    assert code == "0", ended.stderr
    return set(names)


def test_help_loads_no_orm_and_nothing_else_that_is_heavy() -> None:
    assert loaded_by("--help") & {*HEAVY, "store", "json", "tomllib"} == set()


def test_looking_at_the_board_loads_no_orm(tmp_path: Path) -> None:
    database = str(tmp_path / "vs.db")
    subprocess.run([sys.executable, "-m", "cli", "--db", database, "init"], cwd=ROOT, capture_output=True, check=True)

    assert (
        loaded_by("--db", database, "status") & {"sqlalchemy", "sqlmodel", "transitions", "apscheduler", "psycopg"}
        == set()
    )
