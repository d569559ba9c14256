"""What the machine asks of assignments: steps, events, offers and their answers, teams and meetings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    rule,
)

from tests.desk.world import ALL_PRINCIPLES, RESULT, driehoeken
from tests.properties import model
from tests.properties.asking import (
    BODIES,
    CASES,
    EXTRAS,
    MOSTLY,
    TOWNS,
    Asking,
    cases,
    districts,
    slug,
)


class Roads(Asking):
    """Lawful and not; what the model needs to foretell is in the log."""

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
