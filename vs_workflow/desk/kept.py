"""What the shelf keeps, held against what the journal names: the bytes, that they are there, and as what.

The shelf is that of every programme of a database: what no entry here names, another's may.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from vs_workflow.casebook import Casebook
from vs_workflow.desk.documents import named
from vs_workflow.desk.register import record_in
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import Line
from vs_workflow.ports import Shelf, ShelfKind
from vs_workflow.reasons import Finding
from vs_workflow.rules.rulebook import files_named

# A line of 75 bytes for the lifecycle, and one for the programme.
_MANIFEST = 150
_RECORD_HANDED_IN = (ShelfKind.REGISTER, ShelfKind.DOCUMENT)


def shelf_findings(shelf: Shelf, lines: Iterable[Line], manifests: Collection[str]) -> Iterator[Finding]:
    """Bytes that are not what they were; documents that are gone; what is kept as something else than it is.

    `manifests` are the hashes of the rules that entries name.
    """
    kept, changed = _looked_over(shelf)
    bare, otherwise, right = dict(changed), list[tuple[int | None, str, ShelfKind]](), set[str]()
    for seq, address, kind in named(lines):
        if address not in kept:
            if kind is ShelfKind.DOCUMENT:
                yield Finding("shelf", "shelf.document-missing", {"address": address}, seq=seq)
        elif kept[address] is kind:
            right.add(address)
        else:
            otherwise.append((seq, address, kind))
        if address in changed:
            bare.pop(address, None)
            yield _changed(address, changed[address], seq)
    for address, kind in bare.items():
        yield _changed(address, kind, None)
    rules = set(manifests).union(*(_files_of(shelf, one) for one in manifests))
    otherwise += [(None, address, ShelfKind.RULES) for address in sorted(rules & kept.keys())]
    ruled = _ruled(shelf, manifests) if otherwise else frozenset()
    for number, address, kind in otherwise:
        if (kept[address], kind) == _RECORD_HANDED_IN and record_in(shelf.get(address) or b"") is not None:
            # What is a record of one programme, another may have been handed as a document: it stays closed.
            continue
        if address not in right and not _either(kept[address], kind, address in ruled):
            facts = {"address": address, "kind": kept[address].value, "what": kind.value}
            yield Finding("shelf", "shelf.other-kind", {**facts}, seq=number)


def records_gone(shelf: Shelf, book: Casebook) -> Iterator[Finding]:
    """The people whose record is gone: that may be, and no proof rests on it."""
    there = {address for address, _, _ in shelf.addresses()}
    gone = [person for person, address in book.people.items() if address not in there]
    if gone:
        yield Finding("register", "limit.register-gone", {"people": [*gone]})


def _looked_over(shelf: Shelf) -> tuple[dict[str, ShelfKind], dict[str, ShelfKind]]:
    """As what each thing is kept, by its hash; and those of which the bytes are others."""
    kept: dict[str, ShelfKind] = {}
    changed: dict[str, ShelfKind] = {}
    for address, kind, _ in shelf.addresses():
        kept[address] = kind
        data = shelf.get(address)
        if data is None or content_hash(data) != address:
            changed[address] = kind
    return kept, changed


def _changed(address: str, kind: ShelfKind, seq: int | None) -> Finding:
    return Finding("shelf", "shelf.changed", {"address": address, "kind": kind.value}, seq=seq)


def _either(kept: ShelfKind, kind: ShelfKind, ruled: bool) -> bool:
    """Whether it may be kept as that too: what one handed in, another may adopt as rules, and whoever came first says.

    Both are open to all, where the register is not.
    """
    return kept is kind or (kept, kind) == (ShelfKind.DOCUMENT, ShelfKind.RULES) or (kept is ShelfKind.RULES and ruled)


def _ruled(shelf: Shelf, manifests: Collection[str]) -> frozenset[str]:
    """Every manifest that is kept, with the files of rules that it names; these are named by entries."""
    rules = [one for one, kind, size in shelf.addresses() if kind is ShelfKind.RULES and size == _MANIFEST]
    small = {*rules, *manifests}
    return frozenset(small).union(*(_files_of(shelf, one) for one in small))


def _files_of(shelf: Shelf, manifest: str) -> frozenset[str]:
    return files_named((shelf.get(manifest) or b"")[:_MANIFEST])
