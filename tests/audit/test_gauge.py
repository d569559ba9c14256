"""What a journal measures as it passes by: its roots and moments, and the first number that does not follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from tests.audit.forging import entries_of
from tests.desk.world import World, begun
from vs_workflow.audit.gauge import Gauge
from vs_workflow.journal.canon import Leaf, leaf_hash, to_bytes
from vs_workflow.journal.chain import Line
from vs_workflow.journal.checkpoint import Roots
from vs_workflow.journal.entry import Instant
from vs_workflow.reasons import Plain


@pytest.fixture(scope="module")
def world() -> World:
    made = begun()
    made.at("2015-04-02").present("1", "keken")
    return made


@pytest.fixture
def lines(world: World) -> list[Line]:
    with world.office.room.reading() as work:
        return list(work.journal.lines())


def measured(lines: list[Line], *sizes: int) -> Gauge:
    gauge = Gauge(sizes)
    assert list(gauge.through(lines)) == lines
    return gauge


def root(lines: list[Line]) -> bytes:
    roots = Roots()
    for line in lines:
        roots.add(bytes.fromhex(line.leaf))
    return roots.root()


def test_it_measures_what_is_asked_and_the_whole(world: World, lines: list[Line]) -> None:
    entries = entries_of(world)

    gauge = measured(lines, 1, 20, 999)

    assert (gauge.size, gauge.root, gauge.unlinked) == (len(lines), root(lines), 0)
    assert gauge.roots == {1: root(lines[:1]), 20: root(lines[:20])}
    assert gauge.moments == {1: entries[0].at, 20: entries[19].at}
    assert gauge.leaves == {1: lines[0].leaf, 20: lines[19].leaf}
    assert gauge.genesis == lines[0].leaf
    assert gauge.last_moment == entries[-1].at != entries[0].at


def test_nothing_measures_nothing() -> None:
    gauge = measured([])

    assert (gauge.size, gauge.root, gauge.unlinked) == (0, sha256(b"").digest(), 0)
    assert gauge.last_moment == ""
    assert gauge.genesis == "0" * 64
    assert (Gauge().last_moment, Gauge().genesis) == ("", "0" * 64)


def test_a_leaf_that_is_none_stands_for_the_leaf_of_no_bytes() -> None:
    """So a root comes out that nobody can have signed, and nothing falls over."""
    for leaf in ("odd", "abcd", ""):
        assert measured([Line(1, b"", Leaf(leaf))]).root == sha256(b"\x00").digest()
    assert measured([Line(1, b"", Leaf("abcd"))]).last_moment == ""


def test_what_is_no_moment_is_shown_as_it_is_and_what_is_none_as_nothing() -> None:
    def moment(text: bytes) -> str:
        return measured([Line(1, text, Leaf(sha256(b"\x00" + text).hexdigest()))]).last_moment

    assert moment(b'"at":"2015-04-02T09:00:00.000000Z"') == "2015-04-02T09:00:00.000000Z"
    assert moment(b'{"facts":{},"on":"2015-04-02T09:00:00.000000Z"}') == ""
    assert moment(b'{"at":"2015\xff') == "2015\ufffd"


def test_what_was_destroyed_is_measured_by_its_leaf(world: World, lines: list[Line]) -> None:
    bare = [replace(line, text=b"") if line.seq in (20, 21, len(lines)) else line for line in lines]

    gauge = measured(bare, 19, 20, 21, 22)

    assert (gauge.root, gauge.unlinked) == (root(lines), 0)
    assert gauge.moments[20] == entries_of(world)[18].at
    told = [one.at for one in entries_of(world)]
    assert gauge.following == {19: told[18], 20: told[21], 21: told[21], 22: told[21]}
    now = Instant("2016-01-01T00:00:00.000000Z")
    assert gauge.around(19, now) == gauge.around(20, now) == (told[18], told[21])
    assert gauge.around(len(lines), now)[1] == now
    assert gauge.last_moment == entries_of(world)[-2].at


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: replace(line, text=line.text.replace(b'"host"', b'"hosf"')),
        lambda line: replace(line, leaf=Leaf("ab" * 32)),
        lambda line: replace(line, leaf=Leaf("odd"), text=b""),
        lambda line: replace(line, leaf=Leaf("abcd"), text=b""),
        lambda line: replace(line, seq=line.seq + 1),
    ],
    ids=["text", "leaf", "no hexadecimal", "too short", "number"],
)
def test_the_first_that_does_not_follow_is_named(lines: list[Line], spoil: Callable[[Line], Line]) -> None:
    spoiled = [spoil(line) if line.seq in (20, 30) else line for line in lines]

    assert measured(spoiled).unlinked == 20


def test_a_link_to_another_is_named(lines: list[Line]) -> None:
    text = lines[19].text.replace(lines[18].leaf.encode(), b"0" * 64)
    leaf = Leaf(sha256(b"\x00" + text).hexdigest())

    gauge = measured([*lines[:19], replace(lines[19], text=text, leaf=leaf), *lines[20:]])

    assert gauge.unlinked == 20


def linked(*texts: bytes) -> list[Line]:
    """Lines with these texts, each with its own hash beside it."""
    return [Line(seq, text, leaf_hash(text)) for seq, text in enumerate(texts, start=1)]


@pytest.mark.parametrize(
    "own", [b'"prev":"%b"' % (b"0" * 64), rb'"\u0070rev":"%b"' % (b"0" * 64)], ids=["plainly", "escaped"]
)
def test_a_link_that_only_the_facts_of_an_entry_name_is_none(own: bytes) -> None:
    first = b'{"prev":"%b"}' % (b"0" * 64)
    (line,) = linked(first)

    nested = b'{"facts":{"prev":"%b"},%b}' % (line.leaf.encode(), own)

    assert measured(linked(first, nested)).unlinked == 2


@pytest.mark.parametrize(
    "facts",
    [{"prev": "x"}, {"text": "prev"}, {"prev": {"prev": "x"}}, {"text": "bel \x07 en \\u"}, {"text": '"prev":"x"'}],
)
def test_a_link_is_seen_whatever_the_facts_say_beside_it(facts: dict[str, Plain]) -> None:
    first = b'{"prev":"%b"}' % (b"0" * 64)
    (line,) = linked(first)

    assert measured(linked(first, to_bytes({"facts": facts, "prev": line.leaf}))).unlinked == 0


def test_only_a_destruction_itself_binds_what_is_before_it_again(lines: list[Line]) -> None:
    bare = [replace(line, text=b"") if line.seq == 20 else line for line in lines[:21]]
    speaking = b'{"facts":{"kind":"destruction"},"kind":"event","prev":"%b"}' % lines[20].leaf.encode()
    destroying = b'{"kind":"destruction","prev":"%b"}' % leaf_hash(speaking).encode()
    more = [Line(22, speaking, leaf_hash(speaking)), Line(23, destroying, leaf_hash(destroying))]

    gauge = measured([*bare, *more], 19, 20, 21, 22, 23)

    assert gauge.unlinked == 0
    assert gauge.bound == {19: 1, 20: 20, 21: 20, 22: 20, 23: 1}


def test_a_moment_in_a_quoted_text_is_not_taken_for_that_of_the_entry() -> None:
    text = (
        rb'{"account":"\"at\":\"2000-01-01T00:00:00.000000Z\"","at":"2015-04-02T09:00:00.000000Z","facts":{"at":"x"}}'
    )
    line = Line(1, text, Leaf(sha256(b"\x00" + text).hexdigest()))

    assert measured([line]).last_moment == "2015-04-02T09:00:00.000000Z"
