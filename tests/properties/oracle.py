"""How every milestone stands at the end of it all, counted by brute force from the lines and the files of the rules.

Written from the domain page and from nothing of the product: JSON and TOML in, "clear",
"missed" or "caught-up" out, for every milestone of every assignment.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

Standings = dict[tuple[str, str], str]
LAWFUL = {"": {"missed"}, "missed": {"caught-up", "retracted"}, "caught-up": {"missed", "retracted"},
          "retracted": {"missed"}}  # fmt: skip


class Oracle:
    """The rules as the files spell them."""

    def __init__(self, programme: bytes, lifecycle: bytes) -> None:
        self.programme: dict[str, Any] = tomllib.loads(programme.decode())
        states = tomllib.loads(lifecycle.decode())["states"]
        self.lapsing = {one["key"] for one in states if one.get("lapses")}

    def standings(self, lines: Iterable[bytes], day: date) -> Standings:
        """What a check on that day leaves standing, with all that these lines say known."""
        marks = list(live([json.loads(line) for line in lines]))
        found: Standings = {}
        for milestone in self.programme["milestones"]:
            own = milestone["scope"] == "programme"
            for assignment in [None] if own else [one["key"] for one in self.programme["assignments"]]:
                mine = [one for one in marks if one["assignment"] == assignment]
                found[assignment or "", milestone["id"]] = self._stands(milestone, mine, day)
        return found

    def _stands(self, milestone: dict[str, Any], marks: list[dict[str, Any]], day: date) -> str:
        due = milestone.get("due")
        if due is None or not due < day:
            return "clear"
        days = [one["day"] for one in marks if one["day"] >= milestone.get("not_before", date.min)
                and any(satisfies(one, by) for by in milestone["satisfied_by"])]  # fmt: skip
        if days and min(days) <= due:
            return "clear"
        steps = [one for one in marks if one["to"]]
        if steps and steps[-1]["to"] in self.lapsing and steps[-1]["day"] <= due:
            return "clear"
        return "caught-up" if days else "missed"


def live(entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Steps and events that no correction annulled, with the day that counts now, in the order of their numbers."""
    fixed = {one["corrects"]: one for one in entries if one["kind"] == "correction"}
    for one in entries:
        fix = fixed.get(one["seq"])
        if one["kind"] not in ("step", "event") or (fix is not None and fix["what"] == "annul"):
            continue
        day = (fix or one)["on"]
        target = one.get("to") if one["kind"] == "step" else None
        about, facts = one.get("assignment"), one.get("facts", {})
        yield {"what": one["what"], "to": target, "day": date.fromisoformat(day), "assignment": about, "facts": facts}


def satisfies(mark: dict[str, Any], by: dict[str, str]) -> bool:
    if "state" in by:
        return bool(mark["to"] == by["state"])
    return mark["to"] is None and mark["what"] == by["event"] and by.get("body") in (None, mark["facts"].get("body"))


def flagged(lines: Iterable[bytes]) -> Standings:
    """The last flag of each milestone in these lines: "missed" or "caught-up"; every sequence must be a lawful one."""
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        entry = json.loads(line)
        if entry["kind"] != "flag":
            continue
        named = entry.get("assignment", ""), entry["facts"]["milestone"]
        before = last.get(named)
        assert entry["what"] in LAWFUL[before["what"] if before else ""], (before, entry)
        assert entry["facts"]["follows"] == (before["seq"] if before else 0), (before, entry)
        last[named] = entry
    return {named: "clear" if one["what"] == "retracted" else one["what"] for named, one in last.items()}


def covered(lines: Iterable[bytes]) -> list[str]:
    """Every day that a sweep in these lines covered, in their order."""
    days: list[str] = []
    for line in lines:
        entry = json.loads(line)
        if entry["kind"] == "sweep" and "from" in entry["facts"]:
            first, until = (date.fromisoformat(entry["facts"][name]) for name in ("from", "to"))
            days += [date.fromordinal(day).isoformat() for day in range(first.toordinal(), until.toordinal() + 1)]
    return days
