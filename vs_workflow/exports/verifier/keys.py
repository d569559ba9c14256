"""The keys that the journal itself declares: whether each entry on one can be, and what it has against a signature."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vs_workflow.exports.verifier.findings import Json, Report

PURPOSES = ("log", "witness")
OF_NOBODY = ("actor", "behalf_of", "typed_by", "role", "grant", "assignment")
SAID = {"added": {"fingerprint", "type", "public", "principal", "purpose"},
        "retired": {"fingerprint", "principal", "purpose"}}  # fmt: skip


@dataclass
class Key:
    fingerprint: str
    principal: str
    purpose: str
    start: str
    until: str | None = None

    def holds(self, first: str, last: str) -> bool:
        """Whether it holds on one of these days."""
        return self.start <= last and (self.until is None or first < self.until)


@dataclass
class Declared:
    """Every key that the lines so far declare; `zone` is that of the programme, whose days they count."""

    report: Report
    keys: list[Key] = field(default_factory=list)
    zone: str = "UTC"

    def take(self, seq: int, entry: Json, today: str, lifecycle: Json, programme: Json) -> None:
        """Judge an entry on a key, and take note of it."""
        facts, day, self.zone = entry.get("facts", {}), entry["on"], programme["zone"]
        if [name for name in OF_NOBODY if entry.get(name) is not None]:
            self.report.wrong(seq, "key", "names somebody, or an assignment, while nobody's right decides on a key")
        if set(facts) != SAID.get(entry["what"]):
            self.report.wrong(seq, "key", f"does not say what such an entry says: {entry['what']}")
            return
        if day < programme["first_day"].isoformat():
            self.report.wrong(seq, "date", f"{day} is before the beginning")
        late = (date.fromisoformat(today) - date.fromisoformat(day)).days
        if late > lifecycle["reason_after_days"] and not str(entry.get("reason", "")).strip():
            self.report.wrong(seq, "date", f"was recorded {late} days later, without a reason")
        known = [key for key in self.keys if key.fingerprint == facts["fingerprint"]]
        if entry["what"] == "added":
            self.add(seq, facts, day, known)
        elif not known:
            self.report.wrong(seq, "key", "retires a key that was never declared")
        else:
            self.retire(seq, facts, day, known[-1])

    def add(self, seq: int, facts: Json, day: str, known: list[Key]) -> None:
        blob = base64.b64decode(facts["public"], validate=True)
        kind = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode("ascii")
        if facts["fingerprint"] != fingerprint(blob) or facts["type"] != kind or facts["purpose"] not in PURPOSES:
            self.report.wrong(seq, "key", "has another fingerprint or type than its bytes, or no purpose that there is")
        if [key for key in known if key.until is None or day < key.until]:
            self.report.wrong(seq, "key", "was declared already for these days")
        self.keys.append(Key(facts["fingerprint"], facts["principal"], facts["purpose"], day))

    def retire(self, seq: int, facts: Json, day: str, key: Key) -> None:
        if (facts["principal"], facts["purpose"]) != (key.principal, key.purpose):
            self.report.wrong(seq, "key", "is of another holder or purpose than was declared")
        if day < key.start or (key.until is not None and day >= key.until):
            self.report.wrong(seq, "date", f"{day} is not within the days of this key")
        key.until = day

    def is_own(self, blob: bytes) -> bool:
        """Whether it was ever the programme's: such a key is no witness."""
        return any(key.purpose == "log" and key.fingerprint == fingerprint(blob) for key in self.keys)

    def against(self, blob: bytes, purpose: str, first: str, last: str) -> str:
        """What the journal's own entries have against a signature between these moments; "" where nothing."""
        named = [key for key in self.keys if key.purpose == purpose and key.fingerprint == fingerprint(blob)]
        if not named:
            own = purpose == "log" and any(key.purpose == "log" for key in self.keys)
            return "is by a key that the journal does not declare as the programme's" if own and blob else ""
        days = self.day(first, ""), self.day(last, "9999")
        if any(key.holds(*days) for key in named):
            return ""
        until = f" until {named[-1].until}" if named[-1].until else ""
        return f"is by a key that by the journal itself holds from {named[-1].start}{until}, not on {days[0]}"

    def day(self, moment: str, unknown: str) -> str:
        """The programme's local day of a moment in UTC; `unknown` where it is none."""
        try:
            found = datetime.fromisoformat(moment.rstrip("Z")).replace(tzinfo=UTC)
            return found.astimezone(ZoneInfo(self.zone)).date().isoformat()
        except (ValueError, OverflowError):
            return unknown
        except (ZoneInfoNotFoundError, OSError):
            self.report.limit("no table of time zones is here: the days of keys are those of UTC")
            return found.date().isoformat()


def fingerprint(blob: bytes) -> str:
    """As ssh-keygen -l prints it."""
    return f"SHA256:{base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')}"
