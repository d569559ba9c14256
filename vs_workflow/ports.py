"""What the desk needs from the world outside, and what it may count on.

The Journal is the truth, the Index is speed, the Shelf keeps bytes by their hash, Stamps
give time and salt, and a Room is one transaction over the first three.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from vs_workflow.casebook import Casebook
from vs_workflow.journal.chain import Head, Line, Stamp
from vs_workflow.journal.checkpoint import Checkpoint
from vs_workflow.journal.entry import Entry, Instant


class HeadMoved(Exception):
    """Another writer appended first: load and decide again."""


class Journal(Protocol):
    """One programme's chain. Durable, gapless, serialised: what `append` took is there, in order, or not at all."""

    def head(self) -> Head:
        """Where the journal ends; EMPTY for one without entries. Inside `writing()` it cannot move."""

    def append(self, entries: Sequence[Entry], lines: Sequence[Line], *, after: Head) -> None:
        """Keep the lines and bring every derived table along; raises HeadMoved where `after` is not the head."""

    def lines(self, *, since: int = 1, assignment: str | None = None) -> Iterator[Line]:
        """The lines from number `since` on, in order, streamed; only those of one assignment where it is named."""

    def keyed(self, key: str) -> Line | None:
        """The line whose entry has this idempotency key."""

    def freed(self, destruction: Entry) -> Sequence[str]:
        """The documents that the shelf lets go of when this entry is appended: those that nothing else names."""


class Shelf(Protocol):
    """Bytes by their SHA-256. What is there never changes."""

    def put(self, data: bytes, kind: ShelfKind) -> str:
        """Keep the bytes (again is nothing new) and give their hash."""

    def hold(self, address: str) -> bool:
        """See to it that what is there stays until the end of this writing transaction; false where it is not there."""

    def get(self, address: str) -> bytes | None:
        """The bytes, or None where they are not, or no longer, there."""

    def addresses(self) -> Iterator[tuple[str, ShelfKind, int]]:
        """Every hash with its kind and size in bytes, in the order of the hashes."""


class ShelfKind(StrEnum):
    RULES = "rules"
    REGISTER = "register"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A row of the board as the derived table has it: `position` is the order of opening, from 1.

    `rules` is the hash of the rules that the assignment runs under.
    """

    assignment: str
    position: int
    state: str
    since: date
    seq: int
    rules: str


class Flag(StrEnum):
    """What a check says of a milestone: due and not satisfied; satisfied later; or that it was not missed after all."""

    MISSED = "missed"
    CAUGHT_UP = "caught-up"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Standing:
    """The last flag of a milestone: its number, and the due day that it is about."""

    flag: Flag
    seq: int
    due: date


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """What a milestone's verdict rests on. `assignment` is "" for the programme's own; days may be absent.

    `standing` is its last flag. A milestone that the rules no longer have stays, without a
    due day, for as long as a flag of it stands.
    """

    milestone: str
    assignment: str
    due: date | None
    satisfied_on: date | None
    recorded_at: Instant | None
    lapsed_on: date | None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Swept:
    """A sweep: its number, the day looked at, when it ran, and the last day covered after it.

    `first` is the first day that it covered itself, None where it covered none. The
    beginning of a journal stands first: it covers what was before.
    """

    seq: int
    day: date
    at: Instant
    first: date | None
    until: date


class Index(Protocol):
    """Answers what replay would answer, sooner."""

    def book(self, assignments: Collection[str] | None = None) -> Casebook:
        """The casebook at the head: whole, or partial with just these assignments."""

    def board(self) -> Sequence[BoardRow]:
        """The derived board, in the order of opening."""

    def milestones(self) -> Sequence[MilestoneRow]:
        """The derived milestones, ordered by assignment and milestone."""

    def ripe(self, day: date) -> Sequence[tuple[MilestoneRow, str]]:
        """The milestones of which a check on `day` must say something, each with the hash of its case's rules."""

    def sweeps(self) -> Sequence[Swept]:
        """The beginning and every sweep, in order."""

    def last_sweep(self) -> Swept | None:
        """The last of them; None where nothing was begun."""


class Work(Protocol):
    """What a transaction offers."""

    @property
    def journal(self) -> Journal: ...
    @property
    def index(self) -> Index: ...
    @property
    def shelf(self) -> Shelf: ...


