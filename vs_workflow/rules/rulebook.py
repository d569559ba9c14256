"""TOML bytes to rules, with every fault named; and the hash that rules go by.

Outside data comes in here: sizes and depths are checked before parsing, unknown keys and
wrong types are faults, and nothing in a file is imported or evaluated. The rules' hash is
that of a two-line manifest with the hashes of the lifecycle and of the programme.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar, get_args, get_type_hints

from vs_workflow.journal.canon import content_hash, is_leaf
from vs_workflow.reasons import BadRules, Facts, Fault, Plain, StoreTrouble
from vs_workflow.rules.exact import exactly
from vs_workflow.rules.keys import FACT_KEY, KEY
from vs_workflow.rules.lifecycle import Lifecycle
from vs_workflow.rules.programme import Programme

LARGEST_FILE = 256 * 1024
MOST_DOTS = 100
MOST_SUGGESTED = 20


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """A programme and its lifecycle, known by the hash of their manifest; one value stands for one reading."""

    hash: str
    programme: Programme
    lifecycle: Lifecycle


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The bytes of a programme and of the lifecycle that it names, with the files' names for messages."""

    programme: bytes
    lifecycle: bytes
    programme_name: str = "programme"
    lifecycle_name: str = "lifecycle"

    @property
    def manifest(self) -> bytes:
        return f"lifecycle {content_hash(self.lifecycle)}\nprogramme {content_hash(self.programme)}\n".encode()

    @property
    def hash(self) -> str:
        return content_hash(self.manifest)


def files_named(manifest: bytes) -> frozenset[str]:
    """The hashes of the files that a manifest names, as far as it names any."""
    lines = manifest.decode("ascii", "replace").splitlines()
    return frozenset(address for line in lines if is_leaf(address := line.partition(" ")[2]))


def read_rules(files: RuleFiles) -> Rules:
    """The rules in these files; raises BadRules with every fault of shape that was found."""
    faults: list[Fault] = []
    try:
        lifecycle = _shaped(files.lifecycle, files.lifecycle_name, Lifecycle)
    except BadRules as error:
        faults += error.faults
    try:
        programme = _shaped(files.programme, files.programme_name, Programme)
    except BadRules as error:
        faults += error.faults
    if faults:
        raise BadRules(tuple(faults))
    return Rules(files.hash, programme, lifecycle)


def fetch(address: str, read: Callable[[str], bytes | None]) -> Rules:
    """The adopted rules with that hash, from the shelf; raises StoreTrouble where bytes are missing or are others."""
    if address not in _KEPT:
        _KEPT[address] = read_rules(shelved(address, read))
    return _KEPT[address]


def shelved(address: str, read: Callable[[str], bytes | None]) -> RuleFiles:
    """The files of the rules with that hash, each held against its own; raises StoreTrouble like `fetch`."""
    manifest = _checked(address, read)
    parts = dict(line.split(" ", 1) for line in manifest.decode("ascii", "replace").splitlines() if " " in line)
    return RuleFiles(
        programme=_checked(parts.get("programme", ""), read),
        lifecycle=_checked(parts.get("lifecycle", ""), read),
        programme_name=f"programme {parts.get('programme', '')[:12]}",
        lifecycle_name=f"lifecycle {parts.get('lifecycle', '')[:12]}",
    )


# Rules never change under their hash, so one reading will do for the life of the process.
_KEPT: dict[str, Rules] = {}


def _checked(address: str, read: Callable[[str], bytes | None]) -> bytes:
    data = read(address)
    if data is None:
        raise StoreTrouble("store.rules-missing", address=address)
    if content_hash(data) != address:
        raise StoreTrouble("store.rules-changed", address=address)
    return data


def read_toml(data: bytes, name: str) -> dict[str, Any]:
    """The table in a TOML file from outside; raises BadRules naming the line."""
    if len(data) > LARGEST_FILE:
        raise _bad(name, "", "file.too-large", size=len(data), most=LARGEST_FILE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _bad(name, f"line {line}", "file.not-utf8") from None
    if text.startswith("\ufeff"):
        raise _bad(name, "line 1", "file.byte-order-mark")
    for number, line_text in enumerate(text.splitlines(), 1):
        if _bare(line_text).count(".") > MOST_DOTS or _bare(line_text).count("[") > MOST_DOTS:
            raise _bad(name, f"line {number}", "file.too-deep")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        what = re.sub(r" \(at .*\)\Z", "", str(error))
        raise _bad(name, f"line {where.group(1)}" if where else "last line", "file.not-toml", detail=what) from None
    except RecursionError:
        raise _bad(name, "", "file.too-deep") from None
    except ValueError as error:
        raise _bad(name, "", "file.not-toml", detail=str(error)) from None


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'|#.*')


