"""One line of the journal: what was asked, what was decided, by whom, when, on what proof.

An entry is written once and never changed. A `Draft` is what the decision says; numbering,
salting and linking it (`vs_workflow.journal.chain.write`) makes it an `Entry`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any, NewType

from vs_workflow.journal.canon import Leaf, NotCanonical, from_bytes, to_bytes
from vs_workflow.reasons import Code, Facts, Plain, Reason

Instant = NewType("Instant", str)
"""A moment as fixed-width UTC text, `2015-04-02T09:00:00.000000Z`: the order of the text is the order of time."""

FIRST_YEAR, LAST_YEAR = 1000, 9998
"""Of the days and moments in a journal: beyond both is room for another zone, and for the day before or after."""


class Kind(StrEnum):
    GENESIS = "genesis"
    RULES = "rules"
    REGISTER = "register"
    OPENED = "opened"
    STEP = "step"
    EVENT = "event"
    GRANT = "grant"
    CORRECTION = "correction"
    REFUSAL = "refusal"
    SWEEP = "sweep"
    FLAG = "flag"
    KEY = "key"
    MIGRATION = "migration"
    DESTRUCTION = "destruction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be written: the content of an entry before it has a number.

    `what` names the step, the event, `grant | mandate | end`, `redate | annul`. A refusal
    keeps the whole request, so that the refusal can be judged again: `asked` is the kind of
    entry that would have been written. `on` is the local day on which it happened. `opens`
    maps the key of each body that the entry opens to its kind, name and district.
    """

    kind: Kind
    what: str
    on: date
    rules: str
    assignment: str | None = None
    source: str | None = None
    target: str | None = None
    actor: str | None = None
    behalf_of: str | None = None
    typed_by: str | None = None
    role: str | None = None
    grant: int | None = None
    guards: Mapping[str, bool] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    reason: str = ""
    corrects: int | None = None
    opens: Facts = field(default_factory=dict)
    asked: Kind | None = None
    reasons: tuple[Reason, ...] = ()
    key: str | None = None
    request: str | None = None

    @property
    def accepted(self) -> bool:
        return self.kind is not Kind.REFUSAL

    @property
    def step(self) -> str | None:
        """The step's name where a step was taken or refused."""
        return self.what if Kind.STEP in (self.kind, self.asked) else None

    @property
    def rules_named(self) -> frozenset[str]:
        """The rules that it must be judged by: those that it was decided under, and those that it asked to move to."""
        asked = [str(self.facts.get("to"))] if Kind.MIGRATION in (self.kind, self.asked) else []
        return frozenset((self.rules, *asked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """A draft that has its number, its moment, its salt and its link to the entry before."""

    seq: int
    at: Instant
    prev: Leaf
    salt: str
    app: str
    host: str
    account: str
    behind: int = 0


_NAMES = {"source": "from", "target": "to"}
_SHAPED = ("kind", "asked", "on", "behind", "guards", "facts", "opens", "documents", "reasons")
_PLAIN = tuple(f.name for f in fields(Entry) if f.name not in _SHAPED)
_SPELLED = tuple(_NAMES.get(name, name) for name in _PLAIN)
_plain = attrgetter(*_PLAIN)


def entry_bytes(entry: Entry) -> bytes:
    """The bytes that are hashed, stored and exported. What is empty is left out.

    Raises NotCanonical for a day that would not be read again.
    """
    if not FIRST_YEAR <= entry.on.year <= LAST_YEAR:
        raise NotCanonical(f"a day outside the years {FIRST_YEAR} to {LAST_YEAR}: {entry.on}")
    values = zip(_SPELLED, _plain(entry), strict=True)
    data: dict[str, Plain] = {name: value for name, value in values if value is not None and value != ""}
    data["kind"] = entry.kind.value
    data["on"] = entry.on.isoformat()
    if entry.asked is not None:
        data["asked"] = entry.asked.value
    if entry.behind:
        data["behind"] = entry.behind
    if entry.guards:
        data["guards"] = dict(entry.guards)
    if entry.facts:
        data["facts"] = dict(entry.facts)
    if entry.opens:
        data["opens"] = dict(entry.opens)
    if entry.documents:
        data["documents"] = list(entry.documents)
    if entry.reasons:
        data["reasons"] = [reason.as_data() for reason in entry.reasons]
    return to_bytes(data)


def is_rehearsal(first: bytes) -> bool:
    """Whether a journal that begins with this says that it is one for ever; what cannot be read says nothing."""
    try:
        return read_entry(first).facts.get("rehearsal") is True
    except NotCanonical:
        return False


def programme_named(first: bytes) -> str:
    """The programme that a journal which begins with this is of; nothing where it does not say so."""
    try:
        said = read_entry(first).facts.get("programme")
    except NotCanonical:
        return ""
    return said if isinstance(said, str) else ""


def read_entry(data: bytes) -> Entry:
    """The entry that these bytes spell; raises NotCanonical where they spell none."""
    return entry_of(from_bytes(data))


def entry_of(data: Mapping[str, Any]) -> Entry:
    """The entry in a decoded object; raises NotCanonical for a missing, unknown or misshapen field."""
    found: dict[str, Any] = {"host": "", "account": ""}
    try:
        for name, value in data.items():
            again = _AGAIN.get(name)
            if again is not None and type(value) is str:
                found[again] = intern(value)
            elif name in _READ:
                field_name, read = _READ[name]
                found[field_name] = read(value)
            else:
                raise ValueError(f"unknown field {name}")
        for name in _NEEDED:
            if name not in found:
                raise KeyError(name)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise NotCanonical(f"not an entry: {error}") from error
    return Entry(**found)


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError(f"not a text: {value!r}")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"not a number: {value!r}")
    return value


def _number_or_none(value: object) -> int | None:
    return None if value is None else _number(value)


def _mapping(value: object) -> dict[str, Any]:
    if type(value) is not dict:
        raise TypeError(f"not an object: {value!r}")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if type(value) is not list:
        raise TypeError(f"not a list: {value!r}")
    return tuple(_text(one) for one in value)


def _reason(data: dict[str, Any]) -> Reason:
    return Reason(
        Code(data["code"]), _text(data["rule"]), _mapping(data["facts"]), _texts(data["who"]), data.get("guard")
    )


def _reasons(value: object) -> tuple[Reason, ...]:
    if type(value) is not list:
        raise TypeError(f"not a list: {value!r}")
    return tuple(_reason(one) for one in value)


def _kind(value: Any) -> Kind:
    return _KINDS[value] if type(value) is str and value in _KINDS else Kind(value)


def _kind_or_none(value: Any) -> Kind | None:
    return None if value is None else _kind(value)


def _instant(value: object) -> str:
    """A moment, whatever its form: that it is written as an Instant is for a check to see."""
    text = _text(value)
    _in_years(datetime.fromisoformat(text), text)
    return text


def _day(value: object) -> date:
    return day_of(_text(value))


@lru_cache(maxsize=4096)
def day_of(text: str) -> date:
    """The day that an entry says; raises ValueError for what is none, and for one at the edge of the calendar."""
    return _in_years(date.fromisoformat(text), text)


def _in_years(day: date, text: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"not in the years {FIRST_YEAR} to {LAST_YEAR}: {text}")
    return day


_KINDS: Mapping[str, Kind] = {kind.value: kind for kind in Kind}

_READ: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    "kind": ("kind", _kind),
    "asked": ("asked", _kind_or_none),
    "on": ("on", _day),
    "at": ("at", _instant),
    "guards": ("guards", _mapping),
    "facts": ("facts", _mapping),
    "opens": ("opens", _mapping),
    "documents": ("documents", _texts),
    "reasons": ("reasons", _reasons),
    **{name: (name, _number) for name in ("seq", "behind")},
    **{name: (name, _number_or_none) for name in ("grant", "corrects")},
    **{name: (name, _text) for name in ("what", "rules", "prev", "salt", "app", "host", "account", "reason")},
    **{
        _NAMES.get(name, name): (name, _text_or_none)
        for name in (
            "assignment", "source", "target", "actor", "behalf_of", "typed_by", "role", "key", "request",
        )
    },
}  # fmt: skip
_NEEDED = ("kind", "what", "on", "rules", "seq", "at", "prev", "salt", "app")
_AGAIN: Mapping[str, str] = {
    _NAMES.get(name, name): name
    for name in (
        "what", "rules", "app", "host", "account", "assignment", "source", "target", "actor", "typed_by", "role",
    )
}  # fmt: skip
"""Texts that many entries have in common, by how they are spelled: each is kept once, however many entries say it."""
