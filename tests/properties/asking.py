"""How the machine asks: of one store, as one who acts, for a day; each answer is foretold by the model."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
)

from store.memory import MemoryRoom
from tests.desk.world import World, begun
from tests.properties import model
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Instant, Kind
from vs_workflow.reasons import Misunderstood

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


class Asking(RuleBasedStateMachine):
    """One store under attack, and how it is asked.

    `fresh` gives its room, `again` the same room opened anew, `close` what remains to do.
    """

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

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.today = min(self.today + timedelta(days=days), date(2018, 1, 1))
        self.minutes = 0 if days else self.minutes

    @rule()
    def the_day_of_the_meeting_comes(self) -> None:
        if self.today < date(2015, 6, 25):
            self.today, self.minutes = date(2015, 6, 25), 0
