"""pm4py and we agree on generated histories: lawful ones, with rework, returns and withdrawals, and every kind of bad.

One log holds what random calls to the desk made of the assignments, and walks drawn from the
lifecycle of both programmes, each also with an event lost, doubled, swapped, put in, or its end
missing. Order only is asked: what role, day and guard say has no place in a net.
"""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.builders import files
from tests.exports.test_xes import NS, ORACLE, asked, value, walks
from tests.programmes import DIKES
from tests.properties.machine import Machine, run
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.desk.leave import leaving
from vs_workflow.exports.roles import BY_KEY
from vs_workflow.exports.xes import END, START, xes
from vs_workflow.rules.machine import table
from vs_workflow.rules.rulebook import Rules, read_rules

pytestmark = pytest.mark.skipif(not ORACLE, reason="VS_PM4PY names no Python with pm4py")

Road = list[str]
BACK = {"return", "rework"}


def walk(rules: Rules, rng: random.Random, longest: int) -> Road:
    """A road as it may be gone; it stops where it ends, or somewhere before."""
    state, gone, edges = rules.lifecycle.initial, [START], table(rules)
    while len(gone) <= longest:
        possible = sorted(step for source, step in edges if source == state)
        if not possible:
            return [*gone, END]
        # Ends are drawn less often, so that roads go back and forth before.
        open_ones = [one for one in possible if not rules.lifecycle.is_final(edges[state, one].target)]
        step = rng.choice(open_ones if open_ones and rng.random() < 0.85 else possible)
        gone.append(step)
        state = edges[state, step].target
    return [*gone, END] if rules.lifecycle.is_final(state) else gone


def _lost(road: Road, at: int, _: str) -> Road:
    return road[:at] + road[at + 1 :]


def _doubled(road: Road, at: int, _: str) -> Road:
    return road[: at + 1] + road[at:]


def _swapped(road: Road, at: int, _: str) -> Road:
    return road[:at] + road[at : at + 2][::-1] + road[at + 2 :]


def _put_in(road: Road, at: int, other: str) -> Road:
    return [*road[:at], other, *road[at:]]


def _cut(road: Road, at: int, _: str) -> Road:
    return road[:at]


DAMAGES: Sequence[Callable[[Road, int, str], Road]] = (_lost, _doubled, _swapped, _put_in, _cut)


def drawn(rules: Rules, rng: random.Random, number: int) -> Iterator[Road]:
    """So many walks, each as it is and damaged once."""
    steps = [*sorted({step for _, step in table(rules)}), "nothing-we-know"]
    for _ in range(number):
        road = walk(rules, rng, rng.randrange(2, 14))
        yield road
        damaged = rng.choice(DAMAGES)(road, rng.randrange(len(road)), rng.choice(steps))
        yield damaged or [START]


def written(roads: Sequence[Road]) -> bytes:
    """The roads as an event log, a trace each, named by its number."""
    log = ET.Element("log", {"xes.version": "1849-2016", "xmlns": NS["x"]})
    for number, road in enumerate(roads):
        trace = ET.SubElement(log, "trace")
        ET.SubElement(trace, "string", {"key": "concept:name", "value": str(number)})
        for second, step in enumerate(road):
            event = ET.SubElement(trace, "event")
            ET.SubElement(event, "string", {"key": "concept:name", "value": step})
            moment = f"2015-01-01T00:00:{second:02}.000+00:00"
            ET.SubElement(event, "date", {"key": "time:timestamp", "value": moment})
    return ET.tostring(log)


def agreed(roads: Sequence[Road], rules: Rules, path: Path) -> Counter[bool]:
    """How many are lawful and not, after each of the three said the same of each."""
    path.write_bytes(written(roads))
    lawful = {str(number): walks(road, rules) for number, road in enumerate(roads)}

    found = asked(path, rules)

    for who in ("aligned", "replayed"):
        others = [(who, roads[int(one)]) for one, fits in found[who].items() if fits != lawful[one]]
        assert others == []
        assert len(found[who]) == len(roads)
    assert found["sound"]
    return Counter(lawful.values())


@pytest.mark.torture
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("of", ["2015", "dikes"])
def test_drawn_histories_good_and_bad_are_judged_alike(
    tmp_path: Path, rng: random.Random, counts: Counts, of: str
) -> None:
    rules = read_rules(files() if of == "2015" else DIKES.rule_files())
    roads = list(drawn(rules, rng, scaled(150, 1_500)))

    found = agreed(roads, rules, tmp_path / "drawn.xes")

    assert min(found.values()) > 20
    if of == "2015":
        good = [road for road in roads if walks(road, rules)]
        assert any(road[-2] == "withdraw" and BACK & set(road) for road in good)
        assert any(road.count("rework") > 1 for road in good)
    counts("P16", f"histories of {of} also judged by pm4py", len(roads), otherwise=0, note=f"{found[True]} lawful")


class Walked(Machine):
    """Random calls, as everywhere; at the end the roads that the assignments went are kept."""

    roads: list[Road] = []  # noqa: RUF012 # of the whole run

    def teardown(self) -> None:
        if hasattr(self, "world"):
            log = ET.fromstring(xes(leaving(self.world.office), BY_KEY))
            for trace in log.findall("x:trace", NS):
                self.roads.append([value(event, "concept:name") for event in trace.findall("x:event", NS)])


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_whatever_the_desk_let_happen_is_a_road_or_the_beginning_of_one(tmp_path: Path, counts: Counts) -> None:
    """Each road of the desk is lawful as far as it went, and nothing comes after its end."""
    rules = read_rules(files())
    Walked.roads.clear()
    run(Walked, scaled(2, 60), scaled(40, 60))
    ended = [road for road in Walked.roads if road[-1] == END]
    going = [road for road in Walked.roads if road[-1] != END]

    agreed([*Walked.roads, *(_doubled(road, len(road) - 1, "") for road in ended)], rules, tmp_path / "desk.xes")

    assert all(walks(road, rules) for road in ended)
    for road in going:
        state, edges = rules.lifecycle.initial, table(rules)
        for step in road[1:]:
            state = edges[state, step].target
        assert not rules.lifecycle.is_final(state)
    counts("P16", "histories of the desk also judged by pm4py", len(Walked.roads), note=f"{len(ended)} ended")
