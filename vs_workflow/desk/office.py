"""Where the desk works: one programme's room, the clock and salt of the edge, and how a call is made.

Nothing here knows a rule. An office is opened by the library's face or by a command, which
alone may take the time and open a store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from vs_workflow.ports import Room, Stamps


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record in the register. `function` is in both languages, or one text for both."""

    name: str
    function: Mapping[str, str]
    organisation: str
    district: str

    @property
    def shown(self) -> Mapping[str, str]:
        """By language: the name, the same in each; where there is none, the function without a name."""
        return {"nl": self.name, "en": self.name} if self.name else self.function


@dataclass(frozen=True, slots=True)
class Office:
    """A programme opened on a store.

    `clock_set` says that the moment was given by hand, which only a rehearsal allows;
    `read_day` reads a day as people write it (given the local today); `records` keeps what
    was read of the register, by the hash of the record.
    """

    room: Room
    stamps: Stamps
    read_day: Callable[[str, date], date]
    clock_set: bool = False
    records: dict[str, Record] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What every call that writes may carry. People are named by key, full name or unique surname."""

    actor: str | None
    typed_by: str | None = None
    reason: str = ""
    key: str | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document: its bytes, or the hash of one that is kept already."""

    data: bytes | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was handed in: a filled form (name and bytes), single facts as typed, documents."""

    form: tuple[str, bytes] | None = None
    facts: tuple[tuple[str, str], ...] = ()
    documents: tuple[Attachment, ...] = ()


NOTHING_GIVEN = Given()
