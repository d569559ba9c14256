"""Documents by the beginning of their hash. Whatever was handed in as one comes out again; the register never does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vs_workflow.journal.canon import NotCanonical, content_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind, read_entry
from vs_workflow.ports import Shelf, ShelfKind
from vs_workflow.reasons import Misunderstood, StoreTrouble

LARGEST_DOCUMENT = 25 * 1024 * 1024
FEWEST_DIGITS = 6
_SAYS_DOCUMENTS = b'"documents":['
_REGISTERS = b'"kind":"register"'
_NAMING = (Kind.STEP, Kind.EVENT, Kind.DESTRUCTION)


def find_document(address: str, shelf: Shelf) -> str:
    """The hash that begins so (with `sha256:` in front or not); raises Misunderstood for none, and for several."""
    wanted = address.removeprefix("sha256:").lower()
    open_to_all = (one for one, kind, _ in shelf.addresses() if kind is not ShelfKind.REGISTER)
    found = [one for one in open_to_all if one.startswith(wanted)]
    if len(wanted) < FEWEST_DIGITS or not found:
        raise Misunderstood("document.unknown", address=wanted)
    if len(found) > 1:
        raise Misunderstood("document.ambiguous", address=wanted, among=[one[:16] for one in found])
    return found[0]


def kept_document(address: str, shelf: Shelf) -> bytes:
    """The bytes of a document that is kept; raises StoreTrouble where they are not what its hash says, or are gone."""
    data = shelf.get(address)
    if data is None or content_hash(data) != address:
        raise StoreTrouble("store.document-changed", address=address)
    return data


def documents_named(lines: Iterable[Line]) -> Iterator[tuple[int, str]]:
    """Each document that must be there, with the number of an entry that names it.

    Those are what happened in an assignment or the programme, annulled or not, and the declarations of destructions,
    which no assignment holds any more. What is no entry names none.
    """
    return ((seq, address) for seq, address, kind in named(lines) if kind is ShelfKind.DOCUMENT)


def named(lines: Iterable[Line]) -> Iterator[tuple[int, str, ShelfKind]]:
    """Each document that must be there and each record of the register, with the number of an entry that names it."""
    for line in lines:
        if _SAYS_DOCUMENTS not in line.text and _REGISTERS not in line.text:
            continue
        try:
            entry = read_entry(line.text)
        except NotCanonical:
            continue
        yield from ((line.seq, address, ShelfKind.DOCUMENT) for address in must_be_there(entry))
        if entry.kind is Kind.REGISTER:
            yield line.seq, str(entry.facts.get("record")), ShelfKind.REGISTER


def must_be_there(entry: Entry) -> tuple[str, ...]:
    """The documents that were kept with the entry; with what was refused none were."""
    return entry.documents if entry.kind in _NAMING else ()
