"""What is known at a line of the journal: rules, roles, assignments, and where one must hold a role for something."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vs_workflow.exports.verifier.findings import HEX64, Json, Report
from vs_workflow.exports.verifier.keys import Declared


class Lacking(ValueError):
    """A file of rules that is not here, or no longer what it was."""


@dataclass
class Grant:
    person: str
    role: str
    assignment: str | None
    body: str | None
    district: str | None
    start: str
    until: str | None
    giver: str | None = None
    base: int | None = None

    def covers(self, day: str) -> bool:
        return self.start <= day and (self.until is None or day < self.until)

    def overlaps(self, other: Grant) -> bool:
        return (self.until is None or other.start < self.until) and (other.until is None or self.start < other.until)


@dataclass
class Mark:
    """A step (`to` is where it led) or an event that counts."""

    seq: int
    what: str
    on: str
    entry: Json
    to: str | None


@dataclass
class Case:
    """An assignment, or the programme's own affairs."""

    key: str
    opened: str
    initial: str
    rules: str
    marks: list[Mark] = field(default_factory=list)

    def steps(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.to is not None]

    def state(self) -> str:
        steps = self.steps()
        return str(steps[-1].to) if steps else self.initial

    def since(self) -> str:
        steps = self.steps()
        return steps[-1].on if steps else self.opened


@dataclass(frozen=True)
class Place:
    """Where a role entitles: for an assignment, in a body (of a district), or for the programme."""

    role: str
    assignment: str | None = None
    body: str | None = None
    district: str | None = None

    def fits(self, grant: Grant) -> bool:
        return (grant.role, grant.assignment, grant.body) == (self.role, self.assignment, self.body) and (
            self.district is None or grant.district == self.district
        )


