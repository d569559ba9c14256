"""Who may: the grant that an entry names, held by who acted, on that day, for that place; and roles given and ended."""

from __future__ import annotations

from vs_workflow.exports.verifier.findings import HEX64, Json
from vs_workflow.exports.verifier.known import Grant, Known, Place


class Rights(Known):
    """Judges every right that an entry rests on."""

    def authority(self, seq: int, entry: Json, places: list[Place], day: str) -> None:
        """The grant that the entry names must be the actor's, for one of these places, and hold on that day."""
        number = entry.get("grant")
        grant = self.grants.get(number) if isinstance(number, int) else None
        if grant is None:
            self.wrong(seq, "role", self.none_such(number))
            return
        if grant.person != entry.get("actor") or grant.role != entry.get("role"):
            self.wrong(seq, "role", f"no. {number} is not this role of who acted")
        if not any(place.fits(grant) for place in places):
            self.wrong(seq, "role", f"as {grant.role} one may not do this")
        if not grant.covers(day):
            self.wrong(seq, "grant", f"no. {number} does not hold on {day}")
        under = self.grants.get(grant.base) if grant.base is not None else None
        if grant.base is None:
            if entry.get("behalf_of") is not None:
                self.wrong(seq, "mandate", f"no. {number} is no mandate")
        elif entry.get("behalf_of") != grant.giver or under is None or not under.covers(day):
            self.wrong(seq, "mandate", f"no. {number} does not hold on {day}, or is of another giver")

    def none_such(self, number: object) -> str:
        """Why no entry with this number serves; also none that is not shown.

        A grant serves in its own assignment, or in the programme where it is held there. Where an
        assignment is not shown or was destroyed, so is all that could rest on a grant in it.
        """
        if number in self.hidden:
            return f"rests on no. {number}, which is not shown and can serve nothing that is"
        return "rests on no grant that there is"

    def entitled(self, entry: Json, places: list[Place]) -> bool:
        for grant in self.grants.values():
            if grant.person != entry.get("actor") or not grant.covers(entry["on"]):
                continue
            if grant.giver != entry.get("behalf_of") or not any(place.fits(grant) for place in places):
                continue
            if self.rests(grant, entry["on"]):
                return True
        return False

    def anybody(self, places: list[Place], day: str) -> bool:
        """Whether somebody is entitled on that day."""
        return any(
            grant.covers(day) and any(place.fits(grant) for place in places) and self.rests(grant, day)
            for grant in self.grants.values()
        )

    def rests(self, grant: Grant, day: str) -> bool:
        """Whether what a mandate rests on holds that day; a grant of one's own rests on nothing."""
        under = self.grants.get(grant.base) if grant.base is not None else None
        return grant.base is None or (under is not None and under.covers(day))

    def enrol(self, seq: int, entry: Json) -> None:
        if entry.get("actor") is None:
            if not self.founding:
                self.wrong(seq, "role", "nobody enrolled this person")
        else:
            roles = self.law(entry["rules"])[0]["keeping"]["register"]
            self.authority(seq, entry, self.of_programme(roles), self.today(entry))
        if not HEX64.match(str(entry["facts"].get("record"))):
            self.wrong(seq, "entry", "names no record")
        self.people.add(entry["facts"]["person"])

    def grant(self, seq: int, entry: Json) -> None:
        facts = entry["facts"]
        lifecycle, programme = self.law(entry["rules"])
        today = self.today(entry)
        if entry["what"] == "end":
            target = self.grants.get(facts["grant"])
            if target is None:
                self.wrong(seq, "grant", f"ends no. {facts['grant']}, which is no grant that is shown")
                return
            if not (target.base is not None and entry.get("actor") == target.giver):
                self.authority(seq, entry, self.of_programme(self.role(lifecycle, target.role)["granted_by"]), today)
            target.until = entry["on"]
            return
        base = facts.get("rests_on")
        grant = Grant(
            facts["person"], facts["role"], entry.get("assignment"), facts.get("body"), facts.get("district"),
            entry["on"], facts.get("until"), entry.get("actor") if base is not None else None, base,
        )  # fmt: skip
        self.grants[seq] = grant
        if facts["person"] not in self.people:
            self.wrong(seq, "grant", "to somebody who is not in the register")
        if base is not None:
            self.mandate(seq, entry, base, today)
        elif entry.get("actor") is None:
            named = [one for one in programme["holders"] if (one["role"], one["person"]) == (grant.role, grant.person)]
            fits = any(
                grant.assignment in (one.get("assignments") or [None]) and grant.body == (one.get("body") or None)
                for one in named
            )
            if not fits or not self.founding or entry["on"] not in self.days:
                self.wrong(seq, "grant", "was given by nobody, and is none that the programme file gives")
        else:
            self.authority(seq, entry, self.of_programme(self.role(lifecycle, grant.role)["granted_by"]), today)

    def mandate(self, seq: int, entry: Json, base: int, today: str) -> None:
        under = self.grants.get(base)
        if under is None or under.base is not None or under.person != entry.get("actor") or not under.covers(today):
            self.wrong(seq, "mandate", f"rests on no. {base}, which the giver did not hold that day")
        elif (under.role, under.assignment, under.body) != (
            entry["facts"]["role"], entry.get("assignment"), entry["facts"].get("body")
        ):  # fmt: skip
            self.wrong(seq, "mandate", f"is for another role than no. {base}")
