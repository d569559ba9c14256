"""Lawful destruction: who may, that what it names is gone and nothing beside, and what it says that it left."""

from __future__ import annotations

import base64
from datetime import date

from vs_workflow.exports.verifier.findings import Json
from vs_workflow.exports.verifier.lines import roots_at
from vs_workflow.exports.verifier.road import Road


class Remains(Road):
    """Knows beforehand what is said to be destroyed, and judges each destruction when it comes by."""

    def foresee(self, entries: list[Json | None], leaves: list[bytes]) -> set[int]:
        """The numbers that are said to be destroyed; what is left of them is kept for when their place comes by."""
        destroyed: set[int] = set()
        told = {seq for seq, entry in enumerate(entries, 1) if entry is not None and entry.get("kind") == "destruction"}
        self.roots = roots_at(leaves, {seq - 1 for seq in told})
        self.moments = [None if entry is None else str(entry.get("at")) for entry in entries]
        for seq, entry in enumerate(entries, 1):
            if entry is None or entry.get("kind") != "destruction" or not isinstance(entry.get("facts"), dict):
                continue
            numbers, remains = entry["facts"].get("entries"), entry["facts"].get("remains", [])
            destroyed |= (
                {one for one in numbers if type(one) is int and one < seq} if isinstance(numbers, list) else set()
            )
            for one in remains if isinstance(remains, list) else []:
                if isinstance(one, dict) and isinstance(one.get("seq"), int) and isinstance(one.get("opens"), dict):
                    self.remains[one["seq"]] = one["opens"]
        return destroyed & self.hidden

    def pass_by(self, seq: int) -> None:
        """A line that is not shown: of what was destroyed there, the bodies that it opened are still there."""
        for body, said in self.remains.get(seq, {}).items():
            if isinstance(said, dict):
                self.opened.setdefault(body, (said.get("kind", ""), said.get("district", "")))

    def destroy(self, seq: int, entry: Json) -> None:
        """Who may, of what has ended, on a ground and with a declaration; and that it is gone, whole."""
        facts, (lifecycle, programme) = entry["facts"], self.law(entry["rules"])
        keeping, key, numbers = lifecycle["keeping"], entry["assignment"], entry["facts"]["entries"]
        self.authority(seq, entry, self.of_programme(keeping.get("destroy") or keeping["register"]), self.today(entry))
        if not self.final(lifecycle, entry["from"]):
            self.wrong(seq, "destruction", f"of what had not ended but stood in {entry['from']}")
        if not str(facts.get("ground", "")).strip() or not entry.get("documents"):
            self.wrong(seq, "destruction", "without a ground, or without a declaration")
        if any(type(one) is not int or one not in self.hidden or one >= seq for one in numbers):
            self.wrong(seq, "destruction", "names an entry that is still there")
        if not numbers or sorted(set(numbers)) != numbers:
            self.wrong(seq, "destruction", "names nothing, or something twice or out of order")
        if key in self.gone or key not in [one["key"] for one in programme["assignments"]]:
            self.wrong(seq, "destruction", "of no assignment that there was, or of one that was destroyed before")
        if key in self.spoken_of:
            self.wrong(seq, "destruction", "left a part of its assignment")
        if facts.get("root") != base64.b64encode(self.roots[seq - 1]).decode():
            self.wrong(seq, "link", "the root over the lines before it is another than it says")
        self.gone.add(key)
        self.left(seq, entry)

    def left(self, seq: int, entry: Json) -> None:
        """What it says to have left must lie in what is gone, between its neighbours, and be what one can leave."""
        before, at, opening = 0, "", set()
        for one in entry["facts"].get("remains", []):
            number, opens = one["seq"], one.get("opens")
            if (
                number not in entry["facts"]["entries"]
                or number <= before
                or not self.at_its_place(number, at, one["at"])
            ):
                self.wrong(seq, "destruction", f"says to have left what cannot have been at no. {number}")
                continue
            dated = self.dated(entry, one)
            if opens is not None:
                opening.add(number)
                holds = set(one) == {"seq", "on", "at", "opens"} and dated and opens and all(
                    self.opens(body, said) for body, said in opens.items()
                )  # fmt: skip
            else:
                holds = set(one) == {"seq", "on", "at", "what", "corrects"} and one["corrects"] in opening and (
                    one["what"] == "annul" or (one["what"] == "redate" and dated)
                )  # fmt: skip
            if not holds:
                self.wrong(seq, "destruction", f"says to have left at no. {number} what no such entry leaves")
            before, at = number, one["at"]

    def at_its_place(self, number: int, at: str, said: str) -> bool:
        earlier = next((one for one in reversed(self.moments[: number - 1]) if one is not None), "")
        later = next((one for one in self.moments[number:] if one is not None), "9")
        return max(at, earlier) <= said <= later

    def dated(self, entry: Json, said: Json) -> bool:
        """Whether its day had begun when it was recorded, and the programme before that."""
        today = self.today({"rules": entry["rules"], "at": said["at"]})
        day = date.fromisoformat(said["on"]).isoformat()
        first: str = self.law(entry["rules"])[1]["first_day"].isoformat()
        return day == said["on"] and first <= day <= today

    def opens(self, body: str, said: Json) -> bool:
        """Whether by rules that held some time an action opens bodies of this kind, by this beginning of a key."""
        if set(said) != {"kind", "name", "district"}:
            return False
        for lifecycle, programme in map(self.law, sorted(self.adopted)):
            districts = {"", *(one["key"] for one in programme["districts"])}
            for action in [*lifecycle["steps"], *lifecycle["events"]]:
                way = action.get("opens")
                if way and said["kind"] == way["kind"] and body.startswith(way["prefix"]) and body != way["prefix"]:
                    return bool(said["district"] in (districts if way.get("district") else {""}))
        return False
