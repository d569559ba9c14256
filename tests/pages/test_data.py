"""The documents for programs: the keys that INTERFACE promises, and the same in every language but for what is read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.pages.views import Page

# What may differ between the languages, as INTERFACE says.
READ = {"title", "label", "message", "remedy", "limits"}

PROMISED: dict[str, tuple[str, set[str]]] = {
    "board": ("vs.status/1", {"programme", "on", "assignments", "milestones"}),
    "show": ("vs.show/1", {"assignment", "grants", "team", "gaps", "entries"}),
    "todo": ("vs.todo/1", {"person", "steps"}),
    "why": ("vs.why/1", {"assignment", "state", "steps"}),
    "form-present": ("vs.form/1", {"assignment", "action", "fields"}),
    "history": ("vs.history/1", {"entries"}),
    "replay": ("vs.replay/1", {"assignment", "on", "known_at", "state", "steps"}),
    "verify": ("vs.verify/1", {"whole", "entries", "head", "level", "replayed", "findings", "limits"}),
    "outcome": (
        "vs.advance/1",
        {"accepted", "seq", "hash", "assignment", "step", "from", "to", "actor", "role", "grant", "reasons"},
    ),
    "init": ("vs.init/1", {"programme", "already", "entries"}),
}
ENTRY = {
    "seq", "hash", "prev", "kind", "what", "assignment", "step", "from", "to", "on", "at", "actor", "role", "grant",
    "behalf_of", "typed_by", "accepted", "reasons", "rules", "app",
}  # fmt: skip
LINE = {"number", "key", "title", "state", "since", "turn", "milestones"}
MILESTONE = {"id", "due", "verdict", "days", "satisfied_on", "recorded_at"}
TODO = {"assignment", "step", "role", "grant", "behalf_of", "ready", "missing"}


def without_what_is_read(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_what_is_read(value) for key, value in data.items() if key not in READ}
    if isinstance(data, list):
        return [without_what_is_read(one) for one in data]
    return data


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_promised_keys_are_there(pages: dict[str, Page], name: str) -> None:
    schema, keys = PROMISED[name]

    data = pages[name].data("en")

    assert data["schema"] == schema
    assert keys <= set(data)


def test_every_document_is_json_and_has_a_schema(pages: dict[str, Page]) -> None:
    for page in pages.values():
        data = json.loads(json.dumps(page.data("nl")))

        assert data["schema"].startswith("vs.")
        assert data["schema"].endswith("/1")


def test_documents_are_the_same_in_every_language_but_for_what_is_read(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert without_what_is_read(page.data("nl")) == without_what_is_read(page.data("en")), name


def test_what_is_read_follows_the_language(pages: dict[str, Page]) -> None:
    board_nl, board_en = pages["board"].data("nl"), pages["board"].data("en")

    assert board_nl["assignments"][0]["title"] == "Woninginbraken (HIC)"
    assert board_en["assignments"][0]["title"] == "Burglary of dwellings (HIC)"
    assert pages["verify"].data("nl")["limits"] != pages["verify"].data("en")["limits"]


def test_the_board_holds_what_it_promises(pages: dict[str, Page]) -> None:
    board = pages["board"].data("en")

    assert [line["number"] for line in board["assignments"]] == ["1", "2", "3", "4A", "4B", "4C"]
    for line in board["assignments"]:
        assert set(line) >= LINE
        assert all(set(one) >= MILESTONE for one in line["milestones"])
        assert all(set(turn) == {"step", "role", "roles", "people"} for turn in line["turn"])
    assert all(set(one) >= MILESTONE for one in board["milestones"])


def test_an_entry_of_the_history_holds_what_it_promises(pages: dict[str, Page]) -> None:
    entries = pages["history"].data("en")["entries"]

    assert all(set(entry) >= ENTRY for entry in entries)
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    refused = [entry for entry in entries if not entry["accepted"]]
    assert refused
    assert refused[0]["kind"] == "refusal"
    assert refused[0]["step"] == "start"
    assert refused[0]["reasons"][0]["who"] == ["beem"]


def test_a_refusal_lists_all_its_reasons(pages: dict[str, Page]) -> None:
    outcome = pages["outcome-refused"].data("en")

    assert outcome["accepted"] is False
    assert [reason["code"] for reason in outcome["reasons"]] == ["role", "guard", "guard"]
    assert all({"code", "message", "who", "remedy"} <= set(reason) for reason in outcome["reasons"])
    assert [reason.get("guard") for reason in outcome["reasons"]] == [None, "meeting", "progress"]


def test_a_dry_run_has_no_receipt(pages: dict[str, Page]) -> None:
    outcome = pages["outcome-dry"].data("en")

    assert (outcome["seq"], outcome["hash"], outcome["dry_run"]) == (None, None, True)


def test_a_replayed_step_carries_its_proof(pages: dict[str, Page]) -> None:
    steps = pages["replay"].data("en")["steps"]

    assert steps
    for step in steps:
        assert set(step) >= {"seq", "step", "on", "at", "actor", "proof"}
        assert set(step["proof"]) == {"grant", "role", "guards"}
        assert all(step["proof"]["guards"].values())


def test_what_somebody_may_do_holds_what_it_promises(pages: dict[str, Page]) -> None:
    steps = pages["todo"].data("en")["steps"]

    assert steps
    assert all(set(step) == TODO for step in steps)
