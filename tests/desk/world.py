"""A programme of 2015 to act upon: any room, a clock that the test sets, every verb of the desk in one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from store.memory import MemoryRoom
from tests.builders import DISTRICTS, PEOPLE, PRINCIPLES, SetStamps, files
from tests.tools.links import check_links
from vs_workflow.desk import act, adopt, look, prove
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.proofs import Verified
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import read_entry
from vs_workflow.ports import Room
from vs_workflow.replay.fold import replay
from vs_workflow.rules.rulebook import RuleFiles
from vs_workflow.words.dates import read_day

ALL_PRINCIPLES = dict(PRINCIPLES)
GAPS = {f"gaps.district-{one}": "ja" for one in DISTRICTS} | {
    f"gaps.organisation-{one}": "ja" for one in ("police", "justice")
}
RESULT = '[{name="handreiking",kind="product"}]'


def day(text: str | date | None) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else text


def driehoeken(*rows: tuple[str, str]) -> str:
    """The list as it is typed: `driehoeken(("Ede", "gelderland-midden"))`."""
    return "[" + ",".join(f'{{municipality="{name}",district="{district}"}}' for name, district in rows) + "]"


@dataclass
class World:
    """The verbs as a test speaks them. `at` sets the clock; what is not said is left to the desk."""

    office: Office
    stamps: SetStamps
    written: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    def at(self, when: str, hour: int = 10) -> World:
        self.stamps.moment = datetime.fromisoformat(f"{when}T{hour:02d}:00:00+01:00").astimezone(UTC)
        return self

    def call(self, by: str | None, **said: Any) -> Call:
        return Call(actor=by, **{key: value for key, value in said.items() if value is not None})

    def advance(
        self, assignment: str, step: str, by: str | None, facts: Mapping[str, str] | None = None, *,
        docs: Sequence[bytes | str] = (), on: str | date | None = None, behalf: str | None = None,
        form: str | None = None, **said: Any,
    ) -> Outcome:  # fmt: skip
        given = _given(facts, docs, form)
        call = self.call(by, **said)
        return act.advance(self.office, call, assignment, step, on=day(on), behalf_of=behalf, given=given)

    def record(
        self, event: str, assignment: str | None, by: str | None, facts: Mapping[str, str] | None = None, *,
        docs: Sequence[bytes | str] = (), on: str | date | None = None, behalf: str | None = None,
        form: str | None = None, **said: Any,
    ) -> Outcome:  # fmt: skip
        given = _given(facts, docs, form)
        call = self.call(by, **said)
        return act.record(self.office, call, event, assignment, on=day(on), behalf_of=behalf, given=given)

    def person(self, key: str, by: str = "meuleman", *, on: str | None = None, key_: str | None = None,
               dry_run: bool | None = None, **said: str) -> Outcome:  # fmt: skip
        record = said or {"function": f"functie {key}"}
        return act.person(self.office, self.call(by, key=key_, dry_run=dry_run), key, on=day(on), **record)

    def grant(self, role: str, person: str, where: str | None = None, *, start: str, until: str | None = None,
              by: str = "meuleman", district: str = "", **said: Any) -> Outcome:  # fmt: skip
        first = date.fromisoformat(start)
        call = self.call(by, **said)
        return act.grant(self.office, call, role, person, where, start=first, until=day(until), district=district)

    def mandate(self, person: str, by: str, *, start: str, until: str, role: str | None = None,
                assignment: str | None = None, **said: Any) -> Outcome:  # fmt: skip
        days = {"start": date.fromisoformat(start), "until": date.fromisoformat(until)}
        return act.mandate(self.office, self.call(by, **said), person, role=role, assignment=assignment, **days)

    def end(self, grant: int, by: str = "meuleman", *, on: str | None = None, **said: Any) -> Outcome:
        return act.end(self.office, self.call(by, **said), grant, on=day(on))

    def correct(self, seq: int, by: str, *, on: str | None = None, annul: bool = False, reason: str = "vergissing",
                **said: Any) -> Outcome:  # fmt: skip
        return act.correct(self.office, self.call(by, reason=reason, **said), seq, on=day(on), annul=annul)

    def state(self, assignment: str) -> str:
        return look.show(self.office, assignment).line.state

    def head(self) -> int:
        with self.office.room.reading() as work:
            return work.journal.head().seq

    def grant_of(self, person: str, role: str, assignment: str | None = None) -> int:
        """The number of the last own grant of that person."""
        with self.office.room.reading() as work:
            return max(
                one.seq
                for one in work.index.book().grants()
                if (one.person, one.role, one.is_mandate) == (person, role, False)
                and assignment in (None, one.assignment)
            )

    def present(self, number: str, lead: str, **said: Any) -> Outcome:
        return accepted(self.advance(number, "present", lead, ALL_PRINCIPLES, docs=[b"opdracht"], **said))

    def start(self, number: str, chair: str, **said: Any) -> Outcome:
        said = {"reason": "het team wordt aangevuld", **said}
        return accepted(self.advance(number, "start", chair, GAPS | {"gaps.organisation-riec": "ja"}, **said))

    def report(self, number: str, chair: str, **said: Any) -> Outcome:
        return accepted(self.advance(number, "report", chair, {"progress": "op schema"}, **said))

    def establish(self, number: str, **said: Any) -> Outcome:
        return accepted(self.record("established", number, "knaap", docs=[b"opdracht"], **said))

    def offer(self, number: str, chair: str, *rows: tuple[str, str], **said: Any) -> Outcome:
        facts = {"results": RESULT, "driehoeken": driehoeken(*(rows or (("Ede", "gelderland-midden"),)))}
        return accepted(self.advance(number, "offer", chair, facts, **said))

    def member(self, key: str, body: str, start: str) -> Outcome:
        """A function of that driehoek in the register, granted its membership."""
        self.person(key)
        return accepted(self.grant("body-member", key, body, start=start, reason="bekend geworden"))

    def reported(self, number: str = "1", lead: str = "keken", chair: str = "beenakker") -> World:
        """On 25 June before the BBG."""
        self.at("2015-04-02").present(number, lead)
        self.at("2015-04-20").start(number, chair)
        self.at("2015-06-25").report(number, chair)
        return self

    def offered(
        self, number: str = "1", *rows: tuple[str, str], lead: str = "keken", chair: str = "beenakker"
    ) -> World:
        """Offered on 1 July, to Ede where no other is named; each driehoek has one member, `lid-NAME`."""
        rows = rows or (("Ede", "gelderland-midden"),)
        self.reported(number, lead, chair).establish(number)
        self.at("2015-07-01").offer(number, chair, *rows)
        for name, _ in rows:
            self.member(f"lid-{name.lower()}", f"driehoek-{name.lower()}", "2015-07-01")
        return self

    def verify(self) -> Verified:
        return prove.verify(self.office)


def noted_by_mistake(world: World) -> None:
    """A note of progress, annulled."""
    noted = accepted(world.record("progress", "2", "boomkamp", {"text": "x"}))
    accepted(world.correct(noted.seq or 0, "boomkamp", annul=True))


def accepted(outcome: Outcome) -> Outcome:
    assert outcome.accepted, codes(outcome)
    return outcome


def codes(outcome: Outcome) -> list[str]:
    """The reasons as `code:rule`, in the order of the refusal."""
    return [f"{reason.code.value}:{reason.rule}" for reason in outcome.reasons]


def begun(
    room: Room | None = None, when: str = "2015-02-13", *, rehearsal: bool = True, rules: RuleFiles | None = None,
    people: tuple[str, bytes] | None = None,
) -> World:  # fmt: skip
    stamps = SetStamps(datetime(2015, 1, 1, tzinfo=UTC))
    office = Office(room if room is not None else MemoryRoom(), stamps, read_day, clock_set=rehearsal)
    world = World(office, stamps).at(when)
    adopt.init(lambda _: office, rules or files(), people or (PEOPLE.name, PEOPLE.read_bytes()), rehearsal=rehearsal)
    return world


def audited(world: World) -> int:
    """The chain is whole, replay equals the index, and every decision is recomputed; the number of entries."""
    with world.office.room.reading() as work:
        lines = list(work.journal.lines())
        assert not list(check_links(lines))
        assert work.index.book() == replay(read_entry(line.text) for line in lines)
    verified = world.verify()
    assert verified.whole, verified.findings
    assert verified.replayed
    return len(lines)


def _given(facts: Mapping[str, str] | None, docs: Sequence[bytes | str], form: str | None) -> Given:
    return Given(
        form=None if form is None else ("form.toml", form.encode()),
        facts=tuple((facts or {}).items()),
        documents=tuple(Attachment(data=one) if isinstance(one, bytes) else Attachment(address=one) for one in docs),
    )
