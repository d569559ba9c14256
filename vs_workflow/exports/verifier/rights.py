"""Who may: the grant that an entry names, held by who acted, on that day, for that place; and who is there at all."""

from __future__ import annotations

from datetime import date

from vs_workflow.exports.verifier.findings import HEX64, Json, shows
from vs_workflow.exports.verifier.known import Grant, Known, Place
from vs_workflow.exports.verifier.shape import ASKED, WHO

KINDS_OF_NOBODY = {"genesis", "rules", "opened", "sweep", "flag", "key"}
KINDS_AT_TIMES_OF_NOBODY = {"register", "grant", "migration"}


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

    def entitled(self, seq: int, entry: Json, places: list[Place]) -> bool:
        """Whether who acted had the right on its day, by any grant that was told before this number."""
        for number, grant in self.grants.items():
            if number >= seq:
                break
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

    def somebody(self, seq: int, entry: Json) -> None:
        """Who acts, for whom and at whose keyboard are people of the register, and somebody always typed it."""
        kind, names = entry.get("asked", entry["kind"]), ("actor", "typed_by", "behalf_of")
        if kind in KINDS_OF_NOBODY or (kind in KINDS_AT_TIMES_OF_NOBODY and not any(name in entry for name in names)):
            return
        for name in names:
            if entry.get(name) not in self.people and (name in entry or name != "behalf_of"):
                self.wrong(seq, "person", f"{name}: {entry.get(name, 'nobody')}, who is not in the register")

    def in_time(self, seq: int, entry: Json, lifecycle: Json) -> None:
        """What is recorded long after it happened needs a reason."""
        late = (date.fromisoformat(self.recorded(entry)[0]) - date.fromisoformat(entry["on"])).days
        if late > lifecycle["reason_after_days"] and not shows(entry.get("reason")):
            self.wrong(seq, "date", f"was recorded {late} days later, without a reason")

    def enrol(self, seq: int, entry: Json) -> None:
        if entry.get("actor") is None:
            if not self.founding or entry.keys() & (WHO | ASKED):
                self.wrong(seq, "role", "nobody enrolled this person")
        else:
            roles = self.law(entry["rules"])[0]["keeping"]["register"]
            self.authority(seq, entry, self.of_programme(roles), self.today(entry))
        if not HEX64.match(str(entry["facts"].get("record"))):
            self.wrong(seq, "entry", "names no record")
        self.people.add(entry["facts"]["person"])
