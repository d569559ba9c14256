"""Leave: what an export is made from, read once: the lines as they are kept, what they spell, what is known of it all.

Nothing here knows a format. Bytes of the shelf are fetched one at a time, so that a programme with many documents
fits in memory and no writer waits for an export.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from vs_workflow.audit.founding import under_its_name
from vs_workflow.audit.gauge import Gauge
from vs_workflow.casebook import Casebook
from vs_workflow.desk.evidence import Evidence
from vs_workflow.desk.naming import not_there
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.told import entry_of
from vs_workflow.desk.views import Setting
from vs_workflow.desk.weighing import Scales
from vs_workflow.journal.canon import is_leaf
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Instant, Kind
from vs_workflow.ports import SealFile
from vs_workflow.reasons import Finding, StoreTrouble
from vs_workflow.rules.rulebook import Rules, fetch

Fetch = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Told:
    """A line as it is kept, with the entry that it spells; None where the text was destroyed and the leaf is left."""

    line: Line
    entry: Entry | None


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A programme about to leave the house. `assignment` is the one that it is limited to, if any.

    `names` are people's names, of those who have one; `laws` every rules that an entry was
    decided under, by hash.
    """

    setting: Setting
    programme: str
    told: tuple[Told, ...]
    book: Casebook
    laws: Mapping[str, Rules]
    names: Mapping[str, str] = field(default_factory=dict)
    assignment: str | None = None

    @property
    def head(self) -> str:
        """The leaf hash of the last line."""
        return self.told[-1].line.leaf

    @cached_property
    def unlinked(self) -> int:
        """The first number that is missing, was changed or does not follow the one before; 0 where there is none."""
        gauge = Gauge()
        gauge.measure(one.line for one in self.told)
        return gauge.unlinked

    @property
    def renamed(self) -> tuple[Finding, ...]:
        """That it is kept under another programme than the one that it begins."""
        return tuple(under_its_name(self.book, self.programme))

    @property
    def entries(self) -> tuple[tuple[Entry, str], ...]:
        """The entries that can be read, each with its hash; of the one assignment, where it is limited to one."""
        return tuple(
            (one.entry, one.line.leaf)
            for one in self.told
            if one.entry is not None and self.assignment in (None, one.entry.assignment)
        )

    @property
    def corrected_by(self) -> dict[int, int]:
        """The last correction of each entry that was corrected, by number."""
        return {
            one.entry.corrects: one.entry.seq
            for one in self.told
            if one.entry is not None and one.entry.kind is Kind.CORRECTION and one.entry.corrects is not None
        }


def leaving(office: Office, assignment: str | None = None) -> Leaving:
    """Read all that an export may need, in one transaction; raises Misunderstood for an assignment unheard of."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None)
        key = None if assignment is None else reading.assignment(assignment)
        if key is not None and key in reading.book.destroyed:
            raise not_there(key, reading.book, reading.setting)
        told = tuple(_told(line) for line in work.journal.lines())
        hashes = dict.fromkeys(one.entry.rules for one in told if one.entry is not None)
        laws = {address: fetch(address, work.shelf.get) for address in hashes}
    return Leaving(
        setting=reading.setting,
        programme=office.room.programme,
        told=told,
        book=reading.book,
        laws=laws,
        names={person: record.name for person, record in reading.records.items() if record.name},
        assignment=key,
    )


def fetcher(office: Office) -> Fetch:
    """Reads bytes of the shelf by their hash, each in a transaction of its own: what is there never changes."""

    def fetched(address: str) -> bytes | None:
        with office.room.reading() as work:
            return work.shelf.get(address)

    return fetched


def unborne(found: Leaving, kept: Sequence[SealFile], now: Instant) -> tuple[Finding, ...]:
    """What these checkpoints and signatures, which go along, say against the journal or lack themselves.

    As far as that needs nobody's word on who may sign, which is for whoever checks them.
    """
    scales = Scales(Evidence(kept=tuple(kept)), found.programme, now)
    deque(scales.through(one.line for one in found.told), maxlen=0)
    return scales.weigh(found.laws.__getitem__).findings


def _told(line: Line) -> Told:
    if not is_leaf(line.leaf):
        raise StoreTrouble("store.unreadable-entry", seq=line.seq, detail="not-a-leaf")
    return Told(line, entry_of(line) if line.text else None)
