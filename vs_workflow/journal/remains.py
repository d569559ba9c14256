"""What is left of entries whose content was destroyed: their leaves, and what others rest on.

A destruction blanks the text of every entry of one assignment and keeps its leaf. Bodies
that those entries opened stay, because what happened to other assignments rests on them:
the entry of the destruction says which, and from it they are read as if they stood there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from vs_workflow.journal.chain import NO_LEAF, Line
from vs_workflow.journal.entry import Entry, Instant, Kind, day_of, read_entry
from vs_workflow.reasons import Plain


def is_blank(line: Line) -> bool:
    """Whether the text of this entry was destroyed."""
    return not line.text


def is_remain(entry: Entry) -> bool:
    """Whether this stands in for an entry that was destroyed, and is none that anybody wrote."""
    return not entry.salt


def left_of(entries: Iterable[Entry]) -> list[Plain]:
    """What a destruction of these entries must keep: the bodies that they opened, and corrections of their days."""
    kept: list[Plain] = []
    opening: set[int] = set()
    for entry in entries:
        said: dict[str, Plain] = {"seq": entry.seq, "on": entry.on.isoformat(), "at": entry.at}
        if entry.accepted and entry.opens:
            opening.add(entry.seq)
            kept.append({**said, "opens": dict(entry.opens)})
        elif entry.kind is Kind.CORRECTION and entry.corrects in opening:
            kept.append({**said, "what": entry.what, "corrects": entry.corrects})
    return kept


def named(destruction: Entry) -> tuple[int, ...]:
    """The numbers of the entries that it destroyed; raises ValueError where it names them in another way."""
    found = destruction.facts.get("entries")
    if not isinstance(found, list) or not all(type(one) is int for one in found):
        raise ValueError("the entries of a destruction are no list of numbers")
    return tuple(one for one in found if isinstance(one, int))


def remains(destruction: Entry) -> Iterator[Entry]:
    """What it left, as entries with the numbers of those that it destroyed; raises ValueError for what is no such."""
    found = destruction.facts.get("remains", [])
    if not isinstance(found, list):
        raise ValueError("the remains of a destruction are no list")
    for said in found:
        if not isinstance(said, dict):
            raise ValueError("a remain of a destruction is no object")
        yield _remain(said, destruction)


def _remain(said: Mapping[str, Plain], destruction: Entry) -> Entry:
    seq, corrects, opens = said.get("seq"), said.get("corrects"), said.get("opens", {})
    if type(seq) is not int or not isinstance(opens, dict):
        raise ValueError("a remain of a destruction has no number")
    corrected = corrects if type(corrects) is int else None
    return Entry(
        kind=Kind.EVENT if corrected is None else Kind.CORRECTION,
        what=str(said.get("what", "")),
        on=day_of(str(said.get("on"))),
        rules=destruction.rules,
        assignment=destruction.assignment,
        corrects=corrected,
        opens=opens,
        seq=seq,
        at=Instant(str(said.get("at"))),
        prev=NO_LEAF,
        salt="",
        app="",
        host="",
        account="",
    )


def spelled(line: Line) -> Entry:
    """The entry of a line that was not destroyed; raises NotCanonical."""
    return read_entry(line.text)


def readable(
    lines: Iterable[Line], left: Mapping[int, Entry], read: Callable[[Line], Entry] = spelled
) -> Iterator[Entry]:
    """The entries that can be read, and what is `left` by number of those destroyed; raises as `read` does."""
    for line in lines:
        if not is_blank(line):
            yield read(line)
        elif line.seq in left:
            yield left[line.seq]
