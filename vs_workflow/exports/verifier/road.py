"""Steps and events: their order, their day, their guards, and what one person may not both do."""

from __future__ import annotations

from vs_workflow.exports.verifier.bodies import opened_by
from vs_workflow.exports.verifier.findings import Json, shows
from vs_workflow.exports.verifier.giving import Giving
from vs_workflow.exports.verifier.known import Case, Mark

RIGHTS = {"role", "grant-period", "mandate"}


class Road(Giving):
    """Judges what was done, and what was refused."""

    def act(self, seq: int, entry: Json) -> None:
        """A step or an event: order, role, the grant's days, its own day, its guards."""
        step = entry["kind"] == "step"
        found = self.cases.get(entry.get("assignment") or "")
        if found is None:
            self.wrong(seq, "order", "of an assignment that was never opened")
            return
        lifecycle, programme = self.law(entry["rules"])
        action = self.step(lifecycle, entry["what"], found.state()) if step else self.event(lifecycle, entry["what"])
        if action is None:
            self.wrong(seq, "order", f"{entry['what']} is not possible from {found.state()}")
        else:
            self.in_order(seq, entry, action, found, lifecycle)
            places = list(self.places(action, entry.get("facts", {}), found, lifecycle, programme))
            self.authority(seq, entry, places, entry["on"])
            self.guards(seq, entry, action, found, lifecycle)
            self.separate(seq, entry, found, lifecycle)
            self.in_time(seq, entry, lifecycle)
            if entry.get("opens", {}) != opened_by(action, entry.get("facts", {})):
                self.wrong(seq, "body", "opens what it does not name, or another than it names")
        if entry["on"] > self.today(entry) or entry["on"] < found.opened:
            self.wrong(seq, "date", f"{entry['on']} lies in the future, or before the beginning")
        found.marks.append(Mark(seq, entry["what"], entry["on"], entry, entry["to"] if step else None))
        for body, said in entry.get("opens", {}).items():
            self.opened.setdefault(body, {})[seq] = said.get("kind", ""), said.get("district", "")

    def in_order(self, seq: int, entry: Json, action: Json, case: Case, lifecycle: Json) -> None:
        state = case.state()
        if entry["kind"] == "step":
            if entry.get("from") != state or entry.get("to") != action["target"]:
                self.wrong(seq, "order", f"from {entry.get('from')} to {entry.get('to')}, while it stood in {state}")
            if entry["on"] < case.since():
                self.wrong(seq, "date", f"{entry['on']} is before the step before it, {case.since()}")
        elif self.misplaced(entry, action):
            self.wrong(seq, "order", f"{entry['what']} belongs to {action['scope']}")
        elif case.key and (
            not self.belongs(action, state, lifecycle) or (action.get("in_states") and entry["on"] < case.since())
        ):
            self.wrong(seq, "order", f"{entry['what']} is not recorded in {state} since {case.since()}")
        effect = action.get("sub")
        if effect:
            known = self.offers(case, lifecycle)
            for body in self.moved(effect, entry.get("facts", {})):
                if known.get(body, "") not in effect["from_states"]:
                    self.wrong(seq, "order", f"{body} stands in '{known.get(body, '')}'")

    def misplaced(self, entry: Json, action: Json) -> bool:
        """Whether it is an event of an assignment that names none, or the other way round."""
        return bool(action.get("scope", "either") in (
            ("programme", "body") if "assignment" in entry else ("assignment",)
        ))  # fmt: skip

    def belongs(self, event: Json, state: str, lifecycle: Json) -> bool:
        """Whether an event may be recorded in this state."""
        if event.get("in_states"):
            return state in event["in_states"]
        return bool(event.get("any_state")) or not self.final(lifecycle, state)

    def guards(self, seq: int, entry: Json, action: Json, case: Case, lifecycle: Json) -> None:
        """Every guard of the rules is there and held; those that need no more than the entry are judged again."""
        said, facts = entry.get("guards", {}), entry.get("facts", {})
        wanted = {one["name"] for one in action.get("guards", [])}
        if set(said) != wanted or not all(value is True for value in said.values()):
            self.wrong(
                seq, "guard", f"{sorted(wanted ^ set(said)) or sorted(said)} did not hold, or is not of the rules"
            )
        for one in action.get("guards", []):
            value = facts.get(one.get("fact") or "")
            match one["kind"]:
                case "document":
                    holds = bool(entry.get("documents"))
                case "reason":
                    holds = shows(entry.get("reason"))
                case "fact":
                    holds = value not in (None, "", False, [])
                case "records":
                    holds = bool(value) or bool(facts.get(one.get("or_fact") or ""))
                case "confirmed":
                    spec = next(fact for fact in action["facts"] if fact["key"] == one["fact"])
                    holds = isinstance(value, dict) and all(value.get(item) for item in spec["items"])
                case "event-in-effect":
                    holds = self.in_effect(case, one["event"], lifecycle) is not None
                case "sub-cases":
                    states = list(self.offers(case, lifecycle).values())
                    all_in = all(state in one["all_in"] for state in states)
                    holds = bool(states) and all_in and any(state in one["some_in"] for state in states)
                case _:
                    continue
            if not holds:
                self.wrong(seq, "guard", f"{one['name']} does not hold")

    def separate(self, seq: int, entry: Json, case: Case, lifecycle: Json) -> None:
        """Two things that one person may not both do."""
        people = {entry.get("actor"), entry.get("behalf_of")} - {None}
        for pair in lifecycle.get("separations", []):
            if entry["what"] not in pair["between"]:
                continue
            other = next((one for one in pair["between"] if one != entry["what"]), entry["what"])
            mark = self.in_effect(case, other, lifecycle)
            if self.event(lifecycle, other) is None:
                mark = next((one for one in reversed(case.steps()) if one.what == other), None)
            if mark is not None and people & {mark.entry.get("actor"), mark.entry.get("behalf_of")}:
                self.wrong(seq, "separation", f"who did {other} (no. {mark.seq}) did this too")

    def refused(self, seq: int, entry: Json) -> None:
        """Of a step or event: was it out of order, had nobody acting the right, as it says?"""
        codes, what = {one["code"] for one in entry["reasons"]}, entry["what"]
        case = self.cases.get(entry.get("assignment") or "")
        if not codes:
            self.wrong(seq, "refusal", "gives no reason")
        if entry.get("asked") not in ("step", "event") or case is None or codes & {"conflict", "unknown-step"}:
            return
        (lifecycle, programme), state = self.law(entry["rules"]), case.state()
        if entry["asked"] == "step":
            named = [one for one in lifecycle["steps"] if one["key"] == what]
            due = self.step(lifecycle, what, state)
        else:
            named = [one for one in lifecycle["events"] if one["key"] == what]
            due = next((one for one in named if not case.key or self.misplaced(entry, one)
                        or self.belongs(one, state, lifecycle)), None)  # fmt: skip
        # The order of an offer's own small life is `order` too, and is not judged here.
        ordered = bool(codes & {"order", "final"})
        if ordered is (due is not None) and not (ordered and any(one.get("sub") for one in named)):
            self.wrong(seq, "refusal", f"{what} from {state}: refused for {', '.join(sorted(codes))}")
        if named:
            self.refused_by_right(seq, entry, due or named[0], case, codes, lifecycle, programme)

    def refused_by_right(
        self, seq: int, entry: Json, action: Json, case: Case, codes: set[str], lifecycle: Json, programme: Json
    ) -> None:
        facts, bodies = entry.get("facts", {}), {one["fact"] for one in action["by"] if one.get("fact")}
        places = list(self.places(action, facts, case, lifecycle, programme))
        # Where the body that the right depends on was not named, the guard that asks for it speaks, not the role.
        waits = not places and bodies and not any(facts.get(one) for one in bodies)
        if waits or entry.get("behalf_of") == entry.get("actor"):
            return
        if bool(codes & RIGHTS) == self.entitled(seq, entry, places):
            self.wrong(seq, "refusal", "who acted had the right, or had it not, other than it says")