class Room(Protocol):
    """The transaction over one programme. Committed on a clean exit of the block and nowhere else."""

    @property
    def programme(self) -> str:
        """The programme's key."""

    def writing(self) -> AbstractContextManager[Work]:
        """Excludes other writers of this programme from its first read on."""

    def reading(self) -> AbstractContextManager[Work]:
        """A consistent view that never waits for long and never writes."""


class DeliveryState(StrEnum):
    """Of a delivery that was tried: waiting for the next try, done, or given up."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class DeliveryKey(NamedTuple):
    """A notice on its way to one person by one channel."""

    notice: str
    channel: str
    person: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of trying: how often, when it may be tried again, and what the last try met."""

    state: DeliveryState
    attempts: int
    next_at: Instant
    first_at: Instant
    sent_at: Instant | None = None
    error: str = ""


class Deliveries(Protocol):
    """The deliveries tried of one programme. Each call is a transaction of its own, kept when it returns."""

    def tried(self) -> Mapping[DeliveryKey, Delivery]:
        """Every delivery that was ever tried."""

    def claim(self, key: DeliveryKey, *, now: Instant, again_at: Sequence[Instant], revive: bool = False) -> int:
        """Take one try for oneself: its number, from 1; 0 where it is not due, done, or somebody else's.

        `again_at` says from when others may try, after the first, second, … try. `revive`
        takes up a delivery that was given up.
        """

    def settle(self, key: DeliveryKey, attempt: int, state: DeliveryState, *, at: Instant, error: str = "") -> None:
        """Write down what became of a try, unless somebody else has tried since."""


class Stamps(Protocol):
    """Time and salt, from the edge."""

    def now(self) -> Instant: ...
    def stamps(self, count: int, now: Instant) -> tuple[Stamp, ...]:
        """So many stamps with a fresh salt each, of the moment by which was decided: read once, lest midnight pass."""


class Signer(Protocol):
    """A key that signs. It is a key's owner, not the program, that is believed."""

    def sign(self, message: bytes, namespace: str) -> bytes:
        """A detached signature, armoured, for that purpose alone; raises BadFile where the key gives none."""

    def holds(self, message: bytes, signature: bytes, namespace: str) -> bool:
        """Whether this is a signature over that message for that purpose, by whatever key."""


class Trust(Protocol):
    """Who may sign for what, and in which period."""

    def signers(self, message: bytes, signature: bytes, namespace: str, at: Instant) -> tuple[str, ...]:
        """Those to whom this signature is allowed, at that moment; none where it does not hold."""

    def key(self, signature: bytes) -> bytes | None:
        """The public key that it was made with, as bytes to compare."""

    def names(self, key: bytes) -> tuple[str, ...]:
        """Whose key it is: all to whom it is given, for whatever purpose and period."""


@dataclass(frozen=True, slots=True)
class SealFile:
    """A file of the folder of checkpoints, or one that somebody brought."""

    name: str
    content: bytes


class Checkpoints(Protocol):
    """The checkpoints and signatures, kept beside the database and never in it."""

    def files(self) -> Sequence[SealFile]:
        """All that is there, by name; nothing where the folder is not there yet."""

    def put(self, *files: SealFile) -> None:
        """Keep these files, each whole and durable or not at all, and seen at one moment."""


class Remembered(Protocol):
    """What a signer signed last for one journal, and where that is kept; held so that nobody else signs meanwhile."""

    @property
    def last(self) -> Checkpoint | None: ...
    @property
    def where(self) -> str: ...
    @property
    def in_earnest(self) -> tuple[str, Checkpoint] | None:
        """What was signed last of the programme's journal that is no rehearsal, and where that is kept."""

    def keep(self, checkpoint: Checkpoint) -> None:
        """Remember this one instead, before anybody is shown it."""

    def keep_in_earnest(self, checkpoint: Checkpoint) -> None:
        """The same, of a journal that is no rehearsal: a programme has one."""


class Memory(Protocol):
    """What a signer remembers outside every database, so that it never signs two histories."""

    def holding(self, origin: str) -> AbstractContextManager[Remembered]:
        """Waits while another signs for the same programme."""
