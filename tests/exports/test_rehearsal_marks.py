"""What leaves a rehearsal says that it is one, and what leaves the programme itself does not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.builders import walked
from vs_workflow.desk.leave import Leaving, fetcher, leaving
from vs_workflow.exports.adl import decisions
from vs_workflow.exports.mdto import sidecars
from vs_workflow.exports.roles import BY_KEY
from vs_workflow.exports.xes import xes


@pytest.fixture(scope="module")
def both() -> dict[bool, Leaving]:
    found = leaving(walked().office)
    return {one: replace(found, setting=replace(found.setting, rehearsal=one)) for one in (True, False)}


def test_the_log_of_decisions_names_its_source_so(both: dict[bool, Leaving]) -> None:
    told = {one: [json.loads(line)["resource"] for line in decisions(both[one], BY_KEY)] for one in both}

    assert told[True] and all(one["vs.rehearsal"] is True for one in told[True])
    assert told[False] and not [one for one in told[False] if "vs.rehearsal" in one]


def test_the_event_log_has_an_attribute(both: dict[bool, Leaving]) -> None:
    told = {one: xes(both[one], BY_KEY) for one in both}

    assert b'<boolean key="vs:rehearsal" value="true"' in told[True]
    assert b"vs:rehearsal" not in told[False]


def test_a_dossier_describes_itself_so(both: dict[bool, Leaving]) -> None:
    office = walked().office
    told = {one: dict(sidecars(both[one], BY_KEY, fetcher(office))) for one in both}

    dossiers = [name for name in told[True] if name.endswith("3-hennep.MDTO.xml")]
    assert dossiers
    for name in dossiers:
        assert b"OEFENING" in told[True][name]
        assert b"OEFENING" not in told[False][name]
