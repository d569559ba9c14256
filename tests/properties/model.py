"""The lifecycle of 2015 once more, small and slow, written from the domain page and from nothing of the product.

A log of plain dictionaries is folded from its start whenever something is asked; `allows`
says whether one more may be added. The machine holds the product against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

FIRST = date(2015, 1, 1)
DISTRICTS = ("ijsselland", "twente", "noord-en-oost-gelderland", "gelderland-midden", "gelderland-zuid")
CALENDAR = {("bbg", date(2015, 6, 25)), ("rvo", date(2015, 10, 22))}
FINAL = {"implemented", "withdrawn"}
RIEC = {"informatievoorziening", "risico-omg", "shortlist-jeugd"}
ROAD = {
    "present": (("concept",), "presented"),
    "start": (("presented",), "started"),
    "report": (("started",), "reported"),
    "offer": (("reported",), "offered"),
    "implement": (("offered",), "implemented"),
    "return": (("presented",), "concept"),
    "rework": (("reported",), "started"),
    "withdraw": (("concept", "presented", "started", "reported", "offered"), "withdrawn"),
}
MAIN = ("present", "start", "report", "offer", "implement", "rework")
BY = {
    "present": ["lead"], "start": ["chair"], "report": ["chair"], "offer": ["chair"], "return": ["chair"],
    "rework": ["bbg-chair"], "withdraw": ["bbg-chair"], "team-formed": ["lead"], "member-joined": ["lead"],
    "member-left": ["lead"], "concept-filed": ["lead"], "progress": ["lead", "chair"],
    "advice-asked": ["lead", "chair", "coordinator"], "established": ["bbg-chair"], "offer-made": ["chair"],
    "working-meeting": ["coordinator"],
}  # fmt: skip
NEEDS_REASON = {"return", "rework", "withdraw", "offer-declined"}
ONLY_IN = {"established": "reported"} | dict.fromkeys(
    ("offer-made", "offer-accepted", "offer-declined", "offer-implemented"), "offered"
)
MOVES = {"offer-accepted": ("made", "accepted"), "offer-declined": ("made", "declined"),
         "offer-implemented": ("accepted", "implemented")}  # fmt: skip
DOCUMENT = {"present", "concept-filed", "established"}
GRANTED_BY = {"lead": "coordinator", "chair": "coordinator", "body-member": "coordinator", "body-chair": "coordinator",
              "coordinator": "bbg-chair", "bbg-chair": "bbg-chair"}  # fmt: skip
SINGLE = {"coordinator", "bbg-chair"}
OF_ASSIGNMENT = {"lead", "chair"}
OF_BODY = {"body-member", "body-chair"}


@dataclass
class Held:
    seq: int
    person: str
    role: str
    place: str | None
    start: date
    until: date | None
    district: str = ""
    organisation: str = ""
    rests_on: int | None = None
    giver: str | None = None

    def on(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


@dataclass
class Now:
    """What the log comes to."""

    state: dict[str, str] = field(default_factory=dict)
    since: dict[str, date] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    team: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    offers: dict[str, dict[str, tuple[str, date]]] = field(default_factory=dict)
    established: dict[str, tuple[date, set[str]]] = field(default_factory=dict)
    reporters: dict[str, set[str]] = field(default_factory=dict)
    bodies: dict[str, tuple[str, date]] = field(default_factory=dict)
    meetings: set[tuple[str, date]] = field(default_factory=set)
    cancelled: set[tuple[str, date]] = field(default_factory=set)

    def meets(self, body: str, day: date) -> bool:
        planned = (body, day) in CALENDAR and (body, day) not in self.cancelled
        return (body, day) in self.meetings or planned

    def entitled(self, who: str, behalf: str | None, roles: Iterable[tuple[str, str | None, str]], day: date) -> bool:
        """`roles` are (role, place, district or ""); under a mandate both it and what it rests on must hold."""
        for one in self.held:
            fits = any(
                one.role == role and one.place == place and (not district or one.district == district)
                for role, place, district in roles
            )
            if not fits or one.person != who or not one.on(day):
                continue
            if behalf is None and one.rests_on is None:
                return True
            if behalf is not None and one.rests_on is not None and one.giver == behalf and behalf != who:
                below = next((other for other in self.held if other.seq == one.rests_on), None)
                if below is not None and below.on(day):
                    return True
        return False


def fold(log: Iterable[dict[str, Any]], *, upto: date = date.max) -> Now:
    """What the log comes to; with `upto`, as it was at the end of that day."""
    now = Now()
    for one in log:
        kind, on = one["kind"], one["on"]
        about: Any = one.get("about")
        if kind == "opened":
            now.state[about], now.since[about], now.last[about] = "concept", on, on
        elif kind == "grant":
            now.held.append(Held(
                one["seq"], one["person"], one["role"], one["place"], on, one["until"], one["district"],
                one["organisation"], one.get("rests_on"), one.get("giver"),
            ))  # fmt: skip
        elif kind == "end":
            for held in now.held:
                if held.seq == one["target"]:
                    held.until = on
        elif kind in ("step", "event") and on <= upto:
            _act(now, one, about, on)
    return now


def _act(now: Now, one: dict[str, Any], about: Any, on: date) -> None:
    what = one["what"]
    people = {key for key in (one["who"], one["behalf"]) if key}
    if one["kind"] == "step":
        now.state[about], now.since[about], now.last[about] = ROAD[what][1], on, on
        if what == "report":
            now.reporters[about] = people
        if what == "rework":
            now.established.pop(about, None)
    if what == "established":
        now.established[about] = (on, people)
    if what in ("offer", "offer-made"):
        for body, district in one["bodies"].items():
            now.offers.setdefault(about, {})[body] = ("made", on)
            known = now.bodies.get(body)
            now.bodies[body] = (district, on) if known is None else (known[0], min(known[1], on))
    if what in MOVES:
        now.offers[about][one["body"]] = (MOVES[what][1], on)
    if what == "meeting-held":
        now.meetings.add((one["body"], on))
    if what == "meeting-cancelled":
        now.cancelled.add((one["body"], one["day"]))
    if what == "member-joined":
        now.team.setdefault(about, []).append({**one["member"], "on": on})
    if what == "member-left":
        gone = one["member"]["person"]
        now.team[about] = [
            {**m, "left": on} if m["person"] == gone and not m.get("left") else m for m in now.team.get(about, [])
        ]


def present_on(now: Now, about: str, day: date) -> list[dict[str, Any]]:
    """Who was in the team on that day, the lead counted in."""
    found = [m for m in now.team.get(about, []) if m["on"] <= day and not (m.get("left") and m["left"] <= day)]
    leads = [one for one in now.held if one.role == "lead" and one.place == about and one.rests_on is None]
    known = {m["person"] for m in found}
    return found + [
        {"person": one.person, "organisation": one.organisation, "district": one.district}
        for one in leads
        if one.on(day) and one.person not in known
    ]


def gaps(now: Now, about: str, day: date) -> set[str]:
    team = present_on(now, about, day)
    missing = {f"district-{d}" for d in DISTRICTS if not any(
        m["organisation"] == "municipality" and m["district"] == d for m in team)}  # fmt: skip
    needed = {"police", "justice"} | ({"riec"} if about in RIEC else set())
    return missing | {f"organisation-{o}" for o in needed if not any(m["organisation"] == o for m in team)}


def allows(now: Now, one: dict[str, Any], today: date) -> bool:
    """May this step or event be recorded, with this knowledge?"""
    return not list(against(now, one, today))


def against(now: Now, one: dict[str, Any], today: date) -> Iterator[str]:
    """Everything that speaks against it."""
    what, about, on, who, behalf = one["what"], one.get("about"), one["on"], one["who"], one["behalf"]
    if on > today or on < FIRST:
        yield "date"
    if (today - on) > timedelta(days=14) and not one["reason"]:
        yield "late without a reason"
    if behalf is not None and behalf == who:
        yield "for oneself"
    if not now.entitled(who, behalf, list(roles_for(now, one)), on):
        yield "role"
    if what in NEEDS_REASON and not one["reason"]:
        yield "reason"
    if what in DOCUMENT and not one["documents"]:
        yield "document"
    if what in {"present", "report", "progress", "advice-asked"} and not one["filled"]:
        yield "facts"
    if one["kind"] == "step":
        yield from _step(now, one, about, on)
    else:
        yield from _event(now, one, about, on)


def roles_for(now: Now, one: dict[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    what, about = one["what"], one.get("about")
    for role in BY.get(what, []):
        yield role, (about if role in OF_ASSIGNMENT else None), ""
    if what == "implement":
        for body, (state, _) in now.offers.get(str(about), {}).items():
            if state == "implemented":
                yield "body-member", body, ""
    if what in MOVES:
        yield "body-member", one["body"], ""
    if what.startswith("meeting-"):
        yield "coordinator", None, ""
        if one["body"] == "bbg":
            yield "bbg-chair", None, ""
        else:
            yield "body-chair", one["body"], ""
    if what == "informed":
        if one["body"] in ("rvo", "bestuurscollege"):
            yield "bbg-chair", None, ""
        if one["body"].startswith("dvo-"):
            yield "coordinator", None, ""
            yield "body-member", "bbg", one["body"].removeprefix("dvo-")


def _step(now: Now, one: dict[str, Any], about: Any, on: date) -> Iterator[str]:
    what = one["what"]
    people = {key for key in (one["who"], one["behalf"]) if key}
    if now.state[about] not in ROAD[what][0]:
        yield "order"
    if on < now.last[about]:
        yield "before the last step"
    if what == "start":
        missing = gaps(now, about, on)
        if missing - set(one["accepts"]) or (missing and not one["reason"]):
            yield "composition"
    if what == "report":
        if not now.meets("bbg", on):
            yield "meeting"
        if about in now.established and people & now.established[about][1]:
            yield "separation"
    if what == "offer":
        if about not in now.established or now.established[about][0] > on:
            yield "established"
        yield from _offering(now, one, about, on)
    if what == "implement":
        states = now.offers.get(about, {})
        if not states or any(state not in ("implemented", "declined") for state, _ in states.values()):
            yield "open offers"
        if not any(state == "implemented" for state, _ in states.values()):
            yield "none implemented"
        if any(on < day for _, day in states.values()):
            yield "before the offers"


def _offering(now: Now, one: dict[str, Any], about: Any, on: date) -> Iterator[str]:
    if not one["filled"] or not one["bodies"] or one["twice"]:
        yield "results and driehoeken"
    for body, district in one["bodies"].items():
        if body in now.bodies and now.bodies[body][0] != district:
            yield "district"
        state, day = now.offers.get(about, {}).get(body, ("", FIRST))
        if state not in ("", "declined") or on < day:
            yield "offered already"


def _event(now: Now, one: dict[str, Any], about: Any, on: date) -> Iterator[str]:
    what = one["what"]
    people = {key for key in (one["who"], one["behalf"]) if key}
    if about is not None:
        if what in ONLY_IN:
            if now.state[about] != ONLY_IN[what]:
                yield "order"
            elif on < now.since[about]:
                yield "before the state"
        elif what != "informed" and now.state[about] in FINAL:
            yield "final"
    if what == "established":
        if not now.meets("bbg", on):
            yield "meeting"
        if people & now.reporters.get(about, set()):
            yield "separation"
    if what == "offer-made":
        yield from _offering(now, one, about, on)
    if what in MOVES:
        state, day = now.offers.get(str(about), {}).get(one["body"], ("", FIRST))
        if state != MOVES[what][0] or on < day:
            yield "offer"
    members = [m for m in now.team.get(str(about), []) if not m.get("left")]
    if what == "member-joined":
        stints = [m for m in now.team.get(str(about), []) if m["person"] == one["member"]["person"]]
        if any(not m.get("left") or on < m["left"] for m in stints):
            yield "a member already"
        if one["member"]["organisation"] == "municipality" and not one["member"]["district"]:
            yield "district"
    if what == "member-left":
        known = [m for m in members if m["person"] == one["member"]["person"]]
        if not known or on < known[0]["on"]:
            yield "no member"


def clashes(now: Now, person: str, role: str, start: date, until: date | None) -> bool:
    """§2.1: the chair of the BBG adopts no theme, also not by mandate."""
    barred = {"bbg-chair": {"chair", "lead"}, "chair": {"bbg-chair"}, "lead": {"bbg-chair"}}.get(role, set())
    return any(one.person == person and one.role in barred and _overlap(one, start, until) for one in now.held)


def _overlap(one: Held, start: date, until: date | None) -> bool:
    return (one.until is None or start < one.until) and (until is None or one.start < until)


def allows_grant(now: Now, one: dict[str, Any], today: date) -> bool:
    role, person, start, until = one["role"], one["person"], one["on"], one["until"]
    giver = GRANTED_BY[role]
    same = [held for held in now.held if held.role == role and held.place == one["place"] and held.rests_on is None
            and _overlap(held, start, until)]  # fmt: skip
    opened = now.bodies.get(str(one["place"]), ("", FIRST))[1] if role in OF_BODY else FIRST
    return (
        now.entitled(one["who"], None, [(giver, None, "")], today)
        and not (person == one["who"] and giver == "coordinator")
        and not clashes(now, person, role, start, until)
        and not any(held.person == person or role in SINGLE for held in same)
        and start >= max(FIRST, opened)
        and (until is None or until > start)
        and (today - start <= timedelta(days=14) or bool(one["reason"]))
    )


def allows_mandate(now: Now, one: dict[str, Any], today: date) -> bool:
    below = next((held for held in now.held if held.seq == one["rests_on"]), None)
    return (
        below is not None
        and below.rests_on is None
        and below.person == one["who"]
        and below.on(today)
        and one["person"] != one["who"]
        and one["on"] >= max(today, FIRST)
        and one["until"] > one["on"]
        and not clashes(now, one["person"], below.role, one["on"], one["until"])
    )


def allows_end(log: list[dict[str, Any]], one: dict[str, Any], today: date) -> bool:
    now = fold(log)
    target = next((held for held in now.held if held.seq == one["target"]), None)
    if target is None or one["on"] < max(target.start, FIRST):
        return False
    if target.until is not None and one["on"] >= target.until:
        return False
    giver = GRANTED_BY[target.role]
    own = target.person == one["who"] and giver == "coordinator"
    by_giver = target.rests_on is not None and target.giver == one["who"]
    if not by_giver and (own or not now.entitled(one["who"], None, [(giver, None, "")], today)):
        return False
    if today - one["on"] > timedelta(days=14) and not one["reason"]:
        return False
    resting = {target.seq} | {held.seq for held in now.held if held.rests_on == target.seq}
    if any(
        known.get("grant") in resting and known["on"] >= one["on"]
        for known in log
        if known["kind"] in ("step", "event")
    ):
        return False
    return lawful_throughout([*log, {**one, "kind": "end"}], target.seq)


def lawful_throughout(log: list[dict[str, Any]], since: int) -> bool:
    """Whether every step and event from that number on might have been recorded, all ends known beforehand."""
    ends = {one["target"]: one["on"] for one in log if one["kind"] == "end"}
    before: list[dict[str, Any]] = []
    for one in log:
        if one["kind"] == "grant" and one["seq"] in ends:
            one = {**one, "until": ends[one["seq"]]}
        if one["kind"] == "end":
            continue
        if one["kind"] in ("step", "event") and one["seq"] >= since:
            shown = {**one, "reason": one["reason"] or "corrected"} if one.get("fixed") else one
            if not allows(fold(before), shown, date.max if one.get("fixed") else one["today"]):
                return False
        before.append(one)
    return True


def allows_correction(log: list[dict[str, Any]], one: dict[str, Any], today: date) -> bool:
    target = next(
        (known for known in log if known["kind"] in ("step", "event") and known["seq"] == one["target"]), None
    )
    if target is None or not one["reason"]:
        return False
    now = fold(log)
    acted = {target["who"]} if one["annul"] else {key for key in (target["who"], target["behalf"]) if key}
    may = one["who"] in acted
    if one["annul"]:
        grant = next((held for held in now.held if held.seq == target["grant"]), None)
        holder = grant is not None and now.entitled(one["who"], None, [(grant.role, grant.place, "")], today)
        typed = target["typed"] == one["who"] and now.entitled(one["who"], None, [("coordinator", None, "")], today)
        may = may or holder or typed
    else:
        may = may or now.entitled(one["who"], None, [("coordinator", None, "")], today)
        if not FIRST <= one["on"] <= today or one["on"] == target["on"]:
            return False
    if not may:
        return False
    return lawful_throughout(corrected(log, one), target["seq"])


def corrected(log: list[dict[str, Any]], one: dict[str, Any]) -> list[dict[str, Any]]:
    """The log with the correction made from the start."""
    if one["annul"]:
        return [known for known in log if known["seq"] != one["target"]]
    return [{**known, "on": one["on"], "fixed": True} if known["seq"] == one["target"] else known for known in log]
