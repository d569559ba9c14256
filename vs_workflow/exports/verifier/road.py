"""Steps and events: their order, their day, their guards, and what one person may not both do."""

from __future__ import annotations

from vs_workflow.exports.verifier.findings import Json
from vs_workflow.exports.verifier.known import Case, Mark
from vs_workflow.exports.verifier.rights import Rights

RIGHTS = {"role", "grant-period", "mandate"}


class Road(Rights):
    """Judges what was done, and what was refused."""

    def act(self, seq: int, entry: Json) -> None:
        """A step or an event: order, role, the grant's days, its own day, its guards."""
        step = entry["kind"] == "step"
        found = self.cases.get(entry.get("assignment") or "")
        if found is None:
            self.wrong(seq, "order", "of an assignment that was never opened")
            return
        if entry["rules"] != found.rules:
            self.wrong(seq, "rules", "were not those of the assignment")
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
        if entry["on"] > self.today(entry) or entry["on"] < found.opened:
            self.wrong(seq, "date", f"{entry['on']} lies in the future, or before the beginning")
        found.marks.append(Mark(seq, entry["what"], entry["on"], entry, entry["to"] if step else None))
        for body, said in entry.get("opens", {}).items():
            self.opened.setdefault(body, (said.get("kind", ""), said.get("district", "")))

    def in_order(self, seq: int, entry: Json, action: Json, case: Case, lifecycle: Json) -> None:
        state = case.state()
        if entry["kind"] == "step":
            if entry.get("from") != state or entry.get("to") != action["target"]:
                self.wrong(seq, "order", f"from {entry.get('from')} to {entry.get('to')}, while it stood in {state}")
            if entry["on"] < case.since():
                self.wrong(seq, "date", f"{entry['on']} is before the step before it, {case.since()}")
        elif case.key:
            final = self.final(lifecycle, state)
            allowed = state in action["in_states"] if action.get("in_states") else not final or action.get("any_state")
            if not allowed or (action.get("in_states") and entry["on"] < case.since()):
                self.wrong(seq, "order", f"{entry['what']} is not recorded in {state} since {case.since()}")
        effect = action.get("sub")
        if effect:
            known = self.offers(case, lifecycle)
            for body in self.moved(effect, entry.get("facts", {})):
                if known.get(body, "") not in effect["from_states"]:
                    self.wrong(seq, "order", f"{body} stands in '{known.get(body, '')}'")

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
                    holds = bool(str(entry.get("reason", "")).strip())
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
        """Of a refused step: was it out of order, had nobody acting the right, as it says?"""
        codes = {one["code"] for one in entry["reasons"]}
        case = self.cases.get(entry.get("assignment") or "")
        if not codes:
            self.wrong(seq, "refusal", "gives no reason")
        if entry.get("asked") != "step" or case is None or codes & {"conflict", "unknown-step"}:
            return
        lifecycle, programme = self.law(entry["rules"])
        steps = [one for one in lifecycle["steps"] if one["key"] == entry["what"]]
        action = self.step(lifecycle, entry["what"], case.state())
        # The order of an offer's own small life is `order` too, and is not judged here.
        ordered = bool(codes & {"order", "final"})
        if ordered is (action is not None) and not (ordered and any(one.get("sub") for one in steps)):
            self.wrong(seq, "refusal", f"{entry['what']} from {case.state()}: refused for {', '.join(sorted(codes))}")
        if steps and not any(one.get("fact") for one in (action or steps[0])["by"]):
            places = list(self.places(action or steps[0], entry.get("facts", {}), case, lifecycle, programme))
            if bool(codes & RIGHTS) == self.entitled(entry, places) and entry.get("behalf_of") != entry.get("actor"):
                self.wrong(seq, "refusal", "who acted had the right, or had it not, other than it says")
