"""What a destruction says that it left: whether it can have been there, in the entries that it destroyed.

That it was there nobody can judge again. But what is left stands at numbers that are gone, between
the moments of their neighbours, on days that had come, and opens bodies such as the rules let one open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line, instant, moment
from vs_workflow.journal.entry import Entry, read_entry
from vs_workflow.journal.remains import left_of, named, remains
from vs_workflow.rules.facts import slug
from vs_workflow.rules.lifecycle import Opens
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import local_day


@dataclass(slots=True)
class Neighbours:
    """The last text that can be read before each of these numbers, and the first after it."""

    numbers: Collection[int]
    _before: dict[int, bytes] = field(default_factory=dict)
    _after: dict[int, bytes] = field(default_factory=dict)
    _open: list[int] = field(default_factory=list)
    _last: bytes = b""

    def through(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, looked at on their way."""
        for line in lines:
            if line.text:
                self._after.update(dict.fromkeys(self._open, line.text))
                self._open = []
            if line.seq in self.numbers:
                self._before[line.seq] = self._last
                self._open.append(line.seq)
            self._last = line.text or self._last
            yield line

    def moments(self, seq: int) -> tuple[str, str]:
        """The moments between which an entry with this number was recorded; "" for one that nobody knows."""
        return _at(self._before.get(seq, b"")), _at(self._after.get(seq, b""))


def first_wrong(destruction: Entry, near: Neighbours, laws: Iterable[Rules]) -> int | None:
    """The number of the first that cannot have been left, by any of these rules; None where all can."""
    left, numbers, known = tuple(remains(destruction)), set(named(destruction)), tuple(laws)
    if left_of(left) != destruction.facts.get("remains", []):
        return destruction.seq
    seq, at = 0, ""
    for one in left:
        earliest, latest = near.moments(one.seq)
        lies = one.seq in numbers and seq < one.seq and max(at, earliest) <= one.at <= (latest or destruction.at)
        if not lies or not any(_holds(one, law) for law in known):
            return one.seq
        seq, at = one.seq, one.at
    return None


def _holds(left: Entry, rules: Rules) -> bool:
    """Whether by these rules it can have been decided on that day."""
    try:
        if instant(moment(left.at)) != left.at or left.on > local_day(left.at, rules):
            return False
    except (ValueError, OverflowError):
        return False
    if left.corrects is not None and left.what == "annul":
        return True
    ways = [one.opens for one in (*rules.lifecycle.steps, *rules.lifecycle.events) if one.opens is not None]
    return (
        left.on >= rules.programme.first_day
        and left.what == ("" if left.corrects is None else "redate")
        and all(any(_opens(way, key, said, rules) for way in ways) for key, said in left.opens.items())
    )


def _opens(way: Opens, key: str, said: object, rules: Rules) -> bool:
    """Whether an action that opens bodies so gives this key to what it says of this one."""
    if not isinstance(said, dict) or said.keys() != {"kind", "name", "district"}:
        return False
    districts = {one.key for one in rules.programme.districts} if way.district else set[str]()
    named_so = isinstance(said["name"], str) and key == way.prefix + slug(said["name"]) and key != way.prefix
    return named_so and said["kind"] == way.kind and said["district"] in {"", *districts}


def _at(text: bytes) -> str:
    try:
        return read_entry(text).at
    except NotCanonical:
        return ""