def _bare(line: str) -> str:
    return _QUOTED.sub("", line) if len(line) > MOST_DOTS else line


_T = TypeVar("_T", Lifecycle, Programme)


def _shaped(data: bytes, name: str, shape: type[_T]) -> _T:
    table = read_toml(data, name)
    _refuse_odd_text(table, name, "")
    _refuse_odd_keys(table, name)
    found = exactly(shape, table)
    return validated(shape, table, name) if found is None else found


def validated(shape: type[_T], table: dict[str, Any], name: str) -> _T:
    """The value of that shape, from a table that may be wrong; raises BadRules with every fault."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(shape).validate_python(table)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise BadRules(
            tuple(_fault(name, one, shape if n < MOST_SUGGESTED else None) for n, one in enumerate(found))
        ) from None


def _fault(name: str, error: Any, shape: type | None) -> Fault:
    where = ""
    for part in error["loc"]:
        where += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if where else str(part)
    kind = error["type"]
    if kind == "missing":
        return Fault(name, where, "file.key-missing")
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return Fault(name, where, "file.key-unknown", {"known": _known_keys(shape, error["loc"])} if shape else {})
    if kind == "literal_error":
        expected: list[Plain] = [*re.findall("'([^']*)'", error["ctx"]["expected"])]
        return Fault(name, where, "file.value-unknown", {"found": _shown(error["input"]), "expected": expected})
    return Fault(name, where, "file.value-wrong", {"found": _shown(error["input"]), "detail": error["msg"]})


def _known_keys(shape: type, where: tuple[str | int, ...]) -> list[Plain]:
    """The keys that may stand where an unknown one stands, those first that look most like it."""
    import difflib

    *path, unknown = where
    for part in path:
        if isinstance(part, str):
            shape = next((one for one in _named_in(get_type_hints(shape).get(part)) if is_dataclass(one)), shape)
    known = [one.name for one in fields(shape)]
    return [*difflib.get_close_matches(str(unknown), known, n=len(known), cutoff=0)]


def _named_in(hint: Any) -> Iterator[type]:
    """The classes that a type names: itself, or those among its arguments."""
    if isinstance(hint, type):
        yield hint
    for inner in get_args(hint):
        yield from _named_in(inner)


def _shown(value: object) -> str:
    return str(value)[:60]


def _refuse_odd_text(value: object, name: str, where: str) -> None:
    """Names and labels are NFC and free of control and bidirectional characters, so that no screen is fooled."""
    if isinstance(value, str):
        if value != unicodedata.normalize("NFC", value):
            raise _bad(name, where, "file.text-not-nfc")
        if any(is_odd(char) for char in value):
            raise _bad(name, where, "file.text-odd")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_odd_text(key, name, where)
            _refuse_odd_text(inner, name, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            _refuse_odd_text(inner, name, f"{where}[{number}]")


_BIDIRECTIONAL = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def is_odd(char: str) -> bool:
    """Whether a character may not stand in a name: controls, line separators, bidirectional marks, surrogates."""
    return unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Co", "Cn") or char in _BIDIRECTIONAL


def _refuse_odd_keys(table: dict[str, Any], name: str) -> None:
    """Keys of things are lower-case words with hyphens; keys of facts are ASCII words: they become keys of entries."""
    for section, rows in table.items():
        if not isinstance(rows, list):
            continue
        for number, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                continue
            for field in ("key", "id"):
                found = row.get(field)
                if isinstance(found, str) and not KEY.match(found):
                    raise _bad(name, f"{section}[{number}].{field}", "file.key-odd", found=found)
            for fact in row.get("facts", []) if isinstance(row.get("facts"), list) else []:
                if isinstance(fact, dict):
                    _refuse_odd_fact(fact, name, f"{section}[{number}].facts")


def _refuse_odd_fact(fact: dict[str, Any], name: str, where: str) -> None:
    fields = fact.get("fields")
    inner = [part for part in fields if isinstance(part, dict)] if isinstance(fields, list) else []
    tables = [table for part in ("items", "choices") if isinstance(table := fact.get(part), dict)]
    for one in (fact, *inner, *({"key": key} for table in tables for key in table)):
        found = one.get("key")
        if isinstance(found, str) and not FACT_KEY.match(found):
            raise _bad(name, where, "file.key-odd", found=found)


def _bad(name: str, where: str, rule: str, **facts: Any) -> BadRules:
    found: Facts = facts
    return BadRules((Fault(name, where, rule, found),))
