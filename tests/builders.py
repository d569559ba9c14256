"""A programme to look at: the one of 2015 in memory, a clock that the test sets, and the year in the domain's words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from store.memory import MemoryRoom
from vs_workflow.desk import act, adopt
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.views import Adopted, Outcome, Setting
from vs_workflow.journal.chain import Stamp, instant
from vs_workflow.journal.entry import Instant
from vs_workflow.rules.rulebook import RuleFiles, read_rules
from vs_workflow.words.dates import read_day

WORKFLOWS = Path(__file__).parents[1] / "workflows"
PROGRAMME = WORKFLOWS / "oost-nederland-2015.programme.toml"
LIFECYCLE = WORKFLOWS / "expertteam.lifecycle.toml"
PEOPLE = WORKFLOWS / "oost-nederland-2015.people.toml"

PRINCIPLES = tuple((f"principles.p{number}", f"regel {number}") for number in range(1, 9))
DISTRICTS = ("ijsselland", "twente", "noord-en-oost-gelderland", "gelderland-midden", "gelderland-zuid")


@dataclass
class SetStamps:
    """Stamps at the moment that the test says, with salts that are the same every time."""

    moment: datetime
    made: int = 0

    def now(self) -> Instant:
        return instant(self.moment)

    def stamps(self, count: int, now: Instant) -> tuple[Stamp, ...]:
        found = []
        for _ in range(count):
            self.made += 1
            salt = hashlib.sha256(str(self.made).encode()).hexdigest()[:32]
            found.append(Stamp(now, salt, "vs 0", "host", "account"))
        return tuple(found)


@dataclass
class Year:
    """A programme in memory. `at` sets the clock; each verb acts as somebody and gives the outcome."""

    office: Office
    stamps: SetStamps
    adopted: Adopted
    days: Mapping[str, str] = field(default_factory=dict)

    def at(self, day: str) -> Year:
        self.stamps.moment = datetime.fromisoformat(f"{day}T09:00:00+01:00").astimezone(UTC)
        return self

    def advance(
        self,
        assignment: str,
        step: str,
        who: str,
        *facts: tuple[str, str],
        on: str = "",
        reason: str = "",
        documents: tuple[bytes, ...] = (),
        form: str = "",
        behalf_of: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        given = Given(
            form=("form.toml", form.encode()) if form else None,
            facts=facts,
            documents=tuple(Attachment(data=one) for one in documents),
        )
        call = Call(actor=who, reason=reason, dry_run=dry_run)
        return act.advance(self.office, call, assignment, step, on=_day(on), behalf_of=behalf_of, given=given)

    def record(
        self,
        event: str,
        assignment: str | None,
        who: str,
        *facts: tuple[str, str],
        on: str = "",
        reason: str = "",
        documents: tuple[bytes, ...] = (),
        form: str = "",
    ) -> Outcome:
        given = Given(
            form=("form.toml", form.encode()) if form else None,
            facts=facts,
            documents=tuple(Attachment(data=one) for one in documents),
        )
        return act.record(self.office, Call(actor=who, reason=reason), event, assignment, on=_day(on), given=given)

    def person(self, key: str, function: str) -> Outcome:
        return act.person(self.office, Call(actor="meuleman"), key, function=function)

    def grant(self, role: str, person: str, where: str | None, start: str, *, district: str = "") -> Outcome:
        return act.grant(
            self.office,
            Call(actor="meuleman", reason="nieuw"),
            role,
            person,
            where,
            start=date.fromisoformat(start),
            district=district,
        )

    def mandate(self, person: str, giver: str, assignment: str, *, until: str) -> Outcome:
        start = self.stamps.moment.date()
        return act.mandate(
            self.office, Call(actor=giver), person, assignment=assignment, start=start, until=date.fromisoformat(until)
        )

    def correct(self, seq: int, *, on: str | None) -> Outcome:
        """Another day for an entry, or (with None) undone; by the coordinator for days, by the lead of 1 otherwise."""
        call = Call(actor="meuleman" if on else "keken", reason="verkeerd ingevuld")
        return act.correct(self.office, call, seq, on=_day(on or ""), annul=on is None)

    def present(self, assignment: str, lead: str, on: str = "") -> Outcome:
        return self.advance(
            assignment, "present", lead, *PRINCIPLES, on=on, documents=(b"opdracht " + assignment.encode(),)
        )

    def start(self, assignment: str, chair: str, on: str = "", *, behalf_of: str | None = None) -> Outcome:
        """Start with every gap in the team accepted."""
        gaps = [f"district-{one}" for one in DISTRICTS] + [
            f"organisation-{one}" for one in ("police", "justice", "riec")
        ]
        facts = tuple((f"gaps.{gap}", "true") for gap in gaps)
        return self.advance(
            assignment, "start", chair, *facts, on=on, reason="het team wordt aangevuld", behalf_of=behalf_of
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def files() -> RuleFiles:
    return RuleFiles(PROGRAMME.read_bytes(), LIFECYCLE.read_bytes(), PROGRAMME.name, LIFECYCLE.name)


def begun(day: str = "2015-02-13", *, rehearsal: bool = True) -> Year:
    """The programme of 2015, just adopted on that day."""
    stamps = SetStamps(datetime(2015, 1, 1, tzinfo=UTC))
    office = Office(MemoryRoom(), stamps, read_day, clock_set=rehearsal)
    year = Year(office, stamps, None)  # type: ignore[arg-type]
    year.at(day)
    year.adopted = adopt.init(lambda _: office, files(), (PEOPLE.name, PEOPLE.read_bytes()), rehearsal=rehearsal)
    return year


def walked() -> Year:
    """The year as far as November: steps, a refusal, a send-back, offers of which one is declined, missed days."""
    year = begun()
    year.record("working-meeting", None, "meuleman", ("present", "keken, boomkamp, bakker, hofman, drupsteen, ottens"),
                on="2015-02-11")  # fmt: skip
    year.at("2015-02-20").record("team-formed", "1", "keken")
    year.at("2015-03-20").record("concept-filed", "4A", "hofman", documents=(b"concept",))
    year.at("2015-04-02").present("1", "keken")
    year.present("4A", "hofman")
    year.advance("4A", "start", "hofman")
    year.at("2015-04-10").present("2", "boomkamp", on="2015-04-02")
    year.at("2015-04-20").advance("2", "return", "welten", reason="de partners ontbreken")
    year.at("2015-04-28").start("1", "beenakker")
    year.start("4A", "beem")
    year.at("2015-06-25").advance("1", "report", "beenakker", ("progress", "op schema"))
    year.at("2015-06-25").record("established", "1", "knaap", documents=(b"opdracht 1",))
    year.at("2015-07-06").advance("1", "offer", "beenakker", form=OFFER)
    for name in ("ede", "almelo", "zwolle"):
        year.person(f"burgemeester-{name}", f"burgemeester, driehoek {name.title()}")
        year.grant("body-member", f"burgemeester-{name}", f"driehoek-{name}", "2015-07-06")
    year.at("2015-09-01").record("offer-accepted", "1", "burgemeester-ede", ("driehoek", "driehoek-ede"))
    year.record("offer-declined", "1", "burgemeester-almelo", ("driehoek", "driehoek-almelo"), reason="geen capaciteit")
    year.at("2015-11-02").record("offer-implemented", "1", "burgemeester-ede", ("driehoek", "driehoek-ede"))
    return year


OFFER = """
[[results]]
name = "Werkwijze woninginbraken"
kind = "method"

[[driehoeken]]
municipality = "Ede"
district = "gelderland-midden"

[[driehoeken]]
municipality = "Almelo"
district = "twente"

[[driehoeken]]
municipality = "Zwolle"
district = "ijsselland"
"""


def setting_2015(on: date) -> Setting:
    """What pages are seen in, without a journal: the rules of 2015 and the names of its people."""
    names = {key: record.shown for key, record in adopt.read_register(PEOPLE.name, PEOPLE.read_bytes()).items()}
    return Setting(rules=read_rules(files()), names=names, rehearsal=False, on=on, today=on)
