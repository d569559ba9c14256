"""Whatever is asked, by whom and for which day: the journal holds nothing that the rules forbid.

A Hypothesis machine sends random requests, lawful and not, through the desk. The model of
`tests.properties.model` foretells each answer; after each step everything is recomputed.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

import store
from store.memory import MemoryRoom
from tests.desk.world import ALL_PRINCIPLES, RESULT, World, begun, driehoeken
from tests.properties import model
from tests.tools.links import check_links
from tests.tools.scale import scaled
from tests.tools.seeds import seed as run_seed
from vs_workflow.desk import look, trail
from vs_workflow.desk.office import Office
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Instant, Kind, read_entry
from vs_workflow.reasons import Code, Misunderstood
from vs_workflow.replay import replay

KEY = "veiligheidsstrategie-oost-nederland"
NUMBERS = {"1": "woninginbraken", "2": "overlast", "4A": "informatievoorziening"}
CASES = tuple(NUMBERS.values())
EXTRAS = {
    "agent": ("police", ""),
    "ambtenaar": ("municipality", "twente"),
    "officier": ("justice", ""),
    "lid": ("", ""),
}
PEOPLE = ("knaap", "meuleman", "beenakker", "keken", "welten", "beem", "hofman", *EXTRAS)
RIEC = {"hofman": "riec", "drupsteen": "riec", "ottens": "riec"}
TOWNS = ("Ede", "ede ", "Édé", "Zwolle")
BODIES = ("driehoek-ede", "driehoek-zwolle")
MEETING = ("bbg", "rvo")
TALLY: Counter[str] = Counter()

people = st.sampled_from(PEOPLE)
cases = st.sampled_from(CASES)
reasons = st.sampled_from(["", "omdat", "omdat", "omdat", "\u200b"])
MOSTLY = (True,) * 9 + (False,)
districts = st.sampled_from(["gelderland-midden", "ijsselland"])


def slug(town: str) -> str:
    plain = unicodedata.normalize("NFKD", town.strip().lower()).encode("ascii", "ignore").decode()
    return f"driehoek-{plain}"


class Machine(RuleBasedStateMachine):
    """One store under attack. `fresh` gives its room, `again` the same room opened anew, `close` what remains to do."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[dict[str, Any]] = []
        self.keyed: dict[str, tuple[Callable[[], Outcome], int, bool]] = {}
        self.today = date(2015, 2, 13)
        self.minutes = 0
        self.count = 0

    # what the kinds of store give
    def fresh(self) -> Any:
        return MemoryRoom()

    def again(self) -> Any:
        return self.world.office.room

    def rebuild_tables(self) -> None:
        pass

    def differences(self) -> list[Any]:
        return []

    @initialize()
    def begin(self) -> None:
        self.world: World = begun(self.fresh())
        for key, (organisation, district) in EXTRAS.items():
            record = {"function": f"functie {key}", "organisation": organisation, "district": district}
            assert self.world.person(key, dry_run=None, **record).accepted
        for entry in self.entries():
            if entry["kind"] == "opened":
                self.log.append({"kind": "opened", "about": entry["assignment"], "on": date.fromisoformat(entry["on"]),
                                 "seq": entry["seq"]})  # fmt: skip
            if entry["kind"] == "grant":
                facts = entry["facts"]
                self.log.append({
                    "kind": "grant", "seq": entry["seq"], "on": model.FIRST, "until": None, "role": facts["role"],
                    "person": facts["person"], "place": entry.get("assignment"), "district": "",
                    "organisation": facts.get("organisation", ""),
                })  # fmt: skip
        self.count = self.world.head()

    def entries(self) -> Iterator[dict[str, Any]]:
        """The entries as anybody reads them."""
        with self.world.office.room.reading() as work:
            for line in work.journal.lines():
                yield json.loads(line.text)

    # ---- asking ----

    def submit(self, expected: bool | None, ask: Callable[..., Outcome], key: str | None = None) -> Outcome | None:
        """Ask, first as a dry run; the answer is as foretold, and a refusal changed nothing but its own record."""
        self.minutes += 1
        hour, minute = divmod(self.minutes, 60)
        moment = datetime(self.today.year, self.today.month, self.today.day, 10, tzinfo=UTC)
        self.world.stamps.moment = moment + timedelta(hours=hour, minutes=minute)
        before = self.derived()
        try:
            dry = ask(dry_run=True)
        except Misunderstood as trouble:
            assert not expected, trouble
            TALLY["misunderstood"] += 1
            assert self.world.head() == self.count
            return None
        assert self.world.head() == self.count, "a dry run recorded something"
        outcome = ask(key=key) if key is not None else ask()
        self.count += 1
        assert self.world.head() == self.count == outcome.seq
        assert (dry.accepted, dry.reasons) == (outcome.accepted, outcome.reasons), "a dry run answers otherwise"
        assert expected is None or outcome.accepted == expected, (expected, outcome.entry, outcome.reasons)
        assert outcome.accepted == (not outcome.reasons)
        TALLY["accepted" if outcome.accepted else "refused"] += 1
        if not outcome.accepted:
            assert outcome.entry.kind is Kind.REFUSAL
            assert self.derived() == before, "a refusal changed more than its record"
        if key is not None:
            self.keyed[key] = (lambda: ask(key=key), outcome.seq or 0, outcome.accepted)
        return outcome

    def derived(self) -> Any:
        with self.world.office.room.reading() as work:
            book = replace(work.index.book(), head=0, at=Instant(""))
            return book, tuple(work.index.board()), tuple(work.index.milestones())

    def day(self, data: st.DataObject, about: str | None) -> date:
        now = model.fold(self.log)
        since = now.last[about] if about is not None else self.today
        return data.draw(st.sampled_from([
            *[self.today] * 10, self.today - timedelta(days=1), self.today - timedelta(days=20),
            self.today + timedelta(days=1), since, since, date(2014, 12, 31),
        ]), label="on")  # fmt: skip

    def actor(self, data: st.DataObject, one: dict[str, Any]) -> tuple[str, str | None]:
        """Mostly somebody who may, sometimes a deputy, sometimes anybody."""
        now = model.fold(self.log)
        able: list[tuple[str, str | None]] = []
        for held in now.held:
            wanted = [(role, place) for role, place, _ in model.roles_for(now, one)]
            if (held.role, held.place) in wanted and held.on(one["on"]):
                able += [(held.person, held.giver)] * (2 if held.giver else 3)
        anybody = st.tuples(people, st.one_of(st.none(), st.none(), people))
        astray = not able or data.draw(st.integers(0, 7), label="anybody") == 7
        return data.draw(anybody if astray else st.sampled_from(able), label="actor")

    def put(self, one: dict[str, Any], outcome: Outcome | None) -> None:
        if outcome is not None and outcome.accepted:
            self.log.append({**one, "seq": outcome.seq, "today": self.today, "grant": outcome.entry.grant,
                             "typed": outcome.entry.typed_by})  # fmt: skip

    def act(self, data: st.DataObject, one: dict[str, Any], facts: dict[str, str], docs: list[bytes]) -> None:
        one["who"], one["behalf"] = self.actor(data, one)
        typed = data.draw(st.sampled_from([None, None, "meuleman"]), label="typed by")
        expected = model.allows(model.fold(self.log), one, self.today)
        said: dict[str, Any] = {"docs": docs, "on": one["on"], "behalf": one["behalf"], "typed_by": typed}
        reason = data.draw(st.just(one["given_reason"]))
        key = f"k{self.count}" if data.draw(st.booleans(), label="keyed") else None

        def ask(**more: Any) -> Outcome:
            about = one["about"]
            if one["kind"] == "step":
                return self.world.advance(about, one["what"], one["who"], facts, reason=reason, **said, **more)
            return self.world.record(one["what"], about, one["who"], facts, reason=reason, **said, **more)

        self.put(one, self.submit(expected, ask, key))

    def blank(self, kind: str, what: str, about: str | None, data: st.DataObject) -> dict[str, Any]:
        given = data.draw(reasons, label="reason")
        return {
            "kind": kind, "what": what, "about": about, "on": self.day(data, about), "given_reason": given,
            "reason": given.strip("\u200b"), "documents": False, "filled": True, "bodies": {}, "twice": False,
        }  # fmt: skip

    # ---- rules ----

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), date(2018, 1, 1))
        self.minutes = 0 if days else self.minutes

    @rule()
    def the_day_of_the_meeting_comes(self) -> None:
        if self.today < date(2015, 6, 25):
            self.today, self.minutes = date(2015, 6, 25), 0

    @rule(data=st.data(), about=st.sampled_from(CASES[:2]))
    def on_the_road(self, data: st.DataObject, about: str) -> None:
        """Again, so that cases come further than chance would bring them."""
        self.road(data, about)

    @rule(data=st.data(), about=cases)
    def main_road(self, data: st.DataObject, about: str) -> None:
        self.road(data, about)

    @rule(data=st.data())
    def first_road(self, data: st.DataObject) -> None:
        self.road(data, CASES[0])

    def road(self, data: st.DataObject, about: str) -> None:
        state = model.fold(self.log).state[about]
        possible = [what for what, (sources, _) in model.ROAD.items() if state in sources and what in model.MAIN]
        self.step(data, about, data.draw(st.sampled_from(possible or ["present"]), label="next"))

    @rule(data=st.data(), about=cases, what=st.sampled_from([*model.ROAD]))
    def any_step(self, data: st.DataObject, about: str, what: str) -> None:
        self.step(data, about, what)

    def step(self, data: st.DataObject, about: str, what: str) -> None:
        one = self.blank("step", what, about, data)
        facts: dict[str, str] = {}
        docs: list[bytes] = []
        full = data.draw(st.sampled_from(MOSTLY), label="complete")
        if what == "present":
            one["documents"], one["filled"] = full, data.draw(st.sampled_from(MOSTLY), label="confirmed")
            docs = [b"opdracht"] if full else []
            facts = dict(list(ALL_PRINCIPLES.items())[: 8 if one["filled"] else 7])
        if what == "start":
            missing = model.gaps(model.fold(self.log), about, one["on"])
            accepts = sorted(missing)[: None if full else -1]
            one["accepts"], facts = accepts, {f"gaps.{gap}": "ja" for gap in accepts}
        if what == "report":
            one["filled"], facts = full, {"progress": "gaat goed" if full else " "}
        if what == "offer":
            facts = self.offering(data, one, full)
        self.act(data, one, facts, docs)

    def offering(self, data: st.DataObject, one: dict[str, Any], full: bool) -> dict[str, str]:
        rows = data.draw(st.lists(st.tuples(st.sampled_from(TOWNS), districts), min_size=1, max_size=2), label="rows")
        one["bodies"] = {slug(town): district for town, district in reversed(rows)}
        one["twice"], one["filled"] = len({slug(town) for town, _ in rows}) < len(rows), full
        return {"results": RESULT if full else '[{name="",kind="product"}]', "driehoeken": driehoeken(*rows)}

    @rule(data=st.data(), about=cases, what=st.sampled_from(
        ["team-formed", "concept-filed", "progress", "advice-asked", "established", "established", "offer-made"]
    ))  # fmt: skip
    def event(self, data: st.DataObject, about: str, what: str) -> None:
        one = self.blank("event", what, about, data)
        full = data.draw(st.sampled_from(MOSTLY), label="complete")
        facts: dict[str, str] = {}
        docs = [b"stuk"] if what in model.DOCUMENT and full else []
        one["documents"] = bool(docs)
        if what in ("progress", "advice-asked"):
            one["filled"] = full
            facts = (
                {"text": "x" if full else "\u3164"}
                if what == "progress"
                else {"body": "ao-onl", "question": "x" if full else " "}
            )
        if what == "offer-made":
            facts = self.offering(data, one, full)
        self.act(data, one, facts, docs)

    @rule(data=st.data(), what=st.sampled_from([*model.MOVES]), body=st.sampled_from(BODIES), about=cases)
    def answer(self, data: st.DataObject, what: str, body: str, about: str) -> None:
        now = model.fold(self.log)
        fitting = [(case, one) for case, found in now.offers.items() for one, (state, _) in found.items()
                   if now.state[case] == "offered" and state == model.MOVES[what][0]]  # fmt: skip
        if fitting:
            about, body = data.draw(st.sampled_from([*fitting, (about, body)]), label="answered")
        one = {**self.blank("event", what, about, data), "body": body}
        self.act(data, one, {"driehoek": body}, [])

    @rule(
        data=st.data(),
        about=cases,
        who=st.sampled_from([*EXTRAS]),
        what=st.sampled_from(["member-joined", "member-left"]),
        organisation=st.sampled_from(["police", "justice", "municipality"]),
        district=st.sampled_from(["", "twente"]),
    )
    def team(self, data: st.DataObject, about: str, who: str, what: str, organisation: str, district: str) -> None:
        member = {"person": who, "organisation": organisation, "district": district or EXTRAS[who][1]}
        one = {**self.blank("event", what, about, data), "member": member}
        facts = {"person": who}
        if what == "member-joined":
            facts |= {"organisation": organisation, "district": district}
        self.act(data, one, facts, [])

    @rule(
        data=st.data(),
        what=st.sampled_from(["meeting-held", "meeting-held", "meeting-cancelled", "meeting-planned"]),
        body=st.sampled_from(["bbg", "bbg", "rvo", "dvo-twente"]),
    )
    def meeting(self, data: st.DataObject, what: str, body: str) -> None:
        one = {**self.blank("event", what, None, data), "body": body}
        facts = {"body": body}
        if what != "meeting-held":
            one["day"] = data.draw(st.sampled_from([date(2015, 6, 25), self.today, self.today + timedelta(days=9)]))
            facts["day"] = one["day"].isoformat()
        self.act(data, one, facts, [])

    @rule(
        data=st.data(),
        about=st.one_of(st.none(), cases),
        body=st.sampled_from(["rvo", "bestuurscollege", "dvo-twente"]),
    )
    def informed(self, data: st.DataObject, about: str | None, body: str) -> None:
        one = {**self.blank("event", "informed", about, data), "body": body}
        self.act(data, one, {"body": body, "text": "stand van zaken"}, [])

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

    # ---- what holds at every moment ----

    @invariant()
    def the_states_are_those_of_the_model(self) -> None:
        now = model.fold(self.log)
        with self.world.office.room.reading() as work:
            rows = {row.assignment: row for row in work.index.board()}
            book = work.index.book()
        for about in CASES:
            assert (rows[about].state, book.cases[about].state) == (now.state[about],) * 2
            assert rows[about].since == now.since[about]

    @invariant()
    def the_chain_is_whole_and_every_decision_lawful(self) -> None:
        verified = self.world.verify()
        assert verified.whole, verified.findings
        assert verified.replayed
        assert verified.entries == self.count
        assert not self.differences()
        TALLY["verified"] += 1

    @invariant()
    def what_is_derived_is_what_replay_says(self) -> None:
        with self.world.office.room.reading() as work:
            lines = list(work.journal.lines())
            whole = work.index.book()
            part = work.index.book((CASES[0], CASES[2]))
        assert not list(check_links(lines))
        assert replay(read_entry(line.text) for line in lines) == whole
        kept = {key: case for key, case in whole.cases.items() if key in (CASES[0], CASES[2])}
        assert part == replace(whole, cases=kept)

    @invariant()
    def the_past_is_as_it_was_known(self) -> None:
        """Replay on a day as known at a moment, against the lines read by hand."""
        entries = list(self.entries())
        known_at = entries[(self.count * 7919) % len(entries)]["at"]
        on = self.today - timedelta(days=self.count % 31)
        about = CASES[self.count // 3 % len(CASES)]
        if self.count % 3 or known_at < entries[33]["at"]:
            return
        replayed = trail.replay_case(self.world.office, about, on=on, known_at=Instant(known_at))
        assert replayed.state == by_hand(entries, about, on, known_at)
        board = {line.assignment: line.state for line in look.board(self.world.office, on=on).lines}
        assert board[about] == by_hand(entries, about, on, entries[-1]["at"])


def by_hand(entries: list[dict[str, Any]], about: str, on: date, known_at: str) -> str:
    known = [entry for entry in entries if entry["at"] <= known_at]
    days: dict[int, str] = {}
    for entry in known:
        if entry["kind"] == "correction":
            days[entry["corrects"]] = "" if entry["what"] == "annul" else entry["on"]
    state = "concept"
    for entry in known:
        day = days.get(entry["seq"], entry["on"])
        if entry["kind"] == "step" and entry.get("assignment") == about and day and day <= on.isoformat():
            state = entry["to"]
    return state


def run(machine: type[Machine], examples: int, steps: int) -> None:
    TALLY.clear()
    run_state_machine_as_test(
        seed(run_seed())(machine),
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=True, report_multiple_bugs=False, phases=(Phase.generate,), database=None,
        ),
    )  # fmt: skip


