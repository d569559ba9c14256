"""One who says that he destroyed, in an entry that is well linked, and blanks what he likes.

Each forgery is a finding of the program and of the `verify.py` of a bundle, at the same line.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.audit.forging import entries_of, forge, found
from tests.desk.newer import newer
from tests.desk.test_destroy import SIGNED, TWO, destroyed, lived, measured
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun
from tests.exports.bundles import bundled, looked_at, relined, remade
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.ports import ShelfKind
from vs_workflow.reasons import Plain

Remain = dict[str, Plain]
BODY: Remain = {"kind": "driehoek", "name": "Elst", "district": "gelderland-midden"}


@pytest.fixture(scope="module")
def world() -> World:
    return lived(begun())


@pytest.fixture(scope="module")
def honest(world: World) -> Entry:
    """The destruction that would be lawful."""
    return accepted(destroyed(world, dry_run=True)).entry


def facts(entry: Entry, **said: Plain) -> Entry:
    return replace(entry, facts={**entry.facts, **said})


def numbers_of(entry: Entry) -> list[int]:
    said = entry.facts.get("entries")
    return [one for one in said if isinstance(one, int)] if isinstance(said, list) else []


def naming(entry: Entry, numbers: Iterable[int]) -> Entry:
    return facts(entry, entries=[*numbers])


def numbers(world: World, kind: Kind) -> list[int]:
    """Those of the other assignment."""
    return [one.seq for one in entries_of(world) if one.kind is kind and one.assignment == TWO]


def of_nobody(world: World, entry: Entry, entries: list[Plain]) -> Entry:
    bare: Remain = {"ground": "x", "entries": entries, "root": entry.facts["root"]}
    return replace(entry, assignment="nooit-geweest", facts=bare)


def by_a_lead(world: World, entry: Entry) -> Entry:
    return replace(entry, actor="boomkamp", role="lead", grant=world.grant_of("boomkamp", "lead"))


NOT_ALLOWED, PROOF, DESTROYED = "lawful.not-allowed", "lawful.proof", "destruction"
FORGERIES: dict[str, tuple[str, str, Callable[[World, Entry], Entry]]] = {
    "of one that runs": ("guard", NOT_ALLOWED, lambda w, e: replace(e, source="offered")),
    "without a ground": ("guard", NOT_ALLOWED, lambda w, e: facts(e, ground="")),
    "with a ground that shows nothing": ("guard", NOT_ALLOWED, lambda w, e: facts(e, ground="\u3164\u200b")),
    "without a declaration": ("guard", NOT_ALLOWED, lambda w, e: replace(e, documents=())),
    "with an empty file for a declaration": (
        "guard", NOT_ALLOWED, lambda w, e: replace(e, documents=(content_hash(b""),)),
    ),
    "by somebody who may not": ("role", NOT_ALLOWED, by_a_lead),
    "on a day that had passed": ("date", NOT_ALLOWED, lambda w, e: replace(e, on=e.on - timedelta(days=1))),
    "on a day to come": ("date", NOT_ALLOWED, lambda w, e: replace(e, on=e.on + timedelta(days=1))),
    "before the programme": ("date", NOT_ALLOWED, lambda w, e: replace(e, on=e.on - timedelta(days=200))),
    "under rules that there are not": ("rules", "store.rules-missing", lambda w, e: replace(e, rules="0" * 64)),
    "typed by a stranger": ("person", "lawful.stranger", lambda w, e: replace(e, typed_by="niemand")),
    "typed by nobody": ("person", "lawful.stranger", lambda w, e: replace(e, typed_by=None)),
    "on behalf of a stranger": ("person", "lawful.stranger", lambda w, e: replace(e, behalf_of="niemand")),
    "under another name than its own": ("proof", PROOF, lambda w, e: replace(e, what="annul")),
    "leading somewhere": ("order", PROOF, lambda w, e: replace(e, target="withdrawn")),
    "with a guard": ("guard", PROOF, lambda w, e: replace(e, guards={"ground": True})),
    "that corrects": ("proof", PROOF, lambda w, e: replace(e, corrects=36)),
    "that opens a body": ("proof", PROOF, lambda w, e: replace(e, opens={"driehoek-elst": BODY})),
    "that says more": ("proof", PROOF, lambda w, e: facts(e, note="x")),
    "that says that it left nothing": ("proof", PROOF, lambda w, e: facts(e, remains=[])),
    "with another root": ("link", "link.root", lambda w, e: facts(e, root="x")),
    "that takes something of another with it": (
        "order", "lawful.order", lambda w, e: naming(e, sorted({*numbers_of(e), numbers(w, Kind.STEP)[0]})),
    ),
    "that names what comes later": (
        DESTROYED, "lawful.not-destroyed", lambda w, e: naming(e, [*numbers_of(e), 9999]),
    ),
    "that names one twice": (
        DESTROYED, "lawful.not-destroyed", lambda w, e: naming(e, sorted([*numbers_of(e), numbers_of(e)[0]])),
    ),
    "that says nothing": ("entry", "lawful.unjudgeable", lambda w, e: replace(e, facts={})),
    "that names no numbers": ("entry", "lawful.unjudgeable", lambda w, e: facts(e, entries="all")),
    "that left something at no number": (
        "entry", "lawful.unjudgeable", lambda w, e: facts(e, remains=[{**left(e)[0], "seq": True}]),
    ),
    "that left no list": ("entry", "lawful.unjudgeable", lambda w, e: facts(e, remains="x")),
    "of an assignment that never was": (DESTROYED, "lawful.destroyed-none", lambda w, e: of_nobody(w, e, [])),
    "of something of one that never was": (DESTROYED, "lawful.destroyed-none", lambda w, e: of_nobody(w, e, [36])),
}  # fmt: skip

# What is left of an offer on 1 July that is no. 73, and of the correction of its day.
MADE_UP: dict[str, Callable[[Remain, Remain], list[Plain]]] = {
    "at no number of its own": lambda left, day: [{**left, "seq": 36}],
    "at a number to come": lambda left, day: [left, day, {**left, "seq": 9999}],
    "in another order": lambda left, day: [day, left],
    "twice": lambda left, day: [left, left, day],
    "recorded before its neighbours": lambda left, day: [{**left, "at": "2015-06-01T09:00:00.000000Z"}, day],
    "recorded after its neighbours": lambda left, day: [{**left, "at": "2015-07-02T09:00:00.000000Z"}, day],
    "recorded after what follows them": lambda left, day: [
        {**one, "at": "2015-07-02T09:00:00.000000Z"} for one in (left, day)
    ],
    "recorded at no moment": lambda left, day: [{**left, "at": "2015-07-01T09:00:00.0000000"}, day],
    "recorded at a moment spelled otherwise": lambda left, day: [{**left, "at": "2015-07-01T09:00:00.0000000Z"}, day],
    "on a day to come": lambda left, day: [{**left, "on": "2015-07-02"}, day],
    "on a day spelled otherwise": lambda left, day: [{**left, "on": "20150701"}, day],
    "before the beginning": lambda left, day: [{**left, "on": "2014-12-31"}, day],
    "moved to a day to come": lambda left, day: [left, {**day, "on": "2015-07-02"}],
    "undone on a day to come": lambda left, day: [left, {**day, "on": "2015-07-02", "what": "annul"}],
    "undone by nothing that there is": lambda left, day: [left, {**day, "what": "undo"}],
    "undoes the opening of another": lambda left, day: [left, {**day, "what": "annul", "corrects": 77}],
    "of a kind that nobody opens": lambda left, day: [{**left, "opens": {"driehoek-elst": {**BODY, "kind": "bbg"}}}],
    "in no district": lambda left, day: [{**left, "opens": {"driehoek-elst": {**BODY, "district": "x"}}}],
    "under another name": lambda left, day: [{**left, "opens": {"driehoek-huissen": BODY}}],
    "under no name": lambda left, day: [{**left, "opens": {"driehoek-": {**BODY, "name": "-"}}}],
    "that is no body": lambda left, day: [{**left, "opens": {"driehoek-elst": "x"}}],
    "that opened nothing": lambda left, day: [{**left, "opens": {}}, day],
    "that says more": lambda left, day: [{**left, "note": "x"}, day],
}


def left(entry: Entry) -> list[Remain]:
    said = entry.facts.get("remains")
    return [dict(one) for one in said if isinstance(one, dict)] if isinstance(said, list) else []


class Forged:
    """The journal with these destructions at its end, and nothing left of what they name, but for `keep` of it."""

    def __init__(self, world: World, *said: Entry, keep: int = 0, more: Sequence[tuple[bytes, ShelfKind]] = ()) -> None:
        self.true = world
        self.more = [data for data, _ in more]
        self.world = forge(world, lambda known: [*known, *said], (SIGNED, ShelfKind.DOCUMENT), *more)
        names = [number for one in said for number in numbers_of(one) if 0 < number <= world.head()]
        room: Any = self.world.office.room
        room.texts = [replace(line, text=b"") if line.seq in names[keep:] else line for line in room.texts]
        self.lines: list[Line] = room.texts

    def findings(self) -> list[tuple[int | None, str, str]]:
        return found(self.world)

    def of_the_verifier(self, folder: Path) -> list[str]:
        """What the verifier finds in the bundle of it."""
        bundled(self.true.office, folder)
        files = json.loads((folder / "manifest.json").read_bytes())["files"]
        for data in self.more:
            name = f"rules/{content_hash(data)}.{'manifest' if data.startswith(b'lifecycle ') else 'toml'}"
            (folder / name).write_bytes(data)
            files = [*(one for one in files if one["path"] != name), {"path": name}]
        remade(folder, files=files)
        relined(folder, (line if line.text else replace(line, text=hidden(line)) for line in self.lines))
        return looked_at(folder).findings

    def both_find(self, folder: Path, check: str, rule: str) -> bool:
        """Whether the program finds this, and the verifier something at the same line."""
        places = {seq for seq, *what in self.findings() if what == [check, rule]}
        told = (re.match(r"line (\d+): ", one) for one in self.of_the_verifier(folder))
        return not places.isdisjoint({int(one[1]) for one in told if one})


def second(world: World, honest: Entry, assignment: str | None, entries: Iterable[int]) -> Entry:
    """Another destruction, after the honest one."""
    root = b64encode(measured(Forged(world, honest).world).root).decode()
    return replace(honest, assignment=assignment, facts={"ground": "x", "entries": [*entries], "root": root})


@contextmanager
def counted(file: str) -> Iterator[list[int]]:
    """Every line of code of that file that runs meanwhile."""
    ran: list[int] = []

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if not frame.f_code.co_filename.endswith(file):
            return None
        ran.extend([frame.f_lineno] if event == "line" else [])
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield ran
    finally:
        sys.settrace(before)


def hidden(line: Line) -> bytes:
    return f'{{"leaf":"{line.leaf}","seq":{line.seq}}}'.encode()


def test_days_in_a_refusal_are_no_number_of_a_destroyed_entry(world: World, honest: Entry) -> None:
    few, many = [one for one in numbers_of(honest) if one > 30][:2]
    long_ago = date.fromisoformat("2015-07-10") - timedelta(days=few)
    refused = world.grant("lead", "ottens", "2", start=long_ago.isoformat(), dry_run=True).entry
    told = next(one for one in refused.reasons if one.rule == "date.needs-reason")
    assert told.facts["days"] == few
    other = replace(told, facts={**told.facts, "days": many})
    forged = replace(refused, reasons=tuple(other if one is told else one for one in refused.reasons))

    assert Forged(world, honest, refused).findings() == []
    assert [what for _, *what in Forged(world, honest, forged).findings()] == [["refusal", "lawful.other-reasons"]]


def test_an_honest_one_is_whole(world: World, honest: Entry, tmp_path: Path) -> None:
    forged = Forged(world, honest)

    assert (forged.findings(), forged.of_the_verifier(tmp_path)) == ([], [])


@pytest.mark.parametrize("forgery", FORGERIES)
def test_both_find_one(world: World, honest: Entry, tmp_path: Path, forgery: str) -> None:
    check, rule, change = FORGERIES[forgery]

    assert Forged(world, change(world, honest)).both_find(tmp_path, check, rule)


@pytest.mark.parametrize("change", MADE_UP)
def test_both_find_one_that_left_what_cannot_have_been(
    world: World, honest: Entry, tmp_path: Path, change: str
) -> None:
    """What is left is the destroyer's word, but must be such as a destruction leaves, where it can have been."""
    said = facts(honest, remains=MADE_UP[change](*left(honest)))

    assert Forged(world, said).both_find(tmp_path, "destruction", "lawful.remains")


