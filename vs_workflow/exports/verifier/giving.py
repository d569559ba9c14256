"""Roles given and ended, and mandates: to whom, where, for which days, and what may not meet in one person."""

from __future__ import annotations

from vs_workflow.exports.verifier.findings import Json
from vs_workflow.exports.verifier.known import Grant, Place
from vs_workflow.exports.verifier.rights import Rights
from vs_workflow.exports.verifier.shape import ASKED, WHO, is_day


class Giving(Rights):
    """Judges whoever gives a role, lets somebody act for him, or ends either."""

    def grant(self, seq: int, entry: Json) -> None:
        if entry["what"] == "end":
            self.end(seq, entry)
            return
        facts, base = entry["facts"], entry["facts"].get("rests_on")
        grant = Grant(
            facts["person"], facts["role"], entry.get("assignment"), facts.get("body"), facts.get("district"),
            entry["on"], facts.get("until"), entry.get("actor") if base is not None else None, base,
        )  # fmt: skip
        self.grants[seq] = grant
        if grant.person not in self.people:
            self.wrong(seq, "grant", "to somebody who is not in the register")
        if entry["what"] != ("grant" if base is None else "mandate"):
            self.wrong(seq, "grant", f"is called what it is not: {entry['what']}")
        lifecycle, programme = self.law(entry["rules"])
        if base is None and entry.get("actor") is None:
            self.founded(seq, entry, grant, programme)
            return
        self.for_days(seq, grant, programme)
        self.together(seq, grant, lifecycle)
        if base is not None:
            self.mandate(seq, entry, grant, base)
        else:
            self.role_given(seq, entry, grant, lifecycle, programme)

    def founded(self, seq: int, entry: Json, grant: Grant, programme: Json) -> None:
        named = [one for one in programme["holders"] if (one["role"], one["person"]) == (grant.role, grant.person)]
        fits = any(
            grant.assignment in (one.get("assignments") or [None]) and grant.body == (one.get("body") or None)
            for one in named
        )
        if not fits or entry.keys() & (WHO | ASKED) or not self.founding or entry["on"] not in self.days:
            self.wrong(seq, "grant", "was given by nobody, and is none that the programme file gives")

    def role_given(self, seq: int, entry: Json, grant: Grant, lifecycle: Json, programme: Json) -> None:
        role = self.role(lifecycle, grant.role)
        self.authority(seq, entry, self.of_programme(role["granted_by"]), self.today(entry))
        self.never_own(seq, entry, role, grant.person, lifecycle)
        self.in_time(seq, entry, lifecycle)
        where = "assignment" if grant.assignment is not None else "body" if grant.body is not None else "programme"
        if where != role["scope"] or (grant.assignment is not None and grant.assignment not in self.cases):
            self.wrong(seq, "grant", f"{grant.role} is not held there")
        if grant.body is not None and not self.body(grant.body, programme)[0]:
            self.wrong(seq, "grant", f"in a body that there is not: {grant.body}")
        if grant.district is not None and grant.district not in [one["key"] for one in programme["districts"]]:
            self.wrong(seq, "grant", f"of a district that there is not: {grant.district}")
        place = Place(grant.role, grant.assignment, grant.body)
        for number, other in self.grants.items():
            same = number != seq and other.base is None and place.fits(other) and other.overlaps(grant)
            if same and (other.person == grant.person or role.get("single")):
                self.wrong(seq, "grant", f"is held in those days by no. {number}")

    def mandate(self, seq: int, entry: Json, grant: Grant, base: int) -> None:
        under, (earliest, today) = self.grants.get(base), self.recorded(entry)
        if under is None or under.base is not None or under.person != entry.get("actor") or not under.covers(today):
            self.wrong(seq, "mandate", f"rests on no. {base}, which the giver did not hold that day")
        elif (under.role, under.assignment, under.body) != (grant.role, grant.assignment, grant.body):
            self.wrong(seq, "mandate", f"is for another role than no. {base}")
        if entry.get("grant") != base or entry.get("role") != grant.role or "behalf_of" in entry:
            self.wrong(seq, "mandate", "is given by another right than the one that it rests on")
        if grant.person == entry.get("actor"):
            self.wrong(seq, "mandate", "is to oneself")
        if grant.until is None or grant.start < earliest:
            self.wrong(seq, "date", "is for days before it was recorded, or without an end")

    def end(self, seq: int, entry: Json) -> None:
        facts, number, day = entry["facts"], entry["facts"]["grant"], entry["on"]
        lifecycle, programme = self.law(entry["rules"])
        target = self.grants.get(number)
        if target is None:
            self.wrong(seq, "grant", f"ends no. {number}, which is no grant that is shown")
            return
        said = facts.get("role"), facts.get("person"), entry.get("assignment")
        if said != (target.role, target.person, target.assignment):
            self.wrong(seq, "grant", f"does not say whose role in what no. {number} is")
        if target.base is None or entry.get("actor") != target.giver or "behalf_of" in entry:
            role = self.role(lifecycle, target.role)
            self.authority(seq, entry, self.of_programme(role["granted_by"]), self.today(entry))
            self.never_own(seq, entry, role, target.person, lifecycle)
        elif entry.get("grant") != target.base:
            self.wrong(seq, "mandate", f"is ended by another right than the one that no. {number} rests on")
        if not target.covers(day) or day < programme["first_day"].isoformat():
            self.wrong(seq, "date", f"no. {number} does not hold on {day}, and cannot end then")
        self.in_time(seq, entry, lifecycle)
        resting = {number, *(seq for seq, one in self.grants.items() if one.base == number)}
        for mark in [one for case in self.cases.values() for one in case.marks]:
            if mark.entry.get("grant") in resting and mark.on >= day:
                self.wrong(seq, "grant", f"no. {mark.seq}, of {mark.on}, rests on what would have ended then")
        target.until = day

    def for_days(self, seq: int, grant: Grant, programme: Json) -> None:
        if grant.until is not None and not (is_day(grant.until) and grant.start < grant.until):
            self.wrong(seq, "date", f"ends on {grant.until}, not after it begins")
        if grant.start < programme["first_day"].isoformat():
            self.wrong(seq, "date", f"{grant.start} is before the beginning")

    def together(self, seq: int, grant: Grant, lifecycle: Json) -> None:
        """Roles that one person may not hold on one day; a mandate counts as held."""
        barred: set[str] = set()
        for pair in lifecycle.get("incompatible", []):
            if grant.role == pair["role"]:
                barred.update(pair["with_roles"])
            elif grant.role in pair["with_roles"]:
                barred.add(pair["role"])
        for number, other in self.grants.items():
            if other.person == grant.person and other.role in barred and other.overlaps(grant):
                self.wrong(seq, "separation", f"who has {other.role} (no. {number}) may not have {grant.role} too")

    def never_own(self, seq: int, entry: Json, role: Json, person: str, lifecycle: Json) -> None:
        """Who grants in a role that may never grant its own gives himself no role, and ends none of his own."""
        never = any(self.role(lifecycle, one).get("never_own") for one in role["granted_by"])
        if never and person in (entry.get("actor"), entry.get("behalf_of")):
            self.wrong(seq, "role", "who may grant this neither gives nor ends a role of his own")
