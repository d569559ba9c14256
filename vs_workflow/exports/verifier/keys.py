"""The keys that the journal itself declares: whether each entry on one can be, and what it has against a signature."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vs_workflow.exports.verifier.findings import Json, Report, shows

PURPOSES = ("log", "witness")
PRINCIPAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}\Z")
OF_SOMEBODY = ("actor", "behalf_of", "typed_by", "role", "grant", "assignment")
OF_AN_ACT = ("from", "to", "guards", "documents", "opens", "corrects", "asked", "reasons")
SAID = {"added": {"fingerprint", "type", "public", "principal", "purpose"},
        "retired": {"fingerprint", "principal", "purpose"}}  # fmt: skip

# By type, the bytes of each part that follows; 0 where that differs.
SIZES = {
    b"ssh-ed25519": (32,), b"sk-ssh-ed25519@openssh.com": (32, 0), b"ssh-rsa": (0, 0),
    b"ecdsa-sha2-nistp256": (8, 65), b"ecdsa-sha2-nistp384": (8, 97), b"ecdsa-sha2-nistp521": (8, 133),
    b"sk-ecdsa-sha2-nistp256@openssh.com": (8, 65, 0),
}  # fmt: skip


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
    """Every key that the lines so far declare; `zone` is that of the programme, whose days they count.

    `read` is false where nobody could read what the lines declare, for want of the rules.
    """

    report: Report
    keys: list[Key] = field(default_factory=list)
    zone: str = "UTC"
    read: bool = True

    def take(self, seq: int, entry: Json, today: str, lifecycle: Json, programme: Json) -> None:
        """Judge an entry on a key, and take note of it."""
        facts, day, self.zone = entry.get("facts", {}), entry["on"], programme["zone"]
        if [name for name in OF_SOMEBODY if entry.get(name) is not None]:
            self.report.wrong(seq, "key", "names somebody, or an assignment, while nobody's right decides on a key")
        if beside := [name for name in OF_AN_ACT if name in entry]:
            self.report.wrong(seq, "key", f"says {', '.join(beside)}, which no entry on a key says")
        if set(facts) != SAID.get(entry["what"]):
            self.report.wrong(seq, "key", f"does not say what such an entry says: {entry['what']}")
            return
        if day < programme["first_day"].isoformat():
            self.report.wrong(seq, "date", f"{day} is before the beginning")
        late = (date.fromisoformat(today) - date.fromisoformat(day)).days
        if late > lifecycle["reason_after_days"] and not shows(entry.get("reason")):
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
        if not is_key(blob):
            self.report.wrong(seq, "key", "is no key that signs, in its one spelling")
        if facts["fingerprint"] != fingerprint(blob) or facts["type"] != kind or facts["purpose"] not in PURPOSES:
            self.report.wrong(seq, "key", "has another fingerprint or type than its bytes, or no purpose that there is")
        if base64.b64encode(blob).decode() != facts["public"] or len(facts["public"]) > 4096:
            self.report.wrong(seq, "key", "is written otherwise than in the one base64 of its bytes, or is too long")
        if not PRINCIPAL.match(facts["principal"]):
            self.report.wrong(seq, "key", "is of a holder whose name can stand in no line of allowed_signers")
        if facts["purpose"] == "witness" and [key for key in known if key.purpose == "log"]:
            self.report.wrong(seq, "key", "declares as a witness's a key that is or was the programme's own")
        # That it held earlier already may be said later, of the same holder and for the same purpose.
        if known and day < known[0].start and (known[0].principal, known[0].purpose) == (
            facts["principal"], facts["purpose"]
        ):  # fmt: skip
            known[0].start = day
            return
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
            return "is by a key that the journal does not declare as the programme's" if own else ""
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


def is_key(blob: bytes) -> bool:
    """Whether these bytes are a key in its one spelling; ssh-keygen takes others for the same key."""
    parts: list[bytes] = []
    rest = blob
    while rest:
        size = int.from_bytes(rest[:4], "big")
        if len(rest) < 4 + size:
            return False
        parts, rest = [*parts, rest[4 : 4 + size]], rest[4 + size :]
    kind, *said = parts or [b""]
    sizes = SIZES.get(kind, ())
    if not sizes or len(sizes) != len(said):
        return False
    if any(size not in (0, len(one)) for size, one in zip(sizes, said, strict=True)):
        return False
    if kind == b"ssh-rsa":
        numbers = [int.from_bytes(one, "big") for one in said]
        return said == [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in numbers if number]
    if b"nistp" in kind:
        return said[0] == kind.partition(b"@")[0][-8:] and said[1][0] == 4 and b"\0" not in b"".join(said[2:])
    return b"\0" not in b"".join(said[1:])
