"""Bring in: a whole journal from a bundle, recomputed before a byte is written, into a database that lacks it.

What is written are the bytes that came: the head is the same afterwards, or nothing was
written at all. That its files are what its manifest and their names say is seen to by whoever opens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from vs_workflow.audit.recompute import recompute
from vs_workflow.audit.walk import walk
from vs_workflow.desk.bundled import DOCUMENTS, JOURNAL, SHELVED, checkpoint_names, is_said
from vs_workflow.desk.documents import documents_named
from vs_workflow.desk.evidence import Evidence
from vs_workflow.desk.office import Office
from vs_workflow.desk.weighing import Scales
from vs_workflow.journal.canon import Leaf, NotCanonical, from_bytes, is_leaf, leaf_hash
from vs_workflow.journal.chain import EMPTY, Line
from vs_workflow.journal.checkpoint import roots_over
from vs_workflow.journal.entry import Entry, Instant, is_rehearsal, read_entry
from vs_workflow.journal.remains import is_blank
from vs_workflow.ports import Checkpoints, HeadMoved, SealFile, ShelfKind
from vs_workflow.reasons import BadFile, Finding
from vs_workflow.rules.rulebook import Rules, fetch

_AT_ONCE = 2000
_BLANK = "lawful.blank"


class Packed(Protocol):
    """A bundle that was opened: what it says of itself, and its files by name."""

    @property
    def path(self) -> str: ...
    @property
    def manifest(self) -> Mapping[str, object]: ...
    @property
    def files(self) -> Mapping[str, object]: ...
    def read(self, name: str) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A bundle that holds: its lines, and the name in it of each thing for the shelf, by hash."""

    packed: Packed
    programme: str
    lines: tuple[Line, ...]
    shelf: Mapping[str, tuple[str, ShelfKind]]

    @property
    def rehearsal(self) -> bool:
        return is_rehearsal(self.lines[0].text)

    @property
    def head(self) -> str:
        return self.lines[-1].leaf


def look_over(packed: Packed, now: Instant) -> Looked:
    """Recompute everything in the bundle, and hold it to its own checkpoints; raises BadFile for what does not hold."""
    manifest = packed.manifest
    if manifest.get("assignment") is not None:
        raise BadFile("file.bundle-part", file=packed.path)
    shelf = dict(_shelf(packed))
    lines = tuple(_lines(packed))
    found = Looked(packed=packed, programme=str(manifest.get("programme")), lines=lines, shelf=shelf)
    if not lines or not is_said(manifest, roots_over(lines), found.head):
        raise BadFile("file.bundle-changed", file=packed.path, where=JOURNAL)

    def rules_of(address: str) -> Rules:
        return fetch(address, lambda one: packed.read(shelf[one][0]) if one in shelf else None)

    scales = Scales(Evidence(kept=tuple(_seals(packed))), found.programme, now)
    walked = walk(scales.through(lines), rules_of)
    judged = recompute(lambda since: (lines[one] for one in range(since - 1, len(lines))), rules_of)
    for finding in (*walked.findings, *judged.findings, *scales.weigh(rules_of).findings):
        if finding.rule == _BLANK:
            raise BadFile("file.bundle-part", file=packed.path, where=f"{JOURNAL} {finding.seq}")
        raise _not_whole(packed, finding)
    if judged.book.programme != found.programme:
        raise BadFile("file.bundle-changed", file=packed.path, where=JOURNAL)
    for _, address in documents_named(lines):
        if address not in shelf:
            raise BadFile("file.bundle-part", file=packed.path, where=f"{DOCUMENTS}/{address}")
    return found


def refuse_another(programme: str, entries: int) -> None:
    """Raise BadFile where a database has entries of this programme already."""
    if entries:
        raise BadFile("programme.there-already", file=programme)


def bring_in(office: Office, looked: Looked, folder: Checkpoints | None = None) -> None:
    """Write it all in one transaction; raises BadFile where the programme is there already.

    The checkpoints go into the folder, where that keeps none yet.
    """
    with office.room.writing() as work:
        head = work.journal.head()
        refuse_another(looked.programme, head.seq)
        for address, (name, kind) in looked.shelf.items():
            if work.shelf.put(looked.packed.read(name), kind) != address:
                raise BadFile("file.bundle-changed", file=looked.packed.path, where=name)
        pending = iter(looked.lines)
        while some := tuple(islice(pending, _AT_ONCE)):
            work.journal.append(tuple(_entries(some)), some, after=head)
            head = work.journal.head()
        written = work.journal.head()
        if (written.seq, written.leaf) != (len(looked.lines), looked.head) or head == EMPTY:
            raise HeadMoved
        # A folder that cannot be written to must leave no programme behind without its checkpoints.
        if folder is not None and not folder.files() and (seals := tuple(_seals(looked.packed))):
            folder.put(*seals)


def unkept(looked: Looked, folder: Checkpoints | None) -> tuple[str, ...]:
    """The checkpoints and signatures of the bundle that no folder takes: there is none, or it keeps others already."""
    kept = () if folder is None else folder.files()
    return tuple(one.name for one in _seals(looked.packed) if one not in kept) if kept or folder is None else ()


def _seals(packed: Packed) -> Iterator[SealFile]:
    return (SealFile(name.partition("/")[2], packed.read(name)) for name in checkpoint_names(packed.files))


def _entries(lines: Iterable[Line]) -> Iterable[Entry]:
    return (read_entry(line.text) for line in lines if not is_blank(line))


def _shelf(packed: Packed) -> Iterable[tuple[str, tuple[str, ShelfKind]]]:
    """What goes on the shelf: every file whose name is its hash."""
    for name in packed.files:
        folder, _, rest = name.partition("/")
        if folder in SHELVED:
            yield rest.partition(".")[0], (name, SHELVED[folder])


def _lines(packed: Packed) -> Iterable[Line]:
    """The lines as they will be kept; of one that shows its leaf alone it is judged later whether it was destroyed."""
    if JOURNAL not in packed.files:
        raise BadFile("file.bundle-none", file=packed.path, where=JOURNAL)
    *texts, rest = packed.read(JOURNAL).split(b"\n")
    if rest:
        raise BadFile("file.bundle-changed", file=packed.path, where=JOURNAL)
    for seq, text in enumerate(texts, 1):
        try:
            read_entry(text)
        except NotCanonical as error:
            leaf = _shown_leaf(text, seq)
            if leaf is not None:
                yield Line(seq, b"", leaf)
                continue
            raise _not_whole(packed, Finding("entry", "link.unreadable", {"why": str(error)[:120]}, seq)) from None
        yield Line(seq, text, leaf_hash(text))


def _shown_leaf(text: bytes, seq: int) -> Leaf | None:
    """The leaf that stands for an entry which is not shown; None where the text is something else."""
    try:
        said = from_bytes(text)
    except NotCanonical:
        return None
    leaf = str(said.get("leaf"))
    return Leaf(leaf) if said == {"leaf": leaf, "seq": seq} and is_leaf(leaf) else None


def _not_whole(packed: Packed, finding: Finding) -> BadFile:
    where = f"{JOURNAL} {finding.seq}" if finding.seq is not None else JOURNAL
    return BadFile(
        "file.bundle-not-whole", file=packed.path, where=where, why=finding.rule,
        why_facts={"seq": finding.seq, **finding.facts},
    )  # fmt: skip