class Known:
    """All that the lines so far have told."""

    def __init__(self, folder: Path, hidden: list[int], report: Report) -> None:
        self.folder, self.report, self.hidden = folder, report, set(hidden)
        self.laws: dict[str, tuple[Json, Json]] = {}
        self.cases: dict[str, Case] = {}
        self.grants: dict[int, Grant] = {}
        self.opened: dict[str, dict[int, tuple[str, str]]] = {}
        self.people: set[str] = set()
        self.remains: dict[int, Json] = {}
        self.unseen: set[int] = set()
        self.keys: dict[str, int] = {}
        self.spoken_of: set[str] = set()
        self.gone: set[str] = set()
        # By the number of the entry; an assignment's move is not among them.
        self.adopted: dict[int, str] = {}
        self.flags: set[tuple[Any, ...]] = set()
        self.declared = Declared(report)
        self.rules = ""
        self.days = {""}
        self.founding = True

    def wrong(self, seq: int, check: str, what: str) -> None:
        self.report.wrong(seq, check, what)

    def has_rules(self, entries: list[Json | None]) -> bool:
        """Whether all rules that entries name are here and unchanged; without them a judgement would accuse wrongly."""
        first: dict[str, int] = {}
        for seq, entry in enumerate(entries, 1):
            if entry is not None and isinstance(entry.get("rules"), str):
                first.setdefault(entry["rules"], seq)
        lacking: dict[str, int] = {}
        for digest, seq in first.items():
            try:
                self.law(digest)
            except Lacking as error:
                lacking.setdefault(str(error), seq)
            except Exception:  # noqa: BLE001 - what is there and is no rules is told of each entry that names it
                continue
        for name, seq in lacking.items():
            if not any(one.startswith(f"{name}: file: ") for one in self.report.findings):
                self.wrong(seq, "entry", f"names {name}, which is not here, or was changed")
        if lacking:
            self.declared.read = False
            self.report.limit(
                f"for want of {', '.join(lacking)} no entry was judged: order, dates, roles, mandates, guards and keys"
            )
        return not lacking

    def law(self, digest: str) -> tuple[Json, Json]:
        """The lifecycle and the programme of these rules."""
        if digest not in self.laws:
            parts = {}
            for line in self.kept(f"{digest}.manifest").decode("ascii").splitlines():
                part, _, address = line.partition(" ")
                parts[part] = tomllib.loads(self.kept(f"{address}.toml").decode("utf-8"))
            self.laws[digest] = parts["lifecycle"], parts["programme"]
        return self.laws[digest]

    def kept(self, name: str) -> bytes:
        path = self.folder / "rules" / name
        if not HEX64.match(name.partition(".")[0]) or not path.is_file():
            raise Lacking(f"rules/{name}")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != name.partition(".")[0]:
            raise Lacking(f"rules/{name}")
        return data

    def today(self, entry: Json) -> str:
        """The local day on which it was recorded, at the latest."""
        return self.recorded(entry)[1]

    def recorded(self, entry: Json) -> tuple[str, str]:
        """The local day on which it was recorded: the first and the last that it can have been."""
        _, programme = self.law(entry["rules"])
        moment = datetime.fromisoformat(entry["at"])
        try:
            day = moment.astimezone(ZoneInfo(programme["zone"])).date().isoformat()
            return day, day
        except (ZoneInfoNotFoundError, OSError):
            self.report.limit("no table of time zones is here: days are judged a day too mildly")
            early, late = (moment.date() + timedelta(days=one) for one in (-1, 1))
            return early.isoformat(), late.isoformat()

    def role(self, lifecycle: Json, key: str) -> Json:
        return next(one for one in lifecycle["roles"] if one["key"] == key)

    def final(self, lifecycle: Json, state: str) -> bool:
        return bool(next(one for one in lifecycle["states"] if one["key"] == state).get("final", False))

    def step(self, lifecycle: Json, key: str, state: str) -> Json | None:
        return next((one for one in lifecycle["steps"] if one["key"] == key and state in one["sources"]), None)

    def event(self, lifecycle: Json, key: str) -> Json | None:
        return next((one for one in lifecycle["events"] if one["key"] == key), None)

    def body(self, key: str, programme: Json) -> tuple[str, str | None]:
        """Its kind and district; no kind where there is none such."""
        for one in programme["bodies"]:
            if one["key"] == key:
                return one["kind"], one.get("district", "")
        return next(iter(self.opened.get(key, {}).values()), None) or self.elsewhere(key)

    def elsewhere(self, key: str) -> tuple[str, str | None]:
        """What an entry that is not shown can have opened: in a part, another assignment's; its district is unsaid."""
        for way in self.openings() if self.unseen else ():
            if key.startswith(way["prefix"]) and key != way["prefix"]:
                return way["kind"], None
        return "", ""

    def openings(self) -> Iterator[Json]:
        """How actions open bodies, by any rules that held."""
        for lifecycle, _ in map(self.law, sorted({*self.adopted.values()})):
            actions = [*lifecycle["steps"], *lifecycle["events"]]
            yield from (one["opens"] for one in actions if one.get("opens"))

    def shut(self, number: int) -> None:
        """What opened bodies was annulled: only those that something else opened too are there still."""
        for by in self.opened.values():
            by.pop(number, None)

    def of_programme(self, roles: list[str]) -> list[Place]:
        return [Place(role) for role in roles]

    def moved(self, effect: Json, facts: Json) -> Iterator[str]:
        """The bodies whose offer an action moves."""
        said = facts.get(effect["fact"])
        rows = said if isinstance(said, list) else []
        yield from (row["body"] for row in rows if isinstance(row, dict) and row.get("body"))
        yield from (one for one in (said, facts.get(effect.get("or_fact") or "")) if isinstance(one, str) and one)

    def offers(self, case: Case, lifecycle: Json) -> dict[str, str]:
        found: dict[str, str] = {}
        for mark in case.marks:
            source = mark.entry.get("from", "")
            action = self.step(lifecycle, mark.what, source) if mark.to else self.event(lifecycle, mark.what)
            effect = (action or {}).get("sub")
            if effect:
                found.update(dict.fromkeys(self.moved(effect, mark.entry.get("facts", {})), effect["to_state"]))
        return found

    def in_effect(self, case: Case, event: str, lifecycle: Json) -> Mark | None:
        for mark in reversed(case.marks):
            if mark.to is not None:
                step = self.step(lifecycle, mark.what, mark.entry.get("from", ""))
                if step is not None and event in step.get("ends", []):
                    return None
            elif mark.what == event:
                return mark
        return None

    def places(self, action: Json, facts: Json, case: Case, lifecycle: Json, programme: Json) -> Iterator[Place]:
        """Where one must hold a role to be entitled to this."""
        for one in action["by"]:
            said = facts.get(one.get("fact") or "")
            named = said if isinstance(said, str) else ""
            kind, district = self.body(named, programme)
            if one.get("body_kinds") and kind not in one["body_kinds"]:
                continue
            scope = self.role(lifecycle, one["role"])["scope"]
            if scope != "body":
                yield Place(one["role"], case.key if scope == "assignment" else None)
                continue
            if one.get("sub_states"):
                offers = self.offers(case, lifecycle)
                bodies = [body for body, state in offers.items() if state in one["sub_states"]]
            elif one.get("of_kind"):
                held = (grant.body for grant in self.grants.values() if grant.body)
                known = dict.fromkeys([*(body["key"] for body in programme["bodies"]), *self.opened, *held])
                bodies = [body for body in known if self.body(body, programme)[0] == one["of_kind"]]
            else:
                bodies = [named] if named else []
            for body in bodies:
                yield self.seat(one["role"], body, district if one.get("same_district") else None, lifecycle, programme)

    def seat(self, role: str, body: str, district: str | None, lifecycle: Json, programme: Json) -> Place:
        """The place, by the role's own name where it has one in bodies of that kind."""
        for other in lifecycle["roles"]:
            names = other.get("names")
            if names and role in (other["key"], names["role"]) and names["body_kind"] == self.body(body, programme)[0]:
                return Place(other["key"], None, None, district)
        return Place(role, None, body, district)
