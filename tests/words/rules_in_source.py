"""Every rule id that the source speaks of, with the names of the facts that go with it, read from its syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_RULE = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_SPEAKERS = frozenset(
    (
        "Reason",
        "Finding",
        "Misunderstood",
        "StoreTrouble",
        "BadFile",
        "Fault",
        "Trouble",
        "MisunderstoodHere",
        "Unmet",
        "FactFault",
        "_bad",
    )
)
_FAMILIES = frozenset(
    """
    order unknown event role mandate separation grant person date in-the-way correct guard fact day moment name text
    actor assignment entry conflict document form clock store file link lawful shelf limit replay sound board
    programme note key seal sign trust witness receipt
    """.split()  # noqa: SIM905
)
# Names of files, modules and variables that only look like a rule.
_NO_RULES = frozenset(
    {"vs.db", "sqlalchemy.exc", "lifecycle.key", "lifecycle.label", "vs.toml", "person.toml", "programme.toml"}
)
_LATER = ("words", "pages")


def sources() -> Iterator[Path]:
    """The modules that may speak of rules: everything below the front door but the words themselves."""
    for folder in ("vs_workflow", "store"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if parts[0] == "vs_workflow" and parts[1] in _LATER and path.name != "dates.py":
                continue
            yield path


def rules() -> dict[str, set[str]]:
    """Rule id to the names of facts seen with it: in the call itself, else in the function that it stands in."""
    found: dict[str, set[str]] = {}
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                nearby = _dict_keys(node)
                for inner in ast.walk(node):
                    if (rule := _rule(inner)) is not None:
                        found.setdefault(rule, set()).update(nearby)
            elif (rule := _rule(node)) is not None:
                found.setdefault(rule, set())
    return found


def _rule(node: ast.AST) -> str | None:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and _RULE.match(node.value)):
        return None
    family = node.value.partition(".")[0]
    return node.value if family in _FAMILIES and node.value not in _NO_RULES else None


def _dict_keys(node: ast.AST) -> set[str]:
    """Every key of a literal mapping and every keyword in the function."""
    keys: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Dict):
            keys.update(key.value for key in inner.keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        elif isinstance(inner, ast.keyword) and inner.arg is not None:
            keys.add(inner.arg)
        elif isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.Constant):
            keys.add(str(inner.slice.value))
    return keys


def spoken() -> set[str]:
    """Rule ids that are handed straight to a reason, finding or trouble, whatever their family."""
    found: set[str] = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in _SPEAKERS:
                found.update(
                    argument.value
                    for argument in node.args
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and _RULE.match(argument.value)
                )
    return found - _NO_RULES


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))