def in_database(url: Callable[[], str]) -> type[Machine]:
    """The machine on a database; each run begins on a fresh one."""

    class InDatabase(Machine):
        def fresh(self) -> Any:
            self.url = url()
            self.database = store.open(self.url, create=True)
            return self.database.begin(KEY)

        def again(self) -> Any:
            self.database.close()
            self.database = store.open(self.url)
            return self.database.room(KEY)

        def rebuild_tables(self) -> None:
            self.database.rebuild(KEY)

        def differences(self) -> list[Any]:
            return [*self.database.integrity(), *self.database.differences(KEY)]

        def teardown(self) -> None:
            if hasattr(self, "database"):
                self.database.close()

    return InDatabase


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_whatever_is_asked_in_memory(counts: Any) -> None:
    run(Machine, scaled(12, 600), scaled(30, 60))
    counts("P10", "requests to a room in memory", met=TALLY["accepted"] + TALLY["refused"], note=str(dict(TALLY)))


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_whatever_is_asked_of_an_sqlite_file(tmp_path: Path, counts: Any) -> None:
    numbers = iter(range(10**6))
    run(in_database(lambda: str(tmp_path / f"vs{next(numbers)}.db")), scaled(6, 200), scaled(25, 60))
    counts("P10", "requests to an SQLite file", met=TALLY["accepted"] + TALLY["refused"], note=str(dict(TALLY)))


@pytest.mark.torture
@pytest.mark.postgres
@pytest.mark.timeout(3600)
def test_whatever_is_asked_of_postgresql(postgres: Any, counts: Any) -> None:
    names: list[str] = []

    def url() -> str:
        names.append(f"machine{len(names)}")
        return str(postgres.create(names[-1]))

    try:
        run(in_database(url), scaled(4, 60), scaled(18, 50))
    finally:
        for name in names:
            postgres.drop(name)
    counts("P10", "requests to PostgreSQL", met=TALLY["accepted"] + TALLY["refused"], note=str(dict(TALLY)))