def test_both_find_one_that_leaves_a_part(world: World, honest: Entry, tmp_path: Path) -> None:
    assert Forged(world, honest, keep=2).both_find(tmp_path, "destruction", "lawful.not-destroyed")


def test_both_find_one_that_leaves_what_it_does_not_name(world: World, honest: Entry, tmp_path: Path) -> None:
    refused = next(one.seq for one in entries_of(world) if one.kind is Kind.REFUSAL and one.seq in numbers_of(honest))
    said = naming(honest, (one for one in numbers_of(honest) if one != refused))

    assert Forged(world, said).both_find(tmp_path, "destruction", "lawful.not-destroyed")


def test_both_find_one_under_rules_that_came_after_its_end_and_went(tmp_path: Path) -> None:
    world = lived(begun())
    for rules in (between := newer(more=b"\n# tussen\n"), newer(more=b"\n# later\n")):
        assert moved(world, rules).accepted
    said = accepted(destroyed(world, dry_run=True)).entry

    assert Forged(world, replace(said, rules=between.hash)).both_find(tmp_path, "rules", "lawful.rules")


def test_both_find_one_under_rules_that_nobody_adopted(world: World, honest: Entry, tmp_path: Path) -> None:
    other = newer(more=b"\n# anders\n")
    files = [(data, ShelfKind.RULES) for data in (other.programme, other.lifecycle, other.manifest)]

    forged = Forged(world, replace(honest, rules=other.hash), more=files)

    assert forged.both_find(tmp_path, "rules", "lawful.rules")


