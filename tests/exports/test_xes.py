"""The event log: a trace per assignment, in the order of the road; and, where pm4py is at hand, what it says of it.

pm4py is large and AGPL, so it lives elsewhere and is run as a program of its own, by the Python
that VS_PM4PY names: `./run second-opinion` sets it up and runs what needs it.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Year, files, walked
from tests.programmes import DIKES
from vs_workflow.desk.leave import leaving
from vs_workflow.exports.roles import BY_KEY, role_holders
from vs_workflow.exports.xes import END, START, xes
from vs_workflow.rules.machine import table
from vs_workflow.rules.rulebook import RuleFiles, Rules, read_rules
from vs_workflow.rules.soundness import prove

NS = {"x": "http://www.xes-standard.org/"}
ORACLE = os.environ.get("VS_PM4PY", "")


@pytest.fixture(scope="module")
def year() -> Year:
    year = walked()
    year.at("2015-11-03").advance("1", "implement", "burgemeester-ede")
    year.record("offer-declined", "1", "burgemeester-zwolle", ("driehoek", "driehoek-zwolle"), reason="geen")
    assert year.advance("1", "implement", "burgemeester-ede").accepted
    year.advance("3", "withdraw", "knaap", reason="vervalt")
    return year


def value(element: ET.Element, key: str) -> str:
    found = element.find(f"*[@key='{key}']")
    return "" if found is None else found.attrib["value"]


def traces(data: bytes) -> dict[str, list[str]]:
    log = ET.fromstring(data)
    return {
        value(trace, "concept:name"): [value(event, "concept:name") for event in trace.findall("x:event", NS)]
        for trace in log.findall("x:trace", NS)
    }


def test_a_trace_is_the_road_of_an_assignment_under_its_number_and_key(year: Year) -> None:
    found = traces(xes(leaving(year.office), BY_KEY))

    assert list(found) == [
        "1 woninginbraken", "2 overlast", "3 hennep", "4A informatievoorziening", "4B risico-omg", "4C shortlist-jeugd",
    ]  # fmt: skip
    assert found["1 woninginbraken"] == [START, "present", "start", "report", "offer", "implement", END]
    assert found["2 overlast"] == [START, "present", "return"]
    assert found["3 hennep"] == [START, "withdraw", END]
    assert found["4B risico-omg"] == [START]
    assert list(traces(xes(leaving(year.office, "3"), BY_KEY))) == ["3 hennep"]


def test_moments_keep_the_order_and_say_role_and_person(year: Year) -> None:
    log = ET.fromstring(xes(leaving(year.office), BY_KEY))
    for trace in log.findall("x:trace", NS):
        moments = [value(event, "time:timestamp")[:19] for event in trace.findall("x:event", NS)]
        assert moments == sorted(moments)
    event = log.find("x:trace", NS).findall("x:event", NS)[1]  # type: ignore[union-attr]
    assert [value(event, f"org:{key}") for key in ("role", "resource")] == ["lead", "keken"]
    assert value(event, "time:timestamp") == "2015-04-02T00:00:01.000+02:00"


def test_with_roles_only_no_person_is_in_it(year: Year) -> None:
    found = leaving(year.office)

    assert b"keken" in xes(found, BY_KEY)
    veiled = xes(found, role_holders(found.book, found.names))
    assert not [one for one in found.book.people if f'"{one}"'.encode() in veiled]


def walks(trace: list[str], rules: Rules) -> bool:
    """Whether the road may be gone so, from its beginning to an end."""
    state, edges = rules.lifecycle.initial, table(rules)
    for step in trace[1:-1]:
        edge = edges.get((state, step))
        if edge is None:
            return False
        state = edge.target
    return trace[:1] == [START] and trace[-1:] == [END] and rules.lifecycle.is_final(state)


def bad_ones(log: ET.Element) -> Iterator[ET.Element]:
    """Every trace with one event left out, doubled, or swapped with its neighbour."""
    for trace in log.findall("x:trace", NS):
        for place in range(len(trace.findall("x:event", NS))):
            for way in ("out", "twice", "swap"):
                changed = copy.deepcopy(trace)
                events = changed.findall("x:event", NS)
                if way == "out":
                    changed.remove(events[place])
                elif way == "twice":
                    changed.append(copy.deepcopy(events[place]))
                elif place + 1 < len(events):
                    changed.remove(events[place])
                    changed.append(events[place])
                yield changed


def net(rules: Rules) -> dict[str, Any]:
    return {
        "initial": rules.lifecycle.initial,
        "final": [state.key for state in rules.lifecycle.states if state.final],
        "states": [state.key for state in rules.lifecycle.states],
        "edges": [[source, step, edge.target] for (source, step), edge in table(rules).items()],
    }


def asked(log: Path, rules: Rules) -> dict[str, Any]:
    script = Path(__file__).with_name("pm4py_oracle.py")
    done = subprocess.run(
        [ORACLE, str(script), str(log)], input=json.dumps(net(rules)), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.skipif(not ORACLE, reason="VS_PM4PY names no Python with pm4py")
def test_pm4py_finds_the_same_roads_lawful(year: Year, tmp_path: Path) -> None:
    log = ET.fromstring(xes(leaving(year.office), BY_KEY))
    log.extend(list(bad_ones(log)))
    lawful: dict[str, bool] = {}
    rules = read_rules(files())
    for number, trace in enumerate(log.findall("x:trace", NS)):
        name = trace.find("*[@key='concept:name']")
        assert name is not None
        name.attrib["value"] += f" {number}"
        road = [value(event, "concept:name") for event in trace.findall("x:event", NS)]
        lawful[name.attrib["value"]] = walks(road, rules)
    path = tmp_path / "log.xes"
    ET.register_namespace("", NS["x"])
    path.write_bytes(ET.tostring(log))

    found = asked(path, rules)

    assert len(lawful) > 50
    assert found["aligned"] == found["replayed"] == lawful
    assert len([one for one in lawful.values() if one]) > 1


@pytest.mark.skipif(not ORACLE, reason="VS_PM4PY names no Python with pm4py")
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace('"reported", "offered"]\ntarget = "withdrawn"', '"reported"]\ntarget = "withdrawn"'),
        lambda text: text.replace('[[states]]\nkey = "presented"', '[[states]]\nkey = "lost"\nlabel = { nl = "x", en = '
                                  '"x" }\n\n[[states]]\nkey = "presented"'),
        lambda text: text.replace('key = "implemented"\nlabel', 'key = "implemented"\nlapses = true\nlabel', 1),
        lambda text: text.replace('sources = ["offered"]\ntarget = "implemented"', 'sources = ["offered"]\ntarget = '
                                  '"offered"'),
        None,
    ],
    ids=["ours", "one way out less", "a state nobody reaches", "another end", "an end nobody reaches", "dikes"],
)  # fmt: skip
def test_pm4py_finds_the_same_lifecycles_sound(year: Year, tmp_path: Path, change: Any) -> None:
    mine = files() if change is not None else DIKES.rule_files()
    if change is not None:
        mine = replace(mine, lifecycle=change(mine.lifecycle.decode()).encode())
    rules = read_rules(RuleFiles(mine.programme, mine.lifecycle))
    road = ("state", "road", "unreach", "dead", "final")
    errors = [one for one in prove(rules) if not one.warning and any(word in one.rule for word in road)]
    path = tmp_path / "log.xes"
    path.write_bytes(xes(leaving(year.office), BY_KEY))

    assert asked(path, rules)["sound"] is (not errors), errors
