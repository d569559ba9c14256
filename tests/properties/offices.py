"""What the machine asks of roles and of what was recorded: grants, mandates, corrections, people, keys; and anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
)

from tests.properties import model
from tests.properties.asking import (
    BODIES,
    EXTRAS,
    MEETING,
    RIEC,
    TALLY,
    Asking,
    cases,
    people,
    reasons,
)
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Outcome
from vs_workflow.reasons import Code


class Offices(Asking):
    """Who may, who may no more, and what was recorded wrongly or twice."""

    @rule(
        data=st.data(),
        role=st.sampled_from([*model.GRANTED_BY, "body-member", "body-member"]),
        person=people,
        reason=reasons,
        length=st.one_of(st.none(), st.integers(0, 60)),
        who=people,
    )
    def grant(self, data: st.DataObject, role: str, person: str, reason: str, length: int | None, who: str) -> None:
        place, body = None, None
        if role in model.OF_ASSIGNMENT:
            place = data.draw(cases, label="for")
        if role in model.OF_BODY:
            body = place = data.draw(st.sampled_from([*BODIES, *MEETING]), label="in")
        start = self.day(data, None)
        until = None if length is None else start + timedelta(days=length)
        district = data.draw(st.sampled_from(["", "twente"]), label="district") if role == "body-member" else ""
        alias = role == "body-chair" and body == "bbg"
        holds = [held.person for held in model.fold(self.log).held
                 if held.role == model.GRANTED_BY["bbg-chair" if alias else role] and held.on(self.today)]  # fmt: skip
        who = data.draw(st.sampled_from([*holds, *holds, who]), label="giver")
        one = {
            "kind": "grant", "on": start, "until": until, "role": "bbg-chair" if alias else role, "person": person,
            "place": None if alias else place, "who": who, "reason": reason.strip("\u200b"),
            "district": district or EXTRAS.get(person, ("", ""))[1],
            "organisation": EXTRAS[person][0] if person in EXTRAS else RIEC.get(person, ""),
        }  # fmt: skip
        now = model.fold(self.log)
        opened = body is None or body in MEETING or body in now.bodies
        expected = opened and model.allows_grant(now, one, self.today)

        def ask(**more: Any) -> Outcome:
            said = {"by": who, "district": district, "reason": reason, **more}
            last = None if until is None else until.isoformat()
            return self.world.grant(role, person, place, start=start.isoformat(), until=last, **said)

        self.put(one, self.submit(expected, ask, f"k{self.count}"))

    @rule(data=st.data(), person=people, start=st.integers(-1, 3), length=st.integers(0, 40))
    def mandate(self, data: st.DataObject, person: str, start: int, length: int) -> None:
        held = data.draw(st.sampled_from(model.fold(self.log).held), label="rests on")
        who, first = held.person, self.today + timedelta(days=start)
        last = first + timedelta(days=length)
        one = {"kind": "grant", "who": who, "person": person, "on": first, "until": last,
               "place": held.place, "role": held.role, "organisation": ""}  # fmt: skip

        def ask(**more: Any) -> Outcome:
            about = held.place if held.role in model.OF_ASSIGNMENT else None
            return self.world.mandate(person, who, role=held.role, assignment=about, start=first.isoformat(),
                                      until=last.isoformat(), **more)  # fmt: skip

        now = model.fold(self.log)
        outcome = self.submit(None, ask)
        if outcome is not None:
            one |= {"rests_on": outcome.entry.facts["rests_on"], "giver": who}
            assert outcome.accepted == model.allows_mandate(now, one, self.today), (one, outcome.reasons)
            below = next((one for one in now.held if one.seq == outcome.entry.facts["rests_on"]), held)
            one |= {"district": below.district, "place": below.place, "role": below.role}
            self.put(one, outcome)

    @rule(data=st.data(), who=people, reason=reasons)
    def end(self, data: st.DataObject, who: str, reason: str) -> None:
        held = data.draw(st.sampled_from(model.fold(self.log).held), label="grant")
        giver = held.giver or ("knaap" if held.role in model.SINGLE else "meuleman")
        who = data.draw(st.sampled_from([giver, giver, who]), label="ender")
        on = self.day(data, None)
        one = {"kind": "end", "target": held.seq, "on": on, "who": who, "reason": reason.strip("\u200b")}
        expected = model.allows_end(self.log, one, self.today)
        said = {"by": who, "on": on.isoformat(), "reason": reason}
        self.put(one, self.submit(expected, lambda **more: self.world.end(held.seq, **said, **more)))

    @precondition(lambda self: any(one["kind"] in ("step", "event") for one in self.log))
    @rule(data=st.data(), who=people, annul=st.booleans(), reason=st.sampled_from(["fout", "fout", "fout", ""]))
    def correct(self, data: st.DataObject, who: str, annul: bool, reason: str) -> None:
        marks = [one for one in self.log if one["kind"] in ("step", "event")]
        target = data.draw(st.sampled_from([one["seq"] for one in marks] * 4 + [self.count]))
        mark = next((one for one in marks if one["seq"] == target), None)
        who = data.draw(st.sampled_from([mark["who"], mark["who"], "meuleman", who]), label="by") if mark else who
        near = [mark["on"] + timedelta(days=days) for days in (-3, -1, 0, 1, 5)] if mark else []
        on = None if annul else data.draw(st.sampled_from([self.today, *near]), label="on")
        one = {"target": target, "annul": annul, "on": on, "who": who, "reason": reason}
        expected = model.allows_correction(self.log, one, self.today)
        said: dict[str, Any] = {"annul": annul, "reason": reason, "on": None if on is None else on.isoformat()}
        outcome = self.submit(expected, lambda **more: self.world.correct(target, who, **said, **more))
        if outcome is not None and outcome.accepted:
            TALLY["corrections"] += 1
            self.log = model.corrected(self.log, one)

    @rule(data=st.data(), key=st.sampled_from(["lid", "Lid", "nieuw"]), who=people)
    def person(self, data: st.DataObject, key: str, who: str) -> None:
        who = data.draw(st.sampled_from(["meuleman", "meuleman", who]), label="by")
        on = self.day(data, None)
        keeps = model.fold(self.log).entitled(who, None, [("coordinator", None, "")], self.today)
        expected = keeps and model.FIRST <= on <= self.today and key != "Lid"
        self.submit(expected, lambda **more: self.world.person(
            key, who, on=on.isoformat(), dry_run=more.get("dry_run"), function="functie"))  # fmt: skip

    @precondition(lambda self: self.keyed)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        """The same call under the same key answers as the first did, whatever happened since."""
        key = data.draw(st.sampled_from(sorted(self.keyed)), label="key")
        ask, seq, accepted = self.keyed[key]
        again = ask()
        assert (again.seq, again.accepted, again.repeated) == (seq, accepted, True)
        assert self.world.head() == self.count
        TALLY["repeated"] += 1

    @precondition(lambda self: self.keyed and self.count % 3 == 0)
    @rule(data=st.data())
    def take_a_key(self, data: st.DataObject) -> None:
        """Another request under a key that is taken is a conflict; the first entry keeps the key."""
        key = data.draw(st.sampled_from(sorted(self.keyed)), label="key")
        before = self.derived()
        outcome = self.world.record("progress", "3", "bakker", {"text": f"nr {self.count}"}, key=key)
        self.count += 1
        assert [reason.code for reason in outcome.reasons] == [Code.CONFLICT]
        assert (outcome.seq, outcome.entry.key, outcome.repeated) == (self.count, None, False)
        assert self.derived() == before
        TALLY["conflicts"] += 1

    @precondition(lambda self: self.count % 4 == 0)
    @rule()
    def reopen(self) -> None:
        old = self.world.office
        self.world.office = Office(self.again(), old.stamps, old.read_day, old.clock_set)
        TALLY["reopened"] += 1

    @precondition(lambda self: self.count % 4 == 1)
    @rule()
    def rebuild(self) -> None:
        before = self.derived()
        self.rebuild_tables()
        assert self.derived() == before
        TALLY["rebuilt"] += 1