def test_both_find_one_more_of_what_is_gone_to_take_something_of_another_with_it(
    world: World, honest: Entry, tmp_path: Path
) -> None:
    again = second(world, honest, honest.assignment, numbers(world, Kind.EVENT)[:1])

    assert Forged(world, honest, again).both_find(tmp_path, "destruction", "lawful.destroyed-none")


def test_both_find_two_that_name_the_same_number(world: World, honest: Entry, tmp_path: Path) -> None:
    whole = [number for kind in Kind for number in numbers(world, kind)]
    again = second(world, honest, TWO, sorted({*whole, numbers_of(honest)[0]}))

    assert Forged(world, honest, again).both_find(tmp_path, "destruction", "lawful.not-destroyed")


def test_the_program_finds_one_whose_declaration_is_not_there(world: World, honest: Entry, tmp_path: Path) -> None:
    """To the verifier it is a limit: a document may be left out of a bundle."""
    forged = Forged(world, replace(honest, documents=("0" * 64,)))

    assert forged.findings() == [(world.head() + 1, "shelf", "shelf.document-missing")]
    assert forged.of_the_verifier(tmp_path) == []


def test_both_take_what_either_of_two_rules_let_one_open(tmp_path: Path) -> None:
    """Rules that came later, and by their hash first, know no districts of driehoeken."""
    world = lived(begun())
    old = entries_of(world)[-1].rules
    drop = (b'name = "municipality", district = "district" }', b'name = "municipality" }')
    later = (newer(more=b"\n# %d\n" % number, lifecycle=drop) for number in range(99))
    assert moved(world, next(one for one in later if one.hash < old)).accepted

    accepted(destroyed(world))

    assert world.verify().findings == ()
    assert looked_at(bundled(world.office, tmp_path)).findings == []


def test_what_was_left_twice_as_often_is_judged_in_twice_as_many_lines_of_code(
    world: World, honest: Entry, tmp_path: Path
) -> None:
    def cost(times: int) -> int:
        """The lines of `remains.py` that ran to judge a destruction of so many openings in a row."""
        said, last = left(honest)[0], entries_of(world)[-1]
        opened = [replace(last, kind=Kind.EVENT) for _ in range(times)]
        numbers = range(world.head() + 1, world.head() + 1 + times)
        remains: list[Plain] = [{**said, "seq": number, "at": last.at} for number in numbers]
        long = forge(world, lambda known: [*known, *opened, facts(honest, entries=[*numbers], remains=remains)])
        room: Any = long.office.room
        folder = bundled(world.office, tmp_path / str(times))
        relined(folder, (replace(line, text=hidden(line)) if line.seq in numbers else line for line in room.texts))
        with counted("remains.py") as ran:
            assert not [one for one in looked_at(folder).findings if "says to have left" in one]
        return len(ran)

    assert cost(400) < 2.2 * cost(200)
