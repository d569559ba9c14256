"""The files of a programme: the one that was named, or the one that comes with the product.

A programme file names its lifecycle and its register; both stand in the same folder, and
a name that leads anywhere else is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from vs_workflow.outside.files import read_regular
from vs_workflow.reasons import BadFile, Misunderstood
from vs_workflow.rules.lifecycle import LIFECYCLE_SCHEMA
from vs_workflow.rules.programme import PROGRAMME_SCHEMA, Programme
from vs_workflow.rules.rulebook import LARGEST_FILE, RuleFiles, read_toml, validated

# Where the rules that come with the product stand, in a checkout and in a wheel alike.
SHIPPED = Path(__file__).resolve().parents[2] / "workflows"


class ProgrammeFiles(NamedTuple):
    """The rules' bytes, and the register of people with the name of its file."""

    rules: RuleFiles
    people: tuple[str, bytes]


def programme_files(file: str | None = None) -> ProgrammeFiles:
    """Read the programme file, or the default one, with the two files it names; raises BadFile."""
    path = file if file is not None else default_programme()
    programme = _read(path)
    named = read_toml(programme, path)
    return ProgrammeFiles(_rules(path, programme, named), _register(path, named))


def rule_files(*files: str) -> RuleFiles:
    """The programme file that was named, or the default one, and its lifecycle; raises BadFile.

    The lifecycle is the one beside it that it names, unless another lifecycle file is named too.
    """
    return _named_files(files)[0]


def all_files(*files: str) -> ProgrammeFiles:
    """Those rules, and the register that stands beside the programme; raises BadFile."""
    rules, path, table = _named_files(files)
    return ProgrammeFiles(rules, _register(path, table))


def _named_files(files: Sequence[str]) -> tuple[RuleFiles, str, dict[str, Any]]:
    """The rules in these files, with the path of the programme and what is in it."""
    tables = {file: read_toml(_read(file), file) for file in files or (default_programme(),)}
    lifecycles = [file for file, table in tables.items() if table.get("schema") == LIFECYCLE_SCHEMA]
    programmes = [file for file in tables if file not in lifecycles]
    if not programmes:
        raise BadFile(
            "file.value-unknown", file=files[0], where="schema", found=LIFECYCLE_SCHEMA, expected=PROGRAMME_SCHEMA
        )
    if len(programmes) > 1 or len(lifecycles) > 1:
        raise Misunderstood(
            "call.surplus", words=" ".join(files[1:]), usage="vs workflow check PROGRAMME.toml LIFECYCLE.toml"
        )
    path = programmes[0]
    if not lifecycles:
        rules = _rules(path, _read(path), tables[path])
    else:
        rules = RuleFiles(_read(path), _read(lifecycles[0]), programme_name=path, lifecycle_name=lifecycles[0])
    return rules, path, tables[path]


def either_file(file: str, programme: str | None = None) -> RuleFiles:
    """The rules in a programme file, or in a lifecycle file under that programme, else the default; raises BadFile."""
    if is_lifecycle(file):
        return rule_files(programme or default_programme(), file)
    return rule_files(file)


def both_files(one: str, other: str) -> tuple[RuleFiles, RuleFiles]:
    """Two files to be compared; a lifecycle is read under the programme beside it, for it has no days of its own."""
    programme = next((file for file in (one, other) if not is_lifecycle(file)), None)
    return either_file(one, programme), either_file(other, programme)


def is_lifecycle(file: str) -> bool:
    """Whether the file says that it is a lifecycle, and no programme; raises BadFile where it cannot be read."""
    return read_toml(_read(file), file).get("schema") == LIFECYCLE_SCHEMA


def default_programme() -> str:
    """The path of the programme that is meant where none is named."""
    return str(shipped("programme"))


def shipped(what: str) -> Path:
    """The path of what comes with the product, as `default.toml` names it."""
    path = str(SHIPPED / "default.toml")
    return SHIPPED / _named(read_toml(_read(path), path), what, path)


def _rules(path: str, programme: bytes, named: dict[str, Any]) -> RuleFiles:
    lifecycle_name, lifecycle = _beside(path, named, "lifecycle")
    return RuleFiles(programme, lifecycle, programme_name=_called(path), lifecycle_name=_called(lifecycle_name))


def _register(path: str, named: dict[str, Any]) -> tuple[str, bytes]:
    name, register = _beside(path, named, "register")
    return _called(name), register


def _called(path: str) -> str:
    """How messages call a file: as it was named; one that comes with the product by its name alone."""
    return Path(path).name if Path(path).parent == SHIPPED else path


def _read(path: str) -> bytes:
    return read_regular(path, LARGEST_FILE)


def _beside(path: str, table: dict[str, Any], what: str) -> tuple[str, bytes]:
    if what not in table:
        # Whoever left this out hears of everything else that is wrong with the file too.
        validated(Programme, table, _called(path))
    beside = str(Path(path).parent / _named(table, what, path))
    return beside, _read(beside)


def _named(table: dict[str, Any], what: str, file: str) -> str:
    """The name of a file beside this one; a name that could lead elsewhere is refused."""
    name = table.get(what)
    if name is None:
        raise BadFile("file.key-missing", file=file, where=what)
    if not isinstance(name, str) or name in ("", ".", "..") or any(mark in name for mark in "/\\\0"):
        raise BadFile("file.name-odd", file=file, where=what, found=str(name)[:60])
    return name
