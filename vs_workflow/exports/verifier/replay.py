"""The journal read from its beginning, every entry held against the rules that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from vs_workflow.exports.verifier.findings import Json, shows
from vs_workflow.exports.verifier.known import Case, Mark
from vs_workflow.exports.verifier.remains import Remains
from vs_workflow.exports.verifier.shape import beside, misshapen


class Replay(Remains):
    """Takes one entry after the other."""

    def take_safely(self, seq: int, entry: Json) -> None:
        """Whatever a forged entry, or the rules that it names, may break is a finding at its line."""
        try:
            wrong = list(misshapen(entry))
            for one in wrong:
                self.wrong(seq, "entry", one)
            if not wrong:
                if stray := beside(entry):
                    self.wrong(seq, "entry", f"says {', '.join(stray)}, which no entry of its kind says")
                self.take(seq, entry)
        except Exception as error:  # noqa: BLE001 - one place, so that nothing is believed for want of a check elsewhere
            self.wrong(seq, "entry", f"cannot be judged: {type(error).__name__}: {str(error)[:120]}")

    def take(self, seq: int, entry: Json) -> None:
        kind, case = entry["kind"], self.cases.get(entry.get("assignment") or "")
        if entry.get("actor") is not None and kind != "migration":
            self.founding = False
        if kind in ("rules", "migration"):
            if entry.get("assignment") is None:
                self.adopted[seq] = entry["rules"]
        elif kind not in ("genesis", "destruction") and entry["rules"] != (case.rules if case else self.rules):
            self.wrong(seq, "rules", "were not those of the assignment" if case and case.key else "were not in force")
        if kind in ("register", "correction") and entry["on"] > self.today(entry):
            self.wrong(seq, "date", f"{entry['on']} lies in the future")
        if entry.get("key", "") in self.keys:
            self.wrong(seq, "key", f"bears the key of no. {self.keys[entry['key']]}")
        elif "key" in entry:
            self.keys[entry["key"]] = seq
        self.somebody(seq, entry)
        if kind != "destruction" and entry.get("assignment") is not None:
            self.spoken_of.add(entry["assignment"])
        match kind:
            case "genesis":
                if seq != 1:
                    self.wrong(seq, "entry", "a second beginning")
                first = entry["facts"]["first_day"]
                self.cases[""] = Case("", first, "", entry["rules"])
                self.rules = entry["rules"]
                self.days.add(first)
                _, programme = self.law(self.rules)
                if (entry["facts"]["programme"], first) != (programme["key"], programme["first_day"].isoformat()):
                    self.wrong(seq, "entry", "begins another programme than the rules, or on another day")
                if entry["facts"]["format"] != 1 or type(entry["facts"]["rehearsal"]) is not bool:
                    self.wrong(seq, "entry", "is of a format that there is not, or does not say whether in earnest")
            case "rules":
                if entry["rules"] != self.rules:
                    self.wrong(seq, "rules", "others than those of the beginning")
            case "opened":
                self.open(seq, entry)
            case "register":
                self.enrol(seq, entry)
            case "grant":
                self.grant(seq, entry)
            case "step" | "event":
                self.act(seq, entry)
            case "correction":
                self.correct(seq, entry)
            case "migration":
                self.migrate(seq, entry, case)
            case "refusal":
                self.refused(seq, entry)
            case "flag":
                facts = entry["facts"]
                flag = (facts["milestone"], entry.get("assignment"), entry["what"], facts["follows"])
                if flag in self.flags:
                    self.wrong(seq, "flag", "was raised before")
                self.flags.add(flag)
            case "key":
                self.declared.take(seq, entry, self.recorded(entry)[0], *self.law(entry["rules"]))
            case "destruction":
                self.destroy(seq, entry)
            case "sweep":
                pass
            case _:
                self.wrong(seq, "entry", f"of a kind that there is not: {kind}")

    def open(self, seq: int, entry: Json) -> None:
        lifecycle, programme = self.law(entry["rules"])
        key = entry["assignment"]
        known = [one["key"] for one in programme["assignments"]]
        initial = next(one["key"] for one in lifecycle["states"] if one.get("initial"))
        if key not in known or key in self.cases or key in self.gone or entry["to"] != initial or not self.founding:
            self.wrong(seq, "opening", "is none that the programme file gives")
        self.cases.setdefault(key, Case(key, entry["on"], entry["to"], entry["rules"]))

    def correct(self, seq: int, entry: Json) -> None:
        """Another day for an entry, or annulled; what then counts must be a road still."""
        target = entry["corrects"]
        case = next((one for one in self.cases.values() if any(mark.seq == target for mark in one.marks)), None)
        if case is None or (entry.get("assignment") or "") != case.key:
            self.wrong(seq, "correction", f"no. {target} is nothing that counts and can be corrected")
            return
        mark = next(one for one in case.marks if one.seq == target)
        if entry.get("grant") not in self.grants:
            self.wrong(seq, "role", self.none_such(entry.get("grant")))
        if not shows(entry.get("reason")):
            self.wrong(seq, "correction", "gives no reason")
        if entry["what"] == "annul":
            case.marks.remove(mark)
            self.shut(target)
        else:
            mark.on = entry["on"]
            if not self.may_then(mark, case):
                self.wrong(seq, "grant", f"no. {target} rests on no grant that holds on {mark.on}")
        state, day = case.initial, case.opened
        for step in case.steps():
            # It need not leave the state that it left when it was taken: any from which it may be taken will do.
            taken = self.step(self.law(step.entry["rules"])[0], step.what, state)
            if taken is None or taken["target"] != step.to or step.on < day:
                self.wrong(seq, "correction", f"with it, no. {step.seq} is out of order")
            state, day = str(step.to), step.on

    def may_then(self, mark: Mark, case: Case) -> bool:
        """Whether who acted had the right on the day that counts now, by any grant told before the entry itself."""
        lifecycle, programme = self.law(mark.entry["rules"])
        before = replace(case, marks=[one for one in case.marks if one.seq < mark.seq])
        action = (
            self.event(lifecycle, mark.what) if mark.to is None else self.step(lifecycle, mark.what, before.state())
        )
        if action is None:
            return True  # told as out of order
        places = list(self.places(action, mark.entry.get("facts", {}), before, lifecycle, programme))
        return self.entitled(mark.seq, {**mark.entry, "on": mark.on}, places)

    def migrate(self, seq: int, entry: Json, case: Case | None) -> None:
        """To other rules, the programme first: who may, from which to which; and nothing else changes with it."""
        self.law(entry["rules"])
        self.founding = True
        self.days.add(entry["on"])
        if case is None:
            self.wrong(seq, "migration", "of an assignment that was never opened")
            return
        keeping, facts, (earliest, today) = (
            self.law(case.rules)[0]["keeping"], entry.get("facts", {}), self.recorded(entry)
        )  # fmt: skip
        places = self.of_programme(keeping.get("migrate") or keeping["register"])
        # Only where nobody is left who may, nobody need ask for it.
        if entry.get("actor") is not None or self.anybody(places, today):
            self.authority(seq, entry, places, today)
        if (facts.get("from"), facts.get("to")) != (case.rules, entry["rules"]) or case.rules == entry["rules"]:
            self.wrong(seq, "migration", "is not from the rules that held to other ones")
        if "from" in entry or "to" in entry or entry["what"] != ("assignment" if case.key else "programme"):
            self.wrong(seq, "migration", "says more than to which rules: no state changes with it")
        if not earliest <= entry["on"] <= today:
            self.wrong(seq, "date", f"{entry['on']} is not the day on which it was recorded, {today}")
        for problem in self.unfit(case, entry["rules"]):
            self.wrong(seq, "migration", problem)
        case.rules = entry["rules"]
        if not case.key:
            self.rules = entry["rules"]

    def unfit(self, case: Case, rules: str) -> Iterator[str]:
        """Why this cannot go by those rules, as it stands."""
        (lifecycle, programme), (new, planned) = self.law(case.rules), self.law(rules)
        roles = {one["key"] for one in new["roles"]}
        if any(one.assignment == (case.key or None) and one.role not in roles for one in self.grants.values()):
            yield "to rules that do not know a role that was given"
        if not case.key:
            if any(programme[one] != planned[one] for one in ("key", "zone", "first_day")):
                yield "to the rules of another programme"
            if not self.cases.keys() - {""} <= {one["key"] for one in planned["assignments"]}:
                yield "to rules that do not know an assignment that there is"
            return
        if rules != self.rules:
            yield "to rules that are not those of the programme"
        if self.final(lifecycle, case.state()):
            yield f"of what had ended, in {case.state()}"
        if case.state() not in [one["key"] for one in new["states"]]:
            yield f"to rules that do not know {case.state()}, in which it stands"
