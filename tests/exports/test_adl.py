"""Each decision as a record of the Authorization Decision Log, with its traps kept in mind."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from typing import Any

import pytest

from tests.builders import Year, walked
from vs_workflow.desk.leave import leaving
from vs_workflow.exports.adl import decisions
from vs_workflow.exports.roles import BY_KEY, role_holders
from vs_workflow.exports.verifier.lines import merkle_root


@pytest.fixture(scope="module")
def year() -> Year:
    year = walked()
    year.mandate("keken", "beem", "4A", until="2015-12-01")
    noted = year.record("progress", "4A", "hofman", ("text", "halverwege"))
    year.correct(noted.seq or 0, on="2015-11-01")
    return year


@pytest.fixture(scope="module")
def records(year: Year) -> list[dict[str, Any]]:
    return [json.loads(line) for line in decisions(leaving(year.office), BY_KEY)]


def test_there_is_one_record_for_each_decision_and_none_for_what_nobody_asked(
    year: Year, records: list[dict[str, Any]]
) -> None:
    entries = [entry for entry, _ in leaving(year.office).entries]

    assert [one["resource"]["vs.seq"] for one in records] == [entry.seq for entry in entries if entry.actor is not None]
    assert len(records) < len(entries)


def test_a_refusal_is_an_answer_and_no_error(records: list[dict[str, Any]]) -> None:
    refused = [one for one in records if not one["body"]["adl.core.response"]["decision"]]

    assert len(refused) == 1
    assert {one["status"] for one in records} == {"Ok"}
    assert {one["event_name"] for one in records} == {"adl.access_evaluation"}
    reasons = refused[0]["body"]["adl.core.response"]["context"]["reason"]
    assert [one["code"] for one in reasons] == ["role", "guard"]
    assert refused[0]["body"]["adl.core.request"]["action"] == {"name": "step.start"}


def test_a_record_is_of_level_four(year: Year, records: list[dict[str, Any]]) -> None:
    told = leaving(year.office).told
    for one in records:
        assert "attributes" not in one
        body = one["body"]
        assert set(body) == {f"adl.core.{part}" for part in
                             ("request", "response", "policies", "information", "configuration")}  # fmt: skip
        before = one["resource"]["vs.seq"] - 1
        leaves = [bytes.fromhex(line.line.leaf) for line in told[:before]]
        information = body["adl.core.information"]
        assert information["entries"] == before
        assert information["root"] == b64encode(merkle_root(leaves)).decode()
        assert body["adl.core.policies"] == told[before].entry.rules


def test_ids_are_of_their_own_and_give_nothing_away(year: Year, records: list[dict[str, Any]]) -> None:
    entries = {entry.seq: (entry, leaf) for entry, leaf in leaving(year.office).entries}
    for one in records:
        entry, leaf = entries[one["resource"]["vs.seq"]]
        assert re.fullmatch(r"[0-9a-f]{32}", one["trace_id"])
        assert re.fullmatch(r"[0-9a-f]{16}", one["span_id"])
        said = json.dumps(one)
        assert entry.salt not in said
        assert one["trace_id"] not in leaf
        assert one["span_id"] not in one["trace_id"]
    assert len({one["trace_id"] for one in records}) == len(records)


def test_with_roles_only_no_person_is_in_it(year: Year) -> None:
    found = leaving(year.office)
    said = b"".join(decisions(found, role_holders(found.book, found.names)))

    assert not [one for one in found.book.people if f'"{one}"'.encode() in said]
    assert b'"on_behalf_of"' in said


def test_of_one_assignment_the_records_are_the_same(year: Year) -> None:
    every = list(decisions(leaving(year.office), BY_KEY))

    some = list(decisions(leaving(year.office, "2"), BY_KEY))
    assert set(some) < set(every)
    assert {json.loads(line)["body"]["adl.core.request"]["resource"]["id"] for line in some} == {"overlast"}
