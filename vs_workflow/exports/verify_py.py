"""`verify.py`: the modules of `verifier` as one file, in their order, their imports of each other left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from importlib.resources import files

_PACKAGE = "vs_workflow.exports.verifier"
_MODULES = (
    "findings", "contents", "lines", "keys", "seals", "shape", "bodies", "known", "rights", "giving", "road",
    "remains", "replay", "held", "call", "check",
)  # fmt: skip
_MAIN = "check"


def verify_py() -> bytes:
    """The file, the same bytes every time."""
    folder = files(_PACKAGE)
    sources = {name: folder.joinpath(f"{name}.py").read_text("utf-8") for name in _MODULES}
    imports: dict[str, set[str]] = {}
    bodies: list[str] = []
    for name, source in sources.items():
        tree = ast.parse(source)
        lines = source.splitlines()
        kept = 1
        for node in tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                kept = (node.end_lineno or node.lineno) + 1
                for module, names in _imported(node):
                    imports.setdefault(module, set()).update(names)
        headed = f"# {ast.get_docstring(tree, clean=False)}\n" if name != _MAIN else ""
        bodies.append(headed + "\n".join(lines[kept - 1 :]).strip("\n") + "\n")
    doc = ast.get_docstring(ast.parse(sources[_MAIN]), clean=False)
    head = f'"""{doc}"""\n\nfrom __future__ import annotations\n\n' + _spelled(imports)
    return "\n\n".join([head, *bodies]).encode("utf-8")


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, set[str]]]:
    """The modules of others in this line, each with the names that are taken from it: none where it is taken whole."""
    if isinstance(node, ast.Import):
        yield from ((one.name, set()) for one in node.names)
    elif node.module not in ("__future__", *_own()):
        yield str(node.module), {one.name for one in node.names}


def _spelled(imports: Mapping[str, set[str]]) -> str:
    whole = [f"import {module}\n" for module, names in sorted(imports.items()) if not names]
    parts = [f"from {module} import {', '.join(sorted(names))}\n" for module, names in sorted(imports.items()) if names]
    return "".join([*whole, *parts])


def _own() -> tuple[str, ...]:
    return tuple(f"{_PACKAGE}.{name}" for name in _MODULES)
