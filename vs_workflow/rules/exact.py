"""A table to the shape it is written in, where every value is already of the very type that is asked.

This is what reading comes to for rules that have nothing wrong with them, at a tenth of
what loading a validator costs. It says nothing of what is amiss: whatever is not exact is
left to `rulebook`, which reads it in full and names every fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache, partial
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

_T = TypeVar("_T")
_Reader = Callable[[Any], Any]
_LARGEST = 2**63


class _Inexact(Exception):
    """A value is of another type, a key unknown or missing."""


def exactly(shape: type[_T], table: dict[str, Any]) -> _T | None:
    """The value of that shape, or None where anything in the table is not exactly as asked."""
    try:
        found: _T = _made(shape, table)
    except _Inexact:
        return None
    return found


def _made(shape: Any, table: Any) -> Any:
    readers, required = _parts(shape)
    if type(table) is not dict or not (required <= table.keys() <= readers.keys()):
        raise _Inexact
    return shape(**{key: readers[key](value) for key, value in table.items()})


@cache
def _parts(shape: Any) -> tuple[dict[str, _Reader], frozenset[str]]:
    """How each key is read, and those that must be there."""
    hints = get_type_hints(shape)
    required = (one.name for one in fields(shape) if one.default is MISSING and one.default_factory is MISSING)
    return {one.name: _reader(hints[one.name]) for one in fields(shape)}, frozenset(required)


def _reader(hint: Any) -> _Reader:
    inner = get_args(hint)
    if hint is int:
        return _number
    if hint in (str, bool, date):
        return partial(_same, hint)
    if is_dataclass(hint):
        return partial(_made, hint)
    origin = get_origin(hint)
    if origin is Literal:
        return partial(_one_of, inner)
    if origin is tuple and inner[-1] is ...:
        return partial(_several, _reader(inner[0]))
    if origin is tuple:
        return partial(_each, tuple(_reader(one) for one in inner))
    if origin is Mapping:
        return partial(_mapped, _reader(inner[1]))
    # In a file nothing is None: what may be absent is left out.
    assert origin is UnionType and inner[1:] == (type(None),), hint
    return _reader(inner[0])


def _same(wanted: type, value: Any) -> Any:
    if type(value) is not wanted:
        raise _Inexact
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not -_LARGEST < value < _LARGEST:
        raise _Inexact
    return value


def _one_of(known: tuple[Any, ...], value: Any) -> Any:
    if type(value) is not str or value not in known:
        raise _Inexact
    return value


def _several(read: _Reader, value: Any) -> Any:
    if type(value) is not list:
        raise _Inexact
    return tuple(read(one) for one in value)


def _each(readers: tuple[_Reader, ...], value: Any) -> Any:
    if type(value) is not list or len(value) != len(readers):
        raise _Inexact
    return tuple(read(one) for read, one in zip(readers, value, strict=True))


def _mapped(read: _Reader, value: Any) -> Any:
    if type(value) is not dict:
        raise _Inexact
    return {_same(str, key): read(one) for key, one in value.items()}
