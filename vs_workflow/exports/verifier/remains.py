"""Lawful destruction: who may, that what it names is gone and nothing beside, and what it says that it left."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from itertools import accumulate

from vs_workflow.exports.verifier.bodies import opens
from vs_workflow.exports.verifier.findings import Json, shows
from vs_workflow.exports.verifier.keys import OF_AN_ACT
from vs_workflow.exports.verifier.lines import roots_at
from vs_workflow.exports.verifier.road import Road
from vs_workflow.exports.verifier.shape import is_day

EMPTY = hashlib.sha256(b"").hexdigest()
BESIDE = {*OF_AN_ACT} - {"from", "documents"}


class Remains(Road):
    """Knows beforehand what is said to be destroyed, and judges each destruction when it comes by."""

    def foresee(self, entries: list[Json | None], leaves: list[bytes]) -> set[int]:
        """The numbers that are said to be destroyed; what is left of them is kept for when their place comes by."""
        self.destroyed_by: dict[int, int] = {}
        told = {seq for seq, entry in enumerate(entries, 1) if entry is not None and entry.get("kind") == "destruction"}
        self.roots = roots_at(leaves, {seq - 1 for seq in told})
        moments = ["" if entry is None else str(entry.get("at")) for entry in entries]
        # The last moment known among the first so many lines, and the first among those after them.
        self.earlier = list(accumulate(moments, lambda known, at: at or known, initial=""))
        self.later = list(accumulate(reversed(moments), lambda known, at: at or known, initial="9"))[::-1]
        for seq, entry in enumerate(entries, 1):
            if entry is None or entry.get("kind") != "destruction" or not isinstance(entry.get("facts"), dict):
                continue
            numbers, remains = entry["facts"].get("entries"), entry["facts"].get("remains", [])
            for number in numbers if isinstance(numbers, list) else []:
                if type(number) is int and number < seq:
                    self.destroyed_by.setdefault(number, seq)
            for one in remains if isinstance(remains, list) else []:
                if isinstance(one, dict) and isinstance(one.get("seq"), int):
                    self.remains[one["seq"]] = one
        destroyed = self.destroyed_by.keys() & self.hidden
        self.unseen = self.hidden - destroyed
        return destroyed

    def pass_by(self, seq: int) -> None:
        """A line that is not shown: of what was destroyed there, the bodies that it opened or annulled still count."""
        left = self.remains.get(seq, {})
        opens = left.get("opens")
        for body, said in opens.items() if isinstance(opens, dict) else ():
            if isinstance(said, dict):
                self.opened.setdefault(body, {})[seq] = said.get("kind", ""), said.get("district", "")
        if left.get("what") == "annul":
            self.shut(left.get("corrects", 0))

    def destroy(self, seq: int, entry: Json) -> None:
        """Who may, of what has ended, on a ground and with a declaration; and that it is gone, whole."""
        facts, (lifecycle, programme) = entry["facts"], self.law(entry["rules"])
        keeping, key, numbers = lifecycle["keeping"], entry["assignment"], entry["facts"]["entries"]
        self.authority(seq, entry, self.of_programme(keeping.get("destroy") or keeping["register"]), self.today(entry))
        self.in_form(seq, entry, programme)
        if not self.final(lifecycle, entry["from"]):
            self.wrong(seq, "destruction", f"of what had not ended but stood in {entry['from']}")
        if not shows(facts.get("ground")) or not set(entry.get("documents", [])) - {EMPTY}:
            self.wrong(seq, "destruction", "without a ground, or without a declaration")
        gone = [type(one) is int and one in self.hidden and self.destroyed_by.get(one) == seq for one in numbers]
        if not all(gone):
            self.wrong(seq, "destruction", "names an entry that is still there, or was destroyed before")
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

    def in_form(self, seq: int, entry: Json, programme: Json) -> None:
        """On the day itself, under rules of its time, and saying nothing beside."""
        facts, (first, last) = entry["facts"], self.recorded(entry)
        if not max(first, programme["first_day"].isoformat()) <= entry["on"] <= last:
            self.wrong(seq, "date", f"{entry['on']} is not the day on which it was recorded")
        if entry["rules"] not in self.rules_until(facts["entries"]):
            self.wrong(seq, "rules", "are not those of the programme, nor such as the assignment can have ended under")
        said = set(facts) == {"ground", "entries", "root", *(["remains"] if facts.get("remains") else [])}
        if entry["what"] != "destroy" or BESIDE & entry.keys() or not said:
            self.wrong(seq, "destruction", "says something that no destruction says")

    def rules_until(self, numbers: list[int]) -> set[str]:
        """Those of now, those at the opening of what had these numbers, and those that came until its last entry."""
        first, last = min(numbers, default=0), max(numbers, default=0)
        known = list(self.adopted.items())
        at_opening = [rules for seq, rules in known if seq < first][-1:]
        return {
            *at_opening,
            *(rules for seq, rules in known if first < seq < last),
            *(rules for _, rules in known[-1:]),
        }

    def left(self, seq: int, entry: Json) -> None:
        """What it says to have left must lie in what is gone, between its neighbours, and be what one can leave."""
        numbers, laws = set(entry["facts"]["entries"]), sorted({*self.adopted.values(), entry["rules"]})
        before, at, opening = 0, "", set()
        for one in entry["facts"].get("remains", []):
            number, said = one["seq"], one["at"]
            lies = type(number) is int and number in numbers and before < number < seq
            if not lies or not max(at, self.earlier[number - 1]) <= said <= self.later[number]:
                self.wrong(seq, "destruction", f"says to have left what cannot have been at no. {number}")
                continue
            if "opens" in one:
                opening.add(number)
            if not any(self.leaves(one, opening, rules) for rules in laws):
                self.wrong(seq, "destruction", f"says to have left at no. {number} what no such entry leaves")
            before, at = number, said

    def leaves(self, said: Json, opening: set[int], rules: str) -> bool:
        """Whether by these rules, all of them, an entry of that day can leave this: bodies, or a correction of them."""
        (lifecycle, programme), at = self.law(rules), datetime.fromisoformat(said["at"]).astimezone(UTC)
        day, moment = said["on"], f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
        if not is_day(day) or moment != said["at"] or day > self.today({"rules": rules, "at": moment}):
            return False
        begun = programme["first_day"].isoformat() <= day
        if "opens" not in said:
            moves = said["what"] == "annul" or (said["what"] == "redate" and begun)
            of_one = type(said["corrects"]) is int and said["corrects"] in opening
            return set(said) == {"seq", "on", "at", "what", "corrects"} and moves and of_one
        ways = [one["opens"] for one in [*lifecycle["steps"], *lifecycle["events"]] if one.get("opens")]
        bodies = [any(opens(way, key, body, programme) for way in ways) for key, body in said["opens"].items()]
        return set(said) == {"seq", "on", "at", "opens"} and begun and bool(bodies) and all(bodies)
